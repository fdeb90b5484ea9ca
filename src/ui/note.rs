//! A note being written.

use super::Theme;
use super::paint::{Strip, framed};
use super::status::hints;
use crate::app::layout::Popup;
use crate::app::marking::Note;
use crate::app::{App, Context};
use crate::text::numbers::counted;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// Draws the note over the panes; says where the cursor stands.
pub fn draw(app: &App, note: &Note, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let screen = Popup::note(app.size);
    let title = match note.targets.len() {
        1 => " Note ".to_owned(),
        several => format!(" Note on {} ", counted(several, "quotation")),
    };
    framed(buf, screen.frame, &title, theme.dim);
    let (width, height) = (screen.body.width as usize, screen.body.height as usize);
    let rows = note.area.rows(width);
    let (column, row) = note.area.place(&rows);
    let top = (row + 1).saturating_sub(height);
    for (at, range) in rows.iter().skip(top).take(height).enumerate() {
        let text = note.area.text()[range.clone()].trim_end();
        Strip::row(screen.body, at).put(buf, text, theme.text);
    }
    hints(Strip::row(screen.hints, 0), app, Context::Note, theme, buf);
    let column = u16::try_from(column.min(width)).unwrap_or(screen.body.width);
    let row = u16::try_from(row - top).unwrap_or(0);
    Some(Position::new(screen.body.x + column, screen.body.y + row))
}

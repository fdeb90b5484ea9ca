//! The prompt of an export.

use super::Theme;
use super::paint::{Strip, framed};
use super::status::{hints, typed};
use crate::app::exporting::ExportPrompt;
use crate::app::layout::Popup;
use crate::app::{App, Context};
use crate::export::Format;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// Rows above the forms: what goes out, where to, a blank one.
const ABOVE: u16 = 3;
/// Columns of a form's end of name.
const ENDS: usize = 11;

/// Draws the prompt over what is there; says where the cursor stands.
pub fn draw(app: &App, prompt: &ExportPrompt, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let screen = Popup::export(app.size);
    framed(buf, screen.frame, " Export ", theme.dim);
    let what = prompt.offer().map_or("", |offer| &offer.what);
    Strip::row(screen.body, 0).put(buf, what, theme.heading);
    let cursor = typed(Strip::row(screen.body, 1), "to ", &prompt.line, theme, buf);
    let rows = screen.body.below(ABOVE);
    let visible = rows.height as usize;
    let at = Format::ALL.iter().position(|format| *format == prompt.format).unwrap_or(0);
    let top = (at + 1).saturating_sub(visible);
    for (row, format) in Format::ALL.iter().skip(top).take(visible).enumerate() {
        let strip = Strip::row(rows, row);
        let selected = prompt.format == *format;
        if selected {
            strip.put(buf, app.look.pointer(), theme.accent);
        }
        let style = if selected { theme.selected } else { theme.text };
        strip.after(2).put(buf, &format!(".{}", format.extension()), style);
        strip.after(2 + ENDS).put(buf, format.description(), theme.dim);
    }
    hints(Strip::row(screen.hints, 0), app, Context::Export, theme, buf);
    cursor
}

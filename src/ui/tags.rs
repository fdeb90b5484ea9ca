//! Tags being given.

use super::Theme;
use super::paint::{Strip, framed};
use super::status::{hints, typed};
use crate::app::layout::Popup;
use crate::app::marking::Tags;
use crate::app::{App, Context};
use crate::text::numbers::counted;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// Draws the line of tags and those in use over the panes; says where the cursor stands.
pub fn draw(app: &App, tags: &Tags, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let screen = Popup::tags(app.size);
    let title = match tags.targets.len() {
        1 => " Tags, parted by commas ".to_owned(),
        several => format!(" Tags of {} ", counted(several, "quotation")),
    };
    framed(buf, screen.frame, &title, theme.dim);
    let cursor = typed(Strip::row(screen.body, 0), "# ", &tags.line, theme, buf);
    let in_use = app.marking.marked.tags();
    let completions = tags.completions(in_use.iter().copied());
    let (mut row, mut used) = (2, 0);
    for (number, tag) in completions.iter().enumerate() {
        let text = format!("#{tag}");
        let strip = Strip::row(screen.body, row);
        if used > 0 && used + text.chars().count() > strip.width as usize {
            if row + 1 >= screen.body.height as usize {
                strip.after(used).put(buf, "…", theme.dim);
                break;
            }
            (row, used) = (row + 1, 0);
        }
        let style = if number == 0 { theme.accent } else { theme.dim };
        used += Strip::row(screen.body, row).after(used).put(buf, &text, style) + 2;
    }
    if in_use.is_empty() {
        Strip::row(screen.body, 2).put(buf, "no tag is in use yet: type the first", theme.dim);
    }
    hints(Strip::row(screen.hints, 0), app, Context::Tags, theme, buf);
    cursor
}

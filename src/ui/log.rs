//! What the reader was told.

use super::Theme;
use super::frame::{self, Heading};
use super::paint::{Strip, rule};
use crate::app::App;
use crate::app::layout::{Area, body};
use crate::app::places::log::{Log, height};
use crate::text::numbers::counted;
use crate::text::{Span, wrap::wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// Draws the log; no text is typed in it.
pub fn draw(app: &App, log: &Log, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let body = body(app.size);
    frame::draw(app, Heading { name: "MESSAGES", note: counted(log.lines.len(), "message") }, theme, buf);
    if log.lines.is_empty() {
        Strip::row(body, 0).after(3).put(buf, "nothing was told, and nothing failed", theme.dim);
    }
    let rows = height(body);
    for (row, (at, line)) in log.lines.iter().enumerate().skip(log.cursor.top()).take(rows).enumerate() {
        let strip = Strip::row(body, row).before_last(1);
        let selected = at == log.cursor.row();
        if selected {
            strip.after(1).put(buf, app.look.pointer(), theme.accent);
        }
        strip.after(3).put(buf, if line.warning { "!" } else { " " }, theme.warning);
        strip.after(5).put(buf, &line.text, if selected { theme.selected } else { theme.text });
    }
    let whole = body.below(u16::try_from(rows).unwrap_or(u16::MAX));
    if let Some(line) = log.lines.get(log.cursor.row()).filter(|_| whole.height > 1) {
        rule(buf, whole, theme.dim);
        let area: Area = whole.below(1).inside(2, 0);
        let lines = wrap(&line.text, Span::new(0, line.text.len()), area.width as usize);
        for (row, span) in lines.into_iter().enumerate() {
            // The last row that there is room for says by an ellipsis that there is more.
            let is_last = row + 1 == area.height as usize;
            let text = if is_last { &line.text[span.start..] } else { span.of(&line.text) };
            Strip::row(area, row).put(buf, text, theme.text);
        }
    }
    None
}

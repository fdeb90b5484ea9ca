//! The help.

use super::Theme;
use super::paint::{Strip, rect};
use super::status::typed;
use crate::app::App;
use crate::app::help::Help;
use crate::app::layout::HelpScreen;
use crate::text::numbers::counted;
use crate::text::wrap::columns_of;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::widgets::{Block, BorderType, Clear, Widget};

/// Draws the help over the panes; says where the cursor stands.
pub fn draw(app: &App, help: &Help, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let screen = HelpScreen::new(app.size);
    let frame = rect(screen.frame).intersection(buf.area);
    Clear.render(frame, buf);
    Block::bordered().border_type(BorderType::Rounded).border_style(theme.dim).title(" Keys ").render(frame, buf);

    let lines = help.lines(&app.keys.lines);
    let filter = Strip::row(screen.filter, 0);
    let used = filter.put_right(buf, &counted(lines.len(), "binding"), theme.dim);
    let cursor = typed(filter.before_last(used + 1), "❯ ", &help.filter, theme, buf);
    let keys_width = lines.iter().map(|line| columns_of(&line.keys)).max().unwrap_or(0);
    let places_width = app.keys.lines.iter().map(|line| line.place.len()).max().unwrap_or(0);
    for (at, line) in lines.iter().skip(help.top).take(screen.lines.height as usize).enumerate() {
        let strip = Strip::row(screen.lines, at);
        strip.before_last((strip.width as usize).saturating_sub(keys_width)).put(buf, &line.keys, theme.heading);
        let rest = strip.after(keys_width + 2);
        // What a key does comes before where it does it.
        let room = rest.width as usize;
        let places_width = places_width.min(room / 3);
        rest.after(room - places_width).put(buf, &line.place, theme.dim);
        rest.before_last(places_width + 1).put(buf, line.doc, theme.text);
    }
    if lines.is_empty() {
        Strip::row(screen.lines, 0).put(buf, "no key does that", theme.dim);
    }
    cursor
}

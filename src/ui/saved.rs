//! The saved searches, and the line in which one is named.

use super::Theme;
use super::frame::{self, Heading};
use super::paint::{Strip, framed};
use super::status::{hints, typed};
use crate::app::layout::{Popup, body};
use crate::app::marking::Naming;
use crate::app::places::saved::{SEARCH_ROWS, Saved, visible};
use crate::app::{Action, App, Context};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// Draws the list; no text is typed in it.
pub fn draw(app: &App, saved: &Saved, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let note = match saved.searches.len() {
        1 => "1 search".to_owned(),
        several => format!("{several} searches"),
    };
    frame::draw(app, Heading { name: "SAVED SEARCHES", note }, theme, buf);
    let body = body(app.size);
    if saved.searches.is_empty() {
        let [search, save] = [Action::FullText, Action::Save].map(|action| app.keys.key(action));
        let how = format!("{search} searches the full text; {save} there saves the search under a name.");
        Strip::row(body, 0).after(3).put(buf, "No search is saved yet.", theme.text);
        Strip::row(body, 1).after(3).put(buf, &how, theme.dim);
    }
    let in_sight = saved.searches.iter().enumerate().skip(saved.cursor.top()).take(visible(body));
    for (row, (at, (name, query))) in in_sight.enumerate() {
        let strips = [0, 1].map(|line| Strip::row(body, row * SEARCH_ROWS as usize + line).before_last(1));
        let selected = at == saved.cursor.row();
        if selected {
            strips[0].after(1).put(buf, app.look.pointer(), theme.accent);
        }
        strips[0].after(3).put(buf, name, if selected { theme.selected } else { theme.text });
        strips[1].after(5).put(buf, query, theme.dim);
    }
    None
}

/// Draws the line in which a search is named; says where the cursor stands.
pub fn draw_naming(app: &App, naming: &Naming, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let screen = Popup::naming(app.size);
    framed(buf, screen.frame, " Save this search as ", theme.dim);
    let cursor = typed(Strip::row(screen.body, 0), "name ", &naming.line, theme, buf);
    Strip::row(screen.body, 1).put(buf, &naming.query, theme.dim);
    let taken = app.marking.marked.searches.get(naming.line.text().trim());
    if let Some(query) = taken.filter(|query| **query != naming.query) {
        Strip::row(screen.body, 2).put(buf, &format!("in the place of: {query}"), theme.warning);
    }
    hints(Strip::row(screen.hints, 0), app, Context::Naming, theme, buf);
    cursor
}

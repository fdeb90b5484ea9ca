//! The status line: a search being typed, an unfinished sequence of keys, a notice, or the keys
//! that work here.

use super::Theme;
use super::paint::{Strip, cell};
use crate::app::search::Search;
use crate::app::text_line::TextLine;
use crate::app::{App, Context, Overlay, Purpose};
use crate::text::numbers::grouped;
use crate::text::wrap::{columns_of, offset_at};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// Draws the status line; says where the cursor stands if text is typed in it.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let strip = Strip::row(app.screen().status, 0).after(1).before_last(1);
    let place = place(app);
    // What the reader is told goes before where he is.
    let told = app.notice.as_ref().map_or(0, |notice| columns_of(&notice.text) + 2);
    let has_room = told + columns_of(&place) <= strip.width as usize || told > strip.width as usize;
    let used = if has_room { strip.put_right(buf, &place, theme.dim) } else { 0 };
    let strip = strip.before_last(if used > 0 { used + 2 } else { 0 });
    if let Some(prompt) = &app.prompt {
        let sign = match prompt.purpose {
            Purpose::Search => "/",
            Purpose::Filter => "only: ",
            Purpose::Pipe => "| ",
        };
        return typed(strip, sign, &prompt.line, theme, buf);
    }
    if !app.pending.is_empty() {
        strip.put(buf, &app.pending, theme.accent);
    } else if let Some(notice) = &app.notice {
        strip.put(buf, &notice.text, if notice.warning { theme.warning } else { theme.text });
    } else if matches!(app.overlay, None | Some(Overlay::Help(_) | Overlay::Evidence | Overlay::Command(_))) {
        // What else stands in front has its keys in its own frame.
        hints(strip, app, app.context(), theme, buf);
    }
    None
}

/// Draws a line of text being typed after its sign; says where the cursor stands.
pub fn typed(strip: Strip, sign: &str, line: &TextLine, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let used = strip.put(buf, sign, theme.accent);
    let strip = strip.after(used);
    let (before, after) = line.around_cursor();
    let hidden = hidden(line, strip.width as usize);
    let used = strip.put(buf, &before[hidden..], theme.text);
    if hidden > 0 && used > 0 {
        // In the place of the first character in sight: the cursor stays where it is.
        cell(buf, strip.x, strip.y, "…", theme.dim);
    }
    strip.after(used).put(buf, after, theme.text);
    Some(Position::new(strip.x + used as u16, strip.y))
}

/// How many bytes of a line are out of sight at the left of `columns`: where it is too long, what stands just
/// before the cursor is in sight.
pub fn hidden(line: &TextLine, columns: usize) -> usize {
    let (before, _) = line.around_cursor();
    let too_long = (columns_of(before) + 1).saturating_sub(columns);
    if too_long > 0 { offset_at(before, too_long + 1) } else { 0 }
}

/// Draws the keys that work in `context`, as many as fit whole.
pub fn hints(strip: Strip, app: &App, context: Context, theme: &Theme, buf: &mut Buffer) {
    let mut used = 0;
    let no_row = app.place.view().is_some_and(|view| view.position().is_empty());
    let here = app.keys.hints.get(&context).into_iter().flatten().filter(|hint| !(hint.of_row && no_row));
    for hint in here {
        let columns = columns_of(&hint.keys) + 1 + hint.word.len();
        if used + columns > strip.width as usize {
            continue;
        }
        used += strip.after(used).put(buf, &hint.keys, theme.heading) + 1;
        used += strip.after(used).put(buf, hint.word, theme.dim) + 2;
    }
}

/// Where the reader is: hit, article, how far down.
fn place(app: &App) -> String {
    let mut parts = Vec::new();
    if let Some(view) = app.place.view() {
        return view.position();
    }
    if let Some(search) = app.search.as_ref().filter(|search| !search.is_empty()) {
        parts.push(hits(search));
    }
    if !app.list.is_empty() {
        parts.push(format!("article {}/{}", grouped(app.list.selected() + 1), grouped(app.list.len())));
    }
    let height = app.screen().article.height as usize;
    if let Some(reading) = app.reading.as_ref().filter(|_| height > 0) {
        parts.push(format!("{:>3}%", reading.percent(height)));
    }
    parts.join("  ")
}

fn hits(search: &Search) -> String {
    match search.count() {
        0 => "no hit".to_owned(),
        count => format!("hit {}/{}", grouped(search.current() + 1), grouped(count)),
    }
}

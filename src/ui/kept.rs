//! The list of marks.

use super::Theme;
use super::frame::{self, Heading};
use super::paint::Strip;
use super::theme::{KEPT, SELECTED};
use crate::app::layout::{Area, body};
use crate::app::places::kept::{Kept, KeptScreen, MARK_ROWS, MarkRow};
use crate::app::{Action, App};
use crate::library::marks::Mark;
use crate::text::numbers::counted;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// Columns left of the words: signs and the pointer.
const MARGIN: usize = 5;

/// Draws the list; no text is typed in it.
pub fn draw(app: &App, kept: &Kept, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    frame::draw(app, Heading { name: "MARKS", note: summary(kept) }, theme, buf);
    let screen = KeptScreen::new(body(app.size));
    Strip::row(screen.heading, 0).after(MARGIN).put(buf, &orphans(kept), theme.dim);
    if kept.rows.is_empty() {
        draw_how(app, screen.rows, theme, buf);
    }
    let in_sight = kept.rows.iter().enumerate().skip(kept.cursor.top()).take(screen.visible());
    for (row, (place, mark)) in in_sight.enumerate() {
        let strips = [0, 1].map(|line| Strip::row(screen.rows, row * MARK_ROWS as usize + line).before_last(1));
        draw_mark(app, kept, (place, mark), strips, theme, buf);
    }
    None
}

/// How many there are.
fn summary(kept: &Kept) -> String {
    let number = kept.rows.iter().filter(|row| row.mark.kept).count();
    format!("{number} kept of {}", counted(kept.rows.len(), "mark"))
}

/// How many of them belong nowhere, if any does.
fn orphans(kept: &Kept) -> String {
    match kept.rows.iter().filter(|row| row.tied.is_none()).count() {
        0 => String::new(),
        _ if !kept.complete => String::new(),
        orphans => format!("{} in no article that is open", counted(orphans, "orphan")),
    }
}

/// What an empty list says: how marks are made.
fn draw_how(app: &App, rows: Area, theme: &Theme, buf: &mut Buffer) {
    Strip::row(rows, 0).after(MARGIN).put(buf, "Nothing is marked yet.", theme.text);
    let [keep, note, tag, correct] =
        [Action::Keep, Action::Note, Action::Tag, Action::Correct].map(|action| app.keys.key(action));
    let how = [
        format!("{keep} keeps the selected quotation, {note} writes a note on it,"),
        format!("{tag} gives it tags, {correct} corrects who is speaking."),
    ];
    for (at, line) in how.iter().enumerate() {
        Strip::row(rows, 1 + at).after(MARGIN).put(buf, line, theme.dim);
    }
}

fn draw_mark(
    app: &App,
    kept: &Kept,
    (place, MarkRow { mark, tied }): (usize, &MarkRow),
    [words, details]: [Strip; 2],
    theme: &Theme,
    buf: &mut Buffer,
) {
    let selected = place == kept.cursor.row();
    let style = if selected { theme.selected } else { theme.text };
    if kept.is_among_selected(place) {
        words.put(buf, SELECTED, theme.accent);
    }
    if selected {
        words.after(1).put(buf, app.look.pointer(), theme.accent);
    }
    if mark.kept {
        words.after(3).put(buf, KEPT, theme.own);
    }
    let date = tied.as_ref().map(|tied| tied.printed.in_style(app.look.dates)).unwrap_or_default();
    let used = words.put_right(buf, &date, theme.dim);
    let text = mark.exact.split_whitespace().collect::<Vec<_>>().join(" ");
    words.after(MARGIN).before_last(used + 1).put(buf, &text, style);
    let details = details.after(MARGIN);
    let source = match tied {
        Some(tied) if mark.speaker.is_some() => format!("◆ {} · {}", tied.speaker, tied.title),
        Some(tied) => [tied.speaker.as_str(), &tied.title].join(" · "),
        None if kept.complete => "○ orphan: its words are in no article that is open".to_owned(),
        None => String::new(),
    };
    let own = own(mark);
    let room = if own.is_empty() { 0 } else { details.width as usize / 2 };
    let used = details.before_last(room).put(buf, &source, theme.dim);
    details.after(used + 2).put(buf, &own, theme.own);
}

/// What the reader has written: *note #tag #tag*.
fn own(mark: &Mark) -> String {
    let note = mark.note.iter().map(|note| note.split_whitespace().collect::<Vec<_>>().join(" "));
    note.chain(mark.tags.iter().map(|tag| format!("#{tag}"))).collect::<Vec<_>>().join(" ")
}

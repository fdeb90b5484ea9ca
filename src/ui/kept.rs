//! The list of marks.

use super::Theme;
use super::paint::{Strip, counted, framed};
use super::theme::{KEPT, SELECTED};
use crate::app::layout::{KEPT_ROWS, KeptScreen};
use crate::app::marking::KeptList;
use crate::app::{Action, App};
use crate::library::marks::{Mark, MarkId};
use ratatui::buffer::Buffer;

/// Columns left of the words: signs and the pointer.
const MARGIN: usize = 5;

/// Draws the list in the place of the panes.
pub fn draw(app: &App, kept: &KeptList, theme: &Theme, buf: &mut Buffer) {
    let screen = KeptScreen::new(app.size);
    framed(buf, screen.frame, " Marks ", theme.dim);
    let marks: Vec<(&MarkId, &Mark)> =
        kept.ids.iter().filter_map(|id| Some((id, app.marking.marked.get(id)?))).collect();
    let count = |is: &dyn Fn(&&(&MarkId, &Mark)) -> bool| marks.iter().filter(is).count();
    let orphans = if app.marking.is_tied() { count(&|(id, _)| app.marking.tied(id).is_none()) } else { 0 };
    let mut summary = format!("{} kept of {}", count(&|(_, mark)| mark.kept), counted(marks.len(), "mark"));
    if orphans > 0 {
        summary.push_str(&format!(" · {} in no article that is open", counted(orphans, "orphan")));
    }
    Strip::row(screen.heading, 0).put(buf, &summary, theme.dim);
    if marks.is_empty() {
        let rows = screen.rows;
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
    let in_sight = marks.iter().enumerate().skip(kept.top).take(screen.visible());
    for (row, (place, (id, mark))) in in_sight.enumerate() {
        let strips = [0, 1].map(|line| Strip::row(screen.rows, row * KEPT_ROWS as usize + line).before_last(1));
        draw_mark(app, kept, (place, id, mark), strips, theme, buf);
    }
}

fn draw_mark(
    app: &App,
    kept: &KeptList,
    (place, id, mark): (usize, &MarkId, &Mark),
    [words, details]: [Strip; 2],
    theme: &Theme,
    buf: &mut Buffer,
) {
    let selected = place == kept.selected;
    let style = if selected { theme.selected } else { theme.text };
    if kept.anchor.is_some() && kept.range().contains(&place) {
        words.put(buf, SELECTED, theme.accent);
    }
    if selected {
        words.after(1).put(buf, "▸", theme.accent);
    }
    if mark.kept {
        words.after(3).put(buf, KEPT, theme.own);
    }
    let tied = app.marking.tied(id);
    let date = tied.map(|tied| tied.printed.in_style(app.look.dates)).unwrap_or_default();
    let used = words.put_right(buf, &date, theme.dim);
    let text = mark.exact.split_whitespace().collect::<Vec<_>>().join(" ");
    words.after(MARGIN).before_last(used + 1).put(buf, &text, style);
    let details = details.after(MARGIN);
    let source = match tied {
        Some(tied) if mark.speaker.is_some() => format!("◆ {} · {}", tied.speaker, tied.title),
        Some(tied) => [tied.speaker.as_str(), &tied.title].join(" · "),
        None if app.marking.is_tied() => "○ orphan: its words are in no article that is open".to_owned(),
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

//! The concordance.

use super::Theme;
use super::frame::{self, Heading};
use super::paint::{Strip, dated, rule};
use super::table::filter;
use super::theme::KEPT;
use crate::app::layout::{Area, body};
use crate::app::places::concordance::Concordance;
use crate::app::places::table::TableScreen;
use crate::app::{Action, App};
use crate::search::KeyWord;
use crate::text::numbers::counted;
use crate::text::wrap::{columns_of, fit, offset_at};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// Columns from which speaker and date stand beside the words, and how many those take.
const WIDE: u16 = 96;
const SOURCE: usize = 36;

/// Draws the concordance; says where the cursor stands.
pub fn draw(app: &App, concordance: &Concordance, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let screen = TableScreen::new(body(app.size));
    frame::draw(app, Heading { name: "CONCORDANCE", note: note(concordance) }, theme, buf);
    let failure = concordance.failure.as_deref();
    let cursor = filter(app, screen.filter, &concordance.filter, failure, theme, buf);
    if screen.heading.height > 0 {
        rule(buf, Area { y: screen.heading.y + 1, ..screen.heading }, theme.dim);
    }
    if concordance.is_empty() {
        let text = match (concordance.waiting, &concordance.found) {
            (true, _) => format!("looking…   {} goes back", app.keys.key(Action::Cancel)),
            (false, Some(_)) => "these words are nowhere".to_owned(),
            (false, None) => {
                "Type a word, a \"phrase\" or a beginning (wom*), then Enter; in:articles looks through all text."
                    .to_owned()
            }
        };
        Strip::row(screen.rows, 0).after(3).put(buf, &text, theme.dim);
    }
    let lines = concordance.found.iter().flat_map(|found| found.lines()).enumerate();
    for (row, (at, line)) in lines.skip(concordance.cursor.top()).take(screen.rows.height as usize).enumerate() {
        let selected = at == concordance.cursor.row();
        key_word(app, Strip::row(screen.rows, row), line, selected, theme, buf);
    }
    cursor
}

fn note(concordance: &Concordance) -> String {
    let Some(found) = &concordance.found else { return String::new() };
    let more = if found.complete { "" } else { " and more" };
    format!("{}{more} · {}", counted(concordance.len(), "place"), concordance.order.name())
}

/// The word in the middle, what stands before right up to it, what stands after behind.
fn key_word(app: &App, strip: Strip, line: &KeyWord, selected: bool, theme: &Theme, buf: &mut Buffer) {
    if selected {
        strip.after(1).put(buf, app.look.pointer(), theme.accent);
    }
    if line.place.is_some_and(|place| app.marking.is_quotation_kept(line.key, place)) {
        strip.put(buf, KEPT, theme.own);
    }
    let style = if selected { theme.text } else { theme.dim };
    let mut words = strip.after(3).before_last(1);
    if strip.width >= WIDE {
        let source = words.after((words.width as usize).saturating_sub(SOURCE));
        words = words.before_last(SOURCE + 2);
        let date = if line.printed.is_empty() { "undated".to_owned() } else { dated(&line.printed, app.look.dates) };
        let used = source.put_right(buf, &date, theme.dim);
        if let Some(speaker) = &line.speaker {
            let look = theme.speaker(&speaker.name);
            source.before_last(used.max(11) + 1).put(buf, &speaker.name, look);
        }
    }
    let middle = (words.width as usize) * 2 / 5;
    let before = words.before_last((words.width as usize).saturating_sub(middle));
    let shown = end_of(&line.before, middle);
    before.put_right(buf, &shown, style);
    let used = words.after(middle).put(buf, &line.words, theme.hit);
    words.after(middle + used).put(buf, &line.after, style);
}

/// The end of a text that fits into `columns`, an ellipsis before it where something is left out.
fn end_of(text: &str, columns: usize) -> String {
    let all = columns_of(text);
    if all <= columns {
        return text.to_owned();
    }
    let start = offset_at(text, all + 1 - columns.max(1));
    fit(&format!("…{}", &text[start..]), columns)
}

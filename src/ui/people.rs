//! The table of everybody who is quoted.

use super::Theme;
use super::frame::{self, Heading};
use super::paint::{Strip, dated, rule};
use super::table::filter;
use crate::app::App;
use crate::app::layout::{Area, body};
use crate::app::places::people::{People, PeopleOrder};
use crate::app::places::table::TableScreen;
use crate::library::{Person, PersonKind};
use crate::text::numbers::{counted, grouped};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;

/// The names of the columns, and how wide they are; the first takes what is left.
const COLUMNS: [(&str, usize); 4] = [("quotes", 11), ("first", 13), ("last", 13), ("", 20)];

/// Columns from which there is room for doubts.
const WIDE: usize = 78;
/// The least that a name gets before dates give way.
const LEAST_NAME: usize = 16;

/// Draws the table; says where the cursor stands.
pub fn draw(app: &App, people: &People, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let screen = TableScreen::new(body(app.size));
    let many = people.people.as_ref().map_or("…".to_owned(), |people| counted(people.len(), "speaker"));
    frame::draw(app, Heading { name: "SPEAKERS", note: format!("{many} · {}", people.order.name()) }, theme, buf);
    let cursor = filter(app, screen.filter, &people.filter, people.failure.as_deref(), theme, buf);
    heading(screen.heading, people.order, theme, buf);
    if people.is_empty() {
        let text = match (people.people.is_some(), people.filter.text().is_empty()) {
            (true, true) if !app.loading.ended => "nobody is known yet: quotations are still being looked for",
            (true, true) => "nobody is quoted here",
            (true, false) => "nobody is called that",
            (false, _) => "looking…",
        };
        Strip::row(screen.rows, 0).after(3).put(buf, text, theme.dim);
    }
    let in_sight = people.people.iter().flat_map(|people| people.iter()).enumerate();
    let in_sight = in_sight.skip(people.cursor.top()).take(screen.rows.height as usize);
    for (at, (place, person)) in in_sight.enumerate() {
        let selected = place == people.cursor.row();
        let pointer = selected.then_some(if people.filter.typing { theme.dim } else { theme.accent });
        row(app, Strip::row(screen.rows, at), person, pointer, theme, buf);
    }
    cursor
}

/// The strips of the columns: the name, and the others.
fn columns(strip: Strip) -> (Strip, [Strip; 4]) {
    let widths = widths(strip.width as usize);
    let width: usize = widths.iter().sum();
    let name = strip.after(3).before_last(width);
    let mut rest = strip.after((strip.width as usize).saturating_sub(width));
    let others = widths.map(|width| {
        let inside = rest.before_last((rest.width as usize).saturating_sub(width.saturating_sub(2)));
        rest = rest.after(width);
        inside
    });
    (name.before_last(2), others)
}

/// How wide the columns besides the name are in so many `columns`; one that there is no room for takes none.
fn widths(columns: usize) -> [usize; 4] {
    let mut widths = COLUMNS.map(|(_, width)| width);
    if columns < WIDE {
        widths[3] = 0;
    }
    for date in [1, 2] {
        if columns < 3 + LEAST_NAME + 2 + widths.iter().sum::<usize>() {
            widths[date] = 0;
        }
    }
    widths
}

fn heading(area: Area, order: PeopleOrder, theme: &Theme, buf: &mut Buffer) {
    let (name, others) = columns(Strip::row(area, 0));
    let sorted = match order {
        PeopleOrder::MostQuoted => "quotes",
        PeopleOrder::Name => "speaker",
        PeopleOrder::First => "first",
        PeopleOrder::Last => "last",
    };
    let arrow = |name: &str| match (name == sorted, order) {
        (false, _) => name.to_owned(),
        (true, PeopleOrder::MostQuoted | PeopleOrder::Last) => format!("{name} ▾"),
        (true, _) => format!("{name} ▴"),
    };
    name.put(buf, &arrow("speaker"), theme.heading);
    for (strip, (name, _)) in others.into_iter().zip(COLUMNS) {
        strip.put(buf, &arrow(name), theme.heading);
    }
    if area.height > 0 {
        rule(buf, Area { y: area.y + 1, ..area }, theme.dim);
    }
}

fn row(app: &App, strip: Strip, person: &Person, pointer: Option<Style>, theme: &Theme, buf: &mut Buffer) {
    let style = if pointer.is_some() { theme.selected } else { theme.text };
    if let Some(pointer) = pointer {
        strip.after(1).put(buf, app.look.pointer(), pointer);
    }
    let (name, [quotes, first, last, kind]) = columns(strip);
    let style = if person.kind == PersonKind::Source { style } else { style.patch(theme.speaker(&person.name)) };
    name.put(buf, &person.name, style);
    quotes.put_right(buf, &grouped(usize::try_from(person.quotations).unwrap_or(usize::MAX)), theme.text);
    if let Some((from, until)) = &person.printed {
        first.put(buf, &dated(from, app.look.dates), theme.dim);
        last.put(buf, &dated(until, app.look.dates), theme.dim);
    }
    let doubt = match person.kind {
        PersonKind::Full => "",
        PersonKind::Surname => "perhaps several",
        PersonKind::Source => "not a name",
    };
    kind.put(buf, doubt, theme.dim);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_give_way_before_names_do() {
        assert_eq!(widths(100), [11, 13, 13, 20]);
        assert_eq!(widths(60), [11, 13, 13, 0]);
        assert_eq!(widths(50), [11, 0, 13, 0]);
        assert_eq!(widths(40), [11, 0, 0, 0]);
    }
}

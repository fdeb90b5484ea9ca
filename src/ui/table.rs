//! The table of all quotations, and its rows, which the page of a speaker shows as well.

use super::Theme;
use super::frame::{self, Heading};
use super::paint::{Strip, rule};
use super::status::typed;
use super::theme::KEPT;
use crate::app::layout::{Area, body};
use crate::app::places::filter::Filter;
use crate::app::places::table::{Table, TableScreen};
use crate::app::{Action, App};
use crate::library::{QuotationOrder, QuotationRow};
use crate::text::numbers::counted;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;

/// A column, with how wide it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    name: &'static str,
    cell: Cell,
    width: usize,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    Speaker,
    Printed,
    Outlet,
    Kind,
    Words,
}

/// Draws the table; says where the cursor stands.
pub fn draw(app: &App, table: &Table, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let screen = TableScreen::new(body(app.size));
    frame::draw(app, Heading { name: "ALL QUOTES", note: note(table) }, theme, buf);
    let cursor = filter(app, screen.filter, &table.filter, table.failure.as_deref(), theme, buf);
    let columns = columns(screen.rows.width, true);
    heading(screen.heading, &columns, sorted(table.order), theme, buf);
    if table.rows.is_empty() {
        let text = match (table.complete, app.loading.ended) {
            (false, _) => "looking…",
            (true, false) => "nothing here yet: articles are still coming in",
            (true, true) if table.filter.text().is_empty() => "there are no quotations here",
            (true, true) => "no quotation is like that",
        };
        Strip::row(screen.rows, 0).after(3).put(buf, text, theme.dim);
    }
    let in_sight = table.cursor.top()..table.rows.len().min(table.cursor.top() + screen.rows.height as usize);
    for (at, place) in in_sight.enumerate() {
        let pointer =
            (place == table.cursor.row()).then_some(if table.filter.typing { theme.dim } else { theme.accent });
        row(app, Strip::row(screen.rows, at), &columns, table.rows.get(place), pointer, theme, buf);
    }
    cursor
}

fn note(table: &Table) -> String {
    let many = if table.complete { counted(table.rows.len(), "quote") } else { "… quotes".to_owned() };
    format!("{many} · {}", table.order.name())
}

/// What narrows a table down, and what is wrong with it; says where the cursor stands.
pub fn filter(
    app: &App,
    area: Area,
    filter: &Filter,
    failure: Option<&str>,
    theme: &Theme,
    buf: &mut Buffer,
) -> Option<Position> {
    let strip = Strip::row(area, 0).after(1).before_last(1);
    let half = strip.width as usize / 2;
    strip.after(half).put(buf, failure.unwrap_or_default(), theme.warning);
    let strip = strip.before_last(if failure.is_some() { strip.width as usize - half + 1 } else { 0 });
    if !filter.typing && filter.line.text().is_empty() {
        strip.put(buf, &format!("{} narrows this down", app.keys.key(Action::Edit)), theme.dim);
        return None;
    }
    typed(strip, "❯ ", &filter.line, theme, buf).filter(|_| filter.typing)
}

/// The names of columns over a rule, an arrow at the one that the rows are in the order of.
pub fn heading(area: Area, columns: &[Column], sorted: (&str, &str), theme: &Theme, buf: &mut Buffer) {
    let mut rest = Strip::row(area, 0).after(3);
    for column in columns {
        let (name, arrow) = sorted;
        let text = if name == column.name { format!("{name} {arrow}") } else { column.name.to_owned() };
        rest.put(buf, &text, theme.heading);
        rest = rest.after(column.width);
    }
    if area.height > 0 {
        rule(buf, Area { y: area.y + 1, ..area }, theme.dim);
    }
}

/// The column that is sorted by, and which way.
fn sorted(order: QuotationOrder) -> (&'static str, &'static str) {
    match order {
        QuotationOrder::Newest => ("printed", "▾"),
        QuotationOrder::Oldest => ("printed", "▴"),
        QuotationOrder::Speaker => ("speaker", "▴"),
        QuotationOrder::Outlet => ("outlet", "▴"),
        QuotationOrder::Kind => ("kind", "▴"),
        // It is the sign before the speaker.
        QuotationOrder::Certainty => ("speaker", "●◐○"),
        QuotationOrder::Longest => ("words", "▾"),
    }
}

/// The columns that there is room for; of one speaker's quotations the speaker is known.
pub fn columns(width: u16, with_speaker: bool) -> Vec<Column> {
    let mut columns = Vec::new();
    let column = |name, cell, width| Column { name, cell, width };
    if with_speaker {
        let room = usize::from(width) / 4;
        columns.push(column("speaker", Cell::Speaker, room.clamp(18, 34)));
    } else {
        columns.push(column("", Cell::Speaker, 2));
    }
    columns.push(column("printed", Cell::Printed, 13));
    if width >= 96 || !with_speaker && width >= 70 {
        columns.push(column("outlet", Cell::Outlet, if width >= 140 { 26 } else { 18 }));
    }
    if width >= 78 {
        columns.push(column("kind", Cell::Kind, 10));
    }
    let used: usize = columns.iter().map(|column| column.width).sum();
    columns.push(column("words", Cell::Words, usize::from(width).saturating_sub(used + 4)));
    columns
}

/// A row, if it is there by now; with a pointer in that style if it is selected.
pub fn row(
    app: &App,
    strip: Strip,
    columns: &[Column],
    row: Option<&QuotationRow>,
    pointer: Option<Style>,
    theme: &Theme,
    buf: &mut Buffer,
) {
    let style = if pointer.is_some() { theme.selected } else { theme.text };
    if let Some(pointer) = pointer {
        strip.after(1).put(buf, app.look.pointer(), pointer);
    }
    let mut rest = strip.after(3);
    let Some(row) = row else {
        rest.put(buf, "…", theme.dim);
        return;
    };
    if app.marking.is_quotation_kept(row.key, row.place) {
        strip.put(buf, KEPT, theme.own);
    }
    for column in columns {
        let inside = rest.before_last((rest.width as usize).saturating_sub(column.width.saturating_sub(1)));
        match column.cell {
            Cell::Speaker => {
                let name = row.speaker.as_ref().map_or("speaker unknown", |speaker| speaker.name.as_str());
                inside.put(buf, row.certainty.sign(), theme.speaker(name));
                inside.after(2).put(buf, name, style);
            }
            Cell::Printed => drop(inside.put(buf, &row.printed.in_style(app.look.dates), theme.dim)),
            Cell::Outlet => drop(inside.put(buf, row.outlet.as_deref().unwrap_or("—"), theme.dim)),
            Cell::Kind => drop(inside.put(buf, row.kind.name(), theme.dim)),
            Cell::Words => drop(inside.put(buf, &row.words, style)),
        }
        rest = rest.after(column.width);
    }
}

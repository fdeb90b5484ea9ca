//! The full-text search.

use super::Theme;
use super::check::spent;
use super::frame::{self, Heading};
use super::paint::{Strip, cell, dated, rule};
use super::status::{hidden, typed};
use super::theme::KEPT;
use crate::app::App;
use crate::app::layout::{Area, body};
use crate::app::places::hits::{FacetRow, Field, Focus, Hits, HitsScreen};
use crate::article::DateStyle;
use crate::search::query::Target;
use crate::search::{Hit, Snippet, Sort};
use crate::text::numbers::{counted, grouped};
use crate::text::wrap::{columns_of, wrap};
use crate::text::{Span, sanitize};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// The sign before the query.
const SIGN: &str = "❯ ";
/// Columns left of a hit's words.
const INDENT: usize = 5;

/// Draws the search; says where the cursor stands.
pub fn draw(app: &App, hits: &Hits, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let screen = HitsScreen::new(body(app.size), hits);
    frame::draw(app, Heading { name: "SEARCH", note: note(hits) }, theme, buf);
    let strip = Strip::row(screen.line, 0).after(1).before_last(1);
    let cursor = typed(strip, SIGN, &hits.line, theme, buf);
    let strip = Strip::row(screen.note, 0).after(1).before_last(1);
    match (&hits.fault, &hits.failure) {
        (Some(_), _) => fault(&screen, hits, theme, buf),
        (None, Some(failure)) => drop(strip.put(buf, failure, theme.warning)),
        (None, None) if hits.line.text().is_empty() => {
            strip.after(2).put(
                buf,
                "words  \"a phrase\"  OR  -not  wom*  NEAR/5  speaker:ruiz  outlet:wire  2020-07",
                theme.dim,
            );
        }
        _ => {}
    }
    let found =
        Area { y: screen.hits.y.max(screen.facets.y).saturating_sub(1), x: 0, width: app.size.columns, height: 1 };
    rule(buf, found, theme.dim);
    if screen.hits.width > 0 {
        list(&screen, hits, app, theme, buf);
    }
    if screen.facets.width > 0 {
        facets(app, &screen, hits, theme, buf);
    }
    cursor.filter(|_| hits.focus == Focus::Line)
}

/// How many there are, in which order, and how long it took.
fn note(hits: &Hits) -> String {
    let found = &hits.found;
    if found.hits.is_empty() && !found.complete {
        return String::new();
    }
    let thing = match found.target {
        Target::Quotations => "quote",
        Target::Articles => "article",
    };
    let many = match hits.count() {
        Some(count) => counted(usize::try_from(count).unwrap_or(usize::MAX), thing),
        None => format!("… {thing}s"),
    };
    let order = match (hits.sort, found.ranked) {
        (Sort::Newest, _) => "newest first".to_owned(),
        (Sort::Relevance, None) => "best first".to_owned(),
        (Sort::Relevance, Some(ranked)) => format!("best of the newest {}", grouped(ranked)),
    };
    format!("{many} · {order} · {}", spent(found.took))
}

/// Carets under what is wrong, and what that is.
fn fault(screen: &HitsScreen, hits: &Hits, theme: &Theme, buf: &mut Buffer) {
    let Some(fault) = &hits.fault else { return };
    let query = hits.line.text();
    let strip = Strip::row(screen.line, 0).after(1).before_last(1).after(columns_of(SIGN));
    let skipped = hidden(&hits.line, strip.width as usize);
    // The query may have changed since it was refused.
    let start = fault.span.start.max(skipped);
    let (Some(before), Some(wrong)) = (query.get(skipped..start), query.get(start..fault.span.end.max(start))) else {
        return;
    };
    let carets = Strip { y: screen.note.y, ..strip }.after(columns_of(before));
    let used = carets.put(buf, &"^".repeat(columns_of(wrong).max(1)), theme.warning);
    let room = (carets.width as usize).saturating_sub(used + 1);
    if columns_of(&fault.message) <= room || screen.note.height < 2 {
        carets.after(used + 1).put(buf, &fault.message, theme.warning);
    } else {
        Strip::row(screen.note, 1).after(3).put(buf, &fault.message, theme.warning);
    }
}

fn list(screen: &HitsScreen, hits: &Hits, app: &App, theme: &Theme, buf: &mut Buffer) {
    if hits.found.hits.is_empty() && hits.fault.is_none() {
        let text = match (hits.found.complete, app.loading.ended) {
            (false, _) => "looking…",
            (true, true) => "nothing found",
            (true, false) => "nothing found yet: articles are still coming in",
        };
        Strip::row(screen.hits, 0).after(3).put(buf, text, theme.dim);
    }
    let in_sight = hits.found.hits.iter().enumerate().skip(hits.cursor.top()).take(screen.visible());
    for (row, (number, hit)) in in_sight.enumerate() {
        let first = row * screen.rows_of_hit as usize;
        let selected = number == hits.cursor.row();
        if selected {
            let pointer = if hits.focus == Focus::Hits { theme.accent } else { theme.dim };
            Strip::row(screen.hits, first).after(1).put(buf, app.look.pointer(), pointer);
        }
        if hit.place.is_some_and(|place| app.marking.is_quotation_kept(hit.key, place)) {
            Strip::row(screen.hits, first).put(buf, KEPT, theme.own);
        }
        head(Strip::row(screen.hits, first).after(3).before_last(1), hit, (selected, app.look.dates), theme, buf);
        let lines = screen.rows_of_hit as usize - 1;
        snippet(screen.hits, first + 1, lines, &hit.snippet, selected, theme, buf);
    }
}

/// Who said it, where and when it was printed.
fn head(strip: Strip, hit: &Hit, (selected, dates): (bool, DateStyle), theme: &Theme, buf: &mut Buffer) {
    let style = if selected { theme.selected } else { theme.text };
    let printed = if hit.printed.is_empty() { "undated".to_owned() } else { dated(&hit.printed, dates) };
    let source = match &hit.outlet {
        Some(outlet) if strip.width >= 60 => format!("{outlet} · {printed}"),
        _ => printed,
    };
    let used = strip.put_right(buf, &source, theme.dim);
    let strip = strip.before_last(used + 2);
    match (&hit.speaker, hit.place) {
        (_, None) => drop(strip.put(buf, &hit.title, style)),
        (None, Some(_)) => drop(strip.put(buf, "speaker unknown", style)),
        (Some(speaker), Some(_)) => {
            let used = strip.put(buf, &speaker.name, style.patch(theme.speaker(&speaker.name)));
            let role = speaker.role.as_ref().map(|role| format!("  {role}")).unwrap_or_default();
            let used = used + strip.after(used).put(buf, &role, theme.dim);
            if (strip.width as usize).saturating_sub(used) > 20 {
                strip.after(used + 2).put(buf, &hit.title, theme.dim);
            }
        }
    }
}

/// The words that were found in `lines` lines, from row `first` on.
fn snippet(area: Area, first: usize, lines: usize, snippet: &Snippet, selected: bool, theme: &Theme, buf: &mut Buffer) {
    let Snippet { text, marks } = snippet;
    let width = (area.width as usize).saturating_sub(INDENT + 2);
    let base = if selected { theme.text } else { theme.dim };
    let spans = wrap(text, Span::new(0, text.len()), width);
    // What was found is in sight, wherever the lines break.
    let holding = marks.first().and_then(|mark| spans.iter().position(|span| span.end > mark.start)).unwrap_or(0);
    let skipped = (holding + 1).saturating_sub(lines);
    for (row, span) in spans.iter().skip(skipped).take(lines).enumerate() {
        let inside = marks.iter().filter(|mark| mark.overlaps(*span));
        let marks: Vec<Span> = inside
            .map(|mark| Span::new(mark.start.max(span.start) - span.start, mark.end.min(span.end) - span.start))
            .collect();
        let strip = Strip::row(area, first + row).after(INDENT);
        let used = strip.put_marked(buf, span.of(text), &marks, base, theme.hit);
        if row + 1 == lines && skipped + lines < spans.len() && !span.of(text).ends_with('…') {
            strip.after(used).put(buf, "…", base);
        }
    }
}

fn facets(app: &App, screen: &HitsScreen, hits: &Hits, theme: &Theme, buf: &mut Buffer) {
    let area = screen.facets;
    if screen.hits.width > 0 {
        let x = area.x.saturating_sub(1);
        cell(buf, x, area.y.saturating_sub(1), "┬", theme.dim);
        (area.y..area.y + area.height).for_each(|y| cell(buf, x, y, "│", theme.dim));
        cell(buf, x, area.y + area.height, "┴", theme.dim);
    }
    let rows = hits.facet_rows();
    if hits.facets.is_none() && !hits.found.query.trim().is_empty() && !hits.found.hits.is_empty() {
        Strip::row(area, 0).after(3).put(buf, "counting…", theme.dim);
    }
    let most = rows.iter().map(|row| if let FacetRow::Value(_, count) = row { count.count } else { 0 }).max();
    for (row, (number, facet)) in rows.iter().enumerate().skip(hits.facet.top()).take(area.height as usize).enumerate()
    {
        let strip = Strip::row(area, row).before_last(1);
        match facet {
            FacetRow::Heading(field) => {
                let style = if hits.focus == Focus::Facets { theme.accent } else { theme.heading };
                strip.after(1).put(buf, &field.name().to_uppercase(), style);
            }
            FacetRow::Value(field, count) => {
                let selected = number == hits.facet.row() && hits.focus == Focus::Facets;
                if selected {
                    strip.after(1).put(buf, app.look.pointer(), theme.accent);
                }
                let number = grouped(usize::try_from(count.count).unwrap_or(usize::MAX));
                let digits = grouped(usize::try_from(most.unwrap_or(0)).unwrap_or(usize::MAX)).len();
                strip.put_right(buf, &number, theme.dim);
                let style = if selected { theme.selected } else { theme.text };
                let value = match field {
                    Field::Month => dated(&count.value, app.look.dates),
                    _ => sanitize::line(&count.value).into_owned(),
                };
                strip.after(3).before_last(digits + 1).put(buf, &value, style);
            }
        }
    }
}

//! What is open: how much, from where, and what could not be read.

use super::Theme;
use super::frame::{self, Heading};
use super::paint::{Strip, dated, rule};
use super::progress;
use crate::app::layout::body;
use crate::app::places::stock::{StockPage, areas};
use crate::app::{Action, App};
use crate::library::{Source, Stock};
use crate::text::numbers::{counted, grouped};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// Columns of the names of the facts.
const NAMES: usize = 12;

/// Draws the page; no text is typed on it.
pub fn draw(app: &App, page: &StockPage, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let (facts, sources) = areas(body(app.size));
    frame::draw(app, Heading { name: "LIBRARY", note: String::new() }, theme, buf);
    let Some(stock) = &page.stock else {
        let (text, style) =
            page.failure.as_ref().map_or(("looking…", theme.dim), |why| (why.as_str(), theme.warning));
        Strip::row(facts, 0).after(2).put(buf, text, style);
        return None;
    };
    for (row, (name, text)) in told(app, stock).into_iter().enumerate() {
        let strip = Strip::row(facts, row).after(2).before_last(1);
        strip.put(buf, name, theme.dim);
        strip.after(NAMES).put(buf, &text, theme.text);
    }
    let heading = Strip::row(facts, 5).after(3).before_last(1);
    heading.put(buf, "source", theme.heading);
    heading.put_right(buf, "articles", theme.heading);
    rule(buf, facts.below(6), theme.dim);
    let in_sight = stock.sources.iter().enumerate().skip(page.cursor.top()).take(sources.height as usize);
    for (row, (at, source)) in in_sight.enumerate() {
        let pointer = (at == page.cursor.row()).then(|| app.look.pointer());
        draw_source(Strip::row(sources, row), source, pointer, theme, buf);
    }
    None
}

/// The facts, each with its name.
fn told(app: &App, stock: &Stock) -> Vec<(&'static str, String)> {
    let much = app.counts.map_or_else(String::new, |counts| {
        let parts = [(counts.articles, "article"), (counts.quotations, "quote"), (counts.speakers, "speaker")];
        parts.map(|(number, thing)| counted(number, thing)).join(" · ")
    });
    let printed = match &stock.printed {
        Some((first, last)) => {
            let dates = app.look.dates;
            format!("{} to {}", dated(first, dates), dated(last, dates))
        }
        None => "no date is known".to_owned(),
    };
    let kept = match &stock.file {
        Some((path, size)) => format!("{} · {}", path.display(), megabytes(*size)),
        None => "in memory, and nowhere else".to_owned(),
    };
    let failed =
        if stock.failed == 0 { String::new() } else { format!(", {} not read or not whole", grouped(stock.failed)) };
    let sources = match &stock.file {
        Some(_) => format!("{}{failed}", counted(stock.all, "source")),
        None => "what was built in or given".to_owned(),
    };
    let mut now = progress::parts(&app.loading, app.keys.key(Action::Cancel));
    now.retain(|part| !part.ends_with("failed"));
    if stock.pending > 0 {
        now.push(format!("{} not searchable yet", counted(stock.pending, "article")));
    }
    let now = if now.is_empty() { "nothing: everything is read".to_owned() } else { now.join(" · ") };
    vec![("here", much), ("printed", printed), ("kept", kept), ("made from", sources), ("under way", now)]
}

fn megabytes(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{:.0} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn draw_source(strip: Strip, source: &Source, pointer: Option<&str>, theme: &Theme, buf: &mut Buffer) {
    if let Some(pointer) = pointer {
        strip.after(1).put(buf, pointer, theme.accent);
    }
    let style = if pointer.is_some() { theme.selected } else { theme.text };
    let strip = strip.after(3).before_last(1);
    match &source.failure {
        Some(failure) => {
            strip.put(buf, "!", theme.warning);
            strip.after(2).put(buf, failure, style.patch(theme.warning));
        }
        None => {
            let used = strip.put_right(buf, &grouped(source.articles), theme.dim);
            strip.before_last(used + 1).put(buf, &source.path.to_string_lossy(), style);
        }
    }
}

//! Widgets: from the state of the reader to cells. Drawing changes nothing.

mod article;
mod check;
mod command;
mod concordance;
mod correct;
mod diff;
mod evidence;
mod export;
mod finder;
mod finish;
mod frame;
mod help;
mod hits;
mod kept;
mod list;
mod log;
mod note;
mod paint;
mod passage;
mod people;
mod progress;
mod quotes;
mod saved;
mod speaker;
mod status;
mod stock;
mod table;
mod tags;
pub mod theme;

pub use theme::Theme;

use crate::app::layout::Pane;
use crate::app::places::Place;
use crate::app::{App, Overlay};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::widgets::Widget;

/// Draws the reader.
pub fn view(app: &App, theme: &Theme, frame: &mut Frame) {
    let buf = frame.buffer_mut();
    let typed = match &app.place {
        Place::Browse => panes(app, theme, buf),
        Place::Check(check) => check::draw(app, check, theme, buf),
        Place::Hits(hits) => hits::draw(app, hits, theme, buf),
        Place::Table(table) => table::draw(app, table, theme, buf),
        Place::Concordance(concordance) => concordance::draw(app, concordance, theme, buf),
        Place::People(people) => people::draw(app, people, theme, buf),
        Place::Saved(saved) => saved::draw(app, saved, theme, buf),
        Place::Diff(diff) => diff::draw(app, diff, theme, buf),
        Place::Kept(kept) => kept::draw(app, kept, theme, buf),
        Place::Stock(page) => stock::draw(app, page, theme, buf),
        Place::Log(log) => log::draw(app, log, theme, buf),
        Place::Speaker(speaker) => speaker::draw(app, speaker, theme, buf),
    };
    let mut cursor = status::draw(app, theme, buf).or(typed);
    match &app.overlay {
        Some(Overlay::Finder(finder)) => cursor = finder::draw(app, finder, theme, buf),
        Some(Overlay::Help(help)) => cursor = help::draw(app, help, theme, buf),
        Some(Overlay::Evidence) => evidence::draw(app, theme, buf),
        Some(Overlay::Command(command)) => cursor = command::draw(app, command, theme, buf),
        Some(Overlay::Note(note)) => cursor = note::draw(app, note, theme, buf),
        Some(Overlay::Tags(tags)) => cursor = tags::draw(app, tags, theme, buf),
        Some(Overlay::Naming(naming)) => cursor = saved::draw_naming(app, naming, theme, buf),
        Some(Overlay::Export(prompt)) => cursor = export::draw(app, prompt, theme, buf),
        Some(Overlay::Correct(correction)) => cursor = correct::draw(app, correction, theme, buf),
        None => {}
    }
    finish::finish(&app.look, theme, buf);
    if let Some(position) = cursor.filter(|position| frame.area().contains(*position)) {
        frame.set_cursor_position(position);
    }
}

/// Draws the panes; no text is typed in them.
fn panes(app: &App, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let screen = app.screen();
    frame::Browse { app, theme }.render(buf.area, buf);
    for pane in [Pane::List, Pane::Article, Pane::Quotes] {
        let area = paint::rect(screen.area(pane)).intersection(buf.area);
        if area.is_empty() {
            continue;
        }
        match pane {
            Pane::List => list::ListPane { app, theme }.render(area, buf),
            Pane::Article => article::ArticlePane { app, theme }.render(area, buf),
            Pane::Quotes => quotes::QuotesPane { app, theme }.render(area, buf),
        }
    }
    None
}

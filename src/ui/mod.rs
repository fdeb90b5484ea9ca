//! Widgets: from the state of the reader to cells. Drawing changes nothing.

mod article;
mod correct;
mod evidence;
mod finder;
mod finish;
mod frame;
mod help;
mod kept;
mod list;
mod note;
mod paint;
mod progress;
mod quotes;
mod status;
mod tags;
pub mod theme;

pub use theme::Theme;

use crate::app::layout::Pane;
use crate::app::{App, Overlay};
use ratatui::Frame;
use ratatui::widgets::Widget;

/// Draws the reader.
pub fn view(app: &App, theme: &Theme, frame: &mut Frame) {
    let screen = app.screen();
    let buf = frame.buffer_mut();
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
    if let Some(kept) = &app.kept {
        kept::draw(app, kept, theme, buf);
    }
    let mut cursor = status::draw(app, theme, buf);
    match &app.overlay {
        Some(Overlay::Finder(finder)) => cursor = finder::draw(app, finder, theme, buf),
        Some(Overlay::Help(help)) => cursor = help::draw(app, help, theme, buf),
        Some(Overlay::Evidence) => evidence::draw(app, theme, buf),
        Some(Overlay::Note(note)) => cursor = note::draw(app, note, theme, buf),
        Some(Overlay::Tags(tags)) => cursor = tags::draw(app, tags, theme, buf),
        Some(Overlay::Correct(correction)) => cursor = correct::draw(app, correction, theme, buf),
        None => {}
    }
    finish::finish(&app.look, theme, buf);
    if let Some(position) = cursor.filter(|position| frame.area().contains(*position)) {
        frame.set_cursor_position(position);
    }
}

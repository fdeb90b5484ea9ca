//! What stands around the panes and every other place: the title line and the rules.

use super::Theme;
use super::paint::{Strip, cell, rule};
use super::progress;
use crate::app::layout::{Area, Arrangement, Screen};
use crate::app::{Action, App, Size};
use crate::text::numbers::counted;
use crate::text::wrap::columns_of;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

/// The title line and the rules of the browse screen.
pub struct Browse<'a> {
    pub app: &'a App,
    pub theme: &'a Theme,
}

impl Widget for Browse<'_> {
    fn render(self, _: Rect, buf: &mut Buffer) {
        let screen = self.app.screen();
        self.title(&screen, buf);
        self.rules(&screen, buf);
    }
}

impl Browse<'_> {
    fn title(&self, screen: &Screen, buf: &mut Buffer) {
        let strip = Strip::row(screen.title, 0).after(1).before_last(1);
        let right = self.summary(strip.width as usize);
        let used = strip.put_right(buf, &right, self.theme.dim);
        let strip = strip.before_last(used + 2);
        let mut used = strip.put(buf, &self.app.name, self.theme.heading);
        if !self.app.state.is_empty() {
            used += strip.after(used).put(buf, &format!(" · {}", self.app.state), self.theme.dim);
        }
        if screen.arrangement == Arrangement::OnePane && !self.app.zen {
            // Where the others are out of sight, the title says which pane this is.
            strip.after(used).put(buf, &format!(" › {}", self.app.focus.name()), self.theme.accent);
        }
    }

    /// What is here and how far loading is, as much as fits into `columns`, the most important first.
    fn summary(&self, columns: usize) -> String {
        let mut parts = progress::parts(&self.app.loading, self.app.keys.key(Action::Cancel));
        if let Some(counts) = self.app.counts {
            parts.push(counted(counts.articles, "article"));
            parts.push(counted(counts.quotations, "quote"));
            parts.push(counted(counts.speakers, "speaker"));
        }
        while parts.len() > 1 && columns_of(&parts.join(" · ")) > columns * 3 / 4 {
            parts.pop();
        }
        parts.join(" · ")
    }

    fn rules(&self, screen: &Screen, buf: &mut Buffer) {
        let dim = self.theme.dim;
        let all = self.app.size;
        if !Screen::has_rules(all) {
            return;
        }
        horizontal(all, self.theme, buf);
        let (top, bottom) = (1, all.rows - 2);
        let mut vertical = |x: u16| {
            cell(buf, x, top, "┬", dim);
            (top + 1..bottom).for_each(|y| cell(buf, x, y, "│", dim));
            cell(buf, x, bottom, "┴", dim);
        };
        if self.app.zen || screen.arrangement == Arrangement::OnePane {
            return;
        }
        vertical(screen.list.width);
        match screen.arrangement {
            Arrangement::ThreeColumns => vertical(screen.quotes.x.saturating_sub(1)),
            _ => {
                let between = screen.article.below(screen.article.height);
                rule(buf, Area { height: 1, ..between }, dim);
                cell(buf, screen.list.width, between.y, "├", dim);
            }
        }
    }
}

/// What the title line says of a place.
pub struct Heading {
    /// Its name.
    pub name: &'static str,
    /// What there is to know of it, at the right.
    pub note: String,
}

/// The title line of a place other than the panes, and the rules above and below it.
pub fn draw(app: &App, heading: Heading, theme: &Theme, buf: &mut Buffer) {
    let strip = Strip::row(app.screen().title, 0).after(1).before_last(1);
    let used = strip.put(buf, heading.name, theme.heading);
    let rest = strip.after(used + 2);
    let used = rest.put_right(buf, &heading.note, theme.dim);
    rest.before_last(used + 2).put(buf, &app.name, theme.dim);
    if Screen::has_rules(app.size) {
        horizontal(app.size, theme, buf);
    }
}

/// The rules under the title and over the status line.
fn horizontal(all: Size, theme: &Theme, buf: &mut Buffer) {
    for y in [1, all.rows.saturating_sub(2)] {
        rule(buf, Area { x: 0, y, width: all.columns, height: 1 }, theme.dim);
    }
}

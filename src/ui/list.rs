//! The list pane.

use super::Theme;
use super::paint::Strip;
use super::theme::KEPT;
use crate::app::App;
use crate::app::layout::Pane;
use crate::app::list::{Heading, Row};
use crate::article::Printed;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

/// The articles, by month.
pub struct ListPane<'a> {
    pub app: &'a App,
    pub theme: &'a Theme,
}

impl Widget for ListPane<'_> {
    fn render(self, _: Rect, buf: &mut Buffer) {
        let screen = self.app.screen();
        let heading = Strip::row(screen.list, 0).after(1).before_last(2);
        let style = if self.app.focus == Pane::List { self.theme.accent } else { self.theme.heading };
        heading.put(buf, "ARTICLES", style);
        let used = heading.after(10).put_right(buf, &format!("{} ▾", self.app.list.sort().name()), self.theme.dim);
        if let Some(filter) = self.app.list.filtered_by() {
            heading.after(9).before_last(used + 1).put(buf, &format!("“{filter}”"), self.theme.hit);
        }

        let rows = screen.rows(Pane::List);
        if self.app.list.is_empty() {
            let text: &[&str] = match self.app.loading.ended {
                _ if self.app.list.filtered_by().is_some() => &["no title or outlet", "here has this"],
                true => &["no articles here:", "`whosaid PATH` opens", "files and folders"],
                false => &["looking for articles…"],
            };
            for (at, line) in text.iter().enumerate() {
                Strip::row(rows, at).after(3).put(buf, line, self.theme.dim);
            }
            return;
        }
        for (at, row) in self.app.list.rows(rows.height as usize).into_iter().enumerate() {
            let strip = Strip::row(rows, at);
            match row {
                Row::Heading(heading) => {
                    strip.after(3).put(buf, &heading_text(heading), self.theme.heading);
                }
                Row::Article(place) => self.article(strip, place, buf),
            }
        }
    }
}

impl ListPane<'_> {
    fn article(&self, strip: Strip, place: usize, buf: &mut Buffer) {
        let list = &self.app.list;
        let Some(summary) = list.get(place) else { return };
        let selected = place == list.selected();
        let read = list.is_read(summary.key);
        let style = match (selected, read) {
            (true, _) => self.theme.selected,
            (false, true) => self.theme.dim,
            (false, false) => self.theme.text,
        };
        if selected {
            let pointer = if self.app.focus == Pane::List { self.theme.accent } else { self.theme.dim };
            strip.after(1).put(buf, self.app.look.pointer(), pointer);
        }
        if self.app.marking.is_kept(summary.key) {
            strip.put(buf, KEPT, self.theme.own);
        }
        if let Printed::Day(date) = summary.printed {
            strip.after(3).put(buf, &date.format("%e").to_string(), style);
        }
        strip.after(6).put(buf, if read { " " } else { "•" }, style);
        let count = if summary.quotations == 0 { String::new() } else { summary.quotations.to_string() };
        let strip = strip.before_last(1);
        strip.after(8).put_right(buf, &count, self.theme.dim);
        let style = if summary.stand_in { style.patch(self.theme.stand_in) } else { style };
        strip.after(8).before_last(count.len().max(2) + 1).put(buf, &summary.title, style);
    }
}

fn heading_text(heading: Heading) -> String {
    match heading {
        Heading::Month(date) => date.format("%B %Y").to_string(),
        Heading::Year(date) => date.format("%Y").to_string(),
        Heading::Undated => "Undated".to_owned(),
    }
}

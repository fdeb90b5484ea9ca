//! The quotes pane.

use super::Theme;
use super::paint::Strip;
use super::theme::{KEPT, SELECTED};
use crate::app::layout::Pane;
use crate::app::reading::{QuoteRow, Reading};
use crate::app::{Action, App};
use crate::article::Article;
use crate::quote::{Certainty, Quotation};
use crate::text::numbers::grouped;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

/// Columns from which a row has room for date and kind.
const ROOMY: u16 = 56;

/// The quotations of the article.
pub struct QuotesPane<'a> {
    pub app: &'a App,
    pub theme: &'a Theme,
}

impl Widget for QuotesPane<'_> {
    fn render(self, _: Rect, buf: &mut Buffer) {
        let screen = self.app.screen();
        let count = self.app.reading.as_ref().map_or(0, |r| r.record().quotations.len());
        let heading = Strip::row(screen.quotes, 0).after(1).before_last(2);
        let style = if self.app.focus == Pane::Quotes { self.theme.accent } else { self.theme.heading };
        let used = heading.put(buf, &format!("QUOTES {}", grouped(count)), style);
        heading.after(used + 2).put_right(buf, "● stated   ◐ inferred   ○ unknown", self.theme.dim);

        let Some(reading) = &self.app.reading else { return };
        let rows = screen.rows(Pane::Quotes);
        if count == 0 {
            let next = self.app.keys.key(Action::NextArticle);
            let text = match reading.is_pending() {
                true => "looking for quotations…".to_owned(),
                false => format!("no quotations in this article: {next} goes to the next"),
            };
            let text = text.as_str();
            Strip::row(rows, 0).after(3).put(buf, text, self.theme.dim);
        }
        for (at, row) in reading.quote_rows(rows, screen.quotes_expanded()).into_iter().enumerate() {
            let strip = Strip::row(rows, at);
            match row {
                QuoteRow::Head(number) => self.head(strip, reading, number, buf),
                QuoteRow::Remark { text, .. } => {
                    strip.after(reading.quote_indent()).put(buf, &text, self.theme.own);
                }
                QuoteRow::Words { number, text, cut } => {
                    let selected = reading.selected() == Some(number);
                    let style = if selected { self.theme.text } else { self.theme.dim };
                    let marks = self.app.search.as_ref().filter(|s| s.pane == Pane::Quotes);
                    let marks = marks.map(|s| s.in_text(&text)).unwrap_or_default();
                    let strip = strip.after(reading.quote_indent());
                    let used = strip.put_marked(buf, &text, &marks, style, self.theme.hit);
                    strip.after(used).put(buf, if cut { "…" } else { "" }, style);
                }
            }
        }
    }
}

impl QuotesPane<'_> {
    fn head(&self, strip: Strip, reading: &Reading, number: usize, buf: &mut Buffer) {
        let quotation = &reading.record().quotations[number];
        let roomy = strip.width >= ROOMY;
        let selected = reading.selected() == Some(number);
        let style = if selected { self.theme.selected } else { self.theme.text };
        if selected {
            let pointer = if self.app.focus == Pane::Quotes { self.theme.accent } else { self.theme.dim };
            strip.after(1).put(buf, self.app.look.pointer(), pointer);
        }
        if reading.is_selecting(number) {
            strip.put(buf, SELECTED, self.theme.accent);
        } else if reading.mark(number).is_some_and(|mark| mark.kept) {
            strip.put(buf, KEPT, self.theme.own);
        }
        let digits = reading.gutter() - 1;
        let numbers = strip.after(2).before_last((strip.width as usize).saturating_sub(2 + digits));
        numbers.put_right(buf, &(number + 1).to_string(), style);
        let colour = quotation.speaker.as_ref().map(|s| self.theme.speaker(&s.name)).unwrap_or_default();
        let strip = strip.after(3 + digits);
        strip.put(buf, quotation.certainty.sign(), colour);
        let right = if roomy {
            format!("{:>12}   {:8} ", reading.article().printed.in_style(self.app.look.dates), quotation.kind)
        } else {
            format!("{:8} ", quotation.kind)
        };
        strip.put_right(buf, &right, self.theme.dim);
        let source = source(quotation, reading.article());
        strip.after(2).before_last(right.len() + 1).put(buf, &source, style);
    }
}

/// Who is speaking, and by what words where it was not the name: *She → Mayor Lori Lightfoot*.
fn source(quotation: &Quotation, article: &Article) -> String {
    let mention = quotation.mention.map(|span| span.of(&article.text));
    match (&quotation.speaker, quotation.certainty, mention) {
        (Some(speaker), Certainty::Inferred, Some(mention)) if !mention.contains(&speaker.name) => {
            format!("{mention} → {speaker}")
        }
        _ => quotation.speaker_or_unknown(),
    }
}

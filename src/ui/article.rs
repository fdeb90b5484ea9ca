//! The article pane.

use super::Theme;
use super::paint::{Strip, cell, link};
use super::theme::{KEPT, bar};
use crate::app::layout::{Area, Pane};
use crate::app::page::Line;
use crate::app::reading::Reading;
use crate::app::{App, Overlay};
use crate::quote::Quotation;
use crate::text::Span;
use crate::text::wrap::Wrapped;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Widget;

/// The article, its quotations marked by number and bar.
pub struct ArticlePane<'a> {
    pub app: &'a App,
    pub theme: &'a Theme,
}

/// A stretch of the text with a style of its own.
type Styled = (Span, Style);

impl Widget for ArticlePane<'_> {
    fn render(self, _: Rect, buf: &mut Buffer) {
        let area = self.app.screen().article;
        let Some(reading) = &self.app.reading else { return };
        let x = reading.text_column(area);
        let lines = reading.page().lines();
        let in_sight = reading.top()..(reading.top() + area.height as usize).min(lines.len());
        let shown = reading.page().shown(in_sight.clone()).unwrap_or_default();
        let quotations: Vec<_> =
            reading.record().quotations.iter().enumerate().filter(|(_, q)| q.content.overlaps(shown)).collect();
        let styled = self.styled(reading, shown);
        for (row, at) in in_sight.enumerate() {
            let strip = Strip { x, width: (area.x + area.width).saturating_sub(x), ..Strip::row(area, row) };
            match &lines[at] {
                Line::Blank => {}
                Line::Title(text) => {
                    let stand_in = reading.article().title.stand_in;
                    let style =
                        if stand_in { self.theme.heading.patch(self.theme.stand_in) } else { self.theme.heading };
                    let used = strip.put(buf, text, style);
                    if let Some(url) = reading.article().url.as_ref().filter(|_| self.app.look.links) {
                        link(buf, strip, used, url);
                    }
                }
                Line::Meta(text) => {
                    strip.put(buf, text, self.theme.dim);
                }
                Line::Warning(text) => {
                    strip.put(buf, text, self.theme.warning);
                }
                Line::Remark(text) => {
                    strip.put(buf, text, self.theme.own);
                }
                Line::Link(number, text) => {
                    let used = strip.put(buf, text, self.theme.dim);
                    if let Some(url) = reading.link(*number).filter(|_| self.app.look.links) {
                        link(buf, strip, used, url);
                    }
                }
                Line::Body(line) => {
                    self.body(strip, *line, reading, &styled, buf);
                    self.gutter(area, row, line.span, reading, &quotations, buf);
                }
            }
        }
    }
}

impl ArticlePane<'_> {
    /// Everything in `shown` that does not look like running text, later entries over earlier ones.
    fn styled(&self, reading: &Reading, shown: Span) -> Vec<Styled> {
        let mut styled = Vec::new();
        if let Some(dateline) = &reading.article().dateline {
            styled.push((dateline.span, self.theme.heading));
        }
        styled.extend(reading.links().iter().map(|span| (*span, Style::new().add_modifier(Modifier::UNDERLINED))));
        if let Some(quotation) = reading.quotation() {
            styled.extend(quotation.segments.iter().map(|segment| (*segment, self.theme.selected)));
            if matches!(self.app.overlay, Some(Overlay::Evidence)) {
                styled.extend(quotation.mention.map(|span| (span, self.theme.mention)));
                styled.extend(quotation.cue.map(|span| (span, self.theme.cue)));
            }
        }
        if let Some(search) = &self.app.search {
            let hits = search.article_hits();
            styled.extend(hits.iter().map(|span| (*span, self.theme.hit)));
            styled.extend(hits.get(search.current()).map(|span| (*span, self.theme.current_hit)));
        }
        styled.retain(|(span, _)| span.overlaps(shown));
        styled
    }

    fn body(&self, strip: Strip, line: Wrapped, reading: &Reading, styled: &[Styled], buf: &mut Buffer) {
        let Wrapped { span: line, hyphen } = line;
        let text = &reading.article().text;
        let mut edges = vec![line.start, line.end];
        let here: Vec<&Styled> = styled.iter().filter(|(span, _)| span.overlaps(line)).collect();
        edges.extend(here.iter().flat_map(|(span, _)| [span.start.max(line.start), span.end.min(line.end)]));
        edges.sort_unstable();
        edges.dedup();
        let mut used = 0;
        for pair in edges.windows(2) {
            let piece = Span::new(pair[0], pair[1]);
            let styles = here.iter().filter(|(span, _)| span.covers(piece)).map(|(_, style)| *style);
            let style = styles.fold(self.theme.text, Style::patch);
            let columns = strip.after(used).put(buf, piece.of(text), style);
            if let Some(span) = reading.link_over(piece).filter(|_| self.app.look.links) {
                link(buf, strip.after(used), columns, span.of(text));
            }
            used += columns;
        }
        if hyphen {
            // None of the text's own, and so never marked.
            strip.after(used).put(buf, "-", self.theme.dim);
        }
    }

    /// The number of the first quotation that begins on the line, else the bar of the one that
    /// runs through it.
    fn gutter(
        &self,
        area: Area,
        row: usize,
        line: Span,
        reading: &Reading,
        quotations: &[(usize, &Quotation)],
        buf: &mut Buffer,
    ) {
        let begins = quotations.iter().find(|(_, q)| line.contains(q.content.start));
        let runs = || quotations.iter().find(|(_, q)| q.segments.iter().any(|segment| segment.overlaps(line)));
        let Some((number, quotation)) = begins.or_else(runs) else { return };
        let colour = quotation.speaker.as_ref().map(|s| self.theme.speaker(&s.name)).unwrap_or_default();
        let selected = reading.selected() == Some(*number);
        let style = if selected { colour.patch(self.theme.selected) } else { colour };
        let width = reading.gutter();
        let text = if begins.is_some() { (number + 1).to_string() } else { bar(quotation.kind).to_owned() };
        let left = reading.text_column(area).saturating_sub(u16::try_from(width).unwrap_or(0));
        let strip = Strip { x: left, width: u16::try_from(width).unwrap_or(0), ..Strip::row(area, row) };
        let style = if selected && begins.is_some() && self.app.focus != Pane::List {
            style.patch(self.theme.accent)
        } else {
            style
        };
        strip.before_last(1).put_right(buf, &text, style);
        if begins.is_some() && reading.mark(*number).is_some_and(|mark| mark.kept) {
            // There is always a free column on both sides of what is set.
            cell(buf, left.saturating_sub(1), strip.y, KEPT, self.theme.own);
        }
    }
}

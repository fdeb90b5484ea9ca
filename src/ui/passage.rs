//! A passage of an article, with what stands around it.

use super::Theme;
use super::paint::Strip;
use super::theme::bar;
use crate::app::layout::Area;
use crate::library::Record;
use crate::text::{Span, wrap::wrap};
use ratatui::buffer::Buffer;

/// Columns left of the text: the bar of the quotation.
const GUTTER: usize = 2;

/// Draws the paragraph of `record` that holds `passage`, and those after it as far as there is room. Where the
/// passage is one of a quotation, its bar stands beside it.
pub fn draw(area: Area, record: &Record, quotation: Option<usize>, passage: Span, theme: &Theme, buf: &mut Buffer) {
    let article = &record.article;
    let quotation = quotation.and_then(|number| record.quotations.get(number));
    let first = article.paragraph_at(quotation.map_or(passage.start, |quotation| quotation.content.start));
    let room = (area.width as usize).saturating_sub(GUTTER + 1);
    let mut row = 0;
    for (number, paragraph) in article.paragraphs.iter().enumerate().skip(first) {
        if row > 0 {
            row += 1;
        }
        let lines = wrap(&article.text, *paragraph, room);
        // Of a long paragraph what stands before the passage goes first.
        let holds = |line: &Span| line.end > passage.start;
        let start = lines.iter().position(holds).unwrap_or(0);
        let hidden = if number == first { start.saturating_sub((area.height / 3) as usize) } else { 0 };
        for line in &lines[hidden..] {
            if row >= area.height as usize {
                return;
            }
            let strip = Strip::row(area, row);
            if let Some(quotation) = quotation.filter(|q| q.segments.iter().any(|segment| segment.overlaps(*line))) {
                let name = quotation.speaker.as_ref().map_or("", |speaker| speaker.name.as_str());
                strip.put(buf, bar(quotation.kind), theme.speaker(name));
            }
            let (start, end) = (passage.start.max(line.start), passage.end.min(line.end));
            let marks = if start < end { vec![Span::new(start - line.start, end - line.start)] } else { Vec::new() };
            strip.after(GUTTER).put_marked(buf, line.of(&article.text), &marks, theme.text, theme.selected);
            row += 1;
        }
    }
}

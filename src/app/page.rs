//! An article set in lines of a measure.

use crate::library::Record;
use crate::text::hyphens::Hyphens;
use crate::text::wrap::{Wrapped, wrap, wrap_hyphenated};
use crate::text::{Span, sanitize};
use std::ops::Range;

/// One line of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Nothing.
    Blank,
    /// A line of the headline.
    Title(String),
    /// A line of what is known of the printing: place, date, outlet, byline, file.
    Meta(String),
    /// A line of a warning on how the article was read.
    Warning(String),
    /// A line of what the reader has written about a quotation.
    Remark(String),
    /// A line of the list of links at the end: which link (from 0), and what the line says.
    Link(usize, String),
    /// A line of the body.
    Body(Wrapped),
}

/// What the reader has written about a quotation, and after which paragraph (from 0) it stands.
pub type Remark = (usize, String);

/// How lines are set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measure {
    /// Columns that no line exceeds.
    pub columns: usize,
    /// How words of the body are parted at a line's end, if they are.
    pub hyphens: Option<Hyphens>,
}

impl From<usize> for Measure {
    /// Lines of so many columns, whose words stay whole.
    fn from(columns: usize) -> Self {
        Self { columns, hyphens: None }
    }
}

/// An article set in lines.
#[derive(Debug, Clone, Default)]
pub struct Page {
    lines: Vec<Line>,
    /// The first line of each paragraph.
    paragraphs: Vec<usize>,
    measure: Measure,
}

impl Page {
    /// Sets `record` in lines of this measure, of one column at least. `meta` is what is known of
    /// the printing, `remarks` what the reader has written, `links` where web addresses stand, both in the
    /// order of the text.
    pub fn set(record: &Record, meta: &str, remarks: &[Remark], links: &[Span], measure: Measure) -> Self {
        let article = &record.article;
        let measure = Measure { columns: measure.columns.max(1), ..measure };
        let mut page = Page { measure, ..Page::default() };
        page.lines.push(Line::Blank);
        page.push_wrapped(&article.title.text, Line::Title);
        page.push_wrapped(meta, Line::Meta);
        for warning in &article.warnings {
            page.push_wrapped(&format!("! {}", warning.message), Line::Warning);
        }
        let mut remarks = remarks.iter().peekable();
        for (number, paragraph) in article.paragraphs.iter().enumerate() {
            page.lines.push(Line::Blank);
            page.paragraphs.push(page.lines.len());
            let lines = wrap_hyphenated(&article.text, *paragraph, measure.columns, measure.hyphens);
            page.lines.extend(lines.into_iter().map(Line::Body));
            while let Some((_, remark)) = remarks.next_if(|(after, _)| *after <= number) {
                page.push_wrapped(remark, Line::Remark);
            }
        }
        if !links.is_empty() {
            page.lines.push(Line::Blank);
        }
        for (number, link) in links.iter().enumerate() {
            let text = format!("[{}] {}", number + 1, link.of(&article.text));
            page.push_wrapped(&text, |line| Line::Link(number, line));
        }
        page
    }

    fn push_wrapped(&mut self, text: &str, line: impl Fn(String) -> Line) {
        let spans = wrap(text, Span::new(0, text.len()), self.measure.columns);
        self.lines.extend(spans.into_iter().map(|span| line(sanitize::line(span.of(text)).into_owned())));
    }

    /// How its lines are set.
    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// All lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The first line of each paragraph.
    pub fn paragraphs(&self) -> &[usize] {
        &self.paragraphs
    }

    /// The line that shows the byte at `offset`, or the last one before it.
    pub fn line_at(&self, offset: usize) -> usize {
        let paragraph = self.paragraphs.partition_point(|line| match self.lines.get(*line) {
            Some(Line::Body(line)) => line.span.start <= offset,
            _ => false,
        });
        let first = paragraph.checked_sub(1).map_or(0, |p| self.paragraphs[p]);
        let last = self.paragraphs.get(paragraph).copied().unwrap_or(self.lines.len());
        let lines = &self.lines[first..last];
        let after = lines.partition_point(|line| matches!(line, Line::Body(line) if line.span.start <= offset));
        first + after.saturating_sub(1)
    }

    /// The lines that show any of `span`.
    pub fn lines_of(&self, span: Span) -> Range<usize> {
        self.line_at(span.start)..self.line_at(span.end.saturating_sub(1)) + 1
    }

    /// The bytes shown by the lines of `range`, if any of the body is.
    pub fn shown(&self, range: Range<usize>) -> Option<Span> {
        let lines = &self.lines[range.start.min(self.lines.len())..range.end.min(self.lines.len())];
        let mut body = lines.iter().filter_map(|line| match line {
            Line::Body(line) => Some(line.span),
            _ => None,
        });
        let first = body.next()?;
        Some(Span::new(first.start, body.next_back().unwrap_or(first).end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    #[test]
    fn a_line_is_found_by_any_byte_it_shows() {
        let article = Article::from_body("one two three\n\nfour five six seven".to_owned());
        let record = Record { article, quotations: Vec::new() };
        let page = Page::set(&record, "meta", &[(0, "a remark".to_owned())], &[], 9.into());
        for (at, line) in page.lines().iter().enumerate() {
            if let Line::Body(Wrapped { span, .. }) = line {
                assert!((span.start..span.end).all(|offset| page.line_at(offset) == at));
            }
        }
        let seven = record.article.text.find("seven").unwrap();
        assert_eq!(
            page.lines_of(Span::new(4, seven + 5)).len(),
            6,
            "both paragraphs, the remark and the blank between"
        );
        assert_eq!(page.line_at(usize::MAX), page.lines().len() - 1);
    }
}

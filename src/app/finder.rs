//! The finder: what is typed, what was found, the preview beside it.

use super::page::Page;
use super::text_line::TextLine;
use crate::finder::{Candidate, Mode, Query, Question, Scope, positions};
use crate::library::{Record, RecordKey};
use crate::text::Span;
use std::sync::Arc;

/// The state of the finder.
#[derive(Debug, Clone, Default)]
pub struct Finder {
    /// What is typed.
    pub input: TextLine,
    /// Where to look.
    pub scope: Scope,
    /// Only among the quotations of this speaker.
    pub speaker: Option<String>,
    /// How to match.
    pub mode: Mode,
    /// The number of the newest request.
    pub generation: u64,
    /// Whether its answer is still to come.
    pub waiting: bool,
    /// Whether there has come more to look among since it was made.
    pub outdated: bool,
    /// The best candidates, best first.
    pub candidates: Vec<Candidate>,
    /// How many matched.
    pub total: usize,
    /// How many there are to look among.
    pub among: usize,
    /// The selected candidate.
    pub selected: usize,
    /// The first candidate in sight.
    pub top: usize,
    /// The article of the selected candidate, once it is there.
    pub preview: Option<Preview>,
}

/// An article beside the candidates.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Which record it is.
    pub key: RecordKey,
    /// The article with its quotations.
    pub record: Arc<Record>,
    /// The passage that was brought into sight.
    pub passage: Option<Span>,
    /// The page it is set on.
    pub page: Page,
    /// The first line in sight.
    pub top: usize,
}

impl Finder {
    /// What is asked now.
    pub fn question(&self) -> Question {
        Question {
            text: self.input.text().to_owned(),
            mode: self.mode,
            scope: self.scope,
            speaker: self.speaker.clone(),
        }
    }

    /// The query as it is typed now.
    pub fn query(&self) -> Query {
        Query::new(self.input.text(), self.mode)
    }

    /// The selected candidate.
    pub fn candidate(&self) -> Option<&Candidate> {
        self.candidates.get(self.selected)
    }

    /// Takes in an answer; the selection stays on its candidate where that is still found.
    pub fn answer(&mut self, candidates: Vec<Candidate>, total: usize, among: usize) {
        let place = |c: &Candidate| (c.record, c.quotation);
        let kept = self.candidate().filter(|_| self.selected > 0).map(place);
        self.candidates = candidates;
        self.selected = self.candidates.iter().position(|c| Some(place(c)) == kept).unwrap_or(0);
        (self.total, self.among, self.waiting) = (total, among, false);
    }

    /// Moves the selection, down where positive; stops at the ends.
    pub fn move_by(&mut self, rows: isize) {
        let last = self.candidates.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }

    /// Scrolls as little as shows the selection among `visible` candidates.
    pub fn scroll(&mut self, visible: usize) {
        self.top = self.top.min(self.selected).max((self.selected + 1).saturating_sub(visible.max(1)));
    }

    /// The passage of the previewed article that the selected candidate stands for.
    pub fn passage(&self) -> Option<Span> {
        let preview = self.preview.as_ref()?;
        let candidate = self.candidate().filter(|c| c.record == preview.key)?;
        Some(preview.record.quotations.get(candidate.quotation?)?.content)
    }

    /// Shows `record` beside the candidates, set in `width` columns, its passage near the top of
    /// `height` rows.
    pub fn show_preview(&mut self, key: RecordKey, record: Arc<Record>, width: usize, height: usize) {
        // Where there is no room for it, there is nothing to set.
        let page = match width {
            0 => Page::default(),
            _ => Page::set(&record, &record.article.printed.long(), width),
        };
        self.preview = Some(Preview { key, record, passage: None, page, top: 0 });
        self.scroll_to_passage(height);
    }

    /// Brings the passage of the selected candidate near the top of the preview of `height` rows,
    /// unless it was brought there already.
    pub fn scroll_to_passage(&mut self, height: usize) {
        let passage = self.passage();
        let Some(preview) = self.preview.as_mut().filter(|p| passage.is_none() || p.passage != passage) else { return };
        preview.passage = passage;
        let first = passage.map_or(0, |span| preview.page.line_at(span.start));
        // A passage in the first rows leaves the headline in sight.
        preview.top = if first < height / 2 { 0 } else { first.saturating_sub(height / 4) };
    }

    /// Scrolls the preview of `height` rows, down where positive.
    pub fn scroll_preview(&mut self, lines: isize, height: usize) {
        if let Some(preview) = &mut self.preview {
            let last = preview.page.lines().len().saturating_sub(height);
            preview.top = preview.top.saturating_add_signed(lines).min(last);
        }
    }

    /// What of `text` the query matched.
    pub fn positions(&self, text: &str) -> Vec<Span> {
        positions(&self.query(), text)
    }
}

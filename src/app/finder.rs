//! The finder: what is typed, what was found, the preview beside it.

use super::page::Page;
use super::queries::Recall;
use super::text_line::TextLine;
use crate::article::DateStyle;
use crate::finder::{Answer, Candidate, Mode, Query, Question, Scope, Within, positions};
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
    /// Only among these.
    pub within: Option<Within>,
    /// How to match.
    pub mode: Mode,
    /// The number of the newest request.
    pub generation: u64,
    /// Whether its last answer is still to come.
    pub waiting: bool,
    /// Whether no answer to it has come yet, so that the candidates are those of another one.
    pub stale: bool,
    /// Whether its best candidate is to be opened as soon as it is known.
    pub opening: bool,
    /// Whether there has come more to look among since it was made.
    pub outdated: bool,
    /// The best candidates, best first.
    pub candidates: Vec<Candidate>,
    /// Whether they hold what is typed only with one letter wrong.
    pub forgiving: bool,
    /// How many matched.
    pub total: usize,
    /// How many there are to look among.
    pub among: usize,
    /// The selected candidate.
    pub selected: usize,
    /// The first candidate in sight.
    pub top: usize,
    /// The marked candidates, in the order in which they were marked.
    pub marked: Vec<Marked>,
    /// Which earlier query stands in the line.
    pub recall: Recall,
    /// The article of the selected candidate, once it is there.
    pub preview: Option<Preview>,
}

/// A marked candidate.
#[derive(Debug, Clone)]
pub struct Marked {
    /// What is marked.
    pub candidate: Candidate,
    /// Its article, once it is there.
    pub record: Option<Arc<Record>>,
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
        Question { text: self.input.text().to_owned(), mode: self.mode, scope: self.scope, within: self.within.clone() }
    }

    /// The query as it is typed now.
    pub fn query(&self) -> Query {
        let query = Query::new(self.input.text(), self.mode);
        let forgiving = if self.forgiving { query.forgiving() } else { None };
        forgiving.unwrap_or(query)
    }

    /// The selected candidate.
    pub fn candidate(&self) -> Option<&Candidate> {
        self.candidates.get(self.selected)
    }

    /// Notes that a question with this number was asked.
    pub fn ask(&mut self, generation: u64) {
        self.generation = generation;
        self.waiting = true;
        self.outdated = false;
    }

    /// Takes in an answer. The selection stays on its candidate where that is still found; moves
    /// made before there was any answer count from the first.
    pub fn answer(&mut self, answer: Answer) {
        let kept = self.candidate().filter(|_| self.selected > 0 && !self.stale).map(place);
        self.candidates = answer.candidates;
        let last = self.candidates.len().saturating_sub(1);
        self.selected = match kept {
            Some(kept) => self.candidates.iter().position(|c| place(c) == kept).unwrap_or(0),
            None => self.selected.min(last),
        };
        (self.total, self.among, self.forgiving) = (answer.total, answer.among, answer.forgiving);
        (self.waiting, self.stale) = (!answer.settled, false);
    }

    /// Marks the selected candidate, or takes its mark away.
    pub fn toggle_mark(&mut self) {
        let Some(candidate) = self.candidate().filter(|_| !self.stale).cloned() else { return };
        match self.marked.iter().position(|marked| marked.candidate == candidate) {
            Some(number) => drop(self.marked.remove(number)),
            None => {
                let preview = self.preview.as_ref().filter(|preview| preview.key == candidate.record);
                let record = preview.map(|preview| Arc::clone(&preview.record));
                self.marked.push(Marked { candidate, record });
            }
        }
    }

    /// Whether a candidate is marked.
    pub fn is_marked(&self, candidate: &Candidate) -> bool {
        self.marked.iter().any(|marked| marked.candidate == *candidate)
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
    pub fn show_preview(
        &mut self,
        key: RecordKey,
        record: Arc<Record>,
        (width, height): (usize, usize),
        dates: DateStyle,
    ) {
        // Where there is no room for it, there is nothing to set.
        let page = match width {
            0 => Page::default(),
            _ => Page::set(&record, &record.article.printed.long_in(dates), &[], &[], width.into()),
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

    /// Takes in the article of marked candidates that came too late for their marks.
    pub fn complete_marks(&mut self, key: RecordKey, record: &Arc<Record>) {
        let waiting = self.marked.iter_mut().filter(|marked| marked.candidate.record == key);
        waiting.for_each(|marked| marked.record = Some(Arc::clone(record)));
    }

    /// What of `text` the query matched.
    pub fn positions(&self, text: &str) -> Vec<Span> {
        positions(&self.query(), text)
    }
}

/// Where a candidate leads.
fn place(candidate: &Candidate) -> (RecordKey, Option<usize>) {
    (candidate.record, candidate.quotation)
}

//! Keys in the finder, and what it found.

#[cfg(test)]
mod tests;

use super::marking::mark_at;
use crate::app::finder::Finder;
use crate::app::layout::FinderScreen;
use crate::app::places::Passage;
use crate::app::queries::Recall;
use crate::app::text_line::TextLine;
use crate::app::{Action, App, Effect, Overlay};
use crate::export::cite;
use crate::finder::{Answer, Candidate};
use crate::library::{Record, RecordKey};
use std::sync::Arc;

/// Columns left of the text of the preview: its bar.
const PREVIEW_GUTTER: u16 = 2;

impl App {
    fn finder(&mut self) -> Option<&mut Finder> {
        match &mut self.overlay {
            Some(Overlay::Finder(finder)) => Some(finder),
            _ => None,
        }
    }

    pub(super) fn open_finder(&mut self) -> Vec<Effect> {
        self.overlay = Some(Overlay::Finder(Box::default()));
        self.ask_finder()
    }

    pub(super) fn act_in_finder(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        let screen = FinderScreen::new(self.size);
        let page = screen.visible().max(1);
        let times = count.unwrap_or(1) as isize;
        let half_preview = (screen.preview.height as isize / 2).max(1);
        let Some(finder) = self.finder() else { return Vec::new() };
        match action {
            Action::Close | Action::Cancel => {
                self.overlay = None;
                Vec::new()
            }
            // What is pressed after Enter is not meant for the finder.
            _ if finder.opening => Vec::new(),
            Action::Down => self.move_in_finder(times),
            Action::Up => self.move_in_finder(-times),
            Action::PageDown => self.move_in_finder(page as isize),
            Action::PageUp => self.move_in_finder(-(page as isize)),
            Action::NextScope => {
                finder.scope = finder.scope.next();
                finder.within = None;
                finder.mode = finder.scope.default_mode();
                self.ask_finder()
            }
            Action::NextMode => {
                finder.mode = finder.mode.next();
                self.ask_finder()
            }
            Action::PreviewDown => self.scroll_finder_preview(half_preview),
            Action::PreviewUp => self.scroll_finder_preview(-half_preview),
            Action::CopyQuotation => self.copy_candidate(),
            Action::Keep | Action::Note | Action::Tag => self.mark_candidates(action),
            Action::Mark => {
                finder.toggle_mark();
                self.move_in_finder(1)
            }
            Action::RecallQuery => self.recall_query(),
            Action::Open => self.accept(),
            Action::DeleteBack if finder.input.text().is_empty() && finder.within.is_some() => {
                finder.within = None;
                self.ask_finder()
            }
            _ if finder.input.edit(action) => self.ask_finder(),
            _ => Vec::new(),
        }
    }

    /// Asks for what is typed by now, the selection back on the best.
    pub(super) fn ask_finder(&mut self) -> Vec<Effect> {
        if let Some(finder) = self.finder() {
            finder.selected = 0;
            finder.stale = true;
            finder.opening = false;
        }
        self.ask_again()
    }

    /// Types into the finder.
    pub(super) fn type_in_finder(&mut self, text: &str) -> Vec<Effect> {
        let Some(finder) = self.finder() else { return Vec::new() };
        if finder.opening {
            return Vec::new();
        }
        finder.recall = Recall::default();
        finder.input.insert(text);
        self.ask_finder()
    }

    /// Puts the query before the one that stands in the line there, and after the oldest none.
    fn recall_query(&mut self) -> Vec<Effect> {
        let Some(Overlay::Finder(finder)) = &mut self.overlay else { return Vec::new() };
        let earlier = finder.recall.earlier(&self.queries, finder.input.text());
        // Behind the oldest one comes again what was being typed.
        let Some(recalled) = earlier.or_else(|| finder.recall.draft()) else { return Vec::new() };
        finder.input = TextLine::of(&recalled);
        self.ask_finder()
    }

    /// Asks again because there is more to look among; not before the last answer has come, or a
    /// load could put answers off for ever.
    pub(super) fn refresh_finder(&mut self) -> Vec<Effect> {
        match self.finder() {
            Some(finder) if finder.waiting => {
                finder.outdated = true;
                Vec::new()
            }
            Some(_) => self.ask_again(),
            None => Vec::new(),
        }
    }

    fn ask_again(&mut self) -> Vec<Effect> {
        self.generation += 1;
        let generation = self.generation;
        let Some(finder) = self.finder() else { return Vec::new() };
        finder.ask(generation);
        vec![Effect::Find(generation, finder.question())]
    }

    pub(super) fn found(&mut self, generation: u64, answer: Answer) -> Vec<Effect> {
        let Some(finder) = self.finder().filter(|f| f.generation == generation) else { return Vec::new() };
        let settled = answer.settled;
        // Nobody has seen a first answer that comes after Enter: what is opened is the best of all.
        finder.answer(answer);
        if finder.opening && settled {
            finder.opening = false;
            return self.accept();
        }
        let outdated = finder.outdated && settled;
        let mut effects = self.ask_preview();
        if outdated {
            effects.extend(self.ask_again());
        }
        effects
    }

    pub(super) fn move_in_finder(&mut self, rows: isize) -> Vec<Effect> {
        if let Some(finder) = self.finder() {
            finder.move_by(rows);
        }
        self.ask_preview()
    }

    /// Asks for the article of the selected candidate unless it is there already.
    fn ask_preview(&mut self) -> Vec<Effect> {
        let screen = FinderScreen::new(self.size);
        let Some(finder) = self.finder() else { return Vec::new() };
        finder.scroll(screen.visible());
        let Some(wanted) = finder.candidate().map(|c| c.record) else {
            finder.preview = None;
            return Vec::new();
        };
        if finder.preview.as_ref().is_some_and(|p| p.key == wanted) {
            finder.scroll_to_passage(screen.preview.height as usize);
            return Vec::new();
        }
        vec![Effect::Preview(wanted)]
    }

    pub(super) fn previewed(&mut self, key: RecordKey, record: Arc<Record>) -> Vec<Effect> {
        let area = FinderScreen::new(self.size).preview;
        let (record, dates) = (self.marking.corrected(key, record), self.look.dates);
        let Some(finder) = self.finder() else { return Vec::new() };
        finder.complete_marks(key, &record);
        if finder.candidate().is_some_and(|c| c.record == key) {
            let width = area.width.saturating_sub(PREVIEW_GUTTER + 1) as usize;
            finder.show_preview(key, record, (width, area.height as usize), dates);
        }
        Vec::new()
    }

    /// Sets the preview again for the room it now has.
    pub(super) fn lay_out_preview(&mut self) {
        let visible = FinderScreen::new(self.size).visible();
        let Some(finder) = self.finder() else { return };
        finder.scroll(visible);
        if let Some(preview) = finder.preview.take() {
            self.previewed(preview.key, preview.record);
        }
    }

    pub(super) fn scroll_finder_preview(&mut self, lines: isize) -> Vec<Effect> {
        let height = FinderScreen::new(self.size).preview.height as usize;
        if let Some(finder) = self.finder() {
            finder.scroll_preview(lines, height);
        }
        Vec::new()
    }

    fn copy_candidate(&mut self) -> Vec<Effect> {
        let Some(finder) = self.finder().filter(|finder| !finder.stale) else { return Vec::new() };
        if let [_, ..] = finder.marked[..] {
            let marked = finder.marked.iter().map(|marked| written(&marked.candidate, marked.record.as_deref()));
            let lines: Vec<String> = marked.collect();
            return self.put_lines_on_clipboard(&lines, "marked");
        }
        let Some(candidate) = finder.candidate() else { return Vec::new() };
        let preview = finder.preview.as_ref().filter(|preview| preview.key == candidate.record);
        let text = written(candidate, preview.map(|preview| &*preview.record));
        self.put_on_clipboard(&text)
    }

    /// Marks the candidates that are marked to be taken together, or else the selected one.
    fn mark_candidates(&mut self, action: Action) -> Vec<Effect> {
        let Some(finder) = self.finder().filter(|finder| !finder.stale) else { return Vec::new() };
        let selected = finder.candidate().into_iter();
        let several = finder.marked.iter().map(|marked| &marked.candidate);
        let candidates: Vec<_> = if finder.marked.is_empty() { selected.collect() } else { several.collect() };
        let place = |candidate: &Candidate| Some((candidate.record, candidate.quotation?));
        let quotations: Vec<_> = candidates.into_iter().filter_map(place).collect();
        if quotations.is_empty() {
            self.inform("only quotations are marked");
            return Vec::new();
        }
        mark_at(action, quotations)
    }

    /// Goes to the selected candidate: to the article, at the passage; from a speaker, a place or a
    /// tag to what is theirs.
    pub(super) fn accept(&mut self) -> Vec<Effect> {
        let Some(finder) = self.finder() else { return Vec::new() };
        if finder.stale {
            // What is on the screen was not asked for: the answer that comes is what is opened.
            finder.opening = true;
            return Vec::new();
        }
        let Some(candidate) = finder.candidate().cloned() else { return Vec::new() };
        let typed = finder.input.text().to_owned();
        if let Some(group) = &candidate.group {
            finder.scope = group.scope();
            finder.mode = finder.scope.default_mode();
            finder.input = TextLine::default();
            finder.within = candidate.group;
            self.queries.remember(&typed);
            return self.ask_finder();
        }
        self.queries.remember(&typed);
        self.overlay = None;
        self.read(Passage { record: candidate.record, quotation: candidate.quotation, span: None })
    }
}

/// A candidate as it is copied: a quotation with its attribution, of anything else its name.
fn written(candidate: &Candidate, record: Option<&Record>) -> String {
    let quotation = record.zip(candidate.quotation).and_then(|(r, number)| Some((r, r.quotations.get(number)?)));
    quotation.map_or_else(|| candidate.name.clone(), |(r, quotation)| cite::attributed(r, quotation))
}

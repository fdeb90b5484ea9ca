//! Keys in the finder, and what it found.

use super::Destination;
use crate::app::finder::Finder;
use crate::app::layout::{FinderScreen, Pane};
use crate::app::text_line::TextLine;
use crate::app::{Action, App, Effect, Overlay};
use crate::export::cite;
use crate::finder::{Candidate, Mode, Scope};
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
            Action::Down => self.move_in_finder(times),
            Action::Up => self.move_in_finder(-times),
            Action::PageDown => self.move_in_finder(page as isize),
            Action::PageUp => self.move_in_finder(-(page as isize)),
            Action::NextScope => {
                finder.scope = finder.scope.next();
                finder.speaker = None;
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
            Action::Open => self.accept(),
            Action::Close | Action::Cancel => {
                self.overlay = None;
                Vec::new()
            }
            Action::DeleteBack if finder.input.text().is_empty() && finder.speaker.is_some() => {
                finder.speaker = None;
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
        }
        self.ask_again()
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
        finder.generation = generation;
        finder.waiting = true;
        finder.outdated = false;
        vec![Effect::Find(generation, finder.question())]
    }

    pub(super) fn found(
        &mut self,
        generation: u64,
        candidates: Vec<Candidate>,
        total: usize,
        among: usize,
    ) -> Vec<Effect> {
        let Some(finder) = self.finder().filter(|f| f.generation == generation) else { return Vec::new() };
        finder.answer(candidates, total, among);
        let outdated = finder.outdated;
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
        if let Some(finder) = self.finder()
            && finder.candidate().is_some_and(|c| c.record == key)
        {
            let width = area.width.saturating_sub(PREVIEW_GUTTER + 1) as usize;
            finder.show_preview(key, record, width, area.height as usize);
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
        let Some(finder) = self.finder() else { return Vec::new() };
        let Some(candidate) = finder.candidate() else { return Vec::new() };
        let record = finder.preview.as_ref().filter(|p| p.key == candidate.record).map(|p| &p.record);
        let quotation = record.zip(candidate.quotation).and_then(|(r, n)| Some((r, r.quotations.get(n)?)));
        let text = quotation.map_or_else(|| candidate.name.clone(), |(r, quotation)| cite::attributed(r, quotation));
        self.put_on_clipboard(&text)
    }

    /// Goes to the selected candidate: to the article, at the passage; from a speaker to what they
    /// said.
    pub(super) fn accept(&mut self) -> Vec<Effect> {
        let Some(finder) = self.finder() else { return Vec::new() };
        let Some(candidate) = finder.candidate().cloned() else { return Vec::new() };
        if finder.scope == Scope::Speakers {
            finder.scope = Scope::Quotes;
            finder.mode = Mode::Word;
            finder.input = TextLine::default();
            finder.speaker = candidate.speaker;
            return self.ask_finder();
        }
        self.overlay = None;
        self.search = None;
        self.list.select_key(candidate.record);
        self.focus = Pane::Article;
        self.open(Destination { quotation: candidate.quotation, ..Destination::start_of(candidate.record) })
    }
}

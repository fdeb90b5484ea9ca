//! Articles are asked for, opened, and followed where they change.

use crate::app::layout::Pane;
use crate::app::reading::Reading;
use crate::app::{App, Destination, Effect, Overlay};
use crate::library::{Known, Printing, Record, RecordKey};
use std::sync::Arc;

impl App {
    /// Asks for the selected article unless it is the one being read.
    pub(super) fn open_selected(&mut self) -> Vec<Effect> {
        let Some(key) = self.list.selected_key() else { return Vec::new() };
        let shown = self.reading.as_ref().is_some_and(|reading| reading.key() == key);
        match self.destination {
            None if shown => Vec::new(),
            Some(destination) if destination.record == key => Vec::new(),
            _ => self.open(Destination::start_of(key)),
        }
    }

    pub(super) fn open(&mut self, destination: Destination) -> Vec<Effect> {
        self.destination = Some(destination);
        vec![Effect::Open(destination.record)]
    }

    pub(super) fn opened(&mut self, key: RecordKey, known: Known) -> Vec<Effect> {
        let Some(destination) = self.destination.take_if(|d| d.record == key) else { return Vec::new() };
        let height = self.article_height();
        let mut effects = self.remember_place();
        let mut reading = Reading::new(key, known, &self.marking, self.setting());
        if let Some(top) = destination.top {
            let last = reading.record().quotations.len().checked_sub(1);
            let quotation = destination.quotation.zip(last).map(|(number, last)| number.min(last));
            reading.return_to(top, quotation.or(last.map(|_| 0)), height);
        } else if let Some(number) = destination.quotation {
            reading.select(number, height);
        } else if let Some(offset) = self.marking.marked.places.get(&reading.article().id) {
            reading.scroll_to_offset(*offset, height);
        }
        if let Some(span) = destination.span {
            reading.show(span, height);
        }
        // What it told was of another article.
        self.overlay.take_if(|overlay| matches!(overlay, Overlay::Evidence | Overlay::Correct(_)));
        self.reading = Some(reading);
        effects.extend(self.note_read());
        self.refresh_search(Pane::Article);
        effects
    }

    /// The article being read, if it is the one with this key.
    fn reading_of(&mut self, key: RecordKey) -> Option<&mut Reading> {
        self.reading.as_mut().filter(|reading| reading.key() == key)
    }

    pub(super) fn quoted(&mut self, key: RecordKey, record: Arc<Record>) -> Vec<Effect> {
        let height = self.article_height();
        let marking = &self.marking;
        if let Some(reading) = self.reading.as_mut().filter(|reading| reading.key() == key) {
            reading.fill(record, marking, height);
            self.lay_out();
            self.refresh_search(Pane::Article);
        }
        Vec::new()
    }

    pub(super) fn printed(&mut self, key: RecordKey, printings: Vec<Printing>) -> Vec<Effect> {
        if let Some(reading) = self.reading_of(key) {
            reading.set_printings(printings);
        }
        Vec::new()
    }

    pub(super) fn open_failed(&mut self, key: RecordKey, reason: String) -> Vec<Effect> {
        if self.destination.take_if(|d| d.record == key).is_some() {
            self.warn(reason);
        }
        Vec::new()
    }

    /// The article being read is gone: goes on in what took its place, if anything did.
    pub(super) fn followed(&mut self, old: RecordKey, new: Option<RecordKey>) -> Vec<Effect> {
        let Some(reading) = self.reading_of(old) else { return Vec::new() };
        let (top, quotation) = (reading.top(), reading.selected());
        match new {
            Some(record) => {
                self.inform("this article has changed: it is shown as it is now");
                self.list.select_key(record);
                self.open(Destination { quotation, top: Some(top), ..Destination::start_of(record) })
            }
            None => {
                self.warn("this article is gone from its file");
                if self.focus == Pane::List { self.open_selected() } else { Vec::new() }
            }
        }
    }
}

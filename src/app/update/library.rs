//! What the library has to say: articles come, change and go.

use crate::app::list::{Sort, Sorted};
use crate::app::loading::Stage;
use crate::app::rows::Rows;
use crate::app::{App, Effect, Overlay, layout::Pane};
use crate::library::{Counts, RecordKey};

impl App {
    pub(super) fn progress(&mut self, stage: Stage) -> Vec<Effect> {
        self.loading.stage = stage;
        self.loading.ended = false;
        Vec::new()
    }

    pub(super) fn loaded(&mut self, rows: Vec<Rows>) -> Vec<Effect> {
        self.list.add(rows);
        self.refresh_search(Pane::List);
        let mut effects = self.refresh_finder();
        // Whoever reads an article that is gone from the list keeps it.
        if self.reading.is_none() || !self.list.is_pinned() {
            effects.extend(self.open_selected());
        }
        effects
    }

    /// Takes articles out of the list. The one that is being read stays in sight until it is known
    /// what became of it.
    pub(super) fn removed(&mut self, keys: &[RecordKey]) -> Vec<Effect> {
        self.list.remove(keys);
        self.refresh_search(Pane::List);
        let mut effects = self.refresh_finder();
        let lost = self.reading.as_ref().filter(|reading| keys.contains(&reading.key()));
        effects.extend(lost.map(|reading| {
            let article = reading.article();
            Effect::Follow(reading.key(), article.origin.clone(), article.place.clone())
        }));
        effects
    }

    pub(super) fn counted(&mut self, counts: Counts) -> Vec<Effect> {
        self.counts = Some(counts);
        Vec::new()
    }

    pub(super) fn begin_afresh(&mut self) -> Vec<Effect> {
        self.list = self.list.emptied();
        self.marking.untie();
        self.reading = None;
        self.destination = None;
        self.counts = None;
        // Their articles are not those that come.
        (self.place, self.history) = Default::default();
        self.overlay.take_if(|overlay| !matches!(overlay, Overlay::Help(_) | Overlay::Note(_) | Overlay::Tags(_)));
        Vec::new()
    }

    pub(super) fn kept(&mut self, state: &str, why: String) -> Vec<Effect> {
        self.state = state.to_owned();
        if !why.is_empty() {
            self.warn(why);
        }
        Vec::new()
    }

    pub(super) fn sorted(&mut self, sorted: Sorted) -> Vec<Effect> {
        if self.list.sorted(sorted) {
            self.refresh_search(Pane::List);
            self.inform(format!("sorted by {}", self.list.sort().name()));
        }
        Vec::new()
    }

    pub(super) fn worker_failed(&mut self, reason: &str) -> Vec<Effect> {
        self.loading.ended = true;
        if let Some(Overlay::Finder(finder)) = &mut self.overlay {
            finder.waiting = false;
        }
        self.warn(format!("a fault of this program, please report it: {reason}"));
        Vec::new()
    }

    pub(super) fn load_ended(&mut self) -> Vec<Effect> {
        self.loading.ended = true;
        if let Some(news) = self.loading.news() {
            self.warn(news);
        }
        let mut effects = self.at_place(|view, _| view.refresh());
        if self.list.sort() == Sort::Quotations {
            // Their numbers may have become known since.
            effects.push(Effect::Sort(self.list.sort_again()));
        }
        effects
    }
}

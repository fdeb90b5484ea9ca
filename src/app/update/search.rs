//! Searching in the pane that has the keys.

use crate::app::layout::Pane;
use crate::app::search::{Hit, Search};
use crate::app::{App, Effect};

impl App {
    /// Looks for what is typed by now, from where the reader stands.
    pub(super) fn search_typed(&mut self) -> Vec<Effect> {
        let mut effects = self.return_to_origin();
        let Some(prompt) = &self.prompt else { return Vec::new() };
        let mut search = Search::new(self.focus, prompt.line.text(), &self.list, self.reading.as_ref());
        search.start_at(self.search_position(self.focus));
        self.search = Some(search);
        effects.extend(self.show_hit());
        effects
    }

    /// Where the reader stands in a pane: a row, or an offset in the article.
    fn search_position(&self, pane: Pane) -> usize {
        match (pane, &self.reading) {
            (Pane::List, _) => self.list.selected(),
            (Pane::Article, Some(reading)) => {
                let page = reading.page();
                page.shown(reading.top()..page.lines().len()).map_or(0, |shown| shown.start)
            }
            (Pane::Quotes, Some(reading)) => reading.selected().unwrap_or(0),
            (_, None) => 0,
        }
    }

    pub(super) fn step_search(&mut self, steps: isize) -> Vec<Effect> {
        let Some(search) = &mut self.search else {
            self.inform("no search yet: / searches in this pane");
            return Vec::new();
        };
        if search.count() == 0 {
            return Vec::new();
        }
        if search.step(steps) {
            self.inform("went round the end");
        }
        self.show_hit()
    }

    fn show_hit(&mut self) -> Vec<Effect> {
        let height = self.article_height();
        let Some(search) = &self.search else { return Vec::new() };
        match (search.current_hit(), search.pane, &mut self.reading) {
            (Some(Hit::Row(place)), Pane::List, _) => return self.select_in_list(place),
            (Some(Hit::Row(number)), _, Some(reading)) => reading.select(number, height),
            (Some(Hit::Passage(span)), _, Some(reading)) => {
                reading.show(span, height);
                reading.select_at(span.start);
            }
            _ => {}
        }
        Vec::new()
    }

    /// Looks again after what `pane` shows has changed; the hit at hand is then the first one from
    /// where the reader stands.
    pub(super) fn refresh_search(&mut self, pane: Pane) {
        let Some(mut search) = self.search.take() else { return };
        if (search.pane == Pane::List) == (pane == Pane::List) {
            search.refresh(&self.list, self.reading.as_ref());
            search.start_at(self.search_position(search.pane));
        }
        self.search = Some(search);
    }
}

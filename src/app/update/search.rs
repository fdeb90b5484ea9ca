//! Searching in the pane that has the keys, and having only some articles in the list.

use crate::app::layout::Pane;
use crate::app::reading::Reading;
use crate::app::search::{Hit, Search};
use crate::app::text_line::TextLine;
use crate::app::{Action, App, Effect, Origin, Prompt, Purpose};
use crate::text::fold::fold;

impl App {
    /// Begins a filter of the list, with what it is filtered by.
    pub(super) fn open_filter(&mut self) -> Vec<Effect> {
        let effects = self.focus_on(Pane::List);
        let filter = self.list.filtered_by().unwrap_or_default().to_owned();
        self.open_prompt(Purpose::Filter);
        if let Some(prompt) = &mut self.prompt {
            prompt.line.insert(&filter);
        }
        effects
    }

    /// Shows all articles again; says whether some were not shown.
    pub(super) fn drop_filter(&mut self) -> bool {
        let filtered = self.list.filtered_by().is_some();
        self.list.filter("");
        self.refresh_search(Pane::List);
        filtered
    }

    pub(super) fn open_prompt(&mut self, purpose: Purpose) -> Vec<Effect> {
        let origin = Origin {
            article: self.list.selected_key(),
            top: self.reading.as_ref().map_or(0, Reading::top),
            quotation: self.reading.as_ref().and_then(Reading::selected),
        };
        self.prompt = Some(Prompt { purpose, line: TextLine::default(), origin });
        self.search = None;
        Vec::new()
    }

    pub(super) fn type_in_prompt(&mut self, text: &str) -> Vec<Effect> {
        let Some(prompt) = &mut self.prompt else { return Vec::new() };
        prompt.line.insert(text);
        self.prompt_typed()
    }

    pub(super) fn act_in_prompt(&mut self, action: Action) -> Vec<Effect> {
        let Some(prompt) = &mut self.prompt else { return Vec::new() };
        match action {
            Action::Open => {
                self.prompt = None;
                if self.search.as_ref().is_some_and(Search::is_empty) {
                    self.search = None;
                }
                Vec::new()
            }
            Action::DeleteBack if prompt.line.text().is_empty() => self.leave_prompt(),
            Action::Close | Action::Cancel => self.leave_prompt(),
            Action::NextHit if prompt.purpose == Purpose::Filter => self.move_in_list(1),
            Action::PreviousHit if prompt.purpose == Purpose::Filter => self.move_in_list(-1),
            Action::NextHit => self.step_search(1),
            Action::PreviousHit => self.step_search(-1),
            _ if prompt.line.edit(action) => self.prompt_typed(),
            _ => Vec::new(),
        }
    }

    fn leave_prompt(&mut self) -> Vec<Effect> {
        self.drop_filter();
        let effects = self.return_to_origin();
        self.prompt = None;
        self.search = None;
        effects
    }

    fn return_to_origin(&mut self) -> Vec<Effect> {
        let Some(origin) = self.prompt.as_ref().map(|prompt| prompt.origin) else { return Vec::new() };
        let height = self.article_height();
        if let Some(reading) = self.reading.as_mut().filter(|r| Some(r.key()) == origin.article) {
            reading.return_to(origin.top, origin.quotation, height);
        }
        match origin.article {
            Some(key) if self.list.selected_key() != Some(key) => {
                self.list.select_key(key);
                self.open_selected()
            }
            _ => Vec::new(),
        }
    }

    fn prompt_typed(&mut self) -> Vec<Effect> {
        match &self.prompt {
            Some(Prompt { purpose: Purpose::Filter, line, .. }) => {
                self.list.filter(&fold(line.text()));
                self.open_selected()
            }
            _ => self.search_typed(),
        }
    }

    /// Looks for what is typed by now, from where the reader stands.
    fn search_typed(&mut self) -> Vec<Effect> {
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

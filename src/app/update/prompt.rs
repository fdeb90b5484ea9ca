//! The line below the panes: a search, a filter of the list, or a command of the shell.

use crate::app::layout::Pane;
use crate::app::queries::Topic;
use crate::app::reading::Reading;
use crate::app::search::Search;
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
        if purpose == Purpose::Search {
            self.search = None;
        }
        Vec::new()
    }

    pub(super) fn type_in_prompt(&mut self, text: &str) -> Vec<Effect> {
        let Some(prompt) = &mut self.prompt else { return Vec::new() };
        prompt.line.insert(text);
        self.typed.go_on();
        self.prompt_typed()
    }

    pub(super) fn act_in_prompt(&mut self, action: Action) -> Vec<Effect> {
        let Some(prompt) = &mut self.prompt else { return Vec::new() };
        let topic = match prompt.purpose {
            Purpose::Search => Topic::Search,
            Purpose::Filter => Topic::Filter,
            Purpose::Pipe => Topic::Pipe,
        };
        match action {
            Action::RecallQuery => {
                let Some(earlier) = self.typed.earlier(topic, prompt.line.text()) else { return Vec::new() };
                prompt.line = TextLine::of(&earlier);
                return self.prompt_typed();
            }
            Action::Open => self.typed.remember(topic, prompt.line.text()),
            _ => self.typed.go_on(),
        }
        match action {
            Action::Open => self.enter_prompt(),
            Action::DeleteBack if prompt.line.text().is_empty() => self.leave_prompt(),
            Action::Close | Action::Cancel => self.leave_prompt(),
            Action::NextHit if prompt.purpose == Purpose::Filter => self.move_in_list(1),
            Action::PreviousHit if prompt.purpose == Purpose::Filter => self.move_in_list(-1),
            Action::NextHit if prompt.purpose == Purpose::Search => self.step_search(1),
            Action::PreviousHit if prompt.purpose == Purpose::Search => self.step_search(-1),
            _ if prompt.line.edit(action) => self.prompt_typed(),
            _ => Vec::new(),
        }
    }

    /// Does what the line was typed for.
    fn enter_prompt(&mut self) -> Vec<Effect> {
        let Some(prompt) = self.prompt.take() else { return Vec::new() };
        match prompt.purpose {
            Purpose::Search if self.search.as_ref().is_some_and(Search::is_empty) => self.search = None,
            Purpose::Pipe => return self.pipe(prompt.line.text()),
            Purpose::Search | Purpose::Filter => {}
        }
        Vec::new()
    }

    fn leave_prompt(&mut self) -> Vec<Effect> {
        if matches!(self.prompt, Some(Prompt { purpose: Purpose::Filter, .. })) {
            self.drop_filter();
        }
        let effects = self.return_to_origin();
        if matches!(self.prompt.take(), Some(Prompt { purpose: Purpose::Search, .. })) {
            self.search = None;
        }
        effects
    }

    pub(super) fn return_to_origin(&mut self) -> Vec<Effect> {
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
        let Some(prompt) = &self.prompt else { return Vec::new() };
        match prompt.purpose {
            Purpose::Search => self.search_typed(),
            Purpose::Filter => {
                self.list.filter(&fold(prompt.line.text()));
                self.open_selected()
            }
            Purpose::Pipe => Vec::new(),
        }
    }
}

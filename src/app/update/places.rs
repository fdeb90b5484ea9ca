//! Going from place to place, and what the places want.

use crate::app::inquiry::{Inquiry, Reply, Whom};
use crate::app::layout::{Area, Pane, body};
use crate::app::places::check::Check;
use crate::app::places::concordance::Concordance;
use crate::app::places::diff::Diff;
use crate::app::places::hits::Hits;
use crate::app::places::log::Log;
use crate::app::places::speaker::Speaker;
use crate::app::places::{Passage, Place, Step, View, Visit};
use crate::app::reading::Reading;
use crate::app::{Action, App, Destination, Effect, Overlay};

impl App {
    /// Goes to another place, if `action` is one that does.
    pub(super) fn travel(&mut self, action: Action) -> Option<Vec<Effect>> {
        let place = match action {
            Action::HistoryBack => return Some(self.go_back()),
            Action::HistoryForward => return Some(self.go_forward()),
            Action::Browse => Place::Browse,
            Action::CheckWording => Place::Check(Box::new(Check::offering(self.selected_words()))),
            Action::FullText => Place::Hits(Box::default()),
            Action::AllQuotations => Place::Table(Box::default()),
            Action::Concordance => {
                let query = if let Place::Hits(hits) = &self.place { hits.line.text() } else { "" };
                Place::Concordance(Box::new(Concordance::of(query)))
            }
            Action::Kept => Place::Kept(Box::default()),
            Action::SavedSearches => Place::Saved(Box::default()),
            Action::Diff if self.place.view().is_none() => {
                match self.reading.as_ref().filter(|_| self.destination.is_none()) {
                    Some(reading) => Place::Diff(Box::new(Diff::new(reading.key()))),
                    None => return Some(Vec::new()),
                }
            }
            Action::Library => Place::Stock(Box::default()),
            Action::Messages => Place::Log(Box::new(Log::of(&self.messages, &self.loading.failures))),
            Action::CommandLine => return Some(self.open_command()),
            Action::Export => return Some(self.open_export()),
            Action::Speakers => Place::People(Box::default()),
            Action::Speaker if self.place.view().is_none() => match self.selected_speaker() {
                Some(whom) => Place::Speaker(Box::new(Speaker::new(whom))),
                None => {
                    self.inform("no quotation here");
                    return Some(Vec::new());
                }
            },
            _ => return None,
        };
        if is_same(&self.place, &place) {
            // No way back leads through what one never left.
            self.place = place;
            return Some(self.arrive());
        }
        Some(self.enter_place(place))
    }

    /// The words of the selected quotation, if one is being looked at.
    fn selected_words(&self) -> Option<String> {
        let reading = self.reading.as_ref().filter(|_| self.place.view().is_none() && self.focus != Pane::List)?;
        reading.quotation().map(|quotation| quotation.words(reading.article()))
    }

    /// Who said the selected quotation.
    fn selected_speaker(&self) -> Option<Whom> {
        let reading = self.reading.as_ref().filter(|_| self.destination.is_none())?;
        Some(Whom::Quoted(reading.key(), reading.selected()?))
    }

    /// Where the reader stands.
    fn visit(&mut self) -> Visit {
        let stand = |reading: &Reading| Destination {
            quotation: reading.selected(),
            top: Some(reading.top()),
            ..Destination::start_of(reading.key())
        };
        // What is on its way is where the reader already is.
        let reading = self.destination.or_else(|| self.reading.as_ref().map(stand));
        let (place, corrections) = (std::mem::take(&mut self.place), self.marking.corrections());
        Visit { place, reading, focus: self.focus, zen: self.zen, corrections }
    }

    /// Goes to a place, remembering this one.
    pub(super) fn enter_place(&mut self, place: Place) -> Vec<Effect> {
        let here = self.visit();
        self.history.leave(here);
        self.place = place;
        self.arrive()
    }

    /// Lets the place say what it needs, after it became the one where the reader is.
    pub(super) fn arrive(&mut self) -> Vec<Effect> {
        self.search = None;
        self.prompt = None;
        self.overlay.take_if(|overlay| matches!(overlay, Overlay::Evidence));
        if let Some(view) = self.place.view_mut() {
            view.show_marks(&self.marking, body(self.size));
        }
        self.at_place(|view, body| view.arrive(body))
    }

    fn go_back(&mut self) -> Vec<Effect> {
        let mut history = std::mem::take(&mut self.history);
        let visit = history.back(|| self.visit());
        self.history = history;
        self.return_to(visit, "this is the first place")
    }

    fn go_forward(&mut self) -> Vec<Effect> {
        let mut history = std::mem::take(&mut self.history);
        let visit = history.forward(|| self.visit());
        self.history = history;
        self.return_to(visit, "this is the last place")
    }

    fn return_to(&mut self, visit: Option<Visit>, none: &str) -> Vec<Effect> {
        let Some(Visit { place, reading, focus, zen, corrections }) = visit else {
            self.inform(none);
            return Vec::new();
        };
        (self.place, self.focus, self.zen) = (place, focus, zen);
        let mut effects = self.arrive();
        effects.extend(self.renew_place(corrections));
        if let Some(destination) = reading {
            effects.extend(self.return_to_reading(destination));
        }
        self.lay_out();
        effects
    }

    /// Goes back to an article; where it is the one that is shown, at once.
    fn return_to_reading(&mut self, destination: Destination) -> Vec<Effect> {
        self.list.select_key(destination.record);
        let height = self.article_height();
        match (&mut self.reading, destination.top) {
            (Some(reading), Some(top)) if reading.key() == destination.record => {
                reading.return_to(top, destination.quotation, height);
                self.destination = None;
                Vec::new()
            }
            _ => self.open(destination),
        }
    }

    /// Leaves a place by the way it was come to.
    pub(super) fn leave_place(&mut self) -> Vec<Effect> {
        if self.history.previous().is_some() {
            return self.go_back();
        }
        self.place = Place::Browse;
        self.arrive()
    }

    /// Whether going back from the panes leads to another place.
    pub(super) fn came_from_place(&self) -> bool {
        self.history.previous().is_some_and(|visit| visit.place.view().is_some())
    }

    /// Goes to a passage of an article.
    pub(super) fn read(&mut self, passage: Passage) -> Vec<Effect> {
        let here = self.visit();
        self.history.leave(here);
        let mut effects = self.arrive();
        self.list.select_key(passage.record);
        self.focus = Pane::Article;
        let Passage { record, quotation, span } = passage;
        effects.extend(self.open(Destination { quotation, span, ..Destination::start_of(record) }));
        effects
    }

    pub(super) fn act_in_place(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        match action {
            Action::RecallQuery | Action::RecallNext => return self.recall_in_place(action),
            Action::Open => self.remember_line(),
            _ => self.typed.go_on(),
        }
        match action {
            Action::Help => self.open_help(),
            Action::Find => self.open_finder(),
            Action::NextTheme => self.next_theme(),
            Action::Keep | Action::Note | Action::Tag | Action::Correct | Action::Undo | Action::Redo => {
                self.mark_in_place(action)
            }
            _ => self.at_place(|view, body| view.act(action, count, body)),
        }
    }

    /// Remembers what the place was asked for.
    fn remember_line(&mut self) {
        if let Some((topic, line)) = self.place.view().and_then(|view| view.line()) {
            self.typed.remember(topic, line.text());
        }
    }

    /// Puts what was typed before into the line of the place, or what was typed after it; below the newest stands what
    /// was found.
    fn recall_in_place(&mut self, action: Action) -> Vec<Effect> {
        let Some((topic, line)) = self.place.view().and_then(|view| view.line()) else { return Vec::new() };
        let recalled = match action {
            Action::RecallQuery => self.typed.earlier(topic, line.text()),
            _ => self.typed.later(topic),
        };
        match (recalled, action) {
            (Some(text), _) => self.at_place(|view, _| view.retype(&text)),
            (None, Action::RecallQuery) => {
                self.inform("nothing else was typed here before");
                Vec::new()
            }
            (None, _) => self.at_place(|view, body| view.act(Action::Down, None, body)),
        }
    }

    /// Has the place take something in, and does what it wants.
    pub(super) fn at_place(&mut self, take: impl FnOnce(&mut dyn View, Area) -> Step) -> Vec<Effect> {
        let body = body(self.size);
        match self.place.view_mut() {
            Some(view) => {
                let step = take(view, body);
                self.do_step(step)
            }
            None => Vec::new(),
        }
    }

    fn do_step(&mut self, step: Step) -> Vec<Effect> {
        match step {
            Step::Stay => Vec::new(),
            Step::Ask(inquiries) => {
                self.generation += 1;
                self.inquiry = self.generation;
                self.ask(inquiries)
            }
            Step::AskMore(inquiries) => self.ask(inquiries),
            Step::Read(passage) => self.read(passage),
            Step::Enter(place) => self.enter_place(place),
            Step::Edit(edits) => vec![Effect::Edit(edits)],
            Step::Search(query) => self.enter_place(Place::Hits(Box::new(Hits::of(&query)))),
            Step::Name(query) => self.open_naming(query),
            Step::Copy(texts) => match &texts[..] {
                [] => Vec::new(),
                [text] => self.put_on_clipboard(text),
                several => self.put_lines_on_clipboard(several, "quotations"),
            },
            Step::Back => self.leave_place(),
            Step::Tell(text) => {
                self.inform(text);
                Vec::new()
            }
        }
    }

    fn ask(&self, inquiries: Vec<Inquiry>) -> Vec<Effect> {
        vec![Effect::Ask(self.inquiry, inquiries)]
    }

    /// What the library says to what was asked; what was given up is not heard.
    pub(super) fn replied(&mut self, generation: u64, reply: Reply) -> Vec<Effect> {
        match reply {
            _ if generation != self.inquiry => Vec::new(),
            Reply::Written(text) => self.put_on_clipboard(&text),
            reply => self.at_place(|view, body| view.take(reply, body)),
        }
    }
}

/// Whether going from one place to the other leads nowhere: both are the same, and nothing is typed there.
fn is_same(here: &Place, there: &Place) -> bool {
    match (here, there) {
        (Place::Table(table), Place::Table(_)) => table.filter.text().is_empty(),
        (Place::People(people), Place::People(_)) => people.filter.text().is_empty(),
        (Place::Hits(hits), Place::Hits(_)) => hits.line.text().is_empty(),
        (Place::Concordance(one), Place::Concordance(_)) => one.filter.text().is_empty(),
        (Place::Stock(_), Place::Stock(_)) | (Place::Log(_), Place::Log(_)) => true,
        _ => false,
    }
}

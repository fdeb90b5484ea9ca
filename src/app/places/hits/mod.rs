//! The full-text search: a query, what it finds page by page, and what there is to narrow it down by.

mod facets;
mod screen;

pub use facets::{FacetRow, Field};
pub use screen::HitsScreen;

use super::speaker::Speaker;
use super::{Passage, Place, Step, View};
use crate::app::Context;
use crate::app::action::Action;
use crate::app::cursor::{Clicked, Cursor};
use crate::app::exporting::{Offer, Selection};
use crate::app::inquiry::{Fault, FoundPage, Inquiry, Reply, Whom};
use crate::app::layout::Area;
use crate::app::message::Point;
use crate::app::queries::Topic;
use crate::app::text_line::TextLine;
use crate::library::RecordKey;
use crate::search::query::Target;
use crate::search::{Facets, Hit, Sort};
use std::time::Duration;

/// The state of the search.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// The query.
    pub line: TextLine,
    /// What keys go to.
    pub focus: Focus,
    /// The order of the hits.
    pub sort: Sort,
    /// What was found, as far as it was scrolled to.
    pub found: Found,
    /// What there is to narrow them down by, once that is counted.
    pub facets: Option<Facets>,
    /// What is wrong with the query.
    pub fault: Option<Fault>,
    /// Why there is no answer.
    pub failure: Option<String>,
    /// The selected hit.
    pub cursor: Cursor,
    /// The selected row of the facets.
    pub facet: Cursor,
    /// What was asked last.
    asked: String,
    /// How many hits that has, once they are counted.
    count: Option<u64>,
    /// Whether a page is on its way.
    waiting: bool,
    /// Whether keys go to the hits once they are there.
    entering: bool,
}

/// What keys go to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Focus {
    /// The query.
    #[default]
    Line,
    /// The hits.
    Hits,
    /// The facets.
    Facets,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The query that found it.
    pub query: String,
    /// The hits so far.
    pub hits: Vec<Hit>,
    /// Whether these are all.
    pub complete: bool,
    /// What they are.
    pub target: Target,
    /// How many of the newest matches were ranked, where there may be more of them.
    pub ranked: Option<usize>,
    /// How long the first page took.
    pub took: Duration,
}

impl Hits {
    /// A search for `query`, whose hits have the keys once they are there.
    pub fn of(query: &str) -> Self {
        Self { line: TextLine::of(query), entering: true, ..Self::default() }
    }

    /// The selected hit.
    pub fn hit(&self) -> Option<&Hit> {
        self.found.hits.get(self.cursor.row())
    }

    /// How many hits there are, once they are counted.
    pub fn count(&self) -> Option<u64> {
        // What is in sight may still be what was asked before.
        self.count.filter(|_| self.found.query == self.asked)
    }

    /// Whether somebody goes through hits, who is not to lose them.
    fn is_reading(&self) -> bool {
        self.focus != Focus::Line && !self.found.hits.is_empty()
    }

    /// The rows of the facets.
    pub fn facet_rows(&self) -> Vec<FacetRow<'_>> {
        self.facets.as_ref().map(facets::rows).unwrap_or_default()
    }

    /// Asks for what the line says by now.
    fn ask(&mut self) -> Step {
        if self.asked != self.line.text() {
            self.asked = self.line.text().to_owned();
            (self.count, self.facets) = (None, None);
        }
        self.waiting = true;
        let page = Inquiry::Page { query: self.asked.clone(), sort: self.sort, skip: 0 };
        Step::Ask(std::iter::once(page).chain(self.uncounted()).collect())
    }

    /// What is still to be counted. Of everything there is, only how much it is.
    fn uncounted(&self) -> impl Iterator<Item = Inquiry> + use<> {
        let count = self.count.is_none().then(|| Inquiry::Count(self.asked.clone()));
        let narrows = self.facets.is_none() && !self.asked.trim().is_empty();
        count.into_iter().chain(narrows.then(|| Inquiry::Facets(self.asked.clone())))
    }

    /// Asks for the next page where the last hits come into sight.
    fn ask_on(&mut self, visible: usize) -> Step {
        let near_end = self.cursor.top() + 3 * visible >= self.found.hits.len();
        if self.waiting || self.found.complete || !near_end || self.found.hits.is_empty() {
            return Step::Stay;
        }
        self.waiting = true;
        let (query, skip) = (self.found.query.clone(), self.found.hits.len());
        Step::AskMore(vec![Inquiry::Page { query, sort: self.sort, skip }])
    }

    /// Changes the query and asks for it.
    fn replace(&mut self, query: &str) -> Step {
        self.line = TextLine::of(query);
        self.ask()
    }

    fn act_in_line(&mut self, action: Action) -> Step {
        match action {
            Action::Open => {
                // The hits that come are meant, not those that are still in sight.
                match self.waiting {
                    true => self.entering = true,
                    false if self.found.hits.is_empty() => {}
                    false => self.focus = Focus::Hits,
                }
                Step::Stay
            }
            Action::Close if self.found.hits.is_empty() => Step::Back,
            Action::Close => {
                self.focus = Focus::Hits;
                Step::Stay
            }
            Action::Cancel => Step::Back,
            Action::Down => {
                if !self.found.hits.is_empty() {
                    self.focus = Focus::Hits;
                }
                Step::Stay
            }
            Action::NextScope => self.switch_target(),
            Action::Save => self.save(),
            _ => {
                let before = self.line.text().to_owned();
                self.line.edit(action);
                if self.line.text() == before { Step::Stay } else { self.ask() }
            }
        }
    }

    /// Looks for articles in the place of quotations, or the other way round.
    fn switch_target(&mut self) -> Step {
        let target = match self.found.target {
            Target::Quotations => Target::Articles,
            Target::Articles => Target::Quotations,
        };
        let query = facets::with_target(self.line.text(), target);
        self.replace(&query)
    }

    fn act_in_results(&mut self, action: Action) -> Step {
        match action {
            Action::Edit => self.focus = Focus::Line,
            Action::FocusNext if self.focus == Focus::Facets => self.focus = Focus::Hits,
            Action::FocusNext => self.focus = Focus::Facets,
            Action::Sort => {
                self.sort = if self.sort == Sort::Newest { Sort::Relevance } else { Sort::Newest };
                return self.ask();
            }
            Action::NextScope => return self.switch_target(),
            Action::Save => return self.save(),
            Action::Back | Action::Close if self.focus == Focus::Facets => self.focus = Focus::Hits,
            Action::Back | Action::Close | Action::Cancel => return Step::Back,
            Action::Open if self.focus == Focus::Facets => return self.narrow(),
            Action::Open => return self.open(),
            Action::Speaker => {
                return match self.hit().and_then(|hit| Some(Whom::Quoted(hit.key, hit.place?))) {
                    Some(whom) => Step::Enter(Place::Speaker(Box::new(Speaker::new(whom)))),
                    None => Step::Tell("this is an article: open it to go to who is quoted there".to_owned()),
                };
            }
            Action::CopyQuotation | Action::CopyWords | Action::CopyCitation => return self.copy(action),
            _ => {}
        }
        Step::Stay
    }

    /// Saves what is looked for.
    fn save(&self) -> Step {
        match self.line.text().trim() {
            "" => Step::Tell("there is nothing to save yet".to_owned()),
            query => Step::Name(query.to_owned()),
        }
    }

    fn open(&self) -> Step {
        let Some(Hit { key, place, .. }) = self.hit() else { return Step::Stay };
        let passage = Passage { record: *key, quotation: *place, span: None };
        Step::Read(passage)
    }

    fn copy(&self, action: Action) -> Step {
        match self.hit().map(|hit| (hit.key, hit.place)) {
            Some((key, Some(place))) => Step::AskMore(vec![Inquiry::Write(key, place, action)]),
            Some((_, None)) => Step::Tell("this is an article: open it to copy what is quoted there".to_owned()),
            None => Step::Stay,
        }
    }

    /// Adds the selected facet to the query.
    fn narrow(&mut self) -> Step {
        let rows = self.facet_rows();
        let Some(FacetRow::Value(field, count)) = rows.get(self.facet.row()) else { return Step::Stay };
        let query = facets::narrowed(self.line.text(), *field, &count.value);
        self.facet = Cursor::default();
        self.focus = Focus::Hits;
        self.replace(&query)
    }

    fn move_in_facets(&mut self, action: Action, count: Option<usize>, visible: usize) -> bool {
        let rows = self.facet_rows();
        let headings: Vec<bool> = rows.iter().map(|row| matches!(row, FacetRow::Heading(_))).collect();
        let mut cursor = self.facet;
        let moved = cursor.act(action, count, headings.len(), visible);
        // No heading is ever selected: the value below it is, or going up the one above.
        let up = cursor.row() < self.facet.row() && cursor.row() > 0;
        if headings.get(cursor.row()) == Some(&true) {
            cursor.move_by(if up { -1 } else { 1 }, headings.len(), visible);
        }
        self.facet = cursor;
        moved
    }

    /// Selects the first facet, which stands below a heading.
    fn begin_facets(&mut self, visible: usize) {
        self.facet = Cursor::default();
        // Where they have no room yet, the heading is to be in sight once they have.
        self.facet.select(1, self.facet_rows().len(), visible.max(2));
    }

    fn take_page(&mut self, page: FoundPage, visible: usize) {
        // What is found while the rest is still being indexed comes unasked.
        if page.skip == 0 && !self.waiting && self.is_reading() {
            return;
        }
        (self.waiting, self.fault, self.failure) = (false, None, None);
        let FoundPage { skip, hits, last, ranked, target, took } = page;
        if skip == 0 {
            self.cursor = Cursor::default();
            let query = self.asked.clone();
            self.found = Found { query, hits, complete: last, target, ranked, took };
            self.begin_facets(visible);
        } else if skip == self.found.hits.len() {
            self.found.hits.extend(hits);
            self.found.complete = last;
        }
        if self.found.hits.is_empty() {
            self.focus = Focus::Line;
        } else if std::mem::take(&mut self.entering) {
            self.focus = Focus::Hits;
        }
    }
}

impl View for Hits {
    fn context(&self) -> Context {
        match self.focus {
            Focus::Line => Context::Query,
            Focus::Hits => Context::Hits,
            Focus::Facets => Context::Facets,
        }
    }

    fn arrive(&mut self, body: Area) -> Step {
        match self.found.hits.is_empty() || self.waiting {
            true => self.ask(),
            // What was not counted when the reader left is counted now.
            false => {
                self.lay_out(body);
                Step::Ask(self.uncounted().collect())
            }
        }
    }

    fn act(&mut self, action: Action, count: Option<usize>, body: Area) -> Step {
        let screen = HitsScreen::new(body, self);
        let (visible, facets) = (screen.visible(), screen.facets.height as usize);
        let moved = match self.focus {
            Focus::Line => return self.act_in_line(action),
            Focus::Hits => self.cursor.act(action, count, self.found.hits.len(), visible),
            Focus::Facets => self.move_in_facets(action, count, facets),
        };
        if moved { self.ask_on(visible) } else { self.act_in_results(action) }
    }

    fn type_text(&mut self, text: &str, _: Area) -> Step {
        if self.focus != Focus::Line {
            return Step::Stay;
        }
        self.entering = false;
        self.line.insert(text);
        self.ask()
    }

    fn line(&self) -> Option<(Topic, &TextLine)> {
        Some((Topic::Query, &self.line))
    }

    fn retype(&mut self, text: &str) -> Step {
        self.replace(text)
    }

    fn quotation(&self) -> Option<(RecordKey, usize)> {
        self.hit().and_then(|hit| Some((hit.key, hit.place?))).filter(|_| self.focus == Focus::Hits)
    }

    fn refresh(&mut self) -> Step {
        (self.count, self.facets) = (None, None);
        if self.is_reading() { Step::Ask(self.uncounted().collect()) } else { self.ask() }
    }

    fn renew(&mut self) -> Step {
        (self.count, self.facets) = (None, None);
        self.ask()
    }

    fn take(&mut self, reply: Reply, body: Area) -> Step {
        let screen = HitsScreen::new(body, self);
        match reply {
            Reply::Page(page) => {
                self.take_page(page, screen.facets.height as usize);
                return self.ask_on(screen.visible());
            }
            Reply::Refused(fault) => (self.fault, self.waiting, self.entering) = (Some(fault), false, false),
            Reply::Count(count) => self.count = Some(count),
            Reply::Facets(facets) => {
                self.facets = Some(facets);
                self.begin_facets(screen.facets.height as usize);
            }
            Reply::Failed(reason) => (self.failure, self.waiting) = (Some(reason), false),
            _ => {}
        }
        Step::Stay
    }

    fn click(&mut self, point: Point, body: Area) -> Step {
        let screen = HitsScreen::new(body, self);
        if screen.line.contains(point) {
            self.focus = Focus::Line;
        } else if screen.hits.contains(point) {
            match self.cursor.click(point, screen.hits, screen.rows_of_hit, self.found.hits.len()) {
                Clicked::Beside => {}
                Clicked::Again if self.focus == Focus::Hits => return self.open(),
                Clicked::Again | Clicked::Selected => self.focus = Focus::Hits,
            }
        } else if screen.facets.contains(point) {
            let row = self.facet.top() + usize::from(point.row - screen.facets.y);
            if matches!(self.facet_rows().get(row), Some(FacetRow::Value(..))) {
                self.facet.select(row, self.facet_rows().len(), screen.facets.height as usize);
                return self.narrow();
            }
        }
        Step::Stay
    }

    fn wheel(&mut self, lines: isize, body: Area) -> Step {
        let visible = HitsScreen::new(body, self).visible();
        self.cursor.move_by(lines.signum(), self.found.hits.len(), visible);
        self.ask_on(visible)
    }

    fn lay_out(&mut self, body: Area) {
        let screen = HitsScreen::new(body, self);
        self.cursor.keep_in_sight(self.found.hits.len(), screen.visible());
        let (rows, height) = (self.facet_rows().len(), screen.facets.height as usize);
        self.facet.keep_in_sight(rows, height);
        // The heading of what is selected stays with it.
        self.facet.reveal(self.facet.row().saturating_sub(1), height);
    }

    fn offers(&self) -> Vec<Offer> {
        let query = self.found.query.trim();
        let what = format!("what “{query}” finds");
        let offer = Offer { what, stem: "found", selection: Selection::Found(query.to_owned()) };
        (!query.is_empty() && !self.found.hits.is_empty()).then_some(offer).into_iter().collect()
    }

    fn position(&self) -> String {
        let hits = self.found.hits.len();
        match self.count().and_then(|count| usize::try_from(count).ok()).filter(|_| hits > 0) {
            Some(count) => self.cursor.position(count),
            None => self.cursor.position_so_far(hits),
        }
    }
}

#[cfg(test)]
mod tests;

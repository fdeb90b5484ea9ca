//! The searches that were saved, by name.

use super::{Step, View};
use crate::app::Context;
use crate::app::action::Action;
use crate::app::cursor::{Clicked, Cursor};
use crate::app::inquiry::Reply;
use crate::app::layout::Area;
use crate::app::marking::Marking;
use crate::app::message::Point;
use crate::library::marks::Edit;

/// Rows that a search takes.
pub const SEARCH_ROWS: u16 = 2;

/// The state of the list.
#[derive(Debug, Clone, Default)]
pub struct Saved {
    /// The searches, by name: what each is called, and what it looks for.
    pub searches: Vec<(String, String)>,
    /// The selected one.
    pub cursor: Cursor,
}

/// How many searches are in sight in `body`.
pub fn visible(body: Area) -> usize {
    (body.height / SEARCH_ROWS) as usize
}

impl Saved {
    fn open(&self) -> Step {
        match self.selected() {
            Some((_, query)) => Step::Search(query.clone()),
            None => Step::Tell("no search is saved yet".to_owned()),
        }
    }

    fn selected(&self) -> Option<&(String, String)> {
        self.searches.get(self.cursor.row())
    }
}

impl View for Saved {
    fn context(&self) -> Context {
        Context::Saved
    }

    fn arrive(&mut self, _: Area) -> Step {
        Step::Stay
    }

    fn act(&mut self, action: Action, count: Option<usize>, body: Area) -> Step {
        if self.cursor.act(action, count, self.searches.len(), visible(body)) {
            return Step::Stay;
        }
        match action {
            Action::Open => self.open(),
            Action::Remove => {
                let edit = |(name, _): &(String, String)| Step::Edit(vec![Edit::Search(name.clone(), None)]);
                self.selected().map_or(Step::Stay, edit)
            }
            Action::Back | Action::Close | Action::Cancel => Step::Back,
            _ => Step::Stay,
        }
    }

    fn take(&mut self, _: Reply, _: Area) -> Step {
        Step::Stay
    }

    fn show_marks(&mut self, marking: &Marking, body: Area) {
        let selected = self.selected().map(|(name, _)| name.clone());
        let searches = marking.marked.searches.iter();
        self.searches = searches.map(|(name, query)| (name.clone(), query.clone())).collect();
        let place = selected.and_then(|name| self.searches.iter().position(|(other, _)| *other == name));
        self.cursor.select(place.unwrap_or(self.cursor.row()), self.searches.len(), visible(body));
    }

    fn click(&mut self, point: Point, body: Area) -> Step {
        match self.cursor.click(point, body, SEARCH_ROWS, self.searches.len()) {
            Clicked::Again => self.open(),
            Clicked::Selected | Clicked::Beside => Step::Stay,
        }
    }

    fn wheel(&mut self, lines: isize, body: Area) -> Step {
        self.cursor.move_by(lines.signum(), self.searches.len(), visible(body));
        Step::Stay
    }

    fn lay_out(&mut self, body: Area) {
        self.cursor.keep_in_sight(self.searches.len(), visible(body));
    }

    fn position(&self) -> String {
        self.cursor.position(self.searches.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::marks::Marked;

    const BODY: Area = Area { x: 0, y: 2, width: 80, height: 20 };

    fn marking(names: &[&str]) -> Marking {
        let searches = names.iter().map(|name| ((*name).to_owned(), format!("query of {name}"))).collect();
        let mut marked = Marked::default();
        marked.searches = searches;
        let mut marking = Marking::default();
        marking.set(marked);
        marking
    }

    #[test]
    fn the_selection_stays_on_its_search_which_is_looked_for_or_forgotten() {
        let mut saved = Saved::default();
        saved.show_marks(&marking(&["bridge", "ferry"]), BODY);
        saved.act(Action::Down, None, BODY);
        saved.show_marks(&marking(&["bridge", "council", "ferry"]), BODY);
        assert_eq!(saved.position(), "3/3");
        assert!(matches!(saved.act(Action::Open, None, BODY), Step::Search(query) if query == "query of ferry"));
        let Step::Edit(edits) = saved.act(Action::Remove, None, BODY) else { panic!("it can be forgotten") };
        assert_eq!(edits, [Edit::Search("ferry".to_owned(), None)]);
        saved.show_marks(&marking(&[]), BODY);
        assert!(matches!(saved.act(Action::Open, None, BODY), Step::Tell(_)));
    }
}

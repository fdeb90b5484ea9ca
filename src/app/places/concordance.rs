//! The concordance: every place where a word stands, under each other, sorted by what stands before or after it.

use super::speaker::Speaker;
use super::table::TableScreen;
use super::{Filter, Passage, Place, Step, View};
use crate::app::Context;
use crate::app::action::Action;
use crate::app::cursor::{Clicked, Cursor};
use crate::app::inquiry::{Inquiry, Reply, Whom};
use crate::app::layout::Area;
use crate::app::message::Point;
use crate::app::queries::Topic;
use crate::app::text_line::TextLine;
use crate::library::RecordKey;
use crate::search::KeyWord;
use crate::text::fold;

/// The order of the lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum KeyWordOrder {
    /// By what stands after the word.
    #[default]
    After,
    /// By what stands before it, the nearest word first.
    Before,
    /// As they were printed, the newest first.
    Newest,
}

impl KeyWordOrder {
    /// Its name, as the screen shows it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::After => "by what follows",
            Self::Before => "by what stands before",
            Self::Newest => "newest first",
        }
    }

    const fn next(self) -> Self {
        match self {
            Self::After => Self::Before,
            Self::Before => Self::Newest,
            Self::Newest => Self::After,
        }
    }

    /// The places of `lines`, which are the newest first, in this order.
    fn arrange(self, lines: &[KeyWord]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..lines.len()).collect();
        match self {
            Self::After => order.sort_by_cached_key(|at| words(&lines[*at].after, false)),
            Self::Before => order.sort_by_cached_key(|at| words(&lines[*at].before, true)),
            Self::Newest => {}
        }
        order
    }
}

/// The folded words of a text, from its end if `backwards`; where there are none, last.
fn words(text: &str, backwards: bool) -> (bool, Vec<String>) {
    let folded = fold::words(text);
    let mut words: Vec<String> = folded.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    if backwards {
        words.reverse();
    }
    (words.is_empty(), words)
}

/// The state of the concordance.
#[derive(Debug, Clone, Default)]
pub struct Concordance {
    /// The words: a query.
    pub filter: Filter,
    /// What was asked last.
    asked: String,
    /// The order of the lines.
    pub order: KeyWordOrder,
    /// Where the words stand, once that is known.
    pub found: Option<Found>,
    /// Why it is not.
    pub failure: Option<String>,
    /// Whether an answer is on its way.
    pub waiting: bool,
    /// The selected line.
    pub cursor: Cursor,
}

/// Where words stand.
#[derive(Debug, Clone)]
pub struct Found {
    /// What was asked.
    query: String,
    lines: Vec<KeyWord>,
    order: Vec<usize>,
    /// Whether these are all places.
    pub complete: bool,
}

impl Found {
    /// The lines in their order.
    pub fn lines(&self) -> impl Iterator<Item = &KeyWord> {
        self.order.iter().filter_map(|at| self.lines.get(*at))
    }
}

impl Concordance {
    /// That of a query, or of what is still to be typed.
    pub fn of(query: &str) -> Self {
        let filter = Filter { line: TextLine::of(query), typing: query.trim().is_empty() };
        Self { filter, ..Self::default() }
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.found.as_ref().map_or(0, |found| found.lines.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The selected line.
    pub fn selected(&self) -> Option<&KeyWord> {
        self.found.as_ref()?.lines().nth(self.cursor.row())
    }

    fn ask(&mut self) -> Step {
        self.filter.typing = self.filter.text().is_empty();
        if self.filter.typing {
            return Step::Stay;
        }
        self.waiting = true;
        self.filter.text().clone_into(&mut self.asked);
        Step::Ask(vec![Inquiry::Concordance(self.asked.clone())])
    }

    fn act_in_line(&mut self, action: Action) -> Step {
        match action {
            Action::Open => return self.ask(),
            Action::Close | Action::Cancel if self.is_empty() => return Step::Back,
            Action::Close | Action::Cancel | Action::Down => {
                // What stands over the lines is what they answer.
                let line = self.found.as_ref().map(|found| TextLine::of(&found.query)).unwrap_or_default();
                self.filter = Filter { line, typing: self.is_empty() };
            }
            _ => drop(self.filter.line.edit(action)),
        }
        Step::Stay
    }

    fn act_in_lines(&mut self, action: Action, body: Area) -> Step {
        match action {
            Action::Edit => self.filter.typing = true,
            Action::Sort => {
                self.order = self.order.next();
                if let Some(found) = &mut self.found {
                    found.order = self.order.arrange(&found.lines);
                }
                self.cursor.select(0, self.len(), height(body));
            }
            Action::Back | Action::Close | Action::Cancel => return Step::Back,
            Action::Open => {
                if let Some(KeyWord { key, place, span, .. }) = self.selected() {
                    return Step::Read(Passage { record: *key, quotation: *place, span: *span });
                }
            }
            Action::Speaker => {
                return match self.selected().map(|line| (line.key, line.place)) {
                    Some((key, Some(place))) => {
                        Step::Enter(Place::Speaker(Box::new(Speaker::new(Whom::Quoted(key, place)))))
                    }
                    _ => Step::Tell("no quotation here".to_owned()),
                };
            }
            Action::CopyQuotation | Action::CopyWords | Action::CopyCitation => {
                return match self.selected().map(|line| (line.key, line.place)) {
                    Some((key, Some(place))) => Step::AskMore(vec![Inquiry::Write(key, place, action)]),
                    _ => Step::Tell("no quotation here".to_owned()),
                };
            }
            _ => {}
        }
        Step::Stay
    }
}

fn height(body: Area) -> usize {
    TableScreen::new(body).rows.height as usize
}

impl View for Concordance {
    fn context(&self) -> Context {
        if self.filter.typing { Context::Filter } else { Context::Concordance }
    }

    fn arrive(&mut self, _: Area) -> Step {
        if self.found.is_none() || self.waiting { self.ask() } else { Step::Stay }
    }

    fn act(&mut self, action: Action, count: Option<usize>, body: Area) -> Step {
        if self.filter.typing {
            return self.act_in_line(action);
        }
        if self.cursor.act(action, count, self.len(), height(body)) {
            return Step::Stay;
        }
        self.act_in_lines(action, body)
    }

    fn type_text(&mut self, text: &str, _: Area) -> Step {
        self.filter.insert(text);
        Step::Stay
    }

    fn line(&self) -> Option<(Topic, &TextLine)> {
        Some((Topic::Query, &self.filter.line))
    }

    fn retype(&mut self, text: &str) -> Step {
        self.filter.line = TextLine::of(text);
        Step::Stay
    }

    fn quotation(&self) -> Option<(RecordKey, usize)> {
        self.selected().and_then(|line| Some((line.key, line.place?)))
    }

    fn take(&mut self, reply: Reply, body: Area) -> Step {
        match reply {
            Reply::Concordance(lines, complete) => {
                let before = self.found.take().filter(|found| found.query == self.asked);
                let selected = before.as_ref().and_then(|found| found.lines().nth(self.cursor.row()));
                let order = self.order.arrange(&lines);
                let found = Found { query: self.asked.clone(), lines, order, complete };
                let place = found.lines().position(|line| Some(line) == selected).unwrap_or(0);
                (self.found, self.failure, self.waiting) = (Some(found), None, false);
                self.cursor.select(place, self.len(), height(body));
                self.filter.typing |= self.is_empty();
            }
            Reply::Refused(fault) => {
                (self.failure, self.filter.typing, self.waiting) = (Some(fault.message), true, false)
            }
            Reply::Failed(reason) => (self.failure, self.waiting) = (Some(reason), false),
            _ => {}
        }
        Step::Stay
    }

    fn refresh(&mut self) -> Step {
        // What is being typed asks for itself.
        if self.filter.typing || self.found.is_none() { Step::Stay } else { self.ask() }
    }

    fn click(&mut self, point: Point, body: Area) -> Step {
        let screen = TableScreen::new(body);
        self.filter.click(point, screen);
        match self.cursor.click(point, screen.rows, 1, self.len()) {
            Clicked::Again => self.act_in_lines(Action::Open, body),
            Clicked::Selected | Clicked::Beside => Step::Stay,
        }
    }

    fn wheel(&mut self, lines: isize, body: Area) -> Step {
        self.cursor.move_by(lines, self.len(), height(body));
        Step::Stay
    }

    fn lay_out(&mut self, body: Area) {
        self.cursor.keep_in_sight(self.len(), height(body));
    }

    fn position(&self) -> String {
        self.cursor.position(self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::RecordKey;

    const BODY: Area = Area { x: 0, y: 2, width: 100, height: 23 };

    #[test]
    fn lines_stay_under_the_words_they_answer_and_the_selected_one_stays_selected() {
        let mut place = Concordance::of("pier");
        assert!(matches!(place.arrive(BODY), Step::Ask(_)));
        place.take(Reply::Concordance(vec![line(1, "", "a"), line(2, "", "b")], true), BODY);
        place.act(Action::Down, None, BODY);
        let selected = place.selected().unwrap().clone();
        place.act(Action::Edit, None, BODY);
        place.type_text("s", BODY);
        place.act(Action::Cancel, None, BODY);
        assert_eq!(place.filter.text(), "pier");
        assert!(matches!(place.refresh(), Step::Ask(_)));
        place.take(Reply::Concordance(vec![line(3, "", "aa"), line(1, "", "a"), line(2, "", "b")], true), BODY);
        assert_eq!(place.selected(), Some(&selected));
    }

    fn line(number: u32, before: &str, after: &str) -> KeyWord {
        KeyWord {
            key: RecordKey(number),
            place: Some(0),
            span: None,
            before: before.to_owned(),
            words: "bond".to_owned(),
            after: after.to_owned(),
            speaker: None,
            printed: String::new(),
        }
    }

    #[test]
    fn lines_are_sorted_by_what_follows_then_by_what_stands_before() {
        let mut concordance = Concordance::default();
        concordance.arrive(BODY);
        concordance.type_text("bond", BODY);
        assert!(matches!(concordance.act(Action::Open, None, BODY), Step::Ask(_)));
        let lines = vec![line(0, "no big ", " market"), line(1, "a small ", " Élan"), line(2, "an able ", " issue")];
        concordance.take(Reply::Concordance(lines, true), BODY);
        let keys = |concordance: &Concordance| -> Vec<u32> {
            concordance.found.as_ref().unwrap().lines().map(|line| line.key.0).collect()
        };
        assert_eq!(keys(&concordance), [1, 2, 0]);
        concordance.act(Action::Sort, None, BODY);
        assert_eq!(keys(&concordance), [2, 0, 1]);
        concordance.act(Action::Sort, None, BODY);
        assert_eq!(keys(&concordance), [0, 1, 2]);
        concordance.act(Action::Down, None, BODY);
        assert!(
            matches!(concordance.act(Action::Open, None, BODY), Step::Read(passage) if passage.record == RecordKey(1))
        );
    }

    #[test]
    fn where_a_query_is_given_it_is_asked_at_once() {
        assert!(matches!(Concordance::of("bond").arrive(BODY), Step::Ask(_)));
        let mut none = Concordance::of("");
        assert!(matches!(none.arrive(BODY), Step::Stay));
        assert_eq!(none.context(), Context::Filter);
    }
}

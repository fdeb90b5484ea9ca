//! The table of everybody who is quoted.

use super::table::TableScreen;
use super::{Filter, Place, Step, View};
use crate::app::Context;
use crate::app::action::Action;
use crate::app::cursor::{Clicked, Cursor};
use crate::app::inquiry::{Inquiry, Reply, Whom};
use crate::app::layout::Area;
use crate::app::message::Point;
use crate::app::places::speaker::Speaker;
use crate::app::queries::Topic;
use crate::app::text_line::TextLine;
use crate::library::Person;
use crate::text::fold;
use std::cmp::Reverse;
use std::sync::Arc;

/// The order of the table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PeopleOrder {
    /// The most quoted first.
    #[default]
    MostQuoted,
    /// By name.
    Name,
    /// Who was quoted first, first.
    First,
    /// Who was quoted last, first.
    Last,
}

impl PeopleOrder {
    /// Its name, as the screen shows it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MostQuoted => "most quoted first",
            Self::Name => "by name",
            Self::First => "by first date",
            Self::Last => "by last date",
        }
    }

    /// The next one round.
    const fn next(self) -> Self {
        match self {
            Self::MostQuoted => Self::Name,
            Self::Name => Self::First,
            Self::First => Self::Last,
            Self::Last => Self::MostQuoted,
        }
    }

    /// Those of `people`, the most quoted first, whose name holds every word of `filter`, in this order.
    pub fn arrange(self, people: Vec<Person>, filter: &str) -> Vec<Person> {
        let filter = fold::fold(filter);
        let fits = |person: &Person| {
            let name = fold::fold(&person.name);
            filter.split_whitespace().all(|word| name.contains(word))
        };
        let mut people: Vec<Person> = people.into_iter().filter(|person| filter.is_empty() || fits(person)).collect();
        match self {
            Self::MostQuoted => {}
            Self::Name => people.sort_by_cached_key(|person| fold::fold(&person.name)),
            Self::First => people.sort_by_cached_key(|person| {
                let first = person.printed.as_ref().map(|(first, _)| first.clone());
                (first.is_none(), first)
            }),
            Self::Last => {
                people.sort_by_cached_key(|person| Reverse(person.printed.as_ref().map(|(_, last)| last.clone())))
            }
        }
        people
    }
}

/// The state of the table.
#[derive(Debug, Clone, Default)]
pub struct People {
    /// What narrows it down: words of names.
    pub filter: Filter,
    /// The order.
    pub order: PeopleOrder,
    /// The people, once they are there.
    pub people: Option<Arc<[Person]>>,
    /// Why they are not.
    pub failure: Option<String>,
    /// The selected one.
    pub cursor: Cursor,
}

impl People {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.people.as_ref().map_or(0, |people| people.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The selected one.
    pub fn person(&self) -> Option<&Person> {
        self.people.as_ref()?.get(self.cursor.row())
    }

    fn ask(&self) -> Step {
        Step::Ask(vec![Inquiry::People { filter: self.filter.text().to_owned(), order: self.order }])
    }

    fn open(&self) -> Step {
        match self.person() {
            Some(person) => Step::Enter(Place::Speaker(Box::new(Speaker::new(Whom::Person(person.key))))),
            None => Step::Tell("nobody here".to_owned()),
        }
    }
}

fn height(body: Area) -> usize {
    TableScreen::new(body).rows.height as usize
}

impl View for People {
    fn context(&self) -> Context {
        if self.filter.typing { Context::Filter } else { Context::People }
    }

    fn arrive(&mut self, _: Area) -> Step {
        if self.people.is_none() { self.ask() } else { Step::Stay }
    }

    fn act(&mut self, action: Action, count: Option<usize>, body: Area) -> Step {
        if self.filter.typing {
            return if self.filter.act(action) { self.ask() } else { Step::Stay };
        }
        if self.cursor.act(action, count, self.len(), height(body)) {
            return Step::Stay;
        }
        match action {
            Action::Edit => self.filter.typing = true,
            Action::Sort => {
                self.order = self.order.next();
                return self.ask();
            }
            Action::Open | Action::Speaker => return self.open(),
            Action::Back | Action::Close | Action::Cancel => return Step::Back,
            _ => {}
        }
        Step::Stay
    }

    fn type_text(&mut self, text: &str, _: Area) -> Step {
        if self.filter.insert(text) { self.ask() } else { Step::Stay }
    }

    fn line(&self) -> Option<(Topic, &TextLine)> {
        Some((Topic::Name, &self.filter.line))
    }

    fn retype(&mut self, text: &str) -> Step {
        self.filter.line = TextLine::of(text);
        self.ask()
    }

    fn take(&mut self, reply: Reply, body: Area) -> Step {
        match reply {
            Reply::People(people) => {
                let selected = self.person().map(|person| person.key);
                let place = people.iter().position(|person| Some(person.key) == selected).unwrap_or(0);
                self.cursor.select(place, people.len(), height(body));
                (self.people, self.failure) = (Some(people), None);
            }
            Reply::Failed(reason) => self.failure = Some(reason),
            _ => {}
        }
        Step::Stay
    }

    fn refresh(&mut self) -> Step {
        self.ask()
    }

    fn click(&mut self, point: Point, body: Area) -> Step {
        let screen = TableScreen::new(body);
        self.filter.click(point, screen);
        match self.cursor.click(point, screen.rows, 1, self.len()) {
            Clicked::Again => self.open(),
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
    use crate::article::{Article, Printed};
    use crate::library::Archive;
    use crate::library::load::Cancel;
    use chrono::NaiveDate;

    const BODY: Area = Area { x: 0, y: 2, width: 100, height: 23 };

    /// Everybody quoted in a few articles: Zoë Ünal twice, early; Ana Ruiz once, late.
    fn everybody() -> Vec<Person> {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open(&folder.path().join("some.db")).unwrap();
        let mut writer = archive.writer().unwrap();
        let texts = ["“It is done,” Zoë Ünal said.", "“So it is,” Zoë Ünal said.", "“Not so,” Ana Ruiz said."];
        let articles = (1..).zip(texts).map(|(day, text)| {
            let mut article = Article::from_body(text.to_owned());
            article.printed = Printed::Day(NaiveDate::from_ymd_opt(2021, 3, day).unwrap());
            article
        });
        writer.add_given("some", articles.collect::<Vec<_>>()).unwrap();
        writer.index(&Cancel::default(), &mut |_| {}).unwrap();
        archive.people(None, 9).unwrap()
    }

    #[test]
    fn people_stand_in_the_order_that_is_asked_for() {
        let names = |order: PeopleOrder, filter| -> Vec<String> {
            order.arrange(everybody(), filter).into_iter().map(|person| person.name).collect()
        };
        let (zoe, ana) = ("Zoë Ünal", "Ana Ruiz");
        assert_eq!(names(PeopleOrder::MostQuoted, ""), [zoe, ana]);
        assert_eq!(names(PeopleOrder::Name, ""), [ana, zoe]);
        assert_eq!(names(PeopleOrder::First, ""), [zoe, ana]);
        assert_eq!(names(PeopleOrder::Last, ""), [ana, zoe]);
        assert_eq!(names(PeopleOrder::Name, "unal ZOE"), [zoe]);
    }

    #[test]
    fn the_selected_person_stays_selected_and_their_page_is_gone_to() {
        let mut people = People::default();
        assert!(matches!(people.arrive(BODY), Step::Ask(_)));
        people.take(Reply::People(everybody().into()), BODY);
        people.act(Action::Down, None, BODY);
        let ana = people.person().unwrap().key;
        people.act(Action::Sort, None, BODY);
        people.take(Reply::People(PeopleOrder::Name.arrange(everybody(), "").into()), BODY);
        assert_eq!((people.person().map(|person| person.key), people.position().as_str()), (Some(ana), "1/2"));
        assert!(matches!(people.act(Action::Open, None, BODY), Step::Enter(Place::Speaker(_))));
    }
}

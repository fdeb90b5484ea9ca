//! The page of one speaker: names and roles, quotations over time, by whom printed, beside whom quoted, the words
//! used most, and all quotations.

mod screen;
mod timeline;

pub use screen::{AXIS, SpeakerScreen};
pub use timeline::{Timeline, Unit};

use super::table::act_on_row;
use super::{Place, Step, View, Windowed};
use crate::app::Context;
use crate::app::action::Action;
use crate::app::cursor::{Clicked, Cursor, signed};
use crate::app::exporting::{Offer, Selection};
use crate::app::inquiry::{Inquiry, Reply, Whom};
use crate::app::layout::Area;
use crate::app::message::Point;
use crate::library::Profile;
use crate::text::numbers::grouped;

/// The state of the page.
#[derive(Debug, Clone)]
pub struct Speaker {
    whom: Whom,
    /// What is known, once it is there.
    pub known: Option<Known>,
    /// Why it is not.
    pub failure: Option<String>,
    /// The selected quotation.
    pub cursor: Cursor,
    /// The selected one of those who are quoted beside.
    pub beside: Cursor,
    /// Whether keys go to those.
    pub in_beside: bool,
    /// The marked stretch of time.
    pub mark: usize,
}

/// What is known of a speaker.
#[derive(Debug, Clone)]
pub struct Known {
    /// All but the words.
    pub profile: Box<Profile>,
    /// The words used most, each with how often.
    pub words: Vec<(String, u64)>,
    /// Quotations over time, set for the width of the screen.
    pub timeline: Option<Timeline>,
    /// All quotations.
    pub rows: Windowed,
}

impl Speaker {
    /// The page of somebody.
    pub fn new(whom: Whom) -> Self {
        let (cursor, beside) = (Cursor::default(), Cursor::default());
        Self { whom, known: None, failure: None, cursor, beside, in_beside: false, mark: 0 }
    }

    fn rows(&self) -> usize {
        self.known.as_ref().map_or(0, |known| known.rows.len())
    }

    fn ask_rows(&mut self, body: Area) -> Step {
        let height = SpeakerScreen::new(body).rows.height as usize;
        match self.known.as_mut().and_then(|known| known.rows.wanted(self.cursor, height)) {
            Some(inquiry) => Step::AskMore(vec![inquiry]),
            None => Step::Stay,
        }
    }

    /// Counts by what the chart has room for; the mark goes to the newest.
    fn set_timeline(&mut self, body: Area) {
        let room = SpeakerScreen::new(body).bars();
        let Some(known) = &mut self.known else { return };
        let timeline = Timeline::of(&known.profile.dates, room);
        if timeline != known.timeline {
            self.mark = timeline.as_ref().map_or(0, |timeline| timeline.counts.len().saturating_sub(1));
            known.timeline = timeline;
        }
    }

    /// Moves the mark, over stretches of time without a quotation.
    fn move_mark(&mut self, steps: isize) {
        let Some(timeline) = self.known.as_ref().and_then(|known| known.timeline.as_ref()) else { return };
        let with_any: Vec<usize> = (0..timeline.counts.len()).filter(|at| timeline.counts[*at].1 > 0).collect();
        let here = with_any.partition_point(|at| *at < self.mark);
        let to = here.saturating_add_signed(steps).min(with_any.len().saturating_sub(1));
        self.mark = with_any.get(to).copied().unwrap_or(self.mark);
    }

    fn act_in_beside(&mut self, action: Action, count: Option<usize>) -> Step {
        let all = self.known.as_ref().map_or(&[][..], |known| &known.profile.beside);
        // They are few: all of them are in sight, or the first ones.
        if self.beside.act(action, count, all.len(), all.len()) {
            return Step::Stay;
        }
        match action {
            Action::Open | Action::Speaker => match all.get(self.beside.row()) {
                Some(other) => Step::Enter(Place::Speaker(Box::new(Speaker::new(Whom::Person(other.key))))),
                None => Step::Stay,
            },
            _ => Step::Stay,
        }
    }
}

impl View for Speaker {
    fn context(&self) -> Context {
        Context::Speaker
    }

    fn arrive(&mut self, body: Area) -> Step {
        if let Some(known) = &mut self.known {
            known.rows.ask_again();
        }
        if self.known.is_some() { self.ask_rows(body) } else { Step::Ask(vec![Inquiry::Profile(self.whom)]) }
    }

    fn act(&mut self, action: Action, count: Option<usize>, body: Area) -> Step {
        let times = signed(count.unwrap_or(1));
        match action {
            Action::Back | Action::Close | Action::Cancel => return Step::Back,
            Action::CursorLeft => self.move_mark(-times),
            Action::CursorRight => self.move_mark(times),
            Action::FocusNext => self.in_beside = !self.in_beside && SpeakerScreen::new(body).beside.width > 0,
            _ if self.in_beside => return self.act_in_beside(action, count),
            _ => {
                let height = SpeakerScreen::new(body).rows.height as usize;
                if self.cursor.act(action, count, self.rows(), height) {
                    return self.ask_rows(body);
                }
                // The page is already that of the speaker.
                if action != Action::Speaker {
                    return act_on_row(self.known.as_ref().and_then(|known| known.rows.get(self.cursor.row())), action);
                }
            }
        }
        Step::Stay
    }

    fn take(&mut self, reply: Reply, body: Area) -> Step {
        match reply {
            Reply::Profile(profile, words) => {
                // What is known already of the quotations is kept where more have come.
                let known = self.known.take();
                let (mut rows, timeline) = known.map(|known| (known.rows, known.timeline)).unwrap_or_default();
                rows.renumber(profile.numbers.as_slice().into());
                self.known = Some(Known { profile, words, timeline, rows });
                self.failure = None;
                self.lay_out(body);
                return self.ask_rows(body);
            }
            Reply::Rows(rows) => {
                if let Some(known) = &mut self.known {
                    known.rows.take(rows);
                }
            }
            Reply::Failed(reason) => self.failure = Some(reason),
            _ => {}
        }
        Step::Stay
    }

    fn refresh(&mut self) -> Step {
        Step::Ask(vec![Inquiry::Profile(self.whom)])
    }

    fn renew(&mut self) -> Step {
        self.known.iter_mut().for_each(|known| known.rows.forget());
        self.refresh()
    }

    fn click(&mut self, point: Point, body: Area) -> Step {
        let screen = SpeakerScreen::new(body);
        self.in_beside &= !screen.rows.contains(point);
        match self.cursor.click(point, screen.rows, 1, self.rows()) {
            Clicked::Again => self.act(Action::Open, None, body),
            Clicked::Selected | Clicked::Beside => Step::Stay,
        }
    }

    fn wheel(&mut self, lines: isize, body: Area) -> Step {
        self.cursor.move_by(lines, self.rows(), SpeakerScreen::new(body).rows.height as usize);
        self.ask_rows(body)
    }

    fn lay_out(&mut self, body: Area) {
        let screen = SpeakerScreen::new(body);
        // Keys go to nothing that is out of sight.
        self.in_beside &= screen.beside.width > 0;
        self.cursor.keep_in_sight(self.rows(), screen.rows.height as usize);
        self.set_timeline(body);
    }

    fn offers(&self) -> Vec<Offer> {
        let offer = |known: &Known| Offer {
            what: format!("what {} said ({})", known.profile.person.name, grouped(known.rows.len())),
            stem: "speaker",
            selection: Selection::Rows(known.rows.numbers()),
        };
        self.known.iter().filter(|known| !known.rows.is_empty()).map(offer).collect()
    }

    fn position(&self) -> String {
        self.cursor.position(self.rows())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Printed};
    use crate::library::load::Cancel;
    use crate::library::{Archive, RecordKey};
    use chrono::NaiveDate;

    const BODY: Area = Area { x: 0, y: 2, width: 100, height: 26 };

    /// The page of Ana Ruiz, quoted on two days of March, beside Ben Adler.
    fn page() -> Speaker {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open(&folder.path().join("some.db")).unwrap();
        let mut writer = archive.writer().unwrap();
        let articles = [1, 9].map(|day| {
            let text = format!("“We go on day {day},” Ana Ruiz said. “You do not,” Ben Adler said.");
            let mut article = Article::from_body(text);
            article.printed = Printed::Day(NaiveDate::from_ymd_opt(2021, 3, day).unwrap());
            article
        });
        writer.add_given("some", articles).unwrap();
        writer.index(&Cancel::default(), &mut |_| {}).unwrap();
        let people = archive.people(None, 9).unwrap();
        let ana = people.iter().find(|person| person.name == "Ana Ruiz").unwrap();
        let profile = archive.profile(ana.key, || false).unwrap().unwrap();
        let mut speaker = Speaker::new(Whom::Person(ana.key));
        assert!(matches!(speaker.arrive(BODY), Step::Ask(_)));
        let Step::AskMore(inquiries) = speaker.take(Reply::Profile(Box::new(profile), Vec::new()), BODY) else {
            panic!("the rows in sight are wanted")
        };
        let [Inquiry::Rows(numbers)] = inquiries.as_slice() else { panic!("{inquiries:?}") };
        speaker.take(Reply::Rows(archive.quotation_rows(numbers).unwrap()), BODY);
        speaker
    }

    #[test]
    fn the_mark_goes_from_one_stretch_with_quotations_to_the_next() {
        let mut speaker = page();
        let timeline = speaker.known.as_ref().unwrap().timeline.clone().unwrap();
        assert_eq!((timeline.unit, timeline.counts.len(), speaker.mark), (Unit::Day, 9, 8));
        speaker.act(Action::CursorLeft, None, BODY);
        assert_eq!(speaker.mark, 0);
        speaker.act(Action::CursorLeft, Some(5), BODY);
        speaker.act(Action::CursorRight, None, BODY);
        assert_eq!(speaker.mark, 8);
    }

    #[test]
    fn quotations_are_opened_and_those_quoted_beside_gone_to() {
        let mut speaker = page();
        speaker.act(Action::Down, None, BODY);
        let Step::Read(passage) = speaker.act(Action::Open, None, BODY) else { panic!("Enter opens the quotation") };
        assert_eq!((passage.record, passage.quotation), (RecordKey(1), Some(0)));
        speaker.act(Action::FocusNext, None, BODY);
        assert!(matches!(speaker.act(Action::Open, None, BODY), Step::Enter(Place::Speaker(_))));
    }

    #[test]
    fn keys_go_to_no_list_that_is_out_of_sight() {
        let mut speaker = page();
        speaker.act(Action::FocusNext, None, BODY);
        assert!(speaker.in_beside);
        speaker.lay_out(Area { width: 60, height: 10, ..BODY });
        assert!(!speaker.in_beside);
    }

    #[test]
    fn no_size_is_too_small() {
        let mut speaker = page();
        for (width, height) in [(0, 0), (1, 1), (7, 9), (30, 15), (300, 90)] {
            speaker.lay_out(Area { width, height, ..BODY });
            let known = speaker.known.as_ref().unwrap();
            assert!(speaker.mark < known.timeline.as_ref().unwrap().counts.len());
        }
    }
}

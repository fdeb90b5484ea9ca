//! The page of one speaker: names and roles, quotations over time, by whom printed, beside whom quoted, the words
//! used most, and all quotations.

mod screen;
mod timeline;

pub use screen::{AXIS, SpeakerScreen};
pub use timeline::{Stretch, Timeline, Unit};

use super::table::act_on_row;
use super::{Place, Step, View, Windowed};
use crate::app::Context;
use crate::app::action::Action;
use crate::app::cursor::{Clicked, Cursor, signed};
use crate::app::exporting::{Offer, Selection};
use crate::app::inquiry::{Inquiry, Reply, Whom};
use crate::app::layout::Area;
use crate::app::message::Point;
use crate::library::{Profile, RecordKey};
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
    /// What keys go to.
    pub part: Part,
    /// The marked stretch of the timeline.
    pub mark: usize,
    /// What the timeline counts by, where that was chosen.
    unit: Option<Unit>,
    /// The stretch of time whose quotations alone are listed.
    pub only: Option<Stretch>,
}

/// The parts of the page that keys can go to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Part {
    /// The quotations.
    #[default]
    Quotations,
    /// The chart of quotations over time.
    Timeline,
    /// Those who are quoted beside.
    Beside,
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
    /// The quotations that are listed.
    pub rows: Windowed,
}

impl Known {
    /// The numbers of the quotations that were printed in a stretch of time; of all where none is given.
    fn numbers(&self, only: Option<Stretch>) -> Vec<u32> {
        let mut numbers = Vec::new();
        let mut from = 0;
        // The newest stands first among the numbers, and last among the dates.
        for (date, count) in self.profile.dates.iter().rev() {
            let to = from + usize::try_from(*count).unwrap_or(usize::MAX - from);
            if only.is_none_or(|only| only.holds(date)) {
                numbers.extend(self.profile.numbers.get(from..to).unwrap_or_default());
            }
            from = to;
        }
        numbers
    }
}

impl Speaker {
    /// The page of somebody.
    pub fn new(whom: Whom) -> Self {
        let (cursor, beside) = (Cursor::default(), Cursor::default());
        let (part, mark) = (Part::default(), 0);
        Self { whom, known: None, failure: None, cursor, beside, part, mark, unit: None, only: None }
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

    /// Counts by the unit that was chosen, as far as the chart has room for it; the mark stays where it is in time, and
    /// is on the newest at first.
    fn set_timeline(&mut self, body: Area) {
        let room = SpeakerScreen::new(body).bars();
        let Some(known) = &mut self.known else { return };
        let dates = &known.profile.dates;
        let fitting = Unit::fitting(dates, room);
        let unit = fitting.map(|fitting| self.unit.map_or(fitting, |unit| unit.max(fitting)));
        let timeline = unit.and_then(|unit| Timeline::by(dates, unit));
        if timeline != known.timeline {
            let marked = known.timeline.as_ref().and_then(|before| before.stretch(self.mark));
            let counts = timeline.as_ref().map_or(&[][..], |timeline| &timeline.counts);
            let here =
                marked.map_or(counts.len(), |marked| counts.partition_point(|(start, _)| *start <= marked.start));
            self.mark = here.saturating_sub(1);
            known.timeline = timeline;
        }
    }

    /// Counts by the next longer unit, or by the shortest again that there is room for.
    fn change_unit(&mut self, body: Area) {
        let Some(known) = &self.known else { return };
        let shortest = Unit::fitting(&known.profile.dates, SpeakerScreen::new(body).bars());
        self.unit = known.timeline.as_ref().zip(shortest).map(|(now, shortest)| now.unit.next_longer(shortest));
        self.set_timeline(body);
    }

    /// Lists only the quotations of a stretch of time, or all again.
    fn list_only(&mut self, only: Option<Stretch>, body: Area) -> Step {
        (self.only, self.cursor, self.part) = (only, Cursor::default(), Part::Quotations);
        self.list_rows();
        self.ask_rows(body)
    }

    fn list_rows(&mut self) {
        if let Some(known) = &mut self.known {
            let numbers = known.numbers(self.only);
            known.rows.renumber(numbers.into());
        }
    }

    fn marked(&self) -> Option<Stretch> {
        self.known.as_ref()?.timeline.as_ref()?.stretch(self.mark)
    }

    /// Moves the mark, over stretches of time without a quotation.
    fn move_mark(&mut self, steps: isize) {
        let Some(timeline) = self.known.as_ref().and_then(|known| known.timeline.as_ref()) else { return };
        let with_any: Vec<usize> = (0..timeline.counts.len()).filter(|at| timeline.counts[*at].1 > 0).collect();
        let here = with_any.partition_point(|at| *at < self.mark);
        let to = here.saturating_add_signed(steps).min(with_any.len().saturating_sub(1));
        self.mark = with_any.get(to).copied().unwrap_or(self.mark);
        self.part = Part::Timeline;
    }

    fn act_in_quotations(&mut self, action: Action, count: Option<usize>, body: Area) -> Step {
        let height = SpeakerScreen::new(body).rows.height as usize;
        if self.cursor.act(action, count, self.rows(), height) {
            return self.ask_rows(body);
        }
        match action {
            // The page is already that of the speaker.
            Action::Speaker => Step::Stay,
            _ => act_on_row(self.known.as_ref().and_then(|known| known.rows.get(self.cursor.row())), action),
        }
    }

    /// The stretch whose bar stands in the column of `point`, if one with quotations does.
    fn bar_at(&self, point: Point, screen: SpeakerScreen) -> Option<usize> {
        let counts = &self.known.as_ref()?.timeline.as_ref()?.counts;
        let column = point.column.checked_sub(screen.chart.x + AXIS).filter(|_| screen.chart.contains(point))?;
        let at = usize::from(column / screen.bar_width(counts.len()));
        counts.get(at).is_some_and(|(_, count)| *count > 0).then_some(at)
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
        match self.part {
            Part::Quotations => Context::Speaker,
            Part::Timeline => Context::Timeline,
            Part::Beside => Context::Beside,
        }
    }

    fn arrive(&mut self, body: Area) -> Step {
        if let Some(known) = &mut self.known {
            known.rows.ask_again();
        }
        if self.known.is_some() { self.ask_rows(body) } else { Step::Ask(vec![Inquiry::Profile(self.whom)]) }
    }

    fn act(&mut self, action: Action, count: Option<usize>, body: Area) -> Step {
        let times = signed(count.unwrap_or(1));
        let has_beside = SpeakerScreen::new(body).beside.width > 0;
        match (action, self.part) {
            (Action::Close, Part::Timeline | Part::Beside) => self.part = Part::Quotations,
            (Action::Close, _) if self.only.is_some() => return self.list_only(None, body),
            (Action::Back | Action::Close | Action::Cancel, _) => return Step::Back,
            (Action::CursorLeft, _) => self.move_mark(-times),
            (Action::CursorRight, _) => self.move_mark(times),
            (Action::NextUnit, _) => self.change_unit(body),
            (Action::FocusNext, Part::Quotations) if has_beside => self.part = Part::Beside,
            (Action::FocusNext, _) => self.part = Part::Quotations,
            (Action::Open, Part::Timeline) => return self.list_only(self.marked(), body),
            (_, Part::Beside) => return self.act_in_beside(action, count),
            (_, Part::Quotations) => return self.act_in_quotations(action, count, body),
            (_, Part::Timeline) => {
                self.part = Part::Quotations;
                return self.act_in_quotations(action, count, body);
            }
        }
        Step::Stay
    }

    fn quotation(&self) -> Option<(RecordKey, usize)> {
        let row = self.known.as_ref()?.rows.get(self.cursor.row())?;
        (self.part == Part::Quotations).then_some((row.key, row.place))
    }

    fn take(&mut self, reply: Reply, body: Area) -> Step {
        match reply {
            Reply::Profile(profile, words) => {
                // What is known already of the quotations is kept where more have come.
                let known = self.known.take();
                let (mut rows, timeline) = known.map(|known| (known.rows, known.timeline)).unwrap_or_default();
                // They may be others now.
                rows.ask_again();
                self.known = Some(Known { profile, words, timeline, rows });
                self.failure = None;
                self.list_rows();
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
        if let Some(at) = self.bar_at(point, screen) {
            let again = self.part == Part::Timeline && self.mark == at;
            (self.mark, self.part) = (at, Part::Timeline);
            return if again { self.act(Action::Open, None, body) } else { Step::Stay };
        }
        if screen.rows.contains(point) {
            self.part = Part::Quotations;
        }
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
        if self.part == Part::Beside && screen.beside.width == 0 {
            self.part = Part::Quotations;
        }
        self.cursor.keep_in_sight(self.rows(), screen.rows.height as usize);
        self.set_timeline(body);
    }

    fn offers(&self) -> Vec<Offer> {
        let when = self.only.map_or_else(String::new, |only| format!(" in that {}", only.unit.name()));
        let offer = |known: &Known| Offer {
            what: format!("what {} said{when} ({})", known.profile.person.name, grouped(known.rows.len())),
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
    use crate::library::Archive;
    use crate::library::load::Cancel;
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
        assert_eq!(speaker.context(), Context::Beside);
        speaker.lay_out(Area { width: 60, height: 10, ..BODY });
        assert_eq!(speaker.context(), Context::Speaker);
    }

    #[test]
    fn the_marked_stretch_of_time_is_listed_alone_until_escape() {
        let mut speaker = page();
        let all = speaker.rows();
        speaker.act(Action::CursorLeft, None, BODY);
        assert_eq!(speaker.context(), Context::Timeline);
        speaker.act(Action::Open, None, BODY);
        assert_eq!((speaker.rows(), speaker.context()), (1, Context::Speaker));
        let Step::Read(passage) = speaker.act(Action::Open, None, BODY) else { panic!("Enter opens the quotation") };
        assert_eq!(passage.record, RecordKey(1), "of the first of March");
        speaker.act(Action::Close, None, BODY);
        assert_eq!(speaker.rows(), all);
        speaker.act(Action::NextUnit, None, BODY);
        speaker.act(Action::NextUnit, None, BODY);
        let timeline = speaker.known.as_ref().unwrap().timeline.clone().unwrap();
        assert_eq!((timeline.unit, timeline.counts.len()), (Unit::Month, 1));
        assert!(matches!(speaker.act(Action::Close, None, BODY), Step::Back));
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

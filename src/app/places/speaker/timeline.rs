//! Quotations over time: counted by day, week, month or year, whatever fits.

use crate::article::{DateStyle, Printed};
use chrono::{Datelike, Days, Months, NaiveDate};

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A day.
    Day,
    /// A week, from Monday on.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Unit {
    /// All of them, the shortest first.
    const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The first day of the one that `day` is in.
    fn start(self, day: NaiveDate) -> NaiveDate {
        let start = match self {
            Self::Day => Some(day),
            Self::Week => day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))),
            Self::Month => day.with_day(1),
            Self::Year => day.with_ordinal(1),
        };
        start.unwrap_or(day)
    }

    /// The first day of the one after that which begins on `start`.
    fn next(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => start.succ_opt(),
            Self::Week => start.checked_add_days(Days::new(7)),
            Self::Month => start.checked_add_months(Months::new(1)),
            Self::Year => start.checked_add_months(Months::new(12)),
        }
    }

    /// How many there are from one day to another, both included.
    fn number(self, first: NaiveDate, last: NaiveDate) -> usize {
        let (first, last) = (self.start(first), self.start(last));
        let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
        let steps = match self {
            Self::Day => (last - first).num_days(),
            Self::Week => (last - first).num_days() / 7,
            Self::Month => months(last) - months(first),
            Self::Year => i64::from(last.year()) - i64::from(first.year()),
        };
        usize::try_from(steps).unwrap_or(0).saturating_add(1)
    }

    /// The shortest one of which the dates (ISO 8601, with how many there are of each) span no more than `room`, at least
    /// one; a year where there is no such. None if not one date has even a year.
    pub fn fitting(dates: &[(String, u64)], room: usize) -> Option<Self> {
        let (first, last) = span(dates)?;
        let fits = |unit: &Self| unit.number(first, last) <= room.max(1);
        Some(Self::ALL.into_iter().find(fits).unwrap_or(Self::Year))
    }

    /// The next longer one; after a year, the shortest that is no shorter than `shortest`.
    pub fn next_longer(self, shortest: Self) -> Self {
        let at = |unit: Self| Self::ALL.iter().position(|other| *other == unit).unwrap_or(0);
        Self::ALL.get(at(self) + 1).copied().unwrap_or(shortest)
    }

    /// How the one that begins on `start` is called.
    pub fn label(self, start: NaiveDate, dates: DateStyle) -> String {
        match self {
            Self::Day => Printed::Day(start).in_style(dates),
            Self::Week => format!("week of {}", Printed::Day(start).in_style(dates)),
            Self::Month => Printed::Month(start).in_style(dates),
            Self::Year => Printed::Year(start).in_style(dates),
        }
    }
}

/// A stretch of time: one day, week, month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// How long it is.
    pub unit: Unit,
    /// Its first day.
    pub start: NaiveDate,
}

impl Stretch {
    /// How it is called.
    pub fn label(self, dates: DateStyle) -> String {
        self.unit.label(self.start, dates)
    }

    /// Whether a date (ISO 8601) is in it, and exactly enough to tell.
    pub fn holds(self, date: &str) -> bool {
        is_exact(date, self.unit) && first_day(date).is_some_and(|day| self.unit.start(day) == self.start)
    }
}

/// Counts over time, without a gap from the first to the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// What each of the counts is of.
    pub unit: Unit,
    /// The first day of each, and how many.
    pub counts: Vec<(NaiveDate, u64)>,
    /// How many are dated less exactly than that, or not at all.
    pub elsewhere: u64,
}

impl Timeline {
    /// Counts `dates` (ISO 8601, as exact as they are known, with how many there are of each) by a unit. None if not one
    /// of them has even a year.
    pub fn by(dates: &[(String, u64)], unit: Unit) -> Option<Self> {
        let (first, last) = span(dates)?;
        let first = unit.start(first);
        let mut counts = Vec::new();
        let mut start = Some(first);
        while let Some(day) = start.filter(|day| *day <= last) {
            counts.push((day, 0));
            start = unit.next(day);
        }
        let mut timeline = Timeline { unit, counts, elsewhere: 0 };
        for (date, number) in dates {
            let day = first_day(date).filter(|_| is_exact(date, unit));
            match day.and_then(|day| timeline.counts.get_mut(unit.number(first, day) - 1)) {
                Some((_, count)) => *count += number,
                None => timeline.elsewhere += number,
            }
        }
        Some(timeline)
    }

    /// One of its stretches.
    pub fn stretch(&self, at: usize) -> Option<Stretch> {
        self.counts.get(at).map(|(start, _)| Stretch { unit: self.unit, start: *start })
    }

    /// The most of one.
    pub fn most(&self) -> u64 {
        self.counts.iter().map(|(_, count)| *count).max().unwrap_or(0)
    }
}

/// The first and the last day of dates that have one.
fn span(dates: &[(String, u64)]) -> Option<(NaiveDate, NaiveDate)> {
    let days = || dates.iter().filter_map(|(date, _)| first_day(date));
    days().min().zip(days().max())
}

fn first_day(date: &str) -> Option<NaiveDate> {
    Printed::from_iso(date)?.first_day()
}

/// Whether the date tells which one of that unit it is in.
fn is_exact(date: &str, unit: Unit) -> bool {
    match unit {
        Unit::Day | Unit::Week => date.len() == 10,
        Unit::Month => date.len() >= 7,
        Unit::Year => date.len() >= 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_gone_through_from_the_shortest_that_fits_to_years_and_round() {
        assert_eq!(Unit::Week.next_longer(Unit::Week), Unit::Month);
        assert_eq!(Unit::Year.next_longer(Unit::Week), Unit::Week);
        assert_eq!(Unit::Year.next_longer(Unit::Year), Unit::Year);
    }

    #[test]
    fn days_are_written_as_the_person_wants_them() {
        let day = NaiveDate::from_ymd_opt(2020, 7, 27).unwrap();
        let labels = |dates| Unit::ALL.map(|unit| unit.label(day, dates));
        assert_eq!(labels(DateStyle::Iso), ["2020-07-27", "week of 2020-07-27", "2020-07", "2020"]);
        assert_eq!(labels(DateStyle::MonthFirst), ["Jul 27, 2020", "week of Jul 27, 2020", "Jul 2020", "2020"]);
    }
    use proptest::prelude::*;

    fn timeline(dates: &[(&str, u64)], room: usize) -> Timeline {
        let dates: Vec<(String, u64)> = dates.iter().map(|(date, count)| ((*date).to_owned(), *count)).collect();
        Timeline::by(&dates, Unit::fitting(&dates, room).unwrap()).unwrap()
    }

    #[test]
    fn the_unit_is_the_shortest_that_fits() {
        let dates = [("2020-01-30", 2), ("2020-03-02", 1)];
        assert_eq!(timeline(&dates, 40).unit, Unit::Day);
        assert_eq!(timeline(&dates, 10).unit, Unit::Week);
        let months = timeline(&dates, 3);
        let told: Vec<_> =
            months.counts.iter().map(|(day, count)| (months.unit.label(*day, DateStyle::DayFirst), *count)).collect();
        assert_eq!(told, [("Jan 2020".to_owned(), 2), ("Feb 2020".to_owned(), 0), ("Mar 2020".to_owned(), 1)]);
        assert_eq!(timeline(&dates, 2).unit, Unit::Year);
    }

    #[test]
    fn what_is_not_dated_exactly_enough_is_told_apart() {
        let dates = [("", 4), ("2020", 3), ("2020-02", 2), ("2020-03-02", 1), ("2020-03-20", 1)];
        let timeline = timeline(&dates, 30);
        assert_eq!((timeline.unit, timeline.elsewhere), (Unit::Week, 9));
        assert_eq!(Unit::fitting(&[(String::new(), 4)], 30), None);
        assert_eq!(Timeline::by(&[(String::new(), 4)], Unit::Day), None);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(dates in proptest::collection::vec(("((19|20)[0-9]{2}(-0[1-9](-[12][0-9])?)?)?", 1..9u64), 0..20), room in 0..90usize) {
            let all: u64 = dates.iter().map(|(_, count)| count).sum();
            if let Some(timeline) = Unit::fitting(&dates, room).and_then(|unit| Timeline::by(&dates, unit)) {
                for (at, (_, count)) in timeline.counts.iter().enumerate() {
                    let stretch = timeline.stretch(at).unwrap();
                    let held: u64 = dates.iter().filter(|(date, _)| stretch.holds(date)).map(|(_, count)| count).sum();
                    prop_assert_eq!(held, *count);
                }
                prop_assert_eq!(timeline.counts.iter().map(|(_, count)| count).sum::<u64>() + timeline.elsewhere, all);
            }
        }
    }
}

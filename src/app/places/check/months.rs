//! When else a speaker was quoted, in the months of the year that a passage was printed in.

use crate::article::Printed;
use crate::library::Profile;
use chrono::Datelike;

/// How often somebody was quoted in each month of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Months {
    /// Who.
    pub name: String,
    /// The year.
    pub year: i32,
    /// How many quotations were printed in each month.
    pub counts: [u64; 12],
    /// How many in the year; more than in its months where some are not dated to the month.
    pub in_year: u64,
    /// How many in all.
    pub in_all: u64,
    /// How many outlets printed them, as far as they are known.
    pub outlets: usize,
}

impl Months {
    /// Those of a person in the year of `printed`; none where that has no year.
    pub fn of(profile: &Profile, printed: Printed) -> Option<Self> {
        let year = printed.first_day()?.year();
        let (counts, in_year) = counted(&profile.dates, year);
        let outlets = profile.outlets.iter().filter(|(outlet, _)| outlet.is_some()).count();
        let (name, in_all) = (profile.person.name.clone(), profile.person.quotations);
        Some(Months { name, year, counts, in_year, in_all, outlets })
    }
}

/// How many of `dates` (ISO 8601, as exact as they are known, with how many there are of each) are in each month of a
/// year, and how many in the year.
fn counted(dates: &[(String, u64)], year: i32) -> ([u64; 12], u64) {
    let (mut counts, mut in_year) = ([0; 12], 0);
    for (date, count) in dates {
        let Some(date) = Printed::from_iso(date) else { continue };
        let Some(day) = date.first_day().filter(|day| day.year() == year) else { continue };
        in_year += count;
        if !matches!(date, Printed::Year(_)) {
            counts[day.month0() as usize] += count;
        }
    }
    (counts, in_year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_count_in_the_month_that_they_are_dated_to_and_else_in_the_year() {
        let dates = [("", 1), ("2019-12-31", 2), ("2020", 1), ("2020-03", 1), ("2020-03-04", 2), ("2020-12-31", 2)];
        let (counts, in_year) = counted(&dates.map(|(date, count)| (date.to_owned(), count)), 2020);
        assert_eq!((counts[2], counts[11], counts.iter().sum::<u64>(), in_year), (3, 2, 5, 6));
    }
}

//! The full texts of articles and quotations: which words stand in them, and under which number.
//!
//! The words are folded as everything else is that is compared (FTS5's own folding knows no `ß`, `æ`
//! or `ø`). The numbers are those of the rows below that of the month in which they were printed,
//! the newest month first: what is wanted newest first is found without listing the rest.

mod lists;
mod postings;
mod row_set;
mod segment;
mod structure;
mod table;
mod varint;

pub(crate) use lists::Wanted;
pub(super) use postings::{Inverter, Postings};
pub(crate) use row_set::RowSet;
pub(super) use table::reload;
pub(crate) use table::{ARTICLES, QUOTATIONS, Table};

use crate::text::fold;
use chrono::{Datelike, NaiveDate};
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::{Connection, Result};
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// How many bits of a number are those of the row: keys of records are no longer.
const ROW_BITS: u32 = 32;

/// Thirteen months a year, the first for what says none, up to the last of the year 9999.
const LAST_MONTH: i64 = 13 * 9999 + 12;

/// The number of a row in a full text; `printed` is its article's date in ISO 8601, as exact as it is
/// known.
pub(crate) fn number(printed: &str, row: i64) -> i64 {
    Digits::of_iso(printed).month() << ROW_BITS | row
}

/// The row with a number.
pub(crate) fn row(number: i64) -> i64 {
    number & ((1 << ROW_BITS) - 1)
}

/// The numbers that rows may have which were printed from the month of `newest` to that of `oldest`.
pub(crate) fn numbers(newest: Digits, oldest: Digits) -> RangeInclusive<i64> {
    newest.month() << ROW_BITS..=((oldest.month() + 1) << ROW_BITS) - 1
}

/// The month of a number, as a place among all months, the newest first.
pub(crate) fn month(number: i64) -> i64 {
    number >> ROW_BITS
}

/// A date as one number, in whose order dates stand: 2020-07-27 as 20200727, with zeros for what is not
/// known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Digits(u32);

impl Digits {
    /// Those of a day.
    pub fn of_day(day: NaiveDate) -> Self {
        Self(u32::try_from(day.year()).unwrap_or(0) * 10_000 + day.month() * 100 + day.day())
    }

    /// Those of a date in ISO 8601, as exact as it is known.
    pub fn of_iso(printed: &str) -> Self {
        let mut parts = printed.split('-').map(|part| part.parse::<u32>().unwrap_or(0));
        let mut next = |most: u32| parts.next().unwrap_or(0).min(most);
        Self(next(9999) * 10_000 + next(12) * 100 + next(31))
    }

    /// Those of the year alone.
    pub fn year(self) -> Self {
        Self(self.0 / 10_000 * 10_000)
    }

    /// The place of its month among all months, the newest first.
    fn month(self) -> i64 {
        LAST_MONTH - i64::from(13 * (self.0 / 10_000) + self.0 / 100 % 100).min(LAST_MONTH)
    }
}

/// The words of `text` as they stand in the full texts.
pub(crate) fn words(text: &str) -> String {
    fold::words(text)
}

/// What finds the words of `text`, side by side, in a full text.
pub(crate) fn phrase(text: &str) -> String {
    format!("\"{}\"", words(text))
}

/// Lets the views that full texts are checked against ask for words and numbers.
pub(super) fn register(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("full_text_words", 1, flags, |call| Ok(words(&text(call)?)))?;
    connection.create_scalar_function("full_text_number", 2, flags, |call| Ok(number(&text(call)?, call.get(1)?)))
}

/// The first thing that a function was given.
fn text<'a>(call: &'a Context<'_>) -> Result<Cow<'a, str>> {
    Ok(String::from_utf8_lossy(call.get_raw(0).as_bytes()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_month_comes_first_and_rows_keep_their_order_in_it() {
        let dates = ["9999-12-31", "2020-07-27", "2020-07-01", "2020-06", "2020", "2019-12-31", "0000", ""];
        let months = dates.map(|date| month(number(date, 1)));
        assert!(months.is_sorted() && months[0] == 0, "{months:?}");
        assert_eq!(months[1], months[2]);
        assert!(number("2020-07-27", 1) < number("2020-07-01", 2));
        assert_eq!(row(number("2020-07-27", i64::from(u32::MAX))), i64::from(u32::MAX));
        let july = Digits::of_iso("2020-07");
        for (date, is_of_july) in [("2020-07-27", true), ("2020-08-01", false), ("2020-06-30", false), ("2020", false)]
        {
            assert_eq!(numbers(july, july).contains(&number(date, i64::from(u32::MAX))), is_of_july, "{date}");
        }
    }

    #[test]
    fn what_is_no_date_has_a_month_all_the_same() {
        for date in ["-", "x-y", "99999999999999999999", "-5--7", "12345-99"] {
            assert!((0..=LAST_MONTH).contains(&month(number(date, 1))), "{date}");
        }
    }
}

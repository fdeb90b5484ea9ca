//! Days and periods in queries: `2020-07`, `2020-07..2020-09`, *last july*, *3 weeks ago*.

use super::Period;
use crate::text::calendar;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// What a date in a query can be, as a phrase.
const EXPECTED: &str = "a date is 2020-07-27, 2020-07, 2020, a range such as 2020-07..2020-09, or words such as \"last july\", \"3 weeks ago\"";

/// The period that a word alone stands for: a day, a month or a range, but not a year, which may be a number.
pub fn bare(word: &str) -> Option<Period> {
    if word.contains("..") {
        return range(word, None);
    }
    iso(word).filter(|_| word.contains('-'))
}

/// The period that the value of a field stands for.
pub fn period(value: &str, today: NaiveDate) -> Result<Period, String> {
    range(value, Some(today)).or_else(|| one(value, today)).ok_or_else(|| EXPECTED.to_owned())
}

/// `from..to`; one of the two may be missing.
fn range(value: &str, today: Option<NaiveDate>) -> Option<Period> {
    let (from, to) = value.split_once("..")?;
    let side = |text: &str| match (text.trim(), today) {
        ("", _) => Some(Period::default()),
        (text, None) => iso(text),
        (text, Some(today)) => one(text, today),
    };
    let (from, to) = (side(from)?, side(to)?);
    let is_empty = from == Period::default() && to == Period::default();
    (!is_empty).then_some(Period { first: from.first, last: to.last })
}

fn one(text: &str, today: NaiveDate) -> Option<Period> {
    let words = text.to_lowercase().replace(',', " ");
    let words: Vec<&str> = words.split_whitespace().collect();
    iso(text.trim()).or_else(|| relative(&words, today)).or_else(|| named(&words, today))
}

/// `2020`, `2020-07`, `2020-07-27`
fn iso(text: &str) -> Option<Period> {
    let digits = |part: &str, length: usize| {
        (part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse::<u32>().ok())?
    };
    let parts: Vec<&str> = text.split('-').collect();
    let year = i32::try_from(digits(parts.first()?, 4)?).ok()?;
    match parts[..] {
        [_] => Some(Period { first: NaiveDate::from_ymd_opt(year, 1, 1), last: NaiveDate::from_ymd_opt(year, 12, 31) }),
        [_, month] => self::month(year, digits(month, 2)?),
        [_, month, day] => NaiveDate::from_ymd_opt(year, digits(month, 2)?, digits(day, 2)?).map(day_alone),
        _ => None,
    }
}

fn month(year: i32, month: u32) -> Option<Period> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
    Some(Period { first: Some(first), last: Some(last) })
}

fn day_alone(day: NaiveDate) -> Period {
    Period { first: Some(day), last: Some(day) }
}

/// *today*, *last week*, *3 days ago*
fn relative(words: &[&str], today: NaiveDate) -> Option<Period> {
    match *words {
        ["today"] => Some(day_alone(today)),
        ["yesterday"] => today.pred_opt().map(day_alone),
        ["this", unit] => around(unit, today),
        ["last", unit] => around(unit, before(unit, 1, today)?),
        [number, unit, "ago"] => {
            let number = if number == "a" || number == "one" { 1 } else { number.parse().ok()? };
            let day = before(unit, number, today)?;
            if unit.starts_with("month") || unit.starts_with("year") { around(unit, day) } else { Some(day_alone(day)) }
        }
        _ => None,
    }
}

/// The day that is so many units before `today`.
fn before(unit: &str, number: u32, today: NaiveDate) -> Option<NaiveDate> {
    match unit.trim_end_matches('s') {
        "day" => today.checked_sub_days(Days::new(number.into())),
        "week" => today.checked_sub_days(Days::new(7 * u64::from(number))),
        "month" => today.checked_sub_months(Months::new(number)),
        "year" => today.checked_sub_months(Months::new(number.checked_mul(12)?)),
        _ => None,
    }
}

/// The day, week, month or year that `day` is in.
fn around(unit: &str, day: NaiveDate) -> Option<Period> {
    match unit.trim_end_matches('s') {
        "day" => Some(day_alone(day)),
        "week" => {
            let week = day.week(Weekday::Mon);
            Some(Period { first: week.checked_first_day(), last: week.checked_last_day() })
        }
        "month" => month(day.year(), day.month()),
        "year" => iso(&format!("{:04}", day.year())),
        _ => None,
    }
}

/// *july 2020*, *27 july 2020*, *july 27 2020*, and without a year the last such month or weekday.
fn named(words: &[&str], today: NaiveDate) -> Option<Period> {
    let words = words.strip_prefix(&["last"]).unwrap_or(words);
    let day_of = |day: &str, name: &str, year: &str| {
        let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
        NaiveDate::from_ymd_opt(year.parse().ok()?, calendar::month_number(name)?, day).map(day_alone)
    };
    match *words {
        [name] => match (calendar::month_number(name), calendar::weekday(name)) {
            (Some(number), _) => month(today.year() - i32::from(number >= today.month()), number),
            (None, Some(weekday)) => (1..=7)
                .filter_map(|back| today.checked_sub_days(Days::new(back)))
                .find(|day| day.weekday() == weekday)
                .map(day_alone),
            (None, None) => None,
        },
        [name, year] => month(year.parse().ok()?, calendar::month_number(name)?),
        [one, two, year] => day_of(one, two, year).or_else(|| day_of(two, one, year)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[track_caller]
    fn assert_means(value: &str, first: &str, last: &str) {
        let today = day("2021-03-10");
        assert_eq!(period(value, today), Ok(Period { first: Some(day(first)), last: Some(day(last)) }), "{value}");
    }

    #[test]
    fn periods_are_as_long_as_they_are_named() {
        assert_means("2020", "2020-01-01", "2020-12-31");
        assert_means("2020-02", "2020-02-01", "2020-02-29");
        assert_means("2020-07..2020-09", "2020-07-01", "2020-09-30");
        assert_means("last july", "2020-07-01", "2020-07-31");
        assert_means("february", "2021-02-01", "2021-02-28");
        assert_means("last march", "2020-03-01", "2020-03-31");
        assert_means("July 2020", "2020-07-01", "2020-07-31");
        assert_means("July 27th, 2020", "2020-07-27", "2020-07-27");
        assert_means("27 Juli 2020", "2020-07-27", "2020-07-27");
        assert_means("yesterday", "2021-03-09", "2021-03-09");
        assert_means("last week", "2021-03-01", "2021-03-07");
        assert_means("3 weeks ago", "2021-02-17", "2021-02-17");
        assert_means("last month", "2021-02-01", "2021-02-28");
        assert_means("2 years ago", "2019-01-01", "2019-12-31");
        assert_means("friday", "2021-03-05", "2021-03-05");
        assert_means("last july..yesterday", "2020-07-01", "2021-03-09");
        let open = period("..2020-07", day("2021-03-10")).unwrap();
        assert_eq!((open.first, open.last), (None, Some(day("2020-07-31"))));
    }

    #[test]
    fn a_number_alone_is_a_word_and_no_day_that_never_was_is_one() {
        assert_eq!(bare("2020"), None);
        assert!(bare("2020-07").is_some() && bare("2020-07..").is_some());
        for word in ["2020-13", "a..b", "..", "f-16", "2021-02-29"] {
            assert_eq!(bare(word), None, "{word}");
        }
    }

    proptest! {
        #[test]
        fn no_words_are_too_odd(text in "[0-9]{0,12} ?(days|years|months|july|week|..|-)? ?(ago|[0-9]{0,9})|\\PC{0,20}") {
            drop(period(&text, day("2021-03-10")));
            bare(&text);
        }
    }
}

//! Dates as newspapers print them, with the precision that they have. A printed date is taken as
//! the local one: no time zone shifts it.

use super::DateOrder;
use super::cursor::Cursor;
use crate::article::Printed;
use crate::text::calendar::{month_number, weekday};
use chrono::NaiveDate;

/// What a printed date says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A date.
    Date(Printed),
    /// A month and a day of it: the year is not said.
    DayOfYear {
        /// 1–12.
        month: u32,
        /// 1–31.
        day: u32,
    },
    /// It has the form of a date, but there is no such day.
    Impossible,
    /// Numbers that could be day and month or month and day.
    Open,
    /// Its year has two digits: the century is not said.
    NoCentury,
}

impl Reading {
    /// Why it gives no date of its own, as the end of a sentence; nothing if it is one.
    pub const fn fault(self) -> Option<&'static str> {
        match self {
            Reading::Date(_) => None,
            Reading::DayOfYear { .. } => Some("does not say the year"),
            Reading::Impossible => Some("is no date"),
            Reading::Open => Some("leaves open which number is the day"),
            Reading::NoCentury => Some("does not say the century"),
        }
    }
}

/// The date that a text begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// What it says.
    pub reading: Reading,
    /// How many bytes it takes, weekday, time of day and zone included.
    pub len: usize,
}

/// The date at the very beginning of `text`, if there is one: behind a weekday or a time of day,
/// in any of the usual orders, with the month as a number or a name (in seven languages), to the
/// day, the month or the year. Of the days of one issue (`March 3-5, 2020`) it is the first, on
/// which that was printed.
pub fn at_start(text: &str, order: DateOrder) -> Option<Found> {
    let mut cursor = Cursor::new(text);
    if cursor.time() {
        cursor.skip(&[' ', ',']);
        cursor.accept_word(|word| matches!(word, "on" | "am"));
    }
    if cursor.accept_word(|word| weekday(word).is_some()) {
        cursor.accept("-feira");
        cursor.skip(&['.', ',', ' ', '\u{a0}']);
    }
    cursor.accept_word(|word| matches!(word, "the" | "den" | "am" | "le" | "el" | "il" | "op" | "em"));
    let reading = match cursor.peek()? {
        c if c.is_ascii_digit() => cursor.number_first(order)?,
        _ => cursor.month_first()?,
    };
    cursor.at_word_end().then(|| {
        cursor.trailing_time();
        Found { reading, len: cursor.at() }
    })
}

/// How long the weekday and the time of day are that go on a line of dates behind one:
/// `March 3, 2020 Tuesday 10:15 AM`.
pub fn day_and_time_behind(text: &str) -> usize {
    let mut cursor = Cursor::new(text);
    cursor.accept_word(|word| weekday(word).is_some());
    cursor.trailing_time();
    cursor.at()
}

fn to_day(year: u32, month: u32, day: u32) -> Reading {
    // No calendar of ours has a year 0.
    let year = i32::try_from(year).ok().filter(|year| *year > 0);
    let date = year.and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    date.map_or(Reading::Impossible, |date| Reading::Date(Printed::Day(date)))
}

fn to_month(year: u32, month: u32) -> Reading {
    match to_day(year, month, 1) {
        Reading::Date(Printed::Day(first)) => Reading::Date(Printed::Month(first)),
        other => other,
    }
}

fn to_year(year: u32) -> Reading {
    match to_day(year, 1, 1) {
        Reading::Date(Printed::Day(first)) => Reading::Date(Printed::Year(first)),
        other => other,
    }
}

/// A month's day, should any year have it.
fn of_any_year(month: u32, day: u32) -> Reading {
    const LEAP_YEAR: u32 = 2000;
    match to_day(LEAP_YEAR, month, day) {
        Reading::Date(_) => Reading::DayOfYear { month, day },
        other => other,
    }
}

/// Two numbers before a year: which is the day?
fn numbers(first: u32, second: u32, year: u32, order: DateOrder) -> Reading {
    match order {
        _ if first == second => to_day(year, first, second),
        _ if first > 12 => to_day(year, second, first),
        _ if second > 12 => to_day(year, first, second),
        DateOrder::Dmy => to_day(year, second, first),
        DateOrder::Mdy => to_day(year, first, second),
        DateOrder::Unknown if first == 0 || second == 0 => Reading::Impossible,
        DateOrder::Unknown => Reading::Open,
    }
}

impl Cursor<'_> {
    fn month_name(&mut self) -> Option<u32> {
        let month = self.attempt(|c| c.word().and_then(month_number))?;
        self.accept(".");
        Some(month)
    }

    /// A year: four digits, or two (`14`, `'14`), of which no year can be made.
    fn year(&mut self) -> Option<Option<u32>> {
        self.attempt(|c| {
            let short = c.accept_any(&["'", "’", "‘"]);
            let (value, len) = c.number(4)?;
            match len {
                _ if c.rest().starts_with(':') => None,
                4 if !short => Some(Some(value)),
                2 => Some(None),
                _ => None,
            }
        })
    }

    fn number_first(&mut self, order: DateOrder) -> Option<Reading> {
        let compact = self.attempt(|c| {
            let (value, _) = c.number(8).filter(|(_, len)| *len == 8)?;
            Some(to_day(value / 10_000, value / 100 % 100, value % 100))
        });
        if compact.is_some() {
            return compact;
        }
        match self.number(4)? {
            (year, 4) => Some(self.after_year(year)),
            (first, 1 | 2) => self.attempt(|c| c.all_numbers(first, order)).or_else(|| self.after_day(first)),
            _ => None,
        }
    }

    /// `2020-07-27`, `2020-07`, `2020`, with `-`, `/` or `.`
    fn after_year(&mut self, year: u32) -> Reading {
        let month = self.attempt(|c| {
            let separator = c.separator()?;
            let (month, _) = c.number(2)?;
            Some((separator, month))
        });
        let Some((separator, month)) = month else { return to_year(year) };
        let day = self.attempt(|c| {
            let (day, _) = c.accept(separator).then(|| c.number(2))??;
            Some(day)
        });
        day.map_or_else(|| to_month(year, month), |day| to_day(year, month, day))
    }

    /// What parts the numbers of a date.
    fn separator(&mut self) -> Option<&'static str> {
        ["-", "/", "."].into_iter().find(|mark| self.accept(mark))
    }

    /// `27/07/2020`, `27.7.2020`, `7-27-20`
    fn all_numbers(&mut self, first: u32, order: DateOrder) -> Option<Reading> {
        let separator = self.separator()?;
        let (second, _) = self.number(2)?;
        let year = self.accept(separator).then(|| self.year())??;
        Some(year.map_or(Reading::NoCentury, |year| numbers(first, second, year, order)))
    }

    /// `27 July 2020`, `27th of July, 2020`, `26-FEB-1987`, `27. Juli`
    fn after_day(&mut self, day: u32) -> Option<Reading> {
        self.ordinal();
        self.last_day(day);
        self.skip(&[' ', '-', '\u{a0}']);
        self.accept_word(|word| matches!(word, "of" | "de" | "di"));
        let month = self.month_name()?;
        let year = self.attempt(|c| {
            c.skip(&[' ', ',', '-', '\u{a0}']);
            c.accept_word(|word| matches!(word, "de" | "del" | "of"));
            c.year()
        });
        Some(with_year(year, month, day))
    }

    /// `July 27, 2020`, `Sept. 3`, `July 2020`, `Jul 27 10:00:00 2020`
    fn month_first(&mut self) -> Option<Reading> {
        let month = self.month_name()?;
        let year = self.attempt(|c| {
            c.skip(&[' ', ',', '\u{a0}']);
            c.accept_word(|word| matches!(word, "de" | "del" | "of"));
            c.year().flatten()
        });
        if let Some(year) = year {
            return Some(to_month(year, month));
        }
        self.skip(&[' ', '-', '\u{a0}']);
        let (day, _) = self.number(2)?;
        self.ordinal();
        self.last_day(day);
        let year = self.attempt(|c| {
            c.skip(&[' ', ',', '-', '\u{a0}']);
            if c.time() {
                c.spaces();
            }
            c.year()
        });
        Some(with_year(year, month, day))
    }

    /// Passes the `-5` of `March 3-5, 2020` and `3-5 March 2020`, the `-April 2` of `March 31-April 2`.
    fn last_day(&mut self, first: u32) {
        self.attempt(|c| {
            c.accept_any(&["-", "–"]).then_some(())?;
            let month = c.month_name().is_some();
            c.skip(&[' ']);
            let (last, _) = c.number(2)?;
            ((month || first < last) && last <= 31 && matches!(c.peek(), Some(' ' | ',' | '\u{a0}'))).then_some(())
        });
    }

    fn ordinal(&mut self) {
        self.accept_any(&["st", "nd", "rd", "th", "er", "º", "ª", "."]);
    }

    fn trailing_time(&mut self) {
        self.attempt(|c| {
            c.skip(&[' ', ',', 'T', '|', '/', '\u{a0}']);
            c.accept_word(|word| matches!(word, "at" | "um" | "à" | "a" | "om" | "ore" | "alle" | "às"));
            c.time().then_some(())
        });
    }
}

fn with_year(year: Option<Option<u32>>, month: u32, day: u32) -> Reading {
    match year {
        Some(Some(year)) => to_day(year, month, day),
        Some(None) => Reading::NoCentury,
        None => of_any_year(month, day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, order: DateOrder) -> Option<String> {
        match at_start(text, order)? {
            Found { reading: Reading::Date(printed), len } if len == text.len() => printed.iso(),
            _ => None,
        }
    }

    #[test]
    fn a_day_is_read_in_every_printed_form() {
        for text in [
            "2020-07-27",
            "2020-07-27T10:00:00Z",
            "2020-07-27 10:00:00.123+02:00",
            "2020/7/27",
            "20200727",
            "July 27, 2020",
            "july 27th, 2020",
            "Jul. 27 2020",
            "27 July 2020",
            "27th of July, 2020",
            "Mon, 27 Jul 2020 10:00:00 GMT",
            "Monday, July 27, 2020",
            "Monday 27 July 2020",
            "27-JUL-2020 15:01:01.79",
            "27/07/2020",
            "7/27/2020",
            "27.7.2020",
            "Mon Jul 27 10:00:00 2020",
            "3:04 p.m. ET, July 27, 2020",
            "July 27, 2020, 3:04 p.m. EDT",
            "July 27, 2020 at 3 pm (CET)",
            "27. Juli 2020",
            "27 juillet 2020",
            "27 de julio de 2020",
            "Montag, 27. Juli 2020, 14:30 Uhr",
            "10:15 AM on Mon., July 27, 2020",
            "July 27, 2020, 5:04 p.m.",
            "July 27, 2020 / 5:04 PM",
            "Mon 27 Jul 2020 10.05 GMT",
            "10.05, 27 July 2020",
            "the 27th of July 2020",
            "le 27 juillet 2020",
            "27 juillet 2020 à 10h05",
            "lundi 27 juil. 2020 à 10 h",
            "maandag 27 juli 2020",
            "em 27 de julho de 2020",
            "July 27-29, 2020",
            "27–29 July 2020",
            "July 27-Aug. 2, 2020",
            "segunda-feira, 27 de julho de 2020",
            "maandag 27 juli 2020 om 10.05 uur",
        ] {
            assert_eq!(read(text, DateOrder::Unknown).as_deref(), Some("2020-07-27"), "{text}");
        }
    }

    #[test]
    fn precision_is_kept() {
        for (text, iso) in
            [("July 2020", "2020-07"), ("2020-07", "2020-07"), ("Sept., 2016", "2016-09"), ("1987", "1987")]
        {
            assert_eq!(read(text, DateOrder::Unknown).as_deref(), Some(iso), "{text}");
        }
        let found = at_start("Feb. 29 —", DateOrder::Unknown).unwrap();
        assert_eq!(found, Found { reading: Reading::DayOfYear { month: 2, day: 29 }, len: 7 });
    }

    #[test]
    fn numbers_that_leave_the_order_open_need_an_answer() {
        assert_eq!(at_start("3/4/2020", DateOrder::Unknown).unwrap().reading, Reading::Open);
        assert_eq!(read("3/4/2020", DateOrder::Dmy).as_deref(), Some("2020-04-03"));
        assert_eq!(read("3/4/2020", DateOrder::Mdy).as_deref(), Some("2020-03-04"));
        assert_eq!(read("27/7/2020", DateOrder::Mdy).as_deref(), Some("2020-07-27"));
        assert_eq!(read("5.5.2020", DateOrder::Unknown).as_deref(), Some("2020-05-05"));
    }

    #[test]
    fn what_no_calendar_has_is_no_date() {
        for text in
            ["31 June 2020", "2019-02-29", "2020-13-01", "June 31", "32/13/2020", "0/4/2020", "20201327", "0000-01-01"]
        {
            assert_eq!(at_start(text, DateOrder::Unknown).unwrap().reading, Reading::Impossible, "{text}");
        }
        for text in ["26-Feb-87", "3/25/20", "Aug. 4, '14", "Mar-03-20"] {
            assert_eq!(at_start(text, DateOrder::Unknown).unwrap().reading, Reading::NoCentury, "{text}");
        }
        for text in ["yesterday", "12", "May", "March on Washington", "2020s", "202", "1234567", "", "10:30"] {
            assert_eq!(at_start(text, DateOrder::Unknown), None, "{text}");
        }
    }

    #[test]
    fn what_follows_a_date_is_left_alone() {
        assert_eq!(at_start("2020-07-27 Monday was", DateOrder::Unknown).unwrap().len, 10);
        assert_eq!(at_start("2020-07-27 10:00 ROME — The", DateOrder::Unknown).unwrap().len, 16);
    }

    proptest! {
        #[test]
        fn any_text_can_be_asked(text in "([0-9]{1,4}|[-/., :T+]|July|Mon|de|th|pm|é|\\PC){0,12}") {
            if let Some(found) = at_start(&text, DateOrder::Dmy) {
                prop_assert!(found.len > 0 && text.is_char_boundary(found.len));
            }
        }
    }
}

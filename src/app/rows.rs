//! Rows of the list, packed: a list of a million articles is to fit into a small part of the memory.
//! They are made where there is time for it, and then never change, except for their counts.

use crate::article::Printed;
use crate::library::{RecordKey, Summary};
use crate::text::fold::fold;
use chrono::{Datelike, NaiveDate};
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Some rows of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    packed: Arc<Packed>,
    /// How many quotations each article has, as far as they are known.
    quotations: Vec<u32>,
}

/// What does not change of rows.
#[derive(Debug, Default, PartialEq, Eq)]
struct Packed {
    entries: Vec<Entry>,
    /// The titles, folded, each with a line end after it.
    folded: String,
    /// Which bytes of those are capitals in the title: one bit each. Most titles differ in nothing else.
    capitals: Vec<u8>,
    /// The titles that do: the numbers of their rows, and where they end in `odd_titles`.
    odd: Vec<(u16, u32)>,
    odd_titles: String,
    /// The outlets, folded.
    outlets: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    key: RecordKey,
    /// Where its folded title ends, the line end included; it begins where the one before ends.
    folded_end: u32,
    printed: PackedDate,
    /// The number of its outlet, or one past the end.
    outlet: u16,
    stand_in: bool,
}

/// A row of the list, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<'a> {
    /// Which record.
    pub key: RecordKey,
    /// Its headline or opening words.
    pub title: Cow<'a, str>,
    /// Whether opening words stand in for a headline.
    pub stand_in: bool,
    /// When it was printed.
    pub printed: Printed,
    /// How many quotations it has, as far as they are known.
    pub quotations: u32,
}

impl Rows {
    /// The most of them in one piece.
    pub const MOST: usize = 4096;

    /// The rows of these summaries, in pieces.
    pub fn of(summaries: &[Summary]) -> Vec<Self> {
        summaries.chunks(Self::MOST).map(Self::piece).collect()
    }

    fn piece(summaries: &[Summary]) -> Self {
        let mut packed = Packed { entries: Vec::with_capacity(summaries.len()), ..Packed::default() };
        let mut numbers = HashMap::new();
        for summary in summaries {
            packed.push_title(&summary.title);
            let outlet = summary.outlet.as_deref().map(|outlet| {
                *numbers.entry(outlet).or_insert_with(|| {
                    packed.outlets.push(fold(outlet));
                    packed.outlets.len() - 1
                })
            });
            packed.entries.push(Entry {
                key: summary.key,
                folded_end: offset(packed.folded.len()),
                printed: PackedDate::of(summary.printed),
                outlet: outlet.map_or(u16::MAX, number),
                stand_in: summary.stand_in,
            });
        }
        packed.folded.shrink_to_fit();
        packed.capitals.shrink_to_fit();
        Self { packed: Arc::new(packed), quotations: summaries.iter().map(|summary| summary.quotations).collect() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.packed.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.packed.entries.is_empty()
    }

    /// The row with this number.
    pub fn get(&self, row: usize) -> Option<Listed<'_>> {
        let entry = self.packed.entries.get(row)?;
        Some(Listed {
            key: entry.key,
            title: self.packed.title(row),
            stand_in: entry.stand_in,
            printed: entry.printed.unpacked(),
            quotations: self.quotations[row],
        })
    }

    /// The key of the row with this number.
    pub fn key(&self, row: usize) -> RecordKey {
        self.packed.entries[row].key
    }

    /// When the article of the row with this number was printed.
    pub fn printed(&self, row: usize) -> PackedDate {
        self.packed.entries[row].printed
    }

    /// How many quotations the article of the row with this number has.
    pub fn quotations(&self, row: usize) -> u32 {
        self.quotations[row]
    }

    /// Notes how many quotations the article of the row with this number has.
    pub fn set_quotations(&mut self, row: usize, quotations: u32) {
        self.quotations[row] = quotations;
    }

    /// The folded title of the row with this number, a line end after it.
    pub fn folded(&self, row: usize) -> &str {
        &self.packed.folded[self.packed.folded_range(row)]
    }

    /// Which rows hold the needle, folded and without line ends, in their title or outlet.
    pub fn holding(&self, needle: &Finder<'_>) -> Vec<bool> {
        let Packed { entries, folded, outlets, .. } = &*self.packed;
        let outlets: Vec<bool> = outlets.iter().map(|outlet| needle.find(outlet.as_bytes()).is_some()).collect();
        let of_outlet = |entry: &Entry| outlets.get(usize::from(entry.outlet)).is_some_and(|found| *found);
        let mut holding: Vec<bool> = entries.iter().map(of_outlet).collect();
        let (mut from, mut row) = (0, 0);
        while let Some(at) = needle.find(&folded.as_bytes()[from..]) {
            let is_before = |entry: &Entry| entry.folded_end as usize <= from + at;
            row += entries[row..].iter().take_while(|entry| is_before(entry)).count();
            let Some(entry) = entries.get(row) else { break };
            holding[row] = true;
            from = entry.folded_end as usize;
        }
        holding
    }
}

impl Packed {
    /// Adds the title of the next row.
    fn push_title(&mut self, title: &str) {
        let (start, row) = (self.folded.len(), self.entries.len());
        let folded = fold(title);
        self.folded.push_str(&folded);
        self.folded.push('\n');
        self.capitals.resize(self.folded.len().div_ceil(8), 0);
        if title.is_ascii() && folded.eq_ignore_ascii_case(title) {
            for at in title.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_uppercase()).map(|(at, _)| start + at)
            {
                self.capitals[at / 8] |= 1 << (at % 8);
            }
        } else {
            self.odd_titles.push_str(title);
            self.odd.push((number(row), offset(self.odd_titles.len())));
        }
    }

    fn title(&self, row: usize) -> Cow<'_, str> {
        if let Ok(at) = self.odd.binary_search_by_key(&number(row), |(row, _)| *row) {
            let start = at.checked_sub(1).map_or(0, |before| self.odd[before].1 as usize);
            return Cow::Borrowed(&self.odd_titles[start..self.odd[at].1 as usize]);
        }
        let range = self.folded_range(row);
        let is_capital = |at: usize| self.capitals[at / 8] >> (at % 8) & 1 == 1;
        let letters = self.folded[range.clone()].trim_end_matches('\n').chars().zip(range);
        Cow::Owned(letters.map(|(c, at)| if is_capital(at) { c.to_ascii_uppercase() } else { c }).collect())
    }

    /// Where the folded title of a row stands, a line end after it.
    fn folded_range(&self, row: usize) -> Range<usize> {
        let start = row.checked_sub(1).map_or(0, |before| self.entries[before].folded_end);
        start as usize..self.entries[row].folded_end as usize
    }
}

/// The number of something of which a piece has no more than rows.
fn number(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// An offset into the text of a piece; no title is so long that it would not fit.
fn offset(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A date with its precision. Their order is that of the dates, less exact ones before those of
/// their first day, none before all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackedDate(i32);

impl PackedDate {
    const NONE: Self = Self(i32::MIN);

    fn of(printed: Printed) -> Self {
        // The calendar of chrono ends long before its days, times three, overflow.
        let packed = |date: NaiveDate, precision| Self(3 * date.num_days_from_ce() + precision);
        match printed {
            Printed::Year(date) => packed(date, 0),
            Printed::Month(date) => packed(date, 1),
            Printed::Day(date) => packed(date, 2),
            Printed::Unknown => Self::NONE,
        }
    }

    fn unpacked(self) -> Printed {
        let date = NaiveDate::from_num_days_from_ce_opt(self.0.div_euclid(3));
        match (date, self.0.rem_euclid(3)) {
            _ if self.is_none() => Printed::Unknown,
            (None, _) => Printed::Unknown,
            (Some(date), 0) => Printed::Year(date),
            (Some(date), 1) => Printed::Month(date),
            (Some(date), _) => Printed::Day(date),
        }
    }

    /// Whether there is none.
    pub fn is_none(self) -> bool {
        self == Self::NONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn summary(title: &str, outlet: Option<&str>) -> Summary {
        Summary {
            key: RecordKey(7),
            title: title.to_owned(),
            stand_in: true,
            printed: Printed::Unknown,
            outlet: outlet.map(str::to_owned),
            quotations: 3,
        }
    }

    proptest! {
        #[test]
        fn rows_come_out_as_they_went_in(titles in proptest::collection::vec("[A-Za-z`]{0,9}[a-zÀ-ÿ\\n“ ]{0,3}", 0..20)) {
            let summaries: Vec<Summary> = titles.iter().map(|title| summary(title, None)).collect();
            for rows in Rows::of(&summaries) {
                for (row, title) in titles.iter().enumerate() {
                    prop_assert_eq!(&rows.get(row).unwrap().title, title);
                    prop_assert_eq!(rows.folded(row).trim_end_matches('\n'), fold(title));
                }
                prop_assert_eq!(rows.get(rows.len()), None);
            }
        }

        #[test]
        fn dates_come_out_as_exact_as_they_went_in(days in -90_000_000i32..90_000_000, precision in 0..4) {
            let Some(day) = NaiveDate::from_num_days_from_ce_opt(days) else { return Ok(()) };
            let date = match precision {
                0 => Printed::Day(day),
                1 => Printed::Month(day.with_day(1).unwrap()),
                2 => Printed::Year(day.with_ordinal(1).unwrap()),
                _ => Printed::Unknown,
            };
            prop_assert_eq!(PackedDate::of(date).unpacked(), date);
        }
    }

    #[test]
    fn rows_are_found_by_title_and_outlet_but_not_across_two_titles() {
        let rows = Rows::of(&[
            summary("Café opens", Some("Daily Wire")),
            summary("Wired for sound", None),
            summary("Sound", Some("Daily Wire")),
        ]);
        let holding = |needle: &str| rows[0].holding(&Finder::new(needle));
        assert_eq!(holding("cafe"), [true, false, false]);
        assert_eq!(holding("wire"), [true, true, true]);
        assert_eq!(holding("opens wired"), [false; 3]);
        assert_eq!(holding("sound"), [false, true, true]);
    }
}

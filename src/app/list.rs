//! The list pane: articles in an order, one of them selected.

use crate::article::Printed;
use crate::library::{RecordKey, Summary};
use crate::text::fold::fold;
use chrono::{Datelike, NaiveDate};
use std::cmp::Ordering;
use std::collections::HashSet;

/// The order of the list. Undated articles stand last in the orders by date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
    /// By title.
    Title,
    /// Most quotations first.
    Quotations,
}

impl Sort {
    /// Its name, as the list's heading shows it.
    pub const fn name(self) -> &'static str {
        match self {
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
            Sort::Title => "title",
            Sort::Quotations => "quotes",
        }
    }

    /// The next one round.
    pub const fn next(self) -> Self {
        match self {
            Sort::Newest => Sort::Oldest,
            Sort::Oldest => Sort::Title,
            Sort::Title => Sort::Quotations,
            Sort::Quotations => Sort::Newest,
        }
    }

    fn compare(self, a: &Entry, b: &Entry) -> Ordering {
        let order = match self {
            Sort::Newest => by_date(a, b).map_or_else(|undated| undated, Ordering::reverse),
            Sort::Oldest => by_date(a, b).unwrap_or_else(|undated| undated),
            Sort::Title => a.folded.cmp(&b.folded),
            Sort::Quotations => (b.summary.quotations.cmp(&a.summary.quotations))
                .then_with(|| by_date(a, b).map_or_else(|undated| undated, Ordering::reverse)),
        };
        order.then(a.summary.key.cmp(&b.summary.key))
    }
}

/// The order of two dates, those of one precision together; of undated articles, as an error, that
/// they stand last.
fn by_date(a: &Entry, b: &Entry) -> Result<Ordering, Ordering> {
    let date = |entry: &Entry| Some((entry.summary.printed.first_day()?, entry.summary.printed.precision() as u8));
    match (date(a), date(b)) {
        (Some(a), Some(b)) => Ok(a.cmp(&b)),
        (a, b) => Err(b.is_some().cmp(&a.is_some())),
    }
}

/// A stretch of the list under one heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// A month: the first of it.
    Month(NaiveDate),
    /// A year, of articles dated no closer: the first of it.
    Year(NaiveDate),
    /// Articles without a date.
    Undated,
}

/// One line of the list as drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// Parts one month from the next.
    Heading(Heading),
    /// The article at this place of the order.
    Article(usize),
}

/// An article of the list.
#[derive(Debug, Clone)]
struct Entry {
    summary: Summary,
    /// Title and outlet, folded: what sorting by title and searching look at.
    folded: String,
}

impl Entry {
    fn new(summary: Summary) -> Self {
        let folded = fold(&format!("{}\n{}", summary.title, summary.outlet.as_deref().unwrap_or_default()));
        Entry { summary, folded }
    }
}

/// The state of the list pane.
#[derive(Debug, Clone, Default)]
pub struct List {
    entries: Vec<Entry>,
    order: Vec<u32>,
    sort: Sort,
    selected: usize,
    top: usize,
    /// Whether the reader has chosen an article; until then the selection stays on the first.
    chosen: bool,
    read: HashSet<RecordKey>,
}

impl List {
    /// Adds articles; the selection stays on the chosen article.
    pub fn add(&mut self, summaries: Vec<Summary>) {
        let first = self.entries.len();
        self.entries.extend(summaries.into_iter().map(Entry::new));
        self.order.extend((first..self.entries.len()).filter_map(|i| u32::try_from(i).ok()));
        self.arrange();
    }

    fn arrange(&mut self) {
        let selected = self.order.get(self.selected).copied().filter(|_| self.chosen);
        let (entries, sort) = (&self.entries, self.sort);
        // Merges the sorted run of before with the newcomers: std's stable sort is adaptive.
        self.order.sort_by(|a, b| sort.compare(&entries[*a as usize], &entries[*b as usize]));
        self.selected = selected.and_then(|s| self.order.iter().position(|o| *o == s)).unwrap_or(0);
    }

    /// How many articles it has.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The article at a place of the order.
    pub fn get(&self, place: usize) -> Option<&Summary> {
        Some(&self.entries.get(*self.order.get(place)? as usize)?.summary)
    }

    /// All articles, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Summary> {
        self.order.iter().map(|o| &self.entries[*o as usize].summary)
    }

    /// Title and outlet of all articles, folded, in order.
    pub fn folded_lines(&self) -> impl Iterator<Item = &str> {
        self.order.iter().map(|o| self.entries[*o as usize].folded.as_str())
    }

    /// Keeps the selection on its article from now on, whatever comes.
    pub fn pin(&mut self) {
        self.chosen = true;
    }

    /// The selected place of the order; 0 in an empty list.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The key of the selected article.
    pub fn selected_key(&self) -> Option<RecordKey> {
        self.get(self.selected).map(|s| s.key)
    }

    /// Selects a place of the order, or the last one where it is past the end.
    pub fn select(&mut self, place: usize) {
        self.chosen = true;
        self.selected = place.min(self.len().saturating_sub(1));
    }

    /// Selects an article.
    pub fn select_key(&mut self, key: RecordKey) {
        let place = self.iter().position(|s| s.key == key);
        if let Some(place) = place {
            self.select(place);
        }
    }

    /// The order.
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// Goes to the next order; the selection stays on its article.
    pub fn sort_next(&mut self) {
        self.sort = self.sort.next();
        self.chosen = true;
        self.arrange();
    }

    /// Notes that an article was opened.
    pub fn mark_read(&mut self, key: RecordKey) {
        self.read.insert(key);
    }

    /// Whether an article was opened in this session.
    pub fn is_read(&self, key: RecordKey) -> bool {
        self.read.contains(&key)
    }

    /// Scrolls as little as shows the selected article in `height` rows.
    pub fn scroll_to_selected(&mut self, height: usize) {
        self.top = self.top.min(self.selected);
        while self.top < self.selected && !self.rows(height).contains(&Row::Article(self.selected)) {
            // Jump close first, so that a far selection costs no more than a near one.
            self.top = (self.top + 1).max((self.selected + 1).saturating_sub(height));
        }
    }

    /// The lines that fill `height` rows.
    pub fn rows(&self, height: usize) -> Vec<Row> {
        let mut rows = Vec::with_capacity(height);
        let mut above = None;
        for place in self.top..self.len() {
            let heading = self.heading(place);
            if let Some(heading) = heading.filter(|h| Some(*h) != above) {
                rows.push(Row::Heading(heading));
                above = Some(heading);
            }
            rows.push(Row::Article(place));
            if rows.len() >= height {
                break;
            }
        }
        rows.truncate(height);
        rows
    }

    fn heading(&self, place: usize) -> Option<Heading> {
        if !matches!(self.sort, Sort::Newest | Sort::Oldest) {
            return None;
        }
        Some(match self.get(place)?.printed {
            Printed::Day(date) | Printed::Month(date) => Heading::Month(date.with_day(1)?),
            Printed::Year(date) => Heading::Year(date),
            Printed::Unknown => Heading::Undated,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(key: u32, printed: Printed) -> Summary {
        Summary {
            key: RecordKey(key),
            title: format!("Title {key}"),
            stand_in: false,
            printed,
            outlet: None,
            quotations: key % 3,
        }
    }

    fn day(y: i32, m: u32, d: u32) -> Printed {
        Printed::Day(NaiveDate::from_ymd_opt(y, m, d).unwrap())
    }

    fn keys(list: &List) -> Vec<u32> {
        list.iter().map(|s| s.key.0).collect()
    }

    #[test]
    fn undated_articles_stand_last_in_both_orders_by_date() {
        let mut list = List::default();
        list.add(vec![summary(0, Printed::Unknown), summary(1, day(2019, 5, 1)), summary(2, day(2020, 1, 1))]);
        assert_eq!(keys(&list), [2, 1, 0]);
        list.sort_next();
        assert_eq!(keys(&list), [1, 2, 0]);
    }

    #[test]
    fn a_chosen_article_stays_selected_while_others_stream_in() {
        let mut list = List::default();
        list.add(vec![summary(0, day(2019, 5, 1))]);
        list.add(vec![summary(1, day(2020, 5, 1))]);
        assert_eq!(list.selected_key(), Some(RecordKey(1)), "untouched: the first one");
        list.select(1);
        list.add(vec![summary(2, day(2021, 5, 1))]);
        assert_eq!(list.selected_key(), Some(RecordKey(0)));
    }

    #[test]
    fn the_selected_row_is_always_in_sight_under_its_heading() {
        let mut list = List::default();
        list.add((0..40).map(|i| summary(i, day(2020, 1 + i % 12, 1))).collect());
        for place in [39, 3, 20, 0, 38] {
            list.select(place);
            list.scroll_to_selected(6);
            let rows = list.rows(6);
            assert!(rows.contains(&Row::Article(place)), "{place}: {rows:?}");
            assert!(matches!(rows[0], Row::Heading(_)));
        }
    }
}

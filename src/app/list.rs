//! The list pane: articles in an order, one of them selected.

mod order;

pub use order::{Sort, Sorted, Sorting};

use super::rows::{Listed, Rows};
use crate::article::Printed;
use crate::library::RecordKey;
use chrono::{Datelike, NaiveDate};
use memchr::memmem::Finder;
use order::{RowId, merge};
use std::collections::HashSet;

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

/// What has the list show only some of its rows.
#[derive(Debug, Clone)]
struct Filter {
    /// What their title or outlet holds, folded.
    needle: String,
    /// They, in the order of the list.
    shown: Vec<RowId>,
}

/// The state of the list pane.
#[derive(Debug, Clone, Default)]
pub struct List {
    pieces: Vec<Rows>,
    /// All rows, in the order that `sort` names.
    order: Vec<RowId>,
    /// All rows with their keys, in the order of those.
    by_key: Vec<(RecordKey, RowId)>,
    sort: Sort,
    /// The order that was asked for.
    wanted: Sort,
    /// Which rows are shown, where not all of them are.
    filter: Option<Filter>,
    /// Rows that went since then.
    gone: HashSet<RowId>,
    selected: usize,
    top: usize,
    /// Whether the reader has chosen an article; until then the selection stays on the first.
    chosen: bool,
    read: HashSet<RecordKey>,
}

impl List {
    /// One without articles, in the order that was asked for.
    pub fn emptied(&self) -> Self {
        Self { sort: self.wanted, wanted: self.wanted, ..Self::default() }
    }

    /// Adds articles, and takes in how many quotations those that are there already have by now. The
    /// selection stays on the chosen article, and that where it stands in sight.
    pub fn add(&mut self, pieces: Vec<Rows>) {
        let selected = self.chosen_row();
        for piece in pieces {
            self.add_piece(piece);
        }
        self.return_to(selected, self.selected);
    }

    fn add_piece(&mut self, piece: Rows) {
        let number = self.pieces.len();
        let (mut newcomers, mut keys) = (Vec::new(), Vec::new());
        for row in 0..piece.len() {
            let key = piece.key(row);
            match self.row_of(key) {
                Some(known) => self.pieces[known.piece()].set_quotations(known.row(), piece.quotations(row)),
                None => newcomers.extend(RowId::new(number, row).inspect(|row| keys.push((key, *row)))),
            }
        }
        if newcomers.is_empty() {
            return;
        }
        self.pieces.push(piece);
        let (pieces, sort) = (&self.pieces, self.sort);
        merge(&mut self.by_key, &mut keys, |a, b| a.0.cmp(&b.0));
        if let Some(filter) = &mut self.filter {
            let holding = pieces[number].holding(&Finder::new(&filter.needle));
            let mut shown: Vec<RowId> = newcomers.iter().copied().filter(|row| holding[row.row()]).collect();
            merge(&mut filter.shown, &mut shown, |a, b| sort.compare(pieces, *a, *b));
        }
        merge(&mut self.order, &mut newcomers, |a, b| sort.compare(pieces, *a, *b));
    }

    /// Takes articles out. Where the chosen one goes, the one after it is selected.
    pub fn remove(&mut self, keys: &[RecordKey]) {
        let gone: HashSet<RowId> = keys.iter().filter_map(|key| self.row_of(*key)).collect();
        if gone.is_empty() {
            return;
        }
        let selected = self.chosen_row().filter(|row| !gone.contains(row));
        let before = self.shown()[..self.selected].iter().filter(|row| gone.contains(row)).count();
        self.order.retain(|row| !gone.contains(row));
        if let Some(filter) = &mut self.filter {
            filter.shown.retain(|row| !gone.contains(row));
        }
        self.by_key.retain(|(_, row)| !gone.contains(row));
        self.gone.extend(gone);
        self.return_to(selected, self.selected - before);
    }

    /// The row of an article.
    fn row_of(&self, key: RecordKey) -> Option<RowId> {
        let at = self.by_key.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(self.by_key[at].1)
    }

    fn place_of(&self, row: RowId) -> Option<usize> {
        self.shown().iter().position(|other| *other == row)
    }

    fn chosen_row(&self) -> Option<RowId> {
        self.shown().get(self.selected).copied().filter(|_| self.chosen)
    }

    /// Selects `row` again after the order has changed, else the place `otherwise`, and scrolls so that
    /// the selection stays where it was in sight.
    fn return_to(&mut self, row: Option<RowId>, otherwise: usize) {
        let place = row.and_then(|row| self.place_of(row)).unwrap_or(if self.chosen { otherwise } else { 0 });
        let above = self.selected.saturating_sub(self.top);
        self.selected = place.min(self.len().saturating_sub(1));
        self.top = self.selected.saturating_sub(above);
    }

    /// Shows only the articles that hold `needle`, folded, in title or outlet; all where it is empty. The
    /// selection stays on its article, or goes to the first.
    pub fn filter(&mut self, needle: &str) {
        let selected = self.chosen_row();
        self.filter = (!needle.is_empty()).then(|| Filter { needle: needle.to_owned(), shown: Vec::new() });
        self.filter_again();
        self.return_to(selected, 0);
    }

    fn filter_again(&mut self) {
        let Some(filter) = &mut self.filter else { return };
        let holding = holding(&self.pieces, &filter.needle);
        filter.shown = self.order.iter().copied().filter(|row| holding[row.piece()][row.row()]).collect();
    }

    /// What the articles that are shown hold, folded; none where all are.
    pub fn filtered_by(&self) -> Option<&str> {
        self.filter.as_ref().map(|filter| filter.needle.as_str())
    }

    fn shown(&self) -> &[RowId] {
        self.filter.as_ref().map_or(&self.order, |filter| &filter.shown)
    }

    /// How many articles it shows.
    pub fn len(&self) -> usize {
        self.shown().len()
    }

    /// Whether it shows none.
    pub fn is_empty(&self) -> bool {
        self.shown().is_empty()
    }

    /// The article at a place of the order.
    pub fn get(&self, place: usize) -> Option<Listed<'_>> {
        let row = self.shown().get(place)?;
        row.of(&self.pieces).get(row.row())
    }

    /// The places of the articles that hold `needle`, folded, in title or outlet; in order.
    pub fn places_holding(&self, needle: &str) -> Vec<usize> {
        let holding = holding(&self.pieces, needle);
        let places = self.shown().iter().enumerate().filter(|(_, row)| holding[row.piece()][row.row()]);
        places.map(|(place, _)| place).collect()
    }

    /// Whether the selection stays on its article, whatever comes.
    pub fn is_pinned(&self) -> bool {
        self.chosen
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
        self.shown().get(self.selected).map(|row| row.key(&self.pieces))
    }

    /// Selects a place of the order, or the last one where it is past the end.
    pub fn select(&mut self, place: usize) {
        self.chosen = true;
        self.selected = place.min(self.len().saturating_sub(1));
    }

    /// Selects an article; where it is not shown, all are from now on.
    pub fn select_key(&mut self, key: RecordKey) {
        if self.selected_key() == Some(key) {
            return self.pin();
        }
        let Some(row) = self.row_of(key) else { return };
        if self.place_of(row).is_none() {
            self.filter = None;
        }
        if let Some(place) = self.place_of(row) {
            self.select(place);
        }
    }

    /// The order.
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// Asks for the next order; [`sorted`](Self::sorted) is to follow.
    pub fn sort_next(&mut self) -> Sorting {
        self.wanted = self.wanted.next();
        self.sort_again()
    }

    /// Asks for the order anew, in which the articles may no longer be.
    pub fn sort_again(&mut self) -> Sorting {
        self.gone.clear();
        Sorting { sort: self.wanted, pieces: self.pieces.clone(), order: self.order.clone() }
    }

    /// Takes in an order, if it is still the one that is wanted; says whether. The selection stays on
    /// its article.
    pub fn sorted(&mut self, sorted: Sorted) -> bool {
        if sorted.sort != self.wanted {
            return false;
        }
        self.chosen = true;
        let selected = self.chosen_row();
        let before = std::mem::replace(&mut self.order, sorted.order);
        if !self.gone.is_empty() {
            self.order.retain(|row| !self.gone.contains(row));
        }
        self.sort = sorted.sort;
        let mut newcomers: Vec<RowId> = before.into_iter().filter(|row| row.piece() >= sorted.pieces).collect();
        let pieces = &self.pieces;
        merge(&mut self.order, &mut newcomers, |a, b| sorted.sort.compare(pieces, *a, *b));
        self.filter_again();
        self.return_to(selected, self.selected);
        true
    }

    /// Notes whether an article was read.
    pub fn set_read(&mut self, key: RecordKey, read: bool) {
        if read {
            self.read.insert(key);
        } else {
            self.read.remove(&key);
        }
    }

    /// Whether an article was read.
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
        // No row is left empty below while there are articles above.
        while self.top > 0 && self.rows(height).len() < height {
            self.top -= 1;
            if !self.rows(height).contains(&Row::Article(self.selected)) {
                // It came with a heading, for which there is no room.
                self.top += 1;
                break;
            }
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

/// Which rows of which piece hold `needle`, folded, in title or outlet.
fn holding(pieces: &[Rows], needle: &str) -> Vec<Vec<bool>> {
    let needle = Finder::new(needle);
    pieces.iter().map(|rows| rows.holding(&needle)).collect()
}

#[cfg(test)]
mod tests;

//! The list pane: articles in an order, one of them selected.

use super::rows::{Listed, PackedDate, Rows};
use crate::article::Printed;
use crate::library::RecordKey;
use chrono::{Datelike, NaiveDate};
use memchr::memmem::Finder;
use std::cmp::{Ordering, Reverse};
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

    /// Which of two rows stands first; never neither.
    fn compare(self, pieces: &[Rows], a: RowId, b: RowId) -> Ordering {
        let order = match self {
            Sort::Newest => b.printed(pieces).cmp(&a.printed(pieces)),
            Sort::Oldest => {
                let date = |row: RowId| Some(row.printed(pieces)).map(|date| (date.is_none(), date));
                date(a).cmp(&date(b))
            }
            Sort::Title => a.of(pieces).folded(a.row()).cmp(b.of(pieces).folded(b.row())),
            Sort::Quotations => {
                let count = |row: RowId| Reverse((row.of(pieces).quotations(row.row()), row.printed(pieces)));
                count(a).cmp(&count(b))
            }
        };
        order.then_with(|| a.key(pieces).cmp(&b.key(pieces)))
    }
}

/// A row by number: which piece, and which row of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RowId(u32);

/// Binary digits that the number of a row in its piece takes.
const ROW_DIGITS: u32 = Rows::MOST.ilog2();

impl RowId {
    /// None where there are more pieces than numbers.
    fn new(piece: usize, row: usize) -> Option<Self> {
        let piece = u32::try_from(piece).ok().filter(|piece| piece.leading_zeros() >= ROW_DIGITS)?;
        Some(Self(piece << ROW_DIGITS | u32::try_from(row).ok()?))
    }

    fn piece(self) -> usize {
        (self.0 >> ROW_DIGITS) as usize
    }

    fn row(self) -> usize {
        self.0 as usize % Rows::MOST
    }

    fn of(self, pieces: &[Rows]) -> &Rows {
        &pieces[self.piece()]
    }

    fn key(self, pieces: &[Rows]) -> RecordKey {
        self.of(pieces).key(self.row())
    }

    fn printed(self, pieces: &[Rows]) -> PackedDate {
        self.of(pieces).printed(self.row())
    }
}

/// Rows to be put into another order, which may take longer than a key may wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sorting {
    sort: Sort,
    pieces: Vec<Rows>,
    order: Vec<RowId>,
}

impl Sorting {
    /// Puts them into the order.
    pub fn run(mut self) -> Sorted {
        self.order.sort_unstable_by(|a, b| self.sort.compare(&self.pieces, *a, *b));
        Sorted { sort: self.sort, pieces: self.pieces.len(), order: self.order }
    }
}

/// Rows in another order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sorted {
    sort: Sort,
    /// How many pieces there were.
    pieces: usize,
    order: Vec<RowId>,
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

/// Puts newcomers into what is in order. Nothing is moved more than once, and what stands before the
/// first newcomer is not even looked at, but for a few.
fn merge<T: Copy>(sorted: &mut Vec<T>, newcomers: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    newcomers.sort_unstable_by(|a, b| compare(a, b));
    let mut end = sorted.len();
    sorted.extend_from_slice(newcomers);
    for (before, newcomer) in newcomers.iter().enumerate().rev() {
        let is_before = |other: &T| compare(other, newcomer).is_lt();
        // Mostly they come in order.
        let at =
            if sorted[..end].last().is_none_or(is_before) { end } else { sorted[..end].partition_point(is_before) };
        sorted.copy_within(at..end, at + before + 1);
        sorted[at + before] = *newcomer;
        end = at;
    }
}

#[cfg(test)]
mod tests;

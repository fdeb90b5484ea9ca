//! The order of the list: what it goes by, and how rows are put into it.

use crate::app::rows::{PackedDate, Rows};
use crate::library::RecordKey;
use std::cmp::{Ordering, Reverse};

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
    pub(super) fn compare(self, pieces: &[Rows], a: RowId, b: RowId) -> Ordering {
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
pub(super) struct RowId(u32);

/// Binary digits that the number of a row in its piece takes.
const ROW_DIGITS: u32 = Rows::MOST.ilog2();

impl RowId {
    /// None where there are more pieces than numbers.
    pub(super) fn new(piece: usize, row: usize) -> Option<Self> {
        let piece = u32::try_from(piece).ok().filter(|piece| piece.leading_zeros() >= ROW_DIGITS)?;
        Some(Self(piece << ROW_DIGITS | u32::try_from(row).ok()?))
    }

    pub(super) fn piece(self) -> usize {
        (self.0 >> ROW_DIGITS) as usize
    }

    pub(super) fn row(self) -> usize {
        self.0 as usize % Rows::MOST
    }

    pub(super) fn of(self, pieces: &[Rows]) -> &Rows {
        &pieces[self.piece()]
    }

    pub(super) fn key(self, pieces: &[Rows]) -> RecordKey {
        self.of(pieces).key(self.row())
    }

    pub(super) fn printed(self, pieces: &[Rows]) -> PackedDate {
        self.of(pieces).printed(self.row())
    }
}

/// Rows to be put into another order, which may take longer than a key may wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sorting {
    pub(super) sort: Sort,
    pub(super) pieces: Vec<Rows>,
    pub(super) order: Vec<RowId>,
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
    pub(super) sort: Sort,
    /// How many pieces there were.
    pub(super) pieces: usize,
    pub(super) order: Vec<RowId>,
}

/// Puts newcomers into what is in order. Nothing is moved more than once, and what stands before the
/// first newcomer is not even looked at, but for a few.
pub(super) fn merge<T: Copy>(sorted: &mut Vec<T>, newcomers: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
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

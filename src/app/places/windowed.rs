//! Rows of a table that may be very long, of which only those in sight are held.

use crate::app::cursor::Cursor;
use crate::app::inquiry::Inquiry;
use crate::library::QuotationRow;
use std::collections::HashMap;
use std::sync::Arc;

/// Which quotations stand in a list, and those of them that were lately in sight.
#[derive(Debug, Clone, Default)]
pub struct Windowed {
    numbers: Arc<[u32]>,
    rows: HashMap<u32, QuotationRow>,
    /// The rows that were asked for last.
    asked: Vec<u32>,
}

impl Windowed {
    /// Puts the list in another order; what is known of its rows is kept.
    pub fn renumber(&mut self, numbers: Arc<[u32]>) {
        self.numbers = numbers;
        self.asked.clear();
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Forgets what is known of its rows.
    pub fn forget(&mut self) {
        self.rows.clear();
        self.asked.clear();
    }

    /// The numbers of its rows.
    pub fn numbers(&self) -> Arc<[u32]> {
        Arc::clone(&self.numbers)
    }

    /// The row at a place of the list, if it is there by now.
    pub fn get(&self, place: usize) -> Option<&QuotationRow> {
        self.rows.get(self.numbers.get(place)?)
    }

    /// The number of the row at a place.
    pub fn number(&self, place: usize) -> Option<u32> {
        self.numbers.get(place).copied()
    }

    /// The place of a row.
    pub fn place_of(&self, number: u32) -> Option<usize> {
        self.numbers.iter().position(|other| *other == number)
    }

    /// Asks for the rows around those in sight, of which there are `height`, unless they are there or on their way.
    pub fn wanted(&mut self, cursor: Cursor, height: usize) -> Option<Inquiry> {
        let missing = |rows: &HashMap<u32, QuotationRow>, numbers: &[u32]| -> Vec<u32> {
            numbers.iter().filter(|number| !rows.contains_key(number)).copied().collect()
        };
        let end = (cursor.top() + height).min(self.numbers.len());
        let in_sight = self.numbers.get(cursor.top()..end).unwrap_or_default();
        let needed = missing(&self.rows, in_sight);
        if needed.is_empty() || needed.iter().all(|number| self.asked.contains(number)) {
            return None;
        }
        // A page before and two behind, so that whoever scrolls on finds them there.
        let around = cursor.top().saturating_sub(height)..(end + 2 * height).min(self.numbers.len());
        let around = self.numbers.get(around).unwrap_or_default();
        self.rows.retain(|number, _| around.contains(number));
        self.asked = missing(&self.rows, around);
        Some(Inquiry::Rows(self.asked.clone()))
    }

    /// Takes in rows.
    pub fn take(&mut self, rows: Vec<(u32, QuotationRow)>) {
        self.rows.extend(rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Printed;
    use crate::library::RecordKey;
    use crate::quote::{Certainty, Kind};

    /// A row whose words tell its number.
    pub fn row(number: u32) -> QuotationRow {
        QuotationRow {
            key: RecordKey(number),
            place: 0,
            speaker: None,
            certainty: Certainty::Unknown,
            kind: Kind::Direct,
            printed: Printed::Unknown,
            outlet: None,
            words: number.to_string(),
        }
    }

    #[test]
    fn only_what_is_around_the_sight_is_asked_for_and_held() {
        let mut rows = Windowed::default();
        rows.renumber((0..500_000).collect());
        let mut cursor = Cursor::default();
        cursor.select(400_000, rows.len(), 20);
        let Some(Inquiry::Rows(asked)) = rows.wanted(cursor, 20) else { panic!("nothing is there yet") };
        assert_eq!(asked.len(), 80);
        assert!(rows.wanted(cursor, 20).is_none(), "it is on its way");
        rows.take(asked.iter().map(|number| (*number, row(*number))).collect());
        assert_eq!(rows.get(400_000).unwrap().words, "400000");
        cursor.select(10, rows.len(), 20);
        assert!(rows.wanted(cursor, 20).is_some());
        assert!(rows.get(400_000).is_none(), "what is far away is forgotten");
    }
}

//! A selected row of a list, and which of its rows are in sight.

use super::action::Action;
use super::layout::Area;
use super::message::Point;
use crate::text::numbers::grouped;

/// A selected row, and the first one in sight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor {
    row: usize,
    top: usize,
}

impl Cursor {
    /// The selected row, from 0.
    pub fn row(self) -> usize {
        self.row
    }

    /// The first row in sight.
    pub fn top(self) -> usize {
        self.top
    }

    /// Selects a row of `rows`, the last one where it is past the end, and scrolls as little as shows it
    /// among `height` rows.
    pub fn select(&mut self, row: usize, rows: usize, height: usize) {
        self.row = row.min(rows.saturating_sub(1));
        self.keep_in_sight(rows, height);
    }

    /// Scrolls as little as shows the selection, and leaves no row empty below while there are rows above.
    pub fn keep_in_sight(&mut self, rows: usize, height: usize) {
        let height = height.max(1);
        self.top = self.top.min(self.row).max((self.row + 1).saturating_sub(height)).min(rows.saturating_sub(height));
    }

    /// Scrolls up as far as shows `row`, while the selection stays in sight.
    pub fn reveal(&mut self, row: usize, height: usize) {
        self.top = self.top.min(row.max((self.row + 1).saturating_sub(height.max(1))));
    }

    /// Moves the selection; says whether `action` is one that does.
    pub fn act(&mut self, action: Action, count: Option<usize>, rows: usize, height: usize) -> bool {
        let to = moved(action, count, self.row, rows, height);
        if let Some(row) = to {
            self.select(row, rows, height);
        }
        to.is_some()
    }

    /// Selects the row under `point`, if it is one of `rows` rows of so many `lines` that are drawn in `area`.
    pub fn click(&mut self, point: Point, area: Area, lines: u16, rows: usize) -> Clicked {
        let row = self.top + usize::from(point.row.saturating_sub(area.y) / lines);
        if !area.contains(point) || row >= rows {
            return Clicked::Beside;
        }
        if row == self.row {
            return Clicked::Again;
        }
        self.select(row, rows, usize::from(area.height / lines));
        Clicked::Selected
    }

    /// Where it stands among `rows` rows, as the status line shows it: *3/1,034*; nothing where there are none.
    pub fn position(self, rows: usize) -> String {
        if rows == 0 { String::new() } else { format!("{}/{}", grouped(self.row + 1), grouped(rows)) }
    }

    /// The same where it is not known yet how many rows there are: *3/…*.
    pub fn position_so_far(self, rows: usize) -> String {
        if rows == 0 { String::new() } else { format!("{}/…", grouped(self.row + 1)) }
    }

    /// Moves the selection by so many rows, down where positive.
    pub fn move_by(&mut self, steps: isize, rows: usize, height: usize) {
        self.select(self.row.saturating_add_signed(steps), rows, height);
    }
}

/// What a click among rows fell on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clicked {
    /// No row.
    Beside,
    /// A row, which is selected now.
    Selected,
    /// The row that was selected already.
    Again,
}

/// A count as a number of steps; counts are small.
pub fn signed(count: usize) -> isize {
    isize::try_from(count).unwrap_or(isize::MAX)
}

/// Where a move leads from `here` among `rows` rows in a pane of `height`; nothing if `action` is
/// no such move.
pub fn moved(action: Action, count: Option<usize>, here: usize, rows: usize, height: usize) -> Option<usize> {
    let times = signed(count.unwrap_or(1));
    let half = signed((height / 2).max(1));
    let page = signed(height.saturating_sub(1).max(1));
    let by = |steps: isize| here.saturating_add_signed(steps.saturating_mul(times)).min(rows.saturating_sub(1));
    Some(match action {
        Action::Down => by(1),
        Action::Up => by(-1),
        Action::HalfPageDown => by(half),
        Action::HalfPageUp => by(-half),
        Action::PageDown => by(page),
        Action::PageUp => by(-page),
        Action::Top => count.unwrap_or(1).saturating_sub(1),
        Action::Bottom => count.map_or(rows.saturating_sub(1), |n| n.saturating_sub(1)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_selection_is_always_in_sight(rows in 0..40usize, height in 0..12usize, steps in proptest::collection::vec(-50..50isize, 0..8)) {
            let mut cursor = Cursor::default();
            for by in steps {
                cursor.move_by(by, rows, height);
                prop_assert!(cursor.row() < rows.max(1));
                prop_assert!((cursor.top()..cursor.top() + height.max(1)).contains(&cursor.row()));
            }
        }
    }

    #[test]
    fn a_click_selects_the_row_that_is_drawn_there() {
        let area = Area { x: 2, y: 4, width: 20, height: 6 };
        let mut cursor = Cursor::default();
        cursor.select(9, 10, 3);
        let mut click = |row| (cursor.click(Point { column: 5, row }, area, 2, 10), cursor.row());
        assert_eq!(click(9), (Clicked::Again, 9));
        assert_eq!(click(5), (Clicked::Selected, 7));
        assert_eq!(click(3), (Clicked::Beside, 7));
        assert_eq!(click(10), (Clicked::Beside, 7));
        assert_eq!(Cursor::default().click(Point { column: 5, row: 9 }, area, 2, 2), Clicked::Beside);
    }

    #[test]
    fn no_row_stays_empty_below_while_there_are_rows_above() {
        let mut cursor = Cursor::default();
        cursor.select(19, 20, 5);
        assert_eq!((cursor.row(), cursor.top()), (19, 15));
        cursor.keep_in_sight(20, 12);
        assert_eq!(cursor.top(), 8);
    }
}

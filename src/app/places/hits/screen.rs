//! Where things stand on the screen of the full-text search.

use super::{Focus, Hits};
use crate::app::layout::Area;

/// Columns from which the facets stand beside the hits.
const WIDE: u16 = 96;
/// Columns of the facets there.
const FACETS: u16 = 30;

/// The areas of the search. What there is no room for is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HitsScreen {
    /// The query.
    pub line: Area,
    /// What is wrong with it, or what there is to know: two rows, the first one for carets.
    pub note: Area,
    /// The hits.
    pub hits: Area,
    /// The facets: beside the hits, or where there is no room, in their place.
    pub facets: Area,
    /// Rows of one hit.
    pub rows_of_hit: u16,
}

impl HitsScreen {
    /// The areas in `body`.
    pub fn new(body: Area, hits: &Hits) -> Self {
        let roomy = u16::from(body.height >= 14);
        let line = body.below(roomy).first_rows(1).inside(1, 0);
        let note = body.below(roomy + 1).first_rows(1 + roomy).inside(1, 0);
        // A rule stands above what was found.
        let rest = body.below(3 + 2 * roomy);
        let rows_of_hit = if body.height >= 12 { 3 } else { 2 };
        let none = Area::default();
        let (hits, facets) = match (rest.width >= WIDE, hits.focus == Focus::Facets) {
            (true, _) => {
                let hits = rest.first_columns(rest.width - FACETS - 1);
                (hits, rest.right_of(hits.width + 1))
            }
            (false, true) => (none, rest),
            (false, false) => (rest, none),
        };
        HitsScreen { line, note, hits, facets, rows_of_hit }
    }

    /// How many hits are in sight.
    pub fn visible(&self) -> usize {
        (self.hits.height / self.rows_of_hit) as usize
    }
}

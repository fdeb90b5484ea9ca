//! Where things stand on the screen of the wording check.

use super::Check;
use crate::app::layout::Area;
use crate::search::wording::{Column, double_lines};

/// Columns left of the words of a diff: the names of its sides.
pub const SIDES: u16 = 12;

/// Rows of a double line of the diff: a blank one, and two of words.
const DOUBLE: u16 = 3;

/// Rows of the speaker's months, a blank one among them, and those that the passage keeps above.
const MONTHS: u16 = 3;
const CONTEXT: u16 = 7;

/// The areas of the check. What there is no room for is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckScreen {
    /// The sentence.
    pub line: Area,
    /// The verdict, and whose words they are: two rows.
    pub verdict: Area,
    /// The diff, three rows for each of its double lines.
    pub diff: Area,
    /// The double lines of the selected result.
    pub lines: Vec<Vec<Column>>,
    /// The heading of the results; a rule stands above it.
    pub heading: Area,
    /// The results.
    pub rows: Area,
    /// The passage; a rule stands above it.
    pub context: Area,
    /// When else its speaker was quoted: two rows.
    pub months: Area,
}

impl CheckScreen {
    /// The areas in `body`, for what `check` has found.
    pub fn new(body: Area, check: &Check) -> Self {
        let roomy = u16::from(body.height >= 14);
        let line = body.below(roomy).first_rows(1).inside(1, 0);
        let rest = body.below(2 * roomy + 1);
        let verdict = rest.first_rows(2).inside(1, 0);
        let rest = rest.below(2);
        let room = (rest.width as usize).saturating_sub(SIDES as usize + 2);
        let lines = check.found().map(|found| double_lines(&found.diff, room)).unwrap_or_default();
        let found = check.checked().map_or(0, |checked| checked.found.len());
        let wanted = DOUBLE * u16::try_from(lines.len()).unwrap_or(u16::MAX / DOUBLE);
        // Results and passage keep at least half of it.
        let most = rest.height / 2;
        let height = wanted.min(most / DOUBLE * DOUBLE);
        let diff = rest.first_rows(height).inside(1, 0);
        let rest = rest.below(height + roomy);
        let results = match u16::try_from(found).unwrap_or(u16::MAX) {
            0 => 0,
            found => found.saturating_add(1).min((rest.height / 2).max(2)),
        };
        let heading = rest.below(1).first_rows(results.min(1));
        let rows = rest.below(2).first_rows(results.saturating_sub(1));
        let context = if results == 0 { Area::default() } else { rest.below(2 + results) };
        let months = if check.speaker().is_some() && context.height >= CONTEXT + MONTHS { MONTHS } else { 0 };
        let (context, below) = (context.first_rows(context.height - months), context.below(context.height - months));
        let months = below.below(1);
        CheckScreen { line, verdict, diff, lines, heading, rows, context, months }
    }

    /// How many results are in sight.
    pub fn visible(&self) -> usize {
        self.rows.height as usize
    }
}

//! The best local alignment of a claim with a passage, word by word, with affine gaps: Gotoh, "An
//! improved algorithm for matching biological sequences" (1982). What the passage says around
//! the aligned words costs nothing; long stretches that it has in between cost little, so that a
//! cut does not hide where the words come from.

use super::words::Word;
use std::collections::HashSet;
use std::ops::Range;

/// What a word that stands in for another costs.
const CHANGED: i32 = 8;

/// What words that only the passage has cost: the first, and each further one.
const DROPPED: (i32, i32) = (13, 1);

/// What words that only the claim has cost: the first, and each further one.
const ADDED: (i32, i32) = (12, 4);

/// What finding the first and the last word of a claim is worth besides.
const EDGE: i32 = 8;

/// Far below any score, far above overflow.
const NEVER: i32 = i32::MIN / 2;

/// Which words of a claim are which words of a passage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alignment {
    /// Words that are the same, as numbers in the claim and in the passage, both increasing.
    pub pairs: Vec<(usize, usize)>,
    /// What they are worth, less what stands between them.
    pub score: i32,
}

impl Alignment {
    /// The passage's words from the first to the last that was found.
    pub fn trimmed(&self) -> Range<usize> {
        match (self.pairs.first(), self.pairs.last()) {
            (Some(first), Some(last)) => first.1..last.1 + 1,
            _ => 0..0,
        }
    }
}

/// What finding the word `at` of a claim is worth.
fn worth(claim: &[Word], at: usize) -> i32 {
    let is_edge = at == 0 || at + 1 == claim.len();
    claim[at].weight + if is_edge { EDGE } else { 0 }
}

/// The score of a claim aligned with itself.
pub fn perfect(claim: &[Word]) -> i32 {
    (0..claim.len()).map(|at| worth(claim, at)).sum()
}

/// The best alignment of `claim` with `passage`. Takes time and memory by the square of the
/// claim's length and linear in the passage's.
pub fn align(claim: &[Word], passage: &[Word]) -> Alignment {
    let window = window(claim, passage);
    let mut alignment = Table::fill(claim, &passage[window.clone()]).trace(claim, &passage[window.clone()]);
    for pair in &mut alignment.pairs {
        pair.1 += window.start;
    }
    alignment
}

/// The stretch of a long passage that has most of the claim's words and pairs of words.
fn window(claim: &[Word], passage: &[Word]) -> Range<usize> {
    let length = 3 * claim.len() + 60;
    if passage.len() <= length {
        return 0..passage.len();
    }
    let known: HashSet<u64> = claim.iter().map(|word| word.key).collect();
    let pairs: HashSet<(u64, u64)> = claim.windows(2).map(|pair| (pair[0].key, pair[1].key)).collect();
    let worth = |at: usize| {
        let word = &passage[at];
        let alone = if known.contains(&word.key) { word.weight } else { 0 };
        let paired = passage.get(at + 1).is_some_and(|next| pairs.contains(&(word.key, next.key)));
        alone + if paired { 2 * word.weight } else { 0 }
    };
    let mut sum: i32 = (0..length).map(worth).sum();
    let mut best = (sum, 0);
    for start in 1..=passage.len() - length {
        sum += worth(start + length - 1) - worth(start - 1);
        best = best.max((sum, start));
    }
    best.1..best.1 + length
}

/// How a cell was best reached, two bits for each of three ways to end in it.
const START: u8 = 0;
const FROM_PAIR: u8 = 1;
const FROM_DROPPED: u8 = 2;
const FROM_ADDED: u8 = 3;

/// The cells of the dynamic program: one for each word of the claim and of the passage.
struct Table {
    columns: usize,
    /// Where each cell was reached from: bits 0–1 ending in a pair, 2–3 in words dropped, 4–5 in
    /// words added.
    from: Vec<u8>,
    best: (i32, usize, usize),
}

/// The best scores that end in one cell.
#[derive(Clone, Copy)]
struct Cell {
    pair: i32,
    dropped: i32,
    added: i32,
}

impl Cell {
    const NONE: Cell = Cell { pair: NEVER, dropped: NEVER, added: NEVER };

    /// The best way on from here, and where it comes from.
    fn best(self) -> (i32, u8) {
        let ways = [(self.pair, FROM_PAIR), (self.dropped, FROM_DROPPED), (self.added, FROM_ADDED)];
        ways.into_iter().fold((NEVER, START), |best, way| if way.0 > best.0 { way } else { best })
    }
}

impl Table {
    fn fill(claim: &[Word], passage: &[Word]) -> Self {
        let columns = passage.len();
        let mut from = vec![0; claim.len() * columns];
        let mut best = (0, 0, 0);
        let mut above = vec![Cell::NONE; columns + 1];
        for (row, word) in claim.iter().enumerate() {
            let worth = worth(claim, row);
            let mut corner = Cell::NONE;
            let mut left = Cell::NONE;
            for (column, other) in passage.iter().enumerate() {
                let up = above[column + 1];
                let (before, before_from) = corner.best();
                let pair = if word.key == other.key {
                    if before > 0 { (before + worth, before_from) } else { (worth, START) }
                } else {
                    (before.saturating_sub(CHANGED).max(NEVER), before_from)
                };
                let dropped = longer(left.pair, left.dropped, FROM_DROPPED, DROPPED);
                let added = longer(up.pair.max(up.dropped), up.added, FROM_ADDED, ADDED);
                let added_from = if added.1 == FROM_PAIR && up.dropped > up.pair { FROM_DROPPED } else { added.1 };
                from[row * columns + column] = pair.1 | dropped.1 << 2 | added_from << 4;
                if word.key == other.key && pair.0 > best.0 {
                    best = (pair.0, row, column);
                }
                corner = up;
                left = Cell { pair: pair.0, dropped: dropped.0, added: added.0 };
                above[column + 1] = left;
            }
        }
        Self { columns, from, best }
    }

    fn trace(&self, claim: &[Word], passage: &[Word]) -> Alignment {
        let (score, mut row, mut column) = self.best;
        let mut pairs = Vec::new();
        let mut way = if score > 0 { FROM_PAIR } else { START };
        while way != START {
            let from = self.from[row * self.columns + column];
            let (next, up, left) = match way {
                FROM_DROPPED => (from >> 2 & 3, 0, 1),
                FROM_ADDED => (from >> 4 & 3, 1, 0),
                _ => {
                    if claim[row].key == passage[column].key {
                        pairs.push((row, column));
                    }
                    (from & 3, 1, 1)
                }
            };
            let (Some(above), Some(before)) = (row.checked_sub(up), column.checked_sub(left)) else { break };
            (way, row, column) = (next, above, before);
        }
        pairs.reverse();
        Alignment { pairs, score }
    }
}

/// The better of a gap that begins after a pair and one that goes on, and which it was.
fn longer(begins: i32, goes_on: i32, gap: u8, cost: (i32, i32)) -> (i32, u8) {
    let (first, further) = (begins.saturating_sub(cost.0), goes_on.saturating_sub(cost.1));
    if first >= further { (first.max(NEVER), FROM_PAIR) } else { (further.max(NEVER), gap) }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;
    use proptest::prelude::*;

    fn aligned(claim: &str, passage: &str) -> String {
        let words = words(claim);
        let alignment = align(&words, &super::super::words::words(passage));
        alignment.pairs.iter().map(|pair| words[pair.0].span.of(claim)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn changed_added_and_dropped_words_break_nothing() {
        let printed = "These are not troops… I draw a very firm line against that";
        assert_eq!(aligned("I drew a firm line against that", printed), "I a firm line against that");
        assert_eq!(aligned("I draw, frankly, a very firm line", printed), "I draw a very firm line");
        assert_eq!(aligned("troops I draw against that", printed), "troops I draw against that");
    }

    #[test]
    fn a_cut_is_bridged_but_a_stray_word_is_not_reached_for() {
        let middle = "and so on ".repeat(8);
        let printed = format!("the harbour was closed on Monday {middle}because nobody had asked the captain");
        let claim = "the harbour was closed because nobody had asked the captain";
        assert_eq!(aligned(claim, &printed), claim);
        assert_eq!(
            aligned("the ships had left", "the harbour was closed on Monday and the ships had left"),
            "the ships had left"
        );
    }

    #[test]
    fn the_right_stretch_of_a_long_text_is_found() {
        let long = "a line was drawn against the wall of the firm ".repeat(60);
        let printed = format!("{long} We draw a very firm line against that. {long}");
        assert_eq!(aligned("We draw a firm line against that", &printed), "We draw a firm line against that");
    }

    proptest! {
        #[test]
        fn pairs_are_the_same_words_in_order(claim in "[a-d ]{0,30}", passage in "[a-d ]{0,90}") {
            let (claim, passage) = (words(&claim), words(&passage));
            let Alignment { pairs, score } = align(&claim, &passage);
            prop_assert!(pairs.iter().all(|pair| claim[pair.0].key == passage[pair.1].key));
            prop_assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1));
            prop_assert!(score <= perfect(&claim));
            prop_assert_eq!(align(&claim, &claim).score, perfect(&claim));
            prop_assert_eq!(score > 0, claim.iter().any(|word| passage.iter().any(|other| other.key == word.key)));
        }
    }
}

//! Letters in their order with gaps: fuzzy-matcher's `SkimMatcherV2` says how well a line holds
//! them, and what is here says cheaply which lines need not be asked about.

use super::bits::ones;
use super::block::Block;
use super::corpus::Line;
use crate::text::Span;
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::{SkimMatcherV2, SkimScoreConfig};

/// The most cells of the matcher's matrix: above it the matcher takes the first match instead of
/// the best. It keeps gap penalties above the number (`i16::MIN`) that the matcher takes for minus
/// infinity, and a hostile line of megabytes from filling the memory.
const MATRIX_CELLS: usize = 1 << 15;

/// The most letters that [`Letters::most`] looks at one by one.
const MOST_LETTERS: usize = 32;

/// What the matcher gives a letter, and takes for a gap: its own defaults, which
/// [`Letters::most`] counts with.
const MATCH: i32 = 16;
const GAP_START: i32 = -3;
const GAP_LETTER: i32 = -1;
const HEAD: i32 = 8;
const BREAK: i32 = 7;
const CAMEL: i32 = 6;
const CONSECUTIVE: i32 = 4;
const LINE_START: i32 = 2;

/// A matcher. It is made anew for each line: its scratch memory holds on to bonuses, so that the
/// same line would score otherwise after another.
fn matcher() -> SkimMatcherV2 {
    let config = SkimScoreConfig {
        score_match: MATCH,
        gap_start: GAP_START,
        gap_extension: GAP_LETTER,
        bonus_first_char_multiplier: LINE_START,
        bonus_head: HEAD,
        bonus_break: BREAK,
        bonus_camel: CAMEL,
        bonus_consecutive: CONSECUTIVE,
        penalty_case_mismatch: 0,
    };
    SkimMatcherV2::default().score_config(config).respect_case().element_limit(MATRIX_CELLS)
}

/// Folded letters to look for.
#[derive(Debug, Clone)]
pub(super) struct Letters {
    folded: String,
    /// The letters with their capitals, where these matter.
    cased: Option<String>,
    letters: Vec<char>,
    /// For each ASCII character, at which of the first [`MOST_LETTERS`] it stands, a bit each.
    stands_at: [u32; 128],
    /// Whether the matcher takes no letter but the first for the start of something.
    plain: bool,
}

impl Letters {
    /// The letters of a folded word; `cased` where its capitals matter.
    pub fn new(folded: &str, cased: Option<String>) -> Self {
        // A capital, or what stands behind a mark, can be the start of something.
        let plain = cased.is_none() && folded.chars().all(char::is_alphanumeric);
        let letters: Vec<char> = folded.chars().collect();
        let mut stands_at = [0; 128];
        for (number, letter) in letters.iter().enumerate().take(MOST_LETTERS).filter(|(_, letter)| letter.is_ascii()) {
            stands_at[*letter as usize] |= 1 << number;
        }
        Self { folded: folded.to_owned(), cased, letters, stands_at, plain }
    }

    /// Whether it is more than one letter.
    pub fn are_several(&self) -> bool {
        self.letters.len() > 1
    }

    /// Whether `line` holds the letters in their order.
    pub fn stand_in(&self, line: Line<'_>) -> bool {
        let folded = is_subsequence(&self.folded, line.text);
        match &self.cased {
            Some(cased) => folded && is_subsequence(cased, &line.cased()),
            None => folded,
        }
    }

    /// How well `line`, which holds the letters, does so: higher is better.
    pub fn score(&self, line: Line<'_>) -> i64 {
        let score = match &self.cased {
            Some(cased) => matcher().fuzzy_match(&line.cased(), cased),
            None => matcher().fuzzy_match(line.text, &self.folded),
        };
        score.unwrap_or_default()
    }

    /// One span of `line` for each letter; none if they do not stand in it.
    pub fn spans(&self, line: Line<'_>) -> Vec<Span> {
        if !self.stand_in(line) {
            return Vec::new();
        }
        let matched = match &self.cased {
            Some(cased) => matcher().fuzzy_indices(&line.cased(), cased),
            None => matcher().fuzzy_indices(line.text, &self.folded),
        };
        let Some((_, matched)) = matched else { return Vec::new() };
        let mut matched = matched.into_iter().peekable();
        let characters = line.text.char_indices().enumerate();
        characters
            .filter(|(number, _)| matched.next_if_eq(number).is_some())
            .map(|(_, (start, c))| Span::new(start, start + c.len_utf8()))
            .collect()
    }

    /// The most that [`score`](Self::score) can be on a line that begins as this one does.
    pub fn most_at_a_glance(&self, line: Line<'_>) -> i64 {
        let count = i64::try_from(self.letters.len()).unwrap_or(i64::MAX);
        if !self.plain || 2 * (line.text.len() + 1) > MATRIX_CELLS {
            return count.saturating_mul(i64::from(MATCH + HEAD * LINE_START));
        }
        // All letters together at the start of a word: another start gains no more than the gap
        // before it costs.
        let line_start = if self.can_begin(line.text) { HEAD * (LINE_START - 1) } else { 0 };
        let first = HEAD - CONSECUTIVE + GAP_LETTER + line_start;
        count.saturating_mul(i64::from(MATCH + CONSECUTIVE)) + i64::from(first)
    }

    /// Whether it can pay to take the first letter at the start of the line: where all letters
    /// stand there, or the next one begins a word so close by that the gap costs less than the
    /// start of the line gains.
    fn can_begin(&self, line: &str) -> bool {
        const FARTHEST: usize = HEAD as usize;
        let same = self.folded.bytes().zip(line.bytes()).take_while(|(a, b)| a == b).count();
        if same == 0 || same == self.folded.len() || !line.is_ascii() || !self.folded.is_ascii() {
            return same > 0;
        }
        let near = line.as_bytes().windows(2).take(same + FARTHEST);
        let starts = near.filter(|pair| bonus(char::from(pair[0])) > 0).map(|pair| pair[1]);
        let next = &self.folded.as_bytes()[1..=same];
        starts.into_iter().any(|start| next.contains(&start))
    }

    /// The most that [`score`](Self::score) can be on `line`, which holds the letters, found in a
    /// fraction of the time: the matcher's own sum, over the places at which letters stand, without
    /// its matrix.
    pub fn most(&self, line: Line<'_>) -> i64 {
        // Two rows of the matrix; above its limit the matcher counts otherwise.
        if self.letters.len() > MOST_LETTERS || 2 * (line.text.len() + 1) > MATRIX_CELLS {
            return i64::MAX;
        }
        let mut sums = Sums::new(self.letters.len(), self.plain);
        if line.text.is_ascii() {
            let text = line.text.as_bytes();
            each_place(&self.letters, text, |at| {
                let before = at.checked_sub(1).map_or('\0', |before| char::from(text[before]));
                sums.add(at, before, self.numbers(char::from(text[at])));
            });
        } else {
            let mut before = '\0';
            for (at, c) in line.text.chars().enumerate() {
                sums.add(at, before, self.numbers(c));
                before = c;
            }
        }
        i64::from(sums.most)
    }

    /// At which letters a character stands, a bit each.
    fn numbers(&self, c: char) -> u32 {
        match self.stands_at.get(c as usize) {
            Some(numbers) => *numbers,
            None => {
                let letters = self.letters.iter().take(MOST_LETTERS).enumerate();
                letters.filter(|(_, letter)| **letter == c).fold(0, |numbers, (number, _)| numbers | 1 << number)
            }
        }
    }
}

/// Hands the places of `line`, which is ASCII, at which letters stand to `place`, in order, without
/// those where a letter has not all before it. Which characters are letters nobody could foresee,
/// so that a branch for each would cost more than to look at all of them.
fn each_place(letters: &[char], line: &[u8], mut place: impl FnMut(usize)) {
    let mut reached = 0;
    for (start, bytes) in (0..).step_by(Block::LENGTH).zip(line.chunks(Block::LENGTH)) {
        let block = Block::new(bytes);
        let mut any = 0;
        // No letter counts before the first place of the one before it.
        let (earlier, mut from) = (reached, u64::MAX);
        for (number, letter) in letters.iter().enumerate() {
            let places = u8::try_from(*letter).map_or(0, |letter| block.places(letter)) & from;
            any |= places;
            if number >= earlier {
                if places == 0 {
                    break;
                }
                reached = number + 1;
                from = !(places ^ (places - 1));
            }
        }
        ones(any).for_each(|at| place(start + at));
    }
}

/// The best sums of letters so far in a line: a Smith-Waterman with affine gaps that looks only
/// where a letter stands.
struct Sums {
    /// Of no letter, and of each one.
    best: [Best; MOST_LETTERS + 1],
    /// Of all letters.
    most: i32,
    count: usize,
    /// What a letter gains wherever it stands, and where it follows the one before it.
    anywhere: i32,
    following: i32,
}

/// The best sums of letters up to one of them.
#[derive(Clone, Copy)]
struct Best {
    /// What ends at the last place at which that letter stood.
    last: i32,
    last_at: i32,
    /// Of all places, the sum and the place added up: what is lost on the way from there grows by
    /// one with each place.
    reachable: i32,
}

/// No sum, and no place.
const NONE: i32 = i32::MIN / 2;

impl Best {
    const NONE: Self = Self { last: NONE, last_at: NONE, reachable: NONE };
}

impl Sums {
    fn new(count: usize, plain: bool) -> Self {
        let (anywhere, following) = if plain { (0, CONSECUTIVE) } else { (CAMEL, HEAD * LINE_START) };
        let best = [Best::NONE; MOST_LETTERS + 1];
        Self { best, most: NONE, count, anywhere, following }
    }

    /// Takes in a character of the line that stands at these letters.
    fn add(&mut self, at: usize, before: char, mut numbers: u32) {
        let place = (bonus(before) * if at == 0 { LINE_START } else { 1 }).max(self.anywhere);
        let at = at as i32;
        // Before the first letter there is no gap.
        self.best[0].reachable = GAP_LETTER - GAP_START - GAP_LETTER * (at - 1);
        // The last first: each goes on from what the one before it was until here.
        while numbers != 0 {
            let number = numbers.ilog2() as usize;
            numbers &= !(1 << number);
            let previous = self.best[number];
            let follows = if previous.last_at == at - 1 { previous.last + place.max(self.following) } else { NONE };
            let last = MATCH + follows.max(previous.reachable + GAP_START + GAP_LETTER * (at - 1) + place);
            // The matcher has but two rows for all letters: where a letter first stands, what it finds
            // in the row is what the letter before the one before it has left there.
            let is_first = self.best[number + 1].reachable < NONE / 2 && last > NONE / 2;
            let left = match number.checked_sub(1) {
                Some(earlier) if is_first => self.best[earlier],
                _ => Best::NONE,
            };
            let best = &mut self.best[number + 1];
            let reachable = best.reachable.max(last - GAP_LETTER * at).max(left.reachable);
            *best = Best { last, last_at: at, reachable };
            if number + 1 == self.count {
                self.most = self.most.max(last).max(if left.last_at == at - 1 { left.last } else { NONE });
            }
        }
    }
}

/// What a letter gains by what stands before it.
fn bonus(before: char) -> i32 {
    BONUSES.get(before as usize).map_or(0, |bonus| i32::from(*bonus))
}

/// The bonus of each ASCII character.
const BONUSES: [i8; 128] = {
    let mut bonuses = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        bonuses[byte] = match byte as u8 {
            b'\0' | b' ' | b'/' | b'\\' | b'|' | b'(' | b')' | b'[' | b']' | b'{' | b'}' => HEAD as i8,
            b'!'..=b'.' | b':'..=b'@' | b'^'..=b'`' | b'~' => BREAK as i8,
            _ => 0,
        };
        byte += 1;
    }
    bonuses
};

/// Whether `letters` stand in `text` in their order: cheaper than the matcher, which first copies
/// the line.
fn is_subsequence(letters: &str, text: &str) -> bool {
    if !letters.is_ascii() {
        let mut rest = text.chars();
        return letters.chars().all(|letter| rest.any(|c| c == letter));
    }
    let mut rest = text.as_bytes();
    letters.bytes().all(|byte| match memchr::memchr(byte, rest) {
        Some(at) => {
            rest = &rest[at + 1..];
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finder::corpus::Shown;
    use proptest::prelude::*;

    fn letters(word: &str) -> Letters {
        Letters::new(Shown::new(word).line().text, None)
    }

    #[test]
    fn for_plain_words_the_most_is_what_the_matcher_gives() {
        for (word, line) in [
            ("lght", "mayor lori lightfoot"),
            ("rpeters", "robert peters (d-chicago)"),
            ("ot", "x o'toole"),
            ("abc", "abc"),
            ("abc", "x aab abxc"),
        ] {
            let shown = Shown::new(line);
            assert_eq!(letters(word).most(shown.line()), letters(word).score(shown.line()), "{word} in {line}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]
        #[test]
        fn no_line_scores_more_than_the_most(word in "[abc]{1,6}|[ab'é-]{1,5}", line in "[abc ]{0,24}|[abAéж '(.-]{0,24}") {
            let (shown, letters) = (Shown::new(&line), letters(&word));
            if letters.stand_in(shown.line()) {
                let score = letters.score(shown.line());
                prop_assert!(score <= letters.most(shown.line()));
                prop_assert!(score <= letters.most_at_a_glance(shown.line()));
                prop_assert_eq!(score, letters.score(shown.line()), "scored after another line");
            }
        }

        #[test]
        fn nor_where_the_gaps_are_long(word in "[ab]{1,20}", line in "([abc .]{0,9}|x{60}){0,24}") {
            let (shown, letters) = (Shown::new(&line), letters(&word));
            if letters.stand_in(shown.line()) {
                prop_assert_eq!(letters.score(shown.line()), letters.most(shown.line()));
            }
        }

        #[test]
        fn nor_where_capitals_matter(word in "[abAB]{1,5}", line in "[abAB ']{0,20}") {
            let (shown, typed) = (Shown::new(&line), Shown::new(&word));
            let letters = Letters::new(typed.line().text, Some(typed.line().cased()));
            if letters.stand_in(shown.line()) {
                prop_assert!(letters.score(shown.line()) <= letters.most(shown.line()));
            }
        }
    }
}

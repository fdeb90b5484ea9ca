//! What is looked for, and whether and where a line holds it.

use crate::text::{Span, fold};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use memchr::memmem;

/// How the letters of a query must stand in a line. Words may always stand in any order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Each word without a gap.
    #[default]
    Word,
    /// Each word's letters in their order, with gaps.
    Fuzzy,
    /// The whole query without a gap.
    Exact,
}

impl Mode {
    /// Its name, as the screen shows it.
    pub const fn name(self) -> &'static str {
        match self {
            Mode::Word => "word",
            Mode::Fuzzy => "fuzzy",
            Mode::Exact => "exact",
        }
    }

    /// The one after it, the first after the last.
    pub const fn next(self) -> Self {
        match self {
            Mode::Word => Mode::Fuzzy,
            Mode::Fuzzy => Mode::Exact,
            Mode::Exact => Mode::Word,
        }
    }
}

/// A parsed query: folded, cut into words.
#[derive(Debug, Clone)]
pub struct Query {
    mode: Mode,
    words: Vec<Needle>,
    /// The words joined by single spaces.
    phrase: Needle,
    bag: u64,
}

/// The most cells of `SkimMatcherV2`'s matrix: above it the matcher takes the first match instead
/// of the best. It keeps gap penalties above the number (`i16::MIN`) that the matcher takes for
/// minus infinity, and a hostile line of megabytes from filling the memory.
const MATRIX_CELLS: usize = 1 << 15;

/// The scorer of [`Mode::Fuzzy`]: one a thread.
pub(super) fn scorer() -> SkimMatcherV2 {
    SkimMatcherV2::default().respect_case().element_limit(MATRIX_CELLS)
}

impl Query {
    /// Parses what was typed.
    pub fn new(text: &str, mode: Mode) -> Self {
        let folded = fold::fold(text);
        let words: Vec<_> = folded.split_whitespace().collect();
        let phrase = words.join(" ");
        let bag = words.iter().fold(0, |all, word| all | bag(word));
        Self { mode, words: words.into_iter().map(Needle::new).collect(), phrase: Needle::new(&phrase), bag }
    }

    /// Whether it asks for nothing, so that every line is a hit.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a text with this [`bag`] can match at all.
    pub(super) fn may_match(&self, bag: u64) -> bool {
        bag & self.bag == self.bag
    }

    /// How well the folded `line` matches, higher is better; nothing if it does not.
    pub(super) fn score(&self, line: &str, scorer: &SkimMatcherV2) -> Option<i64> {
        match self.mode {
            Mode::Exact => self.phrase.best(line).map(|(_, place)| place.score()),
            Mode::Word => {
                let words = self.words.iter().map(|word| Some(word.best(line)?.1.score()));
                let sum = words.sum::<Option<i64>>()?;
                let together = self.words.len() > 1 && self.phrase.best(line).is_some();
                Some(sum + if together { PHRASE } else { 0 })
            }
            Mode::Fuzzy => self.words.iter().map(|word| word.fuzzy_score(line, scorer)).sum(),
        }
    }

    /// The spans of the folded `text` that match: those of each word that stands in it, also where
    /// others do not, because a screen shows the parts of a line one by one.
    pub(super) fn locate(&self, text: &str, scorer: &SkimMatcherV2) -> Vec<Span> {
        let phrase = || self.phrase.best(text).map(|(span, _)| vec![span]);
        match self.mode {
            _ if self.is_empty() => Vec::new(),
            Mode::Exact => phrase().unwrap_or_default(),
            Mode::Word => phrase().unwrap_or_else(|| self.words.iter().filter_map(|w| Some(w.best(text)?.0)).collect()),
            Mode::Fuzzy => self.words.iter().flat_map(|word| word.fuzzy_spans(text, scorer)).collect(),
        }
    }
}

/// What words score that stand together as they were typed.
const PHRASE: i64 = 3;

/// Where in a word an occurrence stands; the later the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Inside,
    Start,
    Whole,
}

impl Place {
    /// Any occurrence inside a word costs more than two of them gain by being whole words.
    fn score(self) -> i64 {
        match self {
            Place::Inside => 1,
            Place::Start => 4,
            Place::Whole => 5,
        }
    }

    /// Where `span` of `text` stands.
    fn of(text: &str, span: Span) -> Self {
        let parts = |before: Option<char>, after: Option<char>| {
            !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric))
        };
        let found = span.of(text);
        let starts = parts(text[..span.start].chars().next_back(), found.chars().next());
        let ends = parts(found.chars().next_back(), text[span.end..].chars().next());
        match (starts, ends) {
            (true, true) => Place::Whole,
            (true, false) => Place::Start,
            (false, _) => Place::Inside,
        }
    }
}

/// A folded string to look for.
#[derive(Debug, Clone)]
struct Needle {
    text: String,
    finder: memmem::Finder<'static>,
}

impl Needle {
    fn new(text: &str) -> Self {
        Self { text: text.to_owned(), finder: memmem::Finder::new(text).into_owned() }
    }

    /// The first of the best-placed occurrences in `line`, of those that do not overlap.
    fn best(&self, line: &str) -> Option<(Span, Place)> {
        let mut best: Option<(Span, Place)> = None;
        for start in self.finder.find_iter(line.as_bytes()) {
            let span = Span::new(start, start + self.text.len());
            let place = Place::of(line, span);
            if best.is_none_or(|(_, so_far)| place > so_far) {
                best = Some((span, place));
            }
            if place == Place::Whole {
                break;
            }
        }
        best
    }

    fn fuzzy_score(&self, line: &str, scorer: &SkimMatcherV2) -> Option<i64> {
        if self.is_subsequence(line) { scorer.fuzzy_match(line, &self.text) } else { None }
    }

    /// One span for each character of the needle.
    fn fuzzy_spans(&self, text: &str, scorer: &SkimMatcherV2) -> Vec<Span> {
        if !self.is_subsequence(text) {
            return Vec::new();
        }
        let Some((_, matched)) = scorer.fuzzy_indices(text, &self.text) else { return Vec::new() };
        let mut matched = matched.into_iter().peekable();
        let characters = text.char_indices().enumerate();
        characters
            .filter(|(number, _)| matched.next_if_eq(number).is_some())
            .map(|(_, (start, c))| Span::new(start, start + c.len_utf8()))
            .collect()
    }

    /// Whether the needle's bytes stand in `line` in their order: cheaper than the scorer, which
    /// first copies the line.
    fn is_subsequence(&self, line: &str) -> bool {
        let mut rest = line.as_bytes();
        self.text.bytes().all(|byte| match memchr::memchr(byte, rest) {
            Some(at) => {
                rest = &rest[at + 1..];
                true
            }
            None => false,
        })
    }
}

/// Which bytes `folded` holds, as a set of 64 bits: one each for letters and digits, shared ones
/// for the rest. A line can match a query only if its bag holds all of the query's.
pub(super) fn bag(folded: &str) -> u64 {
    folded.bytes().fold(0, |bag, byte| {
        let bit = match byte {
            b'a'..=b'z' => byte - b'a',
            b'0'..=b'9' => 26 + (byte - b'0'),
            0..0x80 => 36 + byte % 12,
            _ => 48 + byte % 16,
        };
        bag | 1 << bit
    })
}

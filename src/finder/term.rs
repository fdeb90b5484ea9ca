//! One word of a query: whether, where and how well a line holds it.

use super::corpus::{FIELD_END, Line, Shown};
use super::fuzzy::Letters;
use super::mask;
use super::typo::Typo;
use crate::text::Span;
use memchr::memmem::Finder;

/// How a word must stand in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Its letters in their order, with gaps.
    Fuzzy,
    /// Without a gap.
    Inside,
    /// At the start of a field.
    Start,
    /// At the end of a field.
    End,
    /// As the whole of a field.
    Whole,
    /// Without a gap, or with one letter wrong.
    Near,
}

/// A word to look for, or one that must not stand in the line.
#[derive(Debug, Clone)]
pub(super) struct Term {
    kind: Kind,
    negated: bool,
    folded: String,
    /// The word with its capitals, where these matter: where there are any.
    cased: Option<String>,
    /// Which bytes of `folded` begin a capital.
    capitals: Vec<usize>,
    finder: Finder<'static>,
    letters: Letters,
    typo: Option<Typo>,
}

/// Where in a word an occurrence stands; the later the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Inside,
    Start,
    Whole,
}

/// What a word with a mistake in it scores.
const NEAR: i64 = 3;

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
        match (parts_words(text, span.start), parts_words(text, span.end)) {
            (true, true) => Place::Whole,
            (true, false) => Place::Start,
            (false, _) => Place::Inside,
        }
    }
}

/// Whether a word can begin or end at this place of `text`.
fn parts_words(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    match (at.checked_sub(1).and_then(|before| bytes.get(before)), bytes.get(at)) {
        (Some(before), Some(after)) if before.is_ascii() && after.is_ascii() => {
            !(before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric())
        }
        _ => !(text[..at].ends_with(char::is_alphanumeric) && text[at..].starts_with(char::is_alphanumeric)),
    }
}

impl Term {
    /// The word as it was typed; none if there is nothing in it to look for.
    pub fn new(typed: &str, kind: Kind, negated: bool) -> Option<Self> {
        let shown = Shown::new(typed);
        let line = shown.line();
        let folded = line.text.to_owned();
        if folded.is_empty() {
            return None;
        }
        let capitals: Vec<usize> = (0..folded.len()).filter(|at| line.is_capital(*at)).collect();
        let cased = (!capitals.is_empty()).then(|| line.cased());
        let finder = Finder::new(&folded).into_owned();
        let letters = Letters::new(&folded, cased.clone());
        Some(Self { kind, negated, folded, cased, capitals, finder, letters, typo: None })
    }

    /// This word with one mistake forgiven, if it is long enough and may stand anywhere.
    pub fn forgiving(&self) -> Option<Self> {
        let plain = matches!(self.kind, Kind::Fuzzy | Kind::Inside) && !self.negated;
        let typo = Typo::new(&self.folded).filter(|_| plain)?;
        Some(Self { kind: Kind::Near, typo: Some(typo), cased: None, capitals: Vec::new(), ..self.clone() })
    }

    /// This word without gaps, which is where its best lines are.
    pub fn together(&self) -> Self {
        let kind = if self.kind == Kind::Fuzzy { Kind::Inside } else { self.kind };
        Self { kind, ..self.clone() }
    }

    /// Whether its letters may stand in gaps, so that it has to be scored by the matcher.
    pub fn is_fuzzy(&self) -> bool {
        self.kind == Kind::Fuzzy && !self.negated
    }

    /// The [`mask`] that a line needs to hold it, and how many bits of it may be missing.
    pub fn mask(&self) -> (u64, u32) {
        match self.kind {
            _ if self.negated => (0, 0),
            Kind::Near => (mask::of(&self.folded), 1),
            _ => (mask::of(&self.folded), 0),
        }
    }

    /// Whether a line holds it as soon as its mask has the bit: it is one letter or digit that may stand anywhere.
    pub fn is_told_by_mask(&self) -> bool {
        let anywhere = matches!(self.kind, Kind::Fuzzy | Kind::Inside) && !self.negated && self.cased.is_none();
        anywhere && matches!(self.folded.as_bytes(), [byte] if byte.is_ascii_alphanumeric())
    }

    /// Whether `line` is as the term wants it.
    pub fn holds(&self, line: Line<'_>) -> bool {
        let stands = match self.kind {
            Kind::Fuzzy => self.letters.stand_in(line),
            Kind::Near => self.next(line, 0).is_some() || self.near(line).is_some(),
            _ => self.next(line, 0).is_some(),
        };
        stands != self.negated
    }

    /// How well a line does that [`holds`](Self::holds) it.
    pub fn score(&self, line: Line<'_>) -> i64 {
        match self.kind {
            _ if self.negated => 0,
            Kind::Fuzzy => self.letters.score(line),
            _ => self.best(line).map_or(NEAR, |(_, place)| place.score()),
        }
    }

    /// The best place that counts: a letter alone is hardly ever meant as a word.
    fn best_place(&self) -> Place {
        if self.letters.are_several() { Place::Whole } else { Place::Start }
    }

    /// The most that it scores on a line, at a glance.
    pub fn most_at_a_glance(&self, line: Line<'_>) -> i64 {
        match self.kind {
            Kind::Fuzzy => self.letters.most_at_a_glance(line),
            _ => self.best_place().score(),
        }
    }

    /// The most that it scores on a line.
    pub fn most(&self, line: Line<'_>) -> i64 {
        match self.kind {
            Kind::Fuzzy => self.letters.most(line),
            _ => self.best_place().score(),
        }
    }

    /// Where it stands in a line or a part of one, at its best.
    pub fn spans(&self, line: Line<'_>) -> Vec<Span> {
        match self.kind {
            _ if self.negated => Vec::new(),
            Kind::Fuzzy => self.letters.spans(line),
            _ => self.best(line).map(|(span, _)| span).or_else(|| self.near(line)).into_iter().collect(),
        }
    }

    /// Whether every line that is as this term wants it is so for `earlier`.
    pub fn implies(&self, earlier: &Self) -> bool {
        let same = self.kind == earlier.kind && self.folded == earlier.folded && self.cased == earlier.cased;
        if self.negated || earlier.negated || self.kind == Kind::Near || earlier.kind == Kind::Near {
            return same && self.negated == earlier.negated;
        }
        // A word whose capitals matter is more than the same word where they do not.
        let (long, short) = match (&self.cased, &earlier.cased) {
            (Some(long), Some(short)) => (long, short),
            (_, None) => (&self.folded, &earlier.folded),
            (None, Some(_)) => return false,
        };
        match (self.kind, earlier.kind) {
            (_, Kind::Fuzzy) => long.contains(short.as_str()),
            (Kind::Inside | Kind::Start | Kind::End | Kind::Whole, Kind::Inside) => long.contains(short.as_str()),
            (Kind::Start | Kind::Whole, Kind::Start) => long.starts_with(short.as_str()),
            (Kind::End | Kind::Whole, Kind::End) => long.ends_with(short.as_str()),
            _ => same,
        }
    }

    fn near(&self, line: Line<'_>) -> Option<Span> {
        self.typo.as_ref()?.find(line.text)
    }

    /// The first place at or after `from` where the word stands without gaps, capitals and ends
    /// considered.
    fn next(&self, line: Line<'_>, mut from: usize) -> Option<Span> {
        loop {
            let start = from + self.finder.find(line.text.as_bytes().get(from..)?)?;
            let span = Span::new(start, start + self.folded.len());
            if self.is_placed(line, span) && (self.capitals.is_empty() || self.has_capitals(line, start)) {
                return Some(span);
            }
            from = start + 1;
        }
    }

    /// Whether a field begins or ends where the word wants one to.
    fn is_placed(&self, line: Line<'_>, span: Span) -> bool {
        let (before, after) = (&line.text[..span.start], &line.text[span.end..]);
        let starts = || before.is_empty() || before.ends_with(FIELD_END);
        let ends = || after.is_empty() || after.starts_with(FIELD_END);
        match self.kind {
            Kind::Start => starts(),
            Kind::End => ends(),
            Kind::Whole => starts() && ends(),
            Kind::Fuzzy | Kind::Inside | Kind::Near => true,
        }
    }

    /// Whether capitals stand at `start` of the line just where the word has them.
    fn has_capitals(&self, line: Line<'_>, start: usize) -> bool {
        let mut capitals = self.capitals.iter().peekable();
        (0..self.folded.len()).all(|at| line.is_capital(start + at) == capitals.next_if_eq(&&at).is_some())
    }

    /// The first of the best-placed occurrences, of those that do not overlap.
    fn best(&self, line: Line<'_>) -> Option<(Span, Place)> {
        let mut best: Option<(Span, Place)> = None;
        let most = self.best_place();
        let mut is_best = |span: Span| {
            let place = Place::of(line.text, span).min(most);
            if best.is_none_or(|(_, so_far)| place > so_far) {
                best = Some((span, place));
            }
            place == most
        };
        if self.capitals.is_empty() && matches!(self.kind, Kind::Inside | Kind::Near) {
            let mut spans = self.finder.find_iter(line.text.as_bytes());
            spans.any(|start| is_best(Span::new(start, start + self.folded.len())));
        } else {
            let mut from = 0;
            while let Some(span) = self.next(line, from).filter(|span| !is_best(*span)) {
                from = span.end;
            }
        }
        best
    }
}

//! What is looked for: words, and how they must stand together in a line.
//!
//! All parts of a query must hold; a part is a word, or several of which one is enough.
//!
//! | typed | finds lines with |
//! |---|---|
//! | `firm line` | both words, in any order |
//! | `'line` | the word without gaps, also where others may have them |
//! | `^mayor` `today$` | a field (speaker, words, headline, place, outlet) that begins, ends so |
//! | `!troops` | no such word |
//! | `peters \| dart` | one of them |
//! | `Line` | the word with this capital; small letters find both |
//! | `\!` `\ ` | a character that would mean something else |
//!
//! These are the ways of fzf. In [`Mode::Exact`] everything stands for itself.

use super::corpus::{Line, Shown};
use super::term::{Kind, Term};
use crate::text::{Span, fold};

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
    typed: String,
    mode: Mode,
    forgives: bool,
    /// The parts that must all hold: of each, one of the terms.
    parts: Vec<Vec<Term>>,
    /// The words as they were typed together, where that is worth more.
    phrase: Option<Term>,
    mask: u64,
    /// How many bits of the mask a line may lack.
    missing: u32,
    /// Whether every line matches whose mask says that it may.
    told_by_mask: bool,
}

/// What words score that stand together as they were typed.
const PHRASE: i64 = 3;

impl Query {
    /// Parses what was typed. Every text is a query.
    pub fn new(text: &str, mode: Mode) -> Self {
        let (parts, phrase) = match mode {
            Mode::Exact => {
                let words = words(text).join(" ");
                (Term::new(&words, Kind::Inside, false).map(|term| vec![term]).into_iter().collect(), None)
            }
            Mode::Word => (parts(text, Kind::Inside), phrase(text)),
            Mode::Fuzzy => (parts(text, Kind::Fuzzy), None),
        };
        Self::of(text, mode, parts, phrase)
    }

    fn of(text: &str, mode: Mode, parts: Vec<Vec<Term>>, phrase: Option<Term>) -> Self {
        let (mut mask, mut missing) = (0, 0);
        for part in &parts {
            // What all of its terms need, every line needs.
            let masks = part.iter().map(Term::mask);
            let (needed, lacking) = masks.fold((u64::MAX, 0), |(all, most), (mask, may)| (all & mask, most.max(may)));
            mask |= needed;
            missing += lacking;
        }
        let told_by_mask = parts.iter().all(|part| part.len() == 1 && part[0].is_told_by_mask());
        Self { typed: text.to_owned(), mode, forgives: false, parts, phrase, mask, missing, told_by_mask }
    }

    /// Whether it asks for nothing, so that every line is a hit.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The query with one letter wrong allowed in each word that is long enough; none if no word is.
    pub fn forgiving(&self) -> Option<Self> {
        let forgiving = |term: &Term| term.forgiving().unwrap_or_else(|| term.clone());
        let terms = || self.parts.iter().flatten();
        terms().any(|term| term.forgiving().is_some()).then(|| {
            let parts = self.parts.iter().map(|part| part.iter().map(forgiving).collect()).collect();
            Self { forgives: true, ..Self::of(&self.typed, self.mode, parts, self.phrase.clone()) }
        })
    }

    /// The query for the lines that hold every word without gaps; none if this one has no other.
    pub(super) fn together(&self) -> Option<Self> {
        let together = |part: &Vec<Term>| part.iter().map(Term::together).collect();
        self.is_fuzzy().then(|| Self::of(&self.typed, self.mode, self.parts.iter().map(together).collect(), None))
    }

    /// Whether a line has to be scored by the matcher.
    pub(super) fn is_fuzzy(&self) -> bool {
        self.parts.iter().flatten().any(Term::is_fuzzy)
    }

    /// Whether it is the same query, so that it has the same answer.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.typed == other.typed && self.mode == other.mode && self.forgives == other.forgives
    }

    /// Whether every line that this query finds is one that `earlier` finds.
    pub(super) fn implies(&self, earlier: &Self) -> bool {
        let implied =
            |part: &Vec<Term>, by: &Vec<Term>| by.iter().all(|term| part.iter().any(|other| term.implies(other)));
        earlier.parts.iter().all(|part| self.parts.iter().any(|by| implied(part, by)))
    }

    /// Whether a line with this [`mask`](super::mask) can match at all.
    pub(super) fn may_match(&self, mask: u64) -> bool {
        let lacking = self.mask & !mask;
        lacking == 0 || lacking.count_ones() <= self.missing
    }

    /// Whether `line`, whose mask says that it [may match](Self::may_match), does.
    pub(super) fn matches(&self, line: Line<'_>) -> bool {
        self.told_by_mask || self.parts.iter().all(|part| part.iter().any(|term| term.holds(line)))
    }

    /// How well a line does that matches: higher is better, comparable within one query only.
    pub(super) fn score(&self, line: Line<'_>) -> i64 {
        let together = self.phrase.as_ref().is_some_and(|phrase| phrase.holds(line));
        let best = |part: &Vec<Term>| match &part[..] {
            [only] => only.score(line),
            terms => {
                terms.iter().filter(|term| term.holds(line)).map(|term| term.score(line)).max().unwrap_or_default()
            }
        };
        self.parts.iter().map(best).sum::<i64>() + if together { PHRASE } else { 0 }
    }

    /// Whether a line that matches can score more than `least`, or as much: that it cannot is told
    /// in a fraction of the time that the score takes.
    pub(super) fn may_score(&self, line: Line<'_>, least: i64) -> bool {
        let bonus = if self.phrase.is_some() { PHRASE } else { 0 };
        self.most(|term| term.most_at_a_glance(line)).saturating_add(bonus) >= least
            && (!self.is_fuzzy() || self.most(|term| term.most(line)).saturating_add(bonus) >= least)
    }

    /// The sum over all parts of the most that any of their terms is worth.
    fn most(&self, worth: impl Fn(&Term) -> i64) -> i64 {
        let most = |part: &Vec<Term>| part.iter().map(&worth).max().unwrap_or_default();
        self.parts.iter().map(most).fold(0, i64::saturating_add)
    }

    /// The spans of `text` that match: those of each word that stands in it, also where others do
    /// not, because a screen shows the parts of a line one by one. Byte spans on `char` boundaries,
    /// in order, disjoint, not touching.
    pub(super) fn spans(&self, text: &str) -> Vec<Span> {
        let shown = Shown::new(text);
        let phrase = self.phrase.as_ref().map(|phrase| phrase.spans(shown.line())).unwrap_or_default();
        let words = || self.parts.iter().flatten().flat_map(|term| term.spans(shown.line())).collect();
        let spans: Vec<Span> = if phrase.is_empty() { words() } else { phrase };
        let mut spans: Vec<Span> = spans.into_iter().map(|span| shown.folded.source(span)).collect();
        spans.sort_unstable();
        spans.dedup_by(|next, last| {
            let joined = next.start <= last.end;
            if joined {
                last.end = last.end.max(next.end);
            }
            joined
        });
        spans
    }
}

/// A piece of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// A word: its characters, and whether each stands for itself only.
    Word(Vec<(char, bool)>),
    /// `|`
    Or,
}

/// The words and strokes of what was typed. A backslash makes the next character stand for itself.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut word = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = c == '\\' && chars.peek().is_some();
        if !escaped && (c == '|' || c.is_whitespace()) {
            if !word.is_empty() {
                tokens.push(Token::Word(std::mem::take(&mut word)));
            }
            if c == '|' {
                tokens.push(Token::Or);
            }
            continue;
        }
        word.push((if escaped { chars.next().unwrap_or(c) } else { c }, escaped));
    }
    if !word.is_empty() {
        tokens.push(Token::Word(word));
    }
    tokens
}

/// The parts of what was typed, where a word without a sign is of the kind `plain`.
fn parts(text: &str, plain: Kind) -> Vec<Vec<Term>> {
    let mut parts: Vec<Vec<Term>> = Vec::new();
    let mut joins = false;
    for token in tokens(text) {
        let Token::Word(word) = token else {
            joins = true;
            continue;
        };
        let Some(term) = term(&word, plain) else { continue };
        let join = std::mem::take(&mut joins);
        match parts.last_mut().filter(|_| join) {
            Some(part) => part.push(term),
            None => parts.push(vec![term]),
        }
    }
    parts
}

/// The term that a word is with its signs; none while only the signs are typed.
fn term(word: &[(char, bool)], plain: Kind) -> Option<Term> {
    let sign = |word: &mut &[(char, bool)], sign: char| {
        let rest = word.strip_prefix(&[(sign, false)]);
        *word = rest.unwrap_or(word);
        rest.is_some()
    };
    let mut word = word;
    let negated = sign(&mut word, '!');
    let exact = sign(&mut word, '\'');
    let starts = !exact && sign(&mut word, '^');
    let rest = word.strip_suffix(&[('$', false)]).filter(|_| !exact);
    let ends = rest.is_some();
    let kind = match (starts, ends) {
        (true, true) => Kind::Whole,
        (true, false) => Kind::Start,
        (false, true) => Kind::End,
        (false, false) if exact || negated => Kind::Inside,
        (false, false) => plain,
    };
    let text: String = rest.unwrap_or(word).iter().map(|(c, _)| *c).collect();
    Term::new(&text, kind, negated)
}

/// The words of a text that hold more than marks on letters.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().filter(|word| !fold::fold(word).is_empty()).collect()
}

/// What was typed as one phrase, where it is several words without signs.
fn phrase(text: &str) -> Option<Term> {
    let signs = |c: char| matches!(c, '|' | '\\');
    let plain = |word: &str| !word.starts_with(['!', '\'', '^']) && !word.ends_with('$') && !word.contains(signs);
    let words = words(text);
    let several = words.len() > 1 && words.iter().all(|word| plain(word));
    several.then(|| Term::new(&words.join(" "), Kind::Inside, false))?
}

//! Text as the words that are compared: folded, with the bytes they came from and what parts them.

use crate::text::fold::Folded;
use crate::text::{Span, tokens};

/// What a match of a telling word is worth in an [alignment](super::align).
const TELLING: i32 = 32;

/// What a match of a common word is worth.
const COMMON: i32 = 16;

/// A word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// A hash of the folded word.
    pub key: u64,
    /// Its bytes in the text.
    pub span: Span,
    /// What parts it from the next one.
    pub after: Break,
    /// What finding it again is worth.
    pub weight: i32,
    /// Whether it negates.
    pub negative: bool,
    /// The key of what it would be if it did not negate (*isn’t*: *is*); 0 if nothing.
    pub positive: u64,
}

impl Word {
    /// Whether it tells more than *the* does.
    pub fn is_telling(&self) -> bool {
        self.weight == TELLING
    }
}

/// What stands between two words, however it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    /// White space, a hyphen, quotation marks.
    None,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `:`
    Colon,
    /// `—`, ` - `, `--`
    Dash,
    /// The `.` of *Sen.* or *U.S.*, which may end a sentence as well.
    Abbreviation,
    /// `.`
    Stop,
    /// `!`
    Exclamation,
    /// `?`
    Question,
    /// `…`, `...`
    Ellipsis,
    /// The end of a part of a split quotation, whose punctuation is the printer's.
    Seam,
}

impl Break {
    /// Whether a sentence may end in it.
    pub fn ends_sentence(self) -> bool {
        self >= Break::Stop
    }

    /// Whether both part words alike, as far as can be told: nobody writes every abbreviation with its stop, and at
    /// a seam the punctuation is the printer's.
    pub fn is_like(self, other: Self) -> bool {
        match (self, other) {
            (Break::Seam, _) | (_, Break::Seam) => true,
            (Break::Abbreviation, Break::None | Break::Stop) | (Break::None | Break::Stop, Break::Abbreviation) => true,
            (one, other) => one == other,
        }
    }

    /// What parts `word` from the next one, with `gap` between them.
    fn after(text: &str, word: Span, gap: &str) -> Self {
        let most = Self::of(gap);
        let with_stop = Span::new(word.start, word.end + 1);
        let keeps_stop = || {
            let mut tokens = tokens::tokens(text, with_stop);
            tokens.next().is_some_and(|token| token.span == with_stop)
        };
        if most == Break::Stop && gap.starts_with('.') && keeps_stop() { Break::Abbreviation } else { most }
    }

    /// The most that is printed in `gap`, the text between two words.
    fn of(gap: &str) -> Self {
        let mut dots = 0;
        let mut most = Break::None;
        for c in gap.chars() {
            dots = if c == '.' { dots + 1 } else { 0 };
            most = most.max(match c {
                '…' => Break::Ellipsis,
                '.' if dots > 1 => Break::Ellipsis,
                '.' | '。' => Break::Stop,
                '?' | '？' => Break::Question,
                '!' | '！' => Break::Exclamation,
                '—' | '―' => Break::Dash,
                '–' | '-' if gap.len() > c.len_utf8() => Break::Dash,
                ':' => Break::Colon,
                ';' => Break::Semicolon,
                ',' | '，' | '、' => Break::Comma,
                _ => Break::None,
            });
        }
        most
    }
}

/// The words of a text.
pub fn words(text: &str) -> Vec<Word> {
    let mut out = Vec::new();
    push_words(text, Span::new(0, text.len()), &mut out);
    out
}

/// The words of some parts of `text`, in order: the seams between them are marked.
pub fn words_of_parts(text: &str, parts: &[Span]) -> Vec<Word> {
    let mut out = Vec::new();
    for part in parts {
        if let Some(last) = out.last_mut() {
            let last: &mut Word = last;
            last.after = Break::Seam;
        }
        push_words(text, *part, &mut out);
    }
    out
}

/// The words as printed, from the first to the last of them, without what stands in between at a seam.
pub fn printed(text: &str, words: &[Word]) -> String {
    let mut out = String::new();
    for (at, word) in words.iter().enumerate() {
        let gap = words.get(at + 1).map_or("", |next| text.get(word.span.end..next.span.start).unwrap_or_default());
        let gap = if word.after == Break::Seam { " " } else { gap };
        for piece in [word.span.of(text), gap] {
            out.push_str(piece);
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn push_words(text: &str, part: Span, out: &mut Vec<Word>) {
    let source = part.of(text);
    let folded = Folded::new(source);
    let first = out.len();
    let mut rest = 0;
    while let Some((start, end)) = next_word(folded.as_str(), rest) {
        rest = end;
        let span = folded.source(Span::new(start, end));
        let span = Span::new(part.start + span.start, part.start + span.end);
        push_word(text, span, &folded.as_str()[start..end], first, out);
    }
}

/// The next run of letters and digits, apostrophes inside it included, from byte `from` on.
fn next_word(folded: &str, from: usize) -> Option<(usize, usize)> {
    let is_part = |c: char| c.is_alphanumeric() || c == '\'';
    let start = from + folded[from..].find(char::is_alphanumeric)?;
    let run = &folded[start..];
    let run = &run[..run.find(|c| !is_part(c)).unwrap_or(run.len())];
    Some((start, start + run.trim_end_matches('\'').len()))
}

/// Adds a word; the letters of *U.S.* are one word, as in *US*, and so is what one character stands for (*¼*).
fn push_word(text: &str, span: Span, folded: &str, first: usize, out: &mut Vec<Word>) {
    if out.len() > first
        && let Some(last) = out.last_mut()
    {
        let gap = text.get(last.span.end..span.start).unwrap_or_default();
        let is_spelled = gap == "." && is_initial(folded) && ends_in_initial(text, last.span);
        if is_spelled || span.start < last.span.end {
            *last = Word { key: hash_on(last.key, folded), span: Span::new(last.span.start, span.end), ..*last };
            return;
        }
        last.after = Break::after(text, last.span, gap);
    }
    out.push(word(folded, span));
}

fn is_initial(word: &str) -> bool {
    word.len() == 1 && word.as_bytes()[0].is_ascii_alphabetic()
}

/// Whether the word is a letter, or letters with full stops between them.
fn ends_in_initial(text: &str, word: Span) -> bool {
    word.of(text).split('.').all(is_initial)
}

fn word(folded: &str, span: Span) -> Word {
    let key = hash(folded);
    let (negative, positive) = negation(folded, key);
    let common = (folded.is_ascii() && folded.len() <= 3) || COMMON_WORDS.contains(&folded);
    let weight = if common { COMMON } else { TELLING };
    Word { key, span, after: Break::None, weight, negative, positive }
}

/// Whether the folded word negates, and the key of what is left without that.
fn negation(folded: &str, key: u64) -> (bool, u64) {
    if NEGATIONS.contains(&folded) {
        return (true, 0);
    }
    let positive = match folded {
        "cannot" | "can't" => "can",
        "won't" => "will",
        "shan't" => "shall",
        "ain't" | "don't" | "doesn't" | "didn't" => "",
        _ => match folded.strip_suffix("n't") {
            Some(stem) if !stem.is_empty() => stem,
            _ => return (false, key),
        },
    };
    (true, if positive.is_empty() { 0 } else { hash(positive) })
}

/// The key of a folded word: FNV-1a of 64 bits.
pub const fn hash(folded: &str) -> u64 {
    hash_on(0xcbf2_9ce4_8422_2325, folded)
}

const fn hash_on(mut hash: u64, folded: &str) -> u64 {
    let bytes = folded.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

/// What only carries a negation: *do not trust* says no more than *trust* but for the *not*.
pub fn is_support(word: &Word) -> bool {
    const SUPPORT: [u64; 3] = [hash("do"), hash("does"), hash("did")];
    SUPPORT.contains(&word.key)
}

/// Words that negate, in the languages that quotations are found in, folded.
const NEGATIONS: &[&str] = &[
    "no", "not", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "nicht", "nichts", "nie",
    "niemals", "niemand", "kein", "keine", "keinen", "keinem", "keiner", "keines", "weder",
];

/// Words of more than three letters that are in every text, folded.
const COMMON_WORDS: &[&str] = &[
    "about", "after", "also", "been", "before", "being", "could", "does", "from", "have", "here", "into", "it's",
    "just", "like", "more", "only", "over", "said", "should", "some", "than", "that", "that's", "their", "them",
    "then", "there", "these", "they", "this", "those", "very", "want", "were", "what", "when", "where", "which",
    "will", "with", "would", "your", "aber", "dass", "dass", "dies", "diese", "dieser", "eine", "einen", "einer",
    "haben", "hatte", "oder", "sein", "sich", "sind", "wird", "wurde", "werden",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use proptest::prelude::*;

    fn keys(text: &str) -> Vec<u64> {
        words(text).iter().map(|word| word.key).collect()
    }

    #[test]
    fn style_makes_no_word_another() {
        assert_eq!(keys("“That’s É-Õ,” the U.S. said…"), keys("THAT'S \n e o the US  said"));
        assert_ne!(keys("the U. S."), keys("the US"));
    }

    #[test]
    fn what_parts_words_is_told_apart_from_how_it_is_printed() {
        let breaks = |text: &str| words(text).iter().map(|word| word.after).collect::<Vec<_>>();
        assert_eq!(breaks("a—b"), breaks("a -- b"));
        assert_eq!(breaks("a… b"), breaks("a ... b"));
        assert_eq!(breaks("well-known “b” c"), [Break::None; 4]);
        assert_eq!(breaks("a, b? c")[..2], [Break::Comma, Break::Question]);
        assert_eq!(
            breaks("the U.S. city Sen. Lee saw. He")[1..],
            [Break::Abbreviation, Break::None, Break::Abbreviation, Break::None, Break::Stop, Break::None]
        );
    }

    #[test]
    fn a_negation_knows_what_is_left_without_it() {
        let positive = |word: &str| words(word)[0].positive;
        assert_eq!(positive("isn’t"), hash("is"));
        assert_eq!(positive("can't"), positive("cannot"));
        assert_eq!((positive("not"), positive("don't")), (0, 0));
        assert!(!words("want")[0].negative);
    }

    proptest! {
        #[test]
        fn every_word_is_where_it_says(text in "[a-cA-C.'’“é\u{301} …ß\\-]{0,40}|\\PC{0,40}") {
            let mut end = 0;
            for word in words(&text) {
                prop_assert!(word.span.start >= end);
                let own: String = word.span.of(&text).chars().filter(|c| *c != '.').collect();
                let whole: String = fold::words(&own).replace(' ', "");
                prop_assert_eq!(hash(&whole), word.key);
                end = word.span.end;
            }
        }
    }
}

//! Did anybody really say this? A claimed sentence beside the passages that it may come from: which
//! of them it is, what was done to its wording, and whose words they are.
//!
//! The passages are found by the rare words that they share with the claim ([`Passages`]), aligned
//! with it word by word, and compared.

mod align;
mod archive;
mod columns;
mod draft;
mod findings;
mod judge;
mod matches;
mod passages;
mod splice;
mod variants;
mod words;

pub use columns::{Column, double_lines};
pub use draft::{DraftClaim, claims, markdown_paragraphs};
pub use findings::{Finding, check};
pub use judge::{Op, Piece};
pub use matches::Match;
pub use passages::{Fetched, Key, Memory, Passages, Unit};
pub use variants::{Variant, variants};

use crate::text::Span;
use serde::Serialize;
use words::Word;

/// The most words of a claim: its comparison takes time by the square of them.
pub const MOST_WORDS: usize = 1000;

/// What somebody is said to have said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The words as claimed.
    pub text: String,
    /// Whose they are said to be.
    pub speaker: Option<String>,
    /// Whether they are claimed to be somebody's words, whoever that is, not only to be printed.
    pub spoken: bool,
    words: Vec<Word>,
}

/// The words of `text` that tell more than *the* does, in order.
pub fn telling_words(text: &str) -> impl Iterator<Item = Span> {
    words::words(text).into_iter().filter(Word::is_telling).map(|word| word.span)
}

/// Why there is nothing to check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoClaim {
    /// It has no word.
    #[error("there is no word in it")]
    Empty,
    /// It has more words than are compared.
    #[error("it is longer than {MOST_WORDS} words")]
    TooLong,
}

impl Claim {
    /// The claim that `speaker` said `text`, or that it was printed where there is no speaker.
    ///
    /// # Errors
    /// When there is no word in `text`, or too many.
    pub fn new(text: &str, speaker: Option<&str>) -> Result<Self, NoClaim> {
        let words = words::words(text);
        match words.len() {
            0 => Err(NoClaim::Empty),
            n if n > MOST_WORDS => Err(NoClaim::TooLong),
            _ => {
                let speaker = speaker.map(str::to_owned);
                Ok(Self { text: text.to_owned(), spoken: speaker.is_some(), speaker, words })
            }
        }
    }

    /// The claim that only the words `start..end` of it are.
    fn part(&self, start: usize, end: usize) -> Self {
        let words = self.words.get(start..end).unwrap_or_default().to_vec();
        Self { words, ..self.clone() }
    }
}

/// What came of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Printed so, or as a part of what was; mark style, case, white space and punctuation at the
    /// edges aside.
    Exact,
    /// Printed, but not so.
    Altered,
    /// Something like it was printed; none of it is chosen.
    Near,
    /// Nothing like it was printed.
    NotFound,
}

/// What was done to the wording, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Alteration {
    /// Two quotations were joined to one.
    Spliced,
    /// Somebody else said it.
    Speaker,
    /// It was not printed as the speaker's own words.
    Paraphrase,
    /// A negation came or went.
    Negation,
    /// Words are left out of the midst without a sign.
    Ellipsis,
    /// Words, or the punctuation between them, are others.
    Changed,
    /// Words came in.
    Added,
    /// Words went.
    Dropped,
}

impl Alteration {
    /// Its name, as every output writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Alteration::Spliced => "spliced",
            Alteration::Speaker => "speaker",
            Alteration::Paraphrase => "paraphrase",
            Alteration::Negation => "negation",
            Alteration::Ellipsis => "ellipsis",
            Alteration::Changed => "changed",
            Alteration::Added => "added",
            Alteration::Dropped => "dropped",
        }
    }
}

impl Verdict {
    /// Its name, as people read it.
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Exact => "exact",
            Verdict::Altered => "altered",
            Verdict::Near => "near",
            Verdict::NotFound => "not found",
        }
    }
}

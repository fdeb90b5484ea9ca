//! The quotation engine: pure functions from an article to its quotations.
//!
//! [`extract`] is all of it. It needs no file, no network and no other feature of this crate: with
//! `default-features = false`, the engine comes with some twenty small crates.
//!
//! ```
//! use whosaid::article::Article;
//! use whosaid::quote::{self, Certainty, Kind};
//!
//! let text = "“We will not leave,” Mayor Ada Stone said. She called the plan “a gift” to the harbor.";
//! let article = Article::from_body(text.to_owned());
//! let quotations = quote::extract(&article);
//!
//! assert_eq!(quotations[0].kind, Kind::Direct);
//! assert_eq!(quotations[0].words(&article), "We will not leave,");
//! assert_eq!(quotations[0].cue.map(|cue| cue.of(&article.text)), Some("said"));
//! // Whom the pronoun means is inferred, and said to be.
//! assert_eq!(quotations[1].kind, Kind::Mixed);
//! assert_eq!(quotations[1].certainty, Certainty::Inferred);
//! assert_eq!(quotations[1].known_speaker().map(|speaker| speaker.name.as_str()), Some("Ada Stone"));
//! ```

mod heard;
mod naming;
mod passages;
mod people;
mod rules;
mod when;

// What the training program (`examples/train`) works with as well.
#[doc(hidden)]
pub mod arguments;
#[doc(hidden)]
pub mod attributions;
#[doc(hidden)]
pub mod candidates;
#[doc(hidden)]
pub mod cast;
#[doc(hidden)]
pub mod confidence;
#[doc(hidden)]
pub mod cues;
#[doc(hidden)]
pub mod engine;
#[doc(hidden)]
pub mod extent;
#[doc(hidden)]
pub mod labels;
#[doc(hidden)]
pub mod languages;
#[doc(hidden)]
pub mod lexicon;
#[doc(hidden)]
pub mod linker;
#[doc(hidden)]
pub mod marks;
#[doc(hidden)]
pub mod mentions;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod nodes;
#[doc(hidden)]
pub mod resolve;
#[doc(hidden)]
pub mod segments;
#[doc(hidden)]
pub mod sources;
#[doc(hidden)]
pub mod table;
#[doc(hidden)]
pub mod tagger;
#[doc(hidden)]
pub mod units;

use crate::article::{Article, ContentId};
use crate::text::letters::is_alphanumeric;
use crate::text::spaces::push_spaced;
use crate::text::{Span, fold};
use chrono::NaiveDate;
use languages::{Language, Method};
use segments::Segment;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;

/// A quotation's id: from its article's id and its folded words.
pub type QuotationId = ContentId;

/// How much of the content stands inside quotation marks (the terms of PARC and PolNeAR).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All of it.
    Direct,
    /// Partly.
    Mixed,
    /// None of it.
    Indirect,
}

impl Kind {
    /// Its name, as every output writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Mixed => "mixed",
            Kind::Indirect => "indirect",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How the speaker was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Beside the quotation.
    Stated,
    /// By a pronoun, a description, or carried over from the paragraph before.
    Inferred,
    /// Nobody can be named.
    Unknown,
    /// By the reader, who knows better than the engine.
    Corrected,
}

impl Certainty {
    /// Its name, as every output writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Certainty::Stated => "stated",
            Certainty::Inferred => "inferred",
            Certainty::Unknown => "unknown",
            Certainty::Corrected => "corrected",
        }
    }

    /// The shape that stands for it.
    pub const fn sign(self) -> &'static str {
        match self {
            Certainty::Stated => "●",
            Certainty::Inferred => "◐",
            Certainty::Unknown => "○",
            Certainty::Corrected => "◆",
        }
    }
}

/// Who a quotation's source resolves to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Speaker {
    /// Full name (*Robert Peters*), or the source as printed where it resolves to none (*the letter*).
    pub name: String,
    /// The role as printed (*State Senator*).
    pub role: Option<String>,
}

impl fmt::Display for Speaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.role {
            Some(role) => f.pad(&format!("{role} {}", self.name)),
            None => f.pad(&self.name),
        }
    }
}

/// Why a quotation has the speaker it has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The rule that tied mention, cue and content, in words.
    pub rule: &'static str,
    /// Who else was considered, next best.
    pub runner_up: Option<String>,
}

/// An attribution: content, cue and source. Every span is a range of bytes in the article's text.
#[derive(Debug, Clone, PartialEq)]
pub struct Quotation {
    /// From the article's id and the folded words.
    pub id: QuotationId,
    /// Direct, mixed or indirect.
    pub kind: Kind,
    /// The content from its first to its last byte, quotation marks included.
    pub content: Span,
    /// The content without the cue clause in between, one for each paragraph of a longer
    /// quotation: in order, disjoint, inside `content`, at least one.
    pub segments: Vec<Span>,
    /// Of a mixed one: what stands inside marks, the marks included.
    pub quoted_parts: Vec<Span>,
    /// Who said it; none when there is no source at all.
    pub speaker: Option<Speaker>,
    /// The words that name the source.
    pub mention: Option<Span>,
    /// The words that report.
    pub cue: Option<Span>,
    /// How the speaker was named.
    pub certainty: Certainty,
    /// How likely the attribution is right, 0..1, once that is calibrated.
    pub confidence: Option<f32>,
    /// Who else it could be.
    pub candidates: Vec<String>,
    /// Why this speaker.
    pub evidence: Evidence,
    /// The day it was said, if the text tells.
    pub said: Option<NaiveDate>,
    /// The 0-based paragraph it begins in.
    pub paragraph: usize,
}

impl Quotation {
    /// Who said it, if a name was found: not a source that nobody can be named for (*she*).
    pub fn known_speaker(&self) -> Option<&Speaker> {
        self.speaker.as_ref().filter(|_| self.certainty != Certainty::Unknown)
    }

    /// The speaker with role, or that there is none.
    pub fn speaker_or_unknown(&self) -> String {
        self.speaker.as_ref().map_or_else(|| "speaker unknown".to_owned(), ToString::to_string)
    }

    /// The content as printed, first to last byte.
    pub fn text<'a>(&self, article: &'a Article) -> &'a str {
        self.content.of(&article.text)
    }

    /// The [`words`](Self::words) between the outer marks as they are printed; marks are added to
    /// nothing.
    pub fn quoted_words(&self, article: &Article) -> String {
        let words = self.words(article);
        let (Kind::Direct, Some(first), Some(last)) = (self.kind, self.segments.first(), self.segments.last()) else {
            return words;
        };
        let (opening, ..) = split_marks(first.of(&article.text));
        let (.., closing) = split_marks(last.of(&article.text));
        format!("{opening}{words}{closing}")
    }

    /// The words said: the segments joined by a space, outer marks stripped, line ends as spaces.
    pub fn words(&self, article: &Article) -> String {
        let mut out = String::with_capacity(self.content.len());
        for part in self.parts(article).map(str::trim).filter(|part| !part.is_empty()) {
            if !out.is_empty() {
                out.push(' ');
            }
            push_spaced(part, &mut out);
        }
        out
    }

    /// Each segment as printed, outer marks stripped from direct speech.
    pub fn parts<'a>(&self, article: &'a Article) -> impl Iterator<Item = &'a str> {
        let direct = self.kind == Kind::Direct;
        self.segments.iter().map(move |segment| match segment.of(&article.text) {
            marked if direct => split_marks(marked).1,
            plain => plain,
        })
    }
}

/// The quotation marks that `text` begins with, what stands between, and those it ends with.
fn split_marks(text: &str) -> (&str, &str, &str) {
    const MARKS: &[char] = &['“', '”', '"', '„', '‟', '«', '»', '‘', '‹', '›', '`'];
    let inner = text.trim_start_matches(MARKS);
    let inner = inner.strip_prefix("''").or_else(|| inner.strip_prefix('\'')).unwrap_or(inner);
    let opening = &text[..text.len() - inner.len()];
    let trimmed = inner.trim_end_matches(MARKS);
    let words = trimmed.strip_suffix("''").or_else(|| trimmed.strip_suffix(['\'', '’'])).unwrap_or(trimmed);
    (opening, words, &inner[words.len()..])
}

/// Every quotation of `article`, ordered by where its content begins.
///
/// A pure function, and the same one for the same text on every machine. Never panics; takes time in
/// proportion to the length of the text.
pub fn extract(article: &Article) -> Vec<Quotation> {
    let segments = segments::of(article);
    let language = languages::of(article);
    let model = match language.map(|language| &language.method) {
        Some(Method::Models(model)) => model.as_ref(),
        _ => None,
    };
    let found = match (model, language) {
        (Some(model), _) => engine::quotations(article, &segments, model),
        (None, Some(language @ Language { method: Method::Frames(frames), .. })) => {
            rules::quotations(article, &segments, language, frames)
        }
        _ => Vec::new(),
    };
    let mut quotations = complete(article, &segments, found, model.is_some());
    if let Some(words) = language.and_then(|language| language.days.as_ref()) {
        for quotation in &mut quotations {
            quotation.said = when::said(article, quotation, words);
        }
    }
    assign_ids(article, &mut quotations);
    quotations
}

/// The quotations that those `found` come to, by models or without: every passage has what it is
/// owed, and what nobody says is left out. Ids are not yet given.
#[doc(hidden)]
pub fn complete(article: &Article, segments: &[Segment], mut found: Vec<Quotation>, by_models: bool) -> Vec<Quotation> {
    passages::complete(article, segments, by_models, &mut found);
    found.retain(|quotation| is_attribution(article, quotation));
    found
}

/// Whether somebody says something: not a passage without a word, not a single word outside
/// quotation marks (*which she said*), not marks inside a sentence that nobody is named for (*the
/// so-called “experts” watched “Gone With the Wind”*).
fn is_attribution(article: &Article, quotation: &Quotation) -> bool {
    match quotation.kind {
        Kind::Direct => quotation.parts(article).any(|part| part.contains(is_alphanumeric)),
        Kind::Mixed => quotation.speaker.is_some(),
        Kind::Indirect => quotation.parts(article).flat_map(str::split_whitespace).nth(1).is_some(),
    }
}

/// Gives each quotation its id. Where an article prints the same words more than once, the later
/// ones are told apart by their number.
fn assign_ids(article: &Article, quotations: &mut [Quotation]) {
    let own = article.id.to_bytes();
    let mut seen: HashMap<QuotationId, u32> = HashMap::with_capacity(quotations.len());
    let mut words = String::new();
    for quotation in quotations {
        words.clear();
        for part in quotation.parts(article) {
            fold::push_words(part, &mut words);
        }
        quotation.id = ContentId::of([&own[..], words.as_bytes(), &[]]);
        let repeat = seen.entry(quotation.id).and_modify(|n| *n += 1).or_insert(0);
        if *repeat > 0 {
            quotation.id = ContentId::of([&own[..], words.as_bytes(), &repeat.to_le_bytes()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outer_marks_go_and_inner_ones_stay() {
        assert_eq!(split_marks("“‘Never,’ he told us,”"), ("“‘", "Never,’ he told us,", "”"));
        assert_eq!(split_marks("''it's the dogs' dinner''"), ("''", "it's the dogs' dinner", "''"));
        assert_eq!(split_marks("«Oui»"), ("«", "Oui", "»"));
    }
}

//! A claim beside one passage.

use super::align::{Alignment, align, perfect};
use super::judge::{Comparison, Piece, Sides, compare};
use super::words::{Break, Word, words_of_parts};
use super::{Alteration, Claim};
use crate::library::{self, Record};
use crate::quote::{Kind, Quotation, segments};
use crate::text::Span;
use chrono::NaiveDate;
use std::ops::Range;
use std::sync::Arc;

/// A passage that a claim was compared with, and how they compare.
#[derive(Debug, Clone)]
pub struct Match {
    /// The article that prints it.
    pub record: Arc<Record>,
    /// Which of its quotations it is; none in running text.
    pub quotation: Option<usize>,
    /// Where the compared words stand in the article's text.
    pub span: Span,
    /// Twice the words that are the same, over the words of both: 0..1.
    pub similarity: f64,
    /// Whether the passage goes on before or after the compared words.
    pub fragment: bool,
    /// What was done to the wording; empty if it is exact.
    pub alterations: Vec<Alteration>,
    /// Word by word.
    pub diff: Vec<Piece>,
    /// Whether the claim names its speaker; none where that cannot be told.
    pub(super) speaker: Option<bool>,
    /// How much speaks for it: the worth of the alignment over that of an exact one, 0..1.
    pub(super) support: f64,
    /// The same over that of the shorter of the two.
    pub(super) likeness: f64,
    /// How many words are the same.
    pub(super) matched: usize,
    /// How many words of the passage are compared.
    pub(super) compared: usize,
    /// The words of the claim that were found.
    pub(super) found: Vec<bool>,
}

impl Match {
    /// The quotation, if it is one.
    pub fn quotation(&self) -> Option<&Quotation> {
        self.quotation.and_then(|place| self.record.quotations.get(place))
    }

    /// The words as printed, from the first to the last that is compared.
    pub fn printed(&self) -> &str {
        self.span.of(&self.record.article.text)
    }

    /// The first day that it can have been printed on; of the undated, none before the end of time.
    pub(super) fn first_day(&self) -> NaiveDate {
        self.record.article.printed.first_day().unwrap_or(NaiveDate::MAX)
    }

    /// Whether both are the same quotation.
    pub(super) fn same_quotation(&self, other: &Match) -> bool {
        self.quotation == other.quotation && self.record.article.id == other.record.article.id
    }

    /// Whether the words compared with `other` belong to this quotation.
    pub(super) fn holds(&self, other: &Match) -> bool {
        let content = self.quotation().map(|quotation| quotation.content);
        self.record.article.id == other.record.article.id && content.is_some_and(|content| content.overlaps(other.span))
    }

    /// Whether nothing was altered.
    pub fn is_exact(&self) -> bool {
        self.alterations.is_empty() && self.found.iter().all(|found| *found)
    }

    /// Whether the wording is exact, whoever said it.
    pub(super) fn is_worded_exactly(&self) -> bool {
        self.alterations.iter().all(|alteration| *alteration == Alteration::Speaker)
            && self.found.iter().all(|found| *found)
    }
}

/// Compares `claim` with quotation number `place` of `record`.
pub(super) fn with_quotation(claim: &Claim, record: &Arc<Record>, place: usize) -> Option<Match> {
    let quotation = record.quotations.get(place)?;
    let passage = words_of_parts(&record.article.text, &quotation.segments);
    let (mut found, compared) = matched(claim, record, &passage)?;
    found.quotation = Some(place);
    found.fragment = compared.len() < passage.len();
    if is_paraphrase(quotation, &passage[compared]) {
        found.alterations.push(Alteration::Paraphrase);
    }
    attribute(claim, quotation, &mut found);
    Some(found)
}

/// Compares `claim` with the running text of `record`. Where the words found are a quotation's, that is named.
pub(super) fn with_text(claim: &Claim, record: &Arc<Record>) -> Option<Match> {
    let article = &record.article;
    let passage = words_of_parts(&article.text, &article.paragraphs);
    let (mut found, compared) = matched(claim, record, &passage)?;
    let is_of = |quotation: &Quotation| match quotation.kind {
        // What stands beside marks may still belong to what is said.
        Kind::Direct => 2 * shared(quotation, found.span) > found.span.len(),
        Kind::Mixed | Kind::Indirect => quotation.content.covers(found.span),
    };
    found.quotation = record.quotations.iter().position(is_of);
    match found.quotation.and_then(|place| record.quotations.get(place)) {
        Some(quotation) => {
            if is_paraphrase(quotation, &passage[compared]) {
                found.alterations.push(Alteration::Paraphrase);
            }
            attribute(claim, quotation, &mut found);
        }
        None if claim.spoken && !is_marked(record, found.span) => found.alterations.push(Alteration::Paraphrase),
        None => {}
    }
    found.alterations.sort_unstable();
    Some(found)
}

/// How many bytes of `span` are said in `quotation`.
fn shared(quotation: &Quotation, span: Span) -> usize {
    let parts = quotation.segments.iter().filter(|segment| segment.overlaps(span));
    parts.map(|part| part.end.min(span.end) - part.start.max(span.start)).sum()
}

/// The comparison alone, and which words of `passage` it is with; none where no word is the same.
fn matched(claim: &Claim, record: &Arc<Record>, passage: &[Word]) -> Option<(Match, Range<usize>)> {
    let sides = Sides { yours: &claim.text, claim: &claim.words, text: &record.article.text, passage };
    let alignment = align(sides.claim, passage);
    let Comparison { range, matched, alterations, diff } = compare(sides, &alignment);
    let (first, last) = (passage.get(range.start)?, passage.get(range.end.checked_sub(1)?)?);
    let before = range.start.checked_sub(1).map(|at| passage[at].after);
    let ends = |after: Break| after == Break::Seam || after.ends_sentence();
    let worth = |words: &[Word]| f64::from(perfect(words).max(1));
    let score = f64::from(alignment.score);
    let found = Match {
        record: record.clone(),
        quotation: None,
        span: Span::new(first.span.start, last.span.end),
        speaker: None,
        similarity: 2.0 * matched as f64 / (sides.claim.len() + range.len()) as f64,
        fragment: before.is_some_and(|after| !ends(after)) || range.end < passage.len() && !ends(last.after),
        support: score / worth(sides.claim),
        likeness: score / worth(sides.claim).min(worth(passage)),
        matched,
        compared: range.len(),
        found: found(claim.words.len(), &alignment),
        alterations,
        diff,
    };
    Some((found, range))
}

fn found(words: usize, alignment: &Alignment) -> Vec<bool> {
    let mut found = vec![false; words];
    for (claim, _) in &alignment.pairs {
        found[*claim] = true;
    }
    found
}

/// Whether some of the words stand outside of the quotation marks of `quotation`.
fn is_paraphrase(quotation: &Quotation, words: &[Word]) -> bool {
    match quotation.kind {
        Kind::Direct => false,
        Kind::Indirect => true,
        Kind::Mixed => !words.iter().all(|word| quotation.quoted_parts.iter().any(|part| part.covers(word.span))),
    }
}

/// Whether the text stands inside quotation marks, though nobody was found who says it.
fn is_marked(record: &Record, span: Span) -> bool {
    segments::of(&record.article).iter().any(|segment| segment.span.covers(span))
}

/// Tells whether it was who is claimed to have said it, and adds it if it was somebody else.
fn attribute(claim: &Claim, quotation: &Quotation, found: &mut Match) {
    // What stands in parentheses behind a name is a party, not the surname.
    let given = claim.speaker.as_ref().map(|speaker| speaker.split_once('(').map_or(&**speaker, |(name, _)| name));
    found.speaker = given.zip(quotation.known_speaker()).and_then(|(given, own)| library::means(given, own));
    if found.speaker == Some(false) {
        found.alterations.push(Alteration::Speaker);
    }
    found.alterations.sort_unstable();
}

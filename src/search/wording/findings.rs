//! The verdict on a claim.

use super::judge::Piece;
use super::matches::{Match, with_quotation, with_text};
use super::passages::{Passages, Unit, candidates};
use super::splice::{Splice, splice};
use super::{Alteration, Claim, Verdict};
use std::cmp::Ordering;

/// How many quotations and articles are compared with a claim.
const MOST_QUOTATIONS: usize = 24;
const MOST_ARTICLES: usize = 12;

/// How much must speak for a passage for the claim to come from it, and to be told of at all.
const ALTERED: f64 = 0.6;
const NEAR: f64 = 0.3;

/// How much must speak for a quotation so that running text elsewhere is not looked through.
const LIKELY: f64 = 0.8;

/// The fewest words that a claim shares with the passage it comes from, and those among them that tell; and how many
/// are enough even if they tell little.
const FEWEST_SHARED: usize = 3;
const FEWEST_TELLING: usize = 2;
const ENOUGH_SHARED: usize = 5;

/// How much less a passage counts that nobody is quoted with, or that is somebody else's.
const RUNNING_TEXT: f64 = 0.1;
const OTHER_SPEAKER: f64 = 0.05;

/// The most other passages that are told of.
const MOST_CANDIDATES: usize = 8;

/// What was found out about a claim.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The verdict.
    pub verdict: Verdict,
    /// Of the passage, or else of the nearest: twice the words that are the same, over the words of
    /// both, the passage trimmed to those that are compared; 0..1.
    pub similarity: f64,
    /// Whether the passage goes on before or after the claimed words.
    pub fragment: bool,
    /// What was done to the wording, the gravest first.
    pub alterations: Vec<Alteration>,
    /// Word by word; empty where no passage is chosen.
    pub diff: Vec<Piece>,
    /// Where the claim comes from: where it was printed first, if it is printed alike more than once.
    pub passage: Option<Match>,
    /// Other passages that it may come from, or that print the same, the likeliest first.
    pub candidates: Vec<Match>,
}

/// Looks for where `claim` comes from, and how it was altered.
///
/// # Errors
/// What the store says.
pub fn check<P: Passages>(claim: &Claim, store: &P) -> Result<Finding, P::Error> {
    let quotations = matches(claim, store, Unit::Quotation, MOST_QUOTATIONS)?;
    if quotations.first().is_some_and(Match::is_exact) {
        return Ok(found(Verdict::Exact, quotations));
    }
    let spliced = splice(claim, &quotations);
    // Where a quotation is so much like it, the text around that is all that could be more so.
    let likely = |found: &&Match| found.support >= LIKELY;
    let articles: Vec<Match> =
        match quotations.iter().filter(likely).filter_map(|found| with_text(claim, &found.record)).collect() {
            none if Vec::is_empty(&none) => matches(claim, store, Unit::Article, MOST_ARTICLES)?,
            around => around,
        };
    let mut all = quotations;
    for article in articles {
        // A quotation is told of once, as a quotation.
        if !all.iter().any(|other| other.holds(&article) && other.support >= article.support - f64::EPSILON) {
            all.push(article);
        }
    }
    all.sort_by(rank);
    Ok(match (all.first(), spliced) {
        (Some(best), _) if best.is_exact() => found(Verdict::Exact, all),
        (_, Some(spliced)) => join(spliced, all),
        (Some(best), None) if is_source(claim, best) => found(Verdict::Altered, all),
        _ => nothing_chosen(all),
    })
}

/// The passages of one kind that share words with the claim, the likeliest first.
pub(super) fn matches<P: Passages>(claim: &Claim, store: &P, unit: Unit, most: usize) -> Result<Vec<Match>, P::Error> {
    let mut found = Vec::new();
    for key in candidates(store, unit, &claim.text, &claim.words, most)? {
        found.extend(match store.fetch(unit, key)? {
            Some((record, Some(place))) => with_quotation(claim, &record, place),
            Some((record, None)) => with_text(claim, &record),
            None => None,
        });
    }
    found.sort_by(rank);
    Ok(found)
}

/// Whether enough speaks for the claim to come from that passage.
fn is_source(claim: &Claim, found: &Match) -> bool {
    let telling = claim.words.iter().zip(&found.found).filter(|(word, found)| **found && word.is_telling()).count();
    let is_enough = found.matched >= ENOUGH_SHARED || found.matched >= FEWEST_SHARED && telling >= FEWEST_TELLING;
    found.support >= ALTERED && (is_enough || found.matched == claim.words.len())
}

/// The order of likelihood; of those alike, the first printed. Where the same words are printed beside a name
/// and without one, the name counts.
fn rank(a: &Match, b: &Match) -> Ordering {
    let likelihood = |found: &Match| {
        let elsewhere = if found.quotation.is_none() { RUNNING_TEXT } else { 0.0 };
        let other = if found.speaker == Some(false) { OTHER_SPEAKER } else { 0.0 };
        found.support - elsewhere - other
    };
    let speaker = |found: &Match| match found.speaker {
        Some(true) => 0,
        Some(false) => 1,
        None => 2,
    };
    let key = |found: &Match| (!found.is_worded_exactly(), if found.is_worded_exactly() { speaker(found) } else { 0 });
    key(a)
        .cmp(&key(b))
        .then(likelihood(b).total_cmp(&likelihood(a)))
        .then(b.similarity.total_cmp(&a.similarity))
        .then(a.first_day().cmp(&b.first_day()))
}

fn found(verdict: Verdict, mut matches: Vec<Match>) -> Finding {
    let passage = matches.remove(0);
    Finding {
        verdict,
        similarity: passage.similarity,
        fragment: passage.fragment,
        alterations: passage.alterations.clone(),
        diff: passage.diff.clone(),
        candidates: told(matches, &passage),
        passage: Some(passage),
    }
}

fn join(spliced: Splice, mut matches: Vec<Match>) -> Finding {
    let Splice { first, second, similarity, alterations, diff } = spliced;
    matches.retain(|other| !other.same_quotation(&first) && !other.same_quotation(&second));
    let mut candidates = vec![second];
    candidates.extend(told(matches, &first));
    candidates.truncate(MOST_CANDIDATES);
    let (verdict, fragment) = (Verdict::Altered, first.fragment);
    Finding { verdict, similarity, fragment, alterations, diff, candidates, passage: Some(first) }
}

fn nothing_chosen(matches: Vec<Match>) -> Finding {
    let mut candidates: Vec<Match> = matches.into_iter().filter(|found| found.support >= NEAR).collect();
    candidates.truncate(MOST_CANDIDATES);
    candidates.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
    Finding {
        verdict: if candidates.is_empty() { Verdict::NotFound } else { Verdict::Near },
        similarity: candidates.first().map_or(0.0, |best| best.similarity),
        fragment: false,
        alterations: Vec::new(),
        diff: Vec::new(),
        passage: None,
        candidates,
    }
}

/// Those besides the `chosen` one that are told of.
fn told(matches: Vec<Match>, chosen: &Match) -> Vec<Match> {
    let is_other = |found: &Match| !found.same_quotation(chosen) && !chosen.holds(found);
    matches.into_iter().filter(|found| found.support >= NEAR && is_other(found)).take(MOST_CANDIDATES).collect()
}

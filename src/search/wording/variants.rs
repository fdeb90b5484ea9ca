//! All printings of one quotation: which wordings there are, where each was printed first, and what
//! each changed of the first.

use super::Alteration;
use super::align::align;
use super::judge::{Piece, Sides, compare};
use super::matches::Match;
use super::words::{Word, words};
use chrono::NaiveDate;

/// One wording, with the passages that print it.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The words as the first of them prints it.
    pub words: String,
    /// Who prints it, the first first; at least one.
    pub printings: Vec<Match>,
    /// What it did to the wording printed first; empty for that.
    pub alterations: Vec<Alteration>,
    /// Word by word, that wording as the printed one.
    pub diff: Vec<Piece>,
}

/// The printings of one quotation, by their wording, the one printed first before the others.
/// Mark style, case and the punctuation at the edges make no difference, nor does where the printing stops.
pub fn variants(printings: Vec<Match>) -> Vec<Variant> {
    let mut printings: Vec<(NaiveDate, Vec<u64>, Match)> = printings.into_iter().map(dated).collect();
    printings.sort_by_key(|(day, ..)| *day);
    let mut groups: Vec<(Vec<u64>, Variant)> = Vec::new();
    for (_, keys, found) in printings {
        if let Some((_, variant)) = groups.iter_mut().find(|(other, _)| *other == keys) {
            variant.printings.push(found);
            continue;
        }
        let wording = wording(&found);
        let (alterations, diff) = match groups.first() {
            None => (Vec::new(), Vec::new()),
            Some((_, first)) => changes(&wording, &first.words),
        };
        groups.push((keys, Variant { words: wording, printings: vec![found], alterations, diff }));
    }
    groups.into_iter().map(|(_, variant)| variant).collect()
}

fn dated(found: Match) -> (NaiveDate, Vec<u64>, Match) {
    let day = found.record.article.printed.first_day().unwrap_or(NaiveDate::MAX);
    let keys = words(&wording(&found)).iter().map(|word| word.key).collect();
    (day, keys, found)
}

/// What the passage prints: all of the quotation, or the part of running text that was compared.
fn wording(found: &Match) -> String {
    match found.quotation() {
        Some(quotation) => quotation.words(&found.record.article),
        None => found.printed().to_owned(),
    }
}

fn changes(yours: &str, first: &str) -> (Vec<Alteration>, Vec<Piece>) {
    let (claim, passage): (Vec<Word>, Vec<Word>) = (words(yours), words(first));
    let sides = Sides { yours, claim: &claim, text: first, passage: &passage };
    let compared = compare(sides, &align(&claim, &passage));
    (compared.alterations, compared.diff)
}

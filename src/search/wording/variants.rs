//! All printings of one quotation: which wordings there are, where each was printed first, and what
//! each changed of the first.

use super::align::align;
use super::findings::matches;
use super::judge::{Piece, Sides, compare};
use super::matches::Match;
use super::passages::{Passages, Unit};
use super::words::words;
use super::{Alteration, Claim};
use chrono::NaiveDate;

/// The most printings that are looked at.
const MOST: usize = 200;

/// How much must speak for two quotations to be one, and the fewest words that they share.
const LEAST_LIKENESS: f64 = 0.6;
const FEWEST_SHARED: usize = 4;

/// One wording, with the passages that print it.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The words as the first of them prints it.
    pub words: String,
    /// Who prints it, the first first, the undated last; at least one.
    pub printings: Vec<Match>,
    /// What it did to the wording that was printed first; empty for that one, and where only less is printed.
    pub alterations: Vec<Alteration>,
    /// Word by word, this wording (`yours`) beside the one that was printed first (`printed`).
    pub diff: Vec<Piece>,
}

/// The printings of the quotation that `claim` is the words of, by their wording, the one printed first before the
/// others.
///
/// # Errors
/// What the store says.
pub fn variants<P: Passages>(claim: &Claim, store: &P) -> Result<Vec<Variant>, P::Error> {
    let mut printings = matches(claim, store, Unit::Quotation, MOST)?;
    printings.retain(|found| found.likeness >= LEAST_LIKENESS && found.matched >= FEWEST_SHARED.min(claim.words.len()));
    Ok(by_wording(printings))
}

/// Groups printings by their wording. Mark style, case and punctuation make no difference.
fn by_wording(printings: Vec<Match>) -> Vec<Variant> {
    let mut dated: Vec<(NaiveDate, Match)> = printings.into_iter().map(|found| (found.first_day(), found)).collect();
    dated.sort_by_key(|(day, _)| *day);
    let mut groups: Vec<(Vec<u64>, Variant)> = Vec::new();
    for (_, found) in dated {
        let wording = wording(&found);
        let keys: Vec<u64> = words(&wording).iter().map(|word| word.key).collect();
        if let Some((_, variant)) = groups.iter_mut().find(|(other, _)| *other == keys) {
            variant.printings.push(found);
            continue;
        }
        let first = groups.first().map(|(_, first)| first.words.as_str());
        let (alterations, diff) = first.map_or_else(Default::default, |first| changes(&wording, first));
        groups.push((keys, Variant { words: wording, printings: vec![found], alterations, diff }));
    }
    groups.into_iter().map(|(_, variant)| variant).collect()
}

fn wording(found: &Match) -> String {
    found.quotation().map_or_else(|| found.printed().to_owned(), |quotation| quotation.words(&found.record.article))
}

/// What `yours` did to the wording `first`.
fn changes(yours: &str, first: &str) -> (Vec<Alteration>, Vec<Piece>) {
    let (claim, passage) = (words(yours), words(first));
    let compared = compare(Sides { yours, claim: &claim, text: first, passage: &passage }, &align(&claim, &passage));
    (compared.alterations, compared.diff)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Printed};
    use crate::library::Record;
    use crate::quote;
    use crate::search::wording::Memory;
    use std::sync::Arc;

    #[test]
    fn printings_stand_under_their_wording_the_first_first() {
        let mut memory = Memory::default();
        let texts = [
            (9, "“We will close the harbour this year, whatever it costs,” Ann Lee said."),
            (7, "“We will not close the harbour this year, whatever it costs,” Ann Lee said."),
            (8, "'We will not close the harbour this year, whatever it costs', Ann Lee said."),
            (8, "“We will not close the harbour,” said Ann Lee."),
            (8, "“The ferry will leave at nine,” said Ann Lee."),
        ];
        for (day, text) in texts {
            let mut article = Article::from_body(text.to_owned());
            article.printed = Printed::Day(NaiveDate::from_ymd_opt(2021, 3, day).unwrap());
            let quotations = quote::extract(&article);
            memory.add(Arc::new(Record { article, quotations }));
        }
        let claim = Claim::new("We will close the harbour this year, whatever it costs", None).unwrap();
        let found = variants(&claim, &memory).unwrap();
        let told: Vec<_> =
            found.iter().map(|v| (v.words.as_str(), v.printings.len(), v.alterations.as_slice())).collect();
        assert_eq!(
            told,
            [
                ("We will not close the harbour this year, whatever it costs,", 2, &[][..]),
                ("We will not close the harbour,", 1, &[]),
                ("We will close the harbour this year, whatever it costs,", 1, &[Alteration::Negation]),
            ]
        );
    }
}

//! Claims joined from two quotations.

use super::judge::Piece;
use super::matches::{Match, with_quotation};
use super::words::Word;
use super::{Alteration, Claim};

/// The fewest words of each part, how many are enough even if they tell little, and how much must
/// speak for it.
const FEWEST_WORDS: usize = 3;
const ENOUGH_WORDS: usize = 5;
const LEAST_SUPPORT: f64 = 0.75;

/// The least share of the claim that is found in both parts but not in one.
const LEAST_GAIN: f64 = 0.15;

/// A claim's two parts.
#[derive(Debug, Clone)]
pub(super) struct Splice {
    pub first: Match,
    pub second: Match,
    pub similarity: f64,
    pub alterations: Vec<Alteration>,
    pub diff: Vec<Piece>,
}

/// The two quotations out of `matches` that make up `claim`, if it takes both.
pub(super) fn splice(claim: &Claim, matches: &[Match]) -> Option<Splice> {
    let worth: Vec<i32> = claim.words.iter().map(|word| word.weight).collect();
    let total = f64::from(worth.iter().sum::<i32>().max(1));
    let sums: Vec<Vec<i32>> = matches.iter().map(|found| prefix_sums(&found.found, &worth)).collect();
    let alone = sums.iter().filter_map(|sums| sums.last()).max()?;
    let (sum, first, second, cut) = best_cut(matches, &sums, claim.words.len())?;
    if f64::from(sum - alone) < LEAST_GAIN * total {
        return None;
    }
    let (left, right) = (claim.part(0, cut), claim.part(cut, claim.words.len()));
    let first = with_quotation(&left, &matches[first].record, matches[first].quotation?)?;
    let second = with_quotation(&right, &matches[second].record, matches[second].quotation?)?;
    let is_enough = |part: &Match, words: &[Word]| {
        let telling = words.iter().zip(&part.found).filter(|(word, found)| **found && word.is_telling()).count();
        let shared = part.matched >= ENOUGH_WORDS || part.matched >= FEWEST_WORDS && telling >= 2;
        shared && part.support >= LEAST_SUPPORT
    };
    (is_enough(&first, &left.words) && is_enough(&second, &right.words)).then(|| join(claim, first, second))
}

fn join(claim: &Claim, first: Match, second: Match) -> Splice {
    let matched = first.matched + second.matched;
    let words = claim.words.len() + first.compared + second.compared;
    let mut alterations = vec![Alteration::Spliced];
    alterations.extend(first.alterations.iter().chain(&second.alterations));
    alterations.sort_unstable();
    alterations.dedup();
    let diff = first.diff.iter().chain(&second.diff).cloned().collect();
    Splice { similarity: 2.0 * matched as f64 / words as f64, alterations, diff, first, second }
}

/// What the first words that were found are worth, for each number of words.
fn prefix_sums(found: &[bool], worth: &[i32]) -> Vec<i32> {
    let mut sum = 0;
    let sums = found.iter().zip(worth).map(|(found, worth)| {
        sum += if *found { *worth } else { 0 };
        sum
    });
    std::iter::once(0).chain(sums).collect()
}

/// The two matches of different wordings, and the cut between them, that find most of the claim.
fn best_cut(matches: &[Match], sums: &[Vec<i32>], words: usize) -> Option<(i32, usize, usize, usize)> {
    let mut best: Option<(i32, usize, usize, usize)> = None;
    for (first, prefix) in sums.iter().enumerate() {
        for (second, suffix) in sums.iter().enumerate() {
            if matches[first].same_quotation(&matches[second]) {
                continue;
            }
            for cut in FEWEST_WORDS..=words.saturating_sub(FEWEST_WORDS) {
                let sum = prefix[cut] + suffix[words] - suffix[cut];
                if best.is_none_or(|best| sum > best.0) {
                    best = Some((sum, first, second, cut));
                }
            }
        }
    }
    best
}

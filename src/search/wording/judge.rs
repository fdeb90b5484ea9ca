//! What an alignment says: how much of the wording is the same, and what was done to the rest.

use super::Alteration;
use super::align::Alignment;
use super::words::{Break, Word, is_support, printed};
use serde::Serialize;
use std::ops::Range;

/// From so many dropped words in a row on, words were not lost but cut out.
const CUT: usize = 3;

/// What became of some words in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Op {
    /// They are the same.
    Same,
    /// Others stand in for them.
    Changed,
    /// Only the claim has them.
    Added,
    /// Only the passage has them.
    Dropped,
}

/// A part of a word diff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What became of the words.
    pub op: Op,
    /// The words as claimed; empty where they were dropped.
    pub yours: String,
    /// The words as printed; empty where they were added.
    pub printed: String,
}

/// A claim beside a passage: both texts with their words.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'a> {
    /// The text of the claim.
    pub yours: &'a str,
    /// The words of the claim.
    pub claim: &'a [Word],
    /// The text that the passage is of.
    pub text: &'a str,
    /// The words of the passage.
    pub passage: &'a [Word],
}

/// How a claim compares with a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The words of the passage that are compared.
    pub range: Range<usize>,
    /// How many words are the same.
    pub matched: usize,
    /// What was done to the wording; empty if it is exact.
    pub alterations: Vec<Alteration>,
    /// Word by word.
    pub diff: Vec<Piece>,
}

/// A stretch of the alignment: words of the claim and of the passage.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    same: bool,
    claim: Range<usize>,
    passage: Range<usize>,
}

/// Compares a claim with the part of a passage that it is aligned with.
pub fn compare(sides: Sides<'_>, alignment: &Alignment) -> Comparison {
    let stretches = stretches(sides, alignment);
    let range = match (stretches.first(), stretches.last()) {
        (Some(first), Some(last)) => first.passage.start..last.passage.end,
        _ => 0..0,
    };
    Comparison {
        range,
        matched: alignment.pairs.len(),
        alterations: alterations(sides, &stretches),
        diff: stretches.iter().map(|stretch| piece(sides, stretch)).collect(),
    }
}

/// The alignment as stretches that are the same and such that are not, in turn.
fn stretches(sides: Sides<'_>, alignment: &Alignment) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    let trimmed = alignment.trimmed();
    let mut at = (0, before(sides, alignment));
    let end = (sides.claim.len(), after(sides, alignment, trimmed.end));
    for &(claim, passage) in alignment.pairs.iter().chain([&end]) {
        if (claim, passage) != at {
            out.push(Stretch { same: false, claim: at.0..claim, passage: at.1..passage });
        }
        if claim < end.0 {
            match out.last_mut() {
                Some(last) if last.same && (last.claim.end, last.passage.end) == (claim, passage) => {
                    last.claim.end += 1;
                    last.passage.end += 1;
                }
                _ => out.push(Stretch { same: true, claim: claim..claim + 1, passage: passage..passage + 1 }),
            }
        }
        at = (claim + 1, passage + 1);
    }
    out
}

/// Where the passage's words begin that the first words of the claim stand in for: as many, within
/// the sentence.
fn before(sides: Sides<'_>, alignment: &Alignment) -> usize {
    let Some(&(unmatched, first)) = alignment.pairs.first() else { return 0 };
    let words = sides.passage[..first].iter().rev().take(unmatched);
    first - words.take_while(|word| !word.after.ends_sentence()).count()
}

/// Where the passage's words end that the last words of the claim stand in for.
fn after(sides: Sides<'_>, alignment: &Alignment, end: usize) -> usize {
    let unmatched = alignment.pairs.last().map_or(0, |last| sides.claim.len() - last.0 - 1);
    let most = (end + unmatched).min(sides.passage.len());
    // The word that ends a sentence is the last one that can be meant.
    let within = (end..most).take_while(|&at| at > 0 && !sides.passage[at - 1].after.ends_sentence());
    end + within.count()
}

fn piece(sides: Sides<'_>, stretch: &Stretch) -> Piece {
    let op = match (stretch.same, stretch.claim.is_empty(), stretch.passage.is_empty()) {
        (true, ..) => Op::Same,
        (_, true, _) => Op::Dropped,
        (_, _, true) => Op::Added,
        _ => Op::Changed,
    };
    Piece {
        op,
        yours: printed(sides.yours, &sides.claim[stretch.claim.clone()]),
        printed: printed(sides.text, &sides.passage[stretch.passage.clone()]),
    }
}

fn alterations(sides: Sides<'_>, stretches: &[Stretch]) -> Vec<Alteration> {
    let mut found = Vec::new();
    let negatives = |words: &[Word]| words.iter().filter(|word| word.negative).count();
    let count = |side: fn(&Stretch) -> Range<usize>, words: &[Word]| -> usize {
        stretches.iter().map(|stretch| negatives(&words[side(stretch)])).sum()
    };
    let claimed = count(|stretch| stretch.claim.clone(), sides.claim);
    let printed = count(|stretch| stretch.passage.clone(), sides.passage);
    if claimed != printed {
        found.push(Alteration::Negation);
    }
    for stretch in stretches.iter().filter(|stretch| !stretch.same) {
        found.extend(change(sides, stretch, claimed != printed));
    }
    found.extend(stretches.iter().filter(|stretch| stretch.same).filter_map(|stretch| repunctuated(sides, stretch)));
    found.sort_unstable();
    found.dedup();
    found
}

/// What was done to the words of a stretch that is not the same. Where it was a negation that came
/// or went, that alone is no other change.
fn change(sides: Sides<'_>, stretch: &Stretch, negated: bool) -> Option<Alteration> {
    let (claim, passage) = (&sides.claim[stretch.claim.clone()], &sides.passage[stretch.passage.clone()]);
    let negates = negated && claim.iter().chain(passage).any(|word| word.negative);
    let rest = |words: &[Word]| -> Vec<u64> {
        let support = |word: &&Word| !(negates && is_support(word));
        let keys = words.iter().filter(support).map(|word| if negates { word.positive } else { word.key });
        keys.filter(|key| *key != 0).collect()
    };
    let (claimed, printed) = (rest(claim), rest(passage));
    if claimed == printed {
        return None;
    }
    let marked = stretch.claim.start > 0 && sides.claim[stretch.claim.start - 1].after == Break::Ellipsis;
    Some(match (claim.is_empty(), passage.is_empty()) {
        (true, _) if printed.len() >= CUT && !marked => Alteration::Ellipsis,
        (true, _) => Alteration::Dropped,
        (_, true) => Alteration::Added,
        _ if printed.len() > claimed.len() + CUT => Alteration::Ellipsis,
        _ => Alteration::Changed,
    })
}

/// Whether the words of a stretch are parted otherwise than they were printed. A printed ellipsis
/// that is gone hides that something was left out; where a split quotation is joined, and at the
/// edges, punctuation is the printer's.
fn repunctuated(sides: Sides<'_>, stretch: &Stretch) -> Option<Alteration> {
    let breaks =
        |words: &[Word]| words.split_last().map_or(Vec::new(), |(_, inner)| inner.iter().map(|w| w.after).collect());
    let claimed = breaks(&sides.claim[stretch.claim.clone()]);
    let printed = breaks(&sides.passage[stretch.passage.clone()]);
    let differs = |(claimed, printed): &(Break, Break)| !claimed.is_like(*printed);
    let mut different = claimed.into_iter().zip(printed).filter(differs);
    let first = different.next()?;
    let hidden = std::iter::once(first).chain(different).any(|(_, printed)| printed == Break::Ellipsis);
    Some(if hidden { Alteration::Ellipsis } else { Alteration::Changed })
}

#[cfg(test)]
mod tests {
    use super::super::align::align;
    use super::super::words::words;
    use super::*;
    use Alteration::*;

    fn compared(yours: &str, text: &str) -> Comparison {
        let (claim, passage) = (words(yours), words(text));
        let alignment = align(&claim, &passage);
        compare(Sides { yours, claim: &claim, text, passage: &passage }, &alignment)
    }

    #[track_caller]
    fn assert_altered(yours: &str, text: &str, expected: &[Alteration]) {
        assert_eq!(compared(yours, text).alterations, expected);
    }

    #[test]
    fn each_alteration_has_its_name() {
        let printed = "We will not close the old harbour this year, whatever the council says";
        assert_altered("we will not close the old harbour this year, whatever", printed, &[]);
        assert_altered("We will close the old harbour this year", printed, &[Negation]);
        assert_altered("We won't close the old harbour this year", printed, &[Changed]);
        assert_altered("We will not close the new harbour this year", printed, &[Changed]);
        assert_altered("We will not close the harbour this year", printed, &[Dropped]);
        assert_altered("We will not really close the old harbour", printed, &[Added]);
        assert_altered("We will not close whatever the council says", printed, &[Ellipsis]);
        assert_altered("We will not close … whatever the council says", printed, &[Dropped]);
        assert_altered("We will not close the old harbour this year; whatever the council says", printed, &[Changed]);
        assert_altered(
            "The council knows nothing about the harbour",
            "The council knows all about the harbour",
            &[Negation, Changed],
        );
    }

    #[test]
    fn a_negation_goes_with_what_only_carries_it() {
        assert_altered(
            "We trust the sheriff of this county",
            "We do not trust the sheriff of this county",
            &[Negation],
        );
        assert_altered("It isn't a matter of money", "It is a matter of money", &[Negation]);
    }

    #[test]
    fn an_abbreviation_without_its_stop_is_no_other_word() {
        let printed = "Sen. Lee said no U.S. city has a better harbour";
        assert_altered("Sen Lee said no US city has a better harbour", printed, &[]);
        assert_altered("Lee came from the US. He saw it", "Lee came from the U.S. He saw it", &[]);
        assert_altered("Lee came from the US, he saw it", "Lee came from the U.S. He saw it", &[Changed]);
    }

    #[test]
    fn an_ellipsis_that_was_printed_may_not_vanish() {
        assert_altered("that is not coming here I draw a line", "that is not coming here… I draw a line", &[Ellipsis]);
        assert_altered("that is not coming here ... I draw a line", "that is not coming here… I draw a line", &[]);
    }

    #[test]
    fn words_changed_at_an_edge_are_those_beside_it_in_the_sentence() {
        let found = compared("They drew a firm line", "Never again. I drew a firm line.");
        assert_eq!((found.alterations, found.range), (vec![Changed], 2..7));
        assert_eq!(found.diff[0], Piece { op: Op::Changed, yours: "They".to_owned(), printed: "I".to_owned() });
        let found = compared("Frankly I drew a firm line today", "Never again. I drew a firm line.");
        assert_eq!((found.alterations, found.range), (vec![Added], 2..7));
    }

    #[test]
    fn the_diff_of_the_picture_is_made() {
        let found = compared("I drew a firm line against that", "I draw a very firm line against that");
        let diff: Vec<_> = found.diff.iter().map(|p| (p.op, p.yours.as_str(), p.printed.as_str())).collect();
        let expected = [
            (Op::Same, "I", "I"),
            (Op::Changed, "drew", "draw"),
            (Op::Same, "a", "a"),
            (Op::Dropped, "", "very"),
            (Op::Same, "firm line against that", "firm line against that"),
        ];
        assert_eq!(diff, expected);
    }
}

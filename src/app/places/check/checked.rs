//! What was found out about a claim, as rows: the passage with all its printings, the first one first, and what
//! else it may come from.

use crate::app::inquiry::Claimed;
use crate::app::places::Passage;
use crate::library::{Counts, Record, RecordKey};
use crate::search::wording::{Alteration, Finding, Match, Piece, Variant, Verdict};
use std::time::Duration;

/// What was found out about a claim.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What was claimed.
    pub claimed: Claimed,
    /// The verdict.
    pub verdict: Verdict,
    /// Of the passage, or else of the nearest, 0..1.
    pub similarity: f64,
    /// Whether the passage goes on before or after the claimed words.
    pub fragment: bool,
    /// What was done to the wording, the gravest first.
    pub alterations: Vec<Alteration>,
    /// The passages.
    pub found: Vec<Found>,
    /// Which of them the verdict is about; the first where it is about none.
    pub chosen: usize,
    /// Among how much it was looked.
    pub searched: Counts,
    /// How long that took.
    pub took: Duration,
}

/// A passage that was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The article that prints it, if it can be opened.
    pub key: Option<RecordKey>,
    /// The passage.
    pub passage: Match,
    /// What it is to the claim.
    pub group: Group,
    /// How like the claim it is, 0..1; none where it is compared with the first printing instead.
    pub similarity: Option<f64>,
    /// What was done to the wording.
    pub alterations: Vec<Alteration>,
    /// Word by word.
    pub diff: Vec<Piece>,
}

/// What a passage is to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Where its quotation was printed first.
    FirstPrinting,
    /// Where it was printed again, in the same words.
    Reprint,
    /// Where it was printed in other words; the diff is with the first printing.
    OtherWording,
    /// Where it stands in running text.
    RunningText,
    /// The other half of what was spliced.
    SecondHalf,
    /// What it may come from.
    Candidate,
}

impl Group {
    /// Its name, as the screen shows it.
    pub const fn name(self) -> &'static str {
        match self {
            Group::FirstPrinting => "first printing",
            Group::Reprint => "printed again",
            Group::OtherWording => "other wording",
            Group::RunningText => "running text",
            Group::SecondHalf => "second half",
            Group::Candidate => "candidate",
        }
    }

    /// What the two lines of its diff are.
    pub const fn sides(self) -> (&'static str, &'static str) {
        match self {
            Group::OtherWording => ("here", "first"),
            _ => ("yours", "printed"),
        }
    }
}

impl Found {
    /// Whether both are the same passage of the same printing.
    pub fn is(&self, other: &Found) -> bool {
        is_same(&self.passage, &other.passage)
    }

    /// Where it leads.
    pub fn passage(&self) -> Option<Passage> {
        let (quotation, span) = (self.passage.quotation, Some(self.passage.span));
        self.key.map(|record| Passage { record, quotation, span })
    }
}

impl Checked {
    /// Puts together what was found: `finding`, all `variants` of its quotation, and which record each is (`key`).
    pub fn new(
        claimed: Claimed,
        finding: Finding,
        variants: Vec<Variant>,
        key: impl Fn(&Record) -> Option<RecordKey>,
    ) -> Self {
        let Finding { verdict, similarity, fragment, alterations, diff, passage, candidates } = finding;
        let mut found: Vec<Found> = Vec::new();
        let mut chosen = 0;
        if let Some(passage) = passage {
            let of_claim = Found {
                key: key(&passage.record),
                group: if passage.quotation.is_some() { Group::FirstPrinting } else { Group::RunningText },
                similarity: Some(similarity),
                alterations: alterations.clone(),
                diff,
                passage,
            };
            found = printings(&of_claim, variants, &key);
            match found.iter().position(|other| is_same(&other.passage, &of_claim.passage)) {
                Some(at) => {
                    chosen = at;
                    // The words of the claim, not all of the quotation, as before its printings were known.
                    found[at].passage = of_claim.passage;
                }
                None => found.insert(0, of_claim),
            }
        }
        let spliced = alterations.contains(&Alteration::Spliced);
        for (number, passage) in candidates.into_iter().enumerate() {
            let group = if spliced && number == 0 { Group::SecondHalf } else { Group::Candidate };
            if !found.iter().any(|other| is_same(&other.passage, &passage)) {
                let (similarity, alterations) = (Some(passage.similarity), passage.alterations.clone());
                let (key, diff) = (key(&passage.record), passage.diff.clone());
                found.push(Found { key, group, similarity, alterations, diff, passage });
            }
        }
        let (searched, took) = (Counts::default(), Duration::ZERO);
        Self { claimed, verdict, similarity, fragment, alterations, found, chosen, searched, took }
    }
}

/// All printings of the quotation that the claim comes from. Those in the words of that passage are compared with
/// the claim, the others with the first.
fn printings(of_claim: &Found, variants: Vec<Variant>, key: &impl Fn(&Record) -> Option<RecordKey>) -> Vec<Found> {
    let mut found = Vec::new();
    for (wording, variant) in variants.into_iter().enumerate() {
        let own = variant.printings.iter().any(|passage| is_same(passage, &of_claim.passage));
        for (number, passage) in variant.printings.into_iter().enumerate() {
            let group = match (wording, number) {
                (0, 0) => Group::FirstPrinting,
                (0, _) => Group::Reprint,
                _ if own => Group::Reprint,
                _ => Group::OtherWording,
            };
            let (similarity, alterations, diff) = if own {
                (of_claim.similarity, of_claim.alterations.clone(), of_claim.diff.clone())
            } else {
                (None, variant.alterations.clone(), variant.diff.clone())
            };
            found.push(Found { key: key(&passage.record), group, similarity, alterations, diff, passage });
        }
    }
    found
}

/// Whether both are the same passage of the same printing.
fn is_same(a: &Match, b: &Match) -> bool {
    let (one, other) = (&a.record.article, &b.record.article);
    one.id == other.id
        && one.origin == other.origin
        && one.place == other.place
        && (a.quotation.is_some() && a.quotation == b.quotation || a.span.overlaps(b.span))
}

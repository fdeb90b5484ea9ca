//! Checking a claim.

use super::NoAnswer;
use super::holdings::Shelf;
use crate::app::inquiry::{Claimed, Reply};
use crate::app::places::check::Checked;
use crate::library::load::Cancel;
use crate::library::{Archive, Record, RecordKey};
use crate::search::wording::{self, Claim, Fetched, Finding, Key, Passages, Unit, Variant};
use std::time::Instant;

/// A library whose passages are given up when nobody waits for them any more.
struct Watched<'a> {
    archive: &'a Archive,
    cancel: &'a Cancel,
}

impl Watched<'_> {
    fn go_on(&self) -> Result<(), NoAnswer> {
        if self.cancel.is_cancelled() { Err(NoAnswer::GivenUp) } else { Ok(()) }
    }
}

impl Passages for Watched<'_> {
    type Error = NoAnswer;

    fn holding(&self, unit: Unit, words: &str, most: usize) -> Result<Vec<Key>, NoAnswer> {
        self.go_on()?;
        Ok(self.archive.holding(unit, words, most)?)
    }

    fn fetch(&self, unit: Unit, key: Key) -> Result<Option<Fetched>, NoAnswer> {
        self.go_on()?;
        Ok(self.archive.fetch(unit, key)?)
    }
}

/// What is known of a claim: the verdict is said first, all printings come with the answer.
pub fn answer(shelf: &Shelf, claimed: Claimed, cancel: &Cancel, say: &dyn Fn(Reply)) -> Result<Reply, NoAnswer> {
    let began = Instant::now();
    let claim = Claim::new(&claimed.words, claimed.speaker.as_deref())?;
    let passages = Watched { archive: &shelf.archive, cancel };
    let finding = wording::check(&claim, &passages)?;
    let (searched, took) = (shelf.archive.counts()?, began.elapsed());
    let told = |finding: Finding, variants| {
        let checked = Checked::new(claimed.clone(), finding, variants, |record| key_of(shelf, record));
        Reply::Checked(Box::new(Checked { searched, took, ..checked }))
    };
    say(told(finding.clone(), Vec::new()));
    let variants = all_printings(&finding, &passages)?;
    Ok(told(finding, variants))
}

/// The printings of the quotation that was found, if one was.
fn all_printings(finding: &Finding, passages: &Watched<'_>) -> Result<Vec<Variant>, NoAnswer> {
    let found = finding.passage.as_ref();
    let words = found.and_then(|found| found.quotation().map(|quotation| quotation.words(&found.record.article)));
    match words.and_then(|words| Claim::new(&words, None).ok()) {
        Some(claim) => wording::variants(&claim, passages),
        None => Ok(Vec::new()),
    }
}

/// What the reader calls the article of a record: of those with the same words and date, the one that was read
/// from the same place.
fn key_of(shelf: &Shelf, record: &Record) -> Option<RecordKey> {
    let same = shelf.archive.with_id(record.article.id).ok()?;
    let is_it = |key: &RecordKey| {
        shelf.archive.record(*key).ok().flatten().is_some_and(|other| {
            let (one, other) = (&record.article, &other.article);
            one.origin == other.origin && one.place == other.place && one.outlet == other.outlet
        })
    };
    let own = match same.as_slice() {
        [only] => *only,
        several => several.iter().copied().find(is_it)?,
    };
    shelf.readers_key(own)
}

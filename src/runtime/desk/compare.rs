//! Two printings of a text, compared.

use super::NoAnswer;
use super::holdings::Shelf;
use crate::app::inquiry::Reply;
use crate::app::places::diff::Compared;
use crate::library::RecordKey;
use crate::search::diff::diff;

/// The text of `of` beside that of `other`, the one printed first as the first; where no other is named, beside the
/// first that has other words, or else any other.
pub fn answer(shelf: &Shelf, of: RecordKey, other: Option<RecordKey>) -> Result<Reply, NoAnswer> {
    let own = shelf.own_key(of).ok_or(NoAnswer::Gone)?;
    let mut printings = shelf.archive.printings(own)?;
    printings.retain_mut(|printing| {
        let key = shelf.readers_key(printing.key);
        printing.key = key.unwrap_or(printing.key);
        key.is_some()
    });
    let place = |key: RecordKey| printings.iter().position(|printing| printing.key == key);
    let is_other =
        |same: bool| printings.iter().position(|printing| printing.key != of && (printing.similarity >= 1.0) == same);
    let chosen = match other {
        Some(other) => place(other),
        None => is_other(false).or_else(|| is_other(true)),
    };
    let (Some(one), Some(other)) = (place(of), chosen) else { return Err(NoAnswer::OnlyPrinting) };
    let (old, new) = (one.min(other), one.max(other));
    let record = |at: usize| {
        let key = shelf.own_key(printings[at].key).ok_or(NoAnswer::Gone)?;
        shelf.archive.record(key)?.ok_or(NoAnswer::Gone)
    };
    let merged = diff(&record(old)?.article, &record(new)?.article);
    Ok(Reply::Compared(Box::new(Compared { printings, old, new, merged })))
}

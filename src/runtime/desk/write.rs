//! Quotations as they are copied.

use super::NoAnswer;
use super::holdings::Shelf;
use crate::app::Action;
use crate::app::inquiry::Reply;
use crate::export::cite;
use crate::library::RecordKey;

/// Quotation number `number` of a record, as `action` copies it.
pub fn answer(shelf: &Shelf, record: RecordKey, number: usize, action: Action) -> Result<Reply, NoAnswer> {
    let known = shelf.store.record(record)?.ok_or(NoAnswer::Gone)?;
    let quotation = known.record.quotations.get(number).ok_or(NoAnswer::Gone)?;
    Ok(Reply::Written(match action {
        Action::CopyWords => quotation.words(&known.record.article),
        Action::CopyCitation => cite::citation(&known.record, quotation),
        _ => cite::attributed(&known.record, quotation),
    }))
}

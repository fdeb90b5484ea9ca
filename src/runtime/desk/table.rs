//! The table of all quotations.

use super::NoAnswer;
use super::holdings::Shelf;
use super::search::{refused, until};
use crate::app::inquiry::Reply;
use crate::library::QuotationOrder;
use crate::library::load::Cancel;
use crate::search::query::Query;

/// The numbers of the rows that `filter` finds, in an order; the first `most`, or all.
pub fn numbers(
    shelf: &Shelf,
    filter: &str,
    order: QuotationOrder,
    most: Option<usize>,
    cancel: &Cancel,
) -> Result<Reply, NoAnswer> {
    let query = match Query::parse_today(filter) {
        Ok(query) => query,
        Err(error) => return Ok(refused(error)),
    };
    let due = cancel.clone();
    let mut numbers = shelf.archive.quotation_numbers(order, most, move || due.is_cancelled())?;
    if !filter.is_empty() {
        let found = shelf.search.matching(&query, &until(cancel))?;
        numbers.retain(|number| found.contains(number));
    }
    Ok(Reply::Numbers(numbers.into(), most.is_none()))
}

/// Rows of the table, by what the reader calls their articles.
pub fn rows(shelf: &Shelf, numbers: &[u32]) -> Result<Reply, NoAnswer> {
    let mut rows = shelf.archive.quotation_rows(numbers)?;
    rows.retain_mut(|(_, row)| {
        let key = shelf.readers_key(row.key);
        row.key = key.unwrap_or(row.key);
        key.is_some()
    });
    Ok(Reply::Rows(rows))
}

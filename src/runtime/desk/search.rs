//! Full-text search.

use super::NoAnswer;
use super::holdings::Shelf;
use crate::app::inquiry::{Fault, FoundPage, PAGE, Reply};
use crate::library::load::Cancel;
use crate::search::query::{Query, QueryError};
use crate::search::{Hit, Sort, Stop};
use crate::text::Span;
use std::time::Instant;

/// The most places that a concordance tells of: more than anybody goes through.
const MOST_PLACES: usize = 5000;

/// A page of what a query finds.
pub fn page(shelf: &Shelf, query: &str, sort: Sort, skip: usize, cancel: &Cancel) -> Result<Reply, NoAnswer> {
    let began = Instant::now();
    let query = match Query::parse_today(query) {
        Ok(query) => query,
        Err(error) => return Ok(refused(error)),
    };
    let page = shelf.search.page(&query, sort, skip, PAGE, &until(cancel))?;
    let last = page.hits.len() < PAGE;
    let readers = |hit: Hit| shelf.readers_key(hit.key).map(|key| Hit { key, ..hit });
    let hits = page.hits.into_iter().filter_map(readers).collect();
    Ok(Reply::Page(FoundPage { skip, hits, last, ranked: page.ranked, target: query.target, took: began.elapsed() }))
}

/// How much a query finds.
pub fn count(shelf: &Shelf, query: &str, cancel: &Cancel) -> Result<Reply, NoAnswer> {
    // What is wrong with it the page has told.
    let query = Query::parse_today(query).map_err(|_| NoAnswer::GivenUp)?;
    Ok(Reply::Count(shelf.search.count(&query, &until(cancel))?))
}

/// What a query finds, by speaker, outlet, place and month.
pub fn facets(shelf: &Shelf, query: &str, cancel: &Cancel) -> Result<Reply, NoAnswer> {
    let query = Query::parse_today(query).map_err(|_| NoAnswer::GivenUp)?;
    Ok(Reply::Facets(shelf.search.facets(&query, &until(cancel))?))
}

/// Where the words of a query stand.
pub fn concordance(shelf: &Shelf, query: &str, cancel: &Cancel) -> Result<Reply, NoAnswer> {
    let query = match Query::parse_today(query) {
        Ok(query) => query,
        Err(error) => return Ok(refused(error)),
    };
    let (mut lines, complete) = shelf.search.concordance(&query, MOST_PLACES, &until(cancel))?;
    lines.retain_mut(|line| {
        let key = shelf.readers_key(line.key);
        line.key = key.unwrap_or(line.key);
        key.is_some()
    });
    Ok(Reply::Concordance(lines, complete))
}

/// What is wrong with a query.
pub fn refused(error: QueryError) -> Reply {
    let QueryError { message, start, end, .. } = error;
    Reply::Refused(Fault { message, span: Span::new(start, end) })
}

/// Until nobody waits any more.
pub fn until(cancel: &Cancel) -> Stop {
    Stop { cancel: cancel.clone(), at: None }
}

//! Answers to queries: pages, counts and facets.

use super::matching::Matching;
use super::order::{Order, Stamp};
use super::plan::{Plan, Tagged};
use super::query::{Query, Target};
use super::rank::{MOST_RANKED, Ranking};
use super::rows::{Row, Rows};
use super::snippet::{Snippet, snippet};
use crate::library::load::Cancel;
use crate::library::{Archive, RecordKey, StoreError};
use crate::quote::Speaker;
use rusqlite::{Connection, ErrorCode};
use std::ops::{ControlFlow, Range};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// A library to be searched. Clones share what is held in memory of it.
#[derive(Debug, Clone)]
pub struct Search {
    archive: Archive,
    order: Arc<Mutex<Option<Arc<Order>>>>,
    tagged: Arc<Vec<Tagged>>,
}

/// When a search gives up.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    /// Somebody asks.
    pub cancel: Cancel,
    /// Its time is up.
    pub at: Option<Instant>,
}

impl Stop {
    pub(super) fn is_due(&self) -> bool {
        self.cancel.is_cancelled() || self.at.is_some_and(|at| Instant::now() >= at)
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// It was stopped.
    #[error("the search was stopped: it took too long; more words, or a period, make it quicker")]
    Stopped,
    /// The library could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The order of hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// By date, the newest first.
    #[default]
    Newest,
    /// By how much they are about the words (BM25), among the newest matches.
    Relevance,
}

/// Some hits.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The hits.
    pub hits: Vec<Hit>,
    /// How many of the newest matches were ranked, where there may be more of them.
    pub ranked: Option<usize>,
}

/// A quotation or an article that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The article's record.
    pub key: RecordKey,
    /// Which of its quotations it is; none of an article.
    pub place: Option<usize>,
    /// The article's headline or opening words.
    pub title: String,
    /// ISO 8601, as exact as it is known; empty when it is not.
    pub printed: String,
    /// The newspaper, agency or site.
    pub outlet: Option<String>,
    /// Of a quotation, who said it.
    pub speaker: Option<Speaker>,
    /// Why it was found.
    pub snippet: Snippet,
}

impl Search {
    /// Searches `archive`; `tagged` is what the person has put tags on.
    pub fn new(archive: Archive, tagged: Vec<Tagged>) -> Self {
        Self { archive, order: Arc::default(), tagged: Arc::new(tagged) }
    }

    /// The same search of the same library, under other corrections of who says what.
    pub fn of(&self, archive: Archive) -> Self {
        Self { archive, ..self.clone() }
    }

    /// Reads into memory what every search needs, unless it is there.
    ///
    /// # Errors
    /// What the library says.
    pub fn warm(&self) -> Result<(), SearchError> {
        Ok(self.archive.ask(|connection| self.order(&*connection.unchecked_transaction()?).map(drop))?)
    }

    /// `limit` hits after the first `skip` ones.
    ///
    /// # Errors
    /// What the library says, or that it was stopped.
    pub fn page(&self, query: &Query, sort: Sort, skip: usize, limit: usize, stop: &Stop) -> Result<Page, SearchError> {
        let wanted = skip..skip.saturating_add(limit);
        self.matched(query, stop, |matching| match sort {
            Sort::Newest => newest_page(query, matching, wanted),
            Sort::Relevance => relevant_page(query, matching, wanted),
        })
    }

    /// How many matches there are.
    ///
    /// # Errors
    /// What the library says, or that it was stopped.
    pub fn count(&self, query: &Query, stop: &Stop) -> Result<u64, SearchError> {
        self.matched(query, stop, |matching| {
            let Matching { plan, rows, .. } = matching;
            if let (Some(fts), true) = (&plan.fts, plan.is_indexed()) {
                let count = rows
                    .connection
                    .prepare_cached(counting(plan.target))?
                    .query_row([fts.to_string()], |row| row.get::<_, i64>(0));
                return count.map(i64::unsigned_abs);
            }
            let mut count = 0;
            matching.each(None, &mut |_| {
                count += 1;
                Ok(ControlFlow::Continue(()))
            })?;
            Ok(count)
        })
    }

    /// Hands every match to `each`, in no order that is promised.
    pub(super) fn each(
        &self,
        query: &Query,
        stop: &Stop,
        each: &mut dyn FnMut(&mut Row<'_, '_>) -> rusqlite::Result<()>,
    ) -> Result<(), SearchError> {
        self.matched(query, stop, |matching| {
            matching.each(None, &mut |row: &mut Row<'_, '_>| each(row).map(ControlFlow::Continue))
        })
    }

    /// Asks the library at one moment, until `stop` is due.
    fn matched<T>(
        &self,
        query: &Query,
        stop: &Stop,
        answer: impl FnOnce(&Matching<'_, '_, '_>) -> rusqlite::Result<T>,
    ) -> Result<T, SearchError> {
        let due = stop.clone();
        let answered = self.archive.ask_until(
            move || due.is_due(),
            |connection| {
                let snapshot = connection.unchecked_transaction()?;
                let order = self.order(&snapshot)?;
                let rows = Rows::new(&snapshot, query.target, self.archive.corrected())?;
                let plan = Plan::new(query, &rows, &order, &self.tagged)?;
                answer(&Matching { plan: &plan, rows: &rows, order: &order, stop })
            },
        );
        answered.map_err(|error| match error {
            StoreError::Sqlite { source, .. }
                if source.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) =>
            {
                SearchError::Stopped
            }
            error => SearchError::Store(error),
        })
    }

    /// The order of what is in the library at the moment that the transaction sees.
    fn order(&self, snapshot: &Connection) -> rusqlite::Result<Arc<Order>> {
        let mut known = self.order.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = Stamp::of(snapshot)?;
        if let Some(order) = known.as_ref().filter(|order| order.stamp == stamp) {
            return Ok(order.clone());
        }
        let read = Arc::new(Order::read(snapshot, known.as_deref())?);
        *known = Some(read.clone());
        Ok(read)
    }
}

fn newest_page(query: &Query, matching: &Matching<'_, '_, '_>, wanted: Range<usize>) -> rusqlite::Result<Page> {
    let mut page = Page::default();
    let mut seen = 0;
    if wanted.is_empty() {
        return Ok(page);
    }
    matching.each(Some(wanted.end), &mut |row| {
        if wanted.contains(&seen) {
            page.hits.push(hit(query, row)?);
        }
        seen += 1;
        Ok(if seen == wanted.end { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    Ok(page)
}

fn relevant_page(query: &Query, matching: &Matching<'_, '_, '_>, wanted: Range<usize>) -> rusqlite::Result<Page> {
    let mut ranking = Ranking::new(query);
    let most = MOST_RANKED[usize::from(query.target == Target::Articles)];
    matching.each(Some(most), &mut |row| {
        let id = row.id;
        ranking.add(id, if ranking.has_terms() { row.text()? } else { "" });
        Ok(if ranking.len() == most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    let ranked = (ranking.len() == most).then_some(most);
    let best = ranking.best().into_iter().skip(wanted.start).take(wanted.len());
    let hits = best.map(|id| hit(query, &mut matching.rows.row(id))).collect::<rusqlite::Result<_>>()?;
    Ok(Page { hits, ranked })
}

const fn counting(target: Target) -> &'static str {
    match target {
        Target::Quotations => "SELECT count(*) FROM quotation_fts WHERE quotation_fts MATCH ?",
        Target::Articles => "SELECT count(*) FROM article_fts WHERE article_fts MATCH ?",
    }
}

fn hit(query: &Query, row: &mut Row<'_, '_>) -> rusqlite::Result<Hit> {
    let terms = query.expr.shown_terms();
    let (words, text) = row.words()?;
    let snippet = snippet(text, words, &terms);
    let printing = row.printing()?.clone();
    let key = RecordKey(row.article_id()?.and_then(|id| u32::try_from(id).ok()).unwrap_or_default());
    let said = if query.target == Target::Quotations { row.said()?.first().cloned() } else { None };
    Ok(Hit {
        key,
        place: said.as_ref().map(|said| said.place as usize),
        speaker: said.and_then(|said| said.speaker).map(|id| row.speaker(id)).transpose()?.flatten(),
        title: printing.title,
        printed: printing.printed,
        outlet: printing.outlet,
        snippet,
    })
}

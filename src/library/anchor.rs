//! Tying marks to what the library holds now, after another import or a better engine.

use super::full_text;
use super::marks::Mark;
use super::queries::record;
use super::{Archive, Record, RecordKey, StoreError};
use crate::text::Span;
use crate::text::fold::{Folded, fold};
use rusqlite::Connection;

/// How many articles are looked into for words whose article is gone.
const MOST_ARTICLES: i64 = 20;

/// How many places of one text are compared; words that stand in more tell nothing by themselves.
const MOST_PLACES: usize = 10_000;

/// The least context, in folded characters, that must agree in an article that is not the mark's own.
const LEAST_CONTEXT: usize = 12;

/// Where a mark belongs now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// The record.
    pub record: RecordKey,
    /// The marked words in its text.
    pub words: Span,
    /// The number of the quotation that holds most of them; none when there is no longer any.
    pub quotation: Option<usize>,
}

impl Archive {
    /// Where the mark belongs; none for an orphan, whose words no article has any longer. By its
    /// quotation's id first, then by its words with what stands around them: in its own article,
    /// else in any other.
    ///
    /// # Errors
    /// What the file says.
    pub fn anchor(&self, mark: &Mark) -> Result<Option<Anchor>, StoreError> {
        self.ask(|connection| {
            let own =
                keys(connection, "SELECT id FROM article WHERE article_id = ? ORDER BY id", &mark.article.to_string())?;
            if let Some(anchor) =
                first(connection, &own, |record| by_id(mark, record).or_else(|| by_words(mark, record, 0)))?
            {
                return Ok(Some(anchor));
            }
            let others = with_words(connection, &mark.exact)?;
            first(connection, &others, |record| by_words(mark, record, LEAST_CONTEXT))
        })
    }
}

fn keys(connection: &Connection, sql: &str, id: &str) -> rusqlite::Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(sql)?;
    statement.query_map([id], |row| row.get(0))?.collect()
}

/// The articles that print these words.
fn with_words(connection: &Connection, words: &str) -> rusqlite::Result<Vec<i64>> {
    if !words.contains(char::is_alphanumeric) {
        return Ok(Vec::new());
    }
    let mut statement =
        connection.prepare_cached("SELECT rowid FROM article_fts WHERE body MATCH ? ORDER BY rowid LIMIT ?")?;
    let found = statement.query_map((full_text::phrase(words), MOST_ARTICLES), |row| row.get(0))?;
    found.map(|number| number.map(full_text::row)).collect()
}

/// The first of the records that `look` finds the mark in.
fn first(
    connection: &Connection,
    keys: &[i64],
    look: impl Fn(&Record) -> Option<(Span, Option<usize>)>,
) -> rusqlite::Result<Option<Anchor>> {
    for key in keys {
        let Some(found) = record(connection, *key)? else { continue };
        if let (Some((words, quotation)), Ok(key)) = (look(&found), u32::try_from(*key)) {
            return Ok(Some(Anchor { record: RecordKey(key), words, quotation }));
        }
    }
    Ok(None)
}

fn by_id(mark: &Mark, record: &Record) -> Option<(Span, Option<usize>)> {
    let id = mark.quotation?;
    let at = record.quotations.iter().position(|quotation| quotation.id == id)?;
    Some((record.quotations[at].content, Some(at)))
}

/// The place of the mark's words around which most is as it was, at least `context` characters;
/// of several, the one nearest to where they stood.
fn by_words(mark: &Mark, record: &Record, context: usize) -> Option<(Span, Option<usize>)> {
    let folded = Folded::new(&record.article.text);
    let text = folded.as_str();
    let (exact, prefix, suffix) = (fold(&mark.exact), fold(&mark.prefix), fold(&mark.suffix));
    if exact.trim().is_empty() {
        return None;
    }
    let places = memchr::memmem::find_iter(text.as_bytes(), exact.as_bytes()).take(MOST_PLACES);
    let scored = places.map(|at| {
        let before = agreeing(prefix.bytes().rev(), text.as_bytes()[..at].iter().rev());
        let after = agreeing(suffix.bytes(), text.as_bytes()[at + exact.len()..].iter());
        let words = folded.source(Span::new(at, at + exact.len()));
        let distance = words.start.abs_diff(mark.start_byte.unwrap_or(mark.start));
        (before + after, std::cmp::Reverse(distance), words)
    });
    let (_, _, words) =
        scored.filter(|(agreed, ..)| *agreed >= context).max_by_key(|(agreed, near, _)| (*agreed, *near))?;
    let shared = |content: Span| content.end.min(words.end).saturating_sub(content.start.max(words.start));
    let quotations = record.quotations.iter().enumerate().map(|(at, quotation)| (shared(quotation.content), at));
    let most =
        quotations.filter(|(shared, _)| *shared > 0).max_by_key(|(shared, at)| (*shared, std::cmp::Reverse(*at)));
    Some((words, most.map(|(_, at)| at)))
}

/// How many bytes agree from the beginning.
fn agreeing<'a>(a: impl Iterator<Item = u8>, b: impl Iterator<Item = &'a u8>) -> usize {
    a.zip(b).take_while(|(a, b)| a == *b).count()
}

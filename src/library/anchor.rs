//! Tying marks to what the library holds now, after another import or a better engine.

use super::full_text;
use super::marks::Mark;
use super::queries::record;
use super::{Archive, Library, Record, RecordKey, Store, StoreError};
use crate::article::ArticleId;
use crate::text::Span;
use crate::text::fold::{Folded, fold};
use rusqlite::Connection;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// How many articles are looked into for words whose article is gone.
const MOST_ARTICLES: i64 = 20;

/// How many records are held at a time while marks are tied.
const MOST_RECORDS: usize = 32;

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
        Ok(self.anchors(&[mark])?.pop().flatten())
    }

    /// Where each of the marks belongs, as [`anchor`](Self::anchor) has it; a record is read once for all
    /// marks of its article that stand together.
    ///
    /// # Errors
    /// What the file says.
    pub fn anchors(&self, marks: &[&Mark]) -> Result<Vec<Option<Anchor>>, StoreError> {
        self.ask(|connection| {
            let mut records = Records { connection, read: HashMap::new() };
            marks.iter().map(|mark| anchor(&mut records, mark)).collect()
        })
    }
}

/// Records of a library, each read once as long as not too many are asked for.
struct Records<'a> {
    connection: &'a Connection,
    read: HashMap<i64, Option<Record>>,
}

impl Records<'_> {
    fn get(&mut self, key: i64) -> rusqlite::Result<Option<&Record>> {
        if self.read.len() >= MOST_RECORDS && !self.read.contains_key(&key) {
            self.read.clear();
        }
        Ok(match self.read.entry(key) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(record(self.connection, key)?),
        }
        .as_ref())
    }

    /// The first of the records with these keys that `look` finds the mark in.
    fn first(
        &mut self,
        keys: &[i64],
        look: impl Fn(&Record) -> Option<(Span, Option<usize>)>,
    ) -> rusqlite::Result<Option<Anchor>> {
        for key in keys {
            let found = self.get(*key)?.and_then(&look);
            if let (Some((words, quotation)), Ok(key)) = (found, u32::try_from(*key)) {
                return Ok(Some(Anchor { record: RecordKey(key), words, quotation }));
            }
        }
        Ok(None)
    }
}

fn anchor(records: &mut Records<'_>, mark: &Mark) -> rusqlite::Result<Option<Anchor>> {
    let sql = "SELECT id FROM article WHERE article_id = ? ORDER BY id";
    let own = keys(records.connection, sql, &mark.article.to_string())?;
    if let Some(anchor) = records.first(&own, |record| place_in(mark, record))? {
        return Ok(Some(anchor));
    }
    let others = with_words(records.connection, &mark.exact)?;
    records.first(&others, |record| by_words(mark, record, LEAST_CONTEXT))
}

impl Library {
    /// As [`Archive::anchor`].
    fn anchor(&self, mark: &Mark) -> Option<Anchor> {
        let records = self.since(RecordKey(0), usize::MAX);
        let own = records.iter().filter(|(_, record)| record.article.id == mark.article);
        let found = own.filter_map(|(key, record)| Some((key, place_in(mark, record)?))).next();
        // Folding takes its time: not in all of them.
        let prints = memchr::memmem::Finder::new(&mark.exact);
        let others = records.iter().filter(|(_, record)| prints.find(record.article.text.as_bytes()).is_some());
        let elsewhere =
            || others.filter_map(|(key, record)| Some((key, by_words(mark, record, LEAST_CONTEXT)?))).next();
        let (key, (words, quotation)) = found.or_else(elsewhere)?;
        Some(Anchor { record: *key, words, quotation })
    }
}

impl Store {
    /// Where each of the marks belongs, as [`Archive::anchors`] has it.
    ///
    /// # Errors
    /// What the file says.
    pub fn anchors(&self, marks: &[&Mark]) -> Result<Vec<Option<Anchor>>, StoreError> {
        match self {
            Store::Memory(library) => Ok(marks.iter().map(|mark| library.anchor(mark)).collect()),
            Store::File(archive) => archive.anchors(marks),
        }
    }

    /// The records of these articles.
    ///
    /// # Errors
    /// What the file says.
    pub fn records_of(&self, articles: &HashSet<ArticleId>) -> Result<Vec<RecordKey>, StoreError> {
        match self {
            Store::Memory(library) => {
                let records = library.since(RecordKey(0), usize::MAX);
                let wanted = records.into_iter().filter(|(_, record)| articles.contains(&record.article.id));
                Ok(wanted.map(|(key, _)| key).collect())
            }
            Store::File(archive) => archive.ask(|connection| {
                let mut records = Vec::new();
                for article in articles {
                    let sql = "SELECT id FROM article WHERE article_id = ?";
                    let found = keys(connection, sql, &article.to_string())?;
                    records.extend(found.into_iter().filter_map(|key| u32::try_from(key).ok()).map(RecordKey));
                }
                Ok(records)
            }),
        }
    }
}

/// Where in a record of its own article a mark belongs: the words, and the number of the quotation that
/// holds most of them.
pub(super) fn place_in(mark: &Mark, record: &Record) -> Option<(Span, Option<usize>)> {
    by_id(mark, record).or_else(|| by_words(mark, record, 0))
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

//! What a reader keeps: precious, in a file of its own, on the disk before anybody is told so.

mod corrections;
mod edit;
mod entry;
mod marked;
mod names;

pub use corrections::Corrections;
pub use edit::{Alter, Change, Edit};
pub use entry::Entry;
pub use marked::{Marked, corrected, place};
pub use names::Names;

use super::codec;
use super::db::{Place, StoreError};
use super::schema;
use crate::article::{Article, ArticleId};
use crate::quote::{Quotation, QuotationId};
use crate::text::Span;
use chrono::{DateTime, SecondsFormat, Utc};
use edit::Fault;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, named_params};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// How much of the text before and after is kept, in characters.
const CONTEXT: usize = 48;

/// Words that somebody marked, with what finds them again in another form of their article. As
/// JSON, the words are named as in the Web Annotation data model, and `start` counts code points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The article's id.
    pub article: ArticleId,
    /// The quotation's id, when it was marked.
    #[serde(default)]
    pub quotation: Option<QuotationId>,
    /// The words as printed.
    pub exact: String,
    /// What stood before them.
    #[serde(default)]
    pub prefix: String,
    /// What stood after them.
    #[serde(default)]
    pub suffix: String,
    /// Where they began in the article's text, in code points.
    #[serde(default)]
    pub start: usize,
    /// The same in bytes; not known of a mark that came as JSON.
    #[serde(skip)]
    pub start_byte: Option<usize>,
    /// When they were marked, to the second.
    pub created: DateTime<Utc>,
    /// Whether they are kept, not only noted.
    #[serde(default = "kept")]
    pub kept: bool,
    /// What was noted.
    #[serde(default)]
    pub note: Option<String>,
    /// Tags, in their order.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Who said it, by the reader's own word.
    #[serde(default)]
    pub speaker: Option<String>,
}

/// Which words are marked: a mark's own name, the same wherever it is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MarkId {
    /// The article's id.
    pub article: ArticleId,
    /// Where the words began in its text, in code points.
    pub start: usize,
    /// The words.
    pub exact: String,
}

fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA data_version", [], |row| row.get(0))
}

fn kept() -> bool {
    true
}

impl Mark {
    /// A mark that keeps the quotation, made at the moment `created`.
    pub fn of(article: &Article, quotation: &Quotation, created: DateTime<Utc>) -> Self {
        let Span { start, end } = quotation.content;
        let (before, after) = (&article.text[..start], &article.text[end..]);
        let prefix = before.char_indices().rev().take(CONTEXT).last().map_or(start, |(at, _)| at);
        let suffix = after.char_indices().nth(CONTEXT).map_or(after.len(), |(at, _)| at);
        Self {
            article: article.id,
            quotation: Some(quotation.id),
            exact: quotation.text(article).to_owned(),
            prefix: before[prefix..].to_owned(),
            suffix: after[..suffix].to_owned(),
            start: before.chars().count(),
            start_byte: Some(start),
            created: DateTime::from_timestamp_millis(created.timestamp_millis()).unwrap_or(created),
            kept: true,
            note: None,
            tags: Vec::new(),
            speaker: None,
        }
    }

    /// Which words it marks.
    pub fn id(&self) -> MarkId {
        MarkId { article: self.article, start: self.start, exact: self.exact.clone() }
    }

    /// Whether it says nothing of its words any more.
    pub fn is_empty(&self) -> bool {
        !self.kept && self.note.is_none() && self.tags.is_empty() && self.speaker.is_none()
    }
}

/// Which mark of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MarkKey(i64);

/// The file of marks.
#[derive(Debug)]
pub struct Marks {
    place: Place,
    connection: Connection,
    /// SQLite's number of the state in which the file was last looked at: others' writing changes it, one's own does
    /// not.
    version: Option<i64>,
}

/// Adds words, or what is new of words that are marked already.
const ADD: &str = "INSERT INTO mark (article, quotation, exact, prefix, suffix, start_char, start_byte, created, kept, note, tags,
        speaker)
    VALUES (:article, :quotation, :exact, :prefix, :suffix, :start_char, :start_byte, :created, :kept, :note, :tags,
        :speaker)
    ON CONFLICT (article, start_char, exact) DO UPDATE SET quotation = coalesce(excluded.quotation, quotation), start_byte = coalesce(excluded.start_byte, start_byte),
        kept = max(kept, excluded.kept), note = coalesce(excluded.note, note), tags = coalesce(excluded.tags, tags),
        speaker = coalesce(excluded.speaker, speaker)
    RETURNING id";

impl Marks {
    /// Opens the marks in the file at `path`, made if it is missing, for its owner only.
    ///
    /// # Errors
    /// When the file is another program's or a newer version's, is damaged, or may not be written.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let place = Place { path: path.to_path_buf(), purpose: schema::MARKS };
        let connection = place.open()?;
        Ok(Self { place, connection, version: None })
    }

    /// Whether somebody else has written to the file since this was asked last; the first time, that may always be.
    ///
    /// # Errors
    /// What the file says.
    pub fn was_changed(&mut self) -> Result<bool, StoreError> {
        let version = self.check(data_version(&self.connection))?;
        Ok(self.version.replace(version) != Some(version))
    }

    fn check<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|error| self.place.error(error))
    }

    /// Adds a mark, on the disk when this returns. Words that are marked already stay one mark:
    /// a new note and new tags take the place of the old.
    ///
    /// # Errors
    /// What the file says.
    pub fn add(&mut self, mark: &Mark) -> Result<MarkKey, StoreError> {
        let added = add(&self.connection, mark);
        self.check(added)
    }

    /// Adds all of `entries` or, where one cannot be, none.
    ///
    /// # Errors
    /// What the file says.
    pub fn add_all(&mut self, entries: &[Entry]) -> Result<(), StoreError> {
        let added = self.write(|transaction| {
            entries.iter().try_for_each(|entry| match entry {
                Entry::Mark(mark) => add(transaction, mark).map(drop),
                Entry::Speaker { name, speaker } => set_name(transaction, name, Some(speaker)),
                Entry::Search { name, query } => set_search(transaction, name, Some(query)),
                Entry::Read { article } => set_read(transaction, *article, true),
            })
        });
        self.check(added)
    }

    /// Everything that the file holds, to be carried elsewhere: marks in the order in which they
    /// were made, then names, searches, and what was read.
    ///
    /// # Errors
    /// What the file says.
    pub fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        let marks = self.list()?.into_iter().map(|(_, mark)| Entry::Mark(mark));
        let names = self.names()?.into_iter().map(|(name, speaker)| Entry::Speaker { name, speaker });
        let searches = self.searches()?.into_iter().map(|(name, query)| Entry::Search { name, query });
        let mut read: Vec<ArticleId> = self.read()?.into_iter().collect();
        read.sort();
        Ok(marks.chain(names).chain(searches).chain(read.into_iter().map(|article| Entry::Read { article })).collect())
    }

    /// Makes edits, on the disk when this returns: all or, where one cannot be, none. Says what they
    /// have changed; `now` is when.
    ///
    /// # Errors
    /// What the file says.
    pub fn edit(&mut self, edits: &[Edit], now: DateTime<Utc>) -> Result<Vec<Change>, StoreError> {
        let edited = self.write(|transaction| {
            let mut changes = Vec::new();
            for edit in edits {
                edit::apply(transaction, edit, now, &mut changes)?;
            }
            Ok(changes)
        });
        self.check(edited)
    }

    /// Makes these changes again, on the disk when this returns: all or, where one cannot be, none. Says what
    /// that has changed: whatever else somebody has written about the same words meanwhile stays.
    ///
    /// # Errors
    /// [`StoreError::Changed`] where something is no longer as it was before its change, and what the file says.
    pub fn set(&mut self, changes: &[Change]) -> Result<Vec<Change>, StoreError> {
        let made = self.write(|transaction| changes.iter().map(|change| edit::make(transaction, change)).collect());
        made.map_err(|fault| match fault {
            Fault::Sql(error) => self.place.error(error),
            Fault::Changed => StoreError::Changed,
        })
    }

    fn write<T, E: From<rusqlite::Error>>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Remembers where the first line in sight began in the text of an article, in bytes; 0 is its
    /// start.
    ///
    /// # Errors
    /// What the file says.
    pub fn remember_place(&mut self, article: ArticleId, top: usize) -> Result<(), StoreError> {
        let remembered = self.connection.execute(
            "INSERT INTO reading (article, top) VALUES (?, ?) ON CONFLICT DO UPDATE SET top = excluded.top",
            (article.to_string(), codec::offset(top)),
        );
        self.check(remembered).map(drop)
    }

    /// Notes that an article was read.
    ///
    /// # Errors
    /// What the file says.
    pub fn note_read(&mut self, article: ArticleId) -> Result<(), StoreError> {
        let noted = set_read(&self.connection, article, true);
        self.check(noted)
    }

    /// Everything that is kept.
    ///
    /// # Errors
    /// What the file says.
    pub fn all(&self) -> Result<Marked, StoreError> {
        let names = Names::from_iter(self.names()?);
        let marks = self.list()?.into_iter().map(|(_, mark)| mark);
        let searches = self.searches()?.into_iter().collect();
        Ok(Marked::new(marks, names, searches, self.read()?, self.places()?))
    }

    fn names(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.pairs("SELECT name, speaker FROM speaker ORDER BY name")
    }

    fn searches(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.pairs("SELECT name, query FROM search ORDER BY name")
    }

    fn pairs(&self, sql: &str) -> Result<Vec<(String, String)>, StoreError> {
        let all = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        self.check(all())
    }

    fn read(&self) -> Result<HashSet<ArticleId>, StoreError> {
        let all = || {
            let mut statement = self.connection.prepare_cached("SELECT article FROM reading WHERE read")?;
            statement.query_map([], |row| codec::content_id(row.get_ref(0)?.as_str()?))?.collect()
        };
        self.check(all())
    }

    fn places(&self) -> Result<HashMap<ArticleId, usize>, StoreError> {
        let all = || {
            let mut statement = self.connection.prepare_cached("SELECT article, top FROM reading WHERE top > 0")?;
            let place = |row: &Row<'_>| Ok((codec::content_id(row.get_ref(0)?.as_str()?)?, offset(row.get(1)?)?));
            statement.query_map([], place)?.collect()
        };
        self.check(all())
    }

    /// Removes a mark.
    ///
    /// # Errors
    /// What the file says.
    pub fn remove(&mut self, mark: MarkKey) -> Result<(), StoreError> {
        let removed = self.connection.execute("DELETE FROM mark WHERE id = ?", [mark.0]);
        self.check(removed).map(drop)
    }

    /// All marks, in the order in which they were made.
    ///
    /// # Errors
    /// What the file says.
    pub fn list(&self) -> Result<Vec<(MarkKey, Mark)>, StoreError> {
        let all = || {
            let mut statement = self.connection.prepare_cached("SELECT * FROM mark ORDER BY created, id")?;
            statement.query_map([], mark_of_row)?.collect()
        };
        self.check(all())
    }
}

fn add(connection: &Connection, mark: &Mark) -> rusqlite::Result<MarkKey> {
    let parameters = named_params! {
        ":article": mark.article.to_string(),
        ":quotation": mark.quotation.map(|id| id.to_string()),
        ":exact": mark.exact,
        ":prefix": mark.prefix,
        ":suffix": mark.suffix,
        ":start_char": codec::offset(mark.start),
        ":start_byte": mark.start_byte.map(codec::offset),
        ":created": mark.created.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        ":kept": mark.kept,
        ":note": mark.note,
        ":tags": codec::list_to_json(&mark.tags),
        ":speaker": mark.speaker,
    };
    connection.prepare_cached(ADD)?.query_row(parameters, |row| row.get(0)).map(MarkKey)
}

/// The mark of these words, if there is one.
fn find(connection: &Connection, id: &MarkId) -> rusqlite::Result<Option<Mark>> {
    let sql = "SELECT * FROM mark WHERE article = ? AND start_char = ? AND exact = ?";
    let words = (id.article.to_string(), codec::offset(id.start), &id.exact);
    connection.prepare_cached(sql)?.query_row(words, |row| Ok(mark_of_row(row)?.1)).optional()
}

fn delete(connection: &Connection, id: &MarkId) -> rusqlite::Result<()> {
    let sql = "DELETE FROM mark WHERE article = ? AND start_char = ? AND exact = ?";
    connection.prepare_cached(sql)?.execute((id.article.to_string(), codec::offset(id.start), &id.exact)).map(drop)
}

fn set_name(connection: &Connection, name: &str, speaker: Option<&str>) -> rusqlite::Result<()> {
    let done = match speaker {
        Some(speaker) => connection
            .prepare_cached("INSERT OR REPLACE INTO speaker (name, speaker) VALUES (?, ?)")?
            .execute((name, speaker)),
        None => connection.prepare_cached("DELETE FROM speaker WHERE name = ?")?.execute([name]),
    };
    done.map(drop)
}

fn set_search(connection: &Connection, name: &str, query: Option<&str>) -> rusqlite::Result<()> {
    let done = match query {
        Some(query) => connection
            .prepare_cached("INSERT OR REPLACE INTO search (name, query) VALUES (?, ?)")?
            .execute((name, query)),
        None => connection.prepare_cached("DELETE FROM search WHERE name = ?")?.execute([name]),
    };
    done.map(drop)
}

fn set_read(connection: &Connection, article: ArticleId, read: bool) -> rusqlite::Result<()> {
    let sql = "INSERT INTO reading (article, read) VALUES (?, ?) ON CONFLICT DO UPDATE SET read = excluded.read";
    connection.prepare_cached(sql)?.execute((article.to_string(), read)).map(drop)
}

fn is_read(connection: &Connection, article: ArticleId) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM reading WHERE article = ? AND read")?.exists([article.to_string()])
}

fn offset(number: i64) -> rusqlite::Result<usize> {
    usize::try_from(number).map_err(|_| codec::invalid("an offset below zero"))
}

fn mark_of_row(row: &Row<'_>) -> rusqlite::Result<(MarkKey, Mark)> {
    let quotation = row.get_ref("quotation")?.as_str_or_null()?.map(codec::content_id).transpose()?;
    let created = DateTime::parse_from_rfc3339(row.get_ref("created")?.as_str()?);
    let mark = Mark {
        article: codec::content_id(row.get_ref("article")?.as_str()?)?,
        quotation,
        exact: row.get("exact")?,
        prefix: row.get("prefix")?,
        suffix: row.get("suffix")?,
        start: offset(row.get("start_char")?)?,
        start_byte: row.get::<_, Option<i64>>("start_byte")?.map(offset).transpose()?,
        created: created.map_err(|_| codec::invalid("no time"))?.to_utc(),
        kept: row.get("kept")?,
        note: row.get("note")?,
        tags: codec::list_from_json(row.get_ref("tags")?.as_str_or_null()?)?,
        speaker: row.get("speaker")?,
    };
    Ok((MarkKey(row.get("id")?), mark))
}

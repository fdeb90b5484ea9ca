//! What a reader keeps: precious, in a file of its own, on the disk before anybody is told so.

use super::codec;
use super::db::{Place, StoreError};
use super::schema;
use crate::article::{Article, ArticleId};
use crate::quote::{Quotation, QuotationId};
use crate::text::Span;
use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{Connection, Row, TransactionBehavior, named_params};
use serde::{Deserialize, Serialize};
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
            created: DateTime::from_timestamp(created.timestamp(), 0).unwrap_or(created),
            kept: true,
            note: None,
            tags: Vec::new(),
        }
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
}

const INSERT: &str =
    "INSERT INTO mark (article, quotation, exact, prefix, suffix, start_char, start_byte, created, kept,
        note, tags)
    VALUES (:article, :quotation, :exact, :prefix, :suffix, :start_char, :start_byte, :created, :kept, :note, :tags)
    ON CONFLICT (article, start_char, exact) DO UPDATE SET kept = max(kept, excluded.kept),
        quotation = coalesce(excluded.quotation, quotation), start_byte = coalesce(excluded.start_byte, start_byte),
        note = coalesce(excluded.note, note), tags = coalesce(excluded.tags, tags)
    RETURNING id";

impl Marks {
    /// Opens the marks in the file at `path`, made if it is missing, for its owner only.
    ///
    /// # Errors
    /// When the file is another program's or a newer version's, is damaged, or may not be written.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let place = Place { path: path.to_path_buf(), purpose: schema::MARKS };
        let connection = place.open()?;
        Ok(Self { place, connection })
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

    /// Adds all of `marks` or, where one cannot be, none.
    ///
    /// # Errors
    /// What the file says.
    pub fn add_all(&mut self, marks: &[Mark]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let added = transaction.and_then(|transaction| {
            marks.iter().try_for_each(|mark| add(&transaction, mark).map(drop))?;
            transaction.commit()
        });
        self.check(added)
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
    };
    connection.prepare_cached(INSERT)?.query_row(parameters, |row| row.get(0)).map(MarkKey)
}

fn mark_of_row(row: &Row<'_>) -> rusqlite::Result<(MarkKey, Mark)> {
    let offset = |number: i64| usize::try_from(number).map_err(|_| codec::invalid("an offset below zero"));
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
    };
    Ok((MarkKey(row.get("id")?), mark))
}

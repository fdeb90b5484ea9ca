//! Rows of a library, read as far as a query asks for.

use super::query::Target;
use super::terms::Words;
use crate::library::Corrected;
use crate::quote::{Certainty, Speaker};
use rusqlite::{CachedStatement, Connection, OptionalExtension, ToSql};
use std::cell::RefCell;

/// What a search reads rows by, prepared once.
pub struct Rows<'c> {
    pub connection: &'c Connection,
    pub target: Target,
    pub corrected: &'c Corrected,
    quotation: RefCell<CachedStatement<'c>>,
    quotations: RefCell<CachedStatement<'c>>,
    article: RefCell<CachedStatement<'c>>,
    text: RefCell<CachedStatement<'c>>,
}

const QUOTATION: &str =
    "SELECT article, place, kind, certainty, said, speaker, words, id, confidence FROM quotation WHERE id = ?";
const QUOTATIONS: &str = "SELECT article, place, kind, certainty, said, speaker, '', id, confidence FROM quotation WHERE article = ? ORDER BY place";
const ARTICLE: &str = "SELECT title, outlet, dateline, printed FROM article WHERE id = ?";
const TEXT: &str =
    "SELECT title, coalesce(own_body, body) FROM article JOIN text ON text.id = article.text WHERE article.id = ?";

impl<'c> Rows<'c> {
    pub fn new(connection: &'c Connection, target: Target, corrected: &'c Corrected) -> rusqlite::Result<Self> {
        let prepare = |sql| connection.prepare_cached(sql).map(RefCell::new);
        Ok(Self {
            connection,
            target,
            corrected,
            quotation: prepare(QUOTATION)?,
            quotations: prepare(QUOTATIONS)?,
            article: prepare(ARTICLE)?,
            text: prepare(TEXT)?,
        })
    }

    /// The row of that number, nothing of it read yet.
    pub fn row(&self, id: i64) -> Row<'_, 'c> {
        Row { rows: self, id, said: None, article: None, text: None, words: None }
    }

    fn said(&self, id: i64) -> rusqlite::Result<Vec<Said>> {
        let statement = match self.target {
            Target::Quotations => &self.quotation,
            Target::Articles => &self.quotations,
        };
        let said = |row: &rusqlite::Row<'_>| said_of_row(row, self.corrected);
        statement.borrow_mut().query_map([id], said)?.collect()
    }

    fn article(&self, id: i64) -> rusqlite::Result<Option<Printing>> {
        self.article.borrow_mut().query_row([id], printing_of_row).optional()
    }

    /// Headline and text of an article.
    fn text(&self, id: i64) -> rusqlite::Result<Option<String>> {
        let text = |row: &rusqlite::Row<'_>| Ok([row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?].join("\n\n"));
        self.text.borrow_mut().query_row([id], text).optional()
    }

    /// The numbers that a statement with one parameter gives.
    pub fn numbers(&self, sql: &str, parameter: impl ToSql) -> rusqlite::Result<Vec<i64>> {
        self.connection.prepare_cached(sql)?.query_map([parameter], |row| row.get(0))?.collect()
    }
}

/// What is known of a quotation.
#[derive(Debug, Clone)]
pub struct Said {
    pub article: i64,
    pub place: u32,
    pub kind: String,
    pub certainty: String,
    /// How likely its attribution is right, 0..1, where anything is known of that.
    pub confidence: Option<f32>,
    pub said: Option<String>,
    pub speaker: Option<i64>,
    words: String,
}

fn said_of_row(row: &rusqlite::Row<'_>, corrected: &Corrected) -> rusqlite::Result<Said> {
    let by = corrected.by_of(row.get(7)?);
    Ok(Said {
        article: row.get(0)?,
        place: row.get(1)?,
        kind: row.get(2)?,
        certainty: if by.is_some() { Certainty::Corrected.name().to_owned() } else { row.get(3)? },
        confidence: if by.is_some() { None } else { row.get(8)? },
        said: row.get(4)?,
        speaker: by.map(|by| by.speaker).map_or_else(|| row.get(5), |speaker| Ok(Some(speaker)))?,
        words: row.get(6)?,
    })
}

/// What is known of an article besides its text.
#[derive(Debug, Clone, Default)]
pub struct Printing {
    pub title: String,
    pub outlet: Option<String>,
    pub place: Option<String>,
    /// ISO 8601, as exact as it is known.
    pub printed: String,
}

fn printing_of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Printing> {
    Ok(Printing { title: row.get(0)?, outlet: row.get(1)?, place: row.get(2)?, printed: row.get(3)? })
}

/// A quotation or an article, of which only what was asked for is read.
pub struct Row<'r, 'c> {
    rows: &'r Rows<'c>,
    pub id: i64,
    said: Option<Vec<Said>>,
    article: Option<Printing>,
    text: Option<String>,
    words: Option<Words>,
}

impl Row<'_, '_> {
    /// What kind of row it is.
    pub fn target(&self) -> Target {
        self.rows.target
    }

    /// The quotation, or the article's quotations.
    pub fn said(&mut self) -> rusqlite::Result<&[Said]> {
        if self.said.is_none() {
            self.said = Some(self.rows.said(self.id)?);
        }
        Ok(self.said.as_deref().unwrap_or_default())
    }

    /// The number of the article; none if it is gone.
    pub fn article_id(&mut self) -> rusqlite::Result<Option<i64>> {
        match self.rows.target {
            Target::Articles => Ok(Some(self.id)),
            Target::Quotations => Ok(self.said()?.first().map(|said| said.article)),
        }
    }

    /// The article, or the one that the quotation is of.
    pub fn printing(&mut self) -> rusqlite::Result<&Printing> {
        if self.article.is_none() {
            let article = match self.article_id()? {
                Some(id) => self.rows.article(id)?,
                None => None,
            };
            self.article = article.or_else(|| Some(Printing::default()));
        }
        Ok(self.article.get_or_insert_default())
    }

    /// The speaker of that number.
    pub fn speaker(&self, id: i64) -> rusqlite::Result<Option<Speaker>> {
        if let Some(own) = self.rows.corrected.speaker(id) {
            return Ok(Some(own.clone()));
        }
        let mut statement = self.rows.connection.prepare_cached("SELECT name, role FROM speaker WHERE id = ?")?;
        statement.query_row([id], |row| Ok(Speaker { name: row.get(0)?, role: row.get(1)? })).optional()
    }

    /// The words of the quotation; headline and text of the article.
    pub fn text(&mut self) -> rusqlite::Result<&str> {
        if self.text.is_none() {
            let text = match self.rows.target {
                Target::Quotations => self.said()?.first().map(|said| said.words.clone()).unwrap_or_default(),
                Target::Articles => self.rows.text(self.id)?.unwrap_or_default(),
            };
            self.text = Some(text);
        }
        Ok(self.text.as_deref().unwrap_or_default())
    }

    /// The same, word by word.
    pub fn words(&mut self) -> rusqlite::Result<(&Words, &str)> {
        if self.words.is_none() {
            self.words = Some(Words::new(self.text()?));
        }
        Ok((self.words.get_or_insert_default(), self.text.as_deref().unwrap_or_default()))
    }
}

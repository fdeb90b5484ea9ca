//! Passages of a library in a file, found by its full text.

use super::passages::{Fetched, Key, Passages, Unit};
use crate::library::{Archive, RecordKey, StoreError, full_text};
use rusqlite::{Connection, OptionalExtension};

const QUOTATIONS: &str = "SELECT rowid FROM quotation_fts WHERE quotation_fts MATCH ? LIMIT ?";
const ARTICLES: &str = "SELECT rowid FROM article_fts WHERE article_fts MATCH ? LIMIT ?";
const PLACE: &str = "SELECT article, place FROM quotation WHERE id = ?";

impl Passages for Archive {
    type Error = StoreError;

    fn holding(&self, unit: Unit, words: &str, most: usize) -> Result<Vec<Key>, StoreError> {
        let phrase = full_text::phrase(words);
        let (sql, phrase) = match unit {
            Unit::Quotation => (QUOTATIONS, phrase),
            Unit::Article => (ARTICLES, format!("body : {phrase}")),
        };
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let found = statement.query_map((phrase, most), |row| row.get(0))?;
            found.map(|number| number.map(full_text::row)).collect()
        })
    }

    fn fetch(&self, unit: Unit, key: Key) -> Result<Option<Fetched>, StoreError> {
        let place = match unit {
            Unit::Article => Some((key, None)),
            Unit::Quotation => self.ask(|connection| place(connection, key))?.map(|(key, place)| (key, Some(place))),
        };
        let Some((article, place)) = place else { return Ok(None) };
        let Ok(article) = u32::try_from(article) else { return Ok(None) };
        Ok(self.corrected_record(RecordKey(article))?.map(|record| (record, place)))
    }
}

/// The article of a quotation, and its number there.
fn place(connection: &Connection, key: Key) -> rusqlite::Result<Option<(Key, usize)>> {
    let place = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, u32>(1)? as usize));
    connection.prepare_cached(PLACE)?.query_row([key], place).optional()
}

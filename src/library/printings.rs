//! The same text twice: articles with the same words share a text; texts with nearly the same
//! words are linked, never merged.

use super::RecordKey;
use super::archive::Archive;
use super::codec;
use super::db::StoreError;
use super::sketch::Sketch;
use crate::article::{ArticleId, Printed};
use rusqlite::{Connection, OptionalExtension};

/// The least similarity of two texts that are linked.
const NEAR: f64 = 0.5;

/// The most similarity that is told of texts whose words are not the same.
const ALMOST: f64 = 0.99;

/// How many texts of one band are compared: what fills a band further is boilerplate.
const MOST_OF_A_BAND: i64 = 32;

/// One of the articles that print a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Printing {
    /// Which record.
    pub key: RecordKey,
    /// Its article's id.
    pub id: ArticleId,
    /// Its headline or opening words.
    pub title: String,
    /// When.
    pub printed: Printed,
    /// By whom.
    pub outlet: Option<String>,
    /// The share of three-word runs in common, guessed, 0..1; 1 for the same words.
    pub similarity: f64,
}

const PRINTINGS: &str = "SELECT article.id, article_id, title, printed, outlet, similarity FROM (
        SELECT text AS same, 1.0 AS similarity FROM article WHERE id = ?1
        UNION ALL
        SELECT near, text_near.similarity FROM article JOIN text_near USING (text) WHERE article.id = ?1
    ) JOIN article ON article.text = same
    ORDER BY printed = '', printed, article.id";

impl Archive {
    /// The articles with the same or nearly the same words as `article`, itself included: the
    /// first printed first, the undated last.
    ///
    /// # Errors
    /// What the file says.
    pub fn printings(&self, article: RecordKey) -> Result<Vec<Printing>, StoreError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(PRINTINGS)?;
            let rows = statement.query_map([article.0], |row| {
                Ok(Printing {
                    key: RecordKey(row.get(0)?),
                    id: codec::content_id(row.get_ref(1)?.as_str()?)?,
                    title: row.get(2)?,
                    printed: codec::printed(row.get_ref(3)?.as_str()?)?,
                    outlet: row.get(4)?,
                    similarity: row.get(5)?,
                })
            })?;
            rows.collect()
        })
    }
}

/// Keeps the sketches of texts, of those that have none yet, and links the texts to those that are
/// near them.
pub(super) fn link_texts(connection: &Connection, sketches: &[(i64, &Sketch)]) -> rusqlite::Result<()> {
    let mut keep = connection.prepare_cached("INSERT OR IGNORE INTO text_sketch VALUES (?, ?)")?;
    let mut bands = Vec::new();
    for (text, sketch) in sketches {
        if keep.execute((text, sketch.to_bytes()))? > 0 {
            bands.extend(sketch.bands().map(|band| (band, *text)));
        }
    }
    // In the order of the table, so that neighbours are found on the same page.
    bands.sort_unstable();
    let mut alike = connection.prepare_cached("SELECT text FROM text_band WHERE band = ? LIMIT ?")?;
    let mut add = connection.prepare_cached("INSERT OR IGNORE INTO text_band VALUES (?, ?)")?;
    let mut pairs = Vec::new();
    for (band, text) in bands {
        for other in alike.query_map((band, MOST_OF_A_BAND), |row| row.get::<_, i64>(0))? {
            pairs.push((text, other?));
        }
        add.execute((band, text))?;
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut find = connection.prepare_cached("SELECT sketch FROM text_sketch WHERE text = ?")?;
    let mut sketch = |text: i64| -> rusqlite::Result<Option<Sketch>> {
        let bytes = find.query_row([text], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        Ok(bytes.and_then(|bytes| Sketch::from_bytes(&bytes)))
    };
    let mut link = connection.prepare_cached("INSERT OR IGNORE INTO text_near VALUES (?, ?, ?)")?;
    for (text, other) in pairs {
        let similarity = sketch(text)?.zip(sketch(other)?).map_or(0.0, |(one, other)| one.similarity(&other));
        if text != other && similarity >= NEAR {
            let similarity = similarity.min(ALMOST);
            link.execute((text, other, similarity))?;
            link.execute((other, text, similarity))?;
        }
    }
    Ok(())
}

/// Forgets a text that no article prints any more.
pub(super) fn drop_unused_text(connection: &Connection, text: i64) -> rusqlite::Result<()> {
    if connection.prepare_cached("SELECT 1 FROM article WHERE text = ?")?.exists([text])? {
        return Ok(());
    }
    let mut sketch = connection.prepare_cached("SELECT sketch FROM text_sketch WHERE text = ?")?;
    let sketch = sketch.query_row([text], |row| row.get::<_, Vec<u8>>(0)).optional()?;
    for band in sketch.and_then(|bytes| Sketch::from_bytes(&bytes)).iter().flat_map(Sketch::bands) {
        connection.prepare_cached("DELETE FROM text_band WHERE band = ? AND text = ?")?.execute((band, text))?;
    }
    let mut others = connection.prepare_cached("SELECT near FROM text_near WHERE text = ?")?;
    for near in others.query_map([text], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()? {
        connection.prepare_cached("DELETE FROM text_near WHERE text = ? AND near = ?")?.execute((near, text))?;
    }
    connection.prepare_cached("DELETE FROM text_near WHERE text = ?")?.execute([text])?;
    connection.prepare_cached("DELETE FROM text_sketch WHERE text = ?")?.execute([text])?;
    connection.prepare_cached("DELETE FROM text WHERE id = ?")?.execute([text])?;
    Ok(())
}

//! Articles and quotations by their ids, or by how these begin.

use super::codec;
use super::{Archive, RecordKey, StoreError};
use crate::article::ContentId;
use rusqlite::Row;

/// What has an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identified {
    /// Its id.
    pub id: ContentId,
    /// The record it is, or stands in; of several printings, the one that came first.
    pub record: RecordKey,
    /// Which quotation of the record; none for the article itself.
    pub quotation: Option<usize>,
}

impl Archive {
    /// The articles and quotations whose ids begin with `prefix`, in the order of their ids, articles
    /// first; at most `most` of each. Looks at every quotation.
    ///
    /// # Errors
    /// What the file says.
    pub fn identified(&self, prefix: &str, most: usize) -> Result<Vec<Identified>, StoreError> {
        const ARTICLES: &str = "SELECT article_id, min(id), NULL FROM article
            WHERE article_id >= ?1 AND article_id < ?1 || '~' GROUP BY article_id ORDER BY article_id LIMIT ?2";
        const QUOTATIONS: &str = "SELECT quotation_id, min(article), place FROM quotation
            WHERE quotation_id >= ?1 AND quotation_id < ?1 || '~' GROUP BY quotation_id ORDER BY quotation_id LIMIT ?2";
        self.ask(|connection| {
            let mut found = Vec::new();
            for sql in [ARTICLES, QUOTATIONS] {
                let mut statement = connection.prepare(sql)?;
                let rows = statement.query_map((prefix, codec::offset(most)), of_row)?;
                found.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
            }
            Ok(found)
        })
    }
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<Identified> {
    Ok(Identified {
        id: codec::content_id(row.get_ref(0)?.as_str()?)?,
        record: RecordKey(row.get(1)?),
        quotation: row.get::<_, Option<u32>>(2)?.map(|place| place as usize),
    })
}

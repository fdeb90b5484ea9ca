//! What the screens ask a library for.

use super::archive::Archive;
use super::codec;
use super::db::StoreError;
use super::sources::walk_key;
use super::{Counts, Record, RecordKey, Summary, rows};
use crate::article::{ArticleId, Origin, Place, Printed};
use crate::quote::QuotationId;
use rusqlite::{Connection, OptionalExtension, Row, ToSql};

/// Which articles a list shows: all that meet every condition that is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Printed by this outlet.
    pub outlet: Option<String>,
    /// Printed on this day or later, by the first day that the date can mean; no undated one is.
    pub from: Option<chrono::NaiveDate>,
    /// Printed on this day or earlier, by the same; no undated one is.
    pub until: Option<chrono::NaiveDate>,
}

/// What the list of newest articles is made from; all of it stands in the index `article_newest`.
macro_rules! newest {
    ($after:literal) => {
        concat!(
            "SELECT id, title, stand_in, printed, outlet, quotations FROM article INDEXED BY article_newest WHERE ",
            $after,
            " AND (?3 IS NULL OR outlet = ?3)
              AND (?4 IS NULL OR printed || substr('-01-01', length(printed) - 3) >= ?4)
              AND (?5 IS NULL OR printed <> '' AND printed || substr('-01-01', length(printed) - 3) <= ?5)
              ORDER BY printed DESC, id LIMIT ?6"
        )
    };
}
const FIRST: &str = newest!("?1 IS NULL AND ?2 IS NULL");
const SAME_DAY: &str = newest!("printed = ?1 AND id > ?2");
const EARLIER: &str = newest!("printed < ?1 AND ?2 IS NOT NULL");

impl Archive {
    /// What a list shows of the `limit` articles that follow the one with the key `after` in it, or
    /// of the first ones: newest first, undated last, those of one date in the order they came in.
    ///
    /// # Errors
    /// What the file says.
    pub fn summaries(
        &self,
        after: Option<(Printed, RecordKey)>,
        limit: usize,
        filter: &Filter,
    ) -> Result<Vec<Summary>, StoreError> {
        let from = filter.from.map(|day| day.to_string());
        let until = filter.until.map(|day| day.to_string());
        self.ask(|connection| {
            let page = |sql, printed: Option<&str>, key: Option<u32>, limit: usize| {
                let limit = codec::offset(limit);
                let parameters: [&dyn ToSql; 6] = [&printed, &key, &filter.outlet, &from, &until, &limit];
                let mut statement = connection.prepare_cached(sql)?;
                statement.query_map(parameters, summary_of_row)?.collect::<rusqlite::Result<Vec<_>>>()
            };
            let Some((printed, key)) = after else { return page(FIRST, None, None, limit) };
            let printed = printed.iso().unwrap_or_default();
            let mut found = page(SAME_DAY, Some(&printed), Some(key.0), limit)?;
            if found.len() < limit {
                found.extend(page(EARLIER, Some(&printed), Some(key.0), limit - found.len())?);
            }
            Ok(found)
        })
    }

    /// One record, whole; without quotations as long as they are not known yet.
    ///
    /// # Errors
    /// What the file says.
    pub fn record(&self, key: RecordKey) -> Result<Option<Record>, StoreError> {
        self.ask(|connection| record(connection, i64::from(key.0)))
    }

    /// Whether the article with this key can be read but is not searchable yet.
    ///
    /// # Errors
    /// What the file says.
    pub fn is_pending(&self, key: RecordKey) -> Result<bool, StoreError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached("SELECT 1 FROM article WHERE id = ? AND stage = 1")?;
            statement.exists([key.0])
        })
    }

    /// The article that stands at `place` of the file `origin`.
    ///
    /// # Errors
    /// What the file says.
    pub fn article_at(&self, origin: &Origin, place: &Place) -> Result<Option<RecordKey>, StoreError> {
        let Origin::File(path) = origin else { return Ok(None) };
        let Place { member, record, line } = place;
        let (record, line) = (record.map(codec::number), line.map(codec::number));
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT article.id FROM source JOIN article ON article.source = source.id
                 WHERE walk_key = ? AND member IS ? AND record IS ? AND line IS ? ORDER BY place",
            )?;
            let parameters = (walk_key(path), member, record, line);
            statement.query_row(parameters, |row| row.get(0).map(RecordKey)).optional()
        })
    }

    /// The articles with the id `article`: one for each printing that has the same words and date.
    ///
    /// # Errors
    /// What the file says.
    pub fn with_id(&self, article: ArticleId) -> Result<Vec<RecordKey>, StoreError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached("SELECT id FROM article WHERE article_id = ? ORDER BY id")?;
            statement.query_map([article.to_string()], |row| row.get(0).map(RecordKey))?.collect()
        })
    }

    /// The quotation with the id `quotation`: its record, and its number there. Looks at all of them.
    ///
    /// # Errors
    /// What the file says.
    pub fn quotation(&self, quotation: QuotationId) -> Result<Option<(RecordKey, usize)>, StoreError> {
        self.ask(|connection| {
            let mut statement = connection.prepare("SELECT article, place FROM quotation WHERE quotation_id = ?")?;
            let found = |row: &Row<'_>| Ok((RecordKey(row.get(0)?), row.get::<_, u32>(1)? as usize));
            statement.query_row([quotation.to_string()], found).optional()
        })
    }

    /// How much it holds.
    ///
    /// # Errors
    /// What the file says.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        self.ask(|connection| {
            let number = |row: &Row<'_>, column| row.get::<_, u32>(column).map(|number| number as usize);
            let (articles, quotations) = connection
                .prepare_cached("SELECT articles, quotations FROM total")?
                .query_row([], |row| Ok((number(row, 0)?, number(row, 1)?)))?;
            let speakers = connection
                .prepare_cached("SELECT count(DISTINCT name) FROM speaker WHERE known = 1")?
                .query_row([], |row| number(row, 0))?;
            Ok(Counts { articles, quotations, speakers })
        })
    }

    /// What was said of the files that gave nothing, or not all, when they were read.
    ///
    /// # Errors
    /// What the file says.
    pub fn failures(&self) -> Result<Vec<String>, StoreError> {
        self.ask(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT failure FROM source WHERE failure IS NOT NULL ORDER BY walk_key")?;
            statement.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// How many articles can be read but are not searchable yet, their quotations unknown.
    ///
    /// # Errors
    /// What the file says.
    pub fn pending(&self) -> Result<usize, StoreError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached("SELECT count(*) FROM article WHERE stage = 1")?;
            statement.query_row([], |row| row.get::<_, u32>(0).map(|number| number as usize))
        })
    }
}

/// One record, whole, at one moment.
pub(super) fn record(connection: &Connection, id: i64) -> rusqlite::Result<Option<Record>> {
    let snapshot = connection.unchecked_transaction()?;
    let Some(article) = rows::article(&snapshot, id)? else { return Ok(None) };
    let quotations = rows::quotations(&snapshot, id, &article.text)?;
    Ok(Some(Record { article, quotations }))
}

pub(super) fn summary_of_row(row: &Row<'_>) -> rusqlite::Result<Summary> {
    Ok(Summary {
        key: RecordKey(row.get(0)?),
        title: row.get(1)?,
        stand_in: row.get(2)?,
        printed: codec::printed(row.get_ref(3)?.as_str()?)?,
        outlet: row.get(4)?,
        quotations: row.get(5)?,
    })
}

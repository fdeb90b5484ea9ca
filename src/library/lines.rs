//! What a finder looks through: the short fields of articles and quotations, in the order in which
//! they came in, page by page.

use super::db::StoreError;
use super::{Archive, Library, RecordKey, codec};
use crate::quote::Speaker;
use chrono::NaiveDate;
use rusqlite::{Connection, Row};

/// How far the lines were read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineMark {
    article: i64,
    quotation: i64,
}

/// What is looked through of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleLine {
    /// Which record.
    pub record: RecordKey,
    /// Its headline or opening words.
    pub title: String,
    /// The place of its dateline.
    pub place: Option<String>,
    /// Who printed it.
    pub outlet: Option<String>,
    /// When it was printed: the first day of that.
    pub day: Option<NaiveDate>,
}

/// What is looked through of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotationLine {
    /// The record that it stands in.
    pub record: RecordKey,
    /// Which one of its quotations, from 0.
    pub number: usize,
    /// Who said it.
    pub speaker: Option<Speaker>,
    /// Whether the speaker is somebody's name.
    pub known: bool,
    /// What was said.
    pub words: String,
    /// When it was printed: the first day of that.
    pub day: Option<NaiveDate>,
}

/// Some lines.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// Those of articles.
    pub articles: Vec<ArticleLine>,
    /// Those of quotations.
    pub quotations: Vec<QuotationLine>,
    /// Where the next ones begin.
    pub next: LineMark,
}

impl Lines {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty() && self.quotations.is_empty()
    }
}

impl Library {
    pub(super) fn lines(&self, after: LineMark, most: usize) -> Lines {
        let first = u32::try_from(after.article).unwrap_or(u32::MAX);
        let mut lines = Lines { next: after, ..Lines::default() };
        for (key, record) in self.since(RecordKey(first), most) {
            let article = &record.article;
            lines.articles.push(ArticleLine {
                record: key,
                title: article.title.text.clone(),
                place: article.dateline.as_ref().map(|dateline| dateline.place.clone()),
                outlet: article.outlet.clone(),
                day: article.printed.first_day(),
            });
            lines.quotations.extend(record.quotations.iter().enumerate().map(|(number, quotation)| QuotationLine {
                record: key,
                number,
                speaker: quotation.speaker.clone(),
                known: quotation.known_speaker().is_some(),
                words: quotation.words(article),
                day: article.printed.first_day(),
            }));
            lines.next.article = i64::from(key.0) + 1;
        }
        lines
    }
}

impl Archive {
    pub(super) fn lines(&self, after: LineMark, most: usize) -> Result<Lines, StoreError> {
        self.ask(|connection| {
            let most = codec::offset(most);
            let (articles, article) = page(connection, ARTICLES, after.article, most, article_line)?;
            let (quotations, quotation) = page(connection, QUOTATIONS, after.quotation, most, quotation_line)?;
            Ok(Lines { articles, quotations, next: LineMark { article, quotation } })
        })
    }
}

const ARTICLES: &str = "SELECT id, title, dateline, outlet, printed FROM article WHERE id > ? ORDER BY id LIMIT ?";

const QUOTATIONS: &str = "SELECT quotation.id, article, place, name, role, certainty <> 'unknown', words, printed
    FROM quotation LEFT JOIN speaker ON speaker.id = quotation.speaker
    WHERE quotation.id > ? ORDER BY quotation.id LIMIT ?";

/// The lines of at most `most` rows after the key `after`, and the key of the last one.
fn page<T>(
    connection: &Connection,
    sql: &str,
    after: i64,
    most: i64,
    line: fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<(Vec<T>, i64)> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((after, most))?;
    let (mut lines, mut last) = (Vec::new(), after);
    while let Some(row) = rows.next()? {
        last = row.get(0)?;
        lines.push(line(row)?);
    }
    Ok((lines, last))
}

fn article_line(row: &Row<'_>) -> rusqlite::Result<ArticleLine> {
    Ok(ArticleLine {
        record: RecordKey(row.get(0)?),
        title: row.get(1)?,
        place: row.get(2)?,
        outlet: row.get(3)?,
        day: codec::printed(row.get_ref(4)?.as_str()?)?.first_day(),
    })
}

fn quotation_line(row: &Row<'_>) -> rusqlite::Result<QuotationLine> {
    let speaker = match row.get::<_, Option<String>>(3)? {
        Some(name) => Some(Speaker { name, role: row.get(4)? }),
        None => None,
    };
    Ok(QuotationLine {
        record: RecordKey(row.get(1)?),
        number: row.get::<_, u32>(2)? as usize,
        known: speaker.is_some() && row.get(5)?,
        speaker,
        words: row.get(6)?,
        day: codec::printed(row.get_ref(7)?.as_str()?)?.first_day(),
    })
}

//! All quotations of a library as a table: which rows it has in an order, and the rows that are in sight.

use super::archive::Archive;
use super::corrected::Corrected;
use super::db::StoreError;
use super::{RecordKey, codec, own};
use crate::article::Printed;
use crate::quote::{Certainty, Kind, Speaker};
use rusqlite::{Connection, OptionalExtension, Row};

/// The order of the table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum QuotationOrder {
    /// By date, the newest first, the undated last; those of one article as they stand there.
    #[default]
    Newest,
    /// By date, the oldest first.
    Oldest,
    /// By the speaker's name; where nobody is named, last.
    Speaker,
    /// By outlet, those without last.
    Outlet,
    /// Direct, indirect, mixed.
    Kind,
    /// Corrected by the reader, stated, inferred, unknown.
    Certainty,
    /// The longest first.
    Longest,
}

impl QuotationOrder {
    /// All of them, in the order of the columns.
    pub const ALL: [Self; 7] =
        [Self::Newest, Self::Oldest, Self::Speaker, Self::Outlet, Self::Kind, Self::Certainty, Self::Longest];

    /// Its name, as the screen shows it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest first",
            Self::Oldest => "oldest first",
            Self::Speaker => "by speaker",
            Self::Outlet => "by outlet",
            Self::Kind => "by kind",
            Self::Certainty => "by certainty",
            Self::Longest => "longest first",
        }
    }

    /// The next one round.
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|order| *order == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// The numbers of the first `?1` rows; of all for -1. That of the newest needs no sorting: the first ones
    /// are there at once.
    const fn sql(self) -> &'static str {
        macro_rules! by_date {
            ($order:literal) => {
                concat!(
                    "SELECT quotation.id FROM article INDEXED BY article_newest
                     CROSS JOIN quotation INDEXED BY quotation_of_article ON quotation.article = article.id
                     ORDER BY ",
                    $order,
                    " LIMIT ?1"
                )
            };
        }
        macro_rules! by_column {
            ($join:literal, $order:literal) => {
                concat!(
                    "SELECT quotation.id FROM quotation ",
                    $join,
                    " ORDER BY ",
                    $order,
                    ", quotation.printed DESC, quotation.article, quotation.place LIMIT ?1"
                )
            };
        }
        match self {
            Self::Newest => by_date!("article.printed DESC, article.id, quotation.place"),
            Self::Oldest => by_date!("article.printed = '', article.printed, article.id, quotation.place"),
            Self::Speaker => by_column!(
                "LEFT JOIN speaker ON speaker.id = quotation.speaker",
                "speaker.name IS NULL, speaker.name COLLATE NOCASE"
            ),
            Self::Outlet => by_column!(
                "JOIN article ON article.id = quotation.article",
                "article.outlet IS NULL, article.outlet COLLATE NOCASE"
            ),
            Self::Kind => by_column!("", "quotation.kind"),
            Self::Certainty => by_column!("", "CASE certainty WHEN 'stated' THEN 1 WHEN 'inferred' THEN 2 ELSE 3 END"),
            Self::Longest => by_column!("", "length(words) DESC"),
        }
    }

    /// The same under corrections, where these change the order: `?2` is the array of the corrected quotations, each
    /// with the name of who says it.
    const fn corrected_sql(self) -> Option<&'static str> {
        macro_rules! by_word {
            ($order:literal) => {
                concat!(
                    "WITH corrected AS (SELECT value ->> 0 AS quotation, value ->> 1 AS name FROM json_each(?2))
                     SELECT quotation.id FROM quotation
                     LEFT JOIN speaker ON speaker.id = quotation.speaker
                     LEFT JOIN corrected ON corrected.quotation = quotation.id
                     ORDER BY ",
                    $order,
                    ", quotation.printed DESC, quotation.article, quotation.place LIMIT ?1"
                )
            };
        }
        match self {
            Self::Speaker => Some(by_word!(
                "coalesce(corrected.name, speaker.name) IS NULL, \
                 coalesce(corrected.name, speaker.name) COLLATE NOCASE"
            )),
            Self::Certainty => Some(by_word!(
                "CASE WHEN corrected.quotation IS NOT NULL THEN 0 WHEN certainty = 'stated' THEN 1 \
                 WHEN certainty = 'inferred' THEN 2 ELSE 3 END"
            )),
            _ => None,
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotationRow {
    /// The article's record.
    pub key: RecordKey,
    /// Which of its quotations it is.
    pub place: usize,
    /// Who said it; none when there is no source at all.
    pub speaker: Option<Speaker>,
    /// How the speaker was named.
    pub certainty: Certainty,
    /// Direct, mixed or indirect.
    pub kind: Kind,
    /// When it was printed.
    pub printed: Printed,
    /// By whom.
    pub outlet: Option<String>,
    /// The words.
    pub words: String,
}

const ROW: &str = "SELECT quotation.article, quotation.place, name, role, certainty, quotation.kind, quotation.printed,
        outlet, words
    FROM quotation JOIN article ON article.id = quotation.article
    LEFT JOIN speaker ON speaker.id = quotation.speaker WHERE quotation.id = ?";

impl Archive {
    /// The numbers of the rows in an order: of the first `most`, or of all. Stops once `is_due` says so.
    ///
    /// # Errors
    /// What the file says, or that it was stopped.
    pub fn quotation_numbers(
        &self,
        order: QuotationOrder,
        most: Option<usize>,
        is_due: impl FnMut() -> bool + Send + 'static,
    ) -> Result<Vec<u32>, StoreError> {
        let most = most.map_or(-1, codec::offset);
        let corrected = order.corrected_sql().filter(|_| !self.corrected().is_empty());
        self.ask_until(is_due, |connection| match corrected {
            None => {
                let mut statement = connection.prepare_cached(order.sql())?;
                statement.query_map([most], |row| row.get(0))?.collect()
            }
            Some(sql) => {
                let names = corrected_names(connection, self.corrected())?;
                let mut statement = connection.prepare_cached(sql)?;
                statement.query_map((most, names), |row| row.get(0))?.collect()
            }
        })
    }

    /// The rows of these numbers; those that are gone are left out.
    ///
    /// # Errors
    /// What the file says.
    pub fn quotation_rows(&self, numbers: &[u32]) -> Result<Vec<(u32, QuotationRow)>, StoreError> {
        self.ask(|connection| rows(connection, self.corrected(), numbers))
    }
}

/// The corrected quotations, each with the name of who says it, as an array of JSON.
fn corrected_names(connection: &Connection, corrected: &Corrected) -> rusqlite::Result<String> {
    let mut names = Vec::new();
    for (quotation, by) in corrected.quotations() {
        let speaker = own::speaker(connection, corrected, by.speaker)?;
        names.push((quotation, speaker.map(|speaker| speaker.name)));
    }
    serde_json::to_string(&names).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn rows(connection: &Connection, corrected: &Corrected, numbers: &[u32]) -> rusqlite::Result<Vec<(u32, QuotationRow)>> {
    let mut statement = connection.prepare_cached(ROW)?;
    let mut found = Vec::with_capacity(numbers.len());
    for number in numbers {
        let Some(mut row) = statement.query_row([number], row).optional()? else { continue };
        if let Some(by) = corrected.by_of((*number).into()) {
            row.speaker = own::speaker(connection, corrected, by.speaker)?;
            row.certainty = Certainty::Corrected;
        }
        found.push((*number, row));
    }
    Ok(found)
}

fn row(row: &Row<'_>) -> rusqlite::Result<QuotationRow> {
    let speaker = match row.get::<_, Option<String>>(2)? {
        Some(name) => Some(Speaker { name, role: row.get(3)? }),
        None => None,
    };
    Ok(QuotationRow {
        key: RecordKey(row.get(0)?),
        place: row.get::<_, u32>(1)? as usize,
        speaker,
        certainty: codec::certainty(row.get_ref(4)?.as_str()?)?,
        kind: codec::kind(row.get_ref(5)?.as_str()?)?,
        printed: codec::printed(row.get_ref(6)?.as_str()?)?,
        outlet: row.get(7)?,
        words: row.get(8)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::library::load::Cancel;
    use chrono::NaiveDate;

    #[test]
    fn the_table_has_every_quotation_once_in_each_order() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open(&folder.path().join("some.db")).unwrap();
        let mut writer = archive.writer().unwrap();
        let articles =
            (1..).zip(["“It is done,” Zoe Ünal said.", "“It was never done by us,” Ana Ruiz said. “So,” she said."]);
        let articles = articles.map(|(day, text)| {
            let mut article = Article::from_body(text.to_owned());
            article.printed = Printed::Day(NaiveDate::from_ymd_opt(2021, 3, day).unwrap());
            article
        });
        writer.add_given("some", articles.collect::<Vec<_>>()).unwrap();
        writer.index(&Cancel::default(), &mut |_| {}).unwrap();
        let words = |order, most| -> Vec<String> {
            let numbers = archive.quotation_numbers(order, most, || false).unwrap();
            archive.quotation_rows(&numbers).unwrap().into_iter().map(|(_, row)| row.words).collect()
        };
        let (ours, so, done) = ("It was never done by us,", "So,", "It is done,");
        assert_eq!(words(QuotationOrder::Newest, None), [ours, so, done]);
        assert_eq!(words(QuotationOrder::Newest, Some(1)), [ours]);
        assert_eq!(words(QuotationOrder::Oldest, None), [done, ours, so]);
        assert_eq!(words(QuotationOrder::Longest, None), [ours, done, so]);
        assert_eq!(words(QuotationOrder::Speaker, None)[2], done);
        for order in QuotationOrder::ALL {
            assert_eq!(words(order, None).len(), 3, "{order:?}");
        }
    }
}

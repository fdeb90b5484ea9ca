//! What a library knows of one person: how often, when and by whom quoted, and beside whom.

use super::archive::Archive;
use super::corrected::Corrected;
use super::db::StoreError;
use super::{Person, PersonKey, PrintedAs, RecordKey};
use super::{codec, own};
use rusqlite::{Connection, OptionalExtension, Row};
use std::collections::BTreeMap;

/// The most outlets, and people quoted beside somebody, that are told of.
const MOST: i64 = 12;

/// What is known of a person.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Who it is.
    pub person: Person,
    /// The names and roles as printed, the first printed first.
    pub printed_as: Vec<PrintedAs>,
    /// How many quotations were printed at each date (ISO 8601, as exact as it is known; empty where it is not), in
    /// the order of the dates.
    pub dates: Vec<(String, u64)>,
    /// How many each outlet printed, the most first; none for those whose outlet is unknown.
    pub outlets: Vec<(Option<String>, u64)>,
    /// Who is quoted in the same articles, the most often first.
    pub beside: Vec<Beside>,
    /// The numbers of the person's quotations, the newest first.
    pub numbers: Vec<u32>,
}

/// Somebody who is quoted beside somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Who.
    pub key: PersonKey,
    /// The name.
    pub name: String,
    /// In how many articles.
    pub articles: u64,
}

const PERSON_OF: &str = "SELECT quotation.id, speaker.person FROM quotation
    LEFT JOIN speaker ON speaker.id = quotation.speaker WHERE article = ? AND place = ?";

/// The outlets of the quotations of which `?1` is the array.
const OUTLETS: &str = "SELECT outlet, count(*) FROM json_each(?1) AS own
    JOIN quotation ON quotation.id = own.value JOIN article ON article.id = quotation.article
    GROUP BY outlet ORDER BY 2 DESC, outlet LIMIT ?2";

/// Who is quoted in the articles of the quotations of which `?1` is the array, but for `?4`; `?3` is the array of
/// corrected quotations, each with the person who says it.
const BESIDE: &str = "WITH own AS (
        SELECT DISTINCT article FROM json_each(?1) JOIN quotation ON quotation.id = json_each.value
    ), corrected AS (
        SELECT value ->> 0 AS quotation, value ->> 1 AS person FROM json_each(?3)
    )
    SELECT coalesce(corrected.person, speaker.person) AS who, person.name, count(DISTINCT other.article)
    FROM own CROSS JOIN quotation AS other INDEXED BY quotation_of_article ON other.article = own.article
    LEFT JOIN speaker ON speaker.id = other.speaker
    LEFT JOIN corrected ON corrected.quotation = other.id
    LEFT JOIN person ON person.id = coalesce(corrected.person, speaker.person)
    WHERE who IS NOT NULL AND who <> ?4 AND person.kind IS NOT 'source'
    GROUP BY who ORDER BY 3 DESC, person.name LIMIT ?2";

impl Archive {
    /// Who said the quotation number `place` of a record, if anybody is known to.
    ///
    /// # Errors
    /// What the file says.
    pub fn person_of(&self, record: RecordKey, place: usize) -> Result<Option<PersonKey>, StoreError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(PERSON_OF)?;
            let said = statement
                .query_row((record.0, codec::offset(place)), |row| Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?)));
            let person = |(quotation, person)| self.corrected().by_of(quotation).map(|by| by.person).or(person);
            Ok(said.optional()?.and_then(person).map(PersonKey))
        })
    }

    /// What is known of a person, if there is one; stops once `is_due` says so.
    ///
    /// # Errors
    /// What the file says, or that it was stopped.
    pub fn profile(
        &self,
        key: PersonKey,
        is_due: impl FnMut() -> bool + Send + 'static,
    ) -> Result<Option<Profile>, StoreError> {
        let printed_as = self.printed_as(key)?;
        self.ask_until(is_due, |connection| profile(connection, self.corrected(), key, printed_as))
    }
}

fn profile(
    connection: &Connection,
    corrected: &Corrected,
    key: PersonKey,
    printed_as: Vec<PrintedAs>,
) -> rusqlite::Result<Option<Profile>> {
    let snapshot = connection.unchecked_transaction()?;
    let Some(person) = own::person(&snapshot, corrected, key)? else { return Ok(None) };
    let said = own::quotations(&snapshot, corrected, key)?;
    let mut dates: BTreeMap<&str, u64> = BTreeMap::new();
    said.iter().for_each(|own| *dates.entry(&own.printed).or_default() += 1);
    let dates = dates.into_iter().map(|(date, count)| (date.to_owned(), count)).collect();
    let ids = array(said.iter().map(|own| own.id.to_string()));
    let count = |row: &Row<'_>, column| row.get::<_, i64>(column).map(i64::unsigned_abs);
    let mut outlets = snapshot.prepare_cached(OUTLETS)?;
    let outlets = outlets.query_map((&ids, MOST), |row| Ok((row.get(0)?, count(row, 1)?)))?;
    let outlets = outlets.collect::<Result<_, _>>()?;
    let moved = array(corrected.quotations().map(|(quotation, by)| format!("[{quotation},{}]", by.person)));
    let mut beside = snapshot.prepare_cached(BESIDE)?;
    let beside = beside.query_map((&ids, MOST, moved, key.0), |row| {
        let key = PersonKey(row.get(0)?);
        let name = row.get::<_, Option<String>>(1)?.or_else(|| corrected.person(key.0).map(str::to_owned));
        Ok(Beside { key, name: name.unwrap_or_default(), articles: count(row, 2)? })
    })?;
    let beside = beside.collect::<Result<_, _>>()?;
    let numbers = said.iter().filter_map(|own| u32::try_from(own.id).ok()).collect();
    Ok(Some(Profile { person, printed_as, dates, outlets, beside, numbers }))
}

/// An array of JSON, of values that are JSON already.
fn array(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Printed};
    use crate::library::load::Cancel;
    use chrono::NaiveDate;

    #[test]
    fn a_profile_tells_when_where_and_beside_whom() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open(&folder.path().join("some.db")).unwrap();
        let mut writer = archive.writer().unwrap();
        let texts = [
            "“We will not go,” Mayor Ana Ruiz said. “You will,” Ben Adler said.",
            "“We have gone,” Ana Ruiz said. “So I see,” Ben Adler said.",
            "“I stay,” Carla Stone said.",
        ];
        let articles = (1..).zip(texts).map(|(day, text)| {
            let mut article = Article::from_body(text.to_owned());
            article.printed = Printed::Day(NaiveDate::from_ymd_opt(2021, 3, day).unwrap());
            article.outlet = (day == 1).then(|| "Bay Ledger".to_owned());
            article
        });
        writer.add_given("some", articles.collect::<Vec<_>>()).unwrap();
        writer.index(&Cancel::default(), &mut |_| {}).unwrap();
        let newest = archive.quotation_rows(&archive.quotation_numbers(Default::default(), None, || false).unwrap());
        let ruiz = newest.unwrap().into_iter().find(|(_, row)| row.words == "We have gone,").unwrap().1;
        let key = archive.person_of(ruiz.key, ruiz.place).unwrap().unwrap();
        let profile = archive.profile(key, || false).unwrap().unwrap();
        assert_eq!((profile.person.name.as_str(), profile.person.quotations), ("Ana Ruiz", 2));
        assert_eq!(profile.dates, [("2021-03-01".to_owned(), 1), ("2021-03-02".to_owned(), 1)]);
        assert_eq!(profile.outlets, [(None, 1), (Some("Bay Ledger".to_owned()), 1)]);
        let beside: Vec<_> = profile.beside.iter().map(|beside| (beside.name.as_str(), beside.articles)).collect();
        assert_eq!(beside, [("Ben Adler", 2)]);
        assert_eq!(profile.numbers.len(), 2);
        assert_eq!(archive.person_of(ruiz.key, 99).unwrap(), None);
    }
}

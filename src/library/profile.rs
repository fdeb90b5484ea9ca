//! What a library knows of one person: how often, when and by whom quoted, and beside whom.

use super::archive::Archive;
use super::codec;
use super::db::StoreError;
use super::people::{PersonKind, period};
use super::{Person, PersonKey, PrintedAs, RecordKey};
use rusqlite::{Connection, OptionalExtension, Row};

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

const PERSON: &str = "SELECT id, name, kind, quotations, first, last FROM person WHERE id = ?";

const PERSON_OF: &str = "SELECT speaker.person FROM quotation JOIN speaker ON speaker.id = quotation.speaker
    WHERE article = ? AND place = ? AND speaker.person IS NOT NULL";

const DATES: &str = "SELECT printed, count(*) FROM quotation INDEXED BY quotation_by_speaker
    WHERE speaker IN (SELECT id FROM speaker WHERE person = ?) GROUP BY printed ORDER BY printed";

const OUTLETS: &str = "SELECT outlet, count(*) FROM quotation INDEXED BY quotation_by_speaker
    JOIN article ON article.id = quotation.article
    WHERE speaker IN (SELECT id FROM speaker WHERE person = ?1)
    GROUP BY outlet ORDER BY 2 DESC, outlet LIMIT ?2";

const BESIDE: &str = "WITH own AS (
        SELECT DISTINCT article FROM quotation INDEXED BY quotation_by_speaker
        WHERE speaker IN (SELECT id FROM speaker WHERE person = ?1)
    )
    SELECT person.id, person.name, count(DISTINCT other.article)
    FROM own CROSS JOIN quotation AS other INDEXED BY quotation_of_article ON other.article = own.article
    JOIN speaker ON speaker.id = other.speaker JOIN person ON person.id = speaker.person
    WHERE person.id <> ?1 AND person.kind <> 'source'
    GROUP BY person.id ORDER BY 3 DESC, person.name LIMIT ?2";

const NUMBERS: &str = "SELECT id FROM quotation INDEXED BY quotation_by_speaker
    WHERE speaker IN (SELECT id FROM speaker WHERE person = ?) ORDER BY printed DESC, article, place";

impl Archive {
    /// Who said the quotation number `place` of a record, if anybody is known to.
    ///
    /// # Errors
    /// What the file says.
    pub fn person_of(&self, record: RecordKey, place: usize) -> Result<Option<PersonKey>, StoreError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(PERSON_OF)?;
            statement.query_row((record.0, codec::offset(place)), |row| row.get(0).map(PersonKey)).optional()
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
        self.ask_until(is_due, |connection| profile(connection, key, printed_as))
    }
}

fn profile(connection: &Connection, key: PersonKey, printed_as: Vec<PrintedAs>) -> rusqlite::Result<Option<Profile>> {
    let snapshot = connection.unchecked_transaction()?;
    let Some(person) = snapshot.prepare_cached(PERSON)?.query_row([key.0], person).optional()? else {
        return Ok(None);
    };
    let count = |row: &Row<'_>, column| row.get::<_, i64>(column).map(i64::unsigned_abs);
    let mut dates = snapshot.prepare_cached(DATES)?;
    let dates = dates.query_map([key.0], |row| Ok((row.get(0)?, count(row, 1)?)))?.collect::<Result<_, _>>()?;
    let mut outlets = snapshot.prepare_cached(OUTLETS)?;
    let outlets = outlets.query_map((key.0, MOST), |row| Ok((row.get(0)?, count(row, 1)?)))?;
    let outlets = outlets.collect::<Result<_, _>>()?;
    let mut beside = snapshot.prepare_cached(BESIDE)?;
    let beside = beside.query_map((key.0, MOST), |row| {
        Ok(Beside { key: PersonKey(row.get(0)?), name: row.get(1)?, articles: count(row, 2)? })
    })?;
    let beside = beside.collect::<Result<_, _>>()?;
    let mut numbers = snapshot.prepare_cached(NUMBERS)?;
    let numbers = numbers.query_map([key.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(Some(Profile { person, printed_as, dates, outlets, beside, numbers }))
}

fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        key: PersonKey(row.get(0)?),
        name: row.get(1)?,
        kind: PersonKind::from_name(row.get_ref(2)?.as_str()?)?,
        quotations: row.get::<_, u32>(3)?.into(),
        printed: period(row, 4)?,
    })
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

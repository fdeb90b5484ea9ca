//! A library under a reader's corrections: whoever says a quotation by the reader's word is who is asked for, counted
//! and told of. The file stays as it is.

use super::archive::Archive;
use super::codec;
use super::db::StoreError;
use super::marks::{Corrections, Marked};
use super::{PersonKey, Record, RecordKey};
use crate::article::ContentId;
use crate::quote::Speaker;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Which quotations have another speaker by the reader's word, and who that is.
#[derive(Debug, Default)]
pub(crate) struct Corrected {
    quotations: HashMap<i64, By>,
    /// The speakers that the library does not have, by their numbers, which are below zero.
    speakers: HashMap<i64, Speaker>,
    /// The people that the library does not have, by theirs.
    people: HashMap<i64, String>,
    /// The people who have other quotations than the library says.
    affected: BTreeSet<i64>,
    /// The reader's word itself, by the library's keys.
    word: Corrections,
}

/// Who says a quotation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct By {
    /// The speaker's number.
    pub speaker: i64,
    /// The person's.
    pub person: i64,
}

const OWN: &str = "SELECT quotation.id, speaker.name, speaker.role, speaker.known, speaker.person
    FROM quotation LEFT JOIN speaker ON speaker.id = quotation.speaker WHERE article = ? AND place = ?";

const UNDER_NAME: &str = "SELECT quotation.id, speaker.name, speaker.role, speaker.known, speaker.person
    FROM speaker JOIN quotation ON quotation.speaker = speaker.id WHERE speaker.known = 1 AND speaker.name = ?";

/// A quotation as the engine attributes it.
struct Found {
    quotation: i64,
    speaker: Option<Speaker>,
    known: bool,
    person: Option<i64>,
}

impl Archive {
    /// The same library, in which quotations are by whom these corrections say.
    ///
    /// # Errors
    /// What the file says.
    pub fn corrected_by(&self, corrections: &Corrections) -> Result<Archive, StoreError> {
        let corrected = match corrections.is_empty() {
            true => Corrected::default(),
            false => self.ask(|connection| Corrected::read(connection, corrections))?,
        };
        Ok(self.with_corrected(corrected))
    }

    /// One record, whole, its quotations by whom the reader says.
    ///
    /// # Errors
    /// What the file says.
    pub fn corrected_record(&self, key: RecordKey) -> Result<Option<Arc<Record>>, StoreError> {
        Ok(self.record(key)?.map(|record| self.corrected().word.record(key, Arc::new(record))))
    }

    /// What a reader has corrected, where it belongs in this library.
    ///
    /// # Errors
    /// What the file says.
    pub fn corrections(&self, marked: &Marked) -> Result<Corrections, StoreError> {
        let mut corrections = Corrections { names: marked.names.clone(), ..Corrections::default() };
        for (_, mark) in marked.marks() {
            let Some(speaker) = &mark.speaker else { continue };
            if let Some((record, number)) = self.anchor(mark)?.and_then(|at| Some((at.record, at.quotation?))) {
                corrections.own.insert((record, number), speaker.clone());
            }
        }
        Ok(corrections)
    }
}

impl Corrected {
    fn read(connection: &Connection, corrections: &Corrections) -> rusqlite::Result<Self> {
        let mut corrected = Self { word: corrections.clone(), ..Self::default() };
        let mut own = connection.prepare_cached(OWN)?;
        for ((RecordKey(record), number), name) in &corrections.own {
            let found = own.query_row((record, codec::offset(*number)), found).optional()?;
            if let Some(found) = found {
                let speaker = corrections.names.corrected(Some(name), found.speaker.as_ref(), found.known);
                corrected.add(connection, found, speaker)?;
            }
        }
        let mut under_name = connection.prepare_cached(UNDER_NAME)?;
        for name in corrections.names.names() {
            for found in under_name.query_map([name], found)? {
                let found = found?;
                if !corrected.quotations.contains_key(&found.quotation) {
                    let speaker = corrections.names.corrected(None, found.speaker.as_ref(), found.known);
                    corrected.add(connection, found, speaker)?;
                }
            }
        }
        Ok(corrected)
    }

    fn add(&mut self, connection: &Connection, found: Found, speaker: Option<Speaker>) -> rusqlite::Result<()> {
        let Some(speaker) = speaker else { return Ok(()) };
        let by = self.by(connection, speaker)?;
        self.affected.extend(found.person.into_iter().chain([by.person]));
        self.quotations.insert(found.quotation, by);
        Ok(())
    }

    /// The numbers of a speaker, and of the person: those of the library where it has them.
    fn by(&mut self, connection: &Connection, speaker: Speaker) -> rusqlite::Result<By> {
        let sql = "SELECT id, person FROM speaker WHERE known = 1 AND name = ? AND role IS ? AND person IS NOT NULL";
        let known = connection
            .prepare_cached(sql)?
            .query_row((&speaker.name, &speaker.role), |row| Ok(By { speaker: row.get(0)?, person: row.get(1)? }))
            .optional()?;
        if let Some(by) = known {
            return Ok(by);
        }
        let role = speaker.role.as_deref().unwrap_or_default();
        let number = own_number(&[&speaker.name, role]);
        let sql = "SELECT person FROM speaker WHERE known = 1 AND name = ? AND person IS NOT NULL
            ORDER BY quotations DESC LIMIT 1";
        let person = connection.prepare_cached(sql)?.query_row([&speaker.name], |row| row.get(0)).optional()?;
        let person = person.unwrap_or_else(|| own_number(&[&speaker.name]));
        if person < 0 {
            self.people.insert(person, speaker.name.clone());
        }
        self.speakers.insert(number, speaker);
        Ok(By { speaker: number, person })
    }

    /// Whether nothing is corrected.
    pub fn is_empty(&self) -> bool {
        self.quotations.is_empty()
    }

    /// Who says a quotation, if the reader has corrected that.
    pub fn by_of(&self, quotation: i64) -> Option<By> {
        self.quotations.get(&quotation).copied()
    }

    /// The corrected quotations.
    pub fn quotations(&self) -> impl Iterator<Item = (i64, By)> {
        self.quotations.iter().map(|(quotation, by)| (*quotation, *by))
    }

    /// The corrected quotations that are by any of these speakers.
    pub fn quotations_by<'a>(&'a self, speakers: &'a HashSet<i64>) -> impl Iterator<Item = i64> + 'a {
        self.quotations().filter(|(_, by)| speakers.contains(&by.speaker)).map(|(quotation, _)| quotation)
    }

    /// The speakers that the library does not have, with their numbers.
    pub fn speakers(&self) -> impl Iterator<Item = (i64, &Speaker)> {
        self.speakers.iter().map(|(number, speaker)| (*number, speaker))
    }

    /// A speaker that the library does not have.
    pub fn speaker(&self, number: i64) -> Option<&Speaker> {
        self.speakers.get(&number)
    }

    /// The name of a person whom the library does not have.
    pub fn person(&self, number: i64) -> Option<&str> {
        self.people.get(&number).map(String::as_str)
    }

    /// Whether a person has other quotations than the library says.
    pub fn affects(&self, person: PersonKey) -> bool {
        self.affected.contains(&person.0)
    }

    /// The people who have other quotations than the library says.
    pub fn affected(&self) -> impl Iterator<Item = PersonKey> + '_ {
        self.affected.iter().copied().map(PersonKey)
    }
}

/// The number of somebody whom the library does not have: below zero, and the same for the same names.
fn own_number(names: &[&str]) -> i64 {
    let names = names.iter().flat_map(|name| [name.as_bytes(), b"\0"]);
    -1 - codec::hash_number(ContentId::of(names))
}

fn found(row: &rusqlite::Row<'_>) -> rusqlite::Result<Found> {
    let name = row.get::<_, Option<String>>(1)?;
    let role = row.get(2)?;
    Ok(Found {
        quotation: row.get(0)?,
        speaker: name.map(|name| Speaker { name, role }),
        known: row.get::<_, Option<bool>>(3)?.unwrap_or(false),
        person: row.get(4)?,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::article::{Article, Printed};
    use crate::library::QuotationOrder;
    use crate::library::load::Cancel;
    use crate::library::marks::Names;
    use crate::quote::Certainty;
    use chrono::NaiveDate;

    /// Ana Ruiz twice, Ben Adler once, on three days.
    pub fn library(folder: &tempfile::TempDir) -> Archive {
        let archive = Archive::open(&folder.path().join("some.db")).unwrap();
        let mut writer = archive.writer().unwrap();
        let texts =
            ["“We go now,” Mayor Ana Ruiz said.", "“We went there,” Ana Ruiz said.", "“You did,” Ben Adler said."];
        let articles = (1..).zip(texts).map(|(day, text)| {
            let mut article = Article::from_body(text.to_owned());
            article.printed = Printed::Day(NaiveDate::from_ymd_opt(2021, 3, day).unwrap());
            article
        });
        writer.add_given("some", articles.collect::<Vec<_>>()).unwrap();
        writer.index(&Cancel::default(), &mut |_| {}).unwrap();
        archive
    }

    pub fn names(pairs: &[(&str, &str)]) -> Names {
        pairs.iter().map(|(name, speaker)| ((*name).to_owned(), (*speaker).to_owned())).collect()
    }

    fn people(archive: &Archive) -> Vec<(String, u64)> {
        let all = archive.people(None, 9).unwrap();
        let mut by_pages = Vec::new();
        while let Some(person) = archive.people(by_pages.last(), 1).unwrap().pop() {
            by_pages.push(person);
        }
        assert_eq!(by_pages, all);
        all.into_iter().map(|person| (person.name, person.quotations)).collect()
    }

    #[test]
    fn quotations_count_for_whom_the_reader_names_and_for_nobody_else() {
        let folder = tempfile::tempdir().unwrap();
        let archive = library(&folder);
        let newest = archive.quotation_numbers(QuotationOrder::Newest, None, || false).unwrap();
        let rows = archive.quotation_rows(&newest).unwrap();
        let (ruiz, adler) = (&rows[1].1, &rows[0].1);
        let own = HashMap::from([((ruiz.key, ruiz.place), "Eva Lind".to_owned())]);
        let corrected = archive.corrected_by(&Corrections { own, ..Corrections::default() }).unwrap();
        let expected = [("Ana Ruiz", 1), ("Ben Adler", 1), ("Eva Lind", 1)];
        let mut found = people(&corrected);
        found.sort();
        assert_eq!(found, expected.map(|(name, count)| (name.to_owned(), count)));
        let eva = corrected.person_of(ruiz.key, ruiz.place).unwrap().unwrap();
        let profile = corrected.profile(eva, || false).unwrap().unwrap();
        assert_eq!((profile.person.name.as_str(), profile.numbers.as_slice()), ("Eva Lind", &[newest[1]][..]));
        assert_eq!(profile.dates, [("2021-03-02".to_owned(), 1)]);
        let by = |order| corrected.quotation_numbers(order, None, || false).unwrap();
        assert_eq!(by(QuotationOrder::Speaker), [newest[2], newest[0], newest[1]], "Ana, Ben, Eva");
        assert_eq!(by(QuotationOrder::Certainty)[0], newest[1]);
        let row = corrected.quotation_rows(&[newest[1]]).unwrap().remove(0).1;
        assert_eq!((row.speaker.unwrap().name.as_str(), row.certainty), ("Eva Lind", Certainty::Corrected));
        // Nobody is left where all of somebody's is somebody else's.
        let names = names(&[("Ana Ruiz", "Ben Adler")]);
        let merged = archive.corrected_by(&Corrections { names, ..Corrections::default() }).unwrap();
        assert_eq!(people(&merged), [("Ben Adler".to_owned(), 3)]);
        let ben = merged.person_of(adler.key, adler.place).unwrap().unwrap();
        let forms = merged.printed_as(ben).unwrap();
        assert_eq!(forms.iter().map(|form| form.quotations).sum::<u64>(), 3);
        assert!(forms.iter().any(|form| form.role.as_deref() == Some("Mayor")), "{forms:?}");
        assert_eq!(people(&archive)[0], ("Ana Ruiz".to_owned(), 2), "the file is as it was");
    }
}

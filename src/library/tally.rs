//! Who said some of a library's quotations, counted over those alone.

use super::archive::Archive;
use super::codec;
use super::corrected::{By, Corrected};
use super::db::StoreError;
use super::own;
use super::people::{Person, PersonKey, PersonKind, PrintedAs};
use crate::article::Printed;
use crate::quote::{Certainty, Kind, Speaker};
use rusqlite::{Connection, OptionalExtension, Row};
use std::cmp::Reverse;
use std::collections::HashMap;

/// What it turns on whether a quotation is counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Countable {
    /// Its kind.
    pub kind: Kind,
    /// When it was printed.
    pub printed: Printed,
    /// How its speaker is known; by the reader's word where that is so.
    pub certainty: Certainty,
    /// How likely its attribution is right, 0 to 1, where the engine says so.
    pub confidence: Option<f32>,
}

const ALL: &str = "SELECT quotation.id, quotation.speaker, speaker.person, kind, printed, certainty, confidence
    FROM quotation LEFT JOIN speaker ON speaker.id = quotation.speaker";

/// How many, and when the first and the last was printed: ISO 8601, empty where that is not known.
#[derive(Default)]
struct Count {
    quotations: u64,
    period: Option<(String, String)>,
}

impl Count {
    fn add(&mut self, quotations: u64, first: &str, last: &str) {
        self.quotations += quotations;
        if first.is_empty() {
            return;
        }
        let (from, to) = self.period.get_or_insert_with(|| (first.to_owned(), last.to_owned()));
        if first < from.as_str() {
            first.clone_into(from);
        }
        if last > to.as_str() {
            last.clone_into(to);
        }
    }
}

/// The counts of a person's quotations under each speaker.
type Forms = HashMap<i64, Count>;

impl Archive {
    /// Everybody who said a quotation that `counts`, with the names and roles as printed: the most quoted first.
    /// What does not count is in none of the numbers and dates.
    ///
    /// # Errors
    /// What the file says.
    pub fn tally(&self, counts: impl Fn(&Countable) -> bool) -> Result<Vec<(Person, Vec<PrintedAs>)>, StoreError> {
        self.ask(|connection| {
            let snapshot = connection.unchecked_transaction()?;
            let mut people = Vec::new();
            for (person, forms) in count(&snapshot, self.corrected(), counts)? {
                people.extend(told(&snapshot, self.corrected(), person, forms)?);
            }
            people.sort_by_key(|(person, _)| (Reverse(person.quotations), person.key.0));
            Ok(people)
        })
    }
}

fn count(
    connection: &Connection,
    corrected: &Corrected,
    counts: impl Fn(&Countable) -> bool,
) -> rusqlite::Result<HashMap<i64, Forms>> {
    let mut people: HashMap<i64, Forms> = HashMap::new();
    let mut statement = connection.prepare_cached(ALL)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let own = corrected.by_of(row.get(0)?);
        let said = match own {
            None => row.get::<_, Option<i64>>(1)?.zip(row.get(2)?).map(|(speaker, person)| By { speaker, person }),
            by => by,
        };
        if let Some(By { speaker, person }) = said
            && counts(&countable(row, own.is_some())?)
        {
            let printed = row.get_ref(4)?.as_str()?;
            people.entry(person).or_default().entry(speaker).or_default().add(1, printed, printed);
        }
    }
    Ok(people)
}

fn countable(row: &Row<'_>, corrected: bool) -> rusqlite::Result<Countable> {
    Ok(Countable {
        kind: codec::kind(row.get_ref(3)?.as_str()?)?,
        printed: codec::printed(row.get_ref(4)?.as_str()?)?,
        certainty: if corrected { Certainty::Corrected } else { codec::certainty(row.get_ref(5)?.as_str()?)? },
        confidence: if corrected { None } else { row.get(6)? },
    })
}

/// A person with what was counted, if it is still somebody.
fn told(
    connection: &Connection,
    corrected: &Corrected,
    person: i64,
    forms: Forms,
) -> rusqlite::Result<Option<(Person, Vec<PrintedAs>)>> {
    let sql = "SELECT name, kind FROM person WHERE id = ?";
    let known = connection
        .prepare_cached(sql)?
        .query_row([person], |row| Ok((row.get(0)?, PersonKind::from_name(row.get_ref(1)?.as_str()?)?)))
        .optional()?;
    let new = || corrected.person(person).map(|name| (name.to_owned(), PersonKind::Full));
    let Some((name, kind)) = known.or_else(new) else { return Ok(None) };
    let mut all = Count::default();
    let mut printed_as = Vec::with_capacity(forms.len());
    for (number, Count { quotations, period }) in forms {
        let (first, last) = period.as_ref().map_or(("", ""), |(first, last)| (first, last));
        all.add(quotations, first, last);
        if let Some(Speaker { name, role }) = own::speaker(connection, corrected, number)? {
            printed_as.push(PrintedAs { name, role, quotations, printed: period });
        }
    }
    own::first_printed_first(&mut printed_as);
    let key = PersonKey(person);
    Ok(Some((Person { key, name, kind, quotations: all.quotations, printed: all.period }, printed_as)))
}

#[cfg(test)]
mod tests {
    use super::super::corrected::tests::{library, names};
    use super::*;
    use crate::library::marks::Corrections;

    #[test]
    fn where_everything_counts_everybody_is_as_the_library_has_them() {
        let folder = tempfile::tempdir().unwrap();
        let archive = library(&folder);
        let names = names(&[("Ben Adler", "Eva Lind")]);
        let corrected = archive.corrected_by(&Corrections { names, ..Corrections::default() }).unwrap();
        for archive in [archive, corrected] {
            let people = archive.people(None, 9).unwrap();
            let forms: Vec<_> = people.iter().map(|person| archive.printed_as(person.key).unwrap()).collect();
            assert_eq!(archive.tally(|_| true).unwrap(), people.into_iter().zip(forms).collect::<Vec<_>>());
        }
    }

    #[test]
    fn only_what_counts_is_in_numbers_dates_and_roles() {
        let folder = tempfile::tempdir().unwrap();
        let archive = library(&folder);
        let since = Printed::from_iso("2021-03-02").unwrap();
        let told = archive.tally(|quotation| quotation.printed.first_day() >= since.first_day()).unwrap();
        let ruiz = told.iter().find(|(person, _)| person.name == "Ana Ruiz").unwrap();
        assert_eq!((told.len(), ruiz.0.quotations), (2, 1));
        assert_eq!(ruiz.0.printed, Some(("2021-03-02".to_owned(), "2021-03-02".to_owned())));
        assert_eq!(ruiz.1.iter().map(|form| form.role.as_deref()).collect::<Vec<_>>(), [None]);
        assert_eq!(archive.tally(|quotation| quotation.kind == Kind::Indirect).unwrap(), []);
    }
}

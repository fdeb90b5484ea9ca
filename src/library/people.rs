//! The same speaker twice: who stands behind the names and roles that articles print.
//!
//! Full names that agree are one person. A short or abbreviated given name, or a surname alone,
//! joins a person only if they also have a role in common, were printed within ten years of each
//! other, and nobody else of that surname would do. Any other surname stays by itself.

use super::archive::Archive;
use super::corrected::Corrected;
use super::db::StoreError;
use super::names::{Likeness, Name, role_head};
use super::own;
use super::writer::Writer;
use super::{RecordKey, codec};
use crate::text::fold::fold;
use rusqlite::{Connection, Row, TransactionBehavior};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

/// The longest time between the dates of two roles that are taken for one person's, in years.
const MOST_YEARS: i32 = 10;

/// How many people of one surname are told apart; more are no surname, and each name stays by itself.
const NAMESAKES: usize = 400;

/// Which person of a library: the same as long as the library holds the first of the names and roles that
/// the person was printed with, and never another one's as long as it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PersonKey(pub(super) i64);

/// What is known of who a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonKind {
    /// A full name: one person, as far as names can tell.
    Full,
    /// A surname alone: perhaps several people.
    Surname,
    /// No name: a document, a group, somebody described.
    Source,
}

impl PersonKind {
    /// Its name, as every output writes it.
    pub const fn name(self) -> &'static str {
        match self {
            PersonKind::Full => "full",
            PersonKind::Surname => "surname",
            PersonKind::Source => "source",
        }
    }

    pub(super) fn from_name(name: &str) -> rusqlite::Result<Self> {
        let kinds = [PersonKind::Full, PersonKind::Surname, PersonKind::Source];
        kinds.into_iter().find(|kind| kind.name() == name).ok_or_else(|| codec::invalid("no kind of person"))
    }
}

/// Somebody who is quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Which one.
    pub key: PersonKey,
    /// The name that is printed most often.
    pub name: String,
    /// What is known of who it is.
    pub kind: PersonKind,
    /// How many quotations.
    pub quotations: u64,
    /// When the first and the last of them was printed: ISO 8601, as exact as it is known.
    pub printed: Option<(String, String)>,
}

/// A name and role as printed, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedAs {
    /// The name.
    pub name: String,
    /// The role.
    pub role: Option<String>,
    /// How many quotations.
    pub quotations: u64,
    /// When the first and the last of them was printed.
    pub printed: Option<(String, String)>,
}

const MOST_QUOTED: &str = "SELECT id, name, kind, quotations, first, last FROM person INDEXED BY person_most_quoted
    WHERE ?1 IS NULL OR (quotations = ?1 AND id > ?2) OR quotations < ?1 ORDER BY quotations DESC, id LIMIT ?3";

const QUOTATIONS_OF: &str = "SELECT article, place FROM quotation INDEXED BY quotation_by_speaker
    WHERE speaker IN (SELECT id FROM speaker WHERE person = ?1)
    ORDER BY printed DESC, article, place LIMIT ?2 OFFSET ?3";

impl Archive {
    /// Who is quoted, the most quoted first: the `limit` people after `after`.
    ///
    /// # Errors
    /// What the file says.
    pub fn people(&self, after: Option<&Person>, limit: usize) -> Result<Vec<Person>, StoreError> {
        self.ask(|connection| match self.corrected().is_empty() {
            true => most_quoted(connection, after, limit),
            false => corrected_people(connection, self.corrected(), after, limit),
        })
    }

    /// The names and roles that a person is printed with, the first printed first.
    ///
    /// # Errors
    /// What the file says.
    pub fn printed_as(&self, person: PersonKey) -> Result<Vec<PrintedAs>, StoreError> {
        self.ask(|connection| {
            if self.corrected().affects(person) {
                return own::printed_as(connection, self.corrected(), person);
            }
            let mut statement = connection.prepare_cached(
                "SELECT name, role, quotations, first, last FROM speaker WHERE person = ?
                 ORDER BY first IS NULL, first, id",
            )?;
            let forms = statement.query_map([person.0], |row| {
                Ok(PrintedAs {
                    name: row.get(0)?,
                    role: row.get(1)?,
                    quotations: row.get::<_, u32>(2)?.into(),
                    printed: period(row, 3)?,
                })
            })?;
            forms.collect()
        })
    }

    /// A person's quotations, the newest first, from the one at `first` on: each by its record and
    /// its number there.
    ///
    /// # Errors
    /// What the file says.
    pub fn quotations_of(
        &self,
        person: PersonKey,
        first: usize,
        limit: usize,
    ) -> Result<Vec<(RecordKey, usize)>, StoreError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(QUOTATIONS_OF)?;
            let parameters = (person.0, codec::offset(limit), codec::offset(first));
            let places =
                statement.query_map(parameters, |row| Ok((RecordKey(row.get(0)?), row.get::<_, u32>(1)? as usize)))?;
            places.collect()
        })
    }
}

fn most_quoted(connection: &Connection, after: Option<&Person>, limit: usize) -> rusqlite::Result<Vec<Person>> {
    let mut statement = connection.prepare_cached(MOST_QUOTED)?;
    let after = after.map(|person| (codec::offset(person.quotations as usize), person.key.0)).unzip();
    let people = statement.query_map((after.0, after.1, codec::offset(limit)), person_of_row)?;
    people.collect()
}

/// The same with the people as they are by the reader's word, who stand among the others where they belong by now.
fn corrected_people(
    connection: &Connection,
    corrected: &Corrected,
    after: Option<&Person>,
    limit: usize,
) -> rusqlite::Result<Vec<Person>> {
    let place = |person: &Person| (Reverse(person.quotations), person.key.0);
    let mut affected = Vec::new();
    for key in corrected.affected() {
        affected.extend(own::person(connection, corrected, key)?.filter(|person| person.quotations > 0));
    }
    let (mut page, mut from): (Vec<Person>, Option<Person>) = (Vec::new(), after.cloned());
    loop {
        let people = most_quoted(connection, from.as_ref(), limit)?;
        let last = people.last().filter(|_| people.len() == limit).cloned();
        let is_within = |person: &&Person| {
            from.as_ref().is_none_or(|from| place(person) > place(from))
                && last.as_ref().is_none_or(|last| place(person) <= place(last))
        };
        page.extend(affected.iter().filter(is_within).cloned());
        page.extend(people.into_iter().filter(|person| !corrected.affects(person.key)));
        if last.is_none() || page.len() >= limit {
            page.sort_by_key(place);
            page.truncate(limit);
            return Ok(page);
        }
        from = last;
    }
}

/// A person of the columns id, name, kind, quotations, first, last.
pub(super) fn person_of_row(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        key: PersonKey(row.get(0)?),
        name: row.get(1)?,
        kind: PersonKind::from_name(row.get_ref(2)?.as_str()?)?,
        quotations: row.get::<_, u32>(3)?.into(),
        printed: period(row, 4)?,
    })
}

pub(super) fn period(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<(String, String)>> {
    Ok(row.get::<_, Option<String>>(column)?.zip(row.get(column + 1)?))
}

/// A name and role as printed.
struct Speaker {
    id: i64,
    printed: String,
    name: Name,
    heads: BTreeSet<String>,
    quotations: i64,
    first: Option<String>,
    last: Option<String>,
}

/// The speakers of one surname that are one person.
struct Cluster {
    members: Vec<Speaker>,
    /// The different names among them.
    names: Vec<Name>,
    heads: BTreeSet<String>,
    years: Option<(i32, i32)>,
}

impl Cluster {
    fn of(speaker: Speaker) -> Self {
        let mut cluster = Self { members: Vec::new(), names: Vec::new(), heads: BTreeSet::new(), years: None };
        cluster.join(speaker);
        cluster
    }

    fn join(&mut self, speaker: Speaker) {
        self.heads.extend(speaker.heads.iter().cloned());
        if let Some((first, last)) = years(&speaker) {
            let (least, most) = self.years.unwrap_or((first, last));
            self.years = Some((least.min(first), most.max(last)));
        }
        if !self.names.contains(&speaker.name) {
            self.names.push(speaker.name.clone());
        }
        self.members.push(speaker);
    }

    /// Whether `speaker` can be this person, and whether the names alone say so.
    fn likeness(&self, speaker: &Speaker) -> Likeness {
        let mut outcome = Likeness::Open;
        for likeness in self.names.iter().map(|name| name.likeness(&speaker.name)) {
            match likeness {
                Likeness::Different => return Likeness::Different,
                Likeness::Same => outcome = Likeness::Same,
                Likeness::Open => {}
            }
        }
        let supported = !self.heads.is_disjoint(&speaker.heads)
            && match (self.years, years(speaker)) {
                (Some((first, last)), Some((from, until))) => from - last <= MOST_YEARS && first - until <= MOST_YEARS,
                _ => true,
            };
        if outcome == Likeness::Open && !supported { Likeness::Different } else { outcome }
    }

    /// The form of the name that is printed most often, full ones first.
    fn name(&self) -> &str {
        let best = self.members.iter().max_by_key(|m| (m.name.is_full(), m.quotations, m.printed.len()));
        best.map_or("", |member| member.printed.as_str())
    }

    fn kind(&self) -> PersonKind {
        if self.members.iter().any(|member| member.name.is_full()) {
            PersonKind::Full
        } else if self.members.iter().any(|member| member.name.proper && !is_abbreviation(&member.printed)) {
            PersonKind::Surname
        } else {
            PersonKind::Source
        }
    }
}

/// Whether it is the name of no person but of what is known by its initials: *CNN*.
fn is_abbreviation(printed: &str) -> bool {
    printed.chars().filter(|c| c.is_uppercase()).count() > 1 && !printed.contains(char::is_lowercase)
}

/// The years of the speaker's first and last quotation.
fn years(speaker: &Speaker) -> Option<(i32, i32)> {
    let year = |date: &Option<String>| date.as_ref()?.get(..4)?.parse().ok();
    year(&speaker.first).zip(year(&speaker.last))
}

/// Tells apart the speakers of one surname.
fn clusters(mut speakers: Vec<Speaker>) -> Vec<Cluster> {
    // What says most comes first: full names, of those the ones with most given names spelled out.
    speakers.sort_by_cached_key(|s| {
        let letters: usize = s.name.given.iter().map(String::len).sum();
        (Reverse((s.name.is_full(), s.name.given.len(), letters)), s.id)
    });
    // What is printed without a capital as well is no name: *Police* begins a sentence.
    let described = speakers.iter().filter(|speaker| !speaker.name.proper);
    let described: HashSet<String> = described.map(|speaker| fold(&speaker.printed)).collect();
    for speaker in &mut speakers {
        speaker.name.proper &= !described.contains(&fold(&speaker.printed));
    }
    let mut clusters: Vec<Cluster> = Vec::new();
    for speaker in speakers {
        if clusters.len() >= NAMESAKES {
            clusters.push(Cluster::of(speaker));
            continue;
        }
        let is_name = speaker.name.proper;
        let same = clusters.iter_mut().filter(|cluster| {
            let twin = cluster.members.first().is_some_and(|member| fold(&member.printed) == fold(&speaker.printed));
            if is_name { cluster.likeness(&speaker) != Likeness::Different } else { twin }
        });
        let mut same: Vec<&mut Cluster> = same.take(2).collect();
        match same.as_mut_slice() {
            [one] => one.join(speaker),
            _ => clusters.push(Cluster::of(speaker)),
        }
    }
    clusters
}

impl Writer {
    /// Works out anew who stands behind the speakers, with their counts and dates, if quotations came
    /// or went since that was done.
    pub(super) fn tell_people_apart(&mut self) -> Result<(), StoreError> {
        let archive = self.archive.clone();
        let place = archive.place();
        let stale = self.connection.query_row("SELECT people_stale FROM total", [], |row| row.get(0));
        if !self.check(stale)? {
            return Ok(());
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = transaction.map_err(|error| place.error(error))?;
        // Read as it was before the transaction, which changes the rows that are being read.
        archive.ask(|before| {
            transaction.execute("UPDATE speaker SET person = NULL WHERE person IS NOT NULL AND known = 0", [])?;
            transaction.execute("DELETE FROM person", [])?;
            transaction.execute("UPDATE total SET people_stale = 0", [])?;
            let mut statement = before.prepare(
                "SELECT id, name, role, surname,
                    (SELECT count(*) FROM quotation WHERE speaker = speaker.id),
                    (SELECT min(printed) FROM quotation WHERE speaker = speaker.id AND printed <> ''),
                    (SELECT max(printed) FROM quotation WHERE speaker = speaker.id AND printed <> '')
                 FROM speaker WHERE known ORDER BY surname",
            )?;
            let mut rows = statement.query([])?;
            let mut surname = String::new();
            let mut group = Vec::new();
            while let Some(row) = rows.next()? {
                let next: String = row.get(3)?;
                if next != surname {
                    write(&transaction, std::mem::take(&mut group))?;
                    surname = next;
                }
                group.push(speaker_of_row(row)?);
            }
            write(&transaction, group)
        })?;
        transaction.commit().map_err(|error| place.error(error))
    }
}

fn speaker_of_row(row: &Row<'_>) -> rusqlite::Result<Speaker> {
    let printed: String = row.get(1)?;
    let role: Option<String> = row.get(2)?;
    let name = Name::parse(&printed);
    let heads = role.iter().chain(name.titles.last()).filter_map(|role| role_head(role)).collect();
    Ok(Speaker {
        id: row.get(0)?,
        printed,
        heads,
        name,
        quotations: row.get(4)?,
        first: row.get(5)?,
        last: row.get(6)?,
    })
}

/// Writes the people of one surname; speakers that nobody quotes any more go.
fn write(connection: &Connection, speakers: Vec<Speaker>) -> rusqlite::Result<()> {
    let (quoted, unused): (Vec<_>, Vec<_>) = speakers.into_iter().partition(|speaker| speaker.quotations > 0);
    for speaker in unused {
        connection.prepare_cached("DELETE FROM speaker WHERE id = ?")?.execute([speaker.id])?;
    }
    for cluster in clusters(quoted) {
        let quotations: i64 = cluster.members.iter().map(|member| member.quotations).sum();
        let first = cluster.members.iter().filter_map(|member| member.first.as_deref()).min();
        let last = cluster.members.iter().filter_map(|member| member.last.as_deref()).max();
        let person = cluster.members.iter().map(|member| member.id).min();
        connection
            .prepare_cached("INSERT INTO person (id, name, kind, quotations, first, last) VALUES (?, ?, ?, ?, ?, ?)")?
            .execute((person, cluster.name(), cluster.kind().name(), quotations, first, last))?;
        for member in &cluster.members {
            connection
                .prepare_cached("UPDATE speaker SET person = ?, quotations = ?, first = ?, last = ? WHERE id = ?")?
                .execute((person, member.quotations, &member.first, &member.last, member.id))?;
        }
    }
    Ok(())
}

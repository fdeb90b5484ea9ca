//! What somebody says by the reader's word: quotations that the file has under another name come, others go.

use super::corrected::Corrected;
use super::people::{Person, PersonKey, PersonKind, PrintedAs, person_of_row};
use crate::quote::Speaker;
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;

/// A quotation of somebody.
pub(super) struct Own {
    /// Its number.
    pub id: i64,
    /// When it was printed: ISO 8601, empty where that is not known.
    pub printed: String,
    article: i64,
    place: u32,
    speaker: i64,
}

const PERSON: &str = "SELECT id, name, kind, quotations, first, last FROM person WHERE id = ?";

const SAID: &str = "SELECT id, printed, article, place, speaker FROM quotation INDEXED BY quotation_by_speaker
    WHERE speaker IN (SELECT id FROM speaker WHERE person = ?) ORDER BY printed DESC, article, place";

const ONE: &str = "SELECT id, printed, article, place, coalesce(speaker, 0) FROM quotation WHERE id = ?";

fn own_of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Own> {
    Ok(Own { id: row.get(0)?, printed: row.get(1)?, article: row.get(2)?, place: row.get(3)?, speaker: row.get(4)? })
}

/// The quotations of a person, the newest first.
pub(super) fn quotations(
    connection: &Connection,
    corrected: &Corrected,
    person: PersonKey,
) -> rusqlite::Result<Vec<Own>> {
    let mut said = connection.prepare_cached(SAID)?;
    let mut all = said.query_map([person.0], own_of_row)?.collect::<rusqlite::Result<Vec<Own>>>()?;
    if !corrected.affects(person) {
        return Ok(all);
    }
    all.retain(|own| corrected.by_of(own.id).is_none());
    let mut one = connection.prepare_cached(ONE)?;
    for (quotation, by) in corrected.quotations().filter(|(_, by)| by.person == person.0) {
        let own = one.query_row([quotation], own_of_row).optional()?;
        all.extend(own.map(|own| Own { speaker: by.speaker, ..own }));
    }
    all.sort_by(|a, b| b.printed.cmp(&a.printed).then_with(|| (a.article, a.place).cmp(&(b.article, b.place))));
    Ok(all)
}

/// A person, with what is counted of their quotations.
pub(super) fn person(
    connection: &Connection,
    corrected: &Corrected,
    key: PersonKey,
) -> rusqlite::Result<Option<Person>> {
    let known = connection.prepare_cached(PERSON)?.query_row([key.0], person_of_row).optional()?;
    if !corrected.affects(key) {
        return Ok(known);
    }
    let new = |name: &str| Person { key, name: name.to_owned(), kind: PersonKind::Full, quotations: 0, printed: None };
    let Some(person) = known.or_else(|| corrected.person(key.0).map(new)) else { return Ok(None) };
    let all = quotations(connection, corrected, key)?;
    Ok(Some(Person { quotations: all.len() as u64, printed: period(all.iter()), ..person }))
}

/// The names and roles that a person has, the first printed first.
pub(super) fn printed_as(
    connection: &Connection,
    corrected: &Corrected,
    person: PersonKey,
) -> rusqlite::Result<Vec<PrintedAs>> {
    let mut by_speaker: HashMap<i64, Vec<Own>> = HashMap::new();
    for own in quotations(connection, corrected, person)? {
        by_speaker.entry(own.speaker).or_default().push(own);
    }
    let mut forms = Vec::new();
    for (number, own) in by_speaker {
        if let Some(Speaker { name, role }) = speaker(connection, corrected, number)? {
            forms.push(PrintedAs { name, role, quotations: own.len() as u64, printed: period(own.iter()) });
        }
    }
    first_printed_first(&mut forms);
    Ok(forms)
}

/// Sorts names and roles: those that were never dated last.
pub(super) fn first_printed_first(forms: &mut [PrintedAs]) {
    forms.sort_by(|a, b| {
        let first = |form: &PrintedAs| form.printed.as_ref().map(|(first, _)| first.clone());
        (first(a).is_none(), first(a), &a.name, &a.role).cmp(&(first(b).is_none(), first(b), &b.name, &b.role))
    });
}

/// The speaker of that number.
pub(super) fn speaker(
    connection: &Connection,
    corrected: &Corrected,
    number: i64,
) -> rusqlite::Result<Option<Speaker>> {
    if let Some(speaker) = corrected.speaker(number) {
        return Ok(Some(speaker.clone()));
    }
    let mut statement = connection.prepare_cached("SELECT name, role FROM speaker WHERE id = ?")?;
    statement.query_row([number], |row| Ok(Speaker { name: row.get(0)?, role: row.get(1)? })).optional()
}

/// When the first and the last of them was printed.
fn period<'a>(all: impl Iterator<Item = &'a Own> + Clone) -> Option<(String, String)> {
    let dated = all.map(|own| &own.printed).filter(|printed| !printed.is_empty());
    dated.clone().min().cloned().zip(dated.max().cloned())
}

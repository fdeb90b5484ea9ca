//! The keys of the rows that quotations refer to.

use super::super::names::Name;
use super::super::rows;
use crate::quote::Quotation;
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;

/// How many speakers are remembered between two articles that quote them.
const MOST_SPEAKERS: usize = 100_000;

/// The keys of speakers and rules that were written lately.
#[derive(Debug, Default)]
pub struct Keys {
    speakers: HashMap<(bool, String, Option<String>), i64>,
    rules: HashMap<&'static str, i64>,
}

impl Keys {
    /// The key of the speaker of `quotation`, who is written if need be.
    pub fn speaker(&mut self, connection: &Connection, quotation: &Quotation) -> rusqlite::Result<Option<i64>> {
        let Some(speaker) = &quotation.speaker else { return Ok(None) };
        let key = (rows::is_known(quotation), speaker.name.clone(), speaker.role.clone());
        if let Some(id) = self.speakers.get(&key) {
            return Ok(Some(*id));
        }
        let mut find =
            connection.prepare_cached("SELECT id FROM speaker WHERE known = ? AND name = ? AND role IS ?")?;
        let found = find.query_row((key.0, &key.1, &key.2), |row| row.get(0)).optional()?;
        let id = match found {
            Some(id) => id,
            None => connection
                .prepare_cached("INSERT INTO speaker (known, name, role, surname) VALUES (?, ?, ?, ?)")?
                .insert((key.0, &key.1, &key.2, Name::parse(&key.1).surname))?,
        };
        if self.speakers.len() >= MOST_SPEAKERS {
            self.speakers.clear();
        }
        self.speakers.insert(key, id);
        Ok(Some(id))
    }

    /// The key of a rule, which is written if need be.
    pub fn rule(&mut self, connection: &Connection, rule: &'static str) -> rusqlite::Result<i64> {
        if let Some(id) = self.rules.get(rule) {
            return Ok(*id);
        }
        connection.prepare_cached("INSERT OR IGNORE INTO rule (words) VALUES (?)")?.execute([rule])?;
        let mut find = connection.prepare_cached("SELECT id FROM rule WHERE words = ?")?;
        let id = find.query_row([rule], |row| row.get(0))?;
        self.rules.insert(rule, id);
        Ok(id)
    }
}

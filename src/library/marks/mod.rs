//! What a reader keeps: precious, in a file of its own, on the disk before anybody is told so.

mod corrections;
mod edit;
mod entry;
mod mark;
mod marked;
mod names;
mod rows;

pub use corrections::Corrections;
pub use edit::{Alter, Change, Edit};
pub use entry::Entry;
pub use mark::{Mark, MarkId};
pub use marked::{Marked, corrected, place};
pub use names::Names;

use super::codec;
use super::db::{Place, StoreError};
use super::schema;
use crate::article::ArticleId;
use chrono::{DateTime, Utc};
use edit::Fault;
use rows::{mark_of_row, offset, set_name, set_read, set_search, unite};
use rusqlite::{Connection, Row, Transaction, TransactionBehavior};
use std::collections::{HashMap, HashSet};
use std::path::Path;

fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA data_version", [], |row| row.get(0))
}

/// Which mark of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MarkKey(i64);

/// The file of marks.
#[derive(Debug)]
pub struct Marks {
    place: Place,
    connection: Connection,
    /// SQLite's number of the state in which the file was last looked at: others' writing changes it, one's own does
    /// not.
    version: Option<i64>,
}

impl Marks {
    /// Opens the marks in the file at `path`, made if it is missing, for its owner only.
    ///
    /// # Errors
    /// When the file is another program's or a newer version's, is damaged, or may not be written.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let place = Place { path: path.to_path_buf(), purpose: schema::MARKS };
        let connection = place.open()?;
        Ok(Self { place, connection, version: None })
    }

    /// Whether somebody else has written to the file since this was asked last; the first time, that may always be.
    ///
    /// # Errors
    /// What the file says.
    pub fn was_changed(&mut self) -> Result<bool, StoreError> {
        let version = self.check(data_version(&self.connection))?;
        Ok(self.version.replace(version) != Some(version))
    }

    fn check<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|error| self.place.error(error))
    }

    /// Adds a mark, on the disk when this returns. Words that are marked already stay one mark, and nothing that it
    /// says is lost: tags come to its tags, and a note stands below its note.
    ///
    /// # Errors
    /// What the file says.
    pub fn add(&mut self, mark: &Mark) -> Result<MarkKey, StoreError> {
        let added = self.write(|transaction| unite(transaction, mark));
        self.check(added).map(|(key, _)| key)
    }

    /// Adds all of `entries` or, where one cannot be, none; as [`add`](Self::add) does. Says how many name another
    /// speaker or query than the file does, which stays.
    ///
    /// # Errors
    /// What the file says.
    pub fn add_all(&mut self, entries: &[Entry]) -> Result<usize, StoreError> {
        let added = self.write(|transaction| {
            let mut others = 0;
            for entry in entries {
                others += usize::from(match entry {
                    Entry::Mark(mark) => unite(transaction, mark)?.1,
                    Entry::Speaker { name, speaker } => match edit::speaker_of(transaction, name)? {
                        Some(own) => own != *speaker,
                        None => set_name(transaction, name, Some(speaker)).map(|()| false)?,
                    },
                    Entry::Search { name, query } => match edit::query_of(transaction, name)? {
                        Some(own) => own != *query,
                        None => set_search(transaction, name, Some(query)).map(|()| false)?,
                    },
                    Entry::Read { article } => set_read(transaction, *article, true).map(|()| false)?,
                });
            }
            Ok(others)
        });
        self.check(added)
    }

    /// Everything that the file holds, to be carried elsewhere: marks in the order in which they
    /// were made, then names, searches, and what was read.
    ///
    /// # Errors
    /// What the file says.
    pub fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        let marks = self.list()?.into_iter().map(|(_, mark)| Entry::Mark(mark));
        let names = self.names()?.into_iter().map(|(name, speaker)| Entry::Speaker { name, speaker });
        let searches = self.searches()?.into_iter().map(|(name, query)| Entry::Search { name, query });
        let mut read: Vec<ArticleId> = self.read()?.into_iter().collect();
        read.sort();
        Ok(marks.chain(names).chain(searches).chain(read.into_iter().map(|article| Entry::Read { article })).collect())
    }

    /// Makes edits, on the disk when this returns: all or, where one cannot be, none. Says what they
    /// have changed; `now` is when.
    ///
    /// # Errors
    /// What the file says.
    pub fn edit(&mut self, edits: &[Edit], now: DateTime<Utc>) -> Result<Vec<Change>, StoreError> {
        let edited = self.write(|transaction| {
            let mut changes = Vec::new();
            for edit in edits {
                edit::apply(transaction, edit, now, &mut changes)?;
            }
            Ok(changes)
        });
        self.check(edited)
    }

    /// Makes these changes again, on the disk when this returns: all or, where one cannot be, none. Says what
    /// that has changed: whatever else somebody has written about the same words meanwhile stays.
    ///
    /// # Errors
    /// [`StoreError::Changed`] where something is no longer as it was before its change, and what the file says.
    pub fn set(&mut self, changes: &[Change]) -> Result<Vec<Change>, StoreError> {
        let made = self.write(|transaction| changes.iter().map(|change| edit::make(transaction, change)).collect());
        made.map_err(|fault| match fault {
            Fault::Sql(error) => self.place.error(error),
            Fault::Changed => StoreError::Changed,
        })
    }

    fn write<T, E: From<rusqlite::Error>>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Remembers where the first line in sight began in the text of an article, in bytes; 0 is its
    /// start.
    ///
    /// # Errors
    /// What the file says.
    pub fn remember_place(&mut self, article: ArticleId, top: usize) -> Result<(), StoreError> {
        let remembered = self.connection.execute(
            "INSERT INTO reading (article, top) VALUES (?, ?) ON CONFLICT DO UPDATE SET top = excluded.top",
            (article.to_string(), codec::offset(top)),
        );
        self.check(remembered).map(drop)
    }

    /// Notes that an article was read.
    ///
    /// # Errors
    /// What the file says.
    pub fn note_read(&mut self, article: ArticleId) -> Result<(), StoreError> {
        let noted = set_read(&self.connection, article, true);
        self.check(noted)
    }

    /// Everything that is kept.
    ///
    /// # Errors
    /// What the file says.
    pub fn all(&self) -> Result<Marked, StoreError> {
        let names = Names::from_iter(self.names()?);
        let marks = self.list()?.into_iter().map(|(_, mark)| mark);
        let searches = self.searches()?.into_iter().collect();
        Ok(Marked::new(marks, names, searches, self.read()?, self.places()?))
    }

    fn names(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.pairs("SELECT name, speaker FROM speaker ORDER BY name")
    }

    fn searches(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.pairs("SELECT name, query FROM search ORDER BY name")
    }

    fn pairs(&self, sql: &str) -> Result<Vec<(String, String)>, StoreError> {
        let all = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        self.check(all())
    }

    fn read(&self) -> Result<HashSet<ArticleId>, StoreError> {
        let all = || {
            let mut statement = self.connection.prepare_cached("SELECT article FROM reading WHERE read")?;
            statement.query_map([], |row| codec::content_id(row.get_ref(0)?.as_str()?))?.collect()
        };
        self.check(all())
    }

    fn places(&self) -> Result<HashMap<ArticleId, usize>, StoreError> {
        let all = || {
            let mut statement = self.connection.prepare_cached("SELECT article, top FROM reading WHERE top > 0")?;
            let place = |row: &Row<'_>| Ok((codec::content_id(row.get_ref(0)?.as_str()?)?, offset(row.get(1)?)?));
            statement.query_map([], place)?.collect()
        };
        self.check(all())
    }

    /// Removes a mark.
    ///
    /// # Errors
    /// What the file says.
    pub fn remove(&mut self, mark: MarkKey) -> Result<(), StoreError> {
        let removed = self.connection.execute("DELETE FROM mark WHERE id = ?", [mark.0]);
        self.check(removed).map(drop)
    }

    /// All marks, in the order in which they were made.
    ///
    /// # Errors
    /// What the file says.
    pub fn list(&self) -> Result<Vec<(MarkKey, Mark)>, StoreError> {
        let all = || {
            let mut statement = self.connection.prepare_cached("SELECT * FROM mark ORDER BY created, id")?;
            statement.query_map([], mark_of_row)?.collect()
        };
        self.check(all())
    }
}

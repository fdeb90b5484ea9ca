//! A library in a file: readers beside one writer.

use super::corrected::Corrected;
use super::db::{Place, StoreError};
use super::schema;
use rusqlite::Connection;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// How many steps of SQLite's a question goes on before it is asked whether it is to stop.
const STEPS_BETWEEN: i32 = 2000;

/// A library kept in one SQLite file. Clones share it; any thread may ask it, also while it is
/// written to.
#[derive(Debug, Clone)]
pub struct Archive {
    place: Place,
    /// Connections that nobody uses at the moment.
    idle: Arc<Mutex<Vec<Connection>>>,
    /// The reader's word on who says what.
    corrected: Arc<Corrected>,
}

impl Archive {
    /// Opens the library in the file at `path`, made if it is missing, readable by its owner only.
    ///
    /// # Errors
    /// When the file is another program's or a newer version's, is damaged, or may not be written.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let archive = Self::at(path);
        let connection = archive.place.open()?;
        connection.pragma_update(None, "query_only", true).map_err(|error| archive.place.error(error))?;
        archive.give_back(connection);
        Ok(archive)
    }

    /// Opens the library in the file at `path` as it is; nothing is written, so that it may lie
    /// where nothing can be.
    ///
    /// # Errors
    /// When the file is missing, is another program's or a newer version's, or is damaged.
    pub fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        let archive = Self::at(path);
        archive.give_back(archive.place.open_to_read()?);
        Ok(archive)
    }

    /// Opens what is left of the damaged library in the file at `path`, to be asked one thing after the other.
    ///
    /// # Errors
    /// When that is nothing, or it is another program's or a newer version's.
    pub(super) fn open_to_salvage(path: &Path) -> Result<Self, StoreError> {
        let archive = Self::at(path);
        archive.give_back(archive.place.open_to_salvage()?);
        Ok(archive)
    }

    /// How large it is in bytes, with what is still in its log.
    pub fn size(&self) -> u64 {
        [self.path(), &self.place.log()].iter().map(|file| fs::metadata(file).map_or(0, |file| file.len())).sum()
    }

    pub(super) fn at(path: &Path) -> Self {
        Self {
            place: Place { path: path.to_path_buf(), purpose: schema::LIBRARY },
            idle: Arc::default(),
            corrected: Arc::default(),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.place.path
    }

    pub(super) fn with_corrected(&self, corrected: Corrected) -> Self {
        Self { corrected: Arc::new(corrected), ..self.clone() }
    }

    /// The reader's word on who says what.
    pub(crate) fn corrected(&self) -> &Corrected {
        &self.corrected
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// Asks the file.
    ///
    /// # Errors
    /// What the file says.
    pub(crate) fn ask<T>(&self, question: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let connection = self.connection()?;
        let answer = question(&connection);
        self.give_back(connection);
        answer.map_err(|error| self.place.error(error))
    }

    /// Closes the connections that nobody uses at the moment, and frees what they remember of the
    /// file; others are opened when they are needed.
    pub fn rest(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Asks the file, and stops once `is_due` says so.
    ///
    /// # Errors
    /// What the file says; SQLite's `OperationInterrupted` if it was stopped.
    pub(crate) fn ask_until<T>(
        &self,
        is_due: impl FnMut() -> bool + Send + 'static,
        question: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let fail = |error| self.place.error(error);
        let mut connection = self.connection()?;
        connection.progress_handler(STEPS_BETWEEN, Some(is_due)).map_err(fail)?;
        let answer = question(&connection);
        connection.progress_handler(0, None::<fn() -> bool>).map_err(fail)?;
        self.give_back(connection);
        answer.map_err(fail)
    }

    /// A connection that nobody uses at the moment.
    fn connection(&self) -> Result<Connection, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| self.place.open_to_read(), Ok)
    }

    fn give_back(&self, connection: Connection) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }
}

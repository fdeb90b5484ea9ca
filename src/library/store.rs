//! The open articles, wherever they are.

use super::db::StoreError;
use super::lines::{LineMark, Lines};
use super::{Archive, Counts, Failure, Library, Printing, Record, RecordKey};
use crate::article::{Origin, Place};
use std::sync::Arc;

/// Where the open articles are. Clones share them; any thread may ask.
#[derive(Debug, Clone)]
pub enum Store {
    /// In memory.
    Memory(Library),
    /// In a file.
    File(Archive),
}

impl Default for Store {
    /// An empty one in memory.
    fn default() -> Self {
        Store::Memory(Library::default())
    }
}

/// A record, as much as is known of it.
#[derive(Debug, Clone)]
pub struct Known {
    /// The article with the quotations that are known.
    pub record: Arc<Record>,
    /// Whether its quotations are still to be looked for.
    pub pending: bool,
}

impl Known {
    /// The record with its quotations, looked for now where nobody has yet.
    ///
    /// # Errors
    /// When the engine fails on the article: a fault of ours.
    pub fn complete(self) -> Result<Arc<Record>, Failure> {
        if self.pending { Record::of(self.record.article.clone()).map(Arc::new) } else { Ok(self.record) }
    }
}

impl Store {
    /// One record, if it is still there.
    ///
    /// # Errors
    /// What the file says.
    pub fn record(&self, key: RecordKey) -> Result<Option<Known>, StoreError> {
        match self {
            Store::Memory(library) => Ok(library.record(key).map(|record| Known { record, pending: false })),
            Store::File(archive) => {
                // Asked first: if they become known in between, they are only looked for in vain.
                let pending = archive.is_pending(key)?;
                Ok(archive.record(key)?.map(|record| Known { record: Arc::new(record), pending }))
            }
        }
    }

    /// How much there is.
    ///
    /// # Errors
    /// What the file says.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        match self {
            Store::Memory(library) => Ok(library.counts()),
            Store::File(archive) => archive.counts(),
        }
    }

    /// The articles with the same or nearly the same words, as [`Archive::printings`] has them; in
    /// memory they are not looked for.
    ///
    /// # Errors
    /// What the file says.
    pub fn printings(&self, key: RecordKey) -> Result<Vec<Printing>, StoreError> {
        match self {
            Store::Memory(_) => Ok(Vec::new()),
            Store::File(archive) => archive.printings(key),
        }
    }

    /// The article that stands by now at `place` of the file `origin`.
    ///
    /// # Errors
    /// What the file says.
    pub fn article_at(&self, origin: &Origin, place: &Place) -> Result<Option<RecordKey>, StoreError> {
        match self {
            Store::Memory(_) => Ok(None),
            Store::File(archive) => archive.article_at(origin, place),
        }
    }

    /// What a finder looks through, of about `most` articles or quotations that follow `after`.
    ///
    /// # Errors
    /// What the file says.
    pub fn lines(&self, after: LineMark, most: usize) -> Result<Lines, StoreError> {
        match self {
            Store::Memory(library) => Ok(library.lines(after, most)),
            Store::File(archive) => archive.lines(after, most),
        }
    }
}

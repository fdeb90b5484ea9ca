//! What the desk has to answer from: the library's file, or a copy in one of what is held in memory.

use super::NoAnswer;
use crate::app::loading::Stage;
use crate::library::load::Cancel;
use crate::library::marks::Corrections;
use crate::library::{Archive, Copied, CopyKeys, RecordKey, Stock, Store, StoreError};
use crate::search::{Search, Tagged};
use std::sync::Arc;
use tempfile::TempDir;

/// The most sources that are told of.
const MOST_SOURCES: usize = 5000;

/// Everything there is.
#[derive(Debug, Default)]
pub struct Holdings {
    store: Store,
    /// What has tags.
    tagged: Vec<Tagged>,
    /// The reader's word on speakers, by the store's keys.
    corrections: Arc<Corrections>,
    search: Option<Search>,
    copied: Option<InFolder>,
}

/// A copy of what is in memory, in a folder that goes with it.
#[derive(Debug)]
struct InFolder {
    copied: Copied,
    _folder: TempDir,
}

/// What there is at one moment.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// What is searched.
    pub archive: Archive,
    /// The same, by words.
    pub search: Search,
    /// Where the articles are that the reader knows.
    pub store: Store,
    /// What the reader calls the articles, where that is not what the library does.
    keys: Option<Arc<CopyKeys>>,
    /// How far what is in memory is indexed; none if all of it is.
    pub indexing: Option<Stage>,
}

impl Holdings {
    /// The articles are in `store` from now on.
    pub fn replace(&mut self, store: Store) {
        let (tagged, corrections) = (std::mem::take(&mut self.tagged), std::mem::take(&mut self.corrections));
        *self = Self { store, tagged, corrections, ..Self::default() };
    }

    /// This is the reader's word on speakers from now on.
    pub fn correct(&mut self, corrections: Arc<Corrections>) {
        self.corrections = corrections;
    }

    /// These have tags from now on.
    pub fn tag(&mut self, tagged: Vec<Tagged>) {
        if self.tagged != tagged {
            self.tagged = tagged;
            self.search = None;
        }
    }

    /// What there is now; of what came into memory since, some is copied first.
    pub fn shelf(&mut self, cancel: &Cancel) -> Result<Shelf, NoAnswer> {
        let (archive, keys, indexing) = match &self.store {
            Store::File(archive) => (archive.clone(), None, None),
            Store::Memory(library) => {
                let copy = match &mut self.copied {
                    Some(copy) => copy,
                    none => {
                        let folder = tempfile::Builder::new().prefix("whosaid-").tempdir()?;
                        let copied = Copied::new(&folder.path().join("articles.db"))?;
                        none.insert(InFolder { copied, _folder: folder })
                    }
                };
                let missing = copy.copied.catch_up(library, cancel)?;
                let of = library.counts().articles;
                let articles = of.saturating_sub(missing);
                let indexing = (missing > 0).then_some(Stage::Indexing { articles, of, seconds_left: None });
                (copy.copied.archive().clone(), Some(copy.copied.keys()), indexing)
            }
        };
        let tagged = || self.tagged.clone();
        let search = self.search.get_or_insert_with(|| Search::new(archive.clone(), tagged()));
        let archive = archive.corrected_by(&self.corrections.rekeyed(|held| match &keys {
            Some(keys) => keys.copy(held),
            None => Some(held),
        }))?;
        let search = search.of(archive.clone());
        Ok(Shelf { archive, search, store: self.store.clone(), keys, indexing })
    }
}

impl Shelf {
    /// What the reader calls an article of the library.
    pub fn readers_key(&self, own: RecordKey) -> Option<RecordKey> {
        self.keys.as_ref().map_or(Some(own), |keys| keys.held(own))
    }

    /// What it is made from. Of what is in memory only how much is known.
    pub fn stock(&self) -> Result<Stock, StoreError> {
        let stock = self.archive.stock(MOST_SOURCES)?;
        let in_memory = self.keys.is_some();
        let of_memory = |stock: Stock| Stock { sources: Vec::new(), all: 0, file: None, ..stock };
        Ok(if in_memory { of_memory(stock) } else { stock })
    }

    /// What the library calls an article of the reader's.
    pub fn own_key(&self, readers: RecordKey) -> Option<RecordKey> {
        self.keys.as_ref().map_or(Some(readers), |keys| keys.copy(readers))
    }
}

//! A library of articles that are held in memory: made where they are to be searched, and gone with it.

use super::archive::Archive;
use super::db::StoreError;
use super::{Library, RecordKey, Writer};
use crate::library::load::Cancel;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// Articles held in memory, copied into a library in a file that can be searched.
#[derive(Debug)]
pub struct Copied {
    archive: Archive,
    writer: Writer,
    keys: Arc<CopyKeys>,
    /// How many are copied.
    taken: u32,
}

/// How many articles are copied before the first of them are searched.
const AT_FIRST: u32 = 2000;

/// Which article in memory each of the file's is, and the other way round.
#[derive(Debug, Clone, Default)]
pub struct CopyKeys {
    held: HashMap<RecordKey, RecordKey>,
    copies: HashMap<RecordKey, RecordKey>,
}

impl CopyKeys {
    /// The article in memory that one of the file is a copy of.
    pub fn held(&self, copy: RecordKey) -> Option<RecordKey> {
        self.held.get(&copy).copied()
    }

    /// The copy of an article in memory.
    pub fn copy(&self, held: RecordKey) -> Option<RecordKey> {
        self.copies.get(&held).copied()
    }
}

impl Copied {
    /// Nothing yet, in a new file at `path`.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn new(path: &Path) -> Result<Self, StoreError> {
        let archive = Archive::open(path)?;
        let writer = archive.writer()?;
        Ok(Self { archive, writer, keys: Arc::default(), taken: 0 })
    }

    /// Takes in some of what came to `library`: as much again as is copied already, so that the first of it can be
    /// searched soon and all of it is not copied in too many steps. Says how many articles are still missing.
    /// Where `cancel` asks, they can be searched later.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn catch_up(&mut self, library: &Library, cancel: &Cancel) -> Result<usize, StoreError> {
        let first = self.taken;
        let end = first.saturating_add(first.max(AT_FIRST));
        let records: Vec<_> = (first..end).map_while(|number| library.record(RecordKey(number))).collect();
        if !records.is_empty() {
            let name = format!("from {first} on");
            self.writer.add_given(&name, records.iter().map(|record| record.article.clone()))?;
            let keys = Arc::make_mut(&mut self.keys);
            for (key, number) in self.archive.given(&name)?.into_iter().zip(first..) {
                keys.held.insert(key, RecordKey(number));
                keys.copies.insert(RecordKey(number), key);
            }
            self.taken = first.saturating_add(u32::try_from(records.len()).unwrap_or(u32::MAX));
        }
        if self.archive.pending()? > 0 {
            self.writer.index(cancel, &mut |_| {})?;
        }
        let complete = records.is_empty();
        Ok(if complete { 0 } else { library.counts().articles.saturating_sub(self.taken as usize) })
    }

    /// The library that can be searched.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// What its articles are copies of.
    pub fn keys(&self) -> Arc<CopyKeys> {
        Arc::clone(&self.keys)
    }
}

impl Archive {
    /// The articles that were given under `name`, in the order in which they were.
    fn given(&self, name: &str) -> Result<Vec<RecordKey>, StoreError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT article.id FROM source JOIN article ON article.source = source.id
                 WHERE source.kind = 'given' AND source.path = ? ORDER BY place",
            )?;
            statement.query_map([name], |row| row.get(0).map(RecordKey))?.collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::library::Record;

    #[test]
    fn a_copy_leads_back_to_what_it_is_a_copy_of() {
        let library = Library::default();
        let add = |texts: &[&str]| {
            let records = texts.iter().map(|text| Record::of(Article::from_body((*text).to_owned())).unwrap());
            library.add(records.collect());
        };
        let folder = tempfile::tempdir().unwrap();
        let mut copied = Copied::new(&folder.path().join("copy.db")).unwrap();
        add(&["“It is done,” Ana Ruiz said.", "The same.", "The same."]);
        copied.catch_up(&library, &Cancel::default()).unwrap();
        add(&["“It is not,” Ben Adler said."]);
        copied.catch_up(&library, &Cancel::default()).unwrap();
        copied.catch_up(&library, &Cancel::default()).unwrap();
        for number in 0..4 {
            let held = RecordKey(number);
            let copy = copied.keys().copy(held).unwrap();
            assert_eq!(copied.keys().held(copy), Some(held));
            let record = copied.archive().record(copy).unwrap().unwrap();
            assert_eq!(record.article.text, library.record(held).unwrap().article.text);
        }
        assert_eq!(copied.archive().counts().unwrap().quotations, 2);
    }

    #[test]
    fn what_is_first_copied_can_be_searched_before_all_is() {
        let library = Library::default();
        let record = |number: u32| Record::of(Article::from_body(format!("Ship {number} left."))).unwrap();
        library.add((0..2 * AT_FIRST + 1).map(record).collect());
        let folder = tempfile::tempdir().unwrap();
        let mut copied = Copied::new(&folder.path().join("copy.db")).unwrap();
        let mut missing = Vec::new();
        while missing.last() != Some(&0) {
            missing.push(copied.catch_up(&library, &Cancel::default()).unwrap());
            let searchable = copied.archive().counts().unwrap().articles;
            assert_eq!(searchable + missing[missing.len() - 1], library.counts().articles);
        }
        assert_eq!(missing, [AT_FIRST as usize + 1, 1, 0]);
    }
}

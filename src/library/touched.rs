//! Which articles a writer touches, so that whoever shows them can follow.

use super::db::StoreError;
use super::writer::Writer;
use super::{Archive, RecordKey, Summary, codec, queries};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The keys of articles that a writer has added, changed or removed. They are whole once the writer
/// has told of its progress: then its batch is kept.
#[derive(Debug, Clone, Default)]
pub struct Touched(Arc<Mutex<HashSet<RecordKey>>>);

impl Touched {
    /// Those since they were last taken, in order.
    pub fn take(&self) -> Vec<RecordKey> {
        let touched = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut keys: Vec<RecordKey> = touched.into_iter().collect();
        keys.sort_unstable();
        keys
    }

    fn add(&self, row: i64) {
        if let Ok(key) = u32::try_from(row) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(RecordKey(key));
        }
    }
}

impl Writer {
    /// What it touches from now on.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn touched(&mut self) -> Result<Touched, StoreError> {
        let touched = Touched::default();
        let told = touched.clone();
        let hook = move |_, _: &str, table: &str, row| {
            if table == "article" {
                told.add(row);
            }
        };
        let installed = self.connection.update_hook(Some(hook));
        self.check(installed)?;
        Ok(touched)
    }

    /// Brings what stands in the log into the file, as far as nobody still reads what was before: a
    /// file without a log opens faster.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn settle(&self) -> Result<(), StoreError> {
        self.check(self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())))
    }
}

impl Archive {
    /// What a list shows of the first `most` articles that came in after the one with the key `after`, in
    /// the order in which they came.
    ///
    /// # Errors
    /// What the file says.
    pub fn added_since(&self, after: RecordKey, most: usize) -> Result<Vec<Summary>, StoreError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, title, stand_in, printed, outlet, quotations FROM article WHERE id > ? ORDER BY id LIMIT ?",
            )?;
            statement.query_map((after.0, codec::offset(most)), queries::summary_of_row)?.collect()
        })
    }

    /// The key of the article that came in last; nothing comes in under a lower one. That of no article, if
    /// there is none.
    ///
    /// # Errors
    /// What the file says.
    pub fn newest(&self) -> Result<RecordKey, StoreError> {
        self.ask(|connection| {
            connection.query_row("SELECT coalesce(max(id), 0) FROM article", [], |row| row.get(0).map(RecordKey))
        })
    }

    /// What a list shows of the articles with these keys, and the keys of those that are gone.
    ///
    /// # Errors
    /// What the file says.
    pub fn look_up(&self, keys: &[RecordKey]) -> Result<(Vec<Summary>, Vec<RecordKey>), StoreError> {
        self.ask(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT id, title, stand_in, printed, outlet, quotations FROM article WHERE id = ?")?;
            let (mut there, mut gone) = (Vec::new(), Vec::new());
            for key in keys {
                match statement.query_map([key.0], queries::summary_of_row)?.next() {
                    Some(summary) => there.push(summary?),
                    None => gone.push(*key),
                }
            }
            Ok((there, gone))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::library::load::Cancel;

    #[test]
    fn what_comes_changes_and_goes_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open(&folder.path().join("new.db")).unwrap();
        let mut writer = archive.writer().unwrap();
        let touched = writer.touched().unwrap();
        let articles = |texts: &[&str]| texts.iter().map(|text| Article::from_body((*text).to_owned())).collect();
        let mut give = |texts: &[&str]| {
            let articles: Vec<Article> = articles(texts);
            writer.add_given("some", articles).unwrap();
            writer.index(&Cancel::default(), &mut |_| {}).unwrap();
            archive.look_up(&touched.take()).unwrap()
        };
        let (there, gone) = give(&["“It is done,” Ana Ruiz said.", "Two."]);
        assert_eq!((there.len(), there[0].quotations, gone.len()), (2, 1, 0));
        let (there, gone) = give(&["Two.", "Three."]);
        assert_eq!(there.iter().map(|summary| summary.key.0).collect::<Vec<_>>(), [2, 3], "one moved, one new");
        assert_eq!(gone, [RecordKey(1)]);
        let added = archive.added_since(RecordKey(1), 9).unwrap();
        assert_eq!(added.iter().map(|summary| summary.key.0).collect::<Vec<_>>(), [2, 3]);
        assert!(archive.added_since(archive.newest().unwrap(), 9).unwrap().is_empty());
    }
}

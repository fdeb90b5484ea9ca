//! What a library was made from: its sources, and what became of each.

use super::archive::Archive;
use super::codec;
use super::db::StoreError;
use rusqlite::Row;
use std::path::PathBuf;

/// What a library is made from, and how large it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stock {
    /// The sources: those that gave nothing, or not all, before the others; each in the order of the folders.
    pub sources: Vec<Source>,
    /// How many sources there are in all.
    pub all: usize,
    /// How many of them gave nothing, or not all.
    pub failed: usize,
    /// How many articles can be read but are not searchable yet.
    pub pending: usize,
    /// When the first and the last article was printed: ISO 8601, as exact as it is known.
    pub printed: Option<(String, String)>,
    /// The file it is kept in, and its size in bytes; none where it is held in memory.
    pub file: Option<(PathBuf, u64)>,
}

/// Something that articles were read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file, or the name that a caller gave.
    pub path: PathBuf,
    /// How many articles it gave.
    pub articles: usize,
    /// Why it gave nothing, or not all.
    pub failure: Option<String>,
}

const SOURCES: &str = "SELECT path, failure,
        (SELECT count(*) FROM article INDEXED BY article_by_source WHERE article.source = source.id)
    FROM source ORDER BY failure IS NULL, walk_key LIMIT ?";

const PRINTED: &str = "SELECT (SELECT printed FROM article WHERE printed <> '' ORDER BY printed LIMIT 1),
        (SELECT printed FROM article WHERE printed <> '' ORDER BY printed DESC LIMIT 1)";

impl Archive {
    /// What the library is made from, with at most `most` sources.
    ///
    /// # Errors
    /// What the file says.
    pub fn stock(&self, most: usize) -> Result<Stock, StoreError> {
        let pending = self.pending()?;
        let file = Some((self.path().to_path_buf(), self.size()));
        self.ask(|connection| {
            let number = |row: &Row<'_>, column| row.get::<_, u32>(column).map(|number| number as usize);
            let mut sources = connection.prepare_cached(SOURCES)?;
            let sources = sources.query_map([codec::offset(most)], |row| {
                let (path, failure) = (codec::path_from_sql(row.get_ref(0)?)?, row.get(1)?);
                Ok(Source { path, failure, articles: number(row, 2)? })
            })?;
            let sources = sources.collect::<Result<_, _>>()?;
            let (all, failed) = connection
                .prepare_cached("SELECT count(*), count(failure) FROM source")?
                .query_row([], |row| Ok((number(row, 0)?, number(row, 1)?)))?;
            let printed = connection
                .prepare_cached(PRINTED)?
                .query_row([], |row| Ok(row.get::<_, Option<String>>(0)?.zip(row.get::<_, Option<String>>(1)?)))?;
            Ok(Stock { sources, all, failed, pending, printed, file })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::ReadOptions;
    use crate::library::load::{Cancel, reading};
    use std::fs;

    #[test]
    fn what_failed_stands_first_and_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let articles = folder.path().join("articles");
        fs::create_dir(&articles).unwrap();
        fs::write(articles.join("a.txt"), "Date: 3 March 2021\n\n“We will,” Ada Stone said.\n").unwrap();
        fs::write(articles.join("b.txt"), b"\0\0\0\x01").unwrap();
        let archive = Archive::open(&folder.path().join("some.db")).unwrap();
        let mut writer = archive.writer().unwrap();
        writer.import(&[articles], &reading(&ReadOptions::default()), &Cancel::default(), &mut |_| {}).unwrap();
        let stock = archive.stock(9).unwrap();
        assert_eq!((stock.all, stock.failed, stock.pending), (2, 1, 1));
        assert!(stock.sources[0].path.ends_with("b.txt") && stock.sources[0].failure.is_some());
        assert_eq!((stock.sources[1].articles, &stock.sources[1].failure), (1, &None));
        assert_eq!(stock.printed, Some(("2021-03-03".to_owned(), "2021-03-03".to_owned())));
        assert!(stock.file.is_some_and(|(_, size)| size > 0));
    }
}

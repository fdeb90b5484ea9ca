//! The articles that a reader should know something about, for the way they were read.

use super::archive::Archive;
use super::db::StoreError;
use super::{RecordKey, codec, rows};
use crate::article::{ArticleId, Origin, Place, Warning};
use rusqlite::Row;

/// An article with warnings, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warned {
    /// Which record.
    pub key: RecordKey,
    /// The article's id.
    pub article: ArticleId,
    /// Where its bytes came from.
    pub origin: Origin,
    /// Where they stood in there.
    pub place: Place,
    /// What a reader should know.
    pub warnings: Vec<Warning>,
}

/// How many are asked for at a time.
const PAGE: usize = 1000;

const WARNED: &str = "SELECT article.id, article_id, source.kind, source.path, member, record, line, warnings
    FROM article INDEXED BY article_warned JOIN source ON source.id = article.source
    WHERE warnings IS NOT NULL AND article.id > ? ORDER BY article.id LIMIT ?";

const COUNT: &str = "SELECT count(*) FROM article INDEXED BY article_warned WHERE warnings IS NOT NULL AND id > ?";

impl Archive {
    /// The articles with warnings among those that came in after the one with the key `after`, in the order in
    /// which they came; [`RecordKey(0)`](RecordKey) is before all of them. They are asked for a few at a time, and
    /// what the file says against that comes last.
    pub fn warned_since(&self, after: RecordKey) -> impl Iterator<Item = Result<Warned, StoreError>> {
        let mut after = Some(after);
        let pages = std::iter::from_fn(move || {
            let page = self.warned_page(after?);
            after = page.as_ref().ok().and_then(|page| page.last()).map(|last| last.key);
            Some(page)
        });
        pages.flat_map(|page| match page {
            Ok(page) => page.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        })
    }

    fn warned_page(&self, after: RecordKey) -> Result<Vec<Warned>, StoreError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(WARNED)?;
            statement.query_map((after.0, codec::offset(PAGE)), warned_of_row)?.collect()
        })
    }

    /// How many articles with warnings came in after the one with the key `after`.
    ///
    /// # Errors
    /// What the file says.
    pub fn count_warned_since(&self, after: RecordKey) -> Result<usize, StoreError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(COUNT)?;
            statement.query_row([after.0], |row| row.get::<_, u32>(0).map(|number| number as usize))
        })
    }
}

fn warned_of_row(row: &Row<'_>) -> rusqlite::Result<Warned> {
    Ok(Warned {
        key: RecordKey(row.get(0)?),
        article: codec::content_id(row.get_ref(1)?.as_str()?)?,
        origin: rows::origin(row.get_ref(2)?.as_str()?, &codec::path_from_sql(row.get_ref(3)?)?),
        place: codec::place(row.get(4)?, row.get(5)?, row.get(6)?),
        warnings: rows::warnings(row.get_ref(7)?)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::import::ReadOptions;
    use crate::library::load::{Cancel, reading};
    use std::fs;

    #[test]
    fn what_was_said_of_the_reading_is_listed_with_its_place_and_goes_with_its_cause() {
        let folder = tempfile::tempdir().unwrap();
        let dump = folder.path().join("dump.jsonl");
        let lines = "{\"text\": \"One.\", \"date\": \"3/4/2021\"}\n{\"text\": \"Two.\"}\n\
            {\"text\": \"Thr\u{e9}e.\", \"date\": \"31 June 2021\"}\n";
        fs::write(&dump, encoding_rs::WINDOWS_1252.encode(lines).0).unwrap();
        let archive = Archive::open(&folder.path().join("some.db")).unwrap();
        let mut writer = archive.writer().unwrap();
        let mut import = |options: &ReadOptions| {
            writer.import(std::slice::from_ref(&dump), &reading(options), &Cancel::default(), &mut |_| ()).unwrap()
        };
        import(&ReadOptions::default());
        let warned_since = |key| archive.warned_since(key).collect::<Result<Vec<_>, _>>().unwrap();
        let warned = warned_since(RecordKey(0));
        let places: Vec<_> = warned.iter().map(|warned| (warned.place.record, warned.warnings.len())).collect();
        assert_eq!(places, [(Some(1), 1), (Some(3), 2)]);
        assert!(warned.iter().all(|warned| warned.origin == Origin::File(dump.clone())));
        assert!(warned[0].warnings[0].message.contains("3/4/2021"));
        assert_eq!(warned_since(warned[0].key), warned[1..]);
        assert_eq!(archive.count_warned_since(RecordKey(0)).unwrap(), 2);
        assert_eq!(archive.count_warned_since(warned[1].key).unwrap(), 0);

        // Once the encoding is said it is no guess any more, though the text is the same.
        let report = import(&ReadOptions { encoding: Some(encoding_rs::WINDOWS_1252), ..Default::default() });
        assert_eq!((report.articles.kept, report.articles.added), (3, 0));
        let warned = warned_since(RecordKey(0));
        assert!(warned.iter().all(|warned| warned.warnings.len() == 1), "{warned:?}");
    }

    #[test]
    fn however_many_there_are_each_is_listed_once() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open(&folder.path().join("some.db")).unwrap();
        let articles = (0..2 * PAGE).map(|n| {
            let mut article = Article::from_body(format!("Number {n}."));
            article.warnings.push(Warning { message: n.to_string() });
            article
        });
        archive.writer().unwrap().add_given("some", articles).unwrap();
        let listed = archive.warned_since(RecordKey(0)).map(|warned| warned.unwrap().warnings.remove(0).message);
        assert!(listed.eq((0..2 * PAGE).map(|n| n.to_string())));
    }
}

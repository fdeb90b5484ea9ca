//! Whether a library is whole: what SQLite finds, and what the rows say of each other.

use super::db::StoreError;
use super::load::Cancel;
use super::writer::{Writer, text_hash};
use super::{codec, rows};
use crate::article::Article;

/// Something in a library that is not as it was written, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(pub String);

/// How many faults are told.
const MOST_FAULTS: usize = 100;

/// Statements that find nothing in a whole library, and what it means if they do.
const PROMISES: &[(&str, &str)] = &[
    ("SELECT 1 FROM total WHERE articles <> (SELECT count(*) FROM article)", "the number of articles is wrong"),
    ("SELECT 1 FROM total WHERE quotations <> (SELECT count(*) FROM quotation)", "the number of quotations is wrong"),
    (
        "SELECT id FROM article WHERE quotations <> (SELECT count(*) FROM quotation WHERE article = article.id)",
        "an article has more or fewer quotations than it says",
    ),
    ("SELECT id FROM quotation WHERE article NOT IN (SELECT id FROM article)", "a quotation is in no article"),
    ("SELECT id FROM article WHERE text NOT IN (SELECT id FROM text)", "an article has no text"),
    ("SELECT id FROM article WHERE source NOT IN (SELECT id FROM source)", "an article is from nowhere"),
    ("SELECT id FROM text WHERE id NOT IN (SELECT text FROM article)", "a text is in no article"),
    (
        "SELECT id FROM quotation WHERE speaker IS NOT NULL AND speaker NOT IN (SELECT id FROM speaker)
            OR rule NOT IN (SELECT id FROM rule)",
        "a quotation names a speaker or a rule that is not there",
    ),
];

impl Writer {
    /// What is wrong with the library: nothing, if it is whole. Reads all of it.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn verify(&mut self, cancel: &Cancel) -> Result<Vec<Fault>, StoreError> {
        let mut faults = Vec::new();
        let found = self.check(self.structure(&mut faults));
        match found {
            Err(StoreError::Damaged { detail, .. }) => faults.push(Fault(detail)),
            other => other?,
        }
        if faults.is_empty() {
            self.check(self.promises(&mut faults))?;
            self.check(self.articles(cancel, &mut faults))?;
        }
        faults.truncate(MOST_FAULTS);
        Ok(faults)
    }

    fn structure(&self, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        let mut check = self.connection.prepare("PRAGMA integrity_check")?;
        for answer in check.query_map([], |row| row.get::<_, String>(0))? {
            // SQLite tells of all faults at once, a line each, under a heading.
            let is_fault = |line: &&str| *line != "ok" && !line.starts_with("***");
            faults.extend(answer?.lines().filter(is_fault).map(|line| Fault(line.to_owned())));
        }
        for (index, sql) in [
            ("articles", "INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)"),
            ("quotations", "INSERT INTO quotation_fts (quotation_fts, rank) VALUES ('integrity-check', 1)"),
        ] {
            if let Err(error) = self.connection.execute(sql, []) {
                faults.push(Fault(format!("the full text of {index} is not theirs: {error}")));
            }
        }
        Ok(())
    }

    fn promises(&self, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        for (sql, fault) in PROMISES {
            if self.connection.prepare(sql)?.exists([])? {
                faults.push(Fault((*fault).to_owned()));
            }
        }
        Ok(())
    }

    /// Reads every article, and compares it with its hashes.
    fn articles(&self, cancel: &Cancel, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        let mut keys = self
            .connection
            .prepare("SELECT article.id, article_id, words_hash FROM article JOIN text ON text.id = article.text")?;
        let mut found = keys.query([])?;
        while let Some(row) = found.next()? {
            if cancel.is_cancelled() || faults.len() >= MOST_FAULTS {
                break;
            }
            let id: i64 = row.get(0)?;
            let name: String = row.get(1)?;
            match self.is_whole(id, row.get(2)?) {
                Ok(true) => {}
                Ok(false) => faults.push(Fault(format!("the text of article {name} is not the one that was read"))),
                Err(error) => faults.push(Fault(format!("article {name} cannot be read: {error}"))),
            }
        }
        Ok(())
    }

    fn is_whole(&self, id: i64, words_hash: i64) -> rusqlite::Result<bool> {
        let Some(article) = rows::article(&self.connection, id)? else { return Err(codec::invalid("no article")) };
        rows::quotations(&self.connection, id, &article.text)?;
        Ok(matches_its_hashes(&article, words_hash))
    }
}

fn matches_its_hashes(article: &Article, words_hash: i64) -> bool {
    article.id == article.content_id() && text_hash(article) == words_hash
}

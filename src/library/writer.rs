//! The one writer of a library: articles in, batch by batch, each batch whole or not at all.

use super::archive::Archive;
use super::db::StoreError;
use super::rows::{self, ArticleKeys};
use super::sources::{self, Described, Stamp};
use super::{codec, printings};
use crate::article::{Article, ContentId, Place, Printed, Warning};
use chrono::Datelike;
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;
use std::fs::File;
use std::ops::AddAssign;
use std::path::Path;
use std::time::{Duration, Instant};

/// How much one transaction holds: it ends as soon as any of these is reached.
#[derive(Debug, Clone, Copy)]
pub(super) struct Batch {
    pub articles: usize,
    /// Of their texts.
    pub bytes: usize,
    /// Since it was begun.
    pub time: Duration,
}

/// When a transaction of articles that can be read ends. Their indexes are in no order of time, so that every
/// transaction writes most of their pages anew: the more articles it holds, the less is written.
const READABLE: Batch = Batch { articles: 8192, bytes: 32 << 20, time: Duration::from_millis(500) };

/// How much of the file the writer holds in memory, in KiB: the pages that one transaction changes.
const CACHE: i64 = 65_536;

/// The transaction that is open.
#[derive(Debug)]
struct Transaction {
    begun: Instant,
    articles: usize,
    bytes: usize,
}

/// An article with what can be worked out about it on any thread.
#[derive(Debug)]
pub(super) struct Prepared {
    article: Article,
    words_hash: i64,
    fingerprint: i64,
}

impl Prepared {
    pub fn new(article: Article) -> Self {
        let article = with_sortable_date(article);
        let words_hash = text_hash(&article);
        let fingerprint = codec::hash_number(fingerprint(&article));
        Self { article, words_hash, fingerprint }
    }
}

/// The article without a date that would not stand where it belongs among others as ISO 8601 writes them,
/// one outside of the years 0 to 9999. No file says such a date, but a caller may.
fn with_sortable_date(mut article: Article) -> Article {
    if article.printed.first_day().is_some_and(|day| !(0..=9999).contains(&day.year())) {
        let message = format!("a library cannot keep the date {}", article.printed);
        article.warnings.push(Warning { message });
        article.printed = Printed::Unknown;
        article.id = article.content_id();
    }
    article
}

/// What tells the text of an article from one of other words.
pub(super) fn text_hash(article: &Article) -> i64 {
    codec::hash_number(ContentId::of([article.folded_words().as_bytes()]))
}

/// What changes as soon as anything that was read of an article does.
fn fingerprint(article: &Article) -> ContentId {
    let Article { id, text, title, printed: _, dateline, outlet, byline, section, url, .. } = article;
    let place = dateline.as_ref().map(|dateline| &dateline.place);
    let fields = [Some(&title.text), place, outlet.as_ref(), byline.as_ref(), section.as_ref(), url.as_ref()];
    let fields = fields.iter().map(|field| field.map_or(&b"\0"[..], |field| field.as_bytes()));
    let spans = codec::spans_to_bytes(&article.paragraphs);
    ContentId::of([&id.to_bytes(), text.as_bytes(), &spans].into_iter().chain(fields))
}

/// What became of the articles of one source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// New ones.
    pub added: u64,
    /// Those that were there already.
    pub kept: u64,
    /// Those that are no longer in it.
    pub removed: u64,
}

impl AddAssign for Changes {
    fn add_assign(&mut self, more: Self) {
        self.added += more.added;
        self.kept += more.kept;
        self.removed += more.removed;
    }
}

/// The right to write to a library, which one instance at a time has. Given back when dropped,
/// and by the system however the program ends.
#[derive(Debug)]
pub struct Writer {
    pub(super) archive: Archive,
    pub(super) connection: Connection,
    transaction: Option<Transaction>,
    source: Option<OpenSource>,
    _claim: File,
}

/// The source whose articles are being written.
#[derive(Debug)]
struct OpenSource {
    id: i64,
    next_place: i64,
    /// The keys of the articles it had, by their fingerprints.
    before: HashMap<i64, Vec<i64>>,
    /// Whether those of them that do not come again stay.
    grows: bool,
    changes: Changes,
}

impl Archive {
    /// Claims the right to write.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another instance has it; whatever [`Archive::open`] says.
    pub fn writer(&self) -> Result<Writer, StoreError> {
        let claim = self.place().claim()?;
        let connection = self.place().open()?;
        let cached = connection.pragma_update(None, "cache_size", -CACHE);
        cached.map_err(|error| self.place().error(error))?;
        Ok(Writer { archive: self.clone(), connection, transaction: None, source: None, _claim: claim })
    }
}

impl Writer {
    /// What SQLite says, as this file's error.
    pub(super) fn check<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|error| self.archive.place().error(error))
    }

    /// Begins a transaction, unless one is open.
    pub(super) fn begin(&mut self) -> Result<(), StoreError> {
        if self.transaction.is_none() {
            self.check(self.connection.execute_batch("BEGIN IMMEDIATE"))?;
            self.transaction = Some(Transaction { begun: Instant::now(), articles: 0, bytes: 0 });
        }
        Ok(())
    }

    /// Notes that the open transaction holds one more article, with so many bytes of text.
    pub(super) fn count(&mut self, bytes: usize) {
        if let Some(transaction) = &mut self.transaction {
            transaction.articles += 1;
            transaction.bytes += bytes;
        }
    }

    /// Whether the open transaction is to end.
    pub(super) fn is_due(&self, batch: &Batch) -> bool {
        self.transaction.as_ref().is_some_and(|open| {
            open.articles >= batch.articles || open.bytes >= batch.bytes || open.begun.elapsed() >= batch.time
        })
    }

    /// Keeps what was written so far.
    pub(super) fn commit(&mut self) -> Result<(), StoreError> {
        if self.transaction.is_some() {
            self.check(self.connection.execute_batch("COMMIT"))?;
            self.transaction = None;
        }
        Ok(())
    }

    /// Keeps what was written so far if it is enough for a batch, or has waited long; says whether.
    pub(super) fn commit_if_due(&mut self) -> Result<bool, StoreError> {
        let due = self.is_due(&READABLE);
        if due {
            self.commit()?;
        }
        Ok(due)
    }

    /// The articles that follow are those of this source, in their order.
    pub(super) fn open_source(&mut self, source: &Described<'_>) -> Result<(), StoreError> {
        self.begin()?;
        let id = self.check(sources::open(&self.connection, source))?;
        let before = self.check(self.fingerprints(id))?;
        self.source = Some(OpenSource { id, next_place: 0, before, grows: false, changes: Changes::default() });
        Ok(())
    }

    /// The articles that follow are added to those that this source had before.
    pub(super) fn extend_source(&mut self, source: &Described<'_>) -> Result<(), StoreError> {
        self.open_source(source)?;
        if let Some(source) = &mut self.source {
            source.next_place = codec::offset(source.before.values().map(Vec::len).sum());
            source.grows = true;
        }
        Ok(())
    }

    fn fingerprints(&self, source: i64) -> rusqlite::Result<HashMap<i64, Vec<i64>>> {
        let mut before: HashMap<i64, Vec<i64>> = HashMap::new();
        let mut statement = self
            .connection
            .prepare_cached("SELECT fingerprint, id FROM article WHERE source = ? ORDER BY source, place DESC")?;
        for row in statement.query_map([source], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (fingerprint, article) = row?;
            before.entry(fingerprint).or_default().push(article);
        }
        Ok(before)
    }

    /// Writes the next article of the source, unless it has it already.
    pub(super) fn add(&mut self, prepared: &Prepared) -> Result<(), StoreError> {
        self.begin()?;
        let Some(mut source) = self.source.take() else { return Ok(()) };
        let known = source.before.get_mut(&prepared.fingerprint).and_then(Vec::pop);
        let written = match known {
            Some(article) => {
                source.changes.kept += 1;
                if source.grows { Ok(()) } else { self.renumber(article, source.next_place, &prepared.article) }
            }
            None => {
                source.changes.added += 1;
                self.insert(prepared, source.id, source.next_place)
            }
        };
        source.next_place += 1;
        self.source = Some(source);
        self.check(written)?;
        self.count(prepared.article.text.len());
        Ok(())
    }

    /// Notes where an article stands by now, and what there was to say of the reading.
    fn renumber(&self, key: i64, place: i64, article: &Article) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(
            "UPDATE article SET place = ?2, member = ?3, record = ?4, line = ?5, warnings = ?6
             WHERE id = ?1 AND (place, member, record, line, warnings) IS NOT (?2, ?3, ?4, ?5, ?6)",
        )?;
        let Place { member, record, line } = &article.place;
        let (record, line) = (record.map(codec::number), line.map(codec::number));
        let warnings = codec::list_to_json(&article.warnings);
        statement.execute((key, place, member, record, line, warnings)).map(drop)
    }

    fn insert(&self, prepared: &Prepared, source: i64, place: i64) -> rusqlite::Result<()> {
        let connection = &self.connection;
        let (text, own_body) = self.text(prepared.words_hash, &prepared.article.text)?;
        let keys = ArticleKeys { text, source, place, fingerprint: prepared.fingerprint };
        rows::insert_article(connection, &prepared.article, keys, own_body)?;
        connection.prepare_cached("UPDATE total SET articles = articles + 1")?.execute([]).map(drop)
    }

    /// The text with these words, and whether `body` is another form of it.
    fn text(&self, words_hash: i64, body: &str) -> rusqlite::Result<(i64, bool)> {
        let mut insert =
            self.connection.prepare_cached("INSERT OR IGNORE INTO text (words_hash, body) VALUES (?, ?)")?;
        if insert.execute((words_hash, body))? > 0 {
            return Ok((self.connection.last_insert_rowid(), false));
        }
        let mut same = self.connection.prepare_cached("SELECT id, body <> ?2 FROM text WHERE words_hash = ?1")?;
        same.query_row((words_hash, body), |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// The source has no more articles; those that it had before and has no longer go.
    pub(super) fn close_source(&mut self, failure: Option<&str>) -> Result<Changes, StoreError> {
        let Some(mut source) = self.source.take() else { return Ok(Changes::default()) };
        // What a failure keeps from being read is not gone: the file may be cut off for the moment.
        let stays = source.grows || failure.is_some();
        for article in source.before.into_values().flatten().filter(|_| !stays) {
            self.check(remove_article(&self.connection, article))?;
            source.changes.removed += 1;
        }
        self.check(sources::close(&self.connection, source.id, failure))?;
        Ok(source.changes)
    }

    /// The source could not be read to its end: what it had stays, and it is read again next time.
    pub(super) fn leave_source(&mut self) {
        self.source = None;
    }

    /// Gives up what was written since the last batch was kept.
    pub(super) fn abandon(&mut self) {
        self.source = None;
        if self.transaction.take().is_some() {
            // Where even this fails, closing the connection does the same.
            drop(self.connection.execute_batch("ROLLBACK"));
        }
    }

    /// The source, which has not changed, is now at `path`, with this stamp.
    pub(super) fn relocate(&mut self, source: i64, path: &Path, stamp: Stamp) -> Result<(), StoreError> {
        self.begin()?;
        self.check(sources::relocate(&self.connection, source, path, stamp))
    }

    /// Removes a source with all of its articles; says how many.
    pub(super) fn remove_source(&mut self, source: i64) -> Result<u64, StoreError> {
        self.begin()?;
        let articles = self.check(self.fingerprints(source))?;
        let mut removed = 0;
        for article in articles.into_values().flatten() {
            self.check(remove_article(&self.connection, article))?;
            removed += 1;
        }
        let deleted = self.connection.execute("DELETE FROM source WHERE id = ?", [source]);
        self.check(deleted)?;
        Ok(removed)
    }
}

/// Removes an article with everything that was made from it.
fn remove_article(connection: &Connection, article: i64) -> rusqlite::Result<()> {
    let run = |sql: &str| connection.prepare_cached(sql)?.execute([article]);
    let mut found = connection.prepare_cached("SELECT text, stage FROM article WHERE id = ?")?;
    let found = found.query_row([article], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?))).optional()?;
    let Some((text, stage)) = found else { return Ok(()) };
    if stage > 1 {
        run("INSERT INTO article_fts (article_fts, rowid, title, body)
             SELECT 'delete', number, title, body FROM article_words WHERE id = ?")?;
        run("INSERT INTO quotation_fts (quotation_fts, rowid, words)
             SELECT 'delete', number, words FROM quotation_words WHERE article = ?")?;
    }
    run("UPDATE total SET articles = articles - 1, people_stale = 1,
            quotations = quotations - (SELECT count(*) FROM quotation WHERE article = ?)")?;
    run("DELETE FROM quotation WHERE article = ?")?;
    run("DELETE FROM article WHERE id = ?")?;
    printings::drop_unused_text(connection, text)
}

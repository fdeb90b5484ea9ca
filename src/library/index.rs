//! The second stage of an import: articles that can be read get their quotations and become
//! searchable, the newest first, while the library is being read.

use super::archive::Archive;
use super::codec;
use super::db::StoreError;
use super::load::Cancel;
use super::names::Name;
use super::printings::link_texts;
use super::rows::{self, QuotationKeys};
use super::sketch::Sketch;
use super::writer::Writer;
use crate::article::Article;
use crate::parallel;
use crate::quote::{self, Quotation};
use crossbeam_channel::{Sender, bounded};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// How many articles are made searchable in one transaction, unless it holds so many bytes of
/// text, or has waited so long, before.
const BATCH: usize = 2000;
const BATCH_BYTES: usize = 8 << 20;
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// How many articles one thread takes at a time, at most, and of how many bytes: so many that what
/// is under way while a batch is written makes the next one.
const PIECE: usize = 128;
const PIECE_BYTES: usize = 512 << 10;

/// How many speakers are remembered between two articles that quote them.
const MOST_SPEAKERS: usize = 100_000;

/// How far the second stage is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Indexed {
    /// Articles that became searchable.
    pub articles: u64,
    /// Articles that still wait.
    pub pending: u64,
    /// Articles that the engine failed on, a fault of ours: searchable, but without quotations.
    pub failed: u64,
}

/// An article that waits for its quotations.
struct Pending {
    id: i64,
    article: Article,
}

/// An article with all that is to be written of it.
struct Extracted {
    id: i64,
    article: Article,
    quotations: Vec<(Quotation, String)>,
    sketch: Option<Sketch>,
    failed: bool,
}

impl Extracted {
    fn new(Pending { id, article }: Pending) -> Self {
        let found = catch_unwind(AssertUnwindSafe(|| quote::extract(&article)));
        let failed = found.is_err();
        let found = found.unwrap_or_default().into_iter();
        let quotations = found.map(|quotation| (quotation.words(&article), quotation));
        let quotations = quotations.map(|(words, quotation)| (quotation, words)).collect();
        let sketch = Sketch::of(&article.folded_words());
        Self { id, article, quotations, sketch, failed }
    }
}

impl Writer {
    /// Finds the quotations of every article that waits for it and makes it searchable, the newest
    /// first; in the end, tells people apart anew. `progress` is told after every batch.
    ///
    /// # Errors
    /// When the library cannot be written to; what was kept before is safe, and this goes on from
    /// there when it is called again.
    pub fn index(&mut self, cancel: &Cancel, progress: &mut dyn FnMut(Indexed)) -> Result<Indexed, StoreError> {
        let archive = self.archive.clone();
        let pending = archive.pending()? as u64;
        let (sender, jobs) = bounded(4);
        let mut intake = Intake {
            writer: self,
            names: Names::default(),
            batch: Vec::new(),
            bytes: 0,
            since: None,
            told: Indexed { pending, ..Indexed::default() },
        };
        let mut outcome = Ok(());
        std::thread::scope(|scope| {
            scope.spawn(move || feed(&archive, cancel, &sender));
            parallel::map_in_order(
                &jobs,
                |job| job.map(|pending| pending.into_iter().map(Extracted::new).collect::<Vec<_>>()),
                |done| {
                    outcome = done.transpose().and_then(|done| intake.take(done.unwrap_or_default(), progress));
                    if outcome.is_err() || cancel.is_cancelled() {
                        ControlFlow::Break(())
                    } else {
                        ControlFlow::Continue(())
                    }
                },
            );
            // Nobody takes its jobs any more: the feeder sees that and ends.
            drop(jobs);
        });
        outcome?;
        intake.write(progress)?;
        let told = intake.told;
        if !cancel.is_cancelled() {
            self.tell_people_apart()?;
        }
        Ok(told)
    }
}

/// Hands over the articles that wait, the newest first, until nobody takes them.
fn feed(archive: &Archive, cancel: &Cancel, jobs: &Sender<Result<Vec<Pending>, StoreError>>) {
    let mut after = None;
    while !cancel.is_cancelled() {
        let piece = archive.ask(|connection| next_piece(connection, &mut after));
        let last = !matches!(&piece, Ok(piece) if !piece.is_empty());
        if jobs.send(piece).is_err() || last {
            return;
        }
    }
}

/// The articles that wait and follow the one at `after`, which moves on.
fn next_piece(connection: &Connection, after: &mut Option<(String, i64)>) -> rusqlite::Result<Vec<Pending>> {
    const FIRST: &str = "SELECT printed, id FROM article WHERE stage = 1 AND ?1 IS NULL ORDER BY printed DESC, id";
    const SAME_DAY: &str = "SELECT printed, id FROM article WHERE stage = 1 AND printed = ?1 AND id > ?2 ORDER BY id";
    const EARLIER: &str =
        "SELECT printed, id FROM article WHERE stage = 1 AND printed < ?1 AND ?2 > 0 ORDER BY printed DESC, id";
    let mut piece = Vec::new();
    let mut bytes = 0;
    let queries = if after.is_none() { &[FIRST][..] } else { &[SAME_DAY, EARLIER] };
    let from = after.clone().unzip();
    for query in queries {
        let parameters: &[&dyn rusqlite::ToSql] = if after.is_none() { &[&from.0] } else { &[&from.0, &from.1] };
        let mut statement = connection.prepare_cached(query)?;
        let mut found = statement.query(parameters)?;
        while piece.len() < PIECE && bytes < PIECE_BYTES {
            let Some(row) = found.next()? else { break };
            let (printed, id) = (row.get(0)?, row.get(1)?);
            if let Some(article) = rows::article(connection, id)? {
                bytes += article.text.len();
                piece.push(Pending { id, article });
            }
            *after = Some((printed, id));
        }
    }
    Ok(piece)
}

/// What was extracted writes itself here.
struct Intake<'a> {
    writer: &'a mut Writer,
    names: Names,
    batch: Vec<Extracted>,
    bytes: usize,
    /// When the first of the batch came.
    since: Option<Instant>,
    told: Indexed,
}

impl Intake<'_> {
    fn take(&mut self, done: Vec<Extracted>, progress: &mut dyn FnMut(Indexed)) -> Result<(), StoreError> {
        if !done.is_empty() {
            self.since.get_or_insert_with(Instant::now);
        }
        self.bytes += done.iter().map(|extracted| extracted.article.text.len()).sum::<usize>();
        self.batch.extend(done);
        let waited = self.since.is_some_and(|since| since.elapsed() >= LONGEST_WAIT);
        if self.batch.len() >= BATCH || self.bytes >= BATCH_BYTES || waited {
            self.write(progress)?;
        }
        Ok(())
    }

    /// Writes the batch, whole or not at all.
    fn write(&mut self, progress: &mut dyn FnMut(Indexed)) -> Result<(), StoreError> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let mut batch = std::mem::take(&mut self.batch);
        (self.bytes, self.since) = (0, None);
        // FTS5 gathers rows as long as their numbers rise.
        batch.sort_unstable_by_key(|extracted| extracted.id);
        let place = self.writer.archive.place().clone();
        let transaction = self.writer.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate);
        let written = transaction.and_then(|transaction| {
            write(&transaction, &mut self.names, &batch)?;
            transaction.commit()
        });
        written.map_err(|error| place.error(error))?;
        self.told.articles += batch.len() as u64;
        self.told.pending = self.told.pending.saturating_sub(batch.len() as u64);
        self.told.failed += batch.iter().filter(|extracted| extracted.failed).count() as u64;
        progress(self.told);
        Ok(())
    }
}

/// Writes the articles' quotations, and the rows of both full texts; they can then be searched.
///
/// Between the rows of the full texts stand none but inserts of one row: any other statement opens a
/// savepoint, at which FTS5 writes out what it has gathered, and merges it with all the rest.
fn write(connection: &Connection, names: &mut Names, batch: &[Extracted]) -> rusqlite::Result<()> {
    let mut row = rows::prepare_quotation(connection)?;
    let mut words_row = connection.prepare_cached("INSERT INTO quotation_fts (rowid, words) VALUES (?, ?)")?;
    for Extracted { id, article, quotations, .. } in batch {
        let printed = article.printed.iso().unwrap_or_default();
        for (place, (quotation, words)) in (0..).zip(quotations) {
            let keys = QuotationKeys {
                article: *id,
                place,
                speaker: names.speaker(connection, quotation)?,
                rule: names.rule(connection, quotation.evidence.rule)?,
            };
            let key = rows::insert_quotation(&mut row, &printed, quotation, words, keys)?;
            words_row.execute((key, words))?;
        }
    }
    // One full text after the other: what FTS5 gathers of both would not fit into a cache.
    let mut article_row = connection.prepare_cached("INSERT INTO article_fts (rowid, title, body) VALUES (?, ?, ?)")?;
    for Extracted { id, article, .. } in batch {
        article_row.execute((id, &article.title.text, &article.text))?;
    }
    finish(connection, batch)
}

/// Counts the quotations that were written, and links the articles' texts.
fn finish(connection: &Connection, batch: &[Extracted]) -> rusqlite::Result<()> {
    let mut stage = connection.prepare_cached("UPDATE article SET stage = 2, quotations = ? WHERE id = ?")?;
    let mut text_of = connection.prepare_cached("SELECT text FROM article WHERE id = ?")?;
    let mut sketches = Vec::new();
    for Extracted { id, quotations, sketch, .. } in batch {
        stage.execute((codec::offset(quotations.len()), id))?;
        if let Some(sketch) = sketch {
            sketches.push((text_of.query_row([id], |row| row.get(0))?, sketch));
        }
    }
    let quotations = batch.iter().map(|extracted| extracted.quotations.len()).sum();
    connection
        .prepare_cached("UPDATE total SET quotations = quotations + ?, people_stale = 1")?
        .execute([codec::offset(quotations)])?;
    link_texts(connection, &sketches)
}

/// The keys of speakers and rules that were written lately.
#[derive(Debug, Default)]
struct Names {
    speakers: HashMap<(bool, String, Option<String>), i64>,
    rules: HashMap<&'static str, i64>,
}

impl Names {
    fn speaker(&mut self, connection: &Connection, quotation: &Quotation) -> rusqlite::Result<Option<i64>> {
        let Some(speaker) = &quotation.speaker else { return Ok(None) };
        let key = (rows::is_known(quotation), speaker.name.clone(), speaker.role.clone());
        if let Some(id) = self.speakers.get(&key) {
            return Ok(Some(*id));
        }
        let mut find =
            connection.prepare_cached("SELECT id FROM speaker WHERE known = ? AND name = ? AND role IS ?")?;
        let found = find.query_row((key.0, &key.1, &key.2), |row| row.get(0)).optional()?;
        let id = match found {
            Some(id) => id,
            None => connection
                .prepare_cached("INSERT INTO speaker (known, name, role, surname) VALUES (?, ?, ?, ?)")?
                .insert((key.0, &key.1, &key.2, Name::parse(&key.1).surname))?,
        };
        if self.speakers.len() >= MOST_SPEAKERS {
            self.speakers.clear();
        }
        self.speakers.insert(key, id);
        Ok(Some(id))
    }

    fn rule(&mut self, connection: &Connection, rule: &'static str) -> rusqlite::Result<i64> {
        if let Some(id) = self.rules.get(rule) {
            return Ok(*id);
        }
        connection.prepare_cached("INSERT OR IGNORE INTO rule (words) VALUES (?)")?.execute([rule])?;
        let mut find = connection.prepare_cached("SELECT id FROM rule WHERE words = ?")?;
        let id = find.query_row([rule], |row| row.get(0))?;
        self.rules.insert(rule, id);
        Ok(id)
    }
}

//! The second stage of an import: articles that can be read get their quotations and become
//! searchable, the newest first, while the library is being read.

mod known;

use super::archive::Archive;
use super::codec;
use super::db::StoreError;
use super::full_text;
use super::load::Cancel;
use super::names::Name;
use super::printings::link_texts;
use super::rows::{self, QuotationKeys};
use super::sketch::Sketch;
use super::writer::{Batch, Writer};
use crate::article::Article;
use crate::parallel;
use crate::quote::{self, Quotation};
use crossbeam_channel::{Sender, bounded};
use rusqlite::{Connection, OptionalExtension, ToSql};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// When a transaction ends. The more it holds, the fewer segments FTS5 has to merge afterwards.
const BATCH: Batch = Batch { articles: 8192, bytes: 32 << 20, time: Duration::from_secs(5) };

/// How many articles make the first run: the newest are soon searchable. Each run is twice as long as the
/// one before it, up to a batch.
const FIRST_RUN: usize = 1024;

/// How many articles one thread takes at a time, at most, and of how many bytes: so many that the
/// writer has enough to go on with after a commit.
const PIECE: usize = 256;
const PIECE_BYTES: usize = 1 << 20;

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
    quotations: Vec<Found>,
    /// What stands in the full text of articles, and under which number.
    number: i64,
    title: String,
    body: String,
    sketch: Option<Sketch>,
    failed: bool,
}

/// A quotation, its words, and those as they stand in the full text of quotations.
struct Found {
    quotation: Quotation,
    words: String,
    folded: String,
}

impl Extracted {
    fn new(pending: Pending) -> Self {
        let found = catch_unwind(AssertUnwindSafe(|| quote::extract(&pending.article)));
        let failed = found.is_err();
        Self::with(pending, found.unwrap_or_default(), failed)
    }

    /// What is to be written of an article with these quotations.
    fn with(Pending { id, article }: Pending, found: Vec<Quotation>, failed: bool) -> Self {
        let quotations = found.into_iter().map(|quotation| {
            let words = quotation.words(&article);
            Found { folded: full_text::words(&words), quotation, words }
        });
        Self {
            id,
            quotations: quotations.collect(),
            number: number(&article, id),
            title: full_text::words(&article.title.text),
            body: full_text::words(&article.text),
            sketch: Sketch::of(&article.folded_words()),
            failed,
            article,
        }
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
            written: Vec::new(),
            told: Indexed { pending, ..Indexed::default() },
        };
        let mut outcome = Ok(());
        std::thread::scope(|scope| {
            scope.spawn(move || {
                if let Err(error) = feed(&archive, cancel, &sender) {
                    drop(sender.send(Err(error)));
                }
            });
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
        let outcome = outcome.and_then(|()| intake.keep(progress));
        let told = intake.told;
        if outcome.is_err() {
            self.abandon();
        }
        outcome?;
        if !cancel.is_cancelled() {
            self.tell_people_apart()?;
        }
        Ok(told)
    }
}

/// Hands over the articles that wait, until nobody takes them: run by run, the newest first, each run in
/// the order of its full text, as FTS5 gathers rows only as long as their numbers rise.
fn feed(archive: &Archive, cancel: &Cancel, jobs: &Sender<Result<Vec<Pending>, StoreError>>) -> Result<(), StoreError> {
    let mut length = FIRST_RUN;
    let mut after = None;
    loop {
        let run = archive.ask(|connection| next_run(connection, &mut after, length))?;
        if run.is_empty() {
            return Ok(());
        }
        let mut run = run.into_iter();
        while run.len() > 0 {
            let piece = archive.ask(|connection| next_piece(connection, &mut run))?;
            if cancel.is_cancelled() || jobs.send(Ok(piece)).is_err() {
                return Ok(());
            }
        }
        length = (2 * length).min(BATCH.articles);
    }
}

/// The keys of the articles that wait and follow the one at `after` (its date and key), which
/// moves on; in the order of their full text.
fn next_run(connection: &Connection, after: &mut Option<(String, i64)>, length: usize) -> rusqlite::Result<Vec<i64>> {
    const FIRST: &str =
        "SELECT printed, id FROM article WHERE stage = 1 AND ?1 IS NULL ORDER BY printed DESC, id LIMIT ?3";
    const SAME_DAY: &str =
        "SELECT printed, id FROM article WHERE stage = 1 AND printed = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
    const EARLIER: &str = "SELECT printed, id FROM article WHERE stage = 1 AND printed < ?1 AND ?2 > 0
            ORDER BY printed DESC, id LIMIT ?3";
    let queries = if after.is_none() { &[FIRST][..] } else { &[SAME_DAY, EARLIER] };
    let (printed, id) = after.clone().unzip();
    let mut numbers = Vec::with_capacity(length);
    for query in queries {
        let left = codec::offset(length - numbers.len());
        let parameters: [&dyn ToSql; 3] = [&printed, &id, &left];
        let mut statement = connection.prepare_cached(query)?;
        let mut found = statement.query(parameters.as_slice())?;
        while let Some(row) = found.next()? {
            let (printed, id): (String, i64) = (row.get(0)?, row.get(1)?);
            numbers.push(full_text::number(&printed, id));
            *after = Some((printed, id));
        }
    }
    numbers.sort_unstable();
    Ok(numbers.into_iter().map(full_text::row).collect())
}

/// The number of an article in its full text.
fn number(article: &Article, id: i64) -> i64 {
    full_text::number(&article.printed.iso().unwrap_or_default(), id)
}

/// The next articles of a run.
fn next_piece(connection: &Connection, run: &mut std::vec::IntoIter<i64>) -> rusqlite::Result<Vec<Pending>> {
    let mut piece = Vec::with_capacity(PIECE.min(run.len()));
    let mut bytes = 0;
    while piece.len() < PIECE && bytes < PIECE_BYTES {
        let Some(id) = run.next() else { break };
        if let Some(article) = rows::article(connection, id)? {
            bytes += article.text.len();
            piece.push(Pending { id, article });
        }
    }
    Ok(piece)
}

/// What was extracted writes itself here.
struct Intake<'a> {
    writer: &'a mut Writer,
    names: Names,
    /// What the open transaction holds.
    written: Vec<Written>,
    told: Indexed,
}

/// What is still to be noted of an article whose quotations and full texts are written.
struct Written {
    id: i64,
    number: i64,
    quotations: usize,
    sketch: Option<Sketch>,
    failed: bool,
}

impl Intake<'_> {
    fn take(&mut self, piece: Vec<Extracted>, progress: &mut dyn FnMut(Indexed)) -> Result<(), StoreError> {
        let next_run = self.written.last().zip(piece.first()).is_some_and(|(last, first)| last.number > first.number);
        if next_run {
            self.keep(progress)?;
        }
        self.writer.begin()?;
        let written = write(&self.writer.connection, &mut self.names, &piece);
        self.writer.check(written)?;
        for Extracted { id, article, quotations, number, sketch, failed, .. } in piece {
            self.writer.count(article.text.len());
            self.written.push(Written { id, number, quotations: quotations.len(), sketch, failed });
        }
        if self.writer.is_due(&BATCH) { self.keep(progress) } else { Ok(()) }
    }

    /// Ends the transaction: what was written can be searched from now on.
    fn keep(&mut self, progress: &mut dyn FnMut(Indexed)) -> Result<(), StoreError> {
        let batch = std::mem::take(&mut self.written);
        if batch.is_empty() {
            return self.writer.commit();
        }
        self.writer.check(finish(&self.writer.connection, &batch))?;
        self.writer.commit()?;
        self.told.articles += batch.len() as u64;
        self.told.pending = self.told.pending.saturating_sub(batch.len() as u64);
        self.told.failed += batch.iter().filter(|written| written.failed).count() as u64;
        progress(self.told);
        Ok(())
    }
}

/// Writes the articles' quotations, and the rows of both full texts, whose numbers rise.
///
/// Between the rows of the full texts stand only statements that touch one row: any other opens a
/// savepoint, at which FTS5 writes out what it has gathered, and merges it with all the rest.
fn write(connection: &Connection, names: &mut Names, piece: &[Extracted]) -> rusqlite::Result<()> {
    let mut row = rows::prepare_quotation(connection)?;
    let mut words_row = connection.prepare_cached("INSERT INTO quotation_fts (rowid, words) VALUES (?, ?)")?;
    for Extracted { id, article, quotations, .. } in piece {
        let printed = article.printed.iso().unwrap_or_default();
        for (place, Found { quotation, words, folded }) in (0..).zip(quotations) {
            let keys = QuotationKeys {
                article: *id,
                place,
                speaker: names.speaker(connection, quotation)?,
                rule: names.rule(connection, quotation.evidence.rule)?,
            };
            let key = rows::insert_quotation(&mut row, &printed, quotation, words, keys)?;
            words_row.execute((full_text::number(&printed, key), folded))?;
        }
    }
    // One full text after the other: what FTS5 gathers of both would not fit into a cache.
    let mut article_row = connection.prepare_cached("INSERT INTO article_fts (rowid, title, body) VALUES (?, ?, ?)")?;
    for Extracted { number, title, body, .. } in piece {
        article_row.execute((number, title, body))?;
    }
    Ok(())
}

/// Notes that the articles can be searched, counts their quotations, and links their texts.
fn finish(connection: &Connection, batch: &[Written]) -> rusqlite::Result<()> {
    let mut stage = connection.prepare_cached("UPDATE article SET stage = 2, quotations = ? WHERE id = ?")?;
    let mut text_of = connection.prepare_cached("SELECT text FROM article WHERE id = ?")?;
    let mut sketches = Vec::new();
    for Written { id, quotations, sketch, .. } in batch {
        stage.execute((codec::offset(*quotations), id))?;
        if let Some(sketch) = sketch {
            sketches.push((text_of.query_row([id], |row| row.get(0))?, sketch));
        }
    }
    let quotations = batch.iter().map(|written| written.quotations).sum();
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

//! The second stage of an import: articles that can be read get their quotations and become
//! searchable, the newest first, while the library is being read.

mod keys;
mod known;

use super::archive::Archive;
use super::codec;
use super::db::StoreError;
use super::full_text::{self, Inverter, Postings};
use super::load::Cancel;
use super::printings::link_texts;
use super::rows::{self, QuotationKeys};
use super::sketch::Sketch;
use super::writer::{Batch, Writer};
use crate::article::Article;
use crate::parallel;
use crate::quote::{self, Quotation};
use crossbeam_channel::{Sender, bounded};
use keys::Keys;
use rusqlite::{Connection, ToSql};
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
    /// Its date in ISO 8601, and what stands in the full text of articles, under which number.
    printed: String,
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
        let printed = article.printed.iso().unwrap_or_default();
        Self {
            id,
            quotations: quotations.collect(),
            number: full_text::number(&printed, id),
            title: full_text::words(&article.title.text),
            body: full_text::words(&article.text),
            sketch: Sketch::of(&article.folded_words()),
            failed,
            printed,
            article,
        }
    }
}

/// Articles in the order of their full text, with what is to be added to both.
struct Piece {
    articles: Vec<Extracted>,
    bodies: Postings,
    /// The rows are numbered as though the piece's first quotation had the key 0.
    words: Postings,
}

impl Piece {
    fn of(articles: Vec<Extracted>) -> Self {
        let (mut bodies, mut words) = (Inverter::default(), Inverter::default());
        let mut key = 0;
        for Extracted { printed, number, title, body, quotations, .. } in &articles {
            bodies.row(*number, &[title, body]);
            for Found { folded, .. } in quotations {
                words.row(full_text::number(printed, key), &[folded]);
                key += 1;
            }
        }
        Self { bodies: bodies.finish(), words: words.finish(), articles }
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
        let told = Intake::of(self)?.run(
            |jobs| feed(&archive, cancel, jobs),
            |pending: Vec<Pending>| Piece::of(pending.into_iter().map(Extracted::new).collect()),
            |_, piece| Ok(piece),
            cancel,
            progress,
        )?;
        if !cancel.is_cancelled() {
            self.tell_people_apart()?;
        }
        Ok(told)
    }
}

/// The way from whoever hands over articles to those who work on them.
type Jobs<J> = Sender<Result<J, StoreError>>;

/// Hands over the articles that wait, until nobody takes them: run by run, the newest first, each run in
/// the order of its full text, as the numbers of a segment's rows rise.
fn feed(archive: &Archive, cancel: &Cancel, jobs: &Jobs<Vec<Pending>>) -> Result<(), StoreError> {
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
    keys: Keys,
    /// What the open transaction holds.
    written: Vec<Written>,
    bodies: Vec<Postings>,
    words: Vec<Postings>,
    told: Indexed,
}

/// What is still to be noted of an article whose quotations are written.
struct Written {
    id: i64,
    number: i64,
    quotations: usize,
    sketch: Option<Sketch>,
    failed: bool,
}

impl<'a> Intake<'a> {
    fn of(writer: &'a mut Writer) -> Result<Self, StoreError> {
        let told = Indexed { pending: writer.archive.pending()? as u64, ..Indexed::default() };
        let (bodies, words) = (Vec::new(), Vec::new());
        Ok(Self { writer, keys: Keys::default(), written: Vec::new(), bodies, words, told })
    }

    /// Writes what `work`, on all cores, makes of the jobs that `feed` hands over beside it, in their order;
    /// `piece` says here what is to be written of each.
    fn run<J: Send, D: Send>(
        mut self,
        feed: impl FnOnce(&Jobs<J>) -> Result<(), StoreError> + Send,
        work: impl Fn(J) -> D + Sync,
        piece: impl Fn(&mut Self, D) -> Result<Piece, StoreError>,
        cancel: &Cancel,
        progress: &mut dyn FnMut(Indexed),
    ) -> Result<Indexed, StoreError> {
        let (sender, jobs) = bounded(4);
        let mut outcome = Ok(());
        std::thread::scope(|scope| {
            scope.spawn(move || {
                if let Err(error) = feed(&sender) {
                    drop(sender.send(Err(error)));
                }
            });
            parallel::map_in_order(
                &jobs,
                |job: Result<J, StoreError>| job.map(&work),
                |done| {
                    outcome = match done.transpose() {
                        Ok(Some(done)) => piece(&mut self, done).and_then(|piece| self.take(piece, progress)),
                        Ok(None) => self.keep_if_due(progress),
                        Err(error) => Err(error),
                    };
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
        let outcome = outcome.and_then(|()| self.keep(progress));
        if outcome.is_err() {
            self.writer.abandon();
        }
        outcome.map(|()| self.told)
    }

    fn take(&mut self, piece: Piece, progress: &mut dyn FnMut(Indexed)) -> Result<(), StoreError> {
        let Piece { articles, bodies, mut words } = piece;
        let next_run =
            self.written.last().zip(articles.first()).is_some_and(|(last, first)| last.number > first.number);
        if next_run {
            self.keep(progress)?;
        }
        self.writer.begin()?;
        let written = write(&self.writer.connection, &mut self.keys, &articles);
        words.renumber(self.writer.check(written)?);
        self.bodies.push(bodies);
        self.words.push(words);
        for Extracted { id, article, quotations, number, sketch, failed, .. } in articles {
            self.writer.count(article.text.len());
            self.written.push(Written { id, number, quotations: quotations.len(), sketch, failed });
        }
        self.keep_if_due(progress)
    }

    fn keep_if_due(&mut self, progress: &mut dyn FnMut(Indexed)) -> Result<(), StoreError> {
        if self.writer.is_due(&BATCH) { self.keep(progress) } else { Ok(()) }
    }

    /// Ends the transaction: what was written can be searched from now on.
    fn keep(&mut self, progress: &mut dyn FnMut(Indexed)) -> Result<(), StoreError> {
        let batch = std::mem::take(&mut self.written);
        let (bodies, words) = (std::mem::take(&mut self.bodies), std::mem::take(&mut self.words));
        if batch.is_empty() {
            return self.writer.commit();
        }
        let connection = &self.writer.connection;
        let finished = full_text::ARTICLES
            .add(connection, &bodies)
            .and_then(|()| full_text::QUOTATIONS.add(connection, &words))
            .and_then(|()| finish(connection, &batch));
        self.writer.check(finished)?;
        self.writer.commit()?;
        self.told.articles += batch.len() as u64;
        self.told.pending = self.told.pending.saturating_sub(batch.len() as u64);
        self.told.failed += batch.iter().filter(|written| written.failed).count() as u64;
        progress(self.told);
        let connection = &self.writer.connection;
        let merged = full_text::reload(connection)
            .and_then(|()| full_text::ARTICLES.merge_if_due(connection))
            .and_then(|()| full_text::QUOTATIONS.merge_if_due(connection));
        self.writer.check(merged)
    }
}

/// Writes the articles' quotations; says the key of the first one.
fn write(connection: &Connection, keys: &mut Keys, articles: &[Extracted]) -> rusqlite::Result<i64> {
    let first = connection
        .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM quotation")?
        .query_row([], |row| row.get::<_, i64>(0))?;
    let mut row = rows::prepare_quotation(connection)?;
    let mut key = first;
    for Extracted { id, printed, quotations, .. } in articles {
        for (place, Found { quotation, words, .. }) in (0..).zip(quotations) {
            let of = QuotationKeys {
                id: key,
                article: *id,
                place,
                speaker: keys.speaker(connection, quotation)?,
                rule: keys.rule(connection, quotation.evidence.rule)?,
            };
            rows::insert_quotation(&mut row, printed, quotation, words, of)?;
            key += 1;
        }
    }
    Ok(first)
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

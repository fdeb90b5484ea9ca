//! Bringing a library up to its files, while its articles are read.

use super::workers::{Teller, Told, tell};
use crate::app::Message;
use crate::app::loading::Stage;
use crate::app::rows::Rows;
use crate::import::ReadOptions;
use crate::library::load::{Cancel, reading};
use crate::library::{Archive, Indexed, Part, RecordKey, Report, Store, StoreError, Touched, Writer, count_files};
use crossbeam_channel::{Sender, unbounded};
use std::cell::Cell;
use std::collections::HashSet;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

/// How long it takes before its progress is told: less would only flicker.
const QUIET: Duration = Duration::from_millis(300);
/// The share of the time that may go into counting what the library holds.
const COUNTING: u32 = 20;

/// What has happened.
enum News {
    /// These articles came, changed or went.
    Touched(Vec<RecordKey>),
    /// It is so far.
    Stage(Stage),
    /// These files gave nothing, or not all.
    Failed(Vec<String>),
}

/// Reads what is new and changed in `parts` of the files and looks for the quotations of all articles
/// that wait for it, telling of everything as it comes.
pub fn run(
    archive: &Archive,
    writer: &mut Writer,
    parts: &[Part],
    options: &ReadOptions,
    cancel: &Cancel,
    teller: &Teller,
) -> Result<(), StoreError> {
    let (sender, news) = unbounded();
    let counting = Cancel::default();
    let found = OnceLock::new();
    let (counting, found) = (&counting, &found);
    let roots: Vec<PathBuf> = parts.iter().map(|part| part.path.clone()).collect();
    let roots = &roots;
    thread::scope(|scope| {
        let writing = scope.spawn(move || {
            let began = Instant::now();
            let work = Work { touched: writer.touched()?, articles: Cell::new(0), began, sender, found };
            let mut counter = None;
            let report = writer.import_parts(parts, &reading(options), cancel, &mut |report| {
                counter.get_or_insert_with(|| {
                    scope.spawn(|| count_files(roots, counting).is_none_or(|files| found.set(files).is_ok()))
                });
                work.read(report);
            });
            counting.cancel();
            let report = report?;
            work.failures(archive, &report)?;
            if !report.cancelled {
                work.index(archive, writer, cancel)?;
            }
            writer.settle()
        });
        let mut audience = Audience { archive, teller, counted: Instant::now(), cost: Duration::ZERO };
        let told = news.iter().try_for_each(|news| audience.take(news)).and_then(|()| audience.count());
        // Whoever writes goes on, though what became of it cannot be told.
        writing.join().unwrap_or_else(|panic| resume_unwind(panic)).and(told)
    })
}

/// The side that writes.
struct Work<'a> {
    touched: Touched,
    /// How many articles came, changed or went.
    articles: Cell<u64>,
    began: Instant,
    sender: Sender<News>,
    found: &'a OnceLock<usize>,
}

impl Work<'_> {
    fn send(&self, news: News) {
        // Nobody listens where the library could not be asked what has happened.
        drop(self.sender.send(news));
    }

    fn stage(&self, stage: Stage) {
        if self.began.elapsed() >= QUIET {
            self.send(News::Stage(stage));
        }
    }

    fn read(&self, report: &Report) {
        let touched = self.touched.take();
        self.articles.set(self.articles.get() + touched.len() as u64);
        self.send(News::Touched(touched));
        // The last one that was begun may go on for long.
        let files = usize::try_from(report.files).unwrap_or(usize::MAX).saturating_sub(1);
        let rate = Some(per_second(self.articles.get(), self.began.elapsed())).filter(|rate| *rate > 0);
        let of = self.found.get().copied().filter(|of| *of > files);
        self.stage(Stage::Reading { files, of, rate });
    }

    /// Tells what could not be read, now and before.
    fn failures(&self, archive: &Archive, report: &Report) -> Result<(), StoreError> {
        let mut failures: Vec<String> = report.failures.iter().map(|failure| failure.error.to_string()).collect();
        let now: HashSet<&String> = failures.iter().collect();
        let before: Vec<String> = archive.failures()?.into_iter().filter(|failure| !now.contains(failure)).collect();
        failures.extend(before);
        self.send(News::Failed(failures));
        Ok(())
    }

    fn index(&self, archive: &Archive, writer: &mut Writer, cancel: &Cancel) -> Result<(), StoreError> {
        let began = Instant::now();
        let pending = archive.pending()?;
        if pending > 0 {
            self.stage(Stage::Indexing { articles: 0, of: pending, seconds_left: None });
        }
        let indexed = writer.index(cancel, &mut |indexed| {
            self.send(News::Touched(self.touched.take()));
            self.stage(indexing(indexed, began.elapsed()));
        })?;
        self.stage(indexing(indexed, began.elapsed()));
        Ok(())
    }
}

fn indexing(indexed: Indexed, elapsed: Duration) -> Stage {
    let articles = usize::try_from(indexed.articles).unwrap_or(usize::MAX);
    let pending = usize::try_from(indexed.pending).unwrap_or(usize::MAX);
    let rate = per_second(indexed.articles, elapsed);
    let seconds_left = indexed.pending.checked_div(rate).filter(|_| pending > 0);
    Stage::Indexing { articles, of: articles.saturating_add(pending), seconds_left }
}

fn per_second(number: u64, elapsed: Duration) -> u64 {
    (number as f64 / elapsed.as_secs_f64().max(0.001)) as u64
}

/// The side that tells.
struct Audience<'a> {
    archive: &'a Archive,
    teller: &'a Teller,
    /// When it was last counted what there is, and how long that took.
    counted: Instant,
    cost: Duration,
}

impl Audience<'_> {
    fn take(&mut self, news: News) -> Result<(), StoreError> {
        match news {
            News::Touched(keys) => self.touched(&keys),
            News::Stage(stage) => {
                tell(self.teller, Message::Progress(stage));
                Ok(())
            }
            News::Failed(failures) => {
                tell(self.teller, Message::AllFailed(failures));
                Ok(())
            }
        }
    }

    fn touched(&mut self, keys: &[RecordKey]) -> Result<(), StoreError> {
        for keys in keys.chunks(Rows::MOST) {
            let (there, gone) = self.archive.look_up(keys)?;
            if !there.is_empty() {
                tell(self.teller, Message::Loaded(Rows::of(&there)));
            }
            if !gone.is_empty() {
                // What was looked up of them is not to be found any more.
                drop(self.teller.send(Told::Store(Store::File(self.archive.clone()))));
                tell(self.teller, Message::Removed(gone));
            }
        }
        if self.counted.elapsed() >= self.cost * COUNTING { self.count() } else { Ok(()) }
    }

    fn count(&mut self) -> Result<(), StoreError> {
        let began = Instant::now();
        tell(self.teller, Message::Counted(self.archive.counts()?));
        (self.counted, self.cost) = (Instant::now(), began.elapsed());
        Ok(())
    }
}

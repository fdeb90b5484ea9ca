//! The first stage of an import: files become articles that can be read. Only files that changed
//! since the last time are opened.

use super::db::StoreError;
use super::load::Cancel;
use super::sources::{self, Described, Hash, Kind, Known, Stamp, Sweep};
use super::walk::walk;
use super::writer::{Changes, Prepared, Writer};
use super::{Archive, Failure};
use crate::article::Article;
use crate::error::Error;
use crate::parallel;
use crossbeam_channel::{Sender, bounded};
use std::fs;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{self, Path, PathBuf};

/// Files from this size on, in bytes, are read piece by piece, so that they are never held whole
/// however many articles they hold.
const LARGE: i64 = 1 << 20;

/// How many articles make a piece, at most, and of how many bytes.
const PIECE: usize = 128;
const PIECE_BYTES: usize = 1 << 20;

/// How many files or pieces may wait for a thread to work on them.
const WAITING: usize = 64;

/// How the files of an archive become articles. Called from many threads.
pub trait Reading: Sync {
    /// Reads the file at `path` and gives all of its articles to `each`, in their order, until it breaks.
    ///
    /// # Errors
    /// Why there are no articles in it, or no more.
    fn read(&self, path: &Path, each: &mut dyn FnMut(Article) -> ControlFlow<()>) -> Result<(), Failure>;
}

impl<F> Reading for F
where
    F: Fn(&Path, &mut dyn FnMut(Article) -> ControlFlow<()>) -> Result<(), Failure> + Sync,
{
    fn read(&self, path: &Path, each: &mut dyn FnMut(Article) -> ControlFlow<()>) -> Result<(), Failure> {
        self(path, each)
    }
}

/// What an import did.
#[derive(Debug, Default)]
pub struct Report {
    /// Files looked at.
    pub files: u64,
    /// Files of which nothing changed.
    pub unchanged: u64,
    /// Files that are where they were not before, their bytes the same.
    pub moved: u64,
    /// Files that are gone.
    pub deleted: u64,
    /// Articles that came, were there already, and went.
    pub articles: Changes,
    /// Files that gave nothing, or not all.
    pub failures: Vec<Failure>,
    /// Whether it was cancelled: what is missing comes with the next import.
    pub cancelled: bool,
}

/// One thing to be worked on.
enum Job {
    /// A file to be read whole.
    File(Found),
    /// A file whose articles follow in pieces.
    Open(Found, Hash),
    Piece(Vec<Article>),
    Close(Result<(), Failure>),
    /// A file or folder that cannot be read.
    Fail(Failure),
    /// So many files were met of which nothing changed.
    Unchanged(u64),
    /// Sources whose files the walk no longer met.
    Missed(Vec<Known>),
    /// The library itself could not be asked.
    Stop(StoreError),
}

/// A file that the walk met, and what the library knows of it.
struct Found {
    path: PathBuf,
    stamp: Stamp,
    known: Option<Known>,
}

impl Found {
    /// Whether the library has every article of the file with these bytes.
    fn is_known(&self, hash: &Hash) -> bool {
        self.known.as_ref().is_some_and(|known| known.complete && known.hash == hash)
    }
}

/// Something to be written.
enum Done {
    File(Found, Hash, Vec<Prepared>, Result<(), Failure>),
    Open(Found, Hash),
    Piece(Vec<Prepared>),
    Close(Result<(), Failure>),
    Other(Job),
}

impl Writer {
    /// Brings the library up to what is in the files and folders at `paths` now: new and changed
    /// files are read, those that are gone go. `progress` is told what was done so far after every
    /// batch. Articles can be read as soon as their batch is kept; the rest is up to
    /// [`index`](Self::index).
    ///
    /// # Errors
    /// When the library cannot be written to; what was kept before is safe, and the next import
    /// goes on from there.
    pub fn import(
        &mut self,
        paths: &[PathBuf],
        reading: &impl Reading,
        cancel: &Cancel,
        progress: &mut dyn FnMut(&Report),
    ) -> Result<Report, StoreError> {
        let mut intake = Intake { writer: self, report: Report::default(), skipping: false };
        let archive = intake.writer.archive.clone();
        let (sender, jobs) = bounded(WAITING);
        let mut outcome = Ok(());
        std::thread::scope(|scope| {
            scope.spawn(move || {
                if let Err(error) = feed(&archive, paths, reading, cancel, &sender) {
                    drop(sender.send(Job::Stop(error)));
                }
            });
            parallel::map_in_order(
                &jobs,
                |job| work(job, reading, cancel),
                |done| {
                    outcome = intake.take(done, progress);
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
        intake.report.cancelled = cancel.is_cancelled();
        if outcome.is_err() {
            intake.writer.abandon();
        }
        outcome?;
        intake.writer.commit()?;
        progress(&intake.report);
        Ok(intake.report)
    }

    /// Adds articles that no file holds, under a name of their own; those that were given under
    /// that name before and are not among them go.
    ///
    /// # Errors
    /// When the library cannot be written to.
    pub fn add_given(
        &mut self,
        name: &str,
        articles: impl IntoIterator<Item = Article>,
    ) -> Result<Changes, StoreError> {
        // What is given has no stamp and no hash: it is looked at article by article.
        let source = Described { kind: Kind::Given, path: Path::new(name), stamp: Stamp::default(), hash: [0; 32] };
        self.add_all(&source, articles)
    }

    /// Adds the articles built into the program.
    ///
    /// # Errors
    /// When the library cannot be written to.
    pub fn add_embedded(&mut self, name: &str, article: Article) -> Result<Changes, StoreError> {
        let source = Described { kind: Kind::Embedded, path: Path::new(name), stamp: Stamp::default(), hash: [0; 32] };
        self.add_all(&source, [article])
    }

    fn add_all(
        &mut self,
        source: &Described<'_>,
        articles: impl IntoIterator<Item = Article>,
    ) -> Result<Changes, StoreError> {
        self.open_source(source)?;
        for article in articles {
            self.add(&Prepared::new(article))?;
            self.commit_if_due()?;
        }
        let changes = self.close_source(None)?;
        self.commit()?;
        Ok(changes)
    }
}

/// What is done writes itself here, in the order of the files.
struct Intake<'a> {
    writer: &'a mut Writer,
    report: Report,
    /// Whether the pieces that come belong to a file that only moved.
    skipping: bool,
}

impl Intake<'_> {
    fn take(&mut self, done: Option<Option<Done>>, progress: &mut dyn FnMut(&Report)) -> Result<(), StoreError> {
        match done.flatten() {
            None => {}
            Some(Done::File(found, hash, articles, outcome)) => {
                self.open(&found, hash)?;
                self.piece(&articles)?;
                self.close(outcome)?;
            }
            Some(Done::Open(found, hash)) => self.open(&found, hash)?,
            Some(Done::Piece(articles)) => self.piece(&articles)?,
            Some(Done::Close(outcome)) => self.close(outcome)?,
            Some(Done::Other(job)) => self.other(job)?,
        }
        if self.writer.commit_if_due()? {
            progress(&self.report);
        }
        Ok(())
    }

    /// Begins a file, unless its bytes are known from elsewhere or from before.
    fn open(&mut self, found: &Found, hash: Hash) -> Result<(), StoreError> {
        self.report.files += 1;
        let moved = match &found.known {
            Some(known) if found.is_known(&hash) => {
                self.report.unchanged += 1;
                Some(known.id)
            }
            Some(_) => None,
            None => {
                let source = self.writer.check(sources::moved_away(&self.writer.connection, &hash))?;
                self.report.moved += u64::from(source.is_some());
                source.map(|source| source.id)
            }
        };
        self.skipping = moved.is_some();
        match moved {
            Some(id) => self.writer.relocate(id, &found.path, found.stamp),
            None => {
                let source = Described { kind: Kind::File, path: &found.path, stamp: found.stamp, hash };
                self.writer.open_source(&source)
            }
        }
    }

    fn piece(&mut self, articles: &[Prepared]) -> Result<(), StoreError> {
        if !self.skipping {
            for article in articles {
                self.writer.add(article)?;
            }
        }
        Ok(())
    }

    fn close(&mut self, outcome: Result<(), Failure>) -> Result<(), StoreError> {
        if std::mem::take(&mut self.skipping) {
            return Ok(());
        }
        let failure = outcome.err();
        match &failure {
            Some(Failure { error: Error::Read { .. }, .. }) => self.writer.leave_source(),
            other => {
                let why = other.as_ref().map(|failure| failure.error.to_string());
                self.report.articles += self.writer.close_source(why.as_deref())?;
            }
        }
        self.report.failures.extend(failure);
        Ok(())
    }

    fn other(&mut self, job: Job) -> Result<(), StoreError> {
        match job {
            Job::Fail(failure) => {
                self.report.files += 1;
                self.report.failures.push(failure);
            }
            Job::Unchanged(files) => {
                self.report.files += files;
                self.report.unchanged += files;
            }
            Job::Missed(sources) => {
                for source in sources {
                    self.missed(&source)?;
                }
            }
            Job::Stop(error) => return Err(error),
            Job::File(_) | Job::Open(..) | Job::Piece(_) | Job::Close(_) => {}
        }
        Ok(())
    }

    /// Removes a source that is gone, unless its file is known to be elsewhere by now.
    fn missed(&mut self, source: &Known) -> Result<(), StoreError> {
        let now = self.writer.check(sources::at_path(&self.writer.connection, &source.path))?;
        if now.is_some_and(|now| now.id == source.id) && sources::is_gone(&source.path) {
            self.report.articles.removed += self.writer.remove_source(source.id)?;
            self.report.deleted += 1;
            self.writer.commit_if_due()?;
        }
        Ok(())
    }
}

/// Finds what is to be done, in the order of the files.
fn feed(
    archive: &Archive,
    paths: &[PathBuf],
    reading: &impl Reading,
    cancel: &Cancel,
    jobs: &Sender<Job>,
) -> Result<(), StoreError> {
    for root in paths {
        let absolute = path::absolute(root);
        let root = match absolute {
            Ok(root) => root,
            Err(error) => {
                drop(jobs.send(Job::Fail(Failure::unreadable(root, error))));
                continue;
            }
        };
        let missed = archive.ask(|connection| {
            let mut statement = connection.prepare(Sweep::SQL)?;
            let mut feeder = Feeder {
                sweep: Sweep::over(&mut statement, &root)?,
                reading,
                cancel,
                jobs,
                unchanged: 0,
                unreadable: Vec::new(),
                fault: None,
            };
            walk(std::slice::from_ref(&root), cancel, |result| feeder.meet(result));
            feeder.finish()
        })?;
        if !missed.is_empty() {
            drop(jobs.send(Job::Missed(missed)));
        }
    }
    Ok(())
}

/// One walk, beside one sweep over what the library knows of the same files.
struct Feeder<'a, R> {
    sweep: Sweep<'a>,
    reading: &'a R,
    cancel: &'a Cancel,
    jobs: &'a Sender<Job>,
    /// Files met since others were last told, of which nothing changed.
    unchanged: u64,
    /// Folders that cannot be looked into: what is under them is not gone.
    unreadable: Vec<PathBuf>,
    /// Why the library can no longer be asked.
    fault: Option<rusqlite::Error>,
}

impl<R: Reading> Feeder<'_, R> {
    fn meet(&mut self, result: Result<PathBuf, Failure>) {
        // How many files go by before their number is told.
        const TOLD: u64 = 4096;
        if self.fault.is_some() {
            return;
        }
        match result.and_then(|path| stamped(&path).map(|stamp| (path, stamp))) {
            Ok((path, stamp)) => match self.sweep.meet(&path) {
                Ok(known) => self.met(Found { path, stamp, known }),
                Err(error) => self.fault = Some(error),
            },
            Err(failure) => {
                self.unreadable.push(failure.path.clone());
                self.send(Job::Fail(failure));
            }
        }
        if self.unchanged >= TOLD {
            self.tell_unchanged();
        }
    }

    fn met(&mut self, found: Found) {
        let same = found.known.as_ref().is_some_and(|known| known.complete && known.stamp == found.stamp);
        if same {
            self.unchanged += 1;
        } else if found.stamp.size < LARGE {
            self.send(Job::File(found));
        } else {
            self.large(found);
        }
    }

    /// Reads a large file here, so that no more of it is held than what waits to be written.
    fn large(&mut self, found: Found) {
        let hash = match sources::hash_file(&found.path) {
            Ok(hash) => hash,
            Err(error) => return self.send(Job::Fail(Failure::unreadable(&found.path, error))),
        };
        let (path, known) = (found.path.clone(), found.is_known(&hash));
        self.send(Job::Open(found, hash));
        if known {
            return self.send(Job::Close(Ok(())));
        }
        let (mut piece, mut bytes) = (Vec::new(), 0);
        let outcome = guarded(&path, || {
            self.reading.read(&path, &mut |article| {
                bytes += article.text.len();
                piece.push(article);
                if piece.len() >= PIECE || bytes >= PIECE_BYTES {
                    bytes = 0;
                    drop(self.jobs.send(Job::Piece(std::mem::take(&mut piece))));
                }
                if self.cancel.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
        });
        self.send(Job::Piece(piece));
        // Without its end it counts as unfinished, and is read again.
        if !self.cancel.is_cancelled() {
            self.send(Job::Close(outcome));
        }
    }

    fn tell_unchanged(&mut self) {
        let unchanged = std::mem::take(&mut self.unchanged);
        self.send(Job::Unchanged(unchanged));
    }

    /// Hands a job over; where the import has ended, nobody takes it.
    fn send(&self, job: Job) {
        drop(self.jobs.send(job));
    }

    /// The sources that the walk did not meet where it could have.
    fn finish(mut self) -> rusqlite::Result<Vec<Known>> {
        self.tell_unchanged();
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        if self.cancel.is_cancelled() {
            return Ok(Vec::new());
        }
        let mut missed = self.sweep.finish()?;
        missed.retain(|source| !self.unreadable.iter().any(|folder| source.path.starts_with(folder)));
        Ok(missed)
    }
}

fn stamped(path: &Path) -> Result<Stamp, Failure> {
    fs::metadata(path).map(|metadata| Stamp::of(&metadata)).map_err(|error| Failure::unreadable(path, error))
}

/// Does what a job asks for, on any thread; nothing once the import is cancelled.
fn work(job: Job, reading: &impl Reading, cancel: &Cancel) -> Option<Done> {
    let prepared = |articles: Vec<Article>| articles.into_iter().map(Prepared::new).collect();
    Some(match job {
        Job::File(_) | Job::Piece(_) if cancel.is_cancelled() => return None,
        Job::File(found) => match sources::hash_file(&found.path) {
            Err(error) => Done::Other(Job::Fail(Failure::unreadable(&found.path, error))),
            Ok(hash) if found.is_known(&hash) => Done::File(found, hash, Vec::new(), Ok(())),
            Ok(hash) => {
                let mut articles = Vec::new();
                let outcome = guarded(&found.path, || {
                    reading.read(&found.path, &mut |article| {
                        articles.push(article);
                        ControlFlow::Continue(())
                    })
                });
                Done::File(found, hash, prepared(articles), outcome)
            }
        },
        Job::Open(found, hash) => Done::Open(found, hash),
        Job::Piece(articles) => Done::Piece(prepared(articles)),
        Job::Close(outcome) => Done::Close(outcome),
        other => Done::Other(other),
    })
}

/// A fault of ours in one file costs only that file.
fn guarded(path: &Path, read: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(Failure::not_an_article(path, "whosaid failed on it, which is a fault in whosaid")))
}

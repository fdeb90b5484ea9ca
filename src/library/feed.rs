//! From the files that a walk meets to what is to be written of them.

use super::db::StoreError;
use super::load::{Cancel, STDIN};
use super::sources::{self, Hash, Known, Stamp, Sweep};
use super::walk::{Part, absolute, walk_part};
use super::writer::Prepared;
use super::{Archive, Failure};
use crate::article::Article;
use crossbeam_channel::Sender;
use std::fs;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Files from this size on, in bytes, are read piece by piece, so that they are never held whole
/// however many articles they hold.
const LARGE: i64 = 1 << 20;

/// How many articles make a piece, at most, and of how many bytes.
const PIECE: usize = 128;
const PIECE_BYTES: usize = 1 << 20;

/// How much text may come of a smaller file for it to be held whole, in bytes: a packed one may become
/// far more than it is.
const HELD_BYTES: usize = 8 << 20;

/// How the files of an archive become articles. Called from many threads.
pub trait Reading: Sync {
    /// Reads the file at `path` and gives all of its articles to `each`, in their order, with a failure for
    /// each part of it that is none, until it breaks.
    fn read(&self, path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>);

    /// Whether somebody has said how to read: then what was read before is read again, for it may have been read
    /// otherwise.
    fn is_told_how(&self) -> bool {
        false
    }
}

impl<F> Reading for F
where
    F: Fn(&Path, &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>) + Sync,
{
    fn read(&self, path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>) {
        self(path, each);
    }
}

/// What of a file could not be read.
#[derive(Debug, Default)]
struct Failures {
    /// The first ones.
    listed: Vec<Failure>,
    /// How many came after those.
    more: u64,
}

impl Failures {
    /// How many are listed of one file: a dump that is broken all through is not to fill the memory.
    const LISTED: usize = 1000;

    fn push(&mut self, failure: Failure) {
        if self.listed.len() < Self::LISTED {
            self.listed.push(failure);
        } else {
            self.more += 1;
        }
    }

    /// All of them, the last one telling of those that are not listed.
    fn into_list(mut self, path: &Path) -> Vec<Failure> {
        if self.more > 0 {
            self.listed
                .push(Failure::not_an_article(path, format!("{} more parts of it could not be read", self.more)));
        }
        self.listed
    }
}

/// One thing to be worked on.
pub(super) enum Job {
    /// A file to be read whole.
    File(Found),
    /// A file whose articles follow in pieces.
    Open(Found, Hash),
    /// Standard input, whose articles follow in pieces.
    Pipe,
    Piece(Vec<Article>),
    Close(Vec<Failure>),
    /// A file or folder that cannot be read.
    Fail(Failure),
    /// A file that has not changed since it could not be read, or not whole.
    Still(Failure),
    /// So many files were met of which nothing changed.
    Unchanged(u64),
    /// Sources whose files the walk no longer met.
    Missed(Vec<Known>),
    /// The library itself could not be asked.
    Stop(StoreError),
}

/// A file that the walk met, and what the library knows of it.
pub(super) struct Found {
    pub path: PathBuf,
    pub stamp: Stamp,
    pub known: Option<Known>,
}

impl Found {
    /// Whether the library has every article of the file with these bytes, as far as they can be read.
    pub fn is_known(&self, hash: &Hash, reading: &impl Reading) -> bool {
        !reading.is_told_how() && self.known.as_ref().is_some_and(|known| known.complete && known.hash == hash)
    }
}

/// Something to be written.
pub(super) enum Done {
    File(Found, Hash, Vec<Prepared>, Vec<Failure>),
    /// A file of which more text comes than is held: it is to be read where it is written.
    Packed(Found, Hash),
    Open(Found, Hash),
    Piece(Vec<Prepared>),
    Close(Vec<Failure>),
    Other(Job),
}

/// Finds what is to be done, in the order of the files; what is gone comes last, when it is known what
/// only moved.
pub(super) fn feed(
    archive: &Archive,
    parts: &[Part],
    reading: &impl Reading,
    cancel: &Cancel,
    jobs: &Sender<Job>,
) -> Result<(), StoreError> {
    let mut missed = Vec::new();
    for part in parts {
        if part.root.as_os_str() == STDIN {
            drop(jobs.send(Job::Pipe));
            let failures = pieces(reading, &part.root, cancel, jobs);
            drop(jobs.send(Job::Close(failures)));
            continue;
        }
        let part = match absolute(&part.root).and_then(|root| Ok(Part { root, path: absolute(&part.path)? })) {
            Ok(part) => part,
            Err(error) => {
                drop(jobs.send(Job::Fail(Failure { path: part.root.clone(), error })));
                continue;
            }
        };
        let mut feeder = Feeder {
            sweep: Sweep::over(archive, &part.path)?,
            reading,
            cancel,
            jobs,
            unchanged: 0,
            unreadable: Vec::new(),
            fault: None,
        };
        walk_part(&part, cancel, |result| feeder.meet(result));
        missed.extend(feeder.finish()?);
    }
    if !missed.is_empty() {
        drop(jobs.send(Job::Missed(missed)));
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
    fault: Option<StoreError>,
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
        let same = found.known.as_ref().filter(|known| known.complete && known.stamp == found.stamp);
        if let Some(known) = same.filter(|_| !self.reading.is_told_how()) {
            match &known.failure {
                Some(failure) => self.send(Job::Still(Failure::remembered(&found.path, failure))),
                None => self.unchanged += 1,
            }
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
        let (path, known) = (found.path.clone(), found.is_known(&hash, self.reading));
        self.send(Job::Open(found, hash));
        if known {
            return self.send(Job::Close(Vec::new()));
        }
        let failures = pieces(self.reading, &path, self.cancel, self.jobs);
        // Without its end it counts as unfinished, and is read again.
        if !self.cancel.is_cancelled() {
            self.send(Job::Close(failures));
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
    fn finish(mut self) -> Result<Vec<Known>, StoreError> {
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

/// Hands over the articles of a file in pieces, until nobody takes them; what could not be read comes
/// back.
fn pieces(reading: &impl Reading, path: &Path, cancel: &Cancel, jobs: &Sender<Job>) -> Vec<Failure> {
    let (mut piece, mut bytes) = (Vec::new(), 0);
    let mut open = true;
    let failures = read(reading, path, |article| {
        bytes += article.text.len();
        piece.push(article);
        if piece.len() >= PIECE || bytes >= PIECE_BYTES {
            bytes = 0;
            open = jobs.send(Job::Piece(std::mem::take(&mut piece))).is_ok();
        }
        go_on(open && !cancel.is_cancelled())
    });
    drop(jobs.send(Job::Piece(piece)));
    failures
}

fn stamped(path: &Path) -> Result<Stamp, Failure> {
    fs::metadata(path).map(|metadata| Stamp::of(&metadata)).map_err(|error| Failure::unreadable(path, error))
}

/// Does what a job asks for, on any thread; nothing once the import is cancelled.
pub(super) fn work(job: Job, reading: &impl Reading, cancel: &Cancel) -> Option<Done> {
    let prepared = |articles: Vec<Article>| articles.into_iter().map(Prepared::new).collect();
    Some(match job {
        Job::File(_) | Job::Piece(_) if cancel.is_cancelled() => return None,
        Job::File(found) => match sources::hash_file(&found.path) {
            Err(error) => Done::Other(Job::Fail(Failure::unreadable(&found.path, error))),
            Ok(hash) if found.is_known(&hash, reading) => Done::File(found, hash, Vec::new(), Vec::new()),
            Ok(hash) => {
                let (mut articles, mut bytes) = (Vec::new(), 0);
                let failures = read(reading, &found.path, |article| {
                    bytes += article.text.len();
                    articles.push(article);
                    go_on(bytes <= HELD_BYTES && !cancel.is_cancelled())
                });
                if cancel.is_cancelled() {
                    return None;
                }
                if bytes > HELD_BYTES {
                    return Some(Done::Packed(found, hash));
                }
                Done::File(found, hash, prepared(articles), failures)
            }
        },
        Job::Open(found, hash) => Done::Open(found, hash),
        Job::Piece(articles) => Done::Piece(prepared(articles)),
        Job::Close(failures) => Done::Close(failures),
        other => Done::Other(other),
    })
}

fn go_on(on: bool) -> ControlFlow<()> {
    if on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}

/// Hands the articles of a file to `each`; what could not be read comes back. A fault of ours in one file
/// costs only that file.
pub(super) fn read(
    reading: &impl Reading,
    path: &Path,
    mut each: impl FnMut(Article) -> ControlFlow<()>,
) -> Vec<Failure> {
    let mut failures = Failures::default();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        reading.read(path, &mut |item| match item {
            Ok(article) => each(article),
            Err(failure) => {
                failures.push(failure);
                ControlFlow::Continue(())
            }
        });
    }));
    if outcome.is_err() {
        failures.push(Failure::not_an_article(path, "whosaid failed on it, which is a fault in whosaid"));
    }
    failures.into_list(path)
}

//! The first stage of an import: files become articles that can be read. Only files that changed
//! since the last time are opened.

use super::Failure;
use super::db::StoreError;
use super::feed::{self, Done, Found, Job, Reading, feed, work};
use super::load::Cancel;
use super::sources::{self, Described, Hash, Kind, Known, Stamp};
use super::walk::Part;
use super::writer::{Changes, Prepared, Writer};
use crate::article::Article;
use crate::error::Error;
use crate::parallel;
use crossbeam_channel::bounded;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// How many files or pieces may wait for a thread to work on them.
const WAITING: usize = 64;

/// The source that holds what came through standard input.
const PIPED: &str = "standard input";

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

impl Writer {
    /// Brings the library up to what is in the files and folders at `paths` now: new and changed
    /// files are read, those that are gone go. `-` is standard input, whose articles are added to those
    /// that came through it before. `progress` is told what was done so far after every
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
        let parts: Vec<Part> = paths.iter().map(|path| Part::all(path)).collect();
        self.import_parts(&parts, reading, cancel, progress)
    }

    /// The same, but looks at nothing besides some parts of the files and folders.
    ///
    /// # Errors
    /// As [`Writer::import`].
    pub fn import_parts(
        &mut self,
        parts: &[Part],
        reading: &impl Reading,
        cancel: &Cancel,
        progress: &mut dyn FnMut(&Report),
    ) -> Result<Report, StoreError> {
        let mut intake = Intake { writer: self, report: Report::default(), skipping: false, reading, cancel };
        let archive = intake.writer.archive.clone();
        let (sender, jobs) = bounded(WAITING);
        let mut outcome = Ok(());
        std::thread::scope(|scope| {
            scope.spawn(move || {
                if let Err(error) = feed(&archive, parts, reading, cancel, &sender) {
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
    /// that name before and are not among them go. A date outside of the years 0 to 9999 becomes a
    /// warning.
    ///
    /// # Errors
    /// When the library cannot be written to.
    pub fn add_given(
        &mut self,
        name: &str,
        articles: impl IntoIterator<Item = Article>,
    ) -> Result<Changes, StoreError> {
        self.add_all(&given(name), articles)
    }

    /// Adds the articles of a file built into the program.
    ///
    /// # Errors
    /// When the library cannot be written to.
    pub fn add_embedded(
        &mut self,
        name: &str,
        articles: impl IntoIterator<Item = Article>,
    ) -> Result<Changes, StoreError> {
        let source = Described { kind: Kind::Embedded, path: Path::new(name), stamp: Stamp::default(), hash: [0; 32] };
        self.add_all(&source, articles)
    }

    /// Adds the articles of a source that is no file.
    pub(super) fn add_all(
        &mut self,
        source: &Described<'_>,
        articles: impl IntoIterator<Item = Article>,
    ) -> Result<Changes, StoreError> {
        self.open_source(source)?;
        self.fill_source(articles, None)
    }

    /// Adds all articles of the source that is open, and closes it.
    pub(super) fn fill_source(
        &mut self,
        articles: impl IntoIterator<Item = Article>,
        failure: Option<&str>,
    ) -> Result<Changes, StoreError> {
        for article in articles {
            self.add(&Prepared::new(article))?;
            self.commit_if_due()?;
        }
        let changes = self.close_source(failure)?;
        self.commit()?;
        Ok(changes)
    }
}

/// A source that is no file. It has no stamp and no hash: it is looked at article by article.
fn given(name: &str) -> Described<'_> {
    Described { kind: Kind::Given, path: Path::new(name), stamp: Stamp::default(), hash: [0; 32] }
}

/// What is done writes itself here, in the order of the files.
struct Intake<'a, R> {
    writer: &'a mut Writer,
    reading: &'a R,
    cancel: &'a Cancel,
    report: Report,
    /// Whether the pieces that come belong to a file that only moved.
    skipping: bool,
}

impl<R: Reading> Intake<'_, R> {
    fn take(&mut self, done: Option<Option<Done>>, progress: &mut dyn FnMut(&Report)) -> Result<(), StoreError> {
        match done.flatten() {
            None => {}
            Some(Done::File(found, hash, articles, failures)) => {
                self.open(&found, hash)?;
                self.piece(&articles)?;
                self.close(failures)?;
            }
            Some(Done::Packed(found, hash)) => self.packed(&found, hash, progress)?,
            Some(Done::Open(found, hash)) => self.open(&found, hash)?,
            Some(Done::Piece(articles)) => self.piece(&articles)?,
            Some(Done::Close(failures)) => self.close(failures)?,
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
            Some(known) if found.is_known(&hash, self.reading) => {
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

    /// Reads a file of which too much text comes to be held, and writes it article by article.
    fn packed(&mut self, found: &Found, hash: Hash, progress: &mut dyn FnMut(&Report)) -> Result<(), StoreError> {
        self.open(found, hash)?;
        let (reading, cancel) = (self.reading, self.cancel);
        let mut outcome = Ok(());
        let failures = feed::read(reading, &found.path, |article| {
            outcome = self.piece(&[Prepared::new(article)]).and_then(|()| self.writer.commit_if_due()).map(|kept| {
                if kept {
                    progress(&self.report);
                }
            });
            if outcome.is_ok() && !cancel.is_cancelled() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        outcome?;
        // Without its end it counts as unfinished, and is read again.
        if cancel.is_cancelled() { Ok(()) } else { self.close(failures) }
    }

    fn piece(&mut self, articles: &[Prepared]) -> Result<(), StoreError> {
        if !self.skipping {
            for article in articles {
                self.writer.add(article)?;
            }
        }
        Ok(())
    }

    fn close(&mut self, failures: Vec<Failure>) -> Result<(), StoreError> {
        if std::mem::take(&mut self.skipping) {
            return Ok(());
        }
        if failures.iter().any(|failure| matches!(failure.error, Error::Read { .. })) {
            self.writer.leave_source();
        } else {
            let why = failures.first().map(|failure| failure.error.to_string());
            self.report.articles += self.writer.close_source(why.as_deref())?;
        }
        self.report.failures.extend(failures);
        Ok(())
    }

    fn other(&mut self, job: Job) -> Result<(), StoreError> {
        match job {
            Job::Fail(failure) => {
                self.report.files += 1;
                self.report.failures.push(failure);
            }
            Job::Still(failure) => {
                self.report.files += 1;
                self.report.unchanged += 1;
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
            Job::Pipe => {
                self.report.files += 1;
                self.writer.extend_source(&given(PIPED))?;
            }
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

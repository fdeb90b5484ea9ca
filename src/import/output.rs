//! What comes out of a source: articles, and why others are none.

use super::ReadOptions;
use super::expand::Expansion;
use super::limits::{Cap, Limits, Refusal};
use crate::article::{Article, Origin, Place};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// An article, or why there is none.
pub type Item = Result<Article, RecordError>;

/// Why a record, a file of an archive, or all of a source gave no article.
#[derive(Debug, thiserror::Error)]
#[error("{}{}{reason}", .place, if *.place == Place::default() { "" } else { ": " })]
pub struct RecordError {
    /// Where it stood in its file.
    pub place: Place,
    /// Why.
    pub reason: Refusal,
}

/// What came of a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// How many articles it gave.
    pub articles: u64,
    /// How many records, files of archives or sources gave none.
    pub failures: u64,
    /// Whether the reader was asked to stop before the end.
    pub stopped: bool,
}

/// Why the reading of something ends before its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// Whoever takes the articles wants no more.
    Asked,
    /// What is left of it cannot be read.
    Refused(Refusal),
}

impl<E: Into<Refusal>> From<E> for Stop {
    fn from(refusal: E) -> Self {
        Stop::Refused(refusal.into())
    }
}

/// The way out for what a format reads, with everything that it is read by.
pub(super) struct Output<'a> {
    /// How to read.
    pub options: &'a ReadOptions,
    /// How much to read.
    pub limits: &'a Limits,
    origin: Origin,
    /// Which file of which archive is being read, outermost first.
    members: Vec<String>,
    /// How many archives stand around it.
    archives: u64,
    /// How much came of the outermost of them.
    outermost: Rc<Expansion>,
    at: At,
    sink: &'a mut dyn FnMut(Item) -> ControlFlow<()>,
    report: Report,
}

/// How far the file that is being read has come.
#[derive(Debug, Default)]
struct At {
    /// The number of the last record that was begun.
    record: u64,
    line: Option<u64>,
    /// Whether nothing was said of that record yet.
    open: bool,
}

impl<'a> Output<'a> {
    pub fn new(
        origin: Origin,
        options: &'a ReadOptions,
        limits: &'a Limits,
        sink: &'a mut dyn FnMut(Item) -> ControlFlow<()>,
    ) -> Self {
        Self {
            options,
            limits,
            origin,
            members: Vec::new(),
            archives: 0,
            outermost: Rc::default(),
            at: At::default(),
            sink,
            report: Report::default(),
        }
    }

    /// Begins the next record, on `line` if it is known: what is said from now on is of this one.
    pub fn begin(&mut self, line: Option<u64>) {
        self.at = At { record: self.at.record + 1, line, open: true };
    }

    /// Hands an article over: one without words is refused.
    pub fn article(&mut self, mut article: Article) -> Result<(), Stop> {
        if article.text.trim().is_empty() {
            return self.refuse(Refusal::NoText);
        }
        article.origin = self.origin.clone();
        article.place = self.place();
        self.report.articles += 1;
        self.hand_over(Ok(article))
    }

    /// Hands over what a record gave.
    pub fn record(&mut self, article: Result<Article, Refusal>) -> Result<(), Stop> {
        match article {
            Ok(article) => self.article(article),
            Err(refusal) => self.refuse(refusal),
        }
    }

    /// Says why the record, or the file, gives no article. The next ones may.
    pub fn refuse(&mut self, reason: impl Into<Refusal>) -> Result<(), Stop> {
        self.report.failures += 1;
        let place = self.place();
        self.hand_over(Err(RecordError { place, reason: reason.into() }))
    }

    /// Reads what stands in an archive or is compressed; `expansion` is told how much comes of it.
    ///
    /// # Errors
    /// There are [too many](Limits::archives) around it already; or of `read`.
    pub fn archive(
        &mut self,
        expansion: &Rc<Expansion>,
        read: impl FnOnce(&mut Self) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        if self.archives == self.limits.archives {
            return Err(Cap::Archives(self.archives).into());
        }
        if self.archives == 0 {
            self.outermost = Rc::clone(expansion);
        }
        self.archives += 1;
        let outcome = read(self);
        self.archives -= 1;
        outcome
    }

    /// How much came of the outermost of the archives that are being read.
    pub fn outermost(&self) -> Rc<Expansion> {
        Rc::clone(&self.outermost)
    }

    /// Whether an archive stands around what is being read.
    pub fn is_in_archive(&self) -> bool {
        self.archives > 0
    }

    /// Reads a file of an archive, whose records are counted anew.
    pub fn member(&mut self, name: &str, read: impl FnOnce(&mut Self) -> Result<(), Stop>) -> Result<(), Stop> {
        let outside = std::mem::take(&mut self.at);
        self.members.push(name.to_owned());
        let outcome = read(self);
        self.members.pop();
        self.at = outside;
        outcome
    }

    /// Reads what may have a fault of ours in its way, which then is all that it costs.
    pub fn attempt(&mut self, read: impl FnOnce(&mut Self) -> Result<(), Stop>) -> Result<(), Stop> {
        let (archives, members) = (self.archives, self.members.len());
        catch_unwind(AssertUnwindSafe(|| read(self))).unwrap_or_else(|_| {
            self.archives = archives;
            self.members.truncate(members);
            Err(Stop::Refused(Refusal::Fault))
        })
    }

    /// How much was handed over so far, articles and refusals.
    pub fn count(&self) -> u64 {
        self.report.articles + self.report.failures
    }

    /// What came of it.
    pub fn into_report(self) -> Report {
        self.report
    }

    fn place(&mut self) -> Place {
        // Something between two records is said of the one that does not come.
        if !self.at.open && self.at.record > 0 {
            self.begin(None);
        }
        self.at.open = false;
        let member = (!self.members.is_empty()).then(|| self.members.join("!/"));
        Place { member, record: (self.at.record > 0).then_some(self.at.record), line: self.at.line }
    }

    fn hand_over(&mut self, item: Item) -> Result<(), Stop> {
        if (self.sink)(item).is_break() {
            self.report.stopped = true;
            return Err(Stop::Asked);
        }
        Ok(())
    }
}

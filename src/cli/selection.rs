//! The quotations that a command is to give, article by article, while they are read.

use super::args::Wanted;
use super::filters::Filters;
use super::{Status, kept, output};
use crate::import::ReadOptions;
use crate::library::load::{Cancel, LoadEvent, Source, load};
use crate::library::{Archive, Filter, Record, Store};
use crate::quote::Quotation;
use anyhow::Result;
use std::borrow::Borrow;
use std::io;

/// How many articles of a library are asked for at a time.
const PAGE: usize = 256;

/// What takes quotations.
pub trait Sink {
    /// Takes some of an article's quotations, at least one.
    ///
    /// # Errors
    /// What the output says.
    fn take(&mut self, record: &Record, quotations: &[&Quotation]) -> io::Result<()>;

    /// Lets everything that was taken be seen.
    ///
    /// # Errors
    /// What the output says.
    fn flush(&mut self) -> io::Result<()>;
}

/// What is asked for.
pub struct Selection<'a> {
    /// Of which articles.
    pub wanted: &'a Wanted,
    /// How to read them.
    pub reading: ReadOptions,
    /// Which quotations.
    pub filters: &'a Filters,
}

impl Selection<'_> {
    /// Gives it to `sink`: of files and folders in their order, of a library the newest article first.
    /// Tells what cannot be read.
    ///
    /// # Errors
    /// When nothing can be asked for, or the library or the output fails.
    pub fn give_to(&self, sink: &mut dyn Sink) -> Result<Status> {
        self.filters.check()?;
        let source = match self.wanted {
            Wanted::Library(file, _) => return self.give_library(&kept::open(file)?, sink),
            Wanted::Seeds => Source::Seeds,
            Wanted::Paths(paths) => Source::Paths(paths.clone()),
        };
        self.give_files(&source, sink)
    }

    /// Gives what is asked for of files and folders, while they are read.
    fn give_files(&self, source: &Source, sink: &mut dyn Sink) -> Result<Status> {
        let cancel = Cancel::default();
        let mut status = Status::Nothing;
        let mut failed = false;
        let mut outcome = Ok(());
        load(source, &self.reading, &cancel, &mut |event| match event {
            LoadEvent::Found(_) => {}
            LoadEvent::Batch(_) if outcome.is_err() => {}
            LoadEvent::Batch(records) => {
                records.iter().for_each(|record| output::report_warnings(&record.article));
                outcome = self.give(&records, sink, &mut status);
                if outcome.is_err() {
                    cancel.cancel();
                }
            }
            LoadEvent::Failed(failure) => {
                failed = true;
                output::report(&failure.error.to_string());
            }
        });
        outcome.map_err(output::failed)?;
        Ok(if failed { Status::Failed } else { status })
    }

    /// Gives what is asked for of a library, the newest article first.
    fn give_library(&self, archive: &Archive, sink: &mut dyn Sink) -> Result<Status> {
        let store = Store::File(archive.clone());
        let mut status = Status::Nothing;
        let mut after = None;
        loop {
            let page = archive.summaries(after, PAGE, &Filter::default())?;
            let Some(last) = page.last() else { return Ok(status) };
            after = Some((last.printed, last.key));
            for summary in page.iter().filter(|summary| self.filters.may_be_printed(summary.printed)) {
                let Some(known) = store.record(summary.key)? else { continue };
                let record = known.complete().map_err(|failure| failure.error)?;
                self.give(&[record], sink, &mut status).map_err(output::failed)?;
            }
        }
    }

    /// Gives what is asked for of `records`.
    fn give(&self, records: &[impl Borrow<Record>], sink: &mut dyn Sink, status: &mut Status) -> io::Result<()> {
        let records = records.iter().map(Borrow::borrow);
        for record in records.filter(|record| self.filters.may_be_printed(record.article.printed)) {
            let wanted = record.quotations.iter().filter(|quotation| self.filters.wants(quotation));
            let wanted: Vec<&Quotation> = wanted.collect();
            if !wanted.is_empty() {
                *status = Status::Found;
                sink.take(record, &wanted)?;
            }
        }
        sink.flush()
    }
}

//! `whosaid import`: files into a library, to be read and searched at once from then on.

use super::args::ReadingArgs;
use super::kept::{LibraryFile, reading};
use super::{Status, output};
use crate::library::load::Cancel;
use crate::library::{Archive, Indexed, Report};
use anyhow::{Context, Result};
use serde::Serialize;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Bring files and folders of articles into a library.
///
/// Returns when everything can be searched. Only what is new or changed since the last import is
/// read; what is gone from a folder goes from the library. ^C keeps what is done so far, and the
/// next import goes on from there.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid import ~/clips                        into the library `main`
  whosaid import dump/ --library wire           into one called `wire`
  whosaid import dump/ --library ./wire.db      into that file

Exit status: 0 if all of it came in, 3 if some files did not, 2 if nothing did.")]
pub struct Args {
    /// Files and folders of articles
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    library: LibraryFile,
    #[command(flatten)]
    reading: ReadingArgs,
    /// Write what was done to this file, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

pub(super) fn run(args: Args) -> Result<Status> {
    let options = args.reading.options();
    let archive = Archive::open(&args.library.path()?)?;
    let mut writer = archive.writer()?;
    let cancel = stop_on_interrupt()?;
    let mut gauge = Gauge::new();
    let report = writer.import(&args.paths, &reading(&options), &cancel, &mut |report| gauge.read(report))?;
    let indexed = writer.index(&cancel, &mut |indexed| gauge.indexed(indexed))?;
    gauge.clear();
    for failure in &report.failures {
        output::report(&failure.error.to_string());
    }
    if let Some(path) = &args.report {
        write_report(path, &report, indexed).with_context(|| format!("cannot write {}", path.display()))?;
    }
    tell(&report, indexed).map_err(output::failed)?;
    Ok(status(&report, indexed))
}

/// Cancels an import once somebody presses ^C, instead of ending the program.
pub(super) fn stop_on_interrupt() -> Result<Cancel> {
    let cancel = Cancel::default();
    #[cfg(unix)]
    {
        let stop = cancel.clone();
        let mut signals = signal_hook::iterator::Signals::new(signal_hook::consts::TERM_SIGNALS)
            .context("cannot listen for signals")?;
        std::thread::spawn(move || signals.forever().for_each(|_| stop.cancel()));
    }
    Ok(cancel)
}

fn status(report: &Report, indexed: Indexed) -> Status {
    let came = report.articles.added + report.articles.kept + report.unchanged + report.moved;
    if report.cancelled || indexed.pending > 0 {
        Status::Signal(130)
    } else if report.failures.is_empty() && indexed.failed == 0 {
        Status::Found
    } else if came == 0 {
        Status::Failed
    } else {
        Status::Partly
    }
}

/// The summary, on one line.
fn tell(report: &Report, indexed: Indexed) -> io::Result<()> {
    let articles = report.articles;
    let mut out = io::stdout().lock();
    write!(out, "{} files: {} unchanged, {} moved, ", report.files, report.unchanged, report.moved)?;
    write!(out, "{} gone; {} not read; ", report.deleted, report.failures.len())?;
    write!(out, "articles: {} new, {} there already, {} gone", articles.added, articles.kept, articles.removed)?;
    if indexed.pending > 0 {
        write!(out, "; {} are still to be made searchable: import again", indexed.pending)?;
    }
    writeln!(out)?;
    out.flush()
}

#[derive(Serialize)]
struct Written<'a> {
    files: u64,
    unchanged: u64,
    moved: u64,
    deleted: u64,
    added: u64,
    kept: u64,
    removed: u64,
    pending: u64,
    failures: Vec<Failed<'a>>,
}

#[derive(Serialize)]
struct Failed<'a> {
    path: std::borrow::Cow<'a, str>,
    reason: String,
}

fn write_report(path: &Path, report: &Report, indexed: Indexed) -> io::Result<()> {
    let failures = report.failures.iter();
    let written = Written {
        files: report.files,
        unchanged: report.unchanged,
        moved: report.moved,
        deleted: report.deleted,
        added: report.articles.added,
        kept: report.articles.kept,
        removed: report.articles.removed,
        pending: indexed.pending,
        failures: failures
            .map(|failure| Failed { path: failure.path.to_string_lossy(), reason: failure.error.to_string() })
            .collect(),
    };
    let mut json = serde_json::to_vec_pretty(&written)?;
    json.push(b'\n');
    fs::write(path, json)
}

/// One line on the terminal that says how far it is; nothing where there is no terminal.
pub(super) struct Gauge {
    shown: bool,
    begun: Instant,
    /// When the first stage was last heard of.
    read_until: Instant,
}

impl Gauge {
    pub fn new() -> Self {
        let now = Instant::now();
        Self { shown: io::stderr().is_terminal(), begun: now, read_until: now }
    }

    /// Tells of the first stage.
    pub fn read(&mut self, report: &Report) {
        self.read_until = Instant::now();
        let articles = report.articles.added + report.articles.kept;
        let rate = articles as f64 / self.begun.elapsed().as_secs_f64().max(0.001);
        self.line(&format!("reading: {} files, {articles} articles, {rate:.0} a second", report.files));
    }

    /// Tells of the second stage, and how long it will take.
    pub fn indexed(&mut self, indexed: Indexed) {
        let rate = indexed.articles as f64 / self.read_until.elapsed().as_secs_f64().max(0.001);
        let left = indexed.pending as f64 / rate.max(0.001);
        let all = indexed.articles + indexed.pending;
        let done = 100 * indexed.articles / all.max(1);
        self.line(&format!("indexing: {done} % of {all} articles, {rate:.0} a second, {left:.0} s left"));
    }

    fn line(&mut self, text: &str) {
        if self.shown {
            // A gauge that cannot be drawn stops nothing.
            drop(write!(io::stderr(), "\r\x1b[K{text}"));
        }
    }

    /// Leaves nothing behind.
    pub fn clear(&mut self) {
        self.line("");
    }
}

//! `whosaid import`: files into a library, to be read and searched at once from then on.

use super::args::ReadingArgs;
use super::kept::{self, LibraryFile};
use super::shards::{self, Shards};
use super::{Status, output};
use crate::article::Article;
use crate::config::{LastLibrary, Opened};
use crate::library::load::{Cancel, read_file};
use crate::library::{Archive, Failure, Indexed, Report, StoreError, Writer, count_files};
use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use serde::Serialize;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Bring files and folders of articles into a library.
///
/// Returns when everything can be searched. Only what is new or changed since the last import is
/// read; what is gone from a folder goes from the library. What comes through standard input is
/// added to what came that way before. ^C keeps what is done so far, and the next import goes on
/// from there. The reader and the other commands take this library where they are given none.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid import ~/clips                        into the library `main`
  whosaid import dump/ --library wire           into one called `wire`
  whosaid import dump/ --library ./wire.db      into that file
  zcat dump.jsonl.gz | whosaid import -         what another program writes
  whosaid import --extracted done1.jsonl        what `extract --with-text` wrote elsewhere
  whosaid import dump/ --extracted done2.jsonl  the texts from here, the quotations from there

Exit status: 0 if all of it came in, 3 if some files did not, 2 if nothing did.")]
pub struct Args {
    /// Files and folders of articles, or - for standard input
    #[arg(value_name = "PATH", required_unless_present = "extracted")]
    paths: Vec<PathBuf>,
    /// Take the quotations from these files, packed or not, which `whosaid extract` or `whosaid export
    /// --format jsonl` wrote, instead of looking for them; the texts stand in them too (`extract
    /// --with-text`), in the PATHs, or in the library already
    #[arg(long, value_name = "FILE", num_args = 1..)]
    extracted: Vec<PathBuf>,
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
    let file = args.library.path()?;
    let archive = kept::open_to_write(&file)?;
    let mut writer = archive.writer()?;
    let cancel = stop_on_interrupt()?;
    let mut gauge = Gauge::new();
    gauge.count(&args.paths, &cancel);
    let shards = Shards::new(&args.extracted)?;
    let paths: Vec<PathBuf> = args.paths.iter().chain(shards.with_text()).cloned().collect();
    let reading = |path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>| {
        if shards.holds(path) { shards::read(path, each) } else { read_file(path, &options, each) }
    };
    let report = writer.import(&paths, &reading, &cancel, &mut |report| gauge.read(report))?;
    let (known, failed) = take_known(&mut writer, &archive, &shards, &cancel, &mut gauge)?;
    let mut indexed = writer.index(&cancel, &mut |indexed| gauge.indexed(indexed))?;
    drop(gauge);
    if let Some(last) = LastLibrary::of_user() {
        // A convenience: where it cannot be kept, nothing of the import is lost.
        drop(last.remember(&Opened::Library(file)));
    }
    let failures = report.failures.iter().map(|failure| failure.error.to_string());
    failures.chain(failed.iter().cloned()).for_each(|failure| output::report(&failure));
    if !args.extracted.is_empty() && indexed.articles > 0 {
        output::report(&format!(
            "in none of the extracted files, or not as the text has it, and so looked through: {} articles",
            indexed.articles
        ));
    }
    indexed.articles += known.articles;
    if let Some(path) = &args.report {
        write_report(path, &report, indexed).with_context(|| format!("cannot write {}", path.display()))?;
    }
    tell(&report, indexed).map_err(output::failed)?;
    Ok(match status(&report, indexed) {
        Status::Found if !failed.is_empty() => Status::Partly,
        status => status,
    })
}

/// Makes the articles searchable whose quotations are in `shards`; says how many, and what of the shards
/// could not be used.
fn take_known(
    writer: &mut Writer,
    archive: &Archive,
    shards: &Shards,
    cancel: &Cancel,
    gauge: &mut Gauge,
) -> Result<(Indexed, Vec<String>), StoreError> {
    let (mut failed, textless) = (Vec::new(), AtomicU64::new(0));
    let told = shards.quotations(&mut failed).inspect(|(id, _)| {
        let text_is_missing = archive.with_id(*id).is_ok_and(|articles| articles.is_empty());
        textless.fetch_add(u64::from(text_is_missing), Ordering::Relaxed);
    });
    let tied = |article: &Article, lines| shards::tied(article, &lines);
    let known = writer.index_known(told, tied, cancel, &mut |indexed| gauge.indexed(indexed))?;
    if let textless @ 1.. = textless.into_inner() {
        failed.push(format!(
            "extracted, but their text is not here: {textless} articles; name the files it is in, or \
             extract with --with-text"
        ));
    }
    Ok((known, failed))
}

/// Cancels an import once somebody presses ^C, instead of ending the program; a second time, the
/// program ends: it may be waiting for input that does not come.
pub(super) fn stop_on_interrupt() -> Result<Cancel> {
    let cancel = Cancel::default();
    #[cfg(unix)]
    {
        let stop = cancel.clone();
        let mut signals = signal_hook::iterator::Signals::new(signal_hook::consts::TERM_SIGNALS)
            .context("cannot listen for signals")?;
        std::thread::spawn(move || {
            for signal in signals.forever() {
                if stop.is_cancelled() {
                    std::process::exit(128 + signal);
                }
                stop.cancel();
            }
        });
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

/// How far an import is, on one line of the terminal; nothing where there is no terminal.
pub(super) struct Gauge {
    bar: ProgressBar,
    indexing: bool,
}

impl Gauge {
    pub fn new() -> Self {
        let bar = ProgressBar::new_spinner().with_style(style("{spinner} reading: {msg}"));
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(100));
        }
        Self { bar, indexing: false }
    }

    /// Counts the files at `paths` beside the import, to tell how long the first stage will take.
    pub fn count(&self, paths: &[PathBuf], cancel: &Cancel) {
        if self.bar.is_hidden() {
            return;
        }
        let (bar, paths, cancel) = (self.bar.clone(), paths.to_vec(), cancel.clone());
        std::thread::spawn(move || {
            let files = count_files(&paths, &cancel);
            // Of one file nobody knows how many articles it holds.
            if files > 1 {
                bar.set_length(files);
                bar.set_style(style("reading: {wide_bar} {percent} % of {len} files, {msg}, {eta} left"));
            }
        });
    }

    /// Tells of the first stage.
    pub fn read(&mut self, report: &Report) {
        let articles = report.articles.added + report.articles.kept;
        let rate = articles as f64 / self.bar.elapsed().as_secs_f64().max(0.001);
        self.bar.set_message(format!("{articles} articles, {rate:.0} a second"));
        self.bar.set_position(report.files);
    }

    /// Tells of the second stage.
    pub fn indexed(&mut self, indexed: Indexed) {
        if !std::mem::replace(&mut self.indexing, true) {
            self.bar.reset();
        }
        // Every time: the files may still be being counted.
        self.bar.set_style(style("indexing: {wide_bar} {percent} % of {len} articles, {rate} a second, {eta} left"));
        self.bar.set_length(indexed.articles + indexed.pending);
        self.bar.set_position(indexed.articles);
    }
}

impl Drop for Gauge {
    /// Leaves nothing behind.
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// The style that a template of ours describes.
fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner());
    let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
        let _ = write!(out, "{:.0}", state.per_sec());
    };
    style.with_key("rate", rate)
}

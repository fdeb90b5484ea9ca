//! `whosaid import`: files into a library, to be read and searched at once from then on.

use super::args::ReadingArgs;
use super::interrupt::Interrupt;
use super::kept::{self, LibraryFile};
use super::shards::{self, Shards};
use super::target::Target;
use super::{Status, output};
use crate::article::{Article, ArticleId, Warning};
use crate::config::{LastLibrary, Opened};
use crate::export::json;
use crate::library::load::Cancel;
use crate::library::{Archive, Failure, Indexed, Reading, RecordKey, Report, StoreError, Warned, Writer, count_files};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
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
    /// Write what was done to this file, as JSON; - is standard output
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Replace the report if there is a file of that name
    #[arg(long, requires = "report")]
    force: bool,
}

pub(super) fn run(args: Args) -> Result<Status> {
    let options = args.reading.options();
    let file = args.library.path()?;
    let library = kept::places()?.name_of(&file);
    // Before anything is made or changed, what is asked for is looked at.
    let shards = Shards::new(&args.extracted)?;
    let summary = args.report.as_deref().map(|path| Target::open(Some(path), args.force)).transpose()?;
    let is_new = !file.exists();
    let archive = kept::open_to_write(&file)?;
    let mut writer = archive.writer()?;
    let newest = archive.newest()?;
    let interrupt = Interrupt::listen()?;
    let cancel = &interrupt.cancel;
    let mut gauge = Gauge::new();
    gauge.count(&args.paths, cancel);
    let paths: Vec<PathBuf> = args.paths.iter().chain(shards.with_text()).cloned().collect();
    let reading = WithShards { shards: &shards, others: kept::reading(&options) };
    let report = writer.import(&paths, &reading, cancel, &mut |report| gauge.read(report))?;
    let mut failed: Vec<Failed> = report.failures.iter().map(Failed::from).collect();
    let known = take_known(&mut writer, &archive, &shards, cancel, &mut gauge, &mut failed)?;
    let indexed = writer.index(cancel, &mut |indexed| gauge.indexed(indexed))?;
    drop(gauge);
    if !args.extracted.is_empty() && indexed.articles > 0 {
        output::report(&format!(
            "in none of the extracted files, or not as the text has it, and so looked through: {} articles",
            indexed.articles
        ));
    }
    let warned = archive.count_warned_since(newest);
    let warnings =
        Warnings { archive: &archive, after: newest, articles: warned.as_ref().copied().unwrap_or_default() };
    let outcome = Outcome { report: &report, known, indexed, failed, warnings };
    let told = outcome.tell(&library, summary);
    if outcome.did_nothing() && is_new {
        drop(writer);
        archive.rest();
        // Nobody is to find an empty library; where it cannot go, that is all that is there.
        drop(Archive::remove(&file));
    } else if let Some(last) = LastLibrary::of_user().filter(|_| !outcome.did_nothing()) {
        // A convenience: where it cannot be kept, nothing of the import is lost.
        drop(last.remember(&Opened::Library(file)));
    }
    told?;
    // Only now: what was done is told in any case.
    warned?;
    let stopped = report.cancelled || indexed.pending > 0;
    Ok(if stopped { interrupt.status() } else { outcome.status() })
}

/// Files of every format, and among them shards, of which only the texts are read.
struct WithShards<'a, R> {
    shards: &'a Shards,
    others: R,
}

impl<R: Reading> Reading for WithShards<'_, R> {
    fn read(&self, path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>) {
        if self.shards.holds(path) { shards::read(path, each) } else { self.others.read(path, each) }
    }

    fn is_told_how(&self) -> bool {
        self.others.is_told_how()
    }
}

/// Makes the articles searchable whose quotations are in `shards`; says how many, and what of the shards
/// could not be used.
fn take_known(
    writer: &mut Writer,
    archive: &Archive,
    shards: &Shards,
    cancel: &Cancel,
    gauge: &mut Gauge,
    failed: &mut Vec<Failed>,
) -> Result<Indexed, StoreError> {
    let (mut unread, textless) = (Vec::new(), AtomicU64::new(0));
    let told = shards.quotations(&mut unread).inspect(|(id, _)| {
        let text_is_missing = archive.with_id(*id).is_ok_and(|articles| articles.is_empty());
        textless.fetch_add(u64::from(text_is_missing), Ordering::Relaxed);
    });
    let tied = |article: &Article, lines| shards::tied(article, &lines);
    let known = writer.index_known(told, tied, cancel, &mut |indexed| gauge.indexed(indexed))?;
    failed.extend(unread.iter().map(Failed::from));
    if let textless @ 1.. = textless.into_inner() {
        let reason = format!(
            "extracted, but their text is not here: {textless} articles; name the files it is in, or \
             extract with --with-text"
        );
        failed.push(Failed { path: None, reason });
    }
    Ok(known)
}

/// What came of an import.
struct Outcome<'a> {
    report: &'a Report,
    /// The articles whose quotations were known.
    known: Indexed,
    /// The others.
    indexed: Indexed,
    failed: Vec<Failed>,
    /// Those of the articles that came.
    warnings: Warnings<'a>,
}

impl Outcome<'_> {
    /// Whether nothing came in, nothing went, and nothing was there already.
    fn did_nothing(&self) -> bool {
        let Report { articles, unchanged, moved, deleted, .. } = self.report;
        articles.added + articles.kept + articles.removed + unchanged + moved + deleted + self.known.articles == 0
    }

    fn status(&self) -> Status {
        if self.did_nothing() {
            Status::Failed
        } else if self.failed.is_empty() && self.indexed.failed == 0 {
            Status::Found
        } else {
            Status::Partly
        }
    }

    /// Tells of everything: what failed on standard error, all of it where that was asked for, and how much there
    /// was on standard output, unless all of it is there.
    fn tell(&self, library: &str, target: Option<Target>) -> Result<()> {
        self.failed.iter().for_each(|failed| output::report(&failed.reason));
        let is_told = matches!(target, Some(Target::Stdout(_)));
        target.map_or(Ok(()), |target| self.write(target))?;
        if is_told { Ok(()) } else { self.summarize(library).map_err(output::failed) }
    }

    fn write(&self, mut target: Target) -> Result<()> {
        let Self { report, indexed, failed, warnings, .. } = self;
        let written = Written {
            files: report.files,
            unchanged: report.unchanged,
            moved: report.moved,
            deleted: report.deleted,
            added: report.articles.added,
            kept: report.articles.kept,
            removed: report.articles.removed,
            not_indexed: indexed.failed,
            pending: indexed.pending,
            failures: failed,
            warned: warnings.articles,
            warnings,
        };
        json::write(&mut target, &written)
            .and_then(|()| target.write_all(b"\n"))
            .map_err(|error| target.failed(error))?;
        target.finish()
    }

    /// How much there was, on one line.
    fn summarize(&self, library: &str) -> io::Result<()> {
        let Self { report, indexed, warnings, .. } = self;
        let articles = report.articles;
        let mut out = io::stdout().lock();
        write!(out, "{} files: {} unchanged, {} moved, ", report.files, report.unchanged, report.moved)?;
        write!(out, "{} gone; {} not read; ", report.deleted, report.failures.len())?;
        write!(out, "articles: {} new, {} there already, {} gone", articles.added, articles.kept, articles.removed)?;
        if warnings.articles > 0 {
            let library = output::argument(library);
            write!(out, "; {} new with warnings: `whosaid libraries warnings {library}`", warnings.articles)?;
        }
        if indexed.pending > 0 {
            write!(out, "; {} are still to be made searchable: import again", indexed.pending)?;
        }
        writeln!(out)?;
        out.flush()
    }
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
    /// Articles in which no quotations could be looked for.
    not_indexed: u64,
    /// Articles that are still to be looked through.
    pending: u64,
    failures: &'a [Failed],
    /// New articles with warnings.
    warned: usize,
    warnings: &'a Warnings<'a>,
}

/// What a reader should know of the articles that came in after the one with the key `after`. It is read from the
/// library while it is told: there may be no end of it.
struct Warnings<'a> {
    archive: &'a Archive,
    after: RecordKey,
    /// How many articles have any.
    articles: usize,
}

impl Serialize for Warnings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for article in self.archive.warned_since(self.after) {
            let Warned { article, origin, place, warnings, .. } = article.map_err(S::Error::custom)?;
            for warning in &warnings {
                let (path, record, line) = (origin.path(&place), place.record, place.line);
                list.serialize_element(&WarningOf { article, path, record, line, message: warning })?;
            }
        }
        list.end()
    }
}

/// A warning, and the article that it is of.
#[derive(Serialize)]
struct WarningOf<'a> {
    article: ArticleId,
    /// The file, unless it is standard input.
    path: Option<Cow<'a, str>>,
    record: Option<u64>,
    line: Option<u64>,
    message: &'a Warning,
}

/// What did not come in.
#[derive(Debug, Serialize)]
struct Failed {
    /// The file, if it is of one.
    path: Option<String>,
    /// Why, the file named.
    reason: String,
}

impl From<&Failure> for Failed {
    fn from(failure: &Failure) -> Self {
        let path = Some(failure.path.to_string_lossy().into_owned());
        Self { path, reason: failure.error.to_string() }
    }
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
            // Of one file nobody knows how many articles it holds.
            if let Some(files @ 2..) = count_files(&paths, &cancel) {
                bar.set_length(files as u64);
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

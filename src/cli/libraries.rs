//! `whosaid libraries`: what there is, whether it is whole, and how to mend it.

use super::args::ReadingArgs;
use super::import::Gauge;
use super::interrupt::Interrupt;
use super::kept::{self, reading};
use super::{Status, output};
use crate::article::{Place, Warning};
use crate::import::ReadOptions;
use crate::library::load::Cancel;
use crate::library::{Archive, RecordKey, StoreError, Warned};
use crate::text::{numbers::counted, sanitize};
use anyhow::{Context, Result};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// List, check, mend or remove libraries.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid libraries list
  whosaid libraries info wire        how much is in it
  whosaid libraries warnings wire    what to know of how its articles were read
  whosaid libraries verify wire      whether it is whole
  whosaid libraries rebuild wire     anew from its sources

Exit status: 0 if it was done, 1 if there was nothing or a fault was found, 2 if something went
wrong, 3 if some sources could not be read.")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the named libraries
    List,
    /// Tell how much is in a library
    Info(Library),
    /// List what a reader should know of how articles were read: dates that are none, encodings that were guessed
    Warnings(Library),
    /// Remove a library; the files it was made from and the marks stay
    Remove(Library),
    /// Check that a library is whole: exit status 0 if it is, 1 if not
    Verify(Library),
    /// Make a library anew from its sources; of one that is away, its articles stay as they are
    Rebuild {
        #[command(flatten)]
        library: Library,
        #[command(flatten)]
        reading: ReadingArgs,
    },
}

#[derive(Debug, clap::Args)]
struct Library {
    /// Its name, or the path of its file
    #[arg(value_name = "NAME|FILE.db", default_value = "main", value_parser = kept::library)]
    name: String,
}

pub(super) fn run(args: Args) -> Result<Status> {
    let path = |library: &Library| kept::places().map(|places| places.library(&library.name));
    match &args.command {
        Command::List => list(),
        Command::Info(library) => info(&path(library)?),
        Command::Warnings(library) => warnings(&path(library)?),
        Command::Remove(library) => remove(&path(library)?),
        Command::Verify(library) => verify(&path(library)?),
        Command::Rebuild { library, reading } => rebuild(&path(library)?, &reading.options()),
    }
}

fn list() -> Result<Status> {
    let places = kept::places()?;
    let names = places.library_names().with_context(|| places.libraries().display().to_string())?;
    let mut out = io::stdout().lock();
    for name in &names {
        writeln!(out, "{}", sanitize::line(name)).map_err(output::failed)?;
    }
    Ok(if names.is_empty() { Status::Nothing } else { Status::Found })
}

fn info(path: &Path) -> Result<Status> {
    let archive = kept::open(path)?;
    let (counts, pending) = (archive.counts()?, archive.pending()?);
    let warned = archive.count_warned_since(RecordKey(0))?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{}: {:.1} MB\n{} articles, {} of them not searchable yet\n{} quotations by {} speakers",
        sanitize::line(&path.to_string_lossy()),
        archive.size() as f64 / 1e6,
        counts.articles,
        pending,
        counts.quotations,
        counts.speakers
    )
    .map_err(output::failed)?;
    if warned > 0 {
        writeln!(out, "{} with warnings", counted(warned, "article")).map_err(output::failed)?;
    }
    Ok(Status::Found)
}

fn warnings(path: &Path) -> Result<Status> {
    let archive = kept::open(path)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut status = Status::Nothing;
    for article in archive.warned_since(RecordKey(0)) {
        let Warned { origin, place, warnings, .. } = article?;
        let path = origin.path(&place).unwrap_or("standard input".into());
        let place = Place { member: None, ..place };
        let within = if place == Place::default() { String::new() } else { format!("{place}: ") };
        for Warning { message } in warnings {
            writeln!(out, "{}", sanitize::line(&format!("{path}: {within}{message}"))).map_err(output::failed)?;
        }
        status = Status::Found;
    }
    out.flush().map_err(output::failed)?;
    Ok(status)
}

fn remove(path: &Path) -> Result<Status> {
    let places = kept::existing(path)?;
    // Opened first, so that nothing is removed that never was a library.
    match Archive::open_to_read(path) {
        Err(StoreError::Damaged { .. } | StoreError::Foreign { .. })
            if places.is_named(path) || Archive::is_one(path) => {}
        opened => drop(opened?),
    }
    Archive::remove(path)?;
    Ok(Status::Found)
}

fn verify(path: &Path) -> Result<Status> {
    drop(kept::open(path)?);
    let faults = Archive::open(path)?.writer()?.verify(&Cancel::default())?;
    for fault in &faults {
        output::report(&format!("{}: {}", path.display(), fault.0));
    }
    if faults.is_empty() {
        return Ok(Status::Found);
    }
    output::report("`whosaid libraries rebuild` makes it anew from its sources");
    Ok(Status::Nothing)
}

fn rebuild(path: &Path, options: &ReadOptions) -> Result<Status> {
    let places = kept::existing(path)?;
    let interrupt = Interrupt::listen()?;
    let mut gauge = Gauge::new();
    let report = Archive::rebuild(path, &[], &reading(options), &interrupt.cancel, &mut |report, indexed| {
        if indexed.articles == 0 { gauge.read(report) } else { gauge.indexed(indexed) }
    });
    drop(gauge);
    let report = match report {
        Err(error @ StoreError::Foreign { .. }) => return Err(kept::explained(&places, path, error)),
        report => report?,
    };
    for failure in &report.failures {
        output::report(&failure.error.to_string());
    }
    if interrupt.cancel.is_cancelled() {
        output::report("interrupted: the library is as it was");
        return Ok(interrupt.status());
    }
    if report.articles.kept > 0 {
        output::report(&format!("{} articles of files that could not be read are as they were", report.articles.kept));
    }
    Ok(if report.failures.is_empty() { Status::Found } else { Status::Partly })
}

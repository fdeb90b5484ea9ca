//! `whosaid marks`: what was kept, out of libraries and back.

use super::lookup::IdArgs;
use super::target::Target;
use super::{Status, input, kept, output};
use crate::export::json;
use crate::library::marks::{Entry, Mark};
use crate::text::numbers::counted;
use crate::text::sanitize;
use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Keep quotations, list them, and take them elsewhere.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid marks add m67z2c --library wire --note 'Ask for the letter' --tag federal
  whosaid marks list
  whosaid marks export marks.json
  whosaid marks import theirs.json

Exit status: 0 if it was done, 1 if there was nothing, 2 if something went wrong.")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Keep a quotation
    Add(Add),
    /// List the marks
    List,
    /// Write all marks as JSON
    Export {
        /// The file to write; standard output without one, or for -
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Replace the file if there is one of that name
        #[arg(long, requires = "file")]
        force: bool,
    },
    /// Add the marks of a file that this or `whosaid export` wrote as JSON or JSON Lines; nothing that is there already
    /// is lost: tags come to tags, a note stands below the note
    Import {
        /// The file to read; standard input for -
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    #[command(flatten)]
    id: IdArgs,
    /// A note beside it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// A tag; may be given again
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
}

pub(super) fn run(args: Args) -> Result<Status> {
    match args.command {
        Command::Add(add) => keep(add),
        Command::List => list(),
        Command::Export { file, force } => export(file.as_deref(), force),
        Command::Import { file } => import(&file),
    }
}

fn keep(add: Add) -> Result<Status> {
    let found = add.id.find()?;
    let quotation = found.quotation().context("this is the id of an article: what is kept is a quotation")?;
    let mut mark = Mark::of(&found.record.article, quotation, DateTime::<Utc>::from(SystemTime::now()));
    mark.note = add.note;
    mark.tags = add.tags;
    kept::marks()?.add(&mark)?;
    Ok(Status::Found)
}

fn list() -> Result<Status> {
    let marks = kept::marks()?.list()?;
    let mut out = io::stdout().lock();
    for (_, mark) in &marks {
        let tags: String = mark.tags.iter().map(|tag| format!(" #{tag}")).collect();
        let note = mark.note.as_ref().map_or(String::new(), |note| format!(" — {note}"));
        let words = mark.exact.split_whitespace().collect::<Vec<_>>().join(" ");
        let speaker = mark.speaker.as_ref().map_or(String::new(), |speaker| format!(" ◆ {speaker}"));
        let line = format!("{}  {words}{speaker}{note}{tags}", mark.created.format("%Y-%m-%d"));
        writeln!(out, "{}", sanitize::line(&line)).map_err(output::failed)?;
    }
    Ok(if marks.is_empty() { Status::Nothing } else { Status::Found })
}

fn export(file: Option<&Path>, force: bool) -> Result<Status> {
    let marks = kept::marks()?.entries()?;
    let mut out = Target::open(file, force)?;
    json::write(&mut out, &marks).and_then(|()| out.write_all(b"\n")).map_err(|error| out.failed(error))?;
    out.finish()?;
    Ok(Status::Found)
}

fn import(file: &Path) -> Result<Status> {
    let json = input::read_text(file).with_context(|| format!("cannot read {}", file.display()))?;
    let marks = marks_of(&json).with_context(|| format!("{} holds no marks", file.display()))?;
    if marks.is_empty() {
        return Ok(Status::Nothing);
    }
    let others = kept::marks()?.add_all(&marks)?;
    if others > 0 {
        let (file, others) = (file.display(), counted(others, "item"));
        output::report(&format!("{file}: {others} left out where you keep another speaker or search of that name"));
    }
    Ok(Status::Found)
}

/// A quotation of an export, marked or not.
#[derive(Deserialize)]
struct Exported {
    mark: Option<Mark>,
}

/// The marks of an array, or of lines, of what [`Entry`] is, or of quotations with an `id` and perhaps a `mark`.
fn marks_of(json: &str) -> serde_json::Result<Vec<Entry>> {
    let items: Vec<serde_json::Value> = if json.trim_start().starts_with('{') {
        serde_json::Deserializer::from_str(json).into_iter().collect::<serde_json::Result<_>>()?
    } else {
        serde_json::from_str(json)?
    };
    let entry = |item: serde_json::Value| match item.get("id") {
        Some(_) => serde_json::from_value(item).map(|exported: Exported| exported.mark.map(Entry::Mark)),
        None => serde_json::from_value(item).map(Some),
    };
    items.into_iter().filter_map(|item| entry(item).transpose()).collect()
}

//! `whosaid marks`: what was kept, out of libraries and back.

use super::kept::{self, LibraryToRead};
use super::{Status, output};
use crate::article::ContentId;
use crate::export::json;
use crate::library::marks::Mark;
use crate::text::sanitize;
use anyhow::{Context, Result, bail};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Keep quotations, list them, and take them elsewhere.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid marks add m67z2cf2j7w6 --library wire --note 'Ask for the letter' --tag federal
  whosaid marks list
  whosaid marks export marks.json
  whosaid marks import marks.json

Exit status: 0 if it was done, 1 if there was nothing, 2 if something went wrong.")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Keep a quotation of a library
    Add(Add),
    /// List what is kept
    List,
    /// Write all marks as JSON
    Export {
        /// The file to write; standard output without one
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Add the marks of a file that this or `whosaid export` wrote as JSON; what is there already stays
    /// one mark
    Import {
        /// The file to read; standard input for -
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// The quotation's id, as every output of JSON has it
    #[arg(value_name = "ID", value_parser = id)]
    quotation: ContentId,
    #[command(flatten)]
    library: LibraryToRead,
    /// A note beside it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// A tag; may be given again
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
}

fn id(given: &str) -> Result<ContentId, String> {
    ContentId::parse(given).ok_or_else(|| "an id is twelve letters and digits, as 0c3v9tq1x2yz".to_owned())
}

pub(super) fn run(args: Args) -> Result<Status> {
    match args.command {
        Command::Add(add) => keep(add),
        Command::List => list(),
        Command::Export { file } => export(file.as_deref()),
        Command::Import { file } => import(&file),
    }
}

fn keep(add: Add) -> Result<Status> {
    let archive = add.library.open()?;
    let found = archive.quotation(add.quotation)?.map(|(key, place)| archive.record(key).map(|r| r.zip(Some(place))));
    let Some((record, place)) = found.transpose()?.flatten() else {
        bail!("{}: no quotation in {} has this id", add.quotation, archive.path().display());
    };
    let Some(quotation) = record.quotations.get(place) else { return Ok(Status::Nothing) };
    let mut mark = Mark::of(&record.article, quotation, DateTime::<Utc>::from(SystemTime::now()));
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
        let line = format!("{}  {words}{note}{tags}", mark.created.format("%Y-%m-%d"));
        writeln!(out, "{}", sanitize::line(&line)).map_err(output::failed)?;
    }
    Ok(if marks.is_empty() { Status::Nothing } else { Status::Found })
}

fn export(file: Option<&Path>) -> Result<Status> {
    let marks: Vec<Mark> = kept::marks()?.list()?.into_iter().map(|(_, mark)| mark).collect();
    let mut array = Vec::new();
    json::write(&mut array, &marks)?;
    array.push(b'\n');
    match file {
        Some(file) => fs::write(file, array).with_context(|| format!("cannot write {}", file.display()))?,
        None => io::stdout().write_all(&array).map_err(output::failed)?,
    }
    Ok(Status::Found)
}

fn import(file: &Path) -> Result<Status> {
    let mut json = String::new();
    let read = if file == Path::new("-") {
        io::stdin().read_to_string(&mut json).map(drop)
    } else {
        fs::read_to_string(file).map(|text| json = text)
    };
    read.with_context(|| format!("cannot read {}", file.display()))?;
    let marks = marks_of(&json).with_context(|| format!("{} holds no marks", file.display()))?;
    kept::marks()?.add_all(&marks)?;
    Ok(Status::Found)
}

/// What stands in a file: a mark, or a quotation, marked or not.
#[derive(Deserialize)]
#[serde(untagged)]
enum Item {
    Mark(Mark),
    Quotation {
        #[serde(rename = "id")]
        _id: ContentId,
        mark: Option<Mark>,
    },
}

/// The marks of an array, or of objects one after the other.
fn marks_of(json: &str) -> serde_json::Result<Vec<Mark>> {
    let items: Vec<Item> = if json.trim_start().starts_with('[') {
        serde_json::from_str(json)?
    } else {
        serde_json::Deserializer::from_str(json).into_iter().collect::<serde_json::Result<_>>()?
    };
    let mark = |item| match item {
        Item::Mark(mark) => Some(mark),
        Item::Quotation { mark, .. } => mark,
    };
    Ok(items.into_iter().filter_map(mark).collect())
}

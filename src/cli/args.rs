//! Arguments that several commands share.

use super::kept;
use crate::config::{LastLibrary, Opened};
use crate::export::OffsetUnit;
use crate::import::{ColumnMap, DateOrder, ReadOptions};
use crate::library::load::STDIN;
use crate::quote::Kind;
use anyhow::{Result, bail};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use encoding_rs::Encoding;
use std::path::PathBuf;
use std::sync::Arc;

/// Which files to read, and how.
#[derive(Debug, clap::Args)]
pub struct PathArgs {
    /// Files and folders of articles [default: what was opened or imported last]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// What to open: files and folders, or a library.
#[derive(Debug, clap::Args)]
pub struct LibraryArgs {
    #[command(flatten)]
    pub files: PathArgs,
    /// The library to open: its name, or the path of its file
    #[arg(long, value_name = "NAME|FILE.db", value_parser = kept::library)]
    pub library: Option<String>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The articles built into the program.
    Seeds,
    /// Files and folders.
    Paths(Vec<PathBuf>),
    /// The library in this file, to which files and folders are to be added first.
    Library(PathBuf, Vec<PathBuf>),
}

impl LibraryArgs {
    /// What is asked for; where nothing is, what was opened last.
    ///
    /// # Errors
    /// When a library has a name, but the system names no place where it could be.
    pub fn wanted(&self) -> Result<Wanted> {
        match &self.library {
            Some(name) => Ok(Wanted::Library(kept::places()?.library(name), self.files.paths.clone())),
            None => Ok(self.files.wanted()),
        }
    }

    /// What a person would call it.
    pub fn called(&self) -> String {
        match (&self.library, self.files.paths.as_slice()) {
            (Some(name), _) => format!("the library {name}"),
            (None, []) => "what was opened last".to_owned(),
            (None, [path]) => path.display().to_string(),
            (None, paths) => format!("these {} paths", paths.len()),
        }
    }

    /// The same for a command that reads alone, which adds no files and folders to a library.
    ///
    /// # Errors
    /// When both are asked for, and as [`LibraryArgs::wanted`].
    pub fn wanted_to_read(&self) -> Result<Wanted> {
        if self.library.is_some() && !self.files.paths.is_empty() {
            bail!("either a library or files and folders: `whosaid import` brings the one into the other");
        }
        self.wanted()
    }
}

impl PathArgs {
    /// What is asked for; where nothing is, what was opened last.
    pub fn wanted(&self) -> Wanted {
        if !self.paths.is_empty() {
            return Wanted::Paths(self.paths.clone());
        }
        match LastLibrary::of_user().and_then(|last| last.opened()) {
            None => Wanted::Seeds,
            Some(Opened::Paths(paths)) => Wanted::Paths(paths),
            Some(Opened::Library(file)) => Wanted::Library(file, Vec::new()),
        }
    }

    /// Whether standard input is asked for.
    pub fn reads_stdin(&self) -> bool {
        self.paths.iter().any(|path| path.as_os_str() == STDIN)
    }
}

/// How to read what the files leave open.
#[derive(Debug, clap::Args)]
pub struct ReadingArgs {
    /// What 3/4/2020 means where an article leaves it open; without this, such a date is none
    #[arg(long, value_name = "ORDER")]
    dates: Option<DateOrder>,
    /// The encoding of every file, such as windows-1252 [default: found out file by file]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<&'static Encoding>,
    /// Which columns of tables and JSON hold what, as in title=headline,text=body; the fields are
    /// text, title, date, outlet, byline, section, url, dateline [default: by their names]
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Option<ColumnMap>,
}

impl ReadingArgs {
    /// The same for the importer.
    pub fn options(&self) -> ReadOptions {
        ReadOptions {
            dates: self.dates.unwrap_or_default(),
            encoding: self.encoding,
            columns: Arc::new(self.map.clone().unwrap_or_default()),
        }
    }
}

/// The encoding of that name, by any of the names that the web knows it under.
fn encoding(name: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(name.as_bytes()).ok_or_else(|| {
        "no such encoding is known; utf-8, windows-1252, iso-8859-2, shift_jis and others are".to_owned()
    })
}

impl ValueEnum for DateOrder {
    fn value_variants<'a>() -> &'a [Self] {
        &[DateOrder::Dmy, DateOrder::Mdy]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            DateOrder::Unknown => None,
            DateOrder::Dmy => Some(PossibleValue::new("dmy").help("day, month, year: the third of April")),
            DateOrder::Mdy => Some(PossibleValue::new("mdy").help("month, day, year: March the fourth")),
        }
    }
}

impl ValueEnum for OffsetUnit {
    fn value_variants<'a>() -> &'a [Self] {
        &[OffsetUnit::Chars, OffsetUnit::Bytes, OffsetUnit::Utf16]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            OffsetUnit::Chars => PossibleValue::new("chars").help("Unicode code points, as Python counts"),
            OffsetUnit::Bytes => PossibleValue::new("bytes").help("bytes of UTF-8, as Rust and Go count"),
            OffsetUnit::Utf16 => PossibleValue::new("utf16").help("UTF-16 units, as JavaScript and Java count"),
        })
    }
}

impl ValueEnum for Kind {
    fn value_variants<'a>() -> &'a [Self] {
        &[Kind::Direct, Kind::Mixed, Kind::Indirect]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Kind::Direct => "all of it inside quotation marks",
            Kind::Mixed => "partly",
            Kind::Indirect => "none of it",
        };
        Some(PossibleValue::new(self.name()).help(help))
    }
}

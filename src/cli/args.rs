//! Arguments that several commands share.

use crate::config::LastLibrary;
use crate::export::OffsetUnit;
use crate::import::{ColumnMap, DateOrder, ReadOptions};
use crate::library::load::{STDIN, Source};
use crate::quote::Kind;
use clap::ValueEnum;
use clap::builder::PossibleValue;
use encoding_rs::Encoding;
use std::path::PathBuf;
use std::sync::Arc;

/// What to open, and how to read it.
#[derive(Debug, clap::Args)]
pub struct LibraryArgs {
    /// Files and folders of articles [default: the library last opened in the reader]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: ReadingArgs,
}

impl LibraryArgs {
    /// The library asked for; without paths, the one that was [remembered](Self::remember).
    pub fn source(&self) -> Source {
        if self.paths.is_empty() {
            return LastLibrary::of_user().and_then(|last| last.paths()).map_or(Source::Seeds, Source::Paths);
        }
        Source::Paths(self.paths.clone())
    }

    /// The same, with `path` before the other paths.
    pub fn preceded_by(mut self, path: PathBuf) -> Self {
        self.paths.insert(0, path);
        self
    }

    /// Whether standard input is asked for.
    pub fn reads_stdin(&self) -> bool {
        self.paths.iter().any(|path| path.as_os_str() == STDIN)
    }

    /// Makes the library asked for the one that is opened without paths, if every path leads somewhere.
    pub fn remember(&self) {
        if self.paths.is_empty() || !self.paths.iter().all(|path| path.exists()) {
            return;
        }
        if let Some(last) = LastLibrary::of_user() {
            // A convenience: where it cannot be kept, nothing that was asked for is lost.
            drop(last.remember(&self.paths));
        }
    }

    /// How to read it.
    pub fn read_options(&self) -> ReadOptions {
        self.reading.options()
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

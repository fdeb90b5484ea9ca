//! `whosaid quotes`: the quotations of a library, printed.

use super::args::LibraryArgs;
use super::filters::Filters;
use super::listing::{Format, Listing};
use super::selection::Selection;
use super::{STATUSES, Status, kept, output};
use crate::export::OffsetUnit;
use anyhow::Result;
use std::io::{self, BufWriter};

/// Print the quotations of articles, with their speakers.
///
/// A file is read whatever it is called, and - is standard input. Of a folder, every file of a
/// known format is read, recursively, except what is hidden or named in a .gitignore or .ignore
/// file. Without a PATH, what was last opened or imported is taken, or at first the
/// articles built into the program. Of a library, the newest articles come first.
#[derive(Debug, clap::Args)]
#[command(after_long_help = format!("\
Examples:
  whosaid quotes articles/                    every quotation, by article
  whosaid quotes articles/ --speaker mayor    what every mayor said
  whosaid quotes --since 2020-07 --until 2020 --kind direct,mixed
  whosaid quotes articles/ --format jsonl | jq -r '[.speaker, .words] | @tsv'

{STATUSES}"))]
pub struct Args {
    #[command(flatten)]
    library: LibraryArgs,
    #[command(flatten)]
    filters: Filters,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// What offsets in JSON count
    #[arg(long, value_name = "UNIT", default_value = "chars")]
    offsets: OffsetUnit,
}

pub(super) fn run(args: Args) -> Result<Status> {
    let wanted = args.library.wanted_to_read()?;
    let reading = args.library.files.reading.options();
    let marked = kept::marked_if_readable();
    let selection = Selection { wanted: &wanted, reading, filters: &args.filters, marked: &marked };
    let mut listing = Listing::new(BufWriter::new(io::stdout().lock()), args.format, args.offsets);
    listing.marked = Some(&marked);
    let status = selection.give_to(&mut listing)?;
    listing.end().map_err(output::failed)?;
    Ok(status)
}

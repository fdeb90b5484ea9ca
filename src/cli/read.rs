//! `whosaid [PATH…]`: the reader.

use super::Status;
use super::args::LibraryArgs;
use crate::import::ReadOptions;
use crate::library::load::Source;
use anyhow::{Result, bail};
use std::io::{self, IsTerminal};

/// Arguments of the reader.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    library: LibraryArgs,
    /// Leave the mouse to the terminal
    #[arg(long)]
    no_mouse: bool,
}

/// What the reader is to open, and how.
#[derive(Debug)]
pub struct Options {
    /// The articles.
    pub source: Source,
    /// How to read them.
    pub read: ReadOptions,
    /// Whether the mouse is the reader's.
    pub mouse: bool,
}

pub(super) fn run(args: Args) -> Result<Status> {
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        bail!(
            "the reader needs a terminal to read keys from and to draw on; \
             without one, `whosaid quotes` and `whosaid extract` work (see `whosaid --help`)"
        );
    }
    open(Options { source: args.library.source(), read: args.library.read_options(), mouse: !args.no_mouse })
}

/// Opens the reader, and returns when it is quit.
fn open(_options: Options) -> Result<Status> {
    bail!("the reader is not built in; `whosaid quotes` and `whosaid extract` are (see `whosaid --help`)");
}

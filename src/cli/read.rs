//! `whosaid [PATH…]`: the reader.

use super::args::LibraryArgs;
use super::{Status, output};
use crate::runtime::signals::Signal;
use crate::runtime::{self, Options};
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

pub(super) fn run(args: Args) -> Result<Status> {
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        bail!(
            "the reader needs a terminal to read keys from and to draw on; \
             without one, `whosaid quotes` and `whosaid extract` work (see `whosaid --help`)"
        );
    }
    let outcome = runtime::run(Options {
        source: args.library.source(),
        read: args.library.read_options(),
        mouse: !args.no_mouse,
        colour: output::colour_wanted(),
    })?;
    if outcome.terminal_gone {
        return Ok(Status::TerminalGone);
    }
    for failure in &outcome.failures {
        output::report(failure);
    }
    Ok(match outcome.signal.and_then(Signal::exit_code) {
        Some(code) => Status::Signal(code),
        None if outcome.failures.is_empty() => Status::Found,
        None => Status::Failed,
    })
}

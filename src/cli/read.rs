//! `whosaid [PATH…]`: the reader.

use super::args::LibraryArgs;
use super::{Status, output};
use crate::runtime::signals::Signal;
use crate::runtime::{self, Options};
use anyhow::{Result, bail};
use std::borrow::Cow;
use std::io::{self, IsTerminal};

/// The most failures told one by one: what came before them should stay in sight.
const MOST_TOLD: usize = 20;

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
    if args.library.reads_stdin() {
        bail!("the reader reads keys from standard input; for articles that come there, use `whosaid quotes -`");
    }
    args.library.remember();
    let outcome = runtime::run(Options {
        source: args.library.source(),
        read: args.library.read_options(),
        mouse: !args.no_mouse,
        colour: output::colour_wanted(),
    })?;
    if outcome.terminal_gone {
        return Ok(Status::TerminalGone);
    }
    told(&outcome.failures).for_each(|line| output::report(&line));
    Ok(match outcome.signal.and_then(Signal::exit_code) {
        Some(code) => Status::Signal(code),
        None if outcome.failures.is_empty() => Status::Found,
        None => Status::Failed,
    })
}

/// What is told of `failures`, line by line.
fn told(failures: &[String]) -> impl Iterator<Item = Cow<'_, str>> {
    let more = failures.len().saturating_sub(MOST_TOLD);
    let rest = (more > 0).then(|| Cow::Owned(format!("… and {more} more")));
    failures.iter().take(MOST_TOLD).map(|failure| Cow::Borrowed(failure.as_str())).chain(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_failures_are_told_by_the_first_and_their_number() {
        let failures: Vec<String> = (0..23).map(|n| n.to_string()).collect();
        let lines: Vec<_> = told(&failures).collect();
        assert_eq!((lines.len(), &*lines[19], &*lines[20]), (21, "19", "… and 3 more"));
        assert!(told(&failures[..20]).eq(failures[..20].iter().map(String::as_str)));
    }
}

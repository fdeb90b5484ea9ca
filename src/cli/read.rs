//! `whosaid [PATH…]`: the reader.

use super::args::{LibraryArgs, Wanted};
use super::{Status, config, kept, output};
use crate::app::{Action, Context};
use crate::config::{LastLibrary, Opened, Settings};
use crate::keymap::Keymap;
use crate::library::load::Source;
use crate::runtime::signals::Signal;
use crate::runtime::{self, LibraryFile, Opening, Options};
use anyhow::{Result, bail};
use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

/// The most failures told one by one: what came before them should stay in sight.
const MOST_TOLD: usize = 20;

/// Arguments of the reader.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    library: LibraryArgs,
    /// Keep everything in memory, and no index of the files
    #[arg(long, conflicts_with = "library")]
    no_index: bool,
    /// Follow what happens to the files while they are read
    #[arg(long, conflicts_with = "no_index")]
    watch: bool,
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
    if args.library.files.reads_stdin() {
        bail!("the reader reads keys from standard input; for articles that come there, use `whosaid quotes -`");
    }
    let wanted = args.library.wanted()?;
    remember(&wanted);
    // What is wrong with it is told before the terminal is taken.
    let config = config::load()?;
    let options = Options {
        name: name_of(&wanted),
        opening: args.opening(wanted.clone())?,
        read: args.library.files.reading.options(),
        marks: kept::places().ok().map(|places| places.marks()),
        mouse: !args.no_mouse && config.settings.mouse,
        links: !needs_ascii(),
        welcome: (wanted == Wanted::Seeds).then(|| welcome(&config.keymap)),
        settings: Settings { ascii: config.settings.ascii || needs_ascii(), ..config.settings },
        keymap: config.keymap,
    };
    let outcome = runtime::run(options, config.themes, output::colour_wanted())?;
    if outcome.terminal_gone {
        return Ok(Status::TerminalGone);
    }
    told(&outcome.failures).for_each(|line| output::report(&line));
    if let Some(reason) = &outcome.unsaved {
        output::report(&format!("what was marked last is not saved: {reason}"));
    }
    Ok(match outcome.signal.and_then(Signal::exit_code) {
        Some(code) => Status::Signal(code),
        None if outcome.failures.is_empty() && outcome.unsaved.is_none() => Status::Found,
        None => Status::Failed,
    })
}

/// What somebody is told who opens the program for the first time: the keys that lead to everything
/// else.
fn welcome(keymap: &Keymap) -> String {
    let keys = [
        (Action::Down, "moves"),
        (Action::Open, "reads"),
        (Action::Find, "finds"),
        (Action::Keep, "keeps"),
        (Action::Help, "helps"),
    ];
    let hints = keys.iter().filter_map(|(action, what)| {
        let key = keymap.first_key(Context::List, *action)?;
        Some(format!("{key} {what}"))
    });
    format!("Welcome: {}", hints.collect::<Vec<_>>().join(", "))
}

/// Whether the terminal's font has little more than ASCII: that of the Linux console has 512 characters.
fn needs_ascii() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "linux")
}

/// What the title line calls it.
fn name_of(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Seeds => "seeds".to_owned(),
        Wanted::Paths(paths) => runtime::name_of(paths),
        Wanted::Library(file, _) => match kept::places() {
            Ok(places) if places.is_named(file) => places.name_of(file),
            _ => runtime::name_of(std::slice::from_ref(file)),
        },
    }
}

/// Makes it what is opened where nothing is asked for, if it leads somewhere.
fn remember(wanted: &Wanted) {
    let opened = match wanted {
        Wanted::Paths(paths) if paths.iter().all(|path| path.exists()) => Opened::Paths(paths.clone()),
        Wanted::Library(file, paths) if file.exists() || !paths.is_empty() => Opened::Library(file.clone()),
        _ => return,
    };
    if let Some(last) = LastLibrary::of_user() {
        // A convenience: where it cannot be kept, nothing that was asked for is lost.
        drop(last.remember(&opened));
    }
}

impl Args {
    /// Where the articles are to be kept.
    fn opening(&self, wanted: Wanted) -> Result<Opening> {
        let watch = self.watch;
        Ok(match wanted {
            Wanted::Library(file, paths) => {
                if paths.is_empty() {
                    if watch {
                        bail!("--watch follows files and folders: name those that the library is made from");
                    }
                    // Told before the terminal is taken, and the way out with it.
                    drop(kept::open(&file)?);
                }
                Opening::Library(LibraryFile { file, paths, derived: false, watch })
            }
            Wanted::Seeds => Opening::Memory(Source::Seeds),
            Wanted::Paths(paths) => match index_of(&paths).filter(|_| !self.no_index) {
                Some(file) => Opening::Library(LibraryFile { file, paths, derived: true, watch }),
                None => Opening::Memory(Source::Paths(paths)),
            },
        })
    }
}

/// The file of the index of `paths`; none where there is no place for it, or nothing to index.
fn index_of(paths: &[PathBuf]) -> Option<PathBuf> {
    let there = paths.iter().any(|path| path.exists());
    kept::places().ok().filter(|_| there)?.index_of(paths).ok()
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

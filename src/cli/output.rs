//! Standard output and standard error: what goes wrong on the one is told on the other, and
//! nothing that comes from a file, its name or an argument acts on the terminal.

use crate::article::Article;
use crate::text::sanitize;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::OnceLock;

/// Tells the person one thing that went wrong.
pub fn report(message: &str) {
    report_block(&sanitize::line(message));
}

/// Tells the person one thing that went wrong, on several lines.
pub fn report_block(message: &str) {
    let message = format!("whosaid: {}\n", sanitize::block(message.trim_end()));
    // Where standard error is closed, there is nobody to tell.
    drop(io::stderr().write_all(message.as_bytes()));
}

/// What a command that the person is told to run is given: on one line, and quoted where a shell would take it apart.
pub fn argument(argument: &str) -> String {
    shell_words::quote(&sanitize::line(argument)).into_owned()
}

/// Tells what a reader should know of how an article was read, whatever is asked for.
pub fn report_warnings(article: &Article) {
    let name = article.path().unwrap_or("standard input".into());
    let record = article.place.record.map_or_else(String::new, |record| format!("record {record}: "));
    for warning in &article.warnings {
        report(&format!("{name}: {record}{}", warning.message));
    }
}

/// When output is set off by colours and bold type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Colour {
    /// on a terminal, unless NO_COLOR is set or TERM is dumb
    #[default]
    Auto,
    /// also into files and pipes
    Always,
    /// nowhere
    Never,
}

/// What the person asked for, the same for the whole run.
static COLOUR: OnceLock<Colour> = OnceLock::new();

/// Notes what the person asked for; the first time counts.
pub fn ask_for_colour(colour: Colour) {
    COLOUR.get_or_init(|| colour);
}

/// Whether colours may be used on a terminal: <https://no-color.org>.
pub fn colour_wanted() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match COLOUR.get().copied().unwrap_or_default() {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// Whether what goes to standard output is set off.
pub fn colour_on_stdout() -> bool {
    colour_wanted() && (COLOUR.get() == Some(&Colour::Always) || io::stdout().is_terminal())
}

/// What went wrong with standard output, as an error that says so; what something else than the system
/// says, as a template does, speaks for itself.
pub fn failed(error: io::Error) -> anyhow::Error {
    let is_of_system = error.get_ref().is_none();
    let error = anyhow::Error::new(error);
    if is_of_system { error.context("cannot write the output") } else { error }
}

/// An error with its causes, none of which is told twice: many errors have their cause in their own words
/// already.
pub fn explained(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if told.is_empty() {
            told = cause;
        } else if !told.contains(&cause) {
            told.push_str(": ");
            told.push_str(&cause);
        }
    }
    told
}

/// Whether the error is only that nobody reads standard output any more.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_closed_pipe_is_quiet() {
        assert!(is_closed_pipe(&failed(ErrorKind::BrokenPipe.into())));
        assert!(!is_closed_pipe(&failed(ErrorKind::StorageFull.into())));
    }

    #[test]
    fn a_cause_is_told_once_and_only_the_system_fails_to_write() {
        let io = || io::Error::from(ErrorKind::NotFound);
        let error = anyhow::Error::new(crate::error::Error::Read { path: "a.txt".into(), source: io() });
        assert_eq!(explained(&error.context("no")), "no: a.txt: entity not found");
        assert_eq!(explained(&failed(io())), "cannot write the output: entity not found");
        assert_eq!(explained(&failed(io::Error::other("line 3: a loop"))), "line 3: a loop");
    }
}

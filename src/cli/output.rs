//! Standard output and standard error: what goes wrong on the one is told on the other, and
//! nothing that comes from a file, its name or an argument acts on the terminal.

use crate::article::Article;
use crate::text::sanitize;
use std::io::{self, ErrorKind, Write};

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

/// Tells what a reader should know of how an article was read, whatever is asked for.
pub fn report_warnings(article: &Article) {
    let name = article.path().unwrap_or_default();
    let record = article.place.record.map_or_else(String::new, |record| format!("record {record}: "));
    for warning in &article.warnings {
        report(&format!("{name}: {record}{}", warning.message));
    }
}

/// Whether colours may be used on a terminal: <https://no-color.org>.
pub fn colour_wanted() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// What went wrong with standard output, as an error that says so.
pub fn failed(error: io::Error) -> anyhow::Error {
    anyhow::Error::new(error).context("cannot write the output")
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
}

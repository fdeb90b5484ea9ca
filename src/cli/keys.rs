//! `whosaid keys`: every key, and what it does where.

use super::{Status, config, output};
use crate::text::wrap::columns_of;
use anyhow::Result;
use std::io::{self, Write};

/// Print every key of the reader: where it works, which action it calls, and what that does.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid keys                  every key
  whosaid keys | grep marks     those of the list of marks

Exit status: 0 if they were printed, 2 if something went wrong.")]
pub struct Args {}

pub(super) fn run(_: &Args) -> Result<Status> {
    let help = config::load()?.keymap.key_help();
    let width = |of: &dyn Fn(&crate::app::help::HelpLine) -> usize| help.lines.iter().map(of).max().unwrap_or(0);
    let keys_width = width(&|line| columns_of(&line.keys));
    let name_width = width(&|line| line.name.len());
    let doc_width = width(&|line| line.doc.len());
    let mut out = io::stdout().lock();
    for line in &help.lines {
        let padding = " ".repeat(keys_width - columns_of(&line.keys));
        let (name, doc, place) = (line.name, line.doc, &line.place);
        writeln!(out, "{}{padding}  {name:name_width$}  {doc:doc_width$}  {place}", line.keys)
            .map_err(output::failed)?;
    }
    Ok(Status::Found)
}

//! `whosaid man`: the manual, made from the same definition as `--help`.

use super::{Cli, Status, output};
use anyhow::{Context, Result};
use clap::CommandFactory;
use clap_mangen::Man;
use std::io::{self, Write};
use std::path::PathBuf;

/// Print the manual page of the program or of a command, or write all of them.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid man > whosaid.1
  whosaid man export | man -l -
  whosaid man --all ~/.local/share/man/man1

Exit status: 0, or 2 if there is no such command or something could not be written.")]
pub struct Args {
    /// The command; without one, the program
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
    /// Write a page for the program and for every command into this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    all: Option<PathBuf>,
}

pub(super) fn run(args: Args) -> Result<Status> {
    let mut program = Cli::command();
    program.build();
    if let Some(folder) = &args.all {
        let cannot = || format!("cannot write into {}", folder.display());
        std::fs::create_dir_all(folder).with_context(cannot)?;
        clap_mangen::generate_to(program, folder).with_context(cannot)?;
        return Ok(Status::Found);
    }
    let command = match &args.command {
        None => program,
        Some(name) => {
            let command = program.find_subcommand(name).with_context(|| format!("there is no command {name}"))?;
            command.clone()
        }
    };
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    io::stdout().write_all(&page).map_err(output::failed)?;
    Ok(Status::Found)
}

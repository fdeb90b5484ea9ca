//! `whosaid completions`: what a shell needs to complete the arguments.

use super::{Cli, Status, output};
use anyhow::Result;
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::{self, Write};

/// Print what a shell needs to complete the arguments.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid completions bash > ~/.local/share/bash-completion/completions/whosaid
  whosaid completions zsh > ~/.zfunc/_whosaid
  whosaid completions fish > ~/.config/fish/completions/whosaid.fish

Exit status: 0, or 2 if it could not be written.")]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(args: Args) -> Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "whosaid", &mut script);
    io::stdout().write_all(&script).map_err(output::failed)?;
    Ok(Status::Found)
}

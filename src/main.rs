//! The program: what it does is in [`whosaid::cli`], and its exit status comes from there.

use std::process::ExitCode;

fn main() -> ExitCode {
    whosaid::cli::run(std::env::args_os()).into()
}

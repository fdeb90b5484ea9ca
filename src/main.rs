//! The program: what it does is in [`whosaid::cli`], and its exit status comes from there.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Much of the time on an article goes into small pieces of memory, on every core.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    whosaid::cli::run(std::env::args_os()).into()
}

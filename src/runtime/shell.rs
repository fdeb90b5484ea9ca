//! A command of the shell that is given text to read.

use std::io::{self, BufRead, Write};
use std::process::{Command, Stdio};

/// Runs `command`, which reads `text` and writes to the terminal, then waits until the person has seen it.
/// That it fails, it tells itself.
///
/// # Errors
/// When it cannot be run.
pub fn pipe(command: &str, text: &str) -> io::Result<()> {
    let mut shell = if cfg!(unix) { Command::new("sh") } else { Command::new("cmd") };
    shell.arg(if cfg!(unix) { "-c" } else { "/C" }).arg(command).stdin(Stdio::piped());
    let mut child = shell.spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        match stdin.write_all(text.as_bytes()) {
            // It need not read everything.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            written => written?,
        }
    }
    let status = child.wait()?;
    let ended = if status.success() { String::new() } else { format!("{status}; ") };
    write!(io::stdout(), "[{ended}Enter goes back to the articles]")?;
    io::stdout().flush()?;
    io::stdin().lock().read_line(&mut String::new()).map(drop)
}

//! Text in the person's own editor, as Git does it: `$VISUAL` or `$EDITOR`, by the shell.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

/// The variables that may name the editor, the first one first.
const VARIABLES: [&str; 2] = ["VISUAL", "EDITOR"];

/// Has `text` edited; the terminal has to be given back for as long. Returns what the editor leaves, without line
/// ends at its end.
///
/// # Errors
/// When no editor is named, it cannot be run or says that it failed, or what it leaves is no text.
pub fn edit(text: &str) -> io::Result<String> {
    let mut file = tempfile::Builder::new().prefix("whosaid-note-").suffix(".md").tempfile()?;
    writeln!(file, "{text}")?;
    let path = file.into_temp_path();
    open(&path)?;
    // Read by its name: many editors put another file in its place.
    Ok(fs::read_to_string(&path)?.trim_end_matches(['\n', '\r']).to_owned())
}

/// Opens the file at `path`; the terminal has to be given back for as long.
///
/// # Errors
/// When no editor is named, it cannot be run or says that it failed.
pub fn open(path: &Path) -> io::Result<()> {
    let editor = named().ok_or_else(|| io::Error::other("neither VISUAL nor EDITOR names an editor"))?;
    // The variable may hold arguments and quotes: the shell knows what they mean.
    let status = if cfg!(unix) {
        let mut command = editor.clone();
        command.push(" \"$@\"");
        Command::new("sh").arg("-c").arg(command).arg(&editor).arg(path).status()?
    } else {
        Command::new(&editor).arg(path).status()?
    };
    if !status.success() {
        return Err(io::Error::other(format!("the editor failed: {status}")));
    }
    Ok(())
}

/// The editor that is named.
pub fn named() -> Option<OsString> {
    VARIABLES.iter().filter_map(env::var_os).find(|editor| !editor.is_empty())
}

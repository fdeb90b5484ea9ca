//! Where a command's output goes: standard output, or a file that is there whole or not at all.

use super::output;
use crate::export::{FileError, NewFile};
use anyhow::{Result, bail};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The name that stands for standard output.
const STDOUT: &str = "-";

/// Where to write.
#[derive(Debug, clap::Args)]
pub struct TargetArgs {
    /// The file to write, or a folder to write it into; - is standard output [default: -]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if there is one of that name
    #[arg(long, requires = "output")]
    force: bool,
}

impl TargetArgs {
    /// Whether it is standard output.
    pub fn is_stdout(&self) -> bool {
        self.output.as_deref().is_none_or(|path| path == Path::new(STDOUT))
    }

    /// Opens it; in a folder, the file is called `name`.
    ///
    /// # Errors
    /// When there is a file of that name and it is not to be replaced, or none can be made there.
    pub fn open(&self, name: &str) -> Result<Target> {
        let inside = |path: &PathBuf| if path.is_dir() { path.join(name) } else { path.clone() };
        Target::open(self.output.as_ref().map(inside).as_deref(), self.force)
    }
}

/// Where to write, opened.
pub enum Target {
    /// Standard output.
    Stdout(BufWriter<io::Stdout>),
    /// A file.
    File(NewFile),
}

impl Target {
    /// Opens standard output, or the file at `path`, which takes the place of another only by `force`.
    ///
    /// # Errors
    /// When there is a file of that name and it is not to be replaced, or none can be made there.
    pub fn open(path: Option<&Path>, force: bool) -> Result<Target> {
        let Some(path) = path.filter(|path| *path != Path::new(STDOUT)) else {
            return Ok(Target::Stdout(BufWriter::new(io::stdout())));
        };
        match NewFile::create(path, force) {
            Err(error @ FileError::Exists(_)) => bail!("{error}; --force replaces it"),
            file => Ok(Target::File(file?)),
        }
    }

    /// What went wrong while writing, as an error that says where.
    pub fn failed(&self, error: io::Error) -> anyhow::Error {
        match self {
            Target::Stdout(_) => output::failed(error),
            Target::File(file) => file.failed(error).into(),
        }
    }

    /// Everything is written: a file is put into its place.
    ///
    /// # Errors
    /// What the system says; a file of that name that came up in the meantime is one.
    pub fn finish(mut self) -> Result<()> {
        self.flush().map_err(|error| self.failed(error))?;
        match self {
            Target::Stdout(_) => Ok(()),
            Target::File(file) => Ok(file.finish()?),
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Target::Stdout(out) => out.write(bytes),
            Target::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Target::Stdout(out) => out.flush(),
            Target::File(file) => file.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_folder_gets_a_file_of_the_usual_name() {
        let folder = tempfile::tempdir().unwrap();
        let args = TargetArgs { output: Some(folder.path().to_path_buf()), force: false };
        let mut target = args.open("named.txt").unwrap();
        target.write_all(b"three").unwrap();
        target.finish().unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("named.txt")).unwrap(), "three");
        let again = args.open("named.txt").map(drop).unwrap_err().to_string();
        assert!(again.ends_with("--force replaces it"), "{again}");
    }
}

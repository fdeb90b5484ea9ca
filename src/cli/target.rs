//! Where a command's output goes: standard output, or a file that is there whole or not at all.

use super::output;
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

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
    /// What is no regular file.
    Device(File, PathBuf),
    /// A file, written aside, so that nobody ever sees half of it.
    File {
        /// What is written so far; goes when this is dropped.
        aside: BufWriter<NamedTempFile>,
        /// Where it is to be.
        path: PathBuf,
        /// Whether it may take the place of another.
        force: bool,
    },
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
        match fs::metadata(path) {
            // A device or a pipe takes what comes and is never replaced.
            Ok(metadata) if !metadata.is_file() => {
                let file = File::options().write(true).open(path).with_context(|| cannot_write(path))?;
                return Ok(Target::Device(file, path.to_owned()));
            }
            Ok(_) if !force => bail!("{}: there is a file of this name; --force replaces it", path.display()),
            _ => {}
        }
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".whosaid-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let aside = builder.tempfile_in(folder).with_context(|| cannot_write(path))?;
        Ok(Target::File { aside: BufWriter::new(aside), path: path.to_owned(), force })
    }

    /// What went wrong while writing, as an error that says where.
    pub fn failed(&self, error: io::Error) -> anyhow::Error {
        match self {
            Target::Stdout(_) => output::failed(error),
            Target::Device(_, path) | Target::File { path, .. } => {
                anyhow::Error::new(error).context(cannot_write(path))
            }
        }
    }

    /// Everything is written: a file is put into its place.
    ///
    /// # Errors
    /// What the system says; a file of that name that came up in the meantime is one.
    pub fn finish(mut self) -> Result<()> {
        self.flush().map_err(|error| self.failed(error))?;
        let Target::File { aside, path, force } = self else { return Ok(()) };
        let aside = aside.into_inner().map_err(|error| error.into_error()).with_context(|| cannot_write(&path))?;
        aside.as_file().sync_all().with_context(|| cannot_write(&path))?;
        let placed = if force { aside.persist(&path) } else { aside.persist_noclobber(&path) };
        placed.map(drop).map_err(|error| error.error).with_context(|| cannot_write(&path))
    }
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Target::Stdout(out) => out.write(bytes),
            Target::Device(out, _) => out.write(bytes),
            Target::File { aside, .. } => aside.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Target::Stdout(out) => out.flush(),
            Target::Device(out, _) => out.flush(),
            Target::File { aside, .. } => aside.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(output: &Path, force: bool, text: &str) -> Result<()> {
        let mut target = TargetArgs { output: Some(output.to_path_buf()), force }.open("named.txt")?;
        target.write_all(text.as_bytes())?;
        target.finish()
    }

    #[test]
    fn a_file_is_whole_or_not_there_and_never_lost() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        let args = TargetArgs { output: Some(file.clone()), force: false };
        let mut target = args.open("named.txt").unwrap();
        target.write_all(b"half").unwrap();
        drop(target);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        write(&file, false, "one").unwrap();
        assert!(write(&file, false, "two").is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "one");
        write(&file, true, "two").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "two");
        write(folder.path(), false, "three").unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("named.txt")).unwrap(), "three");
    }

    #[test]
    fn a_file_that_came_up_in_the_meantime_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        let target = TargetArgs { output: Some(file.clone()), force: false }.open("named.txt").unwrap();
        fs::write(&file, "theirs").unwrap();
        assert!(target.finish().is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "theirs");
    }
}

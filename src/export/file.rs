//! A file that is written: there whole or not at all, and never in the place of another unless that is
//! asked for.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// Why a file is not written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is one, and it is not to be replaced.
    #[error("{}: there is a file of this name", .0.display())]
    Exists(PathBuf),
    /// The system does not let it be written.
    #[error("cannot write {}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
}

/// A file that is being written.
#[derive(Debug)]
pub struct NewFile {
    /// Where it is to be, as the person has named it.
    path: PathBuf,
    replace: bool,
    way: Way,
}

/// How it is written.
#[derive(Debug)]
enum Way {
    /// Into a device or a pipe, which takes what comes and is never replaced.
    Through(File),
    /// Aside, so that nobody ever sees half of it; gone when this is dropped.
    Aside {
        file: BufWriter<File>,
        aside: TempPath,
        /// Where it goes in the end: of a link, what it leads to.
        target: PathBuf,
    },
}

impl NewFile {
    /// Begins the file at `path`; with `replace`, it may take the place of another.
    ///
    /// # Errors
    /// When there is one that is not to be replaced, or none can be made there.
    pub fn create(path: &Path, replace: bool) -> Result<Self, FileError> {
        let io = |error| FileError::Io { path: path.to_path_buf(), error };
        let way = match fs::metadata(path) {
            _ if is_stream(path) => Way::Through(File::options().append(true).open(path).map_err(io)?),
            Ok(metadata) if !metadata.is_file() => Way::Through(File::options().write(true).open(path).map_err(io)?),
            Ok(_) if !replace => return Err(FileError::Exists(path.to_path_buf())),
            Ok(metadata) => {
                let target = fs::canonicalize(path).map_err(io)?;
                let (file, aside) = aside(&target).map_err(io)?;
                file.set_permissions(metadata.permissions()).map_err(io)?;
                Way::Aside { file: BufWriter::new(file), aside, target }
            }
            Err(_) if path.is_symlink() => {
                let nowhere = io::Error::new(io::ErrorKind::NotFound, "it is a link that leads nowhere");
                return Err(io(nowhere));
            }
            Err(_) => {
                let (file, aside) = aside(path).map_err(io)?;
                Way::Aside { file: BufWriter::new(file), aside, target: path.to_path_buf() }
            }
        };
        Ok(Self { path: path.to_path_buf(), replace, way })
    }

    /// Where it is to be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What went wrong while writing, as an error that says where.
    pub fn failed(&self, error: io::Error) -> FileError {
        FileError::Io { path: self.path.clone(), error }
    }

    /// Everything is written: the file is put into its place.
    ///
    /// # Errors
    /// What the system says; a file of that name that came up in the meantime is one.
    pub fn finish(mut self) -> Result<(), FileError> {
        self.flush().map_err(|error| self.failed(error))?;
        let Self { path, replace, way } = self;
        let Way::Aside { file, aside, target } = way else { return Ok(()) };
        let place = || -> io::Result<()> {
            let file = file.into_inner().map_err(|error| error.into_error())?;
            file.sync_all()?;
            let placed = if replace { aside.persist(&target) } else { aside.persist_noclobber(&target) };
            placed.map_err(|error| error.error)
        };
        match place() {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(FileError::Exists(path)),
            placed => placed.map_err(|error| FileError::Io { path, error }),
        }
    }
}

/// Whether `path` stands for what the program was given open, though that may be a regular file.
fn is_stream(path: &Path) -> bool {
    ["/dev/stdout", "/dev/stderr"].iter().any(|stream| path == Path::new(stream)) || path.starts_with("/dev/fd")
}

/// A file beside the one at `path`. It is opened and written here, since `tempfile` would add its name, which means
/// nothing to anybody, to what the system says.
fn aside(path: &Path) -> io::Result<(File, TempPath)> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::Builder::new().prefix(".whosaid-").make_in(folder, |path| File::create_new(path))?;
    Ok(file.into_parts())
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.way {
            Way::Through(file) => file.write(bytes),
            Way::Aside { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.way {
            Way::Through(file) => file.flush(),
            Way::Aside { file, .. } => file.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, replace: bool, text: &str) -> Result<(), FileError> {
        let mut file = NewFile::create(path, replace)?;
        file.write_all(text.as_bytes()).unwrap();
        file.finish()
    }

    #[test]
    fn a_file_is_whole_or_not_there_and_never_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let mut file = NewFile::create(&path, false).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        write(&path, false, "one").unwrap();
        assert!(matches!(write(&path, false, "two"), Err(FileError::Exists(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        write(&path, true, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
    }

    #[test]
    fn what_goes_wrong_is_told_of_the_file_that_was_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing/a.txt");
        let error = NewFile::create(&path, false).unwrap_err().to_string();
        assert!(error.starts_with(&format!("cannot write {}: ", path.display())), "{error}");
        assert!(!error.contains(".whosaid-"), "{error}");
    }

    #[test]
    fn a_file_that_came_up_in_the_meantime_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let file = NewFile::create(&path, false).unwrap();
        fs::write(&path, "theirs").unwrap();
        assert!(matches!(file.finish(), Err(FileError::Exists(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_replaced_keeps_its_permissions_and_the_links_to_it() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.txt"), folder.path().join("link.txt"));
        fs::write(&file, "one").unwrap();
        fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
        symlink(&file, &link).unwrap();
        write(&link, true, "two").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "two");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

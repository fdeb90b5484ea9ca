//! What the program keeps between two runs, in the folders that the XDG base directory
//! specification names, and how the person wants it to be.

mod settings;
pub mod theme;

pub use settings::{AUTO, Borders, ConfigError, ConfigFile, DEFAULT, Fault, Keys, MEASURES, Settings};

use crate::article::ContentId;
use crate::error::Error;
use crate::library::absolute;
use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{self, Path, PathBuf};

/// What was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// Files and folders, absolute.
    Paths(Vec<PathBuf>),
    /// The file of a library.
    Library(PathBuf),
}

/// What stands before the path of a library, where no absolute path can begin.
const LIBRARY: &[u8] = b"library";

/// Remembers what was opened last, in the state folder.
#[derive(Debug, Clone)]
pub struct LastLibrary {
    file: PathBuf,
}

impl LastLibrary {
    /// In the person's own state folder; none where the system names no home.
    pub fn of_user() -> Option<Self> {
        let app = AppStrategyArgs { app_name: "whosaid".to_owned(), ..AppStrategyArgs::default() };
        Some(Self::in_folder(&choose_app_strategy(app).ok()?.state_dir()?))
    }

    /// In `folder`, which need not exist yet.
    pub fn in_folder(folder: &Path) -> Self {
        Self { file: folder.join("last-library") }
    }

    /// What was opened; nothing if nothing was ever remembered, or all of it is gone.
    pub fn opened(&self) -> Option<Opened> {
        let bytes = fs::read(&self.file).ok()?;
        let mut pieces = bytes.split(|&byte| byte == 0).filter(|piece| !piece.is_empty()).peekable();
        if pieces.next_if_eq(&LIBRARY).is_some() {
            return pieces.next().and_then(from_bytes).filter(|path| path.exists()).map(Opened::Library);
        }
        let paths: Vec<PathBuf> = pieces.filter_map(from_bytes).collect();
        paths.iter().any(|path| path.exists()).then_some(Opened::Paths(paths))
    }

    /// Remembers `opened` instead of what was before, its paths made absolute.
    ///
    /// # Errors
    /// What the system says where the folder cannot be written to.
    pub fn remember(&self, opened: &Opened) -> io::Result<()> {
        let (mut bytes, paths) = match opened {
            Opened::Paths(paths) => (Vec::new(), paths.as_slice()),
            Opened::Library(path) => ([LIBRARY, &[0]].concat(), std::slice::from_ref(path)),
        };
        for path in paths {
            bytes.extend_from_slice(path::absolute(path)?.as_os_str().as_encoded_bytes());
            bytes.push(0);
        }
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        // Written aside and moved, so that a second whosaid never reads half a file.
        let aside = self.file.with_extension(std::process::id().to_string());
        fs::write(&aside, bytes)?;
        fs::rename(&aside, &self.file)
    }
}

/// Where libraries, marks and settings are kept.
#[derive(Debug, Clone)]
pub struct Places {
    data: PathBuf,
    cache: PathBuf,
    config: PathBuf,
}

impl Places {
    /// In the person's own data and cache folders; none where the system names no home.
    pub fn of_user() -> Option<Self> {
        let app = AppStrategyArgs { app_name: "whosaid".to_owned(), ..AppStrategyArgs::default() };
        let folders = choose_app_strategy(app).ok()?;
        let places = Self::in_folders(&folders.data_dir(), &folders.cache_dir());
        Some(Self { config: folders.config_dir(), ..places })
    }

    /// In the folders `data`, of what is kept, and `cache`, of what can be made anew.
    pub fn in_folders(data: &Path, cache: &Path) -> Self {
        Self { data: data.to_path_buf(), cache: cache.to_path_buf(), config: data.to_path_buf() }
    }

    /// The configuration file.
    pub fn config(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// The folder of the person's own themes.
    pub fn themes(&self) -> PathBuf {
        self.config.join("themes")
    }

    /// The folder of named libraries.
    pub fn libraries(&self) -> PathBuf {
        self.data.join("libraries")
    }

    /// The file of the library that somebody calls `name`: a name, or a path to a file, which has a
    /// separator in it or ends in `.db`.
    pub fn library(&self, name: &str) -> PathBuf {
        let path = Path::new(name);
        let is_file = name.contains(path::is_separator) || path.extension().is_some_and(|end| end == "db");
        if is_file { path.to_path_buf() } else { self.libraries().join(format!("{name}.db")) }
    }

    /// Whether the file at `path` is where libraries with names are.
    pub fn is_named(&self, path: &Path) -> bool {
        path.parent() == Some(&*self.libraries()) && path.extension().is_some_and(|end| end == "db")
    }

    /// The name that its owner knows the library in the file at `path` by: a name, or the path.
    pub fn name_of(&self, path: &Path) -> String {
        let name = path.file_stem().filter(|_| self.is_named(path)).unwrap_or(path.as_os_str());
        name.to_string_lossy().into_owned()
    }

    /// The names of the libraries there are, in order.
    ///
    /// # Errors
    /// What the system says of the folder, unless there is none.
    pub fn library_names(&self) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(self.libraries()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let libraries = paths.filter(|path| path.extension().is_some_and(|end| end == "db"));
        let mut names: Vec<String> = libraries.map(|path| self.name_of(&path)).collect();
        names.sort();
        Ok(names)
    }

    /// The file of the index of what was opened from `paths`, as it is. The same paths in another
    /// order have the same one.
    ///
    /// # Errors
    /// As [`absolute`]: a path goes up from nothing, or the system does not know the folder that relative paths
    /// begin in.
    pub fn index_of(&self, paths: &[PathBuf]) -> Result<PathBuf, Error> {
        let mut absolute = paths.iter().map(|path| absolute(path)).collect::<Result<Vec<_>, _>>()?;
        absolute.sort();
        absolute.dedup();
        let id = ContentId::of(absolute.iter().map(|path| path.as_os_str().as_encoded_bytes()));
        Ok(self.cache.join(format!("{id}.db")))
    }

    /// The file of marks.
    pub fn marks(&self) -> PathBuf {
        self.data.join("marks.db")
    }
}

#[cfg(unix)]
fn from_bytes(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Some(OsString::from_vec(bytes.to_vec()).into())
}

#[cfg(not(unix))]
fn from_bytes(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(|path| OsString::from(path).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_named_or_is_a_file() {
        let places = Places::in_folders(Path::new("/data"), Path::new("/cache"));
        assert_eq!(places.library("wire"), Path::new("/data/libraries/wire.db"));
        assert_eq!(places.library("wire.db"), Path::new("wire.db"));
        assert_eq!(places.library("./wire"), Path::new("./wire"));
        let index = |paths: &[&str]| places.index_of(&paths.iter().map(PathBuf::from).collect::<Vec<_>>()).unwrap();
        assert_eq!(index(&["/clips"]), index(&["/clips"]));
        assert_eq!(index(&["/clips", "/more"]), index(&["/more", "/clips", "/more"]));
        assert_ne!(index(&["/clips", "/more"]), index(&["/clips"]));
        assert!(index(&["/clips"]).starts_with("/cache"));
        for (path, named) in
            [("/data/libraries/a.db", true), ("/data/libraries/../marks.db", false), ("/data/libraries/a/b.db", false)]
        {
            assert_eq!(places.is_named(Path::new(path)), named, "{path}");
        }
    }

    #[test]
    fn libraries_are_listed_by_the_names_that_they_were_given() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::in_folders(folder.path(), Path::new("/cache"));
        assert!(places.library_names().unwrap().is_empty());
        fs::create_dir(places.libraries()).unwrap();
        for name in ["wire", "main"] {
            fs::write(places.library(name), "").unwrap();
        }
        fs::write(places.libraries().join("wire.db.lock"), "").unwrap();
        assert_eq!(places.library_names().unwrap(), ["main", "wire"]);
        assert_eq!(places.name_of(Path::new("/elsewhere/wire.db")), "/elsewhere/wire.db");
    }

    #[test]
    fn what_was_opened_last_is_remembered_by_absolute_paths() {
        let folder = tempfile::tempdir().unwrap();
        let last = LastLibrary::in_folder(&folder.path().join("new"));
        assert_eq!(last.opened(), None);
        last.remember(&Opened::Paths(vec!["/gone".into()])).unwrap();
        assert_eq!(last.opened(), None, "what is gone is no library");
        last.remember(&Opened::Paths(vec![".".into(), "some\nwhere/é".into()])).unwrap();
        let here = std::env::current_dir().unwrap();
        assert_eq!(last.opened(), Some(Opened::Paths(vec![here.clone(), here.join("some\nwhere/é")])));
        last.remember(&Opened::Library("Cargo.toml".into())).unwrap();
        assert_eq!(last.opened(), Some(Opened::Library(here.join("Cargo.toml"))));
        last.remember(&Opened::Library("/gone.db".into())).unwrap();
        assert_eq!(last.opened(), None);
        assert_eq!(fs::read_dir(folder.path().join("new")).unwrap().count(), 1);
    }
}

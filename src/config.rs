//! What the program keeps between two runs, in the folders that the XDG base directory
//! specification names.

use crate::article::ContentId;
use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{self, Path, PathBuf};

/// Remembers the library used last: the paths that it was opened from, in the state folder.
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

    /// The paths, absolute; none if none were ever remembered, or all of them are gone.
    pub fn paths(&self) -> Option<Vec<PathBuf>> {
        let bytes = fs::read(&self.file).ok()?;
        let paths: Vec<PathBuf> =
            bytes.split(|&byte| byte == 0).filter(|path| !path.is_empty()).filter_map(from_bytes).collect();
        paths.iter().any(|path| path.exists()).then_some(paths)
    }

    /// Remembers `paths` instead of those before, made absolute.
    ///
    /// # Errors
    /// What the system says where the folder cannot be written to.
    pub fn remember(&self, paths: &[PathBuf]) -> io::Result<()> {
        let mut bytes = Vec::new();
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

/// Where libraries and marks are kept.
#[derive(Debug, Clone)]
pub struct Places {
    data: PathBuf,
    cache: PathBuf,
}

impl Places {
    /// In the person's own data and cache folders; none where the system names no home.
    pub fn of_user() -> Option<Self> {
        let app = AppStrategyArgs { app_name: "whosaid".to_owned(), ..AppStrategyArgs::default() };
        let folders = choose_app_strategy(app).ok()?;
        Some(Self::in_folders(&folders.data_dir(), &folders.cache_dir()))
    }

    /// In the folders `data`, of what is kept, and `cache`, of what can be made anew.
    pub fn in_folders(data: &Path, cache: &Path) -> Self {
        Self { data: data.to_path_buf(), cache: cache.to_path_buf() }
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

    /// The file of the index of what was opened from `paths`, as it is.
    ///
    /// # Errors
    /// When the system does not know the folder that relative paths begin in.
    pub fn index_of(&self, paths: &[PathBuf]) -> io::Result<PathBuf> {
        let absolute = paths.iter().map(path::absolute).collect::<io::Result<Vec<_>>>()?;
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
        assert_ne!(index(&["/clips", "/more"]), index(&["/clips"]));
        assert!(index(&["/clips"]).starts_with("/cache"));
    }

    #[test]
    fn the_library_used_last_is_remembered_by_absolute_paths() {
        let folder = tempfile::tempdir().unwrap();
        let last = LastLibrary::in_folder(&folder.path().join("new"));
        assert_eq!(last.paths(), None);
        last.remember(&["/gone".into()]).unwrap();
        assert_eq!(last.paths(), None, "what is gone is no library");
        last.remember(&[".".into(), "some\nwhere/é".into()]).unwrap();
        let here = std::env::current_dir().unwrap();
        assert_eq!(last.paths(), Some(vec![here.clone(), here.join("some\nwhere/é")]));
        assert_eq!(fs::read_dir(folder.path().join("new")).unwrap().count(), 1);
    }
}

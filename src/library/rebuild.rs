//! Making a library anew from its sources, beside the old one, which is replaced only in the end.

use super::archive::Archive;
use super::codec;
use super::db::StoreError;
use super::feed::Reading;
use super::index::Indexed;
use super::ingest::Report;
use super::load::Cancel;
use super::rows;
use super::sources::{Described, Hash, Kind, Stamp};
use rusqlite::Connection;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What SQLite, and the lock, put beside a file.
const BESIDE: [&str; 3] = ["-wal", "-shm", ".lock"];

impl Archive {
    /// Removes the library at `path`, with what SQLite put beside it.
    ///
    /// # Errors
    /// When another instance writes to it, or the system would not have it.
    pub fn remove(path: &Path) -> Result<(), StoreError> {
        let _claim = Archive::at(path).place().claim()?;
        discard(path)
    }

    /// Makes the library at `path` anew: from the files and folders at `paths`, from every file that
    /// it was made from and that is still there, and from what it holds of articles that came from
    /// no file, as far as it can still be read. The old one stays as it is until the new one is whole.
    ///
    /// # Errors
    /// When another instance writes to it, it is another program's or a newer version's, it is damaged so
    /// far that it names none of its sources and there are no `paths`, or the new file cannot be written.
    pub fn rebuild(
        path: &Path,
        paths: &[PathBuf],
        reading: &impl Reading,
        cancel: &Cancel,
        progress: &mut dyn FnMut(&Report, Indexed),
    ) -> Result<Report, StoreError> {
        let claim = Archive::at(path).place().claim()?;
        let aside = beside(path, ".rebuilt");
        discard(&aside)?;
        let old = match Archive::open_to_read(path) {
            Err(error @ (StoreError::Newer { .. } | StoreError::Foreign { .. })) => return Err(error),
            Err(error) if paths.is_empty() => return Err(without_sources(error)),
            old => old.ok(),
        };
        let known = match &old {
            Some(old) => sources(old, paths.is_empty())?,
            None => Vec::new(),
        };
        let archive = Archive::open(&aside)?;
        let mut writer = archive.writer()?;
        let mut files = paths.to_vec();
        if let Some(old) = &old {
            for source in known {
                match source.kind {
                    Kind::File => files.push(source.path),
                    kind => {
                        let (stamp, hash) = (Stamp::default(), Hash::default());
                        let described = Described { kind, path: &source.path, stamp, hash };
                        writer.add_all(&described, articles(old, &source.articles))?;
                    }
                }
            }
        }
        let report = writer.import(&files, reading, cancel, &mut |report| progress(report, Indexed::default()))?;
        writer.index(cancel, &mut |indexed| progress(&report, indexed))?;
        drop((writer, archive, old));
        if !cancel.is_cancelled() {
            replace(path, &aside)?;
        }
        discard(&aside)?;
        drop(claim);
        Ok(report)
    }
}

/// A source of the old library, with the keys of its articles if they came from no file.
struct Old {
    kind: Kind,
    path: PathBuf,
    articles: Vec<i64>,
}

/// The sources of a library that may be damaged: those before the damage.
///
/// # Errors
/// There are none before it, and there must be some.
fn sources(old: &Archive, required: bool) -> Result<Vec<Old>, StoreError> {
    let mut found = Vec::new();
    let mut any = false;
    let read = old.ask(|connection| {
        let mut statement = connection.prepare("SELECT id, kind, path FROM source ORDER BY walk_key")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            any = true;
            let kind = Kind::from_name(row.get_ref(1)?.as_str()?)?;
            let path = codec::path_from_sql(row.get_ref(2)?)?;
            match kind {
                Kind::File if fs::symlink_metadata(&path).is_err() => {}
                Kind::File => found.push(Old { kind, path, articles: Vec::new() }),
                kind => found.push(Old { kind, path, articles: articles_of(connection, row.get(0)?)? }),
            }
        }
        Ok(())
    });
    match read {
        Err(error) if required && !any => Err(without_sources(error)),
        // Damage is why it is made anew.
        _ => Ok(found),
    }
}

/// The way out where a library is damaged so far that it does not say what it was made from.
fn without_sources(error: StoreError) -> StoreError {
    const MEND: &str = "it no longer says what it was made from: `whosaid libraries remove` it, then import that again";
    match error {
        StoreError::Damaged { path, detail, .. } => StoreError::Damaged { path, detail, mend: MEND },
        other => other,
    }
}

fn articles_of(connection: &Connection, source: i64) -> rusqlite::Result<Vec<i64>> {
    let mut statement = connection.prepare_cached("SELECT id FROM article WHERE source = ? ORDER BY place")?;
    statement.query_map([source], |row| row.get(0))?.collect()
}

/// Those of the articles that can still be read.
fn articles<'a>(old: &'a Archive, keys: &'a [i64]) -> impl Iterator<Item = crate::article::Article> + 'a {
    keys.iter().filter_map(|key| old.ask(|connection| rows::article(connection, *key)).ok().flatten())
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

/// Puts the file at `new` in the place of that at `path`, whose log belongs to the old one.
fn replace(path: &Path, new: &Path) -> Result<(), StoreError> {
    for end in ["-wal", "-shm"] {
        remove(&beside(path, end))?;
    }
    fs::rename(new, path).map_err(|source| StoreError::Io { path: path.to_path_buf(), source })
}

/// Removes a library that nobody needs, with what lies beside it.
fn discard(path: &Path) -> Result<(), StoreError> {
    BESIDE.iter().map(|end| beside(path, end)).chain([path.to_path_buf()]).try_for_each(|path| remove(&path))
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::Io { path: path.to_path_buf(), source })
        }
        _ => Ok(()),
    }
}

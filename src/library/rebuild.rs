//! Making a library anew from its sources, beside the old one, which is replaced only in the end.

use super::Failure;
use super::archive::Archive;
use super::codec;
use super::db::StoreError;
use super::feed::Reading;
use super::index::Indexed;
use super::ingest::Report;
use super::load::Cancel;
use super::rows;
use super::schema;
use super::sources::{self, Described, Hash, Kind, Stamp};
use super::writer::{Changes, Writer};
use rusqlite::{Connection, Row};
use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What SQLite, and the lock, put beside a file.
const BESIDE: [&str; 3] = ["-wal", "-shm", ".lock"];

impl Archive {
    /// Whether the head of the file at `path` says that it is a library, however damaged the rest may be.
    pub fn is_one(path: &Path) -> bool {
        application_id(path) == Some(schema::LIBRARY.application_id)
    }

    /// Removes the library at `path`, with what SQLite put beside it.
    ///
    /// # Errors
    /// When it is a file of marks, which nobody can make anew, another instance writes to it, or the system
    /// would not have it.
    pub fn remove(path: &Path) -> Result<(), StoreError> {
        if application_id(path) == Some(schema::MARKS.application_id) {
            return Err(StoreError::Foreign { path: path.to_path_buf(), what: schema::LIBRARY.what });
        }
        let _claim = Archive::at(path).place().claim()?;
        discard(path)
    }

    /// Makes the library at `path` anew: from the files and folders at `paths`, from every file that
    /// it was made from, and from what it holds of articles that came from no file, as far as it can
    /// still be read. So are the articles of a file that cannot be read now, which may be only away: it is
    /// among the failures, and its articles count as those that were there already. That it no longer names
    /// all of its sources is a failure of the library's own file. The old library stays as it is until the new
    /// one is whole.
    ///
    /// # Errors
    /// When another instance writes to it, it is another program's or a newer version's, it cannot be opened,
    /// it is damaged so far that it names none of its sources and there are no `paths`, or the new file
    /// cannot be written.
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
        let made = make(&aside, path, paths, reading, cancel, progress).and_then(|report| {
            if !cancel.is_cancelled() {
                replace(path, &aside)?;
            }
            Ok(report)
        });
        // Half of a library is of no use to anybody, and may be what has filled the disk.
        let discarded = discard(&aside);
        drop(claim);
        made.and_then(|report| discarded.map(|()| report))
    }
}

/// Makes the library at `path` anew, at `aside`.
fn make(
    aside: &Path,
    path: &Path,
    paths: &[PathBuf],
    reading: &impl Reading,
    cancel: &Cancel,
    progress: &mut dyn FnMut(&Report, Indexed),
) -> Result<Report, StoreError> {
    let old = match open_old(path) {
        Ok(old) => Some(old),
        Err(StoreError::Damaged { .. }) if !paths.is_empty() => None,
        Err(error) => return Err(without_sources(error)),
    };
    let Listed { sources: known, lost } = match &old {
        Some(old) => sources_of(old, paths.is_empty())?,
        None => Listed::default(),
    };
    let archive = Archive::open(aside)?;
    let mut writer = archive.writer()?;
    let files = known.iter().filter(|source| source.kind == Kind::File).map(|source| source.path.clone());
    let files: Vec<PathBuf> = paths.iter().cloned().chain(files).collect();
    let mut report = writer.import(&files, reading, cancel, &mut |report| progress(report, Indexed::default()))?;
    if lost {
        let reason = "the library is damaged where it lists its sources: not all of them are known any more";
        report.failures.push(Failure::not_an_article(path, reason));
    }
    if let Some(old) = old.as_ref().filter(|_| !cancel.is_cancelled()) {
        for source in known {
            let Kept { changes, lost } = keep(&mut writer, old, &source)?;
            report.articles.kept += if source.kind == Kind::File { changes.added } else { 0 };
            if lost {
                let reason = "the library is damaged where it had its articles: not all of them could be kept";
                report.failures.push(Failure::not_an_article(&source.path, reason));
            }
        }
    }
    writer.index(cancel, &mut |indexed| progress(&report, indexed))?;
    Ok(report)
}

/// Opens the old library, though there may be less of its file than there should be.
fn open_old(path: &Path) -> Result<Archive, StoreError> {
    match Archive::open_to_read(path) {
        Err(StoreError::Damaged { .. }) => Archive::open_to_salvage(path),
        opened => opened,
    }
}

/// What was kept of a source of the old library.
#[derive(Default)]
struct Kept {
    changes: Changes,
    /// Whether some of its articles can no longer be read.
    lost: bool,
}

/// A source of the old library.
struct Old {
    id: i64,
    kind: Kind,
    path: PathBuf,
}

impl Old {
    fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let kind = Kind::from_name(row.get_ref(1)?.as_str()?)?;
        Ok(Self { id: row.get(0)?, kind, path: codec::path_from_sql(row.get_ref(2)?)? })
    }
}

/// Keeps the articles of a source as the old library has them, unless all of them were read anew.
fn keep(writer: &mut Writer, old: &Archive, source: &Old) -> Result<Kept, StoreError> {
    let now = match source.kind {
        Kind::File => writer.check(sources::at_path(&writer.connection, &source.path))?.filter(|now| now.complete),
        Kind::Embedded | Kind::Given => None,
    };
    if now.as_ref().is_some_and(|now| now.failure.is_none()) {
        return Ok(Kept::default());
    }
    let mut lost = false;
    let mut keys = Vec::new();
    let read = old.ask(|connection| articles_of(connection, source.id, &mut keys));
    let articles = keys.iter().filter_map(|key| {
        let article = old.ask(|connection| rows::article(connection, *key)).ok().flatten();
        lost |= article.is_none();
        article
    });
    // Without a stamp and a hash, a file that comes back is read again.
    let (stamp, hash) = (Stamp::default(), Hash::default());
    let described = Described { kind: source.kind, path: &source.path, stamp, hash };
    let changes = match now {
        None => writer.add_all(&described, articles)?,
        // It could be read in other ways before, or there was more of it.
        Some(now) => {
            writer.extend_source(&described)?;
            writer.fill_source(articles, now.failure.as_deref())?
        }
    };
    Ok(Kept { changes, lost: lost || read.is_err() })
}

/// What a library that may be damaged still says it was made from.
#[derive(Default)]
struct Listed {
    sources: Vec<Old>,
    /// Whether some of its sources can no longer be read.
    lost: bool,
}

/// The sources of a library that may be damaged. Where its index of them cannot be read to the end, the
/// table itself may be, from one end or the other.
///
/// # Errors
/// None of them can be read, and there must be some.
fn sources_of(old: &Archive, required: bool) -> Result<Listed, StoreError> {
    let mut sources = Vec::new();
    let mut seen = HashSet::new();
    let mut found = |source: Old| {
        if seen.insert(source.id) {
            sources.push(source);
        }
    };
    let mut fault = None;
    for order in ["walk_key", "id", "id DESC"] {
        match old.ask(|connection| list_sources(connection, order, &mut found)) {
            Ok(()) => return Ok(Listed { sources, lost: false }),
            Err(error) => fault = Some(error),
        }
    }
    match fault.filter(|_| required && sources.is_empty()) {
        Some(error) => Err(without_sources(error)),
        // Damage is why it is made anew.
        None => Ok(Listed { sources, lost: true }),
    }
}

/// Hands over the sources in an order, as far as SQLite finds them, stepping over those that make no sense.
///
/// # Errors
/// What was wrong with the last that was stepped over, or what kept SQLite from going on.
fn list_sources(connection: &Connection, order: &str, found: &mut impl FnMut(Old)) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(&format!("SELECT id, kind, path FROM source ORDER BY {order}"))?;
    let mut rows = statement.query([])?;
    let mut whole = Ok(());
    while let Some(row) = rows.next()? {
        match Old::of_row(row) {
            Ok(source) => found(source),
            Err(error) => whole = Err(error),
        }
    }
    whole
}

/// The way out where a library is damaged so far that it does not say what it was made from.
fn without_sources(error: StoreError) -> StoreError {
    const MEND: &str = "it no longer says what it was made from: `whosaid libraries remove` it, then import that again";
    match error {
        StoreError::Damaged { path, detail, .. } => StoreError::Damaged { path, detail, mend: MEND },
        other => other,
    }
}

/// Lists the articles of a source, those before the damage if there is any.
fn articles_of(connection: &Connection, source: i64, keys: &mut Vec<i64>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("SELECT id FROM article WHERE source = ? ORDER BY place")?;
    statement.query_map([source], |row| row.get(0))?.try_for_each(|key| key.map(|key| keys.push(key)))
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

/// SQLite's `application_id`, as the head of the file has it (<https://www.sqlite.org/fileformat.html>);
/// none where it has no such head.
fn application_id(path: &Path) -> Option<i32> {
    const ID: usize = 68;
    let mut head = [0; ID + 4];
    File::open(path).and_then(|mut file| file.read_exact(&mut head)).ok()?;
    let id = head[ID..].try_into().ok()?;
    head.starts_with(b"SQLite format 3\0").then_some(i32::from_be_bytes(id))
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

//! The files that a library was made from: which of them changed since they were last read.

use super::archive::Archive;
use super::codec;
use super::db::StoreError;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use std::cmp::Ordering;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

/// What tells at a glance whether a file changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Its size in bytes.
    pub size: i64,
    /// When it was last written, in nanoseconds since 1970.
    pub modified: i64,
}

impl Stamp {
    /// The stamp of a file.
    pub fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self {
            size: i64::try_from(metadata.len()).unwrap_or(i64::MAX),
            modified: modified.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or_default(),
        }
    }
}

/// The hash of a source's bytes.
pub type Hash = [u8; 32];

/// The hash of what is in the file at `path`.
pub(super) fn hash_file(path: &Path) -> io::Result<Hash> {
    let mut file = File::open(path)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(*hasher.finalize().as_bytes()),
            Ok(read) => hasher.update(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
    }
}

/// The bytes whose order is the one in which folders are walked: the path's parts joined by NUL.
pub(super) fn walk_key(path: &Path) -> Vec<u8> {
    let parts: Vec<&[u8]> = path
        .components()
        .filter(|part| *part != Component::RootDir)
        .map(|part| part.as_os_str().as_encoded_bytes())
        .collect();
    parts.join(&0)
}

/// A source as the library knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub id: i64,
    pub walk_key: Vec<u8>,
    pub path: PathBuf,
    pub stamp: Stamp,
    pub hash: Vec<u8>,
    /// Whether all of its articles are in the library.
    pub complete: bool,
    /// Why it gave nothing, or not everything.
    pub failure: Option<String>,
}

/// What is asked for to make [`Known`]s, of those that meet a condition.
macro_rules! known {
    ($condition:literal) => {
        concat!("SELECT id, walk_key, path, size, modified, hash, complete, failure FROM source WHERE ", $condition)
    };
}

fn known_of_row(row: &Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        id: row.get(0)?,
        walk_key: row.get(1)?,
        path: codec::path_from_sql(row.get_ref(2)?)?,
        stamp: Stamp { size: row.get(3)?, modified: row.get(4)? },
        hash: row.get(5)?,
        complete: row.get(6)?,
        failure: row.get(7)?,
    })
}

/// The source at `path`.
pub(super) fn at_path(connection: &Connection, path: &Path) -> rusqlite::Result<Option<Known>> {
    let mut statement = connection.prepare_cached(known!("walk_key = ?"))?;
    statement.query_row([walk_key(path)], known_of_row).optional()
}

/// A file with these bytes that is no longer where it was.
pub(super) fn moved_away(connection: &Connection, hash: &Hash) -> rusqlite::Result<Option<Known>> {
    let mut statement = connection.prepare_cached(known!("hash = ? AND kind = 'file' AND complete"))?;
    let mut sources = statement.query_map([hash.as_slice()], known_of_row)?;
    sources.find(|source| source.as_ref().map_or(true, |source| is_gone(&source.path))).transpose()
}

/// Whether there certainly is nothing at `path`.
pub(super) fn is_gone(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// How many sources are asked for at a time: a question that stayed open as long as an import
/// would keep all of its log.
const PAGE: usize = 2000;

/// What stands in the library of the files under one path, beside a walk over them: both in the
/// same order, so that one pass over each tells what is new, changed and gone.
pub(super) struct Sweep<'a> {
    archive: &'a Archive,
    page: std::vec::IntoIter<Known>,
    next: Option<Known>,
    /// Where the next page begins, after this key, and where the path's keys end.
    after: Vec<u8>,
    end: Vec<u8>,
    /// What is added after the sweep began is none of its business.
    newest: i64,
    more: bool,
    missed: Vec<Known>,
}

impl<'a> Sweep<'a> {
    /// A sweep over the files at and under `root`.
    pub fn over(archive: &'a Archive, root: &Path) -> Result<Self, StoreError> {
        let key = walk_key(root);
        // What lies under it goes on with NUL, and the file system's root has no key of its own.
        let end = if key.is_empty() { vec![0xff] } else { [&key[..], &[1]].concat() };
        let newest = archive
            .ask(|connection| connection.query_row("SELECT coalesce(max(id), 0) FROM source", [], |row| row.get(0)))?;
        let (page, missed) = (Vec::new().into_iter(), Vec::new());
        let mut sweep = Self { archive, page, next: None, after: Vec::new(), end, newest, more: true, missed };
        sweep.turn(&key, true)?;
        sweep.advance()?;
        Ok(sweep)
    }

    /// Asks for the sources after the key `from`, or from it on.
    fn turn(&mut self, from: &[u8], inclusive: bool) -> Result<(), StoreError> {
        const SQL: &str = known!(
            "kind = 'file' AND walk_key >= ?1 AND walk_key < ?2 AND id <= ?3 AND (?4 OR walk_key > ?1)
             ORDER BY walk_key LIMIT ?5"
        );
        let page = self.archive.ask(|connection| {
            let mut statement = connection.prepare_cached(SQL)?;
            let parameters = (from, &self.end, self.newest, inclusive, codec::offset(PAGE));
            statement.query_map(parameters, known_of_row)?.collect::<rusqlite::Result<Vec<_>>>()
        })?;
        self.more = page.len() == PAGE;
        self.after = page.last().map(|last| last.walk_key.clone()).unwrap_or_default();
        self.page = page.into_iter();
        Ok(())
    }

    fn advance(&mut self) -> Result<Option<Known>, StoreError> {
        if self.page.len() == 0 && self.more {
            let after = std::mem::take(&mut self.after);
            self.turn(&after, false)?;
        }
        Ok(std::mem::replace(&mut self.next, self.page.next()))
    }

    /// What the library knows of the file that the walk meets next.
    pub fn meet(&mut self, path: &Path) -> Result<Option<Known>, StoreError> {
        let key = walk_key(path);
        loop {
            match self.next.as_ref().map(|next| next.walk_key.cmp(&key)) {
                Some(Ordering::Less) => {
                    let missed = self.advance()?;
                    self.missed.extend(missed);
                }
                Some(Ordering::Equal) => return self.advance(),
                Some(Ordering::Greater) | None => return Ok(None),
            }
        }
    }

    /// The sources that the walk did not meet, now that it is over.
    pub fn finish(mut self) -> Result<Vec<Known>, StoreError> {
        while let Some(missed) = self.advance()? {
            self.missed.push(missed);
        }
        Ok(self.missed)
    }
}

/// What is kept of a source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Described<'a> {
    pub kind: Kind,
    /// Its path, or the name that it has instead of one.
    pub path: &'a Path,
    pub stamp: Stamp,
    pub hash: Hash,
}

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Embedded,
    Given,
}

impl Kind {
    /// What its column says.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::File => "file",
            Kind::Embedded => "embedded",
            Kind::Given => "given",
        }
    }

    /// The one whose column says `name`.
    pub fn from_name(name: &str) -> rusqlite::Result<Self> {
        let kinds = [Kind::File, Kind::Embedded, Kind::Given];
        kinds.into_iter().find(|kind| kind.name() == name).ok_or_else(|| codec::invalid("no kind of source"))
    }
}

/// Adds a source, or describes the one at its path anew; its articles are still to come.
pub(super) fn open(connection: &Connection, source: &Described<'_>) -> rusqlite::Result<i64> {
    let mut key = walk_key(source.path);
    if source.kind != Kind::File {
        // Apart from all files, whose keys begin with no NUL.
        key = [&b"\0"[..], source.kind.name().as_bytes(), b"\0", &key].concat();
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO source (walk_key, path, kind, size, modified, hash, complete)
         VALUES (:walk_key, :path, :kind, :size, :modified, :hash, 0)
         ON CONFLICT (walk_key) DO UPDATE SET kind = :kind, size = :size, modified = :modified, hash = :hash,
            complete = 0, failure = NULL
         RETURNING id",
    )?;
    let parameters = named_params! {
        ":walk_key": key,
        ":path": codec::path_to_sql(source.path),
        ":kind": source.kind.name(),
        ":size": source.stamp.size,
        ":modified": source.stamp.modified,
        ":hash": source.hash.as_slice(),
    };
    statement.query_row(parameters, |row| row.get(0))
}

/// All articles of the source are there.
pub(super) fn close(connection: &Connection, id: i64, failure: Option<&str>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("UPDATE source SET complete = 1, failure = ? WHERE id = ?")?;
    statement.execute((failure, id)).map(drop)
}

/// The file with the bytes of the source is now at `path`.
pub(super) fn relocate(connection: &Connection, id: i64, path: &Path, stamp: Stamp) -> rusqlite::Result<()> {
    let mut statement =
        connection.prepare_cached("UPDATE source SET walk_key = ?, path = ?, size = ?, modified = ? WHERE id = ?")?;
    statement.execute((walk_key(path), codec::path_to_sql(path), stamp.size, stamp.modified, id)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_in_the_order_of_a_walk() {
        let walked = ["/a/x", "/a/y/z", "/a b/x", "/a-b", "/a.txt", "/b"];
        assert!(walked.map(|path| walk_key(Path::new(path))).is_sorted());
        assert_eq!(walk_key(Path::new("/")), b"");
    }
}

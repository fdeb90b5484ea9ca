//! Opening SQLite files: whose they are, which version, who may read them, and what to do about
//! what goes wrong.

use super::full_text;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How long a statement waits for another instance that writes.
const PATIENCE: Duration = Duration::from_secs(10);

/// Pages in the write-ahead log before they are brought into the file: 128 MiB.
const CHECKPOINT_PAGES: u32 = 16_384;

/// What the library or the marks could not do, and the way out.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A newer program has written it.
    #[error("{}: written by a newer whosaid (version {found} of the file, this program knows {known}); \
             use the newer program, or another file", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version that is known here.
        known: i64,
    },
    /// Some other program's file, or none of SQLite's.
    #[error("{}: not a whosaid {what}; choose another file", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it should be.
        what: &'static str,
    },
    /// Its bytes are not what SQLite wrote.
    #[error("{}: the file is damaged ({detail}); {mend}", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        detail: String,
        /// The way out, as a phrase.
        mend: &'static str,
    },
    /// It may not be written to.
    #[error("{}: may not be written to; choose a place that may, with --library FILE.db, or keep nothing, \
             with --no-index", .path.display())]
    ReadOnly {
        /// The file or its folder.
        path: PathBuf,
    },
    /// There is no room left.
    #[error("{}: the disk is full; what was kept so far is safe: make room, then do it again", .path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// Another instance is writing.
    #[error("{}: another whosaid is writing to it; wait until it has ended", .path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The system would not have it.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another instance has changed what was to be changed.
    #[error("it has been changed elsewhere since")]
    Changed,
    /// Anything else that SQLite says.
    #[error("{}: {source}", .path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}

/// A kind of file that the program keeps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Purpose {
    /// What it is called in messages.
    pub what: &'static str,
    /// SQLite's `application_id`.
    pub application_id: i32,
    /// What leads from each version to the next; their number is the version.
    pub migrations: &'static [&'static str],
    /// SQLite's `synchronous`: what a power cut may cost.
    pub synchronous: &'static str,
    /// What to do about a damaged one, as a phrase.
    pub mend: &'static str,
}

/// A file of some purpose at some place.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub path: PathBuf,
    pub purpose: Purpose,
}

impl Place {
    /// Opens it to read and write, made or brought up to this version where it must be. The file
    /// is the owner's alone.
    pub fn open(&self) -> Result<Connection, StoreError> {
        self.check_kind()?;
        create_private(&self.path).map_err(|source| self.io(source))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&self.path, flags).map_err(|error| self.error(error))?;
        self.set_up(&mut connection)?;
        Ok(connection)
    }

    /// Opens it to read, as it is, but that an older one is brought up to this version.
    pub fn open_to_read(&self) -> Result<Connection, StoreError> {
        self.check_kind()?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(&self.path, flags).and_then(|connection| {
            connection.busy_timeout(PATIENCE)?;
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Ok(connection)
        });
        let connection = match opened {
            Err(error) if is_unwritable(&error) => self.open_unchanging()?,
            opened => opened.map_err(|error| self.error(error))?,
        };
        match self.check_version(&connection)? {
            0 => return Err(StoreError::Foreign { path: self.path.clone(), what: self.purpose.what }),
            version if version < self.known() => {
                drop(connection);
                drop(self.open()?);
                return self.open_to_read();
            }
            _ => {}
        }
        tune(&connection).map_err(|error| self.error(error))?;
        Ok(connection)
    }

    /// Opens what is left of a damaged one, as it is. SQLite finds nothing in a file of which there is less than it
    /// says (`lockBtree`), but where its schema may be written to.
    pub fn open_to_salvage(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(&self.path, flags).and_then(|connection| {
            connection.busy_timeout(PATIENCE)?;
            connection.pragma_update(None, "writable_schema", true)?;
            tune(&connection)?;
            Ok(connection)
        });
        let connection = opened.map_err(|error| self.error(error))?;
        self.check_version(&connection)?;
        Ok(connection)
    }

    /// The file of its log, which is there while it is written to, and may hold more than it does.
    pub fn log(&self) -> PathBuf {
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        log.into()
    }

    /// What is there, if anything, must be a file: SQLite would wait for what comes out of a pipe.
    fn check_kind(&self) -> Result<(), StoreError> {
        match fs::metadata(&self.path) {
            Ok(there) if !there.is_file() => {
                Err(StoreError::Foreign { path: self.path.clone(), what: self.purpose.what })
            }
            _ => Ok(()),
        }
    }

    /// Opens a file in a folder that nothing can be written to, where SQLite cannot put what
    /// readers and writers tell each other by; with a log beside it, it could not be read right.
    fn open_unchanging(&self) -> Result<Connection, StoreError> {
        if fs::metadata(self.log()).is_ok_and(|log| log.len() > 0) {
            return Err(StoreError::ReadOnly { path: self.path.clone() });
        }
        let mut uri = String::from("file:");
        for byte in self.path.as_os_str().as_encoded_bytes() {
            match byte {
                b'/' | b'-' | b'.' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => uri.push(char::from(*byte)),
                _ => uri.push_str(&format!("%{byte:02X}")),
            }
        }
        uri.push_str("?immutable=1");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        Connection::open_with_flags(uri, flags).map_err(|error| self.error(error))
    }

    fn set_up(&self, connection: &mut Connection) -> Result<(), StoreError> {
        let fail = |error| self.error(error);
        connection.busy_timeout(PATIENCE).map_err(fail)?;
        let version = self.check_version(connection)?;
        if version < self.known() {
            connection.pragma_update(None, "page_size", 8192).map_err(fail)?;
        }
        connection.pragma_update(None, "journal_mode", "WAL").map_err(fail)?;
        connection.pragma_update(None, "synchronous", self.purpose.synchronous).map_err(fail)?;
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES).map_err(fail)?;
        connection.pragma_update(None, "foreign_keys", false).map_err(fail)?;
        tune(connection).map_err(fail)?;
        if version < self.known() {
            self.migrate(connection)?;
        }
        Ok(())
    }

    /// Brings the file up to this version, all or nothing, unless another instance just did.
    fn migrate(&self, connection: &mut Connection) -> Result<(), StoreError> {
        let fail = |error| self.error(error);
        let transaction =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(fail)?;
        let version = usize::try_from(self.check_version(&transaction)?).unwrap_or_default();
        for step in self.purpose.migrations.iter().skip(version) {
            transaction.execute_batch(step).map_err(fail)?;
        }
        transaction.pragma_update(None, "application_id", self.purpose.application_id).map_err(fail)?;
        transaction.pragma_update(None, "user_version", self.known()).map_err(fail)?;
        transaction.commit().map_err(fail)
    }

    /// The newest version that is known here.
    fn known(&self) -> i64 {
        i64::try_from(self.purpose.migrations.len()).unwrap_or(i64::MAX)
    }

    /// The file's version; 0 is one that was just made.
    fn check_version(&self, connection: &Connection) -> Result<i64, StoreError> {
        let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        let fail = |error| self.error(error);
        let application = number("SELECT application_id FROM pragma_application_id").map_err(fail)?;
        let version = number("SELECT user_version FROM pragma_user_version").map_err(fail)?;
        let tables = number("SELECT count(*) FROM sqlite_schema").map_err(fail)?;
        if application == 0 && version == 0 && tables == 0 {
            return Ok(0);
        }
        if application != i64::from(self.purpose.application_id) {
            return Err(StoreError::Foreign { path: self.path.clone(), what: self.purpose.what });
        }
        if version > self.known() {
            return Err(StoreError::Newer { path: self.path.clone(), found: version, known: self.known() });
        }
        Ok(version)
    }

    /// The file that is locked by whoever writes, and written last when somebody last did so.
    pub fn claim_file(&self) -> PathBuf {
        let mut path = self.path.clone().into_os_string();
        path.push(".lock");
        path.into()
    }

    /// Claims the right to write for as long as the file that is returned stays open; the system
    /// gives it back however the program ends.
    pub fn claim(&self) -> Result<File, StoreError> {
        let path = self.claim_file();
        let file = private().open(&path).map_err(|source| self.io(source))?;
        match file.try_lock() {
            Ok(()) => {
                // Tells when it was last opened; where it cannot be told, the index may go sooner.
                drop(file.set_modified(SystemTime::now()));
                Ok(file)
            }
            Err(TryLockError::WouldBlock) => Err(StoreError::Busy { path: self.path.clone() }),
            Err(TryLockError::Error(source)) => Err(StoreError::Io { path, source }),
        }
    }

    /// What `error` means for this file.
    pub fn error(&self, error: rusqlite::Error) -> StoreError {
        let path = self.path.clone();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { path },
            Some(ErrorCode::DiskFull) => StoreError::Full { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                match File::open(&path) {
                    Err(source) => StoreError::Io { path, source },
                    // What is there cannot be opened where SQLite may not put its log beside it.
                    Ok(_) => StoreError::ReadOnly { path },
                }
            }
            Some(ErrorCode::NotADatabase) => StoreError::Foreign { path, what: self.purpose.what },
            Some(ErrorCode::DatabaseCorrupt) => self.damaged(&error),
            None if is_of_a_row(&error) => self.damaged(&error),
            _ => StoreError::Sqlite { path, source: error },
        }
    }

    fn damaged(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), detail: error.to_string(), mend: self.purpose.mend }
    }

    fn io(&self, source: io::Error) -> StoreError {
        let path = self.path.clone();
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly { path },
            io::ErrorKind::StorageFull => StoreError::Full { path },
            _ => StoreError::Io { path, source },
        }
    }
}

/// What makes reading and writing quick, at a bounded price in memory.
fn tune(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "cache_size", -32_768)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // Never mapped into memory: where something else cuts the file short meanwhile, reading it is to be an
    // error, and not the end of the program with the terminal as it is (SIGBUS).
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.set_prepared_statement_cache_capacity(64);
    // Without it, a statement on a table with a partial index is prepared anew for every value it is asked for.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    full_text::register(connection)
}

/// Whether SQLite could not make the files it needs beside the one that it reads.
fn is_unwritable(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied))
}

/// Whether a row holds what no version writes.
fn is_of_a_row(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::{FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, Utf8Error};
    matches!(error, FromSqlConversionFailure(..) | IntegralValueOutOfRange(..) | InvalidColumnType(..) | Utf8Error(..))
}

/// Makes the file and its folders where they are missing, for the owner alone; SQLite gives the
/// files that it puts beside it the same permissions.
fn create_private(path: &Path) -> io::Result<()> {
    if fs::metadata(path).is_ok() {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    private().open(path).map(drop)
}

/// Options that open a file to write, made for the owner alone.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_as_such_and_what_was_kept_stays() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place { path: folder.path().join("new.db"), purpose: super::super::schema::LIBRARY };
        let connection = place.open().unwrap();
        let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        connection.pragma_update(None, "max_page_count", pages + 1).unwrap();
        let mut add = connection.prepare("INSERT INTO text (words_hash, body) VALUES (?, ?)").unwrap();
        add.execute((0, "kept")).unwrap();
        let error = (1..).find_map(|n| add.execute((n, "x".repeat(9000))).err()).unwrap();
        assert!(matches!(place.error(error), StoreError::Full { .. }));
        let kept: String = connection.query_row("SELECT body FROM text", [], |row| row.get(0)).unwrap();
        assert_eq!(kept, "kept");
    }

    #[test]
    fn what_is_no_file_is_no_library() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place { path: folder.path().join("some.db"), purpose: super::super::schema::LIBRARY };
        fs::create_dir(&place.path).unwrap();
        assert!(matches!(place.open(), Err(StoreError::Foreign { .. })));
        assert!(matches!(place.open_to_read(), Err(StoreError::Foreign { .. })));
    }

    #[test]
    fn an_empty_file_can_be_made_a_library_but_not_read_as_one() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place { path: folder.path().join("empty.db"), purpose: super::super::schema::LIBRARY };
        fs::write(&place.path, "").unwrap();
        assert!(matches!(place.open_to_read(), Err(StoreError::Foreign { .. })));
        assert!(place.open().is_ok());
        assert!(place.open_to_read().is_ok());
    }
}

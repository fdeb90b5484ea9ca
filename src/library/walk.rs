//! From the paths a person names to the files to be read.

use super::Failure;
use super::load::{Cancel, STDIN};
use crate::error::Error;
use crate::import::is_known_name;
use ignore::{DirEntry, WalkBuilder};
use std::fs;
use std::path::{Path, PathBuf};

/// Finds the files that `paths` name and hands them over in order, with a failure for whatever
/// cannot be read. A file is taken whatever it is called, and `-` for standard input. Of a folder,
/// all files are taken that [hold articles](is_known_name) by their names, recursively and
/// sorted, but nothing hidden and nothing that ignore files name. Symbolic links to folders are
/// not followed.
pub fn walk(paths: &[PathBuf], cancel: &Cancel, mut found: impl FnMut(Result<PathBuf, Failure>)) {
    for path in paths {
        if path.as_os_str() == STDIN {
            found(Ok(path.clone()));
            continue;
        }
        match fs::metadata(path) {
            Ok(kind) if kind.is_dir() => walk_folder(path, cancel, &mut found),
            Ok(kind) if kind.is_file() => found(Ok(path.clone())),
            Ok(_) => found(Err(Failure::not_an_article(path, "it is neither a file nor a folder"))),
            Err(error) => found(Err(Failure::unreadable(path, error))),
        }
    }
}

/// How many files `paths` name: what [`walk`] would find.
pub fn count_files(paths: &[PathBuf], cancel: &Cancel) -> u64 {
    let mut count = 0;
    walk(paths, cancel, |_| count += 1);
    count
}

fn walk_folder(folder: &Path, cancel: &Cancel, found: &mut impl FnMut(Result<PathBuf, Failure>)) {
    let entries = WalkBuilder::new(folder).require_git(false).sort_by_file_name(Ord::cmp).build();
    for entry in entries.take_while(|_| !cancel.is_cancelled()) {
        match entry {
            Ok(entry) if is_known_name(entry.path()) && leads_to_a_file(&entry) => found(Ok(entry.into_path())),
            Ok(_) => {}
            Err(error) => found(Err(walk_failure(folder, error))),
        }
    }
}

/// Whether the entry is a regular file, or a symbolic link to one; nothing else can be opened
/// without the danger of waiting for ever. A broken link counts, so that its failure is told.
fn leads_to_a_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| {
        kind.is_file() || kind.is_symlink() && fs::metadata(entry.path()).map_or(true, |target| target.is_file())
    })
}

/// The failure behind what the walk says, told of the innermost path that it names.
fn walk_failure(folder: &Path, error: ignore::Error) -> Failure {
    let mut path = folder.to_path_buf();
    let mut inner = &error;
    loop {
        match inner {
            ignore::Error::WithPath { path: named, err } => {
                path.clone_from(named);
                inner = err;
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => inner = err,
            _ => break,
        }
    }
    let message = inner.to_string();
    let source = error.into_io_error().unwrap_or_else(|| std::io::Error::other(message));
    Failure { error: Error::Read { path: path.clone(), source }, path }
}

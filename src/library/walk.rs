//! From the paths a person names to the files to be read.

use super::Failure;
use super::load::{Cancel, STDIN};
use crate::error::Error;
use crate::import::is_known_name;
use ignore::{DirEntry, WalkBuilder};
use std::fs;
use std::io;
use std::path::{self, Component, Path, PathBuf};

/// What is looked at of a file or folder that was named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// What was named.
    pub root: PathBuf,
    /// A path at or under it, both of them absolute or neither; what is not at or under this one is left
    /// alone.
    pub path: PathBuf,
}

impl Part {
    /// All of what is named by `root`.
    pub fn all(root: &Path) -> Self {
        Self { root: root.to_path_buf(), path: root.to_path_buf() }
    }

    fn is_all(&self) -> bool {
        self.path == self.root
    }
}

/// The path from the root of the file system on, the same for every way of naming a file that is not by a link,
/// with or without a `/` behind it: where it goes up by `..`, the system says from where, as it may be a link
/// that leads there.
///
/// # Errors
/// With the path, where it goes up from nothing, or nobody knows the current folder.
pub fn absolute(path: &Path) -> Result<PathBuf, Error> {
    let unreadable = |source| Error::Read { path: path.to_path_buf(), source };
    let whole = path::absolute(path).map_err(unreadable)?;
    let mut parts = whole.components();
    let mut below = Vec::new();
    while let Some(part) = parts.next_back() {
        if part == Component::ParentDir {
            let folder = parts.as_path().join("..").canonicalize().map_err(unreadable)?;
            return Ok(below.iter().rev().fold(folder, |path, part: &Component<'_>| path.join(part)));
        }
        below.push(part);
    }
    Ok(below.iter().rev().collect())
}

/// Finds those of the files that [`walk`] would find at the root which are at or under the path of the part,
/// looking into no folder in vain. That there is nothing is a failure of a root alone.
pub fn walk_part(part: &Part, cancel: &Cancel, mut found: impl FnMut(Result<PathBuf, Failure>)) {
    let Part { root, path } = part;
    if part.is_all() {
        return walk(std::slice::from_ref(root), cancel, found);
    }
    let path = path.clone();
    let mut folder = WalkBuilder::new(root);
    folder.filter_entry(move |entry| entry.path().starts_with(&path) || path.starts_with(entry.path()));
    walk_with(folder, root, cancel, &mut found);
}

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

/// How many files `paths` name: what [`walk`] would find; nothing if `cancel` was asked before it was known.
pub fn count_files(paths: &[PathBuf], cancel: &Cancel) -> Option<usize> {
    let mut files = 0;
    walk(paths, cancel, |_| files += 1);
    (!cancel.is_cancelled()).then_some(files)
}

fn walk_folder(folder: &Path, cancel: &Cancel, found: &mut impl FnMut(Result<PathBuf, Failure>)) {
    walk_with(WalkBuilder::new(folder), folder, cancel, found);
}

fn walk_with(mut walk: WalkBuilder, folder: &Path, cancel: &Cancel, found: &mut impl FnMut(Result<PathBuf, Failure>)) {
    // What is ignored is said in the folder itself: not above it, nor by what somebody keeps out of their own repositories.
    let walk = walk.require_git(false).parents(false).git_global(false).git_exclude(false);
    let entries = walk.sort_by_file_name(Ord::cmp).build();
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
    let source = error.into_io_error().map_or_else(|| io::Error::other(message), as_said);
    Failure { error: Error::Read { path: path.clone(), source }, path }
}

/// What the system said, without the path that the walk puts before it.
fn as_said(error: io::Error) -> io::Error {
    let said = error.get_ref().and_then(|walk| walk.source()?.downcast_ref::<io::Error>()?.raw_os_error());
    said.map_or(error, io::Error::from_raw_os_error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_path_that_goes_up_is_the_one_where_it_leads() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("far/inside")).unwrap();
        std::os::unix::fs::symlink("far/inside", root.join("link")).unwrap();
        for (named, leads) in [
            ("a.txt", "a.txt"),
            ("far/../a.txt", "a.txt"),
            ("far/inside/../../link/a.txt", "link/a.txt"),
            ("link/../a.txt", "far/a.txt"),
            ("far/inside/..", "far"),
            ("far/", "far"),
        ] {
            // As paths they are the same with a `/` behind them.
            assert_eq!(absolute(&root.join(named)).unwrap().as_os_str(), root.join(leads).as_os_str(), "{named}");
        }
        let missing = root.join("missing/../a.txt");
        let said = absolute(&missing).unwrap_err().to_string();
        assert!(said.starts_with(&format!("{}: ", missing.display())), "{said}");
    }
}

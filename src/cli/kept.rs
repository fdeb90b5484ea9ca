//! Where the commands find libraries and marks.

use super::output;
use crate::config::Places;
pub use crate::library::load::reading;
use crate::library::marks::{Marked, Marks};
use crate::library::{Archive, StoreError};
use anyhow::{Context, Error, Result, anyhow, bail};
use std::path::{self, Path, PathBuf};

/// The library that is written to where none is named.
const MAIN: &str = "main";

/// Which library to write to.
#[derive(Debug, clap::Args)]
pub struct LibraryFile {
    /// The library: its name, or the path of its file
    #[arg(long, value_name = "NAME|FILE.db", default_value = MAIN, value_parser = library)]
    library: String,
}

impl LibraryFile {
    /// Its file.
    pub fn path(&self) -> Result<PathBuf> {
        Ok(places()?.library(&self.library))
    }
}

/// What somebody calls a library: a name, or the path of its file.
pub fn library(given: &str) -> Result<String, String> {
    let path = Path::new(given);
    if given.trim().is_empty() || given.chars().any(char::is_control) {
        return Err("this is no name".to_owned());
    }
    match given.contains(path::is_separator) && path.extension().is_none_or(|end| end != "db") {
        true => Err("the file of a library ends in .db".to_owned()),
        false => Ok(given.to_owned()),
    }
}

/// Opens the library at `path` to read.
pub fn open(path: &Path) -> Result<Archive> {
    let places = existing(path)?;
    Archive::open_to_read(path).map_err(|error| explained(&places, path, error))
}

/// The person's own folders, if there is a file of a library at `path`.
///
/// # Errors
/// There is none; tells which there are.
pub fn existing(path: &Path) -> Result<Places> {
    let places = places()?;
    if !path.exists() {
        let name = places.name_of(path);
        let names = places.library_names().unwrap_or_default();
        let there = if names.is_empty() { "none yet".to_owned() } else { names.join(", ") };
        bail!("{name}: there is no such library (there are: {there}); `whosaid import PATH --library NAME` makes one");
    }
    Ok(places)
}

/// The library under what the person has corrected.
pub fn corrected(archive: &Archive) -> Result<Archive> {
    Ok(archive.corrected_by(&archive.corrections(&marked()?)?)?)
}

/// Opens the library at `path` to write to, made if it is missing.
pub fn open_to_write(path: &Path) -> Result<Archive> {
    Archive::open(path).map_err(|error| places().map_or_else(|error| error, |places| explained(&places, path, error)))
}

/// What is wrong with the library at `path`, and the way out, by the name that its owner knows it by.
pub fn explained(places: &Places, path: &Path, error: StoreError) -> Error {
    let name = places.name_of(path);
    let argument = output::argument(&name);
    match error {
        StoreError::Damaged { detail, .. } => {
            anyhow!("{name}: the library is damaged ({detail}); `whosaid libraries rebuild {argument}` makes it anew")
        }
        StoreError::Foreign { .. } if places.is_named(path) => anyhow!(
            "{name}: the library is damaged so far that it does not say what it was made from; \
             `whosaid libraries remove {argument}`, then import that again"
        ),
        error => error.into(),
    }
}

/// The person's own folders.
pub fn places() -> Result<Places> {
    Places::of_user().context("the system names no home to keep anything in")
}

/// The person's own marks.
pub fn marks() -> Result<Marks> {
    Ok(Marks::open(&places()?.marks())?)
}

/// What the person keeps, for what can be done without; where it cannot be read, that is told.
pub fn marked_if_readable() -> Marked {
    marked().unwrap_or_else(|error| {
        output::report(&format!("{}; nothing of what was kept is in the output", output::explained(&error)));
        Marked::default()
    })
}

/// What the person keeps; nothing where there is no file of marks yet.
pub fn marked() -> Result<Marked> {
    match places() {
        Ok(places) if places.marks().exists() => Ok(Marks::open(&places.marks())?.all()?),
        _ => Ok(Marked::default()),
    }
}

//! Where the commands find libraries and marks.

use crate::article::Article;
use crate::config::Places;
use crate::import::ReadOptions;
use crate::library::load::read_file;
use crate::library::marks::Marks;
use crate::library::{Archive, Failure, Reading};
use anyhow::{Context, Result, bail};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Which library.
#[derive(Debug, clap::Args)]
pub struct LibraryFile {
    /// The library: its name, or the path of its file
    #[arg(long, value_name = "NAME|FILE.db", default_value = "main")]
    library: String,
}

impl LibraryFile {
    /// Its file.
    pub fn path(&self) -> Result<PathBuf> {
        Ok(places()?.library(&self.library))
    }

    /// Opens it to read.
    pub fn open(&self) -> Result<Archive> {
        open(&self.path()?)
    }
}

/// Opens the library at `path` to read.
pub fn open(path: &Path) -> Result<Archive> {
    if !path.exists() {
        bail!("{}: there is no such library; `whosaid import PATH --library NAME` makes one", path.display());
    }
    Ok(Archive::open_to_read(path)?)
}

/// The person's own folders.
pub fn places() -> Result<Places> {
    Places::of_user().context("the system names no home to keep anything in")
}

/// The person's own marks.
pub fn marks() -> Result<Marks> {
    Ok(Marks::open(&places()?.marks())?)
}

/// Reads files of every format.
pub fn reading(options: &ReadOptions) -> impl Reading {
    |path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>| read_file(path, options, each)
}

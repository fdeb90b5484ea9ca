//! Where the commands find libraries and marks.

use crate::article::{Article, Origin};
use crate::config::Places;
use crate::error::Error;
use crate::import::{self, ReadOptions};
use crate::library::marks::Marks;
use crate::library::{Archive, Failure, Reading};
use anyhow::{Context, Result, bail};
use std::fs;
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

/// Reads files of plain text.
#[derive(Debug, Clone, Copy)]
pub struct PlainText(pub ReadOptions);

impl Reading for PlainText {
    fn read(&self, path: &Path, each: &mut dyn FnMut(Article) -> ControlFlow<()>) -> Result<(), Failure> {
        let failure = |error| Failure { path: path.to_path_buf(), error };
        let bytes = fs::read(path).map_err(|source| failure(Error::Read { path: path.to_path_buf(), source }))?;
        let article = import::read(&bytes, Origin::File(path.to_path_buf()), self.0);
        if article.text.trim().is_empty() {
            let reason = "there is no text in it";
            return Err(failure(Error::NotAnArticle { path: path.to_path_buf(), reason }));
        }
        let _ = each(article);
        Ok(())
    }
}

//! The library that a command searches: one that is named, or the index of what was given.

use super::args::LibraryArgs;
use super::{kept, output};
use crate::article::{Article, Origin};
use crate::library::load::{Cancel, STDIN, Source, read_articles};
use crate::library::{Archive, StoreError, Writer};
use anyhow::{Result, bail};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// A library to be searched.
pub struct Indexed {
    /// The library.
    pub archive: Archive,
    /// Whether something that was to be in it could not be read; why was told.
    pub failed: bool,
}

/// Opens the library called `name`; without a name, the index of the paths, which is kept in the cache
/// folder and brought up to date first.
pub fn open(name: Option<&str>, library: &LibraryArgs) -> Result<Indexed> {
    if let Some(name) = name {
        return Ok(Indexed { archive: kept::open(&kept::places()?.library(name))?, failed: false });
    }
    let source = library.source();
    let paths = match &source {
        Source::Seeds => &[],
        Source::Paths(paths) => paths.as_slice(),
    };
    if paths.iter().any(|path| path.as_os_str() == STDIN) {
        bail!("standard input has no index to be searched; `whosaid import - --library NAME` keeps what comes there");
    }
    let archive = Archive::open(&kept::places()?.index_of(paths)?)?;
    let mut failed = false;
    match archive.writer() {
        Ok(mut writer) => {
            failed = fill(&mut writer, &source, library)?;
            writer.index(&Cancel::default(), &mut |_| ())?;
        }
        // Whoever has it brings it up to date.
        Err(StoreError::Busy { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Indexed { archive, failed })
}

/// Reads what is new; says whether something could not be read.
fn fill(writer: &mut Writer, source: &Source, library: &LibraryArgs) -> Result<bool> {
    let options = library.read_options();
    let Source::Paths(paths) = source else {
        let mut seeds: BTreeMap<&str, Vec<Article>> = BTreeMap::new();
        read_articles(source, &options, |article| {
            if let Ok(article) = article
                && let Origin::Embedded(name) = article.origin
            {
                seeds.entry(name).or_default().push(article);
            }
            ControlFlow::Continue(())
        });
        for (name, articles) in seeds {
            writer.add_given(name, articles)?;
        }
        return Ok(false);
    };
    let report = writer.import(paths, &kept::reading(&options), &Cancel::default(), &mut |_| ())?;
    report.failures.iter().for_each(|failure| output::report(&failure.error.to_string()));
    Ok(!report.failures.is_empty())
}

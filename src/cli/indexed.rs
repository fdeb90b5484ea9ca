//! The library that a command searches: one that is named, or the index of what was given.

use super::args::Wanted;
use super::{kept, output};
use crate::article::{Article, Origin};
use crate::import::ReadOptions;
use crate::library::load::{Cancel, STDIN, Source, read_articles};
use crate::library::{Archive, StoreError, Writer};
use anyhow::{Result, bail};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// A library to be searched.
pub struct Indexed {
    /// The library.
    pub archive: Archive,
    /// Whether something that was to be in it could not be read; why was told.
    pub failed: bool,
}

/// Opens the library that is wanted; where none is, the index of the files, which is kept in the cache
/// folder and brought up to date first.
pub fn open(wanted: &Wanted, options: &ReadOptions) -> Result<Indexed> {
    let paths = match wanted {
        Wanted::Library(file, _) => return Ok(Indexed { archive: kept::open(file)?, failed: false }),
        Wanted::Paths(paths) => paths.as_slice(),
        Wanted::Seeds => &[],
    };
    if paths.iter().any(|path| path.as_os_str() == STDIN) {
        bail!("standard input has no index to be searched; `whosaid import - --library NAME` keeps what comes there");
    }
    let archive = Archive::open(&kept::places()?.index_of(paths)?)?;
    let mut failed = false;
    match archive.writer() {
        Ok(mut writer) => {
            failed = fill(&mut writer, paths, options)?;
            writer.index(&Cancel::default(), &mut |_| ())?;
        }
        // Whoever has it brings it up to date.
        Err(StoreError::Busy { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Indexed { archive, failed })
}

/// Reads what is new, or the seeds where there are no paths; says whether something could not be read.
fn fill(writer: &mut Writer, paths: &[PathBuf], options: &ReadOptions) -> Result<bool> {
    if paths.is_empty() {
        let mut seeds: BTreeMap<&str, Vec<Article>> = BTreeMap::new();
        read_articles(&Source::Seeds, options, |article| {
            if let Ok(article) = article
                && let Origin::Embedded(name) = article.origin
            {
                seeds.entry(name).or_default().push(article);
            }
            ControlFlow::Continue(())
        });
        for (name, articles) in seeds {
            writer.add_embedded(name, articles)?;
        }
        return Ok(false);
    }
    let report = writer.import(paths, &kept::reading(options), &Cancel::default(), &mut |_| ())?;
    report.failures.iter().for_each(|failure| output::report(&failure.error.to_string()));
    Ok(!report.failures.is_empty())
}

//! The library that a command searches: one that is named, or the index of what was given.

use super::args::Wanted;
use super::{kept, output};
use crate::article::{Article, Origin};
use crate::import::ReadOptions;
use crate::library::load::{Cancel, STDIN, Source, read_articles};
use crate::library::{Archive, Counts, StoreError, Writer};
use crate::text::numbers::counted;
use anyhow::{Result, bail};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How often it is looked whether another instance has ended that writes the index.
const PATIENCE: Duration = Duration::from_millis(20);

/// How long another instance does nothing until it is taken to be only watching its files; then, too, it is told
/// what is waited for.
const QUIET: Duration = Duration::from_secs(1);

/// A library to be searched, under what the person has corrected.
pub struct Indexed {
    /// The library.
    pub archive: Archive,
    /// Whether something that was to be in it could not be read, or is not searchable; what was told.
    pub failed: bool,
}

/// Opens the library that is wanted; where none is, the index of the files, which is kept in the cache
/// folder and brought up to date first.
pub fn open(wanted: &Wanted, options: &ReadOptions) -> Result<Indexed> {
    let Indexed { archive, mut failed } = as_found(wanted, options)?;
    let pending = archive.pending()?;
    if pending > 0 {
        failed = true;
        let articles = counted(pending, "article");
        output::report(&format!(
            "{articles} of the library cannot be searched yet: whosaid is still at them, or was stopped; \
             `whosaid import` goes on where it was"
        ));
    }
    Ok(Indexed { archive: kept::corrected(&archive)?, failed })
}

/// The same as the library has it.
fn as_found(wanted: &Wanted, options: &ReadOptions) -> Result<Indexed> {
    let paths = match wanted {
        Wanted::Library(file, _) => return Ok(Indexed { archive: kept::open(file)?, failed: false }),
        Wanted::Paths(paths) => paths.as_slice(),
        Wanted::Seeds => &[],
    };
    if paths.iter().any(|path| path.as_os_str() == STDIN) {
        bail!("standard input has no index to be searched; `whosaid import - --library NAME` keeps what comes there");
    }
    let (archive, writer) = claim(&kept::places()?.index_of(paths)?)?;
    let mut failed = false;
    if let Some(mut writer) = writer {
        failed = fill(&mut writer, paths, options)?;
        writer.index(&Cancel::default(), &mut |_| ())?;
    }
    Ok(Indexed { archive, failed })
}

/// Opens the index and claims it as soon as nobody else writes to it; without a claim where somebody has it who only
/// watches its files and keeps it up to date.
fn claim(path: &Path) -> Result<(Archive, Option<Writer>)> {
    let begun = Instant::now();
    let mut told = false;
    let mut other = Other { done: None, since: begun };
    loop {
        match Archive::open(path).map(|archive| (archive.writer(), archive)) {
            Ok((Ok(writer), archive)) => return Ok((archive, Some(writer))),
            Ok((Err(StoreError::Busy { .. }), archive)) if other.is_idle(&archive)? => {
                output::report("another whosaid keeps this index up to date; what it has by now is looked through");
                return Ok((archive, None));
            }
            // It may be made at this moment.
            Ok((Err(StoreError::Busy { .. }), _)) | Err(StoreError::Busy { .. }) => {}
            Ok((Err(error), _)) | Err(error) => return Err(error.into()),
        }
        if begun.elapsed() >= QUIET && !told {
            told = true;
            output::report("waiting for another whosaid, which is writing this index");
        }
        thread::sleep(PATIENCE);
    }
}

/// Another instance that has the claim.
struct Other {
    /// What there was when it was looked at last: all articles, and those that are not searchable yet.
    done: Option<(Counts, usize)>,
    /// Since when that is so.
    since: Instant,
}

impl Other {
    /// Whether it has nothing left to do and has done nothing for a while.
    fn is_idle(&mut self, archive: &Archive) -> Result<bool, StoreError> {
        let pending = archive.pending()?;
        let done = Some((archive.counts()?, pending));
        if self.done != done {
            *self = Self { done, since: Instant::now() };
        }
        Ok(pending == 0 && self.since.elapsed() >= QUIET)
    }
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

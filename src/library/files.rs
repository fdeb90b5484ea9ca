//! The articles of files: small files on all cores, each of them whole, large ones piece by piece.

use super::Failure;
use super::load::{Cancel, STDIN};
use super::seeds::Seed;
use crate::article::{Article, Origin};
use crate::import::{self, Content, Limits, ReadOptions};
use crossbeam_channel::Sender;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Files up to this size, in bytes, are read whole, as long as no more text comes out of one than this.
const SMALL: u64 = 1 << 20;
const SMALL_TEXT: usize = 8 << 20;

/// What is read of a file, as it passes from thread to thread.
pub(super) type Reading = Result<Box<Article>, Failure>;

/// A file to be read.
pub(super) enum FoundFile {
    Seed(&'static Seed),
    Path(PathBuf),
}

/// A file on its way.
pub(super) enum File {
    /// What was read of it.
    Read(Vec<Reading>),
    /// One that is still to be read, piece by piece.
    Large(FoundFile),
}

/// Reads the articles of a file that was found, if it is small and they are not many.
pub(super) fn read_small(file: Result<FoundFile, Failure>, options: &ReadOptions, cancel: &Cancel) -> File {
    let file = match file {
        Ok(file) if file.is_small() => file,
        Ok(file) => return File::Large(file),
        Err(failure) => return File::Read(vec![Err(failure)]),
    };
    let (mut articles, mut bytes) = (Vec::new(), 0);
    let mut is_small = true;
    file.read(options, &mut |article| {
        bytes += article.as_ref().map_or(0, |article| article.text.len());
        articles.push(article.map(Box::new));
        is_small = bytes <= SMALL_TEXT && !cancel.is_cancelled();
        if is_small { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    if is_small { File::Read(articles) } else { File::Large(file) }
}

impl FoundFile {
    fn is_small(&self) -> bool {
        match self {
            FoundFile::Path(path) => {
                path.as_os_str() != STDIN && fs::metadata(path).is_ok_and(|metadata| metadata.len() <= SMALL)
            }
            FoundFile::Seed(_) => true,
        }
    }

    fn read(&self, options: &ReadOptions, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>) {
        match self {
            FoundFile::Path(path) => read_file(path, options, each),
            FoundFile::Seed(seed) => {
                let (origin, content) = (Origin::Embedded(seed.name), Content::Bytes(seed.bytes));
                read_source(Path::new(seed.name), import::Source { origin, content }, options, each);
            }
        }
    }
}

/// Where the articles of files go, and the failures beside them.
pub(super) struct Outlet<'a> {
    /// How many articles and failures were found so far.
    pub found: &'a AtomicUsize,
    pub cancel: &'a Cancel,
    pub articles: &'a Sender<Reading>,
}

impl Outlet<'_> {
    /// Hands over everything that is in a file, until nobody takes it any more.
    pub fn hand_over(&self, file: File, options: &ReadOptions) -> ControlFlow<()> {
        let (mut first, mut flow) = (true, ControlFlow::Continue(()));
        let mut each = |article: Reading| {
            if !std::mem::take(&mut first) {
                self.found.fetch_add(1, Ordering::Relaxed);
            }
            if self.cancel.is_cancelled() || self.articles.send(article).is_err() {
                flow = ControlFlow::Break(());
            }
            flow
        };
        match file {
            File::Read(articles) => drop(articles.into_iter().try_for_each(each)),
            File::Large(file) => file.read(options, &mut |article| each(article.map(Box::new))),
        }
        flow
    }
}

/// Hands every article of the file at `path` to `each`, with a failure for every part of it that
/// is none, until it breaks. `-` is standard input.
pub fn read_file(
    path: &Path,
    options: &ReadOptions,
    each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>,
) {
    if path.as_os_str() == STDIN {
        let content = Content::Stream(Box::new(io::stdin().lock()));
        let source = import::Source { origin: Origin::Given, content };
        return read_source(Path::new("standard input"), source, options, each);
    }
    match import::Source::open(path) {
        Ok(source) => read_source(path, source, options, each),
        Err(error) => drop(each(Err(Failure::unreadable(path, error)))),
    }
}

/// Reads files of every format, as [`read_file`] does.
pub fn reading(options: &ReadOptions) -> impl super::Reading {
    Files(options)
}

struct Files<'a>(&'a ReadOptions);

impl super::Reading for Files<'_> {
    fn read(&self, path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>) {
        read_file(path, self.0, each);
    }

    fn is_told_how(&self) -> bool {
        *self.0 != ReadOptions::default()
    }
}

fn read_source(
    path: &Path,
    source: import::Source<'_>,
    options: &ReadOptions,
    each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>,
) {
    import::articles(source, options, &Limits::default(), &mut |item| {
        each(item.map_err(|error| Failure::in_file(path, error)))
    });
}

//! Reading files and folders into records.

use super::files::{FoundFile, Outlet, Reading, read_small};
pub use super::files::{read_file, reading};
use super::seeds::SEEDS;
use super::walk::walk;
use super::{Failure, Record};
use crate::article::Article;
use crate::import::ReadOptions;
use crate::parallel;
use crossbeam_channel::{Receiver, bounded, unbounded};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

/// The longest line of JSON Lines that `extract` takes, in bytes: 256 MiB.
pub const MAX_FILE_BYTES: u64 = 256 << 20;

/// The most records in one batch.
const BATCH: usize = 256;

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// What to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The articles built into the program.
    Seeds,
    /// Files and folders.
    Paths(Vec<PathBuf>),
}

/// Asks a running load to stop. Clones ask the same load; dropping one does nothing.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a load reports: `Found`, then batches, each before the failures that were met among its
/// records; all in the order of the paths.
#[derive(Debug)]
pub enum LoadEvent {
    /// So many files are to be read, as far as is known yet; comes again when more are found.
    Found(usize),
    /// Records, ready.
    Batch(Vec<Record>),
    /// A file or folder that gave nothing.
    Failed(Failure),
}

/// Reads everything in `source`, in the order of the paths, finds the quotations on all cores, a
/// bounded number of articles at a time, and hands it to `sink` as it comes. Folders are walked
/// recursively, skipping what ignore files name. The first record comes at once, the others in
/// batches of a bounded number and a bounded time. Returns when all is read or `cancel` was asked;
/// what was read by then is kept.
pub fn load(source: &Source, options: &ReadOptions, cancel: &Cancel, sink: &mut dyn FnMut(LoadEvent)) {
    let found = AtomicUsize::new(0);
    with_articles(source, options, cancel, &found, |articles| run(&articles, cancel, Batches::new(&found, sink)));
}

/// Reads every article in `source` as [`load`] does, without looking for quotations, and hands each
/// to `sink` with a failure for whatever gave none. Returns when all is read or `sink` breaks.
pub fn read_articles(
    source: &Source,
    options: &ReadOptions,
    mut sink: impl FnMut(Result<Article, Failure>) -> ControlFlow<()>,
) {
    let cancel = Cancel::default();
    with_articles(source, options, &cancel, &AtomicUsize::new(0), |articles| {
        for article in articles {
            if sink(article.map(|article| *article)).is_break() {
                cancel.cancel();
                break;
            }
        }
    });
}

/// Lets `take` have the articles of `source` while they are read. Adds to `found` whatever is found
/// to be read. When `take` returns, nothing more is read.
fn with_articles(
    source: &Source,
    options: &ReadOptions,
    cancel: &Cancel,
    found: &AtomicUsize,
    take: impl FnOnce(Receiver<Reading>),
) {
    let (file_sender, files) = unbounded();
    // A file may hold more articles than memory does.
    let (sender, articles) = bounded(BATCH);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // Nobody receives any more once the load is cancelled.
            let tell = |file| {
                found.fetch_add(1, Ordering::Relaxed);
                drop(file_sender.send(file));
            };
            match source {
                Source::Seeds => SEEDS.iter().map(|seed| Ok(FoundFile::Seed(seed))).for_each(tell),
                Source::Paths(paths) => walk(paths, cancel, |file| tell(file.map(FoundFile::Path))),
            }
        });
        scope.spawn(move || {
            let outlet = Outlet { found, cancel, articles: &sender };
            parallel::map_in_order(
                &files,
                |file| read_small(file, options, cancel),
                |file| file.map_or(ControlFlow::Continue(()), |file| outlet.hand_over(file, options)),
            );
        });
        take(articles);
    });
}

/// Finds the quotations of articles until all are done or `cancel` is asked.
fn run(articles: &Receiver<Reading>, cancel: &Cancel, mut batches: Batches<'_>) {
    let work = |article: Reading| (!cancel.is_cancelled()).then(|| article.and_then(|article| Record::of(*article)));
    parallel::map_in_order(articles, work, |result| {
        match result.flatten() {
            Some(Ok(record)) => batches.push(record),
            Some(Err(failure)) => batches.fail(failure),
            None => batches.flush_if_due(),
        }
        if cancel.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    batches.flush();
}

/// Records on their way to the sink.
struct Batches<'a> {
    /// How many jobs were found so far.
    found: &'a AtomicUsize,
    /// How many the sink was told of.
    told: Option<usize>,
    records: Vec<Record>,
    failures: Vec<Failure>,
    /// When the sink last had records; never before the first.
    flushed: Option<Instant>,
    sink: &'a mut dyn FnMut(LoadEvent),
}

impl<'a> Batches<'a> {
    fn new(found: &'a AtomicUsize, sink: &'a mut dyn FnMut(LoadEvent)) -> Self {
        Self { found, told: None, records: Vec::new(), failures: Vec::new(), flushed: None, sink }
    }

    fn push(&mut self, record: Record) {
        self.records.push(record);
        self.flush_if_due();
    }

    /// Tells a failure together with the records beside it, so that it breaks up no batch.
    fn fail(&mut self, failure: Failure) {
        self.failures.push(failure);
        self.flush_if_due();
    }

    fn flush_if_due(&mut self) {
        let full = self.records.len() + self.failures.len() >= BATCH;
        if full || self.flushed.is_none_or(|last| last.elapsed() >= parallel::TICK) {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let found = self.found.load(Ordering::Relaxed);
        if self.told != Some(found) {
            self.told = Some(found);
            (self.sink)(LoadEvent::Found(found));
        }
        if !self.records.is_empty() {
            self.flushed = Some(Instant::now());
            (self.sink)(LoadEvent::Batch(std::mem::take(&mut self.records)));
        }
        self.failures.drain(..).map(LoadEvent::Failed).for_each(&mut *self.sink);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Limits;
    use std::fs::{self, File};
    use std::path::Path;

    #[derive(Default)]
    struct Loaded {
        names: Vec<String>,
        failures: Vec<String>,
        batches: Vec<usize>,
        found: usize,
    }

    fn load_paths(paths: &[&Path], cancel: &Cancel) -> Loaded {
        let source = Source::Paths(paths.iter().map(|path| path.to_path_buf()).collect());
        let mut loaded = Loaded::default();
        load(&source, &ReadOptions::default(), cancel, &mut |event| match event {
            LoadEvent::Found(found) => loaded.found = found,
            LoadEvent::Batch(records) => {
                loaded.batches.push(records.len());
                loaded.names.extend(records.iter().filter_map(|record| record.article.file_name()));
            }
            LoadEvent::Failed(failure) => loaded.failures.push(failure.error.to_string()),
        });
        loaded
    }

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    #[test]
    fn a_folder_is_read_in_order_without_what_is_hidden_ignored_or_no_text_file() {
        let folder = folder(&[
            ("b/two.TXT", b"Two."),
            ("a.txt", b"One."),
            ("c.text", b"Three."),
            ("drafts/x.txt", b"Draft."),
            (".hidden.txt", b"Hidden."),
            ("picture.jpg", b"\xff\xd8\x00"),
            (".gitignore", b"drafts/\n"),
        ]);
        let loaded = load_paths(&[folder.path()], &Cancel::default());
        assert_eq!(loaded.names, ["a.txt", "two.TXT", "c.text"]);
        assert!(loaded.failures.is_empty());
        assert_eq!(loaded.found, 3);
    }

    #[test]
    fn a_file_that_is_named_is_read_whatever_it_is_called() {
        let folder = folder(&[(".notes", b"Noted.")]);
        let loaded = load_paths(&[&folder.path().join(".notes")], &Cancel::default());
        assert_eq!(loaded.names, [".notes"]);
    }

    #[test]
    fn what_cannot_be_read_is_told_and_costs_nothing_else() {
        let folder = folder(&[("a.txt", b"One."), ("b.txt", b" \n"), ("c.txt", b"PK\x00\x01"), ("d.txt", b"Four.")]);
        let missing = folder.path().join("missing");
        let loaded = load_paths(&[&missing, folder.path()], &Cancel::default());
        assert_eq!(loaded.names, ["a.txt", "d.txt"]);
        assert_eq!(loaded.found, 5);
        for (failure, why) in loaded.failures.iter().zip(["No such file", "no text", "not plain text"]) {
            assert!(failure.contains(why), "{failure}");
        }
        assert_eq!(loaded.failures.len(), 3);
    }

    #[test]
    fn a_file_too_large_is_told_by_name() {
        let folder = folder(&[("large.txt", &b"Text. ".repeat(20_000))]);
        let path = folder.path().join("large.txt");
        File::options().write(true).open(&path).unwrap().set_len(Limits::default().file_bytes + 1).unwrap();
        let loaded = load_paths(&[&path], &Cancel::default());
        assert!(loaded.failures[0].contains("large.txt: it is larger than 256 MiB"));
    }

    #[cfg(unix)]
    #[test]
    fn pipes_are_left_alone_and_links_followed_to_files_only() {
        use std::os::unix::fs::symlink;
        let folder = folder(&[("real/a.txt", b"One.")]);
        let at = |name| folder.path().join(name);
        symlink(at("real"), at("linked.txt")).unwrap();
        symlink(at("real/a.txt"), at("link.txt")).unwrap();
        symlink("/dev/zero", at("zero.txt")).unwrap();
        let loaded = load_paths(&[folder.path(), Path::new("/dev/null")], &Cancel::default());
        assert_eq!(loaded.names, ["link.txt", "a.txt"]);
        assert_eq!(loaded.failures, ["/dev/null: it is neither a file nor a folder"]);
    }

    #[test]
    fn the_first_record_comes_alone_and_batches_are_bounded() {
        let files: Vec<String> = (0..600).map(|n| format!("{n:03}.txt")).collect();
        let files: Vec<(&str, &[u8])> = files.iter().map(|name| (name.as_str(), &b"Text."[..])).collect();
        let folder = folder(&files);
        let loaded = load_paths(&[folder.path()], &Cancel::default());
        assert_eq!(loaded.batches[0], 1);
        assert!(loaded.batches.iter().all(|&size| size <= BATCH));
        assert!(loaded.names.is_sorted());
        assert_eq!((loaded.names.len(), loaded.found), (600, 600));
    }

    #[test]
    fn failures_among_articles_break_up_no_batch() {
        let found = AtomicUsize::new(0);
        let mut events = Vec::new();
        let mut sink = |event| match event {
            LoadEvent::Found(_) => {}
            LoadEvent::Batch(records) => events.push(records.len()),
            LoadEvent::Failed(_) => events.push(0),
        };
        let mut batches = Batches::new(&found, &mut sink);
        // As though the last batch had only just gone out, however slow this machine is.
        batches.flushed = Some(Instant::now() + std::time::Duration::from_secs(3600));
        for _ in 0..3 {
            batches.push(Record::of(Article::from_body("One.".to_owned())).unwrap());
            batches.fail(Failure::not_an_article(Path::new("b.txt"), "it is not plain text"));
        }
        batches.flush();
        assert_eq!(events, [3, 0, 0, 0]);
    }

    #[test]
    fn a_cancelled_load_ends_and_keeps_what_came_before() {
        let folder = folder(&[("a.txt", b"One.")]);
        let cancel = Cancel::default();
        cancel.cancel();
        assert!(load_paths(&[folder.path()], &cancel).names.is_empty());

        let cancel = Cancel::default();
        let mut records = 0;
        load(&Source::Seeds, &ReadOptions::default(), &cancel, &mut |event| {
            if let LoadEvent::Batch(batch) = event {
                records += batch.len();
                cancel.cancel();
            }
        });
        assert_eq!(records, 1);
    }
}

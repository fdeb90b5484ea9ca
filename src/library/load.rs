//! Reading files and folders into records.

use super::seeds::{SEEDS, Seed};
use super::walk::walk;
use super::{Failure, Record};
use crate::article::{Article, Origin};
use crate::import::{self, ReadOptions};
use crate::{parallel, quote};
use crossbeam_channel::{Receiver, unbounded};
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

/// The largest file that is read, in bytes: 256 MiB. What is larger is no article, and would be
/// held in memory whole.
pub const MAX_FILE_BYTES: u64 = 256 << 20;

/// The most records in one batch.
const BATCH: usize = 256;

/// How far into a file NUL bytes make it binary.
const SNIFFED: usize = 8 << 10;

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

/// Reads everything in `source` on all cores, in the order of the paths, a bounded number at a
/// time, and hands it to `sink` as it comes. Folders are walked recursively, skipping what ignore
/// files name. The first record comes at once, the others in batches of a bounded number and a
/// bounded time. Returns when all is read or `cancel` was asked; what was read by then is kept.
pub fn load(source: &Source, options: ReadOptions, cancel: &Cancel, sink: &mut dyn FnMut(LoadEvent)) {
    let found = AtomicUsize::new(0);
    let (sender, jobs) = unbounded();
    std::thread::scope(|scope| {
        let found = &found;
        scope.spawn(move || {
            // Nobody receives any more once the load is cancelled.
            let tell = |job| {
                found.fetch_add(1, Ordering::Relaxed);
                drop(sender.send(job));
            };
            match source {
                Source::Seeds => SEEDS.iter().map(Job::Seed).for_each(tell),
                Source::Paths(paths) => walk(paths, cancel, |result| tell(result.map_or_else(Job::Fail, Job::File))),
            }
        });
        run(&jobs, options, cancel, Batches::new(found, sink));
    });
}

/// One thing to be read, or known not to be readable.
enum Job {
    Seed(&'static Seed),
    File(PathBuf),
    Fail(Failure),
}

/// Does the jobs until all are done or `cancel` is asked.
fn run(jobs: &Receiver<Job>, options: ReadOptions, cancel: &Cancel, mut batches: Batches<'_>) {
    let work = |job| (!cancel.is_cancelled()).then(|| job_result(job, options));
    parallel::map_in_order(jobs, work, |result| {
        match result.flatten() {
            Some(Ok(record)) => batches.push(record),
            Some(Err(failure)) => batches.fail(failure),
            None => batches.flush_if_due(),
        }
        if cancel.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    batches.flush();
}

fn job_result(job: Job, options: ReadOptions) -> Result<Record, Failure> {
    match job {
        Job::Fail(failure) => Err(failure),
        Job::Seed(seed) => {
            record(Path::new(seed.name), || import::read(seed.bytes, Origin::Embedded(seed.name), options))
        }
        Job::File(path) => {
            let bytes = file_bytes(&path)?;
            record(&path, || import::read(&bytes, Origin::File(path.clone()), options))
        }
    }
}

/// The record of the article that `read` gives. A fault of ours in one file costs only that file.
fn record(path: &Path, read: impl FnOnce() -> Article) -> Result<Record, Failure> {
    let reading = AssertUnwindSafe(|| {
        let article = read();
        let quotations = quote::extract(&article);
        Record { article, quotations }
    });
    match catch_unwind(reading) {
        Ok(record) if record.article.text.trim().is_empty() => {
            Err(Failure::not_an_article(path, "there is no text in it"))
        }
        Ok(record) => Ok(record),
        Err(_) => Err(Failure::not_an_article(path, "whosaid failed on it, which is a fault in whosaid")),
    }
}

/// The bytes of a file that may hold plain text.
fn file_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = read_capped(path).map_err(|error| Failure::unreadable(path, error))?;
    let bytes = bytes.ok_or_else(|| Failure::not_an_article(path, "it is larger than 256 MiB"))?;
    if is_binary(&bytes) {
        return Err(Failure::not_an_article(path, "it is not plain text"));
    }
    Ok(bytes)
}

/// The bytes of a file, unless they are more than [`MAX_FILE_BYTES`], which it need not say
/// beforehand.
fn read_capped(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    if size > MAX_FILE_BYTES {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= MAX_FILE_BYTES).then_some(bytes))
}

/// Whether these are no bytes of a text: there are NULs near the start, more than strays (one in
/// a KiB) or beside other control characters. A mark that says UTF-16 decides that they are.
fn is_binary(bytes: &[u8]) -> bool {
    const BYTES_PER_STRAY: usize = 1 << 10;
    let start = &bytes[..bytes.len().min(SNIFFED)];
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let nuls = memchr::memchr_iter(0, start).count();
    let control = |byte: &u8| byte.is_ascii_control() && *byte != 0 && !byte.is_ascii_whitespace();
    !utf16 && nuls > 0 && (nuls > start.len().div_ceil(BYTES_PER_STRAY) || start.iter().any(control))
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
    use std::fs;

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
        load(&source, ReadOptions::default(), cancel, &mut |event| match event {
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
        let folder = folder(&[("large.txt", b"")]);
        let path = folder.path().join("large.txt");
        File::options().write(true).open(&path).unwrap().set_len(MAX_FILE_BYTES + 1).unwrap();
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
            batches.push(record(Path::new("a.txt"), || Article::from_body("One.".to_owned())).unwrap());
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
        load(&Source::Seeds, ReadOptions::default(), &cancel, &mut |event| {
            if let LoadEvent::Batch(batch) = event {
                records += batch.len();
                cancel.cancel();
            }
        });
        assert_eq!(records, 1);
    }

    #[test]
    fn a_panic_costs_only_its_file() {
        let panicking = || panic!("a fault");
        let failure = record(Path::new("a.txt"), panicking).unwrap_err();
        assert!(failure.error.to_string().starts_with("a.txt: whosaid failed on it"));
    }

    #[test]
    fn a_stray_nul_and_utf_16_are_no_binary() {
        assert!(!is_binary(b"The harbour\0is closed.\r\n\tNo ship sails."));
        assert!(is_binary(b"T\0h\0e"));
        assert!(is_binary(b"\0\x01\x02"));
        assert!(!is_binary(b"\xff\xfeH\0i\0"));
        assert!(is_binary(b"\x7fELF\0"));
        assert!(!is_binary("né à Paris".as_bytes()));
    }
}

//! How fast articles come into a library: `cargo bench --bench ingest [ARTICLES.jsonl[.gz] | COUNT]`.
//!
//! Each stage of an import over an archive made up here, or over a file of JSON Lines; in the same run, a
//! bare insert of the same titles and texts, as printed, into one FTS5 table by a single thread through
//! FTS5's own tokenizer `unicode61`, as a plain program does it: once with FTS5 as it comes, once with a large
//! table of hashes and the texts stored once. The library reads and parses the file, finds the quotations, and
//! writes them and a second full text besides; it folds and inverts on all threads (`library/full_text/`).
//! Then the first page; then a folder of small files, imported twice, the second time with nothing changed.

mod common;

use common::Archive as Stories;
use rusqlite::Connection;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::ops::{Add, ControlFlow};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use whosaid::article::Article;
use whosaid::import::ReadOptions;
use whosaid::library::load::{Cancel, read_file};
use whosaid::library::{Archive, Failure, Filter};

/// Articles that are made up where nothing else is said, and small files of one article each.
const ARTICLES: usize = 100_000;
const FILES: usize = 20_000;

/// How often the first page is asked for; the best time counts.
const ROUNDS: usize = 20;

/// Articles in one transaction of the bare insert.
const BATCH: usize = 2000;

/// FTS5 as it comes: it keeps the texts itself, and every setting is SQLite's own.
const AS_IT_COMES: &str = "CREATE VIRTUAL TABLE fts USING fts5 (title, body)";

/// FTS5 tuned for inserts: the texts beside it, once, and many of them gathered before they are written.
const TUNED: &str = "CREATE VIRTUAL TABLE fts USING fts5 (title, body, content = 'article', content_rowid = 'id',
        tokenize = 'unicode61 remove_diacritics 2');
    INSERT INTO fts (fts, rank) VALUES ('hashsize', 67108864), ('automerge', 16)";

fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    // Cargo adds `--bench` to what it was given.
    let given = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let dump = match given.as_deref().map(|given| given.parse().map_err(|_| PathBuf::from(given))) {
        None => made_up(ARTICLES, folder.path())?,
        Some(Ok(count)) => made_up(count, folder.path())?,
        Some(Err(path)) => path,
    };
    import(&dump, folder.path())?;
    reopen(folder.path())
}

fn made_up(count: usize, folder: &Path) -> io::Result<PathBuf> {
    let path = folder.join("dump.jsonl");
    let mut out = BufWriter::new(File::create(&path)?);
    Stories::new(7).write_lines(count, &mut out)?;
    out.flush()?;
    Ok(path)
}

fn import(dump: &Path, folder: &Path) -> anyhow::Result<()> {
    let mut texts = Vec::new();
    read(dump, &mut |article| {
        texts.extend(article.ok().map(|article| (article.title.text, article.text)));
        ControlFlow::Continue(())
    });
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let count = texts.len();
    println!("{count} articles, {:.1} MB of text", bytes as f64 / 1e6);

    let path = folder.join("library.db");
    let archive = Archive::open(&path)?;
    let mut writer = archive.writer()?;
    let cancel = Cancel::default();
    let (report, reading) = timed(|| writer.import(&[dump.to_path_buf()], &read, &cancel, &mut |_| ()));
    assert_eq!(report?.articles.added, count as u64);
    tell("readable", count, bytes, reading);
    let (indexed, indexing) = timed(|| writer.index(&cancel, &mut |_| ()));
    assert_eq!(indexed?.pending, 0);
    tell("searchable", count, bytes, indexing);
    let whole = reading + indexing;
    tell("end to end", count, bytes, whole);
    drop(writer);
    println!("{:>17}: {:.2} times the text", "library", fs::metadata(&path)?.len() as f64 / bytes as f64);

    for (name, table) in [("bare, as it comes", AS_IT_COMES), ("bare, tuned", TUNED)] {
        let (inserted, bare) = timed(|| bare_insert(&folder.join("bare.db"), table, &texts));
        inserted?;
        tell(name, count, bytes, bare);
        println!(
            "{:>17}  of which end to end is {:.0} %",
            "",
            100.0 * bare.wall.as_secs_f64() / whole.wall.as_secs_f64()
        );
    }

    let pages = (0..ROUNDS).map(|_| timed(|| archive.summaries(None, 60, &Filter::default())));
    let quickest = pages.map(|(page, took)| page.map(|_| took.wall)).collect::<Result<Vec<_>, _>>()?.into_iter().min();
    println!("the first 60 of {count}: {:.1?}", quickest.unwrap_or_default());
    Ok(())
}

/// Imports a folder of small files twice.
fn reopen(folder: &Path) -> anyhow::Result<()> {
    let files = folder.join("files");
    for n in 0..FILES {
        let folder = files.join(format!("{:03}", n / 1000));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("{n}.txt")), format!("Nothing happened on day {n}."))?;
    }
    let archive = Archive::open(&folder.join("files.db"))?;
    let mut writer = archive.writer()?;
    for round in ["first time", "nothing changed"] {
        let paths = [files.clone()];
        let (report, took) = timed(|| writer.import(&paths, &read, &Cancel::default(), &mut |_| ()));
        assert_eq!(report?.files, FILES as u64);
        println!(
            "{round:>17}: {FILES} files in {:.2?}, {:.0} a second",
            took.wall,
            FILES as f64 / took.wall.as_secs_f64()
        );
    }
    Ok(())
}

/// The articles of a file, as the program reads them.
fn read(path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>) {
    read_file(path, &ReadOptions::default(), each);
}

/// Puts all texts into one `table` of a new file, with SQLite tuned as for a library.
fn bare_insert(path: &Path, table: &str, texts: &[(String, String)]) -> anyhow::Result<()> {
    drop(fs::remove_file(path));
    let mut connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
         PRAGMA wal_autocheckpoint = 16384; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;
         CREATE TABLE article (id INTEGER PRIMARY KEY, title TEXT, body TEXT);",
    )?;
    connection.execute_batch(table)?;
    let keeps_texts = table != TUNED;
    for (batch, texts) in texts.chunks(BATCH).enumerate() {
        let transaction = connection.transaction()?;
        for (at, (title, text)) in texts.iter().enumerate() {
            let id = (batch * BATCH + at) as i64;
            if !keeps_texts {
                transaction.prepare_cached("INSERT INTO article VALUES (?, ?, ?)")?.execute((id, title, text))?;
            }
            transaction
                .prepare_cached("INSERT INTO fts (rowid, title, body) VALUES (?, ?, ?)")?
                .execute((id, title, text))?;
        }
        transaction.commit()?;
    }
    Ok(())
}

/// How long something took, and how long all threads worked on it together.
#[derive(Debug, Clone, Copy)]
struct Took {
    wall: Duration,
    cpu: Duration,
}

impl Add for Took {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { wall: self.wall + other.wall, cpu: self.cpu + other.cpu }
    }
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Took) {
    let (started, before) = (Instant::now(), cpu());
    let result = run();
    (result, Took { wall: started.elapsed(), cpu: cpu().saturating_sub(before) })
}

/// How long this program has worked so far; nothing where that cannot be asked.
fn cpu() -> Duration {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs() as u32)
    }
    #[cfg(not(unix))]
    Duration::ZERO
}

fn tell(what: &str, articles: usize, bytes: usize, took: Took) {
    let (wall, cpu) = (took.wall.as_secs_f64(), took.cpu.as_secs_f64());
    println!(
        "{what:>17}: {wall:6.2} s, {:7.0} articles a second, {:5.1} MB/s, {cpu:6.2} s of work",
        articles as f64 / wall,
        bytes as f64 / 1e6 / wall
    );
}

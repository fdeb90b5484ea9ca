//! How fast articles come into a library: `cargo bench --bench ingest [ARTICLES.jsonl[.gz]]`.
//!
//! Each stage of an import over articles made up here, or those in a file of JSON Lines; then, in
//! the same run, a bare insert of the same text into one FTS5 table of the same make, what no
//! import can be faster than; then the import again, with nothing changed; then the first page.

use flate2::read::MultiGzDecoder;
use rusqlite::Connection;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use whosaid::article::Article;
use whosaid::error::Error;
use whosaid::import::{Fields, ReadOptions, from_fields};
use whosaid::library::load::Cancel;
use whosaid::library::{Archive, Failure, Filter};

/// Articles that are made up, each of some 3 KB, and files of one article each.
const ARTICLES: usize = 20_000;
const FILES: usize = 20_000;

/// How often the first page is asked for; the best time counts.
const ROUNDS: usize = 20;

/// Articles in one transaction of the bare insert.
const BATCH: usize = 2000;

fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    // Cargo adds `--bench` to what it was given.
    let given = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let dump = given.map_or_else(|| made_up(&folder.path().join("dump.jsonl")), Ok)?;
    import(&dump, folder.path())?;
    reopen(folder.path())
}

fn import(dump: &Path, folder: &Path) -> anyhow::Result<()> {
    let mut texts = Vec::new();
    read_lines(dump, &mut |article| {
        texts.extend(article.ok().map(|article| (article.title.text, article.text)));
        ControlFlow::Continue(())
    })?;
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let count = texts.len();
    println!("{count} articles, {:.1} MB of text", bytes as f64 / 1e6);

    let archive = Archive::open(&folder.join("library.db"))?;
    let mut writer = archive.writer()?;
    let cancel = Cancel::default();
    let (report, reading) = timed(|| writer.import(&[dump.to_path_buf()], &read, &cancel, &mut |_| ()));
    assert_eq!(report?.articles.added, count as u64);
    tell("readable", count, bytes, reading);
    let (indexed, indexing) = timed(|| writer.index(&cancel, &mut |_| ()));
    assert_eq!(indexed?.pending, 0);
    tell("searchable", count, bytes, indexing);
    tell("end to end", count, bytes, reading + indexing);

    let (inserted, bare) = timed(|| bare_insert(&folder.join("bare.db"), &texts));
    inserted?;
    tell("bare FTS5 insert", count, bytes, bare);
    println!("end to end: {:.0} % of the bare insert", 100.0 * bare.as_secs_f64() / (reading + indexing).as_secs_f64());

    let pages = (0..ROUNDS).map(|_| timed(|| archive.summaries(None, 60, &Filter::default())));
    let quickest = pages.map(|(page, time)| page.map(|_| time)).collect::<Result<Vec<_>, _>>()?.into_iter().min();
    println!("the first 60 of {count}: {:.1?}", quickest.unwrap_or_default());
    Ok(())
}

/// Imports a folder of small files twice.
fn reopen(folder: &Path) -> anyhow::Result<()> {
    let files = folder.join("files");
    for n in 0..FILES {
        let folder = files.join(format!("{:03}", n / 1000));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(format!("{n}.txt")), format!("Nothing happened on day {n}."))?;
    }
    let plain = |path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>| {
        let text = std::fs::read_to_string(path).map_err(|source| failure(path, source));
        let _ = each(text.map(Article::from_body));
    };
    let archive = Archive::open(&folder.join("files.db"))?;
    let mut writer = archive.writer()?;
    for round in ["first time", "nothing changed"] {
        let paths = [files.clone()];
        let (report, time) = timed(|| writer.import(&paths, &plain, &Cancel::default(), &mut |_| ()));
        assert_eq!(report?.files, FILES as u64);
        println!("{round:>17}: {FILES} files in {time:.2?}, {:.0} a second", FILES as f64 / time.as_secs_f64());
    }
    Ok(())
}

/// The articles of a file of JSON Lines, one a line, each with a `text`.
fn read(path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>) {
    if let Err(source) = read_lines(path, each) {
        let _ = each(Err(failure(path, source)));
    }
}

fn failure(path: &Path, source: io::Error) -> Failure {
    Failure { path: path.to_path_buf(), error: Error::Read { path: path.to_path_buf(), source } }
}

fn read_lines(path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>) -> io::Result<()> {
    let file = File::open(path)?;
    let zipped = path.extension().is_some_and(|extension| extension == "gz");
    let input: Box<dyn Read> = if zipped { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    for line in BufReader::new(input).lines() {
        let object: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| object[name].as_str().map(str::to_owned);
        let fields =
            Fields { title: field("title"), date: field("date"), outlet: field("source"), ..Fields::default() };
        if each(Ok(from_fields(field("text").unwrap_or_default(), fields, &ReadOptions::default()))).is_break() {
            break;
        }
    }
    Ok(())
}

/// One table and one index, in the transactions that an import has.
fn bare_insert(path: &Path, texts: &[(String, String)]) -> rusqlite::Result<()> {
    let mut connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
         PRAGMA wal_autocheckpoint = 8192; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;
         CREATE TABLE article (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
         CREATE VIRTUAL TABLE fts USING fts5 (title, body, content = 'article', content_rowid = 'id', detail = full,
            tokenize = 'unicode61 remove_diacritics 2');
         INSERT INTO fts (fts, rank) VALUES ('hashsize', 67108864), ('automerge', 16);",
    )?;
    for (batch, texts) in texts.chunks(BATCH).enumerate() {
        let transaction = connection.transaction()?;
        for (at, (title, text)) in texts.iter().enumerate() {
            let id = (batch * BATCH + at) as i64;
            transaction.prepare_cached("INSERT INTO article VALUES (?, ?, ?)")?.execute((id, title, text))?;
            transaction
                .prepare_cached("INSERT INTO fts (rowid, title, body) VALUES (?, ?, ?)")?
                .execute((id, title, text))?;
        }
        transaction.commit()?;
    }
    Ok(())
}

/// Writes made-up articles as JSON Lines: words as unequally common as those of a language (Zipf),
/// every third paragraph with a quotation.
fn made_up(path: &Path) -> io::Result<PathBuf> {
    use std::io::Write;
    let mut random = Random(7);
    let mut out = io::BufWriter::new(File::create(path)?);
    for n in 0..ARTICLES {
        let paragraphs: Vec<String> = (0..12)
            .map(|paragraph| match paragraph % 3 {
                1 => format!("“{},” Mayor Ada{} Stone said.", random.sentence(18), random.below(500)),
                _ => format!("{}.", random.sentence(40)),
            })
            .collect();
        let date = format!("{}-{:02}-{:02}", 1990 + random.below(30), 1 + random.below(12), 1 + random.below(28));
        let text = paragraphs.join("\n\n");
        let object = serde_json::json!({"title": format!("Day {n}"), "date": date, "source": "The Post", "text": text});
        writeln!(out, "{object}")?;
    }
    out.flush()?;
    Ok(path.to_path_buf())
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn sentence(&mut self, words: usize) -> String {
        let word = |random: &mut Self| {
            // Of 2 to the 16 words, each twice as rare as those of half its number.
            let highest = 1 << random.below(17);
            format!("w{:x}a", random.below(highest))
        };
        (0..words).map(|_| word(self)).collect::<Vec<_>>().join(" ")
    }
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let result = run();
    (result, started.elapsed())
}

fn tell(what: &str, articles: usize, bytes: usize, time: Duration) {
    let seconds = time.as_secs_f64();
    println!(
        "{what:>17}: {seconds:6.2} s, {:7.0} articles a second, {:5.1} MB/s",
        articles as f64 / seconds,
        bytes as f64 / 1e6 / seconds
    );
}

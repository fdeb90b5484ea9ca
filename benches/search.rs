//! How fast a library is searched: `cargo bench --bench search [LIBRARY.db]`.
//!
//! Over 100,000 articles made up here (or those of a library that is given, which is made where it
//! is missing): the first page of common, rare and structured queries, newest first and by
//! relevance, with snippets; counts and facets, which come apart from it; then the wording check, of
//! one sentence and of a draft of forty quotations.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use whosaid::import::ReadOptions;
use whosaid::library::load::{Cancel, read_file};
use whosaid::library::{Archive, Failure};

/// Articles that are made up, each of some 3 KB.
const ARTICLES: usize = 100_000;

fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    // Cargo adds `--bench` to what it was given.
    let given = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let library = given.unwrap_or_else(|| folder.path().join("library.db"));
    if !library.exists() {
        make(&library, folder.path())?;
    }
    let archive = Archive::open_to_read(&library)?;
    let counts = archive.counts()?;
    println!("{} articles, {} quotations", counts.articles, counts.quotations);
    Ok(())
}

/// Makes a library of articles that are made up.
fn make(library: &Path, folder: &Path) -> anyhow::Result<()> {
    let dump = folder.join("dump.jsonl");
    write_articles(&dump)?;
    let mut writer = Archive::open(library)?.writer()?;
    let cancel = Cancel::default();
    let options = ReadOptions::default();
    let read = |path: &Path, each: &mut dyn FnMut(Result<_, Failure>) -> _| read_file(path, &options, each);
    writer.import(&[dump], &read, &cancel, &mut |_| ())?;
    writer.index(&cancel, &mut |_| ())?;
    Ok(())
}

/// Writes articles as JSON Lines, in no order of time: words as unequally common as those of a
/// language (Zipf), every third paragraph a quotation.
fn write_articles(path: &Path) -> io::Result<()> {
    let mut random = Random(7);
    let mut out = BufWriter::new(File::create(path)?);
    for n in 0..ARTICLES {
        let paragraphs: Vec<String> = (0..12)
            .map(|paragraph| match paragraph % 3 {
                1 => format!("“{},” Mayor Ada {} said.", random.sentence(18), name(random.below(500))),
                _ => format!("{}.", random.sentence(40)),
            })
            .collect();
        let date = format!("{}-{:02}-{:02}", 1990 + random.below(30), 1 + random.below(12), 1 + random.below(28));
        let outlet = OUTLETS[random.below(OUTLETS.len() as u64) as usize];
        let text = paragraphs.join("\n\n");
        let object = serde_json::json!({"title": format!("Day {n}"), "date": date, "outlet": outlet, "text": text});
        writeln!(out, "{object}")?;
    }
    out.flush()
}

const OUTLETS: &[&str] = &["The Post", "The Ledger", "The Echo", "Evening Star", "City Examiner"];

/// The surname of that number.
fn name(number: u64) -> String {
    const SYLLABLES: &[&str] = &["ba", "ce", "di", "fo", "gu", "ha", "ke", "li"];
    let mut name = String::from("St");
    let mut rest = number + 64;
    while rest > 0 {
        name.push_str(SYLLABLES[(rest % 8) as usize]);
        rest /= 8;
    }
    name
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
        (0..words).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    /// Of 2 to the 16 words, each twice as rare as those of half its number.
    fn word(&mut self) -> String {
        let highest = 1 << self.below(17);
        word(self.below(highest))
    }
}

/// The word of that number: the lower, the more common.
fn word(number: u64) -> String {
    const SYLLABLES: &[&str] =
        &["ka", "lo", "mi", "ne", "pu", "ra", "se", "ti", "vo", "wa", "xe", "yo", "za", "bro", "cla", "dre"];
    let mut word = String::new();
    let mut rest = number;
    loop {
        word.push_str(SYLLABLES[(rest % 16) as usize]);
        rest /= 16;
        if rest == 0 {
            return word;
        }
    }
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let result = run();
    (result, started.elapsed())
}

//! How fast a library is searched: `cargo bench --bench search -- [LIBRARY.db] [COUNT] [only=WORDS]`.
//!
//! Over 100,000 articles made up here, or as many as are asked for (or those of a library that is given,
//! which is made where it is missing): the first page of common, rare and structured queries, newest first and by
//! relevance, with snippets; counts and facets, which come apart from it; then the wording check, of
//! one sentence and of a draft of forty quotations.
//!
//! Beside the time that passed stands the time of the processor, which other programs do not lengthen, and
//! what took longest. With `only=`, what is measured is only what has these words in its name.

use chrono::NaiveDate;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::AddAssign;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use whosaid::import::ReadOptions;
use whosaid::library::load::{Cancel, read_file};
use whosaid::library::{Archive, Failure, RecordKey};
use whosaid::search::query::Query;
use whosaid::search::wording::{self, Claim};
use whosaid::search::{Search, Sort, Stop};

/// Articles that are made up, each of some 3 KB.
const ARTICLES: usize = 100_000;

/// How often each is asked; the least time counts.
const ROUNDS: usize = 3;

/// Queries of each kind, and hits on a page.
const QUERIES: usize = 200;
const PAGE: usize = 20;

fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    // Cargo adds `--bench` to what it was given.
    let given = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let (only, given): (Vec<String>, Vec<String>) = given.partition(|given| given.starts_with("only="));
    let only = only.first().and_then(|only| only.strip_prefix("only=")).unwrap_or_default();
    let count = given.iter().find_map(|given| given.parse().ok()).unwrap_or(ARTICLES);
    let library = given.iter().find(|given| given.parse::<usize>().is_err()).map(PathBuf::from);
    let library = library.unwrap_or_else(|| folder.path().join("library.db"));
    if !library.exists() {
        make(count, &library, folder.path())?;
    }
    let archive = Archive::open_to_read(&library)?;
    let counts = archive.counts()?;
    println!("{} articles, {} quotations", counts.articles, counts.quotations);
    pages(&archive, only)?;
    numbers(&archive, only)?;
    check(&archive, only)
}

/// The first pages of some hundred queries of each kind.
fn pages(archive: &Archive, only: &str) -> anyhow::Result<()> {
    let search = Search::new(archive.clone(), Vec::new());
    let (warm, time) = timed(|| search.warm());
    warm?;
    println!("the order of all, read once: {time:.1?}");
    let mut all = [Vec::new(), Vec::new()];
    for (kind, make) in KINDS {
        for target in ["in:quotes", "in:articles"] {
            for sort in [Sort::Newest, Sort::Relevance] {
                let name = format!("{kind}, {target}, {sort:?}");
                if !name.contains(only) {
                    continue;
                }
                let mut random = Random(3);
                let mut times = Vec::new();
                for _ in 0..QUERIES {
                    let text = format!("{} {target}", make(&mut random));
                    let query = Query::parse(&text, NaiveDate::MAX)?;
                    let time = quickest(|| Ok(search.page(&query, sort, 0, PAGE, &Stop::default())?))?;
                    times.push((time, text));
                }
                tell(&name, &times);
                all[sort as usize].extend(times);
            }
        }
    }
    for (sort, times) in [Sort::Newest, Sort::Relevance].into_iter().zip(all).filter(|(_, times)| !times.is_empty()) {
        tell(&format!("all of them, {sort:?}"), &times);
    }
    Ok(())
}

/// Counts and facets of a few queries.
fn numbers(archive: &Archive, only: &str) -> anyhow::Result<()> {
    let search = Search::new(archive.clone(), Vec::new());
    if !"matches counted".contains(only) {
        return Ok(());
    }
    search.warm()?;
    for text in ["ka", "kalo", "pumilo kalo in:articles"] {
        let query = Query::parse(text, NaiveDate::MAX)?;
        let (count, counting) = timed(|| search.count(&query, &Stop::default()));
        let (facets, tallying) = timed(|| search.facets(&query, &Stop::default()));
        println!(
            "`{text}`: {} matches counted in {counting:.1?}, {} months in {tallying:.1?}",
            count?,
            facets?.month.len()
        );
    }
    Ok(())
}

type Make = fn(&mut Random) -> String;

/// Queries of each kind.
const KINDS: &[(&str, Make)] = &[
    ("a word, however common", Random::word),
    ("two words", |random| random.sentence(2)),
    ("one of two words", |random| format!("{} OR {}", random.word(), random.word())),
    ("a word but not another", |random| {
        let (word, other) = (random.word(), random.word());
        format!("{word} -{}", if other == word { "otherwise" } else { &other })
    }),
    ("the beginning of a word", |random| format!("{}*", random.word())),
    ("a word in one year", |random| format!("{} printed:{}", random.word(), 1990 + random.below(30))),
    ("a word of one speaker", |random| format!("{} speaker:{}", random.word(), name(random.below(500)))),
    ("a speaker", |random| format!("speaker:{}", name(random.below(500)))),
    ("a word in one outlet", |random| format!("{} outlet:echo", random.word())),
];

/// Checks sentences that were printed with a word changed, and a draft of them.
fn check(archive: &Archive, only: &str) -> anyhow::Result<()> {
    let name = "a sentence checked";
    if !name.contains(only) {
        return Ok(());
    }
    let articles = archive.counts()?.articles as u64;
    let mut random = Random(5);
    let mut claims = Vec::new();
    while claims.len() < QUERIES {
        let key = RecordKey(1 + random.below(articles) as u32);
        let Some(record) = archive.record(key)? else { continue };
        let Some(quotation) = record.quotations.first() else { continue };
        let mut words: Vec<String> = quotation.words(&record.article).split(' ').map(str::to_owned).collect();
        let at = random.below(words.len() as u64) as usize;
        words[at] = "otherwise".to_owned();
        claims.push(Claim::new(&words.join(" "), None)?);
    }
    let checked = |claim: &Claim| Ok((quickest(|| Ok(wording::check(claim, archive)?))?, claim.text.clone()));
    let times = claims.iter().map(checked);
    let times = times.collect::<anyhow::Result<Vec<_>>>()?;
    let mut draft = Time::default();
    times.iter().take(40).for_each(|(time, _)| draft += *time);
    println!("a draft of 40 quotations: {:.1?}, of the processor {:.1?}", draft.passed, draft.processor);
    tell(name, &times);
    Ok(())
}

fn tell(what: &str, times: &[(Time, String)]) {
    let shares = |time: fn(&Time) -> Duration| {
        let mut times: Vec<Duration> = times.iter().map(|(asked, _)| time(asked)).collect();
        times.sort_unstable();
        [50, 99]
            .map(|share| times.get((times.len() * share).div_ceil(100).saturating_sub(1)).copied().unwrap_or_default())
    };
    let ([median, p99], [own_median, own_p99]) = (shares(|time| time.passed), shares(|time| time.processor));
    let slowest = times.iter().max_by_key(|(time, _)| time.processor).map_or("", |(_, asked)| asked);
    println!(
        "{what:>50}: median {median:>8.2?}, p99 {p99:>8.2?}; of the processor {own_median:>8.2?}, {own_p99:>8.2?}; \
         slowest `{slowest}`"
    );
}

/// Makes a library of articles that are made up.
fn make(count: usize, library: &Path, folder: &Path) -> anyhow::Result<()> {
    let dump = folder.join("dump.jsonl");
    write_articles(count, &dump)?;
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
fn write_articles(count: usize, path: &Path) -> io::Result<()> {
    let mut random = Random(7);
    let mut out = BufWriter::new(File::create(path)?);
    for n in 0..count {
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

/// How long something took.
#[derive(Debug, Clone, Copy, Default)]
struct Time {
    /// By the clock.
    passed: Duration,
    /// On the processor; where the system does not tell, by the clock.
    processor: Duration,
}

impl AddAssign for Time {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.processor += other.processor;
    }
}

/// The least times of a few runs: the processor may have other things to do in one of them.
fn quickest<T>(mut run: impl FnMut() -> anyhow::Result<T>) -> anyhow::Result<Time> {
    let mut least = Time { passed: Duration::MAX, processor: Duration::MAX };
    for _ in 0..ROUNDS {
        let before = processor();
        let (result, passed) = timed(&mut run);
        result?;
        let own = before.zip(processor()).map_or(passed, |(before, after)| after.saturating_sub(before));
        least = Time { passed: least.passed.min(passed), processor: least.processor.min(own) };
    }
    Ok(least)
}

/// How long this thread has been on the processor.
#[cfg(unix)]
fn processor() -> Option<Duration> {
    rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime).try_into().ok()
}

#[cfg(not(unix))]
fn processor() -> Option<Duration> {
    None
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let result = run();
    (result, started.elapsed())
}

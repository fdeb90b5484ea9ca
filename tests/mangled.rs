//! Files of every format, cut short, with bits flipped, put together with others: whatever comes of them
//! is an article or a reason, and soon.
//!
//! `cargo test` mangles a few hundred files; `WHOSAID_TEST_MANGLED=10000 cargo test --release --test mangled
//! -- --nocapture` ten thousand.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};
use whosaid::article::Origin;
use whosaid::import::{Content, Limits, ReadOptions, Refusal, Source, articles};
use whosaid::library::Record;

/// How many files are mangled where nothing else is said.
const FILES: usize = 300;

/// How much larger than a file what is read of it may be: texts are stored as decoded, and archives expand.
const GROWTH: usize = 16;

/// A file of some format.
struct Sample {
    name: String,
    bytes: Vec<u8>,
}

/// The sample archive, which has every format but some archives, and those made of it.
fn samples() -> Vec<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/fictional_sample");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| Sample {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        bytes: fs::read(path).unwrap(),
    };
    let mut samples: Vec<Sample> = paths.iter().map(read).collect();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for Sample { name, bytes } in &samples[..4] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let feed = br#"{"version":"https://jsonfeed.org/version/1.1","title":"The Tide","items":[{"id":"1",
        "title":"Pier shut","date_published":"2019-04-01T08:00:00Z","content_text":"\u201cIt is shut,\u201d Ann Lee said."}]}"#;
    let zst = zstd::encode_all(&samples[0].bytes[..], 3).unwrap();
    let more = [
        ("all.zip", zip.finish().unwrap().into_inner()),
        ("feed.json", feed.to_vec()),
        ("ledger.rss.zst", zst),
        ("table.tsv", b"headline\tbody\tdate\nPier\tIt is \"shut,\" Ann Lee said.\t2019-04-01\n".repeat(9)),
    ];
    samples.extend(more.map(|(name, bytes)| Sample { name: name.to_owned(), bytes }));
    samples
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as usize % end.max(1)
    }

    /// One of the samples with something done to it.
    fn mangled(&mut self, samples: &[Sample]) -> Sample {
        let Sample { name, bytes } = &samples[self.below(samples.len())];
        let mut bytes = bytes.clone();
        match self.below(3) {
            0 => bytes.truncate(self.below(bytes.len())),
            1 => {
                for _ in 0..=self.below(40) {
                    let at = self.below(bytes.len());
                    bytes[at] ^= 1 << self.below(8);
                }
            }
            _ => {
                let other = &samples[self.below(samples.len())].bytes;
                bytes.truncate(bytes.len() - self.below(bytes.len() / 2));
                bytes.extend_from_slice(&other[self.below(other.len() / 2)..]);
            }
        }
        Sample { name: name.clone(), bytes }
    }
}

#[derive(Default)]
struct Told {
    articles: usize,
    failures: usize,
    bytes: usize,
}

/// Reads a file as the program does, and looks for quotations.
fn read(sample: &Sample) -> Told {
    let origin = Origin::File(sample.name.clone().into());
    let source = Source { origin, content: Content::Bytes(&sample.bytes) };
    let mut told = Told::default();
    articles(source, &ReadOptions::default(), &Limits::default(), &mut |item| {
        match item {
            Ok(article) => {
                told.articles += 1;
                told.bytes += article.text.len();
                Record::of(article).unwrap();
            }
            Err(failure) => {
                told.failures += 1;
                assert!(!matches!(failure.reason, Refusal::Fault), "{}: {failure}", sample.name);
            }
        }
        ControlFlow::Continue(())
    });
    told
}

#[test]
fn whatever_becomes_of_a_file_it_is_an_article_or_a_reason() {
    let files = std::env::var("WHOSAID_TEST_MANGLED").ok().and_then(|files| files.parse().ok()).unwrap_or(FILES);
    let samples = samples();
    for sample in &samples {
        let told = read(sample);
        assert!(told.articles > 0 && told.failures == 0, "{}", sample.name);
    }
    let largest = samples.iter().map(|sample| sample.bytes.len()).max().unwrap();
    let mut random = Random(1);
    let (mut all, mut slowest) = (Told::default(), (Duration::ZERO, String::new()));
    for number in 0..files {
        let sample = random.mangled(&samples);
        let begun = Instant::now();
        let told = read(&sample);
        let took = begun.elapsed();
        assert!(told.articles + told.failures > 0, "file {number}, {}: nothing is said of it", sample.name);
        assert!(told.bytes <= GROWTH * (sample.bytes.len() + largest), "file {number}, {}", sample.name);
        if took > slowest.0 {
            slowest = (took, sample.name);
        }
        all.articles += told.articles;
        all.failures += told.failures;
    }
    let Told { articles, failures, .. } = all;
    println!(
        "{files} files: {articles} articles, {failures} failures; the slowest took {:?} ({})",
        slowest.0, slowest.1
    );
}

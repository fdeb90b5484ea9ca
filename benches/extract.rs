//! How fast quotations are found and written: `cargo bench --bench extract`.
//!
//! First megabytes and articles a second on one core and on two, over a corpus made up here. Then
//! hostile texts, each at two sizes: where the time per byte grows with the size, the cost is not
//! linear; and so for articles larger than any that was printed. Last, many quotations at the end of
//! articles of two lengths, as JSON, whose offsets must not be counted anew.

use rayon::ThreadPoolBuildError;
use rayon::prelude::*;
use std::hint::black_box;
use std::io;
use std::time::{Duration, Instant};
use whosaid::article::Article;
use whosaid::export::OffsetUnit;
use whosaid::export::json::{self, Quotations};
use whosaid::quote::extract;

/// Articles in the corpus, and paragraphs in each.
const ARTICLES: usize = 1000;
const PARAGRAPHS: usize = 12;

/// How often each thing is measured; the best time counts.
const ROUNDS: usize = 5;

/// Sizes of the hostile texts, in bytes.
const SIZES: [usize; 2] = [20_000, 400_000];

/// What larger articles are made of, and how many copies of it.
const LARGE: [(&str, &str, usize); 4] = [
    ("50 MB on one line", LINE, 50_000_000 / LINE.len()),
    ("100,000 quotations", "“It is done,” Ana Ruiz said.\n\n", 100_000),
    ("1,000,000 opening marks", "“", 1_000_000),
    ("1,000,000 marks and words", "a “b ", 1_000_000),
];
const LINE: &str = "“The bridge stays closed,” Mayor Ana Ruiz said. She told the board that nobody asked. ";

/// How many quotations are written as JSON.
const LATE: usize = 10_000;

/// Pieces that open what never closes, or leave much to be tied together.
const HOSTILE: [&str; 8] = ["“", "\"", "'a ", "''", "“a, ", "“A,” b said, “c.” ", "the mayor said “a” ", "a "];

const NAMES: [&str; 6] = ["Ana Ruiz", "Thomas Ott", "Zoë Ünal", "Ivan Petrov", "Mary O’Hara", "Li Wei"];
const ROLES: [&str; 4] = ["Mayor", "State Senator", "Chief Executive", "Judge"];
const CUES: [&str; 5] = ["said", "told reporters", "added", "insisted", "wrote in a letter"];
const WORDS: [&str; 8] = [
    "the bridge stays closed until spring",
    "nobody asked the harbour board",
    "we will rebuild what the storm took",
    "prices have doubled since the strike began",
    "it is a matter of trust, not of money",
    "the council votes on Monday",
    "most of the workers were sent home",
    "there is no plan for the winter",
];

fn main() -> Result<(), ThreadPoolBuildError> {
    let articles: Vec<Article> = (0..ARTICLES).map(|number| Article::from_body(body(number))).collect();
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    let quotations: usize = articles.iter().map(|article| extract(article).len()).sum();
    println!("{ARTICLES} articles, {bytes} bytes, {quotations} quotations");
    for cores in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(cores).build()?;
        let all = || articles.par_iter().for_each(|article| drop(black_box(extract(article))));
        let seconds = pool.install(|| best(all)).as_secs_f64();
        let (megabytes, articles) = (bytes as f64 / 1e6 / seconds, ARTICLES as f64 / seconds);
        println!("cores: {cores}, {megabytes:.1} MB/s, {articles:.0} articles/s");
    }

    println!("\n{:<24} {:>14} {:>14}  growth", "hostile text", "ns/B at 20 kB", "ns/B at 400 kB");
    for piece in HOSTILE {
        print_growth(&format!("{piece:?}"), SIZES.map(|size| cost(piece, size / piece.len(), ROUNDS)));
    }

    println!("\n{:<24} {:>14} {:>14}  growth", "large article", "ns/B, a tenth", "ns/B, whole");
    for (name, piece, copies) in LARGE {
        print_growth(name, [copies / 10, copies].map(|copies| cost(piece, copies, 1)));
    }

    println!("\n{LATE} late quotations as JSON, offsets in UTF-16 units");
    for length in SIZES {
        println!("after {length:>6} bytes: {:.1} ms", late_json(length).as_secs_f64() * 1e3);
    }
    Ok(())
}

/// Nanoseconds a byte for an article of so many copies of `piece`; the best of `rounds`.
fn cost(piece: &str, copies: usize, rounds: usize) -> f64 {
    let article = Article::from_body(piece.repeat(copies));
    best_of(rounds, || drop(black_box(extract(&article)))).as_nanos() as f64 / article.text.len() as f64
}

fn print_growth(name: &str, [small, large]: [f64; 2]) {
    println!("{name:<26} {small:>12.1} {large:>14.1} {:>6.1}×", large / small);
}

/// How long it takes to write [`LATE`] quotations that stand after `length` bytes.
fn late_json(length: usize) -> Duration {
    let article = Article::from_body("é".repeat(length / 2) + "\n\n“It is done,” Ana Ruiz said.");
    let quotations: Vec<_> = extract(&article).into_iter().cycle().take(LATE).collect();
    let quotations = Quotations { article: &article, quotations: &quotations, unit: OffsetUnit::Utf16 };
    // Nothing can go wrong with a sink.
    best(|| drop(json::write(&mut io::sink(), &quotations)))
}

/// The body of an article. Made up, but with the frames that news articles use.
fn body(number: usize) -> String {
    let paragraph = |at: usize| {
        // Steps that share no factor with the lengths of the lists, so that all meet all.
        let seed = number * PARAGRAPHS + at;
        let (name, role, cue) = (NAMES[seed * 5 % 6], ROLES[seed / 3 % 4], CUES[seed / 7 % 5]);
        let (first, second) = (WORDS[seed * 3 % 8], WORDS[(seed / 5 + 3) % 8]);
        match seed % 5 {
            0 => format!("“{first},” {role} {name} {cue}. “{second}.”"),
            1 => format!("{role} {name} {cue} that {first}, and that “{second}.”"),
            2 => format!("On Friday, {first}; {second}. So it has been since March 3."),
            3 => format!("“{first},” she {cue}, “and {second}.”"),
            _ => format!("According to {name}, {first}. The “{second}” of last year is forgotten."),
        }
    };
    (0..PARAGRAPHS).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

fn best(run: impl FnMut()) -> Duration {
    best_of(ROUNDS, run)
}

fn best_of(rounds: usize, mut run: impl FnMut()) -> Duration {
    let times = (0..rounds).map(|_| {
        let started = Instant::now();
        run();
        started.elapsed()
    });
    times.min().unwrap_or_default()
}

//! How fast quotations are found and written: `cargo bench --bench extract`.
//!
//! First megabytes a second on one core, over a corpus made up here. Then hostile texts, each at
//! two sizes: where the time per byte grows with the size, the cost is not linear. Last, many
//! quotations at the end of articles of two lengths, as JSON, whose offsets must not be counted anew.

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

fn main() {
    let articles: Vec<Article> = (0..ARTICLES).map(|number| Article::from_body(body(number))).collect();
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    let quotations: usize = articles.iter().map(|article| extract(article).len()).sum();
    let time = best(|| articles.iter().for_each(|article| drop(black_box(extract(article)))));
    let rate = bytes as f64 / 1e6 / time.as_secs_f64();
    println!("{ARTICLES} articles, {bytes} bytes, {quotations} quotations: {rate:.1} MB/s");

    println!("\n{:<24} {:>14} {:>14}  growth", "hostile text", "ns/B at 20 kB", "ns/B at 400 kB");
    for piece in HOSTILE {
        let [small, large] = SIZES.map(|size| {
            let article = Article::from_body(piece.repeat(size / piece.len()));
            best(|| drop(black_box(extract(&article)))).as_nanos() as f64 / article.text.len() as f64
        });
        let piece = format!("{piece:?}");
        println!("{piece:<24} {small:>14.1} {large:>14.1} {:>6.1}×", large / small);
    }

    println!("\n{LATE} late quotations as JSON, offsets in UTF-16 units");
    for length in SIZES {
        println!("after {length:>6} bytes: {:.1} ms", late_json(length).as_secs_f64() * 1e3);
    }
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

fn best(mut run: impl FnMut()) -> Duration {
    let times = (0..ROUNDS).map(|_| {
        let started = Instant::now();
        run();
        started.elapsed()
    });
    times.min().unwrap_or_default()
}

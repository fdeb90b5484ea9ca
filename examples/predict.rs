//! Finds the quotations of gold articles: `cargo run --release --example predict -- GOLD.jsonl >
//! PREDICTIONS.jsonl` writes them as the scorer reads them, and how fast that was to standard error.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};
use whosaid::article::Article;
use whosaid::quote::extract;
use whosaid::text::Span;

fn main() -> Result<()> {
    let path = std::env::args().nth(1).context("usage: predict GOLD.jsonl")?;
    let mut out = std::io::stdout().lock();
    let (mut bytes, mut spent) = (0, Duration::ZERO);
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let article = Article::from_body(line["text"].as_str().unwrap_or_default().to_owned());
        let started = Instant::now();
        let found = extract(&article);
        spent += started.elapsed();
        bytes += article.text.len();
        let chars: Vec<usize> = article.text.char_indices().map(|(at, _)| at).collect();
        let at = |byte: usize| chars.partition_point(|b| *b < byte);
        let span = |s: &Span| json!({"start": at(s.start), "end": at(s.end)});
        let quotes: Vec<Value> = found
            .iter()
            .map(|q| {
                json!({
                    "start": at(q.content.start), "end": at(q.content.end), "kind": q.kind,
                    "speaker": q.speaker.as_ref().map(|s| &s.name),
                    "segments": q.segments.iter().map(span).collect::<Vec<_>>(),
                    "quoted_parts": q.quoted_parts.iter().map(span).collect::<Vec<_>>(),
                    "certainty": q.certainty, "confidence": q.confidence,
                })
            })
            .collect();
        writeln!(out, "{}", json!({"id": line["id"], "quotes": quotes}))?;
    }
    eprintln!("{bytes} bytes, {:.1} MB/s", bytes as f64 / spent.as_secs_f64() / 1e6);
    Ok(())
}

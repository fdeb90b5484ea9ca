//! Any bytes under any name: whatever comes of them are articles whose spans lie in their texts, as
//! those of their quotations do, and refusals that are no faults of ours.
#![no_main]

#[path = "../../tests/common/mod.rs"]
mod common;

use libfuzzer_sys::fuzz_target;
use std::ops::ControlFlow;
use whosaid::article::{Article, Origin};
use whosaid::import::{Content, DateOrder, Limits, ReadOptions, Refusal, Source, articles};
use whosaid::quote::extract;

/// The first byte chooses what the rest is called.
const NAMES: &[&str] = &[
    "a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.csv", "a.tsv", "a.xml", "a.eml", "a.mbox", "a.zip", "a.gz",
    "a.zst", "a",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    for dates in [DateOrder::Unknown, DateOrder::Dmy, DateOrder::Mdy] {
        let source = Source { origin: Origin::File(name.into()), content: Content::Bytes(bytes) };
        let options = ReadOptions { dates, ..ReadOptions::default() };
        articles(source, &options, &Limits::default(), &mut |item| {
            match item {
                Ok(article) => check(&article),
                Err(error) => assert!(!matches!(error.reason, Refusal::Fault)),
            }
            ControlFlow::Continue(())
        });
    }
});

fn check(article: &Article) {
    let text = |span: whosaid::text::Span| article.text.get(span.start..span.end);
    assert!(text(article.header).is_some());
    assert!(article.paragraphs.is_sorted_by(|one, next| one.end <= next.start));
    assert!(article.paragraphs.iter().all(|p| text(*p).is_some_and(|p| !p.is_empty() && p.trim() == p)));
    assert!(article.paragraphs.iter().all(|p| article.header.end <= p.start));
    assert!(article.dateline.as_ref().is_none_or(|dateline| text(dateline.span).is_some()));
    common::check(article, &extract(article));
}

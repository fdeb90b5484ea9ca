//! Any bytes: they are an article whose spans lie in its text, and so do those of its quotations.
#![no_main]

#[path = "../../tests/common/mod.rs"]
mod common;

use libfuzzer_sys::fuzz_target;
use whosaid::article::Origin;
use whosaid::import::{DateOrder, ReadOptions, read};
use whosaid::quote::extract;

fuzz_target!(|bytes: &[u8]| {
    for dates in [DateOrder::Unknown, DateOrder::Dmy, DateOrder::Mdy] {
        let article = read(bytes, Origin::Given, ReadOptions { dates });
        let text = |span: whosaid::text::Span| article.text.get(span.start..span.end);
        assert!(text(article.header).is_some());
        assert!(article.paragraphs.is_sorted_by(|one, next| one.end <= next.start));
        assert!(article.paragraphs.iter().all(|p| text(*p).is_some_and(|p| !p.is_empty() && p.trim() == p)));
        assert!(article.paragraphs.iter().all(|p| article.header.end <= p.start));
        assert!(article.dateline.as_ref().is_none_or(|dateline| text(dateline.span).is_some()));
        common::check(&article, &extract(&article));
    }
});

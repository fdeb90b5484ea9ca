//! What every quotation promises, whatever the text: for the property tests and the fuzz target.

use std::collections::HashSet;
use whosaid::article::Article;
use whosaid::quote::{Kind, Quotation};
use whosaid::text::Span;

/// Checks `quotations`, all those of `article`.
///
/// # Panics
/// If one of them breaks a promise.
pub fn check(article: &Article, quotations: &[Quotation]) {
    let mut ids = HashSet::new();
    assert!(quotations.is_sorted_by_key(|quotation| quotation.content.start), "out of order: {quotations:?}");
    for quotation in quotations {
        check_spans(article, quotation);
        assert!(ids.insert(quotation.id), "two have this id: {quotation:?}");
        assert!(!quotation.words(article).is_empty(), "no words: {quotation:?}");
        assert_eq!(quotation.text(article), &article.text[quotation.content.start..quotation.content.end]);
        assert_eq!(quotation.paragraph, article.paragraph_at(quotation.content.start), "{quotation:?}");
        assert_eq!(quotation.kind == Kind::Mixed, !quotation.quoted_parts.is_empty(), "{quotation:?}");
        if let Some(confidence) = quotation.confidence {
            assert!((0.0..=1.0).contains(&confidence), "{quotation:?}");
        }
    }
}

fn check_spans(article: &Article, quotation: &Quotation) {
    let Quotation { content, segments, quoted_parts, mention, cue, .. } = quotation;
    let named = [*mention, *cue];
    for span in segments.iter().chain(quoted_parts).chain(named.iter().flatten()).chain([content]) {
        let slice = article.text.get(span.start..span.end);
        assert!(slice.is_some_and(|slice| !slice.is_empty()), "{span:?} is empty or no slice: {quotation:?}");
    }
    assert!(!segments.is_empty(), "no segment: {quotation:?}");
    for parts in [segments, quoted_parts] {
        assert!(are_ordered(parts), "out of order: {quotation:?}");
        assert!(parts.iter().all(|part| content.covers(*part)), "outside the content: {quotation:?}");
    }
    for span in named.into_iter().flatten() {
        assert!(!segments.iter().any(|segment| segment.overlaps(span)), "{span:?} inside the content: {quotation:?}");
    }
}

/// Whether each begins where the one before has ended, or later.
fn are_ordered(spans: &[Span]) -> bool {
    spans.is_sorted_by(|one, next| one.end <= next.start)
}

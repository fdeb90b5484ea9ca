//! Passages in quotation marks, as the models see them.

use crate::article::Article;
use crate::quote::segments;
use crate::text::Span;

/// The passages of `article`, marks included, in order, disjoint.
pub fn passages(article: &Article) -> Vec<Span> {
    let segments = segments::find(&article.text, &article.paragraphs);
    segments.iter().map(|s| Span::new(after_label(&article.text, s.span), s.span.end)).collect()
}

/// Where the words begin of a passage that opens with a transcript's label in capitals (`"WALLACE:
/// …`): after it; the passage's start where there is none.
fn after_label(text: &str, span: Span) -> usize {
    let passage = span.of(text);
    let label = passage.find(':').filter(|at| *at < 40).map(|at| &passage[..at]);
    match label {
        Some(label)
            if label.bytes().filter(u8::is_ascii_uppercase).count() > 2
                && !label.bytes().any(|b| b.is_ascii_lowercase()) =>
        {
            let rest = &passage[label.len() + 1..];
            let words = rest.trim_start();
            if words.is_empty() { span.start } else { span.end - words.len() }
        }
        _ => span.start,
    }
}

//! Passages in quotation marks, as the models see them.

use crate::article::Article;
use crate::quote::segments::Segment;
use crate::text::Span;
use crate::text::letters::is_alphanumeric;

/// The passages of `article` among its `segments`, marks included, in order, disjoint.
pub fn passages(article: &Article, segments: &[Segment]) -> Vec<Span> {
    let spoken = segments.iter().filter(|s| !is_nickname(&article.text, s.span));
    spoken.map(|s| Span::new(after_label(&article.text, s.span), s.span.end)).collect()
}

/// Whether one or two capitalised words in marks stand inside a name: *C.N. "Bud" Moore*.
fn is_nickname(text: &str, span: Span) -> bool {
    let inner = span.of(text).trim_matches(|c: char| !is_alphanumeric(c));
    let mut words = inner.split(' ');
    let short = words.by_ref().take(2).all(|w| w.starts_with(char::is_uppercase)) && words.next().is_none();
    let bare = span.of(text).trim_end_matches(['”', '"', '\'', '’']).ends_with(is_alphanumeric);
    let before = text[..span.start].strip_suffix(' ').map(|t| t.rsplit(char::is_whitespace).next().unwrap_or(t));
    let after = text[span.end..].strip_prefix(' ');
    let capital = |word: &str| word.starts_with(char::is_uppercase) && !word.ends_with(',');
    short && bare && before.is_some_and(capital) && after.is_some_and(|t| t.starts_with(char::is_uppercase))
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

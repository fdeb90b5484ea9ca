//! Where paragraphs begin and end.

use super::Span;

/// The paragraphs of `text` within `range`, trimmed, none empty.
///
/// Blank lines part paragraphs. Where there are none, each line is one, unless the lines look
/// hard-wrapped.
pub fn split(text: &str, range: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = range.start;
    for piece in range.of(text).split_inclusive('\n') {
        let span = Span::new(start, start + piece.len()).trimmed(text);
        start += piece.len();
        if !span.is_empty() {
            out.push(span);
        }
    }
    out
}

//! Passages in double quotation marks.

use crate::text::Span;

/// The passages of the paragraph `span`, marks included: a mark that is opened and not closed runs
/// to the paragraph's end.
pub fn passages(text: &str, span: Span, out: &mut Vec<Span>) {
    let bytes = &text.as_bytes()[..span.end];
    let mut open = None;
    let mut at = span.start;
    while at < span.end {
        let (length, opens, closes) = match bytes[at] {
            b'"' => (1, true, true),
            b'\'' | b'`' if bytes.get(at + 1) == Some(&bytes[at]) => (2, true, true),
            0xe2 if bytes[at..].starts_with("“".as_bytes()) => (3, true, false),
            0xe2 if bytes[at..].starts_with("”".as_bytes()) => (3, false, true),
            _ => {
                at += 1;
                continue;
            }
        };
        match open {
            Some(start) if closes => {
                out.push(Span::new(after_label(text, start, at), at + length));
                open = None;
            }
            None | Some(_) if opens => open = Some(at),
            _ => {}
        }
        at += length;
    }
    if let Some(start) = open {
        out.push(Span::new(after_label(text, start, span.end), span.end));
    }
}

/// Where the words begin of a passage that opens with a transcript's label in capitals (`"WALLACE:
/// …`): after it; `start` where there is none.
fn after_label(text: &str, start: usize, end: usize) -> usize {
    let passage = &text[start..end];
    let label = passage.find(':').filter(|at| *at < 40).map(|at| &passage[..at]);
    match label {
        Some(label) if label.bytes().filter(u8::is_ascii_uppercase).count() > 2 && !label.bytes().any(|b| b.is_ascii_lowercase()) => {
            let rest = &passage[label.len() + 1..];
            start + label.len() + 1 + (rest.len() - rest.trim_start().len())
        }
        _ => start,
    }
}

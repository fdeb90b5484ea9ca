//! The part of a text that shows why it was found.

use super::query::Term;
use super::terms::Words;
use crate::text::{Span, floor_boundary, joined};
use serde::Serialize;

/// About how many bytes a snippet has, and how many of them before the first word found.
const LENGTH: usize = 200;
const BEFORE: usize = 60;

/// A part of a text, on one line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The part, with an ellipsis where the text goes on.
    pub text: String,
    /// The words that were looked for, in bytes of it: in order, disjoint.
    #[serde(skip)]
    pub marks: Vec<Span>,
}

/// The part of `text`, which `words` are of, around the first of `terms` in it.
pub fn snippet(text: &str, words: &Words, terms: &[&Term]) -> Snippet {
    let mut found: Vec<Span> = Vec::new();
    for term in terms {
        found.extend(words.places(term).map(|at| words.span(at, term.words.len())));
    }
    found.sort_unstable();
    let found = joined(found);
    let part = part(text, found.first().map_or(0, |first| first.start));
    let mut out = Snippet::default();
    if part.start > 0 {
        out.text.push('…');
    }
    let shift = |offset: usize, out: &Snippet| offset - part.start + if part.start > 0 { out.text.len() } else { 0 };
    let marks = found.iter().filter(|span| part.covers(**span));
    out.marks = marks.map(|span| Span::new(shift(span.start, &out), shift(span.end, &out))).collect();
    // Each line end, one byte, becomes a space, so that the marks stay where they are.
    out.text.extend(part.of(text).chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
    if part.end < text.len() {
        out.text.push('…');
    }
    out
}

/// A part that begins some way before `first`, at a space on both ends.
fn part(text: &str, first: usize) -> Span {
    if text.len() <= LENGTH {
        return Span::new(0, text.len());
    }
    let start = match first.checked_sub(BEFORE) {
        None | Some(0) => 0,
        Some(start) => {
            let start = floor_boundary(text, start);
            text[start..first].find(char::is_whitespace).map_or(start, |space| start + space)
        }
    };
    let end = floor_boundary(text, start + LENGTH);
    let end = if end == text.len() {
        end
    } else {
        text[first.max(start)..end].rfind(char::is_whitespace).map_or(end, |space| first.max(start) + space)
    };
    Span::new(start, end).trimmed(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::Query;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn shown(text: &str, query: &str) -> Snippet {
        let query = Query::parse(query, NaiveDate::MIN).unwrap();
        snippet(text, &Words::new(text), &query.expr.shown_terms())
    }

    #[test]
    fn the_first_word_found_is_in_sight_and_marked() {
        let text = format!("{} the bond\nhearing {}", "before it ".repeat(40), "after it ".repeat(40));
        let shown = shown(&text, "hear* OR bond");
        let marked: Vec<&str> = shown.marks.iter().map(|mark| mark.of(&shown.text)).collect();
        assert_eq!(marked, ["bond", "hearing"]);
        assert!(
            shown.text.starts_with('…') && shown.text.ends_with('…') && shown.text.len() < LENGTH + 20,
            "{shown:?}"
        );
    }

    proptest! {
        #[test]
        fn marks_are_what_was_looked_for(text in "([a-cé\\n ]{0,90}|\\PC{0,90}){0,6}") {
            let shown = shown(&text, "a* OR \"b c\"");
            for mark in &shown.marks {
                let word = crate::text::fold::words(mark.of(&shown.text));
                prop_assert!(word.starts_with('a') || word.starts_with('b'), "{:?}", shown);
            }
        }
    }
}

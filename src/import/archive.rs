//! The top of an article as newspaper archives such as Nexis export it: outlet, date, edition and
//! rights on lines of their own, then key lines.

use super::keys;
use super::stamp::{self, Stamp};
use super::{DateOrder, beginning};
use crate::text::Span;
use crate::text::paragraphs::Lines;

/// The most lines above the keys.
const MOST_LINES: usize = 12;
/// How far they are looked for, in bytes.
const LONGEST_TOP: usize = 8 << 10;
/// The longest of them, in bytes.
const LONGEST_LINE: usize = 200;

/// What stands above the keys.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Top<'a> {
    /// The headline, where it stands there.
    pub title: Option<&'a str>,
    /// The newspaper.
    pub outlet: Option<&'a str>,
    /// The line of dates.
    pub stamp: Option<Stamp<'a>>,
    /// Where it ends, in bytes: the keys follow.
    pub end: usize,
}

/// The top of an export: there must be a line about the rights, and keys after it. Above the
/// rights stand headline and outlet; where the rights come first, only the outlet is below them.
pub fn top(text: &str, order: DateOrder) -> Option<Top<'_>> {
    let text = beginning(text, LONGEST_TOP);
    let mut top = Top::default();
    let mut names = Vec::new();
    let mut above_rights = None;
    let lines = Lines::new(text, Span::new(0, text.len())).map(|line| line.ink).filter(|ink| !ink.is_empty());
    for line in lines.take(MOST_LINES) {
        let words = line.of(text);
        if above_rights.is_some() && keys::block(text, line.start).is_some() {
            (top.title, top.outlet) = match (above_rights, names.as_slice()) {
                (_, []) => (None, None),
                (_, [outlet]) => (None, Some(*outlet)),
                (Some(2), [title, outlet]) => (Some(*title), Some(*outlet)),
                _ => return None,
            };
            return Some(top);
        }
        if line.len() > LONGEST_LINE {
            return None;
        }
        if is_about_rights(words) {
            above_rights.get_or_insert(names.len());
        } else if let Some(stamp) = stamp::of_line(words, order) {
            top.stamp.get_or_insert(stamp);
        } else if !stamp::is_edition(words) && !words.ends_with("DOCUMENTS") {
            names.push(words);
        }
        top.end = line.end;
    }
    None
}

fn is_about_rights(line: &str) -> bool {
    let lower = line.to_lowercase();
    ["copyright ", "©", "(c) "].iter().any(|mark| lower.starts_with(mark)) || lower.starts_with("all rights reserved")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Option<&str>, Option<&str>, usize)> {
        top(text, DateOrder::Unknown).map(|top| (top.title, top.outlet, top.stamp.map_or(0, |stamp| stamp.dates.len())))
    }

    #[test]
    fn both_orders_of_lines_are_read() {
        let rights_first = "Copyright 2021 The Harbour Company\nAll Rights Reserved\n\nThe Harbour Post\n\n\
            March 9, 2021 Tuesday\nLate Edition - Final\n\nSECTION: Section A; Pg. 1\n";
        assert_eq!(read(rights_first), Some((None, Some("The Harbour Post"), 1)));
        let title_first = "Harbour shut\nThe Harbour Post\nMarch 9, 2021 Tuesday\n\nCopyright 2021 The Harbour Company\n\
            Length: 12 words\nBody\n\nThe harbour is closed.";
        assert_eq!(read(title_first), Some((Some("Harbour shut"), Some("The Harbour Post"), 1)));
    }

    #[test]
    fn without_rights_or_keys_there_is_none() {
        for text in
            ["The Harbour Post\n\nSECTION: A\n", "Copyright 2021 The Post\n\nThe harbour is closed.", "", "Copyright"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

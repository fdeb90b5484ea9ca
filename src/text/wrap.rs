//! Breaking paragraphs into lines of a measure.

use super::hyphens::Hyphens;
use super::{Span, sanitize};
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

/// A line of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrapped {
    /// The bytes of the text that it shows.
    pub span: Span,
    /// Whether its last word goes on in the next line, so that a hyphen, which is none of the text's, is to be shown
    /// behind it.
    pub hyphen: bool,
}

/// Breaks the text in `range` into lines of at most `measure` columns (at least 1), where Unicode
/// Annex 14 allows a break, or inside a word that is longer than a line. White space at a line's
/// end belongs to no line; a single line end in the text is a space.
pub fn wrap(text: &str, range: Span, measure: usize) -> Vec<Span> {
    wrap_hyphenated(text, range, measure, None).into_iter().map(|line| line.span).collect()
}

/// Breaks text as [`wrap`] does, and besides inside of words where `hyphens` allow it and a hyphen has room.
pub fn wrap_hyphenated(text: &str, range: Span, measure: usize, hyphens: Option<Hyphens>) -> Vec<Wrapped> {
    let measure = measure.max(1);
    let slice = range.of(text);
    let mut lines = Vec::new();
    let mut line = Span::new(range.start, range.start);
    let mut columns = 0;
    let mut from = 0;
    for (to, _) in
        linebreaks(slice).filter(|(_, kind)| matches!(kind, BreakOpportunity::Allowed | BreakOpportunity::Mandatory))
    {
        let unit = Span::new(range.start + from, range.start + to);
        from = to;
        let word = Span::new(unit.start, unit.start + unit.of(text).trim_end().len());
        let width = columns_of(word.of(text));
        let mut rest = word;
        if columns + width > measure && !line.is_empty() {
            let parted = hyphens.and_then(|hyphens| hyphens.part(word.of(text), measure - columns.min(measure)));
            rest.start += parted.unwrap_or(0);
            line.end = rest.start;
            lines.push(Wrapped { span: line.trimmed(text), hyphen: parted.is_some() });
            line = Span::new(rest.start, rest.start);
            columns = 0;
        }
        let width = if rest == word { width } else { columns_of(rest.of(text)) };
        if width > measure {
            (line, columns) = break_word(text, rest, measure, &mut lines);
        } else {
            columns += width;
        }
        line.end = unit.end;
        columns += columns_of(Span::new(word.end, unit.end).of(text));
    }
    let rest = line.trimmed(text);
    if !rest.is_empty() {
        lines.push(Wrapped { span: rest, hyphen: false });
    }
    lines
}

/// Columns that `text` takes on one line.
pub fn columns_of(text: &str) -> usize {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return text.len();
    }
    text.graphemes(true).map(sanitize::width).sum()
}

/// The byte of `text` that stands at column `column` of a line that shows it, or its end.
pub fn offset_at(text: &str, column: usize) -> usize {
    let mut columns = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        columns += sanitize::width(cluster);
        if columns > column {
            return at;
        }
    }
    text.len()
}

/// `text` safe to show, cut to at most `columns` columns; what was cut shows as an ellipsis.
pub fn fit(text: &str, columns: usize) -> String {
    let text = sanitize::line(text);
    if columns_of(&text) <= columns {
        return text.into_owned();
    }
    let Some(room) = columns.checked_sub(1) else { return String::new() };
    let cut = text[..offset_at(&text, room)].trim_end();
    format!("{cut}…")
}

/// Pushes all but the last piece of an overlong word; returns that piece and its columns.
fn break_word(text: &str, word: Span, measure: usize, lines: &mut Vec<Wrapped>) -> (Span, usize) {
    let mut line = Span::new(word.start, word.start);
    let mut columns = 0;
    for (at, cluster) in word.of(text).grapheme_indices(true) {
        let width = sanitize::width(cluster);
        if columns + width > measure && !line.is_empty() {
            lines.push(Wrapped { span: line, hyphen: false });
            line = Span::new(word.start + at, word.start + at);
            columns = 0;
        }
        line.end = word.start + at + cluster.len();
        columns += width;
    }
    (line, columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, measure: usize) -> Vec<String> {
        let spans = wrap(text, Span::new(0, text.len()), measure);
        spans.into_iter().map(|l| sanitize::line(l.of(text)).into_owned()).collect()
    }

    #[test]
    fn breaks_at_spaces_and_inside_words_that_are_too_long() {
        assert_eq!(lines("one two three", 7), ["one two", "three"]);
        assert_eq!(lines("one\ntwo three", 7), ["one two", "three"]);
        assert_eq!(lines("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(lines("你好世界", 4), ["你好", "世界"]);
    }

    #[test]
    fn words_are_parted_where_a_hyphen_has_room_and_no_character_is_added_to_the_text() {
        let text = "He opposed the “comprehensive” agreement.";
        let lines = wrap_hyphenated(text, Span::new(0, text.len()), 24, Hyphens::of("en"));
        let shown: Vec<_> = lines.iter().map(|line| (line.span.of(text), line.hyphen)).collect();
        assert_eq!(shown, [("He opposed the “compre", true), ("hensive” agreement.", false)]);
        let plain = wrap_hyphenated(text, Span::new(0, text.len()), 24, None);
        assert!(plain.iter().all(|line| !line.hyphen));
    }

    proptest! {
        #[test]
        fn hyphens_have_room_and_nothing_is_lost(text in "([a-z]{1,14}[ ,.]|Überraschung |你好 ){0,20}", measure in 1usize..40) {
            let lines = wrap_hyphenated(&text, Span::new(0, text.len()), measure, Hyphens::of("en"));
            for line in &lines {
                prop_assert!(columns_of(line.span.of(&text)) + usize::from(line.hyphen) <= measure.max(2));
                prop_assert!(!line.hyphen || text[line.span.end..].starts_with(char::is_alphabetic));
            }
            let ink: String = lines.iter().flat_map(|line| line.span.of(&text).split_whitespace()).collect();
            prop_assert_eq!(ink, text.split_whitespace().collect::<String>());
        }

        #[test]
        fn no_line_is_too_wide_and_no_ink_is_lost(text in "[ -~]{0,200}", measure in 1usize..40) {
            let lines = lines(&text, measure);
            prop_assert!(lines.iter().all(|l| columns_of(l) <= measure));
            let ink: String = lines.concat().split_whitespace().collect();
            prop_assert_eq!(ink, text.split_whitespace().collect::<String>());
        }
    }
}

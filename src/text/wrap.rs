//! Breaking paragraphs into lines of a measure.

use super::{Span, sanitize};
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

/// Breaks the text in `range` into lines of at most `measure` columns (at least 1), where Unicode
/// Annex 14 allows a break, or inside a word that is longer than a line. White space at a line's
/// end belongs to no line; a single line end in the text is a space.
pub fn wrap(text: &str, range: Span, measure: usize) -> Vec<Span> {
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
        if columns + width > measure && !line.is_empty() {
            lines.push(line.trimmed(text));
            line = Span::new(unit.start, unit.start);
            columns = 0;
        }
        if width > measure {
            (line, columns) = break_word(text, word, measure, &mut lines);
        } else {
            columns += width;
        }
        line.end = unit.end;
        columns += columns_of(Span::new(word.end, unit.end).of(text));
    }
    let rest = line.trimmed(text);
    if !rest.is_empty() {
        lines.push(rest);
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
fn break_word(text: &str, word: Span, measure: usize, lines: &mut Vec<Span>) -> (Span, usize) {
    let mut line = Span::new(word.start, word.start);
    let mut columns = 0;
    for (at, cluster) in word.of(text).grapheme_indices(true) {
        let width = sanitize::width(cluster);
        if columns + width > measure && !line.is_empty() {
            lines.push(line);
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

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_ink_is_lost(text in "[ -~]{0,200}", measure in 1usize..40) {
            let lines = lines(&text, measure);
            prop_assert!(lines.iter().all(|l| columns_of(l) <= measure));
            let ink: String = lines.concat().split_whitespace().collect();
            prop_assert_eq!(ink, text.split_whitespace().collect::<String>());
        }
    }
}

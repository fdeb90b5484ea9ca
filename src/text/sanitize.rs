//! The one way from an article's text to a terminal. Whatever could act on a terminal or reorder
//! what stands beside it is shown as a visible mark instead; the stored text stays as it was.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The most combining marks shown on one grapheme.
pub const MAX_MARKS: usize = 32;

/// Whether `c` may not reach a terminal (nor stand unescaped in our JSON): C0, DEL, C1, line and
/// paragraph separators, the bidirectional controls.
pub const fn is_control(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` on one line, safe to print: line ends and tabs are spaces, other controls visible marks
/// (`␛`, `<U+202E>`), floods of combining marks cut off at [`MAX_MARKS`].
pub fn line(text: &str) -> Cow<'_, str> {
    if !needs_care(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.graphemes(true).map(grapheme).collect())
}

/// As [`line()`], but line ends stay line ends.
pub fn block(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(|l| line(l.strip_suffix('\r').unwrap_or(l))).collect();
    lines.join("\n")
}

/// What is shown for one grapheme cluster.
pub fn grapheme(cluster: &str) -> Cow<'_, str> {
    if cluster.chars().any(is_control) {
        let mut out = String::new();
        if cluster == "\r\n" {
            out.push(' ');
        } else {
            cluster.chars().take(1 + MAX_MARKS).for_each(|c| push_visible(c, &mut out));
        }
        return Cow::Owned(out);
    }
    match cluster.char_indices().nth(1 + MAX_MARKS) {
        Some((end, _)) => Cow::Borrowed(&cluster[..end]),
        None => Cow::Borrowed(cluster),
    }
}

/// Columns that `cluster` takes on a screen once it is shown by [`grapheme`].
pub fn width(cluster: &str) -> usize {
    if let [byte] = cluster.as_bytes()
        && (0x20..0x7f).contains(byte)
    {
        return 1;
    }
    grapheme(cluster).width()
}

fn needs_care(text: &str) -> bool {
    text.chars().any(is_control) || text.len() > MAX_MARKS && !text.is_ascii()
}

fn push_visible(c: char, out: &mut String) {
    match c {
        '\t' | '\n' | '\r' => out.push(' '),
        '\0'..='\x1f' => out.extend(char::from_u32(0x2400 + c as u32)),
        '\x7f' => out.push('␡'),
        _ if is_control(c) => out.push_str(&format!("<U+{:04X}>", c as u32)),
        _ => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn controls_become_visible_marks() {
        assert_eq!(line("a\x1b[31mb\x07\x7f\u{9b}2J\u{202e}c\u{2028}"), "a␛[31mb␇␡<U+009B>2J<U+202E>c<U+2028>");
        assert_eq!(line("one\r\ntwo\tthree"), "one two three");
        assert_eq!(block("one\r\ntwo\x1b\n"), "one\ntwo␛\n");
    }

    #[test]
    fn a_flood_of_marks_is_cut_off() {
        let zalgo = format!("e{}x", "\u{301}".repeat(500));
        assert_eq!(line(&zalgo).chars().count(), 1 + MAX_MARKS + 1);
        assert_eq!(line("你好 👩‍👩‍👧 العربية"), "你好 👩‍👩‍👧 العربية");
    }

    proptest! {
        #[test]
        fn nothing_dangerous_passes(text in any::<String>()) {
            prop_assert!(!line(&text).chars().any(is_control));
            prop_assert!(!block(&text).chars().any(|c| c != '\n' && is_control(c)));
        }
    }
}

//! Quotation marks, apostrophes and dashes that were written as UTF-8 and read as Windows-1252 or
//! Latin-1 by a program before us: `â€œ` for `“`.

use crate::article::Warning;
use std::fmt::Write;

/// What follows the `â€` of a mark read as Windows-1252, with the mark that it was.
const OF_WINDOWS_1252: &[(char, char)] =
    &[('œ', '“'), ('\u{9d}', '”'), ('˜', '‘'), ('™', '’'), ('¦', '…'), ('“', '–'), ('”', '—')];

/// What follows the `â` and U+0080 of a mark read as Latin-1, with the mark that it was.
const OF_LATIN_1: &[(char, char)] = &[
    ('\u{9c}', '“'),
    ('\u{9d}', '”'),
    ('\u{98}', '‘'),
    ('\u{99}', '’'),
    ('\u{a6}', '…'),
    ('\u{93}', '–'),
    ('\u{94}', '—'),
];

/// `text` with such marks mended, and what was done; nothing where there are none.
///
/// Only what can be nothing else is touched. `â€“` and `â€”` may be a dash, or a closing mark whose last
/// byte was lost before a mark of its own: they are a dash only in a text without sound curly marks.
pub fn mended(text: &str) -> Option<(String, Warning)> {
    if !text.contains("â€") && !text.contains("â\u{80}") {
        return None;
    }
    let has_sound_marks = has_sound_marks(text);
    let mut out = String::with_capacity(text.len());
    let mut count = 0_usize;
    let mut rest = text;
    while let Some(at) = rest.find('â') {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        match mark(found).filter(|(c, _)| !(matches!(c, '–' | '—') && has_sound_marks)) {
            Some((c, len)) => {
                out.push(c);
                count += 1;
                rest = &found[len..];
            }
            None => {
                out.push('â');
                rest = &found['â'.len_utf8()..];
            }
        }
    }
    out.push_str(rest);
    let mut message = String::new();
    if count > 0 {
        write!(message, "{count} marks that a program before this one had decoded wrongly were mended").ok()?;
    }
    if out.contains("â€") {
        message.push_str(if count > 0 { "; others" } else { "Marks that were decoded wrongly" });
        message.push_str(" could not be, and stand as “â€”");
    }
    (!message.is_empty()).then_some((out, Warning { message }))
}

/// The mark that `text` begins with the ruins of, and how many bytes they take.
fn mark(text: &str) -> Option<(char, usize)> {
    let mut chars = text.chars();
    let (first, second, third) = (chars.next()?, chars.next()?, chars.next()?);
    let table = match (first, second) {
        ('â', '€') => OF_WINDOWS_1252,
        ('â', '\u{80}') => OF_LATIN_1,
        _ => return None,
    };
    let &(_, mark) = table.iter().find(|(ruin, _)| *ruin == third)?;
    Some((mark, first.len_utf8() + second.len_utf8() + third.len_utf8()))
}

/// Whether there is a curly double mark that is no part of a ruin.
fn has_sound_marks(text: &str) -> bool {
    text.match_indices(['“', '”']).any(|(at, _)| !text[..at].ends_with("â€"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(ruined: &str) -> Option<String> {
        mended(ruined).map(|(text, _)| text)
    }

    #[test]
    fn ruined_marks_are_mended_and_said() {
        let (text, warning) = mended("â€œItâ€™s shutâ€\u{9d} â€” he said â€¦").unwrap();
        assert_eq!(text, "“It’s shut” — he said …");
        assert!(warning.message.starts_with("5 marks"), "{}", warning.message);
        let (text, _) = mended("â\u{80}\u{9c}Itâ\u{80}\u{99}s shutâ\u{80}\u{9d}").unwrap();
        assert_eq!(text, "“It’s shut”");
    }

    #[test]
    fn what_could_be_something_else_stays() {
        assert_eq!(text("“Pâté,” said Mme Bâ."), None);
        // A dash, or a closing mark that lost its last byte before an opening one?
        let (text, warning) = mended("“Shut,â€“Ann Lee said. “Goneâ€™s”").unwrap();
        assert_eq!(text, "“Shut,â€“Ann Lee said. “Gone’s”");
        assert!(warning.message.contains("others could not be"));
        let (text, warning) = mended("Shutâ€ he said").unwrap();
        assert_eq!(text, "Shutâ€ he said");
        assert!(warning.message.starts_with("Marks that were decoded wrongly could not be"));
    }

    proptest! {
        #[test]
        fn sound_text_is_left_alone(sound in "[a-zé“”‘’—… €âœ™]{0,40}") {
            prop_assume!(!sound.contains("â€"));
            prop_assert_eq!(text(&sound), None);
        }
    }
}

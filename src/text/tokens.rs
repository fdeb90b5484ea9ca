//! Words, numbers and punctuation, each with the bytes it stands on.

use super::Span;

/// What a token looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A word that begins with a lower-case letter, or in a script without case.
    Lower,
    /// A word that begins with an upper-case letter.
    Capital,
    /// Begins with a digit.
    Number,
    /// A possessive ending: `’s`, or the `’` after a plural.
    Possessive,
    /// One punctuation character, or a run of the same one.
    Punctuation,
}

/// A token of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it looks like.
    pub shape: Shape,
}

/// Shortened words that keep their full stop, lower case.
const ABBREVIATIONS: &[&str] = &[
    "adm", "ala", "ariz", "ark", "assn", "asst", "atty", "aug", "ave", "brig", "calif", "capt", "cmdr", "co", "col",
    "colo", "conn", "corp", "cpl", "dec", "del", "dept", "det", "dr", "esq", "feb", "fla", "ga", "gen", "gov", "hon",
    "ill", "inc", "ind", "insp", "jan", "jr", "kan", "ky", "la", "lt", "ltd", "maj", "mass", "md", "messrs", "mich",
    "minn", "miss", "mo", "mont", "mr", "mrs", "ms", "mt", "neb", "nev", "no", "nov", "oct", "okla", "ore", "pa", "ph",
    "phd", "prof", "pvt", "rep", "reps", "ret", "rev", "sen", "sens", "sept", "sgt", "sr", "st", "supt", "tenn", "tex",
    "treas", "va", "vs", "vt", "wash", "wis", "wyo",
];

/// The tokens of `text` within `range`, in order; white space belongs to none.
pub fn tokens(text: &str, range: Span) -> impl Iterator<Item = Token> + '_ {
    let mut at = range.start;
    std::iter::from_fn(move || {
        let rest = &text[at..range.end];
        let start = at + (rest.len() - rest.trim_start().len());
        let token = next_token(text, Span::new(start, range.end))?;
        at = token.span.end;
        Some(token)
    })
}

/// The token that begins where `range` does.
fn next_token(text: &str, range: Span) -> Option<Token> {
    let slice = range.of(text);
    let first = slice.chars().next()?;
    let token = |length: usize, shape| Token { span: Span::new(range.start, range.start + length), shape };
    if !first.is_alphanumeric() {
        return Some(match possessive(slice) {
            Some(length) if follows_letter(text, range.start) => token(length, Shape::Possessive),
            _ => token(slice.len() - slice.trim_start_matches(first).len(), Shape::Punctuation),
        });
    }
    let length = word_length(slice);
    let shape = match first {
        _ if first.is_numeric() => Shape::Number,
        _ if first.is_uppercase() => Shape::Capital,
        _ => Shape::Lower,
    };
    Some(token(length + full_stop(&slice[..length], &slice[length..]), shape))
}

/// Length of a word with its inner hyphens, points, commas of numbers and apostrophes; a
/// possessive ending stays outside.
fn word_length(slice: &str) -> usize {
    let plain = slice.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if slice.as_bytes().get(plain).is_none_or(u8::is_ascii_whitespace) {
        return plain;
    }
    let mut end = 0;
    let mut chars = slice.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() || is_joiner(c) {
            end = at + c.len_utf8();
            continue;
        }
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let inner = match c {
            '-' | '‐' | '‑' | '&' => next.is_alphanumeric(),
            '.' => next.is_alphabetic() && at - last_part(&slice[..at]) <= 1 || next.is_ascii_digit(),
            ',' | '/' => next.is_ascii_digit() && slice[..at].ends_with(|p: char| p.is_ascii_digit()),
            '\'' | '’' => next.is_alphabetic() && possessive(&slice[at..]).is_none(),
            _ => false,
        };
        if !inner {
            break;
        }
    }
    end
}

/// Characters that belong to the word they stand in: accents, soft hyphens, joiners.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}') || unicode_normalization::char::is_combining_mark(c)
}

/// Where the last part of a dotted word begins.
fn last_part(word: &str) -> usize {
    word.rfind('.').map_or(0, |at| at + 1)
}

/// Length of the possessive ending that `slice` begins with.
fn possessive(slice: &str) -> Option<usize> {
    let mark = slice.chars().next().filter(|c| matches!(c, '\'' | '’'))?.len_utf8();
    let rest = &slice[mark..];
    let with_s = rest.strip_prefix(['s', 'S']);
    match with_s {
        Some(after) if !after.starts_with(char::is_alphanumeric) => Some(mark + 1),
        _ if rest.starts_with(' ') => Some(mark),
        _ => None,
    }
}

fn follows_letter(text: &str, at: usize) -> bool {
    text[..at].ends_with(char::is_alphanumeric)
}

/// 1 where the full stop after `word` belongs to it: abbreviations, initials, `U.S.`
fn full_stop(word: &str, rest: &str) -> usize {
    if !rest.starts_with('.') || rest.starts_with("..") {
        return 0;
    }
    let mut chars = word.chars();
    let initial = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none() && word != "I";
    let dotted = word.contains('.') && word.starts_with(char::is_alphabetic);
    usize::from(initial || dotted || is_abbreviation(word))
}

fn is_abbreviation(word: &str) -> bool {
    let last = word.rfind('-').map_or(word, |at| &word[at + 1..]);
    if last.len() > 6 || !last.is_ascii() || !last.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    ABBREVIATIONS.binary_search(&last.to_ascii_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text, Span::new(0, text.len())).map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn abbreviations_are_sorted() {
        assert!(ABBREVIATIONS.is_sorted());
    }

    #[test]
    fn names_numbers_and_possessives() {
        assert_eq!(
            words("Rep. J. O’Neil (D-Md.) won’t take the U.S. firms’ $1,200.50."),
            [
                "Rep.", "J.", "O’Neil", "(", "D-Md.", ")", "won’t", "take", "the", "U.S.", "firms", "’", "$",
                "1,200.50", "."
            ]
        );
        assert_eq!(words("Ann’s co-op... ok"), ["Ann", "’s", "co-op", "...", "ok"]);
    }

    proptest! {
        #[test]
        fn tokens_are_ordered_and_cover_all_but_space(text in any::<String>()) {
            let mut at = 0;
            for token in tokens(&text, Span::new(0, text.len())) {
                prop_assert!(text[at..token.span.start].trim().is_empty());
                prop_assert!(token.span.end > token.span.start);
                at = token.span.end;
            }
            prop_assert!(text[at..].trim().is_empty());
        }
    }
}

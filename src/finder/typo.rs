//! Words with one letter wrong, missing, too many, or two that changed places.
//!
//! One mistake leaves one half of a word whole, or changes the letters on both sides of the middle:
//! so a line is searched for either half and for the word with these two exchanged, and only what
//! stands beside a half is compared letter by letter.

use crate::text::Span;
use memchr::memmem::Finder;

/// The shortest word that may hold a mistake, in characters: shorter ones are one letter away from
/// too many others.
const SHORTEST: usize = 4;

/// A folded word to look for, with one mistake or none.
#[derive(Debug, Clone)]
pub(super) struct Typo {
    left: Half,
    right: Half,
    /// The word with the letters on both sides of the middle exchanged.
    exchanged: Finder<'static>,
}

#[derive(Debug, Clone)]
struct Half {
    text: String,
    finder: Finder<'static>,
}

impl Half {
    fn new(text: &str) -> Self {
        Self { text: text.to_owned(), finder: Finder::new(text).into_owned() }
    }
}

impl Typo {
    /// The word, unless it is too short to hold a mistake.
    pub fn new(word: &str) -> Option<Self> {
        let count = word.chars().count();
        if count < SHORTEST {
            return None;
        }
        let (middle, after) = word.char_indices().nth(count / 2)?;
        let (left, right) = word.split_at(middle);
        let before = left.chars().next_back()?;
        let (head, tail) = (&left[..middle - before.len_utf8()], &right[after.len_utf8()..]);
        let exchanged = Finder::new(&format!("{head}{after}{before}{tail}")).into_owned();
        Some(Self { left: Half::new(left), right: Half::new(right), exchanged })
    }

    /// Where the first such word of `line` stands, as far as the word that is looked for goes: it
    /// begins where a word of the line does.
    pub fn find(&self, line: &str) -> Option<Span> {
        let (left, right) = (&self.left.text, &self.right.text);
        for start in self.left.finder.find_iter(line.as_bytes()).filter(|start| begins_word(line, *start)) {
            let rest = start + left.len();
            let lengths = alike(right.chars(), line[rest..].chars());
            let ends_word = |length: &usize| !line[rest + length..].starts_with(char::is_alphanumeric);
            if let Some(length) = lengths.iter().copied().find(ends_word).or(lengths.first().copied()) {
                return Some(Span::new(start, rest + length));
            }
        }
        for rest in self.right.finder.find_iter(line.as_bytes()) {
            let lengths = alike(left.chars().rev(), line[..rest].chars().rev());
            if let Some(length) = lengths.into_iter().find(|length| begins_word(line, rest - length)) {
                return Some(Span::new(rest - length, rest + right.len()));
            }
        }
        let mut exchanged = self.exchanged.find_iter(line.as_bytes()).filter(|start| begins_word(line, *start));
        exchanged.next().map(|start| Span::new(start, start + self.exchanged.needle().len()))
    }
}

/// Whether no letter stands before this place.
fn begins_word(line: &str, at: usize) -> bool {
    !line[..at].ends_with(char::is_alphanumeric)
}

/// How many bytes of `text`, from its start, are `word` with at most one mistake: every way to see
/// it, the likeliest first.
fn alike(mut word: impl Iterator<Item = char> + Clone, mut text: impl Iterator<Item = char> + Clone) -> Vec<usize> {
    let mut same = 0;
    loop {
        let (word_before, text_before) = (word.clone(), text.clone());
        let (wanted, found) = (word.next(), text.next());
        let found_bytes = found.map_or(0, char::len_utf8);
        let Some(wanted) = wanted else { return vec![same, same + found_bytes] };
        if found == Some(wanted) {
            same += wanted.len_utf8();
            continue;
        }
        let exchanged = || {
            let (mut word, mut text) = (word.clone(), text.clone());
            let both = found.is_some() && word.next() == found && text.next() == Some(wanted);
            Some(exact(word, text).filter(|_| both)? + found_bytes + wanted.len_utf8())
        };
        let beyond = |rest: usize| rest + found_bytes;
        let wrong = exact(word.clone(), text.clone()).filter(|_| found.is_some()).map(beyond);
        let extra = exact(word_before, text.clone()).filter(|_| found.is_some()).map(beyond);
        let missing = exact(word.clone(), text_before);
        return [exchanged(), wrong, missing, extra].into_iter().flatten().map(|rest| same + rest).collect();
    }
}

/// The length of `word` in bytes, if `text` begins with it.
fn exact(word: impl Iterator<Item = char>, mut text: impl Iterator<Item = char>) -> Option<usize> {
    let mut length = 0;
    for wanted in word {
        if text.next() != Some(wanted) {
            return None;
        }
        length += wanted.len_utf8();
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'a>(word: &str, line: &'a str) -> Option<&'a str> {
        Typo::new(word)?.find(line).map(|span| span.of(line))
    }

    #[test]
    fn each_mistake_is_forgiven_once_wherever_it_stands() {
        for typed in
            ["lightfoot", "lihgtfoot", "ligtfoot", "lightfooot", "kightfoot", "lightfiot", "lighftoot", "ightfoot"]
        {
            assert_eq!(found(typed, "mayor lightfoot said").map(|word| word.ends_with("foot")), Some(true), "{typed}");
        }
        for typed in ["lihgtfooot", "lgihtfotot", "lit", "foot"] {
            assert_eq!(found(typed, "mayor lightfoot said"), None, "{typed}");
        }
        assert_eq!(found("senatr", "senator"), Some("senator"));
        assert_eq!(found("жираф", "вот жирав"), Some("жирав"));
    }

    /// `word` with one mistake at a place.
    fn mistaken(word: &str, kind: usize, at: usize) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        let at = at % (letters.len() - 1);
        match kind {
            0 => letters[at] = 'z',
            1 => letters.insert(at, 'z'),
            2 => drop(letters.remove(at)),
            _ => letters.swap(at, at + 1),
        }
        letters.into_iter().collect()
    }

    proptest! {
        #[test]
        fn any_one_mistake_is_found(
            letters in prop::sample::subsequence(vec!['a', 'b', 'c', 'é', 'e', 'f', 'g', 'ж'], 4..=8),
            kind in 0..4usize, at in 0..9usize, before in "[ab ]{0,4}",
        ) {
            let word = String::from_iter(letters);
            let line = format!("{before} {} b", mistaken(&word, kind, at));
            prop_assert!(found(&word, &line).is_some(), "{word} in {line}");
        }

        #[test]
        fn no_text_panics(word in any::<String>(), line in "[abé ]{0,12}|\\PC{0,30}") {
            let span = Typo::new(&word).and_then(|typo| typo.find(&line));
            prop_assert!(span.is_none_or(|span| line.get(span.start..span.end).is_some()));
        }
    }
}

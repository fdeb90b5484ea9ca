//! What is typed into the check: a sentence, and after a dash perhaps whose it is said to be.

use crate::app::inquiry::Claimed;

/// The dashes that may stand between a sentence and a name.
const DASHES: &[&str] = &["—", "–", "--"];

/// The marks that end a quotation.
const CLOSING: &[char] = &['”', '"', '»', '“', '’', '\''];

/// The most words of a name.
const MOST_WORDS: usize = 6;

/// Reads a line: *“We will not go,” — Ana Ruiz*. What follows the last dash is a name where every word of it has
/// a capital, but for small ones in between (*de*, *van der*), and the sentence does not go on after it.
pub fn parse(line: &str) -> Claimed {
    let whole = || Claimed { words: line.trim().to_owned(), speaker: None };
    let Some((at, dash)) = DASHES.iter().filter_map(|dash| line.rfind(dash).map(|at| (at, *dash))).max() else {
        return whole();
    };
    let (words, name) = (line[..at].trim(), line[at + dash.len()..].trim());
    // A dash inside of a word or right behind a letter is the sentence's own.
    let stands_apart = line[..at].ends_with(|c: char| c.is_whitespace() || CLOSING.contains(&c));
    if words.is_empty() || !stands_apart || !is_name(name) {
        return whole();
    }
    Claimed { words: words.to_owned(), speaker: Some(name.to_owned()) }
}

fn is_name(text: &str) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let small = |word: &str| word.chars().count() <= 3 && word.chars().all(char::is_lowercase);
    let words: Vec<&str> = text.split_whitespace().collect();
    let ends_as_name = |word: &&str| capital(word) && !word.ends_with(['!', '?', ':', ';', ',']);
    (1..=MOST_WORDS).contains(&words.len())
        && words.iter().all(|word| capital(word) || small(word))
        && words.first().is_some_and(|first| capital(first))
        && words.last().is_some_and(ends_as_name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn assert_read(line: &str, words: &str, speaker: Option<&str>) {
        assert_eq!(parse(line), Claimed { words: words.to_owned(), speaker: speaker.map(str::to_owned) });
    }

    #[test]
    fn a_name_after_a_dash_is_the_speaker() {
        assert_read("“We will not go,” — Ana Ruiz", "“We will not go,”", Some("Ana Ruiz"));
        assert_read(
            "We will not go -- Gov. Ludwig van der Berg Jr.",
            "We will not go",
            Some("Gov. Ludwig van der Berg Jr."),
        );
        assert_read("  We will not go  ", "We will not go", None);
    }

    #[test]
    fn a_dash_of_the_sentence_is_left_alone() {
        for line in
            ["We will go — but not today", "We will go—Ana", "— Ana Ruiz", "We go — Never!", "We go —", "We — ana"]
        {
            assert_read(line, line, None);
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_is_lost(line in "([ -~]|—|–|”|é){0,40}") {
            let Claimed { words, speaker } = parse(&line);
            prop_assert!(line.contains(&words));
            prop_assert!(speaker.is_none_or(|name| line.trim_end().ends_with(&name)));
        }
    }
}

//! Counting the words of a query in a text in one pass that keeps nothing of it: phrases by the
//! Shift-And algorithm (Baeza-Yates and Gonnet, 1992), with words for letters.

use super::query::Term;
use crate::text::fold;

/// A term as it is looked for.
struct Pattern<'q> {
    term: &'q Term,
    /// Bit n: the last words read are the first n + 1 of the term.
    state: u64,
    count: usize,
}

/// How often each of `terms` stands in `text`, and how many words that has. Reads no further than until
/// each of them was found `enough` times.
pub fn count(text: &str, terms: &[&Term], enough: usize) -> (Vec<usize>, usize) {
    let mut patterns: Vec<Pattern<'_>> = terms.iter().map(|term| Pattern { term, state: 0, count: 0 }).collect();
    let mut words = 0;
    each_word(text, &mut |word| {
        words += 1;
        let mut missing = false;
        for pattern in &mut patterns {
            pattern.read(word);
            missing |= pattern.count < enough;
        }
        missing
    });
    (patterns.into_iter().map(|pattern| pattern.count).collect(), words)
}

impl Pattern<'_> {
    fn read(&mut self, word: &str) {
        let last = self.term.words.len() - 1;
        let mut same = 0;
        for (number, wanted) in self.term.words.iter().enumerate() {
            let word = match self.term.prefix && number == last {
                true => word.as_bytes().get(..wanted.len()).unwrap_or_default(),
                false => word.as_bytes(),
            };
            let is_same = word.eq_ignore_ascii_case(wanted.as_bytes());
            same |= u64::from(is_same) << number;
        }
        self.state = (self.state << 1 | 1) & same;
        self.count += usize::from(self.state >> last & 1 == 1);
    }
}

/// Hands each word of `text`, folded save for ASCII capitals, to `read` until that wants no more.
fn each_word(text: &str, read: &mut dyn FnMut(&str) -> bool) {
    let bytes = text.as_bytes();
    let mut word = String::new();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..].iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(bytes.len() - at);
        let letters = &text[at..at + run];
        at += run;
        // Most words are of ASCII alone, and are read where they stand.
        if word.is_empty() && bytes.get(at).is_none_or(u8::is_ascii) {
            if run > 0 && !read(letters) {
                return;
            }
            at += 1;
            continue;
        }
        word.push_str(letters);
        let Some(next) = text[at..].chars().next() else { break };
        at += next.len_utf8();
        if next.is_ascii() || matches!(next, '’' | '“' | '”' | '—' | '–' | '…' | '\u{a0}') {
            if !word.is_empty() && !read(&word) {
                return;
            }
            word.clear();
            continue;
        }
        // What it folds to may be several letters, a part of the word before, or no letter at all.
        for c in fold::fold(next.encode_utf8(&mut [0; 4])).chars() {
            if c.is_alphanumeric() {
                word.push(c);
            } else {
                if !word.is_empty() && !read(&word) {
                    return;
                }
                word.clear();
            }
        }
    }
    if !word.is_empty() {
        read(&word);
    }
}

#[cfg(test)]
mod tests {
    use super::super::query::Query;
    use super::super::terms::Words;
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    #[test]
    fn phrases_are_counted_where_they_begin_again() {
        let query = Query::parse("\"a b a\" OR É*", NaiveDate::MIN).unwrap();
        let terms = query.expr.shown_terms();
        assert_eq!(count("A b, a b a. Ça état-e\u{301}", &terms, usize::MAX), (vec![2, 2], 8));
        assert_eq!(count("a b a etat b b b b", &terms, 1).1, 4);
    }

    proptest! {
        #[test]
        fn they_are_the_words_that_are_found_with_their_places(text in "[a-cA-C.'’“é\u{301}ßﬁ¼ …\\-]{0,40}|\\PC{0,40}") {
            let query = Query::parse("a OR \"b c\" OR c* OR ss*", NaiveDate::MIN).unwrap();
            let terms = query.expr.shown_terms();
            let words = Words::new(&text);
            let expected: Vec<usize> = terms.iter().map(|term| words.places(term).count()).collect();
            prop_assert_eq!(count(&text, &terms, usize::MAX), (expected, words.len()));
        }
    }
}

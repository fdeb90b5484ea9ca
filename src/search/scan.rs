//! Counting the words of a query in texts without keeping anything of them. Where folding changes no more than
//! the case of letters, they are looked for as bytes; elsewhere word by word, phrases by the Shift-And algorithm
//! (Baeza-Yates and Gonnet, 1992) with words for letters.

use super::query::Term;
use crate::text::fold;
use memchr::memmem::{self, Finder};

/// Terms, to be counted in many texts.
pub struct Counter<'q> {
    terms: Vec<&'q Term>,
    /// What finds the first word of each.
    finders: Vec<Finder<'q>>,
}

impl<'q> Counter<'q> {
    /// A counter of `terms`.
    pub fn new(terms: Vec<&'q Term>) -> Self {
        let finders = terms.iter().map(|term| Finder::new(&term.words[0])).collect();
        Self { terms, finders }
    }

    /// How often each term stands in `text`, as far as `enough` of each.
    pub fn count(&self, text: &str, enough: usize) -> Vec<usize> {
        if !is_plain(text) {
            return count_folded(text, &self.terms, enough);
        }
        let lower = text.to_ascii_lowercase().into_bytes();
        let count = |(finder, term): (&Finder<'_>, &&Term)| {
            finder.find_iter(&lower).filter(|at| stands_at(&lower, *at, term)).take(enough).count()
        };
        self.finders.iter().zip(&self.terms).map(count).collect()
    }

    /// Whether every term stands in `text`.
    pub fn all_stand_in(&self, text: &str) -> bool {
        self.count(text, 1).iter().all(|count| *count > 0)
    }
}

/// Whether folding changes nothing in `text` but the case of ASCII letters: what else there is are marks and
/// spaces, which part words.
fn is_plain(text: &str) -> bool {
    const QUOTES_AND_DASHES: &[u8] = "\u{2019}".as_bytes().split_at(2).0;
    const THIRD_BYTES: [u8; 7] = [0x93, 0x94, 0x98, 0x99, 0x9c, 0x9d, 0xa6];
    let bytes = text.as_bytes();
    let others = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let is_mark = |at: &usize| bytes.get(at + 2).is_some_and(|third| THIRD_BYTES.contains(third));
    others == 0 || {
        let marks = memmem::find_iter(bytes, QUOTES_AND_DASHES).filter(is_mark).count();
        let spaces = memmem::find_iter(bytes, "\u{a0}").count();
        3 * marks + 2 * spaces == others
    }
}

/// Whether the words of `term`, the first of which was found at byte `at` of a plain text in lower case, stand there.
fn stands_at(lower: &[u8], mut at: usize, term: &Term) -> bool {
    let is_part = |at: usize| lower.get(at).is_some_and(u8::is_ascii_alphanumeric);
    if at > 0 && is_part(at - 1) {
        return false;
    }
    for (number, word) in term.words.iter().enumerate() {
        if number > 0 {
            let Some(gap) = lower[at..].iter().position(u8::is_ascii_alphanumeric) else { return false };
            at += gap;
        }
        if !lower[at..].starts_with(word.as_bytes()) {
            return false;
        }
        at += word.len();
        let may_go_on = term.prefix && number + 1 == term.words.len();
        if !may_go_on && is_part(at) {
            return false;
        }
    }
    true
}

/// A term as it is looked for word by word.
struct Pattern<'q> {
    term: &'q Term,
    /// Bit n: the last words read are the first n + 1 of the term.
    state: u64,
    count: usize,
}

/// How often each of `terms` stands in `text`, whatever that has to be folded. Reads no further than until each of
/// them was found `enough` times.
fn count_folded(text: &str, terms: &[&Term], enough: usize) -> Vec<usize> {
    let mut patterns: Vec<Pattern<'_>> = terms.iter().map(|term| Pattern { term, state: 0, count: 0 }).collect();
    each_word(text, &mut |word| {
        let mut missing = false;
        for pattern in &mut patterns {
            pattern.read(word);
            missing |= pattern.count < enough;
        }
        missing
    });
    patterns.into_iter().map(|pattern| pattern.count.min(enough)).collect()
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

    fn counted(text: &str, terms: &[&Term], enough: usize) -> Vec<usize> {
        Counter::new(terms.to_vec()).count(text, enough)
    }

    #[test]
    fn phrases_are_counted_where_they_begin_again() {
        let query = Query::parse("\"a b a\" OR É*", NaiveDate::MIN).unwrap();
        let terms = query.expr.shown_terms();
        assert_eq!(counted("A b, a b a. Ça état-e\u{301}", &terms, usize::MAX), [2, 2]);
        assert_eq!(counted("A b, “a b a” — état", &terms, usize::MAX), [2, 1]);
        assert_eq!(counted("A b, “a b a” — eat", &terms, 1), [1, 1]);
    }

    proptest! {
        #[test]
        fn they_are_the_words_that_are_found_with_their_places(
            text in "[a-cA-C.'’“é\u{301}ßﬁ¼ …\\-]{0,40}|[a-cA-C.'’“ \u{a0}—-]{0,40}|\\PC{0,40}"
        ) {
            let query = Query::parse("a OR \"b c\" OR \"a a\" OR \"b a*\" OR c* OR ss*", NaiveDate::MIN).unwrap();
            let terms = query.expr.shown_terms();
            let words = Words::new(&text);
            let expected: Vec<usize> = terms.iter().map(|term| words.places(term).count()).collect();
            prop_assert_eq!(counted(&text, &terms, usize::MAX), expected);
        }
    }
}

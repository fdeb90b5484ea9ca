//! The words that somebody uses most.

use super::wording;
use crate::text::fold;
use std::collections::HashMap;

/// How often the words come that tell something, over some texts; *the* and its like are left out.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// By the folded word: how often, and how it was written first.
    words: HashMap<String, (u64, String)>,
}

impl Vocabulary {
    /// Counts the words of `text`.
    pub fn add(&mut self, text: &str) {
        for span in wording::telling_words(text) {
            let word = span.of(text);
            let known = self.words.entry(fold::words(word)).or_insert_with(|| (0, word.to_lowercase()));
            known.0 += 1;
        }
    }

    /// The `most` most frequent words, each with how often it comes, the most frequent first.
    pub fn most_frequent(self, most: usize) -> Vec<(String, u64)> {
        let mut words: Vec<(String, u64)> = self.words.into_values().map(|(count, word)| (word, count)).collect();
        words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        words.truncate(most);
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_without_regard_to_case_and_common_ones_are_left_out() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.add("The harbour, the old Harbour and the bridge");
        vocabulary.add("That is our HARBOUR");
        assert_eq!(vocabulary.most_frequent(2), [("harbour".to_owned(), 3), ("bridge".to_owned(), 1)]);
    }
}

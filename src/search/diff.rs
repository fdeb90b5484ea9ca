//! What one text has and another has not, word by word: Myers, "An O(ND) difference algorithm and its variations"
//! (1986), by the `similar` crate.

use crate::article::Article;
use crate::text::Span;
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// After how long the rest is compared less exactly: what is that unlike is no printing of the same text.
const LONGEST: Duration = Duration::from_secs(2);

/// What stands in one of the two only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Only the first text has it.
    Removed,
    /// Only the second text has it.
    Added,
}

impl Change {
    /// What stands around it, so that it can be told without colour, as `wdiff` does.
    const fn signs(self) -> (&'static str, &'static str) {
        match self {
            Change::Removed => ("[~", "~]"),
            Change::Added => ("{+", "+}"),
        }
    }
}

/// Two texts in one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// The words of both, in paragraphs: what only the first has as `[~this~]`, what only the second has as `{+this+}`.
    pub text: String,
    /// Its paragraphs.
    pub paragraphs: Vec<Span>,
    /// Where they differ, signs included.
    pub changes: Vec<(Change, Span)>,
    /// How many words both have.
    pub same: usize,
    /// How many words only the first has.
    pub removed: usize,
    /// How many words only the second has.
    pub added: usize,
}

/// A word, or the end of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Token<'a> {
    Word(&'a str),
    End,
}

/// `old` and `new` in one.
pub fn diff(old: &Article, new: &Article) -> Merged {
    let (old, new) = (tokens(old), tokens(new));
    let mut numbers = HashMap::new();
    let (old_numbers, new_numbers) = (numbered(&old, &mut numbers), numbered(&new, &mut numbers));
    let deadline = Instant::now().checked_add(LONGEST);
    let mut merger = Merger::default();
    for op in capture_diff_slices_deadline(Algorithm::Myers, &old_numbers, &new_numbers, deadline) {
        match op {
            DiffOp::Equal { old_index, len, .. } => merger.keep(&old[old_index..old_index + len]),
            DiffOp::Delete { old_index, old_len, .. } => {
                merger.change(Change::Removed, &old[old_index..old_index + old_len]);
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                merger.change(Change::Added, &new[new_index..new_index + new_len]);
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                merger.change(Change::Removed, &old[old_index..old_index + old_len]);
                merger.change(Change::Added, &new[new_index..new_index + new_len]);
            }
        }
    }
    merger.finish()
}

/// The tokens by numbers, which are compared faster: each different one has its own.
fn numbered<'a>(tokens: &[Token<'a>], numbers: &mut HashMap<Token<'a>, usize>) -> Vec<usize> {
    let number = |token: &Token<'a>| {
        let next = numbers.len();
        *numbers.entry(*token).or_insert(next)
    };
    tokens.iter().map(number).collect()
}

fn tokens(article: &Article) -> Vec<Token<'_>> {
    let paragraphs = article.paragraphs.iter().map(|paragraph| paragraph.of(&article.text));
    paragraphs.flat_map(|text| text.split_whitespace().map(Token::Word).chain([Token::End])).collect()
}

#[derive(Default)]
struct Merger {
    merged: Merged,
    /// Where the paragraph began that is being written.
    begun: usize,
}

impl Merger {
    fn keep(&mut self, tokens: &[Token<'_>]) {
        for token in tokens {
            match token {
                Token::Word(word) => {
                    self.word(word);
                    self.merged.same += 1;
                }
                Token::End => self.end(),
            }
        }
    }

    /// Writes what only one of them has: words that follow each other together, the end of a paragraph as `¶`.
    fn change(&mut self, change: Change, tokens: &[Token<'_>]) {
        for run in tokens.chunk_by(|_, next| *next != Token::End) {
            // Every run but the first begins with the end of the paragraph before it.
            let words = run.iter().map(|token| match token {
                Token::Word(word) => *word,
                Token::End => "¶",
            });
            let (open, close) = change.signs();
            let text = format!("{open}{}{close}", words.collect::<Vec<_>>().join(" "));
            let start = self.word(&text);
            self.merged.changes.push((change, Span::new(start, self.merged.text.len())));
            let count = run.iter().filter(|token| matches!(token, Token::Word(_))).count();
            match change {
                Change::Removed => self.merged.removed += count,
                Change::Added => self.merged.added += count,
            }
        }
    }

    /// Writes a word after what stands before it; says where it begins.
    fn word(&mut self, word: &str) -> usize {
        if self.merged.text.len() > self.begun {
            self.merged.text.push(' ');
        }
        let start = self.merged.text.len();
        self.merged.text.push_str(word);
        start
    }

    fn end(&mut self) {
        let Merged { text, paragraphs, .. } = &mut self.merged;
        if text.len() > self.begun {
            paragraphs.push(Span::new(self.begun, text.len()));
            text.push('\n');
            self.begun = text.len();
        }
    }

    fn finish(mut self) -> Merged {
        self.end();
        self.merged
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn merged(old: &str, new: &str) -> Merged {
        diff(&Article::from_body(old.to_owned()), &Article::from_body(new.to_owned()))
    }

    #[test]
    fn what_only_one_of_them_has_is_told_apart_by_its_signs() {
        let merged = merged("We will close the old bridge.\n\nSo he said.", "We may close the bridge.\n\nSo he said.");
        assert_eq!(merged.text, "We [~will~] {+may+} close the [~old~] bridge.\nSo he said.\n");
        assert_eq!((merged.same, merged.removed, merged.added, merged.paragraphs.len()), (7, 2, 1, 2));
        let changes: Vec<_> = merged.changes.iter().map(|(change, span)| (*change, span.of(&merged.text))).collect();
        assert_eq!(changes, [(Change::Removed, "[~will~]"), (Change::Added, "{+may+}"), (Change::Removed, "[~old~]")]);
    }

    #[test]
    fn a_paragraph_that_was_joined_or_left_out_shows_as_such() {
        assert_eq!(merged("One two.\n\nThree four.", "One two. Three four.").text, "One two. [~¶~] Three four.\n");
        let cut = merged("One two.\n\nThree four.\n\nFive six.", "One two.\n\nFive six.");
        assert_eq!((cut.removed, cut.added, cut.same), (2, 0, 4));
        assert_eq!(merged("", "").text, "");
    }

    proptest! {
        #[test]
        fn no_word_of_either_is_lost(old in "([ab你é]{1,2}[ \n]{1,2}){0,12}", new in "([ab你é]{1,2}[ \n]{1,2}){0,12}") {
            let merged = merged(&old, &new);
            prop_assert_eq!(merged.same + merged.removed, old.split_whitespace().count());
            prop_assert_eq!(merged.same + merged.added, new.split_whitespace().count());
            for (_, span) in &merged.changes {
                prop_assert!(merged.text.is_char_boundary(span.start) && merged.text.is_char_boundary(span.end));
            }
        }
    }
}

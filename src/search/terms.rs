//! Whether a text holds the words of a query, and where: by the same words that the full-text index has.

use super::query::{Scope, Term};
use crate::text::Span;
use crate::text::fold::Folded;
use crate::text::paragraphs;
use crate::text::tokens::{self, Shape};

/// A text as folded words, each with its bytes.
#[derive(Debug, Default)]
pub struct Words {
    folded: Folded,
    /// The words' bytes in the folded text.
    words: Vec<Span>,
}

impl Words {
    /// The words of `text`.
    pub fn new(text: &str) -> Self {
        let folded = Folded::new(text);
        let mut words = Vec::new();
        let mut start = None;
        for (at, c) in folded.as_str().char_indices() {
            match (c.is_alphanumeric(), start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    words.push(Span::new(from, at));
                    start = None;
                }
                _ => {}
            }
        }
        words.extend(start.map(|from| Span::new(from, folded.as_str().len())));
        Self { folded, words }
    }

    fn word(&self, at: usize) -> &str {
        self.words[at].of(self.folded.as_str())
    }

    /// Whether the words of `term` stand at word number `at` and behind it.
    fn stands_at(&self, term: &Term, at: usize) -> bool {
        let last = term.words.len() - 1;
        at + last < self.words.len()
            && term.words.iter().enumerate().all(|(offset, wanted)| {
                let word = self.word(at + offset);
                if term.prefix && offset == last { word.starts_with(wanted.as_str()) } else { word == wanted }
            })
    }

    /// Where `term` stands, as numbers of its first words.
    pub fn places<'a>(&'a self, term: &'a Term) -> impl Iterator<Item = usize> + 'a {
        (0..self.words.len()).filter(|at| self.stands_at(term, *at))
    }

    /// Whether both are in the text with at most `distance` words between them, whichever comes first.
    pub fn hold_near(&self, one: &Term, other: &Term, distance: u32) -> bool {
        let others: Vec<usize> = self.places(other).collect();
        self.places(one).any(|at| {
            let from = others.partition_point(|place| *place < at);
            let gap = |first: usize, length: usize, second: usize| second.saturating_sub(first + length);
            let near = |gap: usize| gap <= distance as usize;
            others.get(from).is_some_and(|after| near(gap(at, one.words.len(), *after)))
                || from.checked_sub(1).is_some_and(|before| near(gap(others[before], other.words.len(), at)))
        })
    }

    /// Whether one sentence or paragraph of `text`, which the words are of, holds all of `terms`.
    pub fn hold_within(&self, text: &str, scope: Scope, terms: &[Term]) -> bool {
        let whole = Span::new(0, text.len());
        let parts = match scope {
            Scope::Paragraph => paragraphs::split(text, whole),
            Scope::Sentence => {
                paragraphs::split(text, whole).into_iter().flat_map(|part| sentences(text, part)).collect()
            }
        };
        let mut held = vec![0_u64; parts.len()];
        for (number, term) in terms.iter().enumerate().take(u64::BITS as usize) {
            for place in self.places(term) {
                let start = self.span(place, 1).start;
                let part = parts.partition_point(|part| part.end <= start);
                if let Some(held) = held.get_mut(part) {
                    *held |= 1 << number;
                }
            }
        }
        let all = u64::MAX >> (u64::BITS as usize - terms.len().clamp(1, u64::BITS as usize));
        held.contains(&all)
    }

    /// The bytes of `count` words from number `at` on, in the text that they are of.
    pub fn span(&self, at: usize, count: usize) -> Span {
        let last = (at + count).min(self.words.len()) - 1;
        self.folded.source(Span::new(self.words[at].start, self.words[last].end))
    }
}

/// The sentences of a paragraph: they end in a full stop or its like that no abbreviation has.
fn sentences(text: &str, paragraph: Span) -> Vec<Span> {
    let mut sentences = Vec::new();
    let mut start = paragraph.start;
    for token in tokens::tokens(text, paragraph) {
        if token.shape == Shape::Stop && start < token.span.end {
            sentences.push(Span::new(start, token.span.end));
            start = token.span.end;
        }
    }
    if start < paragraph.end {
        sentences.push(Span::new(start, paragraph.end));
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::{Expr, Query};
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn terms(query: &str) -> Vec<Term> {
        let expr = Query::parse(query, NaiveDate::MIN).unwrap().expr;
        expr.shown_terms().into_iter().cloned().collect()
    }

    fn holds(text: &str, query: &str) -> bool {
        let words = Words::new(text);
        match Query::parse(query, NaiveDate::MIN).unwrap().expr {
            Expr::Term(term) => words.places(&term).next().is_some(),
            Expr::Near(one, other, distance) => words.hold_near(&one, &other, distance),
            Expr::Within(scope, terms) => words.hold_within(text, scope, &terms),
            _ => unreachable!(),
        }
    }

    #[test]
    fn words_phrases_beginnings_and_distances_are_found() {
        let text = "The bond HÉARING won’t be held before noon; Sen. Peters said so. The judge left.";
        for query in [
            "hearing",
            "\"bond hearing\"",
            "hear*",
            "\"bond he*\"",
            "won't",
            "bond NEAR/5 before",
            "before NEAR/5 bond",
        ] {
            assert!(holds(text, query), "{query}");
        }
        for query in ["hear", "\"hearing bond\"", "bond NEAR/4 before", "ear*"] {
            assert!(!holds(text, query), "{query}");
        }
    }

    #[test]
    fn sentences_and_paragraphs_hold_words_together() {
        let text = "The bond was set at noon; Sen. Peters said so. The judge left.\n\nNobody saw it.";
        assert!(holds(text, "SENTENCE(bond peters)"));
        assert!(!holds(text, "SENTENCE(bond judge)"));
        assert!(holds(text, "PARAGRAPH(bond judge)"));
        assert!(!holds(text, "PARAGRAPH(bond nobody)"));
    }

    proptest! {
        #[test]
        fn what_is_found_is_some_of_the_text(text in "[a-cA-Cé’ß .\\n]{0,40}|\\PC{0,40}") {
            let words = Words::new(&text);
            for term in terms("a* OR \"a b\" OR é OR ß*") {
                for place in words.places(&term) {
                    let span = words.span(place, term.words.len());
                    prop_assert!(text.get(span.start..span.end).is_some_and(|found| !found.is_empty()));
                }
            }
            words.hold_within(&text, Scope::Sentence, &terms("a b"));
        }
    }
}

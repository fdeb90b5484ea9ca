//! Searching in one pane: every place where the typed text stands, one of them current.

use super::layout::Pane;
use super::list::List;
use super::reading::Reading;
use crate::text::{Span, fold::Folded, fold::fold, joined};

/// A search in one pane.
#[derive(Debug, Clone)]
pub struct Search {
    /// Where it looks.
    pub pane: Pane,
    needle: String,
    hits: Hits,
    current: usize,
}

/// Where the text stands.
#[derive(Debug, Clone)]
enum Hits {
    /// Rows of the list or numbers of quotations.
    Rows(Vec<usize>),
    /// Passages of the article.
    Passages(Vec<Span>),
}

/// One place where the text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    /// A row of the list or the number of a quotation.
    Row(usize),
    /// A passage of the article.
    Passage(Span),
}

impl Search {
    /// Looks for `text` in a pane, without regard to case, accents and the style of marks.
    pub fn new(pane: Pane, text: &str, list: &List, reading: Option<&Reading>) -> Self {
        let mut search = Search { pane, needle: fold(text), hits: Hits::Rows(Vec::new()), current: 0 };
        search.refresh(list, reading);
        search
    }

    /// Looks again, after what is searched has changed; [`start_at`](Self::start_at) is to follow.
    pub fn refresh(&mut self, list: &List, reading: Option<&Reading>) {
        self.hits = match (self.pane, reading) {
            (Pane::List, _) if self.needle.is_empty() => Hits::Rows(Vec::new()),
            (Pane::List, _) => Hits::Rows(list.places_holding(&self.needle)),
            (_, None) => Hits::Rows(Vec::new()),
            (Pane::Article, Some(reading)) => Hits::Passages(self.passages(reading)),
            (Pane::Quotes, Some(reading)) => Hits::Rows(self.rows(reading.record().quotations.iter().map(|q| {
                let speaker = q.speaker.as_ref().map(ToString::to_string).unwrap_or_default();
                fold(&(speaker + "\n" + &q.words(reading.article())))
            }))),
        };
    }

    fn rows(&self, folded: impl Iterator<Item = impl AsRef<str>>) -> Vec<usize> {
        if self.needle.is_empty() {
            return Vec::new();
        }
        let found = folded.enumerate().filter(|(_, text)| text.as_ref().contains(&self.needle));
        found.map(|(row, _)| row).collect()
    }

    fn passages(&self, reading: &Reading) -> Vec<Span> {
        let article = reading.article();
        let paragraphs = article.paragraphs.iter();
        paragraphs.flat_map(|p| self.in_text(p.of(&article.text)).into_iter().map(|s| shifted(s, p.start))).collect()
    }

    /// Where the text stands in `text`: ordered and disjoint. Of what folds to several characters,
    /// each may be a hit, but all of them are one.
    pub fn in_text(&self, text: &str) -> Vec<Span> {
        if self.needle.is_empty() {
            return Vec::new();
        }
        let folded = Folded::new(text);
        let found = folded.as_str().match_indices(&self.needle);
        joined(found.map(|(at, _)| folded.source(Span::new(at, at + self.needle.len()))))
    }

    /// Whether anything is looked for.
    pub fn is_empty(&self) -> bool {
        self.needle.is_empty()
    }

    /// How many places there are.
    pub fn count(&self) -> usize {
        match &self.hits {
            Hits::Rows(rows) => rows.len(),
            Hits::Passages(passages) => passages.len(),
        }
    }

    /// The number of the current place, from 0.
    pub fn current(&self) -> usize {
        self.current
    }

    /// The passages of the article, in order; none where another pane is searched.
    pub fn article_hits(&self) -> &[Span] {
        match &self.hits {
            Hits::Passages(passages) => passages,
            Hits::Rows(_) => &[],
        }
    }

    fn hit(&self, number: usize) -> Option<Hit> {
        match &self.hits {
            Hits::Rows(rows) => rows.get(number).copied().map(Hit::Row),
            Hits::Passages(passages) => passages.get(number).copied().map(Hit::Passage),
        }
    }

    /// The current place.
    pub fn current_hit(&self) -> Option<Hit> {
        self.hit(self.current)
    }

    /// Makes the first place at or after `position` (a row, or an offset in the article) current,
    /// or the very first.
    pub fn start_at(&mut self, position: usize) {
        self.current = match &self.hits {
            Hits::Rows(rows) => rows.partition_point(|row| *row < position),
            Hits::Passages(passages) => passages.partition_point(|span| span.start < position),
        };
        if self.current == self.count() {
            self.current = 0;
        }
    }

    /// Makes the place `steps` further on current, round the ends; says whether it went round.
    pub fn step(&mut self, steps: isize) -> bool {
        let Ok(count) = isize::try_from(self.count()) else { return false };
        if count == 0 {
            return false;
        }
        let next = self.current as isize + steps;
        self.current = next.rem_euclid(count) as usize;
        !(0..count).contains(&next)
    }
}

fn shifted(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn hits_are_ordered_and_disjoint(text in "[a.…ßﬀ ’”]{0,40}", needle in "[a.sf ]{1,3}") {
            let search = Search::new(Pane::Article, &needle, &List::default(), None);
            let hits = search.in_text(&text);
            prop_assert!(hits.windows(2).all(|pair| pair[0].end <= pair[1].start));
            prop_assert!(hits.iter().all(|hit| fold(hit.of(&text)).contains(&fold(&needle))));
        }
    }
}

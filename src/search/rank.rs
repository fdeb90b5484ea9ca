//! Matches by how much they are about the words of a query: Okapi BM25 with the usual constants,
//! where how rare a word is is counted among the matches themselves.

use super::query::Query;
use super::scan::Counter;

/// The most quotations and the most articles that are ranked, the newest ones.
pub const MOST_RANKED: [usize; 2] = [2000, 600];

/// How soon more of the same word tells no more, and how much length counts.
const K1: f64 = 1.2;
const B: f64 = 0.75;

/// Matches with how often each term stands in them.
pub struct Ranking<'q> {
    has_terms: bool,
    counter: Counter<'q>,
    matches: Vec<Counted>,
}

struct Counted {
    id: i64,
    /// In bytes.
    length: usize,
    counts: Vec<usize>,
}

impl<'q> Ranking<'q> {
    pub fn new(query: &'q Query) -> Self {
        let terms = query.expr.shown_terms();
        Self { has_terms: !terms.is_empty(), counter: Counter::new(terms), matches: Vec::new() }
    }

    /// Whether any words are looked for; if not, the texts make no difference.
    pub fn has_terms(&self) -> bool {
        self.has_terms
    }

    /// Adds a match; of those alike, what came first stays first.
    pub fn add(&mut self, id: i64, text: &str) {
        let counts = self.counter.count(text, usize::MAX);
        self.matches.push(Counted { id, length: text.len(), counts });
    }

    pub fn len(&self) -> usize {
        self.matches.len()
    }

    /// The matches, the best first.
    pub fn best(self) -> Vec<i64> {
        let total = self.matches.len() as f64;
        let average = self.matches.iter().map(|one| one.length).sum::<usize>() as f64 / total.max(1.0);
        let rarity: Vec<f64> = (0..self.matches.first().map_or(0, |one| one.counts.len()))
            .map(|term| {
                let holding = self.matches.iter().filter(|one| one.counts[term] > 0).count() as f64;
                (1.0 + (total - holding + 0.5) / (holding + 0.5)).ln()
            })
            .collect();
        let score = |one: &Counted| -> f64 {
            let length = 1.0 - B + B * one.length as f64 / average.max(1.0);
            let terms = one.counts.iter().zip(&rarity);
            terms.map(|(&count, rarity)| rarity * count as f64 * (K1 + 1.0) / (count as f64 + K1 * length)).sum()
        };
        let mut scored: Vec<(f64, i64)> = self.matches.iter().map(|one| (score(one), one.id)).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        scored.into_iter().map(|(_, id)| id).collect()
    }
}

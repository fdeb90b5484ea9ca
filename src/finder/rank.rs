//! Ranking the lines of a corpus, on all cores.
//!
//! Of most lines that match, it is only counted that they do: a line is scored where it can still
//! come among the best. What is found is exact all the same.

use super::bits::{Bits, ones};
use super::{Corpus, Query};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};

/// A line that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit<T> {
    /// What the caller knows the line by.
    pub key: T,
    /// The line's number in the corpus, from 0.
    pub index: usize,
    /// How well it matches: higher is better, comparable within one query only.
    pub score: i64,
}

/// What a query found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// The best hits, best first.
    pub hits: Vec<Hit<T>>,
    /// How many lines match in all.
    pub total: usize,
}

/// How many words of 64 lines a thread looks at between two looks at whether to stop: well under a
/// millisecond.
const WORDS_AT_ONCE: usize = 64;
/// Below so many lines one thread is as fast as all.
const FEW_LINES: usize = 8_192;

/// The rank of a line, the best least: by score, then shorter lines first, then in the corpus's order.
pub(super) type Rank = (Reverse<i64>, usize, usize);

/// Which lines are looked at, and for what.
#[derive(Clone, Copy)]
pub(super) struct Sweep<'a, T> {
    pub corpus: &'a Corpus<T>,
    /// Whether a line is a hit.
    pub query: &'a Query,
    /// How well it is one.
    pub scored_by: &'a Query,
    /// Only these lines, as far as they were told.
    pub among: Option<Among<'a>>,
    /// Every line is looked at from this on.
    pub from: usize,
    /// The best ranks of lines that are not looked at again; others count only among them.
    pub known: &'a [Rank],
    /// How many of the best are wanted.
    pub limit: usize,
    /// None of these.
    pub except: Option<&'a Bits>,
}

/// Lines that were found before.
#[derive(Clone, Copy)]
pub(super) struct Among<'a> {
    pub lines: &'a Bits,
    /// How many lines of the corpus had been looked at by then.
    pub until: usize,
}

/// What a sweep found.
#[derive(Debug)]
pub(super) struct Swept {
    /// The best ranks, best first.
    pub best: Vec<Rank>,
    /// The lines that match.
    pub lines: Bits,
}

impl<T: Copy + Sync> Sweep<'_, T> {
    /// Looks at the lines; nothing if `cancelled` said yes on the way.
    pub fn run(&self, cancelled: &(dyn Fn() -> bool + Sync)) -> Option<Swept> {
        let words = self.corpus.len().div_ceil(64);
        let first = self.from / 64;
        let shared = Shared {
            found: (0..words).map(|_| AtomicU64::new(0)).collect(),
            next: AtomicUsize::new(first),
            least: AtomicI64::new(i64::MIN),
            cancelled,
        };
        let bests = if self.corpus.len() - self.from.min(self.corpus.len()) < FEW_LINES {
            vec![self.look(&shared)]
        } else {
            rayon::broadcast(|_| self.look(&shared))
        };
        let mut ranks = Vec::new();
        for best in bests {
            ranks.extend(best?);
        }
        ranks.sort_unstable();
        ranks.dedup();
        ranks.truncate(self.limit);
        let lines = shared.found.into_iter().map(AtomicU64::into_inner).collect::<Vec<_>>();
        Some(Swept { best: ranks, lines: lines.into() })
    }

    /// Takes chunks until none is left: one thread's part.
    fn look(&self, shared: &Shared<'_>) -> Option<Vec<Rank>> {
        let mut best: BinaryHeap<Rank> = self.known.iter().copied().collect();
        loop {
            let first = shared.next.fetch_add(WORDS_AT_ONCE, Ordering::Relaxed);
            let last = (first + WORDS_AT_ONCE).min(shared.found.len());
            if first >= last {
                return Some(best.into_vec());
            }
            if (shared.cancelled)() {
                return None;
            }
            for word in first..last {
                let found = self.look_at_word(word, &mut best, shared);
                shared.found[word].store(found, Ordering::Relaxed);
            }
        }
    }

    /// Which of 64 lines are hits.
    fn look_at_word(&self, word: usize, best: &mut BinaryHeap<Rank>, shared: &Shared<'_>) -> u64 {
        let first = word * 64;
        let mut found = 0;
        for bit in ones(self.wanted(word)) {
            let index = first + bit;
            if !self.query.may_match(self.corpus.masks()[index]) {
                continue;
            }
            let line = self.corpus.line(index);
            if !self.query.matches(line) {
                continue;
            }
            found |= 1 << bit;
            let full = best.len() >= self.limit;
            let least = match best.peek().filter(|_| full) {
                // As good a score is good enough only where the line is shorter, or comes before.
                Some((Reverse(least), length, last)) => *least + i64::from((line.text.len(), index) > (*length, *last)),
                None => i64::MIN,
            };
            // What another thread has found so many of is out of reach as well.
            let least = least.max(shared.least.load(Ordering::Relaxed));
            if self.limit == 0 || !self.scored_by.may_score(line, least) {
                continue;
            }
            best.push((Reverse(self.scored_by.score(line)), line.text.len(), index));
            if best.len() > self.limit {
                best.pop();
            }
            if best.len() == self.limit
                && let Some((Reverse(worst), ..)) = best.peek()
            {
                shared.least.fetch_max(*worst, Ordering::Relaxed);
            }
        }
        found
    }

    /// Which of 64 lines are to be looked at.
    fn wanted(&self, word: usize) -> u64 {
        let first = word * 64;
        let at_least = |number: usize| {
            if number <= first { u64::MAX } else { u64::MAX.checked_shl((number - first) as u32).unwrap_or(0) }
        };
        let there = !at_least(self.corpus.len()) & at_least(self.from);
        let among = self.among.map_or(u64::MAX, |among| among.lines.word(word) | at_least(among.until));
        there & among & !self.except.map_or(0, |except| except.word(word))
    }
}

/// What the threads of a sweep tell each other.
struct Shared<'a> {
    /// The lines found, a bit each.
    found: Vec<AtomicU64>,
    /// The next word of lines that nobody looks at yet.
    next: AtomicUsize,
    /// What the worst of one thread's best scores.
    least: AtomicI64,
    cancelled: &'a (dyn Fn() -> bool + Sync),
}

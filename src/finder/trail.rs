//! Answers to the queries of somebody who types: each is found among the lines of the one before
//! where it can be, and one that was answered already is answered from memory.

use super::bits::Bits;
use super::rank::{Among, Found, Hit, Rank, Sweep, Swept};
use super::{Corpus, Query};
use std::cmp::Reverse;

/// Below so many lines, all are looked at sooner than anybody could see a first answer.
const FIRST_ANSWER_FROM: usize = 65_536;
/// The most earlier answers that are remembered.
const LONGEST: usize = 64;

/// The answers on the way to what is typed now, over one corpus that only grows.
#[derive(Debug, Default)]
pub struct Trail {
    answers: Vec<Answered>,
}

/// An answered query.
#[derive(Debug)]
struct Answered {
    query: Query,
    /// The lines that match.
    lines: Bits,
    /// The best of them, best first.
    best: Vec<Rank>,
    /// How many were asked for.
    limit: usize,
    total: usize,
    /// How many lines of the corpus were looked at.
    until: usize,
    /// The lines that hold every word without a gap, where these were looked for first.
    together: Option<Together>,
}

/// The lines that hold every word of a query without a gap.
#[derive(Debug)]
struct Together {
    query: Query,
    lines: Bits,
    /// How many lines of the corpus were looked at.
    until: usize,
}

impl Trail {
    /// The best `limit` hits of `query` in `corpus`, among the lines `within` if there are any: by
    /// score, then shorter lines first, then in the corpus's order. An empty query finds every line
    /// in the corpus's order. Nothing if `cancelled` said yes on the way.
    ///
    /// Where that may take more than a frame, `first` has the best of the lines that hold every
    /// word without a gap before.
    ///
    /// The corpus must be that of the questions before, which may have grown where there is no
    /// `within`, and that must be the same: for others, begin a new trail.
    pub fn find<T: Copy + Sync>(
        &mut self,
        corpus: &Corpus<T>,
        query: &Query,
        within: Option<&Bits>,
        limit: usize,
        cancelled: &(dyn Fn() -> bool + Sync),
        first: &mut dyn FnMut(Found<T>),
    ) -> Option<Found<T>> {
        if query.is_empty() {
            self.answers.clear();
            return Some(everything(corpus, within, limit));
        }
        let kept = self.answers.iter().take_while(|answer| query.implies(&answer.query)).count();
        self.answers.truncate(kept);
        let same = self.answers.pop_if(|last| last.query.is(query) && last.limit == limit);
        let answer = match same {
            Some(answer) => answer.extended(corpus, cancelled)?,
            None => {
                let within = within.map(|lines| Among { lines, until: corpus.len() });
                Answered::new(corpus, query, self.answers.last(), within, limit, cancelled, first)?
            }
        };
        let found = found(corpus, &answer.best, answer.total);
        if self.answers.len() == LONGEST {
            self.answers.remove(0);
        }
        self.answers.push(answer);
        Some(found)
    }
}

impl Answered {
    fn new<T: Copy + Sync>(
        corpus: &Corpus<T>,
        query: &Query,
        earlier: Option<&Self>,
        within: Option<Among<'_>>,
        limit: usize,
        cancelled: &(dyn Fn() -> bool + Sync),
        first: &mut dyn FnMut(Found<T>),
    ) -> Option<Self> {
        let until = corpus.len();
        let among = earlier.map(|earlier| Among { lines: &earlier.lines, until: earlier.until }).or(within);
        let sweep = Sweep { corpus, query, scored_by: query, among, from: 0, known: &[], limit, except: None };
        let Some(together) = query.together().filter(|_| until >= FIRST_ANSWER_FROM) else {
            let Swept { best, lines } = sweep.run(cancelled)?;
            let total = lines.count();
            return Some(Self { query: query.clone(), lines, best, limit, total, until, together: None });
        };
        let earlier = earlier.and_then(|earlier| earlier.together.as_ref());
        let earlier = earlier.filter(|earlier| together.implies(&earlier.query));
        let among = earlier.map(|earlier| Among { lines: &earlier.lines, until: earlier.until }).or(among);
        let swept = Sweep { query: &together, among, ..sweep }.run(cancelled)?;
        if !swept.best.is_empty() {
            first(found(corpus, &swept.best, swept.lines.count()));
        }
        let rest = Sweep { known: &swept.best, except: Some(&swept.lines), ..sweep }.run(cancelled)?;
        let mut lines = rest.lines;
        lines.extend(&swept.lines);
        let total = lines.count();
        let together = Some(Together { query: together, lines: swept.lines, until });
        Some(Self { query: query.clone(), lines, best: rest.best, limit, total, until, together })
    }

    /// The answer over what the corpus holds by now.
    fn extended<T: Copy + Sync>(mut self, corpus: &Corpus<T>, cancelled: &(dyn Fn() -> bool + Sync)) -> Option<Self> {
        if self.until < corpus.len() {
            let (query, known, limit) = (&self.query, &self.best[..], self.limit);
            let sweep =
                Sweep { corpus, query, scored_by: query, among: None, from: self.until, known, limit, except: None };
            let Swept { best, lines } = sweep.run(cancelled)?;
            self.lines.extend(&lines);
            self.total = self.lines.count();
            (self.best, self.until) = (best, corpus.len());
        }
        Some(self)
    }
}

/// The best `limit` hits of `query` in `corpus`, as [`Trail::find`] finds them at once.
pub fn find<T: Copy + Sync>(
    corpus: &Corpus<T>,
    query: &Query,
    limit: usize,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Found<T>> {
    Trail::default().find(corpus, query, None, limit, cancelled, &mut |_| ())
}

/// The first `limit` lines, and how many there are.
fn everything<T: Copy>(corpus: &Corpus<T>, within: Option<&Bits>, limit: usize) -> Found<T> {
    let lines = (0..corpus.len()).filter(|index| within.is_none_or(|lines| lines.contains(*index)));
    let hit = |index| Some(Hit { key: corpus.key(index)?, index, score: 0 });
    Found { hits: lines.take(limit).filter_map(hit).collect(), total: within.map_or(corpus.len(), Bits::count) }
}

fn found<T: Copy>(corpus: &Corpus<T>, best: &[Rank], total: usize) -> Found<T> {
    let hit = |(Reverse(score), _, index): &Rank| Some(Hit { key: corpus.key(*index)?, index: *index, score: *score });
    Found { hits: best.iter().filter_map(hit).collect(), total }
}

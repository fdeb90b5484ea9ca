//! From comparisons to counts, and from counts to measures.

use crate::compare::Comparison;
use crate::spans::Span;
use std::collections::HashMap;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// How many of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Those that are right.
    pub right: usize,
    /// All of them.
    pub of: usize,
}

impl Share {
    fn count(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }

    /// As a part of 1; zero where there is nothing.
    pub fn rate(self) -> f64 {
        if self.of > 0 { self.right as f64 / self.of as f64 } else { 0.0 }
    }

    /// In percent, if there is anything.
    pub fn percent(self) -> Option<f64> {
        (self.of > 0).then(|| 100.0 * self.right as f64 / self.of as f64)
    }
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.of += other.of;
    }
}

/// Right ones among the predicted units, and among the gold units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Matches {
    /// Of the predicted units.
    pub precision: Share,
    /// Of the gold units.
    pub recall: Share,
}

impl Matches {
    /// The harmonic mean of precision and recall, in percent.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision.rate(), self.recall.rate());
        if p + r > 0.0 { 200.0 * p * r / (p + r) } else { 0.0 }
    }
}

impl AddAssign for Matches {
    fn add_assign(&mut self, other: Self) {
        self.precision += other.precision;
        self.recall += other.recall;
    }
}

/// What one row comes to, in one article or many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Spans that are the same.
    pub exact: Matches,
    /// Spans at least half covered.
    pub overlap: Matches,
    /// Spans at least half covered whose speaker is right.
    pub end_to_end: Matches,
    /// Speakers of matched gold units that are right by the lenient measure, for each of
    /// [`Mentioned::ALL`].
    pub lenient: [Share; 4],
    /// By the strict measure.
    pub strict: Share,
    /// Of those whose name the gold knows: that name.
    pub resolved: Share,
    /// Matched gold units whose speaker the gold leaves open.
    pub unknown: usize,
    /// Predictions neither right nor wrong.
    pub neutral: usize,
}

impl Counts {
    /// What `comparison` comes to.
    pub fn new(comparison: &Comparison<'_>) -> Self {
        let mut counts = Self { neutral: comparison.neutral, ..Self::default() };
        counts.count_exact(comparison);
        for predicted in &comparison.predicted {
            counts.overlap.precision.count(predicted.found);
            if let Some(right) = predicted.right {
                counts.end_to_end.precision.count(right);
            }
        }
        for gold in &comparison.gold {
            counts.overlap.recall.count(gold.matched.is_some());
            let Some((_, verdict)) = gold.matched else {
                counts.end_to_end.recall.count(false);
                continue;
            };
            match verdict.lenient {
                Some(right) => {
                    counts.lenient[gold.unit.quote.attribution.mentioned() as usize].count(right);
                    counts.end_to_end.recall.count(right);
                }
                None => counts.unknown += 1,
            }
            verdict.strict.into_iter().for_each(|right| counts.strict.count(right));
            verdict.resolved.into_iter().for_each(|right| counts.resolved.count(right));
        }
        counts
    }

    /// Each gold span can be met once.
    fn count_exact(&mut self, comparison: &Comparison<'_>) {
        let mut left: HashMap<Span, usize> = HashMap::new();
        for gold in &comparison.gold {
            *left.entry(gold.unit.span).or_default() += 1;
        }
        for predicted in &comparison.predicted {
            let left = left.get_mut(&predicted.unit.span).filter(|left| **left > 0);
            self.exact.precision.count(left.is_some());
            left.into_iter().for_each(|left| *left -= 1);
        }
        self.exact.recall = Share { right: self.exact.precision.right, of: comparison.gold.len() };
    }

    /// Speakers that are right by the lenient measure, however they are mentioned.
    pub fn all_lenient(&self) -> Share {
        self.lenient.iter().fold(Share::default(), |mut sum, share| {
            sum += *share;
            sum
        })
    }
}

impl Add<&Counts> for Counts {
    type Output = Self;

    fn add(mut self, other: &Counts) -> Self {
        self.exact += other.exact;
        self.overlap += other.overlap;
        self.end_to_end += other.end_to_end;
        for (sum, share) in self.lenient.iter_mut().zip(other.lenient) {
            *sum += share;
        }
        self.strict += other.strict;
        self.resolved += other.resolved;
        self.unknown += other.unknown;
        self.neutral += other.neutral;
        self
    }
}

impl<'a> Sum<&'a Counts> for Counts {
    fn sum<I: Iterator<Item = &'a Counts>>(counts: I) -> Self {
        counts.fold(Self::default(), Add::add)
    }
}

//! How far figures could lie off, had other articles been printed: the bootstrap over articles.

use crate::score::Counts;

/// How many times articles are drawn anew.
const RESAMPLES: usize = 1000;

/// Resamples below and above the interval: together five in a hundred.
const OUTSIDE: usize = RESAMPLES * 25 / 1000;

/// What holds 95 % of the resamples, in percent.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// A measure of a row, in percent.
pub type Measure = fn(&Counts) -> f64;

/// The interval of each of `measures` over articles with these counts, by the percentiles of
/// resamples (Efron 1979). The same counts give the same intervals.
pub fn intervals<const N: usize>(articles: &[Counts], measures: [Measure; N]) -> [Interval; N] {
    let mut random = SplitMix(0);
    let mut values = [const { Vec::new() }; N];
    for _ in 0..RESAMPLES {
        let drawn = (0..articles.len()).map(|_| &articles[random.below(articles.len())]);
        let counts: Counts = drawn.sum();
        for (values, measure) in values.iter_mut().zip(measures) {
            values.push(measure(&counts));
        }
    }
    values.map(|mut values| {
        values.sort_unstable_by(f64::total_cmp);
        Interval { low: values[OUTSIDE], high: values[RESAMPLES - 1 - OUTSIDE] }
    })
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not zero.
    fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Share;

    fn resolved(counts: &Counts) -> f64 {
        100.0 * counts.resolved.rate()
    }

    #[test]
    fn the_interval_is_that_of_the_binomial() {
        let article = |at: usize| Counts { resolved: Share { right: at % 2, of: 1 }, ..Counts::default() };
        let articles: Vec<Counts> = (0..100).map(article).collect();
        let [interval] = intervals(&articles, [resolved]);
        // Half of a hundred: 50 ± 1.96 × 5.
        assert!((39.0..=42.0).contains(&interval.low) && (58.0..=61.0).contains(&interval.high), "{interval:?}");
        assert_eq!(intervals(&articles, [resolved]), [interval]);
    }

    #[test]
    fn no_articles_are_no_fault() {
        assert_eq!(intervals(&[], [resolved]), [Interval { low: 0.0, high: 0.0 }]);
    }
}

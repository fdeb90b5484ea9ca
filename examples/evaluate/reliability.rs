//! Whether the engine's confidence keeps what it promises.

use crate::compare::Comparison;

/// How many bins of equal width the confidences 0..=1 fall into.
pub const BINS: usize = 10;

/// Predictions of like confidence.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bin {
    /// How many there are.
    pub count: usize,
    /// How many are right, span and speaker.
    pub right: usize,
    /// The sum of their confidences.
    confidence: f64,
}

impl Bin {
    /// The mean confidence, as a part of 1; not a number where there is nothing.
    pub fn confidence(self) -> f64 {
        self.confidence / self.count as f64
    }

    /// The part that is right; not a number where there is nothing.
    pub fn accuracy(self) -> f64 {
        self.right as f64 / self.count as f64
    }
}

/// Confidence against truth.
#[derive(Debug, Default)]
pub struct Reliability {
    /// From the least confident to the most.
    pub bins: [Bin; BINS],
}

impl Reliability {
    /// Takes in the predictions of `comparison` that have a confidence and are right or wrong.
    pub fn add(&mut self, comparison: &Comparison<'_>) {
        for predicted in &comparison.predicted {
            let confidence = predicted.unit.quote.attribution.confidence;
            if let (Some(confidence), Some(right)) = (confidence, predicted.right) {
                let bin = &mut self.bins[((confidence * BINS as f32) as usize).min(BINS - 1)];
                bin.count += 1;
                bin.right += usize::from(right);
                bin.confidence += f64::from(confidence);
            }
        }
    }

    /// How many predictions it holds.
    pub fn count(&self) -> usize {
        self.bins.iter().map(|bin| bin.count).sum()
    }

    /// The expected calibration error: how far confidence lies from truth on average, as a part
    /// of 1 (Naeini, Cooper and Hauskrecht 2015).
    pub fn error(&self) -> f64 {
        let off = self.bins.iter().map(|bin| (bin.confidence - bin.right as f64).abs()).sum::<f64>();
        off / self.count().max(1) as f64
    }
}

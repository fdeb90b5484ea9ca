//! Learners: averaged perceptron and softmax regression over hashed features.

use whosaid::quote::table::{self, Table};

/// A linear model in training.
pub struct Learner<const L: usize> {
    weights: Vec<[f32; L]>,
    /// Perceptron: the sum of updates times their time. Regression: the sum of squared gradients.
    second: Vec<[f32; L]>,
    time: f32,
    /// Regression: the weights at the ends of epochs, summed, and how many they are.
    kept: (Vec<[f32; L]>, f32),
    /// How often features were seen, up to 255, by the high bits of their hash; empty where all count.
    seen: Vec<u8>,
}

/// How often a feature must be seen to be learned.
const LEAST: u8 = 2;
const SEEN_BITS: u32 = 23;

impl<const L: usize> Learner<L> {
    /// All weights zero, `1 << bits` rows.
    pub fn new(bits: u32) -> Self {
        Self {
            weights: vec![[0.0; L]; 1 << bits],
            second: vec![[0.0; L]; 1 << bits],
            time: 0.0,
            kept: (Vec::new(), 0.0),
            seen: Vec::new(),
        }
    }

    /// Counts `features`: once any are counted, only those seen [`LEAST`] times are learned, so that
    /// rare ones do not crowd the table.
    pub fn count(&mut self, features: &[u32]) {
        if self.seen.is_empty() {
            self.seen = vec![0; 1 << SEEN_BITS];
        }
        for feature in features {
            let seen = &mut self.seen[(feature >> (32 - SEEN_BITS)) as usize];
            *seen = seen.saturating_add(1);
        }
    }

    fn is_rare(&self, feature: u32) -> bool {
        self.seen.get((feature >> (32 - SEEN_BITS)) as usize).is_some_and(|n| *n < LEAST)
    }

    fn row(&self, feature: u32) -> usize {
        table::row(feature, self.weights.len())
    }

    /// The scores of every class.
    pub fn scores(&self, features: &[u32]) -> [f32; L] {
        let mut scores = [0.0; L];
        for feature in features {
            let row = &self.weights[self.row(*feature)];
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += weight;
            }
        }
        scores
    }

    /// One perceptron step: raise `gold`, lower `guess`.
    pub fn correct(&mut self, features: &[u32], gold: usize, guess: usize) {
        for feature in features {
            if self.is_rare(*feature) {
                continue;
            }
            let row = self.row(*feature);
            for (class, by) in [(gold, 1.0), (guess, -1.0)] {
                self.weights[row][class] += by;
                self.second[row][class] += by * self.time;
            }
        }
    }

    /// Counts one perceptron example.
    pub fn tick(&mut self) {
        self.time += 1.0;
    }

    /// The averaged perceptron's weights.
    pub fn averaged(&self) -> Table<L> {
        let mut weights = self.weights.clone();
        for (row, second) in weights.iter_mut().zip(&self.second) {
            for (weight, sum) in row.iter_mut().zip(second) {
                *weight -= sum / self.time;
            }
        }
        Table::quantise(&weights)
    }

    /// One AdaGrad step against `gradient` at the learning `rate`, with weights shrunk by `decay`.
    pub fn descend(&mut self, features: &[u32], gradient: &[f32; L], rate: f32, decay: f32) {
        for feature in features {
            if self.is_rare(*feature) {
                continue;
            }
            let row = self.row(*feature);
            let lanes = self.weights[row].iter_mut().zip(&mut self.second[row]).zip(gradient);
            for ((weight, sum), gradient) in lanes {
                let g = gradient + decay * *weight;
                if g != 0.0 {
                    *sum += g * g;
                    *weight -= rate * g / (sum.sqrt() + 1e-3);
                }
            }
        }
    }

    /// Ends an epoch of regression. The last weights lean towards the last examples: what is
    /// learned is the mean over epochs (Polyak and Juditsky 1992), all but the `first`.
    pub fn end_epoch(&mut self, first: bool) {
        if first {
            return;
        }
        let (sums, count) = &mut self.kept;
        sums.resize(self.weights.len(), [0.0; L]);
        for (sum, weight) in sums.iter_mut().flatten().zip(self.weights.iter().flatten()) {
            *sum += weight;
        }
        *count += 1.0;
    }

    /// The regression's weights: the mean over the epochs that were ended.
    pub fn mean(&self) -> Vec<[f32; L]> {
        let (sums, count) = &self.kept;
        sums.iter().map(|row| row.map(|sum| sum / count)).collect()
    }

    /// The regression's weights as they are compiled in.
    pub fn table(&self) -> Table<L> {
        Table::quantise(&self.mean())
    }
}

/// `scores` as probabilities of the first `classes`.
pub fn softmax<const L: usize>(scores: &[f32; L], classes: usize) -> [f32; L] {
    let most = scores[..classes].iter().fold(f32::MIN, |a, b| a.max(*b));
    let mut out = [0.0; L];
    for (p, s) in out.iter_mut().zip(&scores[..classes]) {
        *p = (s - most).exp();
    }
    let sum: f32 = out.iter().sum();
    out.map(|p| p / sum)
}

/// A small deterministic shuffle (xorshift).
pub fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for i in (1..items.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        items.swap(i, (state % (i as u64 + 1)) as usize);
    }
}

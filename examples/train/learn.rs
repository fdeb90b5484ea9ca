//! Learners: averaged perceptron and softmax regression over hashed features.

use std::collections::HashMap;
use whosaid::quote::table::{self, Table};

/// A linear model in training.
pub struct Learner<const L: usize, const ROWS: usize> {
    /// Whose each row is.
    owners: Vec<u32>,
    weights: Vec<[f32; L]>,
    /// Perceptron: the sum of updates times their time. Regression: the sum of squared gradients.
    second: Vec<[f32; L]>,
    time: f32,
    /// Regression: the weights at the ends of epochs, summed, and how many they are.
    kept: (Vec<[f32; L]>, f32),
}

/// Stands for no owner.
const NOBODY: u32 = 0;
/// How often a feature must be seen to be learned.
const LEAST: u32 = 2;

impl<const L: usize, const ROWS: usize> Learner<L, ROWS> {
    /// All weights zero. `seen` are the features of all examples: each row goes to the
    /// one that is seen most often, and the others are not learned.
    pub fn new(seen: impl IntoIterator<Item = u32>) -> Self {
        let mut counts: HashMap<u32, u32> = HashMap::new();
        for feature in seen {
            *counts.entry(feature).or_default() += 1;
        }
        let mut owners = vec![(0, NOBODY); ROWS];
        for (feature, count) in counts.into_iter().filter(|(_, count)| *count >= LEAST) {
            let owner = &mut owners[table::row::<ROWS>(feature)];
            *owner = (count, feature).max(*owner);
        }
        Self {
            owners: owners.into_iter().map(|(_, feature)| feature).collect(),
            weights: vec![[0.0; L]; ROWS],
            second: vec![[0.0; L]; ROWS],
            time: 0.0,
            kept: (Vec::new(), 0.0),
        }
    }

    /// The row of a feature, if it has one.
    fn row(&self, feature: u32) -> Option<usize> {
        let row = table::row::<ROWS>(feature);
        (self.owners[row] == feature).then_some(row)
    }

    /// The scores of every class.
    pub fn scores(&self, features: &[u32]) -> [f32; L] {
        let mut scores = [0.0; L];
        for row in features.iter().filter_map(|feature| self.row(*feature)) {
            for (score, weight) in scores.iter_mut().zip(&self.weights[row]) {
                *score += weight;
            }
        }
        scores
    }

    /// One perceptron step: raise `gold`, lower `guess`.
    pub fn correct(&mut self, features: &[u32], gold: usize, guess: usize) {
        for feature in features {
            let Some(row) = self.row(*feature) else { continue };
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
    pub fn averaged(&self) -> Table<L, ROWS> {
        let mut weights = self.weights.clone();
        for (row, second) in weights.iter_mut().zip(&self.second) {
            for (weight, sum) in row.iter_mut().zip(second) {
                *weight -= sum / self.time;
            }
        }
        self.quantised(weights)
    }

    /// One AdaGrad step against `gradient` at the learning `rate`, with weights shrunk by `decay`.
    pub fn descend(&mut self, features: &[u32], gradient: &[f32; L], rate: f32, decay: f32) {
        for feature in features {
            let Some(row) = self.row(*feature) else { continue };
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

    /// Begins an epoch of regression.
    pub fn begin(&mut self, epoch: Epoch) {
        if epoch.first {
            self.weights.fill([0.0; L]);
            self.second.fill([0.0; L]);
        }
    }

    /// Ends an epoch of regression. The last weights lean towards the last examples: what is learned is
    /// the mean over the epochs of each order but the first one (Polyak and Juditsky 1992).
    pub fn end(&mut self, epoch: Epoch) {
        if epoch.first {
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
    pub fn table(&self) -> Table<L, ROWS> {
        self.quantised(self.mean())
    }

    /// `weights`, a row an owner, as they are compiled in.
    fn quantised(&self, weights: Vec<[f32; L]>) -> Table<L, ROWS> {
        let owned = self.owners.iter().copied().zip(weights);
        Table::quantise(owned.filter(|(owner, _)| *owner != NOBODY))
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

/// In how many orders a regression goes through its examples, each time from nothing: what it learns
/// depends on the order by half a point, and the mean over several by less.
const ORDERS: u64 = 4;

/// A way through all examples.
#[derive(Clone, Copy)]
pub struct Epoch {
    /// What the examples are shuffled by.
    pub seed: u64,
    /// Whether it is the first in its order.
    first: bool,
}

/// As many epochs as there are to be in each order.
pub fn epochs(each: u64) -> impl Iterator<Item = Epoch> {
    (0..ORDERS * each).map(move |seed| Epoch { seed, first: seed.is_multiple_of(each) })
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

//! How likely a quotation is right, from how sure the models are of it.

use super::{Certainty, Kind};

/// Numbers that the confidence is reckoned from.
pub const INPUTS: usize = 6;

/// A weight for each of [`Sureness::inputs`], for direct, mixed and indirect quotations: logistic
/// regressions, fitted by `examples/train/calibrate.rs`.
pub type Calibration = [[f32; INPUTS]; 3];

/// Takes what the models say as it is.
pub const UNCALIBRATED: Calibration = [[0.0, 1.0, 0.0, 0.0, 0.0, 0.0]; 3];

/// By how much a margin is divided, so that it is of the size of the other inputs.
const MARGIN_SCALE: f32 = 5.0;
/// What a margin counts at most, in log-odds.
const MOST_MARGIN: f32 = 20.0;

/// How sure the models are of a quotation, and how its speaker was named.
#[derive(Debug, Clone, Copy)]
pub struct Sureness {
    /// The probability of its cue, or of the passage's link, times that of who its mention is, 0..1.
    pub likely: f32,
    /// How far the best labelling of its sentence lies above none, in log-odds; 0 where a passage was linked.
    pub margin: f32,
    /// How the speaker was named.
    pub certainty: Certainty,
    /// Whether source and cue stand in another sentence, or are a label.
    pub carried: bool,
}

impl Sureness {
    /// What the weights are multiplied with.
    pub fn inputs(&self) -> [f32; INPUTS] {
        let flag = |is: bool| f32::from(u8::from(is));
        [
            1.0,
            log_odds(self.likely),
            self.margin.clamp(-MARGIN_SCALE, MOST_MARGIN) / MARGIN_SCALE,
            flag(self.certainty == Certainty::Inferred),
            flag(self.certainty == Certainty::Unknown),
            flag(self.carried),
        ]
    }

    /// How likely span and speaker of such a quotation are both right, 0..1.
    pub fn confidence(&self, kind: Kind, calibration: &Calibration) -> f32 {
        probability(&self.inputs(), &calibration[kind as usize])
    }
}

/// The probability that `weights` give to `inputs`.
pub fn probability(inputs: &[f32; INPUTS], weights: &[f32; INPUTS]) -> f32 {
    let score: f32 = inputs.iter().zip(weights).map(|(input, weight)| input * weight).sum();
    1.0 / (1.0 + (-score).exp())
}

/// The log-odds of a probability, kept finite.
fn log_odds(likely: f32) -> f32 {
    let likely = likely.clamp(1e-4, 1.0 - 1e-4);
    (likely / (1.0 - likely)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uncalibrated_is_what_the_models_say() {
        for likely in [0.1, 0.5, 0.97] {
            let sureness = Sureness { likely, margin: 7.0, certainty: Certainty::Inferred, carried: true };
            assert!((sureness.confidence(Kind::Mixed, &UNCALIBRATED) - likely).abs() < 1e-3);
        }
        let sure = Sureness { likely: 1.0, margin: f32::MAX, certainty: Certainty::Stated, carried: false };
        assert!(sure.confidence(Kind::Direct, &UNCALIBRATED) <= 1.0);
    }
}

//! Fits how likely a quotation is right to how sure the models are of it: one logistic regression a
//! kind (Platt 1999, with more inputs), on articles that the models have not seen.

use crate::Example;
use crate::gold::Gold;
use crate::scorer::compare::{Comparison, PredictedUnit, Row, Unit, most_shared};
use crate::scorer::gold::{Gold as Attribution, Mentioned};
use crate::scorer::predictions::of_quotations;
use std::rc::Rc;
use whosaid::quote::confidence::{Calibration, INPUTS, UNCALIBRATED, probability};
use whosaid::quote::model::Model;
use whosaid::quote::{Quotation, complete, engine, segments};

/// The articles are parted into so many folds; the models of each are learned from the others.
const FOLDS: usize = 3;
/// How often a name is right that the gold's coreference gives behind a pronoun or a description.
const AUTOMATIC: f32 = 0.8;
/// Rounds over the weights, each moved once a round.
const ROUNDS: usize = 200;
/// Nothing is surer than this.
const MOST: f32 = 1.0 - 1e-6;
/// What keeps a weight that no case tells anything of at zero.
const RIDGE: f32 = 1.0;

/// A quotation that the scorer counts.
struct Case {
    inputs: [f32; INPUTS],
    right: bool,
    /// How likely the gold would tell if it is right.
    told: f32,
}

/// The weights of each kind, from what models that `learn` makes of the other folds find in each
/// article.
pub fn fit(train: &[Rc<Gold>], learn: impl Fn(Vec<Example>) -> Model) -> Calibration {
    let mut cases: [Vec<Case>; 3] = Default::default();
    for fold in 0..FOLDS {
        let others = train.iter().enumerate().filter(|(i, _)| i % FOLDS != fold);
        let model = learn(others.map(|(_, gold)| Example::new(gold)).collect());
        train.iter().skip(fold).step_by(FOLDS).for_each(|gold| judge(gold, &model, &mut cases));
    }
    cases.map(|cases| regression(&cases))
}

/// Adds what the scorer says of the quotations that `model` finds in an article.
fn judge(gold: &Gold, model: &Model, cases: &mut [Vec<Case>; 3]) {
    let (mut found, mut surenesses) = (Vec::new(), Vec::new());
    let segments = segments::of(&gold.article);
    for (number, (quotation, sureness)) in engine::measured(&gold.article, &segments, model).into_iter().enumerate() {
        // Until it is reckoned, the confidence says which of them it is, whatever becomes of it.
        found.push(Quotation { confidence: Some(number as f32), ..quotation });
        surenesses.push(sureness);
    }
    let predicted = of_quotations(complete(&gold.article, &segments, found, true), &gold.article);
    for (cases, row) in cases.iter_mut().zip([Row::Direct, Row::Mixed, Row::Indirect]) {
        let comparison = Comparison::new(&gold.scored, &predicted, row, false);
        let units: Vec<_> = comparison.gold.iter().map(|gold| gold.unit).collect();
        for predicted in &comparison.predicted {
            let number = predicted.unit.quote.attribution.confidence;
            if let (Some(number), Some(right)) = (number, predicted.right) {
                let inputs = surenesses[number as usize].inputs();
                cases.push(Case { inputs, right, told: told(predicted, &units) });
            }
        }
    }
}

/// How likely the gold would say so if the speaker of `predicted` is right.
fn told(predicted: &PredictedUnit, gold: &[Unit<Attribution>]) -> f32 {
    let unit = most_shared(predicted.unit.span, gold).filter(|_| predicted.found);
    let automatic = unit.is_some_and(|unit| {
        let gold = &unit.quote.attribution;
        gold.source().name.is_some() && matches!(gold.mentioned(), Mentioned::Pronoun | Mentioned::Nominal)
    });
    if automatic { AUTOMATIC } else { 1.0 }
}

/// The weights that make the cases likeliest, where a right one is seen to be right as often as it is
/// told: Newton's method, one weight at a time.
fn regression(cases: &[Case]) -> [f32; INPUTS] {
    let mut weights = UNCALIBRATED[0];
    for _ in 0..ROUNDS {
        for at in 0..INPUTS {
            let (mut slope, mut curvature) = (0.0, RIDGE);
            for case in cases {
                let p = probability(&case.inputs, &weights).min(MOST);
                let input = case.inputs[at];
                slope += input * if case.right { 1.0 - p } else { -case.told * p * (1.0 - p) / (1.0 - case.told * p) };
                curvature += input * input * p * (1.0 - p);
            }
            weights[at] += slope / curvature;
        }
    }
    weights
}

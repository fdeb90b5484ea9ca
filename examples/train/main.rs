//! Trains the quotation engine's models: `cargo run --release --example train -- GOLD_DIR` reads
//! `polnear_train.jsonl` and its silver tags from the folder and writes the weights that are
//! compiled in. The same input gives the same bytes.
//!
//! `… -- GOLD_DIR --fold 0 PREDICTIONS.jsonl` is for choosing features and thresholds: it trains
//! without every third article (0, 1 or 2 for the first of them), writes what it finds in those, and leaves the weights alone;
//! `… --dev PREDICTIONS.jsonl` trains on all and writes what it finds in `polnear_dev.jsonl`.

mod attributions;
mod calibrate;
mod cue;
mod field;
mod gold;
mod learn;
mod link;
mod predict;
mod pronouns;
mod scorer;
mod tags;

use anyhow::{Result, bail};
use attributions::{Attribution, CueCounts, attributions, heads};
use gold::Gold;
use std::fs;
use std::path::PathBuf;
use std::rc::Rc;
use whosaid::quote::attributions::Models;
use whosaid::quote::confidence::UNCALIBRATED;
use whosaid::quote::engine::{LIKELY, untagged};
use whosaid::quote::model::Model;
use whosaid::quote::nodes::Nodes;
use whosaid::quote::segments;

/// Where the weights are compiled in from.
const WEIGHTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/quote/model.bin");
/// The share of a form's occurrences that must report for it to be tried as a cue.
const CUE_SHARE: f32 = 0.03;

/// An article on its way through the models.
pub struct Example {
    /// What the annotators say.
    pub gold: Rc<Gold>,
    /// What the models read.
    pub nodes: Nodes,
}

impl Example {
    fn new(gold: &Rc<Gold>) -> Self {
        Self { gold: Rc::clone(gold), nodes: untagged(&gold.article, &segments::of(&gold.article)) }
    }
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [folder] => {
            let model = train(&gold::read(&PathBuf::from(folder), "train")?);
            fs::write(WEIGHTS, model.write())?;
        }
        [folder, "--fold", fold, predictions] => {
            let fold: usize = fold.parse()?;
            let mut rest = gold::read(&PathBuf::from(folder), "train")?;
            let mut number = 0..;
            let held: Vec<_> = rest.extract_if(.., |_| number.next().is_some_and(|i| i % 3 == fold)).collect();
            write(predictions, &held, &train(&rest))?;
        }
        [folder, "--dev", predictions] => {
            let folder = PathBuf::from(folder);
            let model = train(&gold::read(&folder, "train")?);
            write(predictions, &gold::read(&folder, "dev")?, &model)?;
        }
        _ => bail!("usage: train GOLD_DIR [--fold 0|1|2 PREDICTIONS.jsonl | --dev PREDICTIONS.jsonl]"),
    }
    Ok(())
}

/// Writes what `model` finds in each of `gold`.
fn write(path: &str, gold: &[Rc<Gold>], model: &Model) -> Result<()> {
    let lines: Vec<String> = gold.iter().map(|gold| predict::line(gold, model).to_string()).collect();
    Ok(fs::write(path, lines.join("\n"))?)
}

/// Every model, learned from `gold`, and the calibration of models like them.
fn train(gold: &[Rc<Gold>]) -> Model {
    let calibration = calibrate::fit(gold, learn);
    Model { calibration, ..learn(gold.iter().map(Example::new).collect()) }
}

/// Every model, learned from `train`. What a model learns from the output of another it learns
/// from one that has not seen the article: there are two of each, one for each half.
fn learn(mut train: Vec<Example>) -> Model {
    let tagger = tags::train(&train);
    tags::jackknife(&mut train);
    let counts = CueCounts::new(&train);
    let gold: Vec<Vec<Attribution>> = train.iter().map(|e| attributions(e, &counts)).collect();
    let forms = heads(&train, &gold, CUE_SHARE);
    let set: Vec<_> = train.iter().zip(gold.iter().map(Vec::as_slice)).collect();
    let cues = cue::train(&set, &forms);
    let detectors = cue::halves(&set, &forms);
    let cases: Vec<Vec<_>> =
        set.iter().enumerate().map(|(i, (e, a))| field::cases(e, a, &forms, &detectors[i % 2])).collect();
    let arguments = field::train(cases.iter().flatten());
    let fields = [0, 1].map(|half| field::train(cases.iter().skip(1 - half).step_by(2).flatten()));
    let halves = [0, 1].map(|half: usize| Models { forms: &forms, cues: &detectors[half], arguments: &fields[half] });
    let linker = link::train(set.iter().enumerate().map(|(i, (e, a))| (*e, *a, &halves[i % 2])), LIKELY);
    let resolver = pronouns::train(&train);
    Model { tagger, forms, cues, arguments, linker, resolver, calibration: UNCALIBRATED }
}

//! Trains the conditional random field that finds a cue's source and content.

use crate::Example;
use crate::attributions::{Attribution, within};
use crate::learn::{Learner, epochs, shuffle};
use whosaid::quote::arguments::{self, FEATURES, LABELS, LANES, Label, RIVAL, ROWS, Scratch, Steps, Weights};
use whosaid::quote::cues::{self, Detection, Forms};

/// Rows of the steps' learner, one a label and some to spare.
const STEP_ROWS: usize = 8;
/// Stands in for all features of the cue itself, which is outside whatever it looks like.
const CUE: u32 = 1;
const EPOCHS: u64 = 8;
const RATE: f32 = 0.018;
const DECAY: f32 = 1e-5;

/// A cue with the labels its sentence should get.
pub struct Case<'a> {
    pub example: &'a Example,
    pub sentence: usize,
    pub detection: Detection,
    pub rivals: Vec<Detection>,
    pub labels: Vec<Label>,
}

impl Case<'_> {
    /// Shows `each` what the field sees of each node of the sentence.
    fn each(&self, scratch: &mut Scratch, each: impl FnMut(usize, &[u32; FEATURES])) {
        let sentence = self.example.nodes.sentences[self.sentence];
        let nodes = &self.example.nodes.nodes[sentence.start..sentence.end];
        arguments::features(&self.example.gold.article.text, nodes, &self.detection, &self.rivals, scratch, each);
    }
}

/// The gold cues of `example`, as the detector sees them among their rivals.
pub fn cases<'a>(example: &'a Example, gold: &[Attribution], forms: &Forms, detector: &cues::Weights) -> Vec<Case<'a>> {
    let nodes = &example.nodes.nodes;
    let mut out = Vec::new();
    let mut detected = Vec::new();
    for (number, sentence) in example.nodes.sentences.iter().enumerate() {
        let slice = &nodes[sentence.start..sentence.end];
        detected.clear();
        cues::detect(&example.gold.article.text, slice, forms, detector, 0.0, &mut detected);
        let rivals: Vec<_> = detected.iter().filter(|d| d.likely() >= RIVAL).copied().collect();
        for detection in &detected {
            let Some(attribution) = gold.iter().find(|a| a.cue == sentence.start + detection.cue) else { continue };
            let mut labels = vec![Label::Outside; slice.len()];
            paint(example, sentence.start, attribution, &mut labels);
            out.push(Case { example, sentence: number, detection: *detection, rivals: rivals.clone(), labels });
        }
    }
    out
}

fn paint(example: &Example, first: usize, attribution: &Attribution, labels: &mut [Label]) {
    let nodes = &example.nodes.nodes;
    let spans = attribution.contents.iter().map(|c| (*c, Label::Content, Label::InContent));
    let spans = spans.chain(attribution.mention.map(|m| (m, Label::Source, Label::InSource)));
    for (span, begin, inside) in spans {
        let mut label = begin;
        for i in within(nodes, span) {
            let node = nodes[i].span;
            let covered = node.end.min(span.end) - node.start.max(span.start);
            if i < first || i >= first + labels.len() || 2 * covered < node.len() {
                continue;
            }
            labels[i - first] = label;
            label = inside;
        }
    }
}

/// The field learned from `cases`.
pub fn train<'a>(cases: impl Iterator<Item = &'a Case<'a>>) -> Weights {
    let mut order: Vec<&Case> = cases.collect();
    let mut scratch = Scratch::default();
    let mut seen = Vec::new();
    for case in &order {
        case.each(&mut scratch, |_, features| seen.extend_from_slice(features));
    }
    let mut nodes = Learner::<LANES, ROWS>::new(seen);
    let mut steps = Learner::<LANES, STEP_ROWS>::new((0..LABELS).flat_map(|from| [after(from); 2]));
    let mut features = Vec::new();
    for epoch in epochs(EPOCHS) {
        nodes.begin(epoch);
        steps.begin(epoch);
        shuffle(&mut order, epoch.seed);
        for case in &order {
            features.clear();
            features.resize(case.labels.len(), [CUE; FEATURES]);
            case.each(&mut scratch, |node, seen| features[node] = *seen);
            step(&mut nodes, &mut steps, &features, &case.labels);
        }
        nodes.end(epoch);
        steps.end(epoch);
    }
    let mean = steps.mean();
    let steps = std::array::from_fn(|from| std::array::from_fn(|to| mean[from][to]));
    Weights { nodes: nodes.table(), steps: Steps::new(steps) }
}

/// The feature whose row, of eight, is that of label number `from`.
fn after(from: usize) -> u32 {
    (from as u32) << (u32::BITS - STEP_ROWS.ilog2())
}

fn matrix(steps: &Learner<LANES, STEP_ROWS>) -> [[f32; LABELS]; LABELS] {
    std::array::from_fn(|from| {
        let row = steps.scores(&[after(from)]);
        std::array::from_fn(|to| row[to])
    })
}

/// One gradient step on the log-likelihood of `labels` (forward-backward).
fn step(
    nodes: &mut Learner<LANES, ROWS>,
    steps: &mut Learner<LANES, STEP_ROWS>,
    features: &[[u32; FEATURES]],
    labels: &[Label],
) {
    let n = features.len();
    let scores: Vec<[f32; 8]> = features.iter().map(|f| nodes.scores(f)).collect();
    let matrix = matrix(steps);
    let exp: Vec<[f32; LABELS]> = scores
        .iter()
        .map(|s| {
            let most = s[..LABELS].iter().fold(f32::MIN, |a, b| a.max(*b));
            std::array::from_fn(|l| (s[l] - most).exp())
        })
        .collect();
    let transition: [[f32; LABELS]; LABELS] = std::array::from_fn(|a| {
        std::array::from_fn(|b| if Label::ALL[b].may_follow(Some(Label::ALL[a])) { matrix[a][b].exp() } else { 0.0 })
    });
    let mut forward = vec![[0.0_f32; LABELS]; n];
    for j in 0..n {
        for b in 0..LABELS {
            forward[j][b] = exp[j][b]
                * if j == 0 {
                    f32::from(u8::from(Label::ALL[b].may_follow(None)))
                } else {
                    (0..LABELS).map(|a| forward[j - 1][a] * transition[a][b]).sum()
                };
        }
        let sum: f32 = forward[j].iter().sum();
        forward[j].iter_mut().for_each(|f| *f /= sum);
    }
    let mut backward = vec![[1.0_f32; LABELS]; n];
    for j in (0..n.saturating_sub(1)).rev() {
        for a in 0..LABELS {
            backward[j][a] = (0..LABELS).map(|b| transition[a][b] * exp[j + 1][b] * backward[j + 1][b]).sum();
        }
        let sum: f32 = backward[j].iter().sum();
        backward[j].iter_mut().for_each(|f| *f /= sum);
    }
    let mut step_gradient = [[0.0; 8]; LABELS];
    for j in 0..n {
        let mut gradient = [0.0; 8];
        for l in 0..LABELS {
            gradient[l] = forward[j][l] * backward[j][l];
        }
        let sum: f32 = gradient.iter().sum();
        gradient.iter_mut().for_each(|g| *g /= sum);
        gradient[labels[j] as usize] -= 1.0;
        nodes.descend(&features[j], &gradient, RATE, DECAY);
        if j > 0 {
            let mut joint = [[0.0; LABELS]; LABELS];
            let mut sum = 0.0;
            for a in 0..LABELS {
                for b in 0..LABELS {
                    joint[a][b] = forward[j - 1][a] * transition[a][b] * exp[j][b] * backward[j][b];
                    sum += joint[a][b];
                }
            }
            for a in 0..LABELS {
                for b in 0..LABELS {
                    step_gradient[a][b] += joint[a][b] / sum;
                }
            }
            step_gradient[labels[j - 1] as usize][labels[j] as usize] -= 1.0;
        }
    }
    for (a, gradient) in step_gradient.iter().enumerate() {
        steps.descend(&[after(a)], gradient, RATE, 0.0);
    }
}

//! Trains the conditional random field that finds a cue's source and content.

use crate::Example;
use crate::attributions::{Attribution, within};
use crate::learn::{Learner, shuffle};
use whosaid::quote::learned::arguments::{self, FEATURES, LABELS, Label, Weights};
use whosaid::quote::learned::arguments::RIVAL;
use whosaid::quote::learned::cues::{self, Detection, Forms};



/// A cue candidate with the labels its sentence should get.
pub struct Case<'a> {
    pub example: &'a Example,
    pub sentence: usize,
    pub detection: Detection,
    pub rivals: Vec<Detection>,
    pub labels: Vec<Label>,
    pub gold: Option<&'a Attribution>,
}

/// The candidates of `example` that the detector thinks `likely` enough; and, `with_gold`, all gold cues.
pub fn cases<'a>(
    example: &'a Example,
    gold: &'a [Attribution],
    forms: &Forms,
    detector: &cues::Weights,
    likely: f32,
    with_gold: bool,
) -> Vec<Case<'a>> {
    let nodes = &example.nodes.nodes;
    let mut out = Vec::new();
    let mut detected = Vec::new();
    for (number, sentence) in example.nodes.sentences.iter().enumerate() {
        let slice = &nodes[sentence.start..sentence.end];
        cues::detect(&example.gold.article.text, slice, forms, detector, 0.0, &mut detected);
        let rivals: Vec<_> = detected.iter().filter(|d| d.likely() >= RIVAL).copied().collect();
        for detection in &detected {
            let attribution = gold.iter().find(|a| a.cue == sentence.start + detection.cue);
            if detection.likely() < likely && !(with_gold && attribution.is_some()) {
                continue;
            }
            let mut labels = vec![Label::Outside; slice.len()];
            if let Some(a) = attribution {
                paint(example, sentence.start, a, &mut labels);
            }
            out.push(Case { example, sentence: number, detection: *detection, rivals: rivals.clone(), labels, gold: attribution });
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

pub fn train(cases: &[Case]) -> Weights {
    let mut nodes = Learner::<8>::new(std::env::var("FB").ok().and_then(|v| v.parse().ok()).unwrap_or(20));
    let mut steps = Learner::<8>::new(3);
    let mut order: Vec<usize> = (0..cases.len()).collect();
    let (rate, decay) = (crate::env("FR", 0.1), crate::env("FD", 1e-5));
    let mut features = Vec::new();
    for epoch in 0..crate::env("FE", 5.0) as u64 {
        shuffle(&mut order, epoch);
        for case in order.iter().map(|i| &cases[*i]) {
            let sentence = case.example.nodes.sentences[case.sentence];
            arguments::features(
                &case.example.gold.article.text,
                &case.example.nodes.nodes[sentence.start..sentence.end],
                &case.detection,
                &case.rivals,
                &mut Vec::new(),
                &mut features,
            );
            step(rate, decay, &mut nodes, &mut steps, &features, &case.labels);
        }
    }
    Weights { nodes: nodes.table(), steps: matrix(&steps) }
}

fn matrix(steps: &Learner<8>) -> [[f32; LABELS]; LABELS] {
    std::array::from_fn(|from| {
        let row = steps.scores(&[from as u32]);
        std::array::from_fn(|to| row[to])
    })
}

/// One gradient step on the log-likelihood of `labels` (forward-backward).
#[allow(clippy::too_many_arguments)]
fn step(rate: f32, decay: f32, nodes: &mut Learner<8>, steps: &mut Learner<8>, features: &[[u32; FEATURES]], labels: &[Label]) {
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
        nodes.descend(&features[j], &gradient, rate, decay);
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
        steps.descend(&[a as u32], gradient, 0.1, 0.0);
    }
}

/// Prints how often sources and contents are found, given the cue.
pub fn report(weights: &Weights, cases: &[Case]) {
    let mut scratch = arguments::Scratch::default();
    let (mut source, mut content) = ([0usize; 3], [0usize; 3]);
    let (mut kept, mut wrong) = (0, 0);
    let started = std::time::Instant::now();
    let mut nodes = 0;
    for case in cases {
        let sentence = case.example.nodes.sentences[case.sentence];
        let slice = &case.example.nodes.nodes[sentence.start..sentence.end];
        nodes += slice.len();
        weights.read(&case.example.gold.article.text, slice, &case.detection, &case.rivals, &mut scratch);
        weights.decode(&mut scratch);
        let labels = &scratch.labels;
        let some = labels.iter().any(|l| l.is_content());
        match case.gold {
            Some(_) => kept += usize::from(some),
            None => {
                wrong += usize::from(some);
                continue;
            }
        }
        if !case.detection.is_speech() {
            continue;
        }
        for (tally, is) in [(&mut source, Label::is_source as fn(Label) -> bool), (&mut content, Label::is_content)] {
            let guess = labels.iter().filter(|l| is(**l)).count();
            let gold = case.labels.iter().filter(|l| is(**l)).count();
            let both = labels.iter().zip(&case.labels).filter(|(a, b)| is(**a) && is(**b)).count();
            tally[0] += usize::from(gold > 0);
            tally[1] += usize::from(guess > 0);
            tally[2] += usize::from(gold > 0 && 2 * both >= gold && 2 * both >= guess);
        }
    }
    println!(
        "arguments: {} cases, {kept} gold with content, {wrong} not gold with content; {:.1} M nodes/s",
        cases.len(),
        nodes as f64 / started.elapsed().as_secs_f64() / 1e6
    );
    println!("  source [gold, found, right] {source:?}, content {content:?}");
}

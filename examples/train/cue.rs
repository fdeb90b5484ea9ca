//! Trains the cue detector.

use crate::Example;
use crate::attributions::Attribution;
use crate::learn::{Learner, shuffle, softmax};
use whosaid::quote::learned::cues::{self, Forms, CLASSES, NONE, OTHER, SPEECH, Weights};

const BITS: u32 = 18;


struct Case {
    features: Vec<u32>,
    class: usize,
}

fn cases(example: &Example, gold: &[Attribution], forms: &Forms) -> Vec<Case> {
    let nodes = &example.nodes.nodes;
    let mut out = Vec::new();
    for sentence in &example.nodes.sentences {
        let slice = &nodes[sentence.start..sentence.end];
        for i in 0..slice.len() {
            if !cues::is_candidate(slice, i, forms) {
                continue;
            }
            let class = match gold.iter().find(|a| a.cue == sentence.start + i) {
                Some(a) if a.speech => SPEECH,
                Some(_) => OTHER,
                None => NONE,
            };
            let mut features = Vec::new();
            cues::features(&example.gold.article.text, slice, i, &mut features);
            out.push(Case { features, class });
        }
    }
    out
}

pub fn train(examples: &[(&Example, &[Attribution])], forms: &Forms) -> Weights {
    let mut cases: Vec<Case> = examples.iter().flat_map(|(e, a)| cases(e, a, forms)).collect();
    let mut learner = Learner::<4>::new(BITS);
    let (rate, decay) = (crate::env("CR", 0.1), crate::env("CD", 2e-5));
    for epoch in 0..crate::env("CE", 5.0) as u64 {
        shuffle(&mut cases, epoch);
        for case in &cases {
            let mut gradient = softmax(&learner.scores(&case.features), CLASSES);
            gradient[case.class] -= 1.0;
            learner.descend(&case.features, &gradient, rate, decay);
        }
    }
    learner.table()
}

pub fn report(weights: &Weights, examples: &[(&Example, &[Attribution])], forms: &Forms) {
    let gold: usize = examples.iter().map(|(_, a)| a.len()).sum();
    let cases: Vec<Case> = examples.iter().flat_map(|(e, a)| cases(e, a, forms)).collect();
    let reachable = cases.iter().filter(|c| c.class != NONE).count();
    println!("cues: {gold} gold, {reachable} reachable, {} candidates", cases.len());
    for threshold in [0.2, 0.3, 0.4, 0.5, 0.6] {
        let (mut found, mut right, mut speech) = (0, 0, (0, 0, 0));
        for case in &cases {
            let p = softmax(&weights.score(&case.features), CLASSES);
            if p[NONE] < 1.0 - threshold {
                found += 1;
                right += usize::from(case.class != NONE);
            }
            if p[SPEECH] > threshold {
                speech.0 += 1;
                speech.1 += usize::from(case.class == SPEECH);
                speech.2 += usize::from(case.class == OTHER);
            }
        }
        let golds = cases.iter().filter(|c| c.class == SPEECH).count();
        println!(
            "  p>{threshold}: P {:.1} R {:.1}; speech P {:.1} (other neutral {:.1}) R {:.1}",
            100.0 * right as f32 / found as f32,
            100.0 * right as f32 / gold as f32,
            100.0 * speech.1 as f32 / speech.0 as f32,
            100.0 * speech.1 as f32 / (speech.0 - speech.2) as f32,
            100.0 * speech.1 as f32 / golds as f32
        );
    }
}

/// Two detectors; the one at `i % 2` has not seen example `i`.
pub fn halves(examples: &[(&Example, &[Attribution])], forms: &Forms) -> [Weights; 2] {
    [0, 1].map(|half| {
        let others: Vec<_> = examples.iter().enumerate().filter(|(i, _)| i % 2 != half).map(|(_, e)| *e).collect();
        train(&others, forms)
    })
}

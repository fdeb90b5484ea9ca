//! Trains the cue detector.

use crate::Example;
use crate::attributions::Attribution;
use crate::learn::{Learner, epochs, shuffle, softmax};
use whosaid::quote::cues::{self, CLASSES, Forms, NONE, OTHER, ROWS, SPEECH, Weights};

const EPOCHS: u64 = 5;
const RATE: f32 = 0.035;
const DECAY: f32 = 1e-4;

struct Case {
    features: Vec<u32>,
    class: usize,
}

fn cases(example: &Example, gold: &[Attribution], forms: &Forms) -> Vec<Case> {
    let nodes = &example.nodes.nodes;
    let mut out = Vec::new();
    for sentence in &example.nodes.sentences {
        let slice = &nodes[sentence.start..sentence.end];
        for i in cues::candidates(slice, forms) {
            let class = match gold.iter().find(|a| a.cue == sentence.start + i) {
                Some(a) if a.speech => SPEECH,
                Some(_) => OTHER,
                None => NONE,
            };
            let features = cues::features(&example.gold.article.text, slice, i, &mut [0; cues::FEATURES]).to_vec();
            out.push(Case { features, class });
        }
    }
    out
}

/// The detector learned from `examples`.
pub fn train(examples: &[(&Example, &[Attribution])], forms: &Forms) -> Weights {
    let mut cases: Vec<Case> = examples.iter().flat_map(|(e, a)| cases(e, a, forms)).collect();
    let mut learner = Learner::<4, ROWS>::new(cases.iter().flat_map(|case| case.features.iter().copied()));
    for epoch in epochs(EPOCHS) {
        learner.begin(epoch);
        shuffle(&mut cases, epoch.seed);
        for case in &cases {
            let mut gradient = softmax(&learner.scores(&case.features), CLASSES);
            gradient[case.class] -= 1.0;
            learner.descend(&case.features, &gradient, RATE, DECAY);
        }
        learner.end(epoch);
    }
    learner.table()
}

/// Two detectors; the one at `i % 2` has not seen example `i`.
pub fn halves(examples: &[(&Example, &[Attribution])], forms: &Forms) -> [Weights; 2] {
    [0, 1].map(|half| {
        let others: Vec<_> = examples.iter().enumerate().filter(|(i, _)| i % 2 != half).map(|(_, e)| *e).collect();
        train(&others, forms)
    })
}

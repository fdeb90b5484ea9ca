//! Trains whom pronouns mean.

use crate::Example;
use crate::attributions::within;
use crate::learn::{Learner, epochs, shuffle};
use whosaid::quote::cast::Cast;
use whosaid::quote::engine::marked;
use whosaid::quote::mentions::{Mention, mention};
use whosaid::quote::resolve::{Antecedent, ROWS, Weights, antecedents, has_gender};

const EPOCHS: u64 = 10;

struct Case {
    antecedents: Vec<Antecedent>,
    right: Vec<bool>,
}

fn cases(example: &Example, out: &mut Vec<Case>) {
    let text = &example.gold.article.text;
    let cast = Cast::new(&example.nodes);
    let mentions = example.gold.units.iter().filter_map(|u| u.mention).map(|m| within(&example.nodes.nodes, m));
    let sources = marked(example.nodes.nodes.len(), mentions);
    let mut last = None;
    let mut units: Vec<_> = example.gold.units.iter().collect();
    units.sort_by_key(|u| u.content.start);
    for unit in units {
        let Some(span) = unit.mention else { continue };
        let nodes = within(&example.nodes.nodes, span);
        if nodes.is_empty() {
            continue;
        }
        let is = |who: usize, name: &str| last_word(cast.characters[who].name.of(text)) == last_word(name);
        let who = match mention(&example.nodes, &nodes) {
            Mention::Name(run) => cast.named(&example.nodes.nodes, &run).first().copied(),
            Mention::Pronoun(node) if has_gender(example.nodes.nodes[node].form) => {
                let found = antecedents(&example.nodes, &cast, &sources, node, last);
                let right: Vec<bool> = found
                    .iter()
                    .map(|a| match (a.who, &unit.name) {
                        (None, None) => true,
                        (Some(who), Some(name)) => is(who, name),
                        _ => false,
                    })
                    .collect();
                let who = right.iter().position(|r| *r).and_then(|at| found[at].who);
                if right.iter().any(|r| *r) && unit.name.is_some() {
                    out.push(Case { antecedents: found, right });
                }
                who
            }
            _ => None,
        };
        last = who.or(last);
    }
}

fn last_word(name: &str) -> String {
    let suffixes = ["Jr.", "Sr.", "Jr", "II", "III"];
    name.split_whitespace().rfind(|w| !suffixes.contains(w)).unwrap_or_default().to_lowercase()
}

/// The resolver learned from `examples`.
pub fn train(examples: &[Example]) -> Weights {
    let mut all = Vec::new();
    examples.iter().for_each(|e| cases(e, &mut all));
    let seen = all.iter().flat_map(|case| case.antecedents.iter().flat_map(|a| a.features.iter().copied()));
    let mut learner = Learner::<2, ROWS>::new(seen);
    for epoch in epochs(EPOCHS) {
        learner.begin(epoch);
        shuffle(&mut all, epoch.seed);
        for case in &all {
            let scores: Vec<f32> = case.antecedents.iter().map(|c| learner.scores(&c.features)[0]).collect();
            let most = scores.iter().fold(f32::MIN, |a, b| a.max(*b));
            let weights: Vec<f32> = scores.iter().map(|s| (s - most).exp()).collect();
            let total: f32 = weights.iter().sum();
            let right: f32 = weights.iter().zip(&case.right).filter(|(_, r)| **r).map(|(w, _)| w).sum();
            for ((candidate, weight), is) in case.antecedents.iter().zip(&weights).zip(&case.right) {
                let target = if *is { weight / right } else { 0.0 };
                learner.descend(&candidate.features, &[weight / total - target, 0.0], 0.1, 1e-4);
            }
        }
        learner.end(epoch);
    }
    learner.table()
}

//! Trains the linker.

use crate::Example;
use crate::attributions::Attribution as GoldAttribution;
use crate::learn::{Learner, epochs, shuffle};
use whosaid::quote::attributions::{Models, attributions};
use whosaid::quote::candidates::Relation;
use whosaid::quote::cues::Detections;
use whosaid::quote::engine::claimed;
use whosaid::quote::extent::{Extents, Words};
use whosaid::quote::linker::{Linker, ROWS, Weights};
use whosaid::quote::table::Features;
use whosaid::text::Span;

const EPOCHS: u64 = 8;

/// One choice.
struct Case {
    /// The features of what is chosen among.
    candidates: Vec<Features>,
    /// Which of them are right.
    right: Vec<bool>,
}

fn cases(example: &Example, gold: &[GoldAttribution], models: &Models, likely: f32, out: &mut Vec<Case>) {
    let text = &example.gold.article.text;
    let detections = Detections::new(text, &example.nodes, models.forms, models.cues);
    let found = attributions(text, &example.nodes, models, &detections, likely);
    let claimed = claimed(example.nodes.nodes.len(), &found);
    let links = Linker::new(text, &example.nodes, models, &detections, &found).run(&claimed, |passage, candidates| {
        let span = example.nodes.nodes[passage].span;
        let unit = example.gold.units.iter().find(|u| covered(span, u.content));
        let attribution = gold.iter().find(|a| a.contents.iter().any(|c| covered(span, *c)));
        let right: Vec<bool> = candidates
            .iter()
            .map(|c| match unit {
                None => c.relation == Relation::Nobody,
                Some(_) if c.relation == Relation::Nobody => false,
                Some(unit) => {
                    let cue = attribution.is_some_and(|a| c.cue == Some(a.cue));
                    let source = c.source.as_ref().map(|s| {
                        Span::new(example.nodes.nodes[s.start].span.start, example.nodes.nodes[s.end - 1].span.end)
                    });
                    match (unit.mention, source) {
                        (Some(mention), Some(source)) => {
                            mention.overlaps(source) || same_name(mention.of(text), source.of(text))
                        }
                        (None, None) => cue,
                        _ => false,
                    }
                }
            })
            .collect();
        let choice = right.iter().position(|r| *r).unwrap_or(0);
        if right.iter().any(|r| *r) {
            out.push(Case { candidates: candidates.iter().map(|c| c.features.clone()).collect(), right });
        }
        (choice, 1.0, candidates.len())
    });
    let extents = Extents::new(text, &example.nodes, &found, &links);
    for words in extents.runs(&found, &links).iter().flat_map(|run| extents.words(run)) {
        let Some(belongs) = belongs(example, &words) else { continue };
        out.push(Case { candidates: vec![words.features, Features::new()], right: vec![belongs, !belongs] });
    }
}

/// Whether `words` are part of what is said with the passage beside them; none where that is said by
/// nobody.
fn belongs(example: &Example, words: &Words) -> Option<bool> {
    let nodes = &example.nodes.nodes;
    let passage = nodes[words.passage].span;
    let unit = example.gold.units.iter().find(|u| covered(passage, u.content))?;
    let inside = words.nodes.clone().filter(|i| covered(nodes[*i].span, unit.content)).count();
    Some(2 * inside >= words.nodes.len())
}

fn covered(span: Span, by: Span) -> bool {
    2 * span.end.min(by.end).saturating_sub(span.start.max(by.start)) > span.len()
}

fn same_name(a: &str, b: &str) -> bool {
    let last = |s: &str| s.split(',').next().and_then(|s| s.split_whitespace().next_back()).map(str::to_lowercase);
    last(a) == last(b)
}

/// The linker learned from articles with the models that have not seen them.
pub fn train<'a>(
    examples: impl Iterator<Item = (&'a Example, &'a [GoldAttribution], &'a Models<'a>)>,
    likely: f32,
) -> Weights {
    let mut all = Vec::new();
    for (example, gold, models) in examples {
        cases(example, gold, models, likely, &mut all);
    }
    let seen = all.iter().flat_map(|case| case.candidates.iter().flatten().copied());
    let mut learner = Learner::<2, ROWS>::new(seen);
    for epoch in epochs(EPOCHS) {
        learner.begin(epoch);
        shuffle(&mut all, epoch.seed);
        for case in &all {
            let scores: Vec<f32> = case.candidates.iter().map(|c| learner.scores(c)[0]).collect();
            let most = scores.iter().fold(f32::MIN, |a, b| a.max(*b));
            let weights: Vec<f32> = scores.iter().map(|s| (s - most).exp()).collect();
            let all: f32 = weights.iter().sum();
            let right: f32 = weights.iter().zip(&case.right).filter(|(_, r)| **r).map(|(w, _)| w).sum();
            for ((candidate, weight), is) in case.candidates.iter().zip(&weights).zip(&case.right) {
                let target = if *is { weight / right } else { 0.0 };
                learner.descend(candidate, &[weight / all - target, 0.0], 0.1, 1e-4);
            }
        }
        learner.end(epoch);
    }
    learner.table()
}

//! Writes predictions as the scorer reads them.

use crate::Example;
use serde_json::{Value, json};
use std::ops::Range;
use whosaid::quote::learned::attributions::{Attribution, Models, attributions};
use whosaid::quote::learned::linker::{Linker, Weights, choose};
use whosaid::text::Span;
use whosaid::text::tokens::Shape;

/// One line of predictions.
pub fn line(example: &Example, models: &Models, linker: &Weights, likely: f32, keep: impl Fn(&Attribution) -> bool) -> Value {
    let text = &example.gold.article.text;
    let nodes = &example.nodes.nodes;
    let mut found = attributions(text, &example.nodes, models, likely);
    found.retain(keep);
    let mut units: Vec<Value> = Vec::new();
    let mut claimed = vec![false; nodes.len()];
    let chars = Chars::new(text);
    let speaker = |a: &Attribution| a.source.as_ref().map(|s| &text[nodes[s.start].span.start..nodes[s.end - 1].span.end]);
    for a in &found {
        for run in &a.contents {
            claimed[run.clone()].fill(true);
            push(&mut units, &chars, example, run.clone(), speaker(a));
        }
    }
    let links = Linker::new(text, &example.nodes, models, &found).run(&claimed, |_, candidates| choose(linker, candidates));
    for link in links.iter().filter(|l| l.linked) {
        let speaker = link.source.as_ref().map(|s| &text[nodes[s.start].span.start..nodes[s.end - 1].span.end]);
        push(&mut units, &chars, example, link.passage..link.passage + 1, speaker);
    }
    json!({"id": example.gold.id, "quotes": units})
}

fn push(units: &mut Vec<Value>, chars: &Chars, example: &Example, run: Range<usize>, speaker: Option<&str>) {
    let nodes = &example.nodes.nodes[run.clone()];
    let quotes = nodes.iter().filter(|n| n.shape == Shape::Quote).count();
    if quotes == nodes.iter().filter(|n| !n.tag.is_punctuation() || n.shape == Shape::Quote).count() && quotes > 0 {
        for node in nodes.iter().filter(|n| n.shape == Shape::Quote) {
            units.push(json!({"start": chars.at(node.span.start), "end": chars.at(node.span.end), "kind": "direct", "speaker": speaker}));
        }
        return;
    }
    let span = Span::new(nodes[0].span.start, nodes[nodes.len() - 1].span.end);
    let kind = if quotes > 0 { "mixed" } else { "indirect" };
    units.push(json!({"start": chars.at(span.start), "end": chars.at(span.end), "kind": kind, "speaker": speaker}));
}

struct Chars(Vec<usize>);

impl Chars {
    fn new(text: &str) -> Self {
        Self(text.char_indices().map(|(at, _)| at).collect())
    }
    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|b| *b < byte)
    }
}

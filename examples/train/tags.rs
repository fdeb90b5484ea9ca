//! Trains the tagger on silver tags.

use crate::Example;
use crate::learn::{Learner, shuffle};
use std::collections::{BTreeMap, HashMap};
use whosaid::quote::cues::Forms;
use whosaid::quote::nodes::{Node, Tag};
use whosaid::quote::tagger::{self, Known, ROWS, Tagger, Weights, features, fixed};

const EPOCHS: u64 = 6;
/// How often a word must be seen to be known, where the weights have no doubt either.
const LEAST_KNOWN: u32 = 3;
/// The share of its occurrences in which a known word has its tag.
const KNOWN_SHARE: f64 = 0.95;

/// The weights learned from `examples`.
pub fn train<'a>(examples: impl IntoIterator<Item = &'a Example>) -> Tagger {
    let mut sentences: Vec<(&str, Vec<Node>)> = examples
        .into_iter()
        .flat_map(|example| {
            let silver = silver(example);
            example.nodes.sentences.iter().map(move |s| {
                let mut nodes = example.nodes.nodes[s.start..s.end].to_vec();
                for node in &mut nodes {
                    node.tag = fixed(node.shape)
                        .or_else(|| silver.get(&(node.span.start, node.span.end)).copied())
                        .unwrap_or_default();
                }
                (example.gold.article.text.as_str(), nodes)
            })
        })
        .collect();
    let known = Known::new(words(&sentences, None));
    let open = |node: &Node| fixed(node.shape).is_none() && known.get(node).is_none();
    let seen = sentences.iter().flat_map(|(text, nodes)| {
        let open = (0..nodes.len()).filter(|i| open(&nodes[*i]));
        open.flat_map(|i| features(text, nodes, i))
    });
    let mut learner = Learner::<32, ROWS>::new(seen);
    for epoch in 0..EPOCHS {
        shuffle(&mut sentences, epoch);
        for (text, gold) in &sentences {
            let mut nodes = gold.clone();
            for i in 0..nodes.len() {
                if let Some(tag) = fixed(nodes[i].shape).or_else(|| known.get(&nodes[i])) {
                    nodes[i].tag = tag;
                    continue;
                }
                learner.tick();
                let features = features(text, &nodes, i);
                let scores = learner.scores(&features);
                let guess = (0..32).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a))).unwrap_or(0);
                let right = gold[i].tag as usize;
                if guess != right {
                    learner.correct(&features, right, guess);
                }
                nodes[i].tag = Tag::ALL[guess];
            }
        }
    }
    let weights = learner.averaged();
    let known = Known::new(words(&sentences, Some(&weights)));
    Tagger { known, weights }
}

/// The words that nearly always have the same tag, frequent ones first; with `weights` also rarer ones
/// of which these have no doubt.
fn words(sentences: &[(&str, Vec<Node>)], weights: Option<&Weights>) -> Vec<(u32, Tag)> {
    let mut counts: BTreeMap<u32, ([u32; 32], Option<Tag>)> = BTreeMap::new();
    for (text, nodes) in sentences {
        for node in nodes.iter().filter(|n| fixed(n.shape).is_none()) {
            let alone = || weights.and_then(|weights| tagger::alone(text, node, weights));
            counts.entry(Known::key(node)).or_insert_with(|| ([0; 32], alone())).0[node.tag as usize] += 1;
        }
    }
    let mut words: Vec<(u32, u32, Tag)> = Vec::new();
    for (key, (tags, alone)) in counts {
        let all: u32 = tags.iter().sum();
        let best = (0..32).max_by_key(|t| tags[*t]).unwrap_or(0);
        let tag = Tag::ALL[best];
        let least = if alone == Some(tag) { LEAST_KNOWN } else { 8 };
        let tag = (all >= least && f64::from(tags[best]) >= KNOWN_SHARE * f64::from(all)).then_some(tag);
        words.extend(tag.map(|tag| (all, key, tag)));
    }
    words.sort_by_key(|(all, key, _)| (std::cmp::Reverse(*all), *key));
    words.into_iter().map(|(_, key, tag)| (key, tag)).collect()
}

fn silver(example: &Example) -> HashMap<(usize, usize), Tag> {
    example.gold.silver.iter().flatten().map(|t| ((t.span.start, t.span.end), t.tag)).collect()
}

/// Tags each half of `examples` with weights learned from the other, so that what is learned from
/// the tags next meets as many wrong ones as it will in use.
pub fn jackknife(examples: &mut [Example]) {
    for half in 0..2 {
        let weights = train(examples.iter().enumerate().filter(|(i, _)| i % 2 != half).map(|(_, e)| e));
        for example in examples.iter_mut().skip(half).step_by(2) {
            tagger::tag(&example.gold.article.text, &mut example.nodes, &weights, &Forms::all());
        }
    }
}

//! Gold units as attributions over nodes.

use crate::Example;
use std::collections::{BTreeMap, HashMap};
use whosaid::quote::cues::Forms;
use whosaid::quote::nodes::{Node, Tag};
use whosaid::text::Span;
use whosaid::text::tokens::Shape;

/// A gold attribution.
pub struct Attribution {
    /// The cue's most telling node.
    pub cue: usize,
    pub mention: Option<Span>,
    pub contents: Vec<Span>,
    pub speech: bool,
}

/// How often each form is part of a cue: occurrences in cues, and outside quotation marks at all.
#[derive(Default)]
pub struct CueCounts(HashMap<u32, (u32, u32)>);

impl CueCounts {
    pub fn new(examples: &[Example]) -> Self {
        let mut counts = Self::default();
        for example in examples {
            for node in &example.nodes.nodes {
                counts.0.entry(node.form).or_default().1 += 1;
            }
            for unit in &example.gold.units {
                let Some(cue) = unit.cue else { continue };
                for node in within(&example.nodes.nodes, cue) {
                    counts.0.entry(example.nodes.nodes[node].form).or_default().0 += 1;
                }
            }
        }
        counts
    }

    /// The share of a form's occurrences that report, pulled towards none where it is rare.
    pub fn share(&self, form: u32) -> f32 {
        let (cues, all) = self.0.get(&form).copied().unwrap_or_default();
        cues as f32 / (all as f32 + 2.0)
    }
}

/// The words that are the most telling of a cue in at least this `share` of their occurrences; of
/// one that was seen to be so only once, in more.
pub fn heads(examples: &[Example], gold: &[Vec<Attribution>], share: f32) -> Forms {
    let mut counts: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for (example, gold) in examples.iter().zip(gold) {
        for node in &example.nodes.nodes {
            counts.entry(Forms::key(node)).or_default().1 += 1;
        }
        for attribution in gold {
            counts.entry(Forms::key(&example.nodes.nodes[attribution.cue])).or_default().0 += 1;
        }
    }
    let tells = |cues: u32, all: u32| if cues > 1 { cues as f32 >= share * all as f32 } else { cues == 1 && all <= 30 };
    Forms::new(counts.into_iter().filter(|(_, (cues, all))| tells(*cues, *all)).map(|(key, _)| key).collect())
}

/// The indices of the nodes that lie in `span`.
pub fn within(nodes: &[Node], span: Span) -> std::ops::Range<usize> {
    let start = nodes.partition_point(|n| n.span.end <= span.start);
    let end = nodes.partition_point(|n| n.span.start < span.end);
    start..end.max(start)
}

/// The attributions of `example` that have a cue outside quotation marks, by cue.
pub fn attributions(example: &Example, counts: &CueCounts) -> Vec<Attribution> {
    let nodes = &example.nodes.nodes;
    let mut by_name: BTreeMap<&str, Attribution> = BTreeMap::new();
    for unit in &example.gold.units {
        let Some(cue_span) = unit.cue else { continue };
        let weight = |i: usize| {
            let node = &nodes[i];
            let of_tag = match node.tag {
                tag if tag.is_verb() => 1.0,
                tag if tag.is_noun() => 0.7,
                Tag::In | Tag::Colon => 0.5,
                _ => 0.2,
            };
            of_tag * (0.01 + counts.share(node.form))
        };
        let head = within(nodes, cue_span)
            .filter(|i| nodes[*i].shape != Shape::Quote)
            .max_by(|a, b| weight(*a).total_cmp(&weight(*b)));
        let Some(cue) = head else { continue };
        let attribution = by_name.entry(&unit.attribution).or_insert(Attribution {
            cue,
            mention: unit.mention,
            contents: Vec::new(),
            speech: unit.speech,
        });
        attribution.contents.push(unit.content);
    }
    let mut out: Vec<_> = by_name.into_values().collect();
    out.sort_by_key(|a| a.cue);
    out
}

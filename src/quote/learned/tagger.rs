//! Parts of speech, by a greedy tagger with averaged-perceptron weights (Collins 2002).

use super::nodes::{Node, Nodes, Tag};
use super::table::{Table, feature, pair};
use crate::text::tokens::Shape;

/// Features a token has.
pub const FEATURES: usize = 11;

/// The tagger's weights: a lane a tag.
pub type Weights = Table<32>;

/// The tag that a shape decides alone.
pub fn fixed(shape: Shape) -> Option<Tag> {
    match shape {
        Shape::Comma => Some(Tag::Comma),
        Shape::Stop | Shape::Ellipsis => Some(Tag::Stop),
        Shape::Colon | Shape::Semicolon | Shape::Dash => Some(Tag::Colon),
        Shape::Open | Shape::Close => Some(Tag::Bracket),
        Shape::Quote | Shape::Mark => Some(Tag::Quote),
        Shape::SingleMark | Shape::Symbol => Some(Tag::Bracket),
        _ => None,
    }
}

/// What the tagger sees of node `i` of a sentence whose earlier nodes are tagged.
#[inline]
pub fn features(text: &str, nodes: &[Node], i: usize) -> [u32; FEATURES] {
    let edge = (0, Shape::Quote as u32, Tag::Stop as u32);
    let at = |j: Option<usize>| j.and_then(|j| nodes.get(j)).map_or(edge, |n| (n.form, n.shape as u32, n.tag as u32));
    let node = &nodes[i];
    let shape = node.shape as u32;
    let (before, before_shape, before_tag) = at(i.checked_sub(1));
    let (_, _, before2_tag) = at(i.checked_sub(2));
    let (after, after_shape, _) = at(Some(i + 1));
    let (after2, _, _) = at(Some(i + 2));
    let suffix = suffix(text, node);
    let after_suffix = nodes.get(i + 1).map_or(0, |n| suffix3(text, n));
    [
        feature(1, node.form, shape),
        feature(2, suffix, shape),
        feature(3, suffix, before_tag),
        feature(4, pair(before_tag, before2_tag), shape),
        feature(5, node.form, before_tag),
        feature(6, before, before_tag),
        feature(7, after, after_shape),
        feature(8, after_suffix, shape),
        feature(9, pair(shape, before_shape), after_shape),
        feature(10, node.form, after),
        feature(11, after2, before_tag),
    ]
}

fn suffix3(text: &str, node: &Node) -> u32 {
    let bytes = node.span.of(text).as_bytes();
    bytes.iter().rev().take(3).fold(1, |hash, b| hash << 8 | u32::from(b.to_ascii_lowercase()))
}

fn suffix(text: &str, node: &Node) -> u32 {
    suffix3(text, node)
}

/// Tags every node of `nodes`.
pub fn tag(text: &str, nodes: &mut Nodes, weights: &Weights) {
    for sentence in &nodes.sentences {
        let sentence = &mut nodes.nodes[sentence.start..sentence.end];
        for i in 0..sentence.len() {
            sentence[i].tag =
                fixed(sentence[i].shape).unwrap_or_else(|| best(&weights.sum(&features(text, sentence, i))));
        }
    }
}

/// The tag of the highest score.
pub fn best(scores: &[i16; 32]) -> Tag {
    let mut best = 0;
    for (i, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = i;
        }
    }
    Tag::ALL[best]
}

//! Parts of speech, by a greedy tagger with averaged-perceptron weights (Collins 2002).

use super::cues::Forms;
use super::languages::english::{OF, OUT, POINTS};
use super::model::take;
use super::nodes::{Node, Nodes, Tag};
use super::table::{Table, feature, pair, row};
use crate::text::tokens::Shape;

/// Features a token has.
pub const FEATURES: usize = 11;

/// The tagger's weights: a lane a tag.
pub type Weights = Table<32, ROWS>;
/// Features that the weights are of at most. More would be right more often, but a core's own cache holds
/// little more than these.
pub const ROWS: usize = 1 << 14;

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
    let (form, shape) = (nodes[i].form, nodes[i].shape as u32);
    let (before, before_shape, before_tag) = seen(nodes, i.checked_sub(1));
    let (_, _, before2_tag) = seen(nodes, i.checked_sub(2));
    let (after, after_shape, _) = seen(nodes, Some(i + 1));
    let (after2, _, _) = seen(nodes, Some(i + 2));
    let own_suffix = suffix(text, &nodes[i]);
    let after_suffix = nodes.get(i + 1).map_or(0, |n| suffix(text, n));
    let [own, own_end] = of_word(form, own_suffix, shape);
    [
        own,
        own_end,
        feature(3, own_suffix, before_tag),
        feature(4, pair(before_tag, before2_tag), shape),
        feature(5, form, before_tag),
        feature(6, before, before_tag),
        feature(7, after, after_shape),
        feature(8, after_suffix, shape),
        feature(9, pair(shape, before_shape), after_shape),
        feature(10, form, after),
        feature(11, after2, before_tag),
    ]
}

/// Those of the word by itself.
#[inline]
fn of_word(form: u32, suffix: u32, shape: u32) -> [u32; 2] {
    [feature(1, form, shape), feature(2, suffix, shape)]
}

/// Form, shape and tag of a node; of the sentence's edge where there is none.
#[inline]
fn seen(nodes: &[Node], at: Option<usize>) -> (u32, u32, u32) {
    let edge = (0, Shape::Quote as u32, Tag::Stop as u32);
    at.and_then(|at| nodes.get(at)).map_or(edge, |n| (n.form, n.shape as u32, n.tag as u32))
}

/// The last three bytes of a word, in lower case.
fn suffix(text: &str, node: &Node) -> u32 {
    let push = |hash: u32, byte: &u8| hash << 8 | u32::from(byte.to_ascii_lowercase());
    match text.as_bytes()[node.span.start..node.span.end] {
        // Nearly every word, without a loop.
        [.., a, b, c] => [c, b, a].iter().fold(1, push),
        ref short => short.iter().rev().fold(1, push),
    }
}

/// Words that have one tag, whatever stands around them: an open-addressed hash table by form and shape,
/// small enough for a core's own cache.
#[derive(Debug, Clone)]
pub struct Known {
    /// The high bits of a word's key, then its tag.
    slots: Vec<u32>,
}

const SLOTS: usize = 1 << 14;
/// How far a word may be from its slot.
const PROBES: usize = 8;
const TAG_BITS: u32 = 5;
const TAG_MASK: u32 = (1 << TAG_BITS) - 1;
/// No word has the last tag, that of passages.
const EMPTY: u32 = u32::MAX;

impl Known {
    /// What a word is looked up by. Words that share it are taken for one: one in thousands of those that
    /// are not in the table.
    #[inline]
    pub fn key(node: &Node) -> u32 {
        feature(0, node.form, node.shape as u32) & !TAG_MASK
    }

    /// The table of these keys; what finds no room is left out.
    pub fn new(words: impl IntoIterator<Item = (u32, Tag)>) -> Self {
        let mut slots = vec![EMPTY; SLOTS];
        for (key, tag) in words {
            if let Some(at) = Self::probes(key).find(|at| slots[*at] == EMPTY) {
                slots[at] = key | tag as u32;
            }
        }
        Self { slots }
    }

    fn probes(key: u32) -> impl Iterator<Item = usize> {
        (0..PROBES).map(move |i| (row::<SLOTS>(key) + i) % SLOTS)
    }

    /// The tag of the word, where it has but one.
    #[inline]
    pub fn get(&self, node: &Node) -> Option<Tag> {
        let key = Self::key(node);
        for at in Self::probes(key) {
            match self.slots[at] {
                EMPTY => return None,
                slot if slot & !TAG_MASK == key => return Some(Tag::ALL[(slot & TAG_MASK) as usize]),
                _ => {}
            }
        }
        None
    }
}

/// Words of one tag, and weights for the rest.
#[derive(Debug, Clone)]
pub struct Tagger {
    /// Words of one tag.
    pub known: Known,
    /// Weights for the others.
    pub weights: Weights,
}

impl Tagger {
    /// Appends the tagger to `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.known.slots.iter().flat_map(|slot| slot.to_le_bytes()));
        self.weights.write(out);
    }

    /// Reads what [`Tagger::write`] wrote from the front of `bytes`, and advances it.
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let slots: Option<Vec<u32>> = (0..SLOTS).map(|_| take(bytes).map(u32::from_le_bytes)).collect();
        Some(Self { known: Known { slots: slots? }, weights: Weights::read(bytes)? })
    }
}

/// By how much a tag of a word by itself, without the words beside it, must lead for the word to be [`Known`].
const CLEAR_ALONE: i16 = 70;

/// Tags every node of `nodes`. In a sentence without a passage and without a word that can report
/// (`forms`) only the names matter: lower-case words that need weighing pass for nouns there.
pub fn tag(text: &str, nodes: &mut Nodes, tagger: &Tagger, forms: &Forms) {
    for sentence in &nodes.sentences {
        let sentence = &mut nodes.nodes[sentence.start..sentence.end];
        let speaks = sentence.iter().any(|n| n.shape == Shape::Quote || forms.may_report(n.form));
        for i in 0..sentence.len() {
            let shape = sentence[i].shape;
            let decided = fixed(shape).or_else(|| tagger.known.get(&sentence[i]));
            let decided = decided.or(if speaks || shape != Shape::Lower { None } else { Some(Tag::Nn) });
            sentence[i].tag = decided.unwrap_or_else(|| best(&sums(&tagger.weights, &features(text, sentence, i))));
        }
        if speaks {
            point_out(sentence);
        }
    }
    name_alike(nodes, &tagger.known);
}

/// Makes verbs of *points* before *out*: *the letter points out Oslo has more*, neither *ten points out of twelve*
/// nor *she is ten points out in front*.
fn point_out(sentence: &mut [Node]) {
    for i in 1..sentence.len().saturating_sub(2) {
        if sentence[i].form != POINTS || sentence[i].tag != Tag::Nns || sentence[i + 1].form != OUT {
            continue;
        }
        let subject = sentence[i - 1].tag;
        let clause = sentence[..i].iter().rev().take_while(|n| !n.tag.is_punctuation());
        let is_verb = subject.is_noun() && subject != Tag::Nns && !clause.into_iter().any(|n| n.tag.is_finite());
        if is_verb && sentence[i + 2].form != OF {
            sentence[i].tag = Tag::Vbz;
            sentence[i + 1].tag = Tag::Rp;
        }
    }
}

/// Makes names of capitalised words that hardly ever are anything else, where the article has them as names
/// elsewhere (one sense per discourse: Gale, Church and Yarowsky 1992), and of those that begin a sentence
/// right before a name: *Teodor Halloran*.
fn name_alike(nodes: &mut Nodes, known: &Known) {
    let nodes = &mut nodes.nodes;
    let is_doubtful = |node: &Node| {
        node.shape == Shape::Capitalised
            && !node.tag.is_name()
            && known.get(node).is_none()
            && known.get(&Node { shape: Shape::Lower, ..*node }).is_none()
    };
    let doubtful: Vec<usize> = (0..nodes.len()).filter(|i| is_doubtful(&nodes[*i])).collect();
    if doubtful.is_empty() {
        return;
    }
    let mut forms: Vec<(u32, Option<Tag>)> = doubtful.iter().map(|i| (nodes[*i].form, None)).collect();
    forms.sort_unstable_by_key(|(form, _)| *form);
    forms.dedup_by_key(|(form, _)| *form);
    for node in nodes.iter().filter(|n| n.tag.is_name() && n.shape == Shape::Capitalised) {
        if let Ok(at) = forms.binary_search_by_key(&node.form, |(form, _)| *form) {
            forms[at].1 = Some(node.tag);
        }
    }
    for i in doubtful {
        let elsewhere = forms.binary_search_by_key(&nodes[i].form, |(form, _)| *form).ok().and_then(|at| forms[at].1);
        let opens = i == 0 || matches!(nodes[i - 1].tag, Tag::Stop | Tag::Quote);
        let before = nodes.get(i + 1).filter(|n| opens && n.tag.is_name() && n.shape == Shape::Capitalised);
        if let Some(tag) = elsewhere.or(before.map(|n| n.tag)) {
            nodes[i].tag = tag;
        }
    }
}

/// The tag of a word by itself, without the words beside it, where that leaves no doubt.
pub fn alone(text: &str, node: &Node, weights: &Weights) -> Option<Tag> {
    let scores = sums(weights, &of_word(node.form, suffix(text, node), node.shape as u32));
    let tag = best(&scores);
    let floor = scores[tag as usize] - CLEAR_ALONE;
    (scores.iter().filter(|score| **score > floor).count() == 1).then_some(tag)
}

/// The sum of the weights of `features`; the lane that is no tag's can never win.
#[inline(always)]
fn sums(weights: &Weights, features: &[u32]) -> [i16; 32] {
    let mut scores = weights.sum(features);
    scores[31] = i16::MIN;
    scores
}

/// The tag of the highest score; the first of several.
#[inline(always)]
fn best(scores: &[i16; 32]) -> Tag {
    let most = scores.iter().fold(i16::MIN, |a, b| a.max(*b));
    // A bit for each that has it: which is the first a branch could not foretell.
    let at = scores.iter().enumerate().fold(0_u32, |bits, (at, score)| bits | u32::from(*score == most) << at);
    Tag::ALL[at.trailing_zeros() as usize]
}

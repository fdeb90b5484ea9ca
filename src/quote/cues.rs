//! Which words report: cue detection, one decision a candidate word.

use super::languages::english::{BE, HAVE_AND_DO, STATING, THAT};
use super::lexicon::Class;
use super::nodes::{Node, Nodes, Tag};
use super::table::{Table, feature, pair};
use crate::text::tokens::Shape;

/// Classes of a candidate: no cue, of speech, of belief or intention.
pub const CLASSES: usize = 3;
/// No cue.
pub const NONE: usize = 0;
/// A cue of speech.
pub const SPEECH: usize = 1;
/// A cue of belief, intention, feeling.
pub const OTHER: usize = 2;

/// Features a candidate has at most.
pub const FEATURES: usize = 22;

/// The detector's weights.
pub type Weights = Table<4, ROWS>;
/// Features that the weights are of at most.
pub const ROWS: usize = 1 << 15;

/// The words that were seen to report: a set of [keys](Forms::key), as a bit table. A form that is not in it is
/// taken for one that is once in a few hundred.
#[derive(Debug, Clone, Default)]
pub struct Forms {
    list: Vec<u32>,
    bits: Vec<u64>,
}

impl Forms {
    /// The set of these forms.
    pub fn new(mut list: Vec<u32>) -> Self {
        list.sort_unstable();
        let mut bits = vec![0; FORM_BITS as usize / 64];
        for form in &list {
            let at = form % FORM_BITS;
            bits[at as usize / 64] |= 1 << (at % 64);
        }
        Self { list, bits }
    }

    /// What a word is looked up by: its form, and whether it is a verb, for *states* that report
    /// are no *states* of the union.
    pub fn key(node: &Node) -> u32 {
        if node.tag.is_verb() { Self::verb(node.form) } else { node.form }
    }

    const fn verb(form: u32) -> u32 {
        form.rotate_left(7) ^ 0x5bd1_e995
    }

    /// Whether the word can report, verb or not.
    pub fn may_report(&self, form: u32) -> bool {
        self.contains(form) || self.contains(Self::verb(form))
    }

    /// The set in which every word can report.
    pub fn all() -> Self {
        Self { list: Vec::new(), bits: vec![u64::MAX; FORM_BITS as usize / 64] }
    }

    /// The forms in it, in order.
    pub fn list(&self) -> &[u32] {
        &self.list
    }

    fn contains(&self, form: u32) -> bool {
        let at = form % FORM_BITS;
        self.bits.get(at as usize / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}

/// How many nodes off a passage is beside a word.
const BESIDE: usize = 6;
const FORM_BITS: u32 = 1 << 19;

/// The nodes of a sentence that can be cues at all: verbs beside a passage, words seen as cues, and
/// colons and dashes beside a passage.
pub fn candidates<'a>(nodes: &'a [Node], forms: &'a Forms) -> impl Iterator<Item = usize> + 'a {
    let quotes = nodes.iter().any(|n| n.shape == Shape::Quote);
    (0..nodes.len()).filter(move |i| is_candidate(nodes, *i, forms, quotes))
}

/// Whether node `i` of a sentence can be a cue, which `quotes` or has no passage.
#[inline]
fn is_candidate(nodes: &[Node], i: usize, forms: &Forms, quotes: bool) -> bool {
    let node = &nodes[i];
    if node.tag == Tag::Colon {
        let beside = |at: Option<usize>| at.and_then(|at| nodes.get(at)).is_none_or(|n| n.shape == Shape::Quote);
        return beside(i.checked_sub(1)) || beside(Some(i + 1)) || i <= 4 && node.shape == Shape::Colon;
    }
    if node.tag.is_name() || matches!(node.shape, Shape::Quote | Shape::Number) {
        return false;
    }
    // A verb that was never seen to report can do so beside a passage.
    let passage = |range: std::ops::Range<usize>| nodes[range].iter().any(|n| n.shape == Shape::Quote);
    let beside_a_passage = || {
        quotes
            && node.tag.is_verb()
            && !is_auxiliary(node.form)
            && passage(i.saturating_sub(BESIDE)..(i + BESIDE + 1).min(nodes.len()))
    };
    // *Detective Rosa Lind*, whatever the tagger took the second word for.
    let given = || node.shape == Shape::Capitalised && matches!(node.class, Some(Class::Given(_)));
    (forms.contains(Forms::key(node)) || states(nodes, i) || beside_a_passage()) && !given()
}

fn is_auxiliary(form: u32) -> bool {
    BE.contains(&form) || HAVE_AND_DO.contains(&form)
}

/// Least probability that *a letter that states …* reports.
const STATED: f32 = 0.8;

/// Whether the word at `i` says what a document does by a relative pronoun: *a letter that states*.
#[inline(always)]
fn states(nodes: &[Node], i: usize) -> bool {
    let Some([document, relative]) = i.checked_sub(2).map(|first| [&nodes[first], &nodes[first + 1]]) else {
        return false;
    };
    (relative.form == THAT || relative.tag == Tag::Wp)
        && STATING.contains(&nodes[i].form)
        && document.class == Some(Class::Document)
}

/// A word that may report.
#[derive(Debug, Clone, Copy)]
pub struct Detection {
    /// Its node in the sentence.
    pub cue: usize,
    /// Probability of each class.
    pub p: [f32; 4],
}

impl Detection {
    /// How likely it is a cue at all.
    pub fn likely(&self) -> f32 {
        1.0 - self.p[NONE]
    }

    /// Whether it is rather of speech than of belief.
    pub fn is_speech(&self) -> bool {
        self.p[SPEECH] > self.p[OTHER]
    }
}

/// The words of every sentence that may report.
#[derive(Debug, Default)]
pub struct Detections {
    all: Vec<Detection>,
    /// Where those of each sentence end.
    ends: Vec<usize>,
}

impl Detections {
    /// Those of the sentences of `nodes` with a probability of [`LEAST`] or more.
    pub fn new(text: &str, nodes: &Nodes, forms: &Forms, weights: &Weights) -> Self {
        let count = nodes.sentences.len();
        let mut out = Self { all: Vec::with_capacity(count), ends: Vec::with_capacity(count) };
        for sentence in &nodes.sentences {
            detect(text, &nodes.nodes[sentence.start..sentence.end], forms, weights, LEAST, &mut out.all);
            out.ends.push(out.all.len());
        }
        out
    }

    /// Those of the sentence with this number, their nodes counted from its first.
    pub fn of(&self, sentence: usize) -> &[Detection] {
        let start = sentence.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start..self.ends[sentence]]
    }
}

/// Least probability of a word to count as a possible cue.
const LEAST: f32 = 0.04;

/// The words of the sentence `nodes` that report with a probability of `least` or more, added to `out`.
pub fn detect(text: &str, nodes: &[Node], forms: &Forms, weights: &Weights, least: f32, out: &mut Vec<Detection>) {
    let mut seen = [0; FEATURES];
    for cue in candidates(nodes, forms) {
        let mut p = probabilities(&weights.score(features(text, nodes, cue, &mut seen)), CLASSES);
        if p[SPEECH] < STATED && states(nodes, cue) {
            p = [1.0 - STATED, STATED, 0.0, 0.0];
        }
        if 1.0 - p[NONE] >= least {
            out.push(Detection { cue, p });
        }
    }
}

/// `scores` as probabilities of the first `classes`.
pub fn probabilities<const L: usize>(scores: &[f32; L], classes: usize) -> [f32; L] {
    let most = scores[..classes].iter().fold(f32::MIN, |a, b| a.max(*b));
    let mut out = [0.0; L];
    for (p, s) in out.iter_mut().zip(&scores[..classes]) {
        *p = (s - most).exp();
    }
    let sum: f32 = out.iter().sum();
    out.map(|p| p / sum)
}

/// A word without its inflection, roughly: equal for *say* and *says*, *note* and *noted*.
pub fn stem(text: &str, node: &Node) -> u32 {
    let bytes = node.span.of(text).as_bytes();
    let strip = |suffix: &[u8]| {
        (bytes.len() > suffix.len() + 2 && bytes[bytes.len() - suffix.len()..].eq_ignore_ascii_case(suffix))
            .then(|| bytes.len() - suffix.len())
    };
    let suffixes: [&[u8]; 8] = [b"ying", b"ing", b"ied", b"ies", b"ed", b"es", b"s", b"e"];
    let mut end = suffixes.iter().find_map(|s| strip(s)).unwrap_or(bytes.len());
    if end > 3 && (bytes[end - 1] == bytes[end - 2] || bytes[end - 1] == b'y') {
        end -= 1;
    }
    bytes[..end]
        .iter()
        .fold(0x811c_9dc5, |hash, b| (hash ^ u32::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0193))
}

/// What stands around a verb.
#[derive(Debug, Clone, Copy, Default)]
pub struct Frame {
    /// The head of the noun phrase before it: tag, and form where that is a closed class.
    pub subject: u32,
    /// Bits: a form of *be*, of *have*, a modal, *to*, a negation or adverb before it.
    pub auxiliaries: u32,
    /// The node before the auxiliaries.
    pub outset: usize,
}

impl Frame {
    /// The frame of the word at `i` of the sentence `nodes`.
    pub fn of(nodes: &[Node], i: usize) -> Self {
        let mut bits = 0;
        let mut j = i;
        while j > 0 && i - j < 6 {
            let before = &nodes[j - 1];
            if BE.contains(&before.form) {
                bits |= 1;
            } else if is_auxiliary(before.form) {
                bits |= 2;
            } else if before.tag == Tag::Md {
                bits |= 4;
            } else if before.tag == Tag::To {
                bits |= 8;
            } else if before.tag == Tag::Rb {
                bits |= 16;
            } else {
                break;
            }
            j -= 1;
        }
        let subject = if j == 0 { 99 } else { closed(&nodes[j - 1]) };
        Self { subject, auxiliaries: bits, outset: j }
    }

    /// The last word of the subject, and whether a relative pronoun stands for it (*a letter that states*).
    fn noun<'a>(&self, nodes: &'a [Node]) -> (Option<&'a Node>, bool) {
        let before = self.outset.checked_sub(1).map(|j| &nodes[j]);
        let relative = before.is_some_and(|n| n.tag == Tag::Wp || n.form == THAT);
        let at = self.outset.checked_sub(1 + usize::from(relative));
        (at.map(|j| &nodes[j]).filter(|n| n.tag.is_noun()), relative)
    }
}

/// The tag of a node, or its form where the tag's words are few.
pub fn closed(node: &Node) -> u32 {
    match node.tag {
        Tag::Prp
        | Tag::Wp
        | Tag::In
        | Tag::Cc
        | Tag::Dt
        | Tag::To
        | Tag::Colon
        | Tag::PrpS
        | Tag::Wrb
        | Tag::Stop
        | Tag::Bracket
        | Tag::Quote => node.form,
        tag => tag as u32,
    }
}

/// What the detector sees of node `i` of the sentence `nodes`, in the first places of `out`.
pub fn features<'a>(text: &str, nodes: &[Node], i: usize, out: &'a mut [u32; FEATURES]) -> &'a [u32] {
    let node = &nodes[i];
    let tag = node.tag as u32;
    let stem = stem(text, node);
    let at = |offset: isize| i.checked_add_signed(offset).and_then(|j| nodes.get(j));
    let closed_at = |offset| at(offset).map_or(98, closed);
    let form_at = |offset| at(offset).map_or(98, |n| n.form);
    let frame = Frame::of(nodes, i);
    let quotes = surroundings(nodes, i);
    let that = (1..=4).find(|o| at(*o).is_some_and(|n| n.form == THAT)).unwrap_or(0) as u32;
    let before = &nodes[i.saturating_sub(VERBS_REACH)..i];
    let verbs_before = before.iter().rev().filter(|n| n.tag.is_finite()).take(3).count() as u32;
    let finite_after = nodes[i + 1..]
        .iter()
        .take(12)
        .take_while(|n| !matches!(n.tag, Tag::Comma | Tag::Stop | Tag::Colon | Tag::Quote))
        .position(|n| n.tag.is_finite())
        .map_or(0, |p| 1 + (p as u32) / 3);
    let subject_before_outset = frame.outset.checked_sub(2).and_then(|j| nodes.get(j)).map_or(98, |n| n.tag as u32);
    let (subject, relative) = frame.noun(nodes);
    let document = u32::from(subject.is_some_and(|n| n.class == Some(Class::Document))) * 2 + u32::from(relative);
    let of_word = [
        feature(2, stem, 0),
        feature(3, stem, tag),
        feature(4, stem, frame.subject),
        feature(5, stem, frame.auxiliaries),
        feature(6, stem, quotes),
        feature(7, stem, closed_at(1)),
        feature(8, stem, that),
        feature(9, stem, finite_after),
        feature(10, tag, quotes),
        feature(13, pair(closed_at(1), tag), closed_at(2)),
        feature(14, pair(closed_at(-1), tag), closed_at(-2)),
        feature(15, form_at(1), tag),
        feature(16, form_at(-1), tag),
        feature(20, verbs_before, pair(tag, finite_after)),
        feature(22, stem, verbs_before),
        feature(23, pair(frame.subject, subject_before_outset), tag),
        feature(24, form_at(1), form_at(2)),
        feature(32, document, tag),
        feature(33, document, stem),
    ];
    out[..of_word.len()].copy_from_slice(&of_word);
    if node.tag != Tag::Colon {
        return &out[..of_word.len()];
    }
    let names = nodes[i + 1..].iter().take_while(|n| n.tag.is_name()).count();
    let signed = names > 0 && i + 1 + names + 1 >= nodes.len();
    let shape_before = at(-1).map_or(98, |n| n.shape as u32);
    let passage_before = nodes[..i].last().is_some_and(|n| n.tag == Tag::Quote || n.tag == Tag::Stop);
    let place = pair(u32::from(signed) * 2 + u32::from(passage_before), node.shape as u32);
    out[of_word.len()..].copy_from_slice(&[
        feature(29, place, u32::from(nodes.first().is_some_and(|n| n.tag == Tag::Quote))),
        feature(30, pair(shape_before, i.min(5) as u32), node.shape as u32),
        feature(31, pair(shape_before, i.min(5) as u32), pair(quotes, node.shape as u32)),
    ]);
    out
}

/// How far the nearest passages are on both sides, and how they look.
fn surroundings(nodes: &[Node], i: usize) -> u32 {
    let (before, after) = (&nodes[i.saturating_sub(PASSAGE_REACH)..i], &nodes[i + 1..]);
    pair(nearest(before.iter().rev()), nearest(after[..after.len().min(PASSAGE_REACH)].iter()))
}

/// How many nodes before a word verbs are counted.
const VERBS_REACH: usize = 40;
/// How many nodes off a passage is seen from a word.
const PASSAGE_REACH: usize = 12;

/// How far the nearest passage on one `side` is, and how it looks; 0 where none is near.
fn nearest<'a>(side: impl Iterator<Item = &'a Node> + Clone) -> u32 {
    let Some((distance, node)) = side.clone().enumerate().find(|(_, n)| n.tag == Tag::Quote) else { return 0 };
    let commas = side.take(distance).filter(|n| matches!(n.tag, Tag::Comma | Tag::Colon)).count().min(3) as u32;
    let end = (node.form >> 8) as u8;
    let distance = [0, 1, 1, 2, 2, 2][distance.min(5)];
    1 + distance * 12 + commas * 3 + u32::from(end == b',') + 2 * u32::from(end == b' ')
}

//! Who and what belongs to a cue: a linear-chain conditional random field (Lafferty, McCallum and
//! Pereira 2001) over the cue's sentence that marks its source and its content.

use super::attributions::runs;
use super::cues::{Detection, Frame, closed, stem};
use super::languages::english::THAT;
use super::nodes::{LONGEST_SENTENCE, Node, Tag};
use super::table::{Table, feature, pair};
use std::ops::Range;

/// Features a node has.
pub const FEATURES: usize = 17;
/// By how much a source is favoured where the best labelling has none.
const SOURCE_FAVOUR: f32 = 2.0;
/// A word this likely to report is a rival cue.
pub const RIVAL: f32 = 0.3;
/// Labels a node can have.
pub const LABELS: usize = 5;
/// Lanes of the weights' rows: one a label, and of the rest one for the fingerprint.
pub const LANES: usize = 8;
/// Features that the weights are of at most.
pub const ROWS: usize = 1 << 15;

/// What a node is to the cue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Label {
    /// Nothing.
    #[default]
    Outside,
    /// First node of the source.
    Source,
    /// Further node of the source.
    InSource,
    /// First node of a stretch of content.
    Content,
    /// Further node of it.
    InContent,
}

impl Label {
    /// Every label, in order of its number.
    pub const ALL: [Label; LABELS] = [Label::Outside, Label::Source, Label::InSource, Label::Content, Label::InContent];

    /// Whether it may follow `before`, or begin a sentence where that is none.
    pub const fn may_follow(self, before: Option<Label>) -> bool {
        match self {
            Label::InSource => matches!(before, Some(Label::Source | Label::InSource)),
            Label::InContent => matches!(before, Some(Label::Content | Label::InContent)),
            _ => true,
        }
    }

    /// Whether it belongs to the source.
    pub fn is_source(self) -> bool {
        matches!(self, Label::Source | Label::InSource)
    }

    /// Whether it belongs to content.
    pub fn is_content(self) -> bool {
        matches!(self, Label::Content | Label::InContent)
    }
}

/// The field's weights.
#[derive(Debug, Clone)]
pub struct Weights {
    /// Of a node's features, a lane for each label.
    pub nodes: Table<LANES, ROWS>,
    /// Of a label after another.
    pub steps: Steps,
}

/// The weights of a label after another.
#[derive(Debug, Clone)]
pub struct Steps {
    /// Of those after each label; without bound below zero where no labelling takes the step.
    from: [[f32; LANES]; LABELS],
    /// The same of those before each label.
    into: [[f32; LANES]; LABELS],
}

impl Steps {
    /// The steps of these weights, by the label before and the one after it.
    pub fn new(weights: [[f32; LABELS]; LABELS]) -> Self {
        let mut steps = Self { from: [[f32::NEG_INFINITY; LANES]; LABELS], into: [[f32::NEG_INFINITY; LANES]; LABELS] };
        for (before, row) in Label::ALL.into_iter().zip(weights) {
            for (to, weight) in Label::ALL.into_iter().zip(row).filter(|(to, _)| to.may_follow(Some(before))) {
                steps.from[before as usize][to as usize] = weight;
                steps.into[to as usize][before as usize] = weight;
            }
        }
        steps
    }

    /// The weights by the label before and the one after it; zero where no labelling takes the step.
    pub fn weights(&self) -> impl Iterator<Item = f32> {
        let steps = self.from.iter().flat_map(|row| &row[..LABELS]);
        steps.map(|weight| if weight.is_finite() { *weight } else { 0.0 })
    }
}

/// What is the same for every node of a cue.
struct Cue {
    form: u32,
    stem: u32,
    kind: u32,
    /// Whether a passage or a comma stands right before the cue: the order is turned.
    turned: u32,
}

/// What is seen of a node whatever the cue.
#[derive(Debug, Clone, Copy)]
struct Seen {
    form: u32,
    tag: u32,
    /// The form of a word of a closed class; the tag of another.
    word: u32,
    /// Whether it is a rival cue, and of speech.
    rival: u32,
    /// What it adds to [`Between::counts`].
    counted: u64,
}

/// How many edges stand around a sentence in [`Scratch::seen`]: one before it, two after.
const EDGES: [usize; 2] = [1, 2];

impl Seen {
    const EDGE: Self = Self { form: 98, tag: 98, word: 98, rival: 9, counted: 0 };

    fn of(node: &Node) -> Self {
        Self { form: node.form, tag: node.tag as u32, word: closed(node), rival: 0, counted: Counted::of(node) }
    }
}

/// What is counted between the cue and a node: a byte each of [`Between::counts`], lowest first.
#[derive(Debug, Clone, Copy)]
enum Counted {
    Commas,
    Finite,
    Quotes,
    Nouns,
    That,
}

impl Counted {
    /// How much of each is counted at most.
    const MOST: [u64; 5] = [3, 2, 2, 2, 1];

    /// One of it.
    const fn one(self) -> u64 {
        1 << (8 * self as u64)
    }

    /// What `node` adds.
    fn of(node: &Node) -> u64 {
        let that = if node.form == THAT { Self::That.one() } else { 0 };
        that + match node.tag {
            Tag::Comma | Tag::Colon => Self::Commas.one(),
            Tag::Quote => Self::Quotes.one(),
            tag if tag.is_finite() => Self::Finite.one(),
            tag if tag.is_noun() || tag == Tag::Prp => Self::Nouns.one(),
            _ => 0,
        }
    }
}

/// What lies between the cue and a node, growing with the distance.
#[derive(Clone, Copy)]
struct Between {
    /// A byte of each [`Counted`], which is [`Between::FULL`] when nothing more of it counts.
    counts: u64,
    /// The words passed, as a hash.
    path: u32,
}

impl Between {
    /// A count's byte that no more is added to: the next would reach the bit above.
    const FULL: u64 = 7;
    /// That bit of each byte, moved down.
    const ONES: u64 = 0x0101_0101_0101_0101;
    /// Nothing has been passed yet.
    const NOTHING: Self = {
        let (mut counts, mut i) = (0, 0);
        while i < Counted::MOST.len() {
            counts |= (Self::FULL - Counted::MOST[i]) << (8 * i);
            i += 1;
        }
        Self { counts, path: 0 }
    };

    /// Passes a node. Which it is cannot be foretold, so nothing branches on it.
    fn pass(&mut self, seen: &Seen) {
        let counts = self.counts + seen.counted;
        self.counts = counts - (counts >> 3 & Self::ONES);
        self.path = pair(self.path, seen.word);
    }

    /// How much of it was passed.
    const fn count(&self, of: Counted) -> u32 {
        let byte = self.counts >> (8 * of as u64) & Self::FULL;
        (byte + Counted::MOST[of as usize] - Self::FULL) as u32
    }
}

/// Shows `each` what the field sees of each node of the sentence `nodes` for the cue `detection`, when
/// `rivals` are the sentence's possible cues: the nodes before the cue from right to left, then those after.
pub fn features(
    text: &str,
    nodes: &[Node],
    detection: &Detection,
    rivals: &[Detection],
    scratch: &mut Scratch,
    mut each: impl FnMut(usize, &[u32; FEATURES]),
) {
    let (cue, speech) = (detection.cue, detection.is_speech());
    let seen = scratch.see(nodes, rivals);
    let frame = Frame::of(nodes, cue);
    let before = frame.outset.checked_sub(1).map_or(98, |j| nodes[j].tag as u32);
    let turned = cue.checked_sub(1).map_or(0, |j| match nodes[j].tag {
        Tag::Quote => 1,
        Tag::Comma => 2,
        _ => 0,
    });
    let of_cue = Cue {
        form: nodes[cue].form,
        stem: stem(text, &nodes[cue]),
        kind: pair(nodes[cue].tag as u32 * 2 + u32::from(speech), frame.auxiliaries & 13),
        turned: pair(turned, before),
    };
    for (side, count) in [(0, cue), (1, nodes.len() - cue - 1)] {
        let mut between = Between::NOTHING;
        for distance in 1..=count {
            let j = if side == 0 { cue - distance } else { cue + distance };
            let window = &seen[j..j + WINDOW];
            each(j, &describe(window, distance, side, &of_cue, &between));
            between.pass(&window[EDGES[0]]);
        }
    }
}

/// How far a node is from the cue, by their distance.
static NEAR: [u32; 8] = [0, 1, 2, 3, 4, 5, 5, 6];

/// A node and its neighbours: one before it, two after.
const WINDOW: usize = EDGES[0] + 1 + EDGES[1];

/// What the field sees of the node in the middle of `window`.
#[inline(always)]
fn describe(window: &[Seen], distance: usize, side: u32, cue: &Cue, between: &Between) -> [u32; FEATURES] {
    let &[before, node, after, after2] = window else { return [0; FEATURES] };
    let Seen { tag, word, .. } = node;
    let near = NEAR[distance.min(NEAR.len() - 1)] + 7 * side;
    let side_tag = pair(side, tag);
    let [commas, finite, quotes] = [Counted::Commas, Counted::Finite, Counted::Quotes].map(|of| between.count(of));
    let (that, nouns) = (between.count(Counted::That), between.count(Counted::Nouns));
    let gap = pair(commas * 3 + finite, quotes * 2 + side);
    [
        feature(52, side_tag, node.form),
        feature(56, cue.form, near),
        feature(57, cue.stem, side_tag),
        feature(61, pair(gap, before.tag), tag),
        feature(62, pair(cue.stem, that), gap),
        feature(64, if distance < 6 { between.path } else { 1 }, pair(near, word)),
        feature(65, pair(cue.turned, tag), near),
        feature(66, pair(side, before.word), word),
        feature(67, pair(side, after.word), word),
        feature(70, pair(that, side_tag), gap),
        feature(75, pair(cue.kind, near), tag),
        feature(77, pair(after2.tag, after.tag), side_tag),
        feature(78, before.form, side),
        feature(79, after.form, side),
        feature(80, pair(cue.stem, nouns), pair(gap, near)),
        feature(81, pair(node.rival, near), tag),
        feature(84, pair(after.rival, side), pair(tag, before.tag)),
    ]
}

/// The memory that labelling a sentence takes, to be used again for the next.
#[derive(Debug)]
pub struct Scratch {
    seen: Vec<Seen>,
    /// The sums of the weights of each node's features.
    sums: Vec<[i16; LANES]>,
    /// Those of the labels of each node; the other lanes mean nothing.
    scores: Vec<[f32; LANES]>,
    /// What the best labelling up to each node comes to, by the label it ends in.
    best: Vec<[f32; LANES]>,
    /// The labelling found last.
    pub labels: Vec<Label>,
}

impl Default for Scratch {
    /// With room for any sentence.
    fn default() -> Self {
        let (seen, scores) = (Vec::with_capacity(LONGEST_SENTENCE + WINDOW), Vec::with_capacity(LONGEST_SENTENCE));
        let (best, labels) = (Vec::with_capacity(LONGEST_SENTENCE), Vec::with_capacity(LONGEST_SENTENCE));
        Self { seen, sums: Vec::with_capacity(LONGEST_SENTENCE), scores, best, labels }
    }
}

impl Scratch {
    /// What is seen of `nodes`, of which `rivals` are possible cues, with edges around.
    fn see(&mut self, nodes: &[Node], rivals: &[Detection]) -> &[Seen] {
        self.seen.clear();
        self.seen.extend([Seen::EDGE; EDGES[0]]);
        self.seen.extend(nodes.iter().map(Seen::of));
        self.seen.extend([Seen::EDGE; EDGES[1]]);
        for other in rivals.iter().filter(|d| d.likely() >= RIVAL) {
            self.seen[EDGES[0] + other.cue].rival = 1 + u32::from(other.is_speech());
        }
        &self.seen
    }

    /// Raises the score of `label` at every node, or lowers it.
    pub fn favour(&mut self, label: Label, by: f32) {
        self.scores.iter_mut().for_each(|s| s[label as usize] += by);
    }

    /// Makes node `at` part of the content in all labellings to come.
    pub fn hold(&mut self, at: usize) {
        for label in Label::ALL.into_iter().filter(|l| !l.is_content()) {
            self.scores[at][label as usize] -= NEVER;
        }
    }

    /// Whether the labelling has content.
    pub fn has_content(&self) -> bool {
        self.labels.iter().any(|l| l.is_content())
    }
}

/// What the labels come to before the first node: any that nothing need stand before.
const FIRST: [f32; LANES] = {
    let mut first = [f32::MIN; LANES];
    first[Label::Outside as usize] = 0.0;
    first[Label::Source as usize] = 0.0;
    first[Label::Content as usize] = 0.0;
    first
};

/// What a labelling never makes up for.
pub const NEVER: f32 = 100.0;

impl Weights {
    /// Scores the labels of each node of the sentence `nodes` for the cue `detection`.
    pub fn read(&self, text: &str, nodes: &[Node], detection: &Detection, rivals: &[Detection], scratch: &mut Scratch) {
        let mut sums = std::mem::take(&mut scratch.sums);
        sums.clear();
        sums.resize(nodes.len(), [0; LANES]);
        features(text, nodes, detection, rivals, scratch, |node, features| {
            sums[node] = self.nodes.sum(features);
        });
        scratch.scores.clear();
        scratch.scores.extend(sums.iter().map(|sum| sum.map(|s| f32::from(s) * self.nodes.scale())));
        for label in &Label::ALL[1..] {
            scratch.scores[detection.cue][*label as usize] = -NEVER;
        }
        scratch.sums = sums;
    }

    /// The source in the labelling; where it has none, the one of the best labelling when sources
    /// are favoured: nearly every attribution has one. May change the labelling.
    pub fn source(&self, nodes: &[Node], scratch: &mut Scratch) -> Option<Range<usize>> {
        let found = first_run(nodes, &scratch.labels);
        if found.is_some() {
            return found;
        }
        for (score, label) in scratch.scores.iter_mut().zip(&scratch.labels) {
            let by = if label.is_content() { -NEVER } else { 0.0 };
            score[Label::Source as usize] += by + SOURCE_FAVOUR;
            score[Label::InSource as usize] += by;
        }
        self.decode(scratch);
        first_run(nodes, &scratch.labels)
    }

    /// Finds the best labelling (Viterbi); returns how far it lies above the one that leaves
    /// everything outside.
    pub fn decode(&self, scratch: &mut Scratch) -> f32 {
        let Scratch { scores, best, labels, .. } = scratch;
        let Steps { from, into } = &self.steps;
        best.clear();
        let mut none = 0.0;
        for (j, score) in scores.iter().enumerate() {
            let mut next = match best.last() {
                None => FIRST,
                Some(before) => best_step(before, from),
            };
            next.iter_mut().zip(score).for_each(|(next, score)| *next += score);
            none += score[0] + if j > 0 { from[0][0] } else { 0.0 };
            best.push(next);
        }
        labels.clear();
        labels.resize(scores.len(), Label::Outside);
        let last = best.last().unwrap_or(&FIRST);
        let mut at = (0..LABELS).max_by(|a, b| last[*a].total_cmp(&last[*b])).unwrap_or(0);
        let total = last[at];
        for j in (0..scores.len()).rev() {
            labels[j] = Label::ALL[at];
            let Some(before) = j.checked_sub(1).map(|j| &best[j]) else { break };
            let value: [f32; LANES] = std::array::from_fn(|from| before[from] + into[at][from]);
            // The first of several.
            at = (1..LABELS).fold(0, |from, label| if value[label] > value[from] { label } else { from });
        }
        total - none
    }
}

/// What the best labelling comes to after one step more, by the label it takes.
#[inline(always)]
fn best_step(before: &[f32; LANES], steps: &[[f32; LANES]; LABELS]) -> [f32; LANES] {
    // All lanes at once, without a branch, and in pairs: what waits for one another is a step of the next node.
    let [a, b, c, d, e]: [[f32; LANES]; LABELS] =
        std::array::from_fn(|from| std::array::from_fn(|to| before[from] + steps[from][to]));
    let greater = |a: [f32; LANES], b: [f32; LANES]| -> [f32; LANES] {
        std::array::from_fn(|to| if a[to] > b[to] { a[to] } else { b[to] })
    };
    greater(greater(greater(a, b), greater(c, d)), e)
}

fn first_run(nodes: &[Node], labels: &[Label]) -> Option<Range<usize>> {
    runs(nodes, labels, Label::Source, Label::InSource).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(best: &[Label]) -> Scratch {
        let mut scores = vec![[0.0; LANES]; best.len()];
        for (score, label) in scores.iter_mut().zip(best) {
            score[*label as usize] = 1.0;
        }
        Scratch { scores, ..Scratch::default() }
    }

    fn field() -> Weights {
        Weights { nodes: Table::quantise([]), steps: Steps::new([[0.0; LABELS]; LABELS]) }
    }

    #[test]
    fn the_best_labelling_is_well_formed() {
        use Label::*;
        let mut memory = scratch(&[InContent, Source, InSource, Outside, Content, InContent]);
        field().decode(&mut memory);
        assert_ne!(memory.labels[0], InContent);
        assert_eq!(memory.labels[1..], [Source, InSource, Outside, Content, InContent]);
    }

    #[test]
    fn a_held_node_is_content_at_any_price() {
        use Label::*;
        let mut memory = scratch(&[Source, Outside, Outside]);
        memory.hold(2);
        let margin = field().decode(&mut memory);
        assert!(memory.labels[2].is_content());
        assert!(margin > 0.0);
    }
}

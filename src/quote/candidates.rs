//! A passage's possible sources, and what can be seen of the passage itself.

use super::cues::closed;
use super::linker::Link;
use super::nodes::Nodes;
use super::table::{Features, feature, pair};
use std::ops::Range;

/// How a candidate stands to the passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Relation {
    /// Nobody says it.
    Nobody,
    /// A cue in the passage's own sentence.
    OwnSentence,
    /// The attribution of the sentence before, or of an earlier one of the paragraph.
    Before,
    /// An attribution of a later sentence of the paragraph.
    After,
    /// The last attribution of the paragraph before.
    ParagraphBefore,
    /// A cue in the last sentence of the paragraph before.
    LeadIn,
    /// The first attribution of the paragraph after.
    ParagraphAfter,
    /// Whoever says the passage before it.
    SameAsLast,
    /// The label of a transcript before it, or a signature after it.
    Label,
}

impl Relation {
    /// In words.
    pub const fn rule(self) -> &'static str {
        match self {
            Relation::Nobody => "no source beside it",
            Relation::OwnSentence => "source and reporting word in the same sentence",
            Relation::Before => "goes on under the speaker of the sentence before",
            Relation::After => "the speaker is named in the sentence after",
            Relation::ParagraphBefore => "carried over from the paragraph before",
            Relation::LeadIn => "the paragraph before leads up to it",
            Relation::ParagraphAfter => "the speaker is named in the paragraph after",
            Relation::SameAsLast => "goes on under the same speaker",
            Relation::Label => "the speaker stands before a colon or after a dash, as in a transcript",
        }
    }
}

/// A passage's possible source.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// How it stands to the passage.
    pub relation: Relation,
    /// Its cue's node.
    pub cue: Option<usize>,
    /// Its source's nodes.
    pub source: Option<Range<usize>>,
    /// The run of content it would have with the passage in it.
    pub content: Option<Range<usize>>,
    /// What the linker sees of it.
    pub features: Features,
}

/// What can be seen of a passage and its place.
pub(super) struct View {
    pub sentence: usize,
    pub passage: usize,
    pub outline: u32,
    /// Bits: first in its sentence, last in it, first in its paragraph, last in it.
    pub position: u32,
    /// What stands right before it.
    pub before: u32,
    /// What stands right after it.
    after: u32,
    /// Whether the passage before it had a closing mark; 2 where there is none.
    pub last_closed: u32,
}

impl View {
    /// What can be seen of `passage`, in sentence `number`, after the earlier `links`.
    pub fn of(nodes: &Nodes, number: usize, passage: usize, links: &[Link]) -> Self {
        let sentence = nodes.sentences[number];
        let alone = |at: Option<usize>| {
            at.is_none_or(|at| nodes.sentences.get(at).is_none_or(|s| s.paragraph != sentence.paragraph))
        };
        let first = passage == sentence.start;
        let last = nodes.nodes[passage + 1..sentence.end].iter().all(|n| n.tag.is_punctuation());
        let position = u32::from(first)
            | u32::from(last) << 1
            | u32::from(first && alone(number.checked_sub(1))) << 2
            | u32::from(last && alone(Some(number + 1))) << 3;
        let beside = |at: Option<usize>| {
            at.filter(|at| (sentence.start..sentence.end).contains(at)).map_or(97, |at| closed(&nodes.nodes[at]))
        };
        Self {
            sentence: number,
            passage,
            outline: nodes.nodes[passage].form & 0xffff,
            position,
            before: beside(passage.checked_sub(1)),
            after: beside(Some(passage + 1)),
            last_closed: links.last().map_or(2, |l| nodes.nodes[l.passage].form & 1),
        }
    }

    /// The candidate that nobody says it.
    pub fn nobody(&self) -> Candidate {
        Candidate {
            relation: Relation::Nobody,
            cue: None,
            source: None,
            content: None,
            features: self.features(Relation::Nobody, 0),
        }
    }

    /// What every candidate of this relation sees of the passage.
    pub fn features(&self, relation: Relation, detail: u32) -> Features {
        let relation = relation as u32;
        [
            feature(81, relation, detail),
            feature(82, relation, self.outline),
            feature(83, relation, self.position),
            feature(84, pair(relation, self.outline), self.position),
            feature(85, relation, self.before),
            feature(86, relation, self.after),
            feature(87, pair(relation, self.before), self.outline),
            feature(88, pair(relation, detail), self.position),
            feature(89, pair(relation, detail), pair(self.outline, self.position)),
            feature(90, pair(relation, self.before), self.after),
        ]
        .into_iter()
        .collect()
    }
}

/// The number of `edges` that `value` reaches.
pub fn bucket(value: f32, edges: &[f32]) -> u32 {
    edges.iter().filter(|e| value >= **e).count() as u32
}

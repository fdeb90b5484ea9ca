//! From attributions and links to units of content.

use super::attributions::{Attribution, LEAST_SPEECH, aside};
use super::candidates::Relation;
use super::extent::{Extents, Run};
use super::labels::transcript;
use super::linker::{Link, Weights};
use super::nodes::{Node, Nodes};
use crate::quote::Kind;
use crate::text::Span;
use crate::text::letters::is_alphanumeric;
use crate::text::tokens::Shape;
use std::ops::Range;

/// One quotation before its speaker is resolved.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Direct, mixed or indirect.
    pub kind: Kind,
    /// In order, disjoint.
    pub segments: Vec<Span>,
    /// Of a mixed one: what stands in marks.
    pub quoted_parts: Vec<Span>,
    /// The cue's node.
    pub cue: Option<usize>,
    /// The source's nodes.
    pub source: Option<Range<usize>>,
    /// The next best source.
    pub runner_up: Option<Range<usize>>,
    /// How sure the models are, 0..1.
    pub likely: f32,
    /// How far the best labelling lies above none.
    pub margin: f32,
    /// How it was found.
    pub relation: Relation,
    /// How likely it is speech, not belief or intention.
    pub speech: f32,
    /// Whether its passages look like titles.
    pub title: bool,
    /// Its first node.
    pub node: usize,
}

impl Unit {
    /// Lets go of a source or cue that is part of what is said.
    fn part(&mut self, nodes: &Nodes) {
        let said = |span: Span| self.segments.iter().any(|s| s.overlaps(span));
        let span = |run: &Range<usize>| Span::new(nodes.nodes[run.start].span.start, nodes.nodes[run.end - 1].span.end);
        let (source, cue) =
            (self.source.as_ref().is_some_and(|s| said(span(s))), self.cue.is_some_and(|c| said(nodes.nodes[c].span)));
        if source {
            self.source = None;
        }
        if cue {
            self.cue = None;
        }
    }

    /// From its first to its last byte.
    pub fn content(&self) -> Span {
        let end = self.segments.last().map_or(0, |s| s.end);
        Span::new(self.segments.first().map_or(end, |s| s.start), end)
    }
}

/// The units of an article, in order: the contents of `found`, the linked passages, and the
/// paragraphs of a transcript, under whose labels nobody else speaks.
pub fn units(text: &str, nodes: &Nodes, found: &[Attribution], links: &[Link], weights: &Weights) -> Vec<Unit> {
    let mut out = Vec::new();
    let extents = Extents::new(text, nodes, found, links);
    for a in found {
        let template = Unit {
            kind: Kind::Direct,
            segments: Vec::new(),
            quoted_parts: Vec::new(),
            cue: Some(a.cue),
            source: a.source.clone(),
            runner_up: None,
            likely: a.likely,
            margin: a.margin,
            relation: Relation::OwnSentence,
            speech: a.speech,
            title: false,
            node: a.cue,
        };
        for content in &a.contents {
            let run = Run { nodes: content.clone(), cue: Some(a.cue) };
            extents.decide(weights, &run).iter().for_each(|run| pieces(&nodes.nodes, &template, run, &mut out));
        }
    }
    for link in links.iter().filter(|l| l.linked) {
        let template = Unit {
            kind: Kind::Direct,
            segments: Vec::new(),
            quoted_parts: Vec::new(),
            cue: link.cue,
            source: link.source.clone(),
            runner_up: link.runner_up.clone(),
            likely: link.likely,
            margin: 0.0,
            relation: link.relation,
            speech: 1.0,
            title: false,
            node: link.passage,
        };
        let run = Run { nodes: link.content.clone(), cue: link.cue };
        let runs = if link.relation == Relation::Label { vec![run.nodes] } else { extents.decide(weights, &run) };
        runs.iter().for_each(|run| pieces(&nodes.nodes, &template, run, &mut out));
    }
    let transcript = transcript(nodes);
    if !transcript.is_empty() {
        let within = |unit: &Unit| {
            let next = transcript.partition_point(|t| t.content().start <= unit.content().start);
            let free = |t: Option<&Unit>| t.is_none_or(|t| !t.content().overlaps(unit.content()));
            !free(next.checked_sub(1).and_then(|at| transcript.get(at))) || !free(transcript.get(next))
        };
        out.retain(|unit| !within(unit));
        out.extend(transcript);
    }
    out.retain(|unit| unit.segments.iter().any(|s| s.of(text).contains(is_alphanumeric)));
    out.retain(|unit| unit.speech >= LEAST_SPEECH || unit.kind != Kind::Indirect && !unit.title);
    out.sort_by_key(|unit| unit.node);
    let mut out = join(nodes, out);
    out.iter_mut().for_each(|unit| unit.part(nodes));
    out
}

/// Whether a passage is but a few words with a capital: a title, where no word of speech stands
/// beside it.
fn is_title(node: &Node) -> bool {
    let (capital, length, end) = (node.form >> 1 & 1 == 1, node.form >> 2 & 3, (node.form >> 8) as u8);
    capital && length <= 1 && matches!(end, b' ' | b',')
}

/// The units of one run of content: one a passage where it is all passages, else one. They are
/// like `template` in all but kind and place.
fn pieces(nodes: &[Node], template: &Unit, run: &Range<usize>, out: &mut Vec<Unit>) {
    let run = &(run.start + template.cue.map_or(0, |cue| aside(nodes, run, cue))..run.end);
    let passages = || run.clone().filter(|i| nodes[*i].shape == Shape::Quote);
    let template = Unit { title: passages().all(|i| is_title(&nodes[i])), ..template.clone() };
    let unit = |kind, segment, quoted_parts, node| Unit {
        kind,
        segments: vec![segment],
        quoted_parts,
        node,
        ..template.clone()
    };
    if passages().next().is_some() && run.clone().all(|i| nodes[i].tag.is_punctuation()) {
        out.extend(passages().map(|i| unit(Kind::Direct, nodes[i].span, Vec::new(), i)));
        return;
    }
    let span = Span::new(nodes[run.start].span.start, nodes[run.end - 1].span.end);
    let quoted: Vec<Span> = passages().map(|i| nodes[i].span).collect();
    out.push(unit(if quoted.is_empty() { Kind::Indirect } else { Kind::Mixed }, span, quoted, run.start));
}

/// Joins the passages that one cue reports within a paragraph, where nothing else is said in between,
/// and the paragraphs of a longer quotation.
fn join(nodes: &Nodes, units: Vec<Unit>) -> Vec<Unit> {
    let paragraph = |node: usize| nodes.sentences[nodes.sentences.partition_point(|s| s.end <= node)].paragraph;
    let mut out: Vec<Unit> = Vec::with_capacity(units.len());
    let mut last_node = 0;
    for unit in units {
        let joins = |last: &&mut Unit| {
            let both = last.kind == Kind::Direct
                && unit.kind == Kind::Direct
                && last.cue == unit.cue
                && last.source == unit.source
                && unit.cue.is_some();
            let apart = paragraph(unit.node) - paragraph(last_node);
            let open = nodes.nodes[last_node].form & 1 == 0;
            both && (apart == 0 || apart == 1 && open)
        };
        let node = unit.node;
        match out.last_mut().filter(joins) {
            Some(last) => last.segments.extend(unit.segments),
            None => out.push(unit),
        }
        last_node = node;
    }
    out
}

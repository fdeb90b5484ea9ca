//! From an article to its quotations.

use super::attributions::{self, Attribution, Models};
use super::cast::Cast;
use super::linker::{self, Linker, Relation};
use super::marks;
use super::model::Model;
use super::nodes::Nodes;
use super::resolve::{self, Mention};
use super::units::{Unit, units};
use super::{resolve::antecedents, tagger};
use crate::article::Article;
use crate::quote::{Certainty, Evidence, Quotation, Speaker};
use crate::text::Span;
use std::ops::Range;

/// Least probability of a cue whose contents are quotations.
pub const LIKELY: f32 = 0.3;

/// The nodes of `article`, tagged.
pub fn nodes(article: &Article, model: &Model) -> Nodes {
    let mut nodes = Nodes::new(&article.text, &article.paragraphs, &marks::passages(article));
    tagger::tag(&article.text, &mut nodes, &model.tagger, &model.forms);
    nodes
}

/// The quotations of `article`, ordered by where their content begins; ids are not yet given.
pub fn quotations(article: &Article, model: &Model) -> Vec<Quotation> {
    let nodes = nodes(article, model);
    let models = Models { forms: &model.forms, cues: &model.cues, arguments: &model.arguments };
    let found = attributions::attributions(&article.text, &nodes, &models, LIKELY);
    let claimed = claimed(nodes.nodes.len(), &found);
    let links = Linker::new(&article.text, &nodes, &models, &found)
        .run(&claimed, |_, candidates| linker::choose(&model.linker, candidates));
    let units = units(&nodes, &found, &links);
    let mut naming = Naming::new(&article.text, &nodes, model, &units);
    units.into_iter().map(|unit| naming.quotation(article, unit)).collect()
}

/// Which nodes lie in one of `ranges`.
pub fn sources(count: usize, ranges: impl Iterator<Item = Range<usize>>) -> Vec<bool> {
    let mut out = vec![false; count];
    for range in ranges {
        out[range].fill(true);
    }
    out
}

/// Which nodes belong to an attribution found in their own sentence.
pub fn claimed(count: usize, found: &[Attribution]) -> Vec<bool> {
    let mut out = vec![false; count];
    for run in found.iter().flat_map(|a| &a.contents) {
        out[run.clone()].fill(true);
    }
    out
}

/// Names speakers, one quotation after another.
struct Naming<'a> {
    text: &'a str,
    nodes: &'a Nodes,
    model: &'a Model,
    cast: Cast,
    /// Which nodes are part of a source.
    sources: Vec<bool>,
    /// Who spoke last.
    last: Option<usize>,
}

/// Who a mention is.
struct Resolution {
    speaker: Speaker,
    certainty: Certainty,
    candidates: Vec<String>,
    who: Option<usize>,
    likely: f32,
}

impl<'a> Naming<'a> {
    fn new(text: &'a str, nodes: &'a Nodes, model: &'a Model, units: &[Unit]) -> Self {
        let sources = sources(nodes.nodes.len(), units.iter().filter_map(|u| u.source.clone()));
        Self { text, nodes, model, cast: Cast::new(nodes), sources, last: None }
    }

    fn quotation(&mut self, article: &Article, unit: Unit) -> Quotation {
        let mut resolution = unit.source.as_ref().map(|source| self.resolve(source));
        if let Some(resolution) = &mut resolution {
            self.last = resolution.who.or(self.last);
            if unit.relation != Relation::OwnSentence && resolution.certainty == Certainty::Stated {
                resolution.certainty = Certainty::Inferred;
            }
        }
        let content = unit.content();
        let likely = unit.likely * resolution.as_ref().map_or(1.0, |r| r.likely);
        let span = |range: &Range<usize>| self.span(range);
        Quotation {
            id: article.id,
            kind: unit.kind,
            content,
            mention: unit.source.as_ref().map(span),
            cue: unit.cue.map(|cue| self.nodes.nodes[cue].span),
            certainty: resolution.as_ref().map_or(Certainty::Unknown, |r| r.certainty),
            confidence: Some(self.model.confidence(unit.kind, likely)),
            candidates: resolution.as_ref().map(|r| r.candidates.clone()).unwrap_or_default(),
            speaker: resolution.map(|r| r.speaker),
            evidence: Evidence {
                rule: unit.relation.rule(),
                runner_up: unit.runner_up.as_ref().map(|r| self.printed(r)),
            },
            said: None,
            paragraph: article.paragraph_at(content.start),
            segments: unit.segments,
            quoted_parts: unit.quoted_parts,
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.nodes.nodes[range.start].span.start, self.nodes.nodes[range.end - 1].span.end)
    }

    fn printed(&self, range: &Range<usize>) -> String {
        self.span(range).of(self.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn resolve(&self, source: &Range<usize>) -> Resolution {
        match resolve::mention(self.nodes, source) {
            Mention::Name(run) => self.named(&run, source, Certainty::Stated),
            Mention::Relative(node) => match resolve::relative(self.nodes, node) {
                Some(run) => self.named(&run, source, Certainty::Inferred),
                None => self.as_printed(source, Certainty::Inferred),
            },
            Mention::Pronoun(node) => self.meant(node, source),
            Mention::Description(head) => match resolve::described(self.text, self.nodes, &self.cast, &head) {
                Some(who) => self.is(who, Certainty::Inferred, Vec::new(), 0.8),
                None => self.as_printed(source, Certainty::Stated),
            },
        }
    }

    fn named(&self, run: &super::cast::Run, source: &Range<usize>, certainty: Certainty) -> Resolution {
        let found = self.cast.named(&self.nodes.nodes, run);
        match found.split_first() {
            Some((who, [])) => self.is(*who, certainty, Vec::new(), 1.0),
            Some((who, others)) => {
                let others = others.iter().map(|o| self.name(*o)).collect();
                self.is(*who, Certainty::Inferred, others, 0.8)
            }
            None => self.as_printed(source, certainty),
        }
    }

    fn meant(&self, node: usize, source: &Range<usize>) -> Resolution {
        let antecedents = antecedents(self.nodes, &self.cast, &self.sources, node, self.last);
        let (best, likely, next) = resolve::choose(&self.model.resolver, &antecedents);
        let others = next.and_then(|next| antecedents[next].who).map(|who| self.name(who));
        match antecedents[best].who {
            Some(who) => self.is(who, Certainty::Inferred, others.into_iter().collect(), likely),
            None => {
                Resolution { candidates: others.into_iter().collect(), ..self.as_printed(source, Certainty::Unknown) }
            }
        }
    }

    fn is(&self, who: usize, certainty: Certainty, candidates: Vec<String>, likely: f32) -> Resolution {
        let role =
            self.cast.characters[who].role.map(|r| r.of(self.text).split_whitespace().collect::<Vec<_>>().join(" "));
        Resolution { speaker: Speaker { name: self.name(who), role }, certainty, candidates, who: Some(who), likely }
    }

    fn name(&self, who: usize) -> String {
        self.cast.characters[who].name.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn as_printed(&self, source: &Range<usize>, certainty: Certainty) -> Resolution {
        Resolution {
            speaker: Speaker { name: self.printed(source), role: None },
            certainty,
            candidates: Vec::new(),
            who: None,
            likely: 1.0,
        }
    }
}

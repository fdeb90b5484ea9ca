//! From units to quotations: who the source of each is.

use super::candidates::Relation;
use super::cast::{Cast, Run};
use super::confidence::Sureness;
use super::engine::marked;
use super::heard::{self, Heard, Sort};
use super::mentions::{self, Mention};
use super::model::Model;
use super::nodes::Nodes;
use super::resolve::{self, antecedents};
use super::sources;
use super::units::Unit;
use crate::article::Article;
use crate::quote::{Certainty, Evidence, Quotation, Speaker};
use crate::text::Span;
use crate::text::spaces::spaced;
use std::ops::Range;

/// Least probability of whom a pronoun means: below it is unknown.
const LIKELY_MEANT: f32 = 0.65;
/// How likely a pronoun means the last source where no name is meant.
const LIKELY_LAST: f32 = 0.7;

/// Names speakers, one quotation after another.
pub(super) struct Naming<'a> {
    text: &'a str,
    nodes: &'a Nodes,
    model: &'a Model,
    cast: Cast,
    /// Which nodes are part of a source.
    sources: Vec<bool>,
    /// Who of the cast spoke last.
    last: Option<usize>,
    /// Who or what spoke last, if it is no person of the cast.
    heard: Option<Heard>,
    /// The labels so far that name nobody of the cast.
    labels: Vec<Range<usize>>,
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
    /// Reads who is named in the article whose quotations are `units`.
    pub fn new(text: &'a str, nodes: &'a Nodes, model: &'a Model, units: &[Unit]) -> Self {
        let sources = marked(nodes.nodes.len(), units.iter().filter_map(|u| u.source.clone()));
        Self { text, nodes, model, cast: Cast::new(nodes), sources, last: None, heard: None, labels: Vec::new() }
    }

    /// The quotation that the next of the units is, and how sure the models are of it.
    pub fn quotation(&mut self, article: &Article, unit: Unit) -> (Quotation, Sureness) {
        let subject = unit.cue.and_then(|cue| sources::relative_subject(self.nodes, cue));
        let source = subject.or_else(|| sources::speaker(self.nodes, unit.source.as_ref()?));
        // What a relative pronoun stands for can be part of what is said: then the pronoun stays.
        let is_said = |source: &Range<usize>| unit.segments.iter().any(|said| said.overlaps(self.span(source)));
        let source = match source {
            Some(source) if is_said(&source) => unit.source.clone().filter(|source| !is_said(source)),
            source => source,
        };
        let label = unit.relation == Relation::Label;
        let mut resolution = source.as_ref().map(|source| match label {
            true => self.labelled(source),
            false => self.resolve(source),
        });
        if let (Some(source), Some(resolution)) = (&source, &mut resolution) {
            self.hear(source, resolution);
            self.last = resolution.who.or(self.last);
            let beside = matches!(unit.relation, Relation::OwnSentence | Relation::Label);
            if !beside && resolution.certainty == Certainty::Stated {
                resolution.certainty = Certainty::Inferred;
            }
        }
        let content = unit.content();
        let certainty = resolution.as_ref().map_or(Certainty::Unknown, |r| r.certainty);
        let carried = unit.relation != Relation::OwnSentence;
        let likely = unit.likely * resolution.as_ref().map_or(1.0, |r| r.likely);
        let sureness = Sureness { likely, margin: unit.margin, certainty, carried };
        let span = |range: &Range<usize>| self.span(range);
        let quotation = Quotation {
            id: article.id,
            kind: unit.kind,
            content,
            mention: source.as_ref().map(span),
            cue: unit.cue.map(|cue| self.nodes.nodes[cue].span),
            certainty,
            confidence: None,
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
        };
        (quotation, sureness)
    }

    /// Remembers a source for the pronouns after it.
    fn hear(&mut self, source: &Range<usize>, resolution: &Resolution) {
        let paragraph = self.paragraph(source.start);
        let mention = mentions::mention(self.nodes, source);
        match (&mut self.heard, resolution.who) {
            (heard, Some(who)) => {
                let thing = self.cast.characters[who].is_thing();
                *heard = thing.then(|| Heard { name: resolution.speaker.name.clone(), sort: Sort::Thing, paragraph });
            }
            (_, None) if resolution.certainty == Certainty::Unknown => {}
            (Some(heard), None) if matches!(mention, Mention::Pronoun(_)) => heard.paragraph = paragraph,
            (heard, None) => {
                let sort = heard::sort(self.nodes, &mention);
                *heard = sort.map(|sort| Heard { name: resolution.speaker.name.clone(), sort, paragraph });
            }
        }
    }

    fn paragraph(&self, node: usize) -> usize {
        let sentences = &self.nodes.sentences;
        sentences.get(sentences.partition_point(|s| s.end <= node)).map_or(0, |s| s.paragraph)
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.nodes.nodes[range.start].span.start, self.nodes.nodes[range.end - 1].span.end)
    }

    fn printed(&self, range: &Range<usize>) -> String {
        spaced(self.span(range).of(self.text))
    }

    /// Who the label at `source` is, every word of which is part of the name: somebody of the cast, or
    /// whoever an earlier label names in full (*ANA RUIZ:*, then *RUIZ:*).
    fn labelled(&mut self, source: &Range<usize>) -> Resolution {
        let as_name = Run { whole: source.clone(), name: source.clone() };
        if !self.cast.named(&self.nodes.nodes, &as_name).is_empty() {
            return self.named(&as_name, Certainty::Stated);
        }
        if matches!(mentions::mention(self.nodes, source), Mention::Name(run) if run.whole.start == source.start) {
            return self.resolve(source);
        }
        let forms = |label: &Range<usize>| self.nodes.nodes[label.clone()].iter().map(|node| node.form).rev();
        let is_short_for = |label: &&Range<usize>| forms(source).zip(forms(label)).all(|(a, b)| a == b);
        let full = self.labels.iter().find(|label| label.len() > source.len() && is_short_for(label));
        let resolution = self.as_printed(full.unwrap_or(source), Certainty::Stated);
        self.labels.push(source.clone());
        resolution
    }

    /// Who the `source` is.
    fn resolve(&self, source: &Range<usize>) -> Resolution {
        match mentions::mention(self.nodes, source) {
            Mention::Name(run) => self.named(&run, Certainty::Stated),
            Mention::Relative(node) => match resolve::relative(self.nodes, node) {
                Some(run) => self.named(&run, Certainty::Inferred),
                // As it stands it names nobody.
                None => Resolution {
                    candidates: sources::antecedent_phrase(self.nodes, node).iter().map(|p| self.printed(p)).collect(),
                    ..self.as_printed(source, Certainty::Unknown)
                },
            },
            Mention::Pronoun(node) => self.meant(node, source),
            Mention::Several(names) => self.as_printed(&names, Certainty::Stated),
            Mention::Description(head) => match resolve::described(self.text, self.nodes, &self.cast, &head) {
                Some(who) => self.is(who, Certainty::Inferred, Vec::new(), 0.8),
                None => self.as_printed(source, Certainty::Stated),
            },
        }
    }

    fn named(&self, run: &Run, certainty: Certainty) -> Resolution {
        let found = self.cast.named(&self.nodes.nodes, run);
        match found.split_first() {
            Some((who, [])) => self.is(*who, certainty, Vec::new(), 1.0),
            Some((who, others)) => {
                let others = others.iter().map(|o| self.name(*o)).collect();
                self.is(*who, Certainty::Inferred, others, 0.8)
            }
            None => self.as_printed(&run.name, certainty),
        }
    }

    fn meant(&self, node: usize, source: &Range<usize>) -> Resolution {
        let pronoun = self.nodes.nodes[node].form;
        let last = self.heard.as_ref().filter(|last| last.is_meant_by(pronoun, self.paragraph(node)));
        let as_last = last.map(|last| Resolution {
            speaker: Speaker { name: last.name.clone(), role: None },
            certainty: Certainty::Inferred,
            candidates: Vec::new(),
            who: None,
            likely: LIKELY_LAST,
        });
        if !resolve::has_gender(pronoun) {
            return as_last.unwrap_or_else(|| self.as_printed(source, Certainty::Unknown));
        }
        let antecedents = antecedents(self.nodes, &self.cast, &self.sources, node, self.last);
        let (best, likely, next) = resolve::choose(&self.model.resolver, &antecedents);
        let person = |who: &usize| !self.cast.characters[*who].is_thing();
        let others = next.and_then(|next| antecedents[next].who).filter(person).map(|who| self.name(who));
        // A famous name gives way to a subject beside the pronoun whose gender nobody knows.
        let doubtful = !antecedents[best].subject && antecedents.iter().any(|a| a.rival);
        let decided = likely >= LIKELY_MEANT;
        match antecedents[best].who.filter(|_| decided && !doubtful).filter(person) {
            Some(who) => self.is(who, Certainty::Inferred, others.into_iter().collect(), likely),
            None if as_last.is_some() => as_last.unwrap_or_else(|| self.as_printed(source, Certainty::Unknown)),
            None => {
                let best = antecedents[best].who.filter(person).map(|who| self.name(who));
                Resolution {
                    candidates: best.into_iter().chain(others).collect(),
                    ..self.as_printed(source, Certainty::Unknown)
                }
            }
        }
    }

    fn is(&self, who: usize, certainty: Certainty, candidates: Vec<String>, likely: f32) -> Resolution {
        let role = self.cast.characters[who].role.map(|role| spaced(role.of(self.text)));
        Resolution { speaker: Speaker { name: self.name(who), role }, certainty, candidates, who: Some(who), likely }
    }

    fn name(&self, who: usize) -> String {
        spaced(self.cast.characters[who].name.of(self.text))
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

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::quote::{Certainty, extract};

    /// The last speaker, and how it was named.
    fn last(text: &str) -> Option<(String, Certainty)> {
        let quotation = extract(&Article::from_body(text.to_owned())).pop()?;
        Some((quotation.speaker?.name, quotation.certainty))
    }

    fn is(text: &str, name: &str, certainty: Certainty) {
        assert_eq!(last(text), Some((name.to_owned(), certainty)), "{text}");
    }

    #[test]
    fn a_pronoun_can_mean_whoever_was_described_last() {
        is(
            "The bridge is ready, a harbor spokeswoman said. She said that it would open in May.",
            "a harbor spokeswoman",
            Certainty::Inferred,
        );
        is(
            "The bridge is ready, the company said.\n\nIt said that tolls would be paid from May.",
            "the company",
            Certainty::Inferred,
        );
        is(
            "The bridge is ready, officials said. They said that tolls would be paid from May.",
            "officials",
            Certainty::Inferred,
        );
    }

    #[test]
    fn nobody_is_named_by_what_is_said() {
        let article = Article::from_body("the letter\twho. told reporters ".to_owned());
        for quotation in extract(&article) {
            let said = |mention| quotation.segments.iter().any(|segment| segment.overlaps(mention));
            assert!(!quotation.mention.is_some_and(said), "{quotation:?}");
        }
    }

    #[test]
    fn a_county_is_part_of_a_role_whatever_its_name() {
        for county in ["Cook", "Hunt", "Wade", "Marsh", "Pike", "Dale"] {
            let text = format!(
                "Mayor Ana Ruiz and {county} County Sheriff Lyle Dart met on Monday.\n\n“We stay here,” Dart said."
            );
            let quotation = extract(&Article::from_body(text)).pop().expect("a quotation");
            assert_eq!(quotation.speaker.map(|s| s.to_string()), Some(format!("{county} County Sheriff Lyle Dart")));
        }
    }

    #[test]
    fn a_pronoun_does_not_mean_what_it_cannot_stand_for() {
        is("The bridge is ready, officials said. She said that tolls would be paid.", "She", Certainty::Unknown);
        is("Brazil won the cup in Oslo on Monday. “We are glad,” she said.", "she", Certainty::Unknown);
    }
}

//! Who says a passage in quotation marks that no cue of its own sentence has claimed: a log-linear
//! choice among the attributions and possible cues around it, and nobody.

use super::arguments::{self, Label, NEVER};
use super::attributions::{Attribution, Models, runs};
use super::candidates::{Candidate, Relation, View, bucket};
use super::cues::{Detections, SPEECH, stem};
use super::labels::{label, signature};
use super::nodes::{Nodes, Sentence, Tag};
use super::sources;
use super::table::{Table, feature, pair};
use crate::text::tokens::Shape;
use std::ops::Range;

/// The linker's weights: one lane, how fitting a candidate is.
pub type Weights = Table<2, ROWS>;
/// Features that the weights are of at most.
pub const ROWS: usize = 1 << 14;

/// A passage and what was chosen for it.
#[derive(Debug, Clone)]
pub struct Link {
    /// The passage's node.
    pub passage: usize,
    /// The cue of the chosen candidate.
    pub cue: Option<usize>,
    /// Its source.
    pub source: Option<Range<usize>>,
    /// The content that the passage is part of.
    pub content: Range<usize>,
    /// How the chosen candidate stands to the passage.
    pub relation: Relation,
    /// Whether the passage belongs to anybody.
    pub linked: bool,
    /// How likely the choice is.
    pub likely: f32,
    /// The source of the next best candidate that is another.
    pub runner_up: Option<Range<usize>>,
}

impl Link {
    fn new(passage: usize, relation: Relation, likely: f32) -> Self {
        let (linked, content) = (relation != Relation::Nobody, passage..passage + 1);
        Self { passage, cue: None, source: None, content, relation, linked, likely, runner_up: None }
    }
}

/// How likely a label or a signature names the speaker.
const LABEL_LIKELY: f32 = 0.97;
/// A sentence in marks is nobody's only where that is likelier than this.
const SURELY_NOBODY: f32 = 0.9;
/// How many attributions before a passage are looked at for two that have a source.
const LOOK_BACK: usize = 6;
/// How many words of a sentence are tried as the cue of a passage.
const MOST: usize = 3;

/// Links passages one after another.
pub struct Linker<'a> {
    text: &'a str,
    nodes: &'a Nodes,
    models: &'a Models<'a>,
    detections: &'a Detections,
    found: &'a [Attribution],
    labelling: arguments::Scratch,
}

impl<'a> Linker<'a> {
    /// A linker for an article whose sentences gave the attributions `found`, from `detections`.
    pub fn new(
        text: &'a str,
        nodes: &'a Nodes,
        models: &'a Models<'a>,
        detections: &'a Detections,
        found: &'a [Attribution],
    ) -> Self {
        Self { text, nodes, models, detections, found, labelling: arguments::Scratch::default() }
    }

    /// Links every passage that `claimed` leaves open; `choose` picks among a passage's candidates
    /// and says how likely its choice is and which is next.
    pub fn run(
        &mut self,
        claimed: &[bool],
        mut choose: impl FnMut(usize, &[Candidate]) -> (usize, f32, usize),
    ) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        let mut taken = claimed.to_vec();
        for number in 0..self.nodes.sentences.len() {
            let sentence = self.nodes.sentences[number];
            for passage in sentence.start..sentence.end {
                if self.nodes.nodes[passage].shape != Shape::Quote || taken[passage] && !claimed[passage] {
                    continue;
                }
                if claimed[passage] {
                    links.extend(self.owned(sentence, passage));
                    continue;
                }
                let link = self.labelled(sentence, passage).unwrap_or_else(|| {
                    let candidates = self.candidates(number, passage, &links);
                    let (mut best, mut likely, mut next) = choose(passage, &candidates);
                    let nobody = candidates[best].relation == Relation::Nobody;
                    if nobody && likely < SURELY_NOBODY && next < candidates.len() && self.is_spoken(passage) {
                        (best, next, likely) = (next, candidates.len(), 1.0 - likely);
                    }
                    let best = self.led_in(number, passage, &candidates, best).unwrap_or(best);
                    chosen(passage, &candidates, best, next, likely, &taken)
                });
                if link.linked {
                    taken[link.content.clone()].fill(true);
                }
                links.push(link);
            }
        }
        links.retain(|l| !claimed[l.passage]);
        links
    }

    /// The link of a passage that an attribution of its sentence has already.
    fn owned(&self, sentence: Sentence, passage: usize) -> Option<Link> {
        let owner = self.owner(sentence, passage)?;
        let (cue, source) = (Some(owner.cue), owner.source.clone());
        Some(Link { cue, source, ..Link::new(passage, Relation::OwnSentence, 1.0) })
    }

    /// The link of a passage whose speaker is printed as in a transcript.
    fn labelled(&self, sentence: Sentence, passage: usize) -> Option<Link> {
        let found = label(self.nodes, sentence, passage).or_else(|| signature(self.nodes, sentence, passage));
        let (mark, name) = found?;
        Some(Link { cue: Some(mark), source: Some(name), ..Link::new(passage, Relation::Label, LABEL_LIKELY) })
    }

    /// Whether the passage is a sentence, or the most of one: somebody says it.
    fn is_spoken(&self, passage: usize) -> bool {
        let outline = self.nodes.nodes[passage].form;
        let (capital, length, end) = (outline >> 1 & 1 == 1, outline >> 2 & 3, (outline >> 8) as u8);
        capital && length >= 2 && matches!(end, b'.' | b',' | b'?' | b'!')
    }

    /// The candidate of the paragraph before, where that ends in a colon and is followed by nothing
    /// but a passage that would else be nobody's (*Jared Potts echoed:* ¶ “…”).
    fn led_in(&self, number: usize, passage: usize, candidates: &[Candidate], best: usize) -> Option<usize> {
        let before = self.nodes.sentences[number.checked_sub(1)?];
        let colon = self.nodes.nodes[before.start..before.end].last().is_some_and(|n| n.shape == Shape::Colon);
        let opens = self.nodes.sentences[number].start == passage;
        if candidates[best].relation != Relation::Nobody || !colon || !opens {
            return None;
        }
        candidates.iter().position(|c| c.relation == Relation::LeadIn && c.source.is_some())
    }

    /// The attribution of the sentence that holds the node.
    fn owner(&self, sentence: Sentence, node: usize) -> Option<&Attribution> {
        let first = self.found.partition_point(|a| a.cue < sentence.start);
        let own = self.found[first..].iter().take_while(|a| a.cue < sentence.end);
        own.into_iter().find(|a| a.contents.iter().any(|c| c.contains(&node)))
    }

    fn candidates(&mut self, number: usize, passage: usize, links: &[Link]) -> Vec<Candidate> {
        let nodes = self.nodes;
        let sentence = nodes.sentences[number];
        let view = View::of(nodes, number, passage, links);
        let mut out = vec![view.nobody()];
        self.possible_cues(number, Some(passage), Relation::OwnSentence, &view, &mut out);
        if let Some(before) = number.checked_sub(1).filter(|_| sentence.start == passage) {
            match sentence.paragraph - nodes.sentences[before].paragraph {
                0 => self.possible_cues(before, None, Relation::Before, &view, &mut out),
                1 => self.possible_cues(before, None, Relation::LeadIn, &view, &mut out),
                _ => {}
            }
        }
        let at = self.found.partition_point(|a| a.cue < passage);
        let paragraph_of = |node: usize| nodes.sentences[nodes.sentences.partition_point(|s| s.end <= node)].paragraph;
        for a in self.found[..at].iter().rev().take(LOOK_BACK).filter(|a| a.source.is_some()).take(2) {
            let relation = match sentence.paragraph - paragraph_of(a.cue) {
                0 => Relation::Before,
                1 | 2 => Relation::ParagraphBefore,
                _ => continue,
            };
            out.push(self.known(a, relation, &view));
        }
        if let Some(a) = self.found.get(at).filter(|a| a.source.is_some()) {
            match paragraph_of(a.cue) - sentence.paragraph {
                0 => out.push(self.known(a, Relation::After, &view)),
                1 => out.push(self.known(a, Relation::ParagraphAfter, &view)),
                _ => {}
            }
        }
        if let Some(last) = links.last().filter(|l| l.linked && sentence.paragraph - paragraph_of(l.passage) <= 1) {
            let own = u32::from(sentence.paragraph == paragraph_of(last.passage));
            let mut features = view.features(Relation::SameAsLast, pair(own, u32::from(last.cue.is_some())));
            features.push(feature(130, view.last_closed, pair(own, view.outline)));
            features.push(feature(131, view.last_closed, pair(own, view.position)));
            out.push(Candidate {
                relation: Relation::SameAsLast,
                cue: last.cue,
                source: last.source.clone(),
                content: None,
                features,
            });
        }
        out
    }

    /// Adds the words of sentence `number` that could be the passage's cue, each with the source it would have.
    fn possible_cues(
        &mut self,
        number: usize,
        passage: Option<usize>,
        relation: Relation,
        view: &View,
        out: &mut Vec<Candidate>,
    ) {
        let sentence = self.nodes.sentences[number];
        let slice = &self.nodes.nodes[sentence.start..sentence.end];
        let detected = self.detections.of(number);
        let mut likeliest = detected.to_vec();
        likeliest.sort_by(|a, b| b.likely().total_cmp(&a.likely()));
        likeliest.truncate(MOST);
        for detection in &likeliest {
            let (cue, p) = (detection.cue, detection.p);
            let labelling = &mut self.labelling;
            self.models.arguments.read(self.text, slice, detection, detected, labelling);
            if let Some(passage) = passage {
                labelling.hold(passage - sentence.start);
            }
            let margin = self.models.arguments.decode(labelling) - if passage.is_some() { NEVER } else { 0.0 };
            let shift = |run: Range<usize>| run.start + sentence.start..run.end + sentence.start;
            let content = labelling.has_content();
            let whole = passage.and_then(|passage| {
                let mut runs = runs(slice, &labelling.labels, Label::Content, Label::InContent).map(shift);
                runs.find(|run| run.contains(&passage))
            });
            let source = sources::of_cue(slice, cue, self.models.arguments.source(slice, labelling)).map(shift);
            if passage.is_none() && source.is_none() {
                continue;
            }
            let likely = bucket(p[SPEECH], &[0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97]);
            let margin = bucket(margin, &[-8.0, -5.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0, 7.0]);
            let at = sentence.start + cue;
            let after = u32::from(at > view.passage);
            let gap = at.abs_diff(view.passage).min(8) as u32;
            let last = u32::from(cue + 2 >= slice.len());
            let colon = u32::from(slice[slice.len() - 1].shape == Shape::Colon);
            let mut features = view.features(relation, pair(likely, after));
            let kind = source_kind(self.nodes, source.as_ref());
            features.extend([
                feature(101, pair(relation as u32, likely), margin),
                feature(102, pair(relation as u32, after), pair(gap, view.before)),
                feature(103, relation as u32, slice[cue].form),
                feature(104, relation as u32, stem(self.text, &slice[cue])),
                feature(105, pair(relation as u32, kind), after),
                feature(106, pair(relation as u32, last), colon),
                feature(107, pair(relation as u32, colon), pair(likely, last)),
                feature(108, pair(relation as u32, u32::from(content)), colon),
                feature(109, pair(relation as u32, slice[cue].tag as u32), after),
                feature(110, pair(relation as u32, margin), after),
                feature(111, pair(relation as u32, margin), view.outline),
            ]);
            out.push(Candidate { relation, cue: Some(at), source, content: whole, features });
        }
    }

    fn known(&self, a: &Attribution, relation: Relation, view: &View) -> Candidate {
        let nodes = &self.nodes.nodes;
        let quoted =
            a.contents.iter().flat_map(|c| c.clone()).filter(|i| nodes[*i].shape == Shape::Quote).count().min(2) as u32;
        let sentences = self.nodes.sentences.partition_point(|s| s.end <= a.cue).abs_diff(view.sentence).min(4) as u32;
        let between = nodes[a.cue.min(view.passage)..a.cue.max(view.passage)]
            .iter()
            .take(200)
            .filter(|n| n.shape == Shape::Quote)
            .count()
            .min(3) as u32;
        let kind = source_kind(self.nodes, a.source.as_ref());
        let relation_number = relation as u32;
        let mut features = view.features(relation, pair(quoted, sentences));
        features.extend([
            feature(121, pair(relation_number, sentences), pair(between, quoted)),
            feature(122, pair(relation_number, kind), sentences),
            feature(123, pair(relation_number, u32::from(a.speech > 0.5)), quoted),
            feature(124, pair(relation_number, sentences), pair(view.outline, view.position)),
            feature(125, relation_number, nodes[a.cue].form),
            feature(126, pair(relation_number, bucket(a.margin, &[1.0, 3.0, 6.0, 9.0])), sentences),
        ]);
        Candidate { relation, cue: Some(a.cue), source: a.source.clone(), content: None, features }
    }
}

/// The link to the `best` of the candidates.
fn chosen(passage: usize, candidates: &[Candidate], best: usize, next: usize, likely: f32, taken: &[bool]) -> Link {
    let candidate = &candidates[best];
    let free = |run: &Range<usize>| taken[run.clone()].iter().all(|t| !t);
    Link {
        cue: candidate.cue,
        source: candidate.source.clone(),
        content: candidate.content.clone().filter(free).unwrap_or(passage..passage + 1),
        runner_up: candidates.get(next).and_then(|c| c.source.clone()),
        ..Link::new(passage, candidate.relation, likely)
    }
}

/// What a source is: its first name's tag, its pronoun, something else, or missing.
fn source_kind(nodes: &Nodes, source: Option<&Range<usize>>) -> u32 {
    source.map_or(90, |s| {
        let telling = nodes.nodes[s.clone()].iter().find(|n| n.tag.is_name() || n.tag == Tag::Prp);
        telling.map_or(80, |n| if n.tag == Tag::Prp { n.form } else { n.tag as u32 })
    })
}

/// The best of `candidates`, how likely it is, and the next best with another source.
pub fn choose(weights: &Weights, candidates: &[Candidate]) -> (usize, f32, usize) {
    let scores: Vec<f32> = candidates.iter().map(|c| weights.score(&c.features)[0]).collect();
    let best = (0..scores.len()).fold(0, |best, i| if scores[i] > scores[best] { i } else { best });
    let total: f32 = scores.iter().map(|s| (s - scores[best]).exp()).sum();
    let others = (0..scores.len()).filter(|i| candidates[*i].source != candidates[best].source);
    let next = others.max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(candidates.len());
    let same: f32 = (0..scores.len())
        .filter(|i| {
            candidates[*i].source == candidates[best].source
                && (candidates[*i].relation == Relation::Nobody) == (candidates[best].relation == Relation::Nobody)
        })
        .map(|i| (scores[i] - scores[best]).exp())
        .sum();
    (best, same / total, next)
}

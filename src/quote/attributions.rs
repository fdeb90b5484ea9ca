//! From cues and labels to attributions: each node belongs to one at most.

use super::arguments::{self, Label};
use super::cues::{self, Detection, Detections, Forms};
use super::labels::{label, signature};
use super::languages::english::{BEFORE_A_DAY, DAYS, LAST, PARTS_OF_DAY, PERIODS, THAT, TOLD};
use super::lexicon::Class;
use super::nodes::{Node, Nodes, Tag};
use super::sources;
use crate::text::tokens::Shape;
use std::ops::Range;

/// A cue with its source and contents, as ranges of nodes.
#[derive(Debug, Clone)]
pub struct Attribution {
    /// The cue's node.
    pub cue: usize,
    /// How likely the detector holds the cue for one.
    pub likely: f32,
    /// How likely it is speech, not belief or intention.
    pub speech: f32,
    /// How far the best labelling lies above none.
    pub margin: f32,
    /// The source.
    pub source: Option<Range<usize>>,
    /// The contents.
    pub contents: Vec<Range<usize>>,
}

/// The models that attributions come from.
pub struct Models<'a> {
    /// Words that can be cues.
    pub forms: &'a Forms,
    /// The cue detector.
    pub cues: &'a cues::Weights,
    /// The field of sources and contents.
    pub arguments: &'a arguments::Weights,
}

/// Beliefs and intentions are no indirect speech: what is less likely speech than this is left out.
pub const LEAST_SPEECH: f32 = 0.3;
/// How many nodes into a sentence a label's passage begins at most.
const LABELLED: usize = 8;
/// A cue this likely has content, be it the second best labelling.
const SURE: f32 = 0.5;
/// By how much content is favoured then.
const CONTENT_FAVOUR: f32 = 2.0;
/// How much the margin of a labelling counts beside the log-odds of its cue.
const MARGIN_WEIGHT: f32 = 0.3;

/// The attributions of every sentence, none claiming a node of another; `likely` is the least
/// probability of a cue among the `detections`.
pub fn attributions(
    text: &str,
    nodes: &Nodes,
    models: &Models,
    detections: &Detections,
    likely: f32,
) -> Vec<Attribution> {
    let mut out = Vec::new();
    let mut scratch = arguments::Scratch::default();
    let (mut found, mut claimed) = (Vec::new(), Vec::new());
    for (number, sentence) in nodes.sentences.iter().enumerate() {
        // Whoever a label or a signature names speaks the sentence.
        let mut starts =
            (sentence.start..sentence.end).take(LABELLED).filter(|i| nodes.nodes[*i].shape == Shape::Quote);
        let named = |passage| label(nodes, *sentence, passage).or_else(|| signature(nodes, *sentence, passage));
        if starts.next().is_some_and(|passage| named(passage).is_some()) {
            continue;
        }
        let slice = &nodes.nodes[sentence.start..sentence.end];
        candidates(text, slice, models, (detections.of(number), likely), &mut scratch, &mut found);
        if found.is_empty() {
            continue;
        }
        let rank = |a: &Attribution| (a.likely / (1.0 - a.likely).max(1e-4)).ln() + MARGIN_WEIGHT * a.margin;
        found.sort_by(|a, b| rank(b).total_cmp(&rank(a)));
        if found.len() > 1 {
            let nested: Vec<bool> =
                found.iter().map(|a| found.iter().any(|b| holds(b, a.cue) && !holds(a, b.cue))).collect();
            let mut nested = nested.into_iter();
            found.retain(|_| nested.next() != Some(true));
        }
        let first = out.len();
        claimed.clear();
        claimed.resize(slice.len(), false);
        for attribution in found.drain(..) {
            if admit(&attribution, &mut claimed) {
                out.push(shift(attribution, sentence.start));
            }
        }
        out[first..].sort_by_key(|a: &Attribution| a.cue);
    }
    out
}

fn candidates(
    text: &str,
    nodes: &[Node],
    models: &Models,
    (detected, likely): (&[Detection], f32),
    labelling: &mut arguments::Scratch,
    out: &mut Vec<Attribution>,
) {
    if detected.is_empty() {
        return;
    }
    let passages = nodes.iter().any(|n| n.shape == Shape::Quote);
    let counts = |d: &&Detection| d.likely() >= likely && (passages || d.p[cues::SPEECH] >= LEAST_SPEECH);
    for detection in detected.iter().filter(counts) {
        models.arguments.read(text, nodes, detection, detected, labelling);
        let mut margin = models.arguments.decode(labelling);
        if detection.likely() > SURE && !labelling.has_content() {
            labelling.favour(Label::Content, CONTENT_FAVOUR);
            margin = models.arguments.decode(labelling);
            labelling.favour(Label::Content, -CONTENT_FAVOUR);
        }
        let mut contents: Vec<_> = runs(nodes, &labelling.labels, Label::Content, Label::InContent).collect();
        contents.iter_mut().for_each(|run| run.start += aside(nodes, run, detection.cue));
        complete(nodes, &labelling.labels, detection.cue, &mut contents);
        if contents.is_empty() {
            contents.extend(closed_by(nodes, detection));
        }
        if contents.is_empty() {
            continue;
        }
        let found = models.arguments.source(nodes, labelling);
        let marked = contents.iter().any(|run| nodes[run.clone()].iter().any(|n| n.shape == Shape::Quote));
        let source = match found {
            found if marked => sources::of_cue(nodes, detection.cue, found),
            None if contents.iter().all(|run| run.end + 1 < detection.cue) => sources::beside(nodes, detection.cue),
            None => sources::among_contents(nodes, detection.cue, &mut contents),
            found => found,
        };
        let source = match detection.is_speech() && sources::is_passive(nodes, detection.cue) {
            true => {
                let agent = sources::agent(nodes, detection.cue, &mut contents);
                source.filter(|source| source.start > detection.cue).or(agent)
            }
            false => source,
        };
        if contents.is_empty() {
            continue;
        }
        let (likely, speech) = (detection.likely(), detection.p[cues::SPEECH]);
        out.push(Attribution { cue: detection.cue, likely, speech, margin, source, contents });
    }
}

/// Lets the last of `contents`, where it is *that* and a subject, go on to the end of the sentence for its verb:
/// *that a third crack, found on Sunday, ran through the pier*.
fn complete(nodes: &[Node], labels: &[Label], cue: usize, contents: &mut [Range<usize>]) {
    let Some(run) = contents.last_mut() else { return };
    let [that, opens, subject @ ..] = &nodes[run.clone()] else { return };
    let is_subject = (opens.tag.is_name() || matches!(opens.tag, Tag::Dt | Tag::PrpS))
        && !subject.iter().any(|n| n.tag.is_verb() || n.tag == Tag::Md);
    if that.form != THAT || !is_subject || nodes.get(run.end).is_none_or(|n| n.tag != Tag::Comma) {
        return;
    }
    let end = nodes.iter().rposition(|n| n.tag != Tag::Stop).map_or(run.end, |last| last + 1);
    let rest = run.end..end.max(run.end);
    let others = rest.contains(&cue) || labels[rest.clone()].iter().any(|label| label.is_source());
    let marked = nodes[rest.clone()].iter().any(|n| n.shape == Shape::Quote);
    if !others && !marked && nodes[rest].iter().any(|n| n.tag.is_finite()) {
        run.end = end;
    }
}

/// What a cue reports that closes its sentence with its source: *Nobody was hurt, police said.* *It is late, the
/// letter points out.*
fn closed_by(nodes: &[Node], detection: &Detection) -> Option<Range<usize>> {
    let cue = detection.cue;
    let closes = nodes[cue + 1..].iter().all(|n| matches!(n.tag, Tag::Stop | Tag::Rp));
    if !closes || !detection.is_speech() || detection.likely() < SURE {
        return None;
    }
    let comma = sources::beside(nodes, cue)?.start.checked_sub(1)?;
    let content = 0..comma;
    let clause = nodes[content.clone()].iter().any(|n| n.tag.is_finite());
    let marked = nodes[content.clone()].iter().any(|n| n.shape == Shape::Quote);
    (nodes[comma].shape == Shape::Comma && clause && !marked).then_some(content)
}

/// How many nodes at the start of a content tell when it was said, or to whom: *said Monday afternoon she would
/// stay*, *told Ana Ruiz “we stay”*.
pub fn aside(nodes: &[Node], run: &Range<usize>, cue: usize) -> usize {
    if run.start != cue + 1 {
        return 0;
    }
    let said = &nodes[run.clone()];
    match day(said) {
        0 if TOLD.contains(&nodes[cue].form) => {
            let hearer = said.iter().take_while(|n| n.tag.is_name()).count();
            if said.get(hearer).is_some_and(|n| n.shape == Shape::Quote) { hearer } else { 0 }
        }
        day => day,
    }
}

/// How many of the nodes tell a day before a clause: *late on Monday*, *yesterday*, *last week*.
fn day(said: &[Node]) -> usize {
    let opening = said.iter().take_while(|n| BEFORE_A_DAY.contains(&n.form)).count();
    let Some(named) = said.get(opening) else { return 0 };
    let last = opening > 0 && said[opening - 1].form == LAST;
    let is_day = named.class == Some(Class::Time) || DAYS.contains(&named.form);
    if !(is_day || last && PERIODS.contains(&named.form)) {
        return 0;
    }
    let more = |n: &&Node| PARTS_OF_DAY.contains(&n.form) || n.tag == Tag::Cd;
    let day = opening + 1 + said[opening + 1..].iter().take_while(more).count();
    // *said Monday is too late*, *said Monday’s vote was lost*
    let goes_on = said.get(day).is_some_and(|n| !n.tag.is_finite() && !matches!(n.tag, Tag::Pos | Tag::Cc));
    if goes_on { day } else { 0 }
}

/// The runs of a label, without punctuation at the ends.
pub fn runs(nodes: &[Node], labels: &[Label], begin: Label, inside: Label) -> impl Iterator<Item = Range<usize>> {
    let edge = |node: &Node| matches!(node.tag, Tag::Comma | Tag::Stop | Tag::Colon) || node.shape == Shape::SingleMark;
    let mut at = 0;
    std::iter::from_fn(move || {
        let length = labels[at..].iter().position(|label| *label == begin || *label == inside)?;
        let start = at + length;
        at = start + 1 + labels[start + 1..].iter().take_while(|label| **label == inside).count();
        let run = &nodes[start..at];
        let before = run.iter().take_while(|node| edge(node)).count();
        let after = run[before..].iter().rev().take_while(|node| edge(node)).count();
        Some(start + before..at - after)
    })
    .filter(|run| !run.is_empty())
}

/// Claims the nodes of `attribution`, unless others hold most of its content or its cue.
fn admit(attribution: &Attribution, claimed: &mut [bool]) -> bool {
    if claimed[attribution.cue] {
        return false;
    }
    let taken = |run: &Range<usize>| claimed[run.clone()].iter().filter(|c| **c).count();
    let held: usize = attribution.contents.iter().map(taken).sum();
    let all: usize = attribution.contents.iter().map(ExactSizeIterator::len).sum();
    if 2 * held >= all {
        return false;
    }
    for run in &attribution.contents {
        claimed[run.clone()].fill(true);
    }
    claimed[attribution.cue] = true;
    true
}

/// Whether the node lies in the attribution's content.
fn holds(attribution: &Attribution, node: usize) -> bool {
    attribution.contents.iter().any(|c| c.contains(&node))
}

fn shift(attribution: Attribution, by: usize) -> Attribution {
    let shift = |run: Range<usize>| run.start + by..run.end + by;
    Attribution {
        cue: attribution.cue + by,
        source: attribution.source.map(shift),
        contents: attribution.contents.into_iter().map(shift).collect(),
        ..attribution
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::quote::{Kind, extract};

    fn is(text: &str, kind: Kind, words: &str) {
        let article = Article::from_body(text.to_owned());
        let found: Vec<_> = extract(&article).iter().map(|q| (q.kind, q.words(&article))).collect();
        assert_eq!(found, [(kind, words.to_owned())], "{text}");
    }

    #[test]
    fn neither_day_nor_hearer_is_said() {
        is("Ana Ruiz said yesterday the bridge was ready.", Kind::Indirect, "the bridge was ready");
        is("Ana Ruiz said last week the bridge was ready.", Kind::Indirect, "the bridge was ready");
        is("Ana Ruiz said late Tuesday the bridge was ready.", Kind::Indirect, "the bridge was ready");
        is("Ana Ruiz said on Friday “We are ready to go.”", Kind::Direct, "We are ready to go.");
        is("Ana Ruiz told Tom Marsh “There are no more boats.”", Kind::Direct, "There are no more boats.");
    }

    #[test]
    fn a_clause_may_close_with_who_says_it() {
        is("Nobody was hurt, police said.", Kind::Indirect, "Nobody was hurt");
        is("The bridge is not safe at all, the letter points out.", Kind::Indirect, "The bridge is not safe at all");
    }

    #[test]
    fn a_subject_alone_is_not_what_is_said() {
        let said = "that a third crack, found on Sunday, ran through the pier that carries the lift span";
        is(&format!("On Tuesday evening Raman said {said}."), Kind::Indirect, said);
    }

    #[test]
    fn points_out_reports_whatever_follows() {
        for place in ["Oslo", "the harbor", "Chicago", "her town"] {
            let content = format!("{place} has more bridges than any other city");
            is(&format!("The letter points out {content}."), Kind::Indirect, &content);
        }
        for nobody in ["She is four percentage points out in front.", "He made ten points out of twelve."] {
            assert!(extract(&Article::from_body(nobody.to_owned())).is_empty(), "{nobody}");
        }
    }

    #[test]
    fn a_day_can_be_what_is_spoken_of() {
        is("Ana Ruiz said Monday’s vote was lost.", Kind::Indirect, "Monday’s vote was lost");
        is("Ana Ruiz said Monday is too late.", Kind::Indirect, "Monday is too late");
    }
}

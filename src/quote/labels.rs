//! Speakers printed as in a transcript: labels before what they say, signatures after it.

use super::candidates::Relation;
use super::languages::english::{EDITORS, EXCHANGE, FROM};
use super::lexicon::Class;
use super::nodes::{Node, Nodes, Sentence, Tag};
use super::units::Unit;
use crate::quote::Kind;
use crate::text::Span;
use crate::text::tokens::Shape;
use std::collections::HashMap;
use std::ops::Range;

/// How likely a label in an unmarked transcript names the speaker.
const LIKELY: f32 = 0.9;
/// Words a label has at most.
const LONGEST: usize = 4;
/// Words a name has at most that stands with its title before a colon.
const LONGEST_TITLED: usize = 12;
/// What else than nouns such a name is made of.
const TITLED: [Tag; 6] = [Tag::Jj, Tag::In, Tag::Dt, Tag::Pos, Tag::Bracket, Tag::Cd];

/// The colon and the name before it, where nothing else stands in the sentence before the passage:
/// a name in capitals (*WALLACE:*), one with its title (*Rep. Ana Ruiz (D-Ohio):*), a document (*From
/// the report:*).
pub fn label(nodes: &Nodes, sentence: Sentence, passage: usize) -> Option<(usize, Range<usize>)> {
    let before = &nodes.nodes[sentence.start..passage];
    let marks = before.iter().take_while(|n| n.shape == Shape::Mark).count();
    let (colon, name) = before[marks..].split_last()?;
    let from = usize::from(name.first().is_some_and(|n| n.form == FROM));
    let start = sentence.start + marks + from;
    let name = &name[from..];
    let capitals = name.len() <= 4 && name.iter().all(|n| n.shape == Shape::Upper || n.tag == Tag::Stop);
    // *Rep. Ana Ruiz, D-Ohio*
    let name = match name {
        [name @ .., comma, party] if comma.shape == Shape::Comma && party.shape.is_capital() => name,
        name => name,
    };
    let titled = name.len() <= LONGEST_TITLED
        && name.iter().all(|n| n.tag.is_noun() || TITLED.contains(&n.tag))
        && (name.iter().any(|n| n.tag == Tag::Person || from > 0 && n.tag.is_noun())
            || name.len() == 1 && is_title(&name[0]));
    (colon.shape == Shape::Colon && !name.is_empty() && (capitals || titled)).then(|| (passage - 1, start..passage - 1))
}

/// The dash and the name after it, where they end the passage's sentence: *“…” — Ana Ruiz*.
pub fn signature(nodes: &Nodes, sentence: Sentence, passage: usize) -> Option<(usize, Range<usize>)> {
    let mut end = sentence.end;
    while end > passage + 1 && nodes.nodes[end - 1].tag == Tag::Stop {
        end -= 1;
    }
    let after = &nodes.nodes[passage + 1..end];
    let stops = after.iter().take_while(|n| n.tag == Tag::Stop).count();
    let (dash, name) = after[stops..].split_first()?;
    let capitals = name.iter().all(|n| n.shape.is_capital());
    let named = capitals && (name.len() > 1 || name.iter().any(|n| n.tag.is_name()));
    let at = passage + 1 + stops;
    (dash.shape == Shape::Dash && named && name.len() <= 6).then(|| (at, at + 1..end))
}

/// The paragraphs of a transcript without quotation marks (`WALLACE: …`, `Q. … A. …`), each a direct
/// quotation; none where a single paragraph looks so, or every label stands only once.
pub fn transcript(nodes: &Nodes) -> Vec<Unit> {
    let list = &nodes.nodes;
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for paragraph in nodes.sentences.chunk_by(|a, b| a.paragraph == b.paragraph) {
        let (Some(first), Some(last)) = (paragraph.first(), paragraph.last()) else { continue };
        let Some((name, label)) = labelled(&list[first.start..last.end]) else { continue };
        let said = first.start + label..last.end;
        if list[said.clone()].iter().any(|n| n.shape.is_word()) {
            found.push((first.start + name.start..first.start + name.end, said));
        }
    }
    let mut counts: HashMap<u32, usize> = HashMap::new();
    let last = |name: &Range<usize>| list[name.end - 1].form;
    for (name, _) in &found {
        *counts.entry(last(name)).or_default() += 1;
    }
    let again = counts.values().any(|count| *count > 1);
    if found.len() < 2 || !again && !found.iter().all(|(name, _)| is_exchange(last(name))) {
        return Vec::new();
    }
    found.into_iter().map(|(name, said)| unit(list, name, said)).collect()
}

/// Which nodes name the speaker in the label that the paragraph begins with, and how many the label has
/// with its mark.
fn labelled(nodes: &[Node]) -> Option<(Range<usize>, usize)> {
    let first = nodes.first()?;
    if is_exchange(first.form) && first.shape != Shape::Lower {
        let marked = first.span.len() > 1;
        let mark = nodes.get(1).is_some_and(|n| n.shape == Shape::Colon || is_full_stop(n));
        return (marked || mark).then_some((0..1, if marked { 1 } else { 2 }));
    }
    if let Some(bracketed) = bracketed(nodes) {
        return Some(bracketed);
    }
    let colon = nodes.iter().take(LONGEST + 1).position(|n| n.shape == Shape::Colon)?;
    let (name, last, said) = (&nodes[..colon], nodes[..colon].last()?, &nodes[colon + 1..]);
    let capitals = name.iter().all(|n| n.shape == Shape::Upper);
    let editorial = name.iter().any(|n| EDITORS.contains(&n.form));
    let passage = said.first().is_some_and(|n| n.shape == Shape::Quote);
    // *Ana Ruiz: We stay*, not *Ana Ruiz: 12 votes*.
    let person = |n: &Node| n.tag == Tag::Person || is_title(n);
    let named =
        name.iter().all(|n| n.shape.is_capital()) && name.iter().any(person) && said.iter().any(|n| n.tag.is_finite());
    ((capitals || named) && !editorial && !passage && last.span.len() > 2).then_some((0..colon, colon + 1))
}

/// The label in double brackets: *((Ana Ruiz))*.
fn bracketed(nodes: &[Node]) -> Option<(Range<usize>, usize)> {
    let opens = |at: usize| nodes.get(at).is_some_and(|n| n.shape == Shape::Open);
    let closes = |at: usize| nodes.get(at).is_some_and(|n| n.shape == Shape::Close);
    let end = nodes.iter().take(LONGEST + 3).position(|n| n.shape == Shape::Close)?;
    let capitals = nodes.get(2..end).is_some_and(|name| !name.is_empty() && name.iter().all(|n| n.shape.is_capital()));
    (opens(0) && opens(1) && closes(end + 1) && capitals).then_some((2..end, end + 2))
}

fn is_title(node: &Node) -> bool {
    matches!(node.class, Some(Class::Title(_)))
}

/// Question or answer.
fn is_exchange(label: u32) -> bool {
    EXCHANGE.contains(&label)
}

fn is_full_stop(node: &Node) -> bool {
    node.tag == Tag::Stop && node.span.len() == 1
}

fn unit(nodes: &[Node], name: Range<usize>, said: Range<usize>) -> Unit {
    Unit {
        kind: Kind::Direct,
        segments: vec![Span::new(nodes[said.start].span.start, nodes[said.end - 1].span.end)],
        quoted_parts: Vec::new(),
        cue: Some(said.start - 1).filter(|mark| *mark >= name.end && nodes[*mark].shape != Shape::Close),
        source: Some(name),
        runner_up: None,
        likely: LIKELY,
        margin: 0.0,
        relation: Relation::Label,
        speech: 1.0,
        title: false,
        node: said.start,
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::quote::extract;

    fn speakers(text: &str) -> Vec<String> {
        let article = Article::from_body(text.to_owned());
        extract(&article).iter().filter_map(|q| q.speaker.as_ref()).map(|s| s.name.clone()).collect()
    }

    #[test]
    fn a_label_may_have_a_title_and_a_party() {
        assert_eq!(speakers("Rep. Ana Ruiz (D-Ohio): “Who told you that the harbor was sold?”"), ["Ana Ruiz"]);
        assert_eq!(speakers("Rep. Ana Ruiz, D-Ohio: “Who told you that the harbor was sold?”"), ["Ana Ruiz"]);
        assert_eq!(speakers("Minister: “Who told you that the harbor was sold?”"), ["Minister"]);
    }

    #[test]
    fn names_before_colons_and_in_brackets_are_labels_where_they_come_again() {
        let colons = "Ana Ruiz: I never saw the bridge.\n\nInterviewer: Who did?\n\nAna Ruiz: Nobody saw it.";
        assert_eq!(speakers(colons), ["Ana Ruiz", "Interviewer", "Ana Ruiz"]);
        let brackets = "((Ana Ruiz)) So we went home.\n\n((WN)) Why was that?\n\n((Ana Ruiz)) It was late.";
        assert_eq!(speakers(brackets), ["Ana Ruiz", "WN", "Ana Ruiz"]);
        let votes = "Ana Ruiz: 12 votes\n\nTom Marsh: 11 votes\n\nAna Ruiz: 10 votes";
        assert!(speakers(votes).is_empty());
    }

    #[test]
    fn a_document_may_be_a_label() {
        assert_eq!(speakers("From the report: “The harbor was sold at half of what it is worth.”"), ["the report"]);
    }

    #[test]
    fn a_signature_needs_no_known_name() {
        let text = "“Nobody asked any of us about the harbor. How did we get here?” ― Jaqlyn Oshly";
        assert_eq!(speakers(text), ["Jaqlyn Oshly"]);
    }
}

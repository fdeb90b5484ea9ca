//! Which words of a source can be a speaker's name or description.

use super::languages::english::{BODY, THAT};
use super::lexicon::{Class, class};
use super::nodes::{Node, Nodes, Tag};
use crate::text::tokens::Shape;
use std::ops::Range;

/// A source without a name that is longer than this is cut to its first phrase.
const LONGEST: usize = 12;

/// The part of `source` that can speak: a phrase up to the first verb that no relative pronoun
/// precedes; none where no noun is left or it is no speaker.
pub fn speaker(nodes: &Nodes, source: &Range<usize>) -> Option<Range<usize>> {
    let document = antecedent(nodes, source);
    let source = document.as_ref().unwrap_or(source);
    let list = &nodes.nodes[source.clone()];
    let mut length = clause(list).unwrap_or(list.len());
    if length > LONGEST && !list[..length].iter().any(|n| n.tag.is_name()) {
        length = list[..length].iter().position(breaks).filter(|at| *at > 0).unwrap_or(length);
    }
    while length > 0
        && (list[length - 1].tag.is_punctuation() || matches!(list[length - 1].tag, Tag::Rb | Tag::Cc))
        && length < list.len()
    {
        length -= 1;
    }
    let phrase = &list[..length];
    let head = phrase.iter().position(breaks).filter(|at| *at > 0).unwrap_or(length);
    let body = phrase[..head].iter().rev().find(|n| n.tag.is_noun()).is_some_and(|n| BODY.contains(&n.form));
    (length > 0 && !body).then(|| source.start..source.start + length)
}

/// The document that the word before the cue stands for, whoever else the sentence names: *who
/// signed a letter that states*.
pub fn relative_subject(nodes: &Nodes, cue: usize) -> Option<Range<usize>> {
    antecedent(nodes, &(cue.checked_sub(1)?..cue))
}

/// The document that a lone relative pronoun stands for: *a letter that states*.
fn antecedent(nodes: &Nodes, source: &Range<usize>) -> Option<Range<usize>> {
    let (end, list) = (source.start, &nodes.nodes);
    let relative = list[end].tag == Tag::Wp || list[end].form == THAT;
    let document = class(list[end.checked_sub(1)?].form) == Some(Class::Document);
    if source.len() != 1 || !relative || !document {
        return None;
    }
    let inside = |n: &&Node| n.tag.is_noun() || matches!(n.tag, Tag::Jj | Tag::Vbn | Tag::Cd | Tag::Pos | Tag::PrpS);
    let length = list[..end].iter().rev().take(LONGEST).take_while(inside).count();
    let start = end - length;
    let article = start.checked_sub(1).filter(|at| list[*at].tag == Tag::Dt);
    Some(article.unwrap_or(start)..end)
}

/// Where a clause begins whose subject the words before are: *Ana Ruiz grilled …*.
fn clause(list: &[Node]) -> Option<usize> {
    let noun = list.iter().position(|n| n.tag.is_noun() || n.tag == Tag::Prp)?;
    let verb = (noun..list.len()).find(|i| list[*i].tag.is_finite() && list[*i].shape == Shape::Lower)?;
    let opened = list[..verb].iter().any(|n| matches!(n.tag, Tag::Wp | Tag::Wrb | Tag::Comma | Tag::Bracket | Tag::In));
    (!opened).then_some(verb)
}

fn breaks(node: &Node) -> bool {
    matches!(node.tag, Tag::In | Tag::Wp | Tag::Wrb | Tag::Comma | Tag::Vbg | Tag::Vbn | Tag::To)
}

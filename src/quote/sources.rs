//! Which words of a source can be a speaker's name or description.

use super::cues::Frame;
use super::languages::english::{AS, BE, BODY, BY, THAT};
use super::lexicon::Class;
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
    let source = &(apposed(&nodes.nodes, &without_day(&nodes.nodes, source))..source.end);
    let list = &nodes.nodes[source.clone()];
    let mut length = clause(list).unwrap_or(list.len());
    if length > LONGEST && !list[..length].iter().any(|n| n.tag.is_name()) {
        length = list[..length].iter().position(breaks).filter(|at| *at > 0).unwrap_or(length);
    }
    // *Ana Ruiz remarked, alluding to …*
    if let [.., name, verb] = &list[..length]
        && verb.tag.is_verb()
        && verb.shape == Shape::Lower
        && (name.tag.is_name() || name.tag == Tag::Prp)
    {
        length -= 1;
    }
    while length > 0
        && (list[length - 1].tag.is_punctuation() || matches!(list[length - 1].tag, Tag::Rb | Tag::Cc))
        && length < list.len()
    {
        length -= 1;
    }
    length -= day(&list[..length]);
    let phrase = &list[..length];
    let head = phrase.iter().position(breaks).filter(|at| *at > 0).unwrap_or(length);
    let body = phrase[..head].iter().rev().find(|n| n.tag.is_noun()).is_some_and(|n| BODY.contains(&n.form));
    (length > 0 && !body).then(|| source.start..source.start + length)
}

/// The source of the cue among the nodes of its sentence: `found`, or what stands right beside the cue
/// where nothing was found or a passage parts the two (*“…,” wrote Ana Ruiz*).
pub fn of_cue(list: &[Node], cue: usize, found: Option<Range<usize>>) -> Option<Range<usize>> {
    let parted =
        |source: &Range<usize>| source.end < cue && list[source.end..cue].iter().any(|n| n.shape == Shape::Quote);
    match found {
        Some(source) if !parted(&source) => Some(source),
        found => beside(list, cue).or(found),
    }
}

/// The source of a cue that none was found for, where one of its contents was taken for what says it: *A driver,
/// who gave no name, said that …*. That content goes.
pub fn among_contents(list: &[Node], cue: usize, contents: &mut Vec<Range<usize>>) -> Option<Range<usize>> {
    let said = contents.iter().any(|run| run.start > cue);
    let comma = cue > 0 && list[cue - 1].tag == Tag::Comma;
    let subject = beside(list, cue).filter(|_| said && comma)?;
    let swallowed = contents.iter().position(|run| run.start <= subject.start && run.end >= subject.end)?;
    contents.remove(swallowed);
    Some(subject)
}

/// Whether the words before the cue are what somebody says something to or of: *Voters were told*; not so
/// *was quoted as saying*.
pub fn is_passive(list: &[Node], cue: usize) -> bool {
    let node = &list[cue];
    let cited = list.get(cue + 1).is_some_and(|n| n.form == AS) && list.get(cue + 2).is_some_and(|n| n.tag == Tag::Vbg);
    let be = |n: &Node| BE.contains(&n.form) && n.shape != Shape::Clitic;
    matches!(node.tag, Tag::Vbn | Tag::Vbd) && !cited && list[Frame::of(list, cue).outset..cue].iter().any(be)
}

/// Who says it by a passive cue: *described by the mayor as …*. The `contents` let go of those words at their ends.
pub fn agent(list: &[Node], cue: usize, contents: &mut Vec<Range<usize>>) -> Option<Range<usize>> {
    let by = (cue + 1..list.len()).take(LONGEST).find(|i| list[*i].form == BY)?;
    let phrase = by + 1..by + 1 + list[by + 1..].iter().take(LONGEST).take_while(is_phrase).count();
    for run in contents.iter_mut() {
        if run.contains(&by) && phrase.end >= run.end {
            run.end = by;
        } else if (by..phrase.end).contains(&run.start) {
            run.start = phrase.end.min(run.end);
        }
    }
    contents.retain(|run| !run.is_empty());
    let noun = list[phrase.clone()].iter().any(|n| n.tag.is_noun() || n.tag == Tag::Prp);
    (noun && !contents.is_empty()).then_some(phrase)
}

/// Whether the word is part of a noun phrase.
fn is_phrase(node: &&Node) -> bool {
    node.tag.is_noun() || matches!(node.tag, Tag::Prp | Tag::Jj | Tag::Dt | Tag::Cd | Tag::Pos | Tag::PrpS)
}

/// The phrase after the cue where a passage stands right before it, else the phrase before the cue.
pub fn beside(list: &[Node], cue: usize) -> Option<Range<usize>> {
    let verb = list[cue].tag;
    if !verb.is_verb() {
        return None;
    }
    let noun = |n: &Node| n.tag.is_noun() || n.tag == Tag::Prp;
    let turned = cue > 0 && list[cue - 1].shape == Shape::Quote && verb != Tag::Vbg;
    if turned {
        let length = list[cue + 1..].iter().take(LONGEST).take_while(is_phrase).count();
        let phrase = cue + 1..cue + 1 + length;
        return list[phrase.clone()].iter().any(noun).then_some(phrase);
    }
    let mut end = Frame::of(list, cue).outset;
    // *Ana Ruiz, who was late, asked*
    if end > 0 && list[end - 1].tag == Tag::Comma {
        let inserted = list[..end - 1].iter().rev().take(LONGEST).position(|n| n.tag == Tag::Comma)?;
        end -= inserted + 2;
        if !matches!(list[end + 1].tag, Tag::Wp | Tag::Dt) {
            return None;
        }
    }
    let length = list[..end].iter().rev().take(LONGEST).take_while(is_phrase).count();
    let phrase = end - length..end;
    list[phrase.clone()].iter().any(noun).then_some(phrase)
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
    let document = list[end.checked_sub(1)?].class == Some(Class::Document);
    (source.len() == 1 && relative && document).then(|| phrase_before(list, end))
}

/// The phrase that the relative pronoun at `node` stands for: *a former mechanic, who asked …*.
pub fn antecedent_phrase(nodes: &Nodes, node: usize) -> Option<Range<usize>> {
    let list = &nodes.nodes;
    let before = node.checked_sub(1)?;
    let end = if list[before].tag == Tag::Comma { before } else { node };
    let noun = list[end.checked_sub(1)?].tag.is_noun();
    noun.then(|| phrase_before(list, end))
}

/// The word before node `end`, which is one, and those before it that can be one phrase with it.
fn phrase_before(list: &[Node], end: usize) -> Range<usize> {
    let inside = |n: &&Node| n.tag.is_noun() || matches!(n.tag, Tag::Jj | Tag::Vbn | Tag::Cd | Tag::Pos | Tag::PrpS);
    let length = list[..end].iter().rev().skip(1).take(LONGEST - 1).take_while(inside).count();
    let start = end - 1 - length;
    let article = start.checked_sub(1).filter(|at| list[*at].tag == Tag::Dt);
    article.unwrap_or(start)..end
}

/// The source without the day before it: *Thursday officials*.
fn without_day(list: &[Node], source: &Range<usize>) -> Range<usize> {
    let day = source.len() > 1 && list[source.start].class == Some(Class::Time);
    let owner = || list[source.start + 1].tag == Tag::Pos;
    source.start + usize::from(day && !owner())..source.end
}

/// Where a source begins with the name that it describes: *Ana Ruiz, a farmer, said*.
fn apposed(list: &[Node], source: &Range<usize>) -> usize {
    let start = source.start;
    let described = start >= 2
        && list[start].tag == Tag::Dt
        && list[start - 1].shape == Shape::Comma
        && list.get(source.end).is_some_and(|n| n.shape == Shape::Comma);
    let name = list[..start.saturating_sub(1)].iter().rev().take(LONGEST).take_while(|n| n.tag == Tag::Person).count();
    if described && name > 0 { start - 1 - name } else { start }
}

/// How many words a day has at the end of a source: *Ana Ruiz on Tuesday*.
fn day(list: &[Node]) -> usize {
    let named = list.iter().rev().take_while(|n| n.class == Some(Class::Time)).count();
    match list.len() - named {
        _ if named == 0 => 0,
        rest if rest > 1 && list[rest - 1].tag == Tag::In => named + 1,
        rest if rest > 0 => named,
        _ => 0,
    }
}

/// Where a clause begins whose subject the words before are: *Ana Ruiz grilled …*.
fn clause(list: &[Node]) -> Option<usize> {
    let noun = list.iter().position(|n| n.tag.is_noun() || n.tag == Tag::Prp)?;
    let is_verb = |n: &Node| n.tag.is_finite() && n.shape == Shape::Lower && n.class != Some(Class::Particle);
    let verb = (noun..list.len()).find(|i| is_verb(&list[*i]))?;
    let opened = list[..verb].iter().any(|n| matches!(n.tag, Tag::Wp | Tag::Wrb | Tag::Comma | Tag::Bracket | Tag::In));
    (!opened).then_some(verb)
}

fn breaks(node: &Node) -> bool {
    matches!(node.tag, Tag::In | Tag::Wp | Tag::Wrb | Tag::Comma | Tag::Vbg | Tag::Vbn | Tag::To)
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::quote::extract;

    fn speaker(text: &str) -> Option<String> {
        let article = Article::from_body(text.to_owned());
        extract(&article).first().and_then(|q| q.speaker.as_ref()).map(|s| s.name.clone())
    }

    #[test]
    fn the_phrase_beside_the_cue_speaks() {
        let turned = "“The tests were done with too little care,” concluded a report for the harbor board.";
        assert!(speaker(turned).is_some_and(|name| name.starts_with("a report")));
        let before = "The council met. “Taxes on the harbor will not rise this year,” the dockers write.";
        assert_eq!(speaker(before).as_deref(), Some("the dockers"));
    }

    #[test]
    fn an_apposition_gives_way_to_the_name_before_it() {
        let text = "Ana Ruiz, a former chairwoman of the harbor board, tweeted: “They never asked any of us.”";
        assert_eq!(speaker(text).as_deref(), Some("Ana Ruiz"));
    }

    #[test]
    fn a_day_is_no_part_of_who_speaks() {
        let text = "On Thursday officials reported that the harbor was closed.";
        assert_eq!(speaker(text).as_deref(), Some("officials"));
    }

    #[test]
    fn the_subject_of_a_passive_says_nothing() {
        let by = "Ana Ruiz has been described by the Harbor Post as “a master of the tides”.";
        assert_eq!(speaker(by).as_deref(), Some("Harbor Post"));
        assert_eq!(speaker("Residents were told to leave the harbor."), None);
        let cited = "Ana Ruiz was quoted as saying that the harbor was closed.";
        assert_eq!(speaker(cited).as_deref(), Some("Ana Ruiz"));
        assert_eq!(speaker("Lund’s said that the harbor was closed.").as_deref(), Some("Lund’s"));
    }
}

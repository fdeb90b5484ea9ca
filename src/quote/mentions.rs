//! What the words of a source are: a name, an organisation, a pronoun or a description.

use super::cast::{Run, is_given, run_at};
use super::languages::english::{AND, COMPANIES, CUTS, FROM, LINKS, OF, THE};
use super::lexicon::Class;
use super::nodes::{Node, Nodes, Tag};
use crate::text::tokens::Shape;
use std::ops::Range;

/// What a mention is.
#[derive(Debug, Clone)]
pub enum Mention {
    /// A proper name.
    Name(Run),
    /// A pronoun's node.
    Pronoun(usize),
    /// *who*, *which*: its node.
    Relative(usize),
    /// Words that describe: *the letter*; the nodes of the head phrase.
    Description(Range<usize>),
    /// The names of several: *Ana Ruiz and Tom Ott*.
    Several(Range<usize>),
}

/// How many words the name of an organisation has at most.
const LONGEST_NAME: usize = 12;

/// What the source at `source` is.
pub fn mention(nodes: &Nodes, source: &Range<usize>) -> Mention {
    let nodes = &nodes.nodes;
    let list = &nodes[source.clone()];
    if let [node] = list {
        match node.tag {
            Tag::Prp => return Mention::Pronoun(source.start),
            Tag::Wp => return Mention::Relative(source.start),
            _ => {}
        }
    }
    let cut = |i: &usize| {
        matches!(list[*i].shape, Shape::Comma | Shape::Open | Shape::Dash)
            || CUTS.contains(&list[*i].form)
            || list[*i].tag == Tag::Wp
    };
    let head = source.start..source.start + (1..list.len()).find(cut).unwrap_or(list.len());
    let named = run_ending(nodes, &head).map(|run| with_words_before(nodes, run, source.start));
    let office = || behind_office(nodes, &head, source.end).or_else(|| organisation_of(nodes, &head, source.end));
    let Some(run) = named.or_else(office) else {
        return apposed(nodes, &head, source.end).map_or(Mention::Description(head), Mention::Name);
    };
    if let Some(several) = several(nodes, source, &run) {
        return Mention::Several(several);
    }
    if is_organisation(nodes, &run) { organisation(nodes, source, run) } else { Mention::Name(run) }
}

/// The name that ends the phrase.
pub fn run_ending(nodes: &[Node], phrase: &Range<usize>) -> Option<Run> {
    let mut at = phrase.start;
    let mut last = None;
    while at < phrase.end {
        match run_at(nodes, at, phrase.end) {
            Some(run) => {
                at = run.whole.end;
                last = Some(run);
            }
            None => at += 1,
        }
    }
    last.filter(|run| run.whole.end == phrase.end && !run.name.is_empty())
}

/// The name with what the tagger took for no part of it: the given name before a surname.
fn with_words_before(nodes: &[Node], run: Run, start: usize) -> Run {
    let mut name = run.name.clone();
    if run.whole.start < name.start {
        return run;
    }
    while name.start > start {
        let before = &nodes[name.start - 1];
        let particle = before.shape == Shape::Lower && before.class == Some(Class::Particle);
        let given = before.shape == Shape::Capitalised
            && match before.class {
                Some(Class::Given(_)) => true,
                None if before.tag.is_noun() => name.len() == 1,
                None if before.tag == Tag::Jj => nodes[name.start].shape == Shape::Lower,
                _ => false,
            };
        if !(given || particle && name.start - 1 > start && nodes[name.start - 2].shape.is_capital()) {
            break;
        }
        name.start -= 1;
    }
    Run { whole: name.clone(), name }
}

/// The name behind an office of several words: *Secretary of State Ana Ruiz*.
fn behind_office(nodes: &[Node], head: &Range<usize>, end: usize) -> Option<Run> {
    let (title, link) = (nodes.get(head.end.checked_sub(1)?)?, nodes.get(head.end).filter(|_| head.end < end)?);
    if !is_title(title) || !LINKS.contains(&link.form) && link.form != FROM {
        return None;
    }
    let comma = nodes[head.end..end].iter().position(|n| n.tag.is_punctuation());
    let run = run_ending(nodes, &(head.end..comma.map_or(end, |at| head.end + at)))?;
    // *an aide to President Ott* is somebody else.
    let somebody_else = title.shape == Shape::Lower || link.form != OF;
    if somebody_else && nodes[run.whole.start..run.name.start].iter().any(is_title) || is_organisation(nodes, &run) {
        return None;
    }
    if run.name.start > run.whole.start {
        return (run.name.len() > 1).then_some(run);
    }
    let surname = run.name.end.checked_sub(2).filter(|at| *at > run.name.start && !is_given(&nodes[run.name.start]))?;
    let person = nodes[surname..run.name.end].iter().all(|n| n.tag == Tag::Person);
    person.then_some(Run { name: surname..run.name.end, whole: run.whole })
}

/// The name in apposition: *the economist, Jared Bernstein*, *the mayor of London, Ana Ruiz*.
fn apposed(nodes: &[Node], head: &Range<usize>, end: usize) -> Option<Run> {
    let comma = (head.end..end).find(|i| nodes[*i].tag.is_punctuation())?;
    let run = run_at(nodes, comma + 1, end).filter(|_| nodes[comma].shape == Shape::Comma)?;
    (run.name.len() > 1 && nodes[run.name.start].tag == Tag::Person).then_some(run)
}

/// The names of which `run` is the last or the first: *Ana Ruiz and Tom Ott*.
fn several(nodes: &[Node], source: &Range<usize>, run: &Run) -> Option<Range<usize>> {
    let and = (source.start + 1..run.whole.start).rev().find(|i| nodes[*i].tag == Tag::Cc);
    if let Some(and) = and {
        let phrase = |n: &Node| n.tag.is_noun() || matches!(n.tag, Tag::Jj | Tag::Dt | Tag::Vbn);
        let untitled = run.whole.start == run.name.start && !nodes[and + 1..run.whole.start].iter().any(is_title);
        let before = nodes[and - 1].tag;
        // *Securities and Exchange Commission*
        let one = and + 1 == run.whole.start && is_organisation(nodes, run) && !is_organisation_word(&nodes[and - 1]);
        let named = before == Tag::Person || before.is_name() && untitled && !one;
        return (named && nodes[and + 1..run.whole.start].iter().all(phrase)).then_some(source.start..run.whole.end);
    }
    // *Ruiz, Ott and Stone*
    let rest = nodes.get(run.whole.end..source.end)?;
    let [comma, next, ..] = rest else { return None };
    let listed = |n: &Node| n.tag.is_name() || matches!(n.tag, Tag::Comma | Tag::Cc);
    let list = comma.shape == Shape::Comma
        && next.tag.is_name()
        && rest.iter().all(|n| listed(n) && !is_title(n))
        && rest.iter().any(|n| n.tag == Tag::Cc);
    list.then(|| source.clone())
}

/// Whether the name is an organisation's, by its last word.
pub fn is_organisation(nodes: &[Node], run: &Run) -> bool {
    let [first, .., _] = &nodes[run.whole.clone()] else { return is_organisation_word(&nodes[run.name.start]) };
    let person = run.name.start > run.whole.start && nodes[run.name.clone()].iter().any(|n| n.tag == Tag::Person)
        || is_given(first) && run.name.len() == 2;
    let last = &nodes[run.name.end - 1];
    COMPANIES.contains(&last.form) || !person && is_organisation_word(last)
}

/// Whether a name that ends in the word is an organisation's: *University*; the *T* of *AT and T*.
fn is_organisation_word(node: &Node) -> bool {
    node.class == Some(Class::Organisation) || node.span.len() == 1
}

/// The first word of an organisation that the tagger took for no name: *Bank of Spain*.
fn organisation_of(nodes: &[Node], head: &Range<usize>, end: usize) -> Option<Run> {
    let word = head.end.checked_sub(1)?;
    let whole = nodes[word].shape == Shape::Capitalised
        && is_organisation_word(&nodes[word])
        && organisation_end(nodes, head.end, end) > head.end;
    whole.then_some(Run { name: word..head.end, whole: word..head.end })
}

/// The whole name of the organisation that `run` is a part of, the person that it stands before
/// (*Bank of Spain Governor Ana Ruiz*), or the description that it is a part of (*a Bank of Spain
/// spokesman*).
fn organisation(nodes: &[Node], source: &Range<usize>, run: Run) -> Mention {
    let start = organisation_start(nodes, source.start, run.whole.start);
    let end = organisation_end(nodes, run.whole.end, source.end);
    let titled = (run.whole.end..end).filter(|i| is_title(&nodes[*i]));
    let person = |at| run_at(nodes, at, source.end).filter(|run| !run.name.is_empty());
    if let Some(person) = titled.filter_map(person).find(|run| !is_organisation(nodes, run)) {
        return Mention::Name(person);
    }
    let described = nodes[end..source.end].iter().take_while(|n| n.tag.is_noun() && n.shape == Shape::Lower).count();
    if described > 0 {
        let person = run_at(nodes, end + described, source.end).filter(|run| run.name.len() > 1);
        return person.map_or(Mention::Description(source.start..end + described), Mention::Name);
    }
    let whole = if end - start > LONGEST_NAME { run.whole } else { start..end };
    Mention::Name(Run { name: whole.clone(), whole })
}

/// Where the name begins that goes on at node `at`: *General | Accounting Office*, *Harlan and | Stone Corp.*
fn organisation_start(nodes: &[Node], start: usize, node: usize) -> usize {
    let mut at = node;
    let inside = |n: &Node| {
        (n.shape.is_capital() || n.shape == Shape::Mixed || n.shape == Shape::Number)
            && (n.tag.is_noun() || n.tag.is_verb() || matches!(n.tag, Tag::Jj | Tag::Cd))
    };
    while at > start {
        let before = &nodes[at - 1];
        let joins = is_and(before) || before.shape == Shape::Clitic && before.tag == Tag::Pos;
        let first = at.checked_sub(2).filter(|first| *first >= start).map(|first| &nodes[first]);
        let somebody = |n: &Node| matches!(n.tag, Tag::Person | Tag::Location) || is_organisation_word(n);
        let owner = first.is_some_and(|n| !is_and(before) && somebody(n));
        match first {
            _ if inside(before) => at -= 1,
            Some(first) if joins && inside(first) && !owner => at -= 2,
            _ => break,
        }
    }
    // *72 | American Airlines*
    at + usize::from(at < node && nodes[at].shape == Shape::Number)
}

/// Where the name ends that goes up to node `at`: *Bank | of England*, *Center | for the Study of Ice*.
fn organisation_end(nodes: &[Node], mut at: usize, end: usize) -> usize {
    let capital = |i: usize| i < end && nodes[i].shape.is_capital();
    while at < end && (LINKS.contains(&nodes[at].form) || is_and(&nodes[at]) || nodes[at].tag == Tag::Pos) {
        let next = at + 1 + usize::from(nodes.get(at + 1).is_some_and(|n| n.form == THE));
        if !capital(next) {
            break;
        }
        at = next + (next..end).take_while(|i| capital(*i)).count();
    }
    at
}

fn is_title(node: &Node) -> bool {
    matches!(node.class, Some(Class::Title(_)))
}

/// *and*, *&*
fn is_and(node: &Node) -> bool {
    AND.contains(&node.form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::quote::extract;
    use crate::text::Span;

    /// Who says that it is late.
    fn speaker(source: &str) -> Option<String> {
        let article = Article::from_body(format!("{source} said it was late."));
        extract(&article).pop().and_then(|q| q.speaker).map(|s| s.name)
    }

    fn are(named: &[(&str, &str)]) {
        for (source, name) in named {
            assert_eq!(speaker(source).as_deref(), Some(*name), "{source}");
        }
    }

    #[test]
    fn an_organisation_keeps_its_words() {
        are(&[
            ("The Bank of England", "Bank of England"),
            ("Harlan and Stone Corp", "Harlan and Stone Corp"),
            ("Century Telephone Enterprises Inc", "Century Telephone Enterprises Inc"),
            ("The National Conference of Harbor Masters", "National Conference of Harbor Masters"),
            ("AT and T", "AT and T"),
            ("The Securities and Exchange Commission", "Securities and Exchange Commission"),
        ]);
    }

    #[test]
    fn a_lone_figure_that_is_tagged_as_a_name_is_all_of_it() {
        let text = "7 said";
        let mut nodes = Nodes::new(text, &[Span::new(0, text.len())], &[]);
        nodes.nodes[0].tag = Tag::Organisation;
        assert!(matches!(mention(&nodes, &(0..1)), Mention::Name(run) if run.name == (0..1)));
    }

    #[test]
    fn who_speaks_for_an_organisation_is_not_the_organisation() {
        are(&[
            ("A Bank of England spokesman", "A Bank of England spokesman"),
            ("Bank of Spain Governor Ana Ruiz", "Ana Ruiz"),
            ("Florida Department of Transportation official Tom Marsh", "Tom Marsh"),
        ]);
    }

    #[test]
    fn an_office_of_several_words_is_no_name() {
        are(&[
            ("US Secretary of State Mike Colter", "Mike Colter"),
            ("Senator from Vermont Bernie Marsh", "Bernie Marsh"),
            ("The mayor of London, Ana Ruiz,", "Ana Ruiz"),
            ("MP Ellen Colter", "Ellen Colter"),
            ("An aide to President Tom Marsh", "An aide to President Tom Marsh"),
        ]);
    }

    #[test]
    fn a_name_keeps_its_first_words() {
        are(&[("Maria de la Cruz", "Maria de la Cruz"), ("Hamza bin Colter", "Hamza bin Colter")]);
    }

    #[test]
    fn several_speak_together() {
        are(&[
            ("Tom and Ellen Marsh", "Tom and Ellen Marsh"),
            ("Turkey and Libya", "Turkey and Libya"),
            ("Trade and Industry Minister Ana Ruiz", "Ana Ruiz"),
        ]);
    }
}

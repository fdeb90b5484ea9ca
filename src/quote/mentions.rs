//! Mentions: the words that name a source.

use super::clauses::{Item, Kind};
use super::lexicon::{Class, Person};
use crate::text::Span;
use std::ops::Range;

/// What a mention is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MentionKind {
    /// A proper name; its own words without titles.
    Name(Span),
    /// A pronoun.
    Pronoun(Person),
    /// Words that describe: *the letter*, *a spokeswoman for the mayor*.
    Description,
}

/// The words that name a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention {
    pub span: Span,
    pub kind: MentionKind,
}

/// How many items a mention has at most.
const LONGEST: usize = 16;
/// How many items an apposition or a clause within commas has at most.
const LONGEST_ASIDE: usize = 40;

/// Whether a word of this kind can stand inside a noun phrase.
fn in_phrase(kind: Kind) -> bool {
    match kind {
        Kind::Word(_, true) | Kind::Number | Kind::Possessive => true,
        Kind::Word(class, false) => {
            matches!(class, Class::Plain | Class::Title(_) | Class::Honorific(_) | Class::Determiner | Class::Particle)
        }
        _ => false,
    }
}

/// Reads the items of a noun phrase.
fn mention_of(items: &[Item], range: Range<usize>) -> Option<Mention> {
    let phrase = items.get(range.clone()).filter(|phrase| !phrase.is_empty())?;
    let span = Span::new(phrase[0].span.start, phrase[phrase.len() - 1].span.end);
    if let [Item { kind: Kind::Word(Class::Pronoun(person), _), .. }] = phrase {
        return Some(Mention { span, kind: MentionKind::Pronoun(*person) });
    }
    let linking = phrase.iter().position(|item| matches!(item.class(), Some(Class::Linking | Class::Preposition)));
    let mut head = range.start..linking.map_or(range.end, |at| range.start + at);
    if strip_titles(items, head.clone()).is_none() && items[head.start].is_capital() {
        head.end = range.end;
    }
    let kind = name_at_end(items, head).map_or(MentionKind::Description, MentionKind::Name);
    let has_word = phrase.iter().any(|item| {
        item.is_capital() || matches!(item.kind, Kind::Word(Class::Plain | Class::Title(_) | Class::Determiner, _))
    });
    has_word.then_some(Mention { span, kind })
}

/// The name that ends `range`: its last run of capitalised words, titles stripped.
fn name_at_end(items: &[Item], range: Range<usize>) -> Option<Span> {
    let mut first = range.end;
    while first > range.start {
        let item = items[first - 1];
        let inside = first < range.end && item.class() == Some(Class::Particle);
        if !(item.is_capital() || inside) {
            break;
        }
        first -= 1;
    }
    while first < range.end && items[first].class() == Some(Class::Particle) && !items[first].is_capital() {
        first += 1;
    }
    strip_titles(items, first..range.end).map(|run| Span::new(items[run.start].span.start, items[run.end - 1].span.end))
}

/// A run of capitalised words without the titles that it begins with: *State Senator Ana Ruiz* →
/// *Ana Ruiz*. None if nothing but titles is left.
pub(super) fn strip_titles(items: &[Item], run: Range<usize>) -> Option<Range<usize>> {
    let is_title = |at: &usize| matches!(items[*at].class(), Some(Class::Title(_) | Class::Honorific(_)));
    let mut first = run.clone().rev().find(is_title).map_or(run.start, |at| at + 1);
    // What is left of *Secretary of State Ana Ruiz*, *Republican Party Chairman …*.
    let given = |at: usize| at < run.end && matches!(items[at].class(), Some(Class::Given(_)));
    while first + 1 < run.end && items[first].class() == Some(Class::Organisation) && given(first + 1) {
        first += 1;
    }
    (first < run.end).then_some(first..run.end)
}

/// The mention that begins at `from`, and the item after it.
pub(super) fn forward(text: &str, items: &[Item], from: usize, end: usize) -> Option<(Mention, usize)> {
    let end = end.min(from + LONGEST);
    if let Some(Class::Pronoun(_)) = items.get(from).filter(|_| from < end)?.class() {
        return Some((mention_of(items, from..from + 1)?, from + 1));
    }
    let mut at = from;
    let mut named = false;
    let determined = items[from].class() == Some(Class::Determiner) || items[from].kind == Kind::Number;
    while at < end {
        let kind = items[at].kind;
        let linked = matches!(kind, Kind::Word(Class::Linking, _)) && at > from && !named;
        let joined = is_joining(items, at, end) && at > from;
        if !(in_phrase(kind) || linked || joined) || is_new_phrase(items, from, at) {
            break;
        }
        let lower = matches!(kind, Kind::Word(_, false)) && !joined;
        if lower && named && !determined && !leads_to_name(items, at, end)
            || lower && at > from && is_past(text, items, at)
        {
            break;
        }
        named |= matches!(kind, Kind::Word(class, true) if !matches!(class, Class::Title(_) | Class::Honorific(_)));
        if kind == Kind::Possessive {
            named = false;
        }
        at += 1;
    }
    while at > from && !in_phrase(items[at - 1].kind) {
        at -= 1;
    }
    Some((mention_of(items, from..at)?, at))
}

/// A determiner after the first word begins another phrase, unless a linking word leads to it.
fn is_new_phrase(items: &[Item], from: usize, at: usize) -> bool {
    at > from
        && items[at].class() == Some(Class::Determiner)
        && !matches!(items[at - 1].class(), Some(Class::Linking | Class::Determiner | Class::Conjunction))
}

/// Whether a word after a noun looks like a verb in the past tense.
fn is_past(text: &str, items: &[Item], at: usize) -> bool {
    let word = items[at].span.of(text);
    let described =
        items.get(at + 1).is_some_and(|next| matches!(next.class(), Some(Class::Preposition | Class::Linking)));
    word.len() > 4 && word.ends_with("ed") && !described && items[at - 1].class() != Some(Class::Determiner)
}

/// `&` or *and* between two names.
fn is_joining(items: &[Item], at: usize, end: usize) -> bool {
    at > 0
        && at + 1 < end
        && items[at].class() == Some(Class::Conjunction)
        && items[at].span.len() <= 3
        && items[at - 1].is_capital()
        && items[at + 1].is_capital()
}

/// Whether a few words of the same phrase later a name follows: *Ruiz campaign manager Tom Ott*.
fn leads_to_name(items: &[Item], at: usize, end: usize) -> bool {
    items[at..end.min(at + 4)]
        .iter()
        .take_while(|item| in_phrase(item.kind) && item.class() != Some(Class::Determiner))
        .any(|item| item.is_capital())
}

/// The name whose last word stands before `end`.
pub(super) fn name_before(items: &[Item], start: usize, end: usize) -> Option<Mention> {
    let start = start.max(end.saturating_sub(LONGEST));
    let span = name_at_end(items, start.min(end)..end)?;
    Some(Mention { span, kind: MentionKind::Name(span) })
}

/// The mention that ends before `end` and begins no earlier than `start`, and its first item.
pub(super) fn backward(items: &[Item], start: usize, end: usize) -> Option<(Mention, usize)> {
    let start = start.max(end.saturating_sub(LONGEST));
    if end <= start {
        return None;
    }
    if let Some(Class::Pronoun(_)) = items[end - 1].class() {
        return Some((mention_of(items, end - 1..end)?, end - 1));
    }
    let mut at = end;
    while at > start {
        let kind = items[at - 1].kind;
        let linked = matches!(kind, Kind::Word(Class::Linking | Class::Preposition, _)) && at < end && at - 1 > start;
        let joined = is_joining(items, at - 1, end);
        if !(in_phrase(kind) || (linked && in_phrase(items[at - 2].kind)) || joined) {
            break;
        }
        at -= 1;
        let determined = items[at].class() == Some(Class::Determiner);
        if determined && !(at > start && matches!(items[at - 1].class(), Some(Class::Linking | Class::Determiner))) {
            break;
        }
    }
    Some((mention_of(items, at..end)?, at))
}

/// Where the asides that end before `end` begin: the item after what they belong to.
pub(super) fn skip_asides_back(items: &[Item], start: usize, end: usize) -> usize {
    let start = start.max(end.saturating_sub(LONGEST_ASIDE));
    let mut at = end;
    while at > start {
        let open = match items[at - 1].kind {
            Kind::Close => Kind::Open,
            Kind::Comma => Kind::Comma,
            Kind::Dash => Kind::Dash,
            _ => break,
        };
        match (start..at - 1).rev().find(|before| items[*before].kind == open) {
            Some(opening) => at = opening,
            None => break,
        }
    }
    at
}

/// The first noun phrase of `range` that is not inside an opening prepositional phrase: most
/// often the subject.
pub(super) fn subject(text: &str, items: &[Item], range: Range<usize>) -> Option<Mention> {
    let mut at = range.start;
    let end = range.end.min(range.start + LONGEST_ASIDE);
    while at < end {
        match items[at].kind {
            Kind::Word(Class::Preposition | Class::Linking | Class::Relative | Class::Cue(_) | Class::Verb, false) => {
                match (at..end).find(|next| items[*next].kind == Kind::Comma) {
                    Some(comma) => at = comma + 1,
                    None => return None,
                }
            }
            Kind::Word(Class::Pronoun(_), _) => return mention_of(items, at..at + 1),
            kind if in_phrase(kind) => {
                let found = forward(text, items, at, end)?;
                let is_time = |at: usize| items.get(at).is_some_and(|item| item.class() == Some(Class::Time));
                if !(is_time(at) || found.1 < end && is_time(found.1)) {
                    return Some(found.0);
                }
                at = found.1 + 1;
            }
            _ => at += 1,
        }
    }
    None
}

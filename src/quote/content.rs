//! Content spans: which words belong to a quotation, and which segments make one.

use super::attribute::Attribution;
use super::clauses::{Clauses, Item, Kind, Sentence};
use super::cues::{Form, Frame};
use super::frames::{Candidate, Side};
use super::lexicon::Class;
use super::mentions;
use super::segments::Segment;
use crate::text::Span;

/// One quotation, its source not yet resolved.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// The content in order: the marks included.
    pub pieces: Vec<Span>,
    /// What stands inside marks, of a mixed one; else empty.
    pub quoted_parts: Vec<Span>,
    /// The segment whose attribution it has.
    pub segment: usize,
}

impl Unit {
    /// From the first byte to the last.
    pub fn content(&self) -> Span {
        match (self.pieces.first(), self.pieces.last()) {
            (Some(first), Some(last)) => Span::new(first.start, last.end),
            _ => Span::default(),
        }
    }

    fn is_direct(&self) -> bool {
        self.quoted_parts.is_empty()
    }
}

/// How many items a content fragment reaches from its segment at most, either way.
const REACH: usize = 60;

/// The quotations of an article, in order.
pub(super) fn units(text: &str, clauses: &Clauses, segments: &[Segment], found: &[Attribution]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for sentence in &clauses.sentences {
        for at in sentence.items.clone() {
            let Kind::Quote(segment) = clauses.items[at].kind else { continue };
            if !found[segment].quoted {
                continue;
            }
            let span = segments[segment].span;
            if let Some(last) = units.last_mut() {
                if last.content().covers(span) {
                    last.quoted_parts.push(span);
                    continue;
                }
                if last.is_direct() && continues(clauses, segments, found, last.segment, segment, at) {
                    last.pieces.push(span);
                    last.segment = if segments[segment - 1].continued { segment } else { last.segment };
                    continue;
                }
            }
            let content = content(text, clauses, sentence, at, found[segment].best);
            push(&mut units, content, span, segment, found[segment].best);
        }
    }
    units
}

/// Adds a unit; those that its content covers become parts of it, unless its own source or cue
/// would be swallowed with them.
fn push(units: &mut Vec<Unit>, content: Span, span: Span, segment: usize, best: Option<Candidate>) {
    let mut whole = content;
    let mut first = units.len();
    while first > 0 && units[first - 1].content().overlaps(whole) {
        first -= 1;
        whole.start = whole.start.min(units[first].content().start);
    }
    if content == span || best.is_some_and(|best| best.overlaps(whole)) {
        units.push(Unit { pieces: vec![span], quoted_parts: Vec::new(), segment });
        return;
    }
    let mut parts: Vec<Span> = Vec::new();
    for unit in units.drain(first..) {
        let inside = if unit.is_direct() { unit.pieces } else { unit.quoted_parts };
        if parts.is_empty() { parts = inside } else { parts.extend(inside) }
    }
    parts.push(span);
    units.push(Unit { pieces: vec![whole], quoted_parts: parts, segment });
}

/// Whether `segment` goes on what the one of `last` began: over a paragraph's end, or around the
/// cue clause.
fn continues(
    clauses: &Clauses,
    segments: &[Segment],
    found: &[Attribution],
    last: usize,
    segment: usize,
    at: usize,
) -> bool {
    if segments[segment - 1].continued {
        return true;
    }
    let (Some(first), Some(second)) = (found[last].best, found[segment].best) else { return false };
    let same_cue = first.cue.is_some() && first.cue == second.cue && !second.carried;
    let around = first.side == Side::After && first.cue_item.is_some_and(|cue| cue < at);
    let pause = matches!(clauses.items[at - 1].kind, Kind::Comma | Kind::Colon | Kind::Dash | Kind::Mark);
    same_cue && around && pause
}

/// The content that the segment at `at` belongs to.
fn content(text: &str, clauses: &Clauses, sentence: &Sentence, at: usize, best: Option<Candidate>) -> Span {
    let items = &clauses.items;
    let own = items[at].span;
    let Some((best, cue)) = best.filter(|best| !best.carried).and_then(|best| Some((best, best.cue_item?))) else {
        return own;
    };
    let content = if cue > at {
        let first = first_after_cue_clause(items, sentence, at);
        let clause = items.partition_point(|item| item.span.start < best.source.span.start).min(cue);
        let pause = |item: &&Item| matches!(item.kind, Kind::Comma | Kind::Dash | Kind::Stop);
        let between = items[at + 1..clause.max(at + 1)].iter().rev().find(|item| !pause(item));
        Span::new(items[first].span.start, between.map_or(own.end, |last| last.span.end))
    } else {
        let mention_end = items.partition_point(|item| item.span.start < best.source.span.end);
        let first = content_start(items, cue, cue.max(mention_end.saturating_sub(1).min(at)) + 1, at, text);
        let last = content_end(text, items, sentence, at);
        Span::new(items[first].span.start, items[last].span.end)
    };
    if best.overlaps(content) { own } else { content }
}

/// Where a fragment begins whose cue follows it: at the sentence's start, or after what was quoted
/// before.
fn first_after_cue_clause(items: &[Item], sentence: &Sentence, at: usize) -> usize {
    let start = sentence.items.start.max(at.saturating_sub(REACH));
    let words = |range: std::ops::Range<usize>| items[range].iter().any(|item| matches!(item.kind, Kind::Word(..)));
    let mut first =
        (start..at).rev().find(|before| matches!(items[*before].kind, Kind::Colon)).map_or(start, |c| c + 1);
    while first < at
        && matches!(items[first].kind, Kind::Word(Class::Conjunction, _) | Kind::Comma | Kind::Dash | Kind::Mark)
    {
        first += 1;
    }
    if words(first..at) { first } else { at }
}

/// Where a fragment begins whose cue stands before it: `from` is the first item that can belong
/// to it.
fn content_start(items: &[Item], cue: usize, from: usize, at: usize, text: &str) -> usize {
    let mut first = from.min(at);
    let tells = items[cue].cue().is_some_and(|cue| cue.frame == Frame::Tell);
    if tells && let Some((_, next)) = mentions::forward(text, items, first, at) {
        first = next;
    }
    while first < at
        && matches!(
            items[first].kind,
            Kind::Word(Class::Adverb | Class::That | Class::Time, _) | Kind::Comma | Kind::Colon
        )
    {
        first += 1;
    }
    if first == at || is_adjunct(items, first, at, text) { at } else { first }
}

/// Whether the words from `first` up to the segment belong to the cue: *said in a statement, “…”*.
fn is_adjunct(items: &[Item], first: usize, at: usize, text: &str) -> bool {
    let capital = inner_start(text, items[at]).is_some_and(char::is_uppercase);
    let pause = matches!(items[at - 1].kind, Kind::Comma | Kind::Colon);
    let prepositional = matches!(items[first].class(), Some(Class::Preposition | Class::Linking | Class::Relative));
    pause && (capital || prepositional && at - first <= 12 || items[at - 1].kind == Kind::Colon)
        || prepositional && capital
}

fn inner_start(text: &str, item: Item) -> Option<char> {
    item.span.of(text).chars().find(|c| c.is_alphanumeric())
}

/// The last item of a fragment that the segment at `at` stands in.
fn content_end(text: &str, items: &[Item], sentence: &Sentence, at: usize) -> usize {
    let words = items[at].span.of(text).trim_end_matches(['"', '”', '“', '\'', '’', '»']);
    if words.ends_with([',', '.', '?', '!', ';', '…']) {
        return at;
    }
    let end = sentence.items.end.min(at + REACH);
    let mut last = at;
    for next in at + 1..end {
        match items[next].kind {
            Kind::Stop | Kind::Dash | Kind::Colon | Kind::Open | Kind::Mark => break,
            Kind::Comma if new_clause(items, next + 1, end) => break,
            Kind::Word(Class::Conjunction, _) if new_clause(items, next + 1, end) => break,
            Kind::Word(Class::Cue(cue), false) if cue.form == Form::Ing => break,
            Kind::Word(Class::Relative, _) if next == at + 1 => break,
            Kind::Comma => {}
            _ => last = next,
        }
    }
    last
}

/// Whether a clause with a verb or subject of its own begins at `from`.
fn new_clause(items: &[Item], from: usize, end: usize) -> bool {
    if from >= end {
        return true;
    }
    match items[from].kind {
        Kind::Word(class, _) => matches!(
            class,
            Class::Cue(_)
                | Class::Verb
                | Class::Pronoun(_)
                | Class::Conjunction
                | Class::Relative
                | Class::Be
                | Class::Auxiliary
                | Class::Preposition
        ),
        _ => false,
    }
}

//! Cue frames: where source and cue stand around a quoted segment.

use super::clauses::{Item, Kind, Sentence};
use super::cues::{Cue, Form, Frame};
use super::lexicon::Class;
use super::mentions::{self, Mention, MentionKind};
use crate::text::Span;
use std::ops::Range;

/// A reading of who is the source of a segment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub source: Mention,
    pub cue: Option<Span>,
    /// The item of the cue, for what lies between it and the content.
    pub cue_item: Option<usize>,
    pub side: Side,
    /// How strong the frame is; the strongest wins.
    pub score: i32,
    /// The frame in words.
    pub rule: &'static str,
    /// Whether the source is carried over from another sentence.
    pub carried: bool,
}

/// Where the cue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Before the segment.
    Before,
    /// After it.
    After,
    /// Nowhere in the sentence.
    Apart,
}

/// How many items lie between a segment and its cue at most.
const REACH: usize = 48;

/// Whether `items[at]` is a reporting verb and not a noun or a passive.
fn is_verb(items: &[Item], at: usize, start: usize) -> Option<Cue> {
    let cue = items[at].cue().filter(|_| !items[at].is_capital())?;
    let before = (at > start).then(|| items[at - 1]);
    let class = before.and_then(Item::class);
    let fits = match (cue.form, class) {
        (Form::Ing, _) => true,
        (_, Some(Class::Determiner | Class::Preposition | Class::Linking | Class::Be)) => false,
        (Form::Base, Some(Class::Auxiliary | Class::Pronoun(_) | Class::Adverb | Class::Relative)) => true,
        (Form::Base, _) => before.is_some_and(|item| item.kind != Kind::Possessive && !item.is_capital()),
        _ => before.is_none_or(|item| item.kind != Kind::Possessive),
    };
    fits.then_some(cue)
}

fn is_finite(cue: Cue) -> bool {
    cue.form != Form::Ing
}

/// The frame after the segment at `quote`: *“…,” Ruiz said*, *“…,” said Ruiz*, *“…,” according to Ruiz*.
pub(super) fn after(text: &str, items: &[Item], quote: usize, end: usize) -> Option<Candidate> {
    let mut at = quote + 1;
    let mut paused = pauses(text, items[quote]);
    while at < end && matches!(items[at].kind, Kind::Comma | Kind::Dash | Kind::Stop) {
        paused = true;
        at += 1;
    }
    if at < end && items[at].span.of(text).eq_ignore_ascii_case("as") {
        (at, paused) = (at + 1, true);
    }
    let candidate = |source, cue_item: usize, rule| Candidate {
        source,
        cue: Some(items[cue_item].span),
        cue_item: Some(cue_item),
        side: Side::After,
        score: if paused { 9 } else { 6 },
        rule,
        carried: false,
    };
    if let Some((source, cue)) = according(text, items, at, end) {
        let whole = Span::new(items[cue].span.start, items[cue + 1].span.end);
        return Some(Candidate { cue: Some(whole), ..candidate(source, cue, "according to") });
    }
    at = skip(items, at, end, |class| class == Class::Adverb);
    let inverted = (at < end).then(|| is_verb(items, at, quote)).flatten();
    if inverted.is_some_and(|cue| cue.frame == Frame::Speech && is_finite(cue)) {
        let from = skip(items, at + 1, end, |class| class == Class::Adverb);
        return mentions::forward(text, items, from, end).map(|(source, _)| candidate(source, at, "cue before source"));
    }
    let (source, next) = mentions::forward(text, items, at, end)?;
    let verb = verb_of(items, next, end)?;
    let name = name_in_aside(text, items, source, next, verb).unwrap_or(source);
    Some(candidate(name, verb, "source before cue"))
}

/// The reporting verb of a subject that ends before `from`.
fn verb_of(items: &[Item], from: usize, end: usize) -> Option<usize> {
    let helps = |class| matches!(class, Class::Adverb | Class::Auxiliary);
    let mut at = skip(items, from, end, helps);
    let aside = mentions::skip_asides(items, at, end);
    if aside > at {
        at = skip(items, aside, end, helps);
    } else if at < end && matches!(items[at].class(), Some(Class::Relative | Class::Preposition | Class::Linking)) {
        // *a voter who backed Ruiz said*: the last verb before the next pause.
        let pause = (at..end.min(at + REACH)).find(|at| !matches!(items[*at].kind, Kind::Word(..) | Kind::Number))?;
        return (at..pause).rev().find(|at| is_verb(items, *at, from).is_some_and(|cue| is_speech(cue)));
    }
    (at < end && is_verb(items, at, from).is_some_and(|cue| is_finite(cue) && cue.frame != Frame::Judge))
        .then_some(at)
        .or_else(|| (at < end && is_verb(items, at, from).is_some_and(is_finite)).then_some(at))
}

fn is_speech(cue: Cue) -> bool {
    is_finite(cue) && cue.frame != Frame::Judge
}

/// *the author, Ana Ruiz, said*: the name within the commas.
fn name_in_aside(text: &str, items: &[Item], source: Mention, from: usize, to: usize) -> Option<Mention> {
    if source.kind != MentionKind::Description || items.get(from)?.kind != Kind::Comma {
        return None;
    }
    let (name, next) = mentions::forward(text, items, from + 1, to)?;
    let whole = items.get(next).is_some_and(|item| item.kind == Kind::Comma);
    (whole && matches!(name.kind, MentionKind::Name(_))).then_some(name)
}

/// *according to Ruiz* at `at`: the source and the first item of the cue.
fn according(text: &str, items: &[Item], at: usize, end: usize) -> Option<(Mention, usize)> {
    let word = |at: usize, word: &str| at < end && items[at].span.of(text).eq_ignore_ascii_case(word);
    if !(word(at, "according") && word(at + 1, "to")) {
        return None;
    }
    mentions::forward(text, items, at + 2, end).map(|(source, _)| (source, at))
}

fn skip(items: &[Item], mut at: usize, end: usize, skipped: impl Fn(Class) -> bool) -> usize {
    while at < end && items[at].class().is_some_and(&skipped) {
        at += 1;
    }
    at
}

/// Whether the words of a segment end in a mark that a cue clause can follow.
fn pauses(text: &str, item: Item) -> bool {
    let words = item.span.of(text).trim_end_matches(['"', '”', '“', '\'', '’', '‘', '»', '«', ' ']);
    words.ends_with([',', '?', '!', '.', '…', '—', '-', '–', ';', ':'])
}

/// The frame before the segment at `quote`, in the items from `start` on: *Ruiz said, “…”*,
/// *Ruiz told the court the plan was “…”*, *according to Ruiz, “…”*.
pub(super) fn before(
    text: &str,
    items: &[Item],
    start: usize,
    quote: usize,
    earlier: Option<Mention>,
) -> Option<Candidate> {
    let from = start.max(quote.saturating_sub(REACH));
    let near = (from..quote).rev().find(|at| governs(text, items, *at, start, quote))?;
    if let Some((source, cue)) = according(text, items, near, quote) {
        return Some(Candidate {
            source,
            cue: Some(Span::new(items[cue].span.start, items[cue + 1].span.end)),
            cue_item: Some(cue + 1),
            side: Side::Before,
            score: 6,
            rule: "according to",
            carried: false,
        });
    }
    let cue_item = outer_cue(items, from, near, start);
    let inverted = || mentions::forward(text, items, cue_item + 1, quote).map(|(mention, _)| mention);
    let source = subject_of(text, items, start, cue_item, earlier).or_else(inverted)?;
    let touches = items[quote - 1].kind;
    let direct = near + 1 == quote;
    let score = match touches {
        Kind::Colon => 8,
        Kind::Comma if quote - near <= 12 => 8,
        _ if direct => 7,
        Kind::Word(Class::That, _) => 7,
        _ => 5,
    };
    Some(Candidate {
        source,
        cue: Some(items[cue_item].span),
        cue_item: Some(cue_item),
        side: Side::Before,
        score,
        rule: if direct || score == 8 { "source and cue before the quotation" } else { "cue governs the clause" },
        carried: false,
    })
}

/// Whether the item at `at` is a cue for what stands at `quote`.
fn governs(text: &str, items: &[Item], at: usize, start: usize, quote: usize) -> bool {
    if is_verb(items, at, start).is_some() {
        return true;
    }
    according(text, items, at, quote).is_some()
}

/// A cue of speech farther out in the same clause takes over: *Ruiz said critics called it “…”*.
fn outer_cue(items: &[Item], from: usize, near: usize, start: usize) -> usize {
    (from..near)
        .rev()
        .take_while(|at| {
            !matches!(
                items[*at].kind,
                Kind::Comma | Kind::Dash | Kind::Mark | Kind::Quote(_) | Kind::Word(Class::Conjunction, _)
            )
        })
        .filter(|at| is_verb(items, *at, start).is_some_and(is_speech))
        .last()
        .unwrap_or(near)
}

/// The subject of the verb at `cue`, in the items from `start` on. `earlier` is the source of what
/// was quoted before in the sentence.
fn subject_of(text: &str, items: &[Item], start: usize, cue: usize, earlier: Option<Mention>) -> Option<Mention> {
    let clause = || earlier.or_else(|| mentions::subject(text, items, start..cue));
    let mut at = cue;
    let mut infinitive = false;
    while at > start && matches!(items[at - 1].class(), Some(Class::Adverb | Class::Auxiliary | Class::Be)) {
        infinitive |= items[at - 1].class() == Some(Class::Auxiliary) && items[at - 1].span.len() == 2;
        at -= 1;
    }
    let participle = items[cue].cue().is_some_and(|cue| cue.form == Form::Ing)
        && !(at > start && at < cue && items[at].class() == Some(Class::Be));
    if participle || infinitive {
        return clause();
    }
    if at > start && items[at - 1].class() == Some(Class::Relative) {
        at -= 1;
        at -= usize::from(at > start && items[at - 1].kind == Kind::Comma);
        return mentions::backward(items, start, at).map(|(mention, _)| mention).or_else(clause);
    }
    let noun = mentions::skip_asides_back(items, start, at);
    if noun == at && at > start && matches!(items[at - 1].kind, Kind::Comma | Kind::Word(Class::Conjunction, _)) {
        return clause();
    }
    let found = mentions::backward(items, start, noun).map(|(mention, _)| mention);
    let named = found.and_then(|found| name_in_aside(text, items, found, noun, at)).or(found);
    named.filter(|mention| !is_time(items, *mention)).or_else(clause)
}

fn is_time(items: &[Item], mention: Mention) -> bool {
    let first = items.partition_point(|item| item.span.start < mention.span.start);
    items.get(first).is_some_and(|item| item.class() == Some(Class::Time))
}

/// The source that a sentence leading up to a quotation names: *Ruiz echoed:* ¶ *“…”*.
pub(super) fn leading(text: &str, items: &[Item], sentence: &Sentence) -> Option<Candidate> {
    let Range { start, end } = sentence.items;
    let candidate = before(text, items, start, end, None);
    candidate.or_else(|| {
        mentions::subject(text, items, start..end).map(|source| Candidate {
            source,
            cue: None,
            cue_item: None,
            side: Side::Apart,
            score: 4,
            rule: "subject of the sentence that leads up to the quotation",
            carried: true,
        })
    })
}

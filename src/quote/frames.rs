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

impl Candidate {
    /// Whether the source or the cue lies in `span`, in part at least.
    pub fn overlaps(&self, span: Span) -> bool {
        self.source.span.overlaps(span) || self.cue.is_some_and(|cue| cue.overlaps(span))
    }
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
        (Form::Ing, class) => class != Some(Class::Determiner),
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
    if let Some(source) = signature(text, items, quote, end) {
        return Some(Candidate {
            source,
            cue: None,
            cue_item: None,
            side: Side::After,
            score: 8,
            rule: "signed after a dash",
            carried: false,
        });
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

/// The name that follows a dash and ends the sentence: *“…” — Ana Ruiz*.
fn signature(text: &str, items: &[Item], quote: usize, end: usize) -> Option<Mention> {
    let dash = items.get(quote + 1).filter(|item| quote + 1 < end && item.kind == Kind::Dash);
    let (source, next) = dash.and_then(|_| mentions::forward(text, items, quote + 2, end))?;
    let ends = next == end || matches!(items[next].kind, Kind::Stop | Kind::Comma);
    (ends && matches!(source.kind, MentionKind::Name(_))).then_some(source)
}

/// The frame that closes the sentence: *“…” for the city, Ruiz said.*
pub(super) fn closing(text: &str, items: &[Item], quote: usize, end: usize) -> Option<Candidate> {
    let reach = end.min(quote + REACH);
    let clause = (quote + 1..reach).take_while(|at| !matches!(items[*at].kind, Kind::Quote(_) | Kind::Stop));
    clause.filter(|at| items[*at].kind == Kind::Comma).find_map(|comma| {
        let candidate = |source, cue_item: usize, cue: Span, rule| Candidate {
            source,
            cue: Some(cue),
            cue_item: Some(cue_item),
            side: Side::After,
            score: 6,
            rule,
            carried: false,
        };
        if let Some((source, cue)) = according(text, items, comma + 1, end) {
            return Some(candidate(
                source,
                cue,
                Span::new(items[cue].span.start, items[cue + 1].span.end),
                "according to",
            ));
        }
        let (source, next) = mentions::forward(text, items, comma + 1, end)?;
        let verb = skip(items, next, end, |class| matches!(class, Class::Adverb | Class::Auxiliary));
        let reports = verb < end && is_verb(items, verb, next).is_some_and(is_speech);
        let ends = matches!(
            items.get(verb + 1).filter(|_| verb + 1 < end).map(|item| item.kind),
            None | Some(
                Kind::Stop
                    | Kind::Comma
                    | Kind::Word(Class::Preposition | Class::Time | Class::Linking | Class::Adverb, _)
            )
        );
        (reports && ends).then(|| candidate(source, verb, items[verb].span, "source and cue close the sentence"))
    })
}

/// The reporting verb of a subject that ends before `from`: beside it, or after its asides.
fn verb_of(items: &[Item], from: usize, end: usize) -> Option<usize> {
    let helps = |class| matches!(class, Class::Adverb | Class::Auxiliary);
    let beside = skip(items, from, end, helps);
    if beside < end && is_verb(items, beside, from).is_some_and(is_finite) {
        return Some(beside);
    }
    match items.get(beside).filter(|_| beside < end)?.kind {
        Kind::Comma | Kind::Open | Kind::Dash => {}
        // *a voter who backed Ruiz said*: the last verb before the next pause.
        Kind::Word(Class::Relative | Class::Preposition | Class::Linking, _) => {
            let pause =
                (beside..end.min(beside + REACH)).find(|at| !matches!(items[*at].kind, Kind::Word(..) | Kind::Number));
            let pause = pause.unwrap_or(end.min(beside + REACH));
            return (beside..pause).rev().find(|at| is_verb(items, *at, from).is_some_and(is_speech));
        }
        _ => return None,
    }
    (beside + 1..end.min(beside + REACH))
        .take_while(|at| !matches!(items[*at].kind, Kind::Quote(_) | Kind::Stop))
        .filter(|at| matches!(items[*at].kind, Kind::Comma | Kind::Close | Kind::Dash))
        .map(|aside| skip(items, aside + 1, end, helps))
        .find(|at| *at < end && is_verb(items, *at, from).is_some_and(is_speech))
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
        .filter(|at| {
            let introduces = items[*at + 1].class() == Some(Class::That);
            is_verb(items, *at, start).is_some_and(|cue| is_speech(cue) || introduces)
        })
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
    let own_subject = at > start + 1 && items[at - 1].is_capital();
    if participle && own_subject {
        return mentions::name_before(items, start, at);
    }
    if infinitive || participle {
        return clause();
    }
    if at > start && items[at - 1].class() == Some(Class::Relative) {
        at -= 1;
        at -= usize::from(at > start && items[at - 1].kind == Kind::Comma);
        return mentions::backward(items, start, at).map(|(mention, _)| mention).or_else(clause);
    }
    let noun = mentions::skip_asides_back(items, start, at);
    // *Ana Ruiz, 59, of Dayton, Ohio, said*: the sentence's first phrase, if an aside follows it.
    if noun < at
        && let Some(first) = mentions::subject(text, items, start..at)
        && let next = items.partition_point(|item| item.span.start < first.span.end)
        && matches!(items[next].kind, Kind::Comma | Kind::Open | Kind::Dash)
    {
        return Some(name_in_aside(text, items, first, next, at).unwrap_or(first));
    }
    if noun == at && at > start && matches!(items[at - 1].kind, Kind::Comma | Kind::Word(Class::Conjunction, _)) {
        return clause();
    }
    let found = phrase_before(items, start, noun);
    let named = found.and_then(|found| name_in_aside(text, items, found, noun, at)).or(found);
    named.filter(|mention| !is_time(items, *mention)).or_else(clause)
}

/// The noun phrase before `end`, past the prepositional phrases that follow it: *Ruiz in her speech*.
fn phrase_before(items: &[Item], start: usize, end: usize) -> Option<Mention> {
    let (mut mention, mut first) = mentions::backward(items, start, end)?;
    for _ in 0..3 {
        let oblique = first > start && matches!(items[first - 1].class(), Some(Class::Preposition | Class::Linking));
        let to = first > start && items[first - 1].class() == Some(Class::Auxiliary);
        if to {
            return None;
        }
        if !oblique {
            break;
        }
        let Some(before) = mentions::backward(items, start, first - 1) else {
            return mentions::name_before(items, start, end);
        };
        (mention, first) = before;
    }
    Some(mention)
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

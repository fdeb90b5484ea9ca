//! Candidates for the source of each quoted segment, scored: the best one wins.

use super::clauses::{Clauses, Item, Kind, Sentence};
use super::frames::{self, Candidate, Side};
use super::mentions::{self, MentionKind};
use super::segments::Segment;

/// What became of a quoted segment.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Attribution {
    /// The winner.
    pub best: Option<Candidate>,
    /// The next best, where it names another source.
    pub runner_up: Option<Candidate>,
    /// Whether it is a quotation at all, rather than a title or a scare quote.
    pub quoted: bool,
}

/// The fewest words that make a passage a quotation though nobody is its source.
const PASSAGE_WORDS: usize = 8;

/// The attribution of each of `segments`.
pub(super) fn attribute(text: &str, clauses: &Clauses, segments: &[Segment]) -> Vec<Attribution> {
    let mut found = vec![Attribution::default(); segments.len()];
    let mut last: Option<(usize, Candidate)> = None;
    for (index, sentence) in clauses.sentences.iter().enumerate() {
        let mut earlier = None;
        for at in sentence.items.clone() {
            let Kind::Quote(segment) = clauses.items[at].kind else { continue };
            let mut attribution = in_sentence(text, clauses, sentence, at, earlier);
            if attribution.best.is_none() && stands_alone(&clauses.items, sentence, at) {
                attribution.best = carried(text, clauses, index, at, last);
            }
            let is_part_of_last = segment > 0 && segments[segment - 1].continued;
            if is_part_of_last && attribution.best.is_none_or(|best| best.carried) {
                attribution.best = found[segment - 1].best.map(carry("quotation goes on from the paragraph before"));
            }
            let words = segments[segment].inner(text);
            attribution.quoted = is_quotation(words, &attribution, stands_alone(&clauses.items, sentence, at));
            if let Some(best) = attribution.best.filter(|_| attribution.quoted) {
                earlier = earlier.or(Some(best));
                last = Some((sentence.paragraph, best));
            }
            found[segment] = attribution;
        }
    }
    carry_back(segments, &mut found);
    found
}

/// The best frame within the sentence.
fn in_sentence(
    text: &str,
    clauses: &Clauses,
    sentence: &Sentence,
    at: usize,
    earlier: Option<Candidate>,
) -> Attribution {
    let (items, range) = (&clauses.items, &sentence.items);
    let mut after = frames::after(text, items, at, range.end);
    let before = frames::before(text, items, range.start, at, earlier.map(|earlier| earlier.source));
    if let (Some(after), Some(_)) = (&mut after, &before)
        && at > range.start
        && !matches!(items[at - 1].kind, Kind::Quote(_))
    {
        after.score -= 3;
    }
    let same = earlier.map(|earlier| Candidate {
        score: 4,
        side: earlier.side,
        rule: "same sentence, same source",
        ..earlier
    });
    let colon = (at > range.start && items[at - 1].kind == Kind::Colon)
        .then(|| {
            mentions::name_before(items, range.start, at - 1)
                .or_else(|| mentions::subject(text, items, range.start..at))
        })
        .flatten()
        .map(|source| Candidate {
            source,
            cue: None,
            cue_item: None,
            side: Side::Before,
            score: 5,
            rule: "colon after the source",
            carried: false,
        });
    let mut candidates: Vec<Candidate> =
        [after, before, frames::closing(text, items, at, range.end), colon, same].into_iter().flatten().collect();
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.score));
    let best = candidates.first().copied();
    let other = |candidate: &&Candidate| best.is_some_and(|best| best.source.span != candidate.source.span);
    Attribution { best, runner_up: candidates.iter().find(other).copied(), quoted: false }
}

/// Whether nothing but quotations and punctuation stands in the sentence before or after.
fn stands_alone(items: &[Item], sentence: &Sentence, at: usize) -> bool {
    let is_word = |item: &Item| matches!(item.kind, Kind::Word(..));
    let before = &items[sentence.items.start.max(at.saturating_sub(2))..at];
    !before.iter().any(is_word)
}

fn carry(rule: &'static str) -> impl Fn(Candidate) -> Candidate {
    move |candidate| Candidate { rule, carried: true, score: 3, side: Side::Apart, ..candidate }
}

/// The source of a segment whose own sentence names none.
fn carried(
    text: &str,
    clauses: &Clauses,
    index: usize,
    at: usize,
    last: Option<(usize, Candidate)>,
) -> Option<Candidate> {
    let sentence = &clauses.sentences[index];
    let previous = index.checked_sub(1).map(|before| &clauses.sentences[before])?;
    let leads = clauses.items[previous.items.clone()].last().is_some_and(|item| item.kind == Kind::Colon);
    if leads && sentence.items.start == at {
        return frames::leading(text, &clauses.items, previous).map(|found| Candidate {
            rule: "the sentence before leads up to the quotation",
            side: Side::Apart,
            ..found
        });
    }
    let (paragraph, candidate) = last?;
    if paragraph == sentence.paragraph {
        return Some(carry("same paragraph, same speaker")(candidate));
    }
    let whole = sentence.items.len() <= 2;
    let subject = mentions::subject(text, &clauses.items, previous.items.clone());
    let quoted = clauses.items[previous.items.clone()].iter().any(|item| matches!(item.kind, Kind::Quote(_)));
    if whole && paragraph + 1 == sentence.paragraph && (quoted || subject.is_none()) {
        return Some(carry("carried over from the paragraph before")(candidate));
    }
    subject.filter(|source| source.kind != MentionKind::Description).map(|source| Candidate {
        source,
        cue: None,
        cue_item: None,
        side: Side::Apart,
        score: 2,
        rule: "subject of the sentence before",
        carried: true,
    })
}

/// Where only a later part of a quotation names its source, the earlier parts have it too.
fn carry_back(segments: &[Segment], found: &mut [Attribution]) {
    for at in (1..segments.len()).rev() {
        let Some(later) = found[at].best.filter(|best| !best.carried) else { continue };
        if segments[at - 1].continued && found[at - 1].best.is_none_or(|best| best.carried) {
            found[at - 1].best = Some(carry("named where the quotation ends")(later));
            found[at - 1].quoted = true;
        }
    }
}

/// Whether a passage is a quotation rather than a title, a name or a scare quote.
fn is_quotation(words: &str, attribution: &Attribution, alone: bool) -> bool {
    let count = words.split_whitespace().take(PASSAGE_WORDS).count();
    if count == 0 || !words.contains(char::is_alphabetic) {
        return false;
    }
    let score = attribution.best.map_or(0, |best| best.score);
    if is_title(words) {
        return score >= 8;
    }
    match count {
        1 | 2 => score >= 5 || alone && score >= 3,
        3 => score >= 4 || alone && score >= 2,
        PASSAGE_WORDS => true,
        _ => score >= 2 || alone,
    }
}

/// Whether every long word is capitalised, as in a title: *Meet the Press*.
fn is_title(words: &str) -> bool {
    if words.ends_with(['!', '?', '…']) {
        return false;
    }
    let mut long = words.split_whitespace().filter(|word| word.chars().count() > 3).take(PASSAGE_WORDS).peekable();
    words.split_whitespace().nth(1).is_some()
        && long.peek().is_some()
        && long.all(|word| !word.starts_with(char::is_lowercase))
        && words.split_whitespace().nth(PASSAGE_WORDS).is_none()
}

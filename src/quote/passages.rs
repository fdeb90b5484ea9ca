//! What every passage in quotation marks is owed, whatever the models say: one that goes on over
//! paragraphs, or after its cue clause, is one quotation; one that is a sentence of its own is shown
//! even where nobody can be named, which is all there is in a language without a table.

use super::segments::Segment;
use super::{Certainty, Evidence, Kind, Quotation};
use crate::article::Article;
use crate::text::Span;
use crate::text::letters::is_alphanumeric;

/// The fewest words of a passage that is shown though nobody is named for it: fewer are titles and
/// scare quotes.
const SENTENCE: usize = 6;
/// The fewest words of speech in a language without models.
const WORDS: usize = 4;
/// The same in scripts that do not part words, in characters.
const CHARACTERS: usize = 10;
/// The most words of a cue clause between two passages of one quotation.
const CLAUSE: usize = 12;

/// Completes `quotations`, which are ordered by where their content begins, by the passages of
/// `article`, which are `segments`. Where its language has models (`known`), only what is
/// surely a sentence is a quotation without a source.
pub(super) fn complete(article: &Article, segments: &[Segment], known: bool, quotations: &mut Vec<Quotation>) {
    let mut owners = owners(segments, quotations);
    let mut orphans = Vec::new();
    let mut first = 0;
    while first < segments.len() {
        let more = segments[first..].iter().take_while(|segment| segment.continued).count();
        let last = (first + more).min(segments.len() - 1);
        let run = &segments[first..=last];
        let mut of_run = owners[first..=last].iter().flatten().copied();
        match of_run.next().or_else(|| before(article, segments, quotations, &owners, first)) {
            Some(owner)
                if quotations[owner].kind == Kind::Direct
                    && of_run.all(|other| same_source(&quotations[owner], &quotations[other])) =>
            {
                (first..=last).for_each(|at| join(segments[at].span, owner, at, &mut owners, quotations));
            }
            // Several speakers, each opening a mark that nothing closes: a transcript.
            Some(_) => {}
            None if is_speech(run.iter().map(|segment| segment.span.of(&article.text)), known) => {
                orphans.push(unknown(article, run));
            }
            None => {}
        }
        first = last + 1;
    }
    quotations.retain(|quotation| !quotation.segments.is_empty());
    for quotation in quotations.iter_mut() {
        quotation.segments.sort_unstable();
        if let (Some(first), Some(last)) = (quotation.segments.first(), quotation.segments.last()) {
            quotation.content =
                Span::new(first.start.min(quotation.content.start), last.end.max(quotation.content.end));
            quotation.paragraph = article.paragraph_at(quotation.content.start);
        }
    }
    quotations.append(&mut orphans);
    quotations.sort_by_key(|quotation| quotation.content.start);
}

fn same_source(a: &Quotation, b: &Quotation) -> bool {
    a.kind == Kind::Direct && b.kind == Kind::Direct && a.speaker == b.speaker
}

/// Which quotation each passage belongs to, wholly or in part.
fn owners(segments: &[Segment], quotations: &[Quotation]) -> Vec<Option<usize>> {
    let mut owners = vec![None; segments.len()];
    for (number, quotation) in quotations.iter().enumerate() {
        for part in quotation.segments.iter().chain(&quotation.quoted_parts) {
            let from = segments.partition_point(|segment| segment.span.end <= part.start);
            for at in from..segments.len() {
                if !segments[at].span.overlaps(*part) {
                    break;
                }
                owners[at] = Some(number);
            }
        }
    }
    owners
}

/// Gives the passage `span`, number `at`, to the quotation `owner`; one that had it loses it.
fn join(span: Span, owner: usize, at: usize, owners: &mut [Option<usize>], quotations: &mut [Quotation]) {
    let names = [quotations[owner].mention, quotations[owner].cue];
    match owners[at] {
        Some(now) if now == owner => return,
        // A label inside the marks is not what is said.
        _ if names.into_iter().flatten().any(|name| name.overlaps(span)) => return,
        Some(now) if quotations[now].kind != Kind::Direct => return,
        Some(now) => quotations[now].segments.retain(|segment| !segment.overlaps(span)),
        None => {}
    }
    owners[at] = Some(owner);
    quotations[owner].segments.push(span);
}

/// The quotation that the passage `at` goes on with: the one before it in its paragraph, when only
/// that one's cue clause stands between and the passage begins a sentence (*“A,” she said. “B.”*).
fn before(
    article: &Article,
    segments: &[Segment],
    quotations: &[Quotation],
    owners: &[Option<usize>],
    at: usize,
) -> Option<usize> {
    let (before, passage) = (segments[at.checked_sub(1)?], segments[at]);
    let owner = owners[at - 1]?;
    let between = Span::new(before.span.end, passage.span.start);
    let cue = quotations[owner].cue.filter(|cue| between.covers(*cue));
    let clause = between.of(&article.text);
    let words = passage.span.of(&article.text);
    (before.paragraph == passage.paragraph
        && cue.is_some()
        && clause.trim_end().ends_with(['.', ',', ':'])
        && clause.split_whitespace().count() <= CLAUSE
        && ends_sentence(words)
        && begins_sentence(words))
    .then_some(owner)
}

/// Whether passages are speech, and not a title or scare quotes.
fn is_speech<'a>(passages: impl Iterator<Item = &'a str> + Clone, known: bool) -> bool {
    let words: usize = passages.clone().map(|passage| passage.split_whitespace().count()).sum();
    if known {
        let mut ends = passages.clone();
        words >= SENTENCE && ends.next().is_some_and(begins_sentence) && ends.last().is_none_or(ends_sentence)
    } else {
        let unspaced: usize = passages.map(|passage| passage.chars().filter(|c| is_unspaced(*c)).count()).sum();
        words >= WORDS || unspaced >= CHARACTERS
    }
}

/// Whether `c` is of a script that does not part words: Thai to Khmer, Chinese, Japanese.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{9fff}')
}

fn begins_sentence(passage: &str) -> bool {
    passage.chars().find(|c| is_alphanumeric(*c)).is_some_and(|c| !c.is_lowercase())
}

/// Whether a mark of a sentence's end stands inside the closing mark.
fn ends_sentence(passage: &str) -> bool {
    passage.trim_end_matches(['”', '"', '’', '\'', '»', '›']).ends_with(['.', ',', '?', '!', '…', '—', '-', '–'])
}

/// A passage that nobody can be named for.
fn unknown(article: &Article, segments: &[Segment]) -> Quotation {
    let segments: Vec<Span> = segments.iter().map(|segment| segment.span).collect();
    let content = Span::new(segments[0].start, segments[segments.len() - 1].end);
    Quotation {
        id: article.id,
        kind: Kind::Direct,
        content,
        segments,
        quoted_parts: Vec::new(),
        speaker: None,
        mention: None,
        cue: None,
        certainty: Certainty::Unknown,
        confidence: None,
        candidates: Vec::new(),
        evidence: Evidence { rule: "quotation marks around sentences, no source", runner_up: None },
        said: None,
        paragraph: article.paragraph_at(content.start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::extract;

    fn found(text: &str) -> (Article, Vec<Quotation>) {
        let article = Article::from_body(text.to_owned());
        let quotations = extract(&article);
        (article, quotations)
    }

    #[test]
    fn in_an_unknown_language_what_is_in_marks_is_found_and_nobody_is_named() {
        let (article, found) = found(
            "«Nous ne partons pas ce soir», a déclaré le maire de la ville, Jean Valjean, qui est venu avec les siens. \
             Il a lu «Le Monde» dans le train.",
        );
        let words: Vec<_> = found.iter().map(|q| q.words(&article)).collect();
        assert_eq!(words, ["Nous ne partons pas ce soir"]);
        assert_eq!((&found[0].speaker, found[0].certainty), (&None, Certainty::Unknown));
    }

    #[test]
    fn a_quotation_over_paragraphs_is_one_and_ends_where_it_closes() {
        let (article, found) = found(
            "“The mill opens on Monday.\n\n“It closes on Friday,” Ana Ruiz said.\n\n“Nobody told us,” said Tom Ott.",
        );
        let words: Vec<_> = found.iter().map(|q| q.words(&article)).collect();
        assert_eq!(words, ["The mill opens on Monday. It closes on Friday,", "Nobody told us,"]);
    }

    #[test]
    fn a_sentence_that_nobody_says_is_shown_as_unknown() {
        let (_, found) = found("“This wall was built by hands that nobody remembers any more.”");
        assert_eq!((found.len(), found[0].certainty), (1, Certainty::Unknown));
    }
}

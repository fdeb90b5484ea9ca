//! Ranking the lines of a corpus.

use super::query::scorer;
use super::{Corpus, Query};
use crate::text::Span;
use crate::text::fold::Folded;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A line that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit<T> {
    /// What the caller knows the line by.
    pub key: T,
    /// The line's number in the corpus, from 0.
    pub index: usize,
    /// How well it matches: higher is better, comparable within one query only.
    pub score: i64,
}

/// What a query found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// The best hits, best first.
    pub hits: Vec<Hit<T>>,
    /// How many lines match in all.
    pub total: usize,
}

/// How many lines are looked at between two looks at whether to stop: well under a millisecond.
const LINES_PER_CHECK: usize = 1024;

/// The best `limit` hits of `query` in `corpus`: by score, then shorter lines first, then in the
/// corpus's order. An empty query finds every line in the corpus's order. Nothing if `cancelled`
/// said yes on the way.
pub fn find<T: Copy>(
    corpus: &Corpus<T>,
    query: &Query,
    limit: usize,
    cancelled: &dyn Fn() -> bool,
) -> Option<Found<T>> {
    if query.is_empty() {
        let hits = corpus.lines().enumerate().take(limit).map(|(index, (_, key))| Hit { key, index, score: 0 });
        return Some(Found { hits: hits.collect(), total: corpus.len() });
    }
    let scorer = scorer();
    let mut best = BinaryHeap::new();
    let mut total = 0;
    for (index, (line, _)) in corpus.lines().enumerate() {
        if index % LINES_PER_CHECK == 0 && cancelled() {
            return None;
        }
        if !query.may_match(line.bag) {
            continue;
        }
        if let Some(score) = query.score(line.text, &scorer) {
            total += 1;
            best.push((Reverse(score), line.text.len(), index));
            if best.len() > limit {
                best.pop();
            }
        }
    }
    let ranked = best.into_sorted_vec().into_iter();
    let hits = ranked.filter_map(|(Reverse(score), _, index)| Some(Hit { key: corpus.key(index)?, index, score }));
    Some(Found { hits: hits.collect(), total })
}

/// The parts of `text` that `query` matches, to be highlighted: byte spans on `char` boundaries,
/// in order, disjoint, not touching. On the text of a hit they are what [`find`] scored; on a part
/// of it they are those of the words that stand in that part.
pub fn positions(query: &Query, text: &str) -> Vec<Span> {
    let folded = Folded::new(text);
    let mut spans: Vec<_> =
        query.locate(folded.as_str(), &scorer()).into_iter().map(|span| folded.source(span)).collect();
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let joined = next.start <= last.end;
        if joined {
            last.end = last.end.max(next.end);
        }
        joined
    });
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finder::Mode;
    use crate::text::fold::fold;
    use proptest::prelude::*;

    const MODES: [Mode; 3] = [Mode::Word, Mode::Fuzzy, Mode::Exact];

    fn corpus(lines: &[impl AsRef<str>]) -> Corpus<usize> {
        let mut corpus = Corpus::default();
        lines.iter().enumerate().for_each(|(key, line)| corpus.push(line.as_ref(), key));
        corpus
    }

    fn ranked(lines: &[&str], text: &str, mode: Mode) -> Vec<usize> {
        let found = find(&corpus(lines), &Query::new(text, mode), usize::MAX, &|| false).unwrap();
        assert_eq!(found.total, found.hits.len());
        found.hits.iter().map(|hit| hit.key).collect()
    }

    fn highlighted<'a>(text: &str, mode: Mode, line: &'a str) -> Vec<&'a str> {
        positions(&Query::new(text, mode), line).into_iter().map(|span| span.of(line)).collect()
    }

    #[test]
    fn words_find_a_line_in_any_order_and_across_its_parts() {
        let lines = [
            "Mayor Lori Lightfoot “These are not troops… I draw a very firm line against that” Lawmakers sign",
            "State Senator Robert Peters “one part protecting people” Lawmakers sign",
            "Lightfoot “no comment” Lawmakers sign",
        ];
        assert_eq!(ranked(&lines, "lightfoot line", Mode::Word), [0]);
        assert_eq!(ranked(&lines, "LINE  Lightf", Mode::Word), [0]);
        assert_eq!(ranked(&lines, "firm line", Mode::Exact), [0]);
        assert!(ranked(&lines, "line firm", Mode::Exact).is_empty());
        assert_eq!(ranked(&lines, "rpeters", Mode::Fuzzy)[0], 1);
    }

    #[test]
    fn whole_words_rank_above_beginnings_above_insides_then_shorter_lines() {
        let lines = ["a deadline is set", "he was lined up for it", "the line was long and slow", "the line was long"];
        assert_eq!(ranked(&lines, "line", Mode::Word), [3, 2, 1, 0]);
        let lines = ["line by line, very firm", "a very firm line"];
        assert_eq!(ranked(&lines, "very firm line", Mode::Word), [1, 0]);
    }

    #[test]
    fn accents_and_curly_marks_are_found_and_highlighted_as_printed() {
        let line = "Désirée O’Hara: “Plus ça change”";
        assert_eq!(highlighted("desiree o'h ca", Mode::Word, line), ["Désirée", "O’H", "ça"]);
        assert_eq!(highlighted("\"PLUS", Mode::Exact, line), ["“Plus"]);
        assert_eq!(highlighted("dsr", Mode::Fuzzy, line), ["D", "s", "r"]);
    }

    #[test]
    fn a_part_of_a_line_shows_the_words_that_stand_in_it() {
        assert_eq!(highlighted("lightfoot line", Mode::Word, "Mayor Lori Lightfoot"), ["Lightfoot"]);
        assert_eq!(highlighted("lightfoot line", Mode::Word, "a deadline and a firm line"), ["line"]);
        assert_eq!(highlighted("firm line", Mode::Word, "line up for a firm line"), ["firm line"]);
    }

    #[test]
    fn an_empty_query_is_everything_in_order_and_limits_keep_the_total() {
        let lines = corpus(&["one", "two", "three"]);
        let found = find(&lines, &Query::new("  ", Mode::Fuzzy), 2, &|| false).unwrap();
        assert_eq!((found.hits.iter().map(|h| h.key).collect::<Vec<_>>(), found.total), (vec![0, 1], 3));
        let found = find(&lines, &Query::new("t", Mode::Fuzzy), 1, &|| false).unwrap();
        assert_eq!((found.hits.len(), found.total), (1, 2));
    }

    #[test]
    fn a_cancelled_search_answers_nothing() {
        assert_eq!(find(&corpus(&["one"]), &Query::new("o", Mode::Word), 9, &|| true), None);
    }

    #[test]
    fn a_very_long_line_is_still_found_and_highlighted() {
        let line = format!("x{}é{}z", " .".repeat(100_000), "y".repeat(100_000));
        assert_eq!(ranked(&[&line], "xez", Mode::Fuzzy), [0]);
        assert_eq!(highlighted("xez", Mode::Fuzzy, &line), ["x", "é", "z"]);
    }

    /// Whether `line` matches, said as plainly as possible.
    fn matches_plainly(line: &str, text: &str, mode: Mode) -> bool {
        let (line, text) = (fold(line), fold(text));
        let words: Vec<_> = text.split_whitespace().collect();
        match mode {
            Mode::Word => words.iter().all(|word| line.contains(word)),
            Mode::Exact => line.contains(&words.join(" ")),
            Mode::Fuzzy => words.iter().all(|word| {
                let mut rest = line.chars();
                word.chars().all(|c| rest.any(|other| other == c))
            }),
        }
    }

    const TEXT: &str = "[abAé“’æ \u{301}…-]{0,14}";

    proptest! {
        #[test]
        fn finds_what_a_plain_reading_finds(
            lines in prop::collection::vec(TEXT, 0..12), text in TEXT, mode in 0..3usize, limit in 1..6usize,
        ) {
            let mode = MODES[mode];
            let (corpus, query) = (corpus(&lines), Query::new(&text, mode));
            let all = find(&corpus, &query, usize::MAX, &|| false).unwrap();
            let mut keys: Vec<_> = all.hits.iter().map(|hit| hit.key).collect();
            keys.sort_unstable();
            let plain: Vec<_> = (0..lines.len()).filter(|&key| matches_plainly(&lines[key], &text, mode)).collect();
            prop_assert_eq!(keys, plain);
            let length = |hit: &Hit<usize>| if query.is_empty() { 0 } else { fold(&lines[hit.index]).len() };
            let order = |hit: &Hit<usize>| (Reverse(hit.score), length(hit), hit.index);
            prop_assert!(all.hits.is_sorted_by_key(order));
            let some = find(&corpus, &query, limit, &|| false).unwrap();
            prop_assert_eq!(&some.hits[..], &all.hits[..limit.min(all.hits.len())]);
            prop_assert_eq!(some.total, all.total);
        }

        #[test]
        fn highlights_fall_on_the_matched_characters(line in TEXT, word in "[abé’æ-]{1,4}", mode in 0..3usize) {
            let query = Query::new(&word, MODES[mode]);
            let spans = positions(&query, &line);
            let mut shown = String::new();
            for span in &spans {
                let part = line.get(span.start..span.end);
                prop_assert!(part.is_some_and(|part| !part.is_empty()));
                shown.push_str(&fold(part.unwrap()));
            }
            prop_assert_eq!(!spans.is_empty(), matches_plainly(&line, &word, MODES[mode]));
            prop_assert!(spans.is_empty() || matches_plainly(&shown, &word, MODES[mode]));
            prop_assert!(spans.is_sorted_by(|a, b| a.end < b.start));
        }

        #[test]
        fn no_text_and_no_query_panics(line in any::<String>(), text in any::<String>(), mode in 0..3usize) {
            let query = Query::new(&text, MODES[mode]);
            let matched = find(&corpus(&[&line]), &query, 1, &|| false).unwrap().total == 1;
            let spans = positions(&query, &line);
            prop_assert!(spans.iter().all(|span| line.get(span.start..span.end).is_some()));
            prop_assert!(!matched || query.is_empty() || !spans.is_empty());
        }
    }
}

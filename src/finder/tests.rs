//! What is found, and what is highlighted.

use super::bits::Bits;
use super::*;
use crate::text::fold::fold;
use proptest::prelude::*;
use std::cmp::Reverse;

const MODES: [Mode; 3] = [Mode::Word, Mode::Fuzzy, Mode::Exact];

fn corpus(lines: &[impl AsRef<str>]) -> Corpus<usize> {
    let mut corpus = Corpus::default();
    lines.iter().enumerate().for_each(|(key, line)| corpus.push(&[line.as_ref()], key));
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
    assert_eq!(ranked(&lines, "line  Lightf", Mode::Word), [0]);
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
    assert_eq!(highlighted("\"Plus", Mode::Exact, line), ["“Plus"]);
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

/// A text folded, its capitals kept as 7.
fn cased(text: &str) -> String {
    fold(&text.replace('A', "7"))
}

/// Whether `word`, which has capitals where they matter, stands in `line` in this way.
fn stands(line: &str, word: &str, test: impl Fn(&str, &str) -> bool) -> bool {
    if word.contains('7') { test(line, word) } else { test(&line.replace('7', "a"), word) }
}

fn has_letters(line: &str, word: &str) -> bool {
    let mut rest = line.chars();
    word.chars().all(|c| rest.any(|other| other == c))
}

/// Whether `line` matches, said as plainly as possible.
fn matches_plainly(line: &str, text: &str, mode: Mode) -> bool {
    let (line, text) = (cased(line), cased(text));
    let words: Vec<_> = text.split_whitespace().collect();
    match mode {
        Mode::Word => words.iter().all(|word| stands(&line, word, |line, word| line.contains(word))),
        Mode::Exact => stands(&line, &words.join(" "), |line, word| line.contains(word)),
        Mode::Fuzzy => words.iter().all(|word| stands(&line, word, has_letters)),
    }
}

const TEXT: &str = "[abAé“’æ \u{301}…-]{0,14}";

/// A word with its signs: whether it is negated, its other signs, its letters.
type Sign = (bool, &'static str, String);

fn typed((negated, sign, word): &Sign) -> String {
    let sign_before = sign.trim_end_matches('$');
    format!("{}{sign_before}{word}{}", if *negated { "!" } else { "" }, if sign.ends_with('$') { "$" } else { "" })
}

/// Whether one of the fields is as a word with its signs says, as plainly as possible.
fn fits(fields: &[String], (negated, sign, word): &Sign, mode: Mode) -> bool {
    let any = |test: fn(&str, &str) -> bool| fields.iter().any(|field| stands(&cased(field), &cased(word), test));
    let stands = match *sign {
        "^" => any(|field, word| field.starts_with(word)),
        "$" => any(|field, word| field.ends_with(word)),
        "^$" => any(|field, word| field == word),
        "" if mode == Mode::Fuzzy && !negated => stands(&cased(&fields.join("\0")), &cased(word), has_letters),
        _ => any(|field, word| field.contains(word)),
    };
    stands != *negated
}

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
    fn signs_mean_what_they_say(
        fields in prop::collection::vec("[abA-]{0,5}", 1..4),
        parts in prop::collection::vec(
            prop::collection::vec((any::<bool>(), prop::sample::select(vec!["", "'", "^", "$", "^$"]), "[abA]{1,3}"), 1..3), 1..3),
        mode in 0..2usize,
    ) {
        let mut corpus = Corpus::default();
        corpus.push(&fields.iter().map(String::as_str).collect::<Vec<_>>(), 0);
        let text: Vec<_> = parts.iter().map(|part| part.iter().map(typed).collect::<Vec<_>>().join(" | ")).collect();
        let text = text.join(" ");
        let found = find(&corpus, &Query::new(&text, MODES[mode]), 9, &|| false).unwrap();
        let fits = parts.iter().all(|part| part.iter().any(|sign| fits(&fields, sign, MODES[mode])));
        prop_assert_eq!(found.total == 1, fits, "{} in {:?}", text, fields);
    }

    #[test]
    fn whatever_was_typed_before_the_answer_is_the_same(
        lines in prop::collection::vec("[abA' -]{0,8}", 0..12), later in prop::collection::vec("[abA' -]{0,8}", 0..4),
        keys in "[abA'^$!| <]{1,12}", mode in 0..2usize, within in any::<bool>(),
    ) {
        let (mut corpus, mode, mut text) = (corpus(&lines), MODES[mode], String::new());
        let mut trail = Trail::default();
        for (number, key) in keys.chars().enumerate() {
            // `<` takes the last character away.
            if key == '<' { text.pop(); } else { text.push(key); }
            if number == keys.len() / 2 && !within {
                later.iter().for_each(|line| corpus.push(&[line], corpus.len()));
            }
            let query = Query::new(&text, mode);
            let some: Option<Bits> = within.then(|| (0..lines.len()).step_by(2).collect());
            let found = trail.find(&corpus, &query, some.as_ref(), 3, &|| false, &mut |_| ()).unwrap();
            let alone = Trail::default().find(&corpus, &query, some.as_ref(), 3, &|| false, &mut |_| ()).unwrap();
            prop_assert_eq!(found, alone, "{}", text);
        }
    }

    #[test]
    fn highlights_fall_on_the_matched_characters(line in TEXT, word in "[abAé’æ-]{1,4}", mode in 0..3usize) {
        let query = Query::new(&word, MODES[mode]);
        let spans = positions(&query, &line);
        let mut shown = String::new();
        for span in &spans {
            let part = line.get(span.start..span.end);
            prop_assert!(part.is_some_and(|part| !part.is_empty()));
            shown.push_str(part.unwrap());
        }
        prop_assert_eq!(!spans.is_empty(), matches_plainly(&line, &word, MODES[mode]));
        prop_assert!(spans.is_empty() || matches_plainly(&shown, &word, MODES[mode]));
        prop_assert!(spans.is_sorted_by(|a, b| a.end < b.start));
    }

    #[test]
    fn no_text_and_no_query_panics(line in any::<String>(), text in "\\PC{0,9}|[ab!^$'| \\\\]{0,9}", mode in 0..3usize) {
        let query = Query::new(&text, MODES[mode]);
        let matched = find(&corpus(&[&line]), &query, 1, &|| false).unwrap().total == 1;
        let spans = positions(&query, &line);
        prop_assert!(spans.iter().all(|span| line.get(span.start..span.end).is_some()));
        prop_assert!(!matched || query.is_empty() || !spans.is_empty() || text.contains('!'));
        if let Some(forgiving) = query.forgiving() {
            prop_assert!(!matched || find(&corpus(&[&line]), &forgiving, 1, &|| false).unwrap().total == 1);
            prop_assert!(positions(&forgiving, &line).iter().all(|span| line.get(span.start..span.end).is_some()));
        }
    }
}

/// Many lines of a few syllables, always the same.
fn many(count: usize) -> Vec<String> {
    const SYLLABLES: [&str; 12] = ["ma", "lo", "light", "foot", " ", " ", "re", "pe", "ters", "on", "a", "Ca"];
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        SYLLABLES[(state >> 33) as usize % SYLLABLES.len()]
    };
    (0..count).map(|number| (0..3 + number % 9).map(|_| next()).collect()).collect()
}

#[test]
fn on_all_cores_the_best_are_those_of_scoring_every_line() {
    let corpus = corpus(&many(70_000));
    for (text, mode) in [
        ("lightfoot", Mode::Fuzzy),
        ("ltft", Mode::Fuzzy),
        ("p", Mode::Fuzzy),
        ("a re", Mode::Fuzzy),
        ("ca", Mode::Word),
        ("Ca", Mode::Fuzzy),
        ("on ters | foot", Mode::Word),
        ("!a ^lo", Mode::Word),
        ("foot lo", Mode::Word),
    ] {
        let query = Query::new(text, mode);
        let all = find(&corpus, &query, usize::MAX, &|| false).unwrap();
        let best = find(&corpus, &query, 50, &|| false).unwrap();
        assert_eq!((&best.hits[..], best.total), (&all.hits[..50], all.total), "{text}");
        assert_eq!(all.hits.len(), all.total);
    }
}

#[test]
fn where_many_lines_match_the_first_answer_comes_before_and_holds_the_best() {
    let mut corpus = corpus(&many(70_000));
    (0..30).for_each(|number| corpus.push(&["Mayor Zephyr"], 70_000 + number));
    let mut first = None;
    let query = Query::new("zeph", Mode::Fuzzy);
    let found = Trail::default().find(&corpus, &query, None, 20, &|| false, &mut |found| first = Some(found)).unwrap();
    assert_eq!(first.unwrap().hits, found.hits);
}

#[test]
fn a_letter_wrong_is_forgiven_when_it_is_asked_for() {
    let lines = corpus(&["Mayor Lori Lightfoot", "a light foot"]);
    let query = Query::new("lihgtfoot mayor", Mode::Word);
    assert_eq!(find(&lines, &query, 9, &|| false).unwrap().total, 0);
    let forgiving = query.forgiving().unwrap();
    assert_eq!(find(&lines, &forgiving, 9, &|| false).unwrap().hits[0].key, 0);
    let line = "Mayor Lori Lightfoot";
    assert_eq!(
        positions(&forgiving, line).iter().map(|span| span.of(line)).collect::<Vec<_>>(),
        ["Mayor", "Lightfoot"]
    );
    assert!(Query::new("'lor ^may", Mode::Word).forgiving().is_none(), "too short, or told where to stand");
}

#[test]
fn signs_can_be_looked_for_and_alone_they_ask_for_nothing() {
    for nothing in ["", " ", "!", "'", "^", "$", "|", "! | ^"] {
        assert!(Query::new(nothing, Mode::Word).is_empty() || nothing == "$", "{nothing}");
    }
    let lines = ["it cost $5", "yes! and no", "new york", "york is new"];
    assert_eq!(ranked(&lines, "\\$5", Mode::Word), [0]);
    assert_eq!(ranked(&lines, "yes\\!", Mode::Word), [1]);
    assert_eq!(ranked(&lines, "new\\ york", Mode::Word), [2]);
    assert_eq!(ranked(&lines, "cost|yes", Mode::Word), [0, 1]);
    assert_eq!(ranked(&lines, "^new", Mode::Exact), [0; 0]);
}

//! What holds for the quotations of every text, however strange. The same is fuzzed: `fuzz/`.

mod common;

use common::check;
use proptest::prelude::*;
use whosaid::article::Article;
use whosaid::quote::extract;

/// Marks of every style, balanced by nothing.
const MARKS: &[&str] =
    &["“", "”", "\"", "''", "``", "‘", "’", "'", "«", "»", "„", "‟", "‹", "›", "`", "「", "」", "＂"];

/// What stands between words.
const BREAKS: &[&str] = &[
    " ", " ", ", ", ". ", "? ", "! ", ": ", "; ", " — ", " – ", "-", "…", "...", " (", ") ", "\n", "\n\n", "\r\n\r\n",
    "\t", "\u{a0}", "\u{2028}", "",
];

/// Who may have spoken.
const SOURCES: &[&str] = &[
    "Ana Ruiz",
    "Mayor Thomas Ott Jr.",
    "Zoë Ünal",
    "Rep. Ivan de la Cruz (D-Ohio)",
    "MARY O’HARA",
    "she",
    "They",
    "who",
    "three officials",
    "a spokesman for the harbour",
    "the letter",
    "Li Wei, 32, a pilot from Dayton,",
    "Ruiz’s lawyer",
    "Q.",
    "A.",
    "RUIZ:",
    "U.S. officials",
    "İstanbul’s mayor",
    "ﬁre chief Ǆ. Ǆo",
];

/// How they are said to.
const CUES: &[&str] = &[
    "said",
    "says",
    "told reporters",
    "asked",
    "added that",
    "according to",
    "wrote:",
    "tweeted",
    "insisted that",
    "denied",
    "did not say whether",
    "in a statement",
    "saying,",
    "called it",
    "promised to",
    "believes that",
    "Asked if",
];

/// What they are said to have said.
const CONTENTS: &[&str] = &[
    "we will not leave",
    "it is done",
    "the bridge stays closed until spring",
    "never",
    "Prices rose by 3.5 percent on Monday",
    "that nobody asked",
    "5'11\"",
    "the dogs' dinner",
    "rock 'n' roll",
    "I",
    "“Gone With the Wind”",
    "http://a.b/c",
    "@ana #now",
];

fn piece() -> impl Strategy<Value = String> {
    let one_of = |pieces: &'static [&'static str]| prop::sample::select(pieces).prop_map(str::to_owned);
    prop_oneof![
        4 => one_of(MARKS),
        6 => one_of(BREAKS),
        3 => one_of(SOURCES),
        3 => one_of(CUES),
        3 => one_of(CONTENTS),
        1 => any::<char>().prop_map(String::from),
        1 => "\\PC{0,6}",
    ]
}

/// A sentence with a quotation as newspapers print it, or nearly.
fn sentence() -> impl Strategy<Value = String> {
    let any_of = |pieces: &'static [&'static str]| prop::sample::select(pieces);
    let parts = (any_of(MARKS), any_of(CONTENTS), any_of(MARKS), any_of(SOURCES), any_of(CUES), any_of(CONTENTS));
    (parts, any_of(BREAKS), 0..5).prop_map(|((open, first, close, source, cue, second), end, frame)| match frame {
        0 => format!("{open}{first},{close} {source} {cue}.{end}"),
        1 => format!("{open}{first},{close} {cue} {source}. {open}{second}.{close}{end}"),
        2 => format!("{source} {cue} {first} and {open}{second}{close}.{end}"),
        3 => format!("{first}, {source} {cue}, {second}.{end}"),
        _ => format!("{open}{first}.{end}{open}{second},{close} {source} {cue}.{end}"),
    })
}

fn check_text(text: String) {
    let article = Article::from_body(text);
    let quotations = extract(&article);
    check(&article, &quotations);
    assert_eq!(extract(&article), quotations);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn pieces_of_news_in_any_order(pieces in prop::collection::vec(piece(), 0..60)) {
        check_text(pieces.concat());
    }

    #[test]
    fn sentences_of_news_with_pieces_between(
        parts in prop::collection::vec(prop_oneof![3 => sentence(), 1 => piece()], 0..12),
    ) {
        check_text(parts.concat());
    }

    /// Offsets must hold where a character takes more bytes than its neighbours.
    #[test]
    fn sentences_of_news_in_wide_characters(parts in prop::collection::vec(sentence(), 0..8), wide in any::<char>()) {
        check_text(parts.concat().replace(['a', ' '], wide.encode_utf8(&mut [0; 4])));
    }

    #[test]
    fn any_text_at_all(text in any::<String>()) {
        let article = Article::from_body(text);
        check(&article, &extract(&article));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Long runs of what opens and never closes; `benches/extract.rs` measures what they cost.
    #[test]
    fn one_piece_over_and_over(
        piece in prop::sample::select(vec![
            "“", "\"", "'a ", "''", "“a, ", "“A,” b said, “c.” ", "the mayor said “a” ", "a ", "he said she said ",
        ]),
        count in 0usize..400,
    ) {
        let article = Article::from_body(piece.repeat(count));
        check(&article, &extract(&article));
    }
}

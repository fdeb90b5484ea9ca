//! A small article whose figures were counted by hand.

use super::*;
use crate::score::{Matches, Share};
use serde_json::{Value, json};

const TEXT: &str = "“We are open,” Mayor Ana Ruiz said. “We stay open,” she added.\n\
                    Thomas Ott said it “rained all night” and he hopes for sun.";

/// The first place of `words` in [`TEXT`], in code points, with more `fields`.
fn at(words: &str, mut fields: Value) -> Value {
    let start = TEXT[..TEXT.find(words).unwrap()].chars().count();
    fields["start"] = start.into();
    fields["end"] = (start + words.chars().count()).into();
    fields
}

fn gold() -> Vec<Article> {
    let said = |words, kind: &str, mention: &str, name: Option<&str>| {
        let fields = json!({ "kind": kind, "speaker_mention": { "text": mention }, "speaker_name": name });
        at(words, fields)
    };
    let mut coref = said("“We stay open,”", "direct", "she", Some("Ana Ruiz"));
    coref["speaker_name_src"] = "coref".into();
    let mut mixed = said("it “rained all night”", "mixed", "Thomas Ott", Some("Thomas Ott"));
    mixed["quoted_parts"] = json!([at("“rained all night”", json!({}))]);
    let mut hope = said("for sun", "indirect", "he", None);
    hope["cue_class"] = "other".into();
    let open = said("“We are open,”", "direct", "Mayor Ana Ruiz", Some("Ana Ruiz"));
    vec![serde_json::from_value(json!({ "id": "a", "text": TEXT, "quotes": [open, coref, mixed, hope] })).unwrap()]
}

fn predicted() -> Vec<Vec<Quote<Predicted>>> {
    let said = |words, kind: &str, speaker: &str, confidence: Option<f32>| {
        at(words, json!({ "kind": kind, "speaker": speaker, "confidence": confidence }))
    };
    let quotes = json!([
        said("We are open", "direct", "Ana Ruiz", Some(0.95)),
        said("We stay", "direct", "Thomas Ott", Some(0.92)),
        said("“rained all night”", "direct", "Ott", None),
        said("for sun", "indirect", "he", None),
        said("Mayor Ana Ruiz said", "indirect", "Ana Ruiz", None),
    ]);
    vec![serde_json::from_value(quotes).unwrap()]
}

fn counts(row: Row, strict: bool) -> Counts {
    Counts::new(&Comparison::new(&gold()[0], &predicted()[0], row, strict))
}

/// Right ones of the predicted, right ones of the gold.
fn matches(precision: (usize, usize), recall: (usize, usize)) -> Matches {
    let share = |(right, of)| Share { right, of };
    Matches { precision: share(precision), recall: share(recall) }
}

#[test]
fn direct_quotations_are_counted() {
    let found = counts(Row::Direct, false);
    let share = |right, of| Share { right, of };
    let expected = Counts {
        exact: matches((1, 2), (1, 2)),
        overlap: matches((2, 2), (2, 2)),
        end_to_end: matches((1, 2), (1, 2)),
        lenient: [share(1, 1), share(0, 1), share(0, 0), share(0, 0)],
        strict: share(1, 2),
        resolved: share(1, 2),
        unknown: 0,
        neutral: 1,
    };
    assert_eq!(found, expected);
}

#[test]
fn strictly_a_prediction_of_another_kind_is_wrong() {
    let found = counts(Row::Direct, true);
    assert_eq!((found.overlap, found.neutral), (matches((2, 3), (2, 2)), 0));
    assert_eq!(found.end_to_end, matches((1, 3), (1, 2)));
    assert!((found.end_to_end.f1() - 40.0).abs() < 1e-9);
}

#[test]
fn the_other_rows_are_counted() {
    let indirect = counts(Row::Indirect, false);
    assert_eq!((indirect.overlap, indirect.neutral), (matches((0, 1), (0, 0)), 1));
    assert_eq!(counts(Row::Mixed, false).overlap, matches((0, 0), (0, 1)));
    let quoted = counts(Row::Quoted, false);
    assert_eq!((quoted.exact, quoted.end_to_end), (matches((2, 3), (2, 3)), matches((2, 3), (2, 3))));
    let any = counts(Row::Any, false);
    assert_eq!(any.exact, matches((2, 5), (2, 4)));
    assert_eq!(any.overlap, matches((4, 5), (4, 4)));
    assert_eq!(any.end_to_end, matches((3, 5), (3, 4)));
}

#[test]
fn a_split_prediction_is_a_unit_a_segment() {
    let line = json!({ "id": "a", "quotes": [{
        "kind": "direct", "start": 0, "end": 51, "speaker": "Ana Ruiz",
        "segments": [at("“We are open,”", json!({})), at("“We stay open,”", json!({}))],
    }] });
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("{line}\n\n")).unwrap();
    let predicted = predictions::of_file(file.path(), &gold()).unwrap();
    let found = Counts::new(&Comparison::new(&gold()[0], &predicted[0], Row::Direct, false));
    assert_eq!((found.exact, found.end_to_end), (matches((2, 2), (2, 2)), matches((2, 2), (2, 2))));
}

#[test]
fn the_engine_is_measured_where_no_file_is_given() {
    let gold = gold();
    let predicted = predictions::of_engine(&gold);
    let found = Counts::new(&Comparison::new(&gold[0], &predicted[0], Row::Direct, false));
    assert_eq!(found.exact.recall, Share { right: 2, of: 2 });
}

#[test]
fn errors_are_grouped_and_confidence_is_held_against_truth() {
    let args = Args::parse_from(["evaluate", "gold.jsonl", "--errors"]);
    let (report, errors) = evaluate(&gold(), &predicted(), &args);
    let expected = [
        "     1  direct, boundary",
        "         1  ends early",
        "     1  direct, wrong speaker",
        "         1  gold mentions pronoun, predicted another",
        "     1  mixed, missed",
        "         1  predicted as direct",
        "     1  indirect, spurious",
        "         1  no gold there",
    ];
    assert_eq!(errors.summary().lines().collect::<Vec<_>>(), expected);
    assert!(errors.to_string().contains("gold “she”, that is Ana Ruiz; predicted Thomas Ott (0.92)"), "{errors}");
    let last = report.reliability.bins[9];
    assert_eq!((last.count, last.right, report.reliability.count()), (2, 1, 2));
    assert!((last.confidence() - 0.935).abs() < 1e-6);
    assert!((report.reliability.error() - 0.435).abs() < 1e-6);
}

#[test]
fn the_report_prints_what_it_counted() {
    let args = Args::parse_from(["evaluate", "gold.jsonl"]);
    let (report, _) = evaluate(&gold(), &predicted(), &args);
    let json = report.json();
    assert_eq!(json["direct"]["exact"]["F1"], json!(50.0));
    assert_eq!(json["quoted"]["end_to_end"]["P"], json!(66.7));
    assert_eq!(
        json["direct"]["attribution_on_matched"]["by_gold_mention"],
        json!({"name": [100.0, 1], "pronoun": [0.0, 1]})
    );
    let table = report.to_string();
    assert!(table.contains("any          40.0   50.0   44.4"), "{table}");
    assert!(table.contains("1 of 2 found whose name is known"), "{table}");
}

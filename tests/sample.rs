//! The sample archive: plainly fiction, older than the seed, and a sight of every feature.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use whosaid::article::{Article, Printed};
use whosaid::import::ReadOptions;
use whosaid::library::Record;
use whosaid::library::load::{Cancel, LoadEvent, Source, load};
use whosaid::quote::{Certainty, Kind, Quotation};

/// Every article that is built in: the seed, and then the sample.
fn built_in() -> Vec<Record> {
    let mut records = Vec::new();
    load(&Source::Seeds, &ReadOptions::default(), &Cancel::default(), &mut |event| match event {
        LoadEvent::Batch(batch) => records.extend(batch),
        LoadEvent::Failed(failure) => panic!("{failure:?}"),
        LoadEvent::Found(_) => {}
    });
    records
}

fn sample() -> Vec<Record> {
    built_in().split_off(1)
}

/// What is said in the sample, with its article.
fn said(records: &[Record]) -> impl Iterator<Item = (&Article, &Quotation)> {
    records.iter().flat_map(|record| record.quotations.iter().map(|quotation| (&record.article, quotation)))
}

#[test]
fn it_says_inside_and_outside_that_it_is_fiction() {
    for Record { article, .. } in sample() {
        let path = article.path().unwrap();
        assert!(path.starts_with("fictional_sample/"), "{path}");
        let last = article.paragraphs.last().unwrap().of(&article.text);
        assert_eq!(last, "[Fictional sample article, written for whosaid.]", "{path}");
    }
}

#[test]
fn it_is_read_without_a_doubt_and_is_older_than_the_seed() {
    let seed = built_in()[0].article.printed;
    for Record { article, .. } in sample() {
        let title = &article.title.text;
        assert!(matches!(article.printed, Printed::Day(_)), "{title}");
        assert!(article.printed.last_day() < seed.first_day(), "{title}");
        assert!(article.outlet.is_some() && !article.title.stand_in, "{title}");
        assert!(article.warnings.is_empty(), "{title}: {:?}", article.warnings);
    }
}

#[test]
fn a_newcomer_meets_every_manner_of_speaking_and_printing() {
    let sample = sample();
    let texts_from: HashSet<String> = sample.iter().map(|record| record.article.text_from.to_string()).collect();
    for from in ["as is", "markdown", "html main text", "mail text", "field body", "field text"] {
        assert!(texts_from.contains(from), "{from}");
    }
    for kind in [Kind::Direct, Kind::Mixed, Kind::Indirect] {
        assert!(said(&sample).any(|(_, quotation)| quotation.kind == kind), "{kind:?}");
    }
    for certainty in [Certainty::Stated, Certainty::Inferred, Certainty::Unknown] {
        assert!(said(&sample).any(|(_, quotation)| quotation.certainty == certainty), "{certainty:?}");
    }
    assert!(said(&sample).any(|(_, quotation)| quotation.segments.len() > 1));
    let roles: HashSet<_> = said(&sample)
        .filter_map(|(_, quotation)| quotation.speaker.as_ref())
        .filter(|speaker| speaker.name == "Marisol Quint")
        .filter_map(|speaker| speaker.role.as_deref())
        .collect();
    assert!(roles.len() > 1, "{roles:?}");
}

#[test]
fn one_outlet_of_four_prints_the_engineers_words_without_her_not() {
    let sample = sample();
    let printings: Vec<(String, bool)> = said(&sample)
        .map(|(article, quotation)| (article, quotation.words(article)))
        .filter(|(_, words)| words.starts_with("This bridge is "))
        .map(|(article, words)| (article.outlet.clone().unwrap(), words.contains("is not going to fall")))
        .collect();
    assert_eq!(printings.len(), 4);
    let altered: Vec<_> = printings.iter().filter(|(_, right)| !right).map(|(outlet, _)| outlet.as_str()).collect();
    assert_eq!(altered, ["Marrow County Register"]);
}

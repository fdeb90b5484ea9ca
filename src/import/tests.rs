//! Whole articles, read from bytes.

use super::record::Record;
use super::{DateOrder, Limits, ReadOptions, read};
use crate::article::{Article, Origin, Printed};
use proptest::prelude::*;

fn article(text: &str) -> Article {
    read(text.as_bytes(), Origin::Given, &ReadOptions::default())
}

fn body(article: &Article) -> Vec<&str> {
    article.paragraphs.iter().map(|paragraph| paragraph.of(&article.text)).collect()
}

fn place(article: &Article) -> Option<&str> {
    article.dateline.as_ref().map(|dateline| dateline.place.as_str())
}

#[test]
fn an_inline_date_leaves_the_story_behind_it() {
    let article = article(" date 2021-03-09 OSLO — The harbour is closed.\n\n“Nobody sails,” he said.\n");
    assert_eq!(article.header.of(&article.text), "date 2021-03-09");
    assert_eq!(body(&article), ["OSLO — The harbour is closed.", "“Nobody sails,” he said."]);
    assert_eq!(place(&article), Some("OSLO"));
    assert_eq!(article.printed.iso().as_deref(), Some("2021-03-09"));
    assert_eq!(article.title.text, "The harbour is closed.");
    assert!(article.title.stand_in && article.warnings.is_empty());
}

#[test]
fn key_lines_fill_every_field() {
    let article = article(
        "Title: Harbour shut\nBY: Jane Doe, Staff Writer\nPublished: 9 March 2021\nNewspaper: The Post\nSection: World\n\
         URL: https://example.org/a\n\nHarbour shut\n\nOSLO (AP) — The harbour is closed.",
    );
    assert_eq!((article.title.text.as_str(), article.title.stand_in), ("Harbour shut", false));
    assert_eq!(article.byline.as_deref(), Some("Jane Doe"));
    assert_eq!(article.outlet.as_deref(), Some("The Post"));
    assert_eq!(article.section.as_deref(), Some("World"));
    assert_eq!(article.url.as_deref(), Some("https://example.org/a"));
    assert_eq!(article.printed.iso().as_deref(), Some("2021-03-09"));
    assert_eq!(body(&article), ["OSLO (AP) — The harbour is closed."]);
}

#[test]
fn a_printed_page_is_read_from_top_to_story() {
    let article = article(
        "Harbour shut as storm nears\n\nSailors wait in town\n\nBy JANE DOE and JOHN ROE | Associated Press\n\
         Updated 3:04 p.m. ET, March 9, 2021\n\nOSLO, March 8 — The harbour is closed.\n\nNo ship sails.",
    );
    assert_eq!(article.title.text, "Harbour shut as storm nears");
    assert_eq!(article.byline.as_deref(), Some("JANE DOE and JOHN ROE"));
    assert_eq!(article.outlet.as_deref(), Some("Associated Press"));
    assert_eq!(article.printed.iso().as_deref(), Some("2021-03-09"));
    assert_eq!(body(&article), ["OSLO, March 8 — The harbour is closed.", "No ship sails."]);
}

#[test]
fn front_matter_is_header() {
    let article = article(
        "---\r\ntitle: 'Harbour shut'\r\ndate: 2021-03\r\n---\r\n\r\nThe harbour is closed.\r\n\r\nNo ship sails.",
    );
    assert_eq!(article.title.text, "Harbour shut");
    assert_eq!(article.printed.iso().as_deref(), Some("2021-03"));
    assert_eq!(body(&article), ["The harbour is closed.", "No ship sails."]);
}

#[test]
fn the_published_date_goes_before_the_updated_one() {
    let article = article("Updated: 10 March 2021\nPublished: 9 March 2021\n\nThe harbour is closed.");
    assert_eq!(article.printed.iso().as_deref(), Some("2021-03-09"));
}

#[test]
fn a_dateline_never_invents_a_year() {
    assert_eq!(article("OSLO, March 8 (Reuters) - It is closed.").printed, Printed::Unknown);
    assert_eq!(article("OSLO, March 8, 2021 (Reuters) - It is closed.").printed.iso().as_deref(), Some("2021-03-08"));
    assert_eq!(article("Date: 2021\n\nOSLO, March 8 - It is closed.").printed.iso().as_deref(), Some("2021-03-08"));
    assert_eq!(article("Date: 2021-04\n\nOSLO, March 8 - It is closed.").printed.iso().as_deref(), Some("2021-04"));
}

#[test]
fn a_date_that_is_none_is_said() {
    for (value, fault) in [
        ("31 June 2020", "“31 June 2020” is no date"),
        ("3/4/2020", "“3/4/2020” leaves open which number is the day"),
        ("last week", "“last week” is no date that can be read"),
        ("May 3", "“May 3” does not say the year"),
    ] {
        let article = article(&format!("Date: {value}\n\nThe harbour is closed."));
        assert_eq!(article.printed, Printed::Unknown);
        assert_eq!(article.warnings.iter().map(|w| w.message.as_str()).collect::<Vec<_>>(), [fault]);
    }
    let options = ReadOptions { dates: DateOrder::Dmy, ..ReadOptions::default() };
    let article = read(b"Date: 3/4/2020\n\nIt is closed.", Origin::Given, &options);
    assert_eq!(article.printed.iso().as_deref(), Some("2020-04-03"));
}

#[test]
fn a_datelines_date_that_is_none_is_said_too() {
    for (opening, fault) in [
        ("OSLO, June 31 (Reuters) -", "“June 31” is no date"),
        ("OSLO (3/4/2020) —", "“3/4/2020” leaves open which number is the day"),
        ("OSLO, Feb. 26, 87 (AP) —", "“Feb. 26, 87” does not say the century"),
        ("June 31 (Reuters) -", "“June 31” is no date"),
    ] {
        let article = article(&format!("{opening} The harbour is closed."));
        assert_eq!((article.printed, article.title.text.as_str()), (Printed::Unknown, "The harbour is closed."));
        assert_eq!(article.warnings.iter().map(|w| w.message.as_str()).collect::<Vec<_>>(), [fault]);
    }
    assert!(article("OSLO, March 8 (Reuters) - It is closed.").warnings.is_empty());
}

#[test]
fn an_archives_export_is_read_down_to_its_body() {
    let rights_first = "Copyright 2021 The Harbour Company\nThe Harbour Post\n\nMarch 9, 2021 Tuesday\n\
        Late Edition - Final\n\nSECTION: Section A; Pg. 1\n\nLENGTH: 12 words\n\nHEADLINE: Harbour shut\n\n\
        BYLINE: By JANE DOE\n\nDATELINE: OSLO, March 8\n\nBODY:\nThe harbour is closed.\n\nNo ship sails.";
    let title_first = "Harbour shut\nThe Harbour Post\nMarch 9, 2021 Tuesday\n\nCopyright 2021 The Harbour Company\n\
        Section: Section A; Pg. 1\nLength: 12 words\nByline: By JANE DOE\nDateline: OSLO\nBody\n\n\
        The harbour is closed.\n\nNo ship sails.";
    for text in [rights_first, title_first] {
        let article = article(text);
        assert_eq!((article.title.text.as_str(), article.title.stand_in), ("Harbour shut", false));
        assert_eq!(article.byline.as_deref(), Some("JANE DOE"));
        assert_eq!(article.outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(article.section.as_deref(), Some("Section A; Pg. 1"));
        assert_eq!(article.printed.iso().as_deref(), Some("2021-03-09"));
        assert_eq!(place(&article), Some("OSLO"));
        assert_eq!(body(&article), ["The harbour is closed.", "No ship sails."]);
        check(&article);
    }
}

#[test]
fn addresses_and_marks_of_emphasis_are_no_part_of_the_headline() {
    let article = article(
        "https://example.org/harbour\n\n**Harbour shut**\n\n*By Jane Doe*, March 9, 2021, 5:04 p.m.\n\n\
         The harbour is closed.",
    );
    assert_eq!((article.title.text.as_str(), article.title.stand_in), ("Harbour shut", false));
    assert_eq!(article.byline.as_deref(), Some("Jane Doe"));
    assert_eq!(article.url.as_deref(), Some("https://example.org/harbour"));
    assert_eq!(article.printed.iso().as_deref(), Some("2021-03-09"));
    assert_eq!(body(&article), ["The harbour is closed."]);
    assert_eq!(self::article("# **Harbour shut**\n\nIt is closed.").title.text, "Harbour shut");
}

#[test]
fn dates_behind_keys_may_begin_with_a_time_or_a_label() {
    for key in ["Published: 10:05, 9 March 2021", "Date: Posted on March 9, 2021", "Date: Tue 9 Mar 2021 10.05 GMT"] {
        let article = article(&format!("{key}\n\nThe harbour is closed."));
        assert_eq!(article.printed.iso().as_deref(), Some("2021-03-09"), "{key}");
        assert!(article.warnings.is_empty());
    }
}

#[test]
fn a_line_of_dates_below_a_headline_takes_nothing_else_along() {
    for (line, faults) in [
        ("March 9, 2021, 5:04 p.m.", 0),
        ("March 9, 2021 / 5:04 PM / CBS News", 0),
        ("le 9 mars 2021", 0),
        ("Sunday Edition, March 9, 2021", 0),
        ("3/25/20", 1),
        ("Aug. 4, '14", 1),
    ] {
        let article = article(&format!("Harbour shut\n{line}\n\nThe harbour is closed.\n\nNo ship sails."));
        assert_eq!((article.title.text.as_str(), article.title.stand_in), ("Harbour shut", false), "{line}");
        assert_eq!(article.printed.iso().as_deref(), (faults == 0).then_some("2021-03-09"), "{line}");
        assert_eq!(article.warnings.len(), faults, "{line}");
        assert_eq!(body(&article), ["The harbour is closed.", "No ship sails."]);
    }
}

#[test]
fn a_name_before_a_dash_is_no_place() {
    let article = article("SMITH — The mayor resigned.\n\nHe gave no reason.");
    assert_eq!(place(&article), None);
    assert_eq!(body(&article)[0], "SMITH — The mayor resigned.");
}

#[test]
fn indented_lines_below_a_title_are_two_paragraphs() {
    let article = article(
        "HARBOUR SHUT\n\n  “The harbour is closed,” the master said.\n“No ship sails\nbefore Monday.”\n  \
         The pilots are on\nstrike.",
    );
    assert_eq!(article.title.text, "HARBOUR SHUT");
    assert_eq!(
        body(&article),
        ["“The harbour is closed,” the master said.\n“No ship sails\nbefore Monday.”", "The pilots are on\nstrike."]
    );
}

#[test]
fn a_stray_nul_is_said() {
    let article = article("The harbour\0is closed.");
    assert_eq!(body(&article), ["The harbour\0is closed."]);
    assert!(article.warnings.len() == 1 && article.warnings[0].message.contains("NUL"));
}

#[test]
fn what_could_be_the_story_stays_in_the_body() {
    for text in [
        "The mayor resigned on Friday.\n\nHe gave no reason for it.",
        "“I will not go,”\n\nthe mayor said on Friday. He went.",
        "He came,\n\nand then he went home. So did she.",
        "One line only",
        "By Jane Doe",
        "Friday, January 4, 2019",
        "Shr 15 cts vs 13 cts\n\nNet 2.1 mln vs 1.0 mln\n\nRevs 15 mln",
    ] {
        let article = article(text);
        assert_eq!(body(&article), text.split("\n\n").collect::<Vec<_>>());
        assert!(article.title.stand_in && article.header.is_empty());
    }
}

#[test]
fn nothing_gives_nothing() {
    for text in ["", " \n\r\n\u{a0}"] {
        let article = article(text);
        assert!(article.paragraphs.is_empty() && article.header.is_empty() && article.title.text.is_empty());
    }
}

#[test]
fn the_id_is_of_words_and_date_alone() {
    let curly = article("Date: 2021-03-09\n\n“It’s closed,” he said.");
    let straight = article("date 2021-03-09 \"It's  closed,\" he said.");
    assert_eq!(curly.id, straight.id);
    assert_ne!(curly.id, article("“It’s closed,” he said.").id);
}

/// Checks what holds for every article: header and paragraphs are trimmed, in order, disjoint, and
/// hold every visible character.
fn check(article: &Article) {
    let spans: Vec<_> = std::iter::once(article.header).chain(article.paragraphs.iter().copied()).collect();
    let mut covered = 0;
    for span in spans.into_iter().filter(|span| !span.is_empty()) {
        assert!(article.text[covered..span.start].trim().is_empty());
        assert_eq!(span.trimmed(&article.text), span);
        covered = span.end;
    }
    assert!(article.text[covered..].trim().is_empty());
    if let Some(dateline) = &article.dateline {
        assert!(article.header.covers(dateline.span) || article.paragraphs[0].covers(dateline.span));
        assert!(dateline.span.of(&article.text).starts_with(&dateline.place));
    }
    assert_eq!(article.id, article.content_id());
}

const PIECES: &str = "(date |Date: |Dateline: |Copyright 2021|https://a.b/|\\*\\*|Title: |By |Jane Doe|, Reuters|---|\\+\\+\\+|# |2020-07-27|31 June 2020|3/4/2020|OSLO|\
    —| - |\\(AP\\)|, May 3|Harbour shut|Text:|said\\.|“|”|\n|\n\n|\r\n| |\t|é|\u{2028}|\\PC){0,24}";

proptest! {
    #[test]
    fn nothing_is_lost_or_invented(text in PIECES) {
        check(&article(&text));
    }

    #[test]
    fn any_bytes_are_an_article(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&read(&bytes, Origin::Given, &ReadOptions::default()));
    }
}

#[test]
fn a_dateline_of_its_own_gives_the_place_alone() {
    let place = |dateline: &str, text: &str| {
        let json = serde_json::json!({ "dateline": dateline, "text": text }).to_string();
        let record = Record::from_json(&json, &Limits::default()).unwrap();
        let article = record.article(None, &ReadOptions::default(), &Limits::default()).unwrap();
        article.dateline.map(|dateline| dateline.place)
    };
    // The stories begin in ways in which few that stand behind a dateline do.
    assert_eq!(place("Lima, march 18 -", "the port is shut.").as_deref(), Some("Lima"));
    assert_eq!(place("OSLO, Oct 20-", "the port is shut.").as_deref(), Some("OSLO"));
    assert_eq!(place("DAYTON, Ohio, June 19 -", "12 PORTS SHUT").as_deref(), Some("DAYTON, Ohio"));
    assert_eq!(place("NEW YORK, April -", "The port is shut.").as_deref(), Some("NEW YORK"));
    assert_eq!(place("April 7 -", "the port is shut."), None);
    assert_eq!(place("OSLO", "The port is shut.").as_deref(), Some("OSLO"));
}

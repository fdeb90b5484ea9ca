//! Marks: kept for good, and tied again to what the library holds.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::DateTime;
use rusqlite::Connection;
use std::fs;
use std::path::Path;
use whosaid::article::Article;
use whosaid::library::load::Cancel;
use whosaid::library::marks::{Alter, Change, Edit, Entry, Mark, Marks};
use whosaid::library::{Archive, RecordKey, StoreError};
use whosaid::quote;

const TEXT: &str = "The council met late.\n\n“We will rebuild the pier,” Mayor Ana Ruiz said. Nobody left.";

fn mark_in(text: &str) -> Mark {
    let article = Article::from_body(text.to_owned());
    let quotation = quote::extract(&article).remove(0);
    Mark::of(&article, &quotation, DateTime::from_timestamp(1_600_000_000, 5).unwrap())
}

fn archive(folder: &Path, texts: &[&str]) -> Archive {
    let archive = Archive::open(&folder.join("library.db")).unwrap();
    let mut writer = archive.writer().unwrap();
    writer.add_given("a test", texts.iter().map(|text| Article::from_body((*text).to_owned()))).unwrap();
    writer.index(&Cancel::default(), &mut |_| ()).unwrap();
    archive
}

#[test]
fn what_others_write_is_noticed_and_what_one_writes_oneself_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("marks.db");
    let (mut own, mut other) = (Marks::open(&file).unwrap(), Marks::open(&file).unwrap());
    assert!(own.was_changed().unwrap(), "it may have been, before");
    own.add(&mark_in(TEXT)).unwrap();
    assert!(!own.was_changed().unwrap());
    other.add(&mark_in("“We will not,” Ben Adler said.")).unwrap();
    assert!(own.was_changed().unwrap() && !own.was_changed().unwrap());
}

#[test]
fn a_mark_is_there_once_it_was_added_and_only_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/marks.db");
    let mut mark = mark_in(TEXT);
    let mut marks = Marks::open(&path).unwrap();
    marks.add(&mark).unwrap();
    // Another program sees it while this one is still at work, so it does not depend on its end.
    let count = |sql: &str| Connection::open(&path).unwrap().query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM mark"), 1);
    mark.note = Some("for Monday".to_owned());
    mark.tags = vec!["pier".to_owned()];
    let key = marks.add(&mark).unwrap();
    assert_eq!(marks.list().unwrap(), [(key, mark)]);
    marks.remove(key).unwrap();
    assert_eq!(Marks::open(&path).unwrap().list().unwrap(), []);
}

#[test]
fn marks_go_out_and_come_back_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let mut mark = mark_in(&format!("Été déjà.\n\n{TEXT}"));
    mark.note = Some("“sic”".to_owned());
    let json = serde_json::to_string(&[mark.clone()]).unwrap();
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&value[0]["kept"], &value[0]["exact"]), (&true.into(), &"“We will rebuild the pier,”".into()));
    assert_eq!(value[0]["start"], "Été déjà.\n\nThe council met late.\n\n".chars().count());
    let from_json = |json: &str| serde_json::from_str::<Vec<Mark>>(json);
    let back = from_json(&json).unwrap();
    let mut marks = Marks::open(&folder.path().join("marks.db")).unwrap();
    marks.add_all(&back.into_iter().map(Entry::Mark).collect::<Vec<_>>()).unwrap();
    let listed: Vec<Mark> = marks.list().unwrap().into_iter().map(|(_, mark)| mark).collect();
    mark.start_byte = None;
    assert_eq!(listed, [mark]);
    assert_eq!(from_json(&serde_json::to_string(&listed).unwrap()).unwrap(), listed);
    assert!(from_json(r#"[{"article": "no id", "exact": "x", "created": "2020-01-01T00:00:00Z"}]"#).is_err());
}

#[test]
fn a_mark_is_tied_to_its_quotation_whatever_became_of_its_article() {
    let folder = tempfile::tempdir().unwrap();
    let mark = mark_in(TEXT);
    let anchored = |texts: &[&str]| archive(folder.path(), texts).anchor(&mark).unwrap();

    let same = anchored(&[TEXT]).unwrap();
    assert_eq!((same.record, same.quotation), (RecordKey(1), Some(0)));

    // Printed again with a correction elsewhere: another article by its id.
    let corrected = format!("{TEXT} The council meets on Tuesdays.");
    let other = "“We will rebuild the pier,” a harbour master joked in another town.";
    let moved = anchored(&[other, &corrected]).unwrap();
    let record = archive(folder.path(), &[other, &corrected]).record(moved.record).unwrap().unwrap();
    assert_eq!(record.article.text, corrected);
    assert_eq!(moved.words.of(&corrected), mark.exact);
    assert_eq!(moved.quotation, Some(0));

    assert_eq!(anchored(&["The council met late. Nobody left."]), None, "an orphan");
}

#[test]
fn of_the_same_words_twice_the_ones_in_their_context_are_meant() {
    let folder = tempfile::tempdir().unwrap();
    let text = "“No,” Ana Ruiz said of the pier.\n\nThe vote was close.\n\n“No,” Ulf Berg said of the bridge.";
    let article = Article::from_body(text.to_owned());
    let quotations = quote::extract(&article);
    let mut mark = Mark::of(&article, &quotations[1], DateTime::UNIX_EPOCH);
    mark.quotation = None;
    let anchor = archive(folder.path(), &[text]).anchor(&mark).unwrap().unwrap();
    assert_eq!((anchor.words, anchor.quotation), (quotations[1].content, Some(1)));
}

#[test]
fn many_marks_are_tied_at_once_as_each_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let said: String = (1..=40).map(|n| format!("“We counted to {n},” Ana Ruiz said.\n\n")).collect();
    let article = Article::from_body(said.clone());
    let mut marks: Vec<Mark> =
        quote::extract(&article).iter().map(|q| Mark::of(&article, q, DateTime::UNIX_EPOCH)).collect();
    marks.push(mark_in(TEXT));
    marks.push(mark_in("“Nobody has this any more,” Bo Ott said."));
    let archive = archive(folder.path(), &[&said, TEXT]);
    let at_once = archive.anchors(&marks.iter().collect::<Vec<_>>()).unwrap();
    let one_by_one: Vec<_> = marks.iter().map(|mark| archive.anchor(mark).unwrap()).collect();
    assert_eq!(at_once, one_by_one);
    assert_eq!(
        (at_once[39].unwrap().quotation, at_once[40].unwrap().record, at_once[41]),
        (Some(39), RecordKey(2), None)
    );
}

#[test]
fn a_damaged_or_newer_file_of_marks_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("marks.db");
    drop(Marks::open(&path).unwrap());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 7).unwrap();
    assert!(matches!(Marks::open(&path), Err(StoreError::Newer { found: 7, .. })));
    fs::write(&path, [0x55; 4096]).unwrap();
    assert!(matches!(Marks::open(&path), Err(StoreError::Foreign { .. })));
    assert_eq!(fs::read(&path).unwrap(), [0x55; 4096]);
    assert!(Archive::open(&path).is_err());
}

#[test]
fn everything_goes_out_and_comes_back_as_one_array() {
    let folder = tempfile::tempdir().unwrap();
    let mut marks = Marks::open(&folder.path().join("marks.db")).unwrap();
    let mark = mark_in(TEXT);
    let edits = [
        Edit::Mark(Box::new(mark.clone()), Alter::Speaker(Some("Eva Lind".to_owned()))),
        Edit::Name("Bob Stone".to_owned(), Some("Robert Stone".to_owned())),
        Edit::Read(mark.article, Some(true)),
    ];
    marks.edit(&edits, DateTime::UNIX_EPOCH).unwrap();
    marks.remember_place(mark.article, 7).unwrap();
    let json = serde_json::to_string(&marks.entries().unwrap()).unwrap();
    assert!(json.contains(r#"{"name":"Bob Stone","speaker":"Robert Stone"}"#), "{json}");
    let entries: Vec<Entry> = serde_json::from_str(&json).unwrap();
    let mut other = Marks::open(&folder.path().join("other.db")).unwrap();
    other.add_all(&entries).unwrap();
    other.add_all(&entries).unwrap();
    assert_eq!(other.entries().unwrap().len(), 3);
    assert_eq!(other.all().unwrap().names, marks.all().unwrap().names);
    assert_eq!((other.all().unwrap().read, marks.all().unwrap().places[&mark.article]), (marks.all().unwrap().read, 7));
    let error = serde_json::from_str::<Vec<Entry>>(r#"[{"exakt": "x"}]"#).unwrap_err().to_string();
    assert!(error.starts_with("no mark: a mark has `exact`"), "{error}");
}

#[test]
fn the_newer_word_on_a_name_takes_back_an_older_one_that_leads_in_a_circle() {
    let folder = tempfile::tempdir().unwrap();
    let mut marks = Marks::open(&folder.path().join("marks.db")).unwrap();
    let mut say = |name: &str, speaker: &str| {
        marks.edit(&[Edit::Name(name.to_owned(), Some(speaker.to_owned()))], DateTime::UNIX_EPOCH).unwrap()
    };
    say("Bob", "Rob");
    say("Rob", "Robert");
    let changes = say("Robert", "Bob");
    assert_eq!(changes.len(), 2, "and what took it back can be undone with it");
    let names = marks.all().unwrap().names;
    assert_eq!((names.speaker("Rob"), names.speaker("Robert"), names.speaker("Bob")), (Some("Bob"), Some("Bob"), None));
    let back: Vec<_> = changes.into_iter().rev().map(Change::reversed).collect();
    marks.set(&back).unwrap();
    assert_eq!(marks.all().unwrap().names.speaker("Bob"), Some("Robert"));
}

#[test]
fn marks_of_the_first_version_are_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("marks.db");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../src/library/schema/marks1.sql")).unwrap();
    old.execute_batch(&format!(
        "PRAGMA application_id = {}; PRAGMA user_version = 1;
         INSERT INTO mark (article, exact, prefix, suffix, start_char, created, kept)
         VALUES ('0123456789ab', 'words', '', '', 3, '2020-01-01T00:00:00Z', 1)",
        0x7768_6d6b
    ))
    .unwrap();
    drop(old);
    let marks = Marks::open(&path).unwrap().list().unwrap();
    assert_eq!((marks.len(), marks[0].1.exact.as_str(), &marks[0].1.speaker), (1, "words", &None));
}

#[test]
fn what_comes_from_elsewhere_takes_nothing_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut marks = Marks::open(&folder.path().join("marks.db")).unwrap();
    let said = |note: &str, tag: &str, speaker: &str| Mark {
        note: Some(note.to_owned()),
        tags: vec!["pier".to_owned(), tag.to_owned()],
        speaker: Some(speaker.to_owned()),
        ..mark_in(TEXT)
    };
    let name = |speaker: &str| Entry::Speaker { name: "Bob Stone".to_owned(), speaker: speaker.to_owned() };
    marks.add(&said("ask her", "mine", "Eva Lind")).unwrap();
    assert_eq!(marks.add_all(&[name("Robert Stone")]).unwrap(), 0);
    let theirs = [Entry::Mark(said("seen in print", "theirs", "Ana Ruiz")), name("Rob Stone")];
    assert_eq!(marks.add_all(&theirs).unwrap(), 2, "both name another speaker");
    assert_eq!(marks.add_all(&theirs).unwrap(), 2);
    let (_, mark) = marks.list().unwrap().remove(0);
    assert_eq!(mark.note.as_deref(), Some("ask her\n\nseen in print"));
    assert_eq!(
        (mark.tags, mark.speaker.as_deref()),
        (["pier", "mine", "theirs"].map(str::to_owned).to_vec(), Some("Eva Lind"))
    );
    assert!(
        marks
            .entries()
            .unwrap()
            .iter()
            .any(|entry| matches!(entry, Entry::Speaker { speaker, .. } if speaker == "Robert Stone"))
    );
}

//! Libraries in files: what goes in comes out, whatever happens in between.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use rusqlite::Connection;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use whosaid::article::{Article, Origin, Printed, Warning};
use whosaid::import::{self, Fields, ReadOptions};
use whosaid::library::load::{Cancel, Source, read_articles};
use whosaid::library::seeds::SEEDS;
use whosaid::library::{Archive, Failure, Filter, PersonKind, Record, RecordKey, Report, StoreError, Writer};
use whosaid::quote;

/// Reads a file as plain text.
fn plain(path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>) {
    let bytes = fs::read(path).unwrap();
    let _ = each(Ok(import::read(&bytes, Origin::File(path.to_path_buf()), &ReadOptions::default())));
}

/// Reads every line of a file as an article.
fn lines(path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>) {
    for line in fs::read_to_string(path).unwrap().lines() {
        let mut article = Article::from_body(line.to_owned());
        article.origin = Origin::File(path.to_path_buf());
        if each(Ok(article)).is_break() {
            break;
        }
    }
}

fn import_all(writer: &mut Writer, folder: &Path) -> Report {
    let report = writer.import(&[folder.to_path_buf()], &plain, &Cancel::default(), &mut |_| ()).unwrap();
    writer.index(&Cancel::default(), &mut |_| ()).unwrap();
    report
}

/// A library and a folder beside it.
struct Place {
    _temporary: TempDir,
    folder: PathBuf,
    library: PathBuf,
}

impl Place {
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().join("clips");
        fs::create_dir(&folder).unwrap();
        Self { folder, library: temporary.path().join("data/library.db"), _temporary: temporary }
    }

    fn with(files: &[(&str, &str)]) -> Self {
        let place = Self::new();
        for (name, text) in files {
            place.write(name, text);
        }
        place
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.join(name), text).unwrap();
    }

    fn open(&self) -> Archive {
        Archive::open(&self.library).unwrap()
    }

    fn import(&self) -> Report {
        import_all(&mut self.open().writer().unwrap(), &self.folder)
    }

    fn titles(&self) -> Vec<String> {
        let summaries = self.open().summaries(None, 1000, &Filter::default()).unwrap();
        summaries.into_iter().map(|summary| summary.title).collect()
    }

    fn is_whole(&self) -> bool {
        self.open().writer().unwrap().verify(&Cancel::default()).unwrap().is_empty()
    }
}

fn dated(date: &str, text: &str) -> Article {
    let fields = Fields { date: Some(date.to_owned()), ..Fields::default() };
    import::from_fields(text.to_owned(), fields, &ReadOptions::default())
}

fn assert_same(stored: &Record, article: &Article) {
    assert_eq!(format!("{:?}", stored.article), format!("{article:?}"));
    assert_eq!(stored.quotations, quote::extract(article));
}

#[test]
fn the_seeds_come_back_as_they_were() {
    let place = Place::new();
    let mut writer = place.open().writer().unwrap();
    let mut articles = Vec::new();
    read_articles(&Source::Seeds, &ReadOptions::default(), |article| {
        articles.push(article.unwrap());
        ControlFlow::Continue(())
    });
    for seed in SEEDS {
        let of_seed = articles.iter().filter(|article| article.origin == Origin::Embedded(seed.name));
        writer.add_embedded(seed.name, of_seed.cloned()).unwrap();
    }
    writer.index(&Cancel::default(), &mut |_| ()).unwrap();
    drop(writer);
    let archive = place.open();
    let summaries = archive.summaries(None, 100, &Filter::default()).unwrap();
    assert_eq!(summaries.len(), articles.len());
    for article in &articles {
        let &[key] = &archive.with_id(article.id).unwrap()[..] else { panic!("{}", article.title.text) };
        let record = archive.record(key).unwrap().unwrap();
        assert_same(&record, article);
        let summary = summaries.iter().find(|summary| summary.key == key).unwrap();
        assert_eq!(summary.quotations as usize, record.quotations.len());
    }
    assert!(place.is_whole());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn any_article_comes_back_as_it_was(
        paragraphs in proptest::collection::vec("[“”‘’\"]?[A-Za-zé ,.]{0,40}[”\"]? ?(said Ana Ruiz|she said|Mayor Ulf Berg told us)?\\.?", 1..8),
        title in proptest::option::of("\\PC{0,20}"),
        outlet in proptest::option::of("\\PC{1,9}"),
        date in proptest::option::of("(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?"),
        warnings in proptest::collection::vec("\\PC{0,20}", 0..3),
    ) {
        let fields = Fields { title, outlet, date, ..Fields::default() };
        let mut article = import::from_fields(paragraphs.join("\n\n"), fields, &ReadOptions::default());
        article.warnings.extend(warnings.into_iter().map(|message| Warning { message }));
        let place = Place::new();
        let archive = place.open();
        let mut writer = archive.writer().unwrap();
        writer.add_given("a test", [article.clone()]).unwrap();
        writer.index(&Cancel::default(), &mut |_| ()).unwrap();
        assert_same(&archive.record(RecordKey(1)).unwrap().unwrap(), &article);
        prop_assert_eq!(writer.verify(&Cancel::default()).unwrap(), []);
    }
}

#[test]
fn only_what_changed_is_read_again() {
    let place = Place::with(&[("a.txt", "Ada spoke."), ("b.txt", "Ben spoke."), ("c.txt", "Cyd spoke.")]);
    let first = place.import();
    assert_eq!((first.files, first.articles.added), (3, 3));
    let again = place.import();
    assert_eq!((again.files, again.unchanged, again.articles.added), (3, 3, 0));

    let key = |title: &str| {
        let all = place.open().summaries(None, 10, &Filter::default()).unwrap();
        all.into_iter().find(|summary| summary.title == title).map(|summary| summary.key)
    };
    let cyd = key("Cyd spoke.");
    fs::remove_file(place.folder.join("a.txt")).unwrap();
    place.write("b.txt", "Ben spoke at length.");
    fs::rename(place.folder.join("c.txt"), place.folder.join("z.txt")).unwrap();
    place.write("d.txt", "Dee spoke.");
    let changed = place.import();
    assert_eq!((changed.moved, changed.deleted), (1, 1));
    assert_eq!((changed.articles.added, changed.articles.removed), (2, 2));
    let mut titles = place.titles();
    titles.sort();
    assert_eq!(titles, ["Ben spoke at length.", "Cyd spoke.", "Dee spoke."]);
    assert_eq!(key("Cyd spoke."), cyd, "a file that moved has the record it had");
    let record = place.open().record(cyd.unwrap()).unwrap().unwrap();
    assert_eq!(record.article.file_name().as_deref(), Some("z.txt"));
    assert!(place.is_whole());
}

#[test]
fn a_file_that_grew_keeps_the_records_it_had() {
    let place = Place::with(&[("wire.txt", "“One,” Ana Ruiz said.\n“Two,” Ulf Berg said.\n")]);
    let import = || {
        let mut writer = place.open().writer().unwrap();
        let report =
            writer.import(std::slice::from_ref(&place.folder), &lines, &Cancel::default(), &mut |_| ()).unwrap();
        writer.index(&Cancel::default(), &mut |_| ()).unwrap();
        report.articles
    };
    import();
    let text = |key| place.open().record(RecordKey(key)).unwrap().map(|record| record.article.text);
    assert_eq!(text(2).unwrap(), "“Two,” Ulf Berg said.");
    place.write("wire.txt", "“Zero,” Eva Roth said.\n“Two,” Ulf Berg said.\n“Three,” Eva Roth said.\n");
    let changes = import();
    assert_eq!((changes.added, changes.kept, changes.removed), (2, 1, 1));
    assert_eq!((text(1), text(2).unwrap()), (None, "“Two,” Ulf Berg said.".to_owned()));
    assert_eq!(place.open().counts().unwrap().quotations, 3);
    assert!(place.is_whole());
}

#[test]
fn an_import_that_was_cut_off_goes_on_where_it_was() {
    let place = Place::new();
    // More articles than one transaction holds.
    let texts: Vec<String> = (0..9000).map(|n| format!("“We counted {n} boats,” Ana Ruiz said.")).collect();
    // More than a large file's size, so that it comes in pieces.
    place.write("dump.txt", &texts.join(&format!("{}\n", " ".repeat(400))));
    let mut rounds = 0;
    loop {
        rounds += 1;
        let mut writer = place.open().writer().unwrap();
        let (cancel, mut left) = (Cancel::default(), rounds);
        let mut cut_off = |cancel: &Cancel| {
            left -= 1;
            if left <= 0 {
                cancel.cancel();
            }
        };
        writer.import(std::slice::from_ref(&place.folder), &lines, &cancel, &mut |_| cut_off(&cancel)).unwrap();
        let cancel = Cancel::default();
        let done = writer.index(&cancel, &mut |_| cancel.cancel()).unwrap();
        assert!(writer.verify(&Cancel::default()).unwrap().is_empty(), "after {rounds}");
        if place.open().counts().unwrap().articles == texts.len() && done.pending == 0 {
            break;
        }
        assert!(rounds < 500);
    }
    assert!(rounds > 1, "it was never cut off");
    assert_eq!(place.open().counts().unwrap().quotations, texts.len());
    assert_eq!(place.import().articles.added, 0);
}

#[test]
fn what_a_writer_leaves_unfinished_is_as_though_it_never_was() {
    let place = Place::with(&[("a.txt", "“It is done,” Ana Ruiz said.")]);
    place.import();
    // As after `kill -9`: a transaction is open, and its pages are in the log.
    let abandoned = Connection::open(&place.library).unwrap();
    abandoned.execute_batch("PRAGMA cache_size = 1; BEGIN; DELETE FROM quotation; DELETE FROM article;").unwrap();
    let copy = place.library.with_file_name("copy.db");
    for end in ["", "-wal"] {
        let with = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
        fs::copy(with(&place.library), with(&copy)).unwrap();
    }
    let archive = Archive::open(&copy).unwrap();
    assert_eq!(archive.counts().unwrap().quotations, 1);
    assert!(archive.writer().unwrap().verify(&Cancel::default()).unwrap().is_empty());
}

#[test]
fn articles_can_be_read_before_they_are_searchable() {
    let place = Place::with(&[("a.txt", "“It is done,” Ana Ruiz said.")]);
    let archive = place.open();
    let mut writer = archive.writer().unwrap();
    writer.import(std::slice::from_ref(&place.folder), &plain, &Cancel::default(), &mut |_| ()).unwrap();
    assert_eq!(archive.pending().unwrap(), 1);
    assert!(archive.record(RecordKey(1)).unwrap().unwrap().quotations.is_empty());
    assert!(writer.verify(&Cancel::default()).unwrap().is_empty());
    let told = writer.index(&Cancel::default(), &mut |_| ()).unwrap();
    assert_eq!((told.articles, told.pending, archive.pending().unwrap()), (1, 0, 0));
    assert_eq!(archive.record(RecordKey(1)).unwrap().unwrap().quotations.len(), 1);
}

#[test]
fn the_newest_come_first_page_by_page() {
    let place = Place::new();
    let archive = place.open();
    let mut writer = archive.writer().unwrap();
    let dates = ["2020-07-27", "2020-07", "2019", "", "2020-07-27", "2021-01-05", "", "2020-08-01"];
    let articles = dates.iter().enumerate().map(|(n, date)| dated(date, &format!("Article number {n}.")));
    writer.add_given("a test", articles).unwrap();
    let all = archive.summaries(None, 100, &Filter::default()).unwrap();
    let printed: Vec<String> = all.iter().map(|s| s.printed.iso().unwrap_or_default()).collect();
    assert_eq!(printed, ["2021-01-05", "2020-08-01", "2020-07-27", "2020-07-27", "2020-07", "2019", "", ""]);
    for size in 1..4 {
        let mut paged = Vec::new();
        loop {
            let after = paged.last().map(|s: &whosaid::library::Summary| (s.printed, s.key));
            let page = archive.summaries(after, size, &Filter::default()).unwrap();
            if page.is_empty() {
                break;
            }
            paged.extend(page);
        }
        assert_eq!(paged, all);
    }
    let day = |text: &str| text.parse().ok();
    let filter = Filter { from: day("2020-07-01"), until: day("2020-07-31"), outlet: None };
    assert_eq!(archive.summaries(None, 100, &filter).unwrap().len(), 3);
    assert_eq!(all.last().unwrap().printed, Printed::Unknown);
}

/// Sentences that no other `seed` makes, as many as `count`.
fn story(seed: usize, count: usize) -> String {
    (0..count).map(|n| format!("Witness {seed} saw ship {} pass pier {} at dawn. ", n * 7 + seed, n + 3)).collect()
}

#[test]
fn one_text_printed_by_many_is_one_text_and_nearly_the_same_is_linked() {
    let place = Place::new();
    let archive = place.open();
    let mut writer = archive.writer().unwrap();
    let printed = |date: &str, outlet: &str, text: String| {
        let fields = Fields { date: Some(date.into()), outlet: Some(outlet.into()), ..Fields::default() };
        import::from_fields(text, fields, &ReadOptions::default())
    };
    let wire = story(1, 40);
    let altered = wire.replacen("pier 20", "the new pier", 1);
    let articles = [
        printed("2020-03-02", "Post", wire.to_uppercase()),
        printed("2020-03-01", "Wire", wire.clone()),
        printed("2020-03-03", "Echo", altered),
        printed("2020-03-01", "Other", story(2, 40)),
    ];
    writer.add_given("a test", articles.clone()).unwrap();
    writer.index(&Cancel::default(), &mut |_| ()).unwrap();
    let printings = archive.printings(RecordKey(1)).unwrap();
    let outlets: Vec<_> = printings.iter().map(|p| (p.outlet.clone().unwrap(), p.similarity == 1.0)).collect();
    assert_eq!(outlets, [("Wire".into(), true), ("Post".into(), true), ("Echo".into(), false)]);
    assert_eq!(archive.printings(RecordKey(4)).unwrap().len(), 1);
    for (key, article) in (1..).zip(&articles) {
        assert_eq!(archive.record(RecordKey(key)).unwrap().unwrap().article.text, article.text, "as each printed it");
    }
    let texts = Connection::open(&place.library).unwrap();
    let count =
        |table: &str| texts.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get::<_, i64>(0)).unwrap();
    assert_eq!((count("text"), count("articles")), (3, 4));
    writer.add_given("a test", []).unwrap();
    assert_eq!((count("text"), count("text_band"), count("text_near"), count("quotation")), (0, 0, 0, 0));
}

fn people(articles: &[(&str, &str)]) -> Vec<(String, PersonKind, u64)> {
    let place = Place::new();
    let archive = place.open();
    let mut writer = archive.writer().unwrap();
    writer.add_given("a test", articles.iter().map(|(date, text)| dated(date, text))).unwrap();
    writer.index(&Cancel::default(), &mut |_| ()).unwrap();
    let mut people: Vec<_> = archive.people(None, 100).unwrap();
    people.sort_by(|a, b| a.name.cmp(&b.name));
    people.into_iter().map(|person| (person.name, person.kind, person.quotations)).collect()
}

#[test]
fn one_person_under_several_roles_is_one_person() {
    let found = people(&[
        ("2019-02-01", "“We will see,” State Senator Robert Peters (D-Chicago) said."),
        ("2020-02-01", "“It is law now,” Sen. Peters said."),
        ("2020-03-01", "“I am glad,” said Robert Peters, a teacher."),
    ]);
    assert_eq!(found, [("Robert Peters".to_owned(), PersonKind::Full, 3)]);
}

#[test]
fn who_is_described_is_one_source_however_the_sentence_begins() {
    let found = people(&[
        ("2019-02-01", "Police said that the bridge will open on Monday."),
        ("2019-02-02", "The bridge will open on Monday, police said."),
        ("2019-02-03", "The tunnel will open on Friday, police said."),
        ("2019-02-04", "CNN reported that the bridge will open on Monday."),
    ]);
    let source = |name: &str, quotations| (name.to_owned(), PersonKind::Source, quotations);
    assert_eq!(found, [source("CNN", 1), source("police", 3)]);
}

#[test]
fn a_person_keeps_the_key_it_had_when_more_comes_in() {
    let place = Place::new();
    let archive = place.open();
    let mut writer = archive.writer().unwrap();
    let mut add = |name: &str, text: &str| {
        writer.add_given(name, [dated("2020-01-01", text)]).unwrap();
        writer.index(&Cancel::default(), &mut |_| ()).unwrap();
    };
    let key = |name: &str| {
        archive.people(None, 100).unwrap().into_iter().find(|person| person.name == name).map(|person| person.key)
    };
    add("one", "“It is done,” Mayor Ulf Berg said.");
    add("two", "“It is done,” Mayor Ana Ruiz said.");
    let ana = key("Ana Ruiz").unwrap();
    add("one", "Nothing was said.");
    add("three", "“Not yet,” Judge Eva Roth said. “It is,” Councilwoman Ana Ruiz said.");
    assert_eq!(key("Ana Ruiz"), Some(ana));
    assert_eq!(key("Ulf Berg"), None);
    assert_ne!(key("Eva Roth"), Some(ana));
}

#[test]
fn a_year_that_would_sort_wrongly_becomes_a_warning() {
    let place = Place::new();
    let archive = place.open();
    let mut writer = archive.writer().unwrap();
    let mut article = dated("2020-01-01", "Someday.");
    article.printed = Printed::Year(chrono::NaiveDate::from_ymd_opt(12_020, 1, 1).unwrap());
    writer.add_given("a test", [article, dated("2020-01-01", "Today.")]).unwrap();
    let titles: Vec<_> = archive.summaries(None, 9, &Filter::default()).unwrap().into_iter().map(|s| s.title).collect();
    assert_eq!(titles, ["Today.", "Someday."]);
    let stored = archive.record(RecordKey(1)).unwrap().unwrap().article;
    assert!(stored.warnings[0].message.contains("12020"), "{:?}", stored.warnings);
    assert!(writer.verify(&Cancel::default()).unwrap().is_empty());
}

#[test]
fn a_surname_alone_makes_nobody_one_person() {
    let found = people(&[
        ("2019-02-01", "“We will see,” State Senator Robert Peters said."),
        ("2019-03-01", "“Never,” State Senator Gary Peters said."),
        ("2019-04-01", "“It is law now,” Sen. Peters said."),
        ("2019-04-02", "“Catch them,” Sheriff Peters said."),
    ]);
    let names: Vec<_> = found.iter().map(|(name, ..)| name.as_str()).collect();
    assert!(names.contains(&"Robert Peters") && names.contains(&"Gary Peters"), "{names:?}");
    assert!(found.iter().all(|(.., quotations)| *quotations == 1), "{found:?}");
    assert_eq!(found.len(), 4, "{found:?}");
}

#[cfg(unix)]
#[test]
fn a_library_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with(&[("a.txt", "Ada spoke.")]);
    let archive = place.open();
    let mut writer = archive.writer().unwrap();
    import_all(&mut writer, &place.folder);
    for entry in fs::read_dir(place.library.parent().unwrap()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
}

#[test]
fn one_writes_and_the_others_read() {
    let place = Place::with(&[("a.txt", "Ada spoke.")]);
    let archive = place.open();
    let mut writer = archive.writer().unwrap();
    assert!(matches!(place.open().writer(), Err(StoreError::Busy { .. })));
    import_all(&mut writer, &place.folder);
    assert_eq!(place.titles(), ["Ada spoke."], "read beside the writer");
    drop(writer);
    assert!(place.open().writer().is_ok());
}

#[test]
fn a_newer_or_foreign_file_is_left_as_it_is() {
    let place = Place::new();
    drop(place.open());
    Connection::open(&place.library).unwrap().pragma_update(None, "user_version", 999).unwrap();
    let before = fs::read(&place.library).unwrap();
    assert!(matches!(Archive::open(&place.library), Err(StoreError::Newer { found: 999, .. })));
    assert_eq!(fs::read(&place.library).unwrap(), before);

    let foreign = place.folder.join("other.db");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE mine (x)").unwrap();
    let text = place.folder.join("text.db");
    fs::write(&text, "These are my notes of the last council, and no database at all.\n".repeat(40)).unwrap();
    for path in [foreign, text] {
        let before = fs::read(&path).unwrap();
        let error = Archive::open(&path).unwrap_err();
        assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}

/// What the first version made of one article.
const OF_VERSION_1: &str = "
    INSERT INTO source VALUES (1, x'61', 'a.txt', 'given', 0, 0, x'00', 1, NULL);
    INSERT INTO text VALUES (1, 7, '“It is done,” Ana Ruiz said.');
    INSERT INTO article (id, article_id, text, source, place, text_from, fingerprint, stage, title, stand_in, printed,
            quotations, header_start, header_end, paragraphs)
        VALUES (1, 'aaaaaaaaaaaa', 1, 1, 0, 'as is', 7, 2, 'Straße', 0, '2020-07-27', 1, 0, 0, x'0020');
    INSERT INTO article_fts (rowid, title, body) SELECT id, title, body FROM article_text;
    INSERT INTO rule VALUES (1, 'a rule');
    INSERT INTO quotation (id, article, place, quotation_id, kind, words, content_start, content_end, segments,
            certainty, rule, paragraph, printed)
        VALUES (1, 1, 0, 'aaaaaaaaaaaa', 'direct', 'It is done', 0, 17, x'0011', 'unknown', 1, 0, '2020-07-27');
    INSERT INTO quotation_fts (rowid, words) SELECT id, words FROM quotation;
    UPDATE total SET articles = 1, quotations = 1;
    PRAGMA application_id = 0x77686f73;
    PRAGMA user_version = 1;";

#[test]
fn a_library_of_an_older_version_is_brought_up_and_indexed_again() {
    const TO_VERSION_2: &str = concat!(include_str!("../src/library/schema/2.sql"), "PRAGMA user_version = 2;");
    brought_up("");
    brought_up(TO_VERSION_2);
}

/// Opens a library of the first version that was brought up by `newer`, and indexes it.
fn brought_up(newer: &str) {
    let place = Place::new();
    fs::create_dir(place.library.parent().unwrap()).unwrap();
    let connection = Connection::open(&place.library).unwrap();
    for step in [include_str!("../src/library/schema/1.sql"), OF_VERSION_1, newer] {
        connection.execute_batch(step).unwrap();
    }
    drop(connection);

    let archive = Archive::open_to_read(&place.library).unwrap();
    assert_eq!((archive.pending().unwrap(), archive.counts().unwrap().quotations), (1, 0));
    archive.writer().unwrap().index(&Cancel::default(), &mut |_| ()).unwrap();
    let record = archive.record(RecordKey(1)).unwrap().unwrap();
    assert_eq!(record.quotations[0].speaker.as_ref().unwrap().name, "Ana Ruiz");
    let connection = Connection::open(&place.library).unwrap();
    let found = |fts: &str| -> Vec<i64> {
        let mut statement = connection.prepare(fts).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(found("SELECT rowid & 0xffffffff FROM article_fts WHERE article_fts MATCH 'strasse'"), [1]);
    assert_eq!(found("SELECT rowid & 0xffffffff FROM quotation_fts WHERE quotation_fts MATCH 'done'"), [1]);
}

#[test]
fn a_library_of_version_3_gains_a_column_and_is_not_indexed_again() {
    let place = Place::new();
    fs::create_dir(place.library.parent().unwrap()).unwrap();
    let connection = Connection::open(&place.library).unwrap();
    connection.execute_batch(include_str!("../src/library/schema/1.sql")).unwrap();
    connection.execute_batch(OF_VERSION_1).unwrap();
    connection
        .execute_batch("UPDATE article SET warnings = '[\"“3/4/2021” may be two dates\"]'; PRAGMA user_version = 3")
        .unwrap();
    let archive = Archive::open_to_read(&place.library).unwrap();
    assert_eq!((archive.pending().unwrap(), archive.counts().unwrap().quotations), (0, 1));
    assert_eq!(archive.warned_since(RecordKey(0)).count(), 1);
    let warnings: String = connection.query_row("SELECT warnings FROM articles", [], |row| row.get(0)).unwrap();
    assert!(warnings.starts_with("[\"“3/4/2021”"));
}

#[test]
fn damage_is_found_and_nothing_panics() {
    let articles: Vec<Article> =
        (0..100).map(|n| Article::from_body(format!("“Number {n},” Ana Ruiz said. {}", story(n, 9)))).collect();
    let place = Place::new();
    let mut writer = place.open().writer().unwrap();
    writer.add_given("a test", articles.clone()).unwrap();
    writer.index(&Cancel::default(), &mut |_| ()).unwrap();
    drop(writer);
    let good = fs::read(&place.library).unwrap();
    let mut found = 0;
    for round in 0..16 {
        let mut bad = good.clone();
        let at = 100 + (round * 104_729) % (bad.len() - 300);
        bad[at..at + 200].iter_mut().for_each(|byte| *byte ^= 0x55);
        fs::write(&place.library, &bad).unwrap();
        let outcome = Archive::open(&place.library).and_then(|archive| {
            archive.summaries(None, 500, &Filter::default())?;
            archive.people(None, 500)?;
            let faults = archive.writer()?.verify(&Cancel::default())?;
            // Bytes that nothing is kept in may change unnoticed, but no article.
            for (key, article) in (1..).zip(articles.iter().filter(|_| faults.is_empty())) {
                assert_same(&archive.record(RecordKey(key))?.unwrap(), article);
            }
            Ok(faults)
        });
        match outcome {
            Ok(faults) => found += usize::from(!faults.is_empty()),
            Err(StoreError::Damaged { .. } | StoreError::Foreign { .. } | StoreError::Sqlite { .. }) => found += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert!(found > 2, "{found} of 16");
}

#[cfg(unix)]
#[test]
fn where_nothing_can_be_written_a_library_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with(&[("a.txt", "Ada spoke.")]);
    place.import();
    let data = place.library.parent().unwrap();
    let lock = |mode| fs::set_permissions(data, fs::Permissions::from_mode(mode)).unwrap();
    lock(0o500);
    fs::set_permissions(&place.library, fs::Permissions::from_mode(0o400)).unwrap();
    let superuser = fs::write(data.join("probe"), "").is_ok();
    let titles = Archive::open_to_read(&place.library)
        .and_then(|archive| archive.summaries(None, 10, &Filter::default()))
        .map(|summaries| summaries.len());
    let opened = Archive::open(&data.join("new.db"));
    lock(0o700);
    assert_eq!(titles.unwrap(), 1);
    // Nothing keeps the superuser from writing.
    assert!(superuser || matches!(opened, Err(StoreError::ReadOnly { .. })));
}

#[test]
fn other_programs_read_the_views() {
    let place = Place::with(&[("a.txt", "July 4, 2020\n\n“It is done,” Mayor Ana Ruiz said. “Été,” she said.")]);
    place.import();
    let file = Connection::open(&place.library).unwrap();
    let row = |sql: &str| file.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let first: (String, String, String) = row("SELECT text, speaker, mention FROM quotations").unwrap();
    assert_eq!(first, ("“It is done,”".into(), "Ana Ruiz".into(), "Mayor Ana Ruiz".into()));
    let article: (String, String, String) = row("SELECT precision, printed, path FROM articles").unwrap();
    assert_eq!((&*article.0, &*article.1, article.2.ends_with("a.txt")), ("day", "2020-07-04", true));
    let speaker: (String, String, String) = row("SELECT name, kind, role FROM speakers").unwrap();
    assert_eq!(speaker, ("Ana Ruiz".into(), "full".into(), "Mayor".into()));
    let hits: i64 = file
        .query_row("SELECT count(*) FROM quotation_fts WHERE quotation_fts MATCH 'ete'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(hits, 1, "accents make no difference");
}

#[test]
fn a_library_that_does_not_say_its_sources_is_not_made_anew_from_none() {
    let place = Place::with(&[("a.txt", "Ada spoke.")]);
    place.import();
    let good = fs::read(&place.library).unwrap();
    let rebuild = |bytes: &[u8]| {
        fs::write(&place.library, bytes).unwrap();
        let outcome = Archive::rebuild(&place.library, &[], &plain, &Cancel::default(), &mut |_, _| ());
        assert!(fs::read(&place.library).unwrap() == bytes, "nothing is replaced");
        outcome.unwrap_err()
    };
    let mut damaged = good.clone();
    damaged[100..300].fill(0x55);
    let error = rebuild(&damaged);
    assert!(error.to_string().contains("import that again"), "{error}");
    let mut newer = good.clone();
    // The bytes of `user_version`.
    newer[60..64].copy_from_slice(&999_u32.to_be_bytes());
    assert!(matches!(rebuild(&newer), StoreError::Newer { found: 999, .. }));
}

#[test]
fn a_library_is_made_anew_from_its_sources_and_keeps_what_came_from_no_file() {
    let place = Place::with(&[("a.txt", "“It is done,” Ana Ruiz said."), ("b.txt", "Ben spoke.")]);
    place.import();
    place.open().writer().unwrap().add_given("a pipe", [dated("", "Through a pipe.")]).unwrap();
    place.write("b.txt", "Ben spoke again.");
    // What nobody else can know is lost.
    Connection::open(&place.library).unwrap().execute_batch("DELETE FROM quotation; DELETE FROM text_sketch;").unwrap();
    assert!(!place.is_whole());
    let rebuild = |cancel: &Cancel| Archive::rebuild(&place.library, &[], &plain, cancel, &mut |_, _| ());
    let cancelled = Cancel::default();
    cancelled.cancel();
    rebuild(&cancelled).unwrap();
    assert!(!place.is_whole(), "the old one stays where the new one is not whole");
    rebuild(&Cancel::default()).unwrap();
    assert!(place.is_whole());
    let mut titles = place.titles();
    titles.sort();
    assert_eq!(titles.len(), 3);
    assert_eq!(titles[0], "Ben spoke again.");
    assert_eq!(place.open().counts().unwrap().quotations, 1);
    assert_eq!(place.import().unchanged, 2);
    let left: Vec<_> = fs::read_dir(place.library.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("rebuilt")), "{left:?}");
}

#[test]
fn a_rebuild_keeps_the_articles_of_a_file_that_is_away_and_tells_of_it() {
    let place = Place::with(&[("a.txt", "Ada spoke."), ("b.txt", "Ben spoke.")]);
    place.import();
    let (file, away) = (place.folder.join("b.txt"), place.library.with_file_name("away.txt"));
    fs::rename(&file, &away).unwrap();
    let report = Archive::rebuild(&place.library, &[], &plain, &Cancel::default(), &mut |_, _| ()).unwrap();
    assert_eq!(report.failures.iter().map(|failure| &failure.path).collect::<Vec<_>>(), [&file]);
    assert_eq!(report.articles.kept, 1);
    assert!(place.is_whole());
    let mut titles = place.titles();
    titles.sort();
    assert_eq!(titles, ["Ada spoke.", "Ben spoke."]);
    fs::rename(&away, &file).unwrap();
    place.write("b.txt", "Ben spoke again.");
    place.import();
    assert_eq!(place.titles().len(), 2, "what comes back takes its own place");
}

#[test]
fn of_a_library_that_is_cut_off_as_much_is_kept_as_there_is_and_the_rest_told() {
    let place = Place::with(&[("a.txt", "Ada spoke.")]);
    place.import();
    let given = (0..400).map(|n| Article::from_body(story(n, 60)));
    place.open().writer().unwrap().add_given("a pipe", given).unwrap();
    let whole = fs::read(&place.library).unwrap();
    fs::write(&place.library, &whole[..whole.len() * 3 / 4]).unwrap();
    assert!(matches!(Archive::open_to_read(&place.library), Err(StoreError::Damaged { .. })));
    let report = Archive::rebuild(&place.library, &[], &plain, &Cancel::default(), &mut |_, _| ()).unwrap();
    let told: Vec<_> = report.failures.iter().map(|failure| failure.error.to_string()).collect();
    assert!(told.len() == 1 && told[0].starts_with("a pipe: the library is damaged"), "{told:?}");
    assert!(place.is_whole());
    let articles = place.open().counts().unwrap().articles;
    assert!(2 < articles && articles < 401, "{articles}");
    assert!(place.titles().contains(&"Ada spoke.".to_owned()));
}

#[test]
fn a_rebuild_steps_over_a_source_that_cannot_be_read_and_tells_that_not_all_are_known() {
    let place = Place::with(&[("a.txt", "Ada spoke."), ("b.txt", "Ben spoke."), ("c.txt", "Cleo spoke.")]);
    place.import();
    let damage =
        "PRAGMA ignore_check_constraints = ON; UPDATE source SET kind = 'fi\u{fffd}e' WHERE path LIKE '%b.txt'";
    Connection::open(&place.library).unwrap().execute_batch(damage).unwrap();
    let report = Archive::rebuild(&place.library, &[], &plain, &Cancel::default(), &mut |_, _| ()).unwrap();
    let told: Vec<_> = report.failures.iter().map(|failure| failure.error.to_string()).collect();
    assert!(told.len() == 1 && told[0].ends_with("not all of them are known any more"), "{told:?}");
    assert_eq!(report.failures[0].path, place.library);
    let mut titles = place.titles();
    titles.sort();
    assert_eq!(titles, ["Ada spoke.", "Cleo spoke."]);
}

#[test]
fn a_rebuild_that_fails_leaves_nothing_beside_the_library() {
    let place = Place::with(&[("a.txt", "Ada spoke.")]);
    place.import();
    let before = fs::read(&place.library).unwrap();
    let aside = place.library.with_file_name("library.db.rebuilt");
    let breaking = |path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>| {
        Connection::open(&aside).unwrap().execute_batch("DROP TABLE article").unwrap();
        plain(path, each);
    };
    Archive::rebuild(&place.library, &[], &breaking, &Cancel::default(), &mut |_, _| ()).unwrap_err();
    assert_eq!(fs::read(&place.library).unwrap(), before);
    assert!(!aside.exists());

    // One that is away is not one that is damaged: it may come back.
    let paths = [place.folder.clone()];
    fs::remove_file(&place.library).unwrap();
    let outcome = Archive::rebuild(&place.library, &paths, &plain, &Cancel::default(), &mut |_, _| ());
    assert!(matches!(outcome, Err(StoreError::Io { .. })), "{outcome:?}");
    assert!(!aside.exists() && !place.library.exists());
}

/// Makes more of a small file than is held in memory, as of a packed one.
fn unpacked(path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>) {
    let words = "They spoke of the harbour for a long time and nobody wrote it down. ".repeat(15_000);
    for number in 0..20 {
        let mut article = Article::from_body(format!("Number {number}. {words}"));
        article.origin = Origin::File(path.to_path_buf());
        if each(Ok(article)).is_break() {
            break;
        }
    }
}

#[test]
fn of_a_small_file_more_may_come_than_is_held() {
    let place = Place::with(&[("a.txt", "packed"), ("b.txt", "packed too")]);
    let mut writer = place.open().writer().unwrap();
    let folders = [place.folder.clone()];
    let report = writer.import(&folders, &unpacked, &Cancel::default(), &mut |_| ()).unwrap();
    assert_eq!((report.files, report.articles.added, report.failures.len()), (2, 40, 0));
    let again = writer.import(&folders, &unpacked, &Cancel::default(), &mut |_| ()).unwrap();
    assert_eq!((again.unchanged, again.articles.added), (2, 0));
}

#[test]
fn an_import_can_be_cancelled_in_the_middle_of_a_small_file() {
    let place = Place::with(&[("a.txt", "endless")]);
    let cancel = Cancel::default();
    let endless = |path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>| {
        let mut number = 0;
        loop {
            let mut article = Article::from_body(format!("Number {number}."));
            article.origin = Origin::File(path.to_path_buf());
            number += 1;
            if number == 10 {
                cancel.cancel();
            }
            if each(Ok(article)).is_break() {
                return;
            }
        }
    };
    let report = place
        .open()
        .writer()
        .unwrap()
        .import(std::slice::from_ref(&place.folder), &endless, &cancel, &mut |_| ())
        .unwrap();
    assert!(report.cancelled);
    assert_eq!(report.articles.added, 0);
}

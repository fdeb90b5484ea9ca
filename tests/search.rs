//! The search, on the real binary and on libraries.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use assert_cmd::Command;
use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::Value;
use std::fs;
use std::process::Output;
use std::sync::LazyLock;
use std::time::Instant;
use tempfile::TempDir;
use whosaid::article::{Article, Printed};
use whosaid::library::Archive;
use whosaid::library::load::Cancel;
use whosaid::search::query::Query;
use whosaid::search::{Search, SearchError, Sort, Stop};

/// Articles, and a home for the program to keep things in.
struct Folder {
    folder: TempDir,
}

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let articles = folder.path().join("articles");
        fs::create_dir(&articles).unwrap();
        let files = [
            (
                "a.txt",
                "Title: Harbour to close\nDate: 2021-03-04\nOutlet: The Ledger\n\nLONDON — “The harbour is closed until Monday,” \
                       said Mayor Ann Lee. “Ask the captain.”\n\nLee said the ferry would not leave.\n",
            ),
            (
                "b.txt",
                "Title: A vote\nDate: 2021-05\nOutlet: The Echo\n\n“We were never asked about the harbour,” said Bob \
                       Núñez.\n\nThe captain was not there.\n",
            ),
            (
                "c.txt",
                "Title: Weather\nDate: 2020\n\nIt was warm at the harbour all week. “Fine as ever,” said Ann Lee.\n",
            ),
            (
                "d.txt",
                "Title: Ein Weg\nDate: 2019\n\n“Die Straße nach Łódź steht in keiner Encyclopædia,” said Jan Wit.\n",
            ),
        ];
        for (name, text) in files {
            fs::write(articles.join(name), text).unwrap();
        }
        Self { folder }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        for place in ["XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            command.env(place, self.folder.path().join("home"));
        }
        command.current_dir(self.folder.path()).args(arguments).output().unwrap()
    }

    /// The hits of a query, each by its words or its title.
    fn search(&self, query: &str) -> Vec<String> {
        let output = self.run(&["search", query, "articles", "--format", "json"]);
        let hits: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
        assert_eq!(output.status.code(), Some(i32::from(hits.is_empty())), "{query}");
        let name = |hit: &Value| match hit["type"].as_str() {
            Some("quotation") => hit["quotation"]["words"].clone(),
            _ => hit["article"]["title"].clone(),
        };
        hits.iter().map(|hit| name(hit).as_str().unwrap().split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
    }
}

#[test]
fn words_fields_and_dates_find_what_they_say_newest_first() {
    let folder = Folder::new();
    let cases: &[(&str, &[&str])] = &[
        ("harbour", &["We were", "The harbour"]),
        ("harbour -monday", &["We were"]),
        ("\"never asked\" OR ferr*", &["We were", "the ferry"]),
        ("harbour NEAR/2 closed", &["The harbour"]),
        ("speaker:NUNEZ", &["We were"]),
        ("speaker:mayor kind:indirect", &["the ferry"]),
        ("harbour printed:2021-03", &["The harbour"]),
        ("harbour 2021-05-10", &["We were"]),
        ("harbour until:\"march 2021\"", &["The harbour"]),
        ("outlet:echo", &["We were"]),
        ("place:london kind:direct", &["The harbour"]),
        ("title:vote harbour", &["We were"]),
        ("harbour in:articles", &["A vote", "Harbour to", "Weather"]),
        ("title:harbour in:articles", &["Harbour to"]),
        ("SENTENCE(harbour captain) in:articles", &[]),
        ("PARAGRAPH(harbour captain) in:articles", &["Harbour to"]),
        ("harbour -speaker:lee in:articles", &["A vote"]),
        ("tag:none", &[]),
        ("strasse", &["Die Straße"]),
        ("Straße", &["Die Straße"]),
        ("lodz OR Encyclopædia", &["Die Straße"]),
        ("encyclopaedia in:articles", &["Ein Weg"]),
    ];
    for (query, expected) in cases {
        assert_eq!(folder.search(query), *expected, "{query}");
    }
}

#[test]
fn a_hit_has_its_type_its_snippet_and_its_object() {
    let folder = Folder::new();
    let output = folder.run(&["search", "never harbour", "articles", "--format", "jsonl"]);
    let hit: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&hit["type"], &hit["quotation"]["speaker"]), (&"quotation".into(), &"Bob Núñez".into()));
    let snippet: Vec<char> = hit["snippet"].as_str().unwrap().chars().collect();
    let mark = |at: usize| -> String {
        let offset = |end: &str| hit["highlights"][at][end].as_u64().unwrap() as usize;
        snippet[offset("start")..offset("end")].iter().collect()
    };
    assert_eq!((mark(0).as_str(), mark(1).as_str()), ("never", "harbour"));
    assert_eq!(hit["quotation"]["article"]["outlet"], "The Echo");
}

#[test]
fn a_library_is_searched_and_facets_count_it() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["import", "articles", "--library", "h.db"]).status.code(), Some(0));
    let output = folder.run(&["search", "", "--library", "h.db", "--facets", "--format", "json"]);
    let facets: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(facets["outlet"][0]["value"], "The Ledger");
    assert_eq!(facets["month"][0], serde_json::json!({"value": "2021-05", "count": 1}));
    let total: u64 = facets["count"].as_u64().unwrap();
    assert_eq!(
        facets["speaker"].as_array().unwrap().iter().map(|one| one["count"].as_u64().unwrap()).sum::<u64>(),
        total
    );
}

#[test]
fn filters_narrow_hits_articles_and_facets_alike() {
    let folder = Folder::new();
    let hits = |query: &str, filters: &[&str]| {
        let output = folder.run(&[&["search", query, "articles", "--format", "jsonl"], filters].concat());
        output.stdout.iter().filter(|byte| **byte == b'\n').count() as u64
    };
    let counted = |query: &str, filters: &[&str]| {
        let output = folder.run(&[&["search", query, "articles", "--facets", "--format", "json"], filters].concat());
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["count"].as_u64().unwrap()
    };
    let all = hits("", &[]);
    let filters: [&[&str]; 5] = [
        &["--min-confidence", "0.9"],
        &["--min-confidence", "1"],
        &["--speaker", "lee mayor"],
        &["--kind", "mixed,indirect"],
        &["--since", "2021-03-04", "--until", "2021"],
    ];
    for filters in filters {
        let narrowed = hits("", filters);
        assert!(narrowed < all, "{filters:?}");
        assert_eq!(counted("", filters), narrowed, "{filters:?}");
        assert_eq!(counted("in:articles", filters), hits("in:articles", filters), "{filters:?}");
    }
    assert_eq!(hits("harbour OR ferry", &["--speaker", "lee mayor", "--kind", "indirect"]), 1);
}

#[test]
fn json_is_a_whole_array_or_nothing() {
    let folder = Folder::new();
    let search = |query: &str, timeout: &str| {
        folder.run(&["search", query, "articles", "--format", "json", "--timeout", timeout])
    };
    let none = search("nowhere", "30");
    assert_eq!((none.stdout.as_slice(), none.status.code()), (&b"[]\n"[..], Some(1)));
    let stopped = search("harbour", "0");
    assert_eq!((stopped.stdout.as_slice(), stopped.status.code()), (&b""[..], Some(2)));
    assert!(String::from_utf8(stopped.stderr).unwrap().contains("took too long"));
}

#[test]
fn text_names_the_ids_that_other_commands_take() {
    let folder = Folder::new();
    for (query, expected) in [("asked harbour", "We were never asked"), ("captain title:vote in:articles", "A vote")] {
        let told = String::from_utf8(folder.run(&["search", query, "articles"]).stdout).unwrap();
        let id = told.lines().next().unwrap().rsplit(" · ").next().unwrap();
        let shown = String::from_utf8(folder.run(&["show", id, "articles"]).stdout).unwrap();
        assert!(shown.contains(expected), "{told}{shown}");
    }
}

#[test]
fn what_is_wrong_with_a_query_is_shown_in_it() {
    let folder = Folder::new();
    let output = folder.run(&["search", "harbour kind:odd", "articles"]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.ends_with("  harbour kind:odd\n               ^^^\n"), "{error}");
}

/// A library of quotations enough that what is common is not listed whole.
fn library() -> (TempDir, Search) {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open(&folder.path().join("library.db")).unwrap();
    let mut writer = archive.writer().unwrap();
    let article = |n: u32| {
        let rare = if n.is_multiple_of(97) { "lighthouse" } else { "harbour" };
        let mut article = Article::from_body(format!("“Ship number {n} left the {rare} at noon,” Ann Lee said."));
        article.printed =
            Printed::Day(NaiveDate::from_num_days_from_ce_opt(730_000 + (n * 7919 % 1000) as i32).unwrap());
        article.id = article.content_id();
        article
    };
    writer.add_given("made up", (0..1000).map(article)).unwrap();
    writer.index(&Cancel::default(), &mut |_| ()).unwrap();
    drop(writer);
    (folder, Search::new(archive, Vec::new()))
}

static LIBRARY: LazyLock<(TempDir, Search)> = LazyLock::new(library);

fn parsed(query: &str) -> Query {
    Query::parse(query, NaiveDate::MIN).unwrap()
}

#[test]
fn common_and_rare_words_come_newest_first_page_by_page() {
    let search = &LIBRARY.1;
    for (query, count) in
        [("ship", 1000), ("lighthouse", 11), ("harbour ship in:articles", 989), ("lighthouse -harbour", 11)]
    {
        let query = parsed(query);
        let mut dates = Vec::new();
        while dates.len() % 300 == 0 {
            let page = search.page(&query, Sort::Newest, dates.len(), 300, &Stop::default()).unwrap();
            if page.hits.is_empty() {
                break;
            }
            dates.extend(page.hits.into_iter().map(|hit| hit.printed));
        }
        assert_eq!((dates.len(), search.count(&query, &Stop::default()).unwrap()), (count, count as u64), "{query:?}");
        assert!(dates.is_sorted_by(|one, next| one >= next), "{query:?}");
    }
}

#[test]
fn relevance_puts_the_rare_word_first() {
    let page = LIBRARY.1.page(&parsed("ship OR lighthouse"), Sort::Relevance, 0, 11, &Stop::default()).unwrap();
    assert!(page.hits.iter().all(|hit| hit.snippet.text.contains("lighthouse")));
}

#[test]
fn a_search_whose_time_is_up_stops() {
    let stop = Stop { at: Some(Instant::now()), ..Stop::default() };
    assert!(matches!(LIBRARY.1.facets(&parsed("ship"), &stop), Err(SearchError::Stopped)));
    LIBRARY.1.facets(&parsed("ship"), &Stop::default()).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_query_makes_an_sql_error(
        query in "((NOT |OR |AND |-|\\(|\\)|NEAR/3 |in:articles |printed:|title:|SENTENCE\\(|\"|\\*|ship|a'b|\\{|\\^|:|\\+|\u{0}|é )){0,14}|\\PC{0,40}",
    ) {
        if let Ok(query) = Query::parse(&query, NaiveDate::MIN) {
            for sort in [Sort::Newest, Sort::Relevance] {
                LIBRARY.1.page(&query, sort, 0, 3, &Stop::default()).unwrap();
            }
            LIBRARY.1.count(&query, &Stop::default()).unwrap();
        }
    }
}

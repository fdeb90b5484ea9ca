//! Exports, on the real binary: what other programs read out of them, and that they come back.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use assert_cmd::Command;
use biblatex::{Bibliography, ChunksExt};
use boon::{Compiler, Schemas};
use serde_json::Value;
use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Output, Stdio};
use tempfile::TempDir;
use whosaid::export::{Author, authors};
use whosaid::library::seeds::SEEDS;

const PROGRAM: &str = env!("CARGO_BIN_EXE_whosaid");

/// A person's own folders, and a folder of articles: the seeds.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        for seed in SEEDS {
            let path = home.path("seeds").join(seed.name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, seed.bytes).unwrap();
        }
        home
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn command(&self) -> std::process::Command {
        let mut command = std::process::Command::new(PROGRAM);
        for (variable, folder) in [("XDG_STATE_HOME", "state"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache")]
        {
            command.env(variable, self.path(folder));
        }
        command.env_remove("NO_COLOR").current_dir(self.0.path());
        command
    }

    fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Output {
        self.command().args(arguments).output().unwrap()
    }

    /// What is printed, if all goes well.
    fn print<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> String {
        let output = self.run(arguments);
        assert_eq!(code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn extract(&self, input: &str, arguments: &[&str]) -> String {
        let output =
            Command::from_std(self.command()).arg("extract").args(arguments).write_stdin(input).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn array(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

/// Checks `value` against a schema in the file `schema` of this repository.
fn assert_valid(schema: &str, value: &Value) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(schema);
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.enable_format_assertions();
    let schema = compiler.compile(&file.to_string_lossy(), &mut schemas).unwrap();
    if let Err(error) = schemas.validate(value, schema) {
        panic!("{error:#}");
    }
}

/// Three articles of one invented outlet, for everything that a form can say.
const ARTICLES: &str = concat!(
    r#"{"id":1,"title":"Ferry & {bridge}: 50 % off_season #1","date":"2021-03-04","outlet":"The Bay Post","#,
    r#""byline":"Ada Stone and Bo van der Berg","url":"https://example.org/ferry?a=1&b={2}","#,
    r#""text":"“We will not leave the harbor,” Mayor Zoë Ünal said.\n\n=SUM(A1) is what the note said."}"#,
    "\n",
    r#"{"id":2,"date":"2021-05","text":"He said the plan was “a $5 disaster~” and left, Bob Núñez told reporters."}"#,
    "\n",
    r#"{"id":3,"title":"=cmd|' /C calc'!A0","text":"“-1 + 1 is not two,” Bob Roe said.\n"}"#,
    "\n",
);

#[test]
fn every_form_is_as_it_was() {
    let home = Home::new();
    let article = "seeds/fictional_sample/ferry_letter_2019-08-02.eml";
    for format in ["markdown", "text", "tsv", "html", "bibtex", "ris", "csl", "webannotation"] {
        let written = home.print(["export", article, "--format", format, "--kind", "direct"]);
        insta::with_settings!({ snapshot_path => "exports", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format, without_confidence(&written, format));
        });
    }
}

/// The table without the numbers that change whenever the models are learned anew.
fn without_confidence(written: &str, format: &str) -> String {
    if format != "tsv" {
        return written.to_owned();
    }
    let row = |row: &str| {
        row.split('\t').enumerate().filter(|(at, _)| *at != 5).map(|(_, cell)| cell.to_owned()).collect::<Vec<_>>()
    };
    written.lines().map(|line| row(line).join("\t")).collect::<Vec<_>>().join("\n")
}

#[test]
fn bibtex_is_read_back_by_biblatex() {
    let home = Home::new();
    fs::write(home.path("own.jsonl"), ARTICLES).unwrap();
    for paths in ["own.jsonl", "seeds"] {
        let written = home.print(["export", paths, "--format", "bibtex"]);
        assert!(written.starts_with('@'));
        let csl = array(&home.print(["export", paths, "--format", "csl"]));
        let bibliography = Bibliography::parse(&written).unwrap();
        assert_eq!(bibliography.len(), csl.len());
        for item in csl {
            let entry = bibliography.get(item["id"].as_str().unwrap()).unwrap();
            assert_eq!(entry.title().unwrap().format_verbatim(), item["title"].as_str().unwrap());
            assert_eq!(entry.url().ok().as_deref().map(decoded), item["URL"].as_str().map(str::to_owned));
            let year = item["issued"]["date-parts"][0][0].as_i64();
            assert_eq!(entry.get("year").map(|year| year.format_verbatim().parse::<i64>().unwrap()), year);
            let people = entry.author().unwrap_or_default();
            let families: Vec<String> = item["author"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|name| name["family"].as_str().or(name["literal"].as_str()).unwrap().to_owned())
                .collect();
            let read: Vec<String> =
                people.iter().map(|person| format!("{} {}", person.prefix, person.name).trim().to_owned()).collect();
            assert_eq!(read, families);
        }
    }
}

fn decoded(url: &str) -> String {
    url.replace("%7B", "{").replace("%7D", "}")
}

#[test]
fn csl_and_annotations_are_what_their_schemas_ask_for() {
    let home = Home::new();
    fs::write(home.path("own.jsonl"), ARTICLES).unwrap();
    for (format, schema) in [("csl", "tests/schemas/csl.json"), ("webannotation", "tests/schemas/web-annotation.json")]
    {
        for paths in ["own.jsonl", "seeds"] {
            let written: Value = serde_json::from_str(&home.print(["export", paths, "--format", format])).unwrap();
            assert_valid(schema, &written);
        }
    }
    let output = home.run(["export", "own.jsonl", "--format", "csl", "--speaker", "nobody"]);
    assert_eq!((code(&output), output.stdout.as_slice()), (1, &b"[]\n"[..]));
}

#[test]
fn an_annotation_selects_what_was_quoted() {
    let home = Home::new();
    fs::write(home.path("own.jsonl"), ARTICLES).unwrap();
    let texts: Vec<String> = ARTICLES
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["text"].as_str().unwrap().to_owned())
        .collect();
    for annotation in array(&home.print(["export", "own.jsonl", "--format", "webannotation"])) {
        let [quote, position] = annotation["target"]["selector"].as_array().unwrap().as_slice() else { panic!() };
        let at = |name: &str| usize::try_from(position[name].as_u64().unwrap()).unwrap();
        let exact = quote["exact"].as_str().unwrap();
        let around = ["prefix", "exact", "suffix"].map(|name| quote[name].as_str().unwrap()).concat();
        let selected = |text: &&String| text.chars().skip(at("start")).take(at("end") - at("start")).eq(exact.chars());
        let text = texts.iter().filter(|text| text.contains(&around)).find(selected);
        assert!(text.is_some(), "{annotation}");
    }
}

#[test]
fn a_spreadsheet_runs_nothing() {
    let home = Home::new();
    fs::write(home.path("own.jsonl"), ARTICLES).unwrap();
    let rows = |arguments: &[&str]| {
        let table = home.print(["export", "own.jsonl", "--format", "csv"].iter().chain(arguments));
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect::<Vec<Vec<String>>>()
    };
    let safe = rows(&[]);
    assert!(safe.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
    assert!(safe.iter().flatten().any(|cell| cell == "'=cmd|' /C calc'!A0"));
    assert!(rows(&["--raw"]).iter().flatten().any(|cell| cell == "=cmd|' /C calc'!A0"));
}

#[test]
fn json_is_what_the_published_schema_says() {
    let home = Home::new();
    let schema = "docs/quotation-1.schema.json";
    let exported = lines(&home.print(["export", "seeds", "--format", "jsonl"]));
    assert_eq!(exported, array(&home.print(["export", "seeds", "--format", "json"])));
    assert_eq!(exported, lines(&home.print(["quotes", "seeds", "--format", "jsonl"])));
    exported.iter().for_each(|quotation| assert_valid(schema, quotation));
    let extracted = lines(&home.extract(ARTICLES, &["--offsets", "utf16"]));
    extracted
        .iter()
        .flat_map(|line| line["quotes"].as_array().unwrap())
        .for_each(|quotation| assert_valid(schema, quotation));
    let mut broken = exported[0].clone();
    broken["kind"] = "loud".into();
    assert!(std::panic::catch_unwind(|| assert_valid(schema, &broken)).is_err(), "the schema sees what is wrong");
}

#[test]
fn quotations_and_marks_come_back_from_an_export() {
    let home = Home::new();
    home.print(["import", "seeds", "--library", "one"]);
    let quotation =
        lines(&home.print(["quotes", "--library", "one", "--format", "jsonl", "--kind", "direct"])).remove(0);
    let id = quotation["id"].as_str().unwrap();
    home.print(["marks", "add", id, "--library", "one", "--note", "Ask for the tape", "--tag", "harbor"]);
    home.print(["export", "--library", "one", "--format", "json", "-o", "all.json"]);
    let exported = array(&fs::read_to_string(home.path("all.json")).unwrap());
    exported.iter().for_each(|quotation| assert_valid("docs/quotation-1.schema.json", quotation));
    let marked: Vec<&Value> =
        exported.iter().filter(|quotation| quotation["mark"]["note"] == "Ask for the tape").collect();
    assert_eq!(marked.len(), 1);

    fs::remove_dir_all(home.path("data/whosaid")).unwrap();
    let output = home.run(["import", "seeds", "--extracted", "all.json", "--library", "two"]);
    assert_eq!((code(&output), output.stderr.is_empty()), (0, true), "nothing was looked through again: {output:?}");
    home.print(["marks", "import", "all.json"]);
    assert_eq!(array(&home.print(["export", "--library", "two", "--format", "json"])), exported);
    let kept = array(&home.print(["export", "--library", "two", "--format", "json", "--kept"]));
    assert_eq!(kept.iter().collect::<Vec<_>>(), marked);
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn shards_come_to_the_same_in_any_order_and_load_without_the_engine() {
    let home = Home::new();
    let whole = home.extract(ARTICLES, &["--with-text"]);
    let mut shards: Vec<String> = ARTICLES.lines().rev().map(|line| home.extract(line, &["--with-text"])).collect();
    let mut names = Vec::new();
    for (number, shard) in shards.iter().enumerate() {
        let packed = if number == 0 { gzip(shard) } else { shard.clone().into_bytes() };
        let name = format!("shard{number}.jsonl");
        fs::write(home.path(&name), packed).unwrap();
        names.push(name);
    }
    shards.sort();
    let mut sorted: Vec<String> = whole.lines().map(|line| format!("{line}\n")).collect();
    sorted.sort();
    assert_eq!(shards, sorted);

    let output = home
        .run(["import", "--library", "shards", "--extracted"].iter().copied().chain(names.iter().map(String::as_str)));
    assert_eq!((code(&output), output.stderr.is_empty()), (0, true), "{output:?}");
    fs::write(home.path("own.jsonl"), ARTICLES).unwrap();
    fs::write(home.path("bare.jsonl"), home.extract(ARTICLES, &[])).unwrap();
    let output = home.run(["import", "own.jsonl", "--library", "bare", "--extracted", "bare.jsonl"]);
    assert_eq!((code(&output), output.stderr.is_empty()), (0, true), "{output:?}");
    home.print(["import", "own.jsonl", "--library", "found"]);
    let quotations = |library| {
        let mut quotations = lines(&home.print(["quotes", "--library", library, "--format", "jsonl"]));
        for quotation in &mut quotations {
            let article = quotation["article"].as_object_mut().unwrap();
            article.retain(|field, _| !["path", "record", "text_from"].contains(&field.as_str()));
        }
        quotations.sort_by_key(|quotation| quotation["id"].to_string());
        quotations
    };
    assert_eq!(quotations("shards"), quotations("found"));
    assert_eq!(quotations("bare"), quotations("found"));
}

#[test]
fn quotations_without_their_text_or_with_another_are_told() {
    let home = Home::new();
    fs::write(home.path("own.jsonl"), ARTICLES).unwrap();
    let bare = home.extract(ARTICLES, &[]);
    fs::write(home.path("bare.jsonl"), format!("{bare}nonsense\n")).unwrap();
    let output = home.run(["import", "--library", "new", "--extracted", "bare.jsonl"]);
    let told = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(code(&output), 2);
    assert!(told.contains("extracted, but their text is not here: 3 articles"), "{told}");
    assert!(told.contains("bare.jsonl: line 4: "), "{told}");

    fs::write(home.path("bare.jsonl"), bare.replace("We will not leave", "We will never leave")).unwrap();
    let output = home.run(["import", "own.jsonl", "--library", "other", "--extracted", "bare.jsonl"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("so looked through: 1 articles"), "{output:?}");
    assert!(home.print(["quotes", "--library", "other"]).contains("We will not leave"));
}

#[test]
fn a_file_is_never_lost_and_a_closed_pipe_is_quiet() {
    let home = Home::new();
    fs::write(home.path("mine.csv"), "precious").unwrap();
    let export = ["export", "seeds", "--format", "csv", "-o", "mine.csv"];
    let output = home.run(export);
    assert_eq!(code(&output), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("mine.csv: there is a file of this name; --force"));
    assert_eq!(fs::read_to_string(home.path("mine.csv")).unwrap(), "precious");
    home.print(export.iter().copied().chain(["--force"]));
    assert!(fs::read_to_string(home.path("mine.csv")).unwrap().starts_with("id,kind,"));

    let mut child = home.command();
    let mut child = child
        .args(["export", "seeds", "--format", "html"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert_eq!(first, "<!DOCTYPE html>\n");
    let output = child.wait_with_output().unwrap();
    assert_eq!((code(&output), output.stderr.as_slice()), (0, &b""[..]));
}

#[test]
fn what_is_exported_is_what_was_asked_for() {
    let home = Home::new();
    let count =
        |arguments: &[&str]| lines(&home.print(["export", "seeds", "--format", "jsonl"].iter().chain(arguments))).len();
    let all = count(&[]);
    let direct = count(&["--kind", "direct"]);
    assert!(direct > 0 && direct < all);
    assert_eq!(count(&["--search", "kind:direct"]), direct);
    assert_eq!(count(&["--search", "in:quotes", "--kind", "direct"]), direct);
    let asked = ["harbor kind:direct since:2019-06", "harbor"];
    let filters: [&[&str]; 2] = [&[], &["--kind", "direct", "--since", "2019-06"]];
    let hits = |query: &str, filters: &[&str]| {
        let hits = home.print(["search", query, "seeds", "--format", "jsonl"].iter().chain(filters));
        hits.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(hits(asked[0], filters[0]), hits(asked[1], filters[1]));
    assert!(hits("the", &["--min-confidence", "0.9"]).len() < hits("the", &[]).len());
    fs::write(home.path("list.txt"), "{% for a in articles %}{{ a.quotations|length }}\n{% endfor %}").unwrap();
    let counts = home.print(["export", "seeds", "--template", "list.txt", "--kind", "direct"]);
    assert_eq!(counts.lines().map(|line| line.parse::<usize>().unwrap()).sum::<usize>(), direct);
}

#[test]
fn ids_bring_back_what_they_stand_for_after_a_rebuild() {
    let home = Home::new();
    fs::write(home.path("own.jsonl"), ARTICLES).unwrap();
    home.print(["import", "own.jsonl", "--library", "wire"]);
    let quotation =
        lines(&home.print(["quotes", "--library", "wire", "--format", "jsonl", "--speaker", "ünal"])).remove(0);
    let (id, article) = (quotation["id"].as_str().unwrap(), quotation["article"]["id"].as_str().unwrap());
    let shown = |id: &str| home.print(["show", id, "--library", "wire"]);
    let before = [shown(id), shown(article)];
    home.print(["libraries", "rebuild", "wire"]);
    assert_eq!([shown(&id[..8]), shown(&article[..8].to_uppercase())], before);
    assert!(before[0].contains("We will not leave the harbor") && before[1].contains("=SUM(A1)"));
    let link = home.print(["open", id, "--print", "--library", "wire"]);
    assert_eq!(link.trim_end().split_once("#:~:text=").unwrap().1, "We%20will%20not%20leave%20the%20harbor%2C");
    let citation = home.print(["cite", id, "--style", "mla", "--library", "wire"]);
    assert!(citation.contains(
        "Stone, Ada, and Bo van der Berg. “Ferry & {bridge}: 50 % off_season #1.” The Bay Post, 4 Mar. 2021"
    ));
    for (id, why) in [("zzzzzzzzzzzz", "has this id"), ("", "up to twelve"), ("not-an-id", "up to twelve")] {
        let output = home.run(["show", id, "--library", "wire"]);
        assert_eq!(code(&output), 2);
        assert!(String::from_utf8_lossy(&output.stderr).contains(why), "{id}");
    }
}

#[test]
fn a_fragment_is_cited_with_a_warning() {
    let home = Home::new();
    fs::write(
        home.path("a.txt"),
        "It rained. Mayor Ada Stone called the plan “a disaster” for everyone. It stopped.\n",
    )
    .unwrap();
    let id = lines(&home.print(["quotes", "a.txt", "--format", "jsonl"]))[0]["id"].as_str().unwrap().to_owned();
    let output = home.run(["cite", &id, "a.txt"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(code(&output), 0);
    assert!(
        told.contains("only part of a sentence; the whole sentence (--sentence): Mayor Ada Stone called"),
        "{told}"
    );
    let cited = home.print(["cite", &id, "a.txt", "--sentence"]);
    assert!(cited.starts_with("Mayor Ada Stone called the plan “a disaster” for everyone ("), "{cited}");
}

#[test]
fn bylines_of_the_seeds_are_people() {
    let home = Home::new();
    let quotations = lines(&home.print(["quotes", "seeds", "--format", "jsonl"]));
    let bylines = quotations.iter().filter_map(|quotation| quotation["article"]["byline"].as_str());
    for byline in bylines {
        let authors = authors(byline);
        let are_people = authors.iter().all(|author| matches!(author, Author::Person { .. }));
        // The staff is nobody, and nobody else is.
        let is_staff = byline.to_lowercase().contains("staff");
        assert!(!authors.is_empty() && are_people != is_staff, "{byline}: {authors:?}");
    }
}

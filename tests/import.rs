//! `whosaid import` on the real binary: what comes by pipe, what it tells, what stands in its way.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// A home for the program.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs the program: its exit status, and what it wrote.
    fn run(&self, arguments: &[&str], input: &str) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        command.env("HOME", self.0.path()).env_remove("XDG_DATA_HOME").current_dir(self.0.path());
        let output = command.args(arguments).write_stdin(input).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }
}

const LINES: &str = r#"{"text": "“It is done,” Mayor Ana Ruiz said.", "date": "2021-03-04"}
{"text": "“Not yet,” Ulf Berg said.", "date": "2021-03-05"}
"#;

#[test]
fn what_comes_by_pipe_is_added_and_nothing_twice() {
    let home = Home::new();
    let told = |input: &str| {
        let (status, out, errors) = home.run(&["import", "-", "--library", "wire"], input);
        assert_eq!((status, errors.as_str()), (0, ""));
        out
    };
    assert!(told(LINES).contains("2 new, 0 there already, 0 gone"));
    assert!(told(LINES).contains("0 new, 2 there already, 0 gone"));
    assert!(told(r#"{"text": "“Never,” Eva Roth said."}"#).contains("1 new, 0 there already, 0 gone"));
    let (_, out, _) = home.run(&["libraries", "info", "wire"], "");
    assert!(out.contains("3 articles, 0 of them not searchable yet\n3 quotations"), "{out}");
    assert_eq!(home.run(&["libraries", "verify", "wire"], "").0, 0);
    assert_eq!(home.run(&["libraries", "rebuild", "wire"], "").0, 0);
    let (_, out, _) = home.run(&["libraries", "info", "wire"], "");
    assert!(out.contains("3 articles"), "what came by pipe outlives its library: {out}");
}

#[test]
fn a_bad_record_is_told_by_file_and_place_and_costs_no_other() {
    let home = Home::new();
    let (first, second) = LINES.split_once('\n').unwrap();
    fs::write(home.at("dump.jsonl"), format!("{first}\n{{\"text\": \n{second}")).unwrap();
    let (status, out, errors) = home.run(&["import", "dump.jsonl", "--report", "report.json"], "");
    assert_eq!((status, out.contains("2 new")), (3, true), "{out}");
    assert!(errors.contains("dump.jsonl: record 2 (line 2):"), "{errors}");
    assert!(!errors.contains('\u{1b}') && !errors.contains('\r'), "no bar where there is no terminal: {errors:?}");
    let report: Value = serde_json::from_str(&fs::read_to_string(home.at("report.json")).unwrap()).unwrap();
    assert!(report["failures"][0]["path"].as_str().unwrap().ends_with("dump.jsonl"), "{report}");
    assert!(report["failures"][0]["reason"].as_str().unwrap().contains("line 2"), "{report}");
    assert_eq!(report["added"], 2);
}

#[test]
fn what_to_know_of_the_reading_is_counted_listed_and_in_every_output() {
    let home = Home::new();
    fs::write(home.at("dump.jsonl"), LINES).unwrap();
    let (_, out, _) = home.run(&["import", "dump.jsonl", "--report", "report.json"], "");
    assert!(!out.contains("warnings"), "{out}");
    assert_eq!(home.run(&["libraries", "warnings"], "").0, 1);

    let odd = LINES.replace("2021-03-04", "3/4/2021\\u001b[2J");
    fs::write(home.at("odd.jsonl"), odd.replace("Not yet", "Not now")).unwrap();
    let (status, out, _) = home.run(&["import", "odd.jsonl", "--report", "report.json", "--force"], "");
    assert_eq!(
        (status, out.contains("; 1 new with warnings: `whosaid libraries warnings main`\n")),
        (0, true),
        "{out}"
    );
    let report: Value = serde_json::from_str(&fs::read_to_string(home.at("report.json")).unwrap()).unwrap();
    let [warning] = report["warnings"].as_array().unwrap().as_slice() else { panic!("{report}") };
    assert_eq!((&report["warned"], &warning["record"], &warning["line"]), (&1.into(), &1.into(), &1.into()));
    assert!(warning["path"].as_str().unwrap().ends_with("odd.jsonl"), "{report}");
    let message = warning["message"].as_str().unwrap();
    assert!(message.contains("3/4/2021"), "{report}");

    let (status, out, _) = home.run(&["libraries", "warnings"], "");
    assert_eq!((status, out.lines().count(), out.contains('\u{1b}')), (0, 1, false), "{out}");
    assert!(out.contains("odd.jsonl: record 1 (line 1): ") && out.contains("3/4/2021"), "{out}");
    assert!(home.run(&["libraries", "info"], "").1.ends_with("\n1 article with warnings\n"));
    let id = warning["article"].as_str().unwrap();
    let (_, out, _) = home.run(&["show", id, "--format", "json"], "");
    let article: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(article["warnings"], Value::from(vec![message]));
    let (_, out, _) = home.run(&["quotes", "--format", "json"], "");
    let quotations: Value = serde_json::from_str(&out).unwrap();
    let warned =
        quotations.as_array().unwrap().iter().filter(|quotation| quotation["article"].get("warnings").is_some());
    assert_eq!(warned.count(), 1, "{out}");
    // What is told to be run can be pasted.
    let (_, out, _) = home.run(&["import", "odd.jsonl", "--library", "my wire.db"], "");
    assert!(out.contains("`whosaid libraries warnings 'my wire.db'`"), "{out}");
    // What was there already is told of no second time.
    let (_, out, _) = home.run(&["import", "odd.jsonl", "--dates", "dmy"], "");
    assert!(!out.contains("warnings"), "{out}");
}

#[test]
fn where_nothing_comes_in_the_status_says_so() {
    let home = Home::new();
    let (status, _, errors) = home.run(&["import", "-"], "{\"title\": \"Nothing\"}\n{\n");
    assert_eq!(status, 2, "{errors}");
    assert!(errors.contains("standard input"), "{errors}");
    assert_eq!(home.run(&["import", "missing"], "").0, 2);
}

#[test]
fn what_brings_nothing_leaves_nothing_and_says_so() {
    let home = Home::new();
    fs::create_dir(home.at("empty")).unwrap();
    fs::write(home.at("garbage.jsonl"), "garbage\n").unwrap();
    fs::write(home.at("dump.jsonl"), LINES).unwrap();
    assert_eq!(home.run(&["import", "dump.jsonl", "--library", "wire"], "").0, 0);
    for arguments in [&["missing"][..], &["empty"], &["--extracted", "garbage.jsonl"], &["--extracted", "missing"]] {
        let arguments = [&["import", "--library", "new"], arguments].concat();
        let (status, _, errors) = home.run(&arguments, "");
        assert_eq!(status, 2, "{arguments:?}: {errors}");
    }
    assert_eq!(home.run(&["libraries", "list"], "").1, "wire\n");
    let (_, out, _) = home.run(&["quotes"], "");
    assert!(out.contains("It is done"), "what was opened last is what something came into: {out}");
    fs::rename(home.at("dump.jsonl"), home.at("empty/dump.jsonl")).unwrap();
    assert_eq!(home.run(&["import", "empty", "--library", "wire"], "").0, 0);
    fs::remove_file(home.at("empty/dump.jsonl")).unwrap();
    assert_eq!(home.run(&["import", "empty", "--library", "wire"], "").0, 0, "what went is something");
}

#[test]
fn a_report_takes_no_files_place_and_names_every_failure() {
    let home = Home::new();
    fs::write(home.at("dump.jsonl"), LINES).unwrap();
    let (status, _, errors) = home.run(&["import", "dump.jsonl", "--report", "dump.jsonl"], "");
    assert!(status == 2 && errors.contains("--force"), "{errors}");
    assert_eq!(fs::read_to_string(home.at("dump.jsonl")).unwrap(), LINES);
    assert_eq!(home.run(&["libraries", "list"], "").0, 1, "nothing was begun");

    fs::write(home.at("report.json"), "old").unwrap();
    let elsewhere = r#"{"id":1,"article_id":"00000000000000000000","quotes":[]}"#;
    fs::write(home.at("bare.jsonl"), format!("{elsewhere}\nbroken\n")).unwrap();
    let arguments = ["import", "dump.jsonl", "--extracted", "bare.jsonl", "--report", "report.json", "--force"];
    let (status, _, errors) = home.run(&arguments, "");
    assert_eq!(status, 3, "{errors}");
    let report: Value = serde_json::from_str(&fs::read_to_string(home.at("report.json")).unwrap()).unwrap();
    let reasons: Vec<&str> = errors.lines().filter_map(|line| line.strip_prefix("whosaid: ")).collect();
    let failures = report["failures"].as_array().unwrap();
    assert!(!failures.is_empty());
    for failure in failures {
        assert!(reasons.contains(&failure["reason"].as_str().unwrap()), "{failure} in {reasons:?}");
    }
    assert!(failures[0]["path"].as_str().unwrap().ends_with("bare.jsonl"), "{report}");
}

#[test]
fn a_file_is_the_same_however_its_path_is_written() {
    let home = Home::new();
    fs::create_dir(home.at("clips")).unwrap();
    fs::write(home.at("clips/dump.jsonl"), LINES).unwrap();
    assert_eq!(home.run(&["import", "clips"], "").0, 0);
    for path in ["clips/dump.jsonl", "clips/../clips", "./clips/../clips//dump.jsonl"] {
        let (status, out, errors) = home.run(&["import", path, "--report", "-"], "");
        let report: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((status, &report["unchanged"], &report["added"]), (0, &1.into(), &0.into()), "{path}: {errors}");
    }
}

#[test]
fn a_path_that_goes_up_from_nothing_is_named() {
    let home = Home::new();
    for arguments in [["import", "--extracted", "missing/../x.jsonl"], ["search", "pier", "missing/../x.jsonl"]] {
        let (status, _, errors) = home.run(&arguments, "");
        assert_eq!(status, 2, "{arguments:?}");
        assert!(errors.contains("missing/../x.jsonl: No such file"), "{arguments:?}: {errors}");
    }
}

/// The lines that `extract --with-text` gives for [`LINES`].
fn extracted(home: &Home) -> Vec<String> {
    let given: String = (1..).zip(LINES.lines()).map(|(id, line)| format!("{{\"id\":{id},{}\n", &line[1..])).collect();
    home.run(&["extract", "--with-text"], &given).1.lines().map(str::to_owned).collect()
}

#[test]
fn extracted_lines_are_read_whatever_stands_before_and_between_them() {
    let home = Home::new();
    let lines = extracted(&home);
    let refused = r#"{"id":null,"line":1,"error":"not a JSON object","quotes":[]}"#;
    let shard = format!("\u{feff}\n{refused}\n{}\nbroken\n\n{}", lines[0], lines[1]);
    fs::write(home.at("shard.jsonl"), shard).unwrap();
    let (status, out, errors) = home.run(&["import", "--extracted", "shard.jsonl"], "");
    assert_eq!((status, out.contains("2 new")), (3, true), "{out}{errors}");
    assert_eq!(errors.lines().count(), 1, "{errors}");
    assert!(errors.contains("shard.jsonl: line 4: not a JSON object"), "{errors}");
}

#[test]
fn extracted_objects_may_stand_in_an_array_on_one_line_or_many() {
    let home = Home::new();
    let lines = extracted(&home);
    let pretty = lines.iter().map(|line| {
        let object: Value = serde_json::from_str(line).unwrap();
        serde_json::to_string_pretty(&object).unwrap()
    });
    for (name, array) in [
        ("one", format!("[{}]", lines.join(","))),
        ("many", format!(" [\n{}\n]\n", lines.join(",\n"))),
        ("pretty", format!("[{}]\n", pretty.collect::<Vec<_>>().join(","))),
        ("two", format!("[{}]\n[{}]", lines[0], lines[1])),
    ] {
        fs::write(home.at("shard.json"), array).unwrap();
        let (status, out, errors) = home.run(&["import", "--library", name, "--extracted", "shard.json"], "");
        assert_eq!((status, out.contains("2 new"), errors.as_str()), (0, true, ""), "{name}: {out}");
    }
    fs::write(home.at("shard.json"), format!("[{},", lines[0])).unwrap();
    let (status, _, errors) = home.run(&["import", "--library", "cut", "--extracted", "shard.json"], "");
    assert!(status == 3 && errors.contains("cut off"), "{errors}");
}

#[test]
fn an_extracted_file_that_breaks_off_ends_the_reading_of_it() {
    let home = Home::new();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, extracted(&home).join("\n").as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    fs::write(home.at("shard.gz"), &packed[..packed.len() - 9]).unwrap();
    let (status, _, errors) = home.run(&["import", "--extracted", "shard.gz"], "");
    assert!(status == 3 || status == 2, "{errors}");
    assert!(errors.contains("shard.gz: "), "{errors}");
}

#[cfg(unix)]
#[test]
fn nothing_waits_for_what_may_never_come() {
    let home = Home::new();
    fs::write(home.at("dump.jsonl"), LINES).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(home.at("pipe")).status().unwrap().success());
    for path in ["pipe", "/dev/zero"] {
        for arguments in [
            &["check", "dump.jsonl", "--file", path][..],
            &["export", "dump.jsonl", "--template", path],
            &["marks", "import", path],
            &["import", "--extracted", path],
        ] {
            let (status, _, errors) = home.run(arguments, "");
            assert!(status == 2 && errors.contains("no regular file"), "{arguments:?}: {errors}");
        }
    }
}

#[test]
fn what_could_not_be_read_is_told_every_time_until_it_can() {
    let home = Home::new();
    fs::create_dir(home.at("clips")).unwrap();
    fs::write(home.at("clips/good.txt"), "“It is done,” Mayor Ana Ruiz said.\n").unwrap();
    fs::write(home.at("clips/odd.csv"), "kopf,inhalt\nFähre,\"“Not yet,” Ulf Berg said.\"\n").unwrap();
    for _ in 0..2 {
        let (status, _, errors) = home.run(&["import", "clips"], "");
        assert_eq!((status, errors.contains("odd.csv")), (3, true), "{errors}");
        let (status, _, errors) = home.run(&["search", "done", "clips"], "");
        assert_eq!((status, errors.contains("odd.csv")), (2, true), "{errors}");
    }
    // The way out that it names is one, though the file has not changed.
    let told = ["--map", "title=kopf,text=inhalt"];
    let (status, out, _) = home.run(&[&["search", "speaker:berg", "clips"][..], &told].concat(), "");
    assert_eq!((status, out.contains("Not yet")), (0, true), "{out}");
    assert_eq!(home.run(&[&["import", "clips"][..], &told].concat(), "").0, 0);
    // And a library remembers what it was told, even when it is made anew.
    for again in [&["libraries", "rebuild", "main"][..], &["import", "clips"]] {
        home.run(again, "");
        let (_, out, _) = home.run(&["libraries", "info", "main"], "");
        assert!(out.contains("2 articles"), "{again:?}: {out}");
    }
}

#[test]
fn a_dump_that_is_cut_off_for_the_moment_costs_no_article() {
    let home = Home::new();
    let articles = |out: &str| out.lines().next().unwrap().to_owned();
    fs::write(home.at("dump.jsonl"), LINES).unwrap();
    assert_eq!(home.run(&["import", "dump.jsonl"], "").0, 0);
    let whole = articles(&home.run(&["libraries", "info", "main"], "").1);
    fs::write(home.at("dump.jsonl"), &LINES[..LINES.len() - 20]).unwrap();
    let (status, out, _) = home.run(&["import", "dump.jsonl"], "");
    assert_eq!((status, out.contains("1 there already, 0 gone")), (3, true), "{out}");
    assert_eq!(articles(&home.run(&["libraries", "info", "main"], "").1), whole);
    // Whole again, without the second one: now it is gone.
    fs::write(home.at("dump.jsonl"), LINES.lines().next().unwrap()).unwrap();
    let (status, out, _) = home.run(&["import", "dump.jsonl"], "");
    assert_eq!((status, out.contains("1 there already, 1 gone")), (0, true), "{out}");
}

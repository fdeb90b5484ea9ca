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
fn where_nothing_comes_in_the_status_says_so() {
    let home = Home::new();
    let (status, _, errors) = home.run(&["import", "-"], "{\"title\": \"Nothing\"}\n{\n");
    assert_eq!(status, 2, "{errors}");
    assert!(errors.contains("standard input"), "{errors}");
    assert_eq!(home.run(&["import", "missing"], "").0, 2);
}

//! Libraries and marks on the command line, on the real binary.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// A home for the program, and a folder of articles in it.
struct Home(TempDir);

impl Home {
    fn new(files: &[(&str, &str)]) -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir(home.at("clips")).unwrap();
        for (name, text) in files {
            fs::write(home.at("clips").join(name), text).unwrap();
        }
        home
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs the program: its exit status, and what it wrote.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        command.env("HOME", self.0.path()).env_remove("NO_COLOR").current_dir(self.0.path());
        for folder in ["DATA", "STATE", "CACHE", "CONFIG"] {
            command.env(format!("XDG_{folder}_HOME"), self.at(folder));
        }
        let output = command.args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }
}

fn two_speakers() -> Home {
    Home::new(&[
        ("a.txt", "Date: 2021-03-04\n\n“The bridge is closed,” said Mayor Ann Lee.\n"),
        ("b.txt", "Date: 2021-05-06\n\n“We were never asked,” said Bob Núñez. “Not once,” he said.\n"),
    ])
}

#[test]
fn a_folder_is_imported_once_and_its_speakers_are_listed() {
    let home = two_speakers();
    let (status, out, _) = home.run(&["import", "clips", "--library", "wire", "--report", "report.json"]);
    assert_eq!((status, out.contains("2 new")), (0, true), "{out}");
    let report: Value = serde_json::from_str(&fs::read_to_string(home.at("report.json")).unwrap()).unwrap();
    assert_eq!((&report["added"], &report["pending"]), (&2.into(), &0.into()));
    let (status, out, _) = home.run(&["import", "clips", "--library", "wire"]);
    assert_eq!((status, out.contains("2 unchanged")), (0, true), "{out}");

    let (status, out, _) = home.run(&["speakers", "--library", "wire"]);
    assert_eq!(status, 0);
    assert_eq!(out.lines().next().unwrap().trim(), "2  Bob Núñez, 2021-05-06");
    let (_, out, _) = home.run(&["speakers", "--library", "wire", "--format", "jsonl", "--speaker", "ANN"]);
    let speaker: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&speaker["name"], &speaker["printed_as"][0]["role"]), (&"Ann Lee".into(), &"Mayor".into()));
    assert_eq!(home.run(&["speakers", "--library", "wire", "--speaker", "nobody"]).0, 1);
}

#[test]
fn speakers_are_counted_over_what_the_filters_let_through_as_quotes_gives_it() {
    let home = two_speakers();
    let names = |filters: &[&str]| -> Vec<(String, u64)> {
        let arguments = [&["speakers", "clips", "--format", "json"], filters].concat();
        let speakers: Vec<Value> = serde_json::from_str(&home.run(&arguments).1).unwrap();
        let of =
            |speaker: &Value| (speaker["name"].as_str().unwrap().to_owned(), speaker["quotations"].as_u64().unwrap());
        speakers.iter().map(of).collect()
    };
    let (ann, bob) = (("Ann Lee".to_owned(), 1), ("Bob Núñez".to_owned(), 2));
    assert_eq!(names(&["--kind", "direct"]), [bob.clone(), ann.clone()]);
    assert_eq!(names(&["--until", "2021-03"]), [ann]);
    assert_eq!(names(&["--since", "2021-04", "--speaker", "nunez"]), [bob]);
    assert_eq!(names(&["--kind", "indirect"]), []);
    for filters in [&["--min-confidence", "0.5"][..], &["--min-confidence", "0.97"], &["--since", "2021-05-06"]] {
        let (_, quotes, _) = home.run(&[&["quotes", "clips", "--format", "jsonl"], filters].concat());
        let counted: u64 = names(filters).iter().map(|(_, quotations)| quotations).sum();
        assert_eq!(counted as usize, quotes.lines().count(), "{filters:?}");
    }
    let (status, _, told) = home.run(&["speakers", "clips", "--since", "2022", "--until", "2021"]);
    assert_eq!((status, told.contains("--since")), (2, true), "{told}");
}

#[test]
fn files_that_do_not_come_in_are_told_and_stop_no_other() {
    let home = two_speakers();
    fs::write(home.at("clips/c.txt"), " \n").unwrap();
    let (status, out, errors) = home.run(&["import", "clips", "missing"]);
    assert_eq!((status, out.contains("2 new")), (3, true), "{out}");
    assert!(errors.contains("c.txt: there is no text in it") && errors.contains("missing: No such file"), "{errors}");
    assert_eq!(home.run(&["import", "missing", "--library", "other"]).0, 2);
}

#[test]
fn libraries_are_listed_checked_mended_and_removed() {
    let home = two_speakers();
    assert_eq!(home.run(&["libraries", "list"]).0, 1);
    home.run(&["import", "clips", "--library", "wire"]);
    assert_eq!(home.run(&["libraries", "list"]), (0, "wire\n".to_owned(), String::new()));
    assert!(home.run(&["libraries", "info", "wire"]).1.contains("2 articles"));
    assert_eq!(home.run(&["libraries", "verify", "wire"]).0, 0);
    let file = home.at("DATA/whosaid/libraries/wire.db");
    rusqlite::Connection::open(&file).unwrap().execute_batch("DELETE FROM quotation").unwrap();
    let (status, _, errors) = home.run(&["libraries", "verify", "wire"]);
    assert_eq!((status, errors.contains("rebuild")), (1, true), "{errors}");
    assert_eq!(home.run(&["libraries", "rebuild", "wire"]).0, 0);
    assert_eq!(home.run(&["libraries", "verify", "wire"]).0, 0);
    assert_eq!(home.run(&["libraries", "remove", "wire"]).0, 0);
    assert!(!file.exists());
    let (status, _, errors) = home.run(&["libraries", "info", "wire"]);
    assert_eq!((status, errors.contains("no such library")), (2, true), "{errors}");
    assert_eq!(home.run(&["libraries", "rebuild", "wire"]).0, 2);
    assert!(!file.with_extension("db.lock").exists(), "of what is not there nothing is left");
}

#[test]
fn nothing_is_removed_that_is_no_library() {
    let home = two_speakers();
    let is_kept = |path: &str, file: PathBuf| {
        let (status, _, errors) = home.run(&["libraries", "remove", path]);
        let says_so = errors.contains("not a whosaid library") || errors.contains("the file of a library ends in .db");
        assert!(status == 2 && file.exists() && says_so, "{path}: {errors}");
    };
    is_kept("./clips/a.txt", home.at("clips/a.txt"));
    home.run(&["import", "clips", "--library", "wire"]);
    let (_, quotes, _) = home.run(&["quotes", "clips", "--format", "jsonl"]);
    let quotation: Value = serde_json::from_str(quotes.lines().next().unwrap()).unwrap();
    home.run(&["marks", "add", quotation["id"].as_str().unwrap()]);
    let (libraries, marks) = (home.at("DATA/whosaid/libraries"), home.at("DATA/whosaid/marks.db"));
    is_kept(&format!("{}/../marks.db", libraries.display()), marks.clone());
    // Not even where libraries are, and not another program's damaged file.
    fs::copy(&marks, libraries.join("copy.db")).unwrap();
    is_kept("copy", libraries.join("copy.db"));
    let theirs = home.at("theirs.db");
    rusqlite::Connection::open(&theirs).unwrap().execute_batch("CREATE TABLE a (b); CREATE TABLE c (d)").unwrap();
    let mut bytes = fs::read(&theirs).unwrap();
    bytes[100..130].fill(0x55);
    fs::write(&theirs, bytes).unwrap();
    assert_eq!(home.run(&["libraries", "remove", "./theirs.db"]).0, 2);
    assert!(theirs.exists());
    // A library that is damaged still says that it is one, and one with a name need not.
    let wire = libraries.join("wire.db");
    let mut bytes = fs::read(&wire).unwrap();
    bytes[100..130].fill(0x55);
    fs::write(home.at("wire.db"), &bytes).unwrap();
    assert_eq!(home.run(&["libraries", "remove", "./wire.db"]).0, 0);
    fs::write(&wire, "nothing of SQLite's").unwrap();
    assert_eq!(home.run(&["libraries", "remove", "wire"]).0, 0);
    assert!(!wire.exists() && !home.at("wire.db").exists());
}

#[test]
fn a_library_whose_sources_are_away_keeps_what_it_has_when_it_is_made_anew() {
    let home = two_speakers();
    home.run(&["import", "clips", "--library", "wire"]);
    fs::rename(home.at("clips"), home.at("elsewhere")).unwrap();
    let (status, _, errors) = home.run(&["libraries", "rebuild", "wire"]);
    assert_eq!(status, 3, "{errors}");
    assert!(errors.contains("clips/a.txt: No such file") && errors.contains("2 articles of files"), "{errors}");
    assert!(home.run(&["libraries", "info", "wire"]).1.contains("2 articles"));
    assert_eq!(home.run(&["libraries", "verify", "wire"]).0, 0);
}

#[test]
fn marks_are_added_listed_and_taken_elsewhere() {
    let home = two_speakers();
    home.run(&["import", "clips"]);
    let (_, quotes, _) = home.run(&["quotes", "clips", "--speaker", "lee", "--format", "jsonl"]);
    let quotation: Value = serde_json::from_str(&quotes).unwrap();
    let id = quotation["id"].as_str().unwrap();
    assert_eq!(home.run(&["marks", "list"]).0, 1);
    assert_eq!(home.run(&["marks", "add", id, "--note", "call back", "--tag", "bridge"]).0, 0);
    let (_, listed, _) = home.run(&["marks", "list"]);
    assert!(listed.ends_with("“The bridge is closed,” — call back #bridge\n"), "{listed}");
    assert_eq!(home.run(&["marks", "export", "marks.json"]).0, 0);
    let marks: Value = serde_json::from_str(&fs::read_to_string(home.at("marks.json")).unwrap()).unwrap();
    assert_eq!((&marks[0]["kept"], &marks[0]["quotation"]), (&true.into(), &id.into()));
    fs::remove_dir_all(home.at("DATA")).unwrap();
    assert_eq!(home.run(&["marks", "import", "marks.json"]).0, 0);
    assert_eq!(home.run(&["marks", "import", "marks.json"]).0, 0);
    assert_eq!(home.run(&["marks", "list"]).1, listed);
    assert_eq!(home.run(&["marks", "import", "clips/a.txt"]).0, 2);
    assert_eq!(home.run(&["marks", "add", "000000000000"]).0, 2);
}

#[test]
fn a_record_that_is_none_costs_only_itself_and_the_exit_status_says_so() {
    let lines = "{\"text\":\"“We go,” Ann Lee said.\"}\nbroken\n{\"text\":\"“We stay,” Bob Ott said.\"}\n";
    let home = Home::new(&[("dump.jsonl", lines)]);
    let (status, out, errors) = home.run(&["import", "clips/dump.jsonl"]);
    assert_eq!((status, out.contains("2 new")), (3, true), "{out}");
    assert!(errors.contains("line 2"), "{errors}");
    let (status, ..) = home.run(&["libraries", "rebuild", "--dates", "dmy"]);
    assert_eq!(status, 3);
    let (status, ..) = home.run(&["import", "clips/missing.txt"]);
    assert_eq!(status, 2);
}

#[test]
fn where_the_marks_are_damaged_only_what_was_kept_is_refused() {
    let home = two_speakers();
    fs::create_dir_all(home.at("DATA/whosaid")).unwrap();
    fs::write(home.at("DATA/whosaid/marks.db"), "nothing of SQLite's").unwrap();
    for arguments in [&["quotes", "clips"][..], &["export", "clips", "--format", "csv"]] {
        let (status, out, errors) = home.run(arguments);
        assert_eq!((status, out.contains("The bridge is closed")), (0, true), "{arguments:?}: {errors}");
        assert!(errors.contains("marks.db") && errors.contains("nothing of what was kept"), "{errors}");
    }
    let (status, out, errors) = home.run(&["export", "clips", "--format", "csv", "--kept"]);
    assert_eq!((status, out.as_str(), errors.lines().count()), (2, "", 1), "{errors}");
}

#[test]
fn marks_come_back_from_exported_lines_and_from_nothing_come_none() {
    let home = two_speakers();
    let (_, quotes, _) = home.run(&["quotes", "clips", "--format", "jsonl"]);
    let quotation: Value = serde_json::from_str(quotes.lines().next().unwrap()).unwrap();
    let id = quotation["id"].as_str().unwrap();
    assert!(home.run(&["quotes", "clips"]).1.contains(id), "who reads it can ask for it");
    fs::write(home.at("bare.jsonl"), &quotes).unwrap();
    fs::write(home.at("none.json"), "[]").unwrap();
    for file in ["bare.jsonl", "none.json"] {
        assert_eq!(home.run(&["marks", "import", file]).0, 1, "{file}");
    }
    assert_eq!(home.run(&["marks", "add", id, "clips", "--note", "call back"]).0, 0);
    let (_, listed, _) = home.run(&["marks", "list"]);
    assert_eq!(home.run(&["export", "clips", "--kept", "--format", "jsonl", "-o", "kept.jsonl"]).0, 0);
    fs::remove_dir_all(home.at("DATA")).unwrap();
    assert_eq!(home.run(&["marks", "import", "kept.jsonl"]).0, 0);
    assert_eq!(home.run(&["marks", "list"]).1, listed);
}

#[test]
fn what_is_no_theme_is_told_by_its_file() {
    let home = two_speakers();
    fs::create_dir_all(home.at("CONFIG/whosaid/themes/x.toml")).unwrap();
    let (status, _, errors) = home.run(&["config", "check"]);
    assert!(status == 2 && errors.contains("x.toml"), "{errors}");
}

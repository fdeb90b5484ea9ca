//! The wording check, on the real binary.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use assert_cmd::Command;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::Output;
use tempfile::TempDir;

const HARBOUR: &str = "Date: 2021-03-04\nOutlet: The Ledger\n\n“We will not close the harbour this year, whatever the \
    council says,” said Mayor Ann Lee.\n\nLee said she had never read the report. The harbour was built in 1911.\n\n\
    “A port without ships is a car park with a view,” said Bob Núñez.\n";

const REPRINT: &str = "Date: 2021-03-06\nOutlet: The Echo\n\n“We will not close the old harbour this year,” said Mayor \
    Ann Lee.\n";

/// A folder of two articles, and homes for the program to keep things in.
struct Archive {
    folder: TempDir,
}

impl Archive {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("articles")).unwrap();
        fs::write(folder.path().join("articles/a.txt"), HARBOUR).unwrap();
        fs::write(folder.path().join("articles/b.txt"), REPRINT).unwrap();
        Self { folder }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let home = self.folder.path().join("home");
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        for place in ["XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            command.env(place, &home);
        }
        command.current_dir(self.folder.path()).args(arguments).output().unwrap()
    }

    fn check(&self, words: &str, more: &[&str]) -> (i32, Value) {
        let mut arguments = vec!["check", words, "articles", "--format", "json"];
        arguments.extend(more);
        findings(&self.run(&arguments))
    }
}

fn findings(output: &Output) -> (i32, Value) {
    let text = String::from_utf8_lossy(&output.stdout);
    let array: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{output:?}"));
    (output.status.code().unwrap(), array[0].clone())
}

#[test]
fn the_verdict_and_the_status_tell_what_was_found() {
    let archive = Archive::new();
    let (status, exact) = archive.check("'we will NOT close the harbour this year'", &[]);
    assert_eq!((status, &exact["verdict"], &exact["fragment"]), (0, &json!("exact"), &json!(true)));
    assert_eq!(exact["quotation"]["speaker"], "Ann Lee");
    assert_eq!(exact["candidates"][0]["article"]["outlet"], "The Echo");
    let (status, altered) = archive.check("We will close the harbour this year", &[]);
    assert_eq!((status, &altered["verdict"], &altered["alterations"]), (1, &json!("altered"), &json!(["negation"])));
    assert_eq!(altered["similarity"], json!(0.933));
    let (status, near) = archive.check("The harbour will burn next year, says the council", &[]);
    assert_eq!((status, &near["verdict"], &near["quotation"]), (1, &json!("near"), &Value::Null));
    assert!(!near["candidates"].as_array().unwrap().is_empty());
    let (status, nothing) = archive.check("Colourless green ideas sleep furiously", &[]);
    assert_eq!((status, &nothing["verdict"], &nothing["similarity"]), (1, &json!("not_found"), &json!(0.0)));
}

#[test]
fn all_printings_are_listed_by_their_wording() {
    let archive = Archive::new();
    let (_, exact) = archive.check("we will not close the harbour this year", &["--variants"]);
    let variants = exact["variants"].as_array().unwrap();
    let outlets: Vec<_> = variants.iter().map(|variant| &variant["printings"][0]["article"]["outlet"]).collect();
    assert_eq!(outlets, ["The Ledger", "The Echo"]);
    assert_eq!(variants[1]["alterations"], json!(["added"]));
    let text = archive.run(&["check", "not close the harbour", "articles", "--variants"]);
    assert!(String::from_utf8(text.stdout).unwrap().contains("  added: We will not close the old harbour this year"));
}

#[test]
fn running_text_is_nobodys_words() {
    let archive = Archive::new();
    let (status, printed) = archive.check("The harbour was built in 1911", &[]);
    assert_eq!((status, &printed["verdict"], &printed["quotation"]), (0, &json!("exact"), &Value::Null));
    assert_eq!(printed["passage"]["text"], "The harbour was built in 1911");
    let (status, claimed) = archive.check("The harbour was built in 1911", &["--speaker", "Lee"]);
    assert_eq!((status, &claimed["alterations"]), (1, &json!(["paraphrase"])));
}

#[test]
fn a_draft_is_checked_line_by_line_against_files_and_a_library() {
    let archive = Archive::new();
    archive.file(
        "draft.md",
        "# The harbour\n\n“A port without ships is a car\npark with a view,” Núñez said.\n\n“We will not close the \
         harbour,” said Bob Núñez.\n",
    );
    assert_eq!(archive.run(&["import", "articles", "--library", "h.db"]).status.code(), Some(0));
    for whereabouts in [&["articles"][..], &["--library", "h.db"]] {
        let output = archive.run(&[&["check", "--file", "draft.md", "--format", "json"], whereabouts].concat());
        let array: Value = serde_json::from_slice(&output.stdout).unwrap();
        let told: Vec<_> =
            array.as_array().unwrap().iter().map(|one| [&one["line"], &one["verdict"], &one["alterations"]]).collect();
        assert_eq!(
            told,
            [[&json!(3), &json!("exact"), &json!([])], [&json!(6), &json!("altered"), &json!(["speaker"])]]
        );
        assert_eq!(output.status.code(), Some(1));
    }
    archive.file("right.txt", "“A port without ships is a car park with a view,” Núñez said.\n");
    let output = archive.run(&["check", "--file", "right.txt", "articles"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("right.txt:1: “A port"));
}

#[test]
fn what_cannot_be_checked_is_an_error_that_says_why() {
    let archive = Archive::new();
    for (arguments, why) in [
        (&["check", "“…”", "articles"][..], "no word"),
        (&["check"], "missing"),
        (&["check", "words here", "nowhere"], "nowhere"),
        (&["check", "--file", "nowhere.md", "articles"], "nowhere.md"),
        (&["check", "words here", "--library", "nowhere.db"], "nowhere.db"),
    ] {
        let output = archive.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(why), "{output:?}");
    }
}

#[test]
fn nothing_in_a_claim_reaches_the_terminal_raw() {
    let archive = Archive::new();
    for format in ["text", "json", "markdown"] {
        let output = archive.run(&[
            "check",
            "We \u{1b}[31mwill close the harbour \u{202e}this year",
            "articles",
            "--format",
            format,
        ]);
        let raw = String::from_utf8(output.stdout).unwrap();
        assert!(!raw.contains(['\u{1b}', '\u{202e}']), "{format}: {raw}");
    }
}

#[test]
fn exact_words_whose_sentence_turns_them_round_come_with_it() {
    let archive = Archive::new();
    archive.file(
        "articles/c.txt",
        "Mayor Ann Lee did not say she would “raise fares for working families this year,” her office said on Monday.\n",
    );
    let (_, finding) = archive.check("raise fares for working families this year", &[]);
    assert_eq!(
        (&finding["verdict"], &finding["beside"]["reasons"][0]),
        (&json!("exact"), &json!("“not” stands before it"))
    );
    assert!(finding["beside"]["sentence"].as_str().unwrap().starts_with("Mayor Ann Lee did not say"), "{finding}");
    let text =
        String::from_utf8(archive.run(&["check", "raise fares for working families this year", "articles"]).stdout);
    assert!(text.unwrap().contains("“not” stands before it"));
    let (_, whole) = archive.check("A port without ships is a car park with a view", &[]);
    assert_eq!(whole.get("beside"), None);
}

#[test]
fn words_are_whose_the_reader_says() {
    let archive = Archive::new();
    archive.file("theirs.json", r#"[{"name": "Ann Lee", "speaker": "Eva Lind"}]"#);
    assert_eq!(archive.run(&["marks", "import", "theirs.json"]).status.code(), Some(0));
    let words = "We will not close the harbour this year, whatever the council says";
    let (_, finding) = archive.check(words, &["--speaker", "Eva Lind"]);
    assert_eq!((&finding["verdict"], &finding["quotation"]["speaker"]), (&json!("exact"), &json!("Eva Lind")));
    let id = finding["quotation"]["id"].as_str().unwrap();
    let cited = String::from_utf8(archive.run(&["cite", id, "articles"]).stdout).unwrap();
    assert!(cited.contains("Lind") && !cited.contains("Ann Lee"), "{cited}");
}

#[test]
fn several_that_look_through_one_new_folder_at_once_all_find_it() {
    let archive = Archive::new();
    for number in 0..300 {
        archive.file(
            &format!("articles/{number}.txt"),
            &format!("“The ferry {number} stays here for ever,” said Ann Lee.\n"),
        );
    }
    std::thread::scope(|scope| {
        let check = |number: usize| archive.check(&format!("The ferry {number} stays here for ever"), &[]).0;
        let checks: Vec<_> = [7, 150, 299].map(|number| scope.spawn(move || check(number))).into();
        assert!(checks.into_iter().all(|check| check.join().unwrap() == 0));
    });
}

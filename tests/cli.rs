//! The command line, on the real binary.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use assert_cmd::Command;
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Output, Stdio};
use tempfile::TempDir;
use whosaid::article::Article;
use whosaid::config::{LastLibrary, Opened};
use whosaid::library::seeds::SEEDS;
use whosaid::text::sanitize::is_control;

const PROGRAM: &str = env!("CARGO_BIN_EXE_whosaid");

/// A folder of articles, and a home for the program to keep its state in.
struct Archive {
    articles: TempDir,
    home: TempDir,
}

impl Archive {
    fn new(files: &[(&str, &str)]) -> Self {
        let archive = Self { articles: tempfile::tempdir().unwrap(), home: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            fs::write(archive.articles.path().join(name), text).unwrap();
        }
        archive
    }

    fn command(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command.env_remove("NO_COLOR").env("XDG_STATE_HOME", self.home.path()).current_dir(self.articles.path());
        for folder in ["DATA", "CACHE", "CONFIG"] {
            command.env(format!("XDG_{folder}_HOME"), self.home.path().join(folder));
        }
        command
    }

    fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Output {
        self.command().args(arguments).output().unwrap()
    }

    fn extract(&self, input: impl Into<Vec<u8>>) -> (i32, Vec<Value>) {
        let output = self.command().arg("extract").write_stdin(input).output().unwrap();
        (output.status.code().unwrap(), json_lines(&output.stdout))
    }
}

fn two_speakers() -> Archive {
    Archive::new(&[
        ("a.txt", "Date: 2021-03-04\n\n“The bridge is closed,” said Mayor Ann Lee.\n"),
        ("b.txt", "Date: 2021-05\n\n“We were never asked, 😀 not once,” said Bob Núñez.\n"),
        ("c.txt", "The weather was fine all week.\n"),
    ])
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn json_lines(bytes: &[u8]) -> Vec<Value> {
    text(bytes).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn assert_no_controls(output: &Output) {
    for bytes in [&output.stdout, &output.stderr] {
        let raw: Vec<char> = text(bytes).chars().filter(|&c| c != '\n' && is_control(c)).collect();
        assert!(raw.is_empty(), "{raw:?} in {:?}", text(bytes));
    }
}

#[test]
fn the_exit_status_tells_what_came_of_it() {
    let archive = two_speakers();
    assert_eq!(code(&archive.run(["quotes", "."])), 0);
    assert_eq!(code(&archive.run(["quotes", "c.txt"])), 1);
    assert_eq!(code(&archive.run(["quotes", "--bogus"])), 2);
    assert_eq!(code(&archive.run(["quotes", "--since", "2021", "--until", "2020"])), 2);

    let missing = archive.run(["quotes", "missing.txt"]);
    assert_eq!(code(&missing), 2);
    assert!(text(&missing.stderr).starts_with("whosaid: missing.txt: "));

    let partly = archive.run(["quotes", "missing.txt", "a.txt"]);
    assert_eq!(code(&partly), 2);
    assert!(text(&partly.stdout).contains("The bridge is closed"));
}

#[test]
fn warnings_are_told_by_file_and_change_no_status() {
    let archive = Archive::new(&[("a\u{1b}.txt", "Date: 31 June 2020\u{7}\n\n“We are closed,” said Ann Lee.\n")]);
    let output = archive.run(["quotes", "."]);
    assert_eq!(code(&output), 0);
    assert!(
        text(&output.stderr).starts_with("whosaid: ") && text(&output.stderr).contains(": “31 June 2020” is no date")
    );
    assert_no_controls(&output);
}

#[test]
fn help_says_how_with_examples() {
    for arguments in [&["--help"][..], &["quotes", "--help"], &["extract", "--help"]] {
        let help = two_speakers().run(arguments);
        assert_eq!(code(&help), 0);
        for part in ["Usage:", "Examples:", "Exit status:"] {
            assert!(text(&help.stdout).contains(part), "{arguments:?}");
        }
    }
}

#[test]
fn without_a_terminal_the_reader_says_what_works_there() {
    let output = two_speakers().run(["."]);
    assert_eq!(code(&output), 2);
    assert!(output.stdout.is_empty());
    assert!(text(&output.stderr).contains("whosaid quotes") && text(&output.stderr).contains("whosaid extract"));
}

#[test]
fn quotations_of_the_seed_stand_where_their_offsets_say() {
    let seed = fs::read_to_string(seed_path()).unwrap();
    let chars: Vec<char> = seed.chars().collect();
    let utf16: Vec<u16> = seed.encode_utf16().collect();
    for unit in ["chars", "bytes", "utf16"] {
        let archive = Archive::new(&[]);
        let output = archive.run([
            OsStr::new("quotes"),
            seed_path().as_ref(),
            "--format=json".as_ref(),
            "--offsets".as_ref(),
            unit.as_ref(),
        ]);
        let quotations: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        assert!(!quotations.is_empty());
        for quotation in &quotations {
            let at = |name: &str| usize::try_from(quotation[name].as_u64().unwrap()).unwrap();
            let slice = match unit {
                "chars" => chars[at("start")..at("end")].iter().collect(),
                "bytes" => seed[at("start")..at("end")].to_owned(),
                _ => String::from_utf16(&utf16[at("start")..at("end")]).unwrap(),
            };
            assert_eq!(quotation["text"], slice);
            assert_eq!(quotation["offsets"], unit);
            assert_eq!(quotation["article"]["printed"], "2020-07-27");
            assert_eq!(quotation["article"]["dateline"], "CHICAGO");
        }
    }
}

fn seed_path() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/000_f5553d5d29ad1c4d.txt"))
}

#[test]
fn filters_choose_speakers_kinds_and_times() {
    let archive = two_speakers();
    let speakers = |arguments: &[&str]| -> Vec<String> {
        let output = archive.run(["quotes", ".", "--format", "jsonl"].iter().chain(arguments));
        json_lines(&output.stdout).iter().map(|q| q["speaker"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(speakers(&[]), ["Ann Lee", "Bob Núñez"]);
    assert_eq!(speakers(&["--speaker", "NUNEZ"]), ["Bob Núñez"]);
    assert_eq!(speakers(&["--speaker", "mayor ann"]), ["Ann Lee"]);
    assert_eq!(speakers(&["--kind", "indirect"]), [""; 0]);
    assert_eq!(speakers(&["--until", "2021-03"]), ["Ann Lee"]);
    assert_eq!(speakers(&["--since", "2021-03-05"]), ["Bob Núñez"]);
    assert_eq!(speakers(&["--since", "2021-05-20", "--until", "2021-05-21"]), ["Bob Núñez"]);
}

#[test]
fn without_a_path_the_library_remembered_is_taken_or_what_is_built_in() {
    let archive = two_speakers();
    let paths = || -> Vec<Value> {
        let output = archive.run(["quotes", "--format", "jsonl"]);
        json_lines(&output.stdout).iter().map(|q| q["article"]["path"].clone()).collect()
    };
    let built_in = |path: &Value| SEEDS.iter().any(|seed| path == seed.name);
    assert!(!paths().is_empty() && paths().iter().all(built_in));
    archive.run(["quotes", "a.txt"]);
    assert!(paths().iter().all(built_in), "a look at something else changes nothing");
    let path = archive.articles.path().canonicalize().unwrap().join("a.txt");
    LastLibrary::in_folder(&archive.home.path().join("whosaid")).remember(&Opened::Paths(vec![path.clone()])).unwrap();
    assert_eq!(paths(), [json!(path)]);
}

#[test]
fn extract_answers_every_line_in_order() {
    let mut input = Vec::new();
    for number in 0..2000 {
        writeln!(input, r#"{{"id": {number}, "text": "“It is {number},” said Ann Lee.", "title": "T", "n": [1]}}"#)
            .unwrap();
    }
    let (status, lines) = Archive::new(&[]).extract(input);
    assert_eq!(status, 0);
    assert_eq!(lines.len(), 2000);
    for (number, line) in lines.iter().enumerate() {
        assert_eq!(line["id"], number);
        assert_eq!(line["quotes"][0]["words"], format!("It is {number},"));
        assert_eq!(line["quotes"][0]["offsets"], "chars");
        assert_eq!(line["quotes"][0].get("article"), None);
    }
}

#[test]
fn extract_names_lines_that_are_no_article_and_goes_on() {
    let input = b"{\"id\":\"x\",\"text\":\"One.\"}\n\nnot json\n{\"id\":\"x\",\"text\":\"\xff\"}\n{\"id\":\"x\",\"text\":\"Two.\"}";
    let (status, lines) = Archive::new(&[]).extract(&input[..]);
    assert_eq!(status, 3);
    let id = |text: &str| Article::from_body(text.to_owned()).id;
    assert_eq!(lines[0], json!({"id": "x", "article_id": id("One."), "quotes": []}));
    assert_eq!(lines[1], json!({"id": null, "line": 3, "error": "not a JSON object", "quotes": []}));
    assert_eq!(lines[2]["line"], 4);
    assert_eq!(lines[3], json!({"id": "x", "article_id": id("Two."), "quotes": []}));
    assert_eq!(Archive::new(&[]).extract("").0, 1);
}

#[test]
fn extract_answers_while_its_input_is_still_open() {
    let mut child = std::process::Command::new(PROGRAM)
        .arg("extract")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in 1..=3 {
        writeln!(input, r#"{{"id":{id},"text":"Nothing."}}"#).unwrap();
        let line = output.next().unwrap().unwrap();
        assert!(line.starts_with(&format!(r#"{{"id":{id},"#)) && line.ends_with(r#","quotes":[]}"#), "{line}");
    }
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn a_closed_pipe_is_quiet() {
    let archive = two_speakers();
    let many: Vec<&str> = std::iter::repeat_n("a.txt", 2000).collect();
    for arguments in [vec!["quotes"], vec!["quotes", "--format", "json"], vec!["--help"]] {
        let paths = if arguments[0] == "quotes" { &many[..] } else { &[] };
        let mut child = std::process::Command::new(PROGRAM)
            .args(&arguments)
            .args(paths)
            .current_dir(archive.articles.path())
            .env("XDG_STATE_HOME", archive.home.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 0, "{arguments:?}");
        assert_eq!(text(&output.stderr), "");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let archive = two_speakers();
    for arguments in ["quotes a.txt", "quotes --format=json a.txt", "extract", "--help", "quotes --help"] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let mut child = std::process::Command::new(PROGRAM)
            .args(arguments.split(' '))
            .current_dir(archive.articles.path())
            .env("XDG_STATE_HOME", archive.home.path())
            .stdin(Stdio::piped())
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The program may well be gone already.
        drop(child.stdin.take().unwrap().write_all(b"{\"id\":1,\"text\":\"One.\"}\n"));
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 2, "{arguments}");
        assert!(text(&output.stderr).starts_with("whosaid: cannot write the output: No space left"), "{arguments}");
    }
}

/// A terminal would obey these, or show what follows in another order.
const HOSTILE: &str = "x\x1b]0;owned\x07\x7f\u{9b}31m\u{202e}\u{2066}\u{2028}y";

#[test]
fn no_control_of_an_article_reaches_the_output() {
    let article = format!("Title: {HOSTILE}\nOutlet: {HOSTILE}\n\n“Never {HOSTILE},” said Ann Lee.\n");
    let archive = Archive::new(&[("a.txt", &article)]);
    for format in ["text", "json", "jsonl"] {
        let output = archive.run(["quotes", "a.txt", "--format", format]);
        assert_eq!(code(&output), 0);
        assert_no_controls(&output);
    }
    let line = json!({"id": HOSTILE, "text": article}).to_string();
    let output = archive.command().arg("extract").write_stdin(format!("{line}\n{{\"{HOSTILE}\n")).output().unwrap();
    assert_eq!(code(&output), 3);
    assert_no_controls(&output);
    assert_eq!(json_lines(&output.stdout)[0]["id"], HOSTILE);
}

#[cfg(unix)]
#[test]
fn no_control_of_a_name_or_an_argument_reaches_the_terminal() {
    use std::os::unix::ffi::OsStrExt;
    let archive = Archive::new(&[(HOSTILE, "“Never,” said Ann Lee.\n"), ("empty\x1b[2J.txt", "")]);
    for format in ["text", "json", "jsonl"] {
        let output = archive.run(["quotes", HOSTILE, "--format", format]);
        assert_eq!(code(&output), 0);
        assert_no_controls(&output);
    }
    for arguments in [
        vec!["quotes", "."],
        vec!["quotes", "missing\x1b[31m"],
        vec!["quotes", "--since", HOSTILE],
        vec!["quotes", "--kind", HOSTILE],
        vec!["quotes", concat!("--\x1b[31m", "\u{202e}")],
        vec!["extract", HOSTILE],
    ] {
        let output = archive.run(&arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(text(&output.stderr).starts_with("whosaid: "), "{arguments:?}");
        assert_no_controls(&output);
    }
    let not_utf8 = archive.run([OsStr::new("quotes"), OsStr::from_bytes(b"\xff\x1b[31m")]);
    assert_eq!(code(&not_utf8), 2);
    assert_no_controls(&not_utf8);
}

#[test]
fn a_pipe_gets_no_escapes_and_a_folder_only_its_text_files() {
    let archive = two_speakers();
    fs::write(archive.articles.path().join("picture.jpg"), b"\xff\xd8\0").unwrap();
    let output = archive.run(["quotes", "."]);
    assert_eq!(code(&output), 0);
    assert!(!output.stdout.contains(&0x1b));
    assert_eq!(text(&output.stderr), "");
}

//! The formats, on the real binary: what is opened, what is left alone, and what is said.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::process::Output;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_whosaid");

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn run(folder: &TempDir, arguments: &str, input: &[u8]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder.path()).env("XDG_STATE_HOME", folder.path().join("state"));
    command.args(arguments.split(' ')).write_stdin(input).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn a_folder_of_every_kind_is_read_and_the_rest_left_alone() {
    let folder = folder(&[
        ("a.html", b"<html><body><p>&ldquo;We are shut,&rdquo; Ann Lee said.</p></body></html>"),
        ("b.csv", "title,text\nB,\"“We are open,” Bob Stone said.\"\n".as_bytes()),
        ("c.jsonl", "{\"text\":\"“We sail,” Cora Wood said.\"}\nbroken\n".as_bytes()),
        ("d.jpg", b"\xff\xd8\0"),
    ]);
    let output = run(&folder, "quotes . --format jsonl", b"");
    let lines: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = |name: &str| lines.iter().map(|line| line["article"][name].clone()).collect::<Vec<_>>();
    assert_eq!(told("text_from"), ["html main text", "field text", "field text"]);
    assert_eq!(told("record"), [Value::Null, Value::from(1), Value::from(1)]);
    assert_eq!(text(&output.stderr), "whosaid: ./c.jsonl: record 2 (line 2): it is not a JSON object\n");
    assert_eq!(code(&output), 2);
}

#[test]
fn text_says_by_its_status_how_much_was_text() {
    let folder = folder(&[("a.md", b"# Harbour shut\n\nIt is **closed**.\n"), ("b.json", b"{\"id\":1}")]);
    let all = run(&folder, "text a.md a.md", b"");
    assert_eq!((code(&all), text(&all.stdout)), (0, "It is closed.\n\n---\n\nIt is closed.\n"));
    let some = run(&folder, "text a.md b.json", b"");
    assert_eq!((code(&some), text(&some.stdout)), (3, "It is closed.\n"));
    assert!(text(&some.stderr).starts_with("whosaid: b.json: no column of it is known to hold text"));
    for nothing in ["text b.json", "text missing.txt", "text a.md --encoding nonsense", "text a.md --map text"] {
        let nothing = run(&folder, nothing, b"");
        assert!(code(&nothing) == 2 && nothing.stdout.is_empty() && text(&nothing.stderr).starts_with("whosaid: "));
    }
}

#[test]
fn standard_input_is_of_any_format() {
    let folder = folder(&[]);
    let csv = "kopf;inhalt\nHafen;„Geschlossen“\nHaus;zu\n";
    let output = run(&folder, "text - --format jsonl --map title=kopf,text=inhalt", csv.as_bytes());
    let lines: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines[0]["title"].as_str(), lines[1]["text"].as_str()), (Some("Hafen"), Some("zu")));
    assert_eq!((lines[1]["path"].clone(), lines[1]["record"].as_u64()), (Value::Null, Some(2)));
    let output = run(&folder, "text - --encoding windows-1251", b"\xc3\xe0\xe2\xe0\xed\xfc");
    assert_eq!(text(&output.stdout), "Гавань\n");
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_loops_of_links_are_no_files() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("a.txt", b"One.")]);
    let at = |name: &str| folder.path().join(name);
    let made = std::process::Command::new("mkfifo").args([at("pipe.csv"), at("pipe.html")]).status();
    assert!(made.unwrap().success());
    symlink("/dev/zero", at("zero.jsonl")).unwrap();
    symlink("loop.xml", at("loop.xml")).unwrap();
    symlink(".", at("self.txt")).unwrap();
    symlink("pipe.csv", at("link.csv")).unwrap();
    let output = run(&folder, "text .", b"");
    assert_eq!((code(&output), text(&output.stdout)), (3, "One.\n"));
    assert!(text(&output.stderr).lines().count() == 1 && text(&output.stderr).contains("loop.xml"));
    let named = run(&folder, "text pipe.csv zero.jsonl", b"");
    assert_eq!((code(&named), text(&named.stderr).lines().count()), (2, 2));
}

#[test]
fn nothing_is_written_beside_what_is_read() {
    let zip = {
        use std::io::Write;
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer.start_file("../outside.txt", zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(b"One.").unwrap();
        writer.finish().unwrap().into_inner()
    };
    let folder = folder(&[("a.zip", &zip)]);
    let before = fs::read_dir(folder.path()).unwrap().count();
    let output = run(&folder, "text a.zip", b"");
    assert_eq!((code(&output), text(&output.stdout)), (0, "One.\n"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before);
    assert!(!folder.path().parent().unwrap().join("outside.txt").exists());
}

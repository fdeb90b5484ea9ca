//! The reader on libraries in files: opened again, followed, shared, damaged, done without. The real
//! program in a real terminal, in a home of its own.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod pty;

use portable_pty::CommandBuilder;
use pty::Pty;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;
use whosaid::article::Origin;
use whosaid::config::Places;
use whosaid::import::{ReadOptions, read};
use whosaid::library::Archive;

const PROGRAM: &str = env!("CARGO_BIN_EXE_whosaid");

/// A home with a folder of articles.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir(home.clips()).unwrap();
        home.save("a.txt", "Alpha bridge", "2021-03-04");
        home.save("b.txt", "Bravo ferry", "2021-03-03");
        home.save("c.txt", "Charlie levee", "2021-03-02");
        home
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn clips(&self) -> PathBuf {
        self.at("clips")
    }

    /// Saves an article of one quotation, which names its title.
    fn save(&self, name: &str, title: &str, date: &str) {
        let text = format!("{title}\nDate: {date}\n\n“We saw {title},” Mayor Ann Lee said.\n");
        fs::write(self.clips().join(name), text).unwrap();
    }

    fn folders(&self) -> [(&str, PathBuf); 5] {
        let folder = |name, variable| (variable, self.at(name));
        [
            ("HOME", self.0.path().to_path_buf()),
            folder("data", "XDG_DATA_HOME"),
            folder("cache", "XDG_CACHE_HOME"),
            folder("state", "XDG_STATE_HOME"),
            folder("config", "XDG_CONFIG_HOME"),
        ]
    }

    fn places(&self) -> Places {
        Places::in_folders(&self.at("data/whosaid"), &self.at("cache/whosaid"))
    }

    /// The index of the folder of articles.
    fn index(&self) -> PathBuf {
        self.places().index_of(&[self.clips()]).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(arguments);
        command.cwd(self.0.path());
        self.folders().iter().for_each(|(variable, folder)| command.env(variable, folder));
        command
    }

    /// The reader, once it shows `text`.
    fn open(&self, arguments: &[&str], text: &str) -> Pty {
        let reader = Pty::start(self.command(arguments), 100, 30);
        reader.wait_for_text(text);
        reader
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(PROGRAM).args(arguments).current_dir(self.0.path()).envs(self.folders()).output().unwrap()
    }
}

fn quit(mut reader: Pty) {
    reader.send("Q");
    assert_eq!(reader.wait_for_exit().exit_code(), 0, "{}", reader.contents());
    reader.assert_given_back();
}

const ALL: &str = "3 articles · 3 quotes · 1 speaker";

#[test]
fn a_folder_opened_again_shows_what_was_added_changed_moved_and_deleted() {
    let home = Home::new();
    quit(home.open(&["clips"], ALL));
    let index = home.index();
    assert_eq!(fs::metadata(&index).unwrap().permissions().mode() & 0o777, 0o600);

    home.save("a.txt", "Alpha tower", "2021-03-04");
    fs::remove_file(home.clips().join("b.txt")).unwrap();
    fs::rename(home.clips().join("c.txt"), home.clips().join("moved.txt")).unwrap();
    home.save("d.txt", "Delta canal", "2021-03-05");
    // From another folder, by another path: still the same.
    let reader = home.open(&["./clips"], "Delta canal");
    reader.wait_for("the changes", |screen| {
        let contents = screen.contents();
        let there = ["Alpha tower", "Charlie levee", ALL].iter().all(|text| contents.contains(text));
        there && !contents.contains("Bravo") && !contents.contains("Alpha bridge")
    });
    quit(reader);
    let indexes = fs::read_dir(index.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    assert_eq!(indexes.filter(|path| path.extension().is_some_and(|end| end == "db")).count(), 1);
}

#[test]
fn what_is_saved_while_one_reads_comes_without_losing_the_place() {
    let home = Home::new();
    let mut reader = home.open(&["clips", "--watch"], ALL);
    reader.wait_for_text("watching");
    reader.send("j\r");
    reader.wait_for_text("We saw Bravo ferry");
    home.save("new.txt", "Foxtrot market", "2021-03-09");
    reader.wait_for_text("Foxtrot market");
    reader.wait_for_text("article 3/4");
    assert!(reader.contents().contains("We saw Bravo ferry"));

    fs::remove_file(home.clips().join("new.txt")).unwrap();
    reader.wait_for_text("article 2/3");
    home.save("b.txt", "Bravo harbour", "2021-03-03");
    reader.wait_for("the article as it is now", |screen| {
        let contents = screen.contents();
        contents.contains("We saw Bravo harbour") && !contents.contains("Bravo ferry")
    });
    fs::remove_file(home.clips().join("b.txt")).unwrap();
    reader.wait_for_text("gone from its file");
    assert!(reader.contents().contains("We saw Bravo harbour"), "what is read stays");
    quit(reader);
}

#[test]
fn a_library_is_opened_by_name_and_then_without() {
    let home = Home::new();
    assert!(home.run(&["import", "clips", "--library", "wire"]).status.success());
    quit(home.open(&["--library", "wire"], ALL));
    let reader = home.open(&[], ALL);
    assert!(reader.contents().lines().next().unwrap().trim_start().starts_with("wire "), "{}", reader.contents());
    quit(reader);

    let quotes = home.run(&["quotes", "--library", "wire"]);
    let out = String::from_utf8(quotes.stdout).unwrap();
    let order = ["Alpha", "Bravo", "Charlie"].map(|title| out.find(title).unwrap());
    assert!(order.is_sorted(), "newest first: {out}");
    assert_eq!(String::from_utf8(home.run(&["quotes"]).stdout).unwrap(), out, "as what was opened last");

    for command in [&["quotes"][..], &["speakers"]] {
        let missing = home.run(&[command, &["--library", "wires"]].concat());
        let message = String::from_utf8(missing.stderr).unwrap();
        assert!(!missing.status.success() && message.contains("no such library (there are: wire)"), "{message}");
    }
}

#[test]
fn files_can_be_read_into_a_library() {
    let home = Home::new();
    quit(home.open(&["clips/a.txt", "--library", "new.db"], "1 article · 1 quote"));
    quit(home.open(&["clips/b.txt", "--library", "./new.db"], "2 articles · 2 quotes"));
    assert!(!home.at("cache").exists());
}

#[test]
fn nothing_is_kept_where_nothing_is_to_be() {
    let home = Home::new();
    quit(home.open(&["clips", "--no-index"], ALL));
    assert!(!home.at("cache").exists() && !home.at("data").exists());
}

#[test]
fn where_no_index_can_be_kept_it_is_said_and_done_without() {
    let home = Home::new();
    fs::write(home.at("cache"), "a file where a folder should be").unwrap();
    let reader = home.open(&["clips"], "no index is kept");
    reader.wait_for_text(ALL);
    reader.wait_for_text("clips · in memory");
    quit(reader);
}

#[test]
fn beside_another_instance_that_writes_it_reads_and_follows_when_that_has_ended() {
    let home = Home::new();
    quit(home.open(&["clips"], ALL));
    let other = Archive::open(&home.index()).unwrap();
    let mut writing = other.writer().unwrap();
    home.save("d.txt", "Delta canal", "2021-03-05");
    let reader = home.open(&["clips"], "another whosaid is writing");
    assert!(reader.contents().contains(ALL) && reader.contents().contains("read only"));
    let added = read(b"Echo quay\n\nNobody was there.", Origin::Given, &ReadOptions::default());
    writing.add_given("a test", [added]).unwrap();
    reader.wait_for_text("Echo quay");
    drop(writing);
    reader.wait_for_text("Delta canal");
    quit(reader);
}

#[test]
fn a_damaged_index_is_made_anew_and_one_of_a_newer_version_left_alone() {
    let home = Home::new();
    quit(home.open(&["clips"], ALL));
    fs::write(home.index(), "This is no library.").unwrap();
    let reader = home.open(&["clips"], "made anew");
    reader.wait_for_text(ALL);
    quit(reader);

    let mut bytes = fs::read(home.index()).unwrap();
    // SQLite keeps the user's version, a number of four bytes, at offset 60.
    bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
    fs::write(home.index(), &bytes).unwrap();
    let reader = home.open(&["clips"], "newer whosaid");
    reader.wait_for_text(ALL);
    quit(reader);
    assert!(fs::read(home.index()).unwrap() == bytes);
}

#[test]
fn an_index_that_turns_out_to_be_damaged_while_one_reads_is_made_anew() {
    let home = Home::new();
    quit(home.open(&["clips"], ALL));
    let mut bytes = fs::read(home.index()).unwrap();
    // No text has such bytes; where nobody looks at it, nobody knows.
    let starts: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(b"We saw Alpha")).collect();
    assert!(!starts.is_empty());
    starts.into_iter().for_each(|at| bytes[at] = 0xff);
    fs::write(home.index(), &bytes).unwrap();
    let reader = home.open(&["clips"], "made anew");
    reader.wait_for_text(ALL);
    reader.wait_for_text("We saw Alpha bridge");
    quit(reader);
}

#[test]
fn a_damaged_library_is_told_with_the_way_out() {
    let home = Home::new();
    assert!(home.run(&["import", "clips", "--library", "wire"]).status.success());
    fs::write(home.places().library("wire"), "This is no library.").unwrap();
    let reader = Pty::start(home.command(&["--library", "wire"]), 100, 30);
    assert_eq!(reader.wait_for_exit().exit_code(), 2);
    assert!(reader.contents().contains("whosaid libraries remove wire"), "{}", reader.contents());
    assert!(home.run(&["libraries", "remove", "wire"]).status.success());
    assert!(home.run(&["import", "clips", "--library", "wire"]).status.success());
}

#[test]
fn an_import_that_is_stopped_is_gone_on_with_the_next_time() {
    let home = Home::new();
    for number in 0..3000 {
        home.save(&format!("{number}.txt"), &format!("Story {number}"), "2020-01-01");
    }
    let mut reader = home.open(&["clips"], "Alpha bridge");
    reader.send("\x03");
    reader.wait_for_text("loading stopped");
    quit(reader);
    let index = Archive::open_to_read(&home.index()).unwrap();
    assert!(index.counts().unwrap().articles <= 3003);
    quit(home.open(&["clips"], "3,003 articles · 3,003 quotes"));
    assert!(Path::new(&home.index()).exists());
}

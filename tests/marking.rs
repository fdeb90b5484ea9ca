//! Marks as their reader meets them: the real program in a real terminal, ended and started again.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod pty;

use portable_pty::CommandBuilder;
use pty::Pty;
use rustix::process::Signal;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_whosaid");

/// A home with a folder of one article in it, of many quotations.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir(home.0.path().join("clips")).unwrap();
        home.save("");
        home
    }

    /// Saves the article, with another paragraph at its end.
    fn save(&self, more: &str) {
        let said = |n| format!("“We counted to number {n} and went home,” Mayor Ann Lee said.\n\n");
        let text: String = (1..=12).map(said).collect();
        let article = format!("The count\nDate: 2021-03-04\n\n{text}“It was late,” a clerk said.\n\n{more}");
        fs::write(self.0.path().join("clips/count.txt"), article).unwrap();
    }

    fn folders(&self) -> [(&'static str, std::path::PathBuf); 5] {
        ["HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"]
            .map(|name| (name, self.0.path().join(name)))
    }

    /// The reader in the quotes pane of the article, at its first quotation.
    fn open(&self) -> Pty {
        self.open_at("▸ 1 ●")
    }

    /// The same, once it shows `text`.
    fn open_at(&self, text: &str) -> Pty {
        self.open_with(text, &[])
    }

    /// The same, with these variables.
    fn open_with(&self, text: &str, variables: &[(&str, &str)]) -> Pty {
        let mut command = CommandBuilder::new(PROGRAM);
        ["VISUAL", "EDITOR"].iter().for_each(|name| command.env_remove(name));
        variables.iter().for_each(|(name, value)| command.env(name, value));
        command.args(["clips"]);
        command.cwd(self.0.path());
        self.folders().iter().for_each(|(variable, folder)| command.env(variable, folder));
        let mut reader = Pty::start(command, 100, 40);
        reader.wait_for_text("13 quotes");
        reader.send("\r\t");
        reader.wait_for_text(text);
        reader
    }

    /// What a command prints.
    fn run(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(PROGRAM);
        let output = command.envs(self.folders()).args(arguments).current_dir(self.0.path()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// How many quotations `quotes` says are kept.
    fn kept(&self) -> usize {
        let quotes: Vec<serde_json::Value> =
            serde_json::from_str(&self.run(&["quotes", "clips", "--format", "json"])).unwrap();
        quotes.iter().filter(|quotation| quotation["kept"] == true).count()
    }
}

fn quit(mut reader: Pty) {
    reader.send("Q");
    assert_eq!(reader.wait_for_exit().exit_code(), 0);
}

#[test]
fn ten_quotations_are_kept_and_are_there_again_though_the_article_has_changed() {
    let home = Home::new();
    let mut reader = home.open();
    for number in 1..=10 {
        reader.wait_for_text(&format!("▸{number:2} ●"));
        reader.send("m");
        reader.wait_for_text(&format!("★▸{number:2} ●"));
        reader.send("j");
    }
    quit(reader);
    assert_eq!(home.kept(), 10);
    // Where it was left, the third one is the first in sight.
    let mut reader = home.open_at("★▸ 3 ●");
    reader.send("gm");
    reader.wait_for_text("10 kept of 10 marks");
    reader.send("e");
    reader.wait_for_text("what is kept (10)");
    reader.send("\t\t\r");
    reader.wait_for_text("exported: 10 quotations to kept.csv");
    quit(reader);
    let table = fs::read_to_string(home.0.path().join("kept.csv")).unwrap();
    assert_eq!(table.lines().count(), 11, "{table}");
    assert!(table.contains("We counted to number 10 and went home"), "{table}");
    // Its id is another one now.
    home.save("Nobody saw the end of it.\n");
    let mut reader = home.open_at("★▸");
    reader.send("gm");
    // Beside the words stands the article that they belong to, once that is known: of one mark after the other.
    reader.wait_for("the articles of all ten", |screen| {
        screen.contents().matches("Mayor Ann Lee · The count").count() == 10
    });
    let screen = reader.contents();
    assert!(screen.contains("10 kept of 10 marks") && !screen.contains("orphan"), "{screen}");
    // The changed article may be coming in just now: who is told so tries again.
    for key in ["j", "k"].iter().cycle() {
        reader.send(key);
        reader.wait_for("another line", |screen| !screen.contents().contains("is not known yet"));
        reader.send("\r");
        // The list of marks shows none of this: only the quotes pane numbers quotations.
        reader.wait_for("the quotation, or why not", |screen| {
            let contents = screen.contents();
            contents.contains("★▸") || contents.contains("is not known yet")
        });
        if reader.contents().contains("★▸") {
            break;
        }
    }
}

#[test]
fn a_wrong_speaker_is_corrected_and_stays_so() {
    let home = Home::new();
    let mut reader = home.open();
    reader.send("cEva Lind\r");
    reader.wait_for_text("said by Eva Lind");
    reader.wait_for_text("▸ 1 ◆ Eva Lind");
    reader.send("jc\tAnna Lee\r");
    reader.wait_for_text("everything by Ann Lee is by Anna Lee");
    quit(reader);
    let reader = home.open_at("1 ◆ Eva Lind");
    reader.wait_for_text("2 ◆ Mayor Anna Lee");
    reader.wait_for_text("◆ Eva Lind by your word, instead of Ann Lee");
    let quotes = home.run(&["quotes", "clips", "--format", "jsonl"]);
    assert!(quotes.lines().next().unwrap().contains("\"speaker\":\"Eva Lind\""), "{quotes}");
    assert!(quotes.contains("\"certainty\":\"corrected\""), "{quotes}");
}

#[test]
fn a_file_that_is_there_is_replaced_only_after_one_more_enter() {
    let home = Home::new();
    let file = home.0.path().join("mine.txt");
    fs::write(&file, "precious").unwrap();
    let mut reader = home.open();
    reader.send("emine.txt\r");
    reader.wait_for_text("there is a file of this name");
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
    reader.send("\r");
    reader.wait_for_text("exported: 1 quotation to mine.txt");
    assert!(fs::read_to_string(&file).unwrap().contains("We counted to number 1 and went home"));
    reader.send("e\x12nowhere/a.md\r");
    reader.wait_for_text("not exported: cannot write nowhere/a.md");
    // Not together with what follows, or the two would be Alt and a key.
    reader.send("\x1b");
    reader.wait_for_text("yy copy");
    quit(reader);
}

#[test]
fn a_note_is_written_in_ones_own_editor_which_has_the_keys_for_as_long() {
    let home = Home::new();
    let script = "#!/bin/sh\necho the editor has \"$(cat \"$1\")\"\nread line\necho \"$line\" >> \"$1\"\n";
    fs::write(home.0.path().join("editor.sh"), script).unwrap();
    let mut reader = home.open_with("▸ 1 ●", &[("EDITOR", "sh editor.sh")]);
    reader.send("acall back\x0f");
    reader.wait_for_text("the editor has call back");
    reader.send("before jjj on Monday\r");
    reader.wait_for_text("before jjj on Monday");
    reader.wait_for_text("in your editor");
    reader.send("\x13");
    reader.wait_for_text("note saved");
    quit(reader);
    assert!(home.run(&["marks", "export"]).contains("\"note\":\"call back\\nbefore jjj on Monday\""));
    let mut reader = home.open();
    reader.send("a\x0f");
    reader.wait_for_text("neither VISUAL nor EDITOR names an editor");
    reader.send("\x1b");
    reader.wait_for_text("yy copy");
    quit(reader);
}

#[test]
fn a_correction_is_seen_wherever_speakers_are_told_of() {
    let home = Home::new();
    let mut reader = home.open();
    reader.send("gq");
    reader.wait_for_text("● Ann Lee");
    reader.send("H");
    reader.wait_for_text("▸ 1 ●");
    reader.send("cEva Lind\r");
    reader.wait_for_text("said by Eva Lind");
    reader.send("L");
    reader.wait_for_text("ALL QUOTES");
    reader.wait_for_text("◆ Eva Lind");
    reader.send("gs");
    reader.wait_for_text("speakers · most quoted");
    reader.send("/eva\r");
    reader.wait_for_text("1 speaker · most quoted");
    reader.send("\r");
    reader.wait_for_text("We counted to number 1 and went home");
    reader.wait_for_text("◆");
    reader.send("gq/speaker:lind\r");
    reader.wait_for_text("1 quote · newest first");
    reader.send("Fspeaker:\"Ann Lee\"\r");
    reader.wait_for_text("11 quotes · newest first");
    reader.send("CWe counted to number 1 and went home — Ann Lee\r");
    reader.wait_for_text("◆ Eva Lind");
    reader.wait_for_text("speaker");
    reader.wait_for_text("EVA LIND 2021");
    reader.wait_for_text("1 quote, 1 in all");
    quit(reader);
    let check = |speaker| home.run(&["check", "We counted to number 1 and went home", "clips", "--speaker", speaker]);
    assert!(check("Eva Lind").starts_with("EXACT"), "{}", check("Eva Lind"));
    assert!(check("Ann Lee").starts_with("ALTERED"), "{}", check("Ann Lee"));
    home.run(&["import", "clips"]);
    let speakers = home.run(&["speakers", "--library", "main"]);
    assert!(speakers.contains("11  Ann Lee") && speakers.contains(" 1  Eva Lind"), "{speakers}");
    assert!(home.run(&["search", "speaker:lind", "--library", "main"]).contains("number 1 "));
}

#[test]
fn quotations_are_marked_wherever_they_are_listed() {
    let home = Home::new();
    let mut reader = home.open();
    reader.send("gq");
    reader.wait_for_text("● Ann Lee");
    reader.send("m");
    reader.wait_for_text(" kept ");
    reader.wait_for_text("★▸");
    reader.send("jacall the office\x13");
    reader.wait_for_text("note saved");
    reader.wait_for_text("ALL QUOTES");
    reader.send("tcount\r");
    reader.wait_for_text("tags saved: #count");
    reader.send("cEva Lind\r");
    reader.wait_for_text("▸ ◆ Eva Lind");
    reader.send("u");
    reader.wait_for_text("▸ ● Ann Lee");
    reader.send("Fnumber 7\r");
    reader.wait_for_text("Enter read  / query");
    reader.send("m");
    reader.wait_for_text("★▸");
    reader.send("gk");
    reader.wait_for_text("2 places");
    reader.wait_for_text("★▸");
    reader.send("fnumber 9");
    reader.wait_for_text("1 / 1");
    reader.send("\x0b");
    reader.wait_for_text("★▸");
    // The editor comes in front of the finder, which is there again behind it.
    reader.send("\x14nine\r");
    reader.wait_for_text("tags saved: #nine");
    reader.wait_for_text("number 9 ");
    reader.send("\x1b");
    reader.wait_for_text("Enter read");
    // What is asked for by the last key before the end is done, too.
    reader.send("gq");
    reader.wait_for_text("It was late,");
    reader.send("GmQ");
    assert_eq!(reader.wait_for_exit().exit_code(), 0);
    assert_eq!(home.kept(), 4);
    let marks = home.run(&["marks", "export"]);
    assert!(marks.contains("call the office") && marks.contains("\"nine\""), "{marks}");
}

#[test]
fn what_is_marked_elsewhere_meanwhile_is_seen_at_once() {
    let home = Home::new();
    let quotes: Vec<serde_json::Value> =
        serde_json::from_str(&home.run(&["quotes", "clips", "--format", "json"])).unwrap();
    let id = |number: usize| quotes[number]["id"].as_str().unwrap();
    let mut reader = home.open();
    // Nothing was ever kept: not even the folder is there that could be watched.
    home.run(&["marks", "add", id(0), "clips", "--tag", "elsewhere"]);
    reader.send("\x1b[I");
    reader.wait_for_text("★▸ 1 ●");
    reader.wait_for_text("[1] #elsewhere");
    home.run(&["marks", "add", id(1), "clips"]);
    reader.wait_for_text("★  2 ●");
    let mut other = home.open();
    other.send("cEva Lind\r");
    reader.wait_for_text("▸ 1 ◆ Eva Lind");
    reader.send("u");
    reader.wait_for_text("nothing to undo");
    other.send("u");
    reader.wait_for_text("★▸ 1 ● ");
    reader.send("gq");
    reader.wait_for_text("ALL QUOTES");
    other.send("jcOda Berg\r");
    reader.wait_for_text("◆ Oda Berg");
    quit(other);
    quit(reader);
}

#[test]
fn a_search_is_saved_and_opened_again_after_a_restart() {
    let home = Home::new();
    let mut reader = home.open();
    reader.send("Fnumber 7\r");
    // The keys are those of the hits; where the reader stands, 1/1, the panes say too.
    reader.wait_for_text("Enter read  / query");
    reader.send("\x13the seventh\r");
    reader.wait_for_text("search saved: the seventh");
    quit(reader);
    assert!(home.run(&["marks", "export"]).contains("{\"search\":\"the seventh\",\"query\":\"number 7\"}"));
    let mut reader = home.open();
    reader.send("g/");
    reader.wait_for_text("the seventh");
    reader.send("d");
    reader.wait_for_text("No search is saved yet");
    reader.send("u");
    reader.wait_for_text("▸ the seventh");
    reader.send("\r");
    reader.wait_for_text("▸ Ann Lee");
    reader.send("g/d");
    reader.wait_for_text("No search is saved yet");
    quit(reader);
}

#[test]
fn a_kill_right_after_it_is_said_to_be_kept_loses_nothing() {
    let home = Home::new();
    let mut reader = home.open();
    reader.send("m");
    reader.wait_for_text(" kept ");
    reader.signal(Signal::KILL);
    reader.wait_for_exit();
    assert_eq!(home.kept(), 1);
    home.open().wait_for_text("★▸ 1 ●");
}

#[test]
fn nothing_is_lost_by_quitting_right_after_many_keys() {
    let home = Home::new();
    let mut reader = home.open();
    reader.send(&format!("{}Q", "mj".repeat(13)));
    assert_eq!(reader.wait_for_exit().exit_code(), 0);
    assert_eq!(home.kept(), 13);
}

#[test]
fn what_cannot_be_saved_is_told_at_the_end_too() {
    let home = Home::new();
    // No file can be where a folder is.
    fs::create_dir_all(home.0.path().join("XDG_DATA_HOME/whosaid/marks.db")).unwrap();
    let mut reader = home.open();
    reader.send("mQ");
    assert_eq!(reader.wait_for_exit().exit_code(), 2);
    let screen = reader.contents();
    assert!(screen.contains("what was marked last is not saved"), "{screen}");
}

#[test]
fn notes_tags_and_the_place_are_there_again_and_what_was_undone_is_not() {
    let home = Home::new();
    let mut reader = home.open();
    reader.send("acheck the number\rwith the clerk\x13");
    reader.wait_for_text("note saved");
    reader.send("tcount, town hall\r");
    reader.wait_for_text("tags saved: #count #town hall");
    reader.send("jm");
    reader.wait_for_text("★▸ 2 ●");
    reader.send("u");
    reader.wait_for_text("undone: no longer kept");
    quit(reader);
    let mut reader = home.open();
    reader.wait_for_text("[1] with the clerk");
    reader.wait_for_text("#count #town hall");
    assert!(!reader.contents().contains('★'), "{}", reader.contents());
    reader.send("f\x12\x12\x12\x12");
    reader.wait_for_text("[tags]");
    reader.wait_for_text("town hall");
    reader.send("town\r");
    reader.wait_for_text("tagged town hall");
    reader.wait_for_text("1 / 1");
}

//! The configuration as its owner meets it: the real program, with files that are right and wrong.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod pty;

use portable_pty::CommandBuilder;
use pty::Pty;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_whosaid");

/// A home with a configuration.
struct Home(TempDir);

impl Home {
    fn new(config: &str) -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(home.at("themes")).unwrap();
        fs::write(home.at("config.toml"), config).unwrap();
        home
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join("XDG_CONFIG_HOME/whosaid").join(name)
    }

    fn folders(&self) -> [(&'static str, PathBuf); 5] {
        ["HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"]
            .map(|name| (name, self.0.path().join(name)))
    }

    /// Runs a command: its exit status, and what it wrote.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(PROGRAM).envs(self.folders()).args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// The reader on the seeds.
    fn start(&self) -> Pty {
        let mut command = CommandBuilder::new(PROGRAM);
        self.folders().iter().for_each(|(variable, folder)| command.env(variable, folder));
        command.cwd(self.0.path());
        Pty::start(command, 100, 30)
    }
}

#[test]
fn the_default_configuration_is_right_and_says_where_it_belongs() {
    let home = Home::new("");
    let (status, default, _) = home.run(&["config", "print-default"]);
    assert!(status == 0 && default.contains("theme = \"auto\"") && default.contains("[keys.finder]"), "{default}");
    assert_eq!(home.run(&["config", "path"]).1.trim(), home.at("config.toml").to_string_lossy());
    fs::write(home.at("config.toml"), default).unwrap();
    assert_eq!(home.run(&["config", "check"]), (0, String::new(), String::new()));
}

#[test]
fn every_fault_names_its_file_and_line_and_what_would_be_right() {
    let home = Home::new("theme = \"inkk\"\n\n[keys.list]\nx = \"qiut\"\ng = \"help\"\n");
    fs::write(home.at("themes/mine.toml"), "base = \"ink\"\ntext = \"blu\"\n").unwrap();
    let (status, _, errors) = home.run(&["config", "check"]);
    let lines: Vec<&str> = errors.lines().collect();
    assert_eq!((status, lines.len()), (2, 4), "{errors}");
    assert!(lines[0].contains("themes/mine.toml:2: “blu” is no colour; write #rrggbb"), "{errors}");
    assert!(lines[1].contains("config.toml:1: there is no theme “inkk”; there are ink, paper"), "{errors}");
    assert!(lines[2].contains("config.toml:4: there is no action “qiut”; did you mean “quit”?"), "{errors}");
    assert!(lines[3].contains("config.toml:5: “g” and “g g” (top) begin alike in list"), "{errors}");
    let reader = home.start();
    reader.wait_for_text("config.toml:1: there is no theme");
    assert_eq!(reader.wait_for_exit().exit_code(), 2);
}

#[test]
fn keys_measure_dates_borders_and_an_own_theme_are_as_they_are_said_to_be() {
    let home = Home::new(
        "theme = \"mine\"\nmeasure = 40\ndates = \"2020-07-27\"\nborders = \"double\"\n\
         [keys.reading]\nx = \"help\"\n\"?\" = \"none\"\n",
    );
    fs::write(home.at("themes/mine.toml"), "base = \"none\"\naccent = \"#010203\"\n").unwrap();
    let mut reader = home.start();
    reader.wait_for_text("Mon 2020-07-27");
    // A key that does nothing any more leaves the notice of the first start alone.
    reader.wait_for_text("x helps");
    assert!(reader.contents().contains("═══"), "{}", reader.contents());
    reader.screen(|screen| {
        let heading = screen.cell(2, 1).unwrap();
        assert_eq!((heading.contents(), heading.fgcolor()), ("A", vt100::Color::Rgb(1, 2, 3)));
    });
    reader.send("x");
    reader.wait_for_text(" Keys ");
    reader.send("\x03");
    reader.wait_for_text("j/k move");
    reader.send("T");
    reader.wait_for_text("theme ink");
    reader.send("Q");
    reader.wait_for_exit();
    assert!(home.run(&["keys"]).1.lines().any(|line| line.starts_with('x') && line.contains(" help ")));
}

#[test]
fn a_console_of_ascii_gets_nothing_else() {
    let home = Home::new("ascii = true\n");
    let mut reader = home.start();
    reader.wait_for_text("Welcome");
    reader.send("f");
    reader.wait_for_text("Find");
    assert!(reader.contents().is_ascii(), "{}", reader.contents());
}

#[test]
fn an_answer_to_the_question_for_the_ground_is_no_key_even_if_it_comes_late() {
    let home = Home::new("");
    let mut reader = home.start();
    reader.wait_for_text("Welcome");
    reader.send("\x1b]10;rgb:d0d0/d0d0/d0d0\x1b\\\x1b]11;rgb:1010/1010/1010\x07\x1b[?62;22c");
    reader.send("\t");
    reader.wait_for_text("j/k scroll");
    reader.send("T");
    reader.wait_for_text("theme ink");
}

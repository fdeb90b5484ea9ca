//! The reader as its user meets it: the real program in a real terminal, keys in, screen out.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod pty;

use portable_pty::CommandBuilder;
use pty::Pty;
use rustix::process::Signal;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::time::{Duration, Instant};
use std::{fs, thread};
use tempfile::TempDir;
use whosaid::config::{LastLibrary, Opened};

const READER: &str = env!("CARGO_BIN_EXE_whosaid");

/// The reader on a copy of `seeds/`, in a home of its own.
struct Reader {
    pty: Pty,
    home: TempDir,
}

impl Reader {
    fn start() -> Self {
        Self::start_by(&[])
    }

    /// Starts the reader as the last arguments of the program `before`.
    fn start_by(before: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let articles = home.path().join("articles");
        copy_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds"), &articles);
        let argv = before.iter().map(OsStr::new).chain([OsStr::new(READER), articles.as_os_str()]);
        let reader = Self::start_as(argv.map(OsStr::to_owned).collect(), home);
        reader.pty.wait_for_text("Peters");
        reader
    }

    /// Starts the reader as somebody does who has nothing to read yet.
    fn start_on_seeds() -> Self {
        let reader = Self::start_as(vec![READER.into()], tempfile::tempdir().unwrap());
        reader.pty.wait_for_text("Welcome: j moves, Enter reads, f finds, m keeps, ? helps");
        reader.pty.wait_for_text("26 articles");
        reader
    }

    fn start_as(argv: Vec<OsString>, home: TempDir) -> Self {
        let mut command = CommandBuilder::from_argv(argv);
        command.env("HOME", home.path());
        for variable in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
            command.env_remove(variable);
        }
        Self { pty: Pty::start(command, 100, 30), home }
    }

    fn quit(&mut self) {
        self.pty.send("Q");
        self.assert_ends_with(0);
    }

    /// It ends with this exit status and leaves the terminal as it found it.
    fn assert_ends_with(&self, code: u32) {
        assert_eq!(self.pty.wait_for_exit().exit_code(), code, "{}", self.pty.contents());
        self.pty.assert_given_back();
    }
}

fn copy_files(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn a_quotation_is_found_by_its_speaker_opened_and_copied() {
    let mut reader = Reader::start();
    reader.pty.send("flightfoot line");
    reader.pty.wait_for_text("lightfoot line");
    // The list of all quotations holds the passage too, but not as the one that Enter takes.
    reader.pty.wait_for_text("1 / 11");
    reader.pty.send("\r");
    reader.pty.wait_for("the passage, the finder gone", |screen| {
        let contents = screen.contents();
        contents.contains("very firm line") && !contents.contains("lightfoot line")
    });
    // Four keys besides the words: f, Enter, y, c.
    reader.pty.send("yc");
    let copy = reader.pty.wait_for_copy();
    assert!(copy.contains("Lightfoot, quoted in") && copy.contains("July 2020"), "{copy}");
    reader.quit();
}

#[test]
fn a_claimed_sentence_is_checked_and_its_source_opened() {
    let mut reader = Reader::start();
    reader.pty.send("C");
    reader.pty.wait_for_text("CHECK WORDING");
    reader.pty.send("I drew a firm line against that — Lori Lightfoot\r");
    reader.pty.wait_for("the verdict, the diff and the source", |screen| {
        let contents = screen.contents();
        ["ALTERED 80 %", "changed, dropped", "[drew]", "{very}", "first printing", "Enter source"]
            .iter()
            .all(|it| contents.contains(it))
    });
    reader.pty.send("\r");
    reader.pty.wait_for_text("These are not troops");
    reader.pty.send("q");
    reader.pty.wait_for_text("ALTERED 80 %");
    reader.quit();
}

#[test]
fn a_word_is_searched_for_and_a_hit_opened_at_its_quotation() {
    let mut reader = Reader::start();
    reader.pty.send("F");
    reader.pty.wait_for_text("SEARCH");
    reader.pty.send("troops\r");
    reader.pty.wait_for_text("Enter read  / query");
    reader.pty.send("\r");
    reader.pty.wait_for_text("▸ 6 ● Mayor Lori Lightfoot");
    reader.pty.send("yq");
    let copy = reader.pty.wait_for_copy();
    assert!(copy.contains("These are not troops"), "{copy}");
    reader.quit();
}

#[test]
fn all_that_one_person_said_in_a_month_is_listed_from_the_speakers_page() {
    let mut reader = Reader::start_on_seeds();
    reader.pty.send("gs/quint\r");
    reader.pty.wait_for_text("1 speaker · most quoted");
    reader.pty.send("\r");
    reader.pty.wait_for_text("by week");
    reader.pty.send("bh");
    reader.pty.wait_for_text("▲ Nov 2019: 3 quotes");
    reader.pty.send("\r");
    reader.pty.wait_for_text("QUOTES 3 of 26 · Nov 2019");
    reader.pty.wait_for_text("You have had me on loan for six months");
    reader.quit();
}

#[test]
fn all_that_one_person_said_in_a_month_is_found_by_a_query() {
    let mut reader = Reader::start_on_seeds();
    reader.pty.send("Fspeaker:quint printed:2019-11\r");
    reader.pty.wait_for_text("3 quotes · newest first");
    reader.pty.wait_for_text("Enter read  / query");
    // What was asked before is had again, though another search was begun.
    reader.pty.send("F");
    reader.pty.wait_for_text("before");
    reader.pty.send("\x1b[A");
    reader.pty.wait_for_text("❯ speaker:quint printed:2019-11");
    reader.pty.send("\x1b[B");
    reader.pty.wait_for("an empty line", |screen| !screen.contents().contains("speaker:quint"));
    reader.pty.send("\x1b");
    reader.pty.wait_for_text("Enter read  / query");
    reader.quit();
}

#[test]
fn other_programs_get_the_terminal_and_give_it_back() {
    let mut reader = Reader::start_by(&["env", "EDITOR=echo opened:"]);
    let copy = reader.home.path().join("copy.txt");
    reader.pty.wait_for_text("▸ 1 ●");
    reader.pty.send(&format!("|tee '{}'; false\r", copy.display()));
    reader.pty.wait_for("what it wrote, off the reader's screen", |screen| {
        !screen.alternate_screen() && screen.contents().contains("exit status: 1; Enter goes back to the articles]")
    });
    assert!(fs::read_to_string(&copy).unwrap().contains("Three dozen"), "{}", reader.pty.contents());
    reader.pty.send("\r");
    reader
        .pty
        .wait_for("the articles again", |screen| screen.alternate_screen() && screen.contents().contains("QUOTES"));
    reader.pty.send("E");
    reader.pty.wait_for("the editor's output, then the articles", |screen| screen.alternate_screen());
    reader.pty.send("gl");
    reader.pty.wait_for_text("MESSAGES");
    let output = String::from_utf8(reader.pty.output()).unwrap();
    assert!(output.contains("opened: ") && output.contains("000_f5553d5d29ad1c4d.txt"), "{output}");
    reader.quit();
}

#[test]
fn signals_that_end_it_give_the_terminal_back() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let reader = Reader::start();
        reader.pty.signal(signal);
        reader.assert_ends_with(code);
    }
}

#[test]
fn it_suspends_and_draws_everything_again() {
    for by_key in [true, false] {
        // A shell with job control, which goes on to its next command when the reader stops.
        let mut reader = Reader::start_by(&["sh", "-mc", "\"$0\" \"$@\"; echo stopped; read -r go; fg"]);
        if by_key {
            reader.pty.send("\x1a");
        } else {
            reader.pty.signal(Signal::TSTP);
        }
        reader
            .pty
            .wait_for("the shell again", |screen| !screen.alternate_screen() && screen.contents().contains("stopped"));
        reader.pty.assert_given_back();
        reader.pty.send("\n");
        reader
            .pty
            .wait_for("everything again", |screen| screen.alternate_screen() && screen.contents().contains("Peters"));
        reader.quit();
    }
}

#[test]
fn it_does_not_stop_where_nobody_could_continue_it() {
    // Started as a terminal's only program, or by a shell without job control.
    for before in [&[][..], &["sh", "-c", "\"$0\" \"$@\"; exit $?"]] {
        let mut reader = Reader::start_by(before);
        reader.pty.send("\x1a");
        reader.quit();
    }
}

#[test]
fn what_it_opened_is_what_it_opens_next() {
    let mut reader = Reader::start();
    reader.quit();
    let last = LastLibrary::in_folder(&reader.home.path().join(".local/state/whosaid"));
    assert_eq!(last.opened(), Some(Opened::Paths(vec![reader.home.path().join("articles")])));
}

#[test]
fn it_ends_within_a_second_when_the_terminal_vanishes() {
    // With SIGHUP, and without: then the signal goes to the session's leader alone, here a shell
    // that takes no notice.
    for before in [&[][..], &["sh", "-c", "trap '' HUP; \"$0\" \"$@\"; exit $?"]] {
        let mut reader = Reader::start_by(before);
        let gone = Instant::now();
        reader.pty.hang_up();
        assert_eq!(reader.pty.wait_for_exit().exit_code(), 129);
        assert!(gone.elapsed() < Duration::from_secs(1));
    }
}

#[test]
fn it_waits_without_using_the_processor() {
    let reader = Reader::start();
    // Loading and drawing may go on for a while after the first words show: until the ticks stand still.
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let before = reader.pty.processor_ticks();
        thread::sleep(Duration::from_secs(1));
        if reader.pty.processor_ticks() - before <= 1 {
            break;
        }
        assert!(Instant::now() < deadline, "it never comes to rest");
    }
}

#[test]
fn the_first_key_after_a_new_size_is_heard() {
    let mut reader = Reader::start();
    for columns in [91, 82] {
        reader.pty.send("?");
        reader.pty.wait_for_text("bindings");
        reader.pty.resize(columns, 28);
        // The line at the top is right-aligned: what is left of a wider one is cut.
        reader.pty.wait_for("the new size", |screen| {
            screen.contents().lines().next().is_some_and(|line| line.trim_end().ends_with("speakers"))
        });
        reader.pty.send("\x1b");
        reader.pty.wait_for("the help gone", |screen| !screen.contents().contains("bindings"));
    }
    reader.quit();
}

#[test]
fn no_size_and_no_storm_of_sizes_is_too_much() {
    let mut reader = Reader::start();
    for (columns, rows) in (0..200).map(|n| (n * 7 % 501, n * 13 % 201)).chain([(0, 0), (1, 1), (500, 200), (90, 28)]) {
        reader.pty.resize(columns, rows);
        reader.pty.send("j");
    }
    reader.pty.wait_for_text("Peters");
    reader.quit();
}

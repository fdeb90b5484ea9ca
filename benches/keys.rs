//! From a key to its frame: `cargo bench --bench keys [COUNT]`.
//!
//! The real program in a pseudo-terminal of 100 by 30, on a library of 100,000 articles made up here (or COUNT). Keys
//! go through the list, as fast as somebody holds one down; what counts is the time until the position of the new
//! article stands on the screen. First while nothing else is done, then while another process imports into the same
//! library. In between nothing is pressed, and the processor time that is used then is told.
#![cfg(unix)]

mod common;
#[path = "../tests/pty/mod.rs"]
#[allow(clippy::unwrap_used, reason = "a reader that fails ends the bench")]
mod pty;

use portable_pty::CommandBuilder;
use pty::Pty;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Articles that are made up, each of some 3 KB.
const ARTICLES: usize = 100_000;
/// Articles that are imported meanwhile.
const MORE: usize = 20_000;
/// How many keys are pressed, and how long after the frame of the last one.
const KEYS: usize = 1000;
const BETWEEN: Duration = Duration::from_millis(15);
/// How long nothing is pressed.
const IDLE: Duration = Duration::from_secs(5);

fn main() -> io::Result<()> {
    let count = std::env::args().skip(1).find_map(|given| given.parse().ok()).unwrap_or(ARTICLES);
    let home = tempfile::tempdir()?;
    let mut archive = common::Archive::new(1);
    for (name, count) in [("all.jsonl", count), ("more.jsonl", MORE)] {
        let mut out = BufWriter::new(File::create(home.path().join(name))?);
        archive.write_lines(count, &mut out)?;
        out.flush()?;
    }
    let imported = Instant::now();
    whosaid(home.path(), &["import", "all.jsonl", "--library", "wire"]).status()?;
    println!("{count} articles imported in {:.0?}", imported.elapsed());

    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_whosaid"));
    command.args(["--library", "wire"]);
    command.cwd(home.path());
    command.env("HOME", home.path());
    let mut reader = Pty::start(command, 100, 30);
    reader.wait_for_text("article 1/");
    reader.wait_for_text(" speakers");
    tell("alone", &mut press(&mut reader, 1));
    let before = reader.processor_ticks();
    sleep(IDLE);
    println!("idle for {IDLE:?}: {} ms of processor time", 10 * (reader.processor_ticks() - before));
    let mut import = whosaid(home.path(), &["import", "more.jsonl", "--library", "wire"]).spawn()?;
    let mut times = press(&mut reader, 1 + KEYS);
    let still = import.try_wait()?.is_none();
    tell(if still { "while importing" } else { "while importing, which ended before" }, &mut times);
    import.kill()?;
    import.wait().map(drop)
}

/// A command of the program, with a home of its own and nothing to say.
fn whosaid(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
    command.args(arguments).current_dir(home).env("HOME", home).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Goes down the list from the article number `first` on; how long each key took.
fn press(reader: &mut Pty, first: usize) -> Vec<Duration> {
    let mut times = Vec::with_capacity(KEYS);
    for number in first + 1..=first + KEYS {
        let shown = format!("article {}/", grouped(number));
        let pressed = Instant::now();
        reader.send("j");
        reader.wait_for_text(&shown);
        times.push(pressed.elapsed());
        sleep(BETWEEN);
    }
    times
}

fn tell(when: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{when}: median {:.1?}, 99 % within {:.1?}, longest {:.1?}", at(0.5), at(0.99), at(1.0));
}

/// A number below a million as the screen shows it.
fn grouped(number: usize) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", number / 1000, number % 1000) }
}

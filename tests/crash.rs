//! `kill -9` in the midst of an import, on the real binary.
//!
//! `cargo test` kills a few imports of a small archive; `WHOSAID_TEST_KILLS=200 cargo test --release
//! --test crash -- --nocapture` two hundred of a larger one, which is kept in many transactions.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../benches/common/mod.rs"]
#[allow(dead_code, reason = "shared with the benches")]
mod stories;

use chrono::DateTime;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use whosaid::article::Article;
use whosaid::library::load::Cancel;
use whosaid::library::marks::{Mark, Marks};
use whosaid::library::{Archive, Counts};
use whosaid::quote;

/// How many imports are killed where nothing else is said.
const KILLS: u32 = 4;

/// Stories in one large file: of the small archive, and of the larger one.
const IN_ONE_FILE: [usize; 2] = [400, 20_000];
/// Stories in small files of their own.
const FILES: usize = 100;

struct Place {
    folder: TempDir,
}

impl Place {
    fn new(in_one_file: usize) -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        let clips = place.at("clips");
        fs::create_dir(&clips).unwrap();
        let mut archive = stories::Archive::new(3);
        archive.write_lines(in_one_file, &mut File::create(clips.join("dump.jsonl")).unwrap()).unwrap();
        for (n, story) in archive.take(FILES).enumerate() {
            fs::write(clips.join(format!("{n}.txt")), story.text).unwrap();
        }
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn import(&self) -> Child {
        Command::new(env!("CARGO_BIN_EXE_whosaid"))
            .args(["import", "clips", "--library", "./library.db"])
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Lets an import run for so long at most; says whether it ended by itself.
    fn import_for(&self, time: Duration) -> bool {
        let mut child = self.import();
        let output = child.stdout.take().unwrap();
        let (ended, end) = channel();
        // The other end of its output closes when it ends.
        let reader = thread::spawn(move || {
            let told = std::io::read_to_string(output).unwrap_or_default();
            drop(ended.send(told));
        });
        let told = end.recv_timeout(time).unwrap_or_default();
        child.kill().unwrap();
        let status = child.wait().unwrap();
        reader.join().unwrap();
        assert!(told.is_empty() || status.success(), "{told}");
        status.success()
    }

    /// What the library holds, which is whole.
    fn counts(&self) -> Counts {
        let archive = Archive::open(&self.at("library.db")).unwrap();
        let faults = archive.writer().unwrap().verify(&Cancel::default()).unwrap();
        assert_eq!(faults, []);
        archive.counts().unwrap()
    }

    fn remove(&self) {
        Archive::remove(&self.at("library.db")).unwrap();
    }
}

fn marked(path: &Path) -> Vec<Mark> {
    Marks::open(path).unwrap().list().unwrap().into_iter().map(|(_, mark)| mark).collect()
}

/// SplitMix64 (Steele, Lea and Flood, 2014): a share of one.
fn share(n: u32) -> f64 {
    let number = u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((number ^ (number >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

#[test]
fn imports_killed_at_any_moment_go_on_where_they_were() {
    let asked = std::env::var("WHOSAID_TEST_KILLS").ok().and_then(|kills| kills.parse().ok());
    let kills = asked.unwrap_or(KILLS);
    let in_one_file = IN_ONE_FILE[usize::from(asked.is_some())];
    let place = Place::new(in_one_file);
    let article = Article::from_body("“It is done,” Mayor Ana Ruiz said.".to_owned());
    let mark = Mark::of(&article, &quote::extract(&article)[0], DateTime::UNIX_EPOCH);
    let marks = place.at("marks.db");
    Marks::open(&marks).unwrap().add(&mark).unwrap();

    let begun = Instant::now();
    assert!(place.import_for(Duration::from_secs(3600)));
    let whole = begun.elapsed();
    let expected = place.counts();
    assert_eq!(expected.articles, in_one_file + FILES);
    place.remove();

    let (mut killed, mut ended, mut rounds, mut partial) = (0, 0, 0, 0);
    while killed < kills {
        rounds += 1;
        if place.import_for(whole.mul_f64(share(rounds))) {
            ended += 1;
            assert_eq!(place.counts(), expected);
            place.remove();
            continue;
        }
        killed += 1;
        if place.at("library.db").exists() {
            let counts = place.counts();
            partial += u32::from(counts.articles > 0 && counts != expected);
        }
        assert_eq!(marked(&marks), std::slice::from_ref(&mark));
    }
    assert!(place.import_for(Duration::from_secs(3600)));
    assert_eq!(place.counts(), expected);
    println!("{killed} killed, {partial} of them with some of it kept; {ended} ended before that");
}

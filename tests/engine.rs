//! The engine as a build of its own: few crates, and everything it promises without the rest.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::process::Command;

/// The most crates that a program takes in with the engine, itself and the engine's own included.
const MOST_CRATES: usize = 40;

/// Crates that only the rest of the program may need.
const NOT_IN_THE_ENGINE: &[&str] = &["clap", "crossterm", "libsqlite3-sys", "ratatui", "rusqlite"];

#[test]
fn the_engine_alone_is_made_of_few_crates() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "-e", "normal", "--no-default-features", "--prefix", "none"])
        .args(["--format", "{p}", "--no-dedupe"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let tree = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // A name and a version, and where a crate of this machine stands.
    let crates: BTreeSet<&str> = tree.lines().map(|line| line.split(" (").next().unwrap().trim()).collect();
    assert!(crates.iter().any(|name| name.starts_with("whosaid ")), "{tree}");
    assert!(crates.len() <= MOST_CRATES, "{} crates: {crates:?}", crates.len());
    let names: BTreeSet<&str> = crates.iter().filter_map(|name| name.split(' ').next()).collect();
    assert!(NOT_IN_THE_ENGINE.iter().all(|name| !names.contains(name)), "{names:?}");
}

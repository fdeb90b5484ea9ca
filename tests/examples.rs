//! Every example in `--help`, in the README and in `docs/` does what it says: each is run by a shell
//! in a folder of its own, with the real program; those that open the reader, in a terminal.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod pty;

use portable_pty::CommandBuilder;
use pty::Pty;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;
use whosaid::library::seeds::SEEDS;

const PROGRAM: &str = env!("CARGO_BIN_EXE_whosaid");

/// Programs of other people that examples name: their stand-ins take what comes and print an article.
const OTHERS: [&str; 5] = ["curl", "jq", "man", "zcat", "zstdcat"];

const ARTICLE: &str =
    r#"{"id":"a1","date":"2020-08-01","inhalt":"x","text":"“The harbor stays open,” Mayor Ann Lee said."}"#;

/// An example, and where it stands.
struct Example {
    place: String,
    line: String,
}

/// A folder with everything that examples name, which is copied for each of them.
struct Setting(TempDir);

impl Setting {
    fn new() -> Self {
        let setting = Self(tempfile::tempdir().unwrap());
        let root = setting.0.path();
        for folder in ["articles", "dump", "quotes", "bin", "home/clips", "home/articles", "home/.zfunc"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        for folder in [".local/share/bash-completion/completions", ".config/fish/completions"] {
            fs::create_dir_all(root.join("home").join(folder)).unwrap();
        }
        let text = "Date: 3/4/2020\n\n“The harbor stays open,” Mayor Ann Lee said.\n";
        for file in ["monday.txt", "articles/monday.txt", "quotes/a.txt", "home/clips/a.txt", "home/articles/a.txt"] {
            fs::write(root.join(file), text).unwrap();
        }
        fs::write(root.join("articles/chicago.txt"), SEEDS[0].bytes).unwrap();
        fs::write(root.join("draft.md"), "“The harbor stays open,” Mayor Ann Lee said.\n").unwrap();
        fs::write(root.join("page.html"), format!("<html><body><article><p>{text}</p></article></body></html>"))
            .unwrap();
        fs::write(root.join("dump.csv"), "headline,body,inhalt\nA,“It is open.”,“It is open.”\n").unwrap();
        fs::write(root.join("list.j2"), "{% for article in articles %}{{ article.title }}\n{% endfor %}").unwrap();
        for file in ["articles.jsonl", "dump.jsonl", "dump/a.jsonl", "shard1.jsonl"] {
            fs::write(root.join(file), format!("{ARTICLE}\n")).unwrap();
        }
        for other in OTHERS {
            let path = root.join("bin").join(other);
            fs::write(&path, format!("#!/bin/sh\n[ -t 0 ] || cat > /dev/null\necho '{ARTICLE}'\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        for line in [
            "gzip -k dump.jsonl",
            "whosaid extract --with-text < articles.jsonl > done1.jsonl",
            "cp done1.jsonl done2.jsonl",
            "whosaid import articles/ --library wire",
            "whosaid import articles/",
            "whosaid marks add m67z2cf2j7w6 --library wire",
            "whosaid marks export theirs.json",
        ] {
            let output = shell(root, line).output().unwrap();
            assert!(output.status.success(), "{line}: {}", told(&output));
        }
        setting
    }

    /// A folder like this one, to be used once.
    fn copy(&self) -> TempDir {
        let copy = tempfile::tempdir().unwrap();
        copy_folder(self.0.path(), copy.path());
        copy
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// What the program finds of a person and of other programs in the folder `root`.
fn surroundings(root: &Path) -> Vec<(&'static str, std::ffi::OsString)> {
    let own = Path::new(PROGRAM).parent().unwrap();
    let path = std::env::join_paths([root.join("bin"), own.to_path_buf(), "/usr/bin".into(), "/bin".into()]).unwrap();
    let home = |name: &str| root.join("home").join(name).into_os_string();
    vec![
        ("PATH", path),
        ("HOME", home("")),
        ("XDG_DATA_HOME", home("data")),
        ("XDG_CACHE_HOME", home("cache")),
        ("XDG_STATE_HOME", home("state")),
        ("XDG_CONFIG_HOME", home("config")),
    ]
}

fn shell(root: &Path, line: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(root).envs(surroundings(root)).stdin(Stdio::null());
    command
}

fn told(output: &Output) -> String {
    format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn help(arguments: &[&str]) -> String {
    let output = Command::new(PROGRAM).args(arguments).arg("--help").output().unwrap();
    assert!(output.status.success(), "{}", told(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// The commands that `--help` names.
fn commands() -> Vec<String> {
    let help = help(&[]);
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    // A command stands two columns in, the lines that tell of it further.
    let named = commands.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    named.map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

/// The examples of a command's help: what stands before two spaces is to be typed, the rest tells of it.
fn examples_of_help(command: &str) -> Vec<Example> {
    let help = if command.is_empty() { help(&[]) } else { help(&[command]) };
    let lines = help.lines().skip_while(|line| *line != "Examples:").skip(1).take_while(|line| !line.is_empty());
    let example = |line: &str| line.trim().split("  ").next().unwrap().to_owned();
    lines.map(|line| Example { place: format!("whosaid {command} --help"), line: example(line) }).collect()
}

/// What the README and the documents have between fences of `sh`.
fn examples_of_documents() -> Vec<Example> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "md"));
    files.push(root.join("README.md"));
    files.sort();
    let mut examples = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for block in text.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap()) {
            let lines = block.lines().filter(|line| line.contains("whosaid") && !line.starts_with("cargo"));
            examples.extend(lines.map(|line| Example { place: file.display().to_string(), line: line.to_owned() }));
        }
    }
    examples
}

/// Whether the example opens the reader: what follows the name is no command.
fn opens_reader(line: &str, commands: &[String]) -> bool {
    let mut words = line.split_whitespace();
    words.next() == Some("whosaid") && !words.next().is_some_and(|word| commands.iter().any(|command| command == word))
}

/// Runs the example; says what is wrong.
fn run(setting: &Setting, example: &Example, commands: &[String]) -> Option<String> {
    let folder = setting.copy();
    let root = folder.path();
    if opens_reader(&example.line, commands) {
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", &example.line]);
        command.cwd(root);
        surroundings(root).into_iter().for_each(|(name, value)| command.env(name, value));
        let mut terminal = Pty::start(command, 100, 30);
        terminal.wait_for_text("? help");
        terminal.send("Q");
        let status = terminal.wait_for_exit();
        return (!status.success()).then(|| format!("{status:?}"));
    }
    let output = shell(root, &example.line).output().unwrap();
    // 1 is an answer: nothing was found, or the words are not exact.
    let answered = matches!(output.status.code(), Some(0 | 1));
    (!answered).then(|| format!("{:?}: {}", output.status, told(&output)))
}

#[test]
fn every_example_does_what_it_says() {
    let setting = Setting::new();
    let commands = commands();
    let mut examples = examples_of_help("");
    for command in &commands {
        let own = examples_of_help(command);
        assert!(!own.is_empty(), "whosaid {command} --help has no examples");
        examples.extend(own);
    }
    examples.extend(examples_of_documents());
    assert!(examples.len() > 40, "{}", examples.len());
    let faults: Vec<String> = examples
        .iter()
        .filter_map(|example| {
            let fault = run(&setting, example, &commands)?;
            Some(format!("{}: {}\n{fault}", example.place, example.line))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn every_help_tells_the_exit_statuses() {
    for command in commands() {
        assert!(help(&[&command]).contains("Exit status: 0"), "{command}");
    }
}

#[test]
fn completions_and_manual_know_every_command_and_option() {
    let print = |arguments: &[&str]| {
        let output = Command::new(PROGRAM).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", told(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let shells = ["bash", "elvish", "fish", "powershell", "zsh"].map(|shell| print(&["completions", shell]));
    let program = print(&["man"]);
    for command in commands() {
        assert!(program.contains(&format!("whosaid\\-{command}(1)")), "{command}");
        let page = print(&["man", &command]);
        assert!(shells.iter().all(|script| script.contains(&command)), "{command}");
        for option in options(&help(&[&command])) {
            assert!(page.contains(&option.replace('-', "\\-")), "{command} {option}");
            // fish has options without their dashes, PowerShell some with one.
            let name = option.trim_start_matches('-');
            assert!(shells.iter().all(|script| script.contains(name)), "{command} {option}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    print(&["man", "--all", &folder.path().to_string_lossy()]);
    let pages = fs::read_dir(folder.path()).unwrap().count();
    assert!(pages > commands().len(), "{pages}");
}

/// The long options that a help lists.
fn options(help: &str) -> Vec<String> {
    let named = help.lines().filter(|line| line.trim_start().starts_with('-'));
    let words = named.flat_map(|line| line.split([' ', ',']).filter(|word| word.len() > 2 && word.starts_with("--")));
    let words = words.filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
    words.map(str::to_owned).collect()
}

//! The order of the modules and the walls around the big dependencies, kept by reading the source:
//! every arrow points up in [`ORDER`], so no circle can enter.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules; each may import only those before it.
const ORDER: &[&str] = &[
    "error", "parallel", "text", "article", "quote", "import", "library", "search", "finder", "export", "config",
    "app", "keymap", "ui", "runtime", "cli",
];

/// The dependencies that only some modules may name.
const WALLS: &[(&str, &[&str])] = &[
    ("ratatui", &["ui", "runtime"]),
    ("crossterm", &["keymap", "runtime"]),
    ("rusqlite", &["library", "search"]),
    ("fuzzy_matcher", &["finder"]),
    ("clap", &["cli"]),
    ("csv", &["export"]),
    ("minijinja", &["export"]),
];

#[test]
fn modules_import_only_what_stands_above_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    for file in rust_files(&root) {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        faults.extend(check(&name, &fs::read_to_string(&file).unwrap()));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Nothing is drawn but by the functions of `ui/paint.rs`, which draw an ellipsis where they cut a text.
#[test]
fn text_is_put_into_cells_in_one_place() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui");
    let mut faults = Vec::new();
    for file in rust_files(&root).into_iter().filter(|file| !file.ends_with("paint.rs")) {
        let source = fs::read_to_string(&file).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        let drawing = ["set_string", "set_line", "set_span", "Paragraph", "Text::", "Span::raw", "Line::from"];
        faults.extend(drawing.iter().filter(|name| code.contains(**name)).map(|name| format!("{file:?}: {name}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn wrong_arrows_are_caught() {
    let faults = |name, source| check(name, source).join("\n");
    assert_eq!(faults("text/fold.rs", "\nuse crate::quote::Kind;"), "text/fold.rs:2: text may not import quote");
    assert_eq!(faults("app/mod.rs", "use crate::{text::{self, Span}, ui};"), "app/mod.rs:1: app may not import ui");
    assert_eq!(faults("app/list.rs", "use super::super::keymap as k;"), "app/list.rs:1: app may not import keymap");
    assert_eq!(faults("article.rs", "fn f() { super::import::read() }"), "article.rs:1: article may not import import");
    assert_eq!(
        faults("quote/mod.rs", "fn f() { mod inner { use super::super::cli; } }"),
        "quote/mod.rs:1: quote may not import cli"
    );
    assert_eq!(faults("app/mod.rs", "use ratatui::Frame;"), "app/mod.rs:1: app may not name ratatui");
    assert_eq!(faults("main.rs", "fn main() { ::rusqlite::f() }"), "main.rs:1: main may not name rusqlite");
    assert_eq!(faults("views/mod.rs", ""), "views/mod.rs:1: views has no place in the order");
}

#[test]
fn right_arrows_and_mere_mentions_pass() {
    let passes = |name, source| assert_eq!(check(name, source), [""; 0]);
    passes("cli/mod.rs", "use crate::{runtime, error::Error};");
    passes("quote/cues.rs", "use super::Kind; use super::segments::{self, Segment}; use self::x;");
    passes("text/mod.rs", "#[cfg(test)] mod tests { use super::*; use super::super::error; }");
    passes(
        "text/fold.rs",
        "/// See [`crate::ui`]. \n/* crate::ui /* nested */ crate::ui */ const S: &str = \"crate::ui\";",
    );
    passes("text/fold.rs", "const S: &str = r#\"\" crate::ui\"#; const C: char = '\"'; fn f<'a>(_: &'a str) {}");
    passes("text/fold.rs", "use my::ratatui::x; let crossterm = 1;");
    passes("lib.rs", "pub mod cli; pub use crate::ui::view;");
    passes("main.rs", "use whosaid::cli;");
}

/// What is wrong in the file `name` (relative to `src/`), as `file:line: complaint`.
fn check(name: &str, source: &str) -> Vec<String> {
    let path = module_path(name);
    let Some(module) = path.first().map(String::as_str) else { return check_walls(name, "lib", source) };
    if module == "main" {
        return check_walls(name, module, source);
    }
    let Some(rank) = rank(module) else { return vec![format!("{name}:1: {module} has no place in the order")] };
    let mut faults = check_walls(name, module, source);
    for (target, line) in imports(&path, &tokens(source)) {
        if target != module && self::rank(&target).is_some_and(|target| target > rank) {
            faults.push(format!("{name}:{line}: {module} may not import {target}"));
        }
    }
    faults
}

fn check_walls(name: &str, module: &str, source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let mut faults = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let inside_path = at > 1 && tokens[at - 1].text == "::" && is_name(&tokens[at - 2].text);
        let names_crate = !inside_path && tokens.get(at + 1).is_some_and(|next| next.text == "::");
        let wall = WALLS.iter().find(|(dependency, _)| *dependency == token.text);
        if let Some((dependency, _)) = wall.filter(|(_, inside)| names_crate && !inside.contains(&module)) {
            faults.push(format!("{name}:{}: {module} may not name {dependency}", token.line));
        }
    }
    faults
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == module)
}

/// `app/update/mod.rs` is the module `app::update`, `lib.rs` the root.
fn module_path(name: &str) -> Vec<String> {
    let path = name.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|part| *part != "lib").map(str::to_owned).collect()
}

/// The top modules that the tokens of the module at `path` name, each with its line.
fn imports(path: &[String], tokens: &[Token]) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut braces = 0;
    // How deep in inline modules, by the braces outside of each.
    let mut inline = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "{" => {
                if at > 1 && tokens[at - 2].text == "mod" {
                    inline.push(braces);
                }
                braces += 1;
            }
            "}" => {
                braces -= 1;
                inline.pop_if(|outside| *outside == braces);
            }
            "crate" => found.extend(first_names(&tokens[at + 1..])),
            "super" if at == 0 || tokens[at - 1].text != "::" => {
                let path_tokens = tokens[at..].chunks(2).take_while(|pair| pair[0].text == "super");
                let levels = path_tokens.count();
                if levels == path.len() + inline.len() {
                    found.extend(first_names(&tokens[at + 2 * levels - 1..]));
                }
            }
            _ => {}
        }
    }
    found
}

/// The names that follow in a path: one after `::`, or the first of each branch of `::{…}`.
fn first_names(after: &[Token]) -> Vec<(String, usize)> {
    let name = |token: &Token| is_name(&token.text).then(|| (token.text.clone(), token.line));
    match after {
        [colons, brace, branches @ ..] if colons.text == "::" && brace.text == "{" => {
            let mut depth = 0;
            let mut starts = true;
            let mut names = Vec::new();
            for token in branches {
                match token.text.as_str() {
                    "{" => depth += 1,
                    "}" if depth == 0 => break,
                    "}" => depth -= 1,
                    "," if depth == 0 => starts = true,
                    _ if starts => {
                        names.extend(name(token));
                        starts = false;
                    }
                    _ => {}
                }
            }
            names
        }
        [colons, token, ..] if colons.text == "::" => name(token).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// A name, `::`, or one other character, with its line from 1.
struct Token {
    text: String,
    line: usize,
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The tokens of `source`, without comments, strings and characters.
fn tokens(source: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (source, 1);
    while let Some(first) = rest.chars().next() {
        let skipped = skipped(rest);
        let length = match first {
            _ if skipped > 0 => skipped,
            _ if is_name(rest) => rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()),
            _ if rest.starts_with("::") => 2,
            _ => first.len_utf8(),
        };
        let (text, after) = rest.split_at(length);
        if skipped == 0 && !first.is_whitespace() {
            tokens.push(Token { text: text.to_owned(), line });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    tokens
}

/// How many bytes of comment, string or character `text` begins with.
fn skipped(text: &str) -> usize {
    let after = |from: usize, end: &str| text[from..].find(end).map_or(text.len(), |at| from + at + end.len());
    let hashes = text.strip_prefix('r').map_or(0, |raw| raw.len() - raw.trim_start_matches('#').len());
    if text.starts_with("//") {
        after(0, "\n")
    } else if text.starts_with("/*") {
        block_comment(text)
    } else if text.starts_with('"') {
        quoted(text, '"')
    } else if text.starts_with('r') && text[1 + hashes..].starts_with('"') {
        after(2 + hashes, &format!("\"{}", "#".repeat(hashes)))
    } else if text.starts_with("'\\") || text.starts_with('\'') && text.chars().nth(2) == Some('\'') {
        quoted(text, '\'')
    } else {
        0
    }
}

/// The length of the literal that `text` begins with, up to the next `mark` without a backslash.
fn quoted(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == mark && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

/// The length of the comment that `text` begins with; they nest.
fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    loop {
        match (text[at..].find("/*"), text[at..].find("*/")) {
            (Some(open), Some(close)) if open < close => (depth, at) = (depth + 1, at + open + 2),
            (_, Some(close)) if depth == 1 => return at + close + 2,
            (_, Some(close)) => (depth, at) = (depth - 1, at + close + 2),
            (_, None) => return text.len(),
        }
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

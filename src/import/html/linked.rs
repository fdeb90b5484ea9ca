//! What a page says of its article in JSON-LD (schema.org's `NewsArticle` and its kin).

use super::blocks;
use super::tree::{Data, Tree};
use crate::text::web;
use serde_json::{Map, Value};

/// What one such article says.
#[derive(Debug, Default)]
pub struct Linked {
    /// `headline`, else `name`.
    pub headline: Option<String>,
    /// `datePublished`, else `dateCreated`.
    pub published: Option<String>,
    /// The name of the `publisher`.
    pub publisher: Option<String>,
    /// The names of the `author`s.
    pub authors: Vec<String>,
    /// The first `articleSection`.
    pub section: Option<String>,
    /// `url`, else the page of which it is the main entity.
    pub url: Option<String>,
    /// The paragraphs of `articleBody`.
    pub body: Vec<String>,
}

/// The article that the page's JSON-LD is about: of several the one that says the most.
pub fn article(tree: &Tree) -> Option<Linked> {
    let mut found = Vec::new();
    for (node, element) in tree.elements() {
        if element.name != "script" {
            continue;
        }
        for inner in tree.range(node).skip(1) {
            if let Data::Text(json) = tree.data(inner) {
                collect(&parse(json), &mut found);
            }
        }
    }
    let told = |linked: &Linked| {
        let known = [&linked.headline, &linked.published, &linked.publisher, &linked.section];
        let known = known.into_iter().flatten().count() + linked.authors.len().min(1);
        (!linked.body.is_empty(), known)
    };
    // The first of equals: on a page of many, the page's own stands first.
    found.into_iter().rev().max_by_key(told)
}

/// The value of a script, mended where it only has comments around it, line breaks inside strings
/// or commas too many.
fn parse(json: &str) -> Value {
    let bare = json.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let bare = bare.trim().trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let bare = bare.trim_end_matches("//]]>").trim_end_matches("]]>").trim().trim_end_matches(';');
    let mend = || serde_json::from_str(&mended(bare));
    serde_json::from_str(bare).or_else(|_| mend()).unwrap_or(Value::Null)
}

fn mended(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut inside, mut escaped) = (false, false);
    for c in json.chars() {
        match c {
            '"' if !escaped => inside = !inside,
            ']' | '}' if !inside => {
                let end = out.trim_end().len();
                if out[..end].ends_with(',') {
                    out.truncate(end - 1);
                }
            }
            _ => {}
        }
        escaped = inside && c == '\\' && !escaped;
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

/// Collects the articles in a value, those in graphs and lists too. The parser bounds the nesting.
fn collect(value: &Value, found: &mut Vec<Linked>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        Value::Object(object) if is_article(object) => found.push(linked(object)),
        Value::Object(object) => {
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart"] {
                if let Some(value) = object.get(key) {
                    collect(value, found);
                }
            }
        }
        _ => {}
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    const OTHERS: &[&str] = &["BlogPosting", "LiveBlogPosting", "Report", "SocialMediaPosting", "CreativeWork"];
    let is = |name: &str| {
        let name = name.rsplit('/').next().unwrap_or(name);
        name.ends_with("Article") || OTHERS.contains(&name)
    };
    match object.get("@type") {
        Some(Value::String(name)) => is(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is),
        _ => false,
    }
}

fn linked(object: &Map<String, Value>) -> Linked {
    let line = |key: &str| object.get(key).and_then(first_name);
    let mut authors = Vec::new();
    for author in ["author", "creator"].iter().filter_map(|key| object.get(*key)).take(1) {
        names(author, &mut authors);
    }
    Linked {
        headline: line("headline").or_else(|| line("name")),
        published: line("datePublished").or_else(|| line("dateCreated")),
        publisher: line("publisher"),
        authors,
        section: line("articleSection"),
        url: line("url").or_else(|| line("mainEntityOfPage")).filter(|url| web::is_address(url)),
        body: object.get("articleBody").and_then(Value::as_str).map(paragraphs).unwrap_or_default(),
    }
}

/// The first name in a value: itself, its `name`, its `@id`.
fn first_name(value: &Value) -> Option<String> {
    let mut found = Vec::new();
    names(value, &mut found);
    found.into_iter().next()
}

fn names(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.extend(plain(text)),
        Value::Array(values) => values.iter().for_each(|value| names(value, found)),
        Value::Object(object) => {
            if let Some(value) = object.get("name").or_else(|| object.get("@id")) {
                names(value, found);
            }
        }
        _ => {}
    }
}

/// One line of text, entities decoded; nothing if it is empty.
fn plain(text: &str) -> Option<String> {
    let line = paragraphs(text).join(" ");
    (!line.is_empty()).then_some(line)
}

/// The paragraphs of a string that may have line breaks, entities and elements of HTML.
fn paragraphs(text: &str) -> Vec<String> {
    if text.contains(['<', '&']) {
        let broken = text.replace("\r\n", "\n").replace('\n', "<br>");
        let tree = Tree::parse(&broken, u64::MAX).unwrap_or_default();
        let none = vec![false; tree.len()];
        return blocks::blocks(&tree, &none).into_iter().map(|block| block.text).collect();
    }
    let mut paragraphs = Vec::new();
    for line in text.lines() {
        let mut paragraph = String::new();
        blocks::push_collapsed(&mut paragraph, line);
        paragraph.truncate(paragraph.trim_end().len());
        if !paragraph.is_empty() {
            paragraphs.push(paragraph);
        }
    }
    paragraphs
}

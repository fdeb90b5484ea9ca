//! Lines of `Key: value`, and front matter.

use super::beginning;
use crate::text::paragraphs::{Line, Lines};
use crate::text::{Span, fold};

/// The longest key, in bytes.
const LONGEST_KEY: usize = 24;

/// What a key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The headline.
    Title,
    /// Who wrote it.
    Byline,
    /// When it was printed.
    Date,
    /// When it was changed.
    Updated,
    /// The newspaper, agency or site.
    Outlet,
    /// The section it stood in.
    Section,
    /// Where it stands on the web.
    Url,
    /// The place and day it was filed.
    Dateline,
    /// The body begins here.
    Body,
    /// Something that archives add, for which an article has no field.
    Noted,
    /// Something an article has no field for.
    Other,
}

/// One key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What the key says.
    pub field: Field,
    /// The value, without quotation marks around it.
    pub value: String,
    /// Where the value stands.
    pub span: Span,
}

/// Several entries that stand together.
#[derive(Debug, PartialEq, Eq)]
pub struct Entries {
    /// The entries in order.
    pub list: Vec<Entry>,
    /// Where they end.
    pub end: usize,
}

/// The lines of `Key: value` at `start`, up to a line that is none.
///
/// A key that is not known counts only as long as the lines go on to a blank one, and the first
/// must be known or two others be.
pub fn block(text: &str, start: usize) -> Option<Entries> {
    let mut list: Vec<Entry> = Vec::new();
    let mut ends_blank = true;
    for line in Lines::new(text, Span::new(start, text.len())) {
        let Some(entry) = entry(text, line.ink, ':') else {
            ends_blank = line.ink.is_empty();
            break;
        };
        let body = entry.field == Field::Body;
        list.push(entry);
        if body {
            break;
        }
    }
    if !ends_blank {
        let known = list.iter().rposition(|entry| entry.field != Field::Other).map_or(0, |last| last + 1);
        list.truncate(known);
    }
    let known = list.iter().filter(|entry| entry.field != Field::Other).count();
    let end = list.last().map(|last| if last.field == Field::Body { last.span.start } else { last.span.end })?;
    (list[0].field != Field::Other || known >= 2).then_some(Entries { list, end })
}

/// The front matter at the very beginning: simple lines between two of `---` (as in YAML) or of
/// `+++` (as in TOML).
pub fn front_matter(text: &str) -> Option<Entries> {
    let mut lines = Lines::new(text, Span::new(0, text.len()));
    let fence = lines.next()?.ink.of(text);
    let separator = match fence {
        "---" => ':',
        "+++" => '=',
        _ => return None,
    };
    let mut list: Vec<Entry> = Vec::new();
    for line in lines {
        let ink = line.ink.of(text);
        if ink == fence || fence == "---" && ink == "..." {
            list.iter_mut().for_each(|entry| entry.value = unquoted(&entry.value));
            let known = list.iter().any(|entry| entry.field != Field::Other);
            return known.then_some(Entries { list, end: line.ink.end });
        }
        match (entry(text, line.ink, separator), list.last_mut()) {
            (Some(entry), _) if line.ink.start == line.start => list.push(entry),
            (_, Some(last)) if continues(text, line) => append(last, ink, line.ink),
            _ if ink.is_empty() || ink.starts_with(['#', '[']) => {}
            _ => return None,
        }
    }
    None
}

/// Whether a line belongs to the value above it: it is indented, or an item of a list.
fn continues(text: &str, line: Line) -> bool {
    !line.ink.is_empty() && (line.ink.start > line.start || line.ink.of(text).starts_with("- "))
}

/// Adds a line to a value: folded text by a space, an item of a list by a comma.
fn append(entry: &mut Entry, ink: &str, span: Span) {
    let item = ink.strip_prefix("- ");
    if matches!(entry.value.as_str(), ">" | "|" | ">-" | "|-") {
        entry.value.clear();
    }
    if !entry.value.is_empty() {
        entry.value.push_str(if item.is_some() { ", " } else { " " });
    }
    entry.value.push_str(&unquoted(item.unwrap_or(ink)));
    entry.span.end = span.end;
}

/// The value of a YAML or TOML scalar or flow list.
fn unquoted(value: &str) -> String {
    let value = value.trim();
    let list = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Some(list) = list {
        return list.split(',').map(scalar).collect::<Vec<_>>().join(", ");
    }
    scalar(value)
}

/// The value of a YAML or TOML scalar.
fn scalar(value: &str) -> String {
    let value = value.trim();
    let within = |mark: char| value.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    within('"').or_else(|| within('\'')).unwrap_or(value).trim().replace("\\\"", "\"")
}

/// The entry that the line `ink` is.
fn entry(text: &str, ink: Span, separator: char) -> Option<Entry> {
    let line = ink.of(text);
    let window = beginning(line, LONGEST_KEY + 2);
    let at = window.find(separator)?;
    let value = &line[at + 1..];
    let key = line[..at].trim_end();
    let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-' | ':'));
    if !is_key || !(value.is_empty() || value.starts_with(char::is_whitespace) || separator == '=') {
        return None;
    }
    let span = Span::new(ink.start + at + 1, ink.end).trimmed(text);
    Some(Entry { field: field(key), value: span.of(text).to_owned(), span })
}

fn field(key: &str) -> Field {
    match fold::words(key).as_str() {
        "title" | "headline" | "head" | "og title" => Field::Title,
        "author" | "authors" | "byline" | "by" | "writer" | "reporter" => Field::Byline,
        "date" | "published" | "printed" | "published on" | "published at" | "date published" | "publication date"
        | "publish date" | "pub date" | "pubdate" | "posted" | "posted on" | "issued" | "issue date" => Field::Date,
        "updated" | "modified" | "last updated" | "last modified" | "updated at" | "updated on" | "lastmod" => {
            Field::Updated
        }
        "source" | "outlet" | "publication" | "newspaper" | "publisher" | "site" | "agency" | "paper" => Field::Outlet,
        "section" | "category" | "desk" | "rubric" => Field::Section,
        "url" | "link" | "permalink" | "canonical" | "canonical url" | "web" => Field::Url,
        "dateline" => Field::Dateline,
        "length" | "edition" | "load date" | "copyright" | "graphic" | "language" | "publication type"
        | "document type" | "word count" => Field::Noted,
        "text" | "body" | "content" | "article" | "full text" => Field::Body,
        _ => Field::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(entries: Option<Entries>) -> Vec<(Field, String)> {
        entries.map_or_else(Vec::new, |entries| entries.list.into_iter().map(|e| (e.field, e.value)).collect())
    }

    #[test]
    fn key_lines_are_read_in_any_case_up_to_the_body() {
        let text = "HEADLINE: Storm: the worst yet\nauthor: Jane Doe\nWord count: 12\n\nThe end: it came.";
        let entries = block(text, 0).unwrap();
        assert_eq!(entries.end, text.find("\n\n").unwrap());
        assert_eq!(entries.list[0].value, "Storm: the worst yet");
        let text = "Date: 2020-07-27\nWitnesses: they all said no.\nThe rest";
        assert_eq!(values(block(text, 0)), [(Field::Date, "2020-07-27".to_owned())]);
        let text = "Title: Storm\nText: It rained.\nSource: none";
        assert_eq!(block(text, 0).unwrap().end, text.find("It rained").unwrap());
        for text in
            ["Police said: nothing\n\nMore", "Note: see below\n\nMore", "https://example.org/a\n", "Q: Who?\nA: Me.\n"]
        {
            assert_eq!(block(text, 0), None, "{text}");
        }
    }

    #[test]
    fn front_matter_is_read_with_lists_and_folded_text() {
        let text = "---\ntitle: \"Storm: the worst\"\nauthors:\n  - Jane Doe\n  - 'John Roe'\ntags: [a, 'b']\nsummary: >-\n  One\n  two\n---\nBody";
        let expected = [
            (Field::Title, "Storm: the worst"),
            (Field::Byline, "Jane Doe, John Roe"),
            (Field::Other, "a, b"),
            (Field::Other, "One two"),
        ];
        assert_eq!(values(front_matter(text)), expected.map(|(field, value)| (field, value.to_owned())));
        let text = "+++\ntitle = 'Storm'\ndate = 2020-07-27T10:00:00Z\n+++\nBody";
        let expected = [(Field::Title, "Storm"), (Field::Date, "2020-07-27T10:00:00Z")];
        assert_eq!(values(front_matter(text)), expected.map(|(field, value)| (field, value.to_owned())));
    }

    #[test]
    fn a_rule_over_the_text_is_no_front_matter() {
        assert_eq!(front_matter("---\nThe storm: it came.\nAnd went\n---\n"), None);
        assert_eq!(front_matter("---\ntitle: never closed\n\n"), None);
    }
}

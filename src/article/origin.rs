//! Where an article came from, and how its text was made.

use serde::Serialize;
use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;

/// Where an article's bytes came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file.
    File(PathBuf),
    /// A file built into the program: its name.
    Embedded(&'static str),
    /// Given by a caller, under an id of its own.
    Given,
}

impl Origin {
    /// Which file something at `place` came from, built into the program or not: `clips.zip!/a.html`
    /// inside an archive.
    pub fn path<'a>(&'a self, place: &'a Place) -> Option<Cow<'a, str>> {
        let file = match self {
            Origin::File(path) => Some(path.to_string_lossy()),
            Origin::Embedded(name) => Some(Cow::Borrowed(*name)),
            Origin::Given => None,
        };
        match (file, place.member.as_deref()) {
            (Some(file), Some(member)) => Some(Cow::Owned(format!("{file}!/{member}"))),
            (file, member) => file.or(member.map(Cow::Borrowed)),
        }
    }
}

/// Where inside its file an article stood. All unknown: it is the file's one article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Which file of an archive: `2020/a.html`, or `b.zip!/a.html` of one archive inside another.
    pub member: Option<String>,
    /// Which record, counted from 1.
    pub record: Option<u64>,
    /// The line it begins on, counted from 1.
    pub line: Option<u64>,
}

impl fmt::Display for Place {
    /// As a reader sees it: `2020/a.jsonl, record 12 (line 14)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let member = self.member.as_deref().unwrap_or_default();
        f.write_str(member)?;
        let between = if member.is_empty() { "" } else { ", " };
        match (self.record, self.line) {
            (Some(record), Some(line)) => write!(f, "{between}record {record} (line {line})"),
            (Some(record), None) => write!(f, "{between}record {record}"),
            (None, Some(line)) => write!(f, "{between}line {line}"),
            (None, None) => Ok(()),
        }
    }
}

/// How an article's text was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum TextFrom {
    /// It is the file as decoded, or as it was given.
    #[default]
    AsIs,
    /// Markdown, without front matter and marks.
    Markdown,
    /// The main text of a web page.
    Html,
    /// A field of a record or of a feed's entry.
    Field {
        /// Its name as printed.
        name: String,
        /// Whether markup was taken out of it.
        markup: bool,
    },
    /// The body of an e-mail.
    Mail {
        /// Whether it is the main text of its HTML, for want of plain text.
        html: bool,
    },
}

impl fmt::Display for TextFrom {
    /// As the program writes it: `as is`, `markdown`, `html main text`, `field body`,
    /// `field body without markup`, `mail text`, `mail html`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TextFrom::AsIs => f.write_str("as is"),
            TextFrom::Markdown => f.write_str("markdown"),
            TextFrom::Html => f.write_str("html main text"),
            TextFrom::Field { name, markup: false } => write!(f, "field {name}"),
            TextFrom::Field { name, markup: true } => write!(f, "field {name} without markup"),
            TextFrom::Mail { html: false } => f.write_str("mail text"),
            TextFrom::Mail { html: true } => f.write_str("mail html"),
        }
    }
}

impl TextFrom {
    /// What was written as `words`.
    pub fn parse(words: &str) -> Self {
        match words {
            "markdown" => TextFrom::Markdown,
            "html main text" => TextFrom::Html,
            "mail text" => TextFrom::Mail { html: false },
            "mail html" => TextFrom::Mail { html: true },
            _ => match words.strip_prefix("field ") {
                Some(field) => {
                    let (name, markup) = match field.strip_suffix(" without markup") {
                        Some(name) => (name, true),
                        None => (field, false),
                    };
                    TextFrom::Field { name: name.to_owned(), markup }
                }
                None => TextFrom::AsIs,
            },
        }
    }
}

impl Serialize for TextFrom {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

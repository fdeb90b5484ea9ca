//! One printed text and what is known of it.

use crate::text::{Span, fold};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

/// The digits of an id as written: Crockford's base 32, and how many there are.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const PLACES: usize = 12;

/// A short stable id made from content: 60 bits as 12 characters of Crockford's base 32, lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentId(u64);

/// An article's id: from its normalised text and printed date.
pub type ArticleId = ContentId;

impl ContentId {
    /// The id of these pieces; where one ends matters.
    pub fn of<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = blake3::Hasher::new();
        for piece in pieces {
            hasher.update(&(piece.len() as u64).to_le_bytes());
            hasher.update(piece);
        }
        let mut first = [0; 8];
        first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        Self(u64::from_le_bytes(first) >> 4)
    }

    /// The id that [`Display`](fmt::Display) writes as `text`; none if it writes no id so.
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |byte: u8| DIGITS.iter().position(|digit| *digit == byte);
        if text.len() != PLACES {
            return None;
        }
        text.bytes().try_fold(0, |number, byte| Some(number << 5 | digit(byte)? as u64)).map(Self)
    }

    /// The id as [`Display`](fmt::Display) writes it, in ASCII.
    fn digits(self) -> [u8; PLACES] {
        std::array::from_fn(|at| DIGITS[(self.0 >> (5 * (PLACES - 1 - at))) as usize & 31])
    }

    /// The id as bytes, to make another id from it.
    pub fn to_bytes(self) -> [u8; 8] {
        self.0.to_le_bytes()
    }
}

impl fmt::Display for ContentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for ContentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for ContentId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The digits are ASCII; thousands of ids are written a second.
        match std::str::from_utf8(&self.digits()) {
            Ok(digits) => serializer.serialize_str(digits),
            Err(_) => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for ContentId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format_args!("`{text}` is no id")))
    }
}

/// When an article was printed, as exactly as it says itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Printed {
    /// To the day.
    Day(NaiveDate),
    /// To the month: the first of it.
    Month(NaiveDate),
    /// To the year: the first of it.
    Year(NaiveDate),
    /// It does not say.
    #[default]
    Unknown,
}

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
    /// Not at all.
    None,
}

impl Printed {
    /// How exactly the date is known.
    pub fn precision(self) -> Precision {
        match self {
            Printed::Day(_) => Precision::Day,
            Printed::Month(_) => Precision::Month,
            Printed::Year(_) => Precision::Year,
            Printed::Unknown => Precision::None,
        }
    }

    /// The first day it can mean.
    pub fn first_day(self) -> Option<NaiveDate> {
        match self {
            Printed::Day(date) | Printed::Month(date) | Printed::Year(date) => Some(date),
            Printed::Unknown => None,
        }
    }

    /// The last day it can mean.
    pub fn last_day(self) -> Option<NaiveDate> {
        use chrono::{Datelike, Months};
        let months = match self {
            Printed::Day(date) => return Some(date),
            Printed::Month(date) => (date, 1),
            Printed::Year(date) => (date, 12),
            Printed::Unknown => return None,
        };
        months.0.with_day(1)?.checked_add_months(Months::new(months.1))?.pred_opt()
    }

    /// As a reader sees it, with the day of the week: `Mon 27 Jul 2020`, `Jul 2020`, `2020`, `undated`.
    pub fn long(self) -> String {
        match self {
            Printed::Day(date) => date.format("%a %-d %b %Y").to_string(),
            _ => self.to_string(),
        }
    }

    /// The date that [`iso`](Self::iso) writes as `text`; that of none is empty. None if it writes no date so.
    pub fn from_iso(text: &str) -> Option<Self> {
        match text.len() {
            0 => Some(Self::Unknown),
            4 => format!("{text}-01-01").parse().ok().map(Self::Year),
            7 => format!("{text}-01").parse().ok().map(Self::Month),
            _ => text.parse().ok().map(Self::Day),
        }
    }

    /// ISO 8601, as long as it is exact: `2020-07-27`, `2020-07`, `2020`.
    pub fn iso(self) -> Option<String> {
        match self {
            Printed::Day(date) => Some(date.format("%Y-%m-%d").to_string()),
            Printed::Month(date) => Some(date.format("%Y-%m").to_string()),
            Printed::Year(date) => Some(date.format("%Y").to_string()),
            Printed::Unknown => None,
        }
    }
}

impl fmt::Display for Printed {
    /// As a reader sees it: `27 Jul 2020`, `Jul 2020`, `2020`, `undated`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Printed::Day(date) => write!(f, "{}", date.format("%-d %b %Y")),
            Printed::Month(date) => write!(f, "{}", date.format("%b %Y")),
            Printed::Year(date) => write!(f, "{}", date.format("%Y")),
            Printed::Unknown => f.write_str("undated"),
        }
    }
}

/// The place that opens a wire story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// All of it, up to where the story begins: `LONDON, March 3 (Reuters) -`.
    pub span: Span,
    /// The place as printed: `ST. LOUIS, Mo.`
    pub place: String,
}

/// What an article is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Title {
    /// The headline, or the opening words where there is none.
    pub text: String,
    /// Whether the opening words stand in for a headline.
    pub stand_in: bool,
}

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

/// Something a reader should know about how an article was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What, as a sentence: *“31 June 2020” is no date*.
    pub message: String,
}

/// One printed text. Every span is a range of bytes in `text`.
#[derive(Debug, Clone)]
pub struct Article {
    /// From the normalised text and the printed date.
    pub id: ArticleId,
    /// The whole text, header and all.
    pub text: String,
    /// How the text was made.
    pub text_from: TextFrom,
    /// Its headline.
    pub title: Title,
    /// When it was printed.
    pub printed: Printed,
    /// The place it was filed from.
    pub dateline: Option<Dateline>,
    /// The newspaper, agency or site.
    pub outlet: Option<String>,
    /// Who wrote it, without the `By`.
    pub byline: Option<String>,
    /// The section it stood in.
    pub section: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// What stands before the body: key lines, headline, byline. May be empty.
    pub header: Span,
    /// The body's paragraphs, in order, disjoint, without white space at the ends. The first one
    /// includes the dateline.
    pub paragraphs: Vec<Span>,
    /// Where the bytes came from.
    pub origin: Origin,
    /// Where they stood in there.
    pub place: Place,
    /// What a reader should know of the reading.
    pub warnings: Vec<Warning>,
}

impl Article {
    /// An article whose text is all body, with nothing else known.
    pub fn from_body(text: String) -> Self {
        let body = Span::new(0, text.len());
        let mut article = Self::bare(text, body);
        article.id = article.content_id();
        article
    }

    /// An article with the paragraphs of `body` and nothing else known: it still lacks its id.
    pub(crate) fn bare(text: String, body: Span) -> Self {
        Self {
            id: ContentId(0),
            title: Title::default(),
            printed: Printed::Unknown,
            dateline: None,
            outlet: None,
            byline: None,
            section: None,
            url: None,
            header: Span::default(),
            paragraphs: crate::text::paragraphs::split(&text, body),
            origin: Origin::Given,
            place: Place::default(),
            warnings: Vec::new(),
            text_from: TextFrom::AsIs,
            text,
        }
    }

    /// The id that belongs to the text and printed date it now has.
    pub fn content_id(&self) -> ArticleId {
        let printed = self.printed.iso().unwrap_or_default();
        ContentId::of([self.folded_words().as_bytes(), printed.as_bytes()])
    }

    /// The folded words of the body, a line a paragraph: texts that have the same are the same text.
    pub fn folded_words(&self) -> String {
        let mut words = String::with_capacity(self.text.len());
        for paragraph in &self.paragraphs {
            fold::push_words(paragraph.of(&self.text), &mut words);
            words.push('\n');
        }
        words
    }

    /// The 0-based paragraph that holds the byte at `offset`, or the next one after it, or the last.
    pub fn paragraph_at(&self, offset: usize) -> usize {
        let after = self.paragraphs.partition_point(|p| p.end <= offset);
        after.min(self.paragraphs.len().saturating_sub(1))
    }

    /// The name a person would know its source by: a file's name, or nothing.
    pub fn file_name(&self) -> Option<String> {
        let path = self.path()?;
        Path::new(&*path).file_name().map(|name| name.to_string_lossy().into_owned())
    }

    /// Which file it came from, built into the program or not: `clips.zip!/a.html` inside an archive.
    pub fn path(&self) -> Option<Cow<'_, str>> {
        let file = match &self.origin {
            Origin::File(path) => Some(path.to_string_lossy()),
            Origin::Embedded(name) => Some(Cow::Borrowed(*name)),
            Origin::Given => None,
        };
        match (file, self.place.member.as_deref()) {
            (Some(file), Some(member)) => Some(Cow::Owned(format!("{file}!/{member}"))),
            (file, member) => file.or(member.map(Cow::Borrowed)),
        }
    }
}

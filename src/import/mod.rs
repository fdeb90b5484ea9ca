//! From bytes to articles.
//!
//! [`articles`] reads a source of any format, record by record; [`read`] one plain text; [`from_fields`]
//! takes a text and what is known of it. None of them panics, and what could not be read is told
//! beside what was.
//!
//! ```
//! use std::ops::ControlFlow;
//! use whosaid::article::{Origin, Printed};
//! use whosaid::import::{self, Content, Limits, ReadOptions, Source};
//!
//! let dump = b"{\"headline\": \"Ferry stays\", \"date\": \"2021-03-04\", \"body\": \"It stays.\"}\nnonsense\n";
//! let source = Source { origin: Origin::File("dump.jsonl".into()), content: Content::Bytes(dump) };
//! let (mut articles, mut failures) = (Vec::new(), Vec::new());
//! import::articles(source, &ReadOptions::default(), &Limits::default(), &mut |item| {
//!     match item {
//!         Ok(article) => articles.push(article),
//!         Err(failure) => failures.push(failure.to_string()),
//!     }
//!     ControlFlow::Continue(())
//! });
//! assert_eq!(articles[0].title.text, "Ferry stays");
//! assert!(matches!(articles[0].printed, Printed::Day(_)));
//! assert!(failures[0].starts_with("record 2 (line 2): "));
//! ```

mod archive;
mod byline;
mod clock;
mod columns;
mod cursor;
mod dateline;
mod dates;
mod decode;
mod expand;
mod formats;
mod header;
mod html;
mod json_values;
mod keys;
mod limits;
mod lines;
mod markup;
mod metered;
mod mojibake;
mod names;
mod output;
mod places;
mod record;
mod source;
mod stamp;
#[cfg(test)]
mod tests;
mod title;

pub use columns::{Column, ColumnMap, ColumnMapError};
pub use formats::{articles, is_known_name};
pub use json_values::{End, Values, fault as json_fault};
pub use limits::{Cap, Limits, Refusal};
pub use output::{Item, RecordError, Report};
pub use source::{Content, Source, regular_file};

use crate::article::{Article, Dateline, Origin, Printed, TextFrom, Title, Warning};
use crate::text::{Span, floor_boundary};
use chrono::{Datelike, NaiveDate};
use dates::Reading;
use decode::Said;
use encoding_rs::Encoding;
use header::Header;
use std::sync::Arc;

/// What a date of numbers alone means where it leaves that open (`3/4/2020`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// Not to be known: such a date is none.
    #[default]
    Unknown,
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
}

/// How to read what the files leave open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The order of dates of numbers.
    pub dates: DateOrder,
    /// The encoding of everything that is read; without one it is found out file by file.
    pub encoding: Option<&'static Encoding>,
    /// Which columns hold what, where they are not to be guessed by their names.
    pub columns: Arc<ColumnMap>,
}

/// Reads a plain text article from its bytes. Never panics; an empty file is an article without
/// paragraphs.
///
/// Whatever the text does not say stays unknown; what could not be read is said in a warning.
pub fn read(bytes: &[u8], origin: Origin, options: &ReadOptions) -> Article {
    let (text, warning) = decode::decode(bytes, Said { asked: options.encoding, ..Said::default() });
    let mut article = read_text(text, Fields::default(), options);
    article.origin = origin;
    article.warnings.splice(0..0, warning);
    article
}

/// The article of a text that may begin with a header. What is `known` of it already goes before
/// what the header says.
fn read_text(text: String, known: Fields, options: &ReadOptions) -> Article {
    let (text, mended) = mended(text);
    let mut header = header::parse(&text, options.dates);
    let body = Span::new(header.end, text.len());
    let mut article = Article::bare(text, body);
    article.warnings.extend(mended);
    article.warnings.extend(decode::stray_nul(&article.text));
    header.know(known, options.dates);
    fill(&mut article, header, options.dates);
    article.id = article.content_id();
    article
}

/// `text` with what a program before us had decoded wrongly mended, where that is certain.
fn mended(text: String) -> (String, Option<Warning>) {
    match mojibake::mended(&text) {
        Some((text, warning)) => (text, Some(warning)),
        None => (text, None),
    }
}

/// What is known of an article beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// The headline.
    pub title: Option<String>,
    /// When it was printed, as printed.
    pub date: Option<String>,
    /// The newspaper, agency or site.
    pub outlet: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// The section it stood in.
    pub section: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
}

impl Fields {
    /// These, and those of `other` that are not known here.
    fn or(self, other: Self) -> Self {
        Self {
            title: self.title.or(other.title),
            date: self.date.or(other.date),
            outlet: self.outlet.or(other.outlet),
            byline: self.byline.or(other.byline),
            section: self.section.or(other.section),
            url: self.url.or(other.url),
        }
    }
}

/// The article whose `text` is all body, as records have it that keep the rest in fields of their own.
pub fn from_fields(text: String, fields: Fields, options: &ReadOptions) -> Article {
    let body = Span::new(0, text.len());
    let mut article = Article::bare(text, body);
    let mut header = Header::default();
    header.know(fields, options.dates);
    fill(&mut article, header, options.dates);
    article.id = article.content_id();
    article
}

/// The article whose text a format took out of what it was printed in.
fn made(text: String, from: TextFrom, mut fields: Fields, options: &ReadOptions) -> Article {
    let (text, warning) = mended(text);
    fields.title = fields.title.map(|title| mended(title).0);
    let mut article = from_fields(text, fields, options);
    article.text_from = from;
    article.warnings.extend(warning);
    article.warnings.extend(decode::stray_nul(&article.text));
    article
}

/// Takes the `dateline` that the article's text begins with for what it is, even where it does not
/// look like one.
fn take_dateline(article: &mut Article, dateline: &str, options: &ReadOptions) {
    if article.dateline.is_none() && article.text.starts_with(dateline) {
        let words = dateline.trim_end_matches(|c: char| dateline::is_dash(c) || c.is_whitespace());
        let (place, _) = dateline::split_date(words, options.dates);
        let span = Span::new(0, dateline.len());
        article.dateline = (!place.is_empty()).then(|| Dateline { span, place: place.to_owned() });
    }
}

/// Puts what the header and the dateline say into the article.
fn fill(article: &mut Article, header: Header, order: DateOrder) {
    let above = Span::new(0, header.end).trimmed(&article.text);
    let first = article.paragraphs.first().copied().unwrap_or_default();
    let story = first.of(&article.text);
    let opening = dateline::at_start(story, order);
    let (filed, filed_as) = opening.as_ref().and_then(|opening| opening.date).unzip();
    let begin = opening.as_ref().map_or(0, |opening| opening.span.end);

    let title = header.title.map(|text| Title { text, stand_in: false });
    article.title = title.unwrap_or_else(|| title::opening_words(&story[begin..]));
    let agency = opening.as_ref().and_then(|opening| opening.agency);
    article.outlet = header.outlet.or_else(|| agency.map(str::to_owned));
    article.dateline = opening.and_then(|opening| {
        let span = Span::new(first.start + opening.span.start, first.start + opening.span.end);
        opening.place.map(|place| Dateline { span, place: place.to_owned() })
    });
    if let (None, Some(span)) = (&article.dateline, header.dateline) {
        let (place, _) = dateline::split_date(span.of(&article.text), order);
        article.dateline = (!place.is_empty()).then(|| Dateline { span, place: place.to_owned() });
    }
    article.printed = printed(header.printed, header.updated, filed);
    article.header = if above.is_empty() { Span::default() } else { above };
    article.byline = header.byline;
    article.section = header.section;
    article.url = header.url;
    article.warnings.extend(header.warnings);
    // A dateline usually leaves the year out: that is no fault.
    let fault = filed.filter(|filed| !matches!(filed, Reading::DayOfYear { .. })).and_then(Reading::fault);
    article.warnings.extend(fault.zip(filed_as).map(|(fault, printed)| warning(printed, fault)));
}

/// When it was printed: as the header says, else as the dateline does, else when it was last
/// changed. A dateline's day and month complete a header that knows only the month or year.
fn printed(header: Printed, updated: Printed, filed: Option<Reading>) -> Printed {
    let known = match (header, filed) {
        (Printed::Unknown, Some(Reading::Date(date))) => date,
        (Printed::Unknown, _) => updated,
        _ => header,
    };
    let Some(Reading::DayOfYear { month, day }) = filed else { return known };
    let completed = match known {
        Printed::Year(first) => NaiveDate::from_ymd_opt(first.year(), month, day),
        Printed::Month(first) if first.month() == month => first.with_day(day),
        _ => None,
    };
    completed.map_or(known, Printed::Day)
}

/// That `printed` could not be taken for a date; `fault` ends the sentence.
fn warning(printed: &str, fault: &str) -> Warning {
    const LONGEST: usize = 60;
    let mut excerpt: String = printed.chars().take(LONGEST).collect();
    if excerpt.len() < printed.len() {
        excerpt.push('…');
    }
    Warning { message: format!("“{excerpt}” {fault}") }
}

/// The beginning of `text`: at most so many bytes, whole characters.
fn beginning(text: &str, most: usize) -> &str {
    &text[..floor_boundary(text, most)]
}

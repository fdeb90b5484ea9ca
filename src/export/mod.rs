//! Quotations in the forms in which they leave the program: one file a form.
//!
//! A [`Form`] is told of article after article and writes as it goes, so that how many there are
//! makes no difference to the memory it takes (a user's own [template] aside, which sees all
//! of them at once).
//!
//! ```
//! use whosaid::article::Article;
//! use whosaid::export::{Chosen, Entry, Format, FormOptions};
//! use whosaid::library::Record;
//!
//! # fn main() -> std::io::Result<()> {
//! let article = Article::from_body("“It stays,” Mayor Ada Stone said.".to_owned());
//! let record = Record::of(article).expect("the engine does not fail on it");
//! let chosen = record.quotations.iter().map(|quotation| Chosen { quotation, mark: None }).collect();
//!
//! let mut out = Vec::new();
//! let mut form = Format::Csv.form(FormOptions::default());
//! form.begin(&mut out)?;
//! form.entry(&Entry { record: &record, chosen }, &mut out)?;
//! form.end(&mut out)?;
//! assert!(String::from_utf8_lossy(&out).contains(",direct,Ada Stone,Mayor,"));
//! # Ok(())
//! # }
//! ```

mod bibliography;
mod bibtex;
pub mod cite;
mod csl;
mod exporter;
pub mod extracted;
mod file;
mod html;
pub mod json;
pub mod markdown;
mod names;
mod offsets;
mod plain;
mod ris;
mod table;
pub mod template;
mod values;
mod web_annotation;

pub use exporter::{Exporter, Places, Tied};
pub use file::{FileError, NewFile};
pub use names::{Author, authors};
pub use offsets::{OffsetUnit, Offsets};
pub use values::Values;

use crate::library::Record;
use crate::library::marks::Mark;
use crate::quote::Quotation;
use std::io::{self, Write};

/// Some of an article's quotations, to be exported.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The article, with all of its quotations.
    pub record: &'a Record,
    /// Those that are asked for, in the order of the text.
    pub chosen: Vec<Chosen<'a>>,
}

/// A quotation to be exported.
#[derive(Debug, Clone, Copy)]
pub struct Chosen<'a> {
    /// The quotation.
    pub quotation: &'a Quotation,
    /// What the reader made of it.
    pub mark: Option<&'a Mark>,
}

/// A form in which quotations leave the program.
pub trait Form {
    /// Writes what stands before everything.
    ///
    /// # Errors
    /// What `out` says.
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Writes some quotations of one article, at least one.
    ///
    /// # Errors
    /// What `out` says.
    fn entry(&mut self, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// Writes what stands after everything.
    ///
    /// # Errors
    /// What `out` says.
    fn end(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// The forms that are built in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown, an article a heading.
    Markdown,
    /// Plain text.
    Text,
    /// A table, comma-separated (RFC 4180, but that lines end in LF).
    Csv,
    /// A table, tab-separated.
    Tsv,
    /// One array of [quotation objects](json::QuotationObject).
    Json,
    /// One quotation object a line.
    Jsonl,
    /// One page with everything in it.
    Html,
    /// BibTeX: an article an entry.
    Bibtex,
    /// RIS: an article a reference.
    Ris,
    /// CSL-JSON: an article an item.
    Csl,
    /// W3C Web Annotation: a quotation an annotation.
    WebAnnotation,
}

/// How a form is written, where that is open.
#[derive(Debug, Clone, Copy, Default)]
pub struct FormOptions {
    /// What offsets in JSON count.
    pub offsets: OffsetUnit,
    /// Whether the cells of tables stand as they are, also those that a spreadsheet would run as a
    /// formula, and control characters with them.
    pub raw: bool,
}

impl Format {
    /// Every one.
    pub const ALL: &[Self] = &[
        Format::Markdown,
        Format::Text,
        Format::Csv,
        Format::Tsv,
        Format::Json,
        Format::Jsonl,
        Format::Html,
        Format::Bibtex,
        Format::Ris,
        Format::Csl,
        Format::WebAnnotation,
    ];

    /// Its name on the command line, what a file's name in this form ends in, and what it is.
    const fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Format::Markdown => ("markdown", "md", "for notes and drafts, an article a heading"),
            Format::Text => ("text", "txt", "plain text"),
            Format::Csv => ("csv", "csv", "a table for spreadsheets, in which nothing runs as a formula"),
            Format::Tsv => ("tsv", "tsv", "the same, tab-separated"),
            Format::Json => ("json", "json", "one array of objects (docs/quotation-1.schema.json)"),
            Format::Jsonl => ("jsonl", "jsonl", "one object a line"),
            Format::Html => ("html", "html", "one page with anchors and a filter"),
            Format::Bibtex => ("bibtex", "bib", "an article an entry, its quotations in `annote`"),
            Format::Ris => ("ris", "ris", "an article a reference, its quotations as notes"),
            Format::Csl => ("csl", "csl.json", "CSL-JSON: an article an item"),
            Format::WebAnnotation => ("webannotation", "jsonld", "W3C Web Annotations: a quotation an annotation"),
        }
    }

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        self.names().0
    }

    /// What the name of a file in this form ends in, without the dot.
    pub const fn extension(self) -> &'static str {
        self.names().1
    }

    /// The form of a file of this name, by what it ends in.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let ends = |format: &&Format| {
            name.strip_suffix(format.extension()).is_some_and(|stem| stem.len() > 1 && stem.ends_with('.'))
        };
        // The longest one counts: *csl.json* is no *json*.
        Self::ALL.iter().filter(ends).max_by_key(|format| format.extension().len()).copied()
    }

    /// What it is, in a few words.
    pub const fn description(self) -> &'static str {
        self.names().2
    }

    /// What writes this form.
    pub fn form(self, options: FormOptions) -> Box<dyn Form> {
        match self {
            Format::Markdown => Box::new(markdown::Markdown),
            Format::Text => Box::new(plain::Plain::default()),
            Format::Csv => Box::new(table::Table::new(b',', options.raw)),
            Format::Tsv => Box::new(table::Table::new(b'\t', options.raw)),
            Format::Json => Box::new(json::Objects::array(options.offsets)),
            Format::Jsonl => Box::new(json::Objects::lines(options.offsets)),
            Format::Html => Box::new(html::Html::default()),
            Format::Bibtex => Box::new(bibtex::Bibtex::default()),
            Format::Ris => Box::new(ris::Ris::default()),
            Format::Csl => Box::new(csl::Csl::default()),
            Format::WebAnnotation => Box::new(web_annotation::WebAnnotation::default()),
        }
    }
}

/// What a form writes of some records with all of their quotations, without marks.
#[cfg(test)]
pub(crate) fn written(format: Format, options: FormOptions, records: &[Record]) -> String {
    let mut form = format.form(options);
    let mut out = Vec::new();
    form.begin(&mut out).unwrap();
    for record in records {
        let chosen = record.quotations.iter().map(|quotation| Chosen { quotation, mark: None }).collect();
        form.entry(&Entry { record, chosen }, &mut out).unwrap();
    }
    form.end(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A record for tests: one split quotation.
#[cfg(test)]
pub(crate) fn sample() -> crate::library::Record {
    use crate::article::{Article, Origin, Printed, Title};
    use crate::quote::{Certainty, Evidence, Kind, Quotation, Speaker};
    use crate::text::Span;

    let text = "É: “Ça va,” Zoë Ünal said, “mieux.”";
    let span = |part: &str| {
        let start = text.find(part).unwrap();
        Span::new(start, start + part.len())
    };
    let mut article = Article::from_body(text.to_owned());
    article.title = Title { text: "All better".to_owned(), stand_in: false };
    article.printed = Printed::Month(chrono::NaiveDate::from_ymd_opt(2021, 3, 1).unwrap());
    article.outlet = Some("The Gazette".to_owned());
    article.origin = Origin::File("news/better.txt".into());
    let quotation = Quotation {
        id: article.id,
        kind: Kind::Direct,
        content: Span::new(span("“Ça").start, text.len()),
        segments: vec![span("“Ça va,”"), span("“mieux.”")],
        quoted_parts: Vec::new(),
        speaker: Some(Speaker { name: "Zoë Ünal".to_owned(), role: Some("Mayor".to_owned()) }),
        mention: Some(span("Zoë Ünal")),
        cue: Some(span("said")),
        certainty: Certainty::Stated,
        confidence: None,
        candidates: Vec::new(),
        evidence: Evidence { rule: "name before the cue", runner_up: None },
        said: None,
        paragraph: 0,
    };
    crate::library::Record { article, quotations: vec![quotation] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_form_by_its_longest_end() {
        for format in Format::ALL {
            assert_eq!(Format::of_name(&format!("My.Quotes.{}", format.extension())), Some(*format));
        }
        assert_eq!(Format::of_name("QUOTES.CSV"), Some(Format::Csv));
        for none in ["", "csv", ".csv", "quotes", "quotes.doc", "quotescsv"] {
            assert_eq!(Format::of_name(none), None, "{none}");
        }
    }
}

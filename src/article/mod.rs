//! One printed text and what is known of it.

mod id;
mod origin;
mod printed;

pub use id::ContentId;
pub use origin::{Origin, Place, TextFrom};
pub use printed::{DateStyle, Precision, Printed};

use crate::text::{Span, fold};
use serde::Serialize;
use std::borrow::Cow;
use std::path::Path;

/// An article's id: from its normalised text and printed date.
pub type ArticleId = ContentId;

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

/// Something a reader should know about how an article was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
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
        self.origin.path(&self.place)
    }
}

//! A mark of words.

use crate::article::{Article, ArticleId};
use crate::quote::{Quotation, QuotationId};
use crate::text::Span;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How much of the text before and after is kept, in characters.
const CONTEXT: usize = 48;

/// Words that somebody marked, with what finds them again in another form of their article. As
/// JSON, the words are named as in the Web Annotation data model, and `start` counts code points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The article's id.
    pub article: ArticleId,
    /// The quotation's id, when it was marked.
    #[serde(default)]
    pub quotation: Option<QuotationId>,
    /// The words as printed.
    pub exact: String,
    /// What stood before them.
    #[serde(default)]
    pub prefix: String,
    /// What stood after them.
    #[serde(default)]
    pub suffix: String,
    /// Where they began in the article's text, in code points.
    #[serde(default)]
    pub start: usize,
    /// The same in bytes; not known of a mark that came as JSON.
    #[serde(skip)]
    pub start_byte: Option<usize>,
    /// When they were marked, to the second.
    pub created: DateTime<Utc>,
    /// Whether they are kept, not only noted.
    #[serde(default = "kept")]
    pub kept: bool,
    /// What was noted.
    #[serde(default)]
    pub note: Option<String>,
    /// Tags, in their order.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Who said it, by the reader's own word.
    #[serde(default)]
    pub speaker: Option<String>,
}

/// Which words are marked: a mark's own name, the same wherever it is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MarkId {
    /// The article's id.
    pub article: ArticleId,
    /// Where the words began in its text, in code points.
    pub start: usize,
    /// The words.
    pub exact: String,
}

fn kept() -> bool {
    true
}

impl Mark {
    /// A mark that keeps the quotation, made at the moment `created`.
    pub fn of(article: &Article, quotation: &Quotation, created: DateTime<Utc>) -> Self {
        let Span { start, end } = quotation.content;
        let (before, after) = (&article.text[..start], &article.text[end..]);
        let prefix = before.char_indices().rev().take(CONTEXT).last().map_or(start, |(at, _)| at);
        let suffix = after.char_indices().nth(CONTEXT).map_or(after.len(), |(at, _)| at);
        Self {
            article: article.id,
            quotation: Some(quotation.id),
            exact: quotation.text(article).to_owned(),
            prefix: before[prefix..].to_owned(),
            suffix: after[..suffix].to_owned(),
            start: before.chars().count(),
            start_byte: Some(start),
            created: DateTime::from_timestamp_millis(created.timestamp_millis()).unwrap_or(created),
            kept: true,
            note: None,
            tags: Vec::new(),
            speaker: None,
        }
    }

    /// Which words it marks.
    pub fn id(&self) -> MarkId {
        MarkId { article: self.article, start: self.start, exact: self.exact.clone() }
    }

    /// This mark, with what another one of the same words says besides.
    pub(super) fn united(mut self, other: &Mark) -> Self {
        self.kept |= other.kept;
        self.tags.extend(other.tags.iter().filter(|tag| !self.tags.contains(tag)).cloned().collect::<Vec<_>>());
        self.note = match (self.note, &other.note) {
            (Some(own), Some(note)) if !own.contains(note.as_str()) => Some(format!("{own}\n\n{note}")),
            (own, note) => own.or_else(|| note.clone()),
        };
        self.speaker = self.speaker.or_else(|| other.speaker.clone());
        self.quotation = other.quotation.or(self.quotation);
        self.start_byte = other.start_byte.or(self.start_byte);
        self
    }

    /// Whether it says nothing of its words any more.
    pub fn is_empty(&self) -> bool {
        !self.kept && self.note.is_none() && self.tags.is_empty() && self.speaker.is_none()
    }
}

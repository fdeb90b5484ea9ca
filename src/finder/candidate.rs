//! What is asked of the finder, and what it answers.

use super::{Mode, Scope};
use crate::article::Printed;
use crate::library::{Record, RecordKey};
use crate::quote::Certainty;

/// Something found: enough to show it and to go there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The article it stands in.
    pub record: RecordKey,
    /// The quotation it stands for, by number (from 0); of a speaker or a tag, one of theirs.
    pub quotation: Option<usize>,
    /// How the quotation's speaker was named.
    pub certainty: Option<Certainty>,
    /// A speaker with role, a title, a place or a tag.
    pub name: String,
    /// What it stands for, where that is many.
    pub group: Option<Within>,
    /// When it was printed.
    pub printed: Printed,
    /// The words, or what is known of an article or of many.
    pub detail: String,
}

/// What is looked for, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// What was typed.
    pub text: String,
    /// How its letters must stand.
    pub mode: Mode,
    /// Where to look.
    pub scope: Scope,
    /// Only among these.
    pub within: Option<Within>,
}

/// Quotations or articles that have something in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Within {
    /// The quotations of the speaker with this name.
    Speaker(String),
    /// The articles filed from this place.
    Place(String),
    /// The quotations with this tag.
    Tag(String),
}

impl Within {
    /// Where they are looked for.
    pub const fn scope(&self) -> Scope {
        match self {
            Within::Speaker(_) | Within::Tag(_) => Scope::Quotes,
            Within::Place(_) => Scope::Articles,
        }
    }
}

/// The best candidates for a question, best first.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The best ones.
    pub candidates: Vec<Candidate>,
    /// How many matched, as far as is known.
    pub total: usize,
    /// How many there are to look among.
    pub among: usize,
    /// Whether it is the last answer to its question.
    pub settled: bool,
    /// Whether nothing matched as it was typed, so that words with one letter wrong were taken.
    pub forgiving: bool,
}

impl Candidate {
    /// The quotation with this number in a record; none if there is no such.
    pub(super) fn of_quotation(key: RecordKey, record: &Record, number: usize) -> Option<Self> {
        let quotation = record.quotations.get(number)?;
        Some(Self {
            record: key,
            quotation: Some(number),
            certainty: Some(quotation.certainty),
            name: quotation.speaker_or_unknown(),
            group: None,
            printed: record.article.printed,
            detail: quotation.quoted_words(&record.article),
        })
    }

    /// The article of a record.
    pub(super) fn of_article(key: RecordKey, record: &Record) -> Self {
        let article = &record.article;
        let place = article.dateline.as_ref().map(|d| d.place.clone());
        let quotations = Some(counted(record.quotations.len(), "quotation"));
        let detail = [place, article.outlet.clone(), quotations].into_iter().flatten().collect::<Vec<_>>();
        Self {
            record: key,
            quotation: None,
            certainty: None,
            name: article.title.text.clone(),
            group: None,
            printed: article.printed,
            detail: detail.join(" · "),
        }
    }
}

/// How many of something, in words.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

//! The query language: `docs/search.md` is its grammar.

mod dates;
mod lexer;
mod parser;

use crate::quote::{Certainty, Kind};
use chrono::{Local, NaiveDate};
use std::fmt;

/// A query as it is meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// What is looked for.
    pub target: Target,
    /// What has to be true of it.
    pub expr: Expr,
}

/// What a query looks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Target {
    /// Quotations.
    #[default]
    Quotations,
    /// Articles.
    Articles,
}

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// All of them, at best none: then everything is meant.
    All(Vec<Expr>),
    /// One of them, at least.
    Any(Vec<Expr>),
    /// Not that.
    Not(Box<Expr>),
    /// The text holds the words.
    Term(Term),
    /// The text holds both, with at most so many words between them.
    Near(Term, Term, u32),
    /// One sentence or paragraph of the text holds all of them.
    Within(Scope, Vec<Term>),
    /// Something else is known.
    Field(Condition),
}

/// Words that stand side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Folded, at least one.
    pub words: Vec<String>,
    /// Whether the last of them is only the beginning of a word.
    pub prefix: bool,
}

/// How near words stand that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
}

/// What has to be known of a quotation or its article; of an article, or of one of its quotations.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Name and role of the speaker have these words.
    Speaker(Term),
    /// The headline has these words side by side.
    Title(Term),
    /// The outlet has these words.
    Outlet(Term),
    /// The place that it was filed from has these words.
    Place(Term),
    /// The byline has these words.
    Byline(Term),
    /// The quotation is of this kind.
    Kind(Kind),
    /// The speaker is named so.
    Certainty(Certainty),
    /// Its attribution is at least so likely to be right, 0..1. The language has no word for it.
    Confidence(f32),
    /// It was kept under this tag.
    Tag(String),
    /// It was said then.
    Said(Period),
    /// It was printed then.
    Printed(Period),
}

/// Some days; an open end has none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: Option<NaiveDate>,
    /// The last day.
    pub last: Option<NaiveDate>,
}

impl Period {
    /// Whether some day from `first` to `last` lies in it.
    pub fn overlaps(self, first: NaiveDate, last: NaiveDate) -> bool {
        self.first.is_none_or(|own| own <= last) && self.last.is_none_or(|own| first <= own)
    }
}

/// What is wrong with a query, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// What, as a phrase.
    pub message: String,
    /// Where, in bytes of the query.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    query: String,
}

/// How many characters of a query are shown before and after what is wrong with it, and how many of that.
const MOST_BEFORE: usize = 60;
const MOST_WRONG: usize = 40;

impl std::error::Error for QueryError {}

impl fmt::Display for QueryError {
    /// The message, the query or the part of a long one that is wrong, and carets under what is wrong with it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use crate::text::sanitize;
        use unicode_segmentation::UnicodeSegmentation;
        let width = |text: &str| text.graphemes(true).map(sanitize::width).sum::<usize>();
        let (before, wrong) = (&self.query[..self.start], &self.query[self.start..self.end]);
        let before = match before.grapheme_indices(true).nth_back(MOST_BEFORE) {
            Some((start, cut)) => format!("…{}", &before[start + cut.len()..]),
            None => before.to_owned(),
        };
        let shown = |text: &'_ str, most: usize| text.graphemes(true).take(most).map(str::len).sum::<usize>();
        let wrong = &wrong[..shown(wrong, MOST_WRONG)];
        let rest = &self.query[self.start + wrong.len()..];
        let after = &rest[..shown(rest, MOST_BEFORE)];
        let more = if after.len() < rest.len() { "…" } else { "" };
        writeln!(f, "{}", self.message)?;
        writeln!(f, "  {}{more}", sanitize::line(&format!("{before}{wrong}{after}")))?;
        write!(f, "  {:indent$}{}", "", "^".repeat(width(wrong).max(1)), indent = width(&before))
    }
}

impl Query {
    /// Reads a query; `today` is the day that *yesterday* is before.
    ///
    /// # Errors
    /// Where the query says nothing that can be understood, and why.
    pub fn parse(query: &str, today: NaiveDate) -> Result<Self, QueryError> {
        parser::parse(query, today)
    }

    /// The same on the day that it is where the program runs.
    ///
    /// # Errors
    /// As [`Query::parse`].
    pub fn parse_today(query: &str) -> Result<Self, QueryError> {
        Self::parse(query, Local::now().date_naive())
    }
}

impl Expr {
    /// The words that make a text match, to be shown in it.
    pub fn shown_terms(&self) -> Vec<&Term> {
        match self {
            Expr::All(parts) | Expr::Any(parts) => parts.iter().flat_map(Expr::shown_terms).collect(),
            Expr::Not(_) => Vec::new(),
            Expr::Term(term) | Expr::Field(Condition::Title(term)) => vec![term],
            Expr::Near(one, other, _) => vec![one, other],
            Expr::Within(_, terms) => terms.iter().collect(),
            Expr::Field(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::wrap::columns_of;

    fn wrong(query: &str) -> QueryError {
        Query::parse(query, NaiveDate::MIN).unwrap_err()
    }

    #[test]
    fn of_a_long_query_only_what_is_wrong_is_shown() {
        let error = wrong(&format!("{} é日 kind:odd {}", "wörter ".repeat(30), "日 ".repeat(9000)));
        let text = error.to_string();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[1].starts_with("  …") && lines[1].ends_with('…') && text.len() < 500, "{text}");
        let at = lines[1].find("odd").unwrap();
        assert_eq!(columns_of(&lines[1][..at]), lines[2].find('^').unwrap());
        let error = wrong(&"(".repeat(100_000));
        assert!(error.to_string().len() < 500, "{error}");
        let error = wrong(&format!("\"{}\"", "a ".repeat(50_000)));
        assert!(error.to_string().len() < 500, "{error}");
    }
}

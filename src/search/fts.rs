//! A query as an expression of SQLite's FTS5, every word quoted.

use super::query::{Condition, Expr, Target, Term};
use crate::library::full_text::{RowSet, Table, Wanted};
use rusqlite::Connection;
use std::fmt::{self, Display};

/// What rows are asked for of a full text.
#[derive(Debug, Clone)]
pub enum Expression<'q> {
    Phrase(&'q Term),
    Near(&'q Term, &'q Term, u32),
    /// In the headline.
    Titled(&'q Term),
    All(Vec<Self>),
    Any(Vec<Self>),
    /// The first and none of the others.
    Without(Box<Self>, Vec<Self>),
}

impl Display for Expression<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Phrase(term) => f.write_str(&phrase(term)),
            Self::Near(one, other, distance) => write!(f, "NEAR({} {}, {distance})", phrase(one), phrase(other)),
            Self::Titled(term) => f.write_str(&titled(term)),
            Self::All(parts) => f.write_str(&joined(parts, " AND ")),
            Self::Any(parts) => f.write_str(&joined(parts, " OR ")),
            Self::Without(with, without) => write!(f, "({with} NOT {})", joined(without, " OR ")),
        }
    }
}

impl Expression<'_> {
    /// Whether it asks for beginnings of words.
    pub fn has_beginnings(&self) -> bool {
        match self {
            Self::Phrase(term) | Self::Titled(term) => term.prefix,
            Self::Near(one, other, _) => one.prefix || other.prefix,
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::has_beginnings),
            Self::Without(with, without) => with.has_beginnings() || without.iter().any(Self::has_beginnings),
        }
    }

    /// Whether it asks for words and beginnings of words wherever they stand, so that [`Self::rows`] tells all.
    pub fn is_of_words(&self) -> bool {
        match self {
            Self::Phrase(term) => term.words.len() == 1,
            Self::Near(..) | Self::Titled(_) => false,
            Self::All(parts) | Self::Any(parts) => parts.iter().all(Self::is_of_words),
            Self::Without(with, without) => with.is_of_words() && without.iter().all(Self::is_of_words),
        }
    }

    /// The rows below `end` that have the words it asks for, gathered from the words' whole lists up to the number
    /// `last`; of what is not of words alone, nothing.
    pub fn rows(&self, connection: &Connection, table: Table, end: usize, last: i64) -> rusqlite::Result<RowSet> {
        let rows_of = |part: &Self| part.rows(connection, table, end, last);
        let mut rows = RowSet::below(end);
        match self {
            Self::Phrase(term) => {
                wanted(term).try_for_each(|word| table.add_rows_with(connection, word, last, &mut rows))?
            }
            Self::Any(parts) => parts.iter().try_for_each(|part| rows_of(part).map(|of_part| rows.add(&of_part)))?,
            Self::All(parts) => {
                for (number, part) in parts.iter().enumerate() {
                    let of_part = rows_of(part)?;
                    if number == 0 { rows = of_part } else { rows.keep(&of_part) }
                }
            }
            Self::Without(with, without) => {
                rows = rows_of(with)?;
                without.iter().try_for_each(|part| rows_of(part).map(|of_part| rows.remove(&of_part)))?;
            }
            Self::Near(..) | Self::Titled(_) => {}
        }
        Ok(rows)
    }

    /// On about how many pages the lists of the words stand that it asks for, and of these as many as are walked at
    /// least if the others are looked up row by row.
    pub fn pages(&self, connection: &Connection, table: Table) -> rusqlite::Result<Pages> {
        let pages_of = |parts: &[Self]| {
            parts.iter().map(|part| part.pages(connection, table)).collect::<rusqlite::Result<Vec<_>>>()
        };
        let sum = |pages: &[Pages]| pages.iter().map(|pages| pages.all).sum::<i64>();
        Ok(match self {
            Self::Phrase(term) => {
                let mut all = 0;
                wanted(term).try_for_each(|word| table.pages_with(connection, word).map(|pages| all += pages))?;
                Pages { all, walked: all }
            }
            Self::Any(parts) => {
                let parts = pages_of(parts)?;
                Pages { all: sum(&parts), walked: parts.iter().map(|pages| pages.walked).sum() }
            }
            Self::All(parts) => {
                let parts = pages_of(parts)?;
                Pages { all: sum(&parts), walked: parts.iter().map(|pages| pages.walked).min().unwrap_or_default() }
            }
            Self::Without(with, without) => {
                let (with, without) = (with.pages(connection, table)?, pages_of(without)?);
                Pages { all: with.all + sum(&without), ..with }
            }
            Self::Near(..) | Self::Titled(_) => Pages::default(),
        })
    }
}

/// Of an expression's words.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pages {
    pub all: i64,
    pub walked: i64,
}

/// The word of a term that has one.
fn wanted(term: &Term) -> impl Iterator<Item = Wanted<'_>> {
    term.words.first().into_iter().map(|word| Wanted { word, is_beginning: term.prefix })
}

/// The expression that every row matches which the query means, and perhaps others; none if nothing
/// in the query is about the text.
pub fn necessary(expr: &Expr, target: Target) -> Option<Expression<'_>> {
    match expr {
        Expr::All(parts) => {
            let without: Vec<_> = parts.iter().filter_map(|part| excluded(part, target)).collect();
            let parts: Vec<_> = parts.iter().filter_map(|part| necessary(part, target)).collect();
            let with = (!parts.is_empty()).then_some(Expression::All(parts))?;
            Some(if without.is_empty() { with } else { Expression::Without(Box::new(with), without) })
        }
        Expr::Any(parts) => {
            let parts: Option<_> = parts.iter().map(|part| necessary(part, target)).collect();
            parts.map(Expression::Any)
        }
        Expr::Term(term) => Some(Expression::Phrase(term)),
        Expr::Near(one, other, distance) => Some(Expression::Near(one, other, *distance)),
        Expr::Within(_, terms) => Some(Expression::All(terms.iter().map(Expression::Phrase).collect())),
        Expr::Field(Condition::Title(term)) if target == Target::Articles => Some(Expression::Titled(term)),
        Expr::Not(_) | Expr::Field(_) => None,
    }
}

/// What no match meets, and everything that meets it is no match. Beginnings of words are not left to the index,
/// which would gather everything that begins so, only to leave it out.
fn excluded(expr: &Expr, target: Target) -> Option<Expression<'_>> {
    match expr {
        Expr::Not(inner) if is_sufficient(inner, target) => {
            necessary(inner, target).filter(|expression| !expression.has_beginnings())
        }
        _ => None,
    }
}

/// Whether a row that [`necessary`] finds for a query of which `expr` is one condition surely meets it.
pub fn is_exact(expr: &Expr, target: Target) -> bool {
    is_sufficient(expr, target) || excluded(expr, target).is_some()
}

/// Whether rows that match [`necessary`] are all that the query means.
fn is_sufficient(expr: &Expr, target: Target) -> bool {
    match expr {
        Expr::All(parts) => necessary(expr, target).is_some() && parts.iter().all(|part| is_exact(part, target)),
        Expr::Any(parts) => parts.iter().all(|part| is_sufficient(part, target)),
        Expr::Term(_) | Expr::Near(..) => true,
        Expr::Field(Condition::Title(_)) => target == Target::Articles,
        Expr::Not(_) | Expr::Within(..) | Expr::Field(_) => false,
    }
}

fn joined(parts: &[Expression<'_>], operator: &str) -> String {
    let parts: Vec<String> = parts.iter().map(Expression::to_string).collect();
    format!("({})", parts.join(operator))
}

/// What articles match with these words side by side in their headline.
pub fn titled(term: &Term) -> String {
    format!("title : {}", phrase(term))
}

/// The words side by side.
fn phrase(term: &Term) -> String {
    let end = if term.prefix { "*" } else { "" };
    format!("\"{}\"{end}", term.words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::super::query::Query;
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn the_text_of_a_query_is_asked_for_and_the_rest_left_out() {
        let fts = |query: &str| {
            let query = Query::parse(query, NaiveDate::MIN).unwrap();
            (necessary(&query.expr, query.target).map(|all| all.to_string()), is_sufficient(&query.expr, query.target))
        };
        let some = |expression: &str| Some(expression.to_owned());
        assert_eq!(fts("bond OR \"the judge\""), (some(r#"("bond" OR "the judge")"#), true));
        assert_eq!(fts("bond -judge"), (some(r#"(("bond") NOT ("judge"))"#), true));
        assert_eq!(fts("bond -judge speaker:lee"), (some(r#"(("bond") NOT ("judge"))"#), false));
        assert_eq!(fts("bond -jud*"), (some(r#"("bond")"#), false));
        assert_eq!(fts("-judge"), (None, false));
        assert_eq!(fts("bond OR speaker:lee"), (None, false));
        assert_eq!(fts("wom* NEAR/3 vote"), (some(r#"NEAR("wom"* "vote", 3)"#), true));
        assert_eq!(fts("SENTENCE(a b)"), (some(r#"("a" AND "b")"#), false));
        assert_eq!(fts("title:x in:articles"), (some(r#"title : "x""#), true));
    }
}

//! How a query is answered: what is asked of the indexes, and what is then tested row by row.

use super::fts::{self, Expression};
use super::names::{Chosen, Field};
use super::order::{Order, own_speakers};
use super::query::{Condition, Expr, Period, Query, Scope, Target, Term};
use super::rows::{Row, Rows, Said};
use super::scan::Counter;
use crate::article::ArticleId;
use crate::library::full_text;
use crate::quote::QuotationId;
use crate::text::fold;
use chrono::NaiveDate;
use std::collections::HashSet;
use std::ops::Range;

/// A quotation or an article that somebody tagged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    /// The tag.
    pub tag: String,
    /// The article.
    pub article: ArticleId,
    /// The quotation, if it is one.
    pub quotation: Option<QuotationId>,
}

/// Where a row comes from, or of a condition, what rows from there surely meet it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    /// The full-text index.
    pub is_indexed: bool,
    /// The rows that are tagged so or, if no tag is asked for, those of the speakers.
    pub is_among: bool,
}

/// A way to answer a query.
pub struct Plan<'q> {
    pub target: Target,
    /// The expression of the full-text index that all matches meet.
    pub fts: Option<Expression<'q>>,
    /// The stretch of the order in which all matches are.
    pub ranks: Range<usize>,
    /// The speakers that all matches are of.
    pub speakers: Option<HashSet<i64>>,
    /// The rows that all matches are among.
    pub tagged: Option<HashSet<i64>>,
    /// What all have to be true of a match, with what has seen to it.
    conditions: Vec<(Test<'q>, Seen)>,
}

impl<'q> Plan<'q> {
    pub fn new(query: &'q Query, rows: &Rows<'_>, order: &'q Order, tagged: &[Tagged]) -> rusqlite::Result<Self> {
        let Query { target, expr } = query;
        let conjuncts = match expr {
            Expr::All(parts) => parts.as_slice(),
            one => std::slice::from_ref(one),
        };
        let fts = fts::necessary(expr, *target);
        let mut plan = Self {
            target: *target,
            fts,
            ranks: order.within(*target, Period::default()),
            speakers: None,
            tagged: None,
            conditions: Vec::with_capacity(conjuncts.len()),
        };
        for conjunct in conjuncts {
            let test = Test::of(conjunct, rows, order, tagged)?;
            match &test {
                Test::Printed(period) => {
                    let within = order.within(*target, *period);
                    plan.ranks = plan.ranks.start.max(within.start)..plan.ranks.end.min(within.end);
                }
                Test::Speaker(speakers) => plan.speakers = Some(speakers.clone()),
                Test::Tag(rows) => plan.tagged = Some(rows.clone()),
                _ => {}
            }
            let is_indexed = plan.fts.is_some() && fts::is_exact(conjunct, *target);
            plan.conditions.push((test, Seen { is_indexed, is_among: false }));
        }
        let last = |is_it: fn(&Test<'_>) -> bool| plan.conditions.iter().rposition(|(test, _)| is_it(test));
        let among = last(|test| matches!(test, Test::Tag(_))).or_else(|| last(|test| matches!(test, Test::Speaker(_))));
        if let Some((_, seen)) = among.and_then(|among| plan.conditions.get_mut(among)) {
            seen.is_among = true;
        }
        plan.conditions.sort_by_key(|(test, _)| test.cost());
        Ok(plan)
    }

    /// Whether the row is a match, which was `seen` where it comes from.
    pub fn matches(&self, row: &mut Row<'_, '_>, seen: Seen) -> rusqlite::Result<bool> {
        for (test, by) in &self.conditions {
            let is_seen_to = seen.is_indexed && by.is_indexed || seen.is_among && by.is_among;
            if !is_seen_to && !test.holds(row)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether whatever the full-text index gives is a match.
    pub fn is_indexed(&self) -> bool {
        self.fts.is_some() && self.conditions.iter().all(|(_, by)| by.is_indexed)
    }
}

/// A condition with everything looked up that does not depend on the row.
enum Test<'q> {
    All(Vec<Test<'q>>),
    Any(Vec<Test<'q>>),
    Not(Box<Test<'q>>),
    Term(Counter<'q>),
    Near(&'q Term, &'q Term, u32),
    Within(Scope, &'q [Term]),
    Title(Counter<'q>),
    Titled(HashSet<u32>, &'q Order),
    Named(Chosen<'q>, &'q Order),
    Kind(&'static str),
    Certainty(&'static str),
    Confidence(f32),
    Said(Period),
    Printed(Period),
    Speaker(HashSet<i64>),
    Tag(HashSet<i64>),
}

impl<'q> Test<'q> {
    fn of(expr: &'q Expr, rows: &Rows<'_>, order: &'q Order, tagged: &[Tagged]) -> rusqlite::Result<Self> {
        let named = |field, term| Ok(Test::Named(order.names(rows.connection, field)?.choose(term), order));
        let all = |parts: &'q [Expr]| -> rusqlite::Result<Vec<Self>> {
            let mut tests: Vec<_> =
                parts.iter().map(|part| Self::of(part, rows, order, tagged)).collect::<Result<_, _>>()?;
            tests.sort_by_key(Self::cost);
            Ok(tests)
        };
        Ok(match expr {
            Expr::All(parts) => Test::All(all(parts)?),
            Expr::Any(parts) => Test::Any(all(parts)?),
            Expr::Not(inner) => Test::Not(Box::new(Self::of(inner, rows, order, tagged)?)),
            Expr::Term(term) => Test::Term(Counter::new(vec![term])),
            Expr::Near(one, other, distance) => Test::Near(one, other, *distance),
            Expr::Within(scope, terms) => Test::Within(*scope, terms),
            Expr::Field(condition) => match condition {
                Condition::Speaker(term) => {
                    Test::Speaker(order.speakers(term).chain(own_speakers(rows.corrected, term)).collect())
                }
                Condition::Title(term) => match articles_titled(term, rows)? {
                    Some(articles) => Test::Titled(articles, order),
                    None => Test::Title(Counter::new(vec![term])),
                },
                Condition::Outlet(term) => return named(Field::Outlet, term),
                Condition::Place(term) => return named(Field::Place, term),
                Condition::Byline(term) => return named(Field::Byline, term),
                Condition::Kind(kind) => Test::Kind(kind.name()),
                Condition::Certainty(certainty) => Test::Certainty(certainty.name()),
                Condition::Confidence(least) => Test::Confidence(*least),
                Condition::Said(period) => Test::Said(*period),
                Condition::Printed(period) => Test::Printed(*period),
                Condition::Tag(tag) => Test::Tag(rows_tagged(tag, rows, tagged)?),
            },
        })
    }

    /// What is tested first costs least.
    fn cost(&self) -> u32 {
        match self {
            Test::Tag(_) | Test::Named(..) | Test::Titled(..) => 0,
            Test::Speaker(_) | Test::Kind(_) | Test::Certainty(_) | Test::Confidence(_) | Test::Said(_) => 1,
            Test::Title(_) | Test::Printed(_) => 2,
            Test::Term(_) => 3,
            Test::Near(..) | Test::Within(..) => 4,
            Test::Not(inner) => inner.cost(),
            Test::All(parts) | Test::Any(parts) => parts.iter().map(Test::cost).max().unwrap_or(0),
        }
    }

    fn holds(&self, row: &mut Row<'_, '_>) -> rusqlite::Result<bool> {
        Ok(match self {
            Test::All(parts) => {
                for part in parts {
                    if !part.holds(row)? {
                        return Ok(false);
                    }
                }
                true
            }
            Test::Any(parts) => {
                for part in parts {
                    if part.holds(row)? {
                        return Ok(true);
                    }
                }
                false
            }
            Test::Not(inner) => !inner.holds(row)?,
            Test::Term(words) => words.all_stand_in(row.text()?),
            Test::Near(one, other, distance) => row.words()?.0.hold_near(one, other, *distance),
            Test::Within(scope, terms) => {
                let (words, text) = row.words()?;
                words.hold_within(text, *scope, terms)
            }
            Test::Title(words) => words.all_stand_in(&row.printing()?.title),
            Test::Named(chosen, order) => order.article(row.target(), row.id).is_some_and(|id| chosen.has(id)),
            Test::Titled(articles, order) => {
                order.article(row.target(), row.id).is_some_and(|article| articles.contains(&article))
            }
            Test::Kind(kind) => row.said()?.iter().any(|said| said.kind == *kind),
            Test::Certainty(certainty) => row.said()?.iter().any(|said| said.certainty == *certainty),
            // Where nothing is known of it, it is not known to be likely.
            Test::Confidence(least) => row.said()?.iter().any(|said| said.confidence.unwrap_or(0.0) >= *least),
            Test::Speaker(speakers) => {
                row.said()?.iter().any(|said| said.speaker.is_some_and(|id| speakers.contains(&id)))
            }
            Test::Said(period) => row.said()?.iter().any(|said| was_said(said, *period)),
            Test::Printed(period) => {
                days(&row.printing()?.printed).is_some_and(|(first, last)| period.overlaps(first, last))
            }
            Test::Tag(rows) => rows.contains(&row.id),
        })
    }
}

fn was_said(said: &Said, period: Period) -> bool {
    let day = said.said.as_deref().and_then(|day| day.parse::<NaiveDate>().ok());
    day.is_some_and(|day| period.overlaps(day, day))
}

/// The first and the last day that an ISO date of any exactness can mean.
fn days(printed: &str) -> Option<(NaiveDate, NaiveDate)> {
    use chrono::Months;
    let day = |text: String| text.parse::<NaiveDate>().ok();
    let end = |first: NaiveDate, months| first.checked_add_months(Months::new(months))?.pred_opt();
    match printed.len() {
        4 => day(format!("{printed}-01-01")).and_then(|first| Some((first, end(first, 12)?))),
        7 => day(format!("{printed}-01")).and_then(|first| Some((first, end(first, 1)?))),
        _ => day(printed.to_owned()).map(|day| (day, day)),
    }
}

/// The articles with these words in their headline, to be looked for among quotations, which have none of their own;
/// none if that is no quicker than to read the headlines.
fn articles_titled(term: &Term, rows: &Rows<'_>) -> rusqlite::Result<Option<HashSet<u32>>> {
    const MANY: usize = 10_000;
    if rows.target == Target::Articles || term.prefix {
        return Ok(None);
    }
    let sql = "SELECT rowid FROM article_fts WHERE article_fts MATCH ? LIMIT ?";
    let mut statement = rows.connection.prepare_cached(sql)?;
    let found = statement.query_map((fts::titled(term), MANY as i64), |row| row.get(0).map(full_text::row))?;
    let articles: HashSet<u32> =
        found.filter_map(|row| row.map(|row| u32::try_from(row).ok()).transpose()).collect::<rusqlite::Result<_>>()?;
    Ok((articles.len() < MANY).then_some(articles))
}

/// The rows that are tagged so.
fn rows_tagged(tag: &str, rows: &Rows<'_>, tagged: &[Tagged]) -> rusqlite::Result<HashSet<i64>> {
    let wanted = fold::fold(tag);
    let mut found = HashSet::new();
    for mark in tagged.iter().filter(|mark| fold::fold(&mark.tag) == wanted) {
        for article in rows.numbers("SELECT id FROM article WHERE article_id = ?", mark.article.to_string())? {
            match (rows.target, mark.quotation) {
                (Target::Articles, _) => found.extend([article]),
                (Target::Quotations, Some(quotation)) => {
                    let mut own = rows
                        .connection
                        .prepare_cached("SELECT id FROM quotation WHERE article = ? AND quotation_id = ?")?;
                    for id in own.query_map((article, quotation.to_string()), |row| row.get::<_, i64>(0))? {
                        found.insert(id?);
                    }
                }
                (Target::Quotations, None) => {}
            }
        }
    }
    Ok(found)
}

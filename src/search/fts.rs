//! A query as an expression of SQLite's FTS5, every word quoted.

use super::query::{Condition, Expr, Target, Term};

/// The expression that every row matches which the query means, and perhaps others; none if nothing
/// in the query is about the text.
pub fn necessary(expr: &Expr, target: Target) -> Option<String> {
    match expr {
        Expr::All(parts) => {
            let without: Vec<String> = parts.iter().filter_map(|part| excluded(part, target)).collect();
            let parts: Vec<String> = parts.iter().filter_map(|part| necessary(part, target)).collect();
            let with = (!parts.is_empty()).then(|| joined(&parts, " AND "))?;
            Some(if without.is_empty() { with } else { format!("({with} NOT {})", joined(&without, " OR ")) })
        }
        Expr::Any(parts) => {
            let parts: Option<Vec<String>> = parts.iter().map(|part| necessary(part, target)).collect();
            parts.map(|parts| joined(&parts, " OR "))
        }
        Expr::Term(term) => Some(phrase(term)),
        Expr::Near(one, other, distance) => Some(format!("NEAR({} {}, {distance})", phrase(one), phrase(other))),
        Expr::Within(_, terms) => Some(joined(&terms.iter().map(phrase).collect::<Vec<_>>(), " AND ")),
        Expr::Field(Condition::Title(term)) if target == Target::Articles => Some(titled(term)),
        Expr::Not(_) | Expr::Field(_) => None,
    }
}

/// What no match meets, and everything that meets it is no match. Beginnings of words are not left to the index,
/// which would gather everything that begins so, only to leave it out.
fn excluded(expr: &Expr, target: Target) -> Option<String> {
    match expr {
        Expr::Not(inner) if is_sufficient(inner, target) => {
            necessary(inner, target).filter(|expression| !has_beginnings(expression))
        }
        _ => None,
    }
}

/// Whether an expression asks for beginnings of words.
pub fn has_beginnings(expression: &str) -> bool {
    expression.contains("\"*")
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

fn joined(parts: &[String], operator: &str) -> String {
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
            (necessary(&query.expr, query.target), is_sufficient(&query.expr, query.target))
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

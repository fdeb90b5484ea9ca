//! What went wrong, each error with the words around it, grouped by its kind.

use crate::compare::{Comparison, GoldUnit, PredictedUnit, Row, most_shared, units};
use crate::gold::{Article, Quote};
use crate::names::is_pronoun;
use crate::predictions::Predicted;
use crate::spans::Span;
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;
use std::fmt;

/// How many code points are shown before and behind the words in question.
const AROUND: usize = 160;

/// What is wrong with a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A prediction that is less than half gold.
    Spurious,
    /// A gold unit less than half predicted.
    Missed,
    /// A unit that is found, but not its exact ends.
    Boundary,
    /// A unit that is found, but not its speaker.
    Speaker,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Spurious => "spurious",
            Self::Missed => "missed",
            Self::Boundary => "boundary",
            Self::Speaker => "wrong speaker",
        })
    }
}

/// Errors, by row of the table, what is wrong, and in which manner.
#[derive(Debug, Default)]
pub struct Errors(BTreeMap<(Row, Fault), BTreeMap<String, Vec<String>>>);

impl Errors {
    /// Takes in what is wrong in `comparison`, which compares `row` in `article`.
    pub fn add(&mut self, row: Row, article: &Article, predicted: &[Quote<Predicted>], comparison: &Comparison<'_>) {
        for unit in comparison.predicted.iter().filter(|unit| !unit.found) {
            let manner = spurious(unit, article, comparison);
            self.push((row, Fault::Spurious), manner, article, unit.unit.span, &prediction(unit.unit.quote));
        }
        for gold in &comparison.gold {
            let span = gold.unit.span;
            let Some((found, verdict)) = &gold.matched else {
                let manner = missed(gold, article, predicted, comparison);
                self.push((row, Fault::Missed), manner, article, span, &source(gold));
                continue;
            };
            let both = format!("{}; {}", source(gold), prediction(found.quote));
            if found.span != span {
                self.push((row, Fault::Boundary), boundary(span, found.span), article, span, &both);
            }
            if verdict.lenient == Some(false) {
                self.push((row, Fault::Speaker), speaker(gold, found.quote), article, span, &both);
            }
        }
    }

    fn push(&mut self, group: (Row, Fault), manner: String, article: &Article, span: Span, who: &str) {
        let error = format!("{} at {}\n  {who}\n  {}", article.id, span.start, context(&article.text, span));
        self.0.entry(group).or_default().entry(manner).or_default().push(error);
    }

    /// How many errors there are of each kind, the most frequent manner first.
    pub fn summary(&self) -> String {
        let mut out = String::new();
        for ((row, fault), manners) in &self.0 {
            let all: usize = manners.values().map(Vec::len).sum();
            out += &format!("{all:>6}  {}, {fault}\n", row.name());
            let mut manners: Vec<_> = manners.iter().map(|(manner, errors)| (errors.len(), manner)).collect();
            manners.sort_by_key(|(count, _)| Reverse(*count));
            out.extend(manners.iter().map(|(count, manner)| format!("{count:>10}  {manner}\n")));
        }
        out
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((row, fault), manners) in &self.0 {
            for (manner, errors) in manners {
                writeln!(f, "── {}, {fault}: {manner} ({})", row.name(), errors.len())?;
                errors.iter().try_for_each(|error| writeln!(f, "\n{error}"))?;
                writeln!(f)?;
            }
        }
        Ok(())
    }
}

/// What is there instead of gold of this kind.
fn spurious(unit: &PredictedUnit<'_>, article: &Article, comparison: &Comparison<'_>) -> String {
    if comparison.gold.iter().any(|gold| gold.unit.span.shared(unit.unit.span) > 0) {
        return "partly gold".to_owned();
    }
    let other = most_shared(unit.unit.span, &units(&article.text, &article.quotes, Row::Any));
    other.map_or("no gold there".to_owned(), |other| format!("gold is {}", other.quote.kind))
}

/// What is predicted instead.
fn missed(gold: &GoldUnit<'_>, article: &Article, predicted: &[Quote<Predicted>], all: &Comparison<'_>) -> String {
    if all.predicted.iter().any(|unit| unit.unit.span.shared(gold.unit.span) > 0) {
        return "partly predicted".to_owned();
    }
    let other = most_shared(gold.unit.span, &units(&article.text, predicted, Row::Any));
    other.map_or("nothing predicted".to_owned(), |other| format!("predicted as {}", other.quote.kind))
}

/// Which ends differ, and how.
fn boundary(gold: Span, predicted: Span) -> String {
    let differs = |end: &str, order| match order {
        Ordering::Less => Some(format!("{end} early")),
        Ordering::Greater => Some(format!("{end} late")),
        Ordering::Equal => None,
    };
    let start = differs("begins", predicted.start.cmp(&gold.start));
    let end = differs("ends", predicted.end.cmp(&gold.end));
    start.into_iter().chain(end).collect::<Vec<_>>().join(", ")
}

/// How the gold names the source, and how the prediction does.
fn speaker(gold: &GoldUnit<'_>, predicted: &Quote<Predicted>) -> String {
    let predicted = match predicted.attribution.speaker.as_deref() {
        None | Some("") => "nobody",
        Some(speaker) if is_pronoun(speaker) => "a pronoun",
        Some(_) => "another",
    };
    format!("gold mentions {}, predicted {predicted}", gold.unit.quote.attribution.mentioned().name())
}

fn source(gold: &GoldUnit<'_>) -> String {
    let source = gold.unit.quote.attribution.source();
    match (source.mention, source.name) {
        (Some(mention), Some(name)) if mention != name => format!("gold “{mention}”, that is {name}"),
        (Some(mention), _) => format!("gold “{mention}”"),
        (None, Some(name)) => format!("gold {name}"),
        (None, None) => "gold nobody".to_owned(),
    }
}

fn prediction(quote: &Quote<Predicted>) -> String {
    let Predicted { speaker, confidence, evidence, .. } = &quote.attribution;
    let mut out = format!("predicted {}", speaker.as_deref().unwrap_or("nobody"));
    if let Some(confidence) = confidence {
        out += &format!(" ({confidence:.2})");
    }
    if let Some(evidence) = evidence {
        out += &format!(" by “{}”", evidence.rule);
    }
    out
}

/// The words at `span` in brackets, with what stands around them, on one line.
fn context(text: &[char], span: Span) -> String {
    let before = Span { start: span.start.saturating_sub(AROUND), end: span.start };
    let behind = Span { start: span.end, end: span.end + AROUND };
    let mut out = String::new();
    for (part, close) in [(before, "⟦"), (span, "⟧"), (behind, "")] {
        out.extend(part.of(text).iter().map(|c| if *c == '\n' { '¶' } else { *c }));
        out.push_str(close);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_that_differ_are_told() {
        let span = |start, end| Span { start, end };
        assert_eq!(boundary(span(5, 9), span(3, 9)), "begins early");
        assert_eq!(boundary(span(5, 9), span(6, 12)), "begins late, ends late");
    }

    #[test]
    fn the_context_is_on_one_line_and_within_the_text() {
        let text: Vec<char> = "He said\n“so” again".chars().collect();
        assert_eq!(context(&text, Span { start: 9, end: 11 }), "He said¶“⟦so⟧” again");
    }
}

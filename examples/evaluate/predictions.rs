//! What the engine, or a file, says about an article.

use super::gold::{Article, Quote, read_lines};
use super::spans::Span;
use anyhow::Result;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;
use whosaid::article;
use whosaid::export::{OffsetUnit, Offsets};
use whosaid::quote::{self, Kind, Quotation};
use whosaid::text;

/// Who is quoted by a prediction, and why.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Predicted {
    /// The speaker's name, if there is one.
    pub speaker: Option<String>,
    /// How likely the attribution is right, 0..=1.
    pub confidence: Option<f32>,
    /// What decided.
    #[serde(default)]
    pub evidence: Option<Evidence>,
    /// A direct one: the parts it is split into.
    #[serde(default)]
    segments: Option<Vec<Span>>,
}

/// What decided an attribution.
#[derive(Debug, Clone, Deserialize)]
pub struct Evidence {
    /// The rule.
    pub rule: String,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    quotes: Vec<Quote<Predicted>>,
}

/// What the engine finds in each of `gold`, in that order.
pub fn of_engine(gold: &[Article]) -> Vec<Vec<Quote<Predicted>>> {
    let predict = |gold: &Article| {
        let article = article::Article::from_body(gold.text.iter().collect());
        of_quotations(quote::extract(&article), &article)
    };
    gold.iter().map(predict).collect()
}

/// The same for the quotations of one article.
pub fn of_quotations(quotations: Vec<Quotation>, article: &article::Article) -> Vec<Quote<Predicted>> {
    let offsets = Offsets::new(&article.text, OffsetUnit::Chars);
    units(quotations.into_iter().map(|quotation| predicted(quotation, &offsets)).collect())
}

/// What the file at `path` says of each of `gold`, in that order: nothing where it has no line.
///
/// # Errors
/// If it cannot be read or is no JSON Lines file of predictions.
pub fn of_file(path: &Path, gold: &[Article]) -> Result<Vec<Vec<Quote<Predicted>>>> {
    let lines: Vec<Line> = read_lines(path)?;
    let by_id: HashMap<String, Vec<Quote<Predicted>>> =
        lines.into_iter().map(|line| (line.id, units(line.quotes))).collect();
    Ok(gold.iter().map(|article| by_id.get(&article.id).cloned().unwrap_or_default()).collect())
}

fn predicted(quotation: Quotation, offsets: &Offsets<'_>) -> Quote<Predicted> {
    let span = |span: &text::Span| Span { start: offsets.at(span.start), end: offsets.at(span.end) };
    Quote {
        span: span(&quotation.content),
        kind: quotation.kind,
        quoted_parts: quotation.quoted_parts.iter().map(span).collect(),
        attribution: Predicted {
            speaker: quotation.speaker.map(|speaker| speaker.name),
            confidence: quotation.confidence,
            evidence: Some(Evidence { rule: quotation.evidence.rule.to_owned() }),
            segments: Some(quotation.segments.iter().map(span).collect()),
        },
    }
}

/// A direct quotation in several segments is one unit a segment, as in the gold.
fn units(quotes: Vec<Quote<Predicted>>) -> Vec<Quote<Predicted>> {
    let mut units = Vec::with_capacity(quotes.len());
    for mut quote in quotes {
        match quote.attribution.segments.take() {
            Some(segments) if quote.kind == Kind::Direct && segments.len() > 1 => {
                units.extend(segments.into_iter().map(|span| Quote { span, ..quote.clone() }));
            }
            _ => units.push(quote),
        }
    }
    units
}

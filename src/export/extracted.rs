//! The way back from JSON: quotations that were exported or extracted elsewhere, tied to the text
//! that they were found in.

use super::{OffsetUnit, Offsets};
use crate::article::{Article, ArticleId, ContentId};
use crate::library::rule;
use crate::quote::{Certainty, Evidence, Kind, Quotation, Speaker};
use crate::text::Span;
use chrono::NaiveDate;
use serde::Deserialize;
use std::borrow::Cow;

/// A quotation as [JSON](super::json::QuotationObject) has it.
#[derive(Debug, Deserialize)]
pub struct QuotationIn<'a> {
    id: ContentId,
    kind: Kind,
    #[serde(borrow)]
    text: Cow<'a, str>,
    start: usize,
    end: usize,
    segments: Vec<RangeIn>,
    speaker: Option<String>,
    role: Option<String>,
    mention: Option<RangeIn>,
    cue: Option<RangeIn>,
    quoted_parts: Vec<RangeIn>,
    certainty: Certainty,
    confidence: Option<f32>,
    candidates: Vec<String>,
    #[serde(borrow)]
    evidence: EvidenceIn<'a>,
    said: Option<NaiveDate>,
    offsets: OffsetUnit,
    article: Option<ArticleIn>,
}

#[derive(Debug, Deserialize)]
struct EvidenceIn<'a> {
    #[serde(borrow)]
    rule: Cow<'a, str>,
    runner_up: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct RangeIn {
    start: usize,
    end: usize,
}

#[derive(Debug, Deserialize)]
struct ArticleIn {
    id: ArticleId,
}

impl QuotationIn<'_> {
    /// The article that it says it stands in.
    pub fn article(&self) -> Option<ArticleId> {
        self.article.as_ref().map(|article| article.id)
    }
}

/// The quotations of `article` that are told of; none if any of them does not fit its text to the
/// letter.
pub fn tied(article: &Article, told: Vec<QuotationIn<'_>>) -> Option<Vec<Quotation>> {
    let Some(unit) = told.first().map(|first| first.offsets) else { return Some(Vec::new()) };
    let offsets = Offsets::new(&article.text, unit);
    let tie = |quotation: QuotationIn<'_>| (quotation.offsets == unit).then(|| one(article, quotation, &offsets))?;
    let tied: Vec<Quotation> = told.into_iter().map(tie).collect::<Option<_>>()?;
    tied.is_sorted_by_key(|quotation| quotation.content.start).then_some(tied)
}

fn one(article: &Article, told: QuotationIn<'_>, offsets: &Offsets<'_>) -> Option<Quotation> {
    let span = |range: RangeIn| {
        let (start, end) = (offsets.byte(range.start)?, offsets.byte(range.end)?);
        article.text.get(start..end).filter(|words| !words.is_empty()).map(|_| Span::new(start, end))
    };
    let spans = |ranges: &[RangeIn]| ranges.iter().copied().map(span).collect::<Option<Vec<Span>>>();
    let maybe = |range: Option<RangeIn>| range.map_or(Some(None), |range| span(range).map(Some));
    let content = span(RangeIn { start: told.start, end: told.end })?;
    let quotation = Quotation {
        id: told.id,
        kind: told.kind,
        content,
        segments: spans(&told.segments)?,
        quoted_parts: spans(&told.quoted_parts)?,
        speaker: told.speaker.map(|name| Speaker { name, role: told.role }),
        mention: maybe(told.mention)?,
        cue: maybe(told.cue)?,
        certainty: told.certainty,
        confidence: told.confidence.filter(|confidence| (0.0..=1.0).contains(confidence)),
        candidates: told.candidates,
        evidence: Evidence { rule: rule(&told.evidence.rule), runner_up: told.evidence.runner_up },
        said: told.said,
        paragraph: article.paragraph_at(content.start),
    };
    let within = |parts: &[Span]| {
        parts.is_sorted_by(|one, next| one.end <= next.start) && parts.iter().all(|part| content.covers(*part))
    };
    let fits = quotation.text(article) == told.text
        && !quotation.segments.is_empty()
        && within(&quotation.segments)
        && within(&quotation.quoted_parts);
    fits.then_some(quotation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{FormOptions, Format, sample, written};
    use crate::library::Record;
    use proptest::prelude::*;

    fn told(lines: &str) -> Vec<QuotationIn<'_>> {
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn lines(record: &Record, offsets: OffsetUnit) -> String {
        written(Format::Jsonl, FormOptions { offsets, ..FormOptions::default() }, std::slice::from_ref(record))
    }

    #[test]
    fn what_was_exported_comes_back_whatever_was_counted() {
        let record = sample();
        for unit in [OffsetUnit::Chars, OffsetUnit::Bytes, OffsetUnit::Utf16] {
            let lines = lines(&record, unit);
            assert_eq!(tied(&record.article, told(&lines)).as_ref(), Some(&record.quotations));
            assert_eq!(told(&lines)[0].article(), Some(record.article.id));
        }
    }

    #[test]
    fn what_does_not_fit_the_text_is_none_of_it() {
        let record = sample();
        let lines = lines(&record, OffsetUnit::Chars);
        let other = Article::from_body(record.article.text.replace("mieux", "moins"));
        assert_eq!(tied(&other, told(&lines)), None);
        assert_eq!(tied(&record.article, told(&lines.replace("\"end\":11}", "\"end\":9999}"))), None);
        assert_eq!(tied(&record.article, told(&lines.replace("\"start\":3,", "\"start\":4,"))), None);
    }

    proptest! {
        #[test]
        fn no_offsets_panic(start in 0usize..80, end in 0usize..80, cut in 0usize..40) {
            let record = sample();
            let lines = lines(&record, OffsetUnit::Utf16);
            let lines = lines.replace("\"start\":3", &format!("\"start\":{start}")).replace("\"end\":35", &format!("\"end\":{end}"));
            let text: String = record.article.text.chars().skip(cut).collect();
            tied(&Article::from_body(text), told(&lines));
        }
    }
}

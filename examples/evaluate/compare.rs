//! The gold units of one article against the predicted ones.

use super::gold::{Article, Gold, Quote};
use super::names::{Verdict, is_word};
use super::predictions::Predicted;
use super::spans::{Span, quoted_segments};
use whosaid::quote::Kind;

/// Which units are compared: a row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, clap::ValueEnum)]
pub enum Row {
    /// Direct quotations.
    Direct,
    /// Mixed ones.
    Mixed,
    /// Indirect ones that report speech.
    Indirect,
    /// Every attributed quoted string: direct quotations and the quoted parts of mixed ones.
    Quoted,
    /// All quotations.
    Any,
}

impl Row {
    /// All rows, as the table lists them.
    pub const ALL: [Self; 5] = [Self::Direct, Self::Mixed, Self::Indirect, Self::Quoted, Self::Any];

    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quoted => "quoted",
            Self::Any => "any",
            Self::Direct => Kind::Direct.name(),
            Self::Mixed => Kind::Mixed.name(),
            Self::Indirect => Kind::Indirect.name(),
        }
    }

    /// Whether it is limited to one kind.
    pub fn is_one_kind(self) -> bool {
        self.kind().is_some()
    }

    /// The kind it is limited to.
    fn kind(self) -> Option<Kind> {
        match self {
            Self::Direct => Some(Kind::Direct),
            Self::Mixed => Some(Kind::Mixed),
            Self::Indirect => Some(Kind::Indirect),
            Self::Quoted | Self::Any => None,
        }
    }
}

/// A trimmed span and the quotation it belongs to.
#[derive(Debug)]
pub struct Unit<'a, A> {
    /// Without marks and punctuation at the ends.
    pub span: Span,
    /// The quotation.
    pub quote: &'a Quote<A>,
}

// Not derived: that would ask the same of `A`.
impl<A> Clone for Unit<'_, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Unit<'_, A> {}

/// A predicted unit beside the gold.
#[derive(Debug)]
pub struct PredictedUnit<'a> {
    /// The unit.
    pub unit: Unit<'a, Predicted>,
    /// Whether at least half of it is gold.
    pub found: bool,
    /// Whether its speaker is right, by the lenient measure: false where no gold is found, none
    /// where the gold does not tell.
    pub right: Option<bool>,
}

/// A gold unit beside the predictions.
#[derive(Debug)]
pub struct GoldUnit<'a> {
    /// The unit.
    pub unit: Unit<'a, Gold>,
    /// The predicted unit that shares most with it and what its speaker is worth, if at least half
    /// of the gold unit is predicted.
    pub matched: Option<(Unit<'a, Predicted>, Verdict)>,
}

/// The units of one row in one article.
#[derive(Debug)]
pub struct Comparison<'a> {
    /// What should be found.
    pub gold: Vec<GoldUnit<'a>>,
    /// What was, without the neutral ones.
    pub predicted: Vec<PredictedUnit<'a>>,
    /// How many predictions are neither right nor wrong.
    pub neutral: usize,
}

impl<'a> Comparison<'a> {
    /// Compares the units of `row`. If `strict`, predictions that lie in gold of another kind are
    /// wrong, not neutral.
    pub fn new(article: &'a Article, predicted: &'a [Quote<Predicted>], row: Row, strict: bool) -> Self {
        let text = &article.text;
        let scored = |unit: &Unit<'_, Gold>| row != Row::Indirect || unit.quote.attribution.is_speech();
        let (gold, unscored): (Vec<_>, Vec<_>) = units(text, &article.quotes, row).into_iter().partition(scored);
        let mut neutral = article.ignore_spans.clone();
        if !strict {
            let other = |quote: &&Quote<Gold>| row.kind().is_some_and(|kind| kind != quote.kind);
            neutral.extend(unscored.iter().map(|unit| unit.span));
            neutral.extend(article.quotes.iter().filter(other).map(|quote| quote.span));
        }
        neutral.sort_unstable();
        let gold_spans = spans(&gold);
        let all = units(text, predicted, row);
        let count = all.len();
        let is_neutral = |span: Span| !span.half_covered(&gold_spans) && span.half_covered(&neutral);
        let predicted: Vec<_> = all.into_iter().filter(|unit| !is_neutral(unit.span)).collect();
        let predicted_spans = spans(&predicted);
        Self {
            neutral: count - predicted.len(),
            gold: gold.iter().map(|unit| gold_unit(*unit, &predicted, &predicted_spans)).collect(),
            predicted: predicted.iter().map(|unit| predicted_unit(*unit, &gold, &gold_spans)).collect(),
        }
    }
}

fn predicted_unit<'a>(unit: Unit<'a, Predicted>, gold: &[Unit<'a, Gold>], spans: &[Span]) -> PredictedUnit<'a> {
    let found = unit.span.half_covered(spans);
    let best = most_shared(unit.span, gold).filter(|_| found);
    let right = best.map_or(Some(false), |gold| judge(gold, unit).lenient);
    PredictedUnit { unit, found, right }
}

fn gold_unit<'a>(unit: Unit<'a, Gold>, predicted: &[Unit<'a, Predicted>], spans: &[Span]) -> GoldUnit<'a> {
    let found = unit.span.half_covered(spans);
    let best = most_shared(unit.span, predicted).filter(|_| found);
    GoldUnit { unit, matched: best.map(|best| (best, judge(unit, best))) }
}

fn judge(gold: Unit<'_, Gold>, predicted: Unit<'_, Predicted>) -> Verdict {
    gold.quote.attribution.source().judge(predicted.quote.attribution.speaker.as_deref())
}

/// The first of those units that share most with `span`, if one shares anything.
pub fn most_shared<'a, A>(span: Span, units: &[Unit<'a, A>]) -> Option<Unit<'a, A>> {
    // Of equals, `max_by_key` takes the last.
    let touching = units.iter().rev().filter(|unit| span.shared(unit.span) > 0);
    touching.max_by_key(|unit| span.shared(unit.span)).copied()
}

/// The spans of `units`, in order of their starts.
fn spans<A>(units: &[Unit<'_, A>]) -> Vec<Span> {
    let mut spans: Vec<Span> = units.iter().map(|unit| unit.span).collect();
    spans.sort_unstable();
    spans
}

/// The units of `row` among `quotes`, those without a word left out.
pub fn units<'a, A>(text: &[char], quotes: &'a [Quote<A>], row: Row) -> Vec<Unit<'a, A>> {
    let mut found = Vec::new();
    for quote in quotes {
        match (row, quote.kind) {
            (Row::Quoted, Kind::Mixed) => {
                found.extend(quoted_parts(text, quote).into_iter().map(|span| Unit { span, quote }));
            }
            (Row::Any, _) | (Row::Quoted, Kind::Direct) => found.push(Unit { span: quote.span, quote }),
            (_, kind) if row.kind() == Some(kind) => found.push(Unit { span: quote.span, quote }),
            _ => {}
        }
    }
    for unit in &mut found {
        unit.span = unit.span.trimmed(text);
    }
    found.retain(|unit| unit.span.of(text).iter().any(|c| is_word(*c)));
    found
}

/// What stands inside marks, looked for where the quotation does not say.
fn quoted_parts<A>(text: &[char], quote: &Quote<A>) -> Vec<Span> {
    if !quote.quoted_parts.is_empty() {
        return quote.quoted_parts.clone();
    }
    let segments = quoted_segments(text).into_iter().filter(|segment| segment.shared(quote.span) > 0);
    segments.map(|segment| segment.within(quote.span)).collect()
}

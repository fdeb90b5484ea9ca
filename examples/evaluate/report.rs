//! The measures as tables for people, and as JSON.

use crate::bootstrap::{Interval, Measure, intervals};
use crate::compare::Row;
use crate::gold::Mentioned;
use crate::reliability::{BINS, Reliability};
use crate::score::{Counts, Matches, Share};
use serde_json::{Map, Value, json};
use std::fmt::{self, Display};

/// One row: its counts over all articles, and how sure they are.
#[derive(Debug)]
pub struct Line {
    row: Row,
    counts: Counts,
    exact: Interval,
    overlap: Interval,
    end_to_end: Interval,
    resolved: Interval,
}

impl Line {
    /// What `row` comes to, from its counts in each article.
    pub fn new(row: Row, articles: &[Counts]) -> Self {
        let measures: [Measure; 4] = [
            |counts| counts.exact.f1(),
            |counts| counts.overlap.f1(),
            |counts| counts.end_to_end.f1(),
            |counts| counts.resolved.percent().unwrap_or(0.0),
        ];
        let [exact, overlap, end_to_end, resolved] = intervals(articles, measures);
        Self { row, counts: articles.iter().sum(), exact, overlap, end_to_end, resolved }
    }

    /// As `score.py` writes it, with the intervals beside the figures.
    fn json(&self) -> Value {
        let counts = &self.counts;
        let by_mention = Mentioned::ALL.into_iter().zip(counts.lenient).filter(|(_, share)| share.of > 0);
        let by_mention: Map<String, Value> = by_mention
            .map(|(mentioned, share)| (mentioned.name().to_owned(), json!([percent(share), share.of])))
            .collect();
        json!({
            "exact": matches(counts.exact, self.exact),
            "overlap": matches(counts.overlap, self.overlap),
            "attribution_on_matched": {
                "lenient": percent(counts.all_lenient()),
                "strict": percent(counts.strict),
                "resolved": percent(counts.resolved),
                "resolved_interval": interval(self.resolved),
                "n": counts.strict.of,
                "n_resolved": counts.resolved.of,
                "unknown": counts.unknown,
                "by_gold_mention": by_mention,
            },
            "end_to_end": matches(counts.end_to_end, self.end_to_end),
            "neutral_pred": counts.neutral,
        })
    }
}

fn matches(matches: Matches, f1: Interval) -> Value {
    json!({
        "P": tenths(100.0 * matches.precision.rate()),
        "R": tenths(100.0 * matches.recall.rate()),
        "F1": tenths(matches.f1()),
        "F1_interval": interval(f1),
        "n_pred": matches.precision.of,
        "n_gold": matches.recall.of,
    })
}

fn percent(share: Share) -> Option<f64> {
    share.percent().map(tenths)
}

fn interval(interval: Interval) -> [f64; 2] {
    [tenths(interval.low), tenths(interval.high)]
}

/// To one decimal, as it is printed.
fn tenths(value: f64) -> f64 {
    format!("{value:.1}").parse().unwrap_or(value)
}

/// All rows of an evaluation.
#[derive(Debug)]
pub struct Report {
    /// The rows, as they are printed.
    pub lines: Vec<Line>,
    /// Confidence against truth, over direct, mixed and indirect quotations.
    pub reliability: Reliability,
}

impl Report {
    /// One object with an entry for each row and one for the confidence.
    pub fn json(&self) -> Value {
        let rows = self.lines.iter().map(|line| (line.row.name().to_owned(), line.json()));
        let bins = self
            .reliability
            .bins
            .iter()
            .filter(|bin| bin.count > 0)
            .map(|bin| json!({ "confidence": bin.confidence(), "accuracy": bin.accuracy(), "count": bin.count }));
        let reliability = json!({ "bins": bins.collect::<Vec<_>>(), "error": self.reliability.error() });
        rows.chain([("reliability".to_owned(), reliability)]).collect::<Map<_, _>>().into()
    }

    fn write_table(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:9}{:>22}{:>24}{:>28}{:>24}{:>6}{:>6}{:>6}",
            "kind",
            "exact P/R/F1",
            "overlap P/R/F1",
            "attr len/strict/resolved",
            "end-to-end P/R/F1",
            "gold",
            "pred",
            "neut"
        )?;
        for Line { row, counts, .. } in &self.lines {
            let [exact, overlap, end] = [counts.exact, counts.overlap, counts.end_to_end]
                .map(|m| [100.0 * m.precision.rate(), 100.0 * m.recall.rate(), m.f1()]);
            let [lenient, strict, resolved] = [counts.all_lenient(), counts.strict, counts.resolved].map(or_dash);
            writeln!(
                f,
                "{:9}{:>8.1}{:>7.1}{:>7.1}{:>10.1}{:>7.1}{:>7.1}   {lenient:>9}{strict:>8}{resolved:>8}\
                 {:>10.1}{:>7.1}{:>7.1}{:>6}{:>6}{:>6}",
                row.name(),
                exact[0],
                exact[1],
                exact[2],
                overlap[0],
                overlap[1],
                overlap[2],
                end[0],
                end[1],
                end[2],
                counts.overlap.recall.of,
                counts.overlap.precision.of,
                counts.neutral
            )?;
        }
        Ok(())
    }

    fn write_intervals(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{:24}{:>21}{:>21}{:>21}", "F1 and 95 % interval", "exact", "overlap", "end-to-end")?;
        for line in &self.lines {
            let of = |matches: Matches, interval| within(matches.f1(), interval);
            let exact = of(line.counts.exact, line.exact);
            let overlap = of(line.counts.overlap, line.overlap);
            let end_to_end = of(line.counts.end_to_end, line.end_to_end);
            writeln!(f, "{:24}{exact:>21}{overlap:>21}{end_to_end:>21}", line.row.name())?;
        }
        for line in self.lines.iter().filter(|line| line.row == Row::Direct) {
            let Share { right, of } = line.counts.resolved;
            let rate = within(100.0 * line.counts.resolved.rate(), line.resolved);
            writeln!(f, "\nright full name, direct {rate:>21}   {right} of {of} found whose name is known")?;
        }
        Ok(())
    }

    fn write_mentions(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nright speaker, by how the gold mentions it")?;
        for Line { row, counts, .. } in &self.lines {
            write!(f, "{:9}", row.name())?;
            for (mentioned, share) in Mentioned::ALL.into_iter().zip(counts.lenient) {
                write!(f, "{:>10} {:>5} of {:<5}", mentioned.name(), or_dash(share), share.of)?;
            }
            writeln!(f)?;
        }
        Ok(())
    }

    fn write_reliability(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{:12}{:>12}{:>12}{:>8}", "confidence", "mean", "right", "count")?;
        for (at, bin) in self.reliability.bins.iter().enumerate().filter(|(_, bin)| bin.count > 0) {
            let from = at as f64 / BINS as f64;
            let to = (at + 1) as f64 / BINS as f64;
            let (mean, right) = (bin.confidence(), bin.accuracy());
            writeln!(f, "{:12}{mean:>12.3}{right:>12.3}{:>8}", format!("{from:.1} – {to:.1}"), bin.count)?;
        }
        writeln!(f, "expected calibration error {:.3}", self.reliability.error())
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_table(f)?;
        self.write_intervals(f)?;
        self.write_mentions(f)?;
        if self.reliability.count() > 0 { self.write_reliability(f) } else { writeln!(f, "\nno confidence given") }
    }
}

fn within(value: f64, Interval { low, high }: Interval) -> String {
    format!("{value:.1} [{low:.1}, {high:.1}]")
}

fn or_dash(share: Share) -> String {
    share.percent().map_or("–".to_owned(), |percent| format!("{percent:.1}"))
}

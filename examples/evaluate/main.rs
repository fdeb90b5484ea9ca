//! How right the engine is, against gold quotations:
//! `cargo run --release --example evaluate -- GOLD.jsonl`.
//!
//! A line of the gold is an article: `{"id", "text", "quotes": [{"start", "end", "kind",
//! "speaker_mention", "speaker_name", "cue_class", "quoted_parts"}], "ignore_spans"}`, offsets in
//! code points.
//!
//! - Spans are [trimmed](spans::Span::trimmed) on both sides. Two match exactly where they are the
//!   same then, and overlap where at least half of the one is covered by the units of the other
//!   side.
//! - Each kind is compared apart, indirect units only where the gold's cue reports speech, and
//!   [two rows](compare::Row) more cover several kinds. A prediction of which at least half lies in
//!   `ignore_spans`, in gold of another kind or in an indirect unit that is no speech is neutral:
//!   neither right nor wrong.
//! - Speakers are [judged](names::Source::judge) on matched units. End to end, both span (overlap)
//!   and speaker (lenient) are right.
//! - Intervals hold 95 % of [resamples over articles](bootstrap::intervals).

mod bootstrap;
mod compare;
mod errors;
mod gold;
mod names;
mod predictions;
mod reliability;
mod report;
mod score;
mod spans;
#[cfg(test)]
mod tests;

use crate::compare::{Comparison, Row};
use crate::errors::Errors;
use crate::gold::{Article, Quote, read_lines};
use crate::predictions::Predicted;
use crate::reliability::Reliability;
use crate::report::{Line, Report};
use crate::score::Counts;
use anyhow::Result;
use clap::Parser;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;

/// Measure the engine against gold quotations.
#[derive(Debug, Parser)]
struct Args {
    /// Articles with gold quotations, one a line
    gold: PathBuf,

    /// Measure the predictions in FILE (what `whosaid extract` prints) instead of the engine's
    #[arg(long, value_name = "FILE")]
    pred: Option<PathBuf>,

    /// Count predictions that lie in gold of another kind as wrong
    #[arg(long)]
    strict_neutral: bool,

    /// List every error with the words around it, of one kind or of direct, mixed and indirect
    #[arg(long, value_name = "KIND")]
    errors: Option<Option<Row>>,

    /// Print the measures as one JSON object
    #[arg(long, conflicts_with = "errors")]
    json: bool,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let gold: Vec<Article> = read_lines(&args.gold)?;
    let predicted = match &args.pred {
        Some(path) => predictions::of_file(path, &gold)?,
        None => predictions::of_engine(&gold),
    };
    let (report, errors) = evaluate(&gold, &predicted, &args);
    let written = match (args.json, args.errors.is_some()) {
        (true, _) => writeln!(io::stdout(), "{:#}", report.json()),
        (_, true) => write!(io::stdout(), "{}\n{errors}", errors.summary()),
        _ => write!(io::stdout(), "{report}"),
    };
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

/// Compares what is predicted of each article with its gold, row by row.
fn evaluate(gold: &[Article], predicted: &[Vec<Quote<Predicted>>], args: &Args) -> (Report, Errors) {
    let mut errors = Errors::default();
    let mut reliability = Reliability::default();
    let mut lines = Vec::new();
    for row in Row::ALL {
        let mut counts = Vec::with_capacity(gold.len());
        for (article, predicted) in gold.iter().zip(predicted) {
            let comparison = Comparison::new(article, predicted, row, args.strict_neutral);
            counts.push(Counts::new(&comparison));
            if row.is_one_kind() {
                reliability.add(&comparison);
            }
            if args.errors.is_some_and(|wanted| wanted.map_or(row.is_one_kind(), |wanted| wanted == row)) {
                errors.add(row, article, predicted, &comparison);
            }
        }
        lines.push(Line::new(row, &counts));
    }
    (Report { lines, reliability }, errors)
}

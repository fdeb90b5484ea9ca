//! Which quotations are asked for: the same options for every command that gives some.

use super::period;
use crate::article::Printed;
use crate::quote::{Certainty, Kind, Quotation};
use crate::search::query::{Condition, Expr, Period, Query, Term};
use crate::text::fold;
use anyhow::{Result, bail};
use chrono::NaiveDate;
use std::fmt::Display;

/// What every quotation that is given has to be.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Filters {
    /// Only of speakers whose role and name hold these words; case, accents and marks are alike
    #[arg(long, help_heading = "Filters", value_name = "WORDS", value_parser = speaker_words)]
    speaker: Option<String>,
    /// Only of these kinds: how much stands inside quotation marks
    #[arg(long, help_heading = "Filters", value_name = "KIND", value_delimiter = ',')]
    kind: Vec<Kind>,
    /// Only those whose attribution is at least so likely to be right (0 to 1); see docs/accuracy.md
    #[arg(long, help_heading = "Filters", value_name = "SHARE", value_parser = share)]
    min_confidence: Option<f32>,
    /// Only of articles printed on this day, month or year or later (2020-07-27, 2020-07, 2020);
    /// undated ones are left out
    #[arg(long, help_heading = "Filters", value_name = "DATE", value_parser = period::parse)]
    since: Option<Printed>,
    /// Only of articles printed on this day, month or year or earlier; undated ones are left out
    #[arg(long, help_heading = "Filters", value_name = "DATE", value_parser = period::parse)]
    until: Option<Printed>,
}

/// A number from 0 to 1.
fn share(given: &str) -> Result<f32, String> {
    given.parse().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| "not a number from 0 to 1".to_owned())
}

/// The words of `--speaker` as names are compared with them.
fn speaker_words(given: &str) -> Result<String, String> {
    let words = fold::words(given);
    if words.is_empty() { Err("there is no word in it".to_owned()) } else { Ok(words) }
}

impl Filters {
    /// `query` with what is asked for here; of an article, one of its quotations has to be it.
    pub fn narrow(&self, query: Query) -> Query {
        let words = self.speaker.iter().flat_map(|words| words.split(' '));
        let speaker = words.map(|word| Condition::Speaker(Term { words: vec![word.to_owned()], prefix: false }));
        let kinds = self.kind.iter().map(|kind| Expr::Field(Condition::Kind(*kind))).collect();
        let period =
            Period { first: self.since.and_then(Printed::first_day), last: self.until.and_then(Printed::last_day) };
        let printed = (period != Period::default()).then_some(Condition::Printed(period));
        let fields = speaker.chain(printed).chain(self.min_confidence.map(Condition::Confidence)).map(Expr::Field);
        let kinds = (!self.kind.is_empty()).then_some(Expr::Any(kinds));
        let filters: Vec<Expr> = fields.chain(kinds).collect();
        if filters.is_empty() {
            return query;
        }
        // The conditions of the query stay side by side with those here: each narrows by itself.
        let own = match query.expr {
            Expr::All(parts) => parts,
            one => vec![one],
        };
        Query { expr: Expr::All(own.into_iter().chain(filters).collect()), ..query }
    }

    /// Whether something can be all that is asked for.
    ///
    /// # Errors
    /// When nothing can.
    pub fn check(&self) -> Result<()> {
        if self.since.and_then(Printed::first_day) > self.until.map_or(Some(NaiveDate::MAX), Printed::last_day) {
            bail!("nothing is both --since and --until: the one is after the other");
        }
        Ok(())
    }

    /// Whether an article of that date is asked for: one that says only its month is, where a day
    /// of that month is.
    pub fn may_be_printed(&self, printed: Printed) -> bool {
        let since = self.since.and_then(Printed::first_day);
        let until = self.until.and_then(Printed::last_day);
        since.is_none_or(|since| printed.last_day().is_some_and(|last| last >= since))
            && until.is_none_or(|until| printed.first_day().is_some_and(|first| first <= until))
    }

    /// Whether the quotation is asked for, as far as its article does not matter.
    pub fn wants(&self, quotation: &Quotation) -> bool {
        let Quotation { kind, certainty, confidence, .. } = quotation;
        self.may_be(*kind, *certainty, *confidence)
            && (self.speaker.is_none() || quotation.speaker.as_ref().is_some_and(|speaker| self.may_be_by([speaker])))
    }

    /// Whether a quotation of this kind, so attributed, is asked for.
    pub fn may_be(&self, kind: Kind, certainty: Certainty, confidence: Option<f32>) -> bool {
        // The reader's own word is above all numbers; else, where none is known, it is not known to be likely.
        let likely = |least: f32| certainty == Certainty::Corrected || confidence.unwrap_or(0.0) >= least;
        self.min_confidence.is_none_or(likely) && (self.kind.is_empty() || self.kind.contains(&kind))
    }

    /// Whether somebody with one of these roles and names is asked for.
    pub fn may_be_by(&self, speakers: impl IntoIterator<Item = impl Display>) -> bool {
        let Some(words) = &self.speaker else { return true };
        speakers.into_iter().any(|speaker| {
            let names = fold::words(&speaker.to_string());
            words.split(' ').all(|word| names.split(' ').any(|name| name == word))
        })
    }

    /// Whether every quotation is asked for, if its speaker is.
    pub fn all_of_speaker(&self) -> bool {
        let Self { speaker: _, kind, min_confidence, since, until } = self;
        kind.is_empty() && min_confidence.is_none() && since.is_none() && until.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Wrapper {
        #[command(flatten)]
        args: Filters,
    }

    fn args(arguments: &[&str]) -> Filters {
        Wrapper::try_parse_from(["filters"].iter().chain(arguments)).unwrap().args
    }

    #[test]
    fn both_ends_of_a_range_are_within_it_as_far_as_dates_are_known() {
        let printed = |text| period::parse(text).unwrap();
        let july = args(&["--since", "2020-07-15", "--until", "2020-08"]);
        for within in ["2020-07-15", "2020-07", "2020", "2020-08-31"] {
            assert!(july.may_be_printed(printed(within)), "{within}");
        }
        for outside in ["2020-07-14", "2020-06", "2019", "2020-09-01"] {
            assert!(!july.may_be_printed(printed(outside)), "{outside}");
        }
        assert!(!july.may_be_printed(Printed::Unknown));
        assert!(args(&[]).may_be_printed(Printed::Unknown));
    }

    #[test]
    fn a_speaker_is_found_by_any_whole_words_of_role_and_name() {
        let mut quotation = crate::export::sample().quotations.remove(0);
        for words in ["unal", "ZOË", "unal mayor", "Ünal"] {
            assert!(args(&["--speaker", words]).wants(&quotation), "{words}");
        }
        for words in ["peters", "una", "nal", "yor zoe"] {
            assert!(!args(&["--speaker", words]).wants(&quotation), "{words}");
        }
        assert!(!args(&["--kind", "mixed,indirect"]).wants(&quotation));
        quotation.confidence = Some(0.8);
        assert!(args(&["--min-confidence", "0.8"]).wants(&quotation));
        assert!(!args(&["--min-confidence", "0.9"]).wants(&quotation));
        assert!(Wrapper::try_parse_from(["filters", "--min-confidence", "90"]).is_err());
        (quotation.confidence, quotation.certainty) = (None, Certainty::Corrected);
        assert!(args(&["--min-confidence", "0.9"]).wants(&quotation));
        quotation.speaker = None;
        assert!(!args(&["--speaker", "unal"]).wants(&quotation));
        assert!(Wrapper::try_parse_from(["filters", "--speaker", "“”"]).is_err());
    }
}

//! `whosaid quotes`: the quotations of a library, printed.

use super::args::{LibraryArgs, Wanted};
use super::listing::{Format, Listing};
use super::{STATUSES, Status, kept, output, period};
use crate::article::Printed;
use crate::export::OffsetUnit;
use crate::library::load::{Cancel, LoadEvent, Source, load};
use crate::library::{Archive, Filter, Record, Store};
use crate::quote::{Kind, Quotation};
use crate::text::fold;
use anyhow::{Result, bail};
use chrono::NaiveDate;
use std::borrow::Borrow;
use std::io::{self, BufWriter};

/// Print the quotations of articles, with their speakers.
///
/// A file is read whatever it is called, and - is standard input. Of a folder, every file of a
/// known format is read, recursively, except what is hidden or named in a .gitignore or .ignore
/// file. Without a PATH, what was last opened in the reader is taken, or at first the
/// articles built into the program. Of a library, the newest articles come first.
#[derive(Debug, clap::Args)]
#[command(after_long_help = format!("\
Examples:
  whosaid quotes articles/                    every quotation, by article
  whosaid quotes articles/ --speaker mayor    what every mayor said
  whosaid quotes --since 2020-07 --until 2020 --kind direct,mixed
  whosaid quotes articles/ --format jsonl | jq -r '[.speaker, .words] | @tsv'

{STATUSES}"))]
pub struct Args {
    #[command(flatten)]
    library: LibraryArgs,
    /// Only of speakers whose role and name hold these words; case, accents and marks are alike
    #[arg(long, value_name = "WORDS", value_parser = speaker_words)]
    speaker: Option<String>,
    /// Only of these kinds: how much stands inside quotation marks
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<Kind>,
    /// Only those whose attribution is at least so likely to be right (0 to 1); see docs/accuracy.md
    #[arg(long, value_name = "SHARE", value_parser = share)]
    min_confidence: Option<f32>,
    /// Only of articles printed on this day, month or year or later (2020-07-27, 2020-07, 2020);
    /// undated ones are left out
    #[arg(long, value_name = "DATE", value_parser = period::parse)]
    since: Option<Printed>,
    /// Only of articles printed on this day, month or year or earlier; undated ones are left out
    #[arg(long, value_name = "DATE", value_parser = period::parse)]
    until: Option<Printed>,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// What offsets in JSON count
    #[arg(long, value_name = "UNIT", default_value = "chars")]
    offsets: OffsetUnit,
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

pub(super) fn run(args: Args) -> Result<Status> {
    if args.since.and_then(Printed::first_day) > args.until.map_or(Some(NaiveDate::MAX), Printed::last_day) {
        bail!("nothing is both --since and --until: the one is after the other");
    }
    let mut listing = Listing::new(BufWriter::new(io::stdout().lock()), args.format, args.offsets);
    listing.marked = kept::marked()?;
    let source = match args.library.wanted_to_read()? {
        Wanted::Library(file, _) => return list_library(&kept::open(&file)?, &args, listing),
        Wanted::Seeds => Source::Seeds,
        Wanted::Paths(paths) => Source::Paths(paths),
    };
    list_files(&source, &args, listing)
}

/// Lists what is asked for of files and folders, while they are read.
fn list_files(source: &Source, args: &Args, mut listing: Listing<impl io::Write>) -> Result<Status> {
    let cancel = Cancel::default();
    let mut status = Status::Nothing;
    let mut failed = false;
    let mut outcome = listing.begin();
    load(source, &args.library.files.reading.options(), &cancel, &mut |event| match event {
        LoadEvent::Found(_) => {}
        LoadEvent::Batch(_) if outcome.is_err() => {}
        LoadEvent::Batch(records) => {
            records.iter().for_each(|record| output::report_warnings(&record.article));
            outcome = list(&records, args, &mut listing, &mut status);
            if outcome.is_err() {
                cancel.cancel();
            }
        }
        LoadEvent::Failed(failure) => {
            failed = true;
            output::report(&failure.error.to_string());
        }
    });
    outcome.and_then(|()| listing.end()).map_err(output::failed)?;
    Ok(if failed { Status::Failed } else { status })
}

/// Lists what is asked for of a library, the newest article first.
fn list_library(archive: &Archive, args: &Args, mut listing: Listing<impl io::Write>) -> Result<Status> {
    /// How many articles are asked for at a time.
    const PAGE: usize = 256;
    let store = Store::File(archive.clone());
    let mut status = Status::Nothing;
    let mut after = None;
    listing.begin().map_err(output::failed)?;
    loop {
        let page = archive.summaries(after, PAGE, &Filter::default())?;
        let Some(last) = page.last() else { break };
        after = Some((last.printed, last.key));
        for summary in page.iter().filter(|summary| args.may_be_printed(summary.printed)) {
            let Some(known) = store.record(summary.key)? else { continue };
            let record = known.complete().map_err(|failure| failure.error)?;
            list(&[record], args, &mut listing, &mut status).map_err(output::failed)?;
        }
    }
    listing.end().map_err(output::failed)?;
    Ok(status)
}

/// Lists what is asked for of `records`.
fn list(
    records: &[impl Borrow<Record>],
    args: &Args,
    listing: &mut Listing<impl io::Write>,
    status: &mut Status,
) -> io::Result<()> {
    let records = records.iter().map(Borrow::borrow);
    for record in records.filter(|record| args.may_be_printed(record.article.printed)) {
        let (record, kept) = listing.marked.in_record(record);
        let wanted: Vec<&Quotation> = record.quotations.iter().filter(|quotation| args.wants(quotation)).collect();
        if !wanted.is_empty() {
            *status = Status::Found;
            listing.article(&record, &wanted, &kept)?;
        }
    }
    listing.flush()
}

impl Args {
    /// Whether an article of that date is asked for: one that says only its month is, where a day
    /// of that month is.
    fn may_be_printed(&self, printed: Printed) -> bool {
        let since = self.since.and_then(Printed::first_day);
        let until = self.until.and_then(Printed::last_day);
        since.is_none_or(|since| printed.last_day().is_some_and(|last| last >= since))
            && until.is_none_or(|until| printed.first_day().is_some_and(|first| first <= until))
    }

    fn wants(&self, quotation: &Quotation) -> bool {
        let by = |words: &String| {
            let Some(speaker) = &quotation.speaker else { return false };
            let names = fold::words(&speaker.to_string());
            words.split(' ').all(|word| names.split(' ').any(|name| name == word))
        };
        // Where nothing is known of it, it is not known to be likely.
        let likely = |least: f32| quotation.confidence.unwrap_or(0.0) >= least;
        self.min_confidence.is_none_or(likely)
            && (self.kind.is_empty() || self.kind.contains(&quotation.kind))
            && self.speaker.as_ref().is_none_or(by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Wrapper {
        #[command(flatten)]
        args: Args,
    }

    fn args(arguments: &[&str]) -> Args {
        Wrapper::try_parse_from(["quotes"].iter().chain(arguments)).unwrap().args
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
        assert!(Wrapper::try_parse_from(["quotes", "--min-confidence", "90"]).is_err());
        quotation.speaker = None;
        assert!(!args(&["--speaker", "unal"]).wants(&quotation));
        assert!(Wrapper::try_parse_from(["quotes", "--speaker", "“”"]).is_err());
    }
}

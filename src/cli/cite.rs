//! `whosaid cite`: a quotation as a citation.

use super::lookup::IdArgs;
use super::{Status, output};
use crate::export::cite::{self, Style};
use crate::text::sanitize;
use anyhow::{Context, Result};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use std::io::{self, Write};

/// Cite a quotation in a style, with an address that opens the page at it.
///
/// Where the meaning of the words turns on what stands beside them (a "not" before them, something
/// left out, half a sentence), that is told with the whole sentence, which --sentence cites instead.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid cite m67z2c --style chicago
  whosaid cite m67z2c articles/ --style ap --sentence

Exit status: 0 if it was found, 2 if not, or if something went wrong.")]
pub struct Args {
    #[command(flatten)]
    id: IdArgs,
    /// The style
    #[arg(long, value_name = "STYLE", default_value = "apa")]
    style: Style,
    /// Cite the whole sentence that the words stand in
    #[arg(long)]
    sentence: bool,
}

pub(super) fn run(args: Args) -> Result<Status> {
    let found = args.id.find()?;
    let article = &found.record.article;
    let quotation = found.quotation().with_context(|| {
        format!(
            "{} is an article, and what is cited is a quotation: `whosaid show {0} --format json` has them",
            article.id
        )
    })?;
    let sentence = cite::whole_sentence(article, quotation);
    if let Some(beside) = cite::beside(article, quotation).filter(|_| !args.sentence) {
        output::report(&format!("take care, {}; the whole sentence (--sentence): {sentence}", beside.why()));
    }
    let sentence = args.sentence.then_some(sentence);
    let citation = cite::styled(&found.record, quotation, sentence.as_deref(), args.style);
    writeln!(io::stdout(), "{}", sanitize::block(&citation)).map_err(output::failed)?;
    Ok(Status::Found)
}

impl ValueEnum for Style {
    fn value_variants<'a>() -> &'a [Self] {
        &[Style::Apa, Style::Chicago, Style::Mla, Style::Ap]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Style::Apa => PossibleValue::new("apa").help("APA, 7th edition: in the text, and in the references"),
            Style::Chicago => PossibleValue::new("chicago").help("Chicago, 17th edition: a note"),
            Style::Mla => PossibleValue::new("mla").help("MLA, 9th edition: in the text, and in the works cited"),
            Style::Ap => PossibleValue::new("ap").help("a sentence for a news story, with the AP's dates"),
        })
    }
}

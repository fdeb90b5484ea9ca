//! Articles and quotations by their ids.

use super::args::LibraryArgs;
use super::indexed;
use crate::library::{Archive, Identified, Record};
use crate::quote::Quotation;
use anyhow::{Context, Result, bail};
use std::sync::Arc;

/// How many ids are told where one begins like several.
const MOST_TOLD: usize = 8;

/// What to look for, and where.
#[derive(Debug, clap::Args)]
pub struct IdArgs {
    /// The id of an article or a quotation, as every output has it, or how it begins
    #[arg(value_name = "ID", value_parser = beginning)]
    id: String,
    #[command(flatten)]
    library: LibraryArgs,
}

/// What was found.
pub struct Found {
    /// The article.
    pub record: Arc<Record>,
    /// Which of its quotations; none where the id is the article's own.
    place: Option<usize>,
}

impl Found {
    /// The quotation, where it is one.
    pub fn quotation(&self) -> Option<&Quotation> {
        self.place.and_then(|place| self.record.quotations.get(place))
    }
}

/// The beginning of an id, with what is easily mistaken set right (Crockford's base 32 has no *o*, *i*, *l*).
fn beginning(given: &str) -> Result<String, String> {
    let id: String = given.trim().to_lowercase().replace('o', "0").replace(['i', 'l'], "1");
    let well_formed = !id.is_empty() && id.len() <= 12 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if well_formed { Ok(id) } else { Err("an id is up to twelve letters and digits, as 0c3v9tq1x2yz".to_owned()) }
}

impl IdArgs {
    /// Finds it.
    ///
    /// # Errors
    /// When nothing has such an id, or several have, or the library fails.
    pub fn find(&self) -> Result<Found> {
        let indexed = indexed::open(&self.library.wanted_to_read()?, &self.library.files.reading.options())?;
        let archive = indexed.archive;
        let found = archive.identified(&self.id, MOST_TOLD + 1)?;
        match found.as_slice() {
            [] => bail!("{}: no article or quotation in {} has this id", self.id, self.library.called()),
            [one] => record(&archive, one),
            // An article's id and a quotation's never are the same but by chance.
            several => {
                let ids: Vec<String> = several.iter().take(MOST_TOLD).map(|found| found.id.to_string()).collect();
                let more = if several.len() > MOST_TOLD { ", …" } else { "" };
                bail!("{}: several ids begin so: {}{more}", self.id, ids.join(", "))
            }
        }
    }
}

fn record(archive: &Archive, found: &Identified) -> Result<Found> {
    let record = archive.corrected_record(found.record)?.context("it just went from the library")?;
    Ok(Found { record, place: found.quotation })
}

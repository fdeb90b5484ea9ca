//! `whosaid search`: quotations and articles by words, people, places and dates.

mod listing;

use super::args::LibraryArgs;
use super::filters::Filters;
use super::listing::Format;
use super::{Status, indexed, kept, output};
use crate::export::OffsetUnit;
use crate::library::Archive;
use crate::search::query::Query;
use crate::search::{Search, Sort, Stop, Tagged};
use anyhow::Result;
use listing::Listing;
use std::io::{self, BufWriter, Write};
use std::time::{Duration, Instant};

/// How many hits are asked for at first, and at a time at the most.
const PAGE: usize = 500;
const MOST: usize = 16_000;

/// Search quotations, or with in:articles articles, the newest first.
///
/// A query is words, "phrases", beg* for beginnings, AND, OR, NOT or -, NEAR/5, SENTENCE(a b),
/// PARAGRAPH(a b), fields (speaker: title: outlet: place: byline: kind: certainty: tag: said:
/// printed: since: until: in:) and dates such as 2020-07 or 2020-07..2020-09.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid search '\"bond hearing\" -judge' articles/
  whosaid search 'speaker:lightfoot since:\"last july\"' --library wire
  whosaid search 'vaccin* NEAR/5 mandate in:articles' --sort relevance --limit 10
  whosaid search --facets 'kind:direct strike' --format json

Exit status: 0 if something was found, 1 if nothing was, 2 if something went wrong. The whole
language is told in docs/search.md.")]
pub struct Args {
    /// What to look for
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: String,
    #[command(flatten)]
    library: LibraryArgs,
    #[command(flatten)]
    filters: Filters,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// The order of hits
    #[arg(long, value_name = "ORDER", default_value = "date")]
    sort: Order,
    /// At most so many hits
    #[arg(long, value_name = "NUMBER", default_value = "100")]
    limit: usize,
    /// Instead of hits, how many there are by speaker, outlet, place and month
    #[arg(long)]
    facets: bool,
    /// Give up after so many seconds
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    timeout: u64,
    /// What offsets in JSON count
    #[arg(long, value_name = "UNIT", default_value = "chars")]
    offsets: OffsetUnit,
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Order {
    /// the newest first
    Date,
    /// by how much they are about the words, among the newest matches
    Relevance,
}

pub(super) fn run(args: Args) -> Result<Status> {
    args.filters.check()?;
    let query = match Query::parse_today(&args.query) {
        Ok(query) => args.filters.narrow(query),
        Err(error) => {
            // On lines of its own, so that the carets stay below what they are about.
            output::report_block(&error.to_string());
            return Ok(Status::Failed);
        }
    };
    let indexed = indexed::open(&args.library.wanted_to_read()?, &args.library.files.reading.options())?;
    let search = Search::new(indexed.archive.clone(), tagged()?);
    let stop = Stop { at: Instant::now().checked_add(Duration::from_secs(args.timeout)), ..Stop::default() };
    let mut out = BufWriter::new(io::stdout().lock());
    let found = if args.facets {
        let facets = search.facets(&query, &stop)?;
        let count = search.count(&query, &stop)?;
        listing::facets(&mut out, &facets, count, args.format).map_err(output::failed)?;
        count > 0
    } else {
        let mut listing = Listing::new(&mut out, args.format, args.offsets);
        let listed = list(&args, &search, &query, &indexed.archive, &stop, &mut listing);
        // What came before something went wrong is a whole array all the same.
        if listed.is_ok() || !listing.is_empty() {
            listing.end().map_err(output::failed)?;
        }
        listed?;
        !listing.is_empty()
    };
    out.flush().map_err(output::failed)?;
    Ok(match (indexed.failed, found) {
        (true, _) => Status::Failed,
        (false, true) => Status::Found,
        (false, false) => Status::Nothing,
    })
}

/// Lists the hits.
fn list<W: Write>(
    args: &Args,
    search: &Search,
    query: &Query,
    archive: &Archive,
    stop: &Stop,
    listing: &mut Listing<W>,
) -> Result<()> {
    let sort = match args.sort {
        Order::Date => Sort::Newest,
        Order::Relevance => Sort::Relevance,
    };
    let mut looked_at = 0;
    while looked_at < args.limit {
        // Every page is looked for from the first hit on: as long as they grow, that costs no more than the hits do.
        let asked = looked_at.clamp(PAGE, MOST).min(args.limit - looked_at);
        let page = search.page(query, sort, looked_at, asked, stop)?;
        if let Some(ranked) = page.ranked.filter(|_| looked_at == 0) {
            output::report(&format!("ranked are the newest {ranked} matches; there may be more"));
        }
        for hit in &page.hits {
            if let Some(record) = archive.corrected_record(hit.key)? {
                listing.hit(hit, &record).map_err(output::failed)?;
            }
        }
        looked_at += page.hits.len();
        if page.hits.len() < asked {
            break;
        }
    }
    Ok(())
}

/// What the person has put tags on.
pub(super) fn tagged() -> Result<Vec<Tagged>> {
    if !kept::places()?.marks().exists() {
        return Ok(Vec::new());
    }
    let marks = kept::marks()?.list()?;
    let tagged = marks.into_iter().flat_map(|(_, mark)| {
        let (article, quotation) = (mark.article, mark.quotation);
        mark.tags.into_iter().map(move |tag| Tagged { tag, article, quotation })
    });
    Ok(tagged.collect())
}

//! `whosaid show`: an article or a quotation by its id.

use super::listing::{Listing, Look, whole};
use super::lookup::IdArgs;
use super::selection::Sink;
use super::{Status, listing, output};
use crate::export::json::{self, ArticleObject, Quotations};
use crate::export::{OffsetUnit, cite};
use crate::library::Record;
use anyhow::Result;
use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// Print an article or a quotation by its id.
///
/// Ids come from content: they are the same after another import or a rebuild, and on another
/// machine. The beginning of one is enough where nothing else begins so. Without a PATH or
/// --library, what was opened last is looked through, or at first the articles built into the program.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid show m67z2c                        what begins so, in what was opened last
  whosaid show m67z2c articles/ --format json
  whosaid show a8351n --library wire         the article of that id

Exit status: 0 if it was found, 2 if not, or if something went wrong.")]
pub struct Args {
    #[command(flatten)]
    id: IdArgs,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: listing::Format,
    /// What offsets in JSON count
    #[arg(long, value_name = "UNIT", default_value = "chars")]
    offsets: OffsetUnit,
}

/// An article with everything in it.
#[derive(Serialize)]
struct WholeArticle<'a> {
    #[serde(flatten)]
    article: ArticleObject<'a>,
    section: Option<&'a str>,
    text: &'a str,
    quotes: Quotations<'a>,
}

pub(super) fn run(args: Args) -> Result<Status> {
    let found = args.id.find()?;
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match (found.quotation(), args.format) {
        (Some(quotation), format) => {
            let mut listing = Listing::new(&mut out, format, args.offsets);
            listing.take(&found.record, &[quotation]).and_then(|()| listing.end())
        }
        (None, listing::Format::Text) => text(&mut out, &found.record),
        (None, _) => article(&mut out, &found.record, args.offsets),
    };
    written.and_then(|()| out.flush()).map_err(output::failed)?;
    Ok(Status::Found)
}

fn text(out: &mut impl Write, record: &Record) -> io::Result<()> {
    let article = &record.article;
    let look = Look::of_stdout();
    let facts = cite::facts(article);
    look.paragraph(out, 0, look.bold, &article.title.text, whole(&article.title.text))?;
    look.paragraph(out, 0, look.dim, &facts, whole(&facts))?;
    for paragraph in &article.paragraphs {
        writeln!(out)?;
        look.paragraph(out, 0, "", &article.text, *paragraph)?;
    }
    Ok(())
}

fn article(out: &mut impl Write, record: &Record, unit: OffsetUnit) -> io::Result<()> {
    let Record { article, quotations } = record;
    let quotes = Quotations { article, quotations, unit };
    let (section, text) = (article.section.as_deref(), article.text.as_str());
    json::write(out, &WholeArticle { article: article.into(), section, text, quotes })?;
    out.write_all(b"\n")
}

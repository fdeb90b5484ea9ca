//! `whosaid open`: the page or the file that an article or a quotation was printed in.

use super::lookup::{Found, IdArgs};
use super::{Status, output};
use crate::article::Origin;
use crate::export::cite;
use crate::runtime::editor;
use crate::text::{sanitize, web};
use anyhow::{Context, Result, bail};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Open the page, or the file, that an article or a quotation was printed in.
///
/// A page opens in the browser at the quotation. Where no address is known, the file opens in
/// $VISUAL or $EDITOR, or else in what the system opens such a file with. Nothing else is run, and
/// nothing but http and https addresses and the files that were read is opened.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid open m67z2c --print articles/      tell what would be opened
  whosaid open a8351n --print --library wire

Exit status: 0 if it was opened, 2 if not.")]
pub struct Args {
    #[command(flatten)]
    id: IdArgs,
    /// Print the address or the path instead of opening it
    #[arg(long)]
    print: bool,
}

/// What to open.
enum Place {
    Page(String),
    File(PathBuf),
}

pub(super) fn run(args: Args) -> Result<Status> {
    let place = place(&args.id.find()?)?;
    if args.print {
        let place = match &place {
            Place::Page(url) => url.clone(),
            Place::File(path) => path.display().to_string(),
        };
        writeln!(io::stdout(), "{}", sanitize::line(&place)).map_err(output::failed)?;
        return Ok(Status::Found);
    }
    match place {
        Place::Page(url) => open::that(&url).with_context(|| format!("cannot open {url}"))?,
        Place::File(path) => open_file(&path)?,
    }
    Ok(Status::Found)
}

fn place(found: &Found) -> Result<Place> {
    let article = &found.record.article;
    let link = found.quotation().and_then(|quotation| cite::text_link(article, quotation));
    let page = || article.url.clone().filter(|url| web::is_address(url));
    if let Some(url) = link.or_else(page) {
        return Ok(Place::Page(url));
    }
    match &article.origin {
        Origin::File(path) => Ok(Place::File(path.clone())),
        Origin::Embedded(name) => bail!("{name} is built into the program; `whosaid show {}` prints it", article.id),
        Origin::Given => bail!("it has no address and came from no file; `whosaid show {}` prints it", article.id),
    }
}

fn open_file(path: &Path) -> Result<()> {
    let opened = if editor::named().is_some() { editor::open(path) } else { open::that(path) };
    opened.with_context(|| format!("cannot open {}", path.display()))
}

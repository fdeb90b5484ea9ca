//! `whosaid text`: the main text of articles, printed.

use super::args::{PathArgs, Wanted};
use super::{Status, output};
use crate::article::Article;
use crate::export::json::{self, ArticleObject};
use crate::library::load::{Source, read_articles};
use crate::text::sanitize;
use anyhow::{Result, bail};
use serde::Serialize;
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;

/// Print the main text of articles: of a web page what is the article, of a table or a feed the
/// text of each record.
///
/// Paragraphs are parted by empty lines, and articles by a line of `---`. A file is read whatever
/// it is called, and - is standard input. Of a folder, every file of a known format is read,
/// recursively, except what is hidden or named in a .gitignore or .ignore file.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid text page.html                     the article of a saved web page
  whosaid text dump.csv --map text=inhalt    a table whose text is in the column “inhalt”
  curl -s https://example.org/feed | whosaid text - --format jsonl

Exit status: 0 if everything gave its text, 3 if some of it gave none (the others were printed), 2
if nothing did or something else went wrong.")]
pub struct Args {
    #[command(flatten)]
    files: PathArgs,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// The form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// for people: the text alone
    Text,
    /// one object an article, with everything that is known of it
    Jsonl,
}

/// An article with its text.
#[derive(Serialize)]
struct WithText<'a> {
    #[serde(flatten)]
    article: ArticleObject<'a>,
    text: String,
}

pub(super) fn run(args: Args) -> Result<Status> {
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut printed, mut failed) = (false, false);
    let mut outcome = Ok(());
    let source = match args.files.wanted() {
        Wanted::Seeds => Source::Seeds,
        Wanted::Paths(paths) => Source::Paths(paths),
        Wanted::Library(..) => bail!("what was opened last is a library: name the files whose text is wanted"),
    };
    read_articles(&source, &args.files.reading.options(), |article| {
        match article {
            Ok(article) => {
                output::report_warnings(&article);
                outcome = print(&mut out, &article, args.format, !printed);
                printed = true;
            }
            Err(failure) => {
                output::report(&failure.error.to_string());
                failed = true;
            }
        }
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    outcome.and_then(|()| out.flush()).map_err(output::failed)?;
    Ok(match (printed, failed) {
        (true, false) => Status::Found,
        (true, true) => Status::Partly,
        (false, _) => Status::Failed,
    })
}

fn print(out: &mut impl Write, article: &Article, format: Format, first: bool) -> io::Result<()> {
    let paragraphs: Vec<&str> = article.paragraphs.iter().map(|paragraph| paragraph.of(&article.text)).collect();
    let text = paragraphs.join("\n\n");
    match format {
        Format::Text => {
            if !first {
                out.write_all(b"\n---\n\n")?;
            }
            writeln!(out, "{}", sanitize::block(&text))
        }
        Format::Jsonl => {
            json::write(out, &WithText { article: article.into(), text })?;
            out.write_all(b"\n")
        }
    }
}

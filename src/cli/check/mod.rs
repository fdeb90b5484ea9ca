//! `whosaid check`: did anybody really say this?

mod json;
mod markdown;
mod text;

use super::args::{LibraryArgs, Wanted};
use super::{Status, indexed, input, kept, output};
use crate::article::{Article, Origin};
use crate::export::OffsetUnit;
use crate::export::cite::{self, Beside, Reason};
use crate::import::{self, ReadOptions};
use crate::library::load::{Cancel, LoadEvent, STDIN, Source, load};
use crate::search::wording::{self, Claim, DraftClaim, Finding, Memory, Passages, Variant, Verdict};
use anyhow::{Context, Result, bail};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Check whether anybody really said it, and what was done to the wording.
///
/// Looks for the passage that the words come from, in quotations and in running text, though they
/// be misquoted, shortened or joined from two places, and compares word by word. The verdict is
/// exact, altered, near (something like it was printed) or not found. Of exact words, mark style,
/// case, white space and the punctuation at the edges may differ, and they may be a part of what
/// was said.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid check \"I drew a firm line against that\" articles/
  whosaid check --speaker Lightfoot \"I draw a very firm line\" --library wire
  whosaid check --file draft.md articles/ --format markdown

Exit status: 0 if all of it is exact, 1 if something is not, 2 if something went wrong.")]
pub struct Args {
    /// The words that somebody is said to have said; not with --file
    #[arg(value_name = "WORDS")]
    words: Option<PathBuf>,
    #[command(flatten)]
    library: LibraryArgs,
    /// Whose words they are said to be
    #[arg(long, value_name = "NAME", conflicts_with = "file")]
    speaker: Option<String>,
    /// Check every quotation of this draft, with the speaker that it names; - is standard input
    #[arg(long, value_name = "DRAFT")]
    file: Vec<PathBuf>,
    /// List all printings of the quotation as well, by their wording, the first printing first
    #[arg(long)]
    variants: bool,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// What offsets in JSON count
    #[arg(long, value_name = "UNIT", default_value = "chars")]
    offsets: OffsetUnit,
}

/// The form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// for people: the claim above what was printed
    Text,
    /// one array of objects, one a claim
    Json,
    /// for a report
    Markdown,
}

/// A claim, where it stands in a draft, and what came of it.
struct Checked {
    claim: Claim,
    /// The draft and the line, from 1.
    place: Option<(String, usize)>,
    finding: Finding,
    /// The printings of the quotation that it comes from, where they are asked for.
    variants: Option<Vec<Variant>>,
}

impl Checked {
    /// What the meaning of words turns on that stand in the passage just so, but in a longer sentence.
    fn beside(&self) -> Option<(&Article, Beside)> {
        let found = self.finding.passage.as_ref().filter(|_| self.finding.verdict == Verdict::Exact)?;
        let article = &found.record.article;
        let beside = cite::beside_words(article, found.span)?;
        let is_turned = beside.reasons.iter().any(|reason| matches!(reason, Reason::Negated(_)));
        (self.finding.fragment || is_turned).then_some((article, beside))
    }
}

/// A claim that is still to be checked.
struct Open {
    claim: Claim,
    place: Option<(String, usize)>,
}

pub(super) fn run(mut args: Args) -> Result<Status> {
    let mut failed = false;
    let claims = if args.file.is_empty() {
        let Some(words) = &args.words else { bail!("the words to check are missing; or give a draft with --file") };
        let words = words.to_str().context("the words to check are no text")?;
        vec![Open { claim: Claim::new(words, args.speaker.as_deref())?, place: None }]
    } else {
        // Then there are no words, and what looks like them is a path.
        if let Some(path) = args.words.take() {
            args.library.files.paths.insert(0, path);
        }
        drafts(&args, &mut failed)?
    };
    let wanted = args.library.wanted_to_read()?;
    let options = args.library.files.reading.options();
    let checked = if let Some(source) = read_once(&wanted) {
        check_all(claims, &read(&source, &options, &mut failed), args.variants)?
    } else {
        let indexed = indexed::open(&wanted, &options)?;
        failed |= indexed.failed;
        check_all(claims, &indexed.archive, args.variants)?
    };
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        Format::Text => text::write(&mut out, &checked),
        Format::Json => json::write(&mut out, &checked, args.offsets),
        Format::Markdown => markdown::write(&mut out, &checked),
    }
    .and_then(|()| out.flush())
    .map_err(output::failed)?;
    let all_exact = checked.iter().all(|checked| checked.finding.verdict == Verdict::Exact);
    Ok(match (failed, all_exact) {
        (true, _) => Status::Failed,
        (false, true) => Status::Found,
        (false, false) => Status::Nothing,
    })
}

/// The quotations of the drafts.
fn drafts(args: &Args, failed: &mut bool) -> Result<Vec<Open>> {
    let mut claims = Vec::new();
    for path in &args.file {
        let name = path.display().to_string();
        let draft = draft(path, args).with_context(|| format!("cannot read the draft {name}"))?;
        let found = wording::claims(&draft);
        if found.is_empty() {
            output::report(&format!("{name}: there is no quotation in it"));
        }
        for DraftClaim { line, claim } in found {
            match claim {
                Ok(claim) => claims.push(Open { claim, place: Some((name.clone(), line)) }),
                Err(error) => {
                    *failed = true;
                    output::report(&format!("{name}:{line}: not checked: {error}"));
                }
            }
        }
    }
    Ok(claims)
}

/// A draft as it stands, so that its lines can be counted.
fn draft(path: &Path, args: &Args) -> io::Result<Article> {
    let mut draft = import::read(&input::read(path)?, Origin::Given, &args.library.files.reading.options());
    if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("md") || end.eq_ignore_ascii_case("markdown")) {
        draft.paragraphs = wording::markdown_paragraphs(&draft.text);
    }
    Ok(draft)
}

/// What is read into memory, as no index of it would be of use a second time.
fn read_once(wanted: &Wanted) -> Option<Source> {
    match wanted {
        Wanted::Seeds => Some(Source::Seeds),
        Wanted::Paths(paths) if paths.iter().any(|path| path.as_os_str() == STDIN) => {
            Some(Source::Paths(paths.clone()))
        }
        Wanted::Paths(_) | Wanted::Library(..) => None,
    }
}

/// Everything that a source holds, in memory.
fn read(source: &Source, options: &ReadOptions, failed: &mut bool) -> Memory {
    let (mut memory, marked) = (Memory::default(), kept::marked_if_readable());
    load(source, options, &Cancel::default(), &mut |event| match event {
        LoadEvent::Found(_) => {}
        LoadEvent::Batch(records) => {
            records.iter().for_each(|record| memory.add(Arc::new(marked.corrected(record).into_owned())));
        }
        LoadEvent::Failed(failure) => {
            *failed = true;
            output::report(&failure.error.to_string());
        }
    });
    memory
}

fn check_all<P: Passages>(claims: Vec<Open>, store: &P, variants: bool) -> Result<Vec<Checked>, P::Error> {
    let check = |Open { claim, place }| {
        let finding = wording::check(&claim, store)?;
        let variants = if variants { Some(all_variants(&finding, store)?) } else { None };
        Ok(Checked { claim, place, finding, variants })
    };
    claims.into_iter().map(check).collect()
}

/// The printings of the quotation that was found, if one was.
fn all_variants<P: Passages>(finding: &Finding, store: &P) -> Result<Vec<Variant>, P::Error> {
    let found = finding.passage.as_ref();
    let words = found.and_then(|found| found.quotation().map(|quotation| quotation.words(&found.record.article)));
    match words.and_then(|words| Claim::new(&words, None).ok()) {
        Some(claim) => wording::variants(&claim, store),
        None => Ok(Vec::new()),
    }
}

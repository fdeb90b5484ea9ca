//! `whosaid speakers`: who is quoted in a library, how often, when, and under which roles.

use super::args::LibraryArgs;
use super::listing::Format;
use super::{Status, filters, indexed, kept, output};
use crate::export::json;
use crate::library::{Person, PersonKind, PrintedAs};
use crate::text::{fold, sanitize};
use anyhow::Result;
use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// How many people are asked for at a time.
const PAGE: usize = 500;

/// List who is quoted, the most quoted first.
///
/// Names that are one person's are one line, with the names and roles they were printed as below it; a
/// surname alone is nobody's but its own where it could be several people's.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid speakers --library wire --limit 20    the twenty most quoted
  whosaid speakers articles/ --speaker peters   everybody of that name
  whosaid speakers --format jsonl | jq -r .name

Exit status: 0 if there was one, 1 if there was none, 2 if something went wrong.")]
pub struct Args {
    #[command(flatten)]
    library: LibraryArgs,
    /// Only those whose name holds these words; case, accents and marks are alike
    #[arg(long, value_name = "WORDS", value_parser = filters::speaker_words)]
    speaker: Option<String>,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// At most so many
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
}

pub(super) fn run(args: Args) -> Result<Status> {
    let indexed = indexed::open(&args.library.wanted_to_read()?, &args.library.files.reading.options())?;
    let archive = kept::corrected(&indexed.archive)?;
    let wanted = args.speaker.as_deref().unwrap_or_default();
    let mut listing = Listing { out: BufWriter::new(io::stdout().lock()), format: args.format, listed: 0 };
    listing.begin().map_err(output::failed)?;
    let most = args.limit.unwrap_or(usize::MAX);
    let mut last: Option<Person> = None;
    while listing.listed < most {
        let page = archive.people(last.as_ref(), PAGE)?;
        for person in page.iter().filter(|person| holds(&person.name, wanted)) {
            if listing.listed < most {
                listing.person(person, &archive.printed_as(person.key)?).map_err(output::failed)?;
            }
        }
        last = page.into_iter().next_back();
        if last.is_none() {
            break;
        }
    }
    listing.end().map_err(output::failed)?;
    Ok(match (indexed.failed, listing.listed) {
        (true, _) => Status::Failed,
        (false, 0) => Status::Nothing,
        (false, _) => Status::Found,
    })
}

/// Whether every one of the `wanted` words, folded, is a word of the name.
fn holds(name: &str, wanted: &str) -> bool {
    let name = fold::words(name);
    wanted.split_whitespace().all(|word| name.split(' ').any(|part| part == word))
}

#[derive(Serialize)]
struct PersonObject<'a> {
    name: &'a str,
    kind: &'a str,
    quotations: u64,
    first: Option<&'a str>,
    last: Option<&'a str>,
    printed_as: Vec<PrintedObject<'a>>,
}

#[derive(Serialize)]
struct PrintedObject<'a> {
    name: &'a str,
    role: Option<&'a str>,
    quotations: u64,
    first: Option<&'a str>,
    last: Option<&'a str>,
}

fn dates(printed: &Option<(String, String)>) -> (Option<&str>, Option<&str>) {
    printed.as_ref().map(|(first, last)| (first.as_str(), last.as_str())).unzip()
}

/// The speakers on their way out.
struct Listing<W> {
    out: W,
    format: Format,
    /// How many were written.
    listed: usize,
}

impl<W: Write> Listing<W> {
    fn begin(&mut self) -> io::Result<()> {
        if self.format == Format::Json { self.out.write_all(b"[") } else { Ok(()) }
    }

    fn end(&mut self) -> io::Result<()> {
        if self.format == Format::Json {
            self.out.write_all(if self.listed == 0 { b"]\n" } else { b"\n]\n" })?;
        }
        self.out.flush()
    }

    fn person(&mut self, person: &Person, forms: &[PrintedAs]) -> io::Result<()> {
        match self.format {
            Format::Text => self.text(person, forms)?,
            Format::Json => {
                self.out.write_all(if self.listed == 0 { b"\n" } else { b",\n" })?;
                json::write(&mut self.out, &object(person, forms))?;
            }
            Format::Jsonl => {
                json::write(&mut self.out, &object(person, forms))?;
                self.out.write_all(b"\n")?;
            }
        }
        self.listed += 1;
        Ok(())
    }

    fn text(&mut self, person: &Person, forms: &[PrintedAs]) -> io::Result<()> {
        let doubt = if person.kind == PersonKind::Surname { " (a surname: perhaps several people)" } else { "" };
        let line = format!("{:>7}  {}{doubt}{}", person.quotations, person.name, period(&person.printed));
        writeln!(self.out, "{}", sanitize::line(&line))?;
        for form in forms.iter().filter(|form| form.role.is_some() || form.name != person.name) {
            let role = form.role.as_deref().map_or(String::new(), |role| format!("{role} "));
            let line = format!("{:>11}  {role}{}{}", form.quotations, form.name, period(&form.printed));
            writeln!(self.out, "{}", sanitize::line(&line))?;
        }
        Ok(())
    }
}

fn object<'a>(person: &'a Person, forms: &'a [PrintedAs]) -> PersonObject<'a> {
    let (first, last) = dates(&person.printed);
    let printed_as = forms.iter().map(|form| {
        let (first, last) = dates(&form.printed);
        PrintedObject { name: &form.name, role: form.role.as_deref(), quotations: form.quotations, first, last }
    });
    let (name, kind) = (person.name.as_str(), person.kind.name());
    PersonObject { name, kind, quotations: person.quotations, first, last, printed_as: printed_as.collect() }
}

/// *, 2019-02 to 2020-07-27*
fn period(printed: &Option<(String, String)>) -> String {
    match printed {
        None => String::new(),
        Some((first, last)) if first == last => format!(", {first}"),
        Some((first, last)) => format!(", {first} to {last}"),
    }
}

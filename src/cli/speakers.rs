//! `whosaid speakers`: who is quoted in a library, how often, when, and under which roles.

use super::kept::{self, LibraryToRead};
use super::{Status, output};
use crate::export::json;
use crate::library::{Archive, Person, PersonKind, PrintedAs};
use crate::text::{fold, sanitize};
use anyhow::Result;
use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// How many people are asked for at a time.
const PAGE: usize = 500;

/// List who is quoted in a library, the most quoted first.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid speakers --library wire --limit 20    the twenty most quoted
  whosaid speakers peters --library wire        everybody of that name
  whosaid speakers --json | jq -r .name

Exit status: 0 if there was one, 1 if there was none, 2 if something went wrong.")]
pub struct Args {
    #[command(flatten)]
    library: LibraryToRead,
    /// Only those whose name holds these words; case, accents and marks are alike
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Write one JSON object a line
    #[arg(long)]
    json: bool,
    /// At most so many
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
}

pub(super) fn run(args: Args) -> Result<Status> {
    let archive = kept::corrected(&args.library.open()?)?;
    let wanted = fold::words(&args.words.join(" "));
    let mut out = BufWriter::new(io::stdout().lock());
    let mut left = args.limit.unwrap_or(usize::MAX);
    let mut status = Status::Nothing;
    let mut last: Option<Person> = None;
    loop {
        let page = archive.people(last.as_ref(), PAGE)?;
        for person in page.iter().filter(|person| holds(&person.name, &wanted)).take(left) {
            status = Status::Found;
            left -= 1;
            write(&mut out, &archive, person, args.json)?;
        }
        last = page.into_iter().next_back();
        if last.is_none() || left == 0 {
            out.flush().map_err(output::failed)?;
            return Ok(status);
        }
    }
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

fn write(out: &mut impl Write, archive: &Archive, person: &Person, as_json: bool) -> Result<()> {
    let forms = archive.printed_as(person.key)?;
    if as_json { write_json(out, person, &forms) } else { write_text(out, person, &forms) }.map_err(output::failed)
}

fn write_json(out: &mut impl Write, person: &Person, forms: &[PrintedAs]) -> io::Result<()> {
    let (first, last) = dates(&person.printed);
    let printed_as = forms.iter().map(|form| {
        let (first, last) = dates(&form.printed);
        PrintedObject { name: &form.name, role: form.role.as_deref(), quotations: form.quotations, first, last }
    });
    let (name, kind) = (person.name.as_str(), person.kind.name());
    let printed_as = printed_as.collect();
    json::write(out, &PersonObject { name, kind, quotations: person.quotations, first, last, printed_as })?;
    out.write_all(b"\n")
}

fn write_text(out: &mut impl Write, person: &Person, forms: &[PrintedAs]) -> io::Result<()> {
    let doubt = if person.kind == PersonKind::Surname { " (a surname: perhaps several people)" } else { "" };
    let line = format!("{:>7}  {}{doubt}{}", person.quotations, person.name, period(&person.printed));
    writeln!(out, "{}", sanitize::line(&line))?;
    for form in forms.iter().filter(|form| form.role.is_some() || form.name != person.name) {
        let role = form.role.as_deref().map_or(String::new(), |role| format!("{role} "));
        let line = format!("{:>11}  {role}{}{}", form.quotations, form.name, period(&form.printed));
        writeln!(out, "{}", sanitize::line(&line))?;
    }
    Ok(())
}

/// *, 2019-02 to 2020-07-27*
fn period(printed: &Option<(String, String)>) -> String {
    match printed {
        None => String::new(),
        Some((first, last)) if first == last => format!(", {first}"),
        Some((first, last)) => format!(", {first} to {last}"),
    }
}

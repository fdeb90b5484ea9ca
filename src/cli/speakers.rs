//! `whosaid speakers`: who is quoted in a library, how often, when, and under which roles.

use super::args::LibraryArgs;
use super::filters::Filters;
use super::listing::Format;
use super::{Status, indexed, output};
use crate::export::Values;
use crate::library::{Archive, Countable, Person, PersonKind, PrintedAs};
use crate::quote::Speaker;
use crate::text::sanitize;
use anyhow::Result;
use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// How many people are asked for at a time.
const PAGE: usize = 500;

/// List who is quoted, the most quoted first.
///
/// Names that are one person's are one line, with the names and roles they were printed as below it; a
/// surname alone is nobody's but its own where it could be several people's. With filters, only what they
/// let through is counted and dated.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid speakers --library wire --limit 20    the twenty most quoted
  whosaid speakers articles/ --speaker peters   everybody of that name
  whosaid speakers --since 2020-07 --kind direct   by what was printed since then in full
  whosaid speakers --format jsonl | jq -r .name

Exit status: 0 if there was one, 1 if there was none, 2 if something went wrong.")]
pub struct Args {
    #[command(flatten)]
    library: LibraryArgs,
    #[command(flatten)]
    filters: Filters,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// At most so many
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
}

pub(super) fn run(args: Args) -> Result<Status> {
    args.filters.check()?;
    let indexed = indexed::open(&args.library.wanted_to_read()?, &args.library.files.reading.options())?;
    let mut listing = Listing::new(BufWriter::new(io::stdout().lock()), args.format);
    let most = args.limit.unwrap_or(usize::MAX);
    for_each(&indexed.archive, &args.filters, |person, forms| {
        if listing.listed < most && args.filters.may_be_by(names(person, forms)) {
            listing.person(person, forms).map_err(output::failed)?;
        }
        Ok(listing.listed < most)
    })?;
    listing.end().map_err(output::failed)?;
    Ok(match (indexed.failed, listing.listed) {
        (true, _) => Status::Failed,
        (false, 0) => Status::Nothing,
        (false, _) => Status::Found,
    })
}

/// Gives everybody who said something that the filters let through, the most quoted first, until `take` has enough.
fn for_each(
    archive: &Archive,
    filters: &Filters,
    mut take: impl FnMut(&Person, &[PrintedAs]) -> Result<bool>,
) -> Result<()> {
    if !filters.all_of_speaker() {
        let people = archive.tally(|quotation| {
            let Countable { kind, printed, certainty, confidence } = *quotation;
            filters.may_be_printed(printed) && filters.may_be(kind, certainty, confidence)
        })?;
        for (person, forms) in &people {
            if !take(person, forms)? {
                break;
            }
        }
        return Ok(());
    }
    let mut last = None;
    loop {
        let page = archive.people(last.as_ref(), PAGE)?;
        for person in &page {
            if !take(person, &archive.printed_as(person.key)?)? {
                return Ok(());
            }
        }
        last = page.into_iter().next_back();
        if last.is_none() {
            return Ok(());
        }
    }
}

/// Everything that somebody is called.
fn names(person: &Person, forms: &[PrintedAs]) -> impl Iterator<Item = Speaker> {
    let speaker = |name: &str, role: Option<&String>| Speaker { name: name.to_owned(), role: role.cloned() };
    let own = speaker(&person.name, None);
    forms.iter().map(move |form| speaker(&form.name, form.role.as_ref())).chain([own])
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
    /// For programs; none for people.
    objects: Option<Values>,
    /// How many were written.
    listed: usize,
}

impl<W: Write> Listing<W> {
    fn new(out: W, format: Format) -> Self {
        let objects = match format {
            Format::Text => None,
            Format::Json => Some(Values::array()),
            Format::Jsonl => Some(Values::lines()),
        };
        Self { out, objects, listed: 0 }
    }

    fn end(&mut self) -> io::Result<()> {
        if let Some(objects) = &self.objects {
            objects.end(&mut self.out)?;
        }
        self.out.flush()
    }

    fn person(&mut self, person: &Person, forms: &[PrintedAs]) -> io::Result<()> {
        match &mut self.objects {
            Some(objects) => objects.push(&object(person, forms), &mut self.out)?,
            None => self.text(person, forms)?,
        }
        self.listed += 1;
        Ok(())
    }

    fn text(&mut self, person: &Person, forms: &[PrintedAs]) -> io::Result<()> {
        let doubt = if person.kind == PersonKind::Surname { " (one name: perhaps several people)" } else { "" };
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

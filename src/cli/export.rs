//! `whosaid export`: quotations in the forms that other programs take.

use super::args::{LibraryArgs, Wanted};
use super::filters::Filters;
use super::indexed::{self, Indexed};
use super::selection::{Selection, Sink};
use super::target::{Target, TargetArgs};
use super::{STATUSES, Status, input, kept, output, search};
use crate::export::template::Template;
use crate::export::{Exporter, Form, FormOptions, Format, OffsetUnit, Places, Tied};
use crate::library::marks::{Mark, Marked};
use crate::library::{Archive, Record};
use crate::quote::{Quotation, QuotationId};
use crate::search::query::Query;
use crate::search::{Search, Stop};
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// Export quotations for other programs: spreadsheets, reference managers, notes, the web.
///
/// Takes all quotations, those that the filters leave, those that were kept (--kept), those that a
/// search finds (--search), or what is all of these. A file is there whole or not at all, and never
/// in the place of another without --force.
///
/// A template is filled in by MiniJinja, in the language of Jinja2: it sees `articles`, each with the
/// fields of `article` in JSON and its `quotations`, each with the fields of JSON.
#[derive(Debug, clap::Args)]
#[command(after_long_help = format!("\
Examples:
  whosaid export articles/ --format csv -o quotes.csv
  whosaid export --library wire --kept --format markdown -o kept.md
  whosaid export articles/ --search 'speaker:mayor' --format html -o mayor.html --force
  whosaid export articles/ --since 2020-07 --kind direct --format bibtex > sources.bib
  whosaid export articles/ --template list.j2

{STATUSES}"))]
pub struct Args {
    #[command(flatten)]
    library: LibraryArgs,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", required_unless_present = "template")]
    format: Option<Format>,
    /// A template of your own, instead of a format; what it prints is escaped for HTML if it
    /// is called .html, .htm or .xml, and for JSON if .json, also with .j2 behind that
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    template: Option<PathBuf>,
    #[command(flatten)]
    target: TargetArgs,
    /// Only what was kept
    #[arg(long)]
    kept: bool,
    /// Only what this query finds, in the language of `whosaid search`
    #[arg(long, value_name = "QUERY")]
    search: Option<String>,
    #[command(flatten)]
    filters: Filters,
    /// Leave the cells of tables as they are, also those that a spreadsheet runs as formulas
    #[arg(long)]
    raw: bool,
    /// What offsets in JSON count
    #[arg(long, value_name = "UNIT", default_value = "chars")]
    offsets: OffsetUnit,
}

pub(super) fn run(args: Args) -> Result<Status> {
    args.filters.check()?;
    let today = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).date_naive();
    let query = match args.search.as_deref().map(|query| Query::parse(query, today)).transpose() {
        Ok(query) => query.map(|query| args.filters.narrow(query, today)),
        Err(error) => {
            // On lines of its own, so that the carets stay below what they are about.
            output::report_block(&error.to_string());
            return Ok(Status::Failed);
        }
    };
    let (form, extension) = args.form()?;
    let wanted = args.library.wanted_to_read()?;
    // Where only what was kept is asked for, there is no way around it.
    let marked = if args.kept { kept::marked()? } else { kept::marked_if_readable() };
    let target = args.target.open(&format!("quotations.{extension}"))?;
    if args.raw && matches!(target, Target::Stdout(_)) && io::stdout().is_terminal() {
        bail!("--raw leaves in what acts on a terminal: name a file with -o, or a pipe");
    }
    let marks = marks_by_quotation(&marked);
    let mut out = Outgoing { exporter: Exporter::new(form, marked, marks), target };
    out.exporter.begin(&mut out.target).map_err(|error| out.target.failed(error))?;
    let status = if args.kept || query.is_some() {
        export_some(&args, query.as_ref(), &wanted, &mut out)?
    } else {
        let reading = args.library.files.reading.options();
        let marked = out.exporter.marked().clone();
        Selection { wanted: &wanted, reading, filters: &args.filters, marked: &marked }.give_to(&mut out)?
    };
    out.exporter.end(&mut out.target).map_err(|error| out.target.failed(error))?;
    let nothing = out.exporter.written() == 0 && status == Status::Found;
    out.target.finish()?;
    Ok(if nothing { Status::Nothing } else { status })
}

/// Exports what was kept, or what a search finds, of a library or the index of files.
fn export_some(args: &Args, query: Option<&Query>, wanted: &Wanted, out: &mut Outgoing) -> Result<Status> {
    let Indexed { archive, failed } = indexed::open(wanted, &args.library.files.reading.options())?;
    let kept = if args.kept { Some(kept_in(&archive, out.exporter.marked())?) } else { None };
    let places = match (query, &kept) {
        (Some(query), _) => Places::found(&Search::new(archive.clone(), search::tagged()?), query, &Stop::default())?,
        (None, Some(kept)) => kept.places.clone(),
        (None, None) => Places::default(),
    };
    if let Some(kept) = kept {
        out.exporter.set_marks(kept.marks);
    }
    for key in places.records() {
        let Some(record) = archive.record(key)? else { continue };
        let record = out.exporter.marked().corrected(&record).into_owned();
        let mut quotations = places.of(key, &record);
        quotations
            .retain(|quotation| args.filters.wants(quotation) && (!args.kept || out.exporter.has_mark(quotation.id)));
        if args.filters.may_be_printed(record.article.printed) {
            out.take(&record, &quotations).map_err(|error| out.target.failed(error))?;
        }
    }
    Ok(if failed { Status::Failed } else { Status::Found })
}

/// What was kept, tied to `archive`; tells of what is not in there.
fn kept_in(archive: &Archive, marked: &Marked) -> Result<Tied> {
    let marks = marked.marks().map(|(_, mark)| mark).filter(|mark| mark.kept);
    let tied = Tied::to(archive, marks.cloned())?;
    if tied.orphans > 0 {
        output::report(&format!("{} kept quotations are not in these articles and are left out", tied.orphans));
    }
    Ok(tied)
}

/// What the reader made of quotations, by their ids.
fn marks_by_quotation(marked: &Marked) -> HashMap<QuotationId, Mark> {
    let marks = marked.marks().map(|(_, mark)| mark);
    marks.filter_map(|mark| mark.quotation.map(|quotation| (quotation, mark.clone()))).collect()
}

/// Quotations on their way to where they are to go.
struct Outgoing {
    exporter: Exporter,
    target: Target,
}

impl Sink for Outgoing {
    fn take(&mut self, record: &Record, quotations: &[&Quotation]) -> io::Result<()> {
        self.exporter.take(record, quotations, &mut self.target)
    }

    fn flush(&mut self) -> io::Result<()> {
        io::Write::flush(&mut self.target)
    }
}

impl Args {
    /// What writes the output, and what the name of a file of it ends in.
    fn form(&self) -> Result<(Box<dyn Form>, String)> {
        if let Some(path) = &self.template {
            let source = input::read_text(path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
            let template = Template::new(&name, source, self.offsets)?;
            let on_terminal = self.target.is_stdout() && io::stdout().is_terminal();
            let template = if on_terminal { template.shown() } else { template };
            return Ok((Box::new(template), extension_of(path)));
        }
        let format = self.format.context("a format or a template is needed")?;
        Ok((format.form(FormOptions { offsets: self.offsets, raw: self.raw }), format.extension().to_owned()))
    }
}

/// What the name of a file ends in that the template at `path` makes: `html` of `list.html.j2`.
fn extension_of(path: &Path) -> String {
    let is_language = |end: &OsStr| ["j2", "jinja", "jinja2"].iter().any(|known| end.eq_ignore_ascii_case(known));
    let made = if path.extension().is_some_and(is_language) { path.file_stem().map(Path::new) } else { Some(path) };
    made.and_then(Path::extension).map_or_else(|| "txt".to_owned(), |end| end.to_string_lossy().into_owned())
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.description()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_template_makes_is_called_by_what_it_is() {
        for (template, extension) in
            [("list.html.j2", "html"), ("list.md", "md"), ("list.J2", "txt"), ("list", "txt"), ("a/b.csv.jinja", "csv")]
        {
            assert_eq!(extension_of(Path::new(template)), extension, "{template}");
        }
    }
}

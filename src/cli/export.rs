//! `whosaid export`: quotations in the forms that other programs take.

use super::args::{LibraryArgs, Wanted};
use super::filters::Filters;
use super::indexed::{self, Indexed};
use super::selection::{Selection, Sink};
use super::target::{Target, TargetArgs};
use super::{STATUSES, Status, kept, output, search};
use crate::export::template::Template;
use crate::export::{Chosen, Entry, Form, FormOptions, Format, OffsetUnit};
use crate::library::marks::Mark;
use crate::library::{Archive, Record, RecordKey};
use crate::quote::{Quotation, QuotationId};
use crate::search::query::Query;
use crate::search::{Search, Sort, Stop};
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

/// How many hits of a search are asked for at a time.
const PAGE: usize = 500;

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
    /// A template of your own, instead of a format; what it prints is escaped for HTML if it is called so
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
    let marks = marks_by_quotation()?;
    let target = args.target.open(&format!("quotations.{extension}"))?;
    if args.raw && matches!(target, Target::Stdout(_)) && io::stdout().is_terminal() {
        bail!("--raw leaves in what acts on a terminal: name a file with -o, or a pipe");
    }
    let mut exporter = Exporter { target, form, marks, kept: args.kept, found: false };
    exporter.form.begin(&mut exporter.target).map_err(|error| exporter.target.failed(error))?;
    let status = if args.kept || query.is_some() {
        export_some(&args, query.as_ref(), &wanted, &mut exporter)?
    } else {
        let reading = args.library.files.reading.options();
        Selection { wanted: &wanted, reading, filters: &args.filters }.give_to(&mut exporter)?
    };
    exporter.form.end(&mut exporter.target).map_err(|error| exporter.target.failed(error))?;
    let nothing = !exporter.found && status == Status::Found;
    exporter.target.finish()?;
    Ok(if nothing { Status::Nothing } else { status })
}

/// Exports what was kept, or what a search finds, of a library or the index of files.
fn export_some(args: &Args, query: Option<&Query>, wanted: &Wanted, exporter: &mut Exporter) -> Result<Status> {
    let Indexed { archive, failed } = indexed::open(wanted, &args.library.files.reading.options())?;
    let kept = if args.kept { exporter.anchor(&archive)? } else { Vec::new() };
    let places = match query {
        Some(query) => found(&archive, query)?,
        None => kept,
    };
    for (key, chosen) in places {
        let Some(record) = archive.record(key)? else { continue };
        let chosen = |place: usize| chosen.as_ref().is_none_or(|chosen| chosen.contains(&place));
        let quotations = record.quotations.iter().enumerate().filter(|(place, _)| chosen(*place));
        let quotations: Vec<&Quotation> =
            quotations.map(|(_, quotation)| quotation).filter(|quotation| args.filters.wants(quotation)).collect();
        if !quotations.is_empty() && args.filters.may_be_printed(record.article.printed) {
            exporter.take(&record, &quotations).map_err(|error| exporter.target.failed(error))?;
        }
    }
    Ok(if failed { Status::Failed } else { Status::Found })
}

/// Which quotations of which records, in their order; all of a record where none are named.
type Places = Vec<(RecordKey, Option<BTreeSet<usize>>)>;

/// Where the quotations stand that `query` finds; of an article that it finds, all of them.
fn found(archive: &Archive, query: &Query) -> Result<Places> {
    let search = Search::new(archive.clone(), search::tagged()?);
    let mut places = Grouped::default();
    let mut asked = 0;
    loop {
        let page = search.page(query, Sort::Newest, asked, PAGE, &Stop::default())?;
        page.hits.iter().for_each(|hit| places.add(hit.key, hit.place));
        asked += page.hits.len();
        if page.hits.len() < PAGE {
            return Ok(places.list);
        }
    }
}

/// Places, gathered by record.
#[derive(Default)]
struct Grouped {
    list: Places,
    index: HashMap<RecordKey, usize>,
}

impl Grouped {
    fn add(&mut self, key: RecordKey, place: Option<usize>) {
        let at = *self.index.entry(key).or_insert_with(|| {
            self.list.push((key, place.map(|_| BTreeSet::new())));
            self.list.len() - 1
        });
        if let ((_, Some(chosen)), Some(place)) = (&mut self.list[at], place) {
            chosen.insert(place);
        }
    }
}

/// What the reader made of quotations, by their ids.
fn marks_by_quotation() -> Result<HashMap<QuotationId, Mark>> {
    let Ok(places) = kept::places() else { return Ok(HashMap::new()) };
    if !places.marks().exists() {
        return Ok(HashMap::new());
    }
    let marks = kept::marks()?.list()?.into_iter();
    Ok(marks.filter_map(|(_, mark)| mark.quotation.map(|quotation| (quotation, mark))).collect())
}

/// Quotations on their way out.
struct Exporter {
    target: Target,
    form: Box<dyn Form>,
    marks: HashMap<QuotationId, Mark>,
    /// Whether only what was kept goes out.
    kept: bool,
    /// Whether anything did.
    found: bool,
}

impl Exporter {
    /// Ties every kept mark to the quotation of `archive` that it belongs to by now; says where these
    /// stand, in the order of the library, and tells of those whose words are in no article of it.
    fn anchor(&mut self, archive: &Archive) -> Result<Places> {
        self.marks.clear();
        let mut places = Grouped::default();
        let mut orphans = 0;
        for (_, mark) in kept::marks()?.list()?.into_iter().filter(|(_, mark)| mark.kept) {
            let anchor = archive.anchor(&mark)?;
            let found = anchor.and_then(|anchor| Some((anchor.record, anchor.quotation?)));
            let record = found.map(|(key, _)| archive.record(key)).transpose()?.flatten();
            match record.zip(found).and_then(|(record, (_, place))| Some(record.quotations.get(place)?.id)) {
                Some(id) => {
                    found.into_iter().for_each(|(key, place)| places.add(key, Some(place)));
                    self.marks.insert(id, mark);
                }
                None => orphans += 1,
            }
        }
        if orphans > 0 {
            output::report(&format!("{orphans} kept quotations are not in these articles and are left out"));
        }
        places.list.sort_by_key(|(key, _)| *key);
        Ok(places.list)
    }
}

impl Sink for Exporter {
    fn take(&mut self, record: &Record, quotations: &[&Quotation]) -> io::Result<()> {
        let chosen = quotations.iter().map(|&quotation| Chosen { quotation, mark: self.marks.get(&quotation.id) });
        let chosen: Vec<Chosen<'_>> = chosen.filter(|chosen| chosen.mark.is_some() || !self.kept).collect();
        if chosen.is_empty() {
            return Ok(());
        }
        self.found = true;
        self.form.entry(&Entry { record, chosen }, &mut self.target)
    }

    fn flush(&mut self) -> io::Result<()> {
        io::Write::flush(&mut self.target)
    }
}

impl Args {
    /// What writes the output, and what the name of a file of it ends in.
    fn form(&self) -> Result<(Box<dyn Form>, String)> {
        if let Some(path) = &self.template {
            let source = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
            let extension = path.extension().map_or_else(|| "txt".to_owned(), |end| end.to_string_lossy().into_owned());
            return Ok((Box::new(Template::new(&name, source, self.offsets)?), extension));
        }
        let format = self.format.context("a format or a template is needed")?;
        Ok((format.form(FormOptions { offsets: self.offsets, raw: self.raw }), format.extension().to_owned()))
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.description()))
    }
}

//! Exporting, on a thread of its own, so that no other question gives it up.

use super::holdings::Shelf;
use super::search::until;
use super::{Holdings, NoAnswer, shelf};
use crate::app::Message;
use crate::app::exporting::{Export, Exported, Selection};
use crate::export::{Exporter, FileError, FormOptions, NewFile, Places, Tied};
use crate::library::Filter;
use crate::library::load::Cancel;
use crate::library::marks::{Mark, Marked};
use crate::quote::QuotationId;
use crate::runtime::workers::{Teller, tell};
use crate::search::query::Query;
use crossbeam_channel::Receiver;
use std::collections::HashMap;
use std::env;
use std::path::PathBuf;
use std::sync::Mutex;

/// How many rows or articles are asked for at a time.
const PAGE: usize = 500;

/// Exports what is asked for until nobody asks any more.
pub fn work(holdings: &Mutex<Holdings>, asked: &Receiver<Export>, cancel: &Cancel, teller: &Teller) {
    for export in asked {
        let say = |exported| tell(teller, Message::Exported(exported));
        let done = NewFile::create(&expanded(&export.path), export.replace).map_err(NoAnswer::from).and_then(|file| {
            say(Exported::Begun);
            write(&shelf(holdings, cancel)?, &export, file, cancel)
        });
        match done {
            Ok(done) => say(done),
            Err(NoAnswer::GivenUp) => {}
            Err(NoAnswer::File(FileError::Exists(path))) => say(Exported::Exists(path.display().to_string())),
            Err(error) => say(Exported::Failed(error.to_string())),
        }
    }
}

/// A path as it was typed, with the home folder where it begins so.
fn expanded(typed: &str) -> PathBuf {
    match (typed.strip_prefix("~/"), env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(typed),
    }
}

fn write(shelf: &Shelf, export: &Export, mut file: NewFile, cancel: &Cancel) -> Result<Exported, NoAnswer> {
    let marks = export.marked.marks().filter_map(|(_, mark)| Some((mark.quotation?, mark.clone())));
    let Going { places, marks, orphans } = match &export.selection {
        Selection::Marks(ids) => {
            let marks = ids.iter().filter_map(|id| export.marked.get(id)).cloned();
            let Tied { places, marks, orphans } = Tied::to(&shelf.archive, marks)?;
            Going { places, marks, orphans }
        }
        selection => Going { places: places(shelf, selection, cancel)?, marks: marks.collect(), orphans: 0 },
    };
    let marked = Marked::clone(&export.marked);
    let mut exporter = Exporter::new(export.format.form(FormOptions::default()), marked, marks);
    exporter.begin(&mut file).map_err(|error| file.failed(error))?;
    for key in places.records() {
        if cancel.is_cancelled() {
            return Err(NoAnswer::GivenUp);
        }
        let Some(record) = shelf.archive.record(key)? else { continue };
        let record = exporter.marked().corrected(&record).into_owned();
        exporter.take(&record, &places.of(key, &record), &mut file).map_err(|error| file.failed(error))?;
    }
    exporter.end(&mut file).map_err(|error| file.failed(error))?;
    let path = file.path().display().to_string();
    file.finish()?;
    Ok(Exported::Done { path, quotations: exporter.written(), orphans })
}

/// What goes out.
struct Going {
    places: Places,
    marks: HashMap<QuotationId, Mark>,
    orphans: usize,
}

/// Where the quotations stand that are meant, by the library's own keys.
fn places(shelf: &Shelf, selection: &Selection, cancel: &Cancel) -> Result<Places, NoAnswer> {
    let mut places = Places::default();
    match selection {
        Selection::Marks(_) => {}
        Selection::Found(query) => {
            let query = Query::parse_today(query).map_err(|error| NoAnswer::Query(error.message))?;
            return Ok(Places::found(&shelf.search, &query, &until(cancel))?);
        }
        Selection::Places(readers) => {
            for (key, number) in readers {
                places.add(shelf.own_key(*key).ok_or(NoAnswer::Gone)?, *number);
            }
        }
        Selection::Rows(numbers) => {
            for numbers in numbers.chunks(PAGE) {
                let rows = shelf.archive.quotation_rows(numbers)?;
                rows.into_iter().for_each(|(_, row)| places.add(row.key, Some(row.place)));
                if cancel.is_cancelled() {
                    return Err(NoAnswer::GivenUp);
                }
            }
        }
        Selection::All => {
            let mut after = None;
            loop {
                let page = shelf.archive.summaries(after, PAGE, &Filter::default())?;
                let Some(last) = page.last() else { break };
                after = Some((last.printed, last.key));
                page.iter().for_each(|summary| places.add(summary.key, None));
            }
        }
    }
    Ok(places)
}

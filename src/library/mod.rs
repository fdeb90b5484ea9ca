//! The articles that are open, with their quotations: in memory ([`Library`]), or kept in a file
//! ([`Archive`]), which is read beside the one [`Writer`] that fills it.
//!
//! ```
//! use whosaid::import::ReadOptions;
//! use whosaid::library::load::{self, Cancel};
//! use whosaid::library::{Archive, Filter};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let clip = folder.path().join("clip.txt");
//! std::fs::write(&clip, "Ferry stays\nDate: 2021-03-04\n\n“It stays,” Mayor Ada Stone said.\n")?;
//!
//! let archive = Archive::open(&folder.path().join("clips.db"))?;
//! let mut writer = archive.writer()?;
//! let options = ReadOptions::default();
//! let reading = load::reading(&options);
//! let report = writer.import(&[clip], &reading, &Cancel::default(), &mut |_| ())?;
//! assert!(report.failures.is_empty());
//! writer.index(&Cancel::default(), &mut |_| ())?;
//!
//! let newest = archive.summaries(None, 10, &Filter::default())?;
//! let record = archive.record(newest[0].key)?.expect("it was just there");
//! assert_eq!(record.quotations[0].words(&record.article), "It stays,");
//! // An id leads back to it, also after another import or a rebuild.
//! let id = record.quotations[0].id.to_string();
//! assert_eq!(archive.identified(&id[..6], 1)?[0].record, newest[0].key);
//! # Ok(())
//! # }
//! ```

mod anchor;
mod archive;
mod codec;
mod corrected;
mod db;
mod feed;
mod files;
pub(crate) mod full_text;
mod given;
mod ids;
mod index;
mod ingest;
mod lines;
pub mod load;
pub mod marks;
mod names;
mod own;
mod people;
mod printings;
mod profile;
mod queries;
mod rebuild;
mod rows;
mod schema;
pub mod seeds;
mod sketch;
mod sources;
pub mod stale;
mod stock;
mod store;
mod table;
mod tally;
mod touched;
mod verify;
mod walk;
mod warned;
mod writer;

pub use anchor::Anchor;
pub use archive::Archive;
pub(crate) use codec::rule;
pub(crate) use corrected::Corrected;
pub use db::StoreError;
pub use feed::Reading;
pub use given::{Copied, CopyKeys};
pub use ids::Identified;
pub use index::Indexed;
pub use ingest::Report;
pub use lines::{ArticleLine, LineMark, Lines, QuotationLine};
pub use names::means;
pub use people::{Person, PersonKey, PersonKind, PrintedAs};
pub use printings::Printing;
pub use profile::{Beside, Profile};
pub use queries::Filter;
pub use stock::{Source, Stock};
pub use store::{Known, Store};
pub use table::{QuotationOrder, QuotationRow};
pub use tally::Countable;
pub use touched::Touched;
pub use verify::Fault;
pub use walk::{Part, absolute, count_files};
pub use warned::Warned;
pub use writer::{Changes, Writer};

use crate::article::{Article, Place, Printed};
use crate::error::Error;
use crate::import::{RecordError, Refusal};
use crate::quote::{self, Quotation};
use std::borrow::Cow;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// An article with its quotations.
#[derive(Debug, Clone)]
pub struct Record {
    /// The article.
    pub article: Article,
    /// Its quotations, in the order of the text.
    pub quotations: Vec<Quotation>,
}

impl Record {
    /// The record of an article, its quotations looked for.
    ///
    /// # Errors
    /// When the engine fails on it: a fault of ours, which costs only this article.
    pub fn of(article: Article) -> Result<Self, Failure> {
        let quotations = catch_unwind(AssertUnwindSafe(|| quote::extract(&article)));
        match quotations {
            Ok(quotations) => Ok(Self { article, quotations }),
            Err(_) => {
                let path = article.path().unwrap_or_default().into_owned();
                Err(Failure::not_an_article(Path::new(&path), Refusal::Fault.to_string()))
            }
        }
    }
}

/// Which record of a library: a number that stays the same as long as the library is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKey(pub u32);

/// What a list shows of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Which record.
    pub key: RecordKey,
    /// Its headline or opening words.
    pub title: String,
    /// Whether opening words stand in for a headline.
    pub stand_in: bool,
    /// When it was printed.
    pub printed: Printed,
    /// The newspaper, agency or site.
    pub outlet: Option<String>,
    /// How many quotations it has.
    pub quotations: u32,
}

/// How much a library holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles.
    pub articles: usize,
    /// Quotations.
    pub quotations: usize,
    /// Different speakers' names; a source that nobody can be named for is none.
    pub speakers: usize,
}

/// The articles held in memory. Clones share it; any thread may read or add.
#[derive(Debug, Clone, Default)]
pub struct Library {
    records: Arc<RwLock<Records>>,
}

#[derive(Debug, Default)]
struct Records {
    records: Vec<Arc<Record>>,
    speakers: HashSet<String>,
    quotations: usize,
}

impl Library {
    /// Adds records; says what a list shows of them.
    pub fn add(&self, records: Vec<Record>) -> Vec<Summary> {
        let mut held = self.records.write().unwrap_or_else(PoisonError::into_inner);
        let mut summaries = Vec::with_capacity(records.len());
        for record in records {
            let Ok(number) = u32::try_from(held.records.len()) else { break };
            held.quotations += record.quotations.len();
            for speaker in record.quotations.iter().filter_map(Quotation::known_speaker) {
                if !held.speakers.contains(&speaker.name) {
                    held.speakers.insert(speaker.name.clone());
                }
            }
            summaries.push(summary(RecordKey(number), &record));
            held.records.push(Arc::new(record));
        }
        summaries
    }

    /// One record, whole.
    pub fn record(&self, key: RecordKey) -> Option<Arc<Record>> {
        let held = self.records.read().unwrap_or_else(PoisonError::into_inner);
        held.records.get(key.0 as usize).cloned()
    }

    /// The first `most` records from `first` on, in the order in which they came.
    fn since(&self, first: RecordKey, most: usize) -> Vec<(RecordKey, Arc<Record>)> {
        let held = self.records.read().unwrap_or_else(PoisonError::into_inner);
        let records = held.records.get(first.0 as usize..).unwrap_or_default();
        let records = &records[..most.min(records.len())];
        records.iter().cloned().zip(first.0..).map(|(record, number)| (RecordKey(number), record)).collect()
    }

    /// How much it holds.
    pub fn counts(&self) -> Counts {
        let held = self.records.read().unwrap_or_else(PoisonError::into_inner);
        Counts { articles: held.records.len(), quotations: held.quotations, speakers: held.speakers.len() }
    }
}

fn summary(key: RecordKey, record: &Record) -> Summary {
    let article = &record.article;
    Summary {
        key,
        title: article.title.text.clone(),
        stand_in: article.title.stand_in,
        printed: article.printed,
        outlet: article.outlet.clone(),
        quotations: u32::try_from(record.quotations.len()).unwrap_or(u32::MAX),
    }
}

/// A file or folder that could not be read, and why.
#[derive(Debug)]
pub struct Failure {
    /// The file or folder.
    pub path: PathBuf,
    /// Why.
    pub error: Error,
}

impl Failure {
    /// The system would not let it be read.
    fn unreadable(path: &Path, source: std::io::Error) -> Self {
        Self { path: path.to_path_buf(), error: Error::Read { path: path.to_path_buf(), source } }
    }

    /// A part of the file, or all of it, holds no article.
    fn in_file(path: &Path, error: RecordError) -> Self {
        let RecordError { place, reason } = error;
        let path = match &place.member {
            Some(member) => PathBuf::from(format!("{}!/{member}", path.display())),
            None => path.to_path_buf(),
        };
        match (reason, Place { member: None, ..place }) {
            (Refusal::Unreadable(source), place) if place == Place::default() => Self::unreadable(&path, source),
            (reason, place) if place == Place::default() => Self::not_an_article(&path, reason.to_string()),
            (reason, place) => Self::not_an_article(&path, format!("{place}: {reason}")),
        }
    }

    /// What was said of the file before.
    fn remembered(path: &Path, said: &str) -> Self {
        let reason = said.strip_prefix(&format!("{}: ", path.display())).unwrap_or(said);
        Self::not_an_article(path, reason.to_owned())
    }

    /// It holds no article; `reason` is a phrase that says why.
    fn not_an_article(path: &Path, reason: impl Into<Cow<'static, str>>) -> Self {
        let path = path.to_path_buf();
        Self { error: Error::NotAnArticle { path: path.clone(), reason: reason.into() }, path }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(text: &str) -> Record {
        let article = Article::from_body(text.to_owned());
        let quotations = quote::extract(&article);
        Record { article, quotations }
    }

    #[test]
    fn records_are_asked_for_from_any_key_on() {
        let library = Library::default();
        library.add(["One.", "Two.", "Three."].map(record).into());
        let since =
            |first| library.since(RecordKey(first), 9).into_iter().map(|(key, r)| (key.0, r.article.text.clone()));
        assert!(since(1).eq([(1, "Two.".to_owned()), (2, "Three.".to_owned())]));
        assert_eq!((since(0).count(), since(3).count(), since(9).count()), (3, 0, 0));
    }

    #[test]
    fn a_pronoun_nobody_stands_behind_is_no_speaker() {
        let library = Library::default();
        library.add(vec![record("“It is done,” she said."), record("“It is done,” Ana Ruiz said.")]);
        assert_eq!(library.counts(), Counts { articles: 2, quotations: 2, speakers: 1 });
    }
}

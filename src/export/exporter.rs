//! Quotations on their way out: which ones of a library, and what writes them.

use super::{Chosen, Entry, Form};
use crate::library::marks::{Mark, Marked};
use crate::library::{Archive, Record, RecordKey, StoreError};
use crate::quote::{Quotation, QuotationId};
use crate::search::query::Query;
use crate::search::{Search, SearchError, Sort, Stop};
use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};

/// How many hits are asked for at first, and at a time at the most.
const PAGE: usize = 500;
const MOST: usize = 16_000;

/// Quotations of a library by their records, in the order in which they go out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    records: Vec<(RecordKey, Wanted)>,
    index: HashMap<RecordKey, usize>,
}

/// Which quotations of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    All,
    Some(BTreeSet<usize>),
}

impl Places {
    /// Adds a quotation by its number in its record; all of them where none is named.
    pub fn add(&mut self, key: RecordKey, number: Option<usize>) {
        let at = *self.index.entry(key).or_insert_with(|| {
            self.records.push((key, Wanted::Some(BTreeSet::new())));
            self.records.len() - 1
        });
        match (&mut self.records[at].1, number) {
            (Wanted::Some(numbers), Some(number)) => drop(numbers.insert(number)),
            (wanted, None) => *wanted = Wanted::All,
            (Wanted::All, _) => {}
        }
    }

    /// Where the quotations stand that `query` finds, the newest first; of an article that it finds, all of them.
    ///
    /// # Errors
    /// What the library says, or that it was stopped.
    pub fn found(search: &Search, query: &Query, stop: &Stop) -> Result<Self, SearchError> {
        let mut places = Self::default();
        let mut asked = 0;
        loop {
            // Every page is looked for from the first hit on: as long as they grow, that costs no more than the hits do.
            let wanted = asked.clamp(PAGE, MOST);
            let page = search.page(query, Sort::Newest, asked, wanted, stop)?;
            page.hits.iter().for_each(|hit| places.add(hit.key, hit.place));
            asked += page.hits.len();
            if page.hits.len() < wanted {
                return Ok(places);
            }
        }
    }

    /// Each record, in order.
    pub fn records(&self) -> impl Iterator<Item = RecordKey> {
        self.records.iter().map(|(key, _)| *key)
    }

    /// The quotations that are meant of the record with this key.
    pub fn of<'a>(&self, key: RecordKey, record: &'a Record) -> Vec<&'a Quotation> {
        let wanted = self.index.get(&key).and_then(|at| self.records.get(*at)).map(|(_, wanted)| wanted);
        let is_meant = |number: &usize| match wanted {
            None => false,
            Some(Wanted::All) => true,
            Some(Wanted::Some(numbers)) => numbers.contains(number),
        };
        let quotations = record.quotations.iter().enumerate();
        quotations.filter(|(number, _)| is_meant(number)).map(|(_, quotation)| quotation).collect()
    }

    /// Puts the records into the order of the library.
    fn sort(&mut self) {
        self.records.sort_by_key(|(key, _)| *key);
        self.index = self.records.iter().enumerate().map(|(at, (key, _))| (*key, at)).collect();
    }
}

/// Marks, tied to the quotations that they belong to by now.
#[derive(Debug, Clone, Default)]
pub struct Tied {
    /// Where these stand, in the order of the library.
    pub places: Places,
    /// The marks by the quotations' ids.
    pub marks: HashMap<QuotationId, Mark>,
    /// How many marks there are whose words are no quotation of the library.
    pub orphans: usize,
}

impl Tied {
    /// Finds out where `marks` belong in `archive`.
    ///
    /// # Errors
    /// What the library says.
    pub fn to(archive: &Archive, marks: impl IntoIterator<Item = Mark>) -> Result<Self, StoreError> {
        let mut tied = Self::default();
        for mark in marks {
            let anchor = archive.anchor(&mark)?;
            let found = anchor.and_then(|anchor| Some((anchor.record, anchor.quotation?)));
            let record = found.map(|(key, _)| archive.record(key)).transpose()?.flatten();
            match record.zip(found).and_then(|(record, at)| Some((record.quotations.get(at.1)?.id, at))) {
                Some((id, (key, number))) => {
                    tied.places.add(key, Some(number));
                    tied.marks.insert(id, mark);
                }
                None => tied.orphans += 1,
            }
        }
        tied.places.sort();
        Ok(tied)
    }
}

/// What writes quotations, as the reader has them.
pub struct Exporter {
    form: Box<dyn Form>,
    /// What the reader made of quotations.
    marks: HashMap<QuotationId, Mark>,
    /// Everything that the reader keeps: speakers are as corrected there.
    marked: Marked,
    written: usize,
}

impl Exporter {
    /// One that writes in this form; `marks` go along with the quotations that have these ids.
    pub fn new(form: Box<dyn Form>, marked: Marked, marks: HashMap<QuotationId, Mark>) -> Self {
        Self { form, marks, marked, written: 0 }
    }

    /// Everything that the reader keeps.
    pub fn marked(&self) -> &Marked {
        &self.marked
    }

    /// Has these marks go along with the quotations that have these ids, and no others.
    pub fn set_marks(&mut self, marks: HashMap<QuotationId, Mark>) {
        self.marks = marks;
    }

    /// Whether a mark goes along with the quotation of this id.
    pub fn has_mark(&self, quotation: QuotationId) -> bool {
        self.marks.contains_key(&quotation)
    }

    /// How many quotations are written.
    pub fn written(&self) -> usize {
        self.written
    }

    /// Writes what stands before everything.
    ///
    /// # Errors
    /// What `out` says.
    pub fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.form.begin(out)
    }

    /// Writes some quotations of a record, whose speakers are corrected already.
    ///
    /// # Errors
    /// What `out` says.
    pub fn take(&mut self, record: &Record, quotations: &[&Quotation], out: &mut dyn Write) -> io::Result<()> {
        if quotations.is_empty() {
            return Ok(());
        }
        let chosen = quotations.iter().map(|&quotation| Chosen { quotation, mark: self.marks.get(&quotation.id) });
        let chosen = chosen.collect();
        self.written += quotations.len();
        self.form.entry(&Entry { record, chosen }, out)
    }

    /// Writes what stands after everything.
    ///
    /// # Errors
    /// What `out` says.
    pub fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.form.end(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_record_that_is_meant_whole_all_quotations_go_out_however_often_it_is_named() {
        let record = crate::export::sample();
        let (one, other) = (RecordKey(3), RecordKey(1));
        let mut places = Places::default();
        for number in [Some(7), None, Some(9)] {
            places.add(one, number);
        }
        places.add(other, Some(7));
        assert_eq!(places.of(one, &record).len(), 1);
        assert!(places.of(other, &record).is_empty(), "there is no such number");
        assert!(places.of(RecordKey(0), &record).is_empty());
        places.sort();
        assert_eq!(places.records().collect::<Vec<_>>(), [other, one]);
        assert_eq!(places.of(one, &record).len(), 1);
    }
}

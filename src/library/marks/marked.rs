//! What a reader keeps, as long as the program runs; and which mark belongs to which quotation.

use super::{Change, Mark, MarkId, Names};
use crate::article::ArticleId;
use crate::library::Record;
use crate::library::anchor::place_in;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Everything that a reader keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    marks: BTreeMap<MarkId, Mark>,
    /// Who speaks under which name.
    pub names: Names,
    /// What is looked for under which name.
    pub searches: BTreeMap<String, String>,
    /// The articles that were read.
    pub read: HashSet<ArticleId>,
    /// Where the first line in sight began in the text of articles that were not left at their
    /// start, in bytes.
    pub places: HashMap<ArticleId, usize>,
}

impl Marked {
    /// All of this.
    pub fn new(
        marks: impl IntoIterator<Item = Mark>,
        names: Names,
        searches: BTreeMap<String, String>,
        read: HashSet<ArticleId>,
        places: HashMap<ArticleId, usize>,
    ) -> Self {
        Marked { marks: marks.into_iter().map(|mark| (mark.id(), mark)).collect(), names, searches, read, places }
    }

    /// The mark of these words.
    pub fn get(&self, id: &MarkId) -> Option<&Mark> {
        self.marks.get(id)
    }

    /// All marks.
    pub fn marks(&self) -> impl Iterator<Item = (&MarkId, &Mark)> {
        self.marks.iter()
    }

    /// The marks made in an article.
    pub fn of_article(&self, article: ArticleId) -> impl Iterator<Item = &Mark> {
        let first = MarkId { article, start: 0, exact: String::new() };
        self.marks.range(first..).map(|(_, mark)| mark).take_while(move |mark| mark.article == article)
    }

    /// The tags in use, in order.
    pub fn tags(&self) -> BTreeSet<&str> {
        self.marks.values().flat_map(|mark| mark.tags.iter().map(String::as_str)).collect()
    }

    /// Takes in what has changed.
    pub fn change(&mut self, change: &Change) {
        match change {
            Change::Mark { before, after } => {
                if let Some(mark) = before {
                    self.marks.remove(&mark.id());
                }
                if let Some(mark) = after {
                    self.marks.insert(mark.id(), (**mark).clone());
                }
            }
            Change::Name { name, after, .. } => self.names.set(name, after.as_ref()),
            Change::Search { name, after: Some(query), .. } => drop(self.searches.insert(name.clone(), query.clone())),
            Change::Search { name, after: None, .. } => drop(self.searches.remove(name)),
            Change::Read { article, after: true, .. } => drop(self.read.insert(*article)),
            Change::Read { article, after: false, .. } => drop(self.read.remove(article)),
        }
    }

    /// A record as the reader has it, with the speakers corrected by its article's own marks.
    pub fn corrected<'a>(&self, record: &'a Record) -> Cow<'a, Record> {
        corrected(record, &self.names, &place(self.of_article(record.article.id), record))
    }
}

/// The quotations of a record that have a mark among `marks`, by their numbers; of several, the one
/// made first.
pub fn place<'a>(marks: impl IntoIterator<Item = &'a Mark>, record: &Record) -> BTreeMap<usize, &'a Mark> {
    let mut placed: BTreeMap<usize, &Mark> = BTreeMap::new();
    for mark in marks {
        if let Some((_, Some(number))) = place_in(mark, record) {
            let first = placed.entry(number).or_insert(mark);
            if mark.created < first.created {
                *first = mark;
            }
        }
    }
    placed
}

/// A record with the speakers that its quotations have by the reader's word.
pub fn corrected<'a>(record: &'a Record, names: &Names, marks: &BTreeMap<usize, &Mark>) -> Cow<'a, Record> {
    let own = |number: &usize| marks.get(number).and_then(|mark| mark.speaker.as_deref());
    if names.is_empty() && marks.values().all(|mark| mark.speaker.is_none()) {
        return Cow::Borrowed(record);
    }
    let mut record = Cow::Borrowed(record);
    for number in 0..record.quotations.len() {
        let mut quotation = record.quotations[number].clone();
        if names.correct(&mut quotation, own(&number)) {
            record.to_mut().quotations[number] = quotation;
        }
    }
    record
}

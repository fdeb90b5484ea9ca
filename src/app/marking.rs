//! What the reader keeps.

mod editors;

pub use editors::{Choice, Correction, Naming, Note, Tags};

use super::effect::Effect;
use crate::article::Printed;
use crate::library::marks::{Alter, Change, Edit, Mark, MarkId, Marked};
use crate::library::{Record, RecordKey};
use crate::quote::Quotation;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

/// Where a mark belongs in what is open, and what a list shows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tied {
    /// The record.
    pub record: RecordKey,
    /// The number of the quotation; none if the words are no quotation any more.
    pub quotation: Option<usize>,
    /// Who said it.
    pub speaker: String,
    /// The article's headline or opening words.
    pub title: String,
    /// When it was printed.
    pub printed: Printed,
    /// The words as they are copied: with their speaker, and where they were printed.
    pub attributed: String,
}

/// Marks with where they belong; none for an orphan, whose words are nowhere in what is open.
pub type Ties = Vec<(MarkId, Option<Tied>)>;

/// Which way something has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It was done.
    Done,
    /// It was taken back.
    Undone,
    /// It was done once more.
    Redone,
}

/// A quotation that is to be marked.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its mark, or one as it would be made.
    pub mark: Mark,
    /// The record that it stands in.
    pub key: RecordKey,
    /// The same, as the engine has found it.
    pub record: Arc<Record>,
    /// Its number there.
    pub number: usize,
}

/// What has changed on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The changes.
    pub changes: Vec<Change>,
    /// Which way.
    pub way: Way,
    /// Records of which it is now known whether they were read.
    pub read: Vec<(RecordKey, bool)>,
}

/// What the reader keeps, where it belongs, and what can be undone.
#[derive(Debug, Clone, Default)]
pub struct Marking {
    /// Everything that is kept.
    pub marked: Marked,
    ties: HashMap<MarkId, Tied>,
    /// The records in which something is kept.
    kept: HashSet<RecordKey>,
    /// The quotations that are kept, by record and number.
    kept_quotations: HashSet<(RecordKey, usize)>,
    /// Whether it is known of every mark where it belongs, or that it is an orphan; but for those that are new.
    tied: bool,
    /// How often who says what has changed.
    corrections: u64,
    /// The marks whose speaker is another one since they were tied.
    recorrected: HashSet<MarkId>,
    /// Whether it may have, as is known once all marks are tied again.
    replaced: bool,
    /// The new marks of which it is not known yet.
    untied: HashSet<MarkId>,
    done: Vec<Vec<Change>>,
    undone: Vec<Vec<Change>>,
    /// Which marks are to be kept or not by what was asked for and is not answered yet, the oldest first.
    asked: VecDeque<HashMap<MarkId, bool>>,
}

impl Marking {
    /// Takes in everything that is kept.
    pub fn set(&mut self, marked: Marked) {
        self.marked = marked;
    }

    /// Takes in everything that is kept, after somebody else has changed it; the places where one stands are one's own.
    pub fn replace(&mut self, mut marked: Marked) {
        marked.places.extend(std::mem::take(&mut self.marked.places));
        self.marked = marked;
        self.replaced = true;
    }

    /// Takes in where all marks belong; `complete` if those that belong nowhere are orphans.
    pub fn tie_all(&mut self, ties: Ties, complete: bool) {
        self.ties.clear();
        self.tied |= complete;
        self.untied.clear();
        self.tie(ties);
        let replaced = std::mem::take(&mut self.replaced);
        self.corrections += u64::from(replaced || !self.marked.names.is_empty());
    }

    /// Forgets where marks belong: what they were tied to is gone.
    pub fn untie(&mut self) {
        self.ties.clear();
        self.kept.clear();
        self.kept_quotations.clear();
        self.untied.clear();
        self.tied = false;
    }

    /// Takes in where some of the marks belong.
    pub fn tie(&mut self, ties: Ties) {
        let corrects = |id: &MarkId| self.marked.get(id).is_some_and(|mark| mark.speaker.is_some());
        let corrected = ties.iter().any(|(id, _)| corrects(id) || self.recorrected.contains(id));
        self.corrections += u64::from(corrected);
        self.recorrected.clear();
        for (id, tied) in ties {
            self.untied.remove(&id);
            match tied {
                Some(tied) => drop(self.ties.insert(id, tied)),
                None => drop(self.ties.remove(&id)),
            }
        }
        self.find_kept();
    }

    fn find_kept(&mut self) {
        let kept = |id: &MarkId| self.marked.get(id).is_some_and(|mark| mark.kept);
        let ties = || self.ties.iter().filter(|(id, _)| kept(id)).map(|(_, tied)| tied);
        self.kept_quotations = ties().filter_map(|tied| Some((tied.record, tied.quotation?))).collect();
        self.kept = ties().map(|tied| tied.record).collect();
    }

    /// Notes what is asked for; every such request is answered, in order.
    pub fn ask(&mut self, effect: &Effect) {
        let kept: HashMap<MarkId, bool> = match effect {
            Effect::Edit(edits) => edits.iter().filter_map(kept_by).collect(),
            Effect::Keep(_) => HashMap::new(),
            Effect::SetMarks(changes, _) => {
                let kept = |change: &Change| match change {
                    Change::Mark { after, .. } => Some((change.mark()?, after.as_ref().is_some_and(|mark| mark.kept))),
                    _ => None,
                };
                changes.iter().filter_map(kept).collect()
            }
            _ => return,
        };
        self.asked.push_back(kept);
    }

    /// Whether a mark is kept once everything is done that was asked for.
    pub fn will_be_kept(&self, mark: &Mark) -> bool {
        let id = mark.id();
        self.asked.iter().rev().find_map(|asked| asked.get(&id)).copied().unwrap_or(mark.kept)
    }

    /// Takes in what was saved, so that it can be undone.
    pub fn save(&mut self, saved: Saved) {
        self.asked.pop_front();
        saved.changes.iter().for_each(|change| self.marked.change(change));
        self.corrections += u64::from(saved.changes.iter().any(corrects));
        self.recorrected.extend(saved.changes.iter().filter(|change| corrects(change)).filter_map(Change::mark));
        let new = saved.changes.iter().filter_map(Change::mark).filter(|id| !self.ties.contains_key(id));
        self.untied.extend(new);
        self.find_kept();
        match saved.way {
            Way::Done => {
                self.done.push(saved.changes);
                self.undone.clear();
            }
            Way::Undone => self.undone.push(reversed(saved.changes)),
            Way::Redone => self.done.push(saved.changes),
        }
    }

    /// What takes back what was done last; as long as it is not saved, there is no undoing it again.
    pub fn undo(&mut self) -> Option<Vec<Change>> {
        self.done.pop().map(reversed)
    }

    /// What does once more what was undone last.
    pub fn redo(&mut self) -> Option<Vec<Change>> {
        self.undone.pop()
    }

    /// Takes back an undoing or redoing that could not be saved.
    pub fn not_saved(&mut self, changes: Vec<Change>, way: Way) {
        self.asked.pop_front();
        match way {
            _ if changes.is_empty() => {}
            Way::Done => {}
            Way::Undone => self.done.push(reversed(changes)),
            Way::Redone => self.undone.push(changes),
        }
    }

    /// Where a mark belongs; none for an orphan.
    pub fn tied(&self, id: &MarkId) -> Option<&Tied> {
        self.ties.get(id)
    }

    /// Whether it is known of every mark where it belongs, or that it is an orphan.
    pub fn is_tied(&self) -> bool {
        self.tied && self.untied.is_empty()
    }

    /// How often who says what has changed: where it is another number, what was told of speakers is old.
    pub fn corrections(&self) -> u64 {
        self.corrections
    }

    /// Whether something of a record is kept.
    pub fn is_kept(&self, key: RecordKey) -> bool {
        self.kept.contains(&key)
    }

    /// Whether a quotation is kept.
    pub fn is_quotation_kept(&self, key: RecordKey, number: usize) -> bool {
        self.kept_quotations.contains(&(key, number))
    }

    /// The marks that may belong to a record: those of its article, and those that were tied to it.
    pub fn of_record<'a>(&'a self, key: RecordKey, record: &Record) -> impl Iterator<Item = &'a Mark> {
        let article = record.article.id;
        let tied = self.ties.iter().filter(move |(id, tied)| tied.record == key && id.article != article);
        self.marked.of_article(article).chain(tied.filter_map(|(id, _)| self.marked.get(id)))
    }

    /// A record as the reader has it, its speakers corrected.
    pub fn corrected(&self, key: RecordKey, record: Arc<Record>) -> Arc<Record> {
        use crate::library::marks::{corrected, place};
        use std::borrow::Cow;
        let corrected = corrected(&record, &self.marked.names, &place(self.of_record(key, &record), &record));
        match corrected {
            Cow::Borrowed(_) => record,
            Cow::Owned(corrected) => Arc::new(corrected),
        }
    }

    /// Every mark, the newest first.
    pub fn newest_first(&self) -> Vec<MarkId> {
        let mut all: Vec<_> = self.marked.marks().collect();
        all.sort_by(|(a, a_mark), (b, b_mark)| b_mark.created.cmp(&a_mark.created).then(a.cmp(b)));
        all.into_iter().map(|(id, _)| id.clone()).collect()
    }
}

/// The mark that an edit keeps or not, and which of both.
fn kept_by(edit: &Edit) -> Option<(MarkId, bool)> {
    match edit {
        Edit::Mark(mark, Alter::Kept(kept)) => Some((mark.id(), *kept)),
        _ => None,
    }
}

/// What takes changes back, the last one first.
pub fn reversed(changes: Vec<Change>) -> Vec<Change> {
    changes.into_iter().rev().map(Change::reversed).collect()
}

/// Whether a change is one of who says something.
fn corrects(change: &Change) -> bool {
    let speaker = |mark: &Option<Box<Mark>>| mark.as_ref().and_then(|mark| mark.speaker.clone());
    match change {
        Change::Mark { before, after } => speaker(before) != speaker(after),
        Change::Name { .. } => true,
        Change::Search { .. } | Change::Read { .. } => false,
    }
}

/// What the reader has written about a quotation, in lines: *note #tag*.
pub fn remarks(mark: &Mark, quotation: &Quotation) -> Vec<String> {
    let mut remarks: Vec<String> = mark.note.iter().flat_map(|note| note.lines()).map(str::to_owned).collect();
    if !mark.tags.is_empty() {
        remarks.push(mark.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" "));
    }
    if mark.speaker.is_some() {
        let name = quotation.speaker.as_ref().map(|speaker| speaker.name.as_str());
        let instead = match quotation.evidence.runner_up.as_deref() {
            found if found == name => String::new(),
            found => format!(", instead of {}", found.unwrap_or("nobody")),
        };
        remarks.push(format!("◆ {} by your word{instead}", quotation.speaker_or_unknown()));
    }
    remarks
}

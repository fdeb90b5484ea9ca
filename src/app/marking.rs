//! What the reader keeps, and the small editors with which notes, tags and speakers are given.

use super::effect::Effect;
use super::text_area::TextArea;
use super::text_line::TextLine;
use crate::article::Printed;
use crate::library::marks::{Alter, Change, Edit, Mark, MarkId, Marked};
use crate::library::{Record, RecordKey};
use crate::quote::Quotation;
use crate::text::fold::fold;
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

/// A note being written.
#[derive(Debug, Clone)]
pub struct Note {
    /// The marks that it is for.
    pub targets: Vec<Mark>,
    /// What is written.
    pub area: TextArea,
    /// What stood there before.
    pub before: String,
    /// Whether the reader was told that leaving loses what was written.
    pub warned: bool,
    /// How many notes saving takes the place of, where they are not all the same; else 0.
    pub different: usize,
    /// Whether the reader was told that it does.
    pub told: bool,
}

impl Note {
    /// One for these marks, with the note that all of them have.
    pub fn on(targets: Vec<Mark>) -> Self {
        let notes: HashSet<Option<&str>> = targets.iter().map(|mark| mark.note.as_deref()).collect();
        let different = if notes.len() > 1 { notes.iter().flatten().count() } else { 0 };
        let before = notes.into_iter().next().flatten().filter(|_| different == 0).unwrap_or_default().to_owned();
        Note { area: TextArea::with(&before), before, warned: false, different, told: false, targets }
    }
}

/// Tags being given, parted by commas.
#[derive(Debug, Clone)]
pub struct Tags {
    /// The marks that they are for.
    pub targets: Vec<Mark>,
    /// What is typed.
    pub line: TextLine,
    /// The tags that one of the marks at least had before, in order.
    pub before: Vec<String>,
}

impl Tags {
    /// The line for these marks, with the tags that they have.
    pub fn of(targets: Vec<Mark>) -> Self {
        let mut before: Vec<String> = Vec::new();
        for tag in targets.iter().flat_map(|mark| &mark.tags) {
            if !before.contains(tag) {
                before.push(tag.clone());
            }
        }
        let line = if before.is_empty() { String::new() } else { format!("{}, ", before.join(", ")) };
        Tags { targets, line: TextLine::of(&line), before }
    }

    /// What is typed, as a difference to what was there: of several marks each keeps its own tags.
    pub fn alter(&self) -> Alter {
        let typed = self.typed();
        let remove = self.before.iter().filter(|tag| !typed.contains(tag)).cloned().collect();
        Alter::Tags { add: typed.into_iter().filter(|tag| !self.before.contains(tag)).collect(), remove }
    }

    /// The tags that are typed: each once, in order, without a `#` before them.
    pub fn typed(&self) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for tag in self.line.text().split(',').map(|tag| tag.trim().trim_start_matches('#').trim()) {
            if !tag.is_empty() && !tags.iter().any(|other| other == tag) {
                tags.push(tag.to_owned());
            }
        }
        tags
    }

    /// The tags in use that go on as the last one typed, but for those that are given already.
    pub fn completions<'a>(&self, in_use: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        let (given, last) = self.parted();
        let given: Vec<&str> = given.split(',').map(|tag| tag.trim().trim_start_matches('#')).collect();
        let last = fold(last.trim().trim_start_matches('#'));
        let goes_on = |tag: &&str| fold(tag).starts_with(&last) && !given.contains(tag);
        in_use.into_iter().filter(goes_on).collect()
    }

    /// Puts a tag in the place of the last one typed.
    pub fn complete(&mut self, tag: &str) {
        let (given, _) = self.parted();
        let text = match given.trim() {
            "" => format!("{tag}, "),
            given => format!("{given} {tag}, "),
        };
        self.line = TextLine::default();
        self.line.insert(&text);
    }

    /// What is typed up to its last comma, and after it.
    fn parted(&self) -> (&str, &str) {
        let text = self.line.text();
        text.split_at(text.rfind(',').map_or(0, |at| at + 1))
    }
}

/// A search being saved under a name.
#[derive(Debug, Clone)]
pub struct Naming {
    /// What is looked for.
    pub query: String,
    /// The name that is typed.
    pub line: TextLine,
}

/// A speaker being corrected.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The marks of the quotations.
    pub targets: Vec<Mark>,
    /// The name that stands there, if somebody is named.
    pub name: Option<String>,
    /// The name that the engine found.
    pub found: Option<String>,
    /// Whether everything said under that name is corrected, not these words alone.
    pub everywhere: bool,
    /// What is typed.
    pub line: TextLine,
    /// Who else it could be.
    pub people: Vec<String>,
    /// The number of the selected choice.
    pub selected: usize,
}

/// Who it could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Somebody of that name.
    Name(String),
    /// Whoever the engine has found.
    AsFound,
}

impl Correction {
    /// Who there is to choose from: the name that is typed, those that hold it, and whoever was
    /// found.
    pub fn choices(&self) -> Vec<Choice> {
        let typed = self.line.text().trim();
        let wanted = fold(typed);
        let fits = |name: &&String| wanted.split_whitespace().all(|word| fold(name).contains(word));
        let people: Vec<Choice> = self.people.iter().filter(fits).cloned().map(Choice::Name).collect();
        let new = !typed.is_empty() && !self.people.iter().any(|name| name == typed);
        let own = new.then(|| Choice::Name(typed.to_owned()));
        own.into_iter().chain(people).chain([Choice::AsFound]).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(text: &str) -> Tags {
        let mut tags = Tags::of(Vec::new());
        tags.line.insert(text);
        tags
    }

    #[test]
    fn tags_are_completed_from_those_in_use_but_not_twice() {
        let in_use = ["pier", "Piero", "town hall", "vote"];
        let mut typed = tags("#vote, pi");
        assert_eq!(typed.completions(in_use), ["pier", "Piero"]);
        typed.complete("pier");
        assert_eq!(typed.typed(), ["vote", "pier"]);
        assert_eq!(typed.completions(in_use), ["Piero", "town hall"]);
        assert_eq!(tags(" ,#, a,a ,").typed(), ["a"]);
    }

    #[test]
    fn a_name_that_is_typed_is_a_choice_unless_it_stands_there_already() {
        let mut correction = Correction {
            targets: Vec::new(),
            name: None,
            found: None,
            everywhere: false,
            line: TextLine::default(),
            people: vec!["Zoë Ünal".to_owned(), "Ana Ruiz".to_owned()],
            selected: 0,
        };
        assert_eq!(correction.choices().len(), 3);
        correction.line.insert("unal");
        let names = |names: &[&str]| names.iter().map(|n| Choice::Name((*n).to_owned())).collect::<Vec<_>>();
        assert_eq!(correction.choices()[..2], names(&["unal", "Zoë Ünal"]));
        correction.line = TextLine::default();
        correction.line.insert("Ana Ruiz");
        assert_eq!(correction.choices(), [&names(&["Ana Ruiz"])[..], &[Choice::AsFound]].concat());
    }
}

//! Keeping what the reader marks: on the disk before the core is told that it is, and tied to the
//! articles that are open.

use super::stir::Stir;
use super::workers::{Teller, tell};
use super::{desk, finder};
use crate::app::marking::{Saved, Target, Tied, Way};
use crate::app::{Action, Message};
use crate::article::ArticleId;
use crate::export::cite;
use crate::finder::Tag;
use crate::library::marks::{Alter, Change, Corrections, Edit, Mark, MarkId, Marked, Marks};
use crate::library::{Anchor, Known, RecordKey, Store, StoreError};
use crate::search::Tagged;
use chrono::{DateTime, Utc};
use crossbeam_channel::{Receiver, Sender, TryRecvError, at, never, select};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// The most marks that are tied at a time: nothing that is to be written waits longer than for these.
const MOST_AT_ONCE: usize = 256;

/// How long after somebody has begun to write it is looked at what, each time: SQLite writes in several pieces, and what
/// it has written counts only once the disk has it, which is not told.
const LOOKS: [Duration; 3] = [Duration::from_millis(100), Duration::from_millis(400), Duration::from_secs(2)];

/// Something to be done.
#[derive(Debug)]
pub enum Job {
    /// The articles are here from now on.
    Store(Store),
    /// All articles are here, or some have come or gone since: marks may belong elsewhere.
    Tie,
    /// Do this.
    Edit(Vec<Edit>),
    /// Keep these quotations, or no longer where all of them are kept.
    Keep(Vec<(RecordKey, usize)>),
    /// Tell what there is to be marked of these quotations by this action.
    Target(Vec<(RecordKey, usize)>, Action),
    /// Have everything be as after these changes.
    Set(Vec<Change>, Way),
    /// Write down that an article was read.
    Read(ArticleId),
    /// Write down where in an article the reader stands.
    Place(ArticleId, usize),
    /// Look whether somebody else has written to the file.
    Look,
}

/// The thread that keeps the marks.
pub struct Marker {
    /// The file of marks; none where the system names no place for it.
    pub file: Option<PathBuf>,
    /// Where what was saved is told.
    pub answers: Sender<Message>,
    /// Where everything else is told.
    pub teller: Teller,
    /// The finder, which is told of tags and corrections.
    pub finder: Sender<finder::Job>,
    /// The desk, which is told of tags and corrections.
    pub desk: desk::Tags,
}

/// What the thread knows.
#[derive(Default)]
struct State {
    marks: Option<Marks>,
    /// What tells when somebody writes to the file, where the system does.
    stir: Option<Stir>,
    /// When it is to be looked at, since somebody does.
    due: Option<Instant>,
    /// How often that was done since.
    looks: usize,
    marked: Marked,
    store: Store,
    /// Whether all of its articles are here.
    complete: bool,
    ties: HashMap<MarkId, Tied>,
    /// The marks of which it is not known yet where they belong; those of an article stand together.
    untied: BTreeSet<MarkId>,
    /// Whether that is asked of all of them, not only of those that have changed.
    anew: bool,
    /// The marks of which it is known, but not told yet.
    untold: Vec<MarkId>,
}

impl Marker {
    /// Does what is asked for until nobody asks any more.
    pub fn work(&self, jobs: &Receiver<Job>) {
        let mut state = State::default();
        if let Err(error) = self.load(&mut state) {
            tell(&self.teller, Message::Warning(error.to_string()));
        }
        loop {
            // First everything is written down; then it is looked up where marks belong, a few at a time.
            let next = if state.untied.is_empty() { wait(&mut state, jobs) } else { jobs.try_recv() };
            match next {
                Ok(job) => self.take(&mut state, job),
                Err(TryRecvError::Empty) => self.tie_next(&mut state),
                Err(TryRecvError::Disconnected) => return,
            }
        }
    }

    /// Reads what is kept, where anything was ever kept.
    fn load(&self, state: &mut State) -> Result<(), StoreError> {
        // Where its folder is missing, nobody else has one either.
        state.stir = self.file.as_ref().and_then(|file| Stir::of(file).ok());
        let Some(file) = self.file.as_ref().filter(|file| file.exists()) else { return Ok(()) };
        let mut marks = Marks::open(file)?;
        marks.was_changed()?;
        state.marked = marks.all()?;
        state.marks = Some(marks);
        tell(&self.teller, Message::Marks(Box::new(state.marked.clone())));
        Ok(())
    }

    /// Takes in what somebody else has written since it was last looked, if anybody has.
    fn look(&self, state: &mut State) -> Result<(), StoreError> {
        let now = match (&mut state.marks, &self.file) {
            (Some(marks), _) => {
                if marks.was_changed()? {
                    marks.all()?
                } else {
                    return Ok(());
                }
            }
            (None, Some(file)) if file.exists() => {
                let marks = state.marks.insert(Marks::open(file)?);
                marks.was_changed()?;
                marks.all()?
            }
            (None, _) => return Ok(()),
        };
        let mut before = std::mem::replace(&mut state.marked, now);
        before.places.clone_from(&state.marked.places);
        if before != state.marked {
            let unread = before.read.difference(&state.marked.read).copied().collect();
            let unread = state.store.records_of(&unread).unwrap_or_default();
            let marked = Box::new(state.marked.clone());
            // By the way of the answers, so that none of them is overtaken.
            drop(self.answers.send(Message::MarkedElsewhere { marked, unread }));
            self.tie_all(state);
        }
        Ok(())
    }

    fn take(&self, state: &mut State, job: Job) {
        match job {
            Job::Store(store) => {
                (state.store, state.complete) = (store, false);
                self.tie_all(state);
            }
            Job::Tie => {
                state.complete = true;
                self.tie_all(state);
            }
            Job::Edit(edits) => self.edit(state, &edits),
            Job::Keep(quotations) => {
                let marks: Vec<Mark> = targets(state, &quotations).into_iter().map(|target| target.mark).collect();
                let kept = !marks.iter().all(|mark| mark.kept);
                let edit = |mark| Edit::Mark(Box::new(mark), Alter::Kept(kept));
                self.edit(state, &marks.into_iter().map(edit).collect::<Vec<_>>());
            }
            Job::Target(quotations, action) => {
                drop(self.answers.send(Message::Targets(action, targets(state, &quotations))));
            }
            Job::Set(changes, way) => {
                let mut again = changes.clone();
                let set = self.with_marks(state, |marks| {
                    let set = marks.set(&changes);
                    if matches!(set, Err(StoreError::Changed)) {
                        // It would fail for ever.
                        again.clear();
                    }
                    set
                });
                self.answer(state, set, again, way);
            }
            Job::Read(article) => {
                // A convenience, as the place is: where it cannot be kept, nothing that was asked for is
                // lost.
                drop(self.with_marks(state, |marks| marks.note_read(article)));
                state.marked.read.insert(article);
            }
            Job::Place(article, top) => {
                drop(self.with_marks(state, |marks| marks.remember_place(article, top)));
            }
            Job::Look => {
                if let Err(error) = self.look(state) {
                    tell(&self.teller, Message::Warning(error.to_string()));
                }
            }
        }
    }

    fn edit(&self, state: &mut State, edits: &[Edit]) {
        let now = DateTime::<Utc>::from(SystemTime::now());
        let changes = self.with_marks(state, |marks| marks.edit(edits, now));
        self.answer(state, changes, Vec::new(), Way::Done);
    }

    /// Works on the file, made if it is missing.
    fn with_marks<T>(
        &self,
        state: &mut State,
        work: impl FnOnce(&mut Marks) -> Result<T, StoreError>,
    ) -> Result<T, String> {
        if state.marks.is_none() {
            let file = self.file.as_ref().ok_or_else(|| "the system names no home to keep anything in".to_owned())?;
            state.marks = Some(Marks::open(file).map_err(|error| error.to_string())?);
            // Who made it, if not this reader, has written something there.
            state.due = Some(Instant::now());
            state.stir = state.stir.take().or_else(|| Stir::of(file).ok());
        }
        let marks = state.marks.as_mut().ok_or_else(|| "there is no file of marks".to_owned())?;
        work(marks).map_err(|error| error.to_string())
    }

    /// Tells what became of something that was asked for.
    fn answer(&self, state: &mut State, outcome: Result<Vec<Change>, String>, asked: Vec<Change>, way: Way) {
        let message = match outcome {
            Ok(changes) => Message::Saved(Box::new(saved(state, changes, way))),
            Err(reason) => Message::NotSaved { changes: asked, way, reason },
        };
        // Where nothing is to be tied, the others know it before anybody asks them.
        if state.untied.is_empty() {
            self.tell_others(state);
        }
        // Nobody is left to be answered where an answer cannot be sent.
        drop(self.answers.send(message));
    }

    fn tie_all(&self, state: &mut State) {
        state.ties.clear();
        state.anew = true;
        state.untied = state.marked.marks().map(|(id, _)| id.clone()).collect();
        if state.untied.is_empty() {
            self.tell_ties(state);
        }
    }

    /// Finds out where the next few marks of one article belong; once that is known of all, tells it.
    fn tie_next(&self, state: &mut State) {
        let article = state.untied.first().map(|id| id.article);
        let next = state.untied.iter().take_while(|id| Some(id.article) == article).take(MOST_AT_ONCE);
        let next: Vec<MarkId> = next.cloned().collect();
        let ties = ties(state, &next);
        for (id, tied) in next.into_iter().zip(ties) {
            state.untied.remove(&id);
            match tied {
                Some(tied) => drop(state.ties.insert(id.clone(), tied)),
                None => drop(state.ties.remove(&id)),
            }
            state.untold.push(id);
        }
        if state.untied.is_empty() {
            self.tell_ties(state);
        }
    }

    fn tell_ties(&self, state: &mut State) {
        self.tell_others(state);
        let untold = std::mem::take(&mut state.untold);
        if !std::mem::take(&mut state.anew) {
            let ties = untold.into_iter().map(|id| {
                let tied = state.ties.get(&id).cloned();
                (id, tied)
            });
            drop(self.answers.send(Message::TiedAnew(ties.collect())));
            return;
        }
        let ties = state.ties.iter().map(|(id, tied)| (id.clone(), Some(tied.clone()))).collect();
        let read =
            if state.marked.read.is_empty() { Ok(Vec::new()) } else { state.store.records_of(&state.marked.read) };
        // What cannot be looked up for a fault of the library is told by whoever opens it.
        let read = read.unwrap_or_default();
        tell(&self.teller, Message::Tied { ties, read, complete: state.complete });
    }

    /// Tells the finder and the desk what they look through besides the articles.
    fn tell_others(&self, state: &State) {
        let mut tags = Vec::new();
        let mut corrections = Corrections { names: state.marked.names.clone(), ..Corrections::default() };
        for (id, mark) in state.marked.marks() {
            let Some((record, number)) = state.ties.get(id).and_then(|tied| Some((tied.record, tied.quotation?)))
            else {
                continue;
            };
            let day = state.ties.get(id).and_then(|tied| tied.printed.first_day());
            tags.extend(mark.tags.iter().map(|name| Tag { name: name.clone(), record, number, day }));
            if let Some(speaker) = &mark.speaker {
                corrections.own.insert((record, number), speaker.clone());
            }
        }
        let corrections = Arc::new(corrections);
        drop(self.finder.send(finder::Job::Marks(tags, Arc::clone(&corrections))));
        let tagged = state.marked.marks().flat_map(|(_, mark)| {
            let tagged = |tag: &String| Tagged { tag: tag.clone(), article: mark.article, quotation: mark.quotation };
            mark.tags.iter().map(tagged)
        });
        self.desk.hold(tagged.collect(), corrections);
    }
}

/// Waits for something to do.
fn wait(state: &mut State, jobs: &Receiver<Job>) -> Result<Job, TryRecvError> {
    let nothing = never();
    loop {
        let calm = state.due.map_or_else(never, at);
        select! {
            recv(jobs) -> job => return job.map_err(Into::into),
            recv(state.stir.as_ref().map_or(&nothing, Stir::signal)) -> _ => {
                let first = Instant::now() + LOOKS[0];
                (state.due, state.looks) = (Some(state.due.map_or(first, |due| due.min(first))), 0);
            }
            recv(calm) -> _ => {
                state.looks += 1;
                state.due = LOOKS.get(state.looks).map(|pause| Instant::now() + *pause);
                return Ok(Job::Look);
            }
        }
    }
}

/// What has changed on the disk; the marks among it are to be tied.
fn saved(state: &mut State, changes: Vec<Change>, way: Way) -> Saved {
    let mut read = Vec::new();
    for change in &changes {
        state.marked.change(change);
        if let Change::Read { article, after, .. } = change {
            let records = state.store.records_of(&HashSet::from([*article])).unwrap_or_default();
            read.extend(records.into_iter().map(|key| (key, *after)));
        }
    }
    state.untied.extend(changes.iter().filter_map(Change::mark));
    Saved { changes, way, read }
}

/// What there is to be marked of quotations, each a record and its number there; what is gone is left out.
fn targets(state: &State, quotations: &[(RecordKey, usize)]) -> Vec<Target> {
    let target = |(key, number): &(RecordKey, usize)| {
        let record = state.store.record(*key).ok().flatten()?.record;
        let new = Mark::of(&record.article, record.quotations.get(*number)?, DateTime::UNIX_EPOCH);
        // Of another form of the article the mark has another place, but is tied to this one.
        let tied = || {
            let is_tied = |tied: &Tied| tied.record == *key && tied.quotation == Some(*number);
            state.ties.iter().find(|(_, tied)| is_tied(tied)).and_then(|(id, _)| state.marked.get(id))
        };
        let known = state.marked.get(&new.id()).or_else(tied).cloned();
        let mark = known.unwrap_or(Mark { kept: false, ..new });
        Some(Target { mark, key: *key, record, number: *number })
    };
    quotations.iter().filter_map(target).collect()
}

/// Where each of these marks belongs in what is open; nowhere where they are gone, or the library has a fault: that
/// is told by whoever opens it.
fn ties(state: &State, ids: &[MarkId]) -> Vec<Option<Tied>> {
    let marks: Vec<Option<&Mark>> = ids.iter().map(|id| state.marked.get(id)).collect();
    let there: Vec<&Mark> = marks.iter().copied().flatten().collect();
    let mut anchors = state.store.anchors(&there).unwrap_or_default().into_iter();
    let mut records: HashMap<RecordKey, Option<Known>> = HashMap::new();
    let tie = |mark: Option<&Mark>| {
        let (mark, anchor) = (mark?, anchors.next()??);
        let known = records.entry(anchor.record).or_insert_with(|| state.store.record(anchor.record).ok().flatten());
        Some(tied(state, mark, &anchor, known.as_ref()?))
    };
    marks.into_iter().map(tie).collect()
}

fn tied(state: &State, mark: &Mark, anchor: &Anchor, known: &Known) -> Tied {
    let article = &known.record.article;
    let quotation = anchor.quotation.and_then(|number| known.record.quotations.get(number)).map(|quotation| {
        let mut quotation = quotation.clone();
        state.marked.names.correct(&mut quotation, mark.speaker.as_deref());
        quotation
    });
    Tied {
        record: anchor.record,
        quotation: anchor.quotation,
        speaker: quotation.as_ref().map_or_else(String::new, |quotation| quotation.speaker_or_unknown()),
        title: article.title.text.clone(),
        printed: article.printed,
        attributed: quotation
            .map_or_else(|| mark.exact.clone(), |quotation| cite::attributed(&known.record, &quotation)),
    }
}

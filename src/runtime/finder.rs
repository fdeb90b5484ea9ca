//! Looking for candidates. The lines that are looked through are made when they are asked for first.

use super::workers::{Teller, tell};
use crate::app::Message;
use crate::finder::{Index, Question, Tag};
use crate::library::marks::Corrections;
use crate::library::{Store, StoreError};
use crossbeam_channel::Receiver;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The most candidates that the finder is given.
const MOST_CANDIDATES: usize = 200;
/// How many lines are taken in between two looks at what else is to be done.
const LINES: usize = 4096;

/// Something to be done.
#[derive(Debug)]
pub enum Job {
    /// The articles are here from now on, or some of them are gone.
    Store(Store),
    /// These are the tags, and this the reader's word on speakers, from now on.
    Marks(Vec<Tag>, Arc<Corrections>),
    /// Look for candidates.
    Find(u64, Question),
}

/// The finder's thread.
pub struct Finder {
    /// The number of the newest request.
    pub newest: Arc<AtomicU64>,
    /// Where the answers go.
    pub teller: Teller,
}

/// What the thread knows.
#[derive(Default)]
struct State {
    store: Store,
    index: Index,
    asked: Option<(u64, Question)>,
    /// How many lines there were when the question was last answered.
    answered: Option<usize>,
}

impl Finder {
    /// Does what is asked for until nobody asks any more.
    pub fn work(&self, jobs: &Receiver<Job>) {
        let mut state = State::default();
        while let Ok(job) = jobs.recv() {
            take(&mut state, job);
            while state.asked.is_some() {
                if let Ok(job) = jobs.try_recv() {
                    take(&mut state, job);
                    continue;
                }
                match self.step(&mut state) {
                    Ok(more) if more => {}
                    Ok(_) => state.asked = None,
                    Err(error) => {
                        state.asked = None;
                        tell(&self.teller, Message::Warning(error.to_string()));
                    }
                }
            }
        }
    }

    /// Takes in some more lines, and answers where there are many more than before; says whether
    /// there is more to do.
    fn step(&self, state: &mut State) -> Result<bool, StoreError> {
        let more = state.index.catch_up(&state.store, LINES)?;
        let enough = state.answered.is_none_or(|before| state.index.len() >= 2 * before);
        if !more || enough {
            state.answered = Some(state.index.len());
            self.answer(state);
        }
        Ok(more)
    }

    fn answer(&self, state: &mut State) {
        let State { store, index, asked, .. } = state;
        let Some((generation, question)) = asked else { return };
        let generation = *generation;
        let cancelled = || self.newest.load(Ordering::Relaxed) != generation;
        let corrections = Arc::clone(index.corrections());
        let records = |key| Some(corrections.record(key, store.record(key).ok()??.record));
        let answered = &mut |answer| tell(&self.teller, Message::FoundCandidates { generation, answer });
        index.find(&records, question, MOST_CANDIDATES, &cancelled, answered);
    }
}

fn take(state: &mut State, job: Job) {
    match job {
        Job::Store(store) => {
            let index = Index::corrected_by(Arc::clone(state.index.corrections()));
            *state = State { store, index, asked: state.asked.take(), answered: None };
        }
        Job::Marks(tags, corrections) => {
            if *corrections != **state.index.corrections() {
                state.index = Index::corrected_by(corrections);
            }
            state.index.set_tags(tags);
            state.answered = None;
        }
        Job::Find(generation, question) => {
            state.asked = Some((generation, question));
            state.answered = None;
        }
    }
}

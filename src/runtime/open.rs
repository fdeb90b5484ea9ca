//! Opening articles: a look into memory or a file, and the quotations of those that nobody has looked
//! for yet.

use super::workers::{Teller, Told};
use crate::app::Message;
use crate::article::{Origin, Place};
use crate::library::{RecordKey, Store, StoreError};
use crossbeam_channel::{Receiver, Sender};
use std::sync::Arc;

/// Something to be done with articles.
#[derive(Debug)]
pub enum Job {
    /// The articles are here from now on.
    Store(Store),
    /// Get one to read.
    Open(RecordKey),
    /// Get one to preview.
    Preview(RecordKey),
    /// Find what stands where the one with this key was read.
    Follow(RecordKey, Origin, Place),
}

/// Does what is asked for until nobody asks any more.
pub fn work(jobs: &Receiver<Job>, answers: &Sender<Message>, teller: &Teller) {
    let mut store = Store::default();
    // Nobody is left to be answered where an answer cannot be sent.
    let answer = |message| drop(answers.send(message));
    for job in jobs {
        match job {
            Job::Store(now) => store = now,
            Job::Open(key) => {
                if let Err(error) = open(&store, key, !jobs.is_empty(), &answer) {
                    answer(Message::OpenFailed(key, error.to_string()));
                    if matches!(error, StoreError::Damaged { .. }) {
                        drop(teller.send(Told::Damaged));
                    }
                }
            }
            Job::Preview(key) => match store.record(key) {
                Ok(Some(known)) => answer(Message::Previewed(key, known.record)),
                Ok(None) => {}
                Err(error) => answer(Message::Warning(error.to_string())),
            },
            Job::Follow(key, origin, place) => {
                // What cannot be found for a fault of the file is not shown either.
                let found = store.article_at(&origin, &place).ok().flatten().filter(|found| *found != key);
                answer(Message::Followed(key, found));
            }
        }
    }
}

/// Opens an article; `in_passing`, if something else was asked for since, without what takes longer.
fn open(store: &Store, key: RecordKey, in_passing: bool, answer: &dyn Fn(Message)) -> Result<(), StoreError> {
    let Some(known) = store.record(key)? else {
        answer(Message::OpenFailed(key, "this article is gone from its file".to_owned()));
        return Ok(());
    };
    answer(Message::Opened(key, known.clone()));
    if in_passing {
        return Ok(());
    }
    answer(Message::Printings(key, store.printings(key)?));
    if known.pending {
        let as_it_is = Arc::clone(&known.record);
        answer(Message::Quoted(key, known.complete().unwrap_or(as_it_is)));
    }
    Ok(())
}

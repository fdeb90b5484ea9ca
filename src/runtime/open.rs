//! Opening articles: a look into memory or a file, and the quotations of those that nobody has looked
//! for yet.

use crate::app::Message;
use crate::article::{Origin, Place};
use crate::library::{RecordKey, Store};
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
pub fn work(jobs: &Receiver<Job>, answers: &Sender<Message>) {
    let mut store = Store::default();
    // Nobody is left to be answered where an answer cannot be sent.
    let answer = |message| drop(answers.send(message));
    for job in jobs {
        match job {
            Job::Store(now) => store = now,
            Job::Open(key) => open(&store, key, !jobs.is_empty(), &answer),
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
fn open(store: &Store, key: RecordKey, in_passing: bool, answer: &dyn Fn(Message)) {
    let known = match store.record(key) {
        Ok(Some(known)) => known,
        Ok(None) => return answer(Message::OpenFailed(key, "this article is gone from its file".to_owned())),
        Err(error) => return answer(Message::OpenFailed(key, error.to_string())),
    };
    answer(Message::Opened(key, known.clone()));
    if in_passing {
        return;
    }
    if let Ok(printings) = store.printings(key) {
        answer(Message::Printings(key, printings));
    }
    if known.pending {
        let as_it_is = Arc::clone(&known.record);
        answer(Message::Quoted(key, known.complete().unwrap_or(as_it_is)));
    }
}

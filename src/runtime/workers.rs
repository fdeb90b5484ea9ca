//! Long work, off the thread that draws: loading, and looking for candidates.

use super::input::spawn;
use super::terminal::take_worker_panic;
use crate::app::Message;
use crate::finder::{Index, Question};
use crate::import::ReadOptions;
use crate::library::load::{Cancel, LoadEvent, Source, load};
use crate::library::{Library, Record, RecordKey};
use crossbeam_channel::{Receiver, Sender, unbounded};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The most candidates that the finder is given.
const MOST_CANDIDATES: usize = 200;

/// The threads that work for the reader. Dropping it cancels their work.
#[derive(Debug)]
pub struct Workers {
    library: Library,
    messages: Receiver<Message>,
    cancel: Cancel,
    jobs: Sender<Job>,
    newest: Arc<AtomicU64>,
    /// Keeps the channel open, whatever becomes of the threads.
    _sender: Sender<Message>,
}

/// Something for the finder's thread to do.
#[derive(Debug)]
enum Job {
    /// The library has grown.
    Grown,
    /// Look for candidates.
    Find(u64, Question),
}

impl Workers {
    /// Starts the threads; loading begins at once.
    ///
    /// # Errors
    ///
    /// When a thread cannot be started.
    pub fn start(source: Source, options: ReadOptions) -> io::Result<Self> {
        let (sender, messages) = unbounded();
        let (jobs, to_do) = unbounded();
        let library = Library::default();
        let cancel = Cancel::default();
        let newest = Arc::new(AtomicU64::new(0));

        let finder = Finder { library: library.clone(), newest: Arc::clone(&newest), answers: sender.clone() };
        spawn("finder", move || guarded(&finder.answers, || finder.work(&to_do)))?;

        let loader = Loader { library: library.clone(), sender: sender.clone(), jobs: jobs.clone() };
        let cancelled = cancel.clone();
        spawn("loader", move || guarded(&loader.sender, || loader.work(&source, &options, &cancelled)))?;
        Ok(Workers { library, messages, cancel, jobs, newest, _sender: sender })
    }

    /// What the workers have to say.
    pub fn messages(&self) -> &Receiver<Message> {
        &self.messages
    }

    /// One record, whole.
    pub fn record(&self, key: RecordKey) -> Option<Arc<Record>> {
        self.library.record(key)
    }

    /// Looks for candidates; an earlier request that is still running is given up.
    pub fn find(&self, generation: u64, question: Question) {
        self.newest.store(generation, Ordering::Relaxed);
        // The finder's thread ends only with the session: nobody is left to be answered then.
        drop(self.jobs.send(Job::Find(generation, question)));
    }

    /// Stops loading; what is there stays.
    pub fn cancel_load(&self) {
        self.cancel.cancel();
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.cancel.cancel();
        self.newest.store(u64::MAX, Ordering::Relaxed);
    }
}

/// Does a thread's work; a panic in it is told, not only lived through.
fn guarded(sender: &Sender<Message>, work: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(work)).is_err() {
        let reason = take_worker_panic().unwrap_or_default();
        drop(sender.send(Message::WorkerFailed(reason)));
    }
}

struct Loader {
    library: Library,
    sender: Sender<Message>,
    jobs: Sender<Job>,
}

impl Loader {
    fn work(&self, source: &Source, options: &ReadOptions, cancel: &Cancel) {
        // A message that cannot be sent has nobody to read it any more.
        let tell = |message| drop(self.sender.send(message));
        load(source, options, cancel, &mut |event| match event {
            LoadEvent::Found(files) => tell(Message::Found(files)),
            LoadEvent::Batch(records) => {
                let summaries = self.library.add(records);
                tell(Message::Loaded(summaries, self.library.counts()));
                drop(self.jobs.send(Job::Grown));
            }
            LoadEvent::Failed(failure) => tell(Message::Failed(failure.error.to_string())),
        });
        tell(Message::LoadEnded);
    }
}

struct Finder {
    library: Library,
    newest: Arc<AtomicU64>,
    answers: Sender<Message>,
}

impl Finder {
    fn work(&self, jobs: &Receiver<Job>) {
        let mut index = Index::default();
        for job in jobs {
            index.catch_up(&self.library);
            let Job::Find(generation, question) = job else { continue };
            let cancelled = || self.newest.load(Ordering::Relaxed) != generation;
            let records = |key| self.library.record(key);
            let answered = &mut |answer| drop(self.answers.send(Message::FoundCandidates { generation, answer }));
            index.find(&records, &question, MOST_CANDIDATES, &cancelled, answered);
        }
    }
}

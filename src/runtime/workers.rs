//! Long work, off the thread that draws: loading, opening articles, looking for candidates, sorting.

use super::desk::{self, Desk};
use super::input::spawn;
use super::terminal::take_worker_panic;
use super::{Opening, finder, import, load, marker, open};
use crate::app::Message;
use crate::app::exporting::Export;
use crate::app::inquiry::Inquiry;
use crate::app::list::Sorting;
use crate::article::{Origin, Place};
use crate::finder::Question;
use crate::import::ReadOptions;
use crate::library::load::Cancel;
use crate::library::{RecordKey, Store};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use std::convert::Infallible;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What a worker has to say.
#[derive(Debug)]
pub enum Told {
    /// Something for the core.
    Message(Message),
    /// The articles are here from now on; keys that were told before mean nothing there.
    Store(Store),
    /// What the articles are kept in turned out to be damaged.
    Damaged,
}

/// Where workers say it.
pub type Teller = Sender<Told>;

/// Tells the core. What cannot be sent has nobody to read it any more.
pub fn tell(teller: &Teller, message: Message) {
    drop(teller.send(Told::Message(message)));
}

/// The threads that work for the reader. Dropping it cancels their work.
#[derive(Debug)]
pub struct Workers {
    told: Receiver<Told>,
    opened: Receiver<Message>,
    opening: Opening,
    options: ReadOptions,
    /// Whether what is opened was made anew already.
    anew: bool,
    cancel: Cancel,
    openings: Sender<open::Job>,
    finds: Sender<finder::Job>,
    desk: Desk,
    marks: Sender<marker::Job>,
    /// Open as long as the marks are being kept.
    marking: Receiver<Infallible>,
    newest: Arc<AtomicU64>,
    /// Open as long as the loader works.
    loading: Receiver<Infallible>,
    /// Open as long as somebody listens.
    listening: Sender<Infallible>,
    ended: Receiver<Infallible>,
    /// Keeps the channel open, whatever becomes of the threads.
    teller: Teller,
    _answers: Sender<Message>,
}

impl Workers {
    /// Starts the threads; loading begins at once.
    ///
    /// # Errors
    ///
    /// When a thread cannot be started.
    pub fn start(opening: Opening, marks: Option<PathBuf>, options: ReadOptions) -> io::Result<Self> {
        let (teller, told) = unbounded();
        let (answers, opened) = unbounded();
        let (openings, to_open) = unbounded();
        let (finds, to_find) = unbounded();
        let (listening, ended) = unbounded();
        let (_, loading) = unbounded();
        let cancel = Cancel::default();
        let newest = Arc::new(AtomicU64::new(0));

        let (answer, faults) = (answers.clone(), teller.clone());
        spawn("opener", move || guarded(&faults, || open::work(&to_open, &answer, &faults)))?;
        let finder = finder::Finder { newest: Arc::clone(&newest), teller: teller.clone() };
        spawn("finder", move || guarded(&finder.teller.clone(), || finder.work(&to_find)))?;
        let desk = Desk::open(&teller)?;
        let (marks, marking) = keep_marks(marks, &answers, &teller, &finds, desk.tags())?;
        let mut workers = Workers {
            told,
            opened,
            opening,
            options,
            anew: false,
            cancel,
            openings,
            finds,
            desk,
            marks,
            marking,
            newest,
            loading,
            listening,
            ended,
            teller,
            _answers: answers,
        };
        workers.load()?;
        Ok(workers)
    }

    /// Starts loading, once what was loaded before is done.
    fn load(&mut self) -> io::Result<()> {
        let (until_done, loading) = unbounded::<Infallible>();
        let (anew, before) = (self.anew, std::mem::replace(&mut self.loading, loading));
        let (opening, options, ended) = (self.opening.clone(), self.options.clone(), self.ended.clone());
        let (teller, cancel) = (self.teller.clone(), self.cancel.clone());
        spawn("loader", move || {
            let _until_done = until_done;
            // Nothing ever comes but the end.
            let _ = before.recv();
            give_way();
            guarded(&teller, || match &opening {
                Opening::Memory(source) => load::work(source, &options, &cancel, &teller),
                Opening::Library(file) => {
                    let (options, cancel, teller, ended) = (&options, &cancel, &teller, &ended);
                    let keeper = import::Keeper { file, options, cancel, teller, ended };
                    if anew { keeper.make_anew() } else { keeper.work() }
                }
            });
        })
    }

    /// Makes the index anew that the articles are kept in, if it is one, but only once.
    pub fn make_anew(&mut self) {
        let is_index = matches!(&self.opening, Opening::Library(file) if file.derived);
        if !is_index || std::mem::replace(&mut self.anew, true) {
            return;
        }
        if let Err(error) = self.load() {
            tell(&self.teller, Message::WorkerFailed(error.to_string()));
        }
    }

    /// What the workers have to say.
    pub fn told(&self) -> &Receiver<Told> {
        &self.told
    }

    /// The articles that were asked for.
    pub fn opened(&self) -> &Receiver<Message> {
        &self.opened
    }

    /// The articles are in `store` from now on.
    pub fn ask_from_now_on(&self, store: &Store) {
        // The threads end only with the session: nobody is left to be answered then.
        drop(self.openings.send(open::Job::Store(store.clone())));
        drop(self.finds.send(finder::Job::Store(store.clone())));
        self.desk.hold(store);
        drop(self.marks.send(marker::Job::Store(store.clone())));
    }

    /// Has the marks looked after: something is to be done to them, or articles have come or gone.
    pub fn mark(&self, job: marker::Job) {
        drop(self.marks.send(job));
    }

    /// Opens an article; earlier ones that are not there yet are given up.
    pub fn open(&self, key: RecordKey) {
        drop(self.openings.send(open::Job::Open(key)));
    }

    /// Gets an article to preview.
    pub fn preview(&self, key: RecordKey) {
        drop(self.openings.send(open::Job::Preview(key)));
    }

    /// Finds what stands where the article with this key was read.
    pub fn follow(&self, key: RecordKey, origin: Origin, place: Place) {
        drop(self.openings.send(open::Job::Follow(key, origin, place)));
    }

    /// Looks for candidates; an earlier request that is still running is given up.
    pub fn find(&self, generation: u64, question: Question) {
        self.newest.store(generation, Ordering::Relaxed);
        drop(self.finds.send(finder::Job::Find(generation, question)));
    }

    /// Asks the library; questions of an older generation that are not answered yet are given up.
    pub fn ask(&self, generation: u64, inquiries: Vec<Inquiry>) {
        self.desk.ask(generation, inquiries);
    }

    /// Exports something.
    pub fn export(&self, export: Export) {
        self.desk.export(export);
    }

    /// Puts rows of the list into order.
    pub fn sort(&self, sorting: Sorting) {
        let teller = self.teller.clone();
        let started = spawn("sorter", move || {
            guarded(&teller, || tell(&teller, Message::Sorted(sorting.run())));
        });
        if let Err(error) = started {
            tell(&self.teller, Message::WorkerFailed(error.to_string()));
        }
    }

    /// Stops loading; what is there stays.
    pub fn cancel_load(&self) {
        self.cancel.cancel();
    }

    /// Takes in no more marks, and waits until those that came are written, but no longer than `patience`; says whether
    /// they are.
    pub fn finish_marking(&mut self, patience: Duration) -> bool {
        self.marks = unbounded().0;
        // Nothing ever comes but the end.
        matches!(self.marking.recv_timeout(patience), Err(RecvTimeoutError::Disconnected))
    }

    /// Stops loading, and waits until what it has begun to write is written, but no longer than
    /// `patience`.
    pub fn finish(self, patience: Duration) {
        self.cancel.cancel();
        drop(self.listening);
        self.desk.finish(patience);
        // Nothing ever comes but the end.
        let _ = self.loading.recv_timeout(patience);
    }
}

/// Starts the thread that keeps the marks: where to tell it what to do, and what is open as long as it
/// works.
fn keep_marks(
    file: Option<PathBuf>,
    answers: &Sender<Message>,
    teller: &Teller,
    finder: &Sender<finder::Job>,
    desk: desk::Tags,
) -> io::Result<(Sender<marker::Job>, Receiver<Infallible>)> {
    let (marks, to_mark) = unbounded();
    let (until_done, marking) = unbounded::<Infallible>();
    let marker =
        marker::Marker { file, answers: answers.clone(), teller: teller.clone(), finder: finder.clone(), desk };
    spawn("marks", move || {
        let _until_done = until_done;
        guarded(&marker.teller.clone(), || marker.work(&to_mark));
    })?;
    Ok((marks, marking))
}

/// How much less the threads that load want the processor than the one that draws (`nice`).
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Lets the thread, and those that it starts, give way to the one that draws.
pub fn give_way() {
    // On Linux this is about the calling thread, elsewhere about all of them. Where it is not
    // allowed, frames may be late while much is loaded.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, NICENESS);
}

/// Does a thread's work; a panic in it is told, not only lived through.
pub fn guarded(teller: &Teller, work: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(work)).is_err() {
        let reason = take_worker_panic().unwrap_or_default();
        tell(teller, Message::WorkerFailed(reason));
    }
}

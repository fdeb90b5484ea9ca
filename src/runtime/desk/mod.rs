//! The desk that answers what the screens ask the library. What takes long is answered by another thread than
//! what does not, so that it holds nothing up; a newer question gives up those before it.

mod check;
mod compare;
mod export;
mod holdings;
mod people;
mod search;
mod table;
mod write;

use super::input::spawn;
use super::workers::{Teller, guarded, tell};
use crate::app::Message;
use crate::app::exporting::Export;
use crate::app::inquiry::{Inquiry, Reply};
use crate::app::loading::Stage;
use crate::export::FileError;
use crate::library::load::Cancel;
use crate::library::marks::Corrections;
use crate::library::{Store, StoreError};
use crate::search::{SearchError, Tagged};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use holdings::{Holdings, Shelf};
use std::cell::RefCell;
use std::convert::Infallible;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A question, and what may stop it.
#[derive(Debug)]
struct Job {
    generation: u64,
    inquiry: Inquiry,
    cancel: Cancel,
}

/// The desk. Dropping it gives up what it is asked.
#[derive(Debug)]
pub struct Desk {
    holdings: Arc<Mutex<Holdings>>,
    jobs: Sender<Job>,
    long_jobs: Sender<Job>,
    newest: RefCell<(u64, Cancel)>,
    exports: Sender<Export>,
    /// Gives up what is being exported.
    stop: Cancel,
    /// Open as long as something is being exported.
    exporting: Receiver<Infallible>,
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
enum NoAnswer {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Search(#[from] SearchError),
    #[error("no room to index what is in memory: {0}")]
    Room(#[from] io::Error),
    #[error("{0}")]
    Claim(#[from] crate::search::wording::NoClaim),
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{0}")]
    Query(String),
    #[error("no other printing of this text is known")]
    OnlyPrinting,
    #[error("this quotation is gone")]
    Gone,
    #[error("nobody is known to have said this")]
    Nobody,
    /// Nobody waits for it any more.
    #[error("stopped")]
    GivenUp,
}

impl Desk {
    /// Starts its threads; answers go to `teller`.
    ///
    /// # Errors
    /// When a thread cannot be started.
    pub fn open(teller: &Teller) -> io::Result<Self> {
        let holdings = Arc::new(Mutex::new(Holdings::default()));
        let start = |name: &str| {
            let (jobs, asked) = unbounded();
            let (holdings, teller) = (Arc::clone(&holdings), teller.clone());
            spawn(name, move || guarded(&teller, || work(&holdings, &asked, &teller))).map(|()| jobs)
        };
        let (jobs, long_jobs) = (start("desk")?, start("archivist")?);
        let (exports, asked) = unbounded();
        let (until_done, exporting) = unbounded::<Infallible>();
        let stop = Cancel::default();
        let (held, teller, due) = (Arc::clone(&holdings), teller.clone(), stop.clone());
        spawn("exporter", move || {
            let _until_done = until_done;
            guarded(&teller, || export::work(&held, &asked, &due, &teller));
        })?;
        Ok(Self { holdings, jobs, long_jobs, newest: RefCell::default(), exports, stop, exporting })
    }

    /// The articles are in `store` from now on.
    pub fn hold(&self, store: &Store) {
        self.holdings.lock().unwrap_or_else(PoisonError::into_inner).replace(store.clone());
    }

    /// Where the desk is told what has tags.
    pub fn tags(&self) -> Tags {
        Tags(Arc::clone(&self.holdings))
    }

    /// Exports something.
    pub fn export(&self, export: Export) {
        // The thread ends only with the desk.
        drop(self.exports.send(export));
    }

    /// Gives up what it is asked, but lets what is being exported be finished, for no longer than `patience`.
    pub fn finish(mut self, patience: Duration) {
        self.exports = unbounded().0;
        // Nothing ever comes but the end.
        if let Err(RecvTimeoutError::Timeout) = self.exporting.recv_timeout(patience) {
            self.stop.cancel();
            let _ = self.exporting.recv_timeout(patience);
        }
    }

    /// Asks. Questions of another generation are given up.
    pub fn ask(&self, generation: u64, inquiries: Vec<Inquiry>) {
        let mut newest = self.newest.borrow_mut();
        if newest.0 != generation {
            newest.1.cancel();
            *newest = (generation, Cancel::default());
        }
        for inquiry in inquiries {
            let jobs = if inquiry.is_long() { &self.long_jobs } else { &self.jobs };
            // The threads end only with the desk.
            drop(jobs.send(Job { generation, inquiry, cancel: newest.1.clone() }));
        }
    }
}

/// Where the desk is told what has tags, and of corrections.
#[derive(Debug, Clone)]
pub struct Tags(Arc<Mutex<Holdings>>);

impl Tags {
    /// These have tags, and this is the reader's word on speakers, from now on.
    pub fn hold(&self, tagged: Vec<Tagged>, corrections: Arc<Corrections>) {
        let mut holdings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        holdings.tag(tagged);
        holdings.correct(corrections);
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.newest.borrow().1.cancel();
        self.stop.cancel();
    }
}

fn work(holdings: &Mutex<Holdings>, asked: &Receiver<Job>, teller: &Teller) {
    for Job { generation, inquiry, cancel } in asked {
        let say = |reply| {
            if !cancel.is_cancelled() {
                tell(teller, Message::Replied(generation, reply));
            }
        };
        // Of what is in memory, all that is indexed is searched, and again when more of it is.
        let step = || -> Result<Option<Stage>, NoAnswer> {
            let shelf = shelf(holdings, &cancel)?;
            say(answer(&shelf, inquiry.clone(), &cancel, &say)?);
            Ok(shelf.indexing.filter(|_| is_about_all(&inquiry)))
        };
        let mut indexes = false;
        let answered = loop {
            match step() {
                Ok(Some(stage)) => {
                    indexes = true;
                    tell(teller, Message::Progress(stage));
                }
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        match answered {
            Ok(()) | Err(NoAnswer::GivenUp) => {}
            Err(error) => say(Reply::Failed(error.to_string())),
        }
        if indexes {
            tell(teller, Message::LoadEnded);
        }
    }
}

/// Whether what is not indexed yet may change the answer.
fn is_about_all(inquiry: &Inquiry) -> bool {
    match inquiry {
        Inquiry::Page { skip, .. } => *skip == 0,
        Inquiry::Rows(_) | Inquiry::Write(..) => false,
        _ => true,
    }
}

/// What there is to be searched now.
fn shelf(holdings: &Mutex<Holdings>, cancel: &Cancel) -> Result<Shelf, NoAnswer> {
    if cancel.is_cancelled() {
        return Err(NoAnswer::GivenUp);
    }
    holdings.lock().unwrap_or_else(PoisonError::into_inner).shelf(cancel)
}

/// The answer; what is known before all of it is, is said meanwhile.
fn answer(shelf: &Shelf, inquiry: Inquiry, cancel: &Cancel, say: &dyn Fn(Reply)) -> Result<Reply, NoAnswer> {
    match inquiry {
        Inquiry::Check(claimed) => check::answer(shelf, claimed, cancel, say),
        Inquiry::Page { query, sort, skip } => search::page(shelf, &query, sort, skip, cancel),
        Inquiry::Count(query) => search::count(shelf, &query, cancel),
        Inquiry::Facets(query) => search::facets(shelf, &query, cancel),
        Inquiry::Numbers { filter, order, most } => table::numbers(shelf, &filter, order, most, cancel),
        Inquiry::Rows(numbers) => table::rows(shelf, &numbers),
        Inquiry::Concordance(query) => search::concordance(shelf, &query, cancel),
        Inquiry::People { filter, order } => people::all(shelf, &filter, order, cancel),
        Inquiry::Profile(whom) => people::profile(shelf, whom, cancel),
        Inquiry::Quoted(whom) => people::quoted(shelf, whom, cancel),
        Inquiry::Stock => Ok(Reply::Stock(Box::new(shelf.stock()?))),
        Inquiry::Compare(record, other) => compare::answer(shelf, record, other),
        Inquiry::Write(record, number, action) => write::answer(shelf, record, number, action),
    }
}

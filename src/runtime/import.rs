//! A library in a file behind the reader: shown at once as it is, brought up to its files while it is
//! read, and then, where that is asked for, kept up with them.

use super::watch::Watch;
use super::workers::{Teller, Told, tell};
use super::{LibraryFile, load, update};
use crate::app::Message;
use crate::app::loading::Stage;
use crate::app::rows::Rows;
use crate::import::ReadOptions;
use crate::library::load::{Cancel, Source};
use crate::library::{Archive, Filter, Part, RecordKey, Store, StoreError, Writer, stale};
use crossbeam_channel::{Receiver, RecvTimeoutError};
use std::convert::Infallible;
use std::fs;
use std::time::{Duration, SystemTime};

/// How many articles are shown first: no fewer than a screen has rows.
const FIRST_ROWS: usize = 128;
/// By how much each piece of the list is larger than the one before it.
const GROWTH: usize = 4;
/// How long to wait before looking again whether another whosaid still writes.
const PATIENCE: Duration = Duration::from_secs(1);

/// Who keeps the library.
pub struct Keeper<'a> {
    /// The library.
    pub file: &'a LibraryFile,
    /// How to read its files.
    pub options: &'a ReadOptions,
    /// Stops what is being done.
    pub cancel: &'a Cancel,
    /// Where everything is told.
    pub teller: &'a Teller,
    /// Closed once nobody listens.
    pub ended: &'a Receiver<Infallible>,
}

/// A library that may be written to.
struct Held {
    archive: Archive,
    writer: Writer,
    watch: Option<Watch>,
}

/// A library beside the instance that writes to it; none as long as that has only begun to make it.
type Beside = Option<Shown>;

/// A library that is shown.
struct Shown {
    archive: Archive,
    /// The article that came in last, of those that are shown.
    newest: RecordKey,
}

/// What there is to do once the library is shown and brought up to its files.
enum Then {
    /// To keep it up with them.
    Watch(Box<Held>),
    /// To show what another instance adds to it, and to bring it up to them once that has ended.
    Wait(Beside),
    /// Nothing.
    End,
}

impl Keeper<'_> {
    /// Opens the library, and works on it until there is nothing more to do or nobody listens.
    pub fn work(&self) {
        match self.open() {
            Err(StoreError::Damaged { .. } | StoreError::Foreign { .. }) if self.file.derived => self.make_anew(),
            outcome => self.opened(outcome),
        }
    }

    /// Makes an index anew that was found to be damaged, then works on it as before.
    pub fn make_anew(&self) {
        let removed = Archive::remove(&self.file.file);
        self.opened(removed.and_then(|()| {
            self.tell(Message::Afresh);
            self.tell(Message::Kept("", "the index was damaged: it is being made anew".to_owned()));
            self.open()
        }));
    }

    fn opened(&self, outcome: Result<Then, StoreError>) {
        match outcome {
            Ok(then) => {
                self.tell(Message::LoadEnded);
                if self.file.derived {
                    stale::remove_stale(&self.file.file, SystemTime::now());
                }
                self.go_on(then);
            }
            Err(error) if self.file.derived => self.do_without(&error),
            Err(error) => {
                self.tell(Message::Failed(error.to_string()));
                self.tell(Message::LoadEnded);
            }
        }
    }

    /// Shows the library and brings it up to its files.
    fn open(&self) -> Result<Then, StoreError> {
        let LibraryFile { file, paths, derived, .. } = self.file;
        // One without a byte is being made by another instance.
        let shown = fs::metadata(file).is_ok_and(|metadata| metadata.len() > 0);
        let mut pending = 0;
        let mut beside = None;
        if shown {
            let archive = Archive::open_to_read(file)?;
            let newest = archive.newest()?;
            self.show(&archive)?;
            pending = archive.pending()?;
            beside = Some(Shown { archive, newest });
        }
        if self.cancel.is_cancelled() || paths.is_empty() && pending == 0 {
            return Ok(Then::End);
        }
        self.tell(Message::Progress(Stage::Looking));
        match self.hold() {
            Err(StoreError::Busy { .. }) => {
                self.tell(Message::Kept("read only", self.busy()));
                Ok(Then::Wait(beside))
            }
            Err(error) if !derived && shown => {
                self.tell(Message::Kept("read only", error.to_string()));
                Ok(Then::End)
            }
            Err(error) => Err(error),
            Ok(mut held) => {
                if !shown {
                    self.ask_from_now_on(&held.archive);
                }
                self.update(&mut held, &self.all())?;
                Ok(Then::Watch(Box::new(held)))
            }
        }
    }

    fn ask_from_now_on(&self, archive: &Archive) {
        drop(self.teller.send(Told::Store(Store::File(archive.clone()))));
    }

    fn busy(&self) -> String {
        let what = if self.file.derived { "the index of these files" } else { "this library" };
        format!("another whosaid is writing to {what}: it is shown as far as it is")
    }

    /// Tells of all articles, the newest first.
    fn show(&self, archive: &Archive) -> Result<(), StoreError> {
        self.ask_from_now_on(archive);
        let (mut after, mut most) = (None, FIRST_ROWS);
        loop {
            let page = archive.summaries(after, most, &Filter::default())?;
            self.tell(Message::Loaded(Rows::of(&page)));
            match page.last() {
                Some(last) if page.len() == most => after = Some((last.printed, last.key)),
                _ => break,
            }
            most = (most * GROWTH).min(Rows::MOST);
        }
        self.tell(Message::Counted(archive.counts()?));
        archive.rest();
        Ok(())
    }

    /// Claims the right to write; from then on nothing that happens to the files is missed.
    fn hold(&self) -> Result<Held, StoreError> {
        let LibraryFile { file, paths, watch, .. } = self.file;
        let archive = Archive::open(file)?;
        let writer = archive.writer()?;
        let watch = watch.then(|| Watch::over(paths, file));
        if let Some(watch) = &watch {
            self.tell(Message::Kept("watching", watch.fault().unwrap_or_default()));
        }
        Ok(Held { archive, writer, watch })
    }

    /// Everything that the library is made from.
    fn all(&self) -> Vec<Part> {
        self.file.paths.iter().map(|path| Part::all(path)).collect()
    }

    fn update(&self, held: &mut Held, parts: &[Part]) -> Result<(), StoreError> {
        update::run(&held.archive, &mut held.writer, parts, self.options, self.cancel, self.teller)
    }

    /// Does what there is to do, as long as somebody reads.
    fn go_on(&self, then: Then) {
        let outcome = match then {
            Then::Watch(held) => self.watch(*held),
            Then::Wait(beside) => self.wait_for_writer(beside),
            Then::End => Ok(()),
        };
        if let Err(error) = outcome {
            self.tell(Message::Kept("", error.to_string()));
            self.tell(Message::LoadEnded);
        }
    }

    fn watch(&self, mut held: Held) -> Result<(), StoreError> {
        let Some(mut watch) = held.watch.take() else { return Ok(()) };
        let mut fault = watch.fault();
        while let Some(parts) = watch.changed(self.ended)
            && !self.cancel.is_cancelled()
        {
            if watch.fault() != fault {
                fault = watch.fault();
                self.tell(Message::Kept("watching", fault.clone().unwrap_or_default()));
            }
            watch.time(|| self.update(&mut held, &parts))?;
            self.tell(Message::LoadEnded);
        }
        Ok(())
    }

    fn wait_for_writer(&self, mut beside: Beside) -> Result<(), StoreError> {
        while !self.cancel.is_cancelled() && self.ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            let mut held = match self.hold() {
                Err(StoreError::Busy { .. }) => {
                    self.catch_up(&mut beside)?;
                    continue;
                }
                held => held?,
            };
            if held.watch.is_none() {
                self.tell(Message::Kept("", String::new()));
            }
            self.show(&held.archive)?;
            self.update(&mut held, &self.all())?;
            self.tell(Message::LoadEnded);
            return self.watch(held);
        }
        Ok(())
    }

    /// Tells what another instance has added.
    fn catch_up(&self, beside: &mut Beside) -> Result<(), StoreError> {
        if beside.is_none() {
            // What is being made is no library for a moment.
            let Ok(archive) = Archive::open_to_read(&self.file.file) else { return Ok(()) };
            self.ask_from_now_on(&archive);
            *beside = Some(Shown { archive, newest: RecordKey(0) });
        }
        let Some(Shown { archive, newest }) = beside else { return Ok(()) };
        while !self.cancel.is_cancelled() {
            let added = archive.added_since(*newest, Rows::MOST)?;
            let Some(last) = added.last() else { break };
            *newest = last.key;
            self.tell(Message::Loaded(Rows::of(&added)));
        }
        self.tell(Message::Counted(archive.counts()?));
        archive.rest();
        Ok(())
    }

    /// Reads everything into memory, because the index cannot be kept.
    fn do_without(&self, error: &StoreError) {
        let why = match error {
            StoreError::Newer { .. } => "the index was written by a newer whosaid".to_owned(),
            StoreError::Full { .. } => "the disk is full".to_owned(),
            StoreError::ReadOnly { path } => format!("nothing can be written to {}", path.display()),
            StoreError::Busy { .. } => "another whosaid is writing the index".to_owned(),
            other => other.to_string(),
        };
        self.tell(Message::Afresh);
        self.tell(Message::Kept("in memory", format!("no index is kept: {why}")));
        load::work(&Source::Paths(self.file.paths.clone()), self.options, self.cancel, self.teller);
    }

    fn tell(&self, message: Message) {
        tell(self.teller, message);
    }
}

//! Loading into memory.

use super::workers::{Teller, Told, tell};
use crate::app::Message;
use crate::app::loading::Stage;
use crate::app::rows::Rows;
use crate::import::ReadOptions;
use crate::library::load::{Cancel, LoadEvent, Source, load};
use crate::library::{Library, Store};

/// Reads all of `source` into memory, telling of it as it comes.
pub fn work(source: &Source, options: &ReadOptions, cancel: &Cancel, teller: &Teller) {
    let library = Library::default();
    drop(teller.send(Told::Store(Store::Memory(library.clone()))));
    let (mut found, mut failed) = (0, 0);
    load(source, options, cancel, &mut |event| {
        match event {
            LoadEvent::Found(files) => found = files,
            LoadEvent::Batch(records) => {
                let summaries = library.add(records);
                tell(teller, Message::Loaded(Rows::of(&summaries)));
                tell(teller, Message::Counted(library.counts()));
            }
            LoadEvent::Failed(failure) => {
                failed += 1;
                tell(teller, Message::Failed(failure.error.to_string()));
            }
        }
        let files = library.counts().articles + failed;
        tell(teller, Message::Progress(Stage::Reading { files, of: Some(found), rate: None }));
    });
    tell(teller, Message::LoadEnded);
}

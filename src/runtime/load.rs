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
    let (mut found, mut files, mut last) = (0, 0, None);
    load(source, options, cancel, &mut |event| {
        match event {
            LoadEvent::Found(files) => found = files,
            LoadEvent::Batch(records) => {
                // They come in the order of the files, and a file may hold many.
                for record in &records {
                    if last.as_ref() != Some(&record.article.origin) {
                        last = Some(record.article.origin.clone());
                        files += 1;
                    }
                }
                let summaries = library.add(records);
                tell(teller, Message::Loaded(Rows::of(&summaries)));
                tell(teller, Message::Counted(library.counts()));
            }
            LoadEvent::Failed(failure) => {
                files += 1;
                tell(teller, Message::Failed(failure.error.to_string()));
            }
        }
        tell(teller, Message::Progress(Stage::Reading { files: files.min(found), of: Some(found), rate: None }));
    });
    tell(teller, Message::LoadEnded);
}

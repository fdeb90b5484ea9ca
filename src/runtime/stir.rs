//! Whether somebody else writes into the file of marks: another reader, or a command. The system tells it, so that
//! nothing has to be looked at while nothing happens.

use crossbeam_channel::{Receiver, bounded};
use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::path::Path;

/// A watch over a file and those that SQLite keeps beside it.
#[derive(Debug)]
pub struct Stir {
    signal: Receiver<()>,
    /// Dropped, it tells nothing any more.
    _watcher: RecommendedWatcher,
}

impl Stir {
    /// Watches the file at `path`.
    ///
    /// # Errors
    /// When its folder is missing, or the system does not tell of changes.
    pub fn of(path: &Path) -> notify::Result<Self> {
        let (sender, signal) = bounded(1);
        let name = path.file_name().unwrap_or_default().to_owned();
        let is_ours = move |path: &Path| {
            let other = path.file_name().unwrap_or_default();
            other.as_encoded_bytes().starts_with(name.as_encoded_bytes())
        };
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // What was lost may have been about it.
            let matters =
                event.map_or(true, |event| writes(event.kind) && event.paths.iter().any(|path| is_ours(path)));
            if matters {
                // One signal that waits is enough.
                let _ = sender.try_send(());
            }
        })?;
        watcher.watch(path.parent().unwrap_or(path), RecursiveMode::NonRecursive)?;
        Ok(Self { signal, _watcher: watcher })
    }

    /// Where it is told that something was written.
    pub fn signal(&self) -> &Receiver<()> {
        &self.signal
    }
}

/// Whether something of that kind can have changed what stands in a file.
fn writes(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

//! What happens to files: told by the system, or, where it cannot, found out by looking.

use crate::library::Part;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, after, bounded, never, select};
use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ffi::OsStr;
use std::fs;
use std::path::{self, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long nothing more must have happened before it is looked at what did: a file is written in
/// many pieces.
const CALM: Duration = Duration::from_millis(150);
/// How long things may go on to happen before it is looked at nevertheless.
const LONGEST_STORM: Duration = Duration::from_secs(2);
/// How often files are looked at where the system does not tell.
const EVERY: Duration = Duration::from_secs(2);
/// How many times longer than a look the time between two of them is.
const IDLENESS: u32 = 9;

/// How many changed files and folders are looked at one by one: looking for each of them means listing
/// the folders that it is in.
const MOST_PARTS: usize = 16;

/// A watch over files and folders.
#[derive(Debug)]
pub struct Watch {
    roots: Vec<PathBuf>,
    happened: Arc<Happened>,
    signal: Receiver<()>,
    /// Dropped, it tells nothing any more.
    watcher: notify::Result<RecommendedWatcher>,
    /// How long the last look took.
    cost: Duration,
}

/// Where something happened since it was last looked.
#[derive(Debug)]
struct Happened {
    roots: Vec<PathBuf>,
    /// The library's own file, in which something happens all the time.
    own: PathBuf,
    changed: Mutex<BTreeSet<Part>>,
}

impl Watch {
    /// Watches the files and folders at `paths`, but for the library at `own`.
    pub fn over(paths: &[PathBuf], own: &Path) -> Self {
        let roots: Vec<PathBuf> =
            paths.iter().map(|path| path::absolute(path).unwrap_or_else(|_| path.clone())).collect();
        let own = path::absolute(own).unwrap_or_else(|_| own.to_path_buf());
        let happened = Arc::new(Happened { roots: roots.clone(), own, changed: Mutex::default() });
        let (sender, signal) = bounded(1);
        let watcher = start(&happened, sender);
        Self { roots, happened, signal, watcher, cost: Duration::ZERO }
    }

    /// Why files are looked at every few seconds, if they are.
    pub fn fault(&self) -> Option<String> {
        let error = self.watcher.as_ref().err()?;
        Some(format!(
            "the files are looked at every {} s: the system does not tell of changes ({error})",
            EVERY.as_secs()
        ))
    }

    /// Waits until something has happened and then nothing more for a moment; says which parts of the
    /// files are to be looked at. Nothing once `ended` is closed.
    pub fn changed(&mut self, ended: &Receiver<Infallible>) -> Option<Vec<Part>> {
        let parts = self.wait(ended)?;
        self.arm_again(&parts);
        Some(parts)
    }

    /// A folder that went and came again is another one for the system: has it watched anew. Where that cannot be
    /// done, the files are looked at from now on.
    fn arm_again(&mut self, parts: &[Part]) {
        let Ok(watcher) = &mut self.watcher else { return };
        let moved = parts.iter().filter(|part| part.path == part.root).map(|part| &part.root);
        for root in moved {
            // Where it went, it is watched no more.
            drop(watcher.unwatch(root));
            if let Err(error) = watch(watcher, root, &self.roots) {
                self.watcher = Err(error);
                return;
            }
        }
    }

    fn wait(&self, ended: &Receiver<Infallible>) -> Option<Vec<Part>> {
        if self.watcher.is_err() {
            let pause = EVERY.max(self.cost * IDLENESS);
            return (ended.recv_timeout(pause) == Err(RecvTimeoutError::Timeout)).then(|| all(&self.roots).collect());
        }
        let mut first: Option<Instant> = None;
        loop {
            let calm = if first.is_some() { after(CALM.max(self.cost)) } else { never() };
            select! {
                recv(ended) -> _ => return None,
                recv(self.signal) -> _ => {
                    let first = *first.get_or_insert_with(Instant::now);
                    if first.elapsed() >= LONGEST_STORM + self.cost * IDLENESS {
                        return Some(self.happened.take());
                    }
                }
                recv(calm) -> _ => return Some(self.happened.take()),
            }
        }
    }

    /// Does what there is to do about it; the longer that takes, the less often it is done.
    pub fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        self.cost = began.elapsed();
        done
    }
}

fn start(happened: &Arc<Happened>, signal: Sender<()>) -> notify::Result<RecommendedWatcher> {
    let heard = Arc::clone(happened);
    let mut watcher = notify::recommended_watcher(move |event| {
        if heard.hear(event) {
            // One signal that waits is enough.
            let _ = signal.try_send(());
        }
    })?;
    happened.roots.iter().try_for_each(|root| watch(&mut watcher, root, &happened.roots))?;
    Ok(watcher)
}

/// Watches a file or folder, and where it stands: what is saved or moved there is often another one in its place.
fn watch(watcher: &mut RecommendedWatcher, root: &Path, roots: &[PathBuf]) -> notify::Result<()> {
    let parent = root.parent().unwrap_or(root);
    // What is watched with all that is in it must not be watched with less.
    let is_within = roots.iter().any(|other| other != root && parent.starts_with(other));
    let around = if is_within { Ok(()) } else { watcher.watch(parent, RecursiveMode::NonRecursive) };
    if fs::metadata(root).is_ok_and(|metadata| metadata.is_dir()) {
        // Where one may not watch what is around a folder, the folder itself is watched.
        watcher.watch(root, RecursiveMode::Recursive)
    } else {
        around
    }
}

impl Happened {
    /// Notes what happened; says whether it matters.
    fn hear(&self, event: notify::Result<notify::Event>) -> bool {
        let event = match event {
            Ok(event) if event.need_rescan() => return self.note(all(&self.roots)),
            Ok(event) => event,
            // What was lost may have been anything.
            Err(_) => return self.note(all(&self.roots)),
        };
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        if matches!(event.kind, EventKind::Access(_)) && event.kind != written {
            return false;
        }
        let parts = self.roots.iter().flat_map(|root| {
            let paths = event.paths.iter().filter(|path| self.matters(root, path));
            paths.map(|path| Part { root: root.clone(), path: path.clone() })
        });
        self.note(parts)
    }

    /// Whether something that happened to the file at `path` can change what is read of `root`.
    fn matters(&self, root: &Path, path: &Path) -> bool {
        let is_hidden = |name: &OsStr| name.as_encoded_bytes().starts_with(b".");
        // SQLite's files stand beside the library's, called like it and more.
        let is_own = path.parent() == self.own.parent()
            && self
                .own
                .file_name()
                .zip(path.file_name())
                .is_some_and(|(own, name)| name.as_encoded_bytes().starts_with(own.as_encoded_bytes()));
        !is_own && path.strip_prefix(root).is_ok_and(|below| !below.iter().any(is_hidden))
    }

    fn note(&self, parts: impl Iterator<Item = Part>) -> bool {
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        let mut any = false;
        for part in parts {
            any = true;
            changed.insert(part);
        }
        if changed.len() > MOST_PARTS {
            *changed = changed.iter().map(|part| Part::all(&part.root)).collect();
        }
        any
    }

    /// What changed: where that is a folder, nothing in it besides.
    fn take(&self) -> Vec<Part> {
        let changed = std::mem::take(&mut *self.changed.lock().unwrap_or_else(PoisonError::into_inner));
        let is_within =
            |part: &Part, other: &Part| part != other && part.root == other.root && part.path.starts_with(&other.path);
        changed.iter().filter(|part| !changed.iter().any(|other| is_within(part, other))).cloned().collect()
    }
}

/// All of some files and folders.
fn all(roots: &[PathBuf]) -> impl Iterator<Item = Part> {
    roots.iter().map(|root| Part::all(root))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossbeam_channel::unbounded;

    fn watch(folder: &Path) -> Watch {
        let watch = Watch::over(&[folder.to_path_buf()], &folder.join("own.db"));
        assert_eq!(watch.fault(), None);
        watch
    }

    #[test]
    fn a_file_that_is_saved_is_to_be_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let (_open, ended) = unbounded();
        let mut watch = watch(folder.path());
        let part = Part { root: folder.path().to_path_buf(), path: folder.path().join("new.txt") };
        fs::write(&part.path, "New.").unwrap();
        assert_eq!(watch.changed(&ended), Some(vec![part.clone()]));
        fs::remove_file(&part.path).unwrap();
        assert_eq!(watch.changed(&ended), Some(vec![part]));
    }

    #[test]
    fn a_folder_that_takes_the_place_of_the_one_that_was_moved_away_is_watched() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("clips");
        fs::create_dir(&root).unwrap();
        let (_open, ended) = unbounded();
        let mut watch = watch(&root);
        fs::rename(&root, folder.path().join("old")).unwrap();
        assert_eq!(watch.changed(&ended), Some(vec![Part::all(&root)]));
        fs::create_dir(&root).unwrap();
        assert_eq!(watch.changed(&ended), Some(vec![Part::all(&root)]));
        let part = Part { root: root.clone(), path: root.join("new.txt") };
        fs::write(&part.path, "New.").unwrap();
        assert_eq!(watch.changed(&ended), Some(vec![part]));
        assert_eq!(watch.fault(), None);
    }

    #[test]
    fn what_changed_is_told_once_and_where_it_is_much_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let happened = watch(folder.path()).happened;
        let part = |name: &str| Part { root: folder.path().to_path_buf(), path: folder.path().join(name) };
        happened.note(["a/x.txt", "a", "b.txt"].map(part).into_iter());
        assert_eq!(happened.take(), [part("a"), part("b.txt")]);
        happened.note((0..=MOST_PARTS).map(|n| part(&n.to_string())));
        assert_eq!(happened.take(), [Part::all(folder.path())]);
    }

    #[test]
    fn what_cannot_matter_is_not_told() {
        let folder = tempfile::tempdir().unwrap();
        let happened = watch(folder.path()).happened;
        let matters = |name: &str| happened.matters(folder.path(), &folder.path().join(name));
        assert!(matters("a.txt") && matters("b/a.txt"));
        for name in [".git/index", "b/.a.txt.swp", "own.db", "own.db-wal"] {
            assert!(!matters(name), "{name}");
        }
        assert!(!happened.matters(folder.path(), Path::new("/elsewhere/a.txt")));
    }

    #[test]
    fn it_ends_with_its_listener() {
        let folder = tempfile::tempdir().unwrap();
        let (open, ended) = unbounded();
        drop(open);
        assert_eq!(watch(folder.path()).changed(&ended), None);
    }
}

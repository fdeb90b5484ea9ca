//! Indexes in the cache folder that nobody is likely to ask for again.

use super::archive::Archive;
use super::codec;
use super::db::StoreError;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How long an index is kept that nobody opens: 90 days.
pub const KEPT: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// Removes the indexes beside the one at `current` that were last opened longer than [`KEPT`] before `now`,
/// or of whose files not even the folders are there any more; says which. What is being written to, or is
/// not known to be an index, stays.
pub fn remove_stale(current: &Path, now: SystemTime) -> Vec<PathBuf> {
    let Some(entries) = current.parent().and_then(|folder| fs::read_dir(folder).ok()) else { return Vec::new() };
    let others = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let others = others.filter(|path| path.extension().is_some_and(|end| end == "db") && path != current);
    let stale = others.filter(|path| match is_without_files(path) {
        Ok(is_without) => is_without || is_old(path, now),
        Err(StoreError::Damaged { .. }) => is_old(path, now),
        Err(_) => false,
    });
    stale.collect::<Vec<_>>().into_iter().filter(|path| Archive::remove(path).is_ok()).collect()
}

/// Whether the index has files, and none of their folders is there any more.
fn is_without_files(index: &Path) -> Result<bool, StoreError> {
    Archive::open_to_read(index)?.ask(|connection| {
        let mut statement = connection.prepare("SELECT path FROM source WHERE kind = 'file' ORDER BY walk_key")?;
        let mut rows = statement.query([])?;
        let mut looked_at: Option<PathBuf> = None;
        while let Some(row) = rows.next()? {
            let path = codec::path_from_sql(row.get_ref(0)?)?;
            let folder = path.parent().unwrap_or(&path);
            if looked_at.as_deref() == Some(folder) {
                continue;
            }
            if fs::metadata(folder).is_ok() {
                return Ok(false);
            }
            looked_at = Some(folder.to_path_buf());
        }
        Ok(looked_at.is_some())
    })
}

/// Whether it was opened last, as [`Archive::writer`] notes, longer than [`KEPT`] ago.
fn is_old(index: &Path, now: SystemTime) -> bool {
    let files = [index.to_path_buf(), Archive::at(index).place().claim_file()];
    let opened = files.iter().filter_map(|file| fs::metadata(file).ok()?.modified().ok()).max();
    opened.is_some_and(|opened| now.duration_since(opened).is_ok_and(|ago| ago > KEPT))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::load::Cancel;
    use std::ops::ControlFlow;

    /// An index of one file in a folder of its own.
    fn index(place: &Path, name: &str) -> PathBuf {
        let (folder, index) = (place.join(name), place.join(format!("cache/{name}.db")));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("a.txt"), "Ada spoke.").unwrap();
        let reading = |_: &Path, _: &mut dyn FnMut(_) -> ControlFlow<()>| ();
        let mut writer = Archive::open(&index).unwrap().writer().unwrap();
        writer.import(&[folder], &reading, &Cancel::default(), &mut |_| ()).unwrap();
        index
    }

    #[test]
    fn what_is_old_or_of_folders_that_are_gone_goes() {
        let place = tempfile::tempdir().unwrap();
        let [current, kept, gone, held] = ["current", "kept", "gone", "held"].map(|name| index(place.path(), name));
        let _claim = Archive::open(&held).unwrap().writer().unwrap();
        for folder in ["gone", "held", "current"] {
            fs::remove_dir_all(place.path().join(folder)).unwrap();
        }
        let foreign = place.path().join("cache/notes.db");
        fs::write(&foreign, "no index").unwrap();
        let now = SystemTime::now();
        assert_eq!(remove_stale(&current, now), [gone]);
        assert_eq!(remove_stale(&current, now + KEPT - Duration::from_secs(60)), [] as [PathBuf; 0]);
        assert_eq!(remove_stale(&current, now + KEPT + Duration::from_secs(60)), [kept]);
        assert!(current.exists() && held.exists() && foreign.exists());
    }
}

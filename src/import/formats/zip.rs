//! ZIP around files of any other format.

use super::{Format, Look, Output, Stop, is_known_name};
use crate::import::expand::{Expansion, Guarded};
use crate::import::limits::{Cap, Refusal};
use crate::import::source::{Content, Input, ReadSeek};
use std::io::SeekFrom;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use zip::ZipReadOptions;
use zip::read::{Config, ZipFileEntry};
use zip::result::ZipError;
use zip::unstable::read::{ZipIterable, ZipIterableFiles};

pub struct Zip;

impl Format for Zip {
    fn endings(&self) -> &'static [&'static str] {
        &["zip"]
    }

    fn is_content_of(&self, look: &Look<'_>) -> bool {
        [b"PK\x03\x04", b"PK\x05\x06"].iter().any(|magic| look.input.head().starts_with(*magic))
    }

    /// Reads the files with known names, in the order of the directory; like hidden ones of a
    /// folder, those of a ZIP are passed by. A file's name is only ever shown.
    fn read(&self, input: Input<'_>, output: &mut Output<'_>) -> Result<(), Stop> {
        if is_document(input.head()) {
            return Err(Refusal::NotRead("it is an office document or an e-book, which is not read yet").into());
        }
        let mut input = input.into_seekable(output.limits.file_bytes)?;
        let mut room = Room { size: input.seek(SeekFrom::End(0))?, packed: 0 };
        let mut archive = ZipIterable::try_new(input, Config::default()).map_err(refusal)?;
        let most = output.limits.members;
        if archive.len() as u64 > most {
            return Err(Cap::Members(most).into());
        }
        let files = archive.files().map_err(refusal)?;
        output.archive(&Rc::new(Expansion::of(room.size)), |output| {
            while let Some(entry) = files.next() {
                let entry = entry.map_err(refusal)?;
                room.take(&entry)?;
                let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
                if entry.is_file() && is_wanted(Path::new(&name)) {
                    output.member(&name, |output| member(&name, entry, files, output))?;
                }
                // What comes next would be refused, too, file by file; a format that reads on after an error of
                // input does not pass this one on.
                let most = output.limits.expansion;
                if output.outermost().is_beyond(most) {
                    return Err(Cap::ExpansionOfAll(most).into());
                }
            }
            Ok(())
        })
    }
}

/// How many bytes an archive has, and how many of them are some file's.
struct Room {
    size: u64,
    packed: u64,
}

impl Room {
    /// Takes the bytes of a file. All together cannot be more than the archive has: a few bytes that many
    /// files are said to be would expand without end.
    fn take(&mut self, entry: &ZipFileEntry<'_>) -> Result<(), Refusal> {
        const HEADER: u64 = 30;
        let name = entry.name_raw().len() as u64;
        self.packed = self.packed.saturating_add(entry.compressed_size()).saturating_add(HEADER + name);
        let overlap = || Refusal::Malformed("the ZIP is damaged: its files lie one over the other".to_owned());
        if self.packed > self.size { Err(overlap()) } else { Ok(()) }
    }
}

fn member(
    name: &str,
    entry: ZipFileEntry<'_>,
    files: &mut ZipIterableFiles<Box<dyn ReadSeek + '_>>,
    output: &mut Output<'_>,
) -> Result<(), Stop> {
    let packed = entry.compressed_size();
    match entry.with_reader(files.reader_mut(), ZipReadOptions::new()) {
        Ok(file) => {
            let file = Guarded::of_size(file, Rc::new(Expansion::of(packed)), output);
            super::read(Some(PathBuf::from(name)), Content::Stream(Box::new(file)), output)
        }
        Err(error) => output.refuse(refusal(error)),
    }
}

/// Whether a file of that name is one that would be read in a folder.
fn is_wanted(name: &Path) -> bool {
    let hidden = |part: &std::ffi::OsStr| {
        let part = part.to_string_lossy();
        part.starts_with('.') && part != ".." && part != "." || part == "__MACOSX"
    };
    is_known_name(name) && !name.iter().any(hidden)
}

/// Whether a ZIP that begins so is a DOCX, ODT, EPUB or the like, by the file that stands first in it.
fn is_document(head: &[u8]) -> bool {
    const NAME: usize = 30;
    let name = head.get(NAME..).unwrap_or_default();
    [&b"[Content_Types].xml"[..], b"mimetype", b"_rels/", b"word/", b"xl/", b"ppt/"]
        .iter()
        .any(|first| name.starts_with(first))
}

fn refusal(error: ZipError) -> Refusal {
    match error {
        ZipError::Io(error) => error.into(),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refusal::NotRead("it is locked with a password"),
        ZipError::InvalidArchive(_) => Refusal::Malformed("the ZIP is damaged or cut off".to_owned()),
        error => Refusal::Malformed(format!("the ZIP is not to be read: {error}")),
    }
}

//! Where bytes come from, and how they are read.

use super::limits::{Cap, Refusal};
use crate::article::Origin;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read, Seek};
use std::path::{Path, PathBuf};

/// How far into a file its format is looked for, in bytes.
const HEAD: usize = 64 << 10;

/// Bytes with articles in them, and what is known of where they come from.
pub struct Source<'a> {
    /// Where they come from: it becomes the articles' own, and a file's name hints at its format.
    pub origin: Origin,
    /// The bytes.
    pub content: Content<'a>,
}

/// Bytes, in memory or still to be read.
pub enum Content<'a> {
    /// All of them.
    Bytes(&'a [u8]),
    /// A file at its beginning.
    File(File),
    /// They come as they come.
    Stream(Box<dyn Read + 'a>),
}

impl Source<'_> {
    /// The file at `path`, opened.
    ///
    /// # Errors
    /// As of [`regular_file`].
    pub fn open(path: &Path) -> io::Result<Self> {
        let content = Content::File(regular_file(path)?);
        Ok(Self { origin: Origin::File(path.to_path_buf()), content })
    }
}

/// The file at `path`, opened. Only a regular file is, for anything else may never end.
///
/// # Errors
/// What the system says, or that it is no file.
pub fn regular_file(path: &Path) -> io::Result<File> {
    let not_a_file = || io::Error::new(ErrorKind::InvalidInput, "it is no regular file");
    // Asked before, since opening a pipe would wait for whoever writes into it.
    if !fs::metadata(path)?.is_file() {
        return Err(not_a_file());
    }
    let file = File::open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(not_a_file()) }
}

/// Bytes whose beginning was looked at.
pub(super) struct Input<'a> {
    /// What they are called, of which the ending hints at the format.
    name: Option<PathBuf>,
    head: Vec<u8>,
    rest: Content<'a>,
}

impl<'a> Input<'a> {
    /// Reads the beginning of `content`. Where it breaks off, what came before is still read.
    ///
    /// # Errors
    /// It breaks off at once.
    pub fn new(name: Option<PathBuf>, mut content: Content<'a>) -> io::Result<Self> {
        let mut head = Vec::new();
        let most = HEAD as u64;
        let read = match &mut content {
            Content::Bytes(bytes) => bytes.take(most).read_to_end(&mut head),
            Content::File(file) => file.take(most).read_to_end(&mut head),
            Content::Stream(stream) => stream.take(most).read_to_end(&mut head),
        };
        match read {
            Ok(_) => {}
            Err(error) if head.is_empty() => return Err(error),
            Err(error) => content = Content::Stream(Box::new(Broken(Some(error)))),
        }
        Ok(Self { name, head, rest: content })
    }

    /// The first bytes: all of them if they are less than 64 KiB.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// Whether the name ends in one of `endings`, in whatever case.
    pub fn is_named(&self, endings: &[&str]) -> bool {
        let ending = self.name.as_deref().and_then(Path::extension);
        ending.is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
    }

    /// The name without its last ending: what a compressed file expands to.
    pub fn inner_name(&self) -> Option<PathBuf> {
        self.name.as_deref().and_then(Path::file_stem).map(PathBuf::from)
    }

    /// All of the bytes, one after the other.
    pub fn into_reader(self) -> Box<dyn BufRead + 'a> {
        let head = Cursor::new(self.head);
        match self.rest {
            Content::Bytes(rest) => Box::new(head.chain(rest)),
            Content::File(rest) => Box::new(BufReader::with_capacity(HEAD, head.chain(rest))),
            Content::Stream(rest) => Box::new(BufReader::with_capacity(HEAD, head.chain(rest))),
        }
    }

    /// All of the bytes, in memory.
    ///
    /// # Errors
    /// There are more than `most`, or they cannot be read.
    pub fn into_bytes(self, most: u64) -> Result<Vec<u8>, Refusal> {
        let size = |file: &File| file.metadata().map_or(0, |metadata| metadata.len());
        let too_many = matches!(&self.rest, Content::File(file) if size(file) > most);
        let mut bytes = self.head;
        if !too_many {
            let left = (most + 1).saturating_sub(bytes.len() as u64);
            match self.rest {
                Content::Bytes(rest) => rest.take(left).read_to_end(&mut bytes)?,
                Content::File(rest) => rest.take(left).read_to_end(&mut bytes)?,
                Content::Stream(rest) => rest.take(left).read_to_end(&mut bytes)?,
            };
        }
        if too_many || bytes.len() as u64 > most { Err(Cap::Bytes(most).into()) } else { Ok(bytes) }
    }

    /// All of the bytes, in any order: in place if it is a file, else in memory.
    ///
    /// # Errors
    /// As of [`Self::into_bytes`].
    pub fn into_seekable(self, most: u64) -> Result<Box<dyn ReadSeek + 'a>, Refusal> {
        match self.rest {
            Content::File(mut file) => {
                file.rewind()?;
                Ok(Box::new(BufReader::new(file)))
            }
            rest => Ok(Box::new(Cursor::new(Self { rest, ..self }.into_bytes(most)?))),
        }
    }
}

/// The end of an input that breaks off: why it does, then nothing.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Bytes that are read in any order.
pub(super) trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

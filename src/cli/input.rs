//! Files that a command reads whole, beside articles: drafts, templates, marks.

use crate::import::{Cap, regular_file};
use crate::library::load::STDIN;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The most that is read of one, in bytes: 256 MiB.
const MOST: u64 = 256 << 20;

/// The bytes of the file at `path`, or of standard input for `-`.
///
/// # Errors
/// It is no regular file, has more than 256 MiB, or cannot be read.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path.as_os_str() == STDIN {
        io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes)?;
    } else {
        regular_file(path)?.take(MOST + 1).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > MOST { Err(Cap::Bytes(MOST).into()) } else { Ok(bytes) }
}

/// The same as text.
///
/// # Errors
/// As of [`read`], or it is no UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path)?).map_err(|error| {
        let at = error.utf8_error().valid_up_to() + 1;
        io::Error::new(ErrorKind::InvalidData, format!("it is no UTF-8 from byte {at} on"))
    })
}

//! Lines of bytes, none longer than it may be.

use super::limits::Cap;
use std::io::{self, BufRead};

/// Reads lines one after the other, and counts them.
pub struct Lines<R> {
    input: R,
    longest: u64,
    read: u64,
}

impl<R: BufRead> Lines<R> {
    /// The lines of `input`, which may be `longest` bytes long.
    pub fn new(input: R, longest: u64) -> Self {
        Self { input, longest, read: 0 }
    }

    /// The number of the line that was read last, from 1.
    pub fn number(&self) -> u64 {
        self.read
    }

    /// Appends the next line with its end to `line`, and says whether there was one. Of a line that
    /// is too long nothing is appended, but it is passed over.
    ///
    /// # Errors
    /// The input cannot be read; inside of that, whether the line is too long.
    pub fn next(&mut self, line: &mut Vec<u8>) -> io::Result<Result<bool, Cap>> {
        let start = line.len();
        let mut too_long = false;
        let mut any = false;
        loop {
            let bytes = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                bytes => bytes?,
            };
            if bytes.is_empty() {
                break;
            }
            any = true;
            let end = memchr::memchr(b'\n', bytes).map(|end| end + 1);
            let piece = &bytes[..end.unwrap_or(bytes.len())];
            too_long |= (line.len() - start + piece.len()) as u64 > self.longest;
            if too_long {
                line.truncate(start);
            } else {
                line.extend_from_slice(piece);
            }
            let used = piece.len();
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        self.read += u64::from(any);
        Ok(if too_long { Err(Cap::Bytes(self.longest)) } else { Ok(any) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_counted() {
        let input = BufReader::with_capacity(3, &b"one\nthis is long\r\n\nlast"[..]);
        let mut lines = Lines::new(input, 6);
        let mut read = Vec::new();
        loop {
            let mut line = Vec::new();
            match lines.next(&mut line).unwrap() {
                Ok(false) => break,
                Ok(true) => read.push((lines.number(), String::from_utf8(line).unwrap())),
                Err(cap) => {
                    assert!(cap == Cap::Bytes(6) && line.is_empty());
                    read.push((lines.number(), "too long".to_owned()));
                }
            }
        }
        let expected = [(1, "one\n"), (2, "too long"), (3, "\n"), (4, "last")];
        assert_eq!(read, expected.map(|(number, line)| (number, line.to_owned())));
    }
}

//! JSON cut into its values without being understood: a file of any size, one record at a time.

use super::limits::Cap;
use std::io::{self, BufRead, ErrorKind};

/// What the parser says is wrong with a value, without the line's number, which would always be 1.
pub fn fault(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let end = message.rfind(" at line ").unwrap_or(message.len());
    format!("{} at column {}", &message[..end], error.column())
}

/// Reads JSON byte by byte, as far as it is asked to.
pub struct Values<R> {
    input: R,
    longest: u64,
    line: u64,
}

/// How a value ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Where it should.
    Whole,
    /// The input ended before.
    CutOff,
    /// It is too long, and was passed over.
    TooLong(Cap),
}

impl<R: BufRead> Values<R> {
    /// The values of `input`, which may be `longest` bytes long.
    pub fn new(input: R, longest: u64) -> Self {
        Self { input, longest, line: 1 }
    }

    /// The line that is being read, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The next byte that is no white space, left where it is; nothing at the end.
    pub fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let bytes = filled(&mut self.input)?;
            let ink = bytes.iter().position(|byte| !byte.is_ascii_whitespace() && !is_mark(*byte));
            let blank = ink.unwrap_or(bytes.len());
            let next = bytes.get(blank).copied();
            let end = bytes.is_empty();
            self.line += memchr::memchr_iter(b'\n', &bytes[..blank]).count() as u64;
            self.input.consume(blank);
            if next.is_some() || end {
                return Ok(next);
            }
        }
    }

    /// Passes the byte that was [seen](Self::peek).
    pub fn pass(&mut self) {
        self.input.consume(1);
    }

    /// Appends the value that begins here to `value`. It is whole as soon as its brackets and marks
    /// are closed, whatever stands between them.
    pub fn value(&mut self, value: &mut Vec<u8>) -> io::Result<End> {
        let start = value.len();
        let mut scan = Scan::default();
        let mut too_long = false;
        loop {
            let bytes = filled(&mut self.input)?;
            if bytes.is_empty() {
                let scalar = scan.depth == 0 && !scan.in_string && value.len() > start;
                return Ok(if scalar { End::Whole } else { End::CutOff });
            }
            let end = bytes.iter().position(|byte| scan.ends_before(*byte));
            let piece = &bytes[..end.unwrap_or(bytes.len())];
            self.line += memchr::memchr_iter(b'\n', piece).count() as u64;
            too_long |= (value.len() - start + piece.len()) as u64 > self.longest;
            if too_long {
                value.truncate(start);
            } else {
                value.extend_from_slice(piece);
            }
            let used = piece.len();
            self.input.consume(used);
            if end.is_some() {
                return Ok(if too_long { End::TooLong(Cap::Bytes(self.longest)) } else { End::Whole });
            }
        }
    }
}

/// A byte of a byte order mark, which some programs write even between records.
fn is_mark(byte: u8) -> bool {
    matches!(byte, 0xef | 0xbb | 0xbf)
}

fn filled(input: &mut impl BufRead) -> io::Result<&[u8]> {
    while let Err(error) = input.fill_buf() {
        if error.kind() != ErrorKind::Interrupted {
            return Err(error);
        }
    }
    input.fill_buf()
}

/// How far into a value its bytes have come.
#[derive(Default)]
struct Scan {
    depth: u64,
    in_string: bool,
    escaped: bool,
    done: bool,
    begun: bool,
}

impl Scan {
    /// Whether the value ended before this byte.
    fn ends_before(&mut self, byte: u8) -> bool {
        if self.done {
            return true;
        }
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => {
                    self.in_string = false;
                    self.done = self.depth == 0;
                }
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth > 0 => {
                self.depth -= 1;
                self.done = self.depth == 0;
            }
            // What stands in no brackets ends where something else begins; but it has one byte.
            b'}' | b']' | b',' | b':' if self.depth == 0 && self.begun => return true,
            _ if self.depth == 0 && self.begun && byte.is_ascii_whitespace() => return true,
            _ => {}
        }
        self.begun = true;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::BufReader;

    fn value(json: &str, capacity: usize, longest: u64) -> (String, End, Option<u8>) {
        let mut values = Values::new(BufReader::with_capacity(capacity, json.as_bytes()), longest);
        values.peek().unwrap();
        let mut bytes = Vec::new();
        let end = values.value(&mut bytes).unwrap();
        (String::from_utf8(bytes).unwrap(), end, values.peek().unwrap())
    }

    #[test]
    fn a_value_ends_where_its_brackets_close() {
        for capacity in [1, 2, 7, 100] {
            for (json, expected, next) in [
                (" {\"a]\":[1,{}],\"b\\\"}\":2} ,", "{\"a]\":[1,{}],\"b\\\"}\":2}", Some(b',')),
                ("[[]]x", "[[]]", Some(b'x')),
                ("\"a\\\\\"]", "\"a\\\\\"", Some(b']')),
                ("true,", "true", Some(b',')),
                ("12", "12", None),
            ] {
                assert_eq!(value(json, capacity, 100), (expected.to_owned(), End::Whole, next), "{json}");
            }
            assert_eq!(value("{\"a\":\"", capacity, 100).1, End::CutOff);
            let long = value("[123456789],", capacity, 5);
            assert_eq!(long, (String::new(), End::TooLong(Cap::Bytes(5)), Some(b',')));
        }
    }

    #[test]
    fn no_nesting_is_too_deep_to_pass() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000) + ",";
        assert_eq!(value(&deep, 1000, 1 << 20).2, Some(b','));
    }

    proptest! {
        #[test]
        fn every_value_takes_at_least_a_byte(json in "[\\[\\]{},:\"\\\\a \n]{1,20}") {
            let mut values = Values::new(json.as_bytes(), 100);
            while values.peek().unwrap().is_some() {
                let mut bytes = Vec::new();
                values.value(&mut bytes).unwrap();
                prop_assert!(!bytes.is_empty());
            }
        }
    }
}

//! Input that ends in an error where too much of it was read for one record.

use super::limits::Cap;
use std::io::{self, BufRead, Read};

/// Counts what is used of its input since it was [restarted](Self::restart).
pub struct Metered<R> {
    input: R,
    most: u64,
    used: u64,
}

impl<R: BufRead> Metered<R> {
    /// `input`, of which `most` bytes may be used for one record.
    pub fn new(input: R, most: u64) -> Self {
        Self { input, most, used: 0 }
    }

    /// Begins the next record.
    pub fn restart(&mut self) {
        self.used = 0;
    }
}

impl<R: BufRead> Read for Metered<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.used > self.most { Err(Cap::Bytes(self.most).into()) } else { self.input.fill_buf() }
    }

    fn consume(&mut self, amount: usize) {
        self.used += amount as u64;
        self.input.consume(amount);
    }
}

//! Compressed bytes, expanded no further than they may.

use super::limits::{Cap, Limits};
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// A decoder that stops where its output is [too much](Limits::expansion) for its input.
pub struct Guarded<D> {
    decoder: D,
    /// How many compressed bytes were used, counted beneath the decoder.
    used: Rc<Cell<u64>>,
    /// How many bytes came of them.
    expanded: Rc<Cell<u64>>,
    limit: u64,
}

impl<D: Read> Guarded<D> {
    /// The decoder that `decoder` makes of `packed`, guarded.
    ///
    /// # Errors
    /// What `decoder` says.
    pub fn new<R: BufRead>(
        packed: R,
        limits: &Limits,
        decoder: impl FnOnce(Counting<R>) -> io::Result<D>,
    ) -> io::Result<Self> {
        let used = Rc::default();
        let decoder = decoder(Counting { input: packed, used: Rc::clone(&used) })?;
        Ok(Self { decoder, used, expanded: Rc::default(), limit: limits.expansion })
    }

    /// A decoder of which it is known beforehand how many bytes it uses. What comes of it is added to
    /// `expanded`, which all decoders of the same bytes share.
    pub fn of_size(decoder: D, packed: u64, expanded: Rc<Cell<u64>>, limits: &Limits) -> Self {
        Self { decoder, used: Rc::new(Cell::new(packed)), expanded, limit: limits.expansion }
    }
}

impl<D: Read> Read for Guarded<D> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(out)?;
        self.expanded.set(self.expanded.get() + read as u64);
        let most = self.used.get().saturating_mul(self.limit).saturating_add(Limits::EXPANSION_FREE);
        if self.expanded.get() > most { Err(Cap::Expansion(self.limit).into()) } else { Ok(read) }
    }
}

/// Counts what is used of its input.
pub struct Counting<R> {
    input: R,
    used: Rc<Cell<u64>>,
}

impl<R: BufRead> Read for Counting<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(out)?;
        self.used.set(self.used.get() + read as u64);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counting<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.used.set(self.used.get() + amount as u64);
        self.input.consume(amount);
    }
}

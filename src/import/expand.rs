//! Compressed bytes, expanded no further than they may.

use super::limits::{Cap, Limits};
use super::output::Output;
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// How much came of some compressed bytes.
#[derive(Debug, Default)]
pub struct Expansion {
    packed: Cell<u64>,
    expanded: Cell<u64>,
}

impl Expansion {
    /// Nothing yet, of so many bytes.
    pub fn of(packed: u64) -> Self {
        Self { packed: Cell::new(packed), expanded: Cell::default() }
    }

    /// Whether it is more than so many times the bytes it came of, and than what is [free](Limits::EXPANSION_FREE).
    pub fn is_beyond(&self, times: u64) -> bool {
        self.expanded.get() > self.packed.get().saturating_mul(times).saturating_add(Limits::EXPANSION_FREE)
    }

    fn expand(&self, bytes: usize) {
        self.expanded.set(self.expanded.get().saturating_add(bytes as u64));
    }

    fn pack(&self, bytes: usize) {
        self.packed.set(self.packed.get().saturating_add(bytes as u64));
    }
}

/// A decoder that stops where its output is [too much](Limits::expansion) for its input, or together with what
/// came of the archives around it too much for the outermost one.
pub struct Guarded<D> {
    decoder: D,
    own: Rc<Expansion>,
    outermost: Rc<Expansion>,
    times: u64,
}

impl<D: Read> Guarded<D> {
    /// The decoder that `decoder` makes of `packed`, guarded; `own` is told how much it uses.
    ///
    /// # Errors
    /// What `decoder` says.
    pub fn new<R: BufRead>(
        packed: R,
        own: Rc<Expansion>,
        output: &Output<'_>,
        decoder: impl FnOnce(Counting<R>) -> io::Result<D>,
    ) -> io::Result<Self> {
        let decoder = decoder(Counting { input: packed, used: Rc::clone(&own) })?;
        Ok(Self::of_size(decoder, own, output))
    }

    /// A decoder of which it is known beforehand how many bytes it uses, guarded.
    pub fn of_size(decoder: D, own: Rc<Expansion>, output: &Output<'_>) -> Self {
        Self { decoder, own, outermost: output.outermost(), times: output.limits.expansion }
    }
}

impl<D: Read> Read for Guarded<D> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(out)?;
        self.own.expand(read);
        if self.own.is_beyond(self.times) {
            return Err(Cap::Expansion(self.times).into());
        }
        if !Rc::ptr_eq(&self.own, &self.outermost) {
            self.outermost.expand(read);
            if self.outermost.is_beyond(self.times) {
                return Err(Cap::ExpansionOfAll(self.times).into());
            }
        }
        Ok(read)
    }
}

/// Counts what is used of its input.
pub struct Counting<R> {
    input: R,
    used: Rc<Expansion>,
}

impl<R: BufRead> Read for Counting<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(out)?;
        self.used.pack(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counting<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.used.pack(amount);
        self.input.consume(amount);
    }
}

//! JSON values one after the other.

use super::json;
use serde::Serialize;
use std::io::{self, Write};

/// Values on their way out: an array of them, each on a line of its own, or JSON Lines.
#[derive(Debug)]
pub struct Values {
    array: bool,
    begun: bool,
}

impl Default for Values {
    fn default() -> Self {
        Self::array()
    }
}

impl Values {
    /// As an array.
    pub const fn array() -> Self {
        Self { array: true, begun: false }
    }

    /// As JSON Lines.
    pub const fn lines() -> Self {
        Self { array: false, begun: false }
    }

    /// Writes one more.
    ///
    /// # Errors
    /// What the output says.
    pub fn push(&mut self, value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
        if self.array {
            out.write_all(if self.begun { b",\n" } else { b"[\n" })?;
        }
        self.begun = true;
        json::write(out, value)?;
        if self.array { Ok(()) } else { out.write_all(b"\n") }
    }

    /// Writes what stands after all of them.
    ///
    /// # Errors
    /// What the output says.
    pub fn end(&self, out: &mut dyn Write) -> io::Result<()> {
        match (self.array, self.begun) {
            (false, _) => Ok(()),
            (true, true) => out.write_all(b"\n]\n"),
            (true, false) => out.write_all(b"[]\n"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_many_there_are_it_is_json() {
        let written = |mut values: Values, count: usize| {
            let mut out = Vec::new();
            (0..count).for_each(|value| values.push(&value, &mut out).unwrap());
            values.end(&mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(Values::array(), 0), "[]\n");
        assert_eq!(written(Values::array(), 2), "[\n0,\n1\n]\n");
        assert_eq!(written(Values::lines(), 2), "0\n1\n");
    }
}

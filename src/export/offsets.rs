//! From byte offsets to the units that other programs count in.

use serde::{Deserialize, Serialize};

/// What an offset counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OffsetUnit {
    /// Unicode code points, as Python counts.
    #[default]
    Chars,
    /// Bytes of UTF-8, as Rust and Go count.
    Bytes,
    /// UTF-16 code units, as JavaScript and Java count.
    Utf16,
}

/// Byte offsets into one text, counted in another unit. One pass over the text to make; each
/// offset then costs the same wherever it lies, in whatever order they are asked for.
#[derive(Debug)]
pub struct Offsets<'a> {
    text: &'a [u8],
    unit: OffsetUnit,
    /// How many units stand before each block of [`BLOCK`] bytes; empty where units are bytes.
    before: Vec<usize>,
}

/// In bytes: what begins in one can be counted in a byte.
const BLOCK: usize = 64;

impl<'a> Offsets<'a> {
    /// Offsets into `text`, in `unit`.
    pub fn new(text: &'a str, unit: OffsetUnit) -> Self {
        let before = if unit == OffsetUnit::Bytes || text.is_ascii() {
            Vec::new()
        } else {
            let mut sum = 0;
            let mut before = Vec::with_capacity(text.len() / BLOCK + 1);
            for block in text.as_bytes().chunks(BLOCK) {
                before.push(sum);
                sum += units(block, unit);
            }
            before
        };
        Self { text: text.as_bytes(), unit, before }
    }

    /// The unit.
    pub fn unit(&self) -> OffsetUnit {
        self.unit
    }

    /// The offset of the byte at `offset`, which is at most the text's length.
    pub fn at(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        match self.before.get(block).or(self.before.last()) {
            None => offset,
            Some(before) => {
                let start = BLOCK * block.min(self.before.len() - 1);
                before + units(&self.text[start..offset], self.unit)
            }
        }
    }

    /// The byte at which so many units have gone by; none beyond the end, and within a character.
    pub fn byte(&self, units: usize) -> Option<usize> {
        if self.before.is_empty() {
            return (units <= self.text.len()).then_some(units);
        }
        let block = self.before.partition_point(|before| *before <= units) - 1;
        let mut count = self.before[block];
        let start = BLOCK * block;
        for (at, byte) in self.text[start..].iter().enumerate().filter(|(_, byte)| **byte & 0xc0 != 0x80) {
            if count >= units {
                return (count == units).then_some(start + at);
            }
            count += self::units(&[*byte], self.unit);
        }
        (count == units).then_some(self.text.len())
    }
}

/// How many units begin within `bytes` of UTF-8, no more than a [`BLOCK`].
fn units(bytes: &[u8], unit: OffsetUnit) -> usize {
    // Counted in bytes: so it takes a few vector instructions.
    let chars = || usize::from(bytes.iter().map(|byte| u8::from(byte & 0xc0 != 0x80)).sum::<u8>());
    match unit {
        OffsetUnit::Bytes => bytes.len(),
        OffsetUnit::Chars => chars(),
        // What takes four bytes in UTF-8 takes two units in UTF-16.
        OffsetUnit::Utf16 => chars() + usize::from(bytes.iter().map(|byte| u8::from(*byte >= 0xf0)).sum::<u8>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_unit_counts_its_own() {
        let text = "é😀“x";
        let end = |unit| Offsets::new(text, unit).at(text.len());
        assert_eq!(end(OffsetUnit::Bytes), 10);
        assert_eq!(end(OffsetUnit::Chars), 4);
        assert_eq!(end(OffsetUnit::Utf16), 5);
        let utf16 = Offsets::new(text, OffsetUnit::Utf16);
        assert_eq!((utf16.byte(2), utf16.byte(6)), (None, None), "within a character, and beyond the end");
    }

    proptest! {
        #[test]
        fn every_offset_is_what_counting_from_the_start_gives(text in "[a-zé“😀]{0,300}") {
            let chars = Offsets::new(&text, OffsetUnit::Chars);
            let utf16 = Offsets::new(&text, OffsetUnit::Utf16);
            for at in text.char_indices().map(|(at, _)| at).chain([text.len()]) {
                prop_assert_eq!(chars.at(at), text[..at].chars().count());
                prop_assert_eq!(utf16.at(at), text[..at].encode_utf16().count());
                prop_assert_eq!(chars.byte(chars.at(at)), Some(at));
                prop_assert_eq!(utf16.byte(utf16.at(at)), Some(at));
            }
        }
    }
}

//! Where in a line a byte stands, told of sixty-four bytes at once.

/// Up to 64 bytes; where there are fewer, NUL stands for the rest.
pub(super) struct Block([u64; Block::LENGTH / 8]);

impl Block {
    /// The most bytes of a block: a bit of a word for each.
    pub const LENGTH: usize = 64;

    /// The first 64 of these bytes.
    pub fn new(bytes: &[u8]) -> Self {
        let mut block = [[0; 8]; Self::LENGTH / 8];
        let bytes = &bytes[..bytes.len().min(Self::LENGTH)];
        block.as_flattened_mut()[..bytes.len()].copy_from_slice(bytes);
        Self(block.map(u64::from_le_bytes))
    }

    /// Where `byte` stands, a bit for each place, the first one lowest.
    pub fn places(&self, byte: u8) -> u64 {
        const EACH: u64 = u64::from_le_bytes([1; 8]);
        const LOW: u64 = 0x7f * EACH;
        // Moves the lowest bit of each byte into the highest byte.
        const GATHER: u64 = 0x0102_0408_1020_4080;
        let wanted = u64::from(byte) * EACH;
        (0..).step_by(8).zip(self.0).fold(0, |places, (at, eight)| {
            let other = eight ^ wanted;
            // The highest bit of each byte that is no other.
            let same = !(((other & LOW) + LOW) | other | LOW);
            places | (same >> 7).wrapping_mul(GATHER) >> 56 << at
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_byte_stands_where_it_stands(bytes in prop::collection::vec(prop::sample::select(vec![1, 2, 3, 127, 128, 129, 255]), 0..99)) {
            let block = Block::new(&bytes);
            for byte in [1, 2, 3, 127, 128, 129, 255_u8] {
                let plainly = bytes.iter().take(Block::LENGTH).rev().fold(0, |places, other| places << 1 | u64::from(*other == byte));
                prop_assert_eq!(block.places(byte), plainly);
            }
        }
    }
}

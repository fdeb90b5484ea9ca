//! Which characters a text holds, in 64 bits: the first and cheapest question to a line.

/// The bytes of `folded` as a set of 64 bits: one each for letters and digits, shared ones for the
/// rest. A text holds another only if its mask holds the other's.
pub(super) fn of(folded: &str) -> u64 {
    folded.bytes().fold(0, |mask, byte| mask | 1 << BITS[usize::from(byte)])
}

/// The bit of each byte.
const BITS: [u8; 256] = {
    let mut bits = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        bits[byte] = match b {
            b'a'..=b'z' => b - b'a',
            b'0'..=b'9' => 26 + (b - b'0'),
            0..0x80 => 36 + b % 12,
            _ => 48 + b % 16,
        };
        byte += 1;
    }
    bits
};

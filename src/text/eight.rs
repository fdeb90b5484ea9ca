//! Bytes of a text, eight at a time, without a branch for each: where words are as short as in a language, what
//! a branch costs is that the processor cannot foretell where they end.

/// Eight bytes of a text in one register, the first one lowest: looked at all at once, without a branch for each.
pub struct Eight {
    bytes: u64,
    /// The high bit of each byte that is a letter.
    letters: u64,
    /// The same for digits.
    digits: u64,
}

impl Eight {
    /// How many bytes there are.
    pub const BYTES: usize = 8;
    const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

    /// The bytes from `at` on; zeros beyond the end.
    #[inline(always)]
    pub fn at(bytes: &[u8], at: usize) -> Self {
        let rest = &bytes[at..];
        let bytes = u64::from_le_bytes(match rest.first_chunk() {
            Some(eight) => *eight,
            None => std::array::from_fn(|i| rest.get(i).copied().unwrap_or(0)),
        });
        let (letters, digits) = (Self::between(bytes | Self::all(0x20), b'a', b'z'), Self::between(bytes, b'0', b'9'));
        Self { bytes, letters, digits }
    }

    const fn all(byte: u8) -> u64 {
        byte as u64 * 0x0101_0101_0101_0101
    }

    /// The high bit of each byte from `least` to `most`, both ASCII: it is the carry of a sum of seven bits.
    #[inline(always)]
    const fn between(bytes: u64, least: u8, most: u8) -> u64 {
        let low = bytes & !Self::HIGH_BITS;
        let reached = low + Self::all(0x80 - least);
        let passed = low + Self::all(0x7f - most);
        reached & !passed & !bytes & Self::HIGH_BITS
    }

    /// How many letters and digits stand in front.
    #[inline(always)]
    pub fn alphanumeric(&self) -> usize {
        (!(self.letters | self.digits) & Self::HIGH_BITS).trailing_zeros() as usize / 8
    }

    /// How many letters, digits and lone spaces between them stand in front, when `after_space` says whether one
    /// stands before.
    #[inline(always)]
    pub fn plain_words(&self, after_space: bool) -> usize {
        let spaces = Self::between(self.bytes, b' ', b' ');
        let after_spaces = spaces << 8 | u64::from(after_space) << 7;
        let plain = self.letters | self.digits | spaces & !after_spaces;
        (!plain & Self::HIGH_BITS).trailing_zeros() as usize / 8
    }

    /// The high bit of each capital among the first `count` bytes.
    #[inline(always)]
    pub fn capitals(&self, count: usize) -> u64 {
        self.letters & !self.lower() & Self::first(count)
    }

    /// The same for small letters.
    #[inline(always)]
    pub fn small(&self, count: usize) -> u64 {
        self.letters & self.lower() & Self::first(count)
    }

    /// The high bit of each byte that is no capital: the bit that parts it from one, moved up.
    #[inline(always)]
    fn lower(&self) -> u64 {
        self.bytes << 2
    }

    #[inline(always)]
    fn first(count: usize) -> u64 {
        if count < Self::BYTES { (1 << (8 * count)) - 1 } else { u64::MAX }
    }

    /// The first `count` bytes, letters and digits, in lower case; zeros for the others.
    #[inline(always)]
    pub fn in_lower_case(&self, count: usize) -> u64 {
        // Digits have the bit already.
        (self.bytes | Self::all(0x20)) & Self::first(count)
    }
}

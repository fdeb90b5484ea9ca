//! Ids made from content.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// The digits of an id as written: Crockford's base 32, and how many there are.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const PLACES: usize = 12;

/// Up to so many bytes it is quicker to gather what is hashed; more of it would be a copy too many.
const AT_ONCE: usize = 1 << 16;

/// A short stable id made from content: 60 bits as 12 characters of Crockford's base 32, lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentId(pub(super) u64);

impl ContentId {
    /// The id of these pieces; where one ends matters.
    pub fn of<'a>(pieces: impl IntoIterator<Item = &'a [u8], IntoIter: Clone>) -> Self {
        let pieces = pieces.into_iter();
        let length: usize = pieces.clone().map(|piece| piece.len() + size_of::<u64>()).sum();
        let pieces = pieces.map(|piece| ((piece.len() as u64).to_le_bytes(), piece));
        let hash = if length <= AT_ONCE {
            let mut bytes = Vec::with_capacity(length);
            for (length, piece) in pieces {
                bytes.extend_from_slice(&length);
                bytes.extend_from_slice(piece);
            }
            blake3::hash(&bytes)
        } else {
            let mut hasher = blake3::Hasher::new();
            for (length, piece) in pieces {
                hasher.update(&length);
                hasher.update(piece);
            }
            hasher.finalize()
        };
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        Self(u64::from_le_bytes(first) >> 4)
    }

    /// The id that [`Display`](fmt::Display) writes as `text`; none if it writes no id so.
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |byte: u8| DIGITS.iter().position(|digit| *digit == byte);
        if text.len() != PLACES {
            return None;
        }
        text.bytes().try_fold(0, |number, byte| Some(number << 5 | digit(byte)? as u64)).map(Self)
    }

    /// The id as [`Display`](fmt::Display) writes it, in ASCII.
    fn digits(self) -> [u8; PLACES] {
        std::array::from_fn(|at| DIGITS[(self.0 >> (5 * (PLACES - 1 - at))) as usize & 31])
    }

    /// The id as bytes, to make another id from it.
    pub fn to_bytes(self) -> [u8; 8] {
        self.0.to_le_bytes()
    }
}

impl fmt::Display for ContentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for ContentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for ContentId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The digits are ASCII; thousands of ids are written a second.
        match std::str::from_utf8(&self.digits()) {
            Ok(digits) => serializer.serialize_str(digits),
            Err(_) => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for ContentId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format_args!("`{text}` is no id")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_of_all_pieces_and_where_they_end_however_long_they_are() {
        for length in [3, AT_ONCE, 3 * AT_ONCE] {
            let text = vec![b'a'; length];
            let by_piece = |pieces: [&[u8]; 2]| {
                let mut hasher = blake3::Hasher::new();
                for piece in pieces {
                    hasher.update(&(piece.len() as u64).to_le_bytes()).update(piece);
                }
                ContentId(u64::from_le_bytes(*hasher.finalize().as_bytes().first_chunk().unwrap()) >> 4)
            };
            assert_eq!(ContentId::of([&text[..], b"b"]), by_piece([&text, b"b"]));
            assert_ne!(ContentId::of([&text[..], b"b"]), ContentId::of([&text[..length - 1], b"ab"]));
        }
    }
}

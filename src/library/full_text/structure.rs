//! The record of an FTS5 index that says which segments it has.

use super::super::codec;
use super::varint;

/// The most segments that FTS5 allows.
const MOST_SEGMENTS: usize = 2000;

/// How long the number at the head is that tells changed settings.
const COOKIE: usize = 4;

/// The segments of an index, level by level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    cookie: [u8; COOKIE],
    /// How many pages were ever written to segments of the lowest level.
    written: u64,
    levels: Vec<Level>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Level {
    /// How many of its segments, the first ones, are being merged.
    merging: u64,
    /// The oldest first, each with its first page and its last.
    segments: Vec<(u64, u64, u64)>,
}

impl Structure {
    /// The structure that a record stands for.
    pub fn from_bytes(bytes: &[u8]) -> rusqlite::Result<Self> {
        Self::read(bytes).ok_or_else(|| codec::invalid("no list of full-text segments"))
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (cookie, mut rest) = bytes.split_first_chunk()?;
        let mut next = || varint::take(&mut rest);
        let (levels, _segments, written) = (next()?, next()?, next()?);
        let mut structure = Self { cookie: *cookie, written, levels: Vec::new() };
        for _ in 0..levels {
            let (merging, count) = (next()?, next()?);
            let segments = (0..count).map(|_| Some((next()?, next()?, next()?)));
            structure.levels.push(Level { merging, segments: segments.collect::<Option<_>>()? });
        }
        Some(structure)
    }

    /// The record.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = self.cookie.to_vec();
        let mut put = |number| varint::put(number, &mut out);
        put(self.levels.len() as u64);
        put(self.segments().count() as u64);
        put(self.written);
        for level in &self.levels {
            put(level.merging);
            put(level.segments.len() as u64);
            for (segment, first, last) in &level.segments {
                [*segment, *first, *last].into_iter().for_each(&mut put);
            }
        }
        out
    }

    /// Adds a segment of so many pages, the newest of the lowest level; says its number, unless there are
    /// too many.
    pub fn add(&mut self, pages: u64) -> Option<u64> {
        let number = (1..=MOST_SEGMENTS as u64).find(|number| !self.segments().any(|segment| segment == *number))?;
        self.written += pages;
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        self.levels[0].segments.push((number, 1, pages));
        Some(number)
    }

    /// How many segments the level with most of them has.
    pub fn most_on_a_level(&self) -> usize {
        self.levels.iter().map(|level| level.segments.len()).max().unwrap_or(0)
    }

    /// The segments, each with its first page and its last; what a newer one says of a row counts.
    pub fn newest_first(&self) -> impl Iterator<Item = [i64; 3]> + '_ {
        let segments = self.levels.iter().flat_map(|level| level.segments.iter().rev());
        segments.map(|(segment, first, last)| [*segment, *first, *last].map(u64::cast_signed))
    }

    fn segments(&self) -> impl Iterator<Item = u64> {
        self.levels.iter().flat_map(|level| &level.segments).map(|(number, ..)| *number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_gets_a_number_that_is_free() {
        let bytes = [0, 0, 0, 7, 2, 3, 9, 1, 2, 1, 1, 5, 3, 2, 2, 0, 1, 4, 1, 9];
        let mut structure = Structure::from_bytes(&bytes).unwrap();
        assert_eq!(structure.to_bytes(), bytes);
        assert_eq!((structure.add(6), structure.most_on_a_level()), (Some(2), 3));
        assert_eq!(structure.to_bytes(), [0, 0, 0, 7, 2, 4, 15, 1, 3, 1, 1, 5, 3, 2, 2, 2, 1, 6, 0, 1, 4, 1, 9]);
    }

    #[test]
    fn what_is_cut_short_is_told() {
        let bytes = [0, 0, 0, 7, 1, 1, 9, 0, 1, 1, 1, 5];
        assert!(Structure::from_bytes(&bytes).is_ok());
        assert!((0..bytes.len()).all(|end| Structure::from_bytes(&bytes[..end]).is_err()));
    }
}

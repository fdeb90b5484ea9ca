//! Weights of a linear model with hashed features: one row of small integers a feature, one lane a
//! class.

use arrayvec::ArrayVec;
use std::hint::select_unpredictable;

/// What a model sees of one of those that it chooses among, or decides about.
pub type Features = ArrayVec<u32, 24>;

/// `ROWS` rows, a power of two, of `L - 1` weights. A feature is a hash; its high bits choose the row, and the next ones must be
/// those in the row's last lane: a row is the property of one feature, and one that was never learned
/// weighs nothing, but for one in 256 of them.
#[derive(Debug, Clone)]
pub struct Table<const L: usize, const ROWS: usize> {
    /// Each weight raised by [`BIAS`]: sums of unsigned numbers need no sign spread over wider lanes.
    rows: Box<[[u8; L]; ROWS]>,
    /// What one unit of a stored weight is worth.
    scale: f32,
}

/// What is added to a weight of -127..=127 for it to be positive.
const BIAS: i16 = 128;

impl<const L: usize, const ROWS: usize> Table<L, ROWS> {
    /// A row whose weights are zero.
    const NOTHING: [u8; L] = [BIAS as u8; L];

    /// The table nearest to these weights of features, of which the last lane is left out. Of two features
    /// with one row the later has it.
    pub fn quantise(weights: impl IntoIterator<Item = (u32, [f32; L])> + Clone) -> Self {
        let all = weights.clone().into_iter().flat_map(|(_, weights)| weights.into_iter().take(L - 1));
        let largest = all.fold(0.0_f32, |most, w| most.max(w.abs()));
        let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        let mut rows = boxed(Self::NOTHING);
        for (feature, weights) in weights {
            let row = &mut rows[row::<ROWS>(feature)];
            *row = weights.map(|w| ((w / scale).round() as i16 + BIAS) as u8);
            row[L - 1] = fingerprint::<ROWS>(feature);
        }
        Self { rows, scale }
    }

    /// The row of a feature; of one that has none, a row of zeros. Which it is cannot be foretold: a branch
    /// would keep the processor from fetching the rows of the next features meanwhile.
    #[inline(always)]
    fn row(&self, feature: u32) -> &[u8; L] {
        let found = &self.rows[row::<ROWS>(feature)];
        select_unpredictable(found[L - 1] == fingerprint::<ROWS>(feature), found, &Self::NOTHING)
    }

    /// The sum of the weights of `features`, fewer than 128, in units of [`Table::scale`]; the last lane
    /// means nothing.
    #[inline(always)]
    pub fn sum(&self, features: &[u32]) -> [i16; L] {
        let mut scores = [-BIAS * features.len() as i16; L];
        for feature in features {
            for (score, weight) in scores.iter_mut().zip(self.row(*feature)) {
                *score += i16::from(*weight);
            }
        }
        scores
    }

    /// What one unit of a sum is worth.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// The sum of the weights of `features` as the training saw it; the last lane means nothing.
    pub fn score(&self, features: &[u32]) -> [f32; L] {
        self.sum(features).map(|s| f32::from(s) * self.scale)
    }

    /// Appends the table to `out`: scale, little-endian, and rows.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.scale.to_le_bytes());
        out.extend_from_slice(self.rows.as_flattened());
    }

    /// Reads what [`Table::write`] wrote from the front of `bytes`, and advances it; none where
    /// the bytes are something else.
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (scale, rest) = bytes.split_first_chunk::<4>()?;
        let (weights, rest) = rest.split_at_checked(ROWS * L)?;
        *bytes = rest;
        let mut rows = boxed([0; L]);
        rows.as_flattened_mut().copy_from_slice(weights);
        Some(Self { rows, scale: f32::from_le_bytes(*scale) })
    }
}

/// So many rows, made where they stay: they are too many for a stack.
fn boxed<const L: usize, const ROWS: usize>(row: [u8; L]) -> Box<[[u8; L]; ROWS]> {
    match vec![row; ROWS].try_into() {
        Ok(rows) => rows,
        Err(_) => unreachable!("a vector of ROWS rows has ROWS rows"),
    }
}

/// The hash of a feature: which template it comes from and the two values it joins. One multiplication
/// (Knuth's multiplicative hashing): only the high bits are good, and rows are chosen by those.
#[inline(always)]
pub const fn feature(template: u32, a: u32, b: u32) -> u32 {
    (a.rotate_left(15) ^ b ^ template.wrapping_mul(0xd6e8_feb9)).wrapping_mul(0x9e37_79b1)
}

/// Which of `ROWS`, a power of two, a feature has: as many of its high bits as are needed.
#[inline(always)]
pub const fn row<const ROWS: usize>(feature: u32) -> usize {
    (feature >> (u32::BITS - ROWS.ilog2())) as usize
}

/// The bits of a feature that follow those which choose its row.
#[inline(always)]
const fn fingerprint<const ROWS: usize>(feature: u32) -> u8 {
    (feature >> (u32::BITS - ROWS.ilog2() - u8::BITS)) as u8
}

/// A number for a pair of numbers, to be used as one value of a feature.
#[inline(always)]
pub const fn pair(a: u32, b: u32) -> u32 {
    (a.rotate_left(11) ^ b).wrapping_mul(0x85eb_ca6b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_survives_being_written() {
        let table = Table::<4, 8>::quantise([(feature(1, 2, 3), [1.0, -0.5, 0.25, 0.0])]);
        let mut bytes = Vec::new();
        table.write(&mut bytes);
        bytes.push(7);
        let mut rest = &bytes[..];
        let again = Table::<4, 8>::read(&mut rest).expect("a table");
        assert_eq!(rest, [7]);
        let score = again.score(&[feature(1, 2, 3)]);
        assert!((score[0] - 1.0).abs() < 0.01 && (score[1] + 0.5).abs() < 0.01);
    }

    #[test]
    fn what_was_never_learned_weighs_nothing() {
        let table = Table::<2, 8>::quantise([(feature(1, 2, 3), [1.0, 0.0])]);
        let others = (0..1000).map(|i| feature(5, i, 0));
        let weighing = others.filter(|other| table.sum(&[*other])[0] != 0).count();
        assert!(weighing < 10, "{weighing} of a thousand");
    }

    #[test]
    fn broken_bytes_are_no_table() {
        assert!(Table::<4, 8>::read(&mut &[0; 35][..]).is_none());
        assert!(Table::<4, 8>::read(&mut &[0; 3][..]).is_none());
    }
}

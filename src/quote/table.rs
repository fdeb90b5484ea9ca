//! Weights of a linear model with hashed features: one row of small integers a feature, one lane a
//! class.

/// Rows of `L` weights. A feature is a hash; its high bits choose the row, and features that share
/// a row share its weights.
#[derive(Debug, Clone)]
pub struct Table<const L: usize> {
    /// Each weight raised by [`BIAS`]: sums of unsigned numbers need no sign spread over wider lanes.
    rows: Vec<[u8; L]>,
    /// What one unit of a stored weight is worth.
    scale: f32,
}

/// What is added to a weight of -127..=127 for it to be positive.
const BIAS: i16 = 128;

impl<const L: usize> Table<L> {
    /// The table nearest to these weights; their number must be a power of two.
    pub fn quantise(weights: &[[f32; L]]) -> Self {
        let largest = weights.iter().flatten().fold(0.0_f32, |most, w| most.max(w.abs()));
        let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        let rows = weights.iter().map(|row| row.map(|w| ((w / scale).round() as i16 + BIAS) as u8)).collect();
        Self { rows, scale }
    }

    #[inline(always)]
    fn row(&self, feature: u32) -> &[u8; L] {
        &self.rows[row(feature, self.rows.len())]
    }

    /// The sum of the weights of `features`, fewer than 128, in units of [`Table::scale`].
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

    /// The sum of the weights of `features` as the training saw it.
    pub fn score(&self, features: &[u32]) -> [f32; L] {
        self.sum(features).map(|s| f32::from(s) * self.scale)
    }

    /// Appends the table to `out`: scale, number of rows, rows; numbers are little-endian.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.scale.to_le_bytes());
        out.extend((self.rows.len() as u32).to_le_bytes());
        out.extend_from_slice(self.rows.as_flattened());
    }

    /// Reads what [`Table::write`] wrote from the front of `bytes`, and advances it; none where
    /// the bytes are something else.
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (scale, rest) = bytes.split_first_chunk::<4>()?;
        let (count, rest) = rest.split_first_chunk::<4>()?;
        let count = u32::from_le_bytes(*count) as usize;
        if !count.is_power_of_two() || rest.len() < count * L {
            return None;
        }
        let (weights, rest) = rest.split_at(count * L);
        *bytes = rest;
        let (rows, _) = weights.as_chunks::<L>();
        Some(Self { rows: rows.to_vec(), scale: f32::from_le_bytes(*scale) })
    }
}

impl Table<4> {
    /// What [`Table::score`] gives for at most 127 features, all four lanes of a row summed at once: two to a
    /// register, 16 bits each, which so many raised weights cannot overflow.
    #[inline(always)]
    pub fn packed_score(&self, features: &[u32]) -> [f32; 4] {
        const LOW_BYTES: u32 = 0x00ff_00ff;
        let (mut even, mut odd) = (0_u32, 0_u32);
        for feature in features {
            let row = u32::from_le_bytes(*self.row(*feature));
            even += row & LOW_BYTES;
            odd += row >> 8 & LOW_BYTES;
        }
        let raised = i32::from(BIAS) * features.len() as i32;
        [even & 0xffff, odd & 0xffff, even >> 16, odd >> 16].map(|s| (s as i32 - raised) as f32 * self.scale)
    }
}

/// The hash of a feature: which template it comes from and the two values it joins. One multiplication
/// (Knuth's multiplicative hashing): only the high bits are good, and rows are chosen by those.
#[inline(always)]
pub const fn feature(template: u32, a: u32, b: u32) -> u32 {
    (a.rotate_left(15) ^ b ^ template.wrapping_mul(0xd6e8_feb9)).wrapping_mul(0x9e37_79b1)
}

/// Which of `rows`, a power of two, a feature has: as many of its high bits as are needed.
#[inline(always)]
pub const fn row(feature: u32, rows: usize) -> usize {
    feature.rotate_left(rows.ilog2()) as usize & (rows - 1)
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
        let mut weights = vec![[0.0; 4]; 8];
        weights[row(feature(1, 2, 3), 8)] = [1.0, -0.5, 0.0, 0.25];
        let table = Table::quantise(&weights);
        let mut bytes = Vec::new();
        table.write(&mut bytes);
        bytes.push(7);
        let mut rest = &bytes[..];
        let again = Table::<4>::read(&mut rest).expect("a table");
        assert_eq!(rest, [7]);
        let score = again.score(&[feature(1, 2, 3)]);
        assert!((score[0] - 1.0).abs() < 0.01 && (score[1] + 0.5).abs() < 0.01);
    }

    #[test]
    fn lanes_summed_together_are_summed_as_one_by_one() {
        let weights: Vec<[f32; 4]> = (0..64).map(|i| [i as f32, -127.0, 127.0, 31.0 - i as f32]).collect();
        let table = Table::quantise(&weights);
        let features: Vec<u32> = (0..127).map(|i| feature(7, i, 0)).collect();
        for count in [0, 1, 30, 127] {
            assert_eq!(table.packed_score(&features[..count]), table.score(&features[..count]));
        }
    }

    #[test]
    fn broken_bytes_are_no_table() {
        assert!(Table::<4>::read(&mut &[0; 7][..]).is_none());
        assert!(Table::<4>::read(&mut &[0, 0, 0, 0, 255, 255, 255, 255, 1][..]).is_none());
    }
}

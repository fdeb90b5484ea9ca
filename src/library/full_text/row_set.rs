//! Sets of rows, a bit each.

/// Some rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowSet(Vec<u64>);

impl RowSet {
    /// None of the rows with numbers below `end`, which are all that it can hold.
    pub fn below(end: usize) -> Self {
        Self(vec![0; end.div_ceil(64)])
    }

    /// Adds a row, if it can be held.
    pub fn insert(&mut self, row: usize) {
        if let Some(bits) = self.0.get_mut(row / 64) {
            *bits |= 1 << (row % 64);
        }
    }

    /// Whether it has the row.
    pub fn has(&self, row: u32) -> bool {
        let row = row as usize;
        self.0.get(row / 64).is_some_and(|bits| bits >> (row % 64) & 1 == 1)
    }

    /// How many rows it has.
    pub fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// Its rows, rising.
    pub fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        let bits_of = |mut bits: u64| {
            std::iter::from_fn(move || {
                let lowest = (bits != 0).then(|| bits.trailing_zeros())?;
                bits &= bits - 1;
                Some(i64::from(lowest))
            })
        };
        (0..).step_by(64).zip(&self.0).flat_map(move |(first, bits)| bits_of(*bits).map(move |bit| first + bit))
    }

    /// Adds the rows of `other`, which can hold as many.
    pub fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    /// Leaves only the rows that `other`, which can hold as many, has as well.
    pub fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own &= other);
    }

    /// Takes away the rows that `other`, which can hold as many, has.
    pub fn remove(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own &= !other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn they_are_sets(one in prop::collection::btree_set(0..300_usize, 0..90),
            other in prop::collection::btree_set(0..300_usize, 0..90)) {
            let set = |rows: &BTreeSet<usize>| {
                let mut set = RowSet::below(256);
                rows.iter().for_each(|row| set.insert(*row));
                set
            };
            let held = |rows: BTreeSet<usize>| rows.into_iter().filter(|row| *row < 256).map(|row| row as i64);
            let [mut either, mut both, mut without] = [&one; 3].map(set);
            either.add(&set(&other));
            both.keep(&set(&other));
            without.remove(&set(&other));
            prop_assert!(either.iter().eq(held(&one | &other)));
            prop_assert!(both.iter().eq(held(&one & &other)));
            prop_assert!(without.iter().eq(held(&one - &other)));
            prop_assert_eq!(without.count(), without.iter().count());
            prop_assert!((0..400).all(|row| both.has(row) == both.iter().any(|one| one == i64::from(row))));
        }
    }
}

//! SQLite's variable-length numbers: seven bits a byte, the highest first, a set high bit where more
//! follow; a ninth byte holds eight bits.

/// The most bytes that one has.
pub const MOST_BYTES: usize = 9;

/// Appends `number`.
pub fn put(number: u64, out: &mut Vec<u8>) {
    if number < 0x80 {
        return out.push(number as u8);
    }
    if number >= 1 << 56 {
        out.extend((0..8).rev().map(|group| (number >> (8 + 7 * group)) as u8 | 0x80));
        return out.push(number as u8);
    }
    // All bytes in one word, the last one lowest: nearly all numbers go this way.
    let (mut word, mut rest, mut bytes) = (number & 0x7f, number >> 7, 1);
    while rest != 0 {
        word |= (rest & 0x7f | 0x80) << (8 * bytes);
        rest >>= 7;
        bytes += 1;
    }
    let in_front = word << (64 - 8 * bytes);
    out.extend_from_slice(&in_front.to_be_bytes());
    out.truncate(out.len() - 8 + bytes);
}

/// Takes the number that `bytes` begins with; nothing if they end inside of it.
#[inline]
pub fn take(bytes: &mut &[u8]) -> Option<u64> {
    // One byte or two, told apart without a branch: nobody could foretell which of them comes next.
    if let [first, second, ..] = **bytes
        && first & second & 0x80 == 0
    {
        let is_two = first >> 7;
        *bytes = &bytes[1 + usize::from(is_two)..];
        return Some(u64::from(first & 0x7f) << (7 * is_two) | u64::from(second & is_two.wrapping_neg()));
    }
    take_any(bytes)
}

fn take_any(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for place in 1..=MOST_BYTES {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        if place == MOST_BYTES {
            return Some(number << 8 | u64::from(*first));
        }
        number = number << 7 | u64::from(first & 0x7f);
        if first & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn they_are_those_of_sqlite() {
        let bytes = |number| {
            let mut out = Vec::new();
            put(number, &mut out);
            out
        };
        assert_eq!(bytes(0x7f), [0x7f]);
        assert_eq!(bytes(0x80), [0x81, 0]);
        assert_eq!(bytes((1 << 56) - 1), [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
        assert_eq!(bytes(1 << 57), [0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0]);
        assert_eq!(bytes(u64::MAX), [0xff; 9]);
    }

    proptest! {
        #[test]
        fn they_come_back(numbers in prop::collection::vec((any::<u64>(), 0..64_u32), 0..20)) {
            let numbers: Vec<u64> = numbers.into_iter().map(|(number, shift)| number >> shift).collect();
            let mut bytes = Vec::new();
            numbers.iter().for_each(|number| put(*number, &mut bytes));
            let mut rest = bytes.as_slice();
            prop_assert_eq!(std::iter::from_fn(|| take(&mut rest)).collect::<Vec<_>>(), numbers);
        }

        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..20)) {
            let mut rest = bytes.as_slice();
            while take(&mut rest).is_some() {}
            prop_assert!(rest.is_empty());
        }
    }
}

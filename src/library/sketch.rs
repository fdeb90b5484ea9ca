//! MinHash sketches of texts: how much of their wording two texts share, guessed from a few bytes.
//!
//! A text is the set of its runs of three words. One hash function deals the runs out to [`PLACES`]
//! places, and the sketch keeps the least hash of each (Li, Owen and Zhang, *One permutation hashing*,
//! 2012); a place that got no run takes what another one has, the same for all texts (Shrivastava,
//! *Optimal densification for fast and accurate minwise hashing*, 2017). Two sketches agree in as large
//! a share of their places as the sets have runs in common (their Jaccard similarity; Broder, *On the
//! resemblance and containment of documents*, 1997), with a standard error of 0.06, and of 0.1 for the
//! shortest texts. Sketches that agree in all four places of one of eight bands belong to texts worth
//! comparing: of pairs that share 80 % of their runs, 98 % do; of pairs that share 30 %, 6 % (Leskovec,
//! Rajaraman and Ullman, *Mining of Massive Datasets*, section 3.4).

/// How many places a sketch has.
const PLACES: usize = 64;
/// How many bands of the sketch are compared first, and how many places each has.
const BANDS: usize = 8;
const BAND_PLACES: usize = 4;
/// How many words make a run.
const RUN: usize = 3;
/// The shortest text with a sketch, in words: shorter ones share runs by chance.
const FEWEST_WORDS: usize = 30;
/// How often another place is looked at for a place that got no run: the fewest words fill a third.
const MOST_ATTEMPTS: usize = 64;
/// What stands in a place that got no run.
const NOTHING: u32 = u32::MAX;

/// What is kept of a text's wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch([u32; PLACES]);

impl Sketch {
    /// The sketch of a text's [words](crate::text::fold::words), parted by white space; none if they are too few.
    pub fn of(words: &str) -> Option<Self> {
        let mut least = [NOTHING; PLACES];
        let (mut first, mut second) = (0_u64, 0_u64);
        let mut count = 0;
        for word in words.split_ascii_whitespace() {
            let third = word_hash(word);
            count += 1;
            if count >= RUN {
                let hash = mix(first.rotate_left(42) ^ second.rotate_left(21) ^ third);
                let place = &mut least[(hash >> 32) as usize % PLACES];
                *place = (*place).min(hash as u32);
            }
            (first, second) = (second, third);
        }
        (count >= FEWEST_WORDS).then(|| Self(filled(least)))
    }

    /// The bands: texts that have one in common are worth comparing.
    pub fn bands(&self) -> [i64; BANDS] {
        std::array::from_fn(|band| {
            let places = &self.0[band * BAND_PLACES..(band + 1) * BAND_PLACES];
            let hash = places.iter().fold(band as u64, |sum, place| mix(sum ^ u64::from(*place)));
            i64::from_le_bytes(hash.to_le_bytes())
        })
    }

    /// The guessed share of runs that two texts have in common, 0..1.
    pub fn similarity(&self, other: &Self) -> f64 {
        let same = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        same as f64 / PLACES as f64
    }

    /// As bytes, to be kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|place| place.to_le_bytes()).collect()
    }

    /// What [`to_bytes`](Self::to_bytes) gave.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (places, rest) = bytes.as_chunks::<4>();
        let places: [[u8; 4]; PLACES] = places.try_into().ok()?;
        rest.is_empty().then(|| Self(places.map(u32::from_le_bytes)))
    }
}

/// FNV-1a: the same in every version of the program, as what is kept in a file must be.
fn word_hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
const fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// The sketch with every place filled that got no run, from one that did: the same one in every text
/// in which that one did.
fn filled(least: [u32; PLACES]) -> [u32; PLACES] {
    std::array::from_fn(|place| {
        let others = (1..).map(|attempt: u64| mix((place as u64) << 32 | attempt) as usize % PLACES);
        let mut candidates = std::iter::once(place).chain(others.take(MOST_ATTEMPTS)).map(|place| least[place]);
        candidates.find(|hash| *hash != NOTHING).unwrap_or(NOTHING)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that no other `seed` gives.
    fn words(seed: usize, count: usize) -> Vec<String> {
        (0..count).map(|n| format!("w{seed}x{}", mix(n as u64) % 5000)).collect()
    }

    #[test]
    fn similarity_is_near_the_share_of_runs_in_common() {
        let original = words(1, 600);
        let whole = Sketch::of(&original.join(" ")).unwrap();
        for kept in [600, 540, 450, 300] {
            let altered = [&original[..kept], &words(2, 600 - kept)].concat();
            let other = Sketch::of(&altered.join(" ")).unwrap();
            let truth = kept as f64 / (1200 - kept) as f64;
            assert!((whole.similarity(&other) - truth).abs() < 0.2, "{kept}: {}", whole.similarity(&other));
        }
        assert!(whole.similarity(&Sketch::of(&words(3, 600).join(" ")).unwrap()) < 0.1);
    }

    #[test]
    fn little_altered_texts_share_a_band_and_others_none() {
        let original = words(1, 400);
        let mut altered = original.clone();
        altered[200] = "changed".to_owned();
        let bands = |words: &[String]| Sketch::of(&words.join(" ")).unwrap().bands();
        let shared = |a: [i64; BANDS], b: [i64; BANDS]| a.iter().any(|band| b.contains(band));
        assert!(shared(bands(&original), bands(&altered)));
        assert!(!shared(bands(&original), bands(&words(2, 400))));
    }

    #[test]
    fn a_sketch_comes_back_and_a_few_words_have_none() {
        let sketch = Sketch::of(&words(1, 50).join(" ")).unwrap();
        assert_eq!(Sketch::from_bytes(&sketch.to_bytes()), Some(sketch));
        assert_eq!(Sketch::from_bytes(b"short"), None);
        assert_eq!(Sketch::of("as the mayor said"), None);
    }
}

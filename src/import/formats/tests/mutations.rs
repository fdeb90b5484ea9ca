//! Damaged files: no panic, no hang, no growth, and each is said.

use super::*;
use proptest::prelude::*;

/// How many damaged files are read.
const FILES: u64 = 10_000;

/// The same numbers in every run.
struct Numbers(u64);

impl Numbers {
    /// One below `most`.
    fn below(&mut self, most: usize) -> usize {
        // xorshift64*: https://doi.org/10.1145/2845077
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap() % most.max(1)
    }
}

/// A sample cut short, with bits flipped, or with another one behind it or inside.
fn damaged(samples: &[(&'static str, Vec<u8>, &str)], numbers: &mut Numbers) -> (&'static str, Vec<u8>) {
    let (name, bytes, _) = &samples[numbers.below(samples.len())];
    let mut bytes = bytes.clone();
    for _ in 0..=numbers.below(3) {
        let at = numbers.below(bytes.len());
        match numbers.below(4) {
            0 => bytes.truncate(at),
            1 => {
                for _ in 0..=numbers.below(8) {
                    let at = numbers.below(bytes.len());
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << numbers.below(8);
                    }
                }
            }
            2 => bytes.extend_from_slice(&samples[numbers.below(samples.len())].1),
            _ => drop(bytes.splice(at..at, samples[numbers.below(samples.len())].1.clone())),
        }
    }
    (name, bytes)
}

/// What holds for everything that is read: each file is an article or said to be none, never a
/// fault of ours, and no article is larger than its bytes can make it.
fn check(name: &str, bytes: &[u8]) {
    let limits = Limits { expansion: 20, ..Limits::default() };
    let items = read_with(name, bytes, &ReadOptions::default(), &limits);
    assert!(!items.is_empty(), "{name}: nothing was said of {bytes:?}");
    for item in items {
        match item {
            Ok(article) => {
                assert!(article.text.len() < 8 * bytes.len() + 4096, "{name}: {bytes:?}");
                assert_eq!(article.id, article.content_id());
            }
            Err(error) => assert!(!matches!(error.reason, Refusal::Fault), "{name}: {bytes:?}"),
        }
    }
}

#[test]
fn no_damage_does_harm() {
    let samples = samples::of_every_format();
    let mut numbers = Numbers(20_210_309);
    for _ in 0..FILES {
        let (name, bytes) = damaged(&samples, &mut numbers);
        check(name, &bytes);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_in_every_format(bytes in prop::collection::vec(any::<u8>(), 0..300), name in 0_usize..20) {
        let endings: Vec<_> = FORMATS.iter().flat_map(|format| format.endings()).collect();
        check(&format!("a.{}", endings[name % endings.len()]), &bytes);
    }

    #[test]
    fn any_pieces_of_any_format_are_read(
        text in "(\\{|\\}|\\[|\\]|\"text\":|\"a\"|,|:|\n|<item>|</item>|<p>|</|<!\\[CDATA\\[|]]>|&amp;|&#x|From |Content-Type: |---|\\+\\+\\+|# |\\*|é|x){0,60}",
        ending in prop::sample::select(vec!["json", "jsonl", "csv", "rss", "md", "html", "mbox", "eml"]),
    ) {
        check(&format!("a.{ending}"), text.as_bytes());
    }
}

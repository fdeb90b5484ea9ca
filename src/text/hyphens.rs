//! Where a word may be parted at the end of a line.

use super::wrap::columns_of;
use hypher::{Lang, hyphenate};

/// The shortest word that is parted, in characters: what is shorter is read worse than it is set.
const SHORTEST: usize = 6;

/// How the words of a language are parted: by Liang's patterns (*Word Hy-phen-a-tion by Com-put-er*, 1983).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hyphens(Lang);

impl Hyphens {
    /// Those of a language by its ISO 639-1 code, if they are known.
    pub fn of(code: &str) -> Option<Self> {
        (code == "en").then_some(Self(Lang::English))
    }

    /// The last byte at which `word` may be parted so that what stands before it and a hyphen take no more than
    /// `columns`. Signs around the word, as quotation marks are, go with it; what has other signs inside, as addresses
    /// and contractions have, is no word. Names and whatever else has a capital stay whole.
    pub fn part(self, word: &str, columns: usize) -> Option<usize> {
        let letters = word.trim_matches(|c: char| !c.is_alphabetic());
        let is_parted = |c: char| c.is_alphabetic() && !c.is_uppercase();
        if letters.chars().count() < SHORTEST || !letters.chars().all(is_parted) {
            return None;
        }
        let start = word.find(letters)?;
        let ends = hyphenate(letters, self.0).scan(start, |at, syllable| {
            *at += syllable.len();
            Some(*at)
        });
        ends.take_while(|end| *end < start + letters.len() && columns_of(&word[..*end]) < columns).last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_parted_by_its_syllables_as_late_as_there_is_room() {
        let english = Hyphens::of("en").unwrap();
        let parted = |word: &'static str, columns| english.part(word, columns).map(|at| word.split_at(at));
        assert_eq!(parted("comprehensive", 8), Some(("compre", "hensive")));
        assert_eq!(parted("comprehensive", 6), Some(("com", "prehensive")));
        assert_eq!(parted("“comprehensive,”", 8), Some(("“compre", "hensive,”")));
        assert_eq!(parted("comprehensive", 3), None);
        for word in
            ["Comprehensive", "don’t", "https://example.org/extensive", "table", "", "“…”", "extensive/extensive"]
        {
            assert_eq!(english.part(word, 80), None, "{word}");
        }
        assert!(Hyphens::of("fr").is_none());
    }
}

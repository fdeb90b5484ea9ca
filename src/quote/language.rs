//! What language an article is in, as far as the engine has to know: whether its words are the
//! ones that the models and word lists were made for.

use crate::article::Article;

/// How many words of an article are looked at: more do not change the answer.
const SAMPLE: usize = 400;

/// Common English words that are no common words of the languages below.
const ENGLISH: &[&str] = &[
    "and", "are", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "he", "her", "his", "it",
    "its", "not", "of", "or", "said", "says", "she", "that", "the", "their", "they", "this", "to", "we", "were",
    "what", "when", "which", "who", "will", "with", "would", "you",
];

/// Common words of other languages in Latin letters (German, French, Spanish, Italian, Portuguese,
/// Dutch, Scandinavian, Polish, Turkish) that are no English words.
const OTHERS: &[&str] = &[
    "aan", "af", "al", "att", "auf", "aus", "av", "bir", "che", "com", "con", "da", "das", "dat", "de", "dei", "del",
    "della", "den", "der", "des", "det", "di", "du", "e", "ein", "eine", "el", "en", "er", "est", "et", "het", "il",
    "ist", "jest", "la", "las", "le", "les", "los", "mit", "na", "nicht", "nie", "niet", "och", "og", "os", "par",
    "para", "pas", "pour", "que", "qui", "se", "sich", "som", "sono", "sur", "til", "um", "un", "una", "und", "une",
    "van", "ve", "von", "w", "y", "zu", "że",
];

/// Whether `article` is in English, or says too little to tell.
pub(super) fn is_english(article: &Article) -> bool {
    let words = article.paragraphs.iter().flat_map(|p| p.of(&article.text).split_whitespace()).take(SAMPLE);
    let (mut english, mut others, mut latin, mut foreign) = (0usize, 0usize, 0usize, 0usize);
    for word in words {
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        let Some(first) = word.chars().next() else { continue };
        // Latin with its extensions; Greek begins at U+0370.
        *(if first < '\u{370}' { &mut latin } else { &mut foreign }) += 1;
        if let Some(key) = key(word) {
            english += usize::from(ENGLISH_KEYS.binary_search(&key).is_ok());
            others += usize::from(OTHERS_KEYS.binary_search(&key).is_ok());
        }
    }
    english >= others && latin >= foreign
}

/// The bytes of a word of the lists, ASCII letters in lower case, as one number: numbers are compared
/// at once. None where the word is too long for any list.
const fn key(word: &str) -> Option<u64> {
    let bytes = word.as_bytes();
    if bytes.len() > LONGEST {
        return None;
    }
    let mut key = 0;
    let mut i = 0;
    while i < LONGEST {
        key = key << 8 | if i < bytes.len() { bytes[i].to_ascii_lowercase() as u64 } else { 0 };
        i += 1;
    }
    Some(key)
}

/// The longest word of the lists, in bytes.
const LONGEST: usize = 5;
static ENGLISH_KEYS: [u64; ENGLISH.len()] = keys(ENGLISH);
static OTHERS_KEYS: [u64; OTHERS.len()] = keys(OTHERS);

const fn keys<const N: usize>(words: &[&str]) -> [u64; N] {
    let mut out = [0; N];
    let mut i = 0;
    while i < N {
        if let Some(key) = key(words[i]) {
            out[i] = key;
        }
        i += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(text: &str) -> bool {
        is_english(&Article::from_body(text.to_owned()))
    }

    #[test]
    fn every_listed_word_can_be_found() {
        for (words, keys) in [(ENGLISH, &ENGLISH_KEYS[..]), (OTHERS, &OTHERS_KEYS[..])] {
            assert!(keys.is_sorted());
            assert!(words.iter().all(|word| key(word).is_some_and(|key| keys.binary_search(&key).is_ok())));
        }
        assert_eq!(key("The"), key("the"));
    }

    #[test]
    fn english_is_told_from_other_languages() {
        assert!(english("“We will not leave,” Mayor Ada Stone said on Monday."));
        assert!(english("The mayor of Las Vegas, Ana de la Cruz, said that the Los Angeles Times was wrong."));
        assert!(english("Yes."));
        assert!(!english("«Nous ne partons pas», a déclaré le maire de la ville, qui est venu avec les siens."));
        assert!(!english("„Wir gehen nicht“, sagte die Bürgermeisterin und verließ den Saal mit ihren Leuten."));
        assert!(!english("«Мы не уйдём», — сказал мэр города."));
        assert!(!english("市长说：“我们不会离开。”"));
    }
}

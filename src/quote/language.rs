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
        english += usize::from(is_in(word, ENGLISH));
        others += usize::from(is_in(word, OTHERS));
    }
    english >= others && latin >= foreign
}

fn is_in(word: &str, list: &[&str]) -> bool {
    word.len() <= 5 && list.binary_search(&word.to_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(text: &str) -> bool {
        is_english(&Article::from_body(text.to_owned()))
    }

    #[test]
    fn lists_are_sorted() {
        assert!(ENGLISH.is_sorted() && OTHERS.is_sorted());
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

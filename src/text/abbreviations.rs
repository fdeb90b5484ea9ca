//! English abbreviations: the full stop behind one ends no sentence.

/// How many letters an abbreviation has at most, if no full stop stands inside it.
const LONGEST_ABBREVIATION: usize = 6;

/// Abbreviations that keep their full stop.
const ABBREVIATIONS: [u64; 100] = packed([
    "mr", "mrs", "ms", "messrs", "dr", "prof", "sen", "sens", "rep", "reps", "gov", "govs", "gen", "lt", "col", "maj",
    "capt", "cmdr", "adm", "sgt", "cpl", "pvt", "rev", "hon", "pres", "supt", "insp", "atty", "jr", "sr", "st", "mt",
    "ft", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "inc", "corp", "co",
    "cos", "ltd", "bros", "assn", "dept", "univ", "vs", "etc", "no", "nos", "vol", "fig", "est", "approx", "ave",
    "blvd", "rd", "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan", "ky", "la",
    "md", "mass", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ore", "pa", "tenn", "tex", "vt", "va",
    "wash", "wis", "wyo", "ph", "esq",
]);

/// Those of them that also are words that end a sentence: they count only with a capital.
const ALSO_WORDS: [u64; 16] = packed([
    "no", "la", "mass", "miss", "del", "mar", "ill", "pa", "co", "st", "ind", "wash", "mo", "fig", "gen", "est",
]);

/// Words of up to eight letters as numbers, in order.
const fn packed<const N: usize>(words: [&str; N]) -> [u64; N] {
    let mut out = [0; N];
    let mut i = 0;
    while i < N {
        let word = pack(words[i].as_bytes());
        let mut at = i;
        while at > 0 && out[at - 1] > word {
            out[at] = out[at - 1];
            at -= 1;
        }
        out[at] = word;
        i += 1;
    }
    out
}

/// A word of up to eight letters as a number, in lower case.
const fn pack(word: &[u8]) -> u64 {
    let mut out = 0;
    let mut i = 0;
    while i < word.len() {
        out = out << 8 | word[i].to_ascii_lowercase() as u64;
        i += 1;
    }
    out
}

/// Whether the word is an abbreviation that keeps its full stop.
pub fn is_abbreviation(word: &[u8]) -> bool {
    if word.len() > LONGEST_ABBREVIATION {
        return false;
    }
    let packed = pack(word);
    ABBREVIATIONS.binary_search(&packed).is_ok()
        && (word.first().is_some_and(u8::is_ascii_uppercase) || ALSO_WORDS.binary_search(&packed).is_err())
}

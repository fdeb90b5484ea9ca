//! What the engine knows of each language: one table a language, one file a table. Another language
//! is another file and a line in [`ALL`].
//!
//! Quotation marks are of no language: newspapers mix them, so [`segments`](super::segments) knows
//! every style everywhere.

pub mod english;
mod german;

use super::lexicon::{FormMap, Lexicon};
use super::model::Model;
use crate::article::Article;
use crate::text::tokens::{Shape, Token, form, tokens};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// One language.
#[derive(Debug)]
pub struct Language {
    /// Its ISO 639-1 code.
    pub code: &'static str,
    /// What its words begin with.
    pub script: RangeInclusive<char>,
    /// Common words by which it is recognised, parted by spaces; none that are common in English too.
    pub common: &'static str,
    /// Words of names.
    pub names: LazyLock<Lexicon>,
    /// Words beside the day something was said; none where it is never told.
    pub days: Option<DayWords>,
    /// How speakers are found.
    pub method: Method,
}

/// How speakers are found.
#[derive(Debug)]
pub enum Method {
    /// By models learned from annotated articles.
    Models(&'static LazyLock<Option<Model>>),
    /// By a few frames around a passage.
    Frames(Frames),
}

/// Words of names, lists parted by spaces, in lower case. A word in several lists is what the later
/// one says, in the order of [`Lexicon::new`].
#[derive(Debug)]
pub struct Names {
    /// *Mr.*
    pub honorifics: Gendered,
    /// *Senator*, *spokesman*: stands before a name, or names a person by what he is.
    pub titles: Gendered,
    /// Frequent given names.
    pub given: Gendered,
    /// *University*, *Committee*: a name with it is no person's.
    pub organisations: &'static str,
    /// *Brazil*: alone it is no person's name. None that are given names, as *Jordan*.
    pub countries: &'static str,
    /// *van*, *bin*: inside a name.
    pub particles: &'static str,
    /// *Monday*, *July*: no name.
    pub times: &'static str,
    /// *letter*, *report*: speaks for whoever wrote it.
    pub documents: &'static str,
}

/// Words by what they tell of gender.
#[derive(Debug)]
pub struct Gendered {
    /// Nothing.
    pub any: &'static str,
    /// A man.
    pub male: &'static str,
    /// A woman.
    pub female: &'static str,
}

/// Words around a day in a cue clause, in lower case. Months and weekdays are in
/// [`calendar`](crate::text::calendar).
#[derive(Debug)]
pub struct DayWords {
    /// Before a day that is all that is said: *on*, *late*.
    pub opening: &'static [&'static str],
    /// After a weekday: *afternoon*.
    pub part_of_day: &'static [&'static str],
    /// *today*
    pub today: &'static str,
    /// *yesterday*
    pub yesterday: &'static str,
    /// Before a weekday of the week before: *last*.
    pub last: &'static str,
    /// Opens a clause of its own: a day behind it is not the cue's.
    pub other_clause: &'static [&'static str],
    /// Turns a day to another one, or to none that can be told.
    pub elsewhere: &'static [&'static str],
}

/// What tells the speaker of a passage in a language without models: [`form`]s of words.
#[derive(Debug)]
pub struct Frames {
    /// Words that report what one speaker says.
    pub cues: &'static [u32],
    /// Articles and possessives before a subject: what follows is a description (*the mayor*).
    pub articles: &'static [u32],
    /// Prepositions, conjunctions and adverbs that no subject begins with.
    pub links: &'static [u32],
    /// *he*
    pub he: &'static [u32],
    /// *she*
    pub she: &'static [u32],
    /// Whether a title may be the end of a longer word (*Regierungssprecherin*).
    pub compounds: bool,
}

/// Every table; the first is taken for articles that say too little to tell.
static ALL: [&Language; 2] = [&english::ENGLISH, &german::GERMAN];

/// Common words of languages without a table in Latin letters (French, Spanish, Italian, Portuguese,
/// Dutch, Scandinavian, Polish, Turkish) that are no English words.
const OTHERS: &str = "aan af al att av bir che com con da das dat de dei del della den der des det di du e el en er est \
    et het il jest la las le les los na nie niet och og os par para pas pour que qui se som sono sur til um un una une van \
    ve w y że";

/// Latin letters with their extensions and accents.
const LATIN: RangeInclusive<char> = '\0'..='\u{36f}';
/// How many words of an article are looked at: more do not change the answer.
const SAMPLE: usize = 100;

/// The lists that hold a common word: bit `i` is of `ALL[i]`, the one after the last of [`OTHERS`].
static LISTED: LazyLock<FormMap<u32, u32>> = LazyLock::new(|| {
    let mut listed = FormMap::default();
    for (list, words) in ALL.iter().map(|language| language.common).chain([OTHERS]).enumerate() {
        for word in words.split_whitespace() {
            *listed.entry(form(word)).or_default() |= 1 << list;
        }
    }
    listed
});

/// The language of `article`, if it has a table: the first whose common words are at least as many
/// as those of other languages, in its script.
pub fn of(article: &Article) -> Option<&'static Language> {
    let text = &article.text;
    let is_word =
        |token: &Token| matches!(token.shape, Shape::Lower | Shape::Capitalised | Shape::Upper | Shape::Mixed);
    let words = article.paragraphs.iter().flat_map(|paragraph| tokens(text, *paragraph)).filter(is_word).take(SAMPLE);
    let (mut listed, mut all) = (0, 0);
    let (mut own, mut written) = ([0usize; ALL.len()], [0usize; ALL.len()]);
    for (number, word) in words.enumerate() {
        let Some(first) = word.span.of(text).chars().next() else { continue };
        let lists = LISTED.get(&word.form).copied().unwrap_or_default();
        all += 1;
        listed += usize::from(lists > 0);
        for (i, language) in ALL.iter().enumerate() {
            own[i] += (lists >> i & 1) as usize;
            written[i] += usize::from(language.script.contains(&first));
        }
        // Whatever the words to come are, they do not change what the first one is.
        let left = SAMPLE - 1 - number;
        if 2 * own[0] >= listed + left && 2 * written[0] >= all + left {
            return Some(ALL[0]);
        }
    }
    (0..ALL.len()).find(|i| 2 * own[*i] >= listed && 2 * written[*i] >= all).map(|i| ALL[i])
}

/// The [`form`]s of these words.
const fn forms<const N: usize>(words: [&str; N]) -> [u32; N] {
    let mut out = [0; N];
    let mut i = 0;
    while i < N {
        out[i] = form(words[i]);
        i += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<&'static str> {
        of(&Article::from_body(text.to_owned())).map(|language| language.code)
    }

    #[test]
    fn languages_are_told_by_their_common_words() {
        assert_eq!(code("“We will not leave,” Mayor Ada Stone said on Monday."), Some("en"));
        assert_eq!(
            code("The mayor of Las Vegas, Ana de la Cruz, said that the Los Angeles Times was wrong."),
            Some("en")
        );
        assert_eq!(code("Yes."), Some("en"));
        assert_eq!(
            code("„Wir gehen nicht“, sagte die Bürgermeisterin und verließ den Saal mit ihren Leuten."),
            Some("de")
        );
    }

    #[test]
    fn a_language_without_a_table_is_none() {
        assert_eq!(code("«Nous ne partons pas», a déclaré le maire de la ville, qui est venu avec les siens."), None);
        assert_eq!(code("“We gaan niet weg”, zei de burgemeester van de stad, die met het college kwam."), None);
        assert_eq!(code("«Мы не уйдём», — сказал мэр города."), None);
        assert_eq!(code("市长说：“我们不会离开。”"), None);
    }

    #[test]
    fn no_word_is_common_in_two_tables() {
        let twice = LISTED.values().filter(|lists| (*lists & ((1 << ALL.len()) - 1)).count_ones() > 1);
        assert_eq!(twice.count(), 0);
    }
}

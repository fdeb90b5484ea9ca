//! Whether a predicted speaker is the right one.

use regex::Regex;
use std::sync::LazyLock;

const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sen",
    "senator",
    "rep",
    "representative",
    "gov",
    "governor",
    "president",
    "vice",
    "prime",
    "minister",
    "mayor",
    "judge",
    "justice",
    "chief",
    "sheriff",
    "gen",
    "general",
    "lt",
    "col",
    "capt",
    "sgt",
    "officer",
    "sir",
    "lord",
    "lady",
    "rev",
    "reverend",
    "prof",
    "professor",
    "chairman",
    "chairwoman",
    "congressman",
    "congresswoman",
    "secretary",
    "ambassador",
    "attorney",
    "spokesman",
    "spokeswoman",
    "former",
    "republican",
    "democratic",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "bishop",
    "cardinal",
    "coach",
    "elect",
    "then",
];
const ARTICLES: &[&str] = &["the", "a", "an"];
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];
const PRONOUNS: &[&str] = &[
    "he",
    "she",
    "they",
    "i",
    "we",
    "it",
    "you",
    "his",
    "her",
    "their",
    "my",
    "our",
    "him",
    "them",
    "who",
    "himself",
    "herself",
    "themselves",
];

/// Where a mention's head ends.
static CUT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r",|\(|\s[-–—]+\s|\s(?:who|whom|whose|which|that|of|for|from|at|with|in|on|to|said|says)\s")
});

/// An office of several words, and the capital of the name behind it.
static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:Secretary of (?:State|Defense|Homeland Security|the Treasury|Energy|Labor|Education)|(?:Foreign|Prime|Finance|Defen[cs]e) Minister of \w+|Speaker of the House|Director of National Intelligence|Chief of Staff|Attorney General)\s+[A-Z]",
    )
});

/// An apostrophe that ends a word, and the first character of the next.
static APOSTROPHE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[’']s?\s+\S"));

static POSSESSIVE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[’']s\s|s[’']\s"));

/// *the economist, Jared Bernstein,*
static APPOSITION: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[^,]*,\s*((?:[A-Z][\w.’'-]*\s?){1,4})(?:,|$)"));

#[expect(clippy::expect_used, reason = "the patterns are constants, each used by a test")]
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a regular expression")
}

/// Who a gold unit says has spoken.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The words that name the source.
    pub mention: Option<&'a str>,
    /// The name it resolves to.
    pub name: Option<&'a str>,
}

/// Whether a speaker is right, by three measures; none where the gold does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// By the last name, or the same pronoun.
    pub lenient: Option<bool>,
    /// By the whole name or mention.
    pub strict: Option<bool>,
    /// By the last name of who it resolves to: a pronoun is wrong.
    pub resolved: Option<bool>,
}

impl Source<'_> {
    /// Judges `speaker`, none or empty where nobody was named.
    pub fn judge(self, speaker: Option<&str>) -> Verdict {
        let speaker = speaker.filter(|speaker| !speaker.is_empty());
        let same = |right, resolved| Verdict { lenient: right, strict: right, resolved };
        let resolves_to = self.name.filter(|name| !is_pronoun(name));
        let (Some(speaker), true) = (speaker, self.mention.or(self.name).is_some()) else {
            let nobody = self.mention.or(self.name).is_none();
            return same(Some(nobody && speaker.is_none()), resolves_to.map(|_| false));
        };
        let pronoun = self.mention.filter(|mention| is_pronoun(mention));
        let same_pronoun = is_pronoun(speaker) && self.mention.is_some_and(|m| words(m) == words(speaker));
        match (pronoun, self.name) {
            (Some(_), None) if is_pronoun(speaker) => same(Some(same_pronoun), None),
            (Some(_), None) => same(None, None),
            _ => Verdict {
                lenient: Some(if is_pronoun(speaker) { same_pronoun } else { self.is_named(speaker) }),
                strict: Some(self.is_written(speaker)),
                resolved: resolves_to.map(|name| !is_pronoun(speaker) && key(speaker) == key(name)),
            },
        }
    }

    /// Whether `speaker` has the last name of the mention, of the name in apposition to it or of
    /// the resolved name, or is the mention.
    fn is_named(self, speaker: &str) -> bool {
        let apposition = self.mention.and_then(|m| APPOSITION.captures(m)).and_then(|found| found.get(1));
        let names = [self.mention, apposition.map(|name| name.as_str()), self.name];
        let last = key(speaker);
        !last.is_empty() && names.into_iter().flatten().any(|name| key(name) == last)
            || self.mention.is_some_and(|mention| normalised(mention) == normalised(speaker))
    }

    /// Whether `speaker` is the mention, its head or the resolved name.
    fn is_written(self, speaker: &str) -> bool {
        let head = self.mention.map(head);
        let names = [self.mention, head.as_deref().filter(|head| !head.is_empty()), self.name];
        let speaker = normalised(speaker);
        names.into_iter().flatten().any(|name| normalised(name) == speaker)
    }
}

/// Whether `text` is one pronoun.
pub fn is_pronoun(text: &str) -> bool {
    matches!(words(text).as_slice(), [word] if PRONOUNS.contains(&word.as_str()))
}

/// The words of `text` in lower case, without punctuation and possessive *'s*.
fn words(text: &str) -> Vec<String> {
    let text = text.replace('’', "'").to_lowercase();
    let mut plain = String::with_capacity(text.len());
    let mut pieces = text.split("'s").peekable();
    while let Some(piece) = pieces.next() {
        plain.push_str(piece);
        // *d'souza* goes on, *ruiz's* does not.
        if pieces.peek().is_some_and(|next| next.starts_with(is_word)) {
            plain.push('s');
        }
    }
    let parts = plain.split(|c: char| c == '-' || c.is_whitespace());
    parts.map(|part| part.chars().filter(|c| is_word(*c)).collect()).filter(|word: &String| !word.is_empty()).collect()
}

/// Whether `c` is part of a word.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The words of `text` without titles and articles before, and *Jr.* and the like behind.
fn normalised_words(text: &str) -> Vec<String> {
    let mut words = words(text);
    let is_title = |word: &String| TITLES.contains(&word.as_str()) || ARTICLES.contains(&word.as_str());
    let titles = words.iter().take_while(|word| is_title(word)).count();
    words.drain(..titles.min(words.len().saturating_sub(1)));
    while words.len() > 1 && words.last().is_some_and(|word| SUFFIXES.contains(&word.as_str())) {
        words.pop();
    }
    words
}

fn normalised(text: &str) -> String {
    normalised_words(text).join(" ")
}

/// The last name: the last word of the head; empty where there is none.
fn key(text: &str) -> String {
    normalised_words(&head(text)).pop().unwrap_or_default()
}

/// What stands before the first comma, relative clause or preposition, and behind a possessive.
fn head(mention: &str) -> String {
    let mention = without_offices(mention.trim());
    let cut = CUT.find(&mention).map(|cut| cut.start());
    let cut = cut.filter(|cut| mention[..*cut].chars().count() > 1);
    let head = &mention[..cut.unwrap_or(mention.len())];
    match APOSTROPHE.find(head) {
        Some(found) if POSSESSIVE.is_match(head) => {
            let last = found.as_str().chars().next_back().map_or(0, char::len_utf8);
            head[found.end() - last..].to_owned()
        }
        _ => head.to_owned(),
    }
}

fn without_offices(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(office) = OFFICE.find_at(text, at) {
        out.push_str(&text[at..office.start()]);
        // The capital stays: it begins the name, or another office.
        at = office.end() - 1;
    }
    out + &text[at..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(mention: &str, name: &str, speaker: &str) -> (Option<bool>, Option<bool>, Option<bool>) {
        let some = |text| Some(text).filter(|text: &&str| !text.is_empty());
        let source = Source { mention: some(mention), name: some(name) };
        let Verdict { lenient, strict, resolved } = source.judge(some(speaker));
        (lenient, strict, resolved)
    }

    #[test]
    fn heads_and_last_names() {
        assert_eq!(head("Ana Ruiz, 59, of Dayton"), "Ana Ruiz");
        assert_eq!(head("the mayor of Dayton"), "the mayor");
        assert_eq!(head("Ruiz’s lawyer Thomas Ott"), "lawyer Thomas Ott");
        assert_eq!(head("Attorney General Chief of Staff Ana Ruiz"), "Ana Ruiz");
        assert_eq!(key("Sen. Thomas D’Souza-Ott Jr. (R-Ohio)"), "ott");
        assert_eq!(key("The Mayor"), "mayor");
    }

    #[test]
    fn words_lose_their_possessive_only_at_the_end() {
        assert_eq!(words("Ana Ruiz’s D'Souza dogs'"), ["ana", "ruiz", "dsouza", "dogs"]);
    }

    #[test]
    fn a_name_is_right_by_its_last_word() {
        let (yes, no) = (Some(true), Some(false));
        assert_eq!(judge("Mayor Ruiz", "Ana Ruiz", "Ana Ruiz"), (yes, yes, yes));
        assert_eq!(judge("Ruiz", "Ana Ruiz", "Thomas Ruiz"), (yes, no, yes));
        assert_eq!(judge("the economist, Ana Ruiz,", "", "Ana Ruiz"), (yes, no, None));
        assert_eq!(judge("Ruiz", "Ana Ruiz", "Ott"), (no, no, no));
        assert_eq!(judge("Ruiz", "Ana Ruiz", ""), (no, no, no));
    }

    #[test]
    fn a_pronoun_is_right_as_printed_but_resolves_nothing() {
        let (yes, no) = (Some(true), Some(false));
        assert_eq!(judge("she", "Ana Ruiz", "she"), (yes, yes, no));
        assert_eq!(judge("she", "Ana Ruiz", "Ana Ruiz"), (yes, yes, yes));
        assert_eq!(judge("she", "", "Ana Ruiz"), (None, None, None));
        assert_eq!(judge("she", "", "he"), (no, no, None));
        assert_eq!(judge("Ruiz", "Ana Ruiz", "she"), (no, no, no));
    }

    #[test]
    fn where_nobody_spoke_nobody_is_right() {
        assert_eq!(judge("", "", ""), (Some(true), Some(true), None));
        assert_eq!(judge("", "", "Ana Ruiz"), (Some(false), Some(false), None));
    }
}

//! Folding for comparison: case, accents, quotation marks, dashes and spaces made alike, with a
//! map back to the bytes that each folded byte came from.

use super::Span;
use super::eight::Eight;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A folded copy of a text that remembers where each of its bytes came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// For each byte of `text`, the source `char` or run of white space it came from; empty when both are the same bytes.
    origins: Vec<Origin>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Origin {
    start: u32,
    end: u32,
}

impl Folded {
    /// Folds `source`: NFKD without combining marks, lower case, curly marks and dashes straight,
    /// every run of white space one plain space. An accent belongs to the letter before it.
    pub fn new(source: &str) -> Self {
        if source.is_ascii() && !has_space_run(source.as_bytes()) {
            let text = source.chars().map(fold_ascii).collect();
            return Self { text, origins: Vec::new() };
        }
        let mut folded = Self { text: String::with_capacity(source.len()), origins: Vec::with_capacity(source.len()) };
        for (start, c) in source.char_indices() {
            let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(start + c.len_utf8())) else { break };
            folded.push(c, Origin { start, end });
        }
        folded
    }

    fn push(&mut self, c: char, origin: Origin) {
        let before = self.text.len();
        fold_char(c, &mut self.text);
        if self.text[before..].starts_with(' ') && self.text[..before].ends_with(' ') {
            self.text.remove(before);
        }
        if self.text.len() == before
            && let Some(last) = self.origins.last().copied()
        {
            for earlier in self.origins.iter_mut().rev().take_while(|o| o.start == last.start) {
                earlier.end = origin.end;
            }
        }
        self.origins.resize(self.text.len(), origin);
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The source bytes that the folded bytes `start..end` came from, whole `char`s.
    pub fn source(&self, folded: Span) -> Span {
        if self.origins.is_empty() || folded.is_empty() {
            return folded;
        }
        Span::new(self.origins[folded.start].start as usize, self.origins[folded.end - 1].end as usize)
    }
}

/// Whether two white spaces stand side by side in an ASCII text.
fn has_space_run(ascii: &[u8]) -> bool {
    ascii.windows(2).any(|pair| pair.iter().all(u8::is_ascii_whitespace))
}

/// The folded text alone.
pub fn fold(source: &str) -> String {
    Folded::new(source).text
}

/// What an ASCII character folds to.
fn fold_ascii(c: char) -> char {
    match c {
        '`' => '\'',
        _ if c.is_ascii_whitespace() => ' ',
        _ => c.to_ascii_lowercase(),
    }
}

/// Appends what `c` folds to: nothing for a combining mark, sometimes several characters.
fn fold_char(c: char, out: &mut String) {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '〝' | '〞' => out.push('"'),
        _ if c.is_ascii() => out.push(fold_ascii(c)),
        '‘' | '’' | '‚' | '‛' | '′' | '´' | 'ʼ' | '‹' | '›' => out.push('\''),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => out.push('-'),
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'đ' | 'Đ' => out.push('d'),
        'ł' | 'Ł' => out.push('l'),
        'ı' => out.push('i'),
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
        _ if c.is_whitespace() => out.push(' '),
        _ => {
            for part in std::iter::once(c).nfkd().filter(|part| !is_combining_mark(*part)) {
                out.extend(part.to_lowercase().filter(|lower| !is_combining_mark(*lower)));
            }
        }
    }
}

/// The words of `source`, folded and parted by single spaces, without marks and punctuation: two
/// texts with the same normal form are the same words.
pub fn words(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    push_words(source, &mut out);
    out
}

/// Appends to `out` what [`words`] gives for `source`, after a space where a word stands before it on the
/// same line.
pub fn push_words(source: &str, out: &mut String) {
    let start = out.len();
    let state = if out.is_empty() || out.ends_with('\n') { WordState::Start } else { WordState::Between };
    let mut writer = WordWriter { out, state };
    let mut folded = String::new();
    let mut rest = source;
    while let Some(first) = rest.bytes().next() {
        let run = plain_words(rest.as_bytes());
        if run > 0 {
            writer.letters(&rest[..run]);
            rest = &rest[run..];
        } else if first.is_ascii() {
            writer.part(fold_ascii(char::from(first)));
            rest = &rest[1..];
        } else {
            let mut chars = rest.chars();
            folded.clear();
            chars.by_ref().take(1).for_each(|c| fold_char(c, &mut folded));
            folded.chars().for_each(|part| writer.push(part));
            rest = chars.as_str();
        }
    }
    out[start..].make_ascii_lowercase();
}

/// The length of the ASCII words parted by single spaces that `bytes` begins with: they need no change
/// but lower case, and are copied at once.
fn plain_words(bytes: &[u8]) -> usize {
    const AT_ONCE: usize = 16;
    let is_plain = |before: u8, byte: u8| byte.is_ascii_alphanumeric() | (byte == b' ') & (before != b' ');
    if !bytes.first().is_some_and(u8::is_ascii_alphanumeric) {
        return 0;
    }
    let mut end = 1;
    // So many without a branch for each, and of the rest eight by eight.
    while let Some(more) = bytes.get(end - 1..end + AT_ONCE)
        && more.iter().zip(&more[1..]).fold(true, |plain, (before, byte)| plain & is_plain(*before, *byte))
    {
        end += AT_ONCE;
    }
    loop {
        let run = Eight::at(bytes, end).plain_words(bytes[end - 1] == b' ');
        end += run;
        if run < Eight::BYTES {
            return end - usize::from(bytes[end - 1] == b' ');
        }
    }
}

/// Writes the words of a stream of folded characters. An apostrophe counts only inside a word, so
/// it waits until the word goes on.
struct WordWriter<'a> {
    out: &'a mut String,
    state: WordState,
}

#[derive(Clone, Copy)]
enum WordState {
    /// No word yet.
    Start,
    /// After a word that has ended.
    Between,
    /// Inside a word, with so many apostrophes waiting.
    Inside(usize),
}

impl WordWriter<'_> {
    fn push(&mut self, c: char) {
        if c.is_alphanumeric() {
            self.letters(c.encode_utf8(&mut [0; 4]));
        } else {
            self.part(c);
        }
    }

    /// What is no letter parts words, save an apostrophe inside one.
    fn part(&mut self, c: char) {
        self.state = match self.state {
            WordState::Inside(waiting) if c == '\'' => WordState::Inside(waiting + 1),
            WordState::Inside(_) => WordState::Between,
            outside => outside,
        };
    }

    fn letters(&mut self, letters: &str) {
        match self.state {
            WordState::Start | WordState::Inside(0) => {}
            WordState::Between => self.out.push(' '),
            WordState::Inside(waiting) => self.out.extend(std::iter::repeat_n('\'', waiting)),
        }
        self.out.push_str(letters);
        self.state = WordState::Inside(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_accents_and_case_are_alike() {
        assert_eq!(fold("“Désirée’s É–Õ”\u{a0}Straße"), "\"desiree's e-o\" strasse");
        assert_eq!(fold("e\u{301}tat"), "etat");
        assert_eq!(fold("``Yes''"), fold("‘‘YES’’"));
        assert_eq!(words("“That’s it,” he SAID — twice…"), "that's it he said twice");
    }

    #[test]
    fn a_span_leads_back_to_whole_characters() {
        let source = "x “É\u{301}tat” y";
        let folded = Folded::new(source);
        let at = folded.as_str().find("etat").unwrap();
        assert_eq!(folded.source(Span::new(at, at + 4)).of(source), "É\u{301}tat");
        assert_eq!(folded.source(Span::new(at, at + 1)).of(source), "É\u{301}");
    }

    #[test]
    fn a_phrase_is_found_across_line_ends_and_indents() {
        for source in ["a very\r\n    firm line", "a very\u{a0} \tfirm line", "á very \u{200b} firm line"] {
            let folded = Folded::new(source);
            let phrase = "very firm";
            let at = folded.as_str().find(phrase).unwrap();
            assert!(folded.source(Span::new(at, at + phrase.len())).of(source).starts_with("very"));
            let space = folded.source(Span::new(at + 4, at + 5)).of(source);
            assert_eq!(space, &source[source.find("very").unwrap() + 4..source.find("firm").unwrap()]);
        }
    }

    proptest! {
        #[test]
        fn white_space_stands_alone(source in "[ \t\r\n\u{a0}\u{300}¨a“]{0,12}|\\PC{0,30}") {
            prop_assert!(!fold(&source).contains("  "));
        }

        #[test]
        fn words_are_the_folded_text_split_at_everything_else(source in "[a-cA-C'’“é\u{301}ŉﬁ …ß\\-\u{ad}]{0,30}|\\PC{0,30}") {
            let folded = fold(&source);
            let parts = folded.split(|c: char| !c.is_alphanumeric() && c != '\'').map(|word| word.trim_matches('\''));
            let expected: Vec<_> = parts.filter(|word| !word.is_empty()).collect();
            prop_assert_eq!(words(&source), expected.join(" "));
        }

        #[test]
        fn every_folded_character_maps_into_the_source(source in any::<String>()) {
            let folded = Folded::new(&source);
            for (start, c) in folded.as_str().char_indices() {
                let span = folded.source(Span::new(start, start + c.len_utf8()));
                prop_assert!(source.get(span.start..span.end).is_some_and(|s| !s.is_empty()));
            }
        }
    }
}

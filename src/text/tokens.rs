//! Words, numbers and punctuation with the bytes they came from, close to the conventions of the
//! Penn Treebank: clitics (*'s*, *n't*) stand apart, hyphenated words and abbreviations stay whole.

use super::Span;
use super::abbreviations::is_abbreviation;
use super::eight::Eight;
use super::letters::is_alphanumeric;

/// What a token looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Shape {
    /// *word*
    Lower,
    /// *Word*
    Capitalised,
    /// *WORD*, of two letters or more
    Upper,
    /// *iPhone*, *McCain* counts as capitalised
    Mixed,
    /// *1,200*, *4th*, *10-year*
    Number,
    /// A possessive or a contraction: *'s*, *n't*
    Clitic,
    /// `,`
    Comma,
    /// `.`, `!`, `?`
    Stop,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// `-`, `--`, `–`, `—`
    Dash,
    /// `...`, `…`
    Ellipsis,
    /// A double quotation mark of any style
    Mark,
    /// A single quotation mark or a lone apostrophe
    SingleMark,
    /// `(`, `[`
    Open,
    /// `)`, `]`
    Close,
    /// Anything else that prints
    Symbol,
    /// A whole passage in quotation marks, where it stands in for its words
    Quote,
}

impl Shape {
    /// Whether it is a word or a number, not punctuation.
    pub const fn is_word(self) -> bool {
        (self as u8) <= Shape::Clitic as u8
    }

    /// Whether it begins with a capital.
    pub const fn is_capital(self) -> bool {
        matches!(self, Shape::Capitalised | Shape::Upper)
    }
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the text.
    pub span: Span,
    /// A hash of its lower-case form, the same for both apostrophes. Equal forms hash equally.
    pub form: u32,
    /// What it looks like.
    pub shape: Shape,
}

/// The hash that [`Token::form`] has for a word: of its bytes, letters in lower case, eight at a time; the last
/// ones are fewer, or none.
pub const fn form(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let (mut hash, mut chunk, mut count) = (0, 0, 0);
    let mut i = 0;
    while i < bytes.len() {
        // U+2019 counts as the apostrophe it is printed for.
        let curly = bytes[i] == 0xe2 && i + 2 < bytes.len() && bytes[i + 1] == 0x80 && bytes[i + 2] == 0x99;
        let byte = if curly { b'\'' } else { bytes[i].to_ascii_lowercase() };
        i += if curly { 3 } else { 1 };
        chunk |= (byte as u64) << (8 * count);
        count += 1;
        if count == Eight::BYTES {
            hash = add(hash, chunk);
            (chunk, count) = (0, 0);
        }
    }
    finish(add(hash, chunk))
}

/// A hash of eight bytes more: multiplied, so that each bit tells on all above it.
const fn add(hash: u64, chunk: u64) -> u64 {
    (hash.rotate_left(32) ^ chunk).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The hash of a whole word: its high bits folded into the low ones, and spread again.
const fn finish(hash: u64) -> u32 {
    ((hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93) >> 32) as u32
}

/// The tokens of `text` within `range`, in order.
pub fn tokens(text: &str, range: Span) -> impl Iterator<Item = Token> {
    let mut scanner = Scanner { text, bytes: &text.as_bytes()[..range.end], at: range.start };
    std::iter::from_fn(move || scanner.next_token())
}

struct Scanner<'a> {
    text: &'a str,
    /// The text up to the end of the range.
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b' ')
    }

    fn char(&self, at: usize) -> char {
        self.text[at..self.bytes.len()].chars().next().unwrap_or(' ')
    }

    /// The length of the letter or digit at `at`; 0 where there is none.
    fn alphanumeric(&self, at: usize) -> usize {
        let byte = self.byte(at);
        if byte.is_ascii() {
            usize::from(byte.is_ascii_alphanumeric())
        } else {
            let char = self.char(at);
            if is_alphanumeric(char) { char.len_utf8() } else { 0 }
        }
    }

    /// The length of the apostrophe at `at`; 0 where there is none.
    fn apostrophe(&self, at: usize) -> usize {
        match self.byte(at) {
            b'\'' if self.byte(at + 1) != b'\'' => 1,
            0xe2 if self.bytes[at..].starts_with("’".as_bytes()) => 3,
            _ => 0,
        }
    }

    fn next_token(&mut self) -> Option<Token> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            if byte.is_ascii_whitespace() || byte.is_ascii_control() {
                self.at += 1;
            } else if byte.is_ascii_alphanumeric() {
                return Some(self.plain_word().unwrap_or_else(|| self.word()));
            } else if byte.is_ascii() {
                return Some(self.ascii_symbol(byte));
            } else {
                let char = self.char(self.at);
                if is_alphanumeric(char) {
                    return Some(self.word());
                } else if char.is_whitespace() || char.is_control() || char == '\u{feff}' {
                    self.at += char.len_utf8();
                } else {
                    return Some(self.symbol(char));
                }
            }
        }
    }

    fn token(&mut self, end: usize, shape: Shape) -> Token {
        let span = Span::new(self.at, end);
        self.at = end;
        Token { span, form: form(span.of(self.text)), shape }
    }

    fn ascii_symbol(&mut self, byte: u8) -> Token {
        let at = self.at;
        let run = |of: u8| self.bytes[at..].iter().take_while(|b| **b == of).count();
        match byte {
            b'.' if run(b'.') > 1 => self.token(at + run(b'.'), Shape::Ellipsis),
            b'.' | b'!' | b'?' => self.token(at + 1, Shape::Stop),
            b',' => self.token(at + 1, Shape::Comma),
            b':' => self.token(at + 1, Shape::Colon),
            b';' => self.token(at + 1, Shape::Semicolon),
            b'-' => self.token(at + run(b'-'), Shape::Dash),
            b'"' => self.token(at + 1, Shape::Mark),
            b'\'' | b'`' if self.byte(at + 1) == byte => self.token(at + 2, Shape::Mark),
            b'\'' => match self.clitic(at) {
                0 => self.token(at + 1, Shape::SingleMark),
                length => self.token(at + length, Shape::Clitic),
            },
            b'`' => self.token(at + 1, Shape::SingleMark),
            b'(' | b'[' | b'{' => self.token(at + 1, Shape::Open),
            b')' | b']' | b'}' => self.token(at + 1, Shape::Close),
            b'@' | b'#' if self.alphanumeric(at + 1) > 0 => self.word(),
            _ => self.token(at + 1, Shape::Symbol),
        }
    }

    fn symbol(&mut self, char: char) -> Token {
        let end = self.at + char.len_utf8();
        match char {
            '“' | '”' | '„' | '‟' | '«' | '»' => self.token(end, Shape::Mark),
            '’' if self.clitic(self.at) > 0 => {
                let end = self.at + self.clitic(self.at);
                self.token(end, Shape::Clitic)
            }
            '‘' | '’' | '‚' | '‹' | '›' => self.token(end, Shape::SingleMark),
            '–' | '—' | '―' | '‒' => self.token(end, Shape::Dash),
            '…' => self.token(end, Shape::Ellipsis),
            _ => self.token(end, Shape::Symbol),
        }
    }

    /// The length of the clitic (`'s`, `'re`, …) that begins with the apostrophe at `at`, where a
    /// word stands right before it; 0 where there is none.
    fn clitic(&self, at: usize) -> usize {
        let mark = self.apostrophe(at);
        if mark == 0 || at == 0 || !ends_word(&self.text[..at]) {
            return 0;
        }
        let letter = |i: usize| self.byte(at + mark + i).to_ascii_lowercase();
        let length = match (letter(0), letter(1)) {
            (b's' | b'd' | b'm', _) => 1,
            (b'r' | b'v', b'e') | (b'l', b'l') => 2,
            _ => return 0,
        };
        if self.alphanumeric(at + mark + length) > 0 { 0 } else { mark + length }
    }

    /// The word from here, if it is ASCII letters and digits and nothing stands behind it that could belong
    /// to it: what [`Self::word`] says of most words, eight bytes at a time.
    fn plain_word(&mut self) -> Option<Token> {
        let (mut hash, mut length, mut capitals, mut small) = (0, 0, 0, 0);
        // The first letter tells nothing of the others.
        let mut others = !0xff;
        loop {
            let eight = Eight::at(self.bytes, self.at + length);
            let run = eight.alphanumeric();
            hash = add(hash, eight.in_lower_case(run));
            capitals |= eight.capitals(run) & others;
            small |= eight.small(run) & others;
            length += run;
            others = u64::MAX;
            if run < Eight::BYTES {
                break;
            }
        }
        let shape = match self.bytes[self.at] {
            b'0'..=b'9' => Shape::Number,
            b'A'..=b'Z' if capitals != 0 && small == 0 => Shape::Upper,
            b'A'..=b'Z' => Shape::Capitalised,
            _ if capitals != 0 => Shape::Mixed,
            _ => Shape::Lower,
        };
        let end = self.at + length;
        let is_plain = match self.byte(end) {
            b' ' | b'\n' | b';' | b'!' | b'?' | b'"' | b'(' | b')' | b'[' | b']' | b'/' => true,
            b',' => !self.byte(end - 1).is_ascii_digit(),
            b'.' => matches!(self.byte(end + 1), b' ' | b'\n') && !self.abbreviates(self.at, end, false),
            _ => false,
        };
        if !is_plain {
            return None;
        }
        let span = Span::new(self.at, end);
        self.at = end;
        Some(Token { span, form: finish(hash), shape })
    }

    /// A word from here: letters, digits and what joins them.
    fn word(&mut self) -> Token {
        let start = self.at;
        if self.byte(start) == b'n' && self.negation(start) > 0 {
            return self.token(start + self.negation(start), Shape::Clitic);
        }
        if self.bytes[start..].starts_with(b"http") && self.bytes[start..].iter().take(9).any(|b| *b == b'/') {
            let length = self.bytes[start..].iter().position(|b| *b <= b' ' || *b >= 0x80);
            return self.token(length.map_or(self.bytes.len(), |l| start + l), Shape::Symbol);
        }
        let mut at = start + usize::from(matches!(self.byte(start), b'@' | b'#'));
        let mut dotted = false;
        loop {
            let step = self.alphanumeric(at);
            if step > 0 {
                if self.byte(at) == b'n' && at > start && self.negation(at) > 0 {
                    break;
                }
                at += step;
                continue;
            }
            let joint = self.joint(at);
            if joint == 0 {
                break;
            }
            dotted |= self.byte(at) == b'.';
            at += joint;
        }
        if self.byte(at) == b'.' && self.byte(at + 1) != b'.' && self.abbreviates(start, at, dotted) {
            at += 1;
        }
        let shape = shape(&self.bytes[start..at]);
        self.token(at, shape)
    }

    /// The length of the `n't` at `at`; 0 where there is none.
    fn negation(&self, at: usize) -> usize {
        let mark = self.apostrophe(at + 1);
        let fits =
            mark > 0 && self.byte(at + 1 + mark).eq_ignore_ascii_case(&b't') && self.alphanumeric(at + 2 + mark) == 0;
        if fits { mark + 2 } else { 0 }
    }

    /// The length of the character at `at` that joins what stands on both sides into one word.
    fn joint(&self, at: usize) -> usize {
        let length = match self.byte(at) {
            b'-' | b'_' | b'&' => 1,
            b'.' => 1,
            b',' | b':' if self.byte(at - 1).is_ascii_digit() && self.byte(at + 1).is_ascii_digit() => 1,
            b'\'' | 0xe2 if self.clitic(at) == 0 => self.apostrophe(at),
            _ => 0,
        };
        if length > 0 && self.alphanumeric(at + length) > 0 { length } else { 0 }
    }

    /// Whether the full stop at `at` belongs to the word from `start`.
    fn abbreviates(&self, start: usize, at: usize, dotted: bool) -> bool {
        let word = &self.bytes[start..at];
        match word {
            [letter] => letter.is_ascii_uppercase(),
            _ if dotted => word.len() < 8 && word.iter().skip(1).step_by(2).all(|b| *b == b'.'),
            _ => is_abbreviation(word),
        }
    }
}

fn ends_word(before: &str) -> bool {
    match before.as_bytes().last() {
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric() || *byte == b'.',
        _ => before.chars().next_back().is_some_and(is_alphanumeric),
    }
}

fn shape(word: &[u8]) -> Shape {
    let upper = |b: &u8| b.is_ascii_uppercase();
    match word {
        [] => Shape::Symbol,
        [first, ..] if first.is_ascii_digit() => Shape::Number,
        [first, rest @ ..] if upper(first) => {
            let letters = rest.iter().filter(|b| b.is_ascii_alphabetic()).count();
            let capitals = rest.iter().filter(|b| upper(b)).count();
            if letters > 0 && capitals == letters { Shape::Upper } else { Shape::Capitalised }
        }
        // Letters outside ASCII: a capital is a two-byte letter of the Latin-1 or Latin Extended-A block.
        [0xc3, second, ..] if *second < 0x9f => Shape::Capitalised,
        [0xc4 | 0xc5, second, ..] if second % 2 == 0 => Shape::Capitalised,
        word if word.iter().any(upper) => Shape::Mixed,
        _ => Shape::Lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text, Span::new(0, text.len())).map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn clitics_stand_apart() {
        assert_eq!(words("Ruiz’s aides don't know"), ["Ruiz", "’s", "aides", "do", "n't", "know"]);
        assert_eq!(words("O’Malley couldn’t"), ["O’Malley", "could", "n’t"]);
    }

    #[test]
    fn abbreviations_numbers_and_initials_stay_whole() {
        assert_eq!(
            words("Sen. J. Ott, D-Ohio, paid $1,200.50."),
            ["Sen.", "J.", "Ott", ",", "D-Ohio", ",", "paid", "$", "1,200.50", "."]
        );
        assert_eq!(words("the U.S. at 5 p.m. today..."), ["the", "U.S.", "at", "5", "p.m.", "today", "..."]);
    }

    #[test]
    fn marks_are_tokens() {
        assert_eq!(words("''No'' — he said: “Yes.”"), ["''", "No", "''", "—", "he", "said", ":", "“", "Yes", ".", "”"]);
    }

    #[test]
    fn forms_ignore_case_and_the_kind_of_apostrophe() {
        assert_eq!(form("Don’t"), form("don't"));
        assert_ne!(form("said"), form("says"));
    }

    proptest! {
        #[test]
        fn plain_words_are_as_any_word(text in "[a-cA-C0-1n'’t.,:; -]{0,12}") {
            let plain = |token: &Token| token.span.of(&text).bytes().all(|b| b.is_ascii_alphanumeric());
            for token in tokens(&text, Span::new(0, text.len())).filter(plain) {
                let mut scanner = Scanner { text: &text, bytes: text.as_bytes(), at: token.span.start };
                prop_assert_eq!(scanner.word(), token);
            }
        }

        #[test]
        fn tokens_are_ordered_and_cover_all_that_prints(text in "\\PC{0,60}") {
            let mut at = 0;
            for token in tokens(&text, Span::new(0, text.len())) {
                prop_assert!(token.span.start >= at && !token.span.is_empty());
                let skipped = text[at..token.span.start].chars().all(|c| c.is_whitespace() || c.is_control() || c == '\u{feff}');
                prop_assert!(skipped);
                at = token.span.end;
            }
        }
    }
}

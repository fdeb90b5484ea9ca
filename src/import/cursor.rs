//! Reading on through a text, piece by piece.

/// Reads on from a place in a text. What cannot be read is not passed over.
pub struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// Stands at the beginning of `text`.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// How many bytes were passed.
    pub fn at(&self) -> usize {
        self.at
    }

    /// What is still to be read.
    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The next character.
    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Whether no word or number goes on here; the `T` before an ISO time parts too.
    pub fn at_word_end(&self) -> bool {
        match self.peek() {
            Some('T') => self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()),
            next => !next.is_some_and(char::is_alphanumeric),
        }
    }

    /// Passes any number of these characters.
    pub fn skip(&mut self, chars: &[char]) {
        self.at = self.text.len() - self.rest().trim_start_matches(chars).len();
    }

    /// Passes spaces.
    pub fn spaces(&mut self) {
        self.skip(&[' ', '\t', '\u{a0}', '\u{202f}']);
    }

    /// Passes `what`; whether it was there.
    pub fn accept(&mut self, what: &str) -> bool {
        let found = self.rest().starts_with(what);
        self.at += if found { what.len() } else { 0 };
        found
    }

    /// Passes the first of these that is there; whether one was.
    pub fn accept_any(&mut self, what: &[&str]) -> bool {
        what.iter().any(|what| self.accept(what))
    }

    /// Whatever `read` makes of what follows; where that is nothing, the cursor stays.
    pub fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let start = self.at;
        let value = read(self);
        if value.is_none() {
            self.at = start;
        }
        value
    }

    /// The letters that follow: at most as many bytes as the longest name that matters.
    pub fn word(&mut self) -> Option<&'a str> {
        const LONGEST: usize = 24;
        let rest = self.rest();
        let len = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        if len == 0 || len > LONGEST {
            return None;
        }
        self.at += len;
        Some(&rest[..len])
    }

    /// Passes a word and the spaces after it if it is one that is wanted (given in lower case).
    pub fn accept_word(&mut self, wanted: impl Fn(&str) -> bool) -> bool {
        let found = self.attempt(|c| c.word().filter(|word| wanted(&word.to_lowercase())));
        if found.is_some() {
            self.spaces();
        }
        found.is_some()
    }

    /// A number and how many digits it has, at most `most`.
    pub fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let rest = self.rest();
        let len = rest.bytes().take(most + 1).take_while(u8::is_ascii_digit).count();
        let value = rest[..len].parse().ok().filter(|_| len <= most)?;
        self.at += len;
        Some((value, len))
    }
}

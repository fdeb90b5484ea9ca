//! The lines that are searched.

use super::bits::Bits;
use super::mask;
use crate::text::fold::Folded;

/// What parts the fields of a line: folding leaves it in no field.
pub(super) const FIELD_END: char = '\0';

/// Lines to find in: their folded texts in one arena, each with its caller's key. Lines are only
/// ever added, so that what was found stays good.
#[derive(Debug, Clone)]
pub struct Corpus<T> {
    arena: String,
    /// Which bytes of the arena begin a character that was a capital before it was folded.
    capitals: Bits,
    /// Where each line ends in the arena; it begins where the one before ends.
    ends: Vec<usize>,
    /// The [`mask`] of each line.
    masks: Vec<u64>,
    keys: Vec<T>,
}

impl<T> Default for Corpus<T> {
    fn default() -> Self {
        Self { arena: String::new(), capitals: Bits::default(), ends: Vec::new(), masks: Vec::new(), keys: Vec::new() }
    }
}

/// One line of a [`Corpus`], as the ranking sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Its folded fields, parted by [`FIELD_END`].
    pub text: &'a str,
    capitals: &'a Bits,
    start: usize,
}

impl Line<'_> {
    /// Whether the character at this byte of the text was a capital before it was folded.
    pub fn is_capital(&self, at: usize) -> bool {
        self.capitals.contains(self.start + at)
    }

    /// The folded text with its capitals: as many characters, not always as many bytes.
    pub fn cased(&self) -> String {
        let cased = |(at, c): (usize, char)| if self.is_capital(at) { capital(c) } else { c };
        self.text.char_indices().map(cased).collect()
    }
}

/// The capital of a letter, where that is one character.
fn capital(c: char) -> char {
    let mut capitals = c.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) => capital,
        _ => c,
    }
}

/// A text of its own, folded as a line is, that knows where each of its bytes came from.
#[derive(Debug)]
pub(super) struct Shown {
    pub folded: Folded,
    text: String,
    capitals: Bits,
}

impl Shown {
    /// Folds `text` as the field of a line.
    pub fn new(text: &str) -> Self {
        let folded = Folded::new(text);
        let mut shown = Self { folded, text: String::new(), capitals: Bits::default() };
        push_folded(&shown.folded, text, &mut shown.text, &mut shown.capitals);
        shown
    }

    /// The line that it is.
    pub fn line(&self) -> Line<'_> {
        Line { text: &self.text, capitals: &self.capitals, start: 0 }
    }
}

/// Adds `folded`, which is what `source` folds to, to an arena and the capitals of that.
fn push_folded(folded: &Folded, source: &str, arena: &mut String, capitals: &mut Bits) {
    let start = arena.len();
    // As in any line of text, a NUL parts words.
    match folded.as_str().contains(FIELD_END) {
        true => arena.push_str(&folded.as_str().replace(FIELD_END, " ")),
        false => arena.push_str(folded.as_str()),
    }
    if source.is_ascii() && source.len() == folded.as_str().len() {
        let upper = source.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_uppercase());
        upper.for_each(|(at, _)| capitals.insert(start + at));
        return;
    }
    for (at, c) in folded.as_str().char_indices().filter(|(_, c)| c.is_alphabetic()) {
        let from = folded.source(crate::text::Span::new(at, at + c.len_utf8()));
        if source[from.start..].starts_with(char::is_uppercase) {
            capitals.insert(start + at);
        }
    }
}

impl<T: Copy> Corpus<T> {
    /// Adds a line: the fields that are searched, and what the caller knows it by.
    pub fn push(&mut self, fields: &[&str], key: T) {
        let start = self.arena.len();
        for (number, field) in fields.iter().enumerate() {
            if number > 0 {
                self.arena.push(FIELD_END);
            }
            push_folded(&Folded::new(field), field, &mut self.arena, &mut self.capitals);
        }
        self.ends.push(self.arena.len());
        self.masks.push(mask::of(&self.arena[start..]));
        self.keys.push(key);
    }

    /// How many lines it holds.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// What the caller knows the line at `index` by.
    pub fn key(&self, index: usize) -> Option<T> {
        self.keys.get(index).copied()
    }

    /// The [`mask`] of each line.
    pub(super) fn masks(&self) -> &[u64] {
        &self.masks
    }

    /// The line at `index`, which there must be.
    pub(super) fn line(&self, index: usize) -> Line<'_> {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        Line { text: &self.arena[start..self.ends[index]], capitals: &self.capitals, start }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn capitals_come_back_where_folding_took_them() {
        let mut corpus = Corpus::default();
        corpus.push(&["Ann Lee", "É\u{301}tat, Straße ΩMEGA"], 7);
        assert_eq!(corpus.line(0).text, "ann lee\0etat, strasse ωmega");
        assert_eq!(corpus.line(0).cased(), "Ann Lee\0Etat, Strasse ΩMEGA");
        assert_eq!((corpus.len(), corpus.key(0), corpus.key(1)), (1, Some(7), None));
    }

    proptest! {
        #[test]
        fn a_line_is_its_fields_folded(fields in prop::collection::vec(any::<String>(), 0..4)) {
            let mut corpus = Corpus::default();
            corpus.push(&["before"], ());
            corpus.push(&fields.iter().map(String::as_str).collect::<Vec<_>>(), ());
            let folded: Vec<_> = fields.iter().map(|field| crate::text::fold::fold(field).replace('\0', " ")).collect();
            let line = corpus.line(1);
            prop_assert_eq!(line.text, folded.join("\0"));
            prop_assert_eq!(line.cased().chars().count(), line.text.chars().count());
        }
    }
}

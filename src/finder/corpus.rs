//! The lines that are searched.

use super::query::bag;
use crate::text::fold;

/// Lines to find in: their folded texts in one arena, each with its caller's key. Lines are only
/// ever added, so that an index stays good.
#[derive(Debug, Clone)]
pub struct Corpus<T> {
    arena: String,
    entries: Vec<Entry<T>>,
}

#[derive(Debug, Clone)]
struct Entry<T> {
    /// Where its text ends in the arena; it begins where the one before ends.
    end: usize,
    /// The [`bag`] of its text.
    bag: u64,
    key: T,
}

impl<T> Default for Corpus<T> {
    fn default() -> Self {
        Self { arena: String::new(), entries: Vec::new() }
    }
}

/// One line of a [`Corpus`], as the ranking sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Its folded text.
    pub text: &'a str,
    /// The [`bag`] of that text.
    pub bag: u64,
}

impl<T: Copy> Corpus<T> {
    /// Adds a line: the text that is searched, and what the caller knows it by.
    pub fn push(&mut self, text: &str, key: T) {
        let start = self.arena.len();
        self.arena.push_str(&fold::fold(text));
        let bag = bag(&self.arena[start..]);
        self.entries.push(Entry { end: self.arena.len(), bag, key });
    }

    /// How many lines it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What the caller knows the line at `index` by.
    pub fn key(&self, index: usize) -> Option<T> {
        self.entries.get(index).map(|entry| entry.key)
    }

    /// Every line with its key, in the order in which they came.
    pub(super) fn lines(&self) -> impl Iterator<Item = (Line<'_>, T)> {
        let starts = std::iter::once(0).chain(self.entries.iter().map(|entry| entry.end));
        self.entries.iter().zip(starts).map(|(entry, start)| {
            let line = Line { text: &self.arena[start..entry.end], bag: entry.bag };
            (line, entry.key)
        })
    }
}

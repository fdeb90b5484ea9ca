//! Inverting texts: from rows of words to the rows and places of each word, as FTS5 writes them.

use super::varint;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// The longest word that is told from others, in bytes: FTS5 cuts longer ones.
pub(super) const MOST_OF_A_WORD: usize = 32_768;

/// What parts the positions in one column from those in the next.
const NEXT_COLUMN: u64 = 1;

/// What is added to every distance between positions, so that it is told from [`NEXT_COLUMN`].
const POSITION_BIAS: u32 = 2;

/// Where the words of some rows stand.
#[derive(Debug, Clone, Default)]
pub struct Postings {
    /// The rows, their numbers rising, each with how many words its columns have.
    pub rows: Vec<(i64, Vec<u32>)>,
    /// The words, rising.
    terms: Vec<Term>,
    words: Vec<u8>,
    lists: Vec<u8>,
}

/// A word, and which rows have it.
#[derive(Debug, Clone)]
struct Term {
    /// [`Word::head`].
    head: u64,
    word: Range<usize>,
    /// The first row and the last.
    first: i64,
    last: i64,
    list: Range<usize>,
}

/// Which rows of some [`Postings`] have a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doclist<'p> {
    /// The first row and the last.
    pub first: i64,
    pub last: i64,
    /// An FTS5 doclist without the number of the first row.
    pub bytes: &'p [u8],
}

impl Postings {
    /// Adds `by` to the numbers of all rows.
    pub fn renumber(&mut self, by: i64) {
        self.rows.iter_mut().for_each(|(number, _)| *number += by);
        for term in &mut self.terms {
            term.first += by;
            term.last += by;
        }
    }
}

/// How many rows `pieces` have, and how many words each of their columns has.
pub fn totals(pieces: &[Postings]) -> (u64, Vec<u64>) {
    let (mut rows, mut columns) = (0, Vec::new());
    for (_, sizes) in pieces.iter().flat_map(|piece| &piece.rows) {
        rows += 1;
        columns.resize(sizes.len(), 0);
        columns.iter_mut().zip(sizes).for_each(|(total, size)| *total += u64::from(*size));
    }
    (rows, columns)
}

/// All words of `pieces`, rising, each with its rows piece by piece.
pub fn merged(pieces: &[Postings]) -> Vec<(&[u8], Doclist<'_>)> {
    let mut all: Vec<_> = pieces
        .iter()
        .flat_map(|piece| {
            piece.terms.iter().map(|term| {
                let list = Doclist { first: term.first, last: term.last, bytes: &piece.lists[term.list.clone()] };
                (term.head, &piece.words[term.word.clone()], list)
            })
        })
        .collect();
    // Stable, so that the pieces keep their order; and quick, as each piece is in order.
    all.sort_by(|(one_head, one, _), (other_head, other, _)| (one_head, one).cmp(&(other_head, other)));
    all.into_iter().map(|(_, word, list)| (word, list)).collect()
}

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Word<'t> {
    /// Its first eight bytes as a number, then zeros, which are in no word: most words are told apart without a
    /// look at the text.
    head: u64,
    /// The others.
    rest: &'t [u8],
}

impl Hash for Word<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.head);
        if !self.rest.is_empty() {
            state.write(self.rest);
        }
    }
}

impl<'t> Word<'t> {
    /// How many bytes are in its head, at most.
    const HEAD: usize = 8;

    /// The first `length` bytes of `text`.
    fn at_start(text: &'t [u8], length: usize) -> Self {
        let in_head = length.min(Self::HEAD);
        let head = match text.first_chunk() {
            Some(bytes) => u64::from_be_bytes(*bytes) & (!0 << (8 * (Self::HEAD - in_head))),
            None => {
                text[..in_head].iter().zip(0..).fold(0, |head, (byte, at)| head | u64::from(*byte) << (56 - 8 * at))
            }
        };
        Self { head, rest: &text[in_head..length] }
    }

    fn push_to(self, out: &mut Vec<u8>) {
        let head = self.head.to_be_bytes();
        let end = head.iter().position(|byte| *byte == 0).unwrap_or(head.len());
        out.extend_from_slice(&head[..end]);
        out.extend_from_slice(self.rest);
    }
}

/// Where a word stands: in which row, from 0, in which of its columns, and as which word there.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    row: u32,
    column: u32,
    position: u32,
}

/// Gathers the words of rows.
#[derive(Debug, Default)]
pub struct Inverter<'t> {
    /// Millions of words a second are looked up in it: the standard library's own hash takes half of that time.
    numbers: HashMap<Word<'t>, u32, RandomState>,
    /// The different words, as they were met.
    words: Vec<Word<'t>>,
    rows: Vec<(i64, Vec<u32>)>,
    /// The words of all rows one after the other, by their numbers.
    read: Vec<u32>,
}

impl<'t> Inverter<'t> {
    /// Adds a row with the folded texts of its columns. Its number is higher than that of the row before it.
    pub fn row(&mut self, number: i64, columns: &[&'t str]) {
        let mut sizes = Vec::with_capacity(columns.len());
        for text in columns {
            let before = self.read.len();
            for word in words(text) {
                let word = self.number(word);
                self.read.push(word);
            }
            sizes.push((self.read.len() - before) as u32);
        }
        self.rows.push((number, sizes));
    }

    fn number(&mut self, word: Word<'t>) -> u32 {
        let next = self.words.len() as u32;
        let number = *self.numbers.entry(word).or_insert(next);
        if number == next {
            self.words.push(word);
        }
        number
    }

    /// The rows and places of each word.
    pub fn finish(self) -> Postings {
        let (places, ends) = self.places();
        let mut words: Vec<(Word<'_>, usize)> = self.words.into_iter().zip(0..).collect();
        words.sort_unstable();
        let mut postings = Postings { rows: self.rows, ..Postings::default() };
        postings.terms.reserve(words.len());
        for (word, number) in words {
            let start = if number == 0 { 0 } else { ends[number - 1] };
            postings.push(word, &places[start..ends[number]]);
        }
        postings
    }

    /// Where each word stands, word by word, and where each word's places end (a counting sort).
    fn places(&self) -> (Vec<Place>, Vec<usize>) {
        let mut next = vec![0; self.words.len()];
        for word in &self.read {
            next[*word as usize] += 1;
        }
        let mut sum = 0;
        for count in &mut next {
            sum += std::mem::replace(count, sum);
        }
        let mut places = vec![Place::default(); self.read.len()];
        let mut read = self.read.iter();
        for (row, (_, sizes)) in (0..).zip(&self.rows) {
            for (column, size) in (0..).zip(sizes) {
                for (position, word) in (0..*size).zip(&mut read) {
                    let next = &mut next[*word as usize];
                    places[*next] = Place { row, column, position };
                    *next += 1;
                }
            }
        }
        (places, next)
    }
}

impl Postings {
    /// Adds a word, higher than the one before it, with its places.
    fn push(&mut self, word: Word<'_>, places: &[Place]) {
        let number_of = |place: &Place| self.rows[place.row as usize].0;
        let Some((first, last)) = places.first().map(number_of).zip(places.last().map(number_of)) else { return };
        let (word_start, list_start) = (self.words.len(), self.lists.len());
        word.push_to(&mut self.words);
        let mut before = first;
        for row in places.chunk_by(|one, next| one.row == next.row) {
            let number = number_of(&row[0]);
            if self.lists.len() > list_start {
                varint::put(number.abs_diff(before), &mut self.lists);
            }
            before = number;
            push_positions(row, &mut self.lists);
        }
        let (word_end, list_end) = (self.words.len(), self.lists.len());
        self.terms.push(Term { head: word.head, word: word_start..word_end, first, last, list: list_start..list_end });
    }
}

/// Appends the places of a word in one row, after how many bytes they take.
fn push_positions(places: &[Place], out: &mut Vec<u8>) {
    let start = out.len();
    out.push(0);
    let (mut column, mut before) = (0, 0);
    for place in places {
        if place.column != column {
            varint::put(NEXT_COLUMN, out);
            varint::put(place.column.into(), out);
            (column, before) = (place.column, 0);
        }
        varint::put((place.position - before + POSITION_BIAS).into(), out);
        before = place.position;
    }
    // The lowest bit would mark the row as deleted.
    let size = 2 * (out.len() - start - 1);
    if size < 0x80 {
        out[start] = size as u8;
    } else {
        let mut bytes = Vec::with_capacity(varint::MOST_BYTES);
        varint::put(size as u64, &mut bytes);
        out.splice(start..=start, bytes);
    }
}

/// Which bytes FTS5's tokenizer `ascii` takes for parts of a word.
const IS_OF_A_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = !(byte as u8).is_ascii() || (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// The words of a folded text, as FTS5's tokenizer `ascii` parts them.
fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let is_of_a_word = |byte: &u8| IS_OF_A_WORD[usize::from(*byte)];
    let mut rest = text.as_bytes();
    std::iter::from_fn(move || {
        let start = rest.iter().position(is_of_a_word)?;
        rest = &rest[start..];
        let length = rest.iter().position(|byte| !is_of_a_word(byte)).unwrap_or(rest.len());
        let word = Word::at_start(rest, length.min(MOST_OF_A_WORD));
        rest = &rest[length..];
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_order_with_their_rows_and_places() {
        let mut inverter = Inverter::default();
        inverter.row(5, &["b a", "it's a"]);
        inverter.row(300, &["", "a"]);
        let postings = inverter.finish();
        assert_eq!(postings.rows, [(5, vec![2, 3]), (300, vec![0, 1])]);
        assert_eq!(totals(&[Postings::default(), postings.clone()]), (2, vec![2, 4]));
        let merged = merged(std::slice::from_ref(&postings));
        assert_eq!(merged.iter().map(|(word, _)| *word).collect::<Vec<_>>(), [&b"a"[..], b"b", b"it", b"s"]);
        // Position 1 of column 0 and 2 of column 1; 295 rows on, position 0 of column 1.
        let bytes: &[u8] = &[8, 3, 1, 1, 4, 0x82, 0x27, 6, 1, 1, 2];
        assert_eq!(merged[0].1, Doclist { first: 5, last: 300, bytes });
    }

    #[test]
    fn pieces_are_merged_in_their_order_and_can_be_renumbered() {
        let piece = |number, text| {
            let mut inverter = Inverter::default();
            inverter.row(number, &[text]);
            inverter.finish()
        };
        let mut pieces = [piece(1, "constitutional a"), piece(2, "constitution a")];
        pieces[1].renumber(7);
        let merged: Vec<_> = merged(&pieces).into_iter().map(|(word, list)| (word, list.first)).collect();
        assert_eq!(merged, [(&b"a"[..], 1), (b"a", 9), (b"constitution", 9), (b"constitutional", 1)]);
    }
}

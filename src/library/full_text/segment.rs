//! A segment of an FTS5 index: words and their doclists on pages, as the comments at the head of SQLite's
//! `fts5_index.c` describe them, with the same split of work between pages.

use super::postings::Doclist;
use super::varint;

/// From which size on a page is full, in bytes: FTS5's own.
const PAGE: usize = 4050;

/// How long the head of a page is: where its first row is, and where its words are listed.
pub(super) const HEAD: usize = 4;

/// What stands before every word: this is no index of prefixes.
pub(super) const PREFIX: u8 = b'0';

/// From how many pages without a word on a doclist has an index of its own.
const INDEXED_PAGES: usize = 4;

/// The pages of a segment; the first page has the number 1.
#[derive(Debug, Default)]
pub struct Segment {
    pub pages: Vec<Vec<u8>>,
    /// The indexes of long doclists, each with the number of the page of its word.
    pub doclist_indexes: Vec<(i64, Vec<u8>)>,
    /// What is lower than the first word of each page that has one and higher than those before, with
    /// twice the number of the page, and one more if the last doclist on it has an index.
    pub dividers: Vec<(Vec<u8>, i64)>,
}

impl Segment {
    /// The segment of these words, rising; a word may come several times, the numbers of its rows rising.
    pub fn of<'p>(words: impl IntoIterator<Item = (&'p [u8], Doclist<'p>)>) -> Self {
        let mut builder = Builder::default();
        for (word, list) in words {
            if builder.word.get(1..) != Some(word) {
                builder.begin_word(word);
            }
            builder.push(list);
        }
        builder.finish()
    }
}

/// Fills one page after the other.
#[derive(Debug)]
struct Builder {
    segment: Segment,
    page: Vec<u8>,
    /// Where the page's words begin, each after the one before.
    footer: Vec<u8>,
    last_word_at: usize,
    has_word: bool,
    /// Whether a row before the page's first word, or any word, is on the page.
    has_row: bool,
    /// The word of the doclist at hand, after its prefix.
    word: Vec<u8>,
    /// Its last row so far.
    row: Option<u64>,
    /// What divides the page of the last word from those before it, until all of its doclist is written.
    divider: (Vec<u8>, usize),
    doclist_index: DoclistIndex,
}

/// The first rows of the pages that a doclist goes on to.
#[derive(Debug, Default)]
struct DoclistIndex {
    /// The page of its word.
    page: usize,
    /// How many pages without a word follow.
    pages: usize,
    bytes: Vec<u8>,
    last: u64,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            segment: Segment::default(),
            page: vec![0; HEAD],
            footer: Vec::new(),
            last_word_at: 0,
            has_word: false,
            has_row: false,
            word: Vec::new(),
            row: None,
            divider: (Vec::new(), 1),
            doclist_index: DoclistIndex::default(),
        }
    }
}

impl Builder {
    /// The number of the page at hand.
    fn number(&self) -> usize {
        self.segment.pages.len() + 1
    }

    fn fits(&self, bytes: usize) -> bool {
        self.page.len() + self.footer.len() + bytes < PAGE
    }

    fn begin_word(&mut self, word: &[u8]) {
        if !self.fits(word.len() + 3) && self.page.len() > HEAD {
            self.end_page();
        }
        varint::put((self.page.len() - self.last_word_at) as u64, &mut self.footer);
        self.last_word_at = self.page.len();
        let shared = match self.word.split_first() {
            Some((_, before)) => 1 + before.iter().zip(word).take_while(|(one, other)| one == other).count(),
            None => 0,
        };
        self.word.clear();
        self.word.push(PREFIX);
        self.word.extend_from_slice(word);
        if self.has_word {
            varint::put(shared as u64, &mut self.page);
            varint::put((self.word.len() - shared) as u64, &mut self.page);
            self.page.extend_from_slice(&self.word[shared..]);
        } else {
            if self.number() > 1 {
                self.end_divider();
                self.divider = (self.word[..=shared].to_vec(), self.number());
            }
            varint::put(self.word.len() as u64, &mut self.page);
            self.page.extend_from_slice(&self.word);
        }
        (self.has_word, self.has_row, self.row) = (true, true, None);
        self.doclist_index.page = self.number();
    }

    /// Appends rows to the doclist at hand.
    fn push(&mut self, list: Doclist<'_>) {
        if self.fits(varint::MOST_BYTES + list.bytes.len()) {
            self.push_number(list.first.cast_unsigned());
            self.page.extend_from_slice(list.bytes);
            self.row = Some(list.last.cast_unsigned());
            return;
        }
        let mut number = list.first.cast_unsigned();
        let mut rest = list.bytes;
        while let Some(size) = varint::take(&mut rest) {
            if !self.fits(0) {
                self.end_page();
            }
            self.push_number(number);
            varint::put(size, &mut self.page);
            let (positions, more) = rest.split_at((size / 2) as usize);
            self.push_positions(positions);
            rest = more;
            number += varint::take(&mut rest).unwrap_or_default();
        }
    }

    /// Appends the number of a row: all of it where it is the doclist's first, or the page's.
    fn push_number(&mut self, number: u64) {
        if !self.has_row {
            let at = (self.page.len() as u16).to_be_bytes();
            self.page[..2].copy_from_slice(&at);
            let page = self.number();
            self.doclist_index.push(page, number);
            self.row = None;
        }
        varint::put(number - self.row.unwrap_or_default(), &mut self.page);
        (self.has_row, self.row) = (true, Some(number));
    }

    /// Appends the places in a row, on as many pages as it takes; no number is parted.
    fn push_positions(&mut self, mut positions: &[u8]) {
        while !self.fits(positions.len()) {
            let space = PAGE.saturating_sub(self.page.len() + self.footer.len());
            let ends_at = |byte: usize| byte == 0 || positions[byte - 1] < 0x80;
            let end = (space..positions.len()).find(|end| ends_at(*end)).unwrap_or(positions.len());
            let (fitting, more) = positions.split_at(end);
            self.page.extend_from_slice(fitting);
            self.end_page();
            positions = more;
        }
        self.page.extend_from_slice(positions);
    }

    fn end_page(&mut self) {
        let end = (self.page.len() as u16).to_be_bytes();
        self.page[2..HEAD].copy_from_slice(&end);
        if self.has_word {
            self.page.append(&mut self.footer);
        } else {
            self.doclist_index.pass(self.has_row);
        }
        self.segment.pages.push(std::mem::replace(&mut self.page, vec![0; HEAD]));
        (self.has_word, self.has_row, self.last_word_at) = (false, false, 0);
    }

    /// All pages between the last divider and the page at hand are written.
    fn end_divider(&mut self) {
        let index = std::mem::take(&mut self.doclist_index);
        let is_indexed = index.pages >= INDEXED_PAGES && !index.bytes.is_empty();
        if is_indexed {
            self.segment.doclist_indexes.push((index.page as i64, index.bytes));
        }
        let (divider, page) = std::mem::take(&mut self.divider);
        self.segment.dividers.push((divider, 2 * page as i64 + i64::from(is_indexed)));
    }

    fn finish(mut self) -> Segment {
        if self.page.len() > HEAD {
            self.end_page();
        }
        if !self.segment.pages.is_empty() {
            self.end_divider();
        }
        self.segment
    }
}

impl DoclistIndex {
    /// Notes the first row on a page that the doclist goes on to.
    fn push(&mut self, page: usize, row: u64) {
        if self.bytes.is_empty() {
            // It is a page without pages below it.
            self.bytes.push(0);
            varint::put(page as u64, &mut self.bytes);
        }
        varint::put(row - self.last, &mut self.bytes);
        self.last = row;
    }

    /// Notes a page without a word.
    fn pass(&mut self, has_row: bool) {
        if !has_row && !self.bytes.is_empty() {
            self.bytes.push(0);
        }
        self.pages += 1;
    }
}

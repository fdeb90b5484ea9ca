//! Which rows have a word, read from the pages of a full text as [`segment`](super::segment) describes them,
//! without the places in the rows and whole. FTS5 walks a list row by row and asks for each page anew: where most
//! of a long list is wanted, or the lists of all words that begin alike, this takes a fraction of the time.

use super::postings::MOST_OF_A_WORD;
use super::segment::{HEAD, PREFIX};
use super::table::{SEGMENT_BITS, Table};
use super::{ROW_BITS, RowSet, varint};
use crate::library::codec;
use rusqlite::{Connection, OptionalExtension, Result};
use std::collections::{HashMap, HashSet};

/// Which words are meant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'w> {
    /// One word as it stands in the full texts.
    pub word: &'w str,
    /// Whether all words are meant that begin so.
    pub is_beginning: bool,
}

impl Wanted<'_> {
    /// The word as it stands on pages.
    fn on_pages(&self) -> Vec<u8> {
        let word = self.word.as_bytes();
        [&[PREFIX], &word[..word.len().min(MOST_OF_A_WORD)]].concat()
    }
}

/// Rows that newer segments say are gone, by the word that they had.
type Gone = HashMap<Vec<u8>, HashSet<u64>>;

impl Table {
    /// Adds the rows that have a wanted word, of those with numbers up to `last`.
    ///
    /// # Errors
    /// What the file says, or that it is damaged.
    pub(crate) fn add_rows_with(
        self,
        connection: &Connection,
        wanted: Wanted<'_>,
        last: i64,
        rows: &mut RowSet,
    ) -> Result<()> {
        let mut data = connection.prepare_cached(&self.sql("SELECT block FROM @_data WHERE id BETWEEN ? AND ?"))?;
        let (word, gone) = (Vec::new(), Gone::new());
        let last_number = last.cast_unsigned();
        let mut reader = Reader { wanted, on_pages: wanted.on_pages(), last_number, word, gone, rows };
        for [segment, first, last] in self.structure(connection)?.newest_first() {
            let page = self.page_of(connection, segment, &reader.on_pages)?.unwrap_or(first).max(first);
            let start = segment << SEGMENT_BITS;
            let mut pages = data.query((start | page, start | last))?;
            let mut goes_on = false;
            while let Some(page) = pages.next()? {
                let page = Page::of(page.get_ref(0)?.as_blob()?);
                match page.and_then(|page| reader.read(&page, goes_on)) {
                    Some(Goes::On { inside }) => goes_on = inside,
                    Some(Goes::NoFurther) => break,
                    None => return Err(codec::invalid("no page of a full text")),
                }
            }
        }
        Ok(())
    }

    /// On about how many pages the rows stand that have a wanted word.
    ///
    /// # Errors
    /// What the file says.
    pub(crate) fn pages_with(self, connection: &Connection, wanted: Wanted<'_>) -> Result<i64> {
        let start = wanted.on_pages();
        // No byte of a text is as high.
        let end = [start.as_slice(), if wanted.is_beginning { &[u8::MAX] } else { &[] }].concat();
        let next = self.sql("SELECT pgno FROM @_idx WHERE segid = ? AND term > ? ORDER BY term LIMIT 1");
        let mut next = connection.prepare_cached(&next)?;
        let mut pages = 0;
        for [segment, first, last] in self.structure(connection)?.newest_first() {
            let start = self.page_of(connection, segment, &start)?.unwrap_or(first);
            let end = next.query_row((segment, &end), |row| row.get::<_, i64>(0)).optional()?;
            pages += end.map_or(last + 1, |end| end / 2) - start;
        }
        Ok(pages)
    }

    /// The page of a segment on which a word begins, if it is in it.
    fn page_of(self, connection: &Connection, segment: i64, word: &[u8]) -> Result<Option<i64>> {
        let sql = self.sql("SELECT pgno FROM @_idx WHERE segid = ? AND term <= ? ORDER BY term DESC LIMIT 1");
        let page =
            connection.prepare_cached(&sql)?.query_row((segment, word), |row| row.get::<_, i64>(0)).optional()?;
        Ok(page.map(|page| page / 2))
    }
}

/// What reads pages one after the other.
struct Reader<'w, 'r> {
    wanted: Wanted<'w>,
    on_pages: Vec<u8>,
    /// No row with a higher number is asked for.
    last_number: u64,
    /// The word that was read last.
    word: Vec<u8>,
    gone: Gone,
    rows: &'r mut RowSet,
}

/// Whether the next page is to be read.
enum Goes {
    On {
        /// Whether it may begin with rows of a wanted word.
        inside: bool,
    },
    NoFurther,
}

impl Reader<'_, '_> {
    /// Reads a page; none if it is damaged.
    fn read(&mut self, page: &Page<'_>, mut inside: bool) -> Option<Goes> {
        let mut footer = page.footer;
        let mut at = match footer.is_empty() {
            true => page.text.len(),
            false => usize::try_from(varint::take(&mut footer)?).ok()?,
        };
        if inside && page.first_row > 0 && page.first_row < at {
            inside = self.add(page.text.get(page.first_row..at)?)? || self.wanted.is_beginning;
            if !inside {
                return Some(Goes::NoFurther);
            }
        }
        let mut is_first = true;
        while at < page.text.len() {
            let end = match footer.is_empty() {
                true => page.text.len(),
                false => at + usize::try_from(varint::take(&mut footer)?).ok()?,
            };
            let mut entry = page.text.get(at..end)?;
            let shared = if is_first { 0 } else { varint::take(&mut entry)? };
            self.word.truncate(usize::try_from(shared).ok()?);
            let length = usize::try_from(varint::take(&mut entry)?).ok()?;
            let (letters, list) = entry.split_at_checked(length)?;
            self.word.extend_from_slice(letters);
            inside = match self.wanted.is_beginning {
                true => self.word.starts_with(&self.on_pages),
                false => self.word == self.on_pages,
            };
            if inside {
                self.add(list)?;
            } else if self.word > self.on_pages {
                return Some(Goes::NoFurther);
            }
            (at, is_first) = (end, false);
        }
        Some(Goes::On { inside })
    }

    /// Adds the rows of a list, or of what stands of it on one page; says whether others may follow.
    fn add(&mut self, mut list: &[u8]) -> Option<bool> {
        let gone = self.gone.get(&self.word);
        let mut number: u64 = 0;
        let (mut newly_gone, mut may_go_on) = (Vec::new(), true);
        while !list.is_empty() {
            number = number.wrapping_add(varint::take(&mut list)?);
            if number > self.last_number {
                may_go_on = false;
                break;
            }
            let size = varint::take(&mut list)?;
            let positions = usize::try_from(size / 2).ok()?;
            // The lowest bit marks a row as deleted; with places it is there again.
            if positions == 0 {
                newly_gone.push(number);
            } else if gone.is_none_or(|gone| !gone.contains(&number)) {
                self.rows.insert((number & ((1 << ROW_BITS) - 1)) as usize);
            }
            // The other places are on the pages that follow.
            list = list.get(positions..).unwrap_or_default();
        }
        if !newly_gone.is_empty() {
            self.gone.entry(self.word.clone()).or_default().extend(newly_gone);
        }
        Some(may_go_on)
    }
}

/// A page that holds words and lists.
struct Page<'p> {
    /// Where the first row stands that is of the last word of the page before; 0 if none does.
    first_row: usize,
    /// All but the footer.
    text: &'p [u8],
    /// Where the words begin, each after the one before.
    footer: &'p [u8],
}

impl<'p> Page<'p> {
    fn of(bytes: &'p [u8]) -> Option<Self> {
        let [a, b, c, d] = *bytes.first_chunk::<HEAD>()?;
        let (text, footer) = bytes.split_at_checked(u16::from_be_bytes([c, d]).into())?;
        Some(Self { first_row: u16::from_be_bytes([a, b]).into(), text, footer })
    }
}

//! Adding rows to a full text, a segment at a time.
//!
//! FTS5 inverts row by row, on the thread that writes, into a table of hashes larger than any cache:
//! that takes most of the time of a bare insert. Here the threads that find the quotations invert what they
//! have at hand ([`postings`](super::postings)), and the writer puts the pieces together into one segment
//! and writes that to FTS5's tables, as FTS5 itself would. Any FTS5 reads it, as it must what older versions
//! have written.
//!
//! FTS5 reads the list of its segments anew when another connection has written to the file; this one has
//! to tell it ([`reload`]).

use super::postings::{Postings, merged, totals};
use super::segment::Segment;
use super::structure::Structure;
use super::{super::codec, varint};
use rusqlite::{Connection, OptionalExtension};

/// Where in an index's data its records stand.
const TOTALS: i64 = 1;
const STRUCTURE: i64 = 10;

/// Where in an index's data a page stands: the bits of the page's number, below those that are set for
/// an index of a doclist and those of the segment's number.
const DOCLIST_INDEX: i64 = 1 << 36;
pub(super) const SEGMENT_BITS: u32 = 37;

/// How many segments of a level are merged into one of the next.
const MERGED: usize = 16;

/// A full text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table(&'static str);

/// The full text of articles: titles and bodies.
pub(crate) const ARTICLES: Table = Table("article_fts");

/// The full text of quotations: words.
pub(crate) const QUOTATIONS: Table = Table("quotation_fts");

/// Lets FTS5 find the segments that this connection has added; to be called once they are committed, and
/// before anything is asked of a full text.
pub(crate) fn reload(connection: &Connection) -> rusqlite::Result<()> {
    // Reads the schema again, for which every virtual table is let go.
    connection.execute_batch("PRAGMA writable_schema = RESET")
}

impl Table {
    /// Adds the rows of `pieces`, whose numbers rise from piece to piece and are in no row yet. Nothing else
    /// may be asked of a full text in the same transaction.
    pub fn add(self, connection: &Connection, pieces: &[Postings]) -> rusqlite::Result<()> {
        if pieces.iter().all(|piece| piece.rows.is_empty()) {
            return Ok(());
        }
        self.add_totals(connection, pieces)?;
        let mut sizes = connection.prepare_cached(&self.sql("INSERT INTO @_docsize (id, sz) VALUES (?, ?)"))?;
        let mut bytes = Vec::new();
        for (number, columns) in pieces.iter().flat_map(|piece| &piece.rows) {
            bytes.clear();
            columns.iter().for_each(|size| varint::put((*size).into(), &mut bytes));
            sizes.execute((number, &bytes))?;
        }
        let segment = Segment::of(merged(pieces));
        if segment.pages.is_empty() { Ok(()) } else { self.add_segment(connection, &segment) }
    }

    fn add_segment(self, connection: &Connection, segment: &Segment) -> rusqlite::Result<()> {
        let mut structure = self.structure(connection)?;
        let number = structure.add(segment.pages.len() as u64);
        let number = number.ok_or_else(|| codec::invalid("too many full-text segments"))? as i64;
        let mut data = connection.prepare_cached(&self.sql("INSERT INTO @_data (id, block) VALUES (?, ?)"))?;
        for (page, bytes) in (1..).zip(&segment.pages) {
            data.execute((number << SEGMENT_BITS | page, bytes))?;
        }
        for (page, bytes) in &segment.doclist_indexes {
            data.execute((number << SEGMENT_BITS | DOCLIST_INDEX | page, bytes))?;
        }
        let mut index =
            connection.prepare_cached(&self.sql("INSERT INTO @_idx (segid, term, pgno) VALUES (?, ?, ?)"))?;
        for (divider, page) in &segment.dividers {
            index.execute((number, divider, page))?;
        }
        self.put(connection, STRUCTURE, &structure.to_bytes())
    }

    /// Merges segments, if a level has so many that searching takes longer.
    pub fn merge_if_due(self, connection: &Connection) -> rusqlite::Result<()> {
        if self.structure(connection)?.most_on_a_level() < MERGED {
            return Ok(());
        }
        let merge = self.sql("INSERT INTO @ (@, rank) VALUES ('merge', ?)");
        connection.prepare_cached(&merge)?.execute([i32::MAX]).map(drop)
    }

    /// Counts the rows and their words.
    fn add_totals(self, connection: &Connection, pieces: &[Postings]) -> rusqlite::Result<()> {
        let record = self.record(connection, TOTALS)?.unwrap_or_default();
        let mut rest = record.as_slice();
        let mut next = || varint::take(&mut rest).unwrap_or_default();
        let (rows, columns) = totals(pieces);
        let mut out = Vec::new();
        std::iter::once(rows).chain(columns).for_each(|total| varint::put(total + next(), &mut out));
        self.put(connection, TOTALS, &out)
    }

    pub(super) fn structure(self, connection: &Connection) -> rusqlite::Result<Structure> {
        Structure::from_bytes(&self.record(connection, STRUCTURE)?.unwrap_or_default())
    }

    fn record(self, connection: &Connection, id: i64) -> rusqlite::Result<Option<Vec<u8>>> {
        let mut find = connection.prepare_cached(&self.sql("SELECT block FROM @_data WHERE id = ?"))?;
        find.query_row([id], |row| row.get(0)).optional()
    }

    fn put(self, connection: &Connection, id: i64, record: &[u8]) -> rusqlite::Result<()> {
        let mut put = connection.prepare_cached(&self.sql("UPDATE @_data SET block = ?2 WHERE id = ?1"))?;
        put.execute((id, record)).map(drop)
    }

    /// The statement with the table's name for `@`.
    pub(super) fn sql(self, statement: &str) -> String {
        statement.replace('@', self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::postings::Inverter;
    use super::super::{RowSet, Wanted, row};
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeSet, HashMap};

    const TABLE: Table = Table("fts");

    /// An index over the table `doc`, empty.
    fn open() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        let tables = "CREATE TABLE doc (id INTEGER PRIMARY KEY, one, two);
            CREATE VIRTUAL TABLE fts USING fts5 (one, two, content = 'doc', content_rowid = 'id', tokenize = 'ascii');
            CREATE VIRTUAL TABLE other USING fts5 (one, two, content = 'doc', content_rowid = 'id', tokenize = 'ascii');
            INSERT INTO fts (fts, rank) VALUES ('usermerge', 16);";
        connection.execute_batch(tables).unwrap();
        connection
    }

    type Doc = (i64, String, String);

    /// Adds rows as one segment made of several pieces; the other index gets them as FTS5 writes them.
    fn add(connection: &Connection, docs: &[Doc], piece: usize) {
        for (id, one, two) in docs {
            for insert in ["INSERT INTO doc VALUES (?, ?, ?)", "INSERT INTO other (rowid, one, two) VALUES (?, ?, ?)"] {
                connection.prepare_cached(insert).unwrap().execute((id, one, two)).unwrap();
            }
        }
        let nothing = std::iter::once(Postings::default());
        let pieces: Vec<Postings> = nothing.chain(docs.chunks(piece).map(inverted)).collect();
        TABLE.add(connection, &pieces).unwrap();
        reload(connection).unwrap();
    }

    fn inverted(docs: &[Doc]) -> Postings {
        let mut inverter = Inverter::default();
        docs.iter().for_each(|(id, one, two)| inverter.row(*id, &[one, two]));
        inverter.finish()
    }

    /// What FTS5 finds wrong with the index, as it is and compared with the texts.
    fn check(connection: &Connection) {
        connection.execute("INSERT INTO fts (fts, rank) VALUES ('integrity-check', 1)", []).unwrap();
    }

    /// What a question is answered with from both indexes.
    fn same(connection: &Connection, question: &str) -> usize {
        let ask = |table: &str| -> Vec<String> {
            let sql = question.replace('@', table);
            let mut statement = connection.prepare(&sql).unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
        };
        let found = ask("fts");
        assert_eq!(found, ask("other"), "{question}");
        found.len()
    }

    /// The rows that have a word, or any that begins with it where a star stands behind, read from the pages as FTS5
    /// finds them.
    fn same_rows(connection: &Connection, word: &str) -> usize {
        const END: usize = 1 << 18;
        let wanted = Wanted { word: word.trim_end_matches('*'), is_beginning: word.ends_with('*') };
        let mut statement = connection.prepare("SELECT rowid FROM fts WHERE fts MATCH ?").unwrap();
        let numbers = statement.query_map([word], |number| number.get(0)).unwrap();
        let numbers: Vec<i64> = numbers.collect::<Result<_, _>>().unwrap();
        for last in [1000, 2000, 1_500_000, i64::MAX] {
            let mut rows = RowSet::below(END);
            TABLE.add_rows_with(connection, wanted, last, &mut rows).unwrap();
            let found = numbers.iter().filter(|number| **number <= last).map(|number| row(*number));
            let found: BTreeSet<i64> = found.filter(|row| *row < END as i64).collect();
            assert!(rows.iter().eq(found), "{word} up to {last}");
        }
        assert!(numbers.is_empty() || TABLE.pages_with(connection, wanted).unwrap() > 0, "{word}");
        numbers.len()
    }

    #[test]
    fn long_lists_long_rows_and_long_words_are_found_from_both_ends() {
        let connection = open();
        let long = "x".repeat(40_000);
        let docs: Vec<Doc> = (1..3000)
            .map(|id| match id {
                1500 => (id, "often ".repeat(30_000), format!("{long} y{long}")),
                _ => (id * 1000, format!("often w{}", id % 7), format!("at w{id}{} é", " often".repeat(9))),
            })
            .collect();
        let (low, high): (Vec<Doc>, Vec<Doc>) = docs.into_iter().partition(|(id, ..)| *id < 1_500_000);
        let mut low = low;
        low.sort();
        add(&connection, &low, 100);
        add(&connection, &high, 100);
        check(&connection);
        let indexes: i64 =
            connection.query_row("SELECT count(*) FROM fts_idx WHERE pgno & 1", [], |row| row.get(0)).unwrap();
        assert!(indexes > 1, "{indexes}");
        let column = |column| format!("SELECT {column} || '' FROM @ WHERE @ MATCH");
        let rowid = column("rowid");
        assert_eq!(same(&connection, &format!("{rowid} 'often' ORDER BY rowid")), 2999);
        assert_eq!(same(&connection, &format!("{rowid} 'often' ORDER BY rowid DESC")), 2999);
        for from in (0..3_000_000).step_by(250_000) {
            let between = format!("rowid BETWEEN {from} AND {from} + 40000");
            assert!(same(&connection, &format!("{rowid} 'often AND at' AND {between} ORDER BY rowid")) > 30);
            assert!(same(&connection, &format!("{rowid} 'at' AND {between} ORDER BY rowid DESC")) > 30);
        }
        assert_eq!(same(&connection, &format!("{rowid} '\"at w77 often\"'")), 1);
        assert_eq!(same(&connection, &format!("{rowid} 'one : w3 AND two : é' ORDER BY rank, rowid")), 429);
        assert_eq!(same(&connection, &format!("{rowid} '\"{long}\"'")), 1);
        for (word, rows) in [("often", 2999), ("at", 2998), ("w7*", 111), ("w1499", 1), ("é", 2998), ("nowhere", 0)] {
            assert_eq!(same_rows(&connection, word), rows, "{word}");
        }
        assert_eq!([&long, &long[..9], "y"].map(|word| same_rows(&connection, &format!("{word}*"))), [1; 3]);
    }

    #[test]
    fn segments_are_merged_and_rows_deleted_by_fts5() {
        let connection = open();
        for batch in 0..40 {
            let docs: Vec<Doc> =
                (0..50).map(|n| (batch * 50 + n, "often".into(), format!("w{n} b{batch} often"))).collect();
            add(&connection, &docs, 20);
            TABLE.merge_if_due(&connection).unwrap();
        }
        add(&connection, &[], 9);
        check(&connection);
        let segments = TABLE.structure(&connection).unwrap();
        assert!(segments.most_on_a_level() < MERGED, "{segments:?}");
        for table in ["fts", "other"] {
            let delete =
                format!("INSERT INTO {table} ({table}, rowid, one, two) SELECT 'delete', * FROM doc WHERE id % 3");
            connection.execute(&delete, []).unwrap();
        }
        connection.execute("DELETE FROM doc WHERE id % 3", []).unwrap();
        add(&connection, &[(7, "again".into(), "often".into()), (5000, "new".into(), String::new())], 9);
        check(&connection);
        for (word, rows) in [("often", 668), ("b3", 17), ("b*", 667), ("w7", 13), ("w*", 667), ("new", 1), ("ago", 0)] {
            assert_eq!(same_rows(&connection, word), rows, "{word}");
        }
        assert_eq!(same(&connection, "SELECT rowid || '' FROM @ WHERE @ MATCH 'often' ORDER BY rowid DESC"), 668);
        assert_eq!(
            same(&connection, "SELECT rowid || ' ' || rank FROM @ WHERE @ MATCH 'b3 OR again' ORDER BY rank"),
            18
        );
    }

    proptest! {
        #[test]
        fn any_rows_are_those_that_fts5_writes(
            texts in prop::collection::vec(("([a-c]{0,3} ){0,9}", "\\PC{0,20}|([a-c é'.]{0,5} ){0,200}"), 1..60),
            gaps in prop::collection::vec(prop_oneof![0..9_i64, 0..1_i64 << 40], 60),
            piece in 1..20_usize,
            segment in 1..60_usize,
        ) {
            let connection = open();
            let docs = texts.into_iter().zip(gaps).scan(0, |id, ((one, two), gap)| {
                *id += gap + 1;
                Some((*id, one.to_ascii_lowercase(), two.to_ascii_lowercase()))
            });
            for docs in docs.collect::<Vec<Doc>>().chunks(segment) {
                add(&connection, docs, piece);
            }
            check(&connection);
            for word in ["a", "\"b a\"", "c*", "a NOT b", "two : a"] {
                same(&connection, &format!("SELECT rowid || ' ' || rank FROM @ WHERE @ MATCH '{word}' ORDER BY rowid"));
            }
            for word in ["a", "b", "b*", "c*", "abc"] {
                same_rows(&connection, word);
            }
        }

        #[test]
        fn rows_come_and_go_and_segments_are_merged_bit_by_bit(
            steps in prop::collection::vec((0..4_u8, 0..12_i64, "([a-c]{1,2} ){0,5}"), 1..40),
        ) {
            let connection = open();
            connection.execute_batch("INSERT INTO fts (fts, rank) VALUES ('automerge', 2), ('usermerge', 2);").unwrap();
            let mut held = HashMap::new();
            for (step, id, text) in steps {
                match (step, held.remove(&id)) {
                    (_, Some(before)) => {
                        let delete = "INSERT INTO fts (fts, rowid, one, two) VALUES ('delete', ?, ?, '')";
                        connection.execute(delete, (id, &before)).unwrap();
                        connection.execute("DELETE FROM doc WHERE id = ?", [id]).unwrap();
                    }
                    (0, None) => connection.execute_batch("INSERT INTO fts (fts, rank) VALUES ('merge', 1)").unwrap(),
                    (1, None) => {
                        connection.execute("INSERT INTO doc VALUES (?, ?, '')", (id, &text)).unwrap();
                        connection.execute("INSERT INTO fts (rowid, one, two) VALUES (?, ?, '')", (id, &text)).unwrap();
                        held.insert(id, text);
                    }
                    (_, None) => {
                        connection.execute("INSERT INTO doc VALUES (?, ?, '')", (id, &text)).unwrap();
                        TABLE.add(&connection, &[inverted(&[(id, text.clone(), String::new())])]).unwrap();
                        reload(&connection).unwrap();
                        held.insert(id, text);
                    }
                }
            }
            for word in ["a", "bc", "a*", "b*", "c*"] {
                same_rows(&connection, word);
            }
            check(&connection);
        }

        #[test]
        fn damaged_pages_are_told_or_read(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
            let connection = open();
            let docs: Vec<Doc> = (1..90).map(|id| (id, format!("often w{id}"), "often ".repeat(60))).collect();
            add(&connection, &docs, 20);
            let pages = "SELECT id, block FROM fts_data WHERE id > 10";
            let pages: Vec<(i64, Vec<u8>)> = connection
                .prepare(pages).unwrap()
                .query_map([], |page| Ok((page.get(0)?, page.get(1)?))).unwrap()
                .collect::<Result<_, _>>().unwrap();
            for (id, mut page) in pages {
                let at = at.index(page.len());
                page[at] = byte;
                page.truncate(if cut { at } else { page.len() });
                TABLE.put(&connection, id, &page).unwrap();
            }
            let mut rows = RowSet::below(90);
            for word in ["often", "w"] {
                let told = TABLE.add_rows_with(&connection, Wanted { word, is_beginning: true }, i64::MAX, &mut rows);
                prop_assert!(told.is_ok() || told.is_err_and(|error| error.sqlite_error_code().is_none()));
            }
        }
    }
}

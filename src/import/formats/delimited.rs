//! CSV and TSV: an article is a row, under a row of names.

use super::{Format, Look, Output, Stop};
use crate::article::Article;
use crate::import::columns::{Column, ColumnMap};
use crate::import::decode::{self, Said};
use crate::import::limits::{Cap, Limits, Refusal};
use crate::import::record::{Record, Value, no_text_column};
use crate::import::source::Input;
use csv_core::ReadRecordResult;
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;
use std::io::{self, BufRead, BufReader};

/// What parts columns.
const DELIMITERS: &[char] = &[',', '\t', ';', '|'];

pub struct Delimited;

impl Format for Delimited {
    fn endings(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    /// The first line has names of columns that articles have, the text's among them.
    fn is_content_of(&self, look: &Look<'_>) -> bool {
        let Some((header, _)) = look.start.split_once('\n') else { return false };
        let map = &look.options.columns;
        DELIMITERS.iter().any(|delimiter| {
            let columns = known_columns(header, *delimiter, map);
            let named = columns.contains(&Column::Title) || map.name_of(Column::Text).is_some();
            columns.len() > 1 && columns.contains(&Column::Text) && named
        })
    }

    fn read(&self, input: Input<'_>, output: &mut Output<'_>) -> Result<(), Stop> {
        let head = input.head().to_vec();
        let asked = output.options.encoding;
        let is_known = asked.is_some() || Encoding::for_bom(&head).is_some();
        let around = if is_known { None } else { decode::foreign(decode::whole_characters(&head)) };
        let input = decode::transcoded(&head, input.into_reader(), asked);
        let mut input = BufReader::new(input);
        let delimiter = delimiter(input.fill_buf()?, &output.options.columns);
        let mut rows = Rows::new(input, delimiter, output.limits);
        let Some(names) = rows.next()? else { return output.refuse(Refusal::NoText) };
        let names = fields(&names?, around);
        let columns = &output.options.columns;
        if !names.iter().filter_map(|name| columns.column(name)).any(|(column, _)| column == Column::Text) {
            return Err(no_text_column(names.iter().map(String::as_str), columns).into());
        }
        while let Some(row) = rows.next()? {
            match row {
                Ok(row) => {
                    output.begin(Some(row.line));
                    output.record(article(&names, &row, around, output))?;
                }
                Err(cap) => {
                    output.begin(None);
                    output.refuse(cap)?;
                }
            }
        }
        Ok(())
    }
}

/// The fields that the names in a header stand for.
fn known_columns(header: &str, delimiter: char, map: &ColumnMap) -> Vec<Column> {
    let names = header.split(delimiter).map(|name| name.trim().trim_matches('"'));
    names.filter_map(|name| map.column(name)).map(|(column, _)| column).collect()
}

/// What parts the columns of a table that begins so: the mark that makes the most sense of its
/// first line.
fn delimiter(start: &[u8], map: &ColumnMap) -> u8 {
    let end = memchr::memchr(b'\n', start).unwrap_or(start.len());
    let header = String::from_utf8_lossy(&start[..end]);
    let sense =
        |delimiter: &&char| (known_columns(&header, **delimiter, map).len(), header.matches(**delimiter).count());
    // Of equals the last one wins, and the comma is the commonest.
    let best = DELIMITERS.iter().rev().max_by_key(sense);
    best.and_then(|best| u8::try_from(*best).ok()).unwrap_or(b',')
}

/// The values of a row as text, all of one encoding: that `around`, if the table is none of UTF-8.
fn fields(row: &Row, around: Option<&'static Encoding>) -> Vec<String> {
    let said = match around.or_else(|| decode::foreign(&row.bytes)) {
        None => Said { asked: Some(UTF_8), ..Said::default() },
        around => Said { around, ..Said::default() },
    };
    let starts = std::iter::once(&0).chain(&row.ends);
    let bytes = starts.zip(&row.ends).map(|(start, end)| row.bytes.get(*start..*end).unwrap_or_default());
    bytes.map(|bytes| decode::decode(bytes, said).0.trim().to_owned()).collect()
}

fn article(
    names: &[String],
    row: &Row,
    around: Option<&'static Encoding>,
    output: &Output<'_>,
) -> Result<Article, Refusal> {
    if row.ends.len() != names.len() {
        let message = format!("it has {} columns where the first row has {}", row.ends.len(), names.len());
        return Err(Refusal::Malformed(message));
    }
    // Damaged or foreign bytes are told of once a row.
    let (_, warning) = decode::decode(&row.bytes, Said { around, ..Said::default() });
    let values = fields(row, around);
    let pairs = names.iter().zip(&values).map(|(name, value)| (Cow::Borrowed(name.as_str()), Value::Plain(value)));
    let mut article = pairs.collect::<Record<'_>>().article(None, output.options, output.limits)?;
    article.warnings.extend(warning);
    Ok(article)
}

/// The bytes of a row's values, one after the other, and where each ends.
#[derive(Debug, Default)]
struct Row {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// The line it begins on, from 1.
    line: u64,
}

/// Reads rows, none longer than it may be.
struct Rows<'l, R> {
    input: R,
    core: csv_core::Reader,
    delimiter: u8,
    limits: &'l Limits,
}

impl<'l, R: BufRead> Rows<'l, R> {
    fn new(input: R, delimiter: u8, limits: &'l Limits) -> Self {
        Self { input, core: core(delimiter), delimiter, limits }
    }

    /// The next row; or that it is too much, and was left at the end of a line.
    fn next(&mut self) -> io::Result<Option<Result<Row, Cap>>> {
        /// How much room a row is given at first, in bytes and in columns.
        const ROOM: (usize, usize) = (4 << 10, 32);
        let mut row = Row { bytes: vec![0; ROOM.0], ends: vec![0; ROOM.1], line: self.core.line() };
        let (mut bytes, mut ends) = (0, 0);
        loop {
            let input = self.input.fill_buf()?;
            let (result, used, written, ended) =
                self.core.read_record(input, &mut row.bytes[bytes..], &mut row.ends[ends..]);
            self.input.consume(used);
            bytes += written;
            ends += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if (row.bytes.len() as u64) < self.limits.record_bytes => {
                    row.bytes.resize(2 * row.bytes.len(), 0);
                }
                ReadRecordResult::OutputEndsFull if row.ends.len() < self.limits.columns => {
                    row.ends.resize(2 * row.ends.len(), 0);
                }
                ReadRecordResult::OutputFull => return self.refuse(Cap::Bytes(self.limits.record_bytes)),
                ReadRecordResult::OutputEndsFull => return self.refuse(Cap::Columns(self.limits.columns)),
                ReadRecordResult::Record => {
                    row.bytes.truncate(bytes);
                    row.ends.truncate(ends);
                    return Ok(Some(Ok(row)));
                }
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    /// Gives a row up, and goes on behind the next line end as though nothing had come before.
    fn refuse(&mut self, cap: Cap) -> io::Result<Option<Result<Row, Cap>>> {
        loop {
            let bytes = self.input.fill_buf()?;
            let end = memchr::memchr(b'\n', bytes);
            let used = end.map_or(bytes.len(), |end| end + 1);
            let over = end.is_some() || bytes.is_empty();
            self.input.consume(used);
            if over {
                break;
            }
        }
        let line = self.core.line() + 1;
        self.core = core(self.delimiter);
        self.core.set_line(line);
        Ok(Some(Err(cap)))
    }
}

fn core(delimiter: u8) -> csv_core::Reader {
    csv_core::ReaderBuilder::new().delimiter(delimiter).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(csv: &str, record_bytes: u64) -> Vec<Result<(Vec<String>, u64), Cap>> {
        let limits = Limits { record_bytes, ..Limits::default() };
        let mut rows = Rows::new(BufReader::with_capacity(5, csv.as_bytes()), b',', &limits);
        let mut all = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            all.push(row.map(|row| (fields(&row, None), row.line)));
        }
        all
    }

    fn row(values: &[&str], line: u64) -> Result<(Vec<String>, u64), Cap> {
        Ok((values.iter().map(|value| (*value).to_owned()).collect(), line))
    }

    #[test]
    fn rows_may_hold_lines_and_marks() {
        let csv = "a,b\n\"one\nline\",\"\"\"Never,\"\" he said\"\n\nlast,\n";
        assert_eq!(
            rows(csv, 1 << 20),
            [row(&["a", "b"], 1), row(&["one\nline", "\"Never,\" he said"], 2), row(&["last", ""], 4)]
        );
    }

    #[test]
    fn a_row_that_is_too_long_costs_only_the_rest_of_its_line() {
        let csv = format!("a,b\n\"{}\nx,y\n", "never closed ".repeat(1000));
        let rows = rows(&csv, 4 << 10);
        assert_eq!(rows, [row(&["a", "b"], 1), Err(Cap::Bytes(4 << 10)), row(&["x", "y"], 3)]);
    }

    #[test]
    fn what_parts_columns_is_seen_in_the_names() {
        let map = ColumnMap::default();
        for (header, expected) in [
            ("title,text\n", b','),
            ("title\ttext, in all\tdate\n", b'\t'),
            ("\"title\";\"text\"\n", b';'),
            ("a|b|c\n", b'|'),
            ("text\n", b','),
        ] {
            assert_eq!(delimiter(header.as_bytes(), &map), expected, "{header}");
        }
    }
}

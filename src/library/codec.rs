//! How values that SQLite has no type for stand in a column, and back: spans, dates, paths, names
//! out of a fixed list. What no version writes is an error, never a panic.

use crate::article::{ContentId, Place, Printed};
use crate::quote::{Certainty, Kind};
use crate::text::Span;
use chrono::NaiveDate;
use rusqlite::types::{ToSqlOutput, Type, Value, ValueRef};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

/// That a column holds what no version writes.
pub(super) fn invalid(what: &'static str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Null, what.into())
}

/// Spans as LEB128 numbers: how far each begins after the end of the one before, and its length.
pub(super) fn spans_to_bytes(spans: &[Span]) -> Vec<u8> {
    let mut out = Vec::with_capacity(3 * spans.len());
    let mut end = 0;
    for span in spans {
        push_number(span.start.wrapping_sub(end) as u64, &mut out);
        push_number(span.len() as u64, &mut out);
        end = span.end;
    }
    out
}

/// The spans that `bytes` stand for, each of them some of `text`.
pub(super) fn spans_from_bytes(mut bytes: &[u8], text: &str) -> rusqlite::Result<Vec<Span>> {
    let mut spans = Vec::new();
    let mut end = 0_usize;
    while !bytes.is_empty() {
        let numbers = next_number(&mut bytes).zip(next_number(&mut bytes));
        let (gap, length) = numbers.ok_or_else(|| invalid("spans cut short"))?;
        let start = end.wrapping_add(gap as usize);
        end = start.checked_add(length as usize).ok_or_else(|| invalid("a span without end"))?;
        spans.push(checked(start, end, text)?);
    }
    Ok(spans)
}

/// The span, if it is some of `text`, on `char` boundaries.
fn checked(start: usize, end: usize, text: &str) -> rusqlite::Result<Span> {
    text.get(start..end).map(|_| Span::new(start, end)).ok_or_else(|| invalid("a span outside of its text"))
}

/// The span between two columns, if it is some of `text`.
pub(super) fn span(start: i64, end: i64, text: &str) -> rusqlite::Result<Span> {
    let offset = |column| usize::try_from(column).map_err(|_| invalid("an offset below zero"));
    checked(offset(start)?, offset(end)?, text)
}

fn push_number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn next_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for place in 0..10 {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7f) << (7 * place);
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// The column of an offset.
pub(super) fn offset(offset: usize) -> i64 {
    i64::try_from(offset).unwrap_or(i64::MAX)
}

/// The column of a number that counts something.
pub(super) fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Where in its source an article stood.
pub(super) fn place(member: Option<String>, record: Option<i64>, line: Option<i64>) -> Place {
    let number = |column: Option<i64>| column.and_then(|number| u64::try_from(number).ok());
    Place { member, record: number(record), line: number(line) }
}

/// 60 bits of a hash, as a number that SQLite keeps.
pub(super) fn hash_number(hash: ContentId) -> i64 {
    i64::from_le_bytes(hash.to_bytes())
}

pub(super) fn content_id(text: &str) -> rusqlite::Result<ContentId> {
    ContentId::parse(text).ok_or_else(|| invalid("no id"))
}

/// What [`Printed::iso`] wrote, or nothing.
pub(super) fn printed(text: &str) -> rusqlite::Result<Printed> {
    Printed::from_iso(text).ok_or_else(|| invalid("no date"))
}

pub(super) fn date(text: &str) -> rusqlite::Result<NaiveDate> {
    text.parse().map_err(|_| invalid("no date"))
}

pub(super) fn kind(text: &str) -> rusqlite::Result<Kind> {
    let kinds = [Kind::Direct, Kind::Mixed, Kind::Indirect];
    kinds.into_iter().find(|kind| kind.name() == text).ok_or_else(|| invalid("no kind of quotation"))
}

pub(super) fn certainty(text: &str) -> rusqlite::Result<Certainty> {
    let all = [Certainty::Stated, Certainty::Inferred, Certainty::Unknown];
    all.into_iter().find(|certainty| certainty.name() == text).ok_or_else(|| invalid("no certainty"))
}

/// Some strings as a JSON array; nothing where there are none.
pub(super) fn list_to_json<S: serde::Serialize>(list: &[S]) -> Option<String> {
    if list.is_empty() { None } else { serde_json::to_string(list).ok() }
}

pub(super) fn list_from_json(json: Option<&str>) -> rusqlite::Result<Vec<String>> {
    json.map_or(Ok(Vec::new()), |json| serde_json::from_str(json).map_err(|_| invalid("no list of strings")))
}

/// A path as the text that it mostly is, else as bytes.
pub(super) fn path_to_sql(path: &Path) -> ToSqlOutput<'_> {
    match path.to_str() {
        Some(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        None => ToSqlOutput::Owned(Value::Blob(path.as_os_str().as_encoded_bytes().to_vec())),
    }
}

pub(super) fn path_from_sql(value: ValueRef<'_>) -> rusqlite::Result<PathBuf> {
    let (ValueRef::Text(bytes) | ValueRef::Blob(bytes)) = value else { return Err(invalid("no path")) };
    path_from_bytes(bytes.to_vec()).ok_or_else(|| invalid("no path of this system"))
}

#[cfg(unix)]
fn path_from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Some(std::ffi::OsString::from_vec(bytes).into())
}

#[cfg(not(unix))]
fn path_from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

/// How many rules are remembered. The engine has a dozen; a file that names hundreds was not
/// written by one.
const MOST_RULES: usize = 256;

/// `rule` for as long as the program runs: the engine names its rules by constants.
pub(crate) fn rule(rule: &str) -> &'static str {
    static RULES: RwLock<Option<HashSet<&'static str>>> = RwLock::new(None);
    if let Some(known) = RULES.read().unwrap_or_else(PoisonError::into_inner).as_ref().and_then(|r| r.get(rule)) {
        return known;
    }
    let mut rules = RULES.write().unwrap_or_else(PoisonError::into_inner);
    let rules = rules.get_or_insert_default();
    match rules.get(rule) {
        Some(known) => known,
        None if rules.len() >= MOST_RULES => "a rule of another version",
        None => {
            let kept: &'static str = Box::leak(rule.into());
            rules.insert(kept);
            kept
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn spans_come_back(ends in proptest::collection::vec(0usize..300, 0..20)) {
            let text = "x".repeat(300);
            let spans: Vec<Span> =
                ends.windows(2).map(|pair| Span::new(pair[0].min(pair[1]), pair[0].max(pair[1]))).collect();
            prop_assert_eq!(spans_from_bytes(&spans_to_bytes(&spans), &text).unwrap(), spans);
        }

        #[test]
        fn no_bytes_make_a_span_outside_of_the_text(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let text = "été ".repeat(9);
            for span in spans_from_bytes(&bytes, &text).unwrap_or_default() {
                prop_assert!(text.get(span.start..span.end).is_some());
            }
        }

        #[test]
        fn dates_come_back_as_exact_as_they_were(days in -4_000_000i32..4_000_000, precision in 0..4) {
            use chrono::Datelike;
            let day = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            let date = match precision {
                0 => Printed::Day(day),
                1 => Printed::Month(day.with_day(1).unwrap()),
                2 => Printed::Year(day.with_ordinal(1).unwrap()),
                _ => Printed::Unknown,
            };
            prop_assert_eq!(printed(&date.iso().unwrap_or_default()).unwrap(), date);
        }
    }

    #[test]
    fn a_rule_is_the_same_however_often_it_is_read() {
        assert_eq!(rule("named beside it").as_ptr(), rule("named beside it").as_ptr());
    }
}

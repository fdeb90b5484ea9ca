//! The rows of the file of marks.

use super::{Mark, MarkId, MarkKey};
use crate::article::ArticleId;
use crate::library::codec;
use chrono::{DateTime, SecondsFormat};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// Adds words, or replaces what is said of words that are marked already.
const ADD: &str = "INSERT INTO mark (article, quotation, exact, prefix, suffix, start_char, start_byte, created, kept, note, tags,
        speaker)
    VALUES (:article, :quotation, :exact, :prefix, :suffix, :start_char, :start_byte, :created, :kept, :note, :tags,
        :speaker)
    ON CONFLICT (article, start_char, exact) DO UPDATE SET quotation = coalesce(excluded.quotation, quotation), start_byte = coalesce(excluded.start_byte, start_byte),
        kept = max(kept, excluded.kept), note = coalesce(excluded.note, note), tags = coalesce(excluded.tags, tags),
        speaker = coalesce(excluded.speaker, speaker)
    RETURNING id";

/// Adds what `mark` says to what is said of its words already; says whether it names another speaker.
pub(super) fn unite(connection: &Connection, mark: &Mark) -> rusqlite::Result<(MarkKey, bool)> {
    let Some(own) = find(connection, &mark.id())? else { return Ok((add(connection, mark)?, false)) };
    let is_other = own.speaker.is_some() && mark.speaker.is_some() && own.speaker != mark.speaker;
    let key = add(connection, &own.united(mark))?;
    Ok((key, is_other))
}

/// Adds a mark; what is said of its words already is replaced.
pub(super) fn add(connection: &Connection, mark: &Mark) -> rusqlite::Result<MarkKey> {
    let parameters = named_params! {
        ":article": mark.article.to_string(),
        ":quotation": mark.quotation.map(|id| id.to_string()),
        ":exact": mark.exact,
        ":prefix": mark.prefix,
        ":suffix": mark.suffix,
        ":start_char": codec::offset(mark.start),
        ":start_byte": mark.start_byte.map(codec::offset),
        ":created": mark.created.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        ":kept": mark.kept,
        ":note": mark.note,
        ":tags": codec::list_to_json(&mark.tags),
        ":speaker": mark.speaker,
    };
    connection.prepare_cached(ADD)?.query_row(parameters, |row| row.get(0)).map(MarkKey)
}

/// The mark of these words, if there is one.
pub(super) fn find(connection: &Connection, id: &MarkId) -> rusqlite::Result<Option<Mark>> {
    let sql = "SELECT * FROM mark WHERE article = ? AND start_char = ? AND exact = ?";
    let words = (id.article.to_string(), codec::offset(id.start), &id.exact);
    connection.prepare_cached(sql)?.query_row(words, |row| Ok(mark_of_row(row)?.1)).optional()
}

pub(super) fn delete(connection: &Connection, id: &MarkId) -> rusqlite::Result<()> {
    let sql = "DELETE FROM mark WHERE article = ? AND start_char = ? AND exact = ?";
    connection.prepare_cached(sql)?.execute((id.article.to_string(), codec::offset(id.start), &id.exact)).map(drop)
}

pub(super) fn set_name(connection: &Connection, name: &str, speaker: Option<&str>) -> rusqlite::Result<()> {
    let done = match speaker {
        Some(speaker) => connection
            .prepare_cached("INSERT OR REPLACE INTO speaker (name, speaker) VALUES (?, ?)")?
            .execute((name, speaker)),
        None => connection.prepare_cached("DELETE FROM speaker WHERE name = ?")?.execute([name]),
    };
    done.map(drop)
}

pub(super) fn set_search(connection: &Connection, name: &str, query: Option<&str>) -> rusqlite::Result<()> {
    let done = match query {
        Some(query) => connection
            .prepare_cached("INSERT OR REPLACE INTO search (name, query) VALUES (?, ?)")?
            .execute((name, query)),
        None => connection.prepare_cached("DELETE FROM search WHERE name = ?")?.execute([name]),
    };
    done.map(drop)
}

pub(super) fn set_read(connection: &Connection, article: ArticleId, read: bool) -> rusqlite::Result<()> {
    let sql = "INSERT INTO reading (article, read) VALUES (?, ?) ON CONFLICT DO UPDATE SET read = excluded.read";
    connection.prepare_cached(sql)?.execute((article.to_string(), read)).map(drop)
}

pub(super) fn is_read(connection: &Connection, article: ArticleId) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM reading WHERE article = ? AND read")?.exists([article.to_string()])
}

pub(super) fn offset(number: i64) -> rusqlite::Result<usize> {
    usize::try_from(number).map_err(|_| codec::invalid("an offset below zero"))
}

pub(super) fn mark_of_row(row: &Row<'_>) -> rusqlite::Result<(MarkKey, Mark)> {
    let quotation = row.get_ref("quotation")?.as_str_or_null()?.map(codec::content_id).transpose()?;
    let created = DateTime::parse_from_rfc3339(row.get_ref("created")?.as_str()?);
    let mark = Mark {
        article: codec::content_id(row.get_ref("article")?.as_str()?)?,
        quotation,
        exact: row.get("exact")?,
        prefix: row.get("prefix")?,
        suffix: row.get("suffix")?,
        start: offset(row.get("start_char")?)?,
        start_byte: row.get::<_, Option<i64>>("start_byte")?.map(offset).transpose()?,
        created: created.map_err(|_| codec::invalid("no time"))?.to_utc(),
        kept: row.get("kept")?,
        note: row.get("note")?,
        tags: codec::list_from_json(row.get_ref("tags")?.as_str_or_null()?)?,
        speaker: row.get("speaker")?,
    };
    Ok((MarkKey(row.get("id")?), mark))
}

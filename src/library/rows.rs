//! Articles and quotations as rows, and back: what comes out equals what went in.

use super::codec;
use super::seeds::SEEDS;
use super::sources::Kind;
use crate::article::{Article, Dateline, Origin, TextFrom, Title, Warning};
use crate::quote::{Certainty, Evidence, Quotation, Speaker};
use crate::text::Span;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, Statement, params};
use std::path::Path;

/// What is asked for to make an [`Article`].
const ARTICLE: &str = "SELECT article.article_id, coalesce(article.own_body, text.body), title, stand_in, printed,
        dateline, dateline_start, dateline_end, outlet, byline, section, url, header_start, header_end, paragraphs,
        warnings, source.kind, source.path, member, record, line, text_from
    FROM article JOIN text ON text.id = article.text JOIN source ON source.id = article.source
    WHERE article.id = ?";

/// What is asked for to make an article's [`Quotation`]s.
const QUOTATIONS: &str = "SELECT quotation_id, kind, content_start, content_end, segments, quoted_parts, speaker.name,
        speaker.role, mention_start, mention_end, cue_start, cue_end, certainty, confidence, candidates, rule.words,
        runner_up, said, paragraph
    FROM quotation JOIN rule ON rule.id = quotation.rule LEFT JOIN speaker ON speaker.id = quotation.speaker
    WHERE quotation.article = ? ORDER BY place";

const INSERT_ARTICLE: &str = "INSERT INTO article (article_id, text, source, place, member, record, line, text_from,
        fingerprint, title, stand_in, printed, outlet, byline, dateline, dateline_start, dateline_end, section, url,
        header_start, header_end, paragraphs, warnings, own_body, stage, quotations)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0)";

const INSERT_QUOTATION: &str = "INSERT INTO quotation (id, article, place, quotation_id, kind, words, content_start,
        content_end, segments, quoted_parts, speaker, mention_start, mention_end, cue_start, cue_end, certainty,
        confidence, candidates, rule, runner_up, said, paragraph, printed)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// The rows that an article refers to.
#[derive(Debug, Clone, Copy)]
pub(super) struct ArticleKeys {
    pub text: i64,
    pub source: i64,
    pub place: i64,
    pub fingerprint: i64,
}

/// Adds an article that can be read but has no quotations yet; `own_body` says whether its text is
/// not to the byte that of the row `keys.text`.
pub(super) fn insert_article(
    connection: &Connection,
    article: &Article,
    keys: ArticleKeys,
    own_body: bool,
) -> rusqlite::Result<i64> {
    let dateline = article.dateline.as_ref();
    connection.prepare_cached(INSERT_ARTICLE)?.insert(params![
        article.id.to_string(),
        keys.text,
        keys.source,
        keys.place,
        article.place.member,
        article.place.record.map(codec::number),
        article.place.line.map(codec::number),
        article.text_from.to_string(),
        keys.fingerprint,
        article.title.text,
        article.title.stand_in,
        article.printed.iso().unwrap_or_default(),
        article.outlet,
        article.byline,
        dateline.map(|dateline| &dateline.place),
        dateline.map(|dateline| codec::offset(dateline.span.start)),
        dateline.map(|dateline| codec::offset(dateline.span.end)),
        article.section,
        article.url,
        codec::offset(article.header.start),
        codec::offset(article.header.end),
        codec::spans_to_bytes(&article.paragraphs),
        codec::list_to_json(&article.warnings),
        own_body.then_some(&article.text),
    ])
}

/// The article with the key `id`, without its quotations.
pub(super) fn article(connection: &Connection, id: i64) -> rusqlite::Result<Option<Article>> {
    connection.prepare_cached(ARTICLE)?.query_row([id], article_of_row).optional()
}

fn article_of_row(row: &Row<'_>) -> rusqlite::Result<Article> {
    let text: String = row.get(1)?;
    let dateline = match row.get::<_, Option<String>>(5)? {
        Some(place) => Some(Dateline { span: codec::span(row.get(6)?, row.get(7)?, &text)?, place }),
        None => None,
    };
    Ok(Article {
        id: codec::content_id(row.get_ref(0)?.as_str()?)?,
        title: Title { text: row.get(2)?, stand_in: row.get(3)? },
        printed: codec::printed(row.get_ref(4)?.as_str()?)?,
        dateline,
        outlet: row.get(8)?,
        byline: row.get(9)?,
        section: row.get(10)?,
        url: row.get(11)?,
        header: codec::span(row.get(12)?, row.get(13)?, &text)?,
        paragraphs: codec::spans_from_bytes(row.get_ref(14)?.as_blob()?, &text)?,
        origin: origin(row.get_ref(16)?.as_str()?, &codec::path_from_sql(row.get_ref(17)?)?),
        place: codec::place(row.get(18)?, row.get(19)?, row.get(20)?),
        text_from: TextFrom::parse(row.get_ref(21)?.as_str()?),
        warnings: warnings(row.get_ref(15)?)?,
        text,
    })
}

/// The warnings that a column holds.
pub(super) fn warnings(column: ValueRef<'_>) -> rusqlite::Result<Vec<Warning>> {
    let messages = codec::list_from_json(column.as_str_or_null()?)?;
    Ok(messages.into_iter().map(|message| Warning { message }).collect())
}

/// Where they came from; what another version had built in counts as a file.
pub(super) fn origin(kind: &str, path: &Path) -> Origin {
    let embedded = kind == Kind::Embedded.name();
    let seed = SEEDS.iter().find(|seed| embedded && Path::new(seed.name) == path);
    match seed {
        Some(seed) => Origin::Embedded(seed.name),
        None if kind == Kind::Given.name() => Origin::Given,
        None => Origin::File(path.to_path_buf()),
    }
}

/// The key of a quotation, and the rows that it refers to.
#[derive(Debug, Clone, Copy)]
pub(super) struct QuotationKeys {
    pub id: i64,
    pub article: i64,
    pub place: i64,
    pub speaker: Option<i64>,
    pub rule: i64,
}

/// The statement that [`insert_quotation`] runs, to be kept between many of them.
pub(super) fn prepare_quotation(connection: &Connection) -> rusqlite::Result<rusqlite::CachedStatement<'_>> {
    connection.prepare_cached(INSERT_QUOTATION)
}

/// Adds a quotation with its [`Quotation::words`].
pub(super) fn insert_quotation(
    statement: &mut Statement<'_>,
    printed: &str,
    quotation: &Quotation,
    words: &str,
    keys: QuotationKeys,
) -> rusqlite::Result<()> {
    let parts = &quotation.quoted_parts;
    let start = |span: Option<Span>| span.map(|span| codec::offset(span.start));
    let end = |span: Option<Span>| span.map(|span| codec::offset(span.end));
    let written = statement.execute(params![
        keys.id,
        keys.article,
        keys.place,
        quotation.id.to_string(),
        quotation.kind.name(),
        words,
        codec::offset(quotation.content.start),
        codec::offset(quotation.content.end),
        codec::spans_to_bytes(&quotation.segments),
        (!parts.is_empty()).then(|| codec::spans_to_bytes(parts)),
        keys.speaker,
        start(quotation.mention),
        end(quotation.mention),
        start(quotation.cue),
        end(quotation.cue),
        quotation.certainty.name(),
        quotation.confidence,
        codec::list_to_json(&quotation.candidates),
        keys.rule,
        quotation.evidence.runner_up,
        quotation.said.map(|day| day.to_string()),
        codec::offset(quotation.paragraph),
        printed,
    ]);
    written.map(drop)
}

/// The quotations of the article with the key `id`, whose text is `text`, in their order.
pub(super) fn quotations(connection: &Connection, id: i64, text: &str) -> rusqlite::Result<Vec<Quotation>> {
    let mut statement = connection.prepare_cached(QUOTATIONS)?;
    let rows = statement.query_map([id], |row| quotation_of_row(row, text))?;
    rows.collect()
}

fn quotation_of_row(row: &Row<'_>, text: &str) -> rusqlite::Result<Quotation> {
    let maybe_span = |start: usize, end: usize| match (row.get::<_, Option<i64>>(start)?, row.get(end)?) {
        (Some(start), Some(end)) => codec::span(start, end, text).map(Some),
        _ => Ok(None),
    };
    let speaker = match row.get::<_, Option<String>>(6)? {
        Some(name) => Some(Speaker { name, role: row.get(7)? }),
        None => None,
    };
    Ok(Quotation {
        id: codec::content_id(row.get_ref(0)?.as_str()?)?,
        kind: codec::kind(row.get_ref(1)?.as_str()?)?,
        content: codec::span(row.get(2)?, row.get(3)?, text)?,
        segments: codec::spans_from_bytes(row.get_ref(4)?.as_blob()?, text)?,
        quoted_parts: codec::spans_from_bytes(row.get_ref(5)?.as_blob_or_null()?.unwrap_or_default(), text)?,
        speaker,
        mention: maybe_span(8, 9)?,
        cue: maybe_span(10, 11)?,
        certainty: codec::certainty(row.get_ref(12)?.as_str()?)?,
        confidence: row.get(13)?,
        candidates: codec::list_from_json(row.get_ref(14)?.as_str_or_null()?)?,
        evidence: Evidence { rule: codec::rule(row.get_ref(15)?.as_str()?), runner_up: row.get(16)? },
        said: row.get_ref(17)?.as_str_or_null()?.map(codec::date).transpose()?,
        paragraph: row.get::<_, u32>(18)? as usize,
    })
}

/// Whether the quotation's speaker is somebody's name.
pub(super) fn is_known(quotation: &Quotation) -> bool {
    quotation.certainty != Certainty::Unknown
}

//! Records of named values, as JSON and tables have them: from their columns to an article.

use super::columns::{Column, ColumnMap};
use super::limits::{Budget, Cap, Limits, Refusal};
use super::{Fields, ReadOptions, json_values, made, markup, take_dateline};
use crate::article::{Article, TextFrom, Warning};
use crate::text::web;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// How deep a value may stand in others, as the name of an author does in `authors`.
const DEEPEST: usize = 4;

/// The keys of an object under which the words for all of it stand, the best first.
const TELLING: &[&str] =
    &["name", "rendered", "text", "value", "main", "original", "title", "full", "#text", "$t", "label"];

/// The keys of an object under which an article's text stands, the best first.
const TELLING_OF_TEXT: &[&str] = &["rendered", "text", "value", "plain", "full", "#text", "$t", "html"];

/// The keys under which a record that has no text of its own stands in another one.
const WRAPPERS: &[&str] = &["_source", "article", "attributes", "document", "item", "post", "data", "fields"];

/// What programs write where there is no value.
const NO_VALUE: &[&str] = &["", "none", "null", "nan", "n/a", "nil", "undefined", "[]", "{}"];

/// A named value of a record.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// Text as it is.
    Plain(&'a str),
    /// JSON of any kind.
    Json(&'a RawValue),
}

/// A record: its values by their names, in order.
#[derive(Debug, Default)]
pub struct Record<'a> {
    values: Vec<(Cow<'a, str>, Value<'a>)>,
}

impl<'a> FromIterator<(Cow<'a, str>, Value<'a>)> for Record<'a> {
    fn from_iter<I: IntoIterator<Item = (Cow<'a, str>, Value<'a>)>>(values: I) -> Self {
        Self { values: values.into_iter().collect() }
    }
}

impl<'a> Record<'a> {
    /// The record that a JSON object is.
    ///
    /// # Errors
    /// It is none, or has too many values.
    pub fn from_json(json: &'a str, limits: &Limits) -> Result<Self, Refusal> {
        if !json.trim_start().starts_with('{') {
            return Err(Refusal::Malformed("it is not a JSON object".to_owned()));
        }
        // Each value that is held costs memory; commas are what there cannot be fewer of.
        if memchr::memchr_iter(b',', json.as_bytes()).count() as u64 > limits.nodes {
            return Err(Cap::Nodes(limits.nodes).into());
        }
        serde_json::from_str(json).map_err(|error| malformed(&error))
    }

    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<String> {
        let (_, value) = self.values.iter().find(|(known, _)| known == name)?;
        value.text(Column::Title).ok().flatten()
    }

    /// The article that the record is; its outlet is `within`, where it names none.
    ///
    /// # Errors
    /// It has no text, or more of it than may be.
    pub fn article(&self, within: Option<&str>, options: &ReadOptions, limits: &Limits) -> Result<Article, Refusal> {
        self.article_inside(within, options, limits, DEEPEST)
    }

    /// The article, which may stand in so many wrappers.
    fn article_inside(
        &self,
        within: Option<&str>,
        options: &ReadOptions,
        limits: &Limits,
        wrappers: usize,
    ) -> Result<Article, Refusal> {
        let columns = self.columns(options);
        let Some((name, text)) = text(&columns)? else {
            return match self.wrapped() {
                Some(inner) if wrappers > 0 => {
                    Record::from_json(inner, limits)?.article_inside(within, options, limits, wrappers - 1)
                }
                _ => Err(self.no_text(&columns, options)),
            };
        };
        let one = |column| first(&columns, column).map(|value| markup::line(&value, limits)).filter(|v| !v.is_empty());
        let (outlet, source_url) = outlet(&columns);
        let (date, warning) = one(Column::Date).map(date).unzip();
        let fields = Fields {
            title: one(Column::Title),
            date,
            outlet: outlet.map(|name| markup::line(&name, limits)).or_else(|| within.map(str::to_owned)),
            byline: one(Column::Byline).map(byline),
            section: one(Column::Section),
            url: one(Column::Url).filter(|url| web::is_address(url)).or(source_url),
        };
        let cut_off = cut_off_by_source(&text);
        let html = markup::is_html(&text);
        let markup = html || markup::has_entity(&text);
        let text =
            if html { markup::without(&text, &mut Budget::new(limits))? } else { markup::entities(&text).into_owned() };
        let dateline = one(Column::Dateline).unwrap_or_default();
        let (text, name) = if text.trim_start().starts_with(&dateline) {
            (text, name.to_owned())
        } else {
            (format!("{dateline} {}", text.trim_start()), format!("{name} behind its dateline"))
        };
        let mut article = made(text, TextFrom::Field { name, markup }, fields, options);
        take_dateline(&mut article, &dateline, options);
        article.warnings.extend(warning.flatten().into_iter().chain(cut_off));
        Ok(article)
    }

    /// The values that belong to a field of an article, the best of each first.
    fn columns(&self, options: &ReadOptions) -> Vec<(Column, &str, Value<'a>)> {
        let known = self.values.iter().filter_map(|(name, value)| {
            let (column, rank) = options.columns.column(name)?;
            Some((rank, column, name.as_ref(), *value))
        });
        let mut known: Vec<_> = known.collect();
        known.sort_by_key(|(rank, ..)| *rank);
        known.into_iter().map(|(_, column, name, value)| (column, name, value)).collect()
    }

    /// The object inside of which the record proper may stand.
    fn wrapped(&self) -> Option<&'a str> {
        WRAPPERS.iter().find_map(|wrapper| {
            let (_, value) = self.values.iter().find(|(name, _)| name == wrapper)?;
            let Value::Json(json) = value else { return None };
            json.get().starts_with('{').then(|| json.get())
        })
    }

    fn no_text(&self, columns: &[(Column, &str, Value<'_>)], options: &ReadOptions) -> Refusal {
        if columns.iter().any(|(column, ..)| *column == Column::Text) {
            return Refusal::NoText;
        }
        no_text_column(self.values.iter().map(|(name, _)| name.as_ref()), &options.columns)
    }
}

/// That none of the columns of these names holds text.
pub fn no_text_column<'n>(names: impl Iterator<Item = &'n str>, columns: &ColumnMap) -> Refusal {
    const NAMED: usize = 20;
    let mut names: Vec<&str> = names.take(NAMED + 1).collect();
    if names.len() > NAMED {
        names[NAMED] = "…";
    }
    let names = names.join(", ");
    Refusal::Malformed(match columns.name_of(Column::Text) {
        Some(asked) => format!("it has no column “{asked}”; it has {names}"),
        None => format!("no column of it is known to hold text: name one with --map text=COLUMN; it has {names}"),
    })
}

/// The text, and the name of the column that holds it.
fn text<'n>(columns: &[(Column, &'n str, Value<'_>)]) -> Result<Option<(&'n str, String)>, Refusal> {
    for (_, name, value) in columns.iter().filter(|(column, ..)| *column == Column::Text) {
        if let Some(text) = value.text(Column::Text)? {
            return Ok(Some((name, text)));
        }
    }
    Ok(None)
}

/// The first value of a column that says anything.
fn first(columns: &[(Column, &str, Value<'_>)], wanted: Column) -> Option<String> {
    let mut values = columns.iter().filter(|(column, ..)| *column == wanted);
    values.find_map(|(.., value)| value.text(wanted).ok().flatten())
}

impl Value<'_> {
    /// The words of the value for a field, those of a list one after the other; nothing if it says
    /// nothing.
    ///
    /// # Errors
    /// It is no JSON.
    pub fn text(&self, field: Column) -> Result<Option<String>, Refusal> {
        let text = match self {
            Value::Plain(text) => Some((*text).to_owned()),
            Value::Json(json) => json_text(json, field, DEEPEST)?,
        };
        Ok(text.filter(|text| !NO_VALUE.iter().any(|none| text.trim().eq_ignore_ascii_case(none))))
    }
}

fn json_text(json: &RawValue, field: Column, depth: usize) -> Result<Option<String>, Refusal> {
    let json = json.get();
    let malformed = |error| malformed(&error);
    Ok(match json.as_bytes().first() {
        Some(b'"') => Some(serde_json::from_str(json).map_err(malformed)?),
        Some(b'-' | b'0'..=b'9') => Some(json.to_owned()),
        Some(b'[') if depth > 0 => {
            let items: Vec<&RawValue> = serde_json::from_str(json).map_err(malformed)?;
            let mut texts = Vec::new();
            for item in items {
                texts.extend(json_text(item, field, depth - 1)?);
            }
            Some(texts.join(if field == Column::Text { "\n\n" } else { ", " }))
        }
        Some(b'{') if depth > 0 => {
            let object: Record<'_> = serde_json::from_str(json).map_err(malformed)?;
            match object.telling(field) {
                Some(value) => json_text(value, field, depth - 1)?,
                None => None,
            }
        }
        _ => None,
    })
}

impl<'a> Record<'a> {
    /// The value that says what the object as a whole is for a field. One with a headline is no
    /// text but an article of its own.
    fn telling(&self, field: Column) -> Option<&'a RawValue> {
        let is_title = |name: &str| matches!(Column::guess(name), Some((Column::Title, _)));
        let keys = match field {
            Column::Text if self.values.iter().any(|(name, _)| is_title(name)) => return None,
            Column::Text => TELLING_OF_TEXT,
            _ => TELLING,
        };
        let (_, value) = keys.iter().find_map(|key| self.values.iter().find(|(name, _)| name == key))?;
        match value {
            Value::Json(json) => Some(json),
            Value::Plain(_) => None,
        }
    }
}

/// A warning where `text` ends as news services end one that they keep the rest of:
/// `… [+1234 chars]`.
fn cut_off_by_source(text: &str) -> Option<Warning> {
    let (_, end) = text.trim_end().rsplit_once("[+")?;
    let count = end.strip_suffix(" chars]")?;
    let message = format!("The text is cut off: its source keeps {count} characters more");
    count.bytes().all(|byte| byte.is_ascii_digit()).then_some(Warning { message })
}

/// The names in a list as Python prints it, and without the `By` before them.
fn byline(value: String) -> String {
    let list = value.strip_prefix('[').and_then(|list| list.strip_suffix(']'));
    let names = match list {
        Some(list) => list.split(',').map(|name| name.trim_matches([' ', '\'', '"'])).collect::<Vec<_>>().join(", "),
        None => value,
    };
    match names.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => names[3..].trim_start().to_owned(),
        _ => names,
    }
}

/// The outlet, and an address that stands where its name should. Where there is no name, the
/// address says the site.
fn outlet(columns: &[(Column, &str, Value<'_>)]) -> (Option<String>, Option<String>) {
    let columns = columns.iter().filter(|(column, ..)| *column == Column::Outlet);
    let values = columns.filter_map(|(.., value)| value.text(Column::Outlet).ok().flatten());
    let (urls, names): (Vec<_>, Vec<_>) = values.partition(|value| web::is_address(value));
    let (name, url) = (names.into_iter().next(), urls.into_iter().next());
    let host = url.as_deref().and_then(|url| url.split('/').nth(2)).map(|host| host.trim_start_matches("www."));
    (name.or_else(|| host.filter(|host| !host.is_empty()).map(str::to_owned)), url)
}

/// A date as it is printed, or without the time that is written onto it (`20200727T101500Z`). A number of seconds
/// or thousandths of them since 1970 is the day of Greenwich, which may be another one where it was printed: that
/// is said.
fn date(value: String) -> (String, Option<Warning>) {
    const DAY: usize = 8;
    const DAY_AND_TIME: usize = 14;
    const THOUSANDTHS: usize = 13;
    let leading = value.bytes().take_while(u8::is_ascii_digit).count();
    if leading == DAY && value[DAY..].starts_with('T') || leading == DAY_AND_TIME && value.len() == DAY_AND_TIME {
        return (value[..DAY].to_owned(), None);
    }
    let number = value.strip_suffix(".0").unwrap_or(&value);
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !matches!(number.len(), 9 | 10 | THOUSANDTHS) {
        return (value, None);
    }
    let seconds = &number[..if number.len() == THOUSANDTHS { number.len() - 3 } else { number.len() }];
    let Some(time) = seconds.parse().ok().and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0)) else {
        return (value, None);
    };
    let message = format!("“{value}” was read as a time of Greenwich: where it was printed, the day may be another");
    (time.format("%Y-%m-%d").to_string(), Some(Warning { message }))
}

/// What the parser says, without the line's number, which is that of one record.
fn malformed(error: &serde_json::Error) -> Refusal {
    Refusal::Malformed(format!("it is no JSON: {}", json_values::fault(error)))
}

impl<'de> Deserialize<'de> for Record<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Values;

        impl<'de> Visitor<'de> for Values {
            type Value = Record<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Record<'de>, M::Error> {
                let mut record = Record::default();
                while let Some(Name(name)) = map.next_key()? {
                    record.values.push((name, Value::Json(map.next_value()?)));
                }
                Ok(record)
            }
        }

        deserializer.deserialize_map(Values)
    }
}

/// The name of a value, which is borrowed where it has no escapes in it.
#[derive(serde::Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

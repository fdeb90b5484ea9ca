//! JSON: one article, a list of them, or a list inside other objects, as the answers of news
//! services and JSON Feed are.

use super::json_lines::article;
use super::{Format, Output, Stop};
use crate::import::columns::Column;
use crate::import::decode;
use crate::import::json_values::{End, Values};
use crate::import::limits::{Cap, Refusal};
use crate::import::record::Record;
use crate::import::source::Input;
use std::io::{BufRead, BufReader};

/// The keys under which lists of articles stand, or objects with such lists in them.
const LISTS: &[&str] = &[
    "articles", "items", "results", "stories", "documents", "docs", "hits", "news", "data", "response", "entries",
    "posts", "records", "rows", "feed", "channel",
];

/// How deep such an object may stand in others.
const DEEPEST: u64 = 4;

pub struct Json;

impl Format for Json {
    fn endings(&self) -> &'static [&'static str] {
        &["json", "geojson"]
    }

    fn is_content_of(&self, _: &Input<'_>, start: &str) -> bool {
        let inside = |open: char| start.strip_prefix(open).map(str::trim_start);
        inside('{').is_some_and(|rest| rest.starts_with(['"', '}']))
            || inside('[').is_some_and(|rest| rest.starts_with(['{', ']']))
    }

    fn read(&self, input: Input<'_>, output: &mut Output<'_>) -> Result<(), Stop> {
        let head = input.head().to_vec();
        let input = decode::transcoded(&head, input.into_reader(), output.options.encoding);
        let mut reader = Reader {
            values: Values::new(BufReader::new(input), output.limits.record_bytes),
            longest: output.limits.record_bytes,
            output,
            feed: None,
        };
        while let Some(byte) = reader.values.peek()? {
            match byte {
                b'{' => reader.object(0)?,
                b'[' => reader.list()?,
                _ => {
                    reader.values.value(&mut Vec::new())?;
                    reader.output.refuse(Refusal::Malformed("it is no JSON object and no list".to_owned()))?;
                }
            }
        }
        Ok(())
    }
}

struct Reader<'r, 'a, R> {
    values: Values<R>,
    longest: u64,
    output: &'r mut Output<'a>,
    /// The title of the JSON Feed that is being read.
    feed: Option<String>,
}

impl<R: BufRead> Reader<'_, '_, R> {
    /// Reads a list of records.
    fn list(&mut self) -> Result<(), Stop> {
        self.values.pass();
        loop {
            match self.values.peek()? {
                Some(b']') => {
                    self.values.pass();
                    return Ok(());
                }
                Some(b',') => self.values.pass(),
                Some(_) => self.element()?,
                None => return Err(cut_off().into()),
            }
        }
    }

    fn element(&mut self) -> Result<(), Stop> {
        self.output.begin(Some(self.values.line()));
        let mut json = Vec::new();
        match self.values.value(&mut json)? {
            End::Whole => self.output.record(article(&json, self.feed.as_deref(), self.output)),
            End::CutOff => self.output.refuse(cut_off()),
            End::TooLong(cap) => self.output.refuse(cap),
        }
    }

    /// Reads an object: the lists of records in it, or else itself as a record.
    fn object(&mut self, depth: u64) -> Result<(), Stop> {
        let mut json = Vec::new();
        let mut listed = false;
        let mut has_text = false;
        self.values.pass();
        loop {
            match self.values.peek()? {
                Some(b'}') => break self.values.pass(),
                Some(b',') => self.values.pass(),
                Some(_) => {
                    let key = self.key()?;
                    let next = self.values.peek()?;
                    let may_list = !has_text && LISTS.contains(&key.trim_matches('"'));
                    match next {
                        Some(b'[') if may_list && depth <= DEEPEST => {
                            self.feed = feed_title(&json, self.output);
                            self.list()?;
                            listed = true;
                        }
                        Some(b'{') if may_list && depth < DEEPEST => {
                            self.object(depth + 1)?;
                            listed = true;
                        }
                        Some(_) => self.member(&key, &mut json)?,
                        None => return self.output.refuse(cut_off()).and(Ok(())),
                    }
                    has_text |= next == Some(b'"') && Column::is_full_text(&key);
                }
                None => {
                    return if listed { Err(cut_off().into()) } else { self.output.refuse(cut_off()) };
                }
            }
        }
        if listed {
            return Ok(());
        }
        json.insert(0, b'{');
        json.push(b'}');
        let article = article(&json, None, self.output);
        self.output.record(article)
    }

    /// A key with its marks, and the colon behind it passed.
    fn key(&mut self) -> Result<String, Stop> {
        let mut key = Vec::new();
        match self.values.value(&mut key)? {
            End::Whole => {}
            End::CutOff => return Err(cut_off().into()),
            End::TooLong(cap) => return Err(cap.into()),
        }
        if self.values.peek()? == Some(b':') {
            self.values.pass();
        }
        Ok(String::from_utf8_lossy(&key).into_owned())
    }

    /// Adds a value to the object that is being put together.
    fn member(&mut self, key: &str, json: &mut Vec<u8>) -> Result<(), Stop> {
        if !json.is_empty() {
            json.push(b',');
        }
        json.extend_from_slice(key.as_bytes());
        json.push(b':');
        match self.values.value(json)? {
            End::Whole if json.len() as u64 > self.longest => Err(Cap::Bytes(self.longest).into()),
            End::Whole => Ok(()),
            End::CutOff => Err(cut_off().into()),
            End::TooLong(cap) => Err(cap.into()),
        }
    }
}

fn cut_off() -> Refusal {
    Refusal::Malformed("it is cut off: the file ends in the middle of it".to_owned())
}

/// The title of a JSON Feed, by what stands in it before its items.
fn feed_title(members: &[u8], output: &Output<'_>) -> Option<String> {
    let json = format!("{{{}}}", std::str::from_utf8(members).ok()?);
    let record = Record::from_json(&json, output.limits).ok()?;
    record.get("version").filter(|version| version.contains("jsonfeed.org"))?;
    record.get("title")
}

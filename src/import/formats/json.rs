//! JSON: one article, a list of them, or a list inside other objects, as the answers of news
//! services and JSON Feed are.

use super::json_lines::article;
use super::{Format, Look, Output, Stop};
use crate::import::columns::Column;
use crate::import::decode;
use crate::import::json_values::{End, Values};
use crate::import::limits::{Cap, Refusal};
use crate::import::record::Record;
use crate::import::source::Input;
use std::io::{BufRead, BufReader};

/// The keys under which lists of articles stand, or objects with such lists in them.
const LISTS: &[&str] = &[
    "articles",
    "items",
    "results",
    "stories",
    "documents",
    "docs",
    "hits",
    "news",
    "data",
    "response",
    "entries",
    "posts",
    "records",
    "rows",
    "feed",
    "channel",
];

/// How deep such an object may stand in others.
const DEEPEST: u64 = 4;

pub struct Json;

impl Format for Json {
    fn endings(&self) -> &'static [&'static str] {
        &["json", "geojson"]
    }

    fn is_content_of(&self, look: &Look<'_>) -> bool {
        let inside = |open: char| look.start.strip_prefix(open).map(str::trim_start);
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
            is_cut_off: false,
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
    is_cut_off: bool,
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
                Some(_) => {
                    self.output.begin(Some(self.values.line()));
                    let mut json = Vec::new();
                    if self.value(&mut json)? {
                        self.output.record(article(&json, self.feed.as_deref(), self.output))?;
                    }
                }
                None => return self.cut_off(),
            }
        }
    }

    /// Reads an object: the lists of records in it, or else itself as a record.
    fn object(&mut self, depth: u64) -> Result<(), Stop> {
        let mut json = vec![b'{'];
        let (mut listed, mut has_text) = (false, false);
        self.values.pass();
        loop {
            let mut key = Vec::new();
            match self.values.peek()? {
                Some(b'}') => break self.values.pass(),
                Some(b',') => self.values.pass(),
                Some(_) if self.value(&mut key)? => {
                    if self.values.peek()? == Some(b':') {
                        self.values.pass();
                    }
                    let next = self.values.peek()?;
                    let name = String::from_utf8_lossy(&key);
                    let may_list = !has_text && LISTS.contains(&name.trim_matches('"'));
                    has_text |= next == Some(b'"') && Column::is_full_text(&name);
                    match next {
                        Some(b'[') if may_list => self.feed_list(&json)?,
                        Some(b'{') if may_list && depth < DEEPEST => self.object(depth + 1)?,
                        _ => {
                            self.member(&key, &mut json)?;
                            continue;
                        }
                    }
                    listed = true;
                }
                Some(_) => {}
                None => return self.cut_off(),
            }
        }
        if listed {
            return Ok(());
        }
        json.push(b'}');
        let article = article(&json, None, self.output);
        self.output.record(article)
    }

    /// Reads a list inside of an object of which so much is known.
    fn feed_list(&mut self, object: &[u8]) -> Result<(), Stop> {
        self.feed = feed_title(object, self.output);
        self.list()
    }

    /// Adds a value to the object that is being put together.
    fn member(&mut self, key: &[u8], object: &mut Vec<u8>) -> Result<(), Stop> {
        if object.len() > 1 {
            object.push(b',');
        }
        object.extend_from_slice(key);
        object.push(b':');
        self.value(object)?;
        if object.len() as u64 > self.longest { Err(Cap::Bytes(self.longest).into()) } else { Ok(()) }
    }

    /// Appends the next value; says whether it is whole. What is not is refused.
    fn value(&mut self, json: &mut Vec<u8>) -> Result<bool, Stop> {
        match self.values.value(json)? {
            End::Whole => return Ok(true),
            End::CutOff => self.cut_off()?,
            End::TooLong(cap) => self.output.refuse(cap)?,
        }
        Ok(false)
    }

    /// Says, once, that the file ends too early.
    fn cut_off(&mut self) -> Result<(), Stop> {
        if std::mem::replace(&mut self.is_cut_off, true) {
            return Ok(());
        }
        let message = "it is cut off: the file ends in the middle of it".to_owned();
        self.output.refuse(Refusal::Malformed(message))
    }
}

/// The title of a JSON Feed, by what stands in it before its items.
fn feed_title(object: &[u8], output: &Output<'_>) -> Option<String> {
    let json = format!("{}}}", std::str::from_utf8(object).ok()?);
    let record = Record::from_json(&json, output.limits).ok()?;
    record.get("version").filter(|version| version.contains("jsonfeed.org"))?;
    record.get("title")
}

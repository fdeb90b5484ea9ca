//! JSON Lines as they come in: bytes → chunks of whole lines → articles.

use crate::article::Article;
use crate::import::{self, ReadOptions};
use crate::library::load::MAX_FILE_BYTES;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::io::{self, ErrorKind, Read};

/// How much is read at a time, in bytes: as much as a pipe holds.
const READ: usize = 64 << 10;

/// Whole lines, in the order in which they came.
#[derive(Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The 1-based number of the first one.
    pub first_line: u64,
    /// The lines with their ends; none if it was one line that was [too long](MAX_FILE_BYTES).
    pub lines: Option<Vec<u8>>,
}

/// Cuts what it reads into chunks: each about [`READ`] bytes, or one line, or as much as has come.
pub struct Chunks<R> {
    input: R,
    longest: usize,
    next_line: u64,
    /// What was read beyond the last chunk.
    rest: Vec<u8>,
    /// Whether the input failed, after which nothing more comes of it.
    failed: bool,
}

impl<R: Read> Chunks<R> {
    /// The chunks of `input`.
    pub fn new(input: R) -> Self {
        Self::with_longest(input, usize::try_from(MAX_FILE_BYTES).unwrap_or(usize::MAX))
    }

    /// The chunks of `input`, whose lines may be `longest` bytes long.
    fn with_longest(input: R, longest: usize) -> Self {
        Self { input, longest, next_line: 1, rest: Vec::new(), failed: false }
    }

    fn next_chunk(&mut self) -> io::Result<Option<Chunk>> {
        let mut bytes = std::mem::take(&mut self.rest);
        let mut searched = 0;
        loop {
            // What was read beyond a line that is too long may hold whole lines already.
            if let Some(end) = memchr::memrchr(b'\n', &bytes[searched..]) {
                self.rest = bytes.split_off(searched + end + 1);
                return Ok(Some(self.chunk(bytes)));
            }
            searched = bytes.len();
            if bytes.len() > self.longest {
                drop(bytes);
                self.skip_line()?;
                self.next_line += 1;
                return Ok(Some(Chunk { first_line: self.next_line - 1, lines: None }));
            }
            if self.read_into(&mut bytes)? == 0 {
                return Ok((!bytes.is_empty()).then(|| self.chunk(bytes)));
            }
        }
    }

    fn chunk(&mut self, lines: Vec<u8>) -> Chunk {
        let first_line = self.next_line;
        self.next_line += memchr::memchr_iter(b'\n', &lines).count() as u64;
        Chunk { first_line, lines: Some(lines) }
    }

    /// Reads on to the next line, keeping nothing of this one.
    fn skip_line(&mut self) -> io::Result<()> {
        let mut bytes = Vec::new();
        while self.read_into(&mut bytes)? > 0 {
            if let Some(end) = memchr::memchr(b'\n', &bytes) {
                self.rest = bytes.split_off(end + 1);
                break;
            }
            bytes.clear();
        }
        Ok(())
    }

    /// Appends what comes next; says how much, and nothing only at the end.
    fn read_into(&mut self, bytes: &mut Vec<u8>) -> io::Result<usize> {
        let start = bytes.len();
        bytes.resize(start + READ, 0);
        let read = loop {
            match self.input.read(&mut bytes[start..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        bytes.truncate(start + read.as_ref().copied().unwrap_or(0));
        read
    }
}

impl<R: Read> Iterator for Chunks<R> {
    type Item = io::Result<Chunk>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let chunk = self.next_chunk();
        self.failed = chunk.is_err();
        chunk.transpose()
    }
}

/// The id that a caller gave an article, echoed as given.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Id<'a> {
    /// A string, unescaped: it is escaped anew, by our own rules.
    Text(String),
    /// A number, digit for digit.
    Number(&'a RawValue),
}

#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    text: String,
    #[serde(borrow, default)]
    title: Option<&'a RawValue>,
    #[serde(borrow, default)]
    date: Option<&'a RawValue>,
    #[serde(borrow, default)]
    outlet: Option<&'a RawValue>,
    #[serde(borrow, default)]
    byline: Option<&'a RawValue>,
    #[serde(borrow, default)]
    section: Option<&'a RawValue>,
    #[serde(borrow, default)]
    url: Option<&'a RawValue>,
}

/// What stands on one line.
#[derive(Debug)]
pub struct Input<'a> {
    /// The caller's id.
    pub id: Id<'a>,
    /// What is known beside the text, as given.
    pub fields: import::Fields,
    /// The article, whose text is all body.
    pub article: Article,
}

/// The article on one line.
///
/// # Errors
/// Why the line is no article, as a phrase.
pub fn parse(line: &[u8]) -> Result<Input<'_>, String> {
    let line =
        std::str::from_utf8(line).map_err(|error| format!("no UTF-8 from byte {} on", error.valid_up_to() + 1))?;
    let line = line.trim_start_matches('\u{feff}').trim();
    if !line.starts_with('{') {
        // An array would pass for an object, its elements taken for the fields in their order.
        return Err("not a JSON object".to_owned());
    }
    let fields: Fields<'_> = serde_json::from_str(line).map_err(|error| import::json_fault(&error))?;
    let id = match fields.id.get().as_bytes() {
        [b'"', ..] => Id::Text(serde_json::from_str(fields.id.get()).map_err(|error| import::json_fault(&error))?),
        [b'-' | b'0'..=b'9', ..] => Id::Number(fields.id),
        _ => return Err("`id` is neither a string nor a number".to_owned()),
    };
    let known = import::Fields {
        title: string(fields.title),
        date: string(fields.date),
        outlet: string(fields.outlet),
        byline: string(fields.byline),
        section: string(fields.section),
        url: string(fields.url),
    };
    let article = import::from_fields(fields.text, known.clone(), &ReadOptions::default());
    Ok(Input { id, fields: known, article })
}

/// Calls `each` with every line of a chunk that is not blank, and its 1-based number.
pub fn each_line<'a>(lines: &'a [u8], first_line: u64, mut each: impl FnMut(u64, &'a [u8])) {
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', lines).chain([lines.len()]);
    for (number, end) in (first_line..).zip(ends) {
        let line = &lines[start..end];
        start = end + 1;
        if !line.trim_ascii().is_empty() {
            each(number, line);
        }
    }
}

/// Metadata is taken where it is what it should be; where not, the article is no worse for it.
fn string(raw: Option<&RawValue>) -> Option<String> {
    serde_json::from_str(raw?.get()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Printed;
    use proptest::prelude::*;

    /// Gives a few bytes at a time.
    struct Trickle<'a>(&'a [u8], usize);

    impl Read for Trickle<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let few = self.1.min(out.len());
            self.0.read(&mut out[..few])
        }
    }

    proptest! {
        #[test]
        fn chunks_are_the_input_cut_between_lines(input in "[ab\n]{0,60}", few in 1usize..9) {
            let chunks: Vec<Chunk> = Chunks::new(Trickle(input.as_bytes(), few)).map(Result::unwrap).collect();
            let mut line = 1;
            let mut joined = Vec::new();
            for (at, chunk) in chunks.iter().enumerate() {
                let lines = chunk.lines.as_ref().unwrap();
                prop_assert_eq!(chunk.first_line, line);
                prop_assert!(lines.ends_with(b"\n") || at + 1 == chunks.len());
                line += lines.iter().filter(|&&byte| byte == b'\n').count() as u64;
                joined.extend_from_slice(lines);
            }
            prop_assert_eq!(joined, input.as_bytes());
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_counted() {
        let input = format!("first\n{}\nthird\n", "x".repeat(50));
        let chunks: Vec<Chunk> = Chunks::with_longest(Trickle(input.as_bytes(), 4), 20).map(Result::unwrap).collect();
        let too_long: Vec<u64> = chunks.iter().filter(|c| c.lines.is_none()).map(|c| c.first_line).collect();
        assert_eq!(too_long, [2]);
        let last = chunks.last().unwrap();
        assert_eq!((last.first_line, last.lines.as_deref()), (3, Some(&b"third\n"[..])));
    }

    #[test]
    fn lines_read_together_with_one_too_long_do_not_wait_for_more() {
        struct Stalls<'a>(Option<&'a [u8]>);
        impl Read for Stalls<'_> {
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                let bytes = self.0.take().ok_or(ErrorKind::WouldBlock)?;
                out[..bytes.len()].copy_from_slice(bytes);
                Ok(bytes.len())
            }
        }
        let long = "x".repeat(READ);
        let input = format!("{}\nsecond\nthird\nfou", &long[..50]);
        // The first read ends before the line does, so that the second one passes over its end.
        let stalls = Stalls(Some(input.as_bytes()));
        let mut chunks = Chunks::with_longest(long.as_bytes().chain(stalls), READ - 1);
        assert_eq!(chunks.next().unwrap().unwrap(), Chunk { first_line: 1, lines: None });
        let lines = Some(b"second\nthird\n".to_vec());
        assert_eq!(chunks.next().unwrap().unwrap(), Chunk { first_line: 2, lines });
        assert_eq!(chunks.next().unwrap().unwrap_err().kind(), ErrorKind::WouldBlock);
        assert!(chunks.next().is_none(), "an input that fails does so once");
    }

    #[test]
    fn metadata_is_used_where_it_is_sound() {
        let line = br#"{"id":"a","text":"One.","title":"A Title","date":"2020-07-27T10:00:00Z","outlet":7,"x":[]}"#;
        let article = parse(line).unwrap().article;
        assert_eq!(article.title.text, "A Title");
        assert_eq!(article.printed.iso().as_deref(), Some("2020-07-27"));
        assert_eq!(article.outlet, None);
        assert_eq!(article.id, article.content_id());
        let Input { article, .. } = parse(br#"{"id":1,"text":"One.","date":"2020-99-99"}"#).unwrap();
        assert_eq!(article.printed, Printed::Unknown);
    }

    #[test]
    fn what_is_no_article_is_told_from_what_is() {
        for (line, why) in [
            (&b"nonsense"[..], "not a JSON object"),
            (br#"["id","text"]"#, "not a JSON object"),
            (br#"{"id":1}"#, "missing field `text`"),
            (br#"{"text":"x"}"#, "missing field `id`"),
            (br#"{"id":null,"text":"x"}"#, "neither a string nor a number"),
            (br#"{"id":1,"text":["x"]}"#, "expected a string at column"),
            (br#"{"id":1,"text":"\ud800"}"#, "at column"),
            (b"{\"id\":1,\"text\":\"\xff\"}", "no UTF-8 from byte 17 on"),
        ] {
            let error = parse(line).unwrap_err();
            assert!(error.contains(why), "{error}");
        }
        assert!(parse("\u{feff}{\"id\":1,\"text\":\"\"}\r\n".as_bytes()).is_ok());
    }
}

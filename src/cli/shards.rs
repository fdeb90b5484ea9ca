//! Files of quotations that were found elsewhere: lines of `whosaid extract`, or quotation objects
//! as `whosaid export` writes them.

use super::jsonl::{Chunks, each_line, parse};
use crate::article::{Article, ArticleId, Origin, Place};
use crate::error::Error;
use crate::export::extracted::{self, QuotationIn};
use crate::import::{End, Values, json_fault, regular_file};
use crate::library::load::MAX_FILE_BYTES;
use crate::library::{Failure, absolute};
use crate::quote::Quotation;
use anyhow::Result;
use flate2::bufread::MultiGzDecoder;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// The files, and which of them have the texts too.
pub struct Shards {
    files: Vec<(PathBuf, bool)>,
}

/// The lines that tell of one article.
pub type Lines = Vec<Vec<u8>>;

/// What tells what a line is about.
#[derive(Deserialize)]
struct Head<'a> {
    /// Of a line of `extract`.
    article_id: Option<ArticleId>,
    quotes: Option<IgnoredAny>,
    /// Of a line of `extract`, the article's; of a quotation, its own.
    text: Option<IgnoredAny>,
    /// Of a quotation.
    article: Option<HeadArticle>,
    #[serde(borrow)]
    error: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct HeadArticle {
    id: ArticleId,
}

#[derive(Deserialize)]
struct Quotes<'a> {
    #[serde(borrow)]
    quotes: Vec<QuotationIn<'a>>,
}

impl Shards {
    /// Looks at every file as far as its first line that tells of an article.
    ///
    /// # Errors
    /// When one cannot be read that far.
    pub fn new(files: &[PathBuf]) -> Result<Self> {
        // An import meets them by their absolute paths.
        let look = |path: &PathBuf| Ok((absolute(path)?, has_text(path)?));
        Ok(Self { files: files.iter().map(look).collect::<Result<_>>()? })
    }

    /// The files whose lines have the texts too.
    pub fn with_text(&self) -> impl Iterator<Item = &PathBuf> {
        self.files.iter().filter(|(_, has_text)| *has_text).map(|(path, _)| path)
    }

    /// Whether `path` is one of these files.
    pub fn holds(&self, path: &Path) -> bool {
        self.with_text().any(|file| file == path)
    }

    /// What the files tell, article by article: the lines of one article that stand together belong
    /// together. What cannot be read is added to `failed`, unless [`read`] tells of it.
    pub fn quotations<'a>(&'a self, failed: &'a mut Vec<Failure>) -> impl Iterator<Item = (ArticleId, Lines)> + 'a {
        let of_file =
            |(path, has_text): &'a (PathBuf, bool)| objects(path).map(move |object| (path, *has_text, object));
        let mut objects = self.files.iter().flat_map(of_file);
        let mut next: Option<(ArticleId, Lines)> = None;
        std::iter::from_fn(move || {
            for (path, has_text, object) in objects.by_ref() {
                let told = object.and_then(|Object { line, json }| {
                    about(&json).map(|article| article.map(|id| (id, json))).map_err(|why| not_read(path, line, &why))
                });
                match (told, &mut next) {
                    (Ok(None), _) => {}
                    (Ok(Some((id, line))), Some((same, lines))) if *same == id => lines.push(line),
                    (Ok(Some((id, line))), _) => {
                        if let Some(done) = next.replace((id, vec![line])) {
                            return Some(done);
                        }
                    }
                    (Err(_), _) if has_text => {}
                    (Err(failure), _) => failed.push(failure),
                }
            }
            next.take()
        })
    }
}

/// The article that a line tells of; none for one that `extract` could do nothing with.
fn about(line: &[u8]) -> Result<Option<ArticleId>, String> {
    let head: Head<'_> = serde_json::from_slice(line).map_err(|error| json_fault(&error))?;
    match (head.article_id, head.article, head.error) {
        (Some(id), _, _) | (None, Some(HeadArticle { id }), _) => Ok(Some(id)),
        (None, None, Some(_)) => Ok(None),
        (None, None, None) => Err("it does not say which article it is about".to_owned()),
    }
}

/// The quotations that `lines` tell of, if they fit the article.
pub fn tied(article: &Article, lines: &Lines) -> Option<Vec<Quotation>> {
    let mut told = Vec::new();
    for line in lines {
        match serde_json::from_slice::<Quotes<'_>>(line) {
            Ok(line) => told.extend(line.quotes),
            Err(_) => told.push(serde_json::from_slice::<QuotationIn<'_>>(line).ok()?),
        }
    }
    extracted::tied(article, told)
}

/// Hands every article of the file at `path`, whose lines have the texts, to `each`, with a failure for
/// every line that tells of no article.
pub fn read(path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>) {
    for (record, object) in (1..).zip(objects(path)) {
        let article = object.map(|Object { line, json }| match parse(&json) {
            Ok(input) => {
                let origin = Origin::File(path.to_path_buf());
                let place = Place { record: Some(record), line: Some(line), member: None };
                Some(Ok(Article { origin, place, ..input.article }))
            }
            // Its text may be elsewhere.
            Err(_) if about(&json).is_ok() => None,
            Err(why) => Some(Err(not_read(path, line, &why))),
        });
        if let Some(article) = article.unwrap_or_else(|failure| Some(Err(failure)))
            && each(article).is_break()
        {
            return;
        }
    }
}

/// A JSON object of a file, and the line that it begins on, from 1.
struct Object {
    line: u64,
    json: Vec<u8>,
}

type Objects = Box<dyn Iterator<Item = Result<Object, Failure>> + Send>;

/// That a line could not be read, and why.
fn not_read(path: &Path, line: u64, why: &str) -> Failure {
    let reason = format!("line {line}: {why}").into();
    Failure { error: Error::NotAnArticle { path: path.to_path_buf(), reason }, path: path.to_path_buf() }
}

/// That the system does not give a file's bytes.
fn unreadable(path: &Path, source: io::Error) -> Failure {
    Failure { error: Error::Read { path: path.to_path_buf(), source }, path: path.to_path_buf() }
}

/// The objects of a file: one a line, or the elements of an array.
fn objects(path: &Path) -> Objects {
    let begin = || {
        let mut file = BufReader::new(open(path)?);
        let is_blank = |byte: &&u8| byte.is_ascii_whitespace() || MARK.contains(byte);
        let is_array = file.fill_buf()?.iter().find(|byte| !is_blank(byte)) == Some(&b'[');
        Ok((file, is_array))
    };
    match begin() {
        Err(error) => Box::new(std::iter::once(Err(unreadable(path, error)))),
        Ok((file, true)) => Box::new(elements(path.to_path_buf(), Values::new(file, MAX_FILE_BYTES))),
        Ok((file, false)) => Box::new(lines(path.to_path_buf(), file)),
    }
}

/// The byte order mark that a file may begin with.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The objects of lines.
fn lines(path: PathBuf, file: impl Read) -> impl Iterator<Item = Result<Object, Failure>> {
    Chunks::new(file).flat_map(move |chunk| {
        let chunk = match chunk {
            Ok(chunk) => chunk,
            Err(error) => return vec![Err(unreadable(&path, error))],
        };
        let Some(bytes) = chunk.lines else { return vec![Err(not_read(&path, chunk.first_line, "too long"))] };
        let mut lines = Vec::new();
        each_line(&bytes, chunk.first_line, |line, json| {
            let json = json.strip_prefix(MARK).unwrap_or(json).trim_ascii();
            if !json.is_empty() {
                lines.push(Ok(Object { line, json: json.to_vec() }));
            }
        });
        lines
    })
}

/// The elements of an array.
fn elements(path: PathBuf, mut values: Values<impl BufRead>) -> impl Iterator<Item = Result<Object, Failure>> {
    let mut is_over = false;
    std::iter::from_fn(move || {
        if is_over {
            return None;
        }
        let element = element(&path, &mut values);
        is_over = matches!(&element, Err((_, true)));
        element.map_err(|(failure, _)| failure).transpose()
    })
}

/// The next element of an array, or of one that follows it; or why there is none, and whether that is so of all that follow.
fn element(path: &Path, values: &mut Values<impl BufRead>) -> Result<Option<Object>, (Failure, bool)> {
    let unreadable = |error| (unreadable(path, error), true);
    let mut is_closed = false;
    while let Some(byte) = values.peek().map_err(unreadable)? {
        match byte {
            // What is no part of an element.
            b'[' | b']' | b',' => {
                values.pass();
                is_closed = byte == b']';
            }
            _ => {
                let (line, mut json) = (values.line(), Vec::new());
                return match values.value(&mut json).map_err(unreadable)? {
                    End::Whole => Ok(Some(Object { line, json })),
                    End::TooLong(_) => Err((not_read(path, line, "too long"), false)),
                    End::CutOff => Err((not_read(path, line, "cut off"), true)),
                };
            }
        }
    }
    if is_closed { Ok(None) } else { Err((not_read(path, values.line(), "the array is cut off"), true)) }
}

/// The file's bytes, expanded where they are packed with gzip or zstd. They stream through, so that it
/// does not matter how many they become.
fn open(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    let mut file = BufReader::new(regular_file(path)?);
    let magic = file.fill_buf()?;
    if magic.starts_with(b"\x1f\x8b") {
        return Ok(Box::new(MultiGzDecoder::new(file)));
    }
    if magic.starts_with(b"\x28\xb5\x2f\xfd") {
        return Ok(Box::new(zstd::Decoder::with_buffer(file)?));
    }
    Ok(Box::new(file))
}

/// Whether the first line of the file that tells of an article has its text.
fn has_text(path: &Path) -> Result<bool> {
    for object in objects(path) {
        match object {
            Err(Failure { error: error @ Error::Read { .. }, .. }) => return Err(error.into()),
            Err(_) => {}
            Ok(Object { json, .. }) => {
                let head: Option<Head<'_>> = serde_json::from_slice(&json).ok();
                if let Some(head) = head.filter(|head| head.article_id.is_some() || head.article.is_some()) {
                    return Ok(head.quotes.is_some() && head.text.is_some());
                }
            }
        }
    }
    Ok(false)
}

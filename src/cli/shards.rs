//! Files of quotations that were found elsewhere: lines of `whosaid extract`, or quotation objects
//! as `whosaid export` writes them.

use super::jsonl::{Chunks, each_line, parse, phrase};
use crate::article::{Article, ArticleId, Origin, Place};
use crate::export::extracted::{self, QuotationIn};
use crate::library::Failure;
use crate::quote::Quotation;
use anyhow::{Context, Result};
use flate2::bufread::MultiGzDecoder;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::fs::File;
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
    /// Looks at the first line of every file.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn new(files: &[PathBuf]) -> Result<Self> {
        let look = |path: &PathBuf| Ok((path.clone(), has_text(path).with_context(|| path.display().to_string())?));
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
    /// together. What cannot be read is added to `failed`.
    pub fn quotations<'a>(&'a self, failed: &'a mut Vec<String>) -> impl Iterator<Item = (ArticleId, Lines)> + 'a {
        let mut lines = self.files.iter().flat_map(|(path, _)| numbered_lines(path));
        let mut next: Option<(ArticleId, Lines)> = None;
        std::iter::from_fn(move || {
            for line in lines.by_ref() {
                let told = line.and_then(|(place, line)| {
                    about(&line).map(|article| article.map(|id| (id, line))).map_err(|why| format!("{place}: {why}"))
                });
                match (told, &mut next) {
                    (Ok(None), _) => {}
                    (Ok(Some((id, line))), Some((same, lines))) if *same == id => lines.push(line),
                    (Ok(Some((id, line))), _) => {
                        if let Some(done) = next.replace((id, vec![line])) {
                            return Some(done);
                        }
                    }
                    (Err(why), _) => failed.push(why),
                }
            }
            next.take()
        })
    }
}

/// The article that a line tells of; none for one that `extract` could do nothing with.
fn about(line: &[u8]) -> Result<Option<ArticleId>, String> {
    let head: Head<'_> = serde_json::from_slice(line).map_err(|error| phrase(&error))?;
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

/// Hands every article of the file at `path`, whose lines have the texts, to `each`.
pub fn read(path: &Path, each: &mut dyn FnMut(Result<Article, Failure>) -> ControlFlow<()>) {
    for (record, line) in (1..).zip(numbered_lines(path)) {
        let Ok((place, line)) = line else { continue };
        let Ok(input) = parse(&line) else { continue };
        let mut article = input.article;
        article.origin = Origin::File(path.to_path_buf());
        article.place = Place { record: Some(record), line: Some(place.line), member: None };
        if each(Ok(article)).is_break() {
            return;
        }
    }
}

/// A line with its place, or why it cannot be read.
type NumberedLine = Result<(LinePlace, Vec<u8>), String>;

/// Which line of which file.
struct LinePlace {
    path: PathBuf,
    line: u64,
}

impl std::fmt::Display for LinePlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, line {}", self.path.display(), self.line)
    }
}

/// The objects of a file, each with its place: its lines, and those of an array that stands on
/// several lines without its brackets and commas.
fn numbered_lines(path: &Path) -> Box<dyn Iterator<Item = NumberedLine> + Send> {
    let file = match open(path) {
        Ok(file) => file,
        Err(error) => return Box::new(std::iter::once(Err(format!("{}: {error}", path.display())))),
    };
    let path = path.to_path_buf();
    Box::new(Chunks::new(file).flat_map(move |chunk| {
        let at = |line| LinePlace { path: path.clone(), line };
        let chunk = match chunk {
            Ok(chunk) => chunk,
            Err(error) => return vec![Err(format!("{}: {error}", path.display()))],
        };
        let Some(bytes) = chunk.lines else { return vec![Err(format!("{}: too long", at(chunk.first_line)))] };
        let mut lines = Vec::new();
        each_line(&bytes, chunk.first_line, |number, line| {
            let line = line.trim_ascii();
            let line = line.strip_suffix(b",").unwrap_or(line);
            if line != b"[" && line != b"]" && line != b"[]" {
                lines.push(Ok((at(number), line.to_vec())));
            }
        });
        lines
    }))
}

/// The file's bytes, expanded where they are packed with gzip or zstd. They stream through, so that it
/// does not matter how many they become.
fn open(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    let mut file = BufReader::new(File::open(path)?);
    let magic = file.fill_buf()?;
    if magic.starts_with(b"\x1f\x8b") {
        return Ok(Box::new(MultiGzDecoder::new(file)));
    }
    if magic.starts_with(b"\x28\xb5\x2f\xfd") {
        return Ok(Box::new(zstd::Decoder::with_buffer(file)?));
    }
    Ok(Box::new(file))
}

/// Whether the first line of the file has the text that it tells of.
fn has_text(path: &Path) -> Result<bool> {
    let mut line = Vec::new();
    BufReader::new(open(path)?).take(crate::library::load::MAX_FILE_BYTES).read_until(b'\n', &mut line)?;
    let head: Option<Head<'_>> = serde_json::from_slice(&line).ok();
    Ok(head.is_some_and(|head| head.quotes.is_some() && head.text.is_some()))
}

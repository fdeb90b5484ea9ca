//! The formats: how each is known, and how its articles are read.

mod delimited;
mod eml;
mod feed;
mod gzip;
mod html;
mod json;
mod json_lines;
mod markdown;
mod mbox;
mod plain;
#[cfg(test)]
mod tests;
mod zip;
mod zstd;

use super::limits::{Cap, Limits, Refusal};
use super::output::{Output, Stop};
use super::source::{Content, Input, Source};
use super::{Item, ReadOptions, Report};
use crate::article::Origin;
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// How far into a file NUL bytes make it binary.
const SNIFFED: usize = 8 << 10;

/// A format that articles come in.
trait Format: Sync {
    /// How the names of its files end, in lower case.
    fn endings(&self) -> &'static [&'static str];

    /// Whether `input`, which begins with the text `start`, is of this format whatever it is called.
    fn is_content_of(&self, look: &Look<'_>) -> bool;

    /// Reads the articles of `input`, one record after the other where there are several.
    ///
    /// # Errors
    /// The rest cannot be read, or is not wanted. A record that is no article is no error: it is
    /// [refused](Output::refuse) and the next one read.
    fn read(&self, input: Input<'_>, output: &mut Output<'_>) -> Result<(), Stop>;
}

/// The beginning of a file, by which its format is known.
struct Look<'a> {
    input: &'a Input<'a>,
    /// Its beginning as text, without white space before it.
    start: &'a str,
    options: &'a ReadOptions,
}

/// Every format. Where the contents fit several, the first is taken.
const FORMATS: &[&dyn Format] = &[
    &zip::Zip,
    &gzip::Gzip,
    &zstd::Zstd,
    &mbox::Mbox,
    &eml::Eml,
    &html::Html,
    &feed::Feed,
    &json_lines::JsonLines,
    &json::Json,
    &delimited::Delimited,
    &markdown::Markdown,
    &plain::PlainText,
];

/// Formats that are known by their first bytes, and are not read.
const NOT_READ: &[(&[u8], &str)] = &[
    (b"%PDF-", "it is a PDF, which is not read yet"),
    (b"\xd0\xcf\x11\xe0", "it is an old Office document, which is not read"),
    (b"BZh", "it is compressed with bzip2, which is not read: use gzip or zstd"),
    (b"\xfd7zXZ\0", "it is compressed with xz, which is not read: use gzip or zstd"),
    (b"7z\xbc\xaf", "it is a 7z archive, which is not read: use ZIP"),
    (b"Rar!", "it is a RAR archive, which is not read: use ZIP"),
];

/// Reads every article of `source` and hands it to `sink`, with an error for every record that is
/// none, in the order in which they stand there; ends early where `sink` breaks.
///
/// The format is known by the contents first and by the name second. Files of many records are
/// read one record after the other and never held in memory whole. Nothing is written, and nothing
/// is followed that the source points to. Never panics.
pub fn articles(
    source: Source<'_>,
    options: &ReadOptions,
    limits: &Limits,
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Report {
    let name = match &source.origin {
        Origin::File(path) => Some(path.clone()),
        Origin::Embedded(name) => Some(PathBuf::from(name)),
        Origin::Given => None,
    };
    let mut output = Output::new(source.origin, options, limits, sink);
    match read(name, source.content, &mut output) {
        Ok(()) | Err(Stop::Asked | Stop::Refused(_)) => output.into_report(),
    }
}

/// Whether a file of this name, in a folder or an archive, is one to be read.
pub fn is_known_name(path: &Path) -> bool {
    let known = |ending: &std::ffi::OsStr| {
        FORMATS.iter().flat_map(|format| format.endings()).any(|known| ending.eq_ignore_ascii_case(known))
    };
    path.extension().is_some_and(known)
}

/// Reads what `content` holds, and says of it where it cannot be read to its end. A fault of ours
/// costs only the rest of it.
fn read(name: Option<PathBuf>, content: Content<'_>, output: &mut Output<'_>) -> Result<(), Stop> {
    let before = output.count();
    let outcome = output.attempt(|output| {
        let input = Input::new(name, content)?;
        format_of(&input, output.options)?.read(input, output)
    });
    match outcome {
        // It is said of the outermost archive, of which nothing more is read.
        Err(Stop::Refused(Refusal::TooMuch(Cap::ExpansionOfAll(_)))) if output.is_in_archive() => outcome,
        Err(Stop::Refused(refusal)) => output.refuse(refusal),
        Ok(()) if output.count() == before => output.refuse(Refusal::NoText),
        outcome => outcome,
    }
}

fn format_of(input: &Input<'_>, options: &ReadOptions) -> Result<&'static dyn Format, Refusal> {
    let start = start(input.head(), options.encoding);
    let look = Look { input, start: start.trim_start_matches(['\u{feff}', ' ', '\r', '\n']), options };
    let mut formats = FORMATS.iter().copied();
    if let Some(format) = formats.find(|format| format.is_content_of(&look)) {
        return Ok(format);
    }
    if let Some((_, why)) = NOT_READ.iter().find(|(magic, _)| input.head().starts_with(magic)) {
        return Err(Refusal::NotRead(why));
    }
    if options.encoding.is_none() && is_binary(input.head()) {
        return Err(Refusal::UnknownFormat);
    }
    let named = FORMATS.iter().copied().find(|format| input.is_named(format.endings()));
    Ok(named.unwrap_or(&plain::PlainText))
}

/// The beginning of a file as text, for a look at it.
fn start<'a>(head: &'a [u8], asked: Option<&'static Encoding>) -> Cow<'a, str> {
    let marked = Encoding::for_bom(head).map(|(encoding, _)| encoding);
    asked.or(marked).unwrap_or(UTF_8).decode(head).0
}

/// Whether these are no bytes of a text: there are NULs near the start, more than strays (one in
/// a KiB) or beside other control characters. A mark that says UTF-16 decides that they are.
fn is_binary(bytes: &[u8]) -> bool {
    const BYTES_PER_STRAY: usize = 1 << 10;
    let start = &bytes[..bytes.len().min(SNIFFED)];
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let nuls = memchr::memchr_iter(0, start).count();
    let control = |byte: &u8| byte.is_ascii_control() && *byte != 0 && !byte.is_ascii_whitespace();
    !utf16 && nuls > 0 && (nuls > start.len().div_ceil(BYTES_PER_STRAY) || start.iter().any(control))
}

/// Whether `text` begins with `prefix`, whatever their case; `prefix` is ASCII.
fn begins(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

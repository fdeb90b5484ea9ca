//! A web page: an article is its main text.

use super::{Format, Look, Output, Stop, begins};
use crate::article::{Article, TextFrom};
use crate::import::decode::{self, Said};
use crate::import::html;
use crate::import::limits::{Limits, Refusal};
use crate::import::source::Input;
use crate::import::{Fields, ReadOptions, made};

/// How far into a page its first tags stand, in bytes.
const TOP: usize = 2 << 10;

pub struct Html;

impl Format for Html {
    fn endings(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml", "shtml"]
    }

    fn is_content_of(&self, look: &Look<'_>) -> bool {
        let top = crate::import::beginning(look.start, TOP).to_ascii_lowercase();
        top.starts_with('<')
            && ["<!doctype html", "<html"].iter().any(|tag| top.contains(tag))
            && !begins(look.start, "<rss")
    }

    fn read(&self, input: Input<'_>, output: &mut Output<'_>) -> Result<(), Stop> {
        let bytes = input.into_bytes(output.limits.record_bytes)?;
        let said =
            Said { asked: output.options.encoding, declared: html::declared_encoding(&bytes), ..Said::default() };
        let (page, warning) = decode::decode(&bytes, said);
        let mut article = article(&page, Fields::default(), output.options, output.limits)?;
        article.warnings.extend(warning);
        output.article(article)
    }
}

/// The article that a page holds. What is `known` of it already goes before what the page says.
///
/// # Errors
/// The page is beyond a limit.
pub fn article(page: &str, known: Fields, options: &ReadOptions, limits: &Limits) -> Result<Article, Refusal> {
    let page = html::read(page, limits)?;
    let mut article = made(page.text, TextFrom::Html, known.or(page.fields), options);
    article.warnings.extend(page.warnings);
    Ok(article)
}

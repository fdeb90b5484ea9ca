//! From bytes to articles.

mod byline;
mod dateline;
mod dates;
mod decode;
mod names;

use crate::article::{Article, Origin};

/// What a date of numbers alone means where it leaves that open (`3/4/2020`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// Not to be known: such a date is none.
    #[default]
    Unknown,
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
}

/// How to read what the files leave open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The order of dates of numbers.
    pub dates: DateOrder,
}

/// Reads a plain text article from its bytes. Never panics; an empty file is an article without
/// paragraphs.
pub fn read(bytes: &[u8], origin: Origin, _options: ReadOptions) -> Article {
    let mut article = Article::from_body(String::from_utf8_lossy(bytes).into_owned());
    article.origin = origin;
    article
}

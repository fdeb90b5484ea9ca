//! A theme as it is written in a file: names of styles, and what they look like.

use super::settings::{Fault, fault};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

/// One line of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What looks so.
    pub name: String,
    /// What it looks like; of speakers, one for each.
    pub looks: Vec<String>,
    /// Where the name stands in the text.
    pub name_at: Range<usize>,
    /// Where the look stands in the text.
    pub looks_at: Range<usize>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Look {
    One(String),
    Several(Vec<String>),
}

/// The lines of a theme, by name.
///
/// # Errors
/// What is wrong first, and where.
pub fn parse(text: &str) -> Result<Vec<Line>, Fault> {
    let written: BTreeMap<Spanned<String>, Spanned<Look>> = toml::from_str(text).map_err(fault)?;
    let line = |(name, look): (Spanned<String>, Spanned<Look>)| Line {
        name_at: name.span(),
        looks_at: look.span(),
        name: name.into_inner(),
        looks: match look.into_inner() {
            Look::One(look) => vec![look],
            Look::Several(looks) => looks,
        },
    };
    Ok(written.into_iter().map(line).collect())
}

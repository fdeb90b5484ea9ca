//! Saved web pages: the main text of a page and what it says about its article.
//!
//! A page is cut into tokens as WHATWG has it and put into a flat tree ([`tree`]); what is named or
//! placed as something else than an article falls out ([`clutter`]); the rest is cut into blocks
//! of text ([`blocks`]), whose paragraphs vote for the element that is the article ([`choose`]);
//! labels, credits and calls to read on are left out of it ([`clean`]). Every step is linear in the
//! page, at most as often as elements stand in each other, which is capped ([`tree::MAX_DEPTH`]);
//! nothing is fetched, no script is run.

mod blocks;
mod choose;
mod clean;
mod clutter;
mod encoding;
mod fields;
mod labels;
mod linked;
mod names;
mod tags;
#[cfg(test)]
mod tests;
mod tree;

use super::Fields;
use super::limits::{Cap, Limits, Refusal};
use crate::article::Warning;
use crate::text::fold::words;
use encoding_rs::Encoding;
use linked::Linked;
use std::collections::HashSet;
use tree::{MAX_DEPTH, Tree};

/// The article of a saved web page.
#[derive(Debug)]
pub(super) struct Page {
    /// The main text, its paragraphs parted by a blank line.
    pub text: String,
    /// What the page says beside it.
    pub fields: Fields,
    /// What could not be read as it stands.
    pub warnings: Vec<Warning>,
}

/// Reads a page that is already decoded.
///
/// # Errors
/// The page is beyond a limit, or has no text.
pub(super) fn read(html: &str, limits: &Limits) -> Result<Page, Refusal> {
    if html.len() as u64 > limits.record_bytes {
        return Err(Refusal::TooMuch(Cap::Bytes(limits.record_bytes)));
    }
    let tree = Tree::parse(html, limits.nodes).ok_or(Refusal::TooMuch(Cap::Nodes(limits.nodes)))?;
    let linked = linked::article(&tree);
    let fields = fields::of(&tree, linked.as_ref());
    let printed = main_text(&tree, fields.title.as_deref());
    let paragraphs = linked.and_then(|linked| better_of_linked(linked, &printed)).unwrap_or(printed);
    if paragraphs.is_empty() {
        return Err(Refusal::NoText);
    }
    let flattened = || {
        let message = format!("Elements are nested deeper than {MAX_DEPTH}; the deepest were read as one");
        Warning { message }
    };
    Ok(Page { text: paragraphs.join("\n\n"), fields, warnings: tree.flattened.then(flattened).into_iter().collect() })
}

/// The encoding that a page says it is in, by its `<meta>` or XML declaration.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    encoding::declared(bytes)
}

/// The paragraphs of the article as the page prints it. Where next to nothing is left, the names of
/// elements say something else on this page than elsewhere: then they do not count.
fn main_text(tree: &Tree, title: Option<&str>) -> Vec<String> {
    const NEXT_TO_NOTHING: usize = 100;
    let prose = clutter::Prose::of(tree);
    let text = |trusted: bool| {
        let dropped = clutter::dropped(tree, &prose, trusted);
        let blocks = blocks::blocks(tree, &dropped);
        let chosen: Vec<_> = choose::article(tree, &blocks).into_iter().map(|at| &blocks[at]).collect();
        clean::paragraphs(&chosen, title)
    };
    let strict = text(true);
    if strict.iter().map(String::len).sum::<usize>() >= NEXT_TO_NOTHING {
        return strict;
    }
    let lenient = text(false);
    let longer = lenient.iter().map(String::len).sum::<usize>() > 2 * NEXT_TO_NOTHING;
    if longer || strict.is_empty() { lenient } else { strict }
}

/// The paragraphs of the linked article, if the page prints little of them: it is drawn by a script
/// or something else was taken for the article.
fn better_of_linked(linked: Linked, printed: &[String]) -> Option<Vec<String>> {
    const SHORTEST: usize = 250;
    let body = linked.body;
    let length: usize = body.iter().map(String::len).sum();
    if length < SHORTEST {
        return None;
    }
    let printed = words(&printed.join(" "));
    let told = words(&body.join(" "));
    let known: HashSet<(&str, &str)> = pairs(&printed).collect();
    let all = pairs(&told).count();
    let found = pairs(&told).filter(|pair| known.contains(pair)).count();
    (2 * found < all).then_some(body)
}

/// All pairs of words that follow each other.
fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(' ').zip(text.split(' ').skip(1))
}

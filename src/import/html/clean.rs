//! What is left out of an article's own blocks: its headline, bylines, labels, calls to read on.

use super::blocks::{Block, Kind};
use super::labels::{CALLS, CREDITS, ENDS, FINAL, NOTICES, STARTS, WHOLE};
use crate::text::fold::words;
use std::collections::HashSet;

/// The paragraphs of an article whose headline is `title`.
pub fn paragraphs(blocks: &[&Block], title: Option<&str>) -> Vec<String> {
    let title = title.map(words);
    let blocks = until_end(blocks);
    let mut kept = Vec::new();
    let mut begun = false;
    for (at, block) in blocks.iter().enumerate() {
        let next = blocks.get(at + 1).copied();
        if is_kept(block, next, title.as_deref(), at, begun) {
            begun |= is_text(block);
            kept.push(at);
        }
    }
    without_repeats(blocks, &mut kept);
    without_bare_headings(blocks, &mut kept);
    without_edges(blocks, &mut kept);
    kept.into_iter().map(|at| blocks[at].text.clone()).collect()
}

/// The blocks up to a heading behind which other things begin. Some of these may stand in the midst of
/// an article too: they end it only where little is left.
fn until_end<'a, 'b>(blocks: &'b [&'a Block]) -> &'b [&'a Block] {
    const LONGEST_LABEL: usize = 40;
    let all: usize = blocks.iter().map(|block| block.chars).sum();
    let mut before = 0;
    for (at, block) in blocks.iter().enumerate() {
        let heading = matches!(block.kind, Kind::Heading(_)) || block.chars < LONGEST_LABEL;
        if heading && 2 * before > all {
            let folded = words(&block.text);
            let little_left = 4 * (all - before) < all;
            let last = || FINAL.iter().any(|word| folded.contains(word));
            if ends_article(&block.text, &folded) && (little_left || last()) {
                return &blocks[..at];
            }
        }
        before += block.chars;
    }
    blocks
}

/// Whether a heading says that the article is over.
fn ends_article(heading: &str, folded: &str) -> bool {
    const LONGEST: usize = 50;
    const BEGINNINGS: &[&str] = &["more from ", "more on ", "more in ", "about the author", "related ", "comments "];
    let begins = || BEGINNINGS.iter().any(|start| folded.starts_with(start));
    ENDS.contains(&folded) || folded.len() < LONGEST && !heading.ends_with('.') && begins()
}

/// Whether a block is the article's own; `begun` if one of prose stands before it.
fn is_kept(block: &Block, next: Option<&Block>, title: Option<&str>, at: usize, begun: bool) -> bool {
    const NEAR_TOP: usize = 6;
    let folded = words(&block.text);
    let heading = matches!(block.kind, Kind::Heading(_));
    let most_of = |title: &str| heading && !begun && 2 * folded.len() > title.len() && title.contains(&folded);
    let headline = block.kind == Kind::Heading(1) && !begun
        || (at < NEAR_TOP || block.kind == Kind::Heading(1)) && title.is_some_and(|title| folded == title)
        || title.is_some_and(most_of);
    let links = block.link_density() > 0.6 && !(heading && begun && next.is_some_and(is_long));
    let silent = block.kind != Kind::Row && !block.text.contains(char::is_alphabetic);
    !folded.is_empty() && !silent && !headline && !links && !is_label(block, &folded) && !is_caption(block)
}

/// Whether a short block only labels, asks or offers something.
fn is_label(block: &Block, folded: &str) -> bool {
    let text = block.text.as_str();
    if WHOLE.contains(&folded) {
        return true;
    }
    let label = text.split_once(':').map(|(label, _)| words(label)).unwrap_or_default();
    let upper = || text.split(':').next().is_some_and(|label| !label.contains(char::is_lowercase));
    let call = CALLS.contains(&label.as_str()) && (block.linked > 0 || upper());
    let named = STARTS.iter().any(|start| start.trim_end() == label);
    let offered = block.link_density() > 0.3 || text.starts_with(['(', '[']);
    block.chars < 200 && call
        || block.chars < 120 && (named || offered && STARTS.iter().any(|start| folded.starts_with(start)))
        || block.chars < 200 && text.starts_with('©')
        || block.chars < 250 && (NOTICES.iter().any(|start| folded.starts_with(start)) || is_copyright(folded))
}

/// Whether a line says whose the text is.
fn is_copyright(folded: &str) -> bool {
    folded.starts_with("copyright ") && (folded.contains(" rights reserved") || folded.contains(" 20"))
}

/// Whether a short block says what a picture shows, by the credit at one of its ends.
fn is_caption(block: &Block) -> bool {
    const LONGEST: usize = 300;
    const END: usize = 80;
    if block.chars > LONGEST || block.linked > 0 && block.chars > END {
        return false;
    }
    let lower = block.text.to_lowercase();
    let tail = lower.char_indices().rev().nth(END).map_or(0, |(at, _)| at);
    CREDITS.iter().any(|mark| lower[tail..].contains(mark)) && !is_quoted(&lower)
}

/// Whether a text has words in quotation marks: captions have none as a rule.
fn is_quoted(text: &str) -> bool {
    text.contains(['"', '“', '”', '„', '«'])
}

/// Leaves out the second of two long blocks with the same words.
fn without_repeats(blocks: &[&Block], kept: &mut Vec<usize>) {
    const SHORTEST: usize = 40;
    let mut seen = HashSet::new();
    let may_recur = |block: &Block| block.chars < SHORTEST || matches!(block.kind, Kind::Heading(_));
    kept.retain(|at| may_recur(blocks[*at]) || seen.insert(words(&blocks[*at].text)));
}

/// Leaves out headings of which everything below was left out.
fn without_bare_headings(blocks: &[&Block], kept: &mut Vec<usize>) {
    let heading = |at: usize| matches!(blocks[at].kind, Kind::Heading(_));
    let mut next = blocks.len();
    let mut bare = HashSet::new();
    for at in kept.iter().rev() {
        let ends = next == blocks.len() || heading(next) && next > at + 1;
        if heading(*at) && ends {
            bare.insert(*at);
        } else {
            next = *at;
        }
    }
    kept.retain(|at| !bare.contains(at));
}

/// Leaves out credits and kickers before the first paragraph, and labels and credits behind the last.
fn without_edges(blocks: &[&Block], kept: &mut Vec<usize>) {
    const NEAR_TOP: usize = 3;
    let first = kept.iter().position(|at| is_text(blocks[*at])).unwrap_or(0);
    let mut position = 0;
    kept.retain(|at| {
        position += 1;
        position > first || !(is_credit(&blocks[*at].text) || first <= NEAR_TOP && is_kicker(blocks[*at]))
    });
    without_tail(blocks, kept);
    while kept.len() > 1 {
        let Some(last) = kept.last().map(|at| blocks[*at]) else { break };
        let listed = matches!(last.kind, Kind::Item | Kind::Row);
        if is_text(last) || listed || !(last.linked > 0 || is_credit(&last.text)) {
            break;
        }
        kept.pop();
    }
}

/// Leaves out what stands among links behind the last paragraph: the heads of lists that are gone,
/// what they are sorted by.
fn without_tail(blocks: &[&Block], kept: &mut Vec<usize>) {
    let Some(last) = kept.iter().rposition(|at| is_text(blocks[*at])) else { return };
    let behind = kept[last] + 1..blocks.len();
    let starts = |at: &usize| blocks[*at].link_density() > 0.6 || matches!(blocks[*at].kind, Kind::Heading(_));
    let links = behind.clone().any(|at| blocks[at].link_density() > 0.6);
    if let Some(tail) = behind.clone().find(starts).filter(|_| links) {
        kept.retain(|at| *at < tail);
    }
}

/// Whether a block is a paragraph longer than teasers have.
fn is_long(block: &Block) -> bool {
    block.kind == Kind::Paragraph && block.chars >= 200 && block.link_density() < 0.3
}

/// Whether a block is long enough for prose, or a sentence.
fn is_text(block: &Block) -> bool {
    let ends = block.text.ends_with(['.', '!', '?', '”', '"', '。', '…', '»', ')', '“']);
    block.chars >= 100 || block.chars >= 40 && ends || block.chars >= 20 && block.text.ends_with('。')
}

/// Whether a line before the text is the word or two over a headline. Those in capitals may say where
/// the story was filed.
fn is_kicker(block: &Block) -> bool {
    const LONGEST: usize = 30;
    const MOST_WORDS: usize = 3;
    let words = block.text.split_whitespace().count();
    block.kind == Kind::Paragraph
        && block.chars <= LONGEST
        && words <= MOST_WORDS
        && block.text.contains(char::is_lowercase)
        && !block.text.ends_with(['.', '!', '?', ':', '”', '"'])
}

/// Whether a line before the text says who wrote it, when, or what for.
fn is_credit(text: &str) -> bool {
    let folded = words(text);
    let begins = [
        "by ",
        "von ",
        "par ",
        "por ",
        "di ",
        "posted ",
        "published ",
        "updated ",
        "last updated ",
        "last modified ",
        "first published ",
        "written by ",
        "photo",
        "publie ",
        "veroffentlicht ",
    ];
    let minutes = folded.ends_with(" min read") || folded.ends_with(" minute read") || folded.ends_with(" ago");
    let year = folded.split(' ').any(|word| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|b| b.is_ascii_digit())
    });
    begins.iter().any(|begin| folded.starts_with(begin))
        || minutes
        || year
        || text.chars().filter(char::is_ascii_digit).count() * 4 > text.chars().count()
}

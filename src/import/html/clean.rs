//! What is left out of an article's own blocks: its headline, bylines, labels, calls to read on.

use super::blocks::{Block, Kind};
use crate::text::fold::words;

/// The paragraphs of an article whose headline is `title`.
pub fn paragraphs(blocks: &[&Block], title: Option<&str>) -> Vec<String> {
    let title = title.map(words);
    let mut kept: Vec<&Block> = Vec::new();
    let blocks = until_end(blocks);
    for (at, block) in blocks.iter().enumerate() {
        if is_kept(block, title.as_deref(), at, blocks) {
            kept.push(block);
        }
    }
    without_repeats(&mut kept);
    drop_edges(&mut kept);
    drop_bare_headings(&mut kept);
    kept.into_iter().map(|block| block.text.clone()).collect()
}

/// The blocks up to a heading behind which other things begin.
fn until_end<'a, 'b>(blocks: &'b [&'a Block]) -> &'b [&'a Block] {
    let all: usize = blocks.iter().map(|block| block.chars).sum();
    let mut before = 0;
    for (at, block) in blocks.iter().enumerate() {
        let heading = matches!(block.kind, Kind::Heading(_)) || block.chars < 40;
        if heading && 2 * before > all && ends_article(&block.text) {
            return &blocks[..at];
        }
        before += block.chars;
    }
    blocks
}

/// Whether a heading says that the article is over.
fn ends_article(heading: &str) -> bool {
    const ENDS: &[&str] = &[
        "related",
        "related articles",
        "related stories",
        "related posts",
        "related news",
        "related content",
        "related links",
        "related topics",
        "more stories",
        "more news",
        "comments",
        "leave a comment",
        "leave a reply",
        "leave a response",
        "post a comment",
        "add a comment",
        "share this",
        "share this article",
        "share this story",
        "share this post",
        "about the author",
        "about the authors",
        "about author",
        "read more",
        "read next",
        "recommended",
        "recommended for you",
        "you may also like",
        "you might also like",
        "more from",
        "most read",
        "most popular",
        "popular posts",
        "trending",
        "trending now",
        "see also",
        "also on",
        "sponsored content",
        "newsletter",
        "subscribe",
        "tags",
        "filed under",
        "related coverage",
        "what to read next",
        "more on this story",
        "latest news",
        "up next",
        "ähnliche artikel",
        "das könnte sie auch interessieren",
        "mehr zum thema",
        "kommentare",
        "lesen sie auch",
        "commentaires",
        "à lire aussi",
        "sur le même sujet",
        "articles liés",
        "noticias relacionadas",
        "comentarios",
        "te puede interesar",
        "lea también",
        "leia também",
        "leggi anche",
        "lees ook",
        "reacties",
        "conversation",
        "join the conversation",
        "editors picks",
        "editor s picks",
        "like this",
        "loading",
        "more like this",
        "advertisement",
    ];
    let folded = words(heading);
    ENDS.contains(&folded.as_str())
        || ["more from ", "more on ", "more in ", "about the author", "related ", "comments "]
            .iter()
            .any(|start| folded.starts_with(start))
            && folded.len() < 50
            && !heading.ends_with('.')
}

fn is_kept(block: &Block, title: Option<&str>, at: usize, blocks: &[&Block]) -> bool {
    let folded = words(&block.text);
    if folded.is_empty() {
        return false;
    }
    if matches!(block.kind, Kind::Heading(1)) {
        return false;
    }
    if at < 6 && title.is_some_and(|title| folded == title) {
        return false;
    }
    if block.link_density() > 0.6 && !is_prose_around(at, blocks) {
        return false;
    }
    !is_label(&block.text, &folded, block)
}

/// Whether a block of links stands in a text that goes on around it, as a list of sources does.
fn is_prose_around(_at: usize, _blocks: &[&Block]) -> bool {
    false
}

/// Whether a short block only labels, asks or offers something.
fn is_label(text: &str, folded: &str, block: &Block) -> bool {
    const WHOLE: &[&str] = &[
        "advertisement",
        "advertisements",
        "ad",
        "share",
        "tweet",
        "pin",
        "email",
        "print",
        "facebook",
        "twitter",
        "whatsapp",
        "linkedin",
        "reddit",
        "copy link",
        "save",
        "story continues below advertisement",
        "article continues below advertisement",
        "continue reading the main story",
        "continue reading below",
        "story continues below",
        "story continues",
        "advertisement continue reading the main story",
        "article continues after advertisement",
        "article continues below",
        "anzeige",
        "publicité",
        "publicidad",
        "publicidade",
        "pubblicità",
        "advertentie",
        "loading",
        "close",
        "skip",
        "sponsored",
        "read more",
        "more",
        "watch",
        "video",
        "photos",
        "gallery",
        "image",
        "images",
        "getty images",
        "reuters",
        "share this",
        "comment",
        "comments",
        "top",
        "back to top",
        "sign up",
        "subscribe",
        "follow us",
        "published",
        "updated",
        "listen",
        "play",
        "next",
        "previous",
        "view comments",
        "show comments",
        "related",
        "newsletter",
        "embed",
        "reply",
        "like",
        "click to share",
        "hide caption",
        "toggle caption",
        "enlarge this image",
        "view photos",
        "view gallery",
        "image copyright",
        "media caption",
        "image caption",
    ];
    const STARTS: &[&str] = &[
        "read more ",
        "related ",
        "read also ",
        "also read ",
        "see also ",
        "more ",
        "watch ",
        "listen ",
        "recommended ",
        "must read ",
        "read next ",
        "click here to ",
        "sign up for ",
        "sign up to ",
        "subscribe to ",
        "follow us on ",
        "like us on ",
        "download our ",
        "get the latest ",
        "photo ",
        "image ",
        "photograph ",
        "photo by ",
        "image credit ",
        "photo credit ",
        "image source ",
        "image copyright ",
        "picture ",
        "filed under ",
        "tags ",
        "tagged ",
        "posted in ",
        "share this ",
        "copyright ",
        "this material may not be published",
        "all rights reserved",
        "lire aussi ",
        "lesen sie auch ",
        "mehr zum thema",
        "leggi anche ",
        "lea también ",
        "leia também ",
        "lees ook ",
        "have something to tell us about this article",
        "contact the author ",
        "join the conversation",
        "view the full ",
        "enter your email",
        "thank you for ",
        "thanks for subscribing",
        "you have successfully",
        "by signing up",
    ];
    if WHOLE.contains(&folded) {
        return true;
    }
    let short = block.chars < 120;
    let colon = text.contains(':')
        || text.starts_with('(')
        || text.starts_with('[')
        || text.starts_with('©')
        || block.linked > 0;
    short && colon && STARTS.iter().any(|start| folded.starts_with(start)) || text.starts_with('©') && block.chars < 200
}

/// Leaves out the second of two long blocks with the same words, and quotes pulled out of another.
fn without_repeats(kept: &mut Vec<&Block>) {
    let mut seen = std::collections::HashSet::new();
    kept.retain(|block| block.chars < 40 || matches!(block.kind, Kind::Heading(_)) || seen.insert(words(&block.text)));
}

/// Leaves out what stands before the first and behind the last paragraph and is neither.
fn drop_edges(kept: &mut Vec<&Block>) {
    let is_text = |block: &&Block| block.chars >= 100 || is_sentence(block);
    let first = kept.iter().position(is_text).unwrap_or(0);
    let lead: Vec<usize> = (0..first).filter(|at| is_credit(&kept[*at].text)).collect();
    let mut at = 0;
    kept.retain(|_| {
        at += 1;
        !lead.contains(&(at - 1))
    });
    while kept.len() > 1
        && kept.last().is_some_and(|block| !is_text(&block) && (block.linked > 0 || is_credit(&block.text)))
    {
        kept.pop();
    }
}

fn is_sentence(block: &Block) -> bool {
    block.chars >= 40 && block.text.ends_with(['.', '!', '?', '”', '"', '。', '…', '»', ')'])
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
        "publié ",
        "veröffentlicht ",
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

/// Leaves out headings that no text of theirs follows.
fn drop_bare_headings(kept: &mut Vec<&Block>) {
    while kept.last().is_some_and(|block| matches!(block.kind, Kind::Heading(_))) {
        kept.pop();
    }
}

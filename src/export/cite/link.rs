//! Links that open a page at a quotation: text fragments
//! (<https://wicg.github.io/scroll-to-text-fragment/>).

use crate::article::Article;
use crate::quote::Quotation;
use crate::text::{Span, fold, web};

/// Up to so many words, a fragment has all of them; beyond, the first and the last ones.
const MOST_WORDS: usize = 12;

/// How many words of the beginning, and of the end, a longer one has.
const END_WORDS: usize = 5;

/// How many words before, or after, tell the place apart from an earlier one with the same words.
const CONTEXT_WORDS: usize = 4;

/// The address of the article with a fragment that scrolls to the quotation and sets it off; none
/// where no address of the web is known.
pub fn text_link(article: &Article, quotation: &Quotation) -> Option<String> {
    let url = article.url.as_deref().filter(|url| web::is_address(url))?;
    // An address that leads to a place of the page already keeps it, for programs that know no
    // text fragments.
    let page = url.split(":~:").next().unwrap_or(url);
    let between = if page.contains('#') { ":~:" } else { "#:~:" };
    match directive(article, quotation) {
        Some(directive) => Some(format!("{page}{between}text={directive}")),
        None => Some(url.to_owned()),
    }
}

/// What stands behind `text=`: `[before-,]start[,end][,-after]`.
fn directive(article: &Article, quotation: &Quotation) -> Option<String> {
    // Pages set other marks than files do: what is looked for stands between them.
    let mut parts = quotation.parts(article).filter(|part| part.contains(char::is_alphanumeric));
    let first = parts.next()?;
    let last = parts.last().unwrap_or(first);
    let span = between(article, first, last);
    let text = span.of(&article.text);
    let words: Vec<&str> = text.split_whitespace().collect();
    // A match does not reach over the end of a paragraph, but one from a beginning to an end does.
    let paragraphs = article.paragraphs.iter().filter(|paragraph| paragraph.overlaps(span)).count();
    // Between two parts stand their marks and what is no part of either.
    let whole = words.len() <= MOST_WORDS && paragraphs <= 1 && std::ptr::eq(first, last);
    let first_words: Vec<&str> = first.split_whitespace().take(END_WORDS).collect();
    let start = if whole { words } else { first_words };
    let mut directive = String::new();
    let is_second = stands_before(article, span.start, &start);
    let before = if is_second { words_before(article, span.start) } else { None };
    let after = if is_second && before.is_none() { words_after(article, span.end) } else { None };
    if let Some(before) = before {
        push_encoded(&before, &mut directive);
        directive.push_str("-,");
    }
    push_encoded(&start.join(" "), &mut directive);
    if !whole {
        let words: Vec<&str> = last.split_whitespace().collect();
        directive.push(',');
        push_encoded(&words[words.len().saturating_sub(END_WORDS)..].join(" "), &mut directive);
    }
    if let Some(after) = after {
        directive.push_str(",-");
        push_encoded(&after, &mut directive);
    }
    Some(directive)
}

/// From where `first` begins to where `last` ends, both of them slices of the article's text.
fn between(article: &Article, first: &str, last: &str) -> Span {
    let offset = |part: &str| (part.as_ptr() as usize).saturating_sub(article.text.as_ptr() as usize);
    Span::new(offset(first), offset(last) + last.len())
}

/// Whether the same words stand further up in the text, where a browser would find them first.
fn stands_before(article: &Article, start: usize, words: &[&str]) -> bool {
    let above = fold::words(&article.text[..start]);
    let words = fold::words(&words.join(" "));
    !words.is_empty() && format!(" {above} ").contains(&format!(" {words} "))
}

/// The words of the paragraph that stand right before `start`; none where there are but marks.
fn words_before(article: &Article, start: usize) -> Option<String> {
    let paragraph = article.paragraphs.iter().find(|paragraph| paragraph.start <= start && start <= paragraph.end)?;
    let words: Vec<&str> = article.text[paragraph.start..start].split_whitespace().collect();
    let words = words[words.len().saturating_sub(CONTEXT_WORDS)..].join(" ");
    words.contains(char::is_alphanumeric).then_some(words)
}

/// The words of the paragraph that stand right after `end`; none where there are but marks.
fn words_after(article: &Article, end: usize) -> Option<String> {
    let paragraph = article.paragraphs.iter().find(|paragraph| paragraph.start <= end && end <= paragraph.end)?;
    let words: Vec<&str> = article.text[end..paragraph.end].split_whitespace().take(CONTEXT_WORDS).collect();
    let words = words.join(" ");
    words.contains(char::is_alphanumeric).then_some(words)
}

/// Adds `text` in percents wherever a sign could mean something: also the hyphen, the comma and the
/// ampersand, which part the directive.
fn push_encoded(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~' | b'!' | b'*') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote;
    use proptest::prelude::*;

    fn links(text: &str, url: &str) -> Vec<String> {
        let mut article = Article::from_body(text.to_owned());
        article.url = Some(url.to_owned());
        quote::extract(&article).iter().filter_map(|quotation| text_link(&article, quotation)).collect()
    }

    #[test]
    fn a_link_finds_the_words_between_their_marks() {
        let text = "“Well-made, tea & café,” Mayor Ada Stone said.";
        assert_eq!(
            links(text, "https://example.org/1"),
            ["https://example.org/1#:~:text=Well%2Dmade%2C%20tea%20%26%20caf%C3%A9%2C"]
        );
        assert_eq!(links(text, "https://example.org/#top")[0].find("#top:~:text="), Some(20));
        assert!(links(text, "file:///etc/passwd").is_empty());
        assert!(links(text, "https://example.org/ x").is_empty());
    }

    #[test]
    fn a_long_one_has_its_first_and_last_words() {
        let text =
            "“One two three four five six seven,” Mayor Ada Stone said. “Eight nine ten eleven twelve thirteen.”";
        assert_eq!(
            links(text, "https://example.org/1"),
            ["https://example.org/1#:~:text=One%20two%20three%20four%20five,nine%20ten%20eleven%20twelve%20thirteen."]
        );
    }

    #[test]
    fn words_that_were_said_before_are_told_apart_by_what_stands_before_them() {
        let text = "“We will stay here,” Mayor Ada Stone said.\n\nThen Bob Roe said, “We will stay here.”";
        assert_eq!(
            links(text, "https://example.org/1")[1].split("text=").nth(1),
            Some("Bob%20Roe%20said%2C%20%E2%80%9C-,We%20will%20stay%20here.")
        );
    }

    #[test]
    fn where_they_open_a_paragraph_by_what_stands_after_them() {
        let text = "“We will stay here,” Mayor Ada Stone said.\n\n“We will stay here,” said Bob Roe.";
        assert_eq!(
            links(text, "https://example.org/1")[1].split("text=").nth(1),
            Some("We%20will%20stay%20here%2C,-%E2%80%9D%20said%20Bob%20Roe.")
        );
    }

    #[test]
    fn of_a_split_quotation_no_marks_and_no_cue_are_looked_for() {
        let text = "“It stays,” Mayor Ada Stone said, “for good.”";
        assert_eq!(links(text, "https://example.org/1"), ["https://example.org/1#:~:text=It%20stays%2C,for%20good."]);
    }

    proptest! {
        #[test]
        fn no_article_makes_a_link_that_is_no_address(text in "[“”a-dé,. \\n-]{0,60}( said Ann Lee)?[.\\n“”]{0,3}") {
            for link in links(&text, "https://example.org/") {
                prop_assert!(link.is_ascii() && web::is_address(&link), "{link}");
            }
        }
    }
}

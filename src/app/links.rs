//! The web addresses that stand in an article's text.

use crate::article::Article;
use crate::text::{Span, web};
use linkify::{LinkFinder, LinkKind};

/// Quotation marks that an address may stand in, and never holds unescaped.
const MARKS: [char; 6] = ['“', '”', '‘', '’', '«', '»'];

/// Where they stand in the paragraphs, in order: those that say `http` or `https`, without the punctuation
/// around them.
pub fn links(article: &Article) -> Vec<Span> {
    article.paragraphs.iter().flat_map(|paragraph| links_in(&article.text, *paragraph)).collect()
}

fn links_in(text: &str, paragraph: Span) -> Vec<Span> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let links = finder.links(paragraph.of(text)).filter(|link| web::is_address(link.as_str()));
    let span = |start: usize, url: &str| {
        let printed = url.find(MARKS).unwrap_or(url.len());
        Span::new(paragraph.start + start, paragraph.start + start + printed)
    };
    links.map(|link| span(link.start(), link.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_without_what_stands_around_them() {
        let text = "Two.\n\nRead “https://a.test/b” (http://c.test/d_(e)), mail x@y.test, ftp://f.test or g.test.";
        let article = Article::from_body(text.to_owned());
        let found: Vec<&str> = links(&article).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found, ["https://a.test/b", "http://c.test/d_(e)"]);
    }
}

//! Text out of a piece of HTML: without tags, its blocks as paragraphs. Not what a whole page says
//! beside its article: that is the work of the [page reader](super::formats).

use super::beginning;
use super::limits::{Budget, Limits, Refusal};
use std::borrow::Cow;

/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "thead",
    "tr",
    "ul",
];

/// Elements whose contents nobody reads.
const UNREAD: &[&str] = &["head", "iframe", "noscript", "script", "style", "svg", "template", "textarea", "title"];

/// The elements of HTML, those of old included, in the order of the alphabet. What else stands between
/// angles is text: `<Ann Lee>`.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base",
    "bdi", "bdo", "big", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite",
    "code", "col", "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "dir",
    "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form",
    "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html",
    "i", "iframe", "img", "input", "ins", "kbd", "label", "legend", "li", "link", "main", "map", "mark",
    "math", "menu", "meta", "meter", "nav", "nobr", "noframes", "noscript", "object", "ol", "optgroup",
    "option", "output", "p", "param", "picture", "pre", "progress", "q", "rp", "rt", "ruby", "s",
    "samp", "script", "search", "section", "select", "slot", "small", "source", "span", "strike",
    "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea",
    "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr",
];

/// Elements that have no end.
const VOID: &[&str] = &["br", "hr", "img"];

/// Whether `text` is HTML rather than plain text with something between angles in it, such as the sign of
/// a company (`<I>`): an element ends in it, or one that never does stands there, one with a value, or a
/// block where a paragraph can begin.
pub fn is_html(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| tells_of_html(text, at))
}

/// Whether what begins with the angle at `at` stands only in HTML.
fn tells_of_html(text: &str, at: usize) -> bool {
    /// In how many bytes a first value begins.
    const WINDOW: usize = 60;
    let rest = &text[at..];
    if rest.starts_with("<!--") {
        return true;
    }
    let Some(name) = element(rest) else { return false };
    let behind = rest[1..].strip_prefix('/').map(|rest| &rest[name.len()..]).unwrap_or(&rest[1 + name.len()..]);
    let inside = beginning(behind, WINDOW).split('>').next().unwrap_or_default();
    let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let begins = || {
        let before = text[..at].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with(['\n', '>', '.', '!', '?', ':', '"', '”', '’'])
    };
    rest.starts_with("</") || inside.contains('=') || is(VOID) || is(BLOCKS) && begins()
}

/// The name of the element whose beginning or end `text` begins with: one of HTML, or one with a mark in
/// it, as programs make up (`o:p`, `amp-img`), up to that.
fn element(text: &str) -> Option<&str> {
    let tag = text.strip_prefix('<')?;
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    let len = tag.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (name, behind) = tag.split_at(len);
    let known = || ELEMENTS.iter().any(|known| known.eq_ignore_ascii_case(name));
    let is_element = match behind.bytes().next() {
        Some(b'-' | b':') => name.starts_with(|c: char| c.is_ascii_alphabetic()),
        Some(b'>' | b'/') | None => known(),
        Some(c) => c.is_ascii_whitespace() && known(),
    };
    is_element.then_some(name)
}

/// A line of text that may have been written as HTML, such as a headline: without tags and
/// entities, in one line. What is none stays as it is.
pub fn line(text: &str, limits: &Limits) -> String {
    if !is_html(text) && !has_entity(text) {
        return text.trim().to_owned();
    }
    let plain = without(text, &mut Budget::new(limits)).unwrap_or_default();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of `html`, its paragraphs parted by empty lines.
///
/// # Errors
/// It goes beyond `budget`.
pub fn without(html: &str, budget: &mut Budget<'_>) -> Result<String, Refusal> {
    let mut out = Paragraphs::default();
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        out.push(&rest[..at]);
        budget.spend(0)?;
        rest = match Tag::at_start(&rest[at..]) {
            Some(tag) => {
                out.part(tag.separates());
                let after = &rest[at + tag.len..];
                if tag.opens && UNREAD.contains(&tag.name.as_str()) { behind(after, &tag.name) } else { after }
            }
            None => {
                out.push("<");
                &rest[at + 1..]
            }
        };
    }
    out.push(rest);
    Ok(out.text)
}

/// What follows the next end of the element `name`: nothing where it has none.
fn behind<'a>(text: &'a str, name: &str) -> &'a str {
    let ends = memchr::memmem::find_iter(text.as_bytes(), b"</");
    let named = |at: &usize| {
        let end = at + 2 + name.len();
        text.as_bytes().get(at + 2..end).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    let Some(at) = ends.into_iter().find(named) else { return "" };
    memchr::memchr(b'>', &text.as_bytes()[at..]).map_or("", |end| &text[at + end + 1..])
}

/// A tag, or a comment, which has no name.
struct Tag {
    /// In lower case.
    name: String,
    opens: bool,
    len: usize,
}

impl Tag {
    /// The tag that `text` begins with; one that never ends takes all of it.
    fn at_start(text: &str) -> Option<Self> {
        let unnamed = |len| Some(Self { name: String::new(), opens: false, len });
        let until =
            |end: &str| memchr::memmem::find(text.as_bytes(), end.as_bytes()).map_or(text.len(), |at| at + end.len());
        if text.starts_with("<!--") {
            return unnamed(until("-->"));
        }
        if text.starts_with("<![CDATA[") {
            return unnamed("<![CDATA[".len());
        }
        if text.starts_with("<!") || text.starts_with("<?") {
            return unnamed(until(">"));
        }
        let name = element(text)?.to_ascii_lowercase();
        Some(Self { name, opens: !text.starts_with("</"), len: tag_len(text) })
    }

    fn separates(&self) -> Gap {
        match self.name.as_str() {
            "br" => Gap::Line,
            "td" | "th" => Gap::Space,
            name if BLOCKS.contains(&name) => Gap::Paragraph,
            _ => Gap::None,
        }
    }
}

/// How long the tag is that `text` begins with: up to a `>` outside of quoted values.
fn tag_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]) {
        at += found + 1;
        let mark = bytes[at - 1];
        if mark == b'>' {
            return at;
        }
        // A mark that is never closed is none.
        at = memchr::memchr(mark, &bytes[at..]).map_or(at, |close| at + close + 1);
    }
    text.len()
}

/// What stands between two pieces of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

/// Text as it is put together.
#[derive(Default)]
struct Paragraphs {
    text: String,
    gap: Gap,
}

impl Paragraphs {
    fn part(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn push(&mut self, piece: &str) {
        let piece = entities(piece);
        if piece.starts_with(is_space) {
            self.part(Gap::Space);
        }
        for word in piece.split(is_space).filter(|word| !word.is_empty()) {
            if !self.text.is_empty() {
                self.text.push_str(match self.gap {
                    Gap::None => "",
                    Gap::Space => " ",
                    Gap::Line => "\n",
                    Gap::Paragraph => "\n\n",
                });
            }
            self.text.push_str(word);
            self.gap = Gap::Space;
        }
        if !piece.is_empty() && !piece.ends_with(is_space) {
            self.gap = Gap::None;
        }
    }
}

/// White space of HTML: a space that must not break is none.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\r' | '\t' | '\u{c}')
}

/// Whether there is an entity in `text`.
pub fn has_entity(text: &str) -> bool {
    matches!(entities(text), Cow::Owned(_))
}

/// `text` with the characters that its entities stand for.
pub fn entities(text: &str) -> Cow<'_, str> {
    /// Longer than any name.
    const LONGEST: usize = 40;
    let mut out = String::new();
    let mut done = 0;
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        let window = &text.as_bytes()[at + 1..text.len().min(at + LONGEST)];
        let Some(len) = memchr::memchr(b';', window) else { continue };
        if let Some(character) = entity(&text[at + 1..at + 1 + len]) {
            out.push_str(&text[done..at]);
            out.push_str(&character);
            done = at + len + 2;
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// What the entity of that name, or number behind `#`, stands for.
pub fn entity(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else {
        return quick_xml::escape::resolve_html5_entity(name).map(Cow::Borrowed);
    };
    let hex = number.strip_prefix(['x', 'X']);
    let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
    // Browsers read these numbers, which no character has, as Windows-1252.
    if let (0x80..=0x9f, Ok(byte)) = (code, u8::try_from(code)) {
        return Some(Cow::Owned(encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.into_owned()));
    }
    char::from_u32(code).filter(|c| *c != '\0').map(|c| Cow::Owned(c.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(html: &str) -> String {
        without(html, &mut Budget::new(&Limits::default())).unwrap()
    }

    #[test]
    fn blocks_are_paragraphs_and_the_rest_runs_on() {
        assert_eq!(
            text("<div><h1>Harbour <em>shut</em></h1>\n<p>“Nobody\n sails,”<br>he said.</p><p>It <b>r</b>ained.</div>"),
            "Harbour shut\n\n“Nobody sails,”\nhe said.\n\nIt rained."
        );
        assert_eq!(text("<tr><td>One</td><td>two</td></tr><tr><td>three"), "One two\n\nthree");
    }

    #[test]
    fn what_nobody_reads_is_left_out() {
        assert_eq!(text("<style>p{}</style>A<!-- <p>no --> <script>if (a</b) '</p>'</SCRIPT >b<svg><p>x"), "A b");
        assert_eq!(text("<a title=\"5 > 4\" href='x'>Five</a>"), "Five");
    }

    #[test]
    fn entities_are_characters() {
        assert_eq!(
            text("AT&amp;T&nbsp;said &#8220;no&#x201D; &#146;n &unknown; &; 5 < 6"),
            "AT&T\u{a0}said “no” ’n &unknown; &; 5 < 6"
        );
        assert_eq!(line("Harbour &amp; <i>town</i>\n shut", &Limits::default()), "Harbour & town shut");
        assert_eq!(line(" 5 < 6 & 7 ", &Limits::default()), "5 < 6 & 7");
    }

    #[test]
    fn html_is_told_from_text_with_angles() {
        assert!(is_html("One<BR/>two") && is_html("<p class=x>One") && is_html("One</i>"));
        assert!(is_html("<ul><li>One") && is_html("It rained.<P>Then it") && is_html("see <a href=x>here"));
        assert!(!is_html("a < b, <3, <Ann Lee> and 5 <") && !is_html(""));
        assert!(!is_html("ACME <I> and Bolt Ltd <UL> buy <Brandt and Sons> from Pumps <P> and <OLM>"));
        assert_eq!(
            text("<p>Ann Lee <ann@a.b> of <Brandt and Sons><o:p></o:p>"),
            "Ann Lee <ann@a.b> of <Brandt and Sons>"
        );
    }

    proptest! {
        #[test]
        fn anything_gives_text_that_is_no_longer(html in "(<p>|</p>|<a \"|'|>|<!--|-->|<script>|</script|&amp;|&#65;|é| |\n|<|x){0,40}") {
            prop_assert!(text(&html).len() <= html.len() + 2 * html.matches("<p>").count());
        }
    }
}

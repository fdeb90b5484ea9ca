use super::{Limits, Page, Refusal, declared_encoding};
use proptest::prelude::*;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// How many there are of each four words that follow each other.
fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    const WORDS: usize = 4;
    let split = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    let words: Vec<&str> = split.filter(|word| !word.is_empty()).collect();
    let mut counts = HashMap::new();
    for at in 0..(words.len() + 1).saturating_sub(WORDS).max(1) {
        *counts.entry(words[at..(at + WORDS).min(words.len())].to_vec()).or_default() += 1;
    }
    counts
}

/// Precision and recall of a text, as the article-extraction-benchmark counts them.
fn score(expected: &str, found: &str) -> (f64, f64) {
    let (expected, found) = (shingles(expected), shingles(found));
    let both: usize = expected.iter().map(|(key, count)| found.get(key).copied().unwrap_or(0).min(*count)).sum();
    let of = |all: &HashMap<Vec<&str>, usize>| both as f64 / all.values().sum::<usize>() as f64;
    (of(&found), of(&expected))
}

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut pages: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "html"));
    pages.sort();
    pages
}

fn read(html: &str) -> Result<Page, Refusal> {
    super::read(html, &Limits::default())
}

fn text(html: &str) -> String {
    read(html).unwrap().text
}

/// A page whose article says this.
fn story(inner: &str) -> String {
    format!(
        "<html><body><nav><a href=/>Home</a></nav><article><p>The pumps ran all night, the harbour master said.</p>\
         {inner}<p>By noon the quay was dry, and nobody was hurt.</p></article></body></html>"
    )
}

/// What [`story`] gives with this in the middle.
fn told(inner: &str) -> String {
    let first = "The pumps ran all night, the harbour master said.";
    let last = "By noon the quay was dry, and nobody was hurt.";
    if inner.is_empty() { format!("{first}\n\n{last}") } else { format!("{first}\n\n{inner}\n\n{last}") }
}

#[test]
fn the_main_text_of_pages_in_the_manners_of_news_sites_is_found() {
    let (mut precisions, mut recalls) = (Vec::new(), Vec::new());
    for path in pages() {
        let expected = fs::read_to_string(path.with_extension("txt")).unwrap();
        let found = text(&fs::read_to_string(&path).unwrap());
        let (precision, recall) = score(&expected, &found);
        println!("{:24} precision {precision:.3} recall {recall:.3}", path.file_stem().unwrap().display());
        precisions.push(precision);
        recalls.push(recall);
    }
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len() as f64;
    let (precision, recall) = (mean(&precisions), mean(&recalls));
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("{} pages: F1 {f1:.3}, precision {precision:.3}, recall {recall:.3}", precisions.len());
    assert!(precisions.len() >= 40 && f1 >= 0.98);
}

#[test]
fn words_are_joined_and_parted_as_they_are_drawn() {
    for (inner, expected) in [
        (
            "<p>The <b>bri</b>dge&rsquo;s<i> lamps</i> &amp;\n\t the&nbsp;ferry&#8217;s</p>",
            "The bridge’s lamps & the ferry’s",
        ),
        ("<p>The lamps went out.<br><br>The ferry did not sail.</p>", "The lamps went out.\n\nThe ferry did not sail."),
        (
            "<div>The lamps went out.<div>The ferry did not sail.</div></div>",
            "The lamps went out.\n\nThe ferry did not sail.",
        ),
        ("<ul><li>two boats<li>one pier</ul>", "two boats\n\none pier"),
        ("<table><tr><th>Boat<th>Crew<tr><td><b>Ada</b><td>4</table>", "Boat | Crew\n\nAda | 4"),
        (
            "<table><tr><td><p>The lamps went out.</p><p>Nobody knew why.</p></table>",
            "The lamps went out.\n\nNobody knew why.",
        ),
        (
            "<p>Harrow<span class=\"ticker\">mouth</span> is wet<wbr>land, soft&shy;ly said.",
            "Harrowmouth is wetland, softly said.",
        ),
        ("<script>var p = '<p>No text here.</p>';</script><style>p { color: red }</style><!-- a comment -->", ""),
        ("<p hidden>Only for machines.</p><p style='Display: NONE'>Nor is this for people.</p>", ""),
        ("<figure><img><figcaption>The quay in the rain.</figcaption></figure>", ""),
        ("<p>The quay in the rain. (Photo by Ada Corwin)</p><p>READ MORE: <a href=/>The lamps</a></p>", ""),
        ("<p>The pumps ran all night, the harbour master said.</p>", ""),
    ] {
        assert_eq!(text(&story(inner)), told(expected), "{inner}");
    }
}

#[test]
fn a_fragment_is_a_page() {
    let article = "<article><p>The pumps ran all night, the harbour master said.</p></article>";
    let teasers = "<div class=item><h3><a href=/>Lamps out</a></h3><p>The quay was dark again.</p></div>".repeat(5);
    assert_eq!(text(&format!("{article}{teasers}")), "The pumps ran all night, the harbour master said.");
    assert_eq!(text("The pumps ran all night."), "The pumps ran all night.");
}

#[test]
fn names_tell_the_article_from_what_is_around_it() {
    let text_of =
        |class: &str| text(&story(&format!("<div class='{class}'><p>The ferry did not sail that day.</p></div>")));
    for class in ["related-posts", "articleComments", "c-newsletter__box", "readMore", "author_bio", "share"] {
        assert_eq!(text_of(class), told(""), "{class}");
    }
    for class in ["no-related", "has-sidebar", "unrelated", "shareholders", "commentary", "leading"] {
        assert_eq!(text_of(class), told("The ferry did not sail that day."), "{class}");
    }
    let named = "<div class='time'><p>The ferry did not sail that day, and nobody knew when it would.</p></div>";
    assert_eq!(text(named), "The ferry did not sail that day, and nobody knew when it would.");
}

#[test]
fn nothing_nested_or_long_stops_it() {
    let deep = |open: &str| format!("{}{}", open.repeat(100_000), story("<p>And so on.</p>"));
    for open in ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<blockquote><p>", "<font color=red>", "<span class=a>"]
    {
        let page = read(&deep(open)).unwrap();
        assert!(page.text.contains("The pumps ran all night"), "{open}");
        assert!(page.warnings.iter().any(|warning| warning.message.contains("256")), "{open}");
    }
    let attributes = format!("<div {}>{}", "a=b class='c d' ".repeat(300_000), story(""));
    let comment = format!("{}<!-- {}", story(""), "<p>never closed ".repeat(100_000));
    let nuls = story(&"\0".repeat(100_000));
    for html in [attributes, comment, nuls] {
        assert_eq!(text(&html), told(""));
    }
}

#[test]
fn a_page_that_is_too_much_or_nothing_is_refused() {
    let refused = |html: &str, limits: &Limits| super::read(html, limits).unwrap_err().to_string();
    let limits = Limits { nodes: 100, record_bytes: 1000, ..Limits::default() };
    assert_eq!(refused(&"<i>".repeat(10), &limits), "there is no text in it");
    assert_eq!(refused("", &limits), "there is no text in it");
    assert_eq!(refused(&"<hr>".repeat(101), &limits), "it has more than 100 elements");
    assert_eq!(refused(&"x".repeat(1001), &limits), "it is larger than 1000 bytes");
}

#[test]
fn what_a_script_would_draw_is_read_from_the_linked_article() {
    let body = "The pumps ran all night, the harbour master said. ".repeat(6);
    let json = format!(r#"{{"@type":"NewsArticle","headline":"Dry again","articleBody":"{body}\nNobody was hurt."}}"#);
    let html = format!("<script type=application/ld+json>{json}</script><p>Please wait while the page is loading.</p>");
    let page = read(&html).unwrap();
    assert_eq!(page.text, format!("{}\n\nNobody was hurt.", body.trim()));
    assert_eq!(page.fields.title.as_deref(), Some("Dry again"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_damaged_page_never_panics(page in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(), flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..40)) {
        let mut bytes = fs::read(page.get(&pages())).unwrap();
        bytes.truncate(cut.index(bytes.len()) + 1);
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _encoding = declared_encoding(&bytes);
        if let Ok(page) = read(&String::from_utf8_lossy(&bytes)) {
            prop_assert!(page.text.split("\n\n").all(|paragraph| !paragraph.trim().is_empty() && !paragraph.contains('\n')));
        }
    }

    #[test]
    fn no_soup_of_tags_panics(soup in "(<(/?)(p|div|a href=x|td|tr|table|ul|li|h2|svg|script|title|b|pre|br|article)(/?)>|[a-z ,.]{0,30}|&[a-z#0-9]{0,6};?|<!--|-->|\u{0}|é“”){0,60}") {
        if let Ok(page) = read(&soup) {
            prop_assert!(!page.text.trim().is_empty());
        }
    }
}

//! What a page says about its article beside the text: headline, date, outlet, byline, section.

use super::linked::Linked;
use super::tree::{Element, NodeId, Tree};
use crate::import::{Fields, byline};
use crate::text::web;

/// The longest line that is taken for a byline or a date, in bytes.
const LONGEST: usize = 200;
/// The longest name of an author, in bytes.
const LONGEST_NAME: usize = 100;
/// The most authors that are named.
const MOST_AUTHORS: usize = 20;
/// The longest heading that is taken for a headline, in bytes.
const LONGEST_TITLE: usize = 500;
const TITLES: &[&str] = &["og:title", "parsely-title", "sailthru.title", "twitter:title", "dc.title", "dcterms.title"];
const DATES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "date",
];
const OUTLETS: &[&str] = &["og:site_name", "dc.publisher", "dcterms.publisher", "application-name"];
const AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
];
const SECTIONS: &[&str] = &["article:section", "og:article:section", "parsely-section", "section"];

/// The fields of a page.
pub fn of(tree: &Tree, linked: Option<&Linked>) -> Fields {
    let metas = Metas::of(tree);
    let publisher = linked.and_then(|linked| linked.publisher.clone()).filter(|name| !name.contains("://"));
    let outlet = publisher.or_else(|| metas.first(OUTLETS));
    Fields {
        title: title(tree, &metas, linked, outlet.as_deref()),
        date: linked.and_then(|linked| linked.published.clone()).or_else(|| date(tree, &metas)),
        byline: byline(tree, &metas, linked),
        section: linked.and_then(|linked| linked.section.clone()).or_else(|| metas.first(SECTIONS)),
        url: url(tree, &metas, linked),
        outlet,
    }
}

/// The `<meta>` elements: names in lower case, and what they say.
struct Metas(Vec<(String, String)>);

impl Metas {
    fn of(tree: &Tree) -> Self {
        let mut metas = Vec::new();
        for (_, element) in tree.elements().filter(|(_, element)| element.name == "meta") {
            let name = ["property", "name", "itemprop"].iter().find_map(|key| element.attribute(key));
            let content = element.attribute("content").map(line).filter(|content| !content.is_empty());
            metas.extend(name.zip(content).map(|(name, content)| (name.trim().to_ascii_lowercase(), content)));
        }
        Self(metas)
    }

    /// What the first of these names that is there says.
    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.0.iter().find(|(known, _)| known == name)).map(|(_, said)| said.clone())
    }

    /// What all of these names say.
    fn all<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(|(name, _)| names.contains(&name.as_str())).map(|(_, said)| said.as_str())
    }
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The headline: the linked one, else the heading that the page's title begins with or has in it,
/// else that title.
fn title(tree: &Tree, metas: &Metas, linked: Option<&Linked>, outlet: Option<&str>) -> Option<String> {
    if let Some(headline) = linked.and_then(|linked| linked.headline.clone()) {
        return Some(headline);
    }
    let elements = |name: &'static str| tree.elements().filter(move |(_, element)| element.name == name);
    let in_head = elements("title").map(|(node, _)| tree.text(node)).find(|title| !title.is_empty());
    let told = metas.first(TITLES);
    let headings: Vec<String> = elements("h1")
        .map(|(node, _)| tree.text_up_to(node, LONGEST_TITLE))
        .filter(|heading| !heading.is_empty() && heading.len() <= LONGEST_TITLE)
        .take(4)
        .collect();
    // A site's name is often a heading too, and part of every title: the headline is most of it.
    let most_of = |title: &String, heading: &str| title.contains(heading) && 2 * heading.len() >= title.len();
    let known = |heading: &&String| [&told, &in_head].into_iter().flatten().any(|title| most_of(title, heading));
    let heading = headings.iter().find(known).cloned();
    let bare = |title: String| without_outlet(&title, outlet).to_owned();
    heading.or_else(|| told.map(bare)).or_else(|| headings.first().cloned()).or_else(|| in_head.map(bare))
}

/// `Rain at last` of `Rain at last | The Harbour Post`.
fn without_outlet<'a>(title: &'a str, outlet: Option<&str>) -> &'a str {
    const SHORTEST: usize = 3;
    let cut = [" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · "]
        .iter()
        .filter_map(|mark| title.rfind(mark).map(|at| (at, mark.len())))
        .max();
    let Some((at, mark)) = cut else { return title };
    let (headline, rest) = (title[..at].trim(), &title[at + mark..]);
    let named = outlet.is_some_and(|outlet| rest.trim().eq_ignore_ascii_case(outlet));
    let short = rest.split_whitespace().count() <= SHORTEST && headline.split_whitespace().count() > SHORTEST;
    if named || short { headline } else { title }
}

/// When it was printed, as the page's elements have it.
fn date(tree: &Tree, metas: &Metas) -> Option<String> {
    let published = |element: &Element| element.has("itemprop", "datePublished") || element.has("class", "published");
    let marked =
        tree.elements().find_map(|(node, element)| published(element).then(|| moment(tree, node, element)).flatten());
    let time = || {
        let times = tree.elements().filter(|(_, element)| element.name == "time");
        times.filter(|(node, _)| !is_elsewhere(tree, *node)).find_map(|(node, element)| moment(tree, node, element))
    };
    metas.first(DATES).or(marked).or_else(time)
}

/// The moment that an element gives.
fn moment(tree: &Tree, node: NodeId, element: &Element) -> Option<String> {
    let given = element.attribute("datetime").or_else(|| element.attribute("content"));
    let said = given.map(line).filter(|given| !given.is_empty()).unwrap_or_else(|| tree.text_up_to(node, LONGEST));
    (said.len() <= LONGEST && said.contains(|c: char| c.is_ascii_digit())).then_some(said)
}

/// Whether an element stands in a list of other articles or at the edges of the page.
fn is_elsewhere(tree: &Tree, node: NodeId) -> bool {
    tree.ancestors(node).any(|around| matches!(tree.name(around), "nav" | "aside" | "footer" | "li"))
}

fn byline(tree: &Tree, metas: &Metas, linked: Option<&Linked>) -> Option<String> {
    let named = linked.map(|linked| linked.authors.iter().map(String::as_str).collect::<Vec<_>>());
    names(named.unwrap_or_default()).or_else(|| names(metas.all(AUTHORS).collect())).or_else(|| {
        let printed: Vec<String> = printed_authors(tree);
        names(printed.iter().map(String::as_str).collect())
    })
}

/// The names that the page prints as its authors': the first kind of mark that there is.
fn printed_authors(tree: &Tree) -> Vec<String> {
    let marks: [fn(&Element) -> bool; 4] = [
        |element| element.has("rel", "author"),
        |element| element.has("itemprop", "author"),
        |element| {
            ["byline", "c-byline", "article-byline", "byline-name", "author-name"]
                .iter()
                .any(|class| element.has("class", class))
        },
        |element| element.has("class", "author"),
    ];
    for marked in marks {
        let mut found: Vec<String> = Vec::new();
        let mut end = 0;
        for (node, element) in tree.elements() {
            if node >= end && marked(element) && !is_elsewhere(tree, node) {
                end = tree.range(node).end;
                let name = tree
                    .range(node)
                    .find(|inner| tree.element(*inner).is_some_and(|inner| inner.has("itemprop", "name")));
                found.push(tree.text_up_to(name.unwrap_or(node), LONGEST));
            }
        }
        found.retain(|name| !name.is_empty() && name.len() <= LONGEST);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The names among what may be names, each once: no addresses, no `By`.
fn names(said: Vec<&str>) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for name in said {
        if names.len() >= MOST_AUTHORS {
            break;
        }
        let name = name.trim().trim_start_matches('@');
        let by = ["By ", "BY ", "by ", "By: "].iter().find_map(|by| name.strip_prefix(by)).unwrap_or(name);
        let name = byline::of_names(by).names;
        if !name.is_empty()
            && name.len() <= LONGEST_NAME
            && !name.contains("://")
            && !name.starts_with("www.")
            && !names.iter().any(|known| known.eq_ignore_ascii_case(&name))
        {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// Where the page stands on the web.
fn url(tree: &Tree, metas: &Metas, linked: Option<&Linked>) -> Option<String> {
    let canonical = tree.elements().find(|(_, element)| element.name == "link" && element.has("rel", "canonical"));
    let canonical = canonical.and_then(|(_, element)| element.attribute("href")).map(str::trim).map(str::to_owned);
    let of_linked = linked.and_then(|linked| linked.url.clone());
    let absolute = |url: &String| web::is_address(url);
    canonical.filter(absolute).or_else(|| metas.first(&["og:url"]).filter(absolute)).or(of_linked.filter(absolute))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(html: &str) -> Fields {
        let tree = Tree::parse(html, u64::MAX).unwrap();
        of(&tree, crate::import::html::linked::article(&tree).as_ref())
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn a_linked_article_tells_all_fields() {
        let html = r#"<title>Lamps - Post</title><script type="application/ld+json">{"@context": "https://schema.org",
            "@graph": [{"@type": "WebSite", "name": "No"}, {"@type": ["NewsArticle"], "headline": "The lamps &amp; the sea",
            "datePublished": "2019-11-04T08:00:00+01:00", "author": [{"name": "Ada Corwin"}, {"name": "Hugo Thorne"}],
            "publisher": {"name": "The Harbour Post"}, "articleSection": ["Harbour", "News"],
            "mainEntityOfPage": {"@id": "https://post.example/lamps"}}]}</script><h1>Lamps</h1>"#;
        let expected = Fields {
            title: some("The lamps & the sea"),
            date: some("2019-11-04T08:00:00+01:00"),
            outlet: some("The Harbour Post"),
            byline: some("Ada Corwin, Hugo Thorne"),
            section: some("Harbour"),
            url: some("https://post.example/lamps"),
        };
        assert_eq!(fields(html), expected);
    }

    #[test]
    fn metas_tell_what_is_not_linked() {
        let html = r#"<meta property="og:title" content="The lamps are out"><meta property="og:site_name" content="Harbour Post">
            <meta property="article:published_time" content="2019-11-04"><meta name="Author" content="By Ada Corwin">
            <meta property="article:author" content="https://social.example/ada"><meta name="parsely-section" content="Harbour">
            <link rel="canonical" href="https://post.example/lamps">"#;
        let expected = Fields {
            title: some("The lamps are out"),
            date: some("2019-11-04"),
            outlet: some("Harbour Post"),
            byline: some("Ada Corwin"),
            section: some("Harbour"),
            url: some("https://post.example/lamps"),
        };
        assert_eq!(fields(html), expected);
    }

    #[test]
    fn the_page_itself_tells_the_rest() {
        let html = r#"<title>The lamps are out on the quay | Harbour Post</title><h1>Harbour Post</h1>
            <ul><li><time datetime="2001-01-01">an older story</time></ul><h1>The lamps are out on the quay</h1>
            <a rel="author" href="/ada">Ada Corwin</a> <a rel="author" href="/hugo">Hugo Thorne</a>
            <time datetime="2019-11-04T08:00">yesterday</time>"#;
        let found = fields(html);
        assert_eq!(found.title, some("The lamps are out on the quay"));
        assert_eq!(found.byline, some("Ada Corwin, Hugo Thorne"));
        assert_eq!(found.date, some("2019-11-04T08:00"));
        assert_eq!(
            fields("<title>Lamps out - dark nights | Harbour Post</title>").title,
            some("Lamps out - dark nights")
        );
        assert_eq!(fields("<p>Nothing else."), Fields::default());
    }

    #[test]
    fn what_is_too_long_is_no_heading_and_not_put_together() {
        let html =
            format!("<h1>{}</h1><h1>The lamps</h1>", "<b>Lamps out in the whole of the harbour. </b>".repeat(40));
        assert_eq!(fields(&html).title, some("The lamps"));
        let tree = Tree::parse(&html, u64::MAX).unwrap();
        assert!(tree.text(0).len() > 1000 && tree.text_up_to(0, 60).len() < 100);
    }

    #[test]
    fn broken_json_is_mended_or_passed_over() {
        let page = |json: &str| fields(&format!("<script type='application/ld+json'>{json}</script><h1>Lamps</h1>"));
        for json in [
            r#"<!-- {"@type": "Article", "headline": "Out",} -->"#,
            "//<![CDATA[\n[{\"@type\": \"Article\", \"headline\": \"Out\"},];\n//]]>",
            "{\"@type\": \"Article\", \"text\": \"two\nlines\", \"headline\": \"Out\"}",
        ] {
            assert_eq!(page(json).title, some("Out"), "{json}");
        }
        assert_eq!(page(r#"{"@type": "Article", "headline": "#).title, some("Lamps"));
        assert_eq!(page(&"[".repeat(100_000)).title, some("Lamps"));
    }
}

//! What on a page is not its article: navigation, teasers, banners, captions, comments.

use super::names::{CLUTTER, COMMENTS, NEGATIONS, PAIRS, STEMS, SUMMARIES, VAGUE};
use super::tags;
use super::tree::{Data, Element, NodeId, Tree};
use std::collections::{HashMap, HashSet};

/// How much prose each part of a page has.
pub struct Prose {
    /// Characters before each node.
    before: Vec<usize>,
}

impl Prose {
    /// Counts the characters of all texts that are long enough for prose and are no links.
    pub fn of(tree: &Tree) -> Self {
        const SHORTEST: usize = 30;
        let mut before = Vec::with_capacity(tree.len() + 1);
        let (mut sum, mut outside) = (0, 0);
        for node in 0..tree.len() {
            before.push(sum);
            match tree.data(node) {
                Data::Text(text) if node >= outside => {
                    let chars = text.split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>();
                    sum += if chars >= SHORTEST { chars } else { 0 };
                }
                Data::Text(_) => {}
                Data::Element(element) => {
                    let name = element.name.as_str();
                    if name == "a" && element.attribute("href").is_some() || is_never_text(name) {
                        outside = outside.max(tree.range(node).end);
                    }
                }
            }
        }
        before.push(sum);
        Self { before }
    }

    /// The characters of prose in a node.
    pub fn in_node(&self, tree: &Tree, node: NodeId) -> usize {
        let range = tree.range(node);
        self.before[range.end] - self.before[range.start]
    }

    /// The part of all prose of the page that is in a node, 0 to 1.
    pub fn share(&self, tree: &Tree, node: NodeId) -> f64 {
        let all = self.before.last().copied().unwrap_or_default();
        self.in_node(tree, node) as f64 / all.max(1) as f64
    }
}

/// Which nodes are left out, each with all inside it; for their names only if these are `trusted`.
pub fn dropped(tree: &Tree, prose: &Prose, trusted: bool) -> Vec<bool> {
    let common = common_names(tree, prose);
    let mut dropped = vec![false; tree.len()];
    let mut node = 0;
    while node < tree.len() {
        dropped[node] = tree.element(node).is_some_and(|element| {
            let named = || name_of_clutter(tree, prose, node, element).is_some_and(|name| !common.contains(name));
            is_clutter(tree, prose, node, element) || trusted && named()
        });
        node = if dropped[node] { tree.range(node).end } else { node + 1 };
    }
    dropped
}

/// The names of clutter that so much of the page bears that they must mean something else there.
fn common_names(tree: &Tree, prose: &Prose) -> HashSet<&'static str> {
    const COMMON: f64 = 0.4;
    let mut shares: HashMap<&'static str, f64> = HashMap::new();
    let mut node = 0;
    while node < tree.len() {
        let name = tree.element(node).and_then(|element| name_of_clutter(tree, prose, node, element));
        let Some(name) = name.filter(|name| VAGUE.contains(name)) else {
            node += 1;
            continue;
        };
        *shares.entry(name).or_default() += prose.share(tree, node);
        node = tree.range(node).end;
    }
    shares.into_iter().filter(|(_, share)| *share >= COMMON).map(|(name, _)| name).collect()
}

/// Whether an element never holds text of an article.
fn is_never_text(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "title"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "iframe"
            | "object"
            | "embed"
            | "applet"
            | "svg"
            | "math"
            | "canvas"
            | "audio"
            | "video"
            | "map"
            | "select"
            | "option"
            | "datalist"
            | "button"
            | "input"
            | "textarea"
            | "label"
            | "legend"
            | "progress"
            | "meter"
            | "dialog"
            | "menu"
            | "nav"
            | "figcaption"
            | "noframes"
            | "amp-ad"
            | "amp-embed"
            | "amp-sidebar"
            | "amp-social-share"
            | "amp-consent"
            | "amp-user-notification"
    )
}

fn is_clutter(tree: &Tree, prose: &Prose, node: NodeId, element: &Element) -> bool {
    let name = element.name.as_str();
    if is_never_text(name) {
        return true;
    }
    if matches!(name, "html" | "body") {
        return false;
    }
    let share = prose.share(tree, node);
    let by_element = match name {
        "aside" | "footer" => share < 0.8 && !holds_article(tree, node),
        "form" | "header" => share < 0.3,
        "figure" => is_picture(tree, prose, node),
        _ => false,
    };
    by_element || share < 0.5 && (is_hidden(element) || has_side_role(element))
}

/// Whether an element is drawn among the words of a paragraph, so that its name says how it looks.
fn is_within_words(tree: &Tree, node: NodeId, name: &str) -> bool {
    let around = || tree.ancestors(node).map(|around| tree.name(around)).find(|around| tags::is_block(around));
    !tags::is_block(name)
        && !name.contains('-')
        && matches!(around(), Some("p" | "li" | "blockquote" | "h2" | "h3" | "h4"))
}

/// Whether a figure is a picture with its caption, and not a table or a list in a frame.
fn is_picture(tree: &Tree, prose: &Prose, node: NodeId) -> bool {
    let holds = |names: &[&str]| tree.range(node).any(|inner| names.contains(&tree.name(inner)));
    if holds(&["table", "blockquote", "pre", "ul", "ol"]) {
        return false;
    }
    prose.in_node(tree, node) < 400 || holds(&["figcaption"])
}

/// Whether the article itself may be in a node.
fn holds_article(tree: &Tree, node: NodeId) -> bool {
    tree.range(node).skip(1).any(|inner| {
        tree.element(inner).is_some_and(|element| {
            matches!(element.name.as_str(), "main" | "h1") || element.has("itemprop", "articleBody")
        })
    })
}

/// Whether an element is not drawn, or not read out.
fn is_hidden(element: &Element) -> bool {
    let by_style = |style: &str| {
        let style = style.to_ascii_lowercase().replace(' ', "");
        style.contains("display:none") || style.contains("visibility:hidden")
    };
    element.attribute("hidden").is_some()
        || element.attribute("aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"))
        || element.attribute("style").is_some_and(by_style)
}

/// Whether an element's role on the page is another than to hold its text.
fn has_side_role(element: &Element) -> bool {
    const ROLES: &[&str] = &[
        "alert",
        "alertdialog",
        "banner",
        "button",
        "complementary",
        "contentinfo",
        "dialog",
        "menu",
        "menubar",
        "navigation",
        "search",
        "tablist",
        "toolbar",
        "tooltip",
    ];
    ROLES.iter().any(|role| element.has("role", role))
}

/// The word in an element's class, id or their like that names it as something else than an article.
fn name_of_clutter(tree: &Tree, prose: &Prose, node: NodeId, element: &Element) -> Option<&'static str> {
    let share = prose.share(tree, node);
    let name = element.name.as_str();
    if share >= 0.8 || matches!(name, "html" | "body") || is_within_words(tree, node, name) {
        return None;
    }
    let long = name == "p" && prose.in_node(tree, node) >= 100;
    let said = ["class", "id", "data-component", "data-testid"].iter().filter_map(|key| element.attribute(key));
    let custom = name.contains('-').then_some(name);
    let mut words = Vec::new();
    said.flat_map(str::split_whitespace).chain(custom).find_map(|name| {
        words.clear();
        split_words(name, &mut words);
        word_of_clutter(&words, share, long)
    })
}

/// The word of one name that says so; in a `long` paragraph it must be a clear one.
fn word_of_clutter(words: &[String], share: f64, long: bool) -> Option<&'static str> {
    let known = |list: &[&'static str], word: &str| list.iter().copied().find(|known| *known == word);
    (0..words.len()).find_map(|at| {
        let word = words[at].as_str();
        // `has-sidebar`, `no-ads`: what is around it, not what it is.
        if at > 0 && NEGATIONS.contains(&words[at - 1].as_str()) {
            return None;
        }
        let next = words.get(at + 1).map_or("", String::as_str);
        let pair = |(one, other): &&(&str, &str)| {
            *one == word && *other == next || word.strip_prefix(one).is_some_and(|rest| rest == *other)
        };
        let pair = || PAIRS.iter().find(pair).map(|(one, _)| *one);
        let stem = || STEMS.iter().copied().find(|stem| word.starts_with(stem));
        let clear = || known(CLUTTER, word).or_else(stem).or_else(pair).filter(|_| share < 0.3);
        let vague = || known(VAGUE, word).filter(|_| share < 0.05 && !long);
        known(COMMENTS, word).or_else(clear).or_else(vague)
    })
}

/// Whether a class or id names what sums up an article above it.
pub fn is_summary(names: &str) -> bool {
    let mut words = Vec::new();
    names.split_whitespace().for_each(|name| split_words(name, &mut words));
    words.iter().any(|word| SUMMARIES.contains(&word.as_str()))
}

/// Splits a name at all that is no letter or digit, and where lower case turns into upper case.
fn split_words(name: &str, words: &mut Vec<String>) {
    const MOST: usize = 12;
    let mut word = String::new();
    let mut lower = false;
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() || lower && c.is_ascii_uppercase() {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if words.len() >= MOST {
                return;
            }
        }
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
        lower = c.is_ascii_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
}

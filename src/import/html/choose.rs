//! Which part of a page is the article.
//!
//! Paragraphs vote for the elements around them, the nearer the more, as in arc90's Readability;
//! an element that its author marked as the article's body is preferred where it holds enough.

use super::blocks::{Block, Kind};
use super::clutter;
use super::tags;
use super::tree::{Element, NodeId, Tree};
use std::collections::HashMap;
use std::ops::Range;

/// How many elements around a paragraph it votes for.
const REACH: usize = 6;
/// Names that authors of pages give the body of an article, without what parts their words.
const BODIES: &[&str] = &[
    "articlebody",
    "articlecontent",
    "articlecopy",
    "articlefulltext",
    "articletext",
    "articlemaintext",
    "blogcontent",
    "bodycontent",
    "bodycopy",
    "bodytext",
    "contentbody",
    "contenttext",
    "entrybody",
    "entrycontent",
    "entrytext",
    "fulltext",
    "maintext",
    "newsbody",
    "newscontent",
    "newstext",
    "pagecontentbody",
    "postbody",
    "postcontent",
    "postentry",
    "posttext",
    "singlecontent",
    "storybody",
    "storycontent",
    "storytext",
    "textbody",
];

/// The blocks of an article, by their places among the blocks of the page.
pub fn article(tree: &Tree, blocks: &[Block]) -> Vec<usize> {
    let all: Vec<bool> = vec![false; blocks.len()];
    let teasers = teasers(tree, blocks, &Votes::count(tree, blocks, &all));
    let votes = Votes::count(tree, blocks, &teasers);
    let Some(voted) = votes.best(tree) else { return (0..blocks.len()).collect() };
    let marked = marked(tree, &votes);
    let chosen = match marked {
        Some(node) if votes.mass(tree, node) as f64 >= 0.5 * votes.mass(tree, voted) as f64 => node,
        _ => widened(tree, &votes, voted),
    };
    let parts = with_siblings(tree, &votes, chosen);
    let mut inside = vec![false; blocks.len()];
    for part in parts {
        inside[places(tree, blocks, part)].fill(true);
    }
    (0..blocks.len()).filter(|at| inside[*at] && !teasers[*at]).collect()
}

/// The places of the blocks that begin in a node.
fn places(tree: &Tree, blocks: &[Block], node: NodeId) -> Range<usize> {
    let range = tree.range(node);
    let at = |end: NodeId| blocks.partition_point(|block| block.node < end);
    at(range.start)..at(range.end)
}

/// Which blocks are of teasers: short elements of one name and class, three or more on the page,
/// each with one heading that is a link, none in what is marked as the article's body.
fn teasers(tree: &Tree, blocks: &[Block], votes: &Votes) -> Vec<bool> {
    const LONGEST: usize = 600;
    const FEWEST: usize = 3;
    let mut groups: HashMap<(&str, &str), Vec<NodeId>> = HashMap::new();
    let bodies = outermost_marked(tree);
    let in_body = |node: NodeId| {
        let after = bodies.partition_point(|body| *body <= node);
        after > 0 && tree.range(bodies[after - 1]).contains(&node)
    };
    for block in blocks.iter().filter(|block| is_linked_heading(block) && !in_body(block.node)) {
        let alone = |node: &NodeId| votes.teasers(tree, *node) <= 1 && votes.chars(tree, *node) <= LONGEST;
        let Some(around) = tree.ancestors(block.node).take_while(alone).last() else { continue };
        let class = tree.element(around).and_then(|element| element.attribute("class")).unwrap_or_default();
        groups.entry((tree.name(around), class)).or_default().push(around);
    }
    let mut teaser = vec![false; blocks.len()];
    for around in groups.into_values().filter(|group| group.len() >= FEWEST).flatten() {
        teaser[places(tree, blocks, around)].fill(true);
    }
    teaser
}

fn is_linked_heading(block: &Block) -> bool {
    matches!(block.kind, Kind::Heading(_)) && block.link_density() > 0.5
}

/// What the paragraphs of a page say of the elements around them.
struct Votes {
    score: Vec<f64>,
    /// Characters of prose before each node, of links, of all blocks.
    prose: Vec<usize>,
    linked: Vec<usize>,
    chars: Vec<usize>,
    /// Blocks of prose before each node.
    paragraphs: Vec<usize>,
    /// Headings that are links before each node: teasers have them.
    teasers: Vec<usize>,
}

impl Votes {
    /// Counts all blocks but those left out.
    fn count(tree: &Tree, blocks: &[Block], left_out: &[bool]) -> Self {
        let mut score = vec![0.0; tree.len()];
        let mut prose = vec![0; tree.len() + 1];
        let mut linked = prose.clone();
        let mut chars = prose.clone();
        let mut paragraphs = prose.clone();
        let mut teasers = prose.clone();
        let mut owned = vec![0_u32; tree.len()];
        for block in blocks {
            owned[block.owner] += 1;
        }
        for (block, out) in blocks.iter().zip(left_out) {
            teasers[block.node + 1] += usize::from(is_linked_heading(block));
            if *out {
                continue;
            }
            chars[block.node + 1] += block.chars;
            linked[block.node + 1] += block.linked;
            if !block.is_prose() {
                continue;
            }
            prose[block.node + 1] += block.chars;
            paragraphs[block.node + 1] += 1;
            let commas = block.text.matches([',', '，', '、', '،']).count();
            let vote = (1.0 + commas as f64 + (block.chars as f64 / 100.0).min(3.0)) * (1.0 - block.link_density());
            // Text that an element holds directly, parted by <br>, are its own paragraphs.
            let own = owned[block.owner] > 1 && !matches!(tree.name(block.owner), "p" | "li");
            let around = own.then_some(block.owner).into_iter().chain(tree.ancestors(block.owner));
            for (level, node) in around.take(REACH).enumerate() {
                score[node] += match level {
                    0 => vote,
                    1 => vote / 2.0,
                    level => vote / (3.0 * level as f64),
                };
            }
        }
        for sums in [&mut prose, &mut linked, &mut chars, &mut paragraphs, &mut teasers] {
            for at in 1..sums.len() {
                sums[at] += sums[at - 1];
            }
        }
        Self { score, prose, linked, chars, paragraphs, teasers }
    }

    fn inside(tree: &Tree, sums: &[usize], node: NodeId) -> usize {
        let range = tree.range(node);
        sums[range.end] - sums[range.start]
    }

    /// The characters of prose in a node.
    fn mass(&self, tree: &Tree, node: NodeId) -> usize {
        Self::inside(tree, &self.prose, node)
    }

    /// The characters of all blocks in a node.
    fn chars(&self, tree: &Tree, node: NodeId) -> usize {
        Self::inside(tree, &self.chars, node)
    }

    /// The blocks of prose in a node.
    fn paragraphs(&self, tree: &Tree, node: NodeId) -> usize {
        Self::inside(tree, &self.paragraphs, node)
    }

    /// The headings in a node that are links.
    fn teasers(&self, tree: &Tree, node: NodeId) -> usize {
        Self::inside(tree, &self.teasers, node)
    }

    fn link_density(&self, tree: &Tree, node: NodeId) -> f64 {
        Self::inside(tree, &self.linked, node) as f64 / Self::inside(tree, &self.chars, node).max(1) as f64
    }

    /// The element that the most paragraphs speak for.
    fn best(&self, tree: &Tree) -> Option<NodeId> {
        let scored = (0..tree.len()).filter(|node| self.score[*node] > 0.0);
        let weighed = scored.map(|node| {
            let name_says = tree.element(node).map_or(1.0, weight);
            (node, self.score[node] * name_says * (1.0 - self.link_density(tree, node)))
        });
        weighed.max_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(node, _)| node)
    }
}

/// How much likelier than another an element is the article's by its name.
fn weight(element: &Element) -> f64 {
    match element.name.as_str() {
        "article" | "main" => 1.2,
        "ul" | "ol" | "dl" | "form" | "blockquote" | "li" => 0.7,
        _ if is_marked(element) => 1.3,
        _ => 1.0,
    }
}

/// Whether the author of the page marked an element as an article's body.
pub fn is_marked(element: &Element) -> bool {
    if element.has("itemprop", "articleBody") {
        return true;
    }
    ["class", "id", "name", "property", "data-component", "data-testid"].iter().any(|attribute| {
        element.attribute(attribute).is_some_and(|value| {
            value.split_whitespace().any(|name| {
                let joined: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
                let joined = joined.to_ascii_lowercase();
                BODIES.iter().any(|body| joined.ends_with(body) || joined.starts_with(body))
            })
        })
    })
}

/// The marked element that holds the article, if there is any: of several the first great one, of
/// several parts of one article what is around them.
fn marked(tree: &Tree, votes: &Votes) -> Option<NodeId> {
    let mut outermost = outermost_marked(tree);
    outermost.retain(|node| votes.mass(tree, *node) > 0);
    let mass = |node: &NodeId| votes.mass(tree, *node);
    let greatest = outermost.iter().map(mass).max()?;
    let all: usize = outermost.iter().map(mass).sum();
    let article = |node: NodeId| tree.ancestors(node).find(|around| tree.name(*around) == "article");
    let first = *outermost.iter().find(|node| 4 * mass(node) >= greatest)?;
    let of_one = outermost.iter().all(|node| article(*node) == article(first));
    if of_one && 10 * greatest < 6 * all {
        let last = *outermost.last()?;
        return tree.ancestors(first).find(|around| tree.range(*around).contains(&last));
    }
    Some(innermost(tree, votes, first))
}

/// The marked elements that are in no other, in the order of the page.
fn outermost_marked(tree: &Tree) -> Vec<NodeId> {
    let mut outermost: Vec<NodeId> = Vec::new();
    for (node, element) in tree.elements() {
        let inside = outermost.last().is_some_and(|last| tree.range(*last).contains(&node));
        if !inside && is_marked(element) {
            outermost.push(node);
        }
    }
    outermost
}

/// The innermost marked element that holds nearly all prose of this one.
fn innermost(tree: &Tree, votes: &Votes, outer: NodeId) -> NodeId {
    let enough = votes.mass(tree, outer) * 9 / 10;
    let marked = |node: &NodeId| tree.element(*node).is_some_and(is_marked);
    tree.range(outer).rev().filter(marked).find(|node| votes.mass(tree, *node) >= enough).unwrap_or(outer)
}

/// The outermost element around the chosen one that adds more prose to it and little else.
fn widened(tree: &Tree, votes: &Votes, chosen: NodeId) -> NodeId {
    const LEVELS: usize = 8;
    let listed = |node: &NodeId| {
        matches!(tree.name(*node), "ul" | "ol" | "li" | "dl" | "dd" | "blockquote" | "p" | "tr" | "tbody" | "table")
    };
    let mut widest = chosen;
    if listed(&chosen) {
        widest = tree.ancestors(chosen).find(|around| !listed(around)).unwrap_or(chosen);
    }
    for around in tree.ancestors(widest).take(LEVELS) {
        if tree.name(widest) == "article" {
            break;
        }
        let inner_articles = tree.range(around).skip(1).filter(|node| tree.name(*node) == "article").count();
        if matches!(tree.name(around), "html" | "body" | "") || inner_articles > 1 {
            break;
        }
        let prose = votes.mass(tree, around) - votes.mass(tree, widest);
        let chars = votes.chars(tree, around) - votes.chars(tree, widest);
        let paragraphs = votes.paragraphs(tree, around) - votes.paragraphs(tree, widest);
        let teasers = votes.teasers(tree, around) - votes.teasers(tree, widest);
        if prose >= 80 && teasers < 2 && prose as f64 >= 0.75 * chars as f64 && prose >= 60 * paragraphs {
            widest = around;
        }
    }
    widest
}

/// The chosen element and what beside it, or beside what is around it, is of the same article.
fn with_siblings(tree: &Tree, votes: &Votes, chosen: NodeId) -> Vec<NodeId> {
    const LEVELS: usize = 3;
    let mut parts = vec![chosen];
    let mut core = chosen;
    for _ in 0..LEVELS {
        let Some(parent) = tree.parent(core).filter(|parent| !matches!(tree.name(*parent), "html" | "")) else { break };
        for sibling in tree.children(parent).filter(|sibling| *sibling != core) {
            let alike = core == chosen && is_like(tree, votes, sibling, chosen);
            if alike || is_paragraph_beside(tree, votes, sibling, core) {
                parts.push(sibling);
            }
        }
        core = parent;
        if matches!(tree.name(core), "article" | "main" | "body") {
            break;
        }
    }
    parts
}

/// Whether the paragraphs of a sibling speak for it as they do for the chosen element.
fn is_like(tree: &Tree, votes: &Votes, sibling: NodeId, chosen: NodeId) -> bool {
    const PART: f64 = 0.2;
    const LEAST: f64 = 10.0;
    let class = |node: NodeId| tree.element(node).and_then(|element| element.attribute("class"));
    let of_class = class(chosen).is_some_and(|name| !name.is_empty() && class(sibling) == Some(name));
    let bonus = if of_class { votes.score[chosen] * PART } else { 0.0 };
    !tags::HEADINGS.contains(&tree.name(sibling))
        && is_clean(tree, votes, sibling)
        && votes.score[sibling] + bonus >= (votes.score[chosen] * PART).max(LEAST)
}

/// Whether a sibling of `core` is a paragraph, or before it an introduction of a few.
fn is_paragraph_beside(tree: &Tree, votes: &Votes, sibling: NodeId, core: NodeId) -> bool {
    const SHORTEST: usize = 80;
    const FEW: usize = 3;
    let Some(element) = tree.element(sibling) else { return false };
    let mass = votes.mass(tree, sibling);
    let plain = mass >= SHORTEST && mass as f64 >= 0.8 * votes.chars(tree, sibling) as f64;
    let introduction = sibling < core && votes.paragraphs(tree, sibling) <= FEW;
    let summary = ["class", "id"].iter().filter_map(|key| element.attribute(key)).any(clutter::is_summary);
    let paragraph = matches!(element.name.as_str(), "p" | "blockquote");
    plain && !summary && (introduction || paragraph) && is_clean(tree, votes, sibling)
}

/// Whether there is prose in a node, few links and no teaser.
fn is_clean(tree: &Tree, votes: &Votes, node: NodeId) -> bool {
    votes.mass(tree, node) > 0 && votes.teasers(tree, node) == 0 && votes.link_density(tree, node) <= 0.25
}

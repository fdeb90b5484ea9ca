//! The text of a page in blocks: a paragraph, a heading, an item of a list, a row of a table.

use super::tags;
use super::tree::{Data, NodeId, Tree};

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Prose, or anything that is none of the others.
    Paragraph,
    /// A heading and its level, 1 to 6.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A row of a table, its cells side by side.
    Row,
}

/// A run of text that nothing parts.
#[derive(Debug, Clone)]
pub struct Block {
    /// The innermost element around it that is drawn as a block.
    pub owner: NodeId,
    /// Its first text.
    pub node: NodeId,
    /// What it is.
    pub kind: Kind,
    /// White space collapsed, never empty.
    pub text: String,
    /// How many characters it has.
    pub chars: usize,
    /// How many of them are links.
    pub linked: usize,
}

impl Block {
    /// The part of its characters that are links, 0 to 1.
    pub fn link_density(&self) -> f64 {
        self.linked as f64 / self.chars.max(1) as f64
    }

    /// Whether it reads like prose and not like a label, a menu or a list of links.
    pub fn is_prose(&self) -> bool {
        !matches!(self.kind, Kind::Heading(_)) && self.chars >= 25 && self.link_density() < 0.5
    }
}

/// The longest row of a table that is one block, in characters.
const LONGEST_ROW: usize = 300;

/// The blocks of what is not `dropped`, in the order of the page.
pub fn blocks(tree: &Tree, dropped: &[bool]) -> Vec<Block> {
    let mut walk = Walk { tree, open: Vec::new(), run: Run::default(), blocks: Vec::new() };
    let mut node = 0;
    while node < tree.len() {
        walk.leave(node);
        if dropped[node] {
            // Whatever was there, it parted the words around it.
            if tree.element(node).is_some_and(|element| tags::is_block(&element.name)) {
                walk.flush();
            }
            node = tree.range(node).end;
            continue;
        }
        match tree.data(node) {
            Data::Text(text) => walk.text(node, text),
            Data::Element(element) => walk.enter(node, &element.name),
        }
        node += 1;
    }
    walk.leave(usize::MAX);
    walk.flush();
    walk.blocks
}

/// Appends text with every run of white space as one space, and none at the beginning.
pub fn push_collapsed(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            _ if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            // Hyphens and spaces that only say where a line may break, and marks of byte order.
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\0' => {}
            _ => out.push(c),
        }
    }
}

/// The run of text that is being put together.
#[derive(Default)]
struct Run {
    text: String,
    node: NodeId,
    linked: usize,
}

/// An element that the walk is inside of.
struct Open {
    node: NodeId,
    end: NodeId,
    role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Block(Kind),
    /// A row whose cells are one block.
    Row,
    Cell,
    Preformatted,
    Link,
}

struct Walk<'a> {
    tree: &'a Tree,
    open: Vec<Open>,
    run: Run,
    blocks: Vec<Block>,
}

impl Walk<'_> {
    fn enter(&mut self, node: NodeId, name: &str) {
        if matches!(name, "br" | "hr") {
            return if self.innermost() == Some(Role::Cell) {
                push_collapsed(&mut self.run.text, " ")
            } else {
                self.flush()
            };
        }
        let end = self.tree.range(node).end;
        let role = match name {
            "a" => {
                let link = self.tree.element(node).is_some_and(|element| element.attribute("href").is_some());
                if !link {
                    return;
                }
                Role::Link
            }
            _ if self.innermost() == Some(Role::Cell) && !matches!(name, "td" | "th") => return,
            "td" | "th" if matches!(self.innermost(), Some(Role::Row)) => {
                if !self.run.text.trim_end().is_empty() {
                    self.run.text.truncate(self.run.text.trim_end().len());
                    self.run.text.push_str(" | ");
                }
                Role::Cell
            }
            "tr" if is_simple_row(self.tree, node) => Role::Row,
            "pre" => Role::Preformatted,
            _ if tags::is_block(name) => Role::Block(self.kind(name)),
            _ => return,
        };
        if !matches!(role, Role::Link | Role::Cell) {
            self.flush();
        }
        self.open.push(Open { node, end, role });
    }

    /// Leaves the elements that end before `node`.
    fn leave(&mut self, node: NodeId) {
        while let Some(last) = self.open.pop_if(|open| open.end <= node) {
            if !matches!(last.role, Role::Link | Role::Cell) {
                // The owner must still be open when its run is cut.
                self.open.push(last);
                self.flush();
                self.open.pop();
            }
        }
    }

    /// What the innermost open element is, links aside.
    fn innermost(&self) -> Option<Role> {
        self.open.iter().rev().map(|open| open.role).find(|role| *role != Role::Link)
    }

    fn kind(&self, name: &str) -> Kind {
        if let Some(level) = tags::HEADINGS.iter().position(|heading| *heading == name) {
            return Kind::Heading(level as u8 + 1);
        }
        let around = self.open.iter().rev().find_map(|open| match open.role {
            Role::Block(kind) => Some(kind),
            _ => None,
        });
        match name {
            "li" | "dd" | "dt" => Kind::Item,
            "p" | "div" | "span" if matches!(around, Some(Kind::Item | Kind::Heading(_))) => {
                around.unwrap_or(Kind::Paragraph)
            }
            _ => Kind::Paragraph,
        }
    }

    fn text(&mut self, node: NodeId, text: &str) {
        if self.open.last().is_some_and(|open| open.role == Role::Preformatted) {
            for (at, paragraph) in text.split("\n\n").enumerate() {
                if at > 0 {
                    self.flush();
                }
                self.push(node, paragraph);
            }
        } else {
            self.push(node, text);
        }
    }

    fn push(&mut self, node: NodeId, text: &str) {
        let before = self.run.text.len();
        if before == 0 {
            self.run.node = node;
        }
        push_collapsed(&mut self.run.text, text);
        if self.open.iter().rev().any(|open| open.role == Role::Link) {
            self.run.linked += self.run.text[before..].chars().count();
        }
    }

    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        let text = run.text.trim_end_matches([' ', '|']);
        if text.is_empty() {
            return;
        }
        let owner = self.open.iter().rev().find(|open| !matches!(open.role, Role::Link | Role::Cell));
        let kind = owner.map_or(Kind::Paragraph, |open| match open.role {
            Role::Block(kind) => kind,
            Role::Row => Kind::Row,
            _ => Kind::Paragraph,
        });
        let chars = text.chars().count();
        let linked = run.linked.min(chars);
        let owner = owner.map_or(0, |open| open.node);
        self.blocks.push(Block { owner, node: run.node, kind, text: text.to_owned(), chars, linked });
    }
}

/// Whether the cells of a row hold a few words each, so that they are read side by side.
fn is_simple_row(tree: &Tree, row: NodeId) -> bool {
    let (mut cells, mut chars) = (0, 0);
    for node in tree.range(row).skip(1) {
        match tree.data(node) {
            Data::Text(text) => chars += text.split_whitespace().map(str::len).sum::<usize>(),
            Data::Element(element) => match element.name.as_str() {
                "td" | "th" => cells += 1,
                "p" | "div" => {}
                name if tags::is_block(name) || name == "br" => return false,
                _ => {}
            },
        }
        if chars > LONGEST_ROW {
            return false;
        }
    }
    cells >= 2
}

//! A page as a tree of elements and text.
//!
//! The tokenizer is html5gum's, as WHATWG has it. The tree is simpler than a browser's: end tags
//! that HTML lets out are put in, stray ones are passed over, nothing is moved or copied. That
//! makes it linear in the page whatever the nesting, and is near enough to find the text.

use super::tags;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::convert::Infallible;
use std::ops::Range;

/// The deepest element that is opened; what is nested deeper belongs to the element there.
pub const MAX_DEPTH: usize = 256;
/// The most bytes of an attribute's value that are kept.
const MAX_VALUE: usize = 8_192;
/// The attributes that tell something here.
const KEPT: &[&str] = &[
    "alt",
    "aria-hidden",
    "charset",
    "class",
    "content",
    "data-component",
    "data-testid",
    "datetime",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "itemprop",
    "itemtype",
    "name",
    "property",
    "rel",
    "role",
    "style",
    "type",
];

/// Which node of a tree, in the order of the page.
pub type NodeId = usize;

/// Elements and texts in the order of the page: what is inside a node follows it, up to its end. The
/// first is the root, an element without a name.
#[derive(Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    /// Whether some elements were nested deeper than [`MAX_DEPTH`] and were not opened.
    pub flattened: bool,
}

#[derive(Debug)]
struct Node {
    parent: NodeId,
    /// Behind the last node inside it.
    end: NodeId,
    data: Data,
}

/// What a node is.
#[derive(Debug)]
pub enum Data {
    /// Characters, entities decoded, white space as it stands.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element without its contents.
#[derive(Debug, Default)]
pub struct Element {
    /// In lower case.
    pub name: String,
    attributes: Vec<(&'static str, String)>,
}

impl Element {
    /// The value of an attribute, if it is there and one of those that are kept.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a space-separated attribute has this value among its own, in any case.
    pub fn has(&self, attribute: &str, value: &str) -> bool {
        self.attribute(attribute).is_some_and(|all| all.split_whitespace().any(|one| one.eq_ignore_ascii_case(value)))
    }
}

impl Tree {
    /// The tree of a page, or nothing if it has more than `most` elements and texts.
    pub fn parse(html: &str, most: u64) -> Option<Self> {
        let mut builder = Builder { most: usize::try_from(most).unwrap_or(usize::MAX), ..Builder::default() };
        let root = builder.push(Data::Element(Element::default()));
        builder.open.push(root);
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
            builder.take(event);
            None
        });
        emitter.naively_switch_states(true);
        let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
        (!builder.overflow).then(|| builder.finish())
    }

    /// How many nodes it has.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// What a node is.
    pub fn data(&self, node: NodeId) -> &Data {
        &self.nodes[node].data
    }

    /// The element that a node is.
    pub fn element(&self, node: NodeId) -> Option<&Element> {
        match &self.nodes[node].data {
            Data::Element(element) => Some(element),
            Data::Text(_) => None,
        }
    }

    /// The name of the element that a node is; empty for text.
    pub fn name(&self, node: NodeId) -> &str {
        self.element(node).map_or("", |element| element.name.as_str())
    }

    /// The node and all inside it.
    pub fn range(&self, node: NodeId) -> Range<NodeId> {
        node..self.nodes[node].end
    }

    /// The element around a node; none around the root.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        (node > 0).then(|| self.nodes[node].parent)
    }

    /// The elements around a node, from the inside out.
    pub fn ancestors(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parent(node), |node| self.parent(*node))
    }

    /// The nodes directly inside a node.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        let end = self.nodes[node].end;
        let at = move |child: NodeId| (child < end).then_some(child);
        std::iter::successors(at(node + 1), move |child| at(self.nodes[*child].end))
    }

    /// All elements in the order of the page.
    pub fn elements(&self) -> impl Iterator<Item = (NodeId, &Element)> {
        (0..self.len()).filter_map(|node| self.element(node).map(|element| (node, element)))
    }

    /// The characters inside a node, white space collapsed.
    pub fn text(&self, node: NodeId) -> String {
        self.text_up_to(node, usize::MAX)
    }

    /// The same, but no more than the first piece that goes beyond `most` bytes: what may be no longer is
    /// not put together whole, as elements that stand in each other would be again and again.
    pub fn text_up_to(&self, node: NodeId, most: usize) -> String {
        let mut text = String::new();
        for inner in self.range(node) {
            if text.len() > most {
                break;
            }
            match &self.nodes[inner].data {
                Data::Text(piece) => super::blocks::push_collapsed(&mut text, piece),
                Data::Element(element) if tags::is_block(&element.name) || element.name == "br" => {
                    super::blocks::push_collapsed(&mut text, " ");
                }
                Data::Element(_) => {}
            }
        }
        text.truncate(text.trim_end().len());
        text
    }
}

/// Puts a tree together from the tokenizer's events.
#[derive(Debug, Default)]
struct Builder {
    tree: Tree,
    /// The elements that are open, the innermost last.
    open: Vec<NodeId>,
    /// How many elements are open beyond [`MAX_DEPTH`].
    beyond: usize,
    /// How many of the open ones are drawings or formulas, in which `/>` closes.
    foreign: usize,
    /// The element whose start tag is being read, and the attribute that comes.
    starting: Element,
    attribute: Option<&'static str>,
    /// How many elements and texts there may be, and whether there are more.
    most: usize,
    overflow: bool,
}

impl Builder {
    fn take(&mut self, event: CallbackEvent<'_>) {
        if self.overflow {
            return;
        }
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.attribute = None;
                self.starting = Element { name: lossy(name).to_ascii_lowercase(), attributes: Vec::new() };
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = KEPT.iter().copied().find(|kept| kept.as_bytes() == name);
                let first = self.attribute.filter(|name| self.starting.attribute(name).is_none());
                self.starting.attributes.extend(first.map(|name| (name, String::new())));
            }
            CallbackEvent::AttributeValue { value } => self.set_value(value),
            CallbackEvent::CloseStartTag { self_closing } => self.start(self_closing),
            CallbackEvent::EndTag { name } => self.end(&lossy(name).to_ascii_lowercase()),
            CallbackEvent::String { value } => self.characters(value),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn set_value(&mut self, value: &[u8]) {
        let clipped = lossy(&value[..value.len().min(MAX_VALUE)]);
        let last = self.starting.attributes.last_mut();
        if let Some((_, empty)) = last.filter(|(name, old)| self.attribute == Some(name) && old.is_empty()) {
            *empty = clipped;
        }
    }

    fn start(&mut self, self_closing: bool) {
        let element = std::mem::take(&mut self.starting);
        let name = element.name.clone();
        if matches!(name.as_str(), "html" | "body") && self.open.iter().any(|open| self.tree.name(*open) == name) {
            return;
        }
        self.close_implied(&name);
        if self.beyond > 0 || self.open.len() >= MAX_DEPTH {
            self.tree.flattened = true;
            self.beyond += usize::from(!tags::is_void(&name));
            return;
        }
        let foreign = matches!(name.as_str(), "svg" | "math");
        let node = self.push(Data::Element(element));
        if !tags::is_void(&name) && !(self_closing && (foreign || self.foreign > 0)) {
            self.foreign += usize::from(foreign);
            self.open.push(node);
        }
    }

    /// Closes what a start tag closes without an end tag.
    fn close_implied(&mut self, name: &str) {
        if self.beyond > 0 {
            return;
        }
        for (closed, boundary) in tags::closed_by(name) {
            self.close_up_to(closed, boundary);
        }
    }

    /// Closes the innermost open element with one of these names, unless one of the `boundary`
    /// is open inside it.
    fn close_up_to(&mut self, names: &[&str], boundary: &[&str]) {
        for at in (0..self.open.len()).rev() {
            let open = self.tree.name(self.open[at]);
            if names.contains(&open) {
                return self.close_from(at);
            }
            if boundary.contains(&open) {
                return;
            }
        }
    }

    fn end(&mut self, name: &str) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        match name {
            "html" | "body" => {}
            "br" => {
                self.push(Data::Element(Element { name: name.to_owned(), attributes: Vec::new() }));
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.close_up_to(tags::HEADINGS, tags::CELLS),
            _ if tags::is_block(name) => self.close_up_to(&[name], tags::outer(name)),
            // A stray end tag of an inline element closes nothing around the block it stands in.
            _ => self.close_inline(name),
        }
    }

    fn close_inline(&mut self, name: &str) {
        for at in (0..self.open.len()).rev() {
            let open = self.tree.name(self.open[at]);
            if open == name {
                return self.close_from(at);
            }
            if tags::is_block(open) {
                return;
            }
        }
    }

    fn close_from(&mut self, at: usize) {
        let end = self.tree.len();
        for node in self.open.drain(at..) {
            self.tree.nodes[node].end = end;
            let foreign = matches!(self.tree.name(node), "svg" | "math");
            self.foreign = self.foreign.saturating_sub(usize::from(foreign));
        }
    }

    fn characters(&mut self, value: &[u8]) {
        let inside = self.open.last().and_then(|open| self.tree.element(*open));
        let kept = inside.is_none_or(|element| match element.name.as_str() {
            "script" => element.attribute("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")),
            name => !tags::is_raw(name),
        });
        if kept {
            let text = lossy(value);
            self.push(Data::Text(text));
        }
    }

    fn push(&mut self, data: Data) -> NodeId {
        let node = self.tree.len();
        self.overflow = node >= self.most;
        let parent = self.open.last().copied().unwrap_or_default();
        self.tree.nodes.push(Node { parent, end: node + 1, data });
        node
    }

    fn finish(mut self) -> Tree {
        self.close_from(0);
        self.tree
    }
}

/// The text of bytes that the tokenizer cut from a `str`.
fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

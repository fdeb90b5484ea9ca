//! The sequence that the models read: tokens, with each passage in quotation marks folded into one
//! node, so that a passage is always said by one speaker or by none.

use super::languages::english;
use super::lexicon::{Class, Lexicon};
use crate::text::Span;
use crate::text::tokens::{Shape, Token, tokens};

/// Writes the enum and the list of its values from one list of names.
macro_rules! tags {
    ($(#[$meta:meta])* $first:ident, $($name:ident),* $(,)?) => {
        $(#[$meta])*
        pub enum Tag {
            #[default]
            $first,
            $($name,)*
        }

        impl Tag {
            /// Every tag, in order of its number.
            pub const ALL: [Tag; 32] = [Tag::$first, $(Tag::$name,)*];
        }
    };
}

tags! {
    /// Part of speech, the Penn Treebank's tags made coarser; proper nouns say what they name.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[repr(u8)]
    #[allow(missing_docs, reason = "the names of the Penn Treebank")]
    Nn, Nns, Person, Organisation, Location, Name, Jj, Rb, Wrb, Vbd, Vbz,
    Vbp, Vb, Vbg, Vbn, Md, Prp, PrpS, Dt, Ex, In, To,
    Cc, Cd, Pos, Wp, Rp, Comma, Stop, Colon, Bracket, Quote,
}

impl Tag {
    /// Whether it is a verb, modals excepted.
    pub const fn is_verb(self) -> bool {
        self as u8 >= Tag::Vbd as u8 && self as u8 <= Tag::Vbn as u8
    }

    /// Whether it is a verb with a subject of its own.
    pub const fn is_finite(self) -> bool {
        matches!(self, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
    }

    /// Whether it is a proper noun.
    pub const fn is_name(self) -> bool {
        self as u8 >= Tag::Person as u8 && self as u8 <= Tag::Name as u8
    }

    /// Whether it is a noun of any kind.
    pub const fn is_noun(self) -> bool {
        self as u8 <= Tag::Name as u8
    }

    /// Whether it is punctuation or a folded quotation.
    pub const fn is_punctuation(self) -> bool {
        self as u8 >= Tag::Comma as u8
    }
}

/// One step of the sequence: a token, or a passage in quotation marks.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// Its bytes; a passage has its marks in it.
    pub span: Span,
    /// The hash of its form; of a passage, what can be seen of it from outside.
    pub form: u32,
    /// What it looks like.
    pub shape: Shape,
    /// Its part of speech, once tagged.
    pub tag: Tag,
    /// What it is in a name, in the language of the learned models.
    pub class: Option<Class>,
}

/// A run of nodes between two sentence ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Its first node.
    pub start: usize,
    /// One past its last node.
    pub end: usize,
    /// The paragraph it stands in.
    pub paragraph: usize,
}

/// The nodes of an article and its sentences.
#[derive(Debug, Clone, Default)]
pub struct Nodes {
    /// In order, over all paragraphs.
    pub nodes: Vec<Node>,
    /// In order, disjoint, covering every node.
    pub sentences: Vec<Sentence>,
}

/// How few bytes of news a node stands for.
const NODE_BYTES: usize = 5;
/// The same of a sentence.
const SENTENCE_BYTES: usize = 80;
/// Longer stretches without an end are cut here, so that work per sentence is bounded.
pub const LONGEST_SENTENCE: usize = 250;

/// How a passage looks from outside: whether it opens with a capital, how it ends, how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    /// Its first letter is a capital or a digit.
    pub capital: bool,
    /// The punctuation before the closing mark, or a space where there is none.
    pub end: u8,
    /// Bytes: 0 up to 12, 1 up to 30, 2 up to 60, 3 above.
    pub length: u8,
    /// It has a closing mark.
    pub closed: bool,
}

impl Outline {
    /// The outline of the passage at `span`.
    pub fn of(text: &str, span: Span) -> Self {
        const MARKS: &[char] = &['“', '”', '"', '\'', '‘', '’', '«', '»', '`', ' '];
        let passage = span.of(text);
        let inner = passage.trim_matches(MARKS);
        let last = inner.chars().next_back().unwrap_or(' ');
        let end = match last {
            ',' | '.' | '!' | '?' | ':' | ';' | '-' => last as u8,
            '…' => b'.',
            '—' | '–' => b'-',
            _ => b' ',
        };
        let first = inner.chars().next().unwrap_or(' ');
        Self {
            capital: first.is_uppercase() || first.is_ascii_digit(),
            end,
            length: match inner.len() {
                0..=12 => 0,
                13..=30 => 1,
                31..=60 => 2,
                _ => 3,
            },
            closed: passage.ends_with(MARKS),
        }
    }

    /// All of it as one number.
    pub fn code(self) -> u32 {
        u32::from(self.end) << 8 | u32::from(self.length) << 2 | u32::from(self.capital) << 1 | u32::from(self.closed)
    }
}

impl Nodes {
    /// The nodes of `text`: `paragraphs` and the `passages` in quotation marks, both in order, disjoint.
    pub fn new(text: &str, paragraphs: &[Span], passages: &[Span]) -> Self {
        let mut out = Self::default();
        let bytes: usize = paragraphs.iter().map(|p| p.len()).sum();
        out.nodes.reserve(bytes / NODE_BYTES);
        out.sentences.reserve(bytes / SENTENCE_BYTES);
        let mut passages = passages.iter().peekable();
        for (paragraph, span) in paragraphs.iter().enumerate() {
            let first = out.nodes.len();
            let mut at = span.start;
            while let Some(passage) = passages.next_if(|p| p.start < span.end) {
                if passage.start < at || passage.end > span.end {
                    continue;
                }
                out.tokens(text, Span::new(at, passage.start));
                let form = Outline::of(text, *passage).code();
                out.nodes.push(Node { span: *passage, form, shape: Shape::Quote, tag: Tag::Quote, class: None });
                at = passage.end;
            }
            out.tokens(text, Span::new(at, span.end));
            out.split(first, paragraph);
        }
        out
    }

    fn tokens(&mut self, text: &str, range: Span) {
        let lexicon: &Lexicon = &english::ENGLISH.names;
        let node =
            |Token { span, form, shape }: Token| Node { span, form, shape, tag: Tag::Nn, class: lexicon.class(form) };
        self.nodes.extend(tokens(text, range).map(node));
    }

    /// Splits the nodes from `first` into sentences.
    fn split(&mut self, first: usize, paragraph: usize) {
        let mut start = first;
        for i in first..self.nodes.len() {
            let longest = i + 1 - start >= LONGEST_SENTENCE;
            if longest || may_end(self.nodes[i].shape) && self.ends_sentence(i) {
                self.sentences.push(Sentence { start, end: i + 1, paragraph });
                start = i + 1;
            }
        }
        if start < self.nodes.len() {
            self.sentences.push(Sentence { start, end: self.nodes.len(), paragraph });
        }
    }

    /// Whether a sentence ends after node `i`, which [may end](may_end) one.
    fn ends_sentence(&self, i: usize) -> bool {
        let Some(next) = self.nodes.get(i + 1).map(|n| n.shape) else { return true };
        let opens = next.is_capital()
            || matches!(next, Shape::Quote | Shape::Number | Shape::Open | Shape::SingleMark | Shape::Mixed);
        let node = &self.nodes[i];
        match node.shape {
            Shape::Stop => {
                !matches!(next, Shape::Close | Shape::Stop | Shape::Lower | Shape::Comma | Shape::SingleMark)
            }
            Shape::Close | Shape::SingleMark => i > 0 && self.nodes[i - 1].shape == Shape::Stop && opens,
            Shape::Quote => {
                let end = (node.form >> 8) as u8;
                match end {
                    b'.' => opens,
                    b'?' | b'!' => opens && next == Shape::Quote,
                    _ => next == Shape::Quote && end != b',' && end != b' ',
                }
            }
            _ => false,
        }
    }
}

/// Whether a node of this shape is ever the last of a sentence that does not end its paragraph.
const fn may_end(shape: Shape) -> bool {
    matches!(shape, Shape::Stop | Shape::Close | Shape::SingleMark | Shape::Quote)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::quote::{engine::untagged, segments};

    fn sentences(text: &str) -> Vec<String> {
        let article = Article::from_body(text.to_owned());
        let nodes = untagged(&article, &segments::of(&article));
        let of = |s: &Sentence| text[nodes.nodes[s.start].span.start..nodes.nodes[s.end - 1].span.end].to_owned();
        nodes.sentences.iter().map(of).collect()
    }

    #[test]
    fn abbreviations_and_decimals_end_no_sentence() {
        assert_eq!(
            sentences("Sen. Ana Ruiz won 5.2 percent in Jan. 2016. She left."),
            ["Sen. Ana Ruiz won 5.2 percent in Jan. 2016.", "She left."]
        );
    }

    #[test]
    fn a_passage_ends_a_sentence_where_its_words_do() {
        assert_eq!(
            sentences("“It is late. We go,” Ott said. “Come.” He left."),
            ["“It is late. We go,” Ott said.", "“Come.”", "He left."]
        );
        assert_eq!(sentences("“Why?” Ott asked."), ["“Why?” Ott asked."]);
    }

    #[test]
    fn no_sentence_is_endless() {
        let text = "so and ".repeat(2000);
        assert!(sentences(&text).len() >= 4000 / LONGEST_SENTENCE);
    }
}

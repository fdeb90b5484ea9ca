//! An article as sentences of words, each quoted segment one unit in them.

use super::cues::{Cue, Form, Frame};
use super::lexicon::{Class, classify};
use super::segments::Segment;
use crate::article::Article;
use crate::text::Span;
use crate::text::sentences::ends_sentence;
use crate::text::tokens::{Shape, Token, tokens};
use std::ops::Range;

/// What an item of a sentence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A quoted segment, by its index.
    Quote(usize),
    /// A word; whether it is capitalised as part of a name.
    Word(Class, bool),
    /// A number.
    Number,
    /// `’s`
    Possessive,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// A dash.
    Dash,
    /// `(` or `[`
    Open,
    /// `)` or `]`
    Close,
    /// `.`, `?`, `!`
    Stop,
    /// Any other punctuation.
    Mark,
}

/// A word, punctuation mark or quoted segment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub span: Span,
    pub kind: Kind,
}

impl Item {
    /// What the word does; none if it is no word.
    pub fn class(self) -> Option<Class> {
        match self.kind {
            Kind::Word(class, _) => Some(class),
            _ => None,
        }
    }

    /// Whether it is a capitalised word.
    pub fn is_capital(self) -> bool {
        matches!(self.kind, Kind::Word(_, true))
    }

    /// The reporting word it is.
    pub fn cue(self) -> Option<Cue> {
        match self.kind {
            Kind::Word(Class::Cue(cue), _) => Some(cue),
            _ => None,
        }
    }
}

/// A sentence: a range of items in one paragraph.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    pub items: Range<usize>,
    pub paragraph: usize,
}

/// The sentences of an article.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    pub items: Vec<Item>,
    pub sentences: Vec<Sentence>,
}

/// How far after a quotation its cue may stand for the two to be one sentence, in items.
const CUE_REACH: usize = 10;

impl Clauses {
    /// Reads `article`, whose quoted segments are `segments`.
    pub fn new(article: &Article, segments: &[Segment]) -> Self {
        let mut clauses = Self::default();
        let mut next = 0;
        for (index, paragraph) in article.paragraphs.iter().enumerate() {
            let first_item = clauses.items.len();
            // The dateline is part of no sentence.
            let dateline_end = article.dateline.as_ref().map_or(0, |dateline| dateline.span.end);
            let mut at = paragraph.start.max(dateline_end.min(paragraph.end));
            while let Some(segment) = segments.get(next).filter(|segment| segment.paragraph == index) {
                clauses.push_words(&article.text, Span::new(at, segment.span.start));
                clauses.items.push(Item { span: segment.span, kind: Kind::Quote(next) });
                at = segment.span.end;
                next += 1;
            }
            clauses.push_words(&article.text, Span::new(at, paragraph.end));
            clauses.split_sentences(&article.text, index, first_item);
        }
        clauses
    }

    fn push_words(&mut self, text: &str, range: Span) {
        for token in tokens(text, range) {
            self.items.push(Item { span: token.span, kind: kind_of(text, token) });
        }
    }

    /// Cuts the items from `first` on into the sentences of `paragraph`.
    fn split_sentences(&mut self, text: &str, paragraph: usize, first: usize) {
        let mut start = first;
        for at in first..self.items.len() {
            if at == start {
                self.settle_first_word(text, at);
            }
            self.settle_noun(text, start, at);
            if self.ends_here(text, at) {
                self.sentences.push(Sentence { items: start..at + 1, paragraph });
                start = at + 1;
            }
        }
        if start < self.items.len() {
            self.sentences.push(Sentence { items: start..self.items.len(), paragraph });
        }
    }

    /// A sentence's first word is capitalised by its place: a verb or adverb there is no name.
    fn settle_first_word(&mut self, text: &str, at: usize) {
        let Item { kind: Kind::Word(class, true), span } = self.items[at] else { return };
        let word = span.of(text);
        let class = match class {
            Class::Cue(_) | Class::Verb | Class::Adverb | Class::Auxiliary => class,
            Class::Plain if word.ends_with("ing") || word.ends_with("ed") => {
                let next = self.items.get(at + 1).map(|item| item.kind);
                let name = matches!(
                    next,
                    Some(Kind::Word(Class::Cue(_) | Class::Verb | Class::Be | Class::Auxiliary | Class::Adverb, _))
                        | Some(Kind::Comma | Kind::Open | Kind::Possessive)
                );
                if name {
                    return;
                }
                Class::Verb
            }
            _ => return,
        };
        self.items[at].kind = Kind::Word(class, false);
    }

    /// A word that could report is a noun after an article, or in the base form after a singular:
    /// *the report*, *White House press secretary*.
    fn settle_noun(&mut self, text: &str, first: usize, at: usize) {
        let Kind::Word(Class::Cue(Cue { form: form @ (Form::Base | Form::Third), .. }), capital) = self.items[at].kind
        else {
            return;
        };
        let Some(before) = at.checked_sub(1).filter(|at| *at >= first).map(|at| self.items[at]) else { return };
        let noun = match before.kind {
            Kind::Possessive | Kind::Word(Class::Determiner | Class::Linking, _) => true,
            Kind::Word(Class::Plain | Class::Title(_) | Class::Given(_) | Class::Organisation, _) => {
                let word = before.span.of(text);
                form == Form::Base && !word.ends_with('s') && !matches!(word, "people" | "men" | "women")
            }
            _ => false,
        };
        if noun {
            self.items[at].kind = Kind::Word(Class::Plain, capital);
        }
    }

    fn ends_here(&self, text: &str, at: usize) -> bool {
        let next = self.items.get(at + 1);
        match self.items[at].kind {
            Kind::Stop => {
                let shape = next.map(|item| Token { span: item.span, shape: shape_of(text, *item) });
                ends_sentence(text, Token { span: self.items[at].span, shape: Shape::Punctuation }, shape)
            }
            Kind::Quote(_) => {
                let words = self.items[at].span.of(text).trim_end_matches(['"', '”', '“', '\'', '’', '»', ')', ']']);
                let Some(last) = words.chars().next_back().filter(|c| matches!(c, '.' | '?' | '!' | '…' | '—'))
                else {
                    return false;
                };
                let begins = next.is_some_and(|next| shape_of(text, *next) == Shape::Capital);
                begins && !self.cue_follows(at + 1, last == '.')
            }
            _ => false,
        }
    }

    /// Whether a subject and a reporting verb follow at `from`: *“Why?” Peters asked*. With
    /// `strict`, nothing but the end of the clause may follow the verb.
    fn cue_follows(&self, from: usize, strict: bool) -> bool {
        for at in from..self.items.len().min(from + CUE_REACH) {
            match self.items[at].kind {
                Kind::Word(
                    Class::Cue(Cue { frame: Frame::Speech | Frame::Tell, form: Form::Past | Form::Third }),
                    false,
                ) => {
                    let next = self.items.get(at + 1).map(|item| item.kind);
                    return !strict || matches!(next, None | Some(Kind::Stop | Kind::Comma | Kind::Colon | Kind::Mark));
                }
                Kind::Word(Class::Verb | Class::Be | Class::That | Class::Relative | Class::Preposition, _)
                | Kind::Stop
                | Kind::Colon
                | Kind::Quote(_) => return false,
                _ => {}
            }
        }
        false
    }
}

/// What `item` looks like; a quotation begins something new, as a capital does.
fn shape_of(text: &str, item: Item) -> Shape {
    match item.kind {
        Kind::Quote(_) => Shape::Capital,
        Kind::Number => Shape::Number,
        Kind::Word(..) if item.span.of(text).starts_with(char::is_uppercase) => Shape::Capital,
        Kind::Word(..) => Shape::Lower,
        _ => Shape::Punctuation,
    }
}

/// Whether words of this class are never part of a name, however they are written.
fn is_function_word(class: Class) -> bool {
    use Class::{Be, Conjunction, Determiner, Linking, Preposition, Pronoun, Relative, That};
    matches!(class, Pronoun(_) | Determiner | Preposition | Linking | Conjunction | That | Relative | Be)
}

fn kind_of(text: &str, token: Token) -> Kind {
    let word = token.span.of(text);
    match token.shape {
        Shape::Number => Kind::Number,
        Shape::Possessive => Kind::Possessive,
        Shape::Lower => Kind::Word(classify(word, false), false),
        Shape::Capital => {
            let class = classify(word, true);
            Kind::Word(class, !is_function_word(class))
        }
        Shape::Punctuation => match word.chars().next() {
            Some(',') => Kind::Comma,
            Some(':') => Kind::Colon,
            Some('—' | '–' | '-' | '―') => Kind::Dash,
            Some('(' | '[') => Kind::Open,
            Some(')' | ']') => Kind::Close,
            Some('.' | '?' | '!' | '…') => Kind::Stop,
            _ => Kind::Mark,
        },
    }
}

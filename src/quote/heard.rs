//! Whoever spoke last and is no name: what *it*, *they*, and a *she* that no name is meant by, stand for.

use super::cast::gender_of;
use super::languages::english::{IT, THEY};
use super::lexicon::{Class, Gender};
use super::mentions::{Mention, is_organisation};
use super::nodes::{Nodes, Tag};

/// How many paragraphs further a pronoun can stand.
const PARAGRAPHS: usize = 1;

/// What somebody or something is, as far as a pronoun tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// *a spokeswoman*
    Person(Option<Gender>),
    /// *the company*, *the letter*
    Thing,
    /// *officials*
    Several,
}

/// The last source.
#[derive(Debug, Clone)]
pub struct Heard {
    /// As it is named.
    pub name: String,
    /// What it is.
    pub sort: Sort,
    /// The paragraph that it stands in.
    pub paragraph: usize,
}

impl Heard {
    /// Whether the pronoun with this form in this paragraph can mean it.
    pub fn is_meant_by(&self, pronoun: u32, paragraph: usize) -> bool {
        let agrees = match self.sort {
            Sort::Person(gender) => gender_of(pronoun).is_some_and(|told| gender.is_none_or(|own| own == told)),
            Sort::Thing => pronoun == IT,
            Sort::Several => pronoun == THEY,
        };
        agrees && paragraph.saturating_sub(self.paragraph) <= PARAGRAPHS
    }
}

/// What the mention is, if it is no character of the article's cast.
pub fn sort(nodes: &Nodes, mention: &Mention) -> Option<Sort> {
    match mention {
        Mention::Several(_) => Some(Sort::Several),
        Mention::Name(run) => {
            let country = || matches!(&nodes.nodes[run.name.clone()], [n] if n.class == Some(Class::Country));
            (is_organisation(&nodes.nodes, run) || country()).then_some(Sort::Thing)
        }
        Mention::Description(head) => {
            let noun = nodes.nodes[head.clone()].iter().rev().find(|n| n.tag.is_noun())?;
            match noun.class {
                _ if noun.tag == Tag::Nns => Some(Sort::Several),
                Some(Class::Title(gender)) => Some(Sort::Person(gender)),
                Some(Class::Document | Class::Organisation) => Some(Sort::Thing),
                _ => None,
            }
        }
        Mention::Pronoun(_) | Mention::Relative(_) => None,
    }
}

//! What the screens ask the library for, and what it says.

use super::action::Action;
use super::places::check::Checked;
use super::places::diff::Compared;
use super::places::people::PeopleOrder;
use crate::library::{Person, PersonKey, Profile, QuotationOrder, QuotationRow, RecordKey, Stock};
use crate::search::query::Target;
use crate::search::{Facets, Hit, KeyWord, Sort};
use crate::text::Span;
use std::sync::Arc;
use std::time::Duration;

/// A question to the library. Those of one generation belong together; a newer generation gives them up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inquiry {
    /// Did anybody say this: [`Reply::Checked`].
    Check(Claimed),
    /// A page of what a query finds: [`Reply::Page`], or [`Reply::Refused`].
    Page {
        /// The query, as it is typed.
        query: String,
        /// The order.
        sort: Sort,
        /// How many hits stand before it.
        skip: usize,
    },
    /// How much a query finds: [`Reply::Count`].
    Count(String),
    /// What a query finds, by speaker, outlet, place and month: [`Reply::Facets`].
    Facets(String),
    /// The rows of the table of all quotations in an order: [`Reply::Numbers`].
    Numbers {
        /// Only those that this query finds.
        filter: String,
        /// The order.
        order: QuotationOrder,
        /// Only so many of them.
        most: Option<usize>,
    },
    /// Rows of the table: [`Reply::Rows`].
    Rows(Vec<u32>),
    /// Where the words of a query stand: [`Reply::Concordance`].
    Concordance(String),
    /// Who is quoted: [`Reply::People`].
    People {
        /// Only those whose name holds this.
        filter: String,
        /// The order.
        order: PeopleOrder,
    },
    /// What is known of somebody: [`Reply::Profile`].
    Profile(Whom),
    /// How often and when somebody is quoted: [`Reply::Quoted`].
    Quoted(Whom),
    /// What the library is made from: [`Reply::Stock`].
    Stock,
    /// What two printings of a text have in common and what not, of a record and, where it is named, another one:
    /// [`Reply::Compared`].
    Compare(RecordKey, Option<RecordKey>),
    /// A quotation as the action copies it: [`Reply::Written`].
    Write(RecordKey, usize, Action),
}

/// Somebody who is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// A person.
    Person(PersonKey),
    /// Who said a quotation: a record, and the number there.
    Quoted(RecordKey, usize),
}

/// How many hits a page has.
pub const PAGE: usize = 60;

impl Inquiry {
    /// Whether the answer may take long, and nobody waits for it alone.
    pub fn is_long(&self) -> bool {
        matches!(self, Inquiry::Count(_) | Inquiry::Facets(_) | Inquiry::Numbers { most: None, .. })
    }
}

/// What somebody is said to have said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claimed {
    /// The words.
    pub words: String,
    /// Whose they are said to be.
    pub speaker: Option<String>,
}

/// What the library says.
#[derive(Debug, Clone)]
pub enum Reply {
    /// What was found out about a claim.
    Checked(Box<Checked>),
    /// A page of hits.
    Page(FoundPage),
    /// The query says nothing that can be understood.
    Refused(Fault),
    /// How much a query finds.
    Count(u64),
    /// What it finds, by speaker, outlet, place and month.
    Facets(Facets),
    /// The rows of the table, and whether these are all.
    Numbers(Arc<[u32]>, bool),
    /// Rows of the table.
    Rows(Vec<(u32, QuotationRow)>),
    /// Where the words stand, the newest first, and whether these are all places.
    Concordance(Vec<KeyWord>, bool),
    /// Who is quoted.
    People(Arc<[Person]>),
    /// What is known of somebody, and the words used most, each with how often.
    Profile(Box<Profile>, Vec<(String, u64)>),
    /// How often and when somebody is quoted.
    Quoted(Whom, Box<Profile>),
    /// What the library is made from.
    Stock(Box<Stock>),
    /// Two printings of a text.
    Compared(Box<Compared>),
    /// A quotation, to be copied.
    Written(String),
    /// There is no answer, and why.
    Failed(String),
}

/// A page of hits.
#[derive(Debug, Clone)]
pub struct FoundPage {
    /// How many hits stand before it.
    pub skip: usize,
    /// The hits; fewer than [`PAGE`] if they are the last ones.
    pub hits: Vec<Hit>,
    /// Whether there are no more.
    pub last: bool,
    /// How many of the newest matches were ranked, where there may be more of them.
    pub ranked: Option<usize>,
    /// What they are.
    pub target: Target,
    /// How long it took to find them.
    pub took: Duration,
}

/// What is wrong with a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What, as a phrase.
    pub message: String,
    /// Where, in bytes of the query.
    pub span: Span,
}

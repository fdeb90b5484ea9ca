//! The fuzzy finder: ranks short lines against a few letters.
//!
//! A [`Corpus`] holds the lines, folded; a [`Query`] is parsed once; [`find`] ranks the one by the
//! other and [`positions`] says which characters to highlight. fuzzy-matcher's `SkimMatcherV2`
//! scores subsequences, behind a filter that turns most lines away before it is asked.
//!
//! ```
//! use whosaid::finder::{Corpus, Mode, Query, find, positions};
//!
//! let mut corpus = Corpus::default();
//! corpus.push("Ann Lee: “We shall see”", 'a');
//! corpus.push("Désirée Roy: “A firm line”", 'b');
//! let query = Query::new("desiree line", Mode::Word);
//! let found = find(&corpus, &query, 20, &|| false).unwrap();
//! assert_eq!(found.hits[0].key, 'b');
//! assert_eq!(positions(&query, "Désirée Roy")[0].of("Désirée Roy"), "Désirée");
//! ```

mod corpus;
mod index;
mod query;
mod rank;

pub use corpus::Corpus;
pub use index::{Answer, Candidate, Index, Question};
pub use query::{Mode, Query};
pub use rank::{Found, Hit, find, positions};

/// What the finder looks through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every quotation.
    #[default]
    Quotes,
    /// Every article.
    Articles,
    /// Every speaker.
    Speakers,
}

impl Scope {
    /// All of them, in the order in which a key steps through them.
    pub const ALL: [Scope; 3] = [Scope::Quotes, Scope::Articles, Scope::Speakers];

    /// Its name, as the screen shows it.
    pub const fn name(self) -> &'static str {
        match self {
            Scope::Quotes => "quotes",
            Scope::Articles => "articles",
            Scope::Speakers => "speakers",
        }
    }

    /// The one after it, the first after the last.
    pub const fn next(self) -> Self {
        match self {
            Scope::Quotes => Scope::Articles,
            Scope::Articles => Scope::Speakers,
            Scope::Speakers => Scope::Quotes,
        }
    }

    /// The mode it starts in: over quotations whole words, because six letters are a subsequence
    /// of half of all sentences; over names and headlines fuzzy.
    pub const fn default_mode(self) -> Mode {
        match self {
            Scope::Quotes => Mode::Word,
            Scope::Articles | Scope::Speakers => Mode::Fuzzy,
        }
    }
}

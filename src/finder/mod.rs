//! The fuzzy finder: ranks short lines against a few letters.
//!
//! A [`Corpus`] holds the lines, folded; a [`Query`] is parsed once; [`find`] ranks the one by the
//! other, a [`Trail`] does so key by key, and [`positions`] says which characters to highlight.
//! fuzzy-matcher's `SkimMatcherV2` scores subsequences. It is asked only about lines that hold the
//! letters and may come among the best.
//!
//! ```
//! use whosaid::finder::{Corpus, Mode, Query, find, positions};
//!
//! let mut corpus = Corpus::default();
//! corpus.push(&["Ann Lee", "“We shall see”"], 'a');
//! corpus.push(&["Désirée Roy", "“A firm line”"], 'b');
//! let query = Query::new("desiree line", Mode::Word);
//! let found = find(&corpus, &query, 20, &|| false).unwrap();
//! assert_eq!(found.hits[0].key, 'b');
//! assert_eq!(positions(&query, "Désirée Roy")[0].of("Désirée Roy"), "Désirée");
//! ```

mod bits;
mod block;
mod candidate;
mod corpus;
mod fuzzy;
mod group;
mod index;
mod mask;
mod query;
mod rank;
mod term;
#[cfg(test)]
mod tests;
mod trail;
mod typo;

pub use bits::Bits;
pub use candidate::{Answer, Candidate, Question, Within};
pub use corpus::Corpus;
pub use index::{Index, Tag};
pub use query::{Mode, Query};
pub use rank::{Found, Hit};
pub use trail::{Trail, find};

use crate::text::Span;

/// The parts of `text` that `query` matches, to be highlighted: byte spans on `char` boundaries,
/// in order, disjoint, not touching. Of a part of a line they are those of the words that stand in
/// that part.
pub fn positions(query: &Query, text: &str) -> Vec<Span> {
    query.spans(text)
}

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
    /// Every place that articles were filed from.
    Places,
    /// Every tag that quotations were given.
    Tags,
}

impl Scope {
    /// All of them, in the order in which a key steps through them.
    pub const ALL: [Scope; 5] = [Scope::Quotes, Scope::Articles, Scope::Speakers, Scope::Places, Scope::Tags];

    /// Its name, as the screen shows it.
    pub const fn name(self) -> &'static str {
        match self {
            Scope::Quotes => "quotes",
            Scope::Articles => "articles",
            Scope::Speakers => "speakers",
            Scope::Places => "places",
            Scope::Tags => "tags",
        }
    }

    /// The one after it, the first after the last.
    pub const fn next(self) -> Self {
        match self {
            Scope::Quotes => Scope::Articles,
            Scope::Articles => Scope::Speakers,
            Scope::Speakers => Scope::Places,
            Scope::Places => Scope::Tags,
            Scope::Tags => Scope::Quotes,
        }
    }

    /// The mode it starts in: over quotations whole words, because six letters are a subsequence
    /// of half of all sentences; over names and headlines fuzzy.
    pub const fn default_mode(self) -> Mode {
        match self {
            Scope::Quotes => Mode::Word,
            Scope::Articles | Scope::Speakers | Scope::Places | Scope::Tags => Mode::Fuzzy,
        }
    }
}

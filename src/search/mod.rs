//! Looking into a library: by words and what else is known ([`query`], [`Search`]), or by a sentence
//! that somebody is said to have said ([`wording`]).

mod concordance;
pub mod diff;
mod engine;
mod facets;
mod fts;
mod matching;
mod names;
mod numbers;
mod order;
mod plan;
pub mod query;
mod rank;
mod rows;
mod scan;
mod snippet;
mod terms;
mod vocabulary;
pub mod wording;

pub use concordance::KeyWord;
pub use engine::{Hit, Page, Search, SearchError, Sort, Stop};
pub use facets::{Count, Facets};
pub use plan::Tagged;
pub use snippet::Snippet;
pub use vocabulary::Vocabulary;

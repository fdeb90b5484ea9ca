//! Looking into a library: by words ([`query`], [`Search`]), or by a sentence that somebody is said
//! to have said ([`wording`]).

pub mod query;
pub mod wording;

//! The learned part of the engine: linear models over hashed features, their weights embedded.

pub mod arguments;
pub mod attributions;
pub mod candidates;
pub mod cast;
pub mod cues;
pub mod engine;
pub mod lexicon;
pub mod linker;
pub mod marks;
pub mod model;
pub mod nodes;
pub mod resolve;
pub mod table;
pub mod tagger;
pub mod units;

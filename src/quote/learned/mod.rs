//! The learned part of the engine: linear models over hashed features, their weights embedded.

pub mod arguments;
pub mod attributions;
pub mod cues;
pub mod linker;
pub mod marks;
pub mod nodes;
pub mod table;
pub mod tagger;

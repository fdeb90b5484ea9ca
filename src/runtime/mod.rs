//! The terminal, its input, and the loop between them.

pub mod input;
pub mod signals;
pub mod terminal;

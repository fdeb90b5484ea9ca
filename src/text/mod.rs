//! Text with true offsets: whatever is folded, split or wrapped here can be traced back to the
//! bytes it came from.

mod abbreviations;
pub mod calendar;
mod eight;
pub mod fold;
pub mod hyphens;
pub mod letters;
pub mod numbers;
pub mod paragraphs;
pub mod sanitize;
pub mod spaces;
mod span;
pub mod tokens;
pub mod web;
pub mod wrap;

pub use span::{Span, floor_boundary, joined};

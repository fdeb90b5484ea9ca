//! **whosaid** answers *who said what, when, and where it was printed*.

pub mod article;
pub mod error;
pub mod finder;
pub mod import;
pub mod library;
pub mod quote;
pub mod runtime;
pub mod text;

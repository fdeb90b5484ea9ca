//! **whosaid** answers *who said what, when, and where it was printed*.

pub mod article;
pub mod cli;
pub mod config;
pub mod error;
pub mod export;
pub mod import;
pub mod library;
pub mod parallel;
pub mod quote;
pub mod text;

//! **whosaid** answers *who said what, when, and where it was printed*.

pub mod app;
pub mod article;
pub mod cli;
pub mod config;
pub mod error;
pub mod export;
pub mod finder;
pub mod import;
pub mod keymap;
pub mod library;
pub mod parallel;
pub mod quote;
pub mod runtime;
pub mod text;
pub mod ui;

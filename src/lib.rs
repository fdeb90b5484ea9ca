//! **whosaid** answers *who said what, when, and where it was printed*.
//!
//! A guided tour, in the order in which the modules build on each other; each imports only those
//! before it:
//!
//! - [`error`]: what can go wrong; [`parallel`]: work on all cores, results in order.
//! - [`text`]: folding, sentences, wrapping, sanitising, always with offsets into the source.
//! - [`article`]: one printed text. [`quote`]: the engine that finds its quotations.
//! - [`import`]: bytes to articles. [`library`]: the articles that are open, in memory or kept in a file.
//! - [`search`]: a query language over a library, and the wording check: did anybody really say this?
//! - [`finder`]: a few letters to the best candidates. [`export`]: quotations for other programs.
//! - [`config`]: what is kept between two runs.
//! - [`app`]: the reader without a terminal: state, messages in, effects out.
//! - [`keymap`]: keys to actions. [`ui`]: state to cells. [`runtime`]: the loop around them.
//! - [`cli`]: the commands.
//!
//! What is built is up to the features: none is the engine alone ([`text`], [`article`], [`quote`]);
//! `import` reads files, `library` keeps, searches and exports, `reader` is the terminal, and `cli`, the
//! default, the program.
//!
//! The way of the data, without the reader:
//!
//! ```
//! use whosaid::{article::Article, quote};
//!
//! let article = Article::from_body("“We will not leave,” Mayor Ada Stone said.".to_owned());
//! let quotations = quote::extract(&article);
//! assert_eq!(quotations[0].words(&article), "We will not leave,");
//! assert_eq!(quotations[0].speaker.as_ref().unwrap().name, "Ada Stone");
//! ```

#[cfg(feature = "reader")]
pub mod app;
pub mod article;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "library")]
pub mod config;
#[cfg(feature = "import")]
pub mod error;
#[cfg(feature = "library")]
pub mod export;
#[cfg(feature = "library")]
pub mod finder;
#[cfg(feature = "import")]
pub mod import;
#[cfg(feature = "reader")]
pub mod keymap;
#[cfg(feature = "library")]
pub mod library;
#[cfg(feature = "library")]
pub mod parallel;
pub mod quote;
#[cfg(feature = "reader")]
pub mod runtime;
#[cfg(feature = "library")]
pub mod search;
pub mod text;
#[cfg(feature = "reader")]
pub mod ui;

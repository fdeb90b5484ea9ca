//! Typed errors of the library.

use std::borrow::Cow;
use std::path::PathBuf;

/// What can go wrong while an article is brought in.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read.
    #[error("{}: {source}", .path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file was read but holds no article.
    #[error("{}: {reason}", .path.display())]
    NotAnArticle {
        /// The file.
        path: PathBuf,
        /// Why it is not one, as a phrase (*"no text in it"*).
        reason: Cow<'static, str>,
    },
}

//! What the reader asks the world to do.

use crate::finder::{Mode, Scope};
use crate::library::RecordKey;

/// Something to be done outside the core; the answer comes as a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Get an article to read: [`Opened`](super::Message::Opened).
    Open(RecordKey),
    /// Get an article to preview: [`Previewed`](super::Message::Previewed).
    Preview(RecordKey),
    /// Look for candidates: [`FoundCandidates`](super::Message::FoundCandidates).
    Find {
        /// The request's number; the newest one wins.
        generation: u64,
        /// What was typed.
        query: String,
        /// Where to look.
        scope: Scope,
        /// How to match.
        mode: Mode,
    },
    /// Put text on the clipboard.
    Copy(String),
    /// Stop loading; what is there stays.
    CancelLoad,
    /// Draw every cell anew.
    Redraw,
    /// Suspend to the shell.
    Suspend,
    /// End the program.
    Quit,
}

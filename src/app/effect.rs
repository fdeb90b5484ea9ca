//! What the reader asks the world to do.

use super::inquiry::Inquiry;
use super::list::Sorting;
use crate::article::{Origin, Place};
use crate::finder::Question;
use crate::library::RecordKey;

/// Something to be done outside the core; the answer comes as a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Get an article to read: [`Opened`](super::Message::Opened).
    Open(RecordKey),
    /// Find what stands by now where the article with this key was read:
    /// [`Followed`](super::Message::Followed).
    Follow(RecordKey, Origin, Place),
    /// Get an article to preview: [`Previewed`](super::Message::Previewed).
    Preview(RecordKey),
    /// Look for candidates: [`FoundCandidates`](super::Message::FoundCandidates).
    /// The newest request, by number, wins.
    Find(u64, Question),
    /// Ask the library: [`Replied`](super::Message::Replied), for each that has an answer. Questions of an
    /// older generation are given up.
    Ask(u64, Vec<Inquiry>),
    /// Put rows of the list into another order: [`Sorted`](super::Message::Sorted).
    Sort(Sorting),
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

//! What the reader asks the world to do.

use super::action::Action;
use super::exporting::Export;
use super::inquiry::Inquiry;
use super::list::Sorting;
use super::marking::Way;
use crate::article::{ArticleId, Origin, Place};
use crate::finder::Question;
use crate::library::RecordKey;
use crate::library::marks::{Change, Edit};
use std::path::PathBuf;

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
    /// Write quotations into a file: [`Exported`](super::Message::Exported).
    Export(Box<Export>),
    /// Put rows of the list into another order: [`Sorted`](super::Message::Sorted).
    Sort(Sorting),
    /// Do this to the marks: [`Saved`](super::Message::Saved) or [`NotSaved`](super::Message::NotSaved).
    Edit(Vec<Edit>),
    /// Keep these quotations, or no longer where all of them are kept; each is a record and its number there. Answered
    /// as [`Edit`](Self::Edit) is.
    Keep(Vec<(RecordKey, usize)>),
    /// Get what there is to be marked of these quotations, for this action: [`Targets`](super::Message::Targets).
    Target(Vec<(RecordKey, usize)>, Action),
    /// Have the marks be as after these changes: answered as [`Edit`](Self::Edit) is.
    SetMarks(Vec<Change>, Way),
    /// Write down that an article was read.
    NoteRead(ArticleId),
    /// Write down where in an article's text, in bytes, the reader stands.
    RememberPlace(ArticleId, usize),
    /// Put text on the clipboard.
    Copy(String),
    /// Open a web address in the browser.
    Browse(String),
    /// Open a file in the person's own editor.
    EditFile(PathBuf),
    /// Run a command of the shell, which reads the text.
    Pipe(String, String),
    /// Have text edited in the person's own editor: [`Edited`](super::Message::Edited).
    EditText(String),
    /// Stop loading; what is there stays.
    CancelLoad,
    /// Draw every cell anew.
    Redraw,
    /// Suspend to the shell.
    Suspend,
    /// End the program.
    Quit,
}

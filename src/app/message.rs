//! What can happen to the reader.

use super::action::Action;
use super::exporting::Exported;
use super::inquiry::Reply;
use super::list::Sorted;
use super::loading::Stage;
use super::marking::{Saved, Target, Ties, Way};
use super::rows::Rows;
use crate::finder::Answer;
use crate::library::marks::{Change, Marked};
use crate::library::{Counts, Known, Printing, Record, RecordKey};
use std::sync::Arc;

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// The reader was told to do something, perhaps so many times.
    Act(Action, Option<usize>),
    /// A character was typed, where text is typed.
    Type(char),
    /// Text was pasted.
    Paste(String),
    /// The keys of an unfinished sequence (`5`, `y`), as shown; empty when it is over.
    Pending(String),
    /// A mouse button was pressed on this cell.
    Click(Point),
    /// The wheel turned over this cell: lines, downwards positive.
    Wheel(Point, isize),
    /// The terminal has this size.
    Resize(Size),
    /// How far loading is.
    Progress(Stage),
    /// Articles are ready to be read, or more is known of them.
    Loaded(Vec<Rows>),
    /// Articles are no longer there.
    Removed(Vec<RecordKey>),
    /// The library holds so much now.
    Counted(Counts),
    /// Everything is loaded anew: nothing that was loaded before is there any more.
    Afresh,
    /// What is unusual about how the articles are kept: in a word or two, and in a sentence.
    Kept(&'static str, String),
    /// Something that the reader should know.
    Warning(String),
    /// The list in another order.
    Sorted(Sorted),
    /// A file gave nothing: the message names it.
    Failed(String),
    /// All the files that give nothing by now.
    AllFailed(Vec<String>),
    /// Loading is over.
    LoadEnded,
    /// An article to read.
    Opened(RecordKey, Known),
    /// The quotations of an article that was opened before they were known.
    Quoted(RecordKey, Arc<Record>),
    /// Who printed the text of an article.
    Printings(RecordKey, Vec<Printing>),
    /// An article cannot be opened, and why.
    OpenFailed(RecordKey, String),
    /// What stands by now where the article with the first key was read.
    Followed(RecordKey, Option<RecordKey>),
    /// An article to preview.
    Previewed(RecordKey, Arc<Record>),
    /// What the finder found for the request with this generation.
    FoundCandidates {
        /// The request's number; older answers are dropped.
        generation: u64,
        /// What it found; the last one is settled.
        answer: Answer,
    },
    /// What the library says to a question of this generation.
    Replied(u64, Reply),
    /// Everything that the reader keeps.
    Marks(Box<Marked>),
    /// Everything that the reader keeps, after somebody else has changed it.
    MarkedElsewhere {
        /// All of it.
        marked: Box<Marked>,
        /// The records that are no longer read.
        unread: Vec<RecordKey>,
    },
    /// Where the marks belong in what is open.
    Tied {
        /// Where each belongs.
        ties: Ties,
        /// Which records were read.
        read: Vec<RecordKey>,
        /// Whether everything is loaded, so that a mark that belongs nowhere is an orphan.
        complete: bool,
    },
    /// Where marks belong that have changed.
    TiedAnew(Ties),
    /// What there is to be marked by this action.
    Targets(Action, Vec<Target>),
    /// What was done to the marks is on the disk.
    Saved(Box<Saved>),
    /// What was to be done to the marks is not on the disk, and why.
    NotSaved {
        /// What was to be changed, where it was to be undone or done once more and can be tried again.
        changes: Vec<Change>,
        /// Which way.
        way: Way,
        /// Why it is not.
        reason: String,
    },
    /// What the person's own editor has left of the text that it was given, or why it has not.
    Edited(Result<String, String>),
    /// What becomes of an export.
    Exported(Exported),
    /// Whether the terminal has the keyboard now.
    Focus(bool),
    /// A worker broke off by a fault of the program, and what it said.
    WorkerFailed(String),
    /// The terminal or the system did not do what was asked of it: what that was, and why.
    HostFailed(String),
}

/// A cell of the screen, from 0,0 at the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// Columns from the left.
    pub column: u16,
    /// Rows from the top.
    pub row: u16,
}

/// A size in cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

//! What the screens ask the library for, and what it says.

use super::action::Action;
use super::places::check::Checked;
use crate::library::RecordKey;

/// A question to the library. Those of one generation belong together; a newer generation gives them up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inquiry {
    /// Did anybody say this: [`Reply::Checked`].
    Check(Claimed),
    /// A quotation as the action copies it: [`Reply::Written`].
    Write(RecordKey, usize, Action),
}

impl Inquiry {
    /// Whether the answer may take long, and nobody waits for it alone.
    pub fn is_long(&self) -> bool {
        false
    }
}

/// What somebody is said to have said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claimed {
    /// The words.
    pub words: String,
    /// Whose they are said to be.
    pub speaker: Option<String>,
}

/// What the library says.
#[derive(Debug, Clone)]
pub enum Reply {
    /// What was found out about a claim.
    Checked(Box<Checked>),
    /// A quotation, to be copied.
    Written(String),
    /// There is no answer, and why.
    Failed(String),
}

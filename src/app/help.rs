//! The help: every key and what it does, narrowed by what is typed.

use super::Context;
use super::action::Action;
use super::text_line::TextLine;
use crate::text::fold::fold;
use std::collections::HashMap;

/// One line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpLine {
    /// Where the keys work: *everywhere*, *reading*, *finder*, …
    pub place: String,
    /// The keys, as shown.
    pub keys: String,
    /// What they do.
    pub doc: &'static str,
    /// The action's name.
    pub name: &'static str,
}

/// A key and a word for what it does, in the status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The keys, as shown.
    pub keys: String,
    /// The word.
    pub word: &'static str,
    /// Whether it is about the selected row of a place, and means nothing where there is none.
    pub of_row: bool,
}

/// What the screens say of the keys.
#[derive(Debug, Clone, Default)]
pub struct KeyHelp {
    /// Every binding.
    pub lines: Vec<HelpLine>,
    /// What the status line offers, most useful first.
    pub hints: HashMap<Context, Vec<Hint>>,
}

impl KeyHelp {
    /// The first keys that call an action, as shown; the action's name where none does.
    pub fn key(&self, action: Action) -> &str {
        let bound = self.lines.iter().find(|line| line.name == action.name());
        bound.and_then(|line| line.keys.split("  ").next()).unwrap_or(action.name())
    }
}

/// The state of the help.
#[derive(Debug, Clone, Default)]
pub struct Help {
    /// What is typed.
    pub filter: TextLine,
    /// The first line in sight.
    pub top: usize,
}

impl Help {
    /// The lines of `all` in which every typed word stands.
    pub fn lines<'a>(&self, all: &'a [HelpLine]) -> Vec<&'a HelpLine> {
        let filter = fold(self.filter.text());
        let fits = |line: &&HelpLine| {
            let text = fold(&format!("{} {} {} {}", line.place, line.keys, line.doc, line.name));
            filter.split_whitespace().all(|word| text.contains(word))
        };
        all.iter().filter(fits).collect()
    }
}

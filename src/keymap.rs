//! From keys to actions. One [table] holds every default binding; the help, the hints in the status
//! line and the docs are printed from it.

mod key;
mod rebind;
mod resolver;
mod table;

pub use key::Key;
pub use resolver::Resolver;

use crate::app::help::{HelpLine, Hint, KeyHelp};
use crate::app::{Action, Context};
use std::collections::HashMap;
use table::{
    EVERYWHERE, EXPORTED, HINTS, LINES, MARKED, OF_ROW, PANES, PLACE_LINES, QUOTED, READING, RESULTS, SEARCHED,
    SELECTED, SPEAKER, SPOKEN, STANDING, TABLE, TYPING,
};

/// Reads a sequence of keys as the table writes it: `g g`.
fn parse(sequence: &str) -> Vec<Key> {
    sequence.split(' ').filter_map(Key::parse).collect()
}

/// Which keys call which actions.
#[derive(Debug, Clone)]
pub struct Keymap {
    sequences: HashMap<Context, Vec<(Vec<Key>, Action)>>,
}

impl Default for Keymap {
    /// The bindings of the table.
    fn default() -> Self {
        let mut sequences: HashMap<Context, Vec<(Vec<Key>, Action)>> = HashMap::new();
        for (contexts, action, written) in TABLE {
            for sequence in *written {
                for context in *contexts {
                    sequences.entry(*context).or_default().push((parse(sequence), *action));
                }
            }
        }
        Keymap { sequences }
    }
}

impl Keymap {
    fn in_context(&self, context: Context) -> &[(Vec<Key>, Action)] {
        self.sequences.get(&context).map_or(&[], Vec::as_slice)
    }

    /// What the screens say of the keys.
    pub fn key_help(&self) -> KeyHelp {
        let hints = EVERYWHERE.iter().map(|context| (*context, self.hints(*context))).collect();
        let does = |context| Action::ALL.iter().copied().filter(|a| table::does_something(*a, context)).collect();
        let actions = EVERYWHERE.iter().map(|context| (*context, does(*context))).collect();
        KeyHelp { lines: self.help(), hints, actions }
    }

    /// Every binding, in the order of the table. Where keys differ between contexts that the table
    /// has together, each has a line of its own.
    fn help(&self) -> Vec<HelpLine> {
        let mut lines = Vec::new();
        for (contexts, action, _) in TABLE {
            let mut by_keys: Vec<(String, Vec<Context>)> = Vec::new();
            for context in *contexts {
                let bound = self.in_context(*context).iter().filter(|(_, bound)| bound == action);
                let shown: Vec<String> =
                    bound.map(|(keys, _)| keys.iter().map(ToString::to_string).collect()).collect();
                let keys = shown.join("  ");
                match by_keys.iter_mut().find(|(known, _)| *known == keys) {
                    Some((_, together)) => together.push(*context),
                    None => by_keys.push((keys, vec![*context])),
                }
            }
            by_keys.retain(|(keys, _)| !keys.is_empty());
            let line = |(keys, together): (String, Vec<Context>)| {
                let place = if together.len() == contexts.len() { place(contexts) } else { names(&together) };
                HelpLine { place, keys, doc: action.doc(), name: action.name() }
            };
            lines.extend(by_keys.into_iter().map(line));
        }
        lines
    }

    /// The keys that call an action in a context, as shown; of several the first.
    pub fn first_key(&self, context: Context, action: Action) -> Option<String> {
        let (keys, _) = self.in_context(context).iter().find(|(_, bound)| *bound == action)?;
        Some(keys.iter().map(ToString::to_string).collect())
    }

    fn hints(&self, context: Context) -> Vec<Hint> {
        let first_keys = |action: &Action| self.first_key(context, *action);
        let here = HINTS.iter().filter(|(contexts, ..)| contexts.contains(&context));
        let hints = here.map(|(_, actions, word)| Hint {
            keys: actions.iter().filter_map(first_keys).collect::<Vec<_>>().join("/"),
            word,
            of_row: RESULTS.contains(&context) && actions.iter().any(|action| OF_ROW.contains(action)),
        });
        // What no key calls any more is nothing to offer.
        hints.filter(|hint| !hint.keys.is_empty()).collect()
    }
}

/// Where an action is called, in a word or two.
fn place(contexts: &[Context]) -> String {
    let several = [
        (EVERYWHERE, "everywhere"),
        (PANES, "reading"),
        (READING, "reading"),
        (MARKED, "reading, marks"),
        (QUOTED, "reading, marks"),
        (EXPORTED, "reading, other places"),
        (STANDING, "everywhere but lines"),
        (RESULTS, "other places"),
        (SELECTED, "other places"),
        (SPEAKER, "speaker"),
        (SPOKEN, "reading, other places"),
        (SEARCHED, "other places"),
        (PLACE_LINES, "their lines"),
        (TYPING, "typing"),
        (LINES, "typing a line"),
    ];
    let found = several.iter().find(|(group, _)| *group == contexts);
    found.map_or_else(|| names(contexts), |(_, name)| (*name).to_owned())
}

fn names(contexts: &[Context]) -> String {
    contexts.iter().map(|context| context_name(*context)).collect::<Vec<_>>().join(", ")
}

/// The name of a context in configuration and help.
pub const fn context_name(context: Context) -> &'static str {
    match context {
        Context::List => "list",
        Context::Article => "article",
        Context::Quotes => "quotes",
        Context::Evidence => "evidence",
        Context::Prompt => "search",
        Context::Finder => "finder",
        Context::Help => "help",
        Context::Kept => "marks",
        Context::Note => "note",
        Context::Tags => "tags",
        Context::Correct => "correction",
        Context::Export => "export",
        Context::Saved => "saved",
        Context::Diff => "diff",
        Context::Naming => "naming",
        Context::Claim => "claim",
        Context::Findings => "findings",
        Context::Query => "query",
        Context::Hits => "hits",
        Context::Facets => "facets",
        Context::Table => "table",
        Context::Concordance => "concordance",
        Context::People => "people",
        Context::Filter => "filter",
        Context::Speaker => "speaker",
        Context::Timeline => "timeline",
        Context::Beside => "beside",
        Context::Stock => "library",
        Context::Log => "messages",
        Context::Command => "command",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_written_key_is_a_key_and_none_clashes() {
        for (contexts, action, written) in TABLE {
            for sequence in *written {
                let keys: Vec<_> =
                    sequence.split(' ').map(|k| Key::parse(k).unwrap_or_else(|| panic!("{k}"))).collect();
                for context in *contexts {
                    for (other, bound) in Keymap::default().in_context(*context) {
                        let clash = other.starts_with(&keys) && (bound != action || *other != keys);
                        assert!(!clash, "{sequence:?} is {action:?} and {bound:?} in {context:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn keys_that_terminals_cannot_tell_apart_are_never_bound() {
        for (_, _, written) in TABLE {
            for key in written.iter().flat_map(|s| s.split(' ')) {
                assert!(!["^i", "^m", "^h", "^[", "^j", "^a", "^b"].contains(&key), "{key}");
            }
        }
    }

    #[test]
    fn every_place_can_be_left_and_says_by_which_key() {
        let keymap = Keymap::default();
        for context in EVERYWHERE {
            let bound = |action| keymap.in_context(*context).iter().any(|(_, other)| *other == action);
            assert!(bound(Action::Close) && (bound(Action::Open) || bound(Action::Save)), "{context:?}");
            let hints = keymap.hints(*context);
            assert!(!hints.is_empty() && hints.iter().all(|hint| !hint.keys.is_empty()), "{context:?}: {hints:?}");
        }
    }
}

//! From keys to actions. One table holds every default binding; the help, the hints in the status
//! line and the docs are printed from it.

mod key;
mod rebind;
mod resolver;

pub use key::Key;
pub use resolver::Resolver;

use crate::app::help::{HelpLine, Hint, KeyHelp};
use crate::app::{Action, Context};
use std::collections::HashMap;

/// The panes.
const PANES: &[Context] = &[Context::List, Context::Article, Context::Quotes];
/// The panes and the evidence before them.
const READING: &[Context] = &[Context::List, Context::Article, Context::Quotes, Context::Evidence];
/// The lists of the other places.
const RESULTS: &[Context] = &[
    Context::Findings,
    Context::Hits,
    Context::Facets,
    Context::Table,
    Context::Concordance,
    Context::People,
    Context::Speaker,
    Context::Stock,
    Context::Log,
];
/// The panes, and the lists of the other places.
const STANDING: &[Context] = &[
    Context::List,
    Context::Article,
    Context::Quotes,
    Context::Findings,
    Context::Hits,
    Context::Facets,
    Context::Table,
    Context::Concordance,
    Context::People,
    Context::Speaker,
    Context::Stock,
    Context::Log,
];
/// Those of them that a line is typed above.
const SEARCHED: &[Context] =
    &[Context::Findings, Context::Hits, Context::Facets, Context::Table, Context::Concordance, Context::People];
/// Where a quotation is selected.
const SELECTED: &[Context] =
    &[Context::Findings, Context::Hits, Context::Table, Context::Concordance, Context::Speaker];
/// The lines that are typed in the other places.
const PLACE_LINES: &[Context] = &[Context::Claim, Context::Query, Context::Filter];
/// Where text is typed.
const TYPING: &[Context] = &[
    Context::Prompt,
    Context::Finder,
    Context::Help,
    Context::Claim,
    Context::Query,
    Context::Filter,
    Context::Command,
    Context::Note,
    Context::Tags,
    Context::Correct,
];
/// Where one line of it is typed.
const LINES: &[Context] = &[
    Context::Prompt,
    Context::Finder,
    Context::Help,
    Context::Claim,
    Context::Query,
    Context::Filter,
    Context::Command,
    Context::Tags,
    Context::Correct,
];
/// The lists that one types above.
const TYPED_LISTS: &[Context] = &[Context::Finder, Context::Help, Context::Correct];
/// The panes and the list of marks.
const MARKED: &[Context] = &[Context::List, Context::Article, Context::Quotes, Context::Kept];
/// The panes, the evidence before them, and the list of marks.
const QUOTED: &[Context] = &[Context::List, Context::Article, Context::Quotes, Context::Evidence, Context::Kept];
const EVERYWHERE: &[Context] = &[
    Context::List,
    Context::Article,
    Context::Quotes,
    Context::Evidence,
    Context::Prompt,
    Context::Finder,
    Context::Help,
    Context::Claim,
    Context::Findings,
    Context::Query,
    Context::Hits,
    Context::Facets,
    Context::Table,
    Context::Concordance,
    Context::People,
    Context::Filter,
    Context::Speaker,
    Context::Stock,
    Context::Log,
    Context::Command,
    Context::Kept,
    Context::Note,
    Context::Tags,
    Context::Correct,
];

/// An action and the key sequences that call it in some contexts; keys of one sequence are parted
/// by spaces.
type Binding = (&'static [Context], Action, &'static [&'static str]);

/// Every default binding. `^i ^m ^h ^[ ^j` are Tab, Enter, Backspace, Esc and a line end on most
/// terminals, `^a ^b` belong to multiplexers: none of them is bound.
const TABLE: &[Binding] = &[
    (QUOTED, Action::Down, &["j", "Down"]),
    (QUOTED, Action::Up, &["k", "Up"]),
    (MARKED, Action::HalfPageDown, &["^d"]),
    (MARKED, Action::HalfPageUp, &["^u"]),
    (MARKED, Action::PageDown, &["Space", "PgDn"]),
    (MARKED, Action::PageUp, &["PgUp"]),
    (MARKED, Action::Top, &["g g", "Home"]),
    (MARKED, Action::Bottom, &["G", "End"]),
    (PANES, Action::FocusNext, &["Tab", "l", "Right"]),
    (PANES, Action::FocusPrevious, &["S-Tab", "h", "Left"]),
    (QUOTED, Action::Open, &["Enter"]),
    (QUOTED, Action::Back, &["q"]),
    (QUOTED, Action::Close, &["Esc"]),
    (PANES, Action::NextArticle, &["J"]),
    (PANES, Action::PreviousArticle, &["K"]),
    (READING, Action::NextQuotation, &["]"]),
    (READING, Action::PreviousQuotation, &["["]),
    (READING, Action::NextParagraph, &["}"]),
    (READING, Action::PreviousParagraph, &["{"]),
    (STANDING, Action::Find, &["f", "^p"]),
    (STANDING, Action::FullText, &["F"]),
    (STANDING, Action::CheckWording, &["C"]),
    (STANDING, Action::HistoryBack, &["H"]),
    (STANDING, Action::HistoryForward, &["L"]),
    (RESULTS, Action::Browse, &["g b"]),
    (STANDING, Action::AllQuotations, &["g q"]),
    (STANDING, Action::Concordance, &["g k"]),
    (STANDING, Action::Speakers, &["g s"]),
    (STANDING, Action::Speaker, &["s"]),
    (STANDING, Action::Library, &["g i"]),
    (STANDING, Action::Messages, &["g l"]),
    (STANDING, Action::CommandLine, &[":"]),
    (&[Context::Command], Action::FocusNext, &["Tab"]),
    (&[Context::Command], Action::FocusPrevious, &["S-Tab"]),
    (SEARCHED, Action::Edit, &["/"]),
    (&[Context::Kept], Action::Find, &["f", "^p"]),
    (PANES, Action::Search, &["/"]),
    (PANES, Action::NextHit, &["n"]),
    (PANES, Action::PreviousHit, &["N"]),
    (READING, Action::Evidence, &["i"]),
    (QUOTED, Action::Keep, &["m"]),
    (MARKED, Action::Note, &["a"]),
    (MARKED, Action::Tag, &["t"]),
    (READING, Action::Correct, &["c"]),
    (MARKED, Action::Select, &["v"]),
    (PANES, Action::ToggleRead, &["r"]),
    (QUOTED, Action::Undo, &["u"]),
    (QUOTED, Action::Redo, &["^r"]),
    (PANES, Action::Kept, &["g m"]),
    (QUOTED, Action::CopyQuotation, &["y y"]),
    (QUOTED, Action::CopyWords, &["y q"]),
    (READING, Action::CopyCitation, &["y c"]),
    (READING, Action::CopyLink, &["y l"]),
    (READING, Action::CopySentence, &["y s"]),
    (PANES, Action::Sort, &["S"]),
    (PANES, Action::Zen, &["z"]),
    (PANES, Action::Wider, &["+"]),
    (PANES, Action::Narrower, &["-"]),
    (STANDING, Action::Help, &["?"]),
    (QUOTED, Action::Quit, &["Q"]),
    (RESULTS, Action::Quit, &["Q"]),
    (RESULTS, Action::Down, &["j", "Down"]),
    (RESULTS, Action::Up, &["k", "Up"]),
    (RESULTS, Action::HalfPageDown, &["^d"]),
    (RESULTS, Action::HalfPageUp, &["^u"]),
    (RESULTS, Action::PageDown, &["Space", "PgDn"]),
    (RESULTS, Action::PageUp, &["PgUp"]),
    (RESULTS, Action::Top, &["g g", "Home"]),
    (RESULTS, Action::Bottom, &["G", "End"]),
    (RESULTS, Action::Open, &["Enter"]),
    (RESULTS, Action::Back, &["q"]),
    (RESULTS, Action::Close, &["Esc"]),
    (SELECTED, Action::CopyQuotation, &["y y"]),
    (SELECTED, Action::CopyWords, &["y q"]),
    (SELECTED, Action::CopyCitation, &["y c"]),
    (&[Context::Claim, Context::Filter], Action::Down, &["Down"]),
    (&[Context::Query, Context::Command], Action::RecallQuery, &["Up", "^o"]),
    (&[Context::Query, Context::Command], Action::RecallNext, &["Down"]),
    (&[Context::Query, Context::Hits], Action::NextScope, &["^r"]),
    (&[Context::Hits, Context::Table, Context::Concordance, Context::People], Action::Sort, &["S"]),
    (&[Context::Hits, Context::Facets, Context::Speaker], Action::FocusNext, &["Tab"]),
    (&[Context::Speaker], Action::CursorLeft, &["h", "Left"]),
    (&[Context::Speaker], Action::CursorRight, &["l", "Right"]),
    (&[Context::Kept], Action::Help, &["?"]),
    (MARKED, Action::NextTheme, &["T"]),
    (RESULTS, Action::NextTheme, &["T"]),
    (EVERYWHERE, Action::Redraw, &["^l"]),
    (EVERYWHERE, Action::Suspend, &["^z"]),
    (EVERYWHERE, Action::Cancel, &["^c"]),
    (LINES, Action::Open, &["Enter"]),
    (&[Context::Note], Action::NewLine, &["Enter"]),
    (&[Context::Note, Context::Tags, Context::Correct], Action::Save, &["^s"]),
    (&[Context::Note], Action::Down, &["Down", "^n"]),
    (&[Context::Note], Action::Up, &["Up", "^p"]),
    (&[Context::Tags], Action::Complete, &["Tab"]),
    (&[Context::Correct], Action::Everywhere, &["Tab"]),
    (TYPING, Action::Close, &["Esc"]),
    (TYPED_LISTS, Action::Down, &["Down", "^n"]),
    (TYPED_LISTS, Action::Up, &["Up", "^p"]),
    (&[Context::Finder, Context::Help], Action::PageDown, &["PgDn"]),
    (&[Context::Finder, Context::Help], Action::PageUp, &["PgUp"]),
    (&[Context::Finder], Action::NextScope, &["^r"]),
    (&[Context::Finder], Action::NextMode, &["^s"]),
    (&[Context::Finder], Action::Mark, &["Tab"]),
    (&[Context::Finder], Action::RecallQuery, &["^o"]),
    (&[Context::Finder], Action::PreviewDown, &["^d"]),
    (&[Context::Finder], Action::PreviewUp, &["^u"]),
    (&[Context::Finder], Action::CopyQuotation, &["^y"]),
    (&[Context::Prompt], Action::NextHit, &["Down", "^n"]),
    (&[Context::Prompt], Action::PreviousHit, &["Up", "^p"]),
    (TYPING, Action::DeleteBack, &["Backspace"]),
    (TYPING, Action::DeleteForward, &["Delete"]),
    (TYPING, Action::DeleteWord, &["^w"]),
    (TYPING, Action::CursorLeft, &["Left"]),
    (TYPING, Action::CursorRight, &["Right"]),
    (TYPING, Action::CursorStart, &["Home"]),
    (TYPING, Action::CursorEnd, &["End", "^e"]),
];

/// What the status line offers in each context: actions whose keys stand together, and a word.
const HINTS: &[(&[Context], &[Action], &str)] = &[
    (&[Context::List, Context::Quotes], &[Action::Down, Action::Up], "move"),
    (&[Context::Article], &[Action::Down, Action::Up], "scroll"),
    (&[Context::List, Context::Quotes], &[Action::Open], "read"),
    (PANES, &[Action::Find], "find"),
    (PANES, &[Action::Help], "help"),
    (PANES, &[Action::NextQuotation, Action::PreviousQuotation], "quote"),
    (PANES, &[Action::CopyQuotation], "copy"),
    (&[Context::Article, Context::Quotes], &[Action::Keep], "keep"),
    (PANES, &[Action::Search], "search"),
    (&[Context::Article, Context::Quotes], &[Action::Evidence], "why"),
    (PANES, &[Action::FocusNext], "pane"),
    (PANES, &[Action::Quit], "quit"),
    (&[Context::Evidence], &[Action::NextQuotation, Action::PreviousQuotation], "quote"),
    (&[Context::Evidence], &[Action::CopyQuotation], "copy"),
    (&[Context::Evidence], &[Action::Close], "close"),
    (TYPED_LISTS, &[Action::Down, Action::Up], "move"),
    (&[Context::Finder], &[Action::Open], "open"),
    (&[Context::Kept], &[Action::Down, Action::Up], "move"),
    (&[Context::Kept], &[Action::Open], "read"),
    (&[Context::Kept], &[Action::Keep], "keep or not"),
    (&[Context::Kept], &[Action::Note], "note"),
    (&[Context::Kept], &[Action::Tag], "tag"),
    (&[Context::Kept], &[Action::Select], "several"),
    (&[Context::Kept], &[Action::Undo], "undo"),
    (&[Context::Kept], &[Action::Close], "back"),
    (&[Context::Note], &[Action::Save], "save"),
    (&[Context::Tags], &[Action::Open], "save"),
    (&[Context::Tags], &[Action::Complete], "complete"),
    (&[Context::Correct], &[Action::Open], "say so"),
    (&[Context::Correct], &[Action::Everywhere], "these words, or all by the name"),
    (TYPING, &[Action::Close], "close"),
    (&[Context::Finder], &[Action::NextScope], "scope"),
    (&[Context::Finder], &[Action::NextMode], "mode"),
    (&[Context::Finder], &[Action::CopyQuotation], "copy"),
    (&[Context::Finder], &[Action::Mark], "mark"),
    (&[Context::Finder], &[Action::PreviewDown, Action::PreviewUp], "preview"),
    (&[Context::Prompt], &[Action::NextHit, Action::PreviousHit], "next"),
    (&[Context::Prompt], &[Action::Open], "done"),
    (&[Context::Claim], &[Action::Open], "check"),
    (&[Context::Claim], &[Action::Down], "results"),
    (&[Context::Findings], &[Action::Open], "source"),
    (&[Context::Findings, Context::Stock, Context::Log], &[Action::Down, Action::Up], "move"),
    (&[Context::Stock], &[Action::Open], "why"),
    (&[Context::Query], &[Action::Open], "hits"),
    (&[Context::Query], &[Action::RecallQuery, Action::RecallNext], "before"),
    (&[Context::Query], &[Action::NextScope], "quotes, articles"),
    (&[Context::Hits], &[Action::Open], "read"),
    (&[Context::Facets], &[Action::Open], "narrow"),
    (&[Context::Hits, Context::Facets], &[Action::Edit], "query"),
    (&[Context::Hits], &[Action::FocusNext], "facets"),
    (&[Context::Facets], &[Action::FocusNext], "hits"),
    (&[Context::Hits], &[Action::Sort], "sort"),
    (&[Context::Hits], &[Action::NextScope], "quotes, articles"),
    (&[Context::Filter], &[Action::Open], "done"),
    (&[Context::Command], &[Action::Open], "do"),
    (&[Context::Command], &[Action::FocusNext], "complete"),
    (&[Context::Table, Context::Concordance, Context::Speaker], &[Action::Open], "read"),
    (&[Context::People], &[Action::Open], "page"),
    (&[Context::Speaker], &[Action::CursorLeft, Action::CursorRight], "time"),
    (&[Context::Speaker], &[Action::FocusNext], "quoted beside"),
    (&[Context::Table, Context::Concordance, Context::People], &[Action::Sort], "sort"),
    (&[Context::Table, Context::People], &[Action::Edit], "filter"),
    (&[Context::Concordance], &[Action::Edit], "words"),
    (&[Context::Hits, Context::Table], &[Action::Speaker], "speaker"),
    (SELECTED, &[Action::CopyQuotation], "copy"),
    (&[Context::Findings], &[Action::CopyCitation], "cite"),
    (&[Context::Findings], &[Action::Edit], "sentence"),
    (RESULTS, &[Action::Close], "back"),
    (RESULTS, &[Action::Help], "help"),
];

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
        KeyHelp { lines: self.help(), hints }
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
        here.map(|(_, actions, word)| Hint {
            keys: actions.iter().filter_map(first_keys).collect::<Vec<_>>().join("/"),
            word,
        })
        .collect()
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
        (STANDING, "everywhere but lines"),
        (RESULTS, "other places"),
        (SELECTED, "other places"),
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

//! From keys to actions. One table holds every default binding; the help, the hints in the status
//! line and the docs are printed from it.

use crate::app::help::{HelpLine, Hint, KeyHelp};
use crate::app::{Action, Context, Message};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::collections::HashMap;
use std::fmt;

/// One key press, shift folded into the character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    control: bool,
    alt: bool,
}

impl Key {
    fn plain(code: KeyCode) -> Self {
        Key { code, control: false, alt: false }
    }

    fn from_event(event: KeyEvent) -> Option<Self> {
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        let code = match event.code {
            KeyCode::Char(c) if control => KeyCode::Char(c.to_ascii_lowercase()),
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            code => code,
        };
        (event.kind != KeyEventKind::Release).then_some(Key { code, control, alt })
    }

    /// The character that it types into a line of text, if it types one.
    fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.control && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Reads one key as the table writes it: `j`, `^d`, `Space`, `S-Tab`.
    fn parse(written: &str) -> Option<Self> {
        if let Some((_, code)) = NAMED.iter().find(|(name, _)| *name == written) {
            return Some(Key::plain(*code));
        }
        let mut chars = written.chars();
        match (chars.next(), chars.next(), chars.next()) {
            (Some('^'), Some(c), None) => Some(Key { control: true, ..Key::plain(KeyCode::Char(c)) }),
            (Some(c), None, None) => Some(Key::plain(KeyCode::Char(c))),
            _ => None,
        }
    }
}

/// Keys with names of their own.
const NAMED: &[(&str, KeyCode)] = &[
    ("Space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("S-Tab", KeyCode::BackTab),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arrow = match self.code {
            KeyCode::Up => "↑",
            KeyCode::Down => "↓",
            KeyCode::Left => "←",
            KeyCode::Right => "→",
            _ => "",
        };
        if !arrow.is_empty() {
            return f.write_str(arrow);
        }
        if let Some((name, _)) = NAMED.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::Char(c) if self.control => write!(f, "^{c}"),
            KeyCode::Char(c) => write!(f, "{c}"),
            other => write!(f, "{other}"),
        }
    }
}

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
const QUOTED: &[Context] = &[Context::Findings, Context::Hits, Context::Table, Context::Concordance, Context::Speaker];
/// The lines that are typed in the other places.
const LINES: &[Context] = &[Context::Claim, Context::Query, Context::Filter];
/// Where text is typed.
const TYPING: &[Context] = &[
    Context::Prompt,
    Context::Finder,
    Context::Help,
    Context::Claim,
    Context::Query,
    Context::Filter,
    Context::Command,
];
/// The lists that one types above.
const TYPED_LISTS: &[Context] = &[Context::Finder, Context::Help];
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
];

/// An action and the key sequences that call it in some contexts; keys of one sequence are parted
/// by spaces.
type Binding = (&'static [Context], Action, &'static [&'static str]);

/// Every default binding. `^i ^m ^h ^[ ^j` are Tab, Enter, Backspace, Esc and a line end on most
/// terminals, `^a ^b` belong to multiplexers: none of them is bound.
const TABLE: &[Binding] = &[
    (READING, Action::Down, &["j", "Down"]),
    (READING, Action::Up, &["k", "Up"]),
    (PANES, Action::HalfPageDown, &["^d"]),
    (PANES, Action::HalfPageUp, &["^u"]),
    (PANES, Action::PageDown, &["Space", "PgDn"]),
    (PANES, Action::PageUp, &["PgUp"]),
    (PANES, Action::Top, &["g g", "Home"]),
    (PANES, Action::Bottom, &["G", "End"]),
    (PANES, Action::FocusNext, &["Tab", "l", "Right"]),
    (PANES, Action::FocusPrevious, &["S-Tab", "h", "Left"]),
    (READING, Action::Open, &["Enter"]),
    (READING, Action::Back, &["q"]),
    (READING, Action::Close, &["Esc"]),
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
    (PANES, Action::Search, &["/"]),
    (PANES, Action::NextHit, &["n"]),
    (PANES, Action::PreviousHit, &["N"]),
    (READING, Action::Evidence, &["i"]),
    (READING, Action::CopyQuotation, &["y y"]),
    (READING, Action::CopyWords, &["y q"]),
    (READING, Action::CopyCitation, &["y c"]),
    (READING, Action::CopyLink, &["y l"]),
    (READING, Action::CopySentence, &["y s"]),
    (PANES, Action::Sort, &["S"]),
    (PANES, Action::Zen, &["z"]),
    (PANES, Action::Wider, &["+"]),
    (PANES, Action::Narrower, &["-"]),
    (STANDING, Action::Help, &["?"]),
    (READING, Action::Quit, &["Q"]),
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
    (QUOTED, Action::CopyQuotation, &["y y"]),
    (QUOTED, Action::CopyWords, &["y q"]),
    (QUOTED, Action::CopyCitation, &["y c"]),
    (&[Context::Claim, Context::Filter], Action::Down, &["Down"]),
    (&[Context::Query, Context::Command], Action::RecallQuery, &["Up", "^o"]),
    (&[Context::Query, Context::Command], Action::RecallNext, &["Down"]),
    (&[Context::Query, Context::Hits], Action::NextScope, &["^r"]),
    (&[Context::Hits, Context::Table, Context::Concordance, Context::People], Action::Sort, &["S"]),
    (&[Context::Hits, Context::Facets, Context::Speaker], Action::FocusNext, &["Tab"]),
    (&[Context::Speaker], Action::CursorLeft, &["h", "Left"]),
    (&[Context::Speaker], Action::CursorRight, &["l", "Right"]),
    (EVERYWHERE, Action::Redraw, &["^l"]),
    (EVERYWHERE, Action::Suspend, &["^z"]),
    (EVERYWHERE, Action::Cancel, &["^c"]),
    (TYPING, Action::Open, &["Enter"]),
    (TYPING, Action::Close, &["Esc"]),
    (TYPED_LISTS, Action::Down, &["Down", "^n"]),
    (TYPED_LISTS, Action::Up, &["Up", "^p"]),
    (TYPED_LISTS, Action::PageDown, &["PgDn"]),
    (TYPED_LISTS, Action::PageUp, &["PgUp"]),
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
    (PANES, &[Action::Search], "search"),
    (&[Context::Article, Context::Quotes], &[Action::Evidence], "why"),
    (PANES, &[Action::FocusNext], "pane"),
    (PANES, &[Action::Quit], "quit"),
    (&[Context::Evidence], &[Action::NextQuotation, Action::PreviousQuotation], "quote"),
    (&[Context::Evidence], &[Action::CopyQuotation], "copy"),
    (&[Context::Evidence], &[Action::Close], "close"),
    (TYPED_LISTS, &[Action::Down, Action::Up], "move"),
    (&[Context::Finder], &[Action::Open], "open"),
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
    (QUOTED, &[Action::CopyQuotation], "copy"),
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

    fn help(&self) -> Vec<HelpLine> {
        let line = |(contexts, action, written): &Binding| HelpLine {
            place: place(contexts),
            keys: written
                .iter()
                .map(|s| parse(s).iter().map(ToString::to_string).collect())
                .collect::<Vec<String>>()
                .join("  "),
            doc: action.doc(),
            name: action.name(),
        };
        TABLE.iter().map(line).collect()
    }

    fn hints(&self, context: Context) -> Vec<Hint> {
        let first_keys = |action: &Action| {
            let (keys, _) = self.in_context(context).iter().find(|(_, bound)| bound == action)?;
            Some(keys.iter().map(ToString::to_string).collect::<String>())
        };
        let here = HINTS.iter().filter(|(contexts, ..)| contexts.contains(&context));
        here.map(|(_, actions, word)| Hint {
            keys: actions.iter().filter_map(first_keys).collect::<Vec<_>>().join("/"),
            word,
        })
        .collect()
    }
}

fn place(contexts: &[Context]) -> &'static str {
    match contexts {
        [Context::Finder] => "finder",
        [Context::Prompt] => "search",
        _ if contexts == EVERYWHERE => "everywhere",
        _ if contexts == TYPING => "typing",
        _ if contexts == RESULTS || contexts == LINES => "other places",
        _ if contexts == TYPED_LISTS => "finder, help",
        _ => "reading",
    }
}

/// Turns key presses into messages: counts, sequences of keys, typed characters.
#[derive(Debug, Clone, Default)]
pub struct Resolver {
    keymap: Keymap,
    pressed: Vec<Key>,
    count: Option<usize>,
}

impl Resolver {
    /// A resolver for these bindings.
    pub fn new(keymap: Keymap) -> Self {
        Resolver { keymap, pressed: Vec::new(), count: None }
    }

    /// The bindings.
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// What a key press means in `context`, after those before it.
    pub fn press(&mut self, event: KeyEvent, context: Context) -> Vec<Message> {
        let Some(key) = Key::from_event(event) else { return Vec::new() };
        let was_pending = !self.pressed.is_empty() || self.count.is_some();
        if was_pending && key.code == KeyCode::Esc {
            return self.over(None);
        }
        if self.take_digit(key, context) {
            return vec![Message::Pending(self.shown(context))];
        }
        self.pressed.push(key);
        let bindings = self.keymap.in_context(context);
        if let Some((_, action)) = bindings.iter().find(|(keys, _)| *keys == self.pressed) {
            let act = Message::Act(*action, self.count);
            return if was_pending { self.over(Some(act)) } else { self.only(act) };
        }
        if bindings.iter().any(|(keys, _)| keys.starts_with(&self.pressed)) {
            return vec![Message::Pending(self.shown(context))];
        }
        match key.typed() {
            Some(c) if TYPING.contains(&context) => self.only(Message::Type(c)),
            _ => self.over(None),
        }
    }

    fn take_digit(&mut self, key: Key, context: Context) -> bool {
        let digit = key.typed().and_then(|c| c.to_digit(10)).map(|d| d as usize);
        match digit {
            Some(digit) if self.pressed.is_empty() && !TYPING.contains(&context) => {
                if digit == 0 && self.count.is_none() {
                    return false;
                }
                self.count = Some(self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit));
                true
            }
            _ => false,
        }
    }

    fn only(&mut self, message: Message) -> Vec<Message> {
        self.pressed.clear();
        self.count = None;
        vec![message]
    }

    fn over(&mut self, message: Option<Message>) -> Vec<Message> {
        self.pressed.clear();
        self.count = None;
        std::iter::once(Message::Pending(String::new())).chain(message).collect()
    }

    /// The pressed keys, and how they can go on.
    fn shown(&self, context: Context) -> String {
        let mut shown = self.count.map(|n| n.to_string()).unwrap_or_default();
        shown.extend(self.pressed.iter().map(ToString::to_string));
        if self.pressed.is_empty() {
            return shown;
        }
        for (keys, action) in self.keymap.in_context(context) {
            if let Some([next, ..]) = keys.strip_prefix(self.pressed.as_slice()) {
                shown.push_str(&format!("   {next} {}", action.name()));
            }
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(resolver: &mut Resolver, context: Context, written: &str) -> Vec<Message> {
        let key = Key::parse(written).unwrap();
        let modifiers = if key.control { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
        resolver.press(KeyEvent::new(key.code, modifiers), context)
    }

    fn acts(messages: Vec<Message>) -> Vec<(Action, Option<usize>)> {
        let act = |message| match message {
            Message::Act(action, count) => Some((action, count)),
            _ => None,
        };
        messages.into_iter().filter_map(act).collect()
    }

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
            assert!(bound(Action::Close) && bound(Action::Open), "{context:?}");
            let hints = keymap.hints(*context);
            assert!(!hints.is_empty() && hints.iter().all(|hint| !hint.keys.is_empty()), "{context:?}: {hints:?}");
        }
    }

    #[test]
    fn counts_and_sequences_become_one_act() {
        let mut resolver = Resolver::default();
        press(&mut resolver, Context::Article, "1");
        press(&mut resolver, Context::Article, "0");
        assert_eq!(acts(press(&mut resolver, Context::Article, "j")), [(Action::Down, Some(10))]);
        press(&mut resolver, Context::Article, "y");
        assert_eq!(acts(press(&mut resolver, Context::Article, "y")), [(Action::CopyQuotation, None)]);
    }

    #[test]
    fn escape_ends_an_unfinished_sequence_and_nothing_else() {
        let mut resolver = Resolver::default();
        press(&mut resolver, Context::Article, "y");
        assert!(acts(press(&mut resolver, Context::Article, "Esc")).is_empty());
        assert_eq!(acts(press(&mut resolver, Context::Article, "Esc")), [(Action::Close, None)]);
    }

    #[test]
    fn digits_and_letters_are_typed_where_text_is_typed() {
        let mut resolver = Resolver::default();
        let typed = |messages: Vec<Message>| matches!(messages[..], [Message::Type(_)]);
        assert!(typed(press(&mut resolver, Context::Finder, "5")));
        assert!(typed(press(&mut resolver, Context::Finder, "j")));
        assert!(typed(press(&mut resolver, Context::Finder, "Space")));
    }
}

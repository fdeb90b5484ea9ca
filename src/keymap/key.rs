//! One key as it is pressed, written and shown.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::fmt;

/// One key press, shift folded into the character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    pub(super) code: KeyCode,
    pub(super) control: bool,
    alt: bool,
}

impl Key {
    fn plain(code: KeyCode) -> Self {
        Key { code, control: false, alt: false }
    }

    pub(super) fn from_event(event: KeyEvent) -> Option<Self> {
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
    pub(super) fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.control && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Reads one key as the table writes it: `j`, `^d`, `Space`, `S-Tab`.
    pub(super) fn parse(written: &str) -> Option<Self> {
        if let Some((_, code)) = NAMED.iter().find(|(name, _)| *name == written) {
            return Some(Key::plain(*code));
        }
        let mut chars = written.chars();
        match (chars.next(), chars.next(), chars.next()) {
            (Some('^'), Some(c), None) => {
                Some(Key { control: true, ..Key::plain(KeyCode::Char(c.to_ascii_lowercase())) })
            }
            (Some(c), None, None) => Some(Key::plain(KeyCode::Char(c))),
            (Some('A'), Some('-'), Some(_)) => Some(Key { alt: true, ..Key::parse(&written[2..])? }),
            (Some('F'), Some('1'..='9'), _) => {
                let number = written[1..].parse().ok().filter(|number| *number <= 12)?;
                Some(Key::plain(KeyCode::F(number)))
            }
            _ => None,
        }
    }

    /// The key as [`parse`](Self::parse) reads it.
    pub(super) fn written(&self) -> String {
        if self.alt {
            return format!("A-{}", Key { alt: false, ..*self }.written());
        }
        let named = NAMED.iter().find(|(_, code)| *code == self.code);
        named.map_or_else(|| self.to_string(), |(name, _)| (*name).to_owned())
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
        if self.alt {
            return write!(f, "A-{}", Key { alt: false, ..*self });
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

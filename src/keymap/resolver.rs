//! From key presses to messages.

use super::Keymap;
use super::key::Key;
use super::table::TYPING;
use crate::app::{Context, Message};
use crossterm::event::{KeyCode, KeyEvent};

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
        let typing = TYPING.contains(&context);
        if was_pending && key.code == KeyCode::Esc && !typing {
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
        if !typing {
            return self.over(None);
        }
        // They were no sequence: what could be typed is typed, and the last key begins anew.
        let before = self.pressed.len() - 1;
        if before == 0 {
            return match key.typed() {
                Some(c) => self.only(Message::Type(c)),
                None => self.over(None),
            };
        }
        let typed: Vec<Message> =
            self.pressed[..before].iter().filter_map(|key| key.typed()).map(Message::Type).collect();
        let mut messages = self.over(None);
        messages.extend(typed);
        messages.extend(self.press(event, context));
        messages
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
    use crate::app::Action;
    use crossterm::event::KeyModifiers;

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

    #[test]
    fn letters_that_turn_out_to_be_no_sequence_are_typed() {
        let place = toml::Spanned::new(0..0, String::new());
        let spanned = |text: &str| toml::Spanned::new(place.span(), text.to_owned());
        let bindings = [(spanned("j k"), spanned("close"))].into_iter().collect();
        let keys = [(spanned("typing"), bindings)].into_iter().collect();
        let mut resolver = Resolver::new(Keymap::rebound(&keys).unwrap());
        let mut said = Vec::new();
        for key in ["j", "u", "j", "j", "Enter", "j", "k"] {
            said.extend(press(&mut resolver, Context::Finder, key));
        }
        let said: Vec<String> = said
            .into_iter()
            .filter(|message| !matches!(message, Message::Pending(_)))
            .map(|message| match message {
                Message::Type(c) => c.to_string(),
                Message::Act(action, _) => action.name().to_owned(),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(said, ["j", "u", "j", "j", "open", "close"]);
    }
}

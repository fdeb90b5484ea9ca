//! One line of text being typed.

use super::action::Action;
use crate::text::sanitize::is_control;
use tui_input::{Input, InputRequest};

/// The longest line that can be typed, in characters: longer ones are pasted by mistake.
const LONGEST: usize = 4_000;

/// One line of text being typed, with a cursor.
#[derive(Debug, Clone, Default)]
pub struct TextLine(Input);

impl TextLine {
    /// A line that holds `text`, however long, the cursor behind it.
    pub fn of(text: &str) -> Self {
        Self(Input::new(text.chars().filter(|c| !is_control(*c)).collect()))
    }

    /// What stands in it.
    pub fn text(&self) -> &str {
        self.0.value()
    }

    /// What stands before the cursor, and after it.
    pub fn around_cursor(&self) -> (&str, &str) {
        let text = self.text();
        let at = text.char_indices().nth(self.0.cursor()).map_or(text.len(), |(at, _)| at);
        text.split_at(at)
    }

    /// Types `text`, as far as there is room for it; line ends and other controls are left out.
    pub fn insert(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.text().chars().count());
        for c in text.chars().filter(|c| !is_control(*c)).take(room) {
            self.0.handle(InputRequest::InsertChar(c));
        }
    }

    /// Edits it; says whether `action` is one that edits a line of text.
    pub fn edit(&mut self, action: Action) -> bool {
        let request = match action {
            Action::DeleteBack => InputRequest::DeletePrevChar,
            Action::DeleteForward => InputRequest::DeleteNextChar,
            Action::DeleteWord => InputRequest::DeletePrevWord,
            Action::CursorLeft => InputRequest::GoToPrevChar,
            Action::CursorRight => InputRequest::GoToNextChar,
            Action::CursorStart => InputRequest::GoToStart,
            Action::CursorEnd => InputRequest::GoToEnd,
            _ => return false,
        };
        self.0.handle(request);
        true
    }
}

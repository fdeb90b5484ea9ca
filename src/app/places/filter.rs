//! What narrows a table down, typed in a line above it.

use super::table::TableScreen;
use crate::app::action::Action;
use crate::app::message::Point;
use crate::app::text_line::TextLine;

/// What narrows a table down.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// What is typed.
    pub line: TextLine,
    /// Whether it is being typed.
    pub typing: bool,
}

impl Filter {
    /// What is asked for; nothing narrows nothing.
    pub fn text(&self) -> &str {
        self.line.text().trim()
    }

    /// Takes in a key while it is typed; says whether something else is asked for now.
    pub fn act(&mut self, action: Action) -> bool {
        let before = self.text().to_owned();
        match action {
            Action::Open | Action::Down => self.typing = false,
            Action::Close | Action::Cancel => *self = Self::default(),
            _ => drop(self.line.edit(action)),
        }
        self.text() != before
    }

    /// Takes in a click on the screen of its table: on the filter it is typed, on the rows no longer.
    pub fn click(&mut self, point: Point, screen: TableScreen) {
        if screen.filter.contains(point) {
            self.typing = true;
        } else if screen.rows.contains(point) {
            self.typing = false;
        }
    }

    /// Types `text`, if it is being typed; says whether something else is asked for now.
    pub fn insert(&mut self, text: &str) -> bool {
        let before = self.text().to_owned();
        if self.typing {
            self.line.insert(text);
        }
        self.text() != before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_the_question_asks_anew() {
        let mut filter = Filter { typing: true, ..Filter::default() };
        assert!(filter.insert("pier"));
        assert!(!filter.insert(" "));
        assert!(!filter.act(Action::CursorLeft));
        assert!(!filter.act(Action::Open));
        assert!(!filter.insert("typed elsewhere"));
        filter.typing = true;
        assert!(filter.act(Action::Cancel));
        assert_eq!((filter.text(), filter.typing), ("", false));
    }
}

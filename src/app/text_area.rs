//! Some lines of text being typed.

use super::action::Action;
use crate::text::sanitize::is_control;
use crate::text::wrap::columns_of;
use std::ops::Range;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// The longest text that can be typed, in characters: longer ones are pasted by mistake.
pub const LONGEST: usize = 20_000;

/// Lines of text being typed, with a cursor.
#[derive(Debug, Clone, Default)]
pub struct TextArea {
    text: String,
    /// A byte of the text, between two characters as they are seen.
    cursor: usize,
}

impl TextArea {
    /// One with a text in it, however long, the cursor at its end.
    pub fn with(text: &str) -> Self {
        let text = typable(text);
        Self { cursor: text.len(), text }
    }

    /// What stands in it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Types `text`, as far as there is room for it; says whether there was for all of it. Line ends and tabs are
    /// kept, other controls left out.
    pub fn insert(&mut self, text: &str) -> bool {
        let room = LONGEST.saturating_sub(self.text.chars().count());
        let text = typable(text);
        let typed = text.char_indices().nth(room).map_or(text.as_str(), |(end, _)| &text[..end]);
        self.text.insert_str(self.cursor, typed);
        self.cursor += typed.len();
        typed.len() == text.len()
    }

    /// Edits it, or moves in it; says whether `action` does either. `width` is how many columns a row
    /// of it has.
    pub fn edit(&mut self, action: Action, width: usize) -> bool {
        let (before, after) = (self.before(), self.after());
        match action {
            Action::NewLine => _ = self.insert("\n"),
            Action::DeleteBack => self.delete(before..self.cursor),
            Action::DeleteForward => self.delete(self.cursor..after),
            Action::DeleteWord => self.delete(self.word_start()..self.cursor),
            Action::CursorLeft => self.cursor = before,
            Action::CursorRight => self.cursor = after,
            Action::CursorStart => self.cursor = self.text[..self.cursor].rfind('\n').map_or(0, |at| at + 1),
            Action::CursorEnd => {
                self.cursor = self.text[self.cursor..].find('\n').map_or(self.text.len(), |at| self.cursor + at);
            }
            Action::Up => self.move_rows(-1, width),
            Action::Down => self.move_rows(1, width),
            _ => return false,
        }
        true
    }

    /// Where the character before the cursor begins.
    fn before(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        cursor.prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    /// Where the character under the cursor ends.
    fn after(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        cursor.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }

    fn word_start(&self) -> usize {
        let words = self.text[..self.cursor].trim_end();
        words.rfind(char::is_whitespace).map_or(0, |at| at + words[at..].chars().next().map_or(0, char::len_utf8))
    }

    fn delete(&mut self, range: Range<usize>) {
        self.cursor = range.start;
        self.text.replace_range(range, "");
    }

    fn move_rows(&mut self, rows: isize, width: usize) {
        let all = self.rows(width);
        let (column, row) = self.place(&all);
        let Some(target) = row.checked_add_signed(rows).and_then(|row| all.get(row)) else {
            self.cursor = if rows < 0 { 0 } else { self.text.len() };
            return;
        };
        let mut columns = 0;
        let text = &self.text[target.clone()];
        let stay = text.trim_end_matches('\n');
        let right = stay.grapheme_indices(true).find(|(_, grapheme)| {
            columns += columns_of(grapheme);
            columns > column
        });
        // Where a row goes on in the next one, its end is that one's start.
        let goes_on = stay.len() == text.len() && target.end < self.text.len();
        let end = if goes_on { stay.grapheme_indices(true).next_back().map_or(0, |(at, _)| at) } else { stay.len() };
        self.cursor = target.start + right.map_or(end, |(at, _)| at);
    }

    /// The bytes that each row of `width` columns shows, line end and all: every byte stands in one
    /// row. Rows are broken after spaces where there are any.
    pub fn rows(&self, width: usize) -> Vec<Range<usize>> {
        let mut rows = Vec::new();
        let (mut start, mut space, mut columns) = (0, None, 0);
        for (at, grapheme) in self.text.grapheme_indices(true) {
            let wide = columns_of(grapheme);
            // A space at its end may hang over the edge.
            if columns + wide > width && at > start && !["\n", " "].contains(&grapheme) {
                let end = space.unwrap_or(at);
                rows.push(start..end);
                columns = columns_of(&self.text[end..at]);
                (start, space) = (end, None);
            }
            columns += wide;
            match grapheme {
                "\n" => {
                    rows.push(start..at + 1);
                    (start, space, columns) = (at + 1, None, 0);
                }
                " " => space = Some(at + 1),
                _ => {}
            }
        }
        rows.push(start..self.text.len());
        rows
    }

    /// Where the cursor stands among `rows`: column and row.
    pub fn place(&self, rows: &[Range<usize>]) -> (usize, usize) {
        let row = rows.partition_point(|row| row.start <= self.cursor).saturating_sub(1);
        let start = rows.get(row).map_or(0, |row| row.start);
        (columns_of(&self.text[start..self.cursor]), row)
    }
}

/// What of a text can stand in one: line ends and tabs, but no other controls.
fn typable(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !is_control(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_is_edited_by_what_is_seen_as_one_character() {
        let mut area = TextArea::with("one two\r\ncafe\u{301}");
        area.edit(Action::DeleteBack, 20);
        assert_eq!(area.text(), "one two\ncaf");
        area.edit(Action::Up, 20);
        area.edit(Action::CursorEnd, 20);
        area.edit(Action::DeleteWord, 20);
        area.edit(Action::NewLine, 20);
        assert_eq!(area.text(), "one \n\ncaf");
    }

    #[test]
    fn it_is_moved_in_by_the_rows_that_are_seen() {
        let mut area = TextArea::with("aaa bbb ccc ddd");
        assert_eq!(area.rows(8), [0..8, 8..15]);
        area.edit(Action::Up, 8);
        area.insert("!");
        assert_eq!(area.text(), "aaa bbb! ccc ddd");
        area.edit(Action::Up, 8);
        area.insert("<");
        assert_eq!(area.text(), "<aaa bbb! ccc ddd", "above the first row is the start");
    }

    #[test]
    fn a_text_that_is_there_stays_whole_and_what_is_typed_is_cut() {
        let long = format!("a\tb\n{}", "x".repeat(LONGEST));
        let mut area = TextArea::with(&long);
        assert_eq!(area.text(), long);
        assert!(!area.insert("y"));
        assert_eq!(area.text(), long);
        let mut area = TextArea::with("one ");
        assert!(area.insert("two\t"));
        assert!(!area.insert(&long));
        assert_eq!((area.text().chars().count(), &area.text()[..11]), (LONGEST, "one two\ta\tb"));
    }

    proptest! {
        #[test]
        fn every_byte_stands_in_one_row_and_no_action_panics(
            text in "[a-c \\n\\t你👩‍👩‍👧é]{0,40}",
            width in 0usize..12,
            actions in proptest::collection::vec(0..11usize, 0..30),
        ) {
            let all = [
                Action::NewLine, Action::DeleteBack, Action::DeleteForward, Action::DeleteWord, Action::CursorLeft,
                Action::CursorRight, Action::CursorStart, Action::CursorEnd, Action::Up, Action::Down, Action::Help,
            ];
            let mut area = TextArea::with(&text);
            for action in actions {
                area.edit(all[action], width);
                let rows = area.rows(width);
                prop_assert_eq!(rows.iter().map(|row| &area.text()[row.clone()]).collect::<String>(), area.text());
                prop_assert!(area.place(&rows).1 < rows.len());
            }
        }
    }
}

//! What the reader was told, the newest first.

use super::{Step, View};
use crate::app::action::Action;
use crate::app::cursor::Cursor;
use crate::app::inquiry::Reply;
use crate::app::layout::Area;
use crate::app::message::Point;
use crate::app::{Context, Notice};
use std::collections::VecDeque;

/// The most messages that are kept.
const MOST: usize = 500;

/// Messages, the newest first.
#[derive(Debug, Clone, Default)]
pub struct Messages(VecDeque<Notice>);

impl Messages {
    /// Keeps a message, unless it is the same as the one before.
    pub fn keep(&mut self, notice: Notice) {
        if self.0.front() != Some(&notice) {
            self.0.push_front(notice);
            self.0.truncate(MOST);
        }
    }
}

/// The state of the log.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// The messages, the newest first; behind them the files that gave nothing.
    pub lines: Vec<Notice>,
    /// The selected one, shown whole.
    pub cursor: Cursor,
}

impl Log {
    /// These messages, and what could not be read.
    pub fn of(messages: &Messages, failures: &[String]) -> Self {
        let failures = failures.iter().map(|text| Notice { text: text.clone(), warning: true });
        let messages = messages.0.iter();
        let told: Vec<Notice> = messages.filter(|notice| !notice.text.is_empty()).cloned().collect();
        let untold = failures.filter(|failure| !told.contains(failure)).collect::<Vec<_>>();
        Self { lines: told.into_iter().chain(untold).collect(), cursor: Cursor::default() }
    }
}

/// Rows of the list: the last three show the selected message whole.
pub fn height(body: Area) -> usize {
    body.height.saturating_sub(4) as usize
}

impl View for Log {
    fn context(&self) -> Context {
        Context::Log
    }

    fn arrive(&mut self, _: Area) -> Step {
        Step::Stay
    }

    fn act(&mut self, action: Action, count: Option<usize>, body: Area) -> Step {
        match action {
            Action::Back | Action::Close | Action::Cancel => return Step::Back,
            Action::Open => {
                let selected = self.lines.get(self.cursor.row());
                return Step::Copy(selected.map(|notice| notice.text.clone()).into_iter().collect());
            }
            _ => self.cursor.act(action, count, self.lines.len(), height(body)),
        };
        Step::Stay
    }

    fn take(&mut self, _: Reply, _: Area) -> Step {
        Step::Stay
    }

    fn click(&mut self, point: Point, body: Area) -> Step {
        let area = body.first_rows(u16::try_from(height(body)).unwrap_or(u16::MAX));
        self.cursor.click(point, area, 1, self.lines.len());
        Step::Stay
    }

    fn lay_out(&mut self, body: Area) {
        self.cursor.keep_in_sight(self.lines.len(), height(body));
    }

    fn position(&self) -> String {
        self.cursor.position(self.lines.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_message_comes_first_and_no_failure_twice() {
        let notice = |text: &str| Notice { text: text.to_owned(), warning: true };
        let mut messages = Messages::default();
        ["old", "a.txt: no text in it", "a.txt: no text in it"]
            .into_iter()
            .for_each(|text| messages.keep(notice(text)));
        let failures = ["a.txt: no text in it", "b.txt: no text in it"].map(str::to_owned);
        let lines: Vec<String> = Log::of(&messages, &failures).lines.into_iter().map(|line| line.text).collect();
        assert_eq!(lines, ["a.txt: no text in it", "old", "b.txt: no text in it"]);
        (0..2 * MOST).for_each(|number| messages.keep(notice(&number.to_string())));
        assert_eq!(messages.0.len(), MOST);
    }
}

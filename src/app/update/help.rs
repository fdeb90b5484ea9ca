//! Keys in the help.

use crate::app::help::Help;
use crate::app::layout::HelpScreen;
use crate::app::{Action, App, Effect, Overlay};

impl App {
    pub(super) fn open_help(&mut self) -> Vec<Effect> {
        self.overlay = Some(Overlay::Help(Help::default()));
        Vec::new()
    }

    pub(super) fn act_in_help(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        let height = HelpScreen::new(self.size).lines.height as usize;
        let Some(Overlay::Help(help)) = &mut self.overlay else { return Vec::new() };
        let page = height.saturating_sub(1).max(1) * count.unwrap_or(1);
        let top = match action {
            Action::Down => help.top + 1,
            Action::Up => help.top.saturating_sub(1),
            Action::PageDown => help.top + page,
            Action::PageUp => help.top.saturating_sub(page),
            Action::Close | Action::Cancel | Action::Open => {
                self.overlay = None;
                return Vec::new();
            }
            _ => {
                help.filter.edit(action);
                0
            }
        };
        let lines = help.lines(&self.keys.lines).len();
        help.top = top.min(lines.saturating_sub(height));
        Vec::new()
    }
}

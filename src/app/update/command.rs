//! Keys in the command line.

use crate::app::command::Command;
use crate::app::layout::body;
use crate::app::{Action, App, Effect, Overlay, Point};

impl App {
    pub(super) fn open_command(&mut self) -> Vec<Effect> {
        let offered = self.keys.actions.get(&self.context()).cloned();
        self.overlay = Some(Overlay::Command(Command { offered, ..Command::default() }));
        Vec::new()
    }

    pub(super) fn act_in_command(&mut self, action: Action) -> Vec<Effect> {
        let Some(Overlay::Command(command)) = &mut self.overlay else { return Vec::new() };
        match action {
            Action::Close | Action::Cancel => self.overlay = None,
            Action::DeleteBack if command.line.text().is_empty() => self.overlay = None,
            Action::FocusNext => command.choose(1),
            Action::FocusPrevious => command.choose(-1),
            Action::RecallQuery => command.recall(&self.commands, true),
            Action::RecallNext => command.recall(&self.commands, false),
            Action::Open => return self.run_command(),
            _ => {
                command.line.edit(action);
                command.chosen = None;
            }
        }
        Vec::new()
    }

    /// Does what was clicked on; anywhere else, gives the line up.
    pub(super) fn click_in_command(&mut self, point: Point) -> Vec<Effect> {
        let body = body(self.size);
        let Some(Overlay::Command(command)) = &mut self.overlay else { return Vec::new() };
        if command.choose_at(point, body) { self.run_command() } else { self.act_in_command(Action::Close) }
    }

    fn run_command(&mut self) -> Vec<Effect> {
        let Some(Overlay::Command(command)) = self.overlay.take() else { return Vec::new() };
        match command.meant() {
            Some((action, count)) => {
                let number = count.map(|count| format!("{count} ")).unwrap_or_default();
                self.commands.remember(&format!("{number}{}", action.name()));
                self.act(action, count)
            }
            None if command.line.text().trim().is_empty() => Vec::new(),
            None => {
                let typed = command.line.text();
                let why = if command.is_of_elsewhere() {
                    format!("“{typed}” does nothing here")
                } else {
                    let key = self.keys.key(Action::FocusNext);
                    format!("there is no one command “{typed}”: {key} goes through those it may mean")
                };
                self.warn(why);
                self.overlay = Some(Overlay::Command(command));
                Vec::new()
            }
        }
    }
}

//! Keys in the command line.

use crate::app::command::Command;
use crate::app::{Action, App, Effect, Overlay};

impl App {
    pub(super) fn open_command(&mut self) -> Vec<Effect> {
        self.overlay = Some(Overlay::Command(Command::default()));
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
                self.warn(format!(
                    "there is no one command “{}”: Tab goes through those it may mean",
                    command.line.text()
                ));
                self.overlay = Some(Overlay::Command(command));
                Vec::new()
            }
        }
    }
}

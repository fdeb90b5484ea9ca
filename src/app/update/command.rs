//! Keys in the command line.

use crate::app::command::{Command, Meaning};
use crate::app::layout::body;
use crate::app::setting::Setting;
use crate::app::{Action, App, Effect, Overlay, Point};

impl App {
    pub(super) fn open_command(&mut self) -> Vec<Effect> {
        let offered = self.keys.actions.get(&self.context()).cloned();
        self.overlay = Some(Overlay::Command(Command { offered, look: self.look.clone(), ..Command::default() }));
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

    /// Sets something, and says so.
    pub(super) fn set(&mut self, setting: Setting) -> Vec<Effect> {
        self.look.set(setting);
        self.lay_out();
        self.inform(match setting {
            Setting::Measure(columns) => format!("lines of {columns} columns"),
            setting => format!("{} {}", setting.name(), setting.value(&self.look)),
        });
        Vec::new()
    }

    fn run_command(&mut self) -> Vec<Effect> {
        let Some(Overlay::Command(command)) = self.overlay.take() else { return Vec::new() };
        match command.meant() {
            Some((meaning, count)) => {
                let number = count.map(|count| format!("{count} ")).unwrap_or_default();
                self.commands.remember(&format!("{number}{}", meaning.line(&self.look)));
                match meaning {
                    Meaning::Do(action) => self.act(action, count),
                    Meaning::Set(setting) => self.set(setting),
                }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::page::Line;
    use crate::app::update::tests::Reader;
    use crate::app::{Message, Size};

    #[test]
    fn hyphens_that_are_set_part_words_but_belong_to_no_text() {
        let text = "“The comprehensive administrative investigation is unquestionably extraordinary,” Ada Stone said.";
        let mut reader = Reader::of(&[text.to_owned()]);
        reader.tell(Message::Resize(Size { columns: 44, rows: 30 }));
        reader.act(Action::Open);
        let shown = |reader: &Reader| -> Vec<String> {
            let body = reader.reading().page().lines().iter().filter_map(|line| match line {
                Line::Body(line) => Some((line.span.of(text).to_owned(), line.hyphen)),
                _ => None,
            });
            body.map(|(words, hyphen)| words + if hyphen { "-" } else { "" }).collect()
        };
        let whole = shown(&reader);
        assert!(whole.iter().all(|line| !line.ends_with('-')));
        reader.act(Action::CommandLine);
        reader.tell(Message::Paste("set hyphenation on".to_owned()));
        reader.act(Action::Open);
        let parted = shown(&reader);
        assert!(parted.iter().any(|line| line.ends_with('-')) && parted.len() <= whole.len(), "{parted:?}");
        let effects = reader.act(Action::CopyWords);
        let [Effect::Copy(words)] = &effects[..] else { panic!("{effects:?}") };
        assert_eq!(words, "The comprehensive administrative investigation is unquestionably extraordinary,");
    }
}

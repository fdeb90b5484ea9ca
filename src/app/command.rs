//! The command line: every action by its name.

use super::action::Action;
use super::queries::{Queries, Recall};
use super::text_line::TextLine;
use crate::text::fold::fold;

/// The state of the command line.
#[derive(Debug, Clone, Default)]
pub struct Command {
    /// What is typed.
    pub line: TextLine,
    /// Which of the [matches](Self::matches) is chosen, once one is.
    pub chosen: Option<usize>,
    /// Which earlier command stands in the line.
    pub recall: Recall,
}

/// What edits a line of text means nothing where none is being typed.
const EDITING: &[Action] = &[
    Action::DeleteBack,
    Action::DeleteForward,
    Action::DeleteWord,
    Action::CursorLeft,
    Action::CursorRight,
    Action::CursorStart,
    Action::CursorEnd,
    Action::RecallQuery,
    Action::RecallNext,
    Action::CommandLine,
];

impl Command {
    /// How often, if the line begins with a number, and the rest of it.
    fn parts(&self) -> (Option<usize>, &str) {
        let text = self.line.text().trim_start();
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        (text[..digits].parse().ok(), text[digits..].trim())
    }

    /// The actions that may be meant: those whose name begins with what is typed before those that hold it in name or
    /// help.
    pub fn matches(&self) -> Vec<Action> {
        let wanted = fold(self.parts().1).replace(' ', "-");
        let all = || Action::ALL.iter().copied().filter(|action| !EDITING.contains(action));
        let begins = |action: &Action| action.name().starts_with(&wanted);
        let holds =
            |action: &Action| action.name().contains(&wanted) || fold(action.doc()).replace(' ', "-").contains(&wanted);
        all().filter(begins).chain(all().filter(|action| !begins(action) && holds(action))).collect()
    }

    /// Chooses the match so many further on, round the ends.
    pub fn choose(&mut self, steps: isize) {
        let count = self.matches().len() as isize;
        if count > 0 {
            let from = self.chosen.map_or(if steps > 0 { -1 } else { 0 }, |chosen| chosen as isize);
            self.chosen = Some((from + steps).rem_euclid(count) as usize);
        }
    }

    /// Puts the command in the line that was done before the one there, or after it.
    pub fn recall(&mut self, commands: &Queries, earlier: bool) {
        let recalled =
            if earlier { self.recall.earlier(commands, self.line.text()) } else { self.recall.later(commands) };
        if let Some(text) = recalled {
            (self.line, self.chosen) = (TextLine::of(&text), None);
        }
    }

    /// What is to be done, and how often: the chosen action, or the one that is typed whole, or the only one that may be
    /// meant; a number alone goes to that row.
    pub fn meant(&self) -> Option<(Action, Option<usize>)> {
        let (count, name) = self.parts();
        if name.is_empty() && self.chosen.is_none() {
            return count.map(|row| (Action::Top, Some(row)));
        }
        let matches = self.matches();
        let whole = || matches.iter().copied().find(|action| action.name() == name);
        let only = || matches.first().copied().filter(|_| matches.len() == 1);
        let action = match self.chosen {
            Some(chosen) => matches.get(chosen).copied(),
            None => whole().or_else(only),
        };
        action.map(|action| (action, count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(text: &str) -> Command {
        Command { line: TextLine::of(text), ..Command::default() }
    }

    #[test]
    fn an_action_is_meant_by_its_name_or_what_only_it_holds() {
        assert_eq!(command("zen").meant(), Some((Action::Zen, None)));
        assert_eq!(command("5 down").meant(), Some((Action::Down, Some(5))));
        assert_eq!(command("check wording").meant(), Some((Action::CheckWording, None)));
        assert_eq!(command("42").meant(), Some((Action::Top, Some(42))));
        assert_eq!(command("no such thing").meant(), None);
        assert_eq!(command("").meant(), None);
    }

    #[test]
    fn names_that_begin_so_come_first_and_are_gone_through_in_a_circle() {
        let mut command = command("so");
        assert_eq!(command.matches()[0], Action::Sort);
        command.choose(1);
        assert_eq!(command.meant().map(|(action, _)| action), Some(Action::Sort));
        command.choose(-1);
        assert_eq!(command.chosen, Some(command.matches().len() - 1));
        assert!(!Command::default().matches().contains(&Action::DeleteBack));
    }
}

//! The command line: every action by its name.

use super::action::Action;
use super::layout::Area;
use super::message::Point;
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
    /// The actions that do something where the line was opened, if that is known.
    pub offered: Option<Vec<Action>>,
}

/// The most matches that are in sight.
const MOST_IN_SIGHT: usize = 10;

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
        let count = (digits > 0).then(|| text[..digits].parse().unwrap_or(usize::MAX));
        (count, text[digits..].trim())
    }

    /// The actions that may be meant: those whose name begins with what is typed before those that hold it in name or
    /// help.
    pub fn matches(&self) -> Vec<Action> {
        let wanted = named(self.parts().1);
        let does = |action: &Action| self.offered.as_ref().is_none_or(|offered| offered.contains(action));
        let all = || Action::ALL.iter().copied().filter(|action| !EDITING.contains(action) && does(action));
        let begins = |action: &Action| action.name().starts_with(&wanted);
        let holds =
            |action: &Action| action.name().contains(&wanted) || fold(action.doc()).replace(' ', "-").contains(&wanted);
        all().filter(begins).chain(all().filter(|action| !begins(action) && holds(action))).collect()
    }

    /// Whether what is typed is the name of an action, though of none that does something here.
    pub fn is_of_elsewhere(&self) -> bool {
        let name = named(self.parts().1);
        Action::ALL.iter().any(|action| action.name() == name) && self.matches().iter().all(|a| a.name() != name)
    }

    /// Where the matches stand, at the foot of `body`, and the first one in sight.
    pub fn list(&self, body: Area) -> (Area, usize) {
        let height = u16::try_from(self.matches().len().min(MOST_IN_SIGHT)).unwrap_or(0).min(body.height);
        let first = (self.chosen.unwrap_or(0) + 1).saturating_sub(height.into());
        (body.below(body.height - height), first)
    }

    /// Chooses the match that the cell shows, if one stands there; says whether.
    pub fn choose_at(&mut self, point: Point, body: Area) -> bool {
        let (list, first) = self.list(body);
        let at = list.contains(point).then(|| first + usize::from(point.row - list.y));
        if at.is_some() {
            self.chosen = at;
        }
        at.is_some()
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
        let whole = || matches.iter().copied().find(|action| action.name() == named(name));
        let only = || matches.first().copied().filter(|_| matches.len() == 1);
        let action = match self.chosen {
            Some(chosen) => matches.get(chosen).copied(),
            None => whole().or_else(only),
        };
        action.map(|action| (action, count))
    }
}

/// What is typed, as actions are named.
fn named(typed: &str) -> String {
    fold(typed).replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_does_something_is_offered_and_capitals_do_not_matter() {
        let mut command = command("TOP");
        assert_eq!(command.meant(), Some((Action::Top, None)));
        command.offered = Some(vec![Action::Bottom]);
        assert!(command.matches().is_empty() && command.is_of_elsewhere());
    }

    #[test]
    fn the_match_that_a_cell_shows_is_chosen() {
        let body = Area { x: 0, y: 2, width: 60, height: 20 };
        let mut command = Command::default();
        let last = |row| Point { column: 5, row };
        assert!(!command.choose_at(last(11), body));
        assert!(command.choose_at(last(21), body));
        assert_eq!(command.chosen, Some(MOST_IN_SIGHT - 1));
        command.choose(5);
        assert!(command.choose_at(last(12), body));
        assert_eq!(command.chosen, Some(5));
    }

    #[test]
    fn no_number_is_too_large() {
        assert_eq!(command(&format!("{} wider", "9".repeat(40))).meant(), Some((Action::Wider, Some(usize::MAX))));
    }

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

//! The command line: every action by its name, and what can be set.

use super::Look;
use super::action::Action;
use super::layout::Area;
use super::message::Point;
use super::queries::{Queries, Recall};
use super::setting::Setting;
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
    /// How the reader looked where the line was opened.
    pub look: Look,
}

/// What a line may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// To do this.
    Do(Action),
    /// To set this.
    Set(Setting),
}

impl Meaning {
    /// As it is typed, where it looks so.
    pub fn line(self, look: &Look) -> String {
        match self {
            Meaning::Do(action) => action.name().to_owned(),
            Meaning::Set(setting) => setting.line(look),
        }
    }

    /// What it does, in a few words.
    pub const fn doc(self) -> &'static str {
        match self {
            Meaning::Do(action) => action.doc(),
            Meaning::Set(setting) => setting.doc(),
        }
    }
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

    /// What may be meant: what begins with what is typed before what holds it in name or help.
    pub fn matches(&self) -> Vec<Meaning> {
        let wanted = named(self.parts().1);
        let does = |action: &Action| self.offered.as_ref().is_none_or(|offered| offered.contains(action));
        let actions = Action::ALL.iter().copied().filter(|action| !EDITING.contains(action) && does(action));
        let settings = Setting::all(&self.look, self.line.text()).into_iter().map(Meaning::Set);
        let all = actions.map(Meaning::Do).chain(settings).map(|meaning| (meaning, named(&meaning.line(&self.look))));
        let holds =
            |(meaning, line): &(Meaning, String)| line.contains(&wanted) || named(meaning.doc()).contains(&wanted);
        let (begin, others): (Vec<_>, Vec<_>) = all.filter(holds).partition(|(_, line)| line.starts_with(&wanted));
        begin.into_iter().chain(others).map(|(meaning, _)| meaning).collect()
    }

    /// Whether what is typed is the name of an action, though of none that does something here.
    pub fn is_of_elsewhere(&self) -> bool {
        let name = named(self.parts().1);
        let is_meant = |meaning: &Meaning| matches!(meaning, Meaning::Do(action) if action.name() == name);
        Action::ALL.iter().any(|action| action.name() == name) && !self.matches().iter().any(is_meant)
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

    /// What is to be done, and how often: the chosen line, or the one that is typed whole, or the only one that may be
    /// meant; a number alone goes to that row.
    pub fn meant(&self) -> Option<(Meaning, Option<usize>)> {
        let (count, name) = self.parts();
        if name.is_empty() && self.chosen.is_none() {
            return count.map(|row| (Meaning::Do(Action::Top), Some(row)));
        }
        let matches = self.matches();
        let is_whole = |meaning: &Meaning| named(&meaning.line(&self.look)) == named(name);
        let whole = || matches.iter().copied().find(is_whole);
        let only = || matches.first().copied().filter(|_| matches.len() == 1);
        let meaning = match self.chosen {
            Some(chosen) => matches.get(chosen).copied(),
            None => whole().or_else(only),
        };
        meaning.map(|meaning| (meaning, count))
    }
}

/// What is typed or said, as actions are named.
fn named(typed: &str) -> String {
    fold(typed).replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Borders;

    #[test]
    fn only_what_does_something_is_offered_and_capitals_do_not_matter() {
        let mut command = command("TOP");
        assert_eq!(command.meant(), Some((Meaning::Do(Action::Top), None)));
        command.offered = Some(vec![Action::Bottom]);
        assert!(
            command.is_of_elsewhere() && !command.matches().iter().any(|meaning| matches!(meaning, Meaning::Do(_)))
        );
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
        assert_eq!(
            command(&format!("{} wider", "9".repeat(40))).meant(),
            Some((Meaning::Do(Action::Wider), Some(usize::MAX)))
        );
    }

    fn command(text: &str) -> Command {
        Command { line: TextLine::of(text), ..Command::default() }
    }

    #[test]
    fn an_action_is_meant_by_its_name_or_what_only_it_holds() {
        let done = |text| command(text).meant().map(|(meaning, count)| (meaning.line(&Look::default()), count));
        let some = |name: &str, count| Some((name.to_owned(), count));
        assert_eq!(done("zen"), some("zen", None));
        assert_eq!(done("5 down"), some("down", Some(5)));
        assert_eq!(done("check wording"), some("check-wording", None));
        assert_eq!(done("42"), some("top", Some(42)));
        assert_eq!(command("no such thing").meant(), None);
        assert_eq!(command("").meant(), None);
    }

    #[test]
    fn names_that_begin_so_come_first_and_are_gone_through_in_a_circle() {
        let mut command = command("so");
        assert_eq!(command.matches()[0], Meaning::Do(Action::Sort));
        command.choose(1);
        assert_eq!(command.meant().map(|(meaning, _)| meaning), Some(Meaning::Do(Action::Sort)));
        command.choose(-1);
        assert_eq!(command.chosen, Some(command.matches().len() - 1));
        assert!(!Command::default().matches().contains(&Meaning::Do(Action::DeleteBack)));
    }

    #[test]
    fn what_can_be_set_is_set_by_its_whole_line_or_the_only_one_that_may_be_meant() {
        let set = |text| match command(text).meant() {
            Some((Meaning::Set(setting), _)) => Some(setting),
            _ => None,
        };
        assert_eq!(set("set hyphenation on"), Some(Setting::Hyphenation(true)));
        assert_eq!(set("SET MEASURE 70"), Some(Setting::Measure(70)));
        assert_eq!(set("set b d"), None);
        assert_eq!(set("borders dou"), Some(Setting::Borders(Borders::Double)));
        assert_eq!(set("set hyphenation"), None, "there are two");
    }
}

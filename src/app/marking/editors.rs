//! The small editors with which notes, tags, names of searches and speakers are given.

use crate::app::text_area::TextArea;
use crate::app::text_line::TextLine;
use crate::library::marks::{Alter, Mark};
use crate::text::fold::fold;
use std::collections::HashSet;

/// A note being written.
#[derive(Debug, Clone)]
pub struct Note {
    /// The marks that it is for.
    pub targets: Vec<Mark>,
    /// What is written.
    pub area: TextArea,
    /// What stood there before.
    pub before: String,
    /// Whether the reader was told that leaving loses what was written.
    pub warned: bool,
    /// How many notes saving takes the place of, where they are not all the same; else 0.
    pub different: usize,
    /// Whether the reader was told that it does.
    pub told: bool,
}

impl Note {
    /// One for these marks, with the note that all of them have.
    pub fn on(targets: Vec<Mark>) -> Self {
        let notes: HashSet<Option<&str>> = targets.iter().map(|mark| mark.note.as_deref()).collect();
        let different = if notes.len() > 1 { notes.iter().flatten().count() } else { 0 };
        let before = notes.into_iter().next().flatten().filter(|_| different == 0).unwrap_or_default().to_owned();
        Note { area: TextArea::with(&before), before, warned: false, different, told: false, targets }
    }
}

/// Tags being given, parted by commas.
#[derive(Debug, Clone)]
pub struct Tags {
    /// The marks that they are for.
    pub targets: Vec<Mark>,
    /// What is typed.
    pub line: TextLine,
    /// The tags that one of the marks at least had before, in order.
    pub before: Vec<String>,
}

impl Tags {
    /// The line for these marks, with the tags that they have.
    pub fn of(targets: Vec<Mark>) -> Self {
        let mut before: Vec<String> = Vec::new();
        for tag in targets.iter().flat_map(|mark| &mark.tags) {
            if !before.contains(tag) {
                before.push(tag.clone());
            }
        }
        let line = if before.is_empty() { String::new() } else { format!("{}, ", before.join(", ")) };
        Tags { targets, line: TextLine::of(&line), before }
    }

    /// What is typed, as a difference to what was there: of several marks each keeps its own tags.
    pub fn alter(&self) -> Alter {
        let typed = self.typed();
        let remove = self.before.iter().filter(|tag| !typed.contains(tag)).cloned().collect();
        Alter::Tags { add: typed.into_iter().filter(|tag| !self.before.contains(tag)).collect(), remove }
    }

    /// The tags that are typed: each once, in order, without a `#` before them.
    pub fn typed(&self) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for tag in self.line.text().split(',').map(|tag| tag.trim().trim_start_matches('#').trim()) {
            if !tag.is_empty() && !tags.iter().any(|other| other == tag) {
                tags.push(tag.to_owned());
            }
        }
        tags
    }

    /// The tags in use that go on as the last one typed, but for those that are given already.
    pub fn completions<'a>(&self, in_use: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        let (given, last) = self.parted();
        let given: Vec<&str> = given.split(',').map(|tag| tag.trim().trim_start_matches('#')).collect();
        let last = fold(last.trim().trim_start_matches('#'));
        let goes_on = |tag: &&str| fold(tag).starts_with(&last) && !given.contains(tag);
        in_use.into_iter().filter(goes_on).collect()
    }

    /// Puts a tag in the place of the last one typed.
    pub fn complete(&mut self, tag: &str) {
        let (given, _) = self.parted();
        let text = match given.trim() {
            "" => format!("{tag}, "),
            given => format!("{given} {tag}, "),
        };
        self.line = TextLine::default();
        self.line.insert(&text);
    }

    /// What is typed up to its last comma, and after it.
    fn parted(&self) -> (&str, &str) {
        let text = self.line.text();
        text.split_at(text.rfind(',').map_or(0, |at| at + 1))
    }
}

/// A search being saved under a name.
#[derive(Debug, Clone)]
pub struct Naming {
    /// What is looked for.
    pub query: String,
    /// The name that is typed.
    pub line: TextLine,
}

/// A speaker being corrected.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The marks of the quotations.
    pub targets: Vec<Mark>,
    /// The name that stands there, if somebody is named.
    pub name: Option<String>,
    /// The name that the engine found.
    pub found: Option<String>,
    /// Whether everything said under that name is corrected, not these words alone.
    pub everywhere: bool,
    /// What is typed.
    pub line: TextLine,
    /// Who else it could be.
    pub people: Vec<String>,
    /// The number of the selected choice.
    pub selected: usize,
}

/// Who it could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Somebody of that name.
    Name(String),
    /// Whoever the engine has found.
    AsFound,
}

impl Correction {
    /// Who there is to choose from: the name that is typed, those that hold it, and whoever was
    /// found.
    pub fn choices(&self) -> Vec<Choice> {
        let typed = self.line.text().trim();
        let wanted = fold(typed);
        let fits = |name: &&String| wanted.split_whitespace().all(|word| fold(name).contains(word));
        let people: Vec<Choice> = self.people.iter().filter(fits).cloned().map(Choice::Name).collect();
        let new = !typed.is_empty() && !self.people.iter().any(|name| name == typed);
        let own = new.then(|| Choice::Name(typed.to_owned()));
        own.into_iter().chain(people).chain([Choice::AsFound]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(text: &str) -> Tags {
        let mut tags = Tags::of(Vec::new());
        tags.line.insert(text);
        tags
    }

    #[test]
    fn tags_are_completed_from_those_in_use_but_not_twice() {
        let in_use = ["pier", "Piero", "town hall", "vote"];
        let mut typed = tags("#vote, pi");
        assert_eq!(typed.completions(in_use), ["pier", "Piero"]);
        typed.complete("pier");
        assert_eq!(typed.typed(), ["vote", "pier"]);
        assert_eq!(typed.completions(in_use), ["Piero", "town hall"]);
        assert_eq!(tags(" ,#, a,a ,").typed(), ["a"]);
    }

    #[test]
    fn a_name_that_is_typed_is_a_choice_unless_it_stands_there_already() {
        let mut correction = Correction {
            targets: Vec::new(),
            name: None,
            found: None,
            everywhere: false,
            line: TextLine::default(),
            people: vec!["Zoë Ünal".to_owned(), "Ana Ruiz".to_owned()],
            selected: 0,
        };
        assert_eq!(correction.choices().len(), 3);
        correction.line.insert("unal");
        let names = |names: &[&str]| names.iter().map(|n| Choice::Name((*n).to_owned())).collect::<Vec<_>>();
        assert_eq!(correction.choices()[..2], names(&["unal", "Zoë Ünal"]));
        correction.line = TextLine::default();
        correction.line.insert("Ana Ruiz");
        assert_eq!(correction.choices(), [&names(&["Ana Ruiz"])[..], &[Choice::AsFound]].concat());
    }
}

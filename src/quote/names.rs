//! Names in the text, and what the words around them tell of who it is.

use super::clauses::{Clauses, Item, Kind};
use super::lexicon::{Class, Gender, classify};
use super::mentions::strip_titles;
use crate::text::Span;
use std::ops::Range;

/// What an article tells of somebody it names.
#[derive(Debug, Clone, Default)]
pub(super) struct Traits {
    /// The role as printed.
    pub role: Option<String>,
    pub gender: Option<Gender>,
    /// Whether a title, a given name or *Mr.* shows that it is a person; none if nothing tells.
    pub person: Option<bool>,
}

impl Traits {
    /// Takes over what was not known yet.
    pub fn complete(&mut self, other: Traits) {
        self.role = self.role.take().or(other.role);
        self.gender = self.gender.or(other.gender);
        self.person = self.person.or(other.person);
    }
}

/// A run of capitalised words.
pub(super) struct Run {
    pub items: Range<usize>,
    pub name: Range<usize>,
    pub sentence: usize,
    pub subject: bool,
    pub speaks: bool,
}

/// The runs of capitalised words of every sentence.
pub(super) fn runs(clauses: &Clauses) -> Vec<Run> {
    let items = &clauses.items;
    let mut runs = Vec::new();
    for (sentence, range) in clauses.sentences.iter().map(|sentence| &sentence.items).enumerate() {
        let mut at = range.start;
        let mut seen = false;
        while at < range.end {
            if !items[at].is_capital() || is_no_name(items[at].class()) {
                at += 1;
                continue;
            }
            let end = run_end(items, at, range.end);
            let before = (at > range.start).then(|| items[at - 1]);
            let oblique = matches!(before.and_then(Item::class), Some(Class::Preposition | Class::Linking));
            let possessive = items.get(end).is_some_and(|item| item.kind == Kind::Possessive);
            if let Some(name) = strip_titles(items, at..end) {
                let reports = |at: Option<usize>| at.and_then(|at| items.get(at)).and_then(|item| item.cue()).is_some();
                let speaks = reports(Some(end)) || reports(at.checked_sub(1));
                runs.push(Run { items: at..end, name, sentence, subject: !seen && !oblique && !possessive, speaks });
            }
            seen |= !oblique && !possessive;
            at = end;
        }
    }
    runs
}

/// Words that are capitalised without naming anybody.
fn is_no_name(class: Option<Class>) -> bool {
    matches!(class, Some(Class::Time | Class::Adverb | Class::Cue(_) | Class::Verb))
}

/// The item after the run that begins at `at`.
fn run_end(items: &[Item], at: usize, end: usize) -> usize {
    let mut next = at + 1;
    while next < end {
        let particle = items[next].class() == Some(Class::Particle)
            && items[next + 1..end].iter().take(2).any(|item| item.is_capital());
        if !(particle || items[next].is_capital() && items[next].class() != Some(Class::Time)) {
            break;
        }
        next += 1;
    }
    next
}

/// What the words around a name tell of who it is.
pub(super) fn describe(text: &str, items: &[Item], run: &Run) -> Traits {
    let given = match items[run.name.start].class() {
        Some(Class::Given(gender)) => Some(gender),
        _ => None,
    };
    let honorific = honorific(items, run);
    let role = role_before(text, items, run).or_else(|| role_after(text, items, run));
    let titled =
        role.as_deref().and_then(|role| role.rsplit(' ').next()).and_then(|word| match classify(word, false) {
            Class::Title(gender) => gender,
            _ => None,
        });
    let organisation = items[run.name.clone()].iter().any(|item| item.class() == Some(Class::Organisation));
    let is_person = given.is_some() || honorific.is_some() || (role.is_some() || run.speaks) && !organisation;
    let person = if is_person { Some(true) } else { organisation.then_some(false) };
    Traits { role, gender: honorific.or(given).or(titled), person }
}

/// What *Mr.* or *Mrs.* before a name tells.
pub(super) fn honorific(items: &[Item], run: &Run) -> Option<Gender> {
    items[run.items.start..run.name.start].iter().find_map(|item| match item.class() {
        Some(Class::Honorific(gender)) => gender,
        _ => None,
    })
}

/// The title that stands before a name: *State Senator*, *campaign manager*.
fn role_before(text: &str, items: &[Item], run: &Run) -> Option<String> {
    let mut first = run.name.start;
    let earliest = first.saturating_sub(6);
    while first > earliest {
        let inside = match items[first - 1].kind {
            Kind::Word(Class::Title(_) | Class::Plain | Class::Organisation | Class::Given(_), capital) => {
                capital || first <= run.items.start
            }
            _ => false,
        };
        if !inside {
            break;
        }
        first -= 1;
    }
    let before = first..run.name.start;
    let ends_in_title = before.end > before.start && matches!(items[before.end - 1].class(), Some(Class::Title(_)));
    ends_in_title.then(|| Span::new(items[before.start].span.start, items[before.end - 1].span.end).of(text).to_owned())
}

/// The description in apposition: *Ana Ruiz, a professor at Rice,*.
fn role_after(text: &str, items: &[Item], run: &Run) -> Option<String> {
    let rest = items.get(run.name.end..)?;
    let [comma, first, ..] = rest else { return None };
    if comma.kind != Kind::Comma {
        return None;
    }
    let skip = if first.class() == Some(Class::Determiner) { 2 } else { 1 };
    let words = rest[skip..].iter().take(10).take_while(|item| matches!(item.kind, Kind::Word(..) | Kind::Possessive));
    let words: Vec<&Item> = words.collect();
    let head = words.iter().take_while(|item| !matches!(item.class(), Some(Class::Linking | Class::Preposition)));
    let named = head.last().is_some_and(|item| matches!(item.class(), Some(Class::Title(_))));
    let no_clause = !words
        .iter()
        .any(|item| matches!(item.class(), Some(Class::Relative | Class::Be | Class::Auxiliary | Class::Cue(_))));
    let (start, end) = (words.first()?.span.start, words.last()?.span.end);
    (named && no_clause).then(|| Span::new(start, end).of(text).to_owned())
}

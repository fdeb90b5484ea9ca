//! The people that an article in a language without models names, by the words of its table.

use super::languages::{Frames, Language, english};
use super::lexicon::{Class, FormMap, Gender};
use super::nodes::{Node, Sentence};
use crate::text::tokens::{Shape, form};
use std::ops::Range;

/// A longer word is no compound, in bytes.
const LONGEST: usize = 60;
/// How many people of one surname are told apart.
const NAMESAKES: usize = 8;

/// Reads names: what each word can be in one.
pub(super) struct Names<'a> {
    pub text: &'a str,
    pub nodes: &'a [Node],
    pub language: &'a Language,
    pub frames: &'a Frames,
}

impl Names<'_> {
    fn class(&self, node: usize) -> Option<Class> {
        let Node { form: word, span, .. } = self.nodes[node];
        let own = self.language.names.class(word);
        if own.is_some() || !self.frames.compounds {
            return own;
        }
        let word = span.of(self.text);
        if word.len() > LONGEST {
            return None;
        }
        let ends = word.char_indices().skip(1).map(|(at, _)| self.language.names.class(form(&word[at..])));
        ends.flatten().find(|class| matches!(class, Class::Title(_) | Class::Organisation))
    }

    /// The gender of a given name, of this language or an English one; of *Hans-Peter* the first.
    fn given(&self, node: usize) -> Option<Gender> {
        let word = self.nodes[node].span.of(self.text);
        let first = form(word.split('-').next().unwrap_or(word));
        match self.language.names.class(first).or_else(|| english::ENGLISH.names.class(first)) {
            Some(Class::Given(gender)) => Some(gender),
            _ => None,
        }
    }

    fn is_capital(&self, node: usize) -> bool {
        matches!(self.nodes[node].shape, Shape::Capitalised | Shape::Upper | Shape::Mixed)
    }

    /// How many particles stand at node `at`, before `end`: *von*, *von der*.
    fn particles(&self, at: usize, end: usize) -> usize {
        let particle = |node: &Node| self.language.names.class(node.form) == Some(Class::Particle);
        let part = |i: &usize| {
            let node = &self.nodes[*i];
            node.shape == Shape::Lower && (particle(node) || *i > at && self.frames.articles.contains(&node.form))
        };
        (at..end).take_while(part).count()
    }

    /// The run of capitals that begins at node `at`, with the particles behind a given name; empty
    /// where none does.
    pub fn capitals(&self, at: usize, end: usize) -> Range<usize> {
        let end = end.min(self.nodes.len());
        let mut next = at;
        if self.nodes.get(at).is_some_and(|n| self.frames.links.contains(&n.form)) {
            return at..at;
        }
        while next < end {
            let named = next > at && self.given(next - 1).is_some();
            match next + if named { self.particles(next, end) } else { 0 } {
                capital if capital < end && self.is_capital(capital) => next = capital + 1,
                _ => break,
            }
        }
        at..next
    }

    /// Where the name begins in a run of capitals: after its last title.
    pub fn after_titles(&self, run: &Range<usize>) -> usize {
        let title = |at: &usize| matches!(self.class(*at), Some(Class::Title(_) | Class::Honorific(_)));
        run.clone().rev().find(title).map_or(run.start, |title| title + 1)
    }

    /// The node itself, or the next one where it is an honorific.
    pub fn without_honorific(&self, node: usize) -> usize {
        node + usize::from(matches!(self.class(node), Some(Class::Honorific(_))))
    }

    /// Whether a lone word can be a surname: it is not known as anything else.
    pub fn is_free(&self, node: usize) -> bool {
        matches!(self.class(node), None | Some(Class::Given(_) | Class::Particle))
    }

    /// Whether the noun is an organisation's.
    pub fn is_organisation(&self, node: usize) -> bool {
        self.class(node) == Some(Class::Organisation)
    }

    /// The gender of a title, if the noun is one.
    pub fn title(&self, node: usize) -> Option<Option<Gender>> {
        match self.class(node) {
            Some(Class::Title(gender)) => Some(gender),
            _ => None,
        }
    }

    /// The gender that the titles and the given name of a phrase tell.
    pub fn gender(&self, phrase: &Range<usize>) -> Option<Gender> {
        let titles = phrase.clone().find_map(|at| match self.class(at) {
            Some(Class::Title(gender) | Class::Honorific(gender)) => gender,
            _ => None,
        });
        let lone = phrase.len() == 1;
        titles.or_else(|| phrase.clone().filter(|_| !lone).find_map(|at| self.given(at)))
    }

    /// The name in `run` that begins with a given name: others and initials, particles, one surname.
    fn given_name(&self, run: Range<usize>) -> Option<Range<usize>> {
        self.given(run.start)?;
        let initial = |at: usize| self.nodes[at].span.len() <= 2;
        let middle = run.clone().skip(1).take_while(|at| initial(*at) || self.given(*at).is_some()).count();
        let before = (run.start + 1 + middle).min(run.end - 1);
        let surname = (before + self.particles(before, run.end)).min(run.end - 1);
        (surname > run.start && self.is_capital(surname) && self.is_surname(surname)).then_some(run.start..surname + 1)
    }

    fn is_surname(&self, node: usize) -> bool {
        self.is_free(node) || self.given(node).is_some()
    }
}

/// Somebody named in full.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// The nodes of the name where it is first printed in full.
    pub name: Range<usize>,
    /// The title before it.
    pub role: Option<Range<usize>>,
    /// As far as titles and given names tell.
    pub gender: Option<Gender>,
}

/// Everybody an article names in full, and where.
#[derive(Debug, Default)]
pub(super) struct People {
    /// By where they are first named.
    pub list: Vec<Person>,
    /// Who has a surname.
    by_last: FormMap<u32, Vec<usize>>,
    by_name: FormMap<(u32, u32), usize>,
    /// How often two capitalised words stand side by side.
    pairs: FormMap<(u32, u32), u32>,
    /// Where somebody is named, in order: node and who.
    places: Vec<(usize, usize)>,
}

impl People {
    /// Reads the names of an article.
    pub fn new(names: &Names, sentences: &[Sentence]) -> Self {
        let mut people = Self::default();
        let mut runs = Vec::new();
        for sentence in sentences {
            let mut at = sentence.start;
            while at < sentence.end {
                let run = names.capitals(at, sentence.end);
                at = run.end.max(at + 1);
                for pair in run.clone().skip(1) {
                    let pair = (names.nodes[pair - 1].form, names.nodes[pair].form);
                    *people.pairs.entry(pair).or_default() += 1;
                }
                if !run.is_empty() {
                    runs.push((names.after_titles(&run), run));
                }
            }
        }
        for (name, run) in &runs {
            if let Some(full) = people.full_name(names, *name..run.end) {
                people.add(names, full, run.start);
            }
        }
        for (name, run) in runs {
            let whole = people.full_name(names, name..run.end).unwrap_or(name..run.end);
            let found = people.named(names, &whole, None);
            people.places.extend(found.into_iter().map(|who| (name, who)));
        }
        people
    }

    fn add(&mut self, names: &Names, name: Range<usize>, start: usize) {
        let key = (names.nodes[name.start].form, names.nodes[name.end - 1].form);
        let next = self.list.len();
        let who = *self.by_name.entry(key).or_insert(next);
        let role = names.without_honorific(start)..name.start;
        let (role, gender) = ((!role.is_empty()).then_some(role), names.gender(&(start..name.end)));
        if who == next {
            let namesakes = self.by_last.entry(key.1).or_default();
            if namesakes.len() < NAMESAKES {
                namesakes.push(who);
            }
            self.list.push(Person { name, role, gender });
        } else {
            let person = &mut self.list[who];
            person.role = person.role.take().or(role);
            person.gender = person.gender.or(gender);
        }
    }

    /// The full name that `run` begins with: one with a given name, or two words that the article
    /// has side by side elsewhere.
    pub fn full_name(&self, names: &Names, run: Range<usize>) -> Option<Range<usize>> {
        if run.len() < 2 {
            return None;
        }
        let pair = (names.nodes[run.start].form, names.nodes[run.start + 1].form);
        let again = self.pairs.get(&pair).is_some_and(|count| *count > 1)
            && [run.start, run.start + 1].iter().all(|at| names.is_free(*at));
        names.given_name(run.clone()).or_else(|| again.then_some(run.start..run.start + 2))
    }

    /// Whom a name can mean.
    pub fn named(&self, names: &Names, name: &Range<usize>, gender: Option<Gender>) -> Vec<usize> {
        let Some(last) = name.end.checked_sub(1).filter(|last| *last >= name.start) else { return Vec::new() };
        let last = names.nodes[last].form;
        if name.len() > 1 {
            return self.by_name.get(&(names.nodes[name.start].form, last)).copied().into_iter().collect();
        }
        let agrees = |who: &usize| gender.is_none() || self.list[*who].gender.is_none_or(|own| Some(own) == gender);
        self.by_last.get(&last).into_iter().flatten().copied().filter(agrees).collect()
    }

    /// Whether a surname is somebody's.
    pub fn knows(&self, names: &Names, name: &Range<usize>) -> bool {
        !self.named(names, name, None).is_empty()
    }

    /// Who is named within `nodes`, the last first.
    pub fn between(&self, nodes: Range<usize>) -> impl Iterator<Item = usize> {
        let end = self.places.partition_point(|(node, _)| *node < nodes.end);
        self.places[..end].iter().rev().take_while(move |(node, _)| *node >= nodes.start).map(|(_, who)| *who)
    }
}

//! Everybody an article names, and where.

use super::languages::english::{ALSO_MONTHS, HE, LESSER_FORMS, SHE, SUFFIXES};
use super::lexicon::{Class, FormMap, Gender};
use super::nodes::{Node, Nodes, Tag};
use crate::text::Span;
use crate::text::tokens::Shape;
use std::ops::Range;

/// Somebody, or something, that an article names.
#[derive(Debug, Clone)]
pub struct Character {
    /// The name without titles where it is printed in full.
    pub name: Span,
    /// The role as printed beside it.
    pub role: Option<Span>,
    /// As far as a title or a given name tells.
    pub gender: Option<Gender>,
    /// What speaks for a person, less what speaks against it.
    pub person: i32,
    /// Whether a title or a given name ever says that it is a person.
    titled: bool,
    /// How often it is named.
    pub count: u32,
    /// The next character of the same last name.
    namesake: Option<usize>,
}

impl Character {
    /// Whether it is a place or an organisation: nobody calls it *she*.
    pub fn is_thing(&self) -> bool {
        self.person < 0 && !self.titled && self.role.is_none() && self.gender.is_none()
    }
}

/// A place where a character is named.
#[derive(Debug, Clone, Copy)]
pub struct Appearance {
    /// The first node of the name.
    pub node: usize,
    /// Which character.
    pub who: usize,
    /// The number of the sentence.
    pub sentence: usize,
    /// Whether the name is the first of its sentence and no preposition stands before it.
    pub subject: bool,
    /// Whether `'s` follows.
    pub possessive: bool,
}

/// The characters of an article and their appearances, in order.
#[derive(Debug, Default)]
pub struct Cast {
    /// Everybody.
    pub characters: Vec<Character>,
    /// Every place.
    pub appearances: Vec<Appearance>,
    by_name: FormMap<(u32, u32), usize>,
    /// The first character of a last name; the others follow by [`Character::namesake`].
    by_last: FormMap<u32, usize>,
}

/// A run of words that make a name.
#[derive(Debug, Clone)]
pub struct Run {
    /// All of it, titles too.
    pub whole: Range<usize>,
    /// Without titles; empty where nothing else is there.
    pub name: Range<usize>,
}

/// How many people of one surname are told apart.
const NAMESAKES: usize = 8;
/// How many particles a name has side by side at most.
const MOST_PARTICLES: usize = 3;
/// How many words a role has at most.
const LONGEST_ROLE: usize = 10;

impl Cast {
    /// Reads the names of an article.
    pub fn new(nodes: &Nodes) -> Self {
        let mut cast = Self::default();
        let mut runs: Vec<(usize, Run)> = Vec::with_capacity(2 * nodes.sentences.len());
        for (number, sentence) in nodes.sentences.iter().enumerate() {
            let mut at = sentence.start;
            while at < sentence.end {
                let node = &nodes.nodes[at];
                if !(node.tag.is_name() || node.shape.is_capital()) {
                    at += 1;
                    continue;
                }
                match run_at(&nodes.nodes, at, sentence.end) {
                    Some(run) => {
                        at = run.whole.end;
                        runs.push((number, run));
                    }
                    None => at += 1,
                }
            }
        }
        cast.by_name.reserve(runs.len());
        cast.by_last.reserve(runs.len());
        cast.appearances.reserve(runs.len());
        cast.characters.reserve(runs.len());
        for (_, run) in runs.iter().filter(|(_, run)| run.name.len() > 1) {
            cast.add(&nodes.nodes, run);
        }
        for (number, run) in &runs {
            cast.note(nodes, *number, run);
        }
        cast.hear_pronouns(nodes);
        cast
    }

    /// Gives the gender of the pronouns beside it to whoever has none: *Batchelder … in her book*.
    fn hear_pronouns(&mut self, nodes: &Nodes) {
        let mut votes = vec![[0i32; 2]; self.characters.len()];
        for beside in self.appearances.chunk_by(|a, b| a.sentence == b.sentence) {
            let who = beside[0].who;
            if beside.iter().any(|a| a.who != who && self.characters[a.who].person > 0) {
                continue;
            }
            let sentence = nodes.sentences[beside[0].sentence];
            for node in &nodes.nodes[beside[0].node..sentence.end] {
                match node.tag {
                    Tag::Prp | Tag::PrpS => match gender_of(node.form) {
                        Some(Gender::Male) => votes[who][0] += 1,
                        Some(Gender::Female) => votes[who][1] += 1,
                        None => {}
                    },
                    _ => {}
                }
            }
        }
        for (character, [he, she]) in self.characters.iter_mut().zip(votes) {
            if character.gender.is_none() && character.person > 0 && he != she {
                character.gender = Some(if he > she { Gender::Male } else { Gender::Female });
            }
        }
    }

    /// Adds a full name.
    fn add(&mut self, nodes: &[Node], run: &Run) -> Option<usize> {
        let key = key(nodes, &run.name)?;
        let name = span(nodes, run.name.clone());
        let next = self.characters.len();
        let who = *self.by_name.entry(key).or_insert(next);
        if who == next {
            // The one named first stays first.
            let first = *self.by_last.entry(key.1).or_insert(who);
            let namesake = self.characters.get_mut(first).and_then(|c| c.namesake.replace(who));
            self.characters.push(Character {
                name,
                role: None,
                gender: None,
                person: 0,
                titled: false,
                count: 0,
                namesake,
            });
        }
        Some(who)
    }

    /// Notes where a name stands, and what stands around it.
    fn note(&mut self, nodes: &Nodes, sentence: usize, run: &Run) {
        let list = &nodes.nodes;
        let Some(key) = key(list, &run.name) else { return };
        let gender = told_gender(list, run);
        let found = self.find(key, gender).next();
        let who = found.or_else(|| if run.name.len() == 1 { self.add(list, run) } else { None });
        let Some(who) = who else { return };
        let character = &mut self.characters[who];
        character.count += 1;
        character.person += person_evidence(list, run);
        character.gender = character.gender.or(gender);
        character.titled |= run.name.start > run.whole.start || run.name.len() > 1 && is_given(&list[run.name.start]);
        if character.role.is_none()
            && let Some(role) = role(list, run)
        {
            character.role = Some(span(list, role.clone()));
            // *Renata Voss, a spokeswoman for the company*
            let told = || list[role].iter().find_map(gender_of_title);
            character.gender = character.gender.or_else(told);
        }
        let start = nodes.sentences[sentence].start;
        let first = !list[start..run.whole.start].iter().any(|n| n.tag.is_name() || n.tag == Tag::Prp);
        let oblique = run.whole.start > start && matches!(list[run.whole.start - 1].tag, Tag::In | Tag::To);
        let possessive = list.get(run.whole.end).is_some_and(|n| n.tag == Tag::Pos || n.shape == Shape::Clitic);
        self.appearances.push(Appearance {
            node: run.name.start,
            who,
            sentence,
            subject: first && !oblique && !possessive,
            possessive,
        });
    }

    /// The characters that a name can mean.
    fn find(&self, key: (u32, u32), gender: Option<Gender>) -> impl Iterator<Item = usize> {
        let full = self.by_name.get(&key).copied();
        let last = self.by_last.get(&key.1).copied().filter(|_| key.0 == 0);
        let namesakes = std::iter::successors(last, |who| self.characters[*who].namesake).take(NAMESAKES);
        let agrees = move |who: &usize| {
            let own = self.characters[*who].gender;
            gender.is_none() || own.is_none() || own == gender
        };
        let namesakes = namesakes.filter(move |who| Some(*who) != full).filter(agrees);
        // A lone surname is somebody of a full name first.
        namesakes.chain(full)
    }

    /// The characters that the name in `run` can mean, the likeliest first.
    pub fn named(&self, nodes: &[Node], run: &Run) -> Vec<usize> {
        let Some(key) = key(nodes, &run.name) else { return Vec::new() };
        let mut found: Vec<usize> = self.find(key, told_gender(nodes, run)).collect();
        if found.len() > 1 {
            found.sort_by_key(|who| std::cmp::Reverse(self.characters[*who].count));
            let named = |who: &usize| self.appearances.iter().any(|a| a.who == *who && a.node < run.name.start);
            found.sort_by_cached_key(|who| !named(who));
            found.sort_by_key(|who| key.0 == 0 && self.by_name.get(&key) == Some(who));
        }
        found
    }
}

/// The name that begins at node `at`, before `end`.
pub fn run_at(nodes: &[Node], at: usize, end: usize) -> Option<Run> {
    let part = |i: usize| i < end && (is_part(&nodes[i]) || is_given_and_more(nodes, i, end));
    // *Acting Mayor*, whatever the tagger took the first word for.
    let lesser = |i: usize| {
        nodes[i].shape == Shape::Capitalised
            && LESSER_FORMS.contains(&nodes[i].form)
            && part(i + 1)
            && is_title(&nodes[i + 1])
    };
    if at >= end.min(nodes.len()) || !(part(at) || lesser(at)) {
        return None;
    }
    let mut next = at + 1;
    while next < end {
        let particles = particles(nodes, next, end);
        // A surname the tagger took for another word: *Tom Dart*.
        let surname = || {
            is_given(&nodes[next - 1])
                && nodes[next].shape.is_capital()
                && nodes[next].tag == Tag::Nn
                && nodes[next - 1].tag == Tag::Person
                && nodes[next].class.is_none()
                && nodes.get(next + 1).is_none_or(|n| !n.shape.is_capital())
        };
        if particles == 0 && !part(next) && !surname() {
            break;
        }
        next += particles + 1;
    }
    if next == at + 1 && ALSO_MONTHS.contains(&nodes[at].form) {
        return None;
    }
    let titled = (at..next).rev().find(|i| is_title(&nodes[*i]));
    let first = titled.map_or(at, |i| i + 1);
    Some(Run { whole: at..next, name: given_name(nodes, first..next)..next })
}

/// Whether the word is part of a name by itself. A capitalised title is, whatever the tagger took it for.
fn is_part(node: &Node) -> bool {
    (node.tag.is_name() || node.shape == Shape::Capitalised && is_title(node))
        && node.shape != Shape::Lower
        && node.shape.is_word()
        && node.shape != Shape::Clitic
        && node.class != Some(Class::Time)
}

fn is_title(node: &Node) -> bool {
    matches!(node.class, Some(Class::Title(_) | Class::Honorific(_)))
}

/// Whether a name begins at node `i`, before `end`, whatever the tagger took the word for: a given name before
/// another word of a name, any capital before particles, and within a sentence before what makes an organisation
/// of it (*Cook County*).
fn is_given_and_more(nodes: &[Node], i: usize, end: usize) -> bool {
    let node = &nodes[i];
    let follows = || i + 1 < end && is_part(&nodes[i + 1]) && !is_title(&nodes[i + 1]);
    let given = || is_given(node) && follows();
    let noun = node.tag.is_noun() || node.tag == Tag::Jj;
    let organised = || {
        let organisation = |n: &Node| n.shape == Shape::Capitalised && n.class == Some(Class::Organisation);
        let within = i > 0 && (nodes[i - 1].shape.is_word() || nodes[i - 1].shape == Shape::Comma);
        within && i + 1 < end && organisation(&nodes[i + 1])
    };
    node.shape == Shape::Capitalised
        && (noun && (given() || particles(nodes, i + 1, end) > 0)
            || (noun || matches!(node.tag, Tag::Vb | Tag::Vbp)) && organised())
}

/// How many particles of a name stand at node `at`, before `end` and a capital: *de la Cruz*.
fn particles(nodes: &[Node], at: usize, end: usize) -> usize {
    let particle = |i: &usize| nodes[*i].shape == Shape::Lower && nodes[*i].class == Some(Class::Particle);
    let count = (at..end).take(MOST_PARTICLES).take_while(particle).count();
    let capital = at + count < end && nodes[at + count].shape == Shape::Capitalised;
    if capital { count } else { 0 }
}

/// Where the name begins in a run without titles: *Vermont | Bernie Sanders*.
fn given_name(nodes: &[Node], run: Range<usize>) -> usize {
    let thing = |n: &Node| matches!(n.tag, Tag::Location | Tag::Organisation | Tag::Name);
    let before = nodes[run.clone()].iter().take_while(|n| thing(n) && !is_given(n)).count();
    let begins = before > 0
        && before + 1 < run.len()
        && is_given(&nodes[run.start + before])
        && nodes[run.end - 1].class != Some(Class::Organisation);
    if begins { run.start + before } else { run.start }
}

/// Whether the word is a frequent given name.
pub fn is_given(node: &Node) -> bool {
    matches!(node.class, Some(Class::Given(_)))
}

/// First and last word of a name; the first is 0 where there is only one.
fn key(nodes: &[Node], name: &Range<usize>) -> Option<(u32, u32)> {
    let mut end = name.end;
    while end > name.start + 1 && SUFFIXES.contains(&nodes[end - 1].form) {
        end -= 1;
    }
    let last = nodes.get(end.checked_sub(1)?).filter(|_| end > name.start)?.form;
    Some((if end - name.start > 1 { nodes[name.start].form } else { 0 }, last))
}

/// The gender that a pronoun tells.
pub fn gender_of(pronoun: u32) -> Option<Gender> {
    if HE.contains(&pronoun) {
        Some(Gender::Male)
    } else if SHE.contains(&pronoun) {
        Some(Gender::Female)
    } else {
        None
    }
}

/// The gender that a title tells.
fn gender_of_title(title: &Node) -> Option<Gender> {
    match title.class {
        Some(Class::Honorific(gender) | Class::Title(gender)) => gender,
        _ => None,
    }
}

/// The bytes from the first to the last of `range`, which is not empty.
fn span(nodes: &[Node], range: Range<usize>) -> Span {
    Span::new(nodes[range.start].span.start, nodes[range.end - 1].span.end)
}

/// The gender that a title or a given name tells.
fn told_gender(nodes: &[Node], run: &Run) -> Option<Gender> {
    let titles = nodes[run.whole.start.saturating_sub(2)..run.name.start].iter().rev();
    let told = titles.filter_map(gender_of_title);
    told.chain(match nodes.get(run.name.start).and_then(|n| n.class) {
        Some(Class::Given(gender)) if run.name.len() > 1 => Some(gender),
        _ => None,
    })
    .next()
}

/// What speaks for a person at this place, less what speaks against it.
fn person_evidence(nodes: &[Node], run: &Run) -> i32 {
    let tags: i32 = nodes[run.name.clone()]
        .iter()
        .map(|n| match n.tag {
            Tag::Person => 1,
            Tag::Organisation | Tag::Location => -1,
            _ => 0,
        })
        .sum();
    let words = nodes[run.name.clone()].iter().map(|n| match n.class {
        Some(Class::Given(_)) => 2,
        Some(Class::Organisation) => -3,
        Some(Class::Country) if run.name.len() == 1 => -3,
        _ => 0,
    });
    let titled = if run.name.start > run.whole.start { 3 } else { 0 };
    let article = run.whole.start > 0 && nodes[run.whole.start - 1].tag == Tag::Dt;
    tags.signum() + words.sum::<i32>() + titled - if article { 2 } else { 0 }
}

/// The role beside a name: the title before it (*State Senator*), or the description after it
/// (*, a professor at Rice,*).
fn role(nodes: &[Node], run: &Run) -> Option<Range<usize>> {
    let is_title = |n: &Node| matches!(n.class, Some(Class::Title(_)));
    if run.name.start > run.whole.start {
        return is_title(&nodes[run.name.start - 1]).then_some(run.whole.start..run.name.start);
    }
    let before = run.whole.start;
    if before > 0 && is_title(&nodes[before - 1]) && nodes[before - 1].shape == Shape::Lower {
        let inside = |n: &&Node| n.tag.is_noun() || n.tag == Tag::Jj;
        let length = nodes[..before].iter().rev().take(LONGEST_ROLE).take_while(inside).count();
        return Some(before - length.max(1)..before);
    }
    let rest = nodes.get(run.name.end..)?;
    let [comma, first, ..] = rest else { return None };
    let start = run.name.end + if first.tag == Tag::Dt { 2 } else { 1 };
    if comma.shape != Shape::Comma {
        return None;
    }
    let phrase = |n: &&Node| n.tag.is_noun() || matches!(n.tag, Tag::Jj | Tag::In | Tag::Dt | Tag::Pos | Tag::Cc);
    let length = nodes[start.min(nodes.len())..].iter().take(LONGEST_ROLE).take_while(phrase).count();
    let head = nodes[start.min(nodes.len())..].iter().take(length).take_while(|n| n.tag.is_noun() || n.tag == Tag::Jj);
    let named = head.last().is_some_and(is_title);
    // *In Chelsea, the mayor said*: no role of hers.
    let closes = nodes.get(start + length).is_none_or(|n| n.tag.is_punctuation());
    (named && closes && length > 0).then(|| start..start + length)
}

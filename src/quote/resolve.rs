//! From mention to speaker: surname to full name, title and role, pronoun to the person meant.

use super::clauses::{Clauses, Item};
use super::lexicon::{Class, Gender, Person, classify};
use super::mentions::{Mention, MentionKind};
use super::names::{Run, Traits, describe, honorific, runs};
use super::{Certainty, Speaker};
use crate::text::Span;
use std::collections::HashMap;
use std::ops::Range;

/// Somebody an article names.
#[derive(Debug, Clone)]
struct Character {
    name: String,
    traits: Traits,
    /// How often the full name stands in the article.
    count: u32,
}

/// First and last word of a name, suffixes aside; the first is empty where there is only one.
type Key<'a> = (&'a str, &'a str);

/// A place where the article names a character.
#[derive(Debug, Clone, Copy)]
struct Appearance {
    at: usize,
    who: usize,
    sentence: usize,
    /// Whether it is the first name of its sentence, outside prepositional phrases.
    subject: bool,
    /// Whether a reporting verb stands beside it.
    speaks: bool,
}

/// Everybody an article names.
#[derive(Debug, Default)]
pub(super) struct Cast<'a> {
    characters: Vec<Character>,
    /// By first and last name, or by the only name.
    by_name: HashMap<Key<'a>, usize>,
    by_last: HashMap<&'a str, Vec<usize>>,
    /// By the last word of the role, lower case.
    by_office: HashMap<String, Vec<usize>>,
    appearances: Vec<Appearance>,
    sentence_starts: Vec<usize>,
}

/// Who a mention is.
#[derive(Debug, Clone)]
pub(super) struct Resolution {
    pub speaker: Speaker,
    pub certainty: Certainty,
    /// Others it could be.
    pub candidates: Vec<String>,
    /// Whom of the cast it names.
    pub who: Option<usize>,
}

/// How many names back a pronoun is looked up.
const PRONOUN_REACH: usize = 24;
/// How many sentences back.
const SENTENCE_REACH: usize = 8;
/// What speaks for and against a name as the one a pronoun stands for: rounded by hand from a short
/// random search over a third of PolNeAR's training articles and its development articles together.
/// Against it, for each sentence in between:
const BACK: f32 = 2.8;
/// Against it: nothing shows that it is a person.
const UNSURE: f32 = 3.0;
/// For it: the subject of its sentence.
const SUBJECT: f32 = 2.1;
/// For it: a reporting verb stands beside it.
const SPEAKS: f32 = 2.5;
/// For it: the gender is known and agrees.
const GENDER: f32 = 1.5;
/// For it: whoever was quoted last.
const LAST_SPEAKER: f32 = 1.5;
/// For it: every further time it stands there.
const AGAIN: f32 = 0.1;
/// How many people of one surname are told apart.
const NAMESAKES: usize = 8;

impl<'a> Cast<'a> {
    /// Reads the names of an article.
    pub fn new(text: &'a str, clauses: &Clauses) -> Self {
        let mut cast = Self::default();
        let runs = runs(clauses);
        cast.sentence_starts =
            clauses.sentences.iter().map(|sentence| clauses.items[sentence.items.start].span.start).collect();
        for run in runs.iter().filter(|run| run.name.len() > 1) {
            cast.add(text, &clauses.items, run);
        }
        for namesakes in cast.by_last.values_mut() {
            namesakes.sort_by_key(|who| std::cmp::Reverse(cast.characters[*who].count));
        }
        for run in &runs {
            cast.note(text, &clauses.items, run);
        }
        for (who, character) in cast.characters.iter().enumerate() {
            if let Some(office) = character.traits.role.as_deref().and_then(|role| role.rsplit(' ').next()) {
                cast.by_office.entry(office.to_lowercase()).or_default().push(who);
            }
        }
        cast
    }

    /// Adds a full name, or counts it again.
    fn add(&mut self, text: &'a str, items: &[Item], run: &Run) -> Option<usize> {
        let key = key(name_words(text, items, &run.name))?;
        let traits = describe(text, items, run);
        let who = *self.by_name.entry(key).or_insert_with(|| {
            let words: Vec<&str> = name_words(text, items, &run.name).collect();
            let who = self.characters.len();
            self.characters.push(Character { name: words.join(" "), traits: Traits::default(), count: 0 });
            self.by_last.entry(key.1).or_default().push(who);
            who
        });
        let character = &mut self.characters[who];
        character.count += 1;
        character.traits.complete(traits);
        Some(who)
    }

    /// Notes where a name stands. A lone surname with a title is somebody even if no full name is given.
    fn note(&mut self, text: &'a str, items: &[Item], run: &Run) {
        let Some(key) = key(name_words(text, items, &run.name)) else { return };
        let gender = honorific(items, run);
        let mut who = self.find(key, gender).next();
        if who.is_none() && key.0.is_empty() && describe(text, items, run).person == Some(true) {
            who = self.add(text, items, run);
        }
        if let Some(who) = who {
            let character = &mut self.characters[who];
            character.traits.gender = character.traits.gender.or(gender);
            let at = items[run.name.start].span.start;
            let Run { sentence, subject, speaks, .. } = *run;
            self.appearances.push(Appearance { at, who, sentence, subject, speaks });
        }
    }

    /// The characters that a name can mean, likeliest first.
    fn find(&self, key: Key, gender: Option<Gender>) -> impl Iterator<Item = usize> {
        let full = self.by_name.get(&key).filter(|_| !key.0.is_empty()).copied();
        let namesakes = self.by_last.get(key.1).filter(|_| key.0.is_empty()).map_or(&[][..], Vec::as_slice);
        let agrees = move |who: &usize| {
            let own = self.characters[*who].traits.gender;
            namesakes.len() == 1 || gender.is_none() || own.is_none() || own == gender
        };
        full.into_iter().chain(namesakes.iter().copied().filter(agrees)).take(NAMESAKES)
    }

    /// Who `mention` is. `last` is who spoke last.
    pub fn resolve(&self, text: &str, mention: Mention, last: Option<usize>) -> Resolution {
        match mention.kind {
            MentionKind::Name(name) => self.resolve_name(text, mention, name),
            MentionKind::Pronoun(person) => self.resolve_pronoun(text, mention, person, last),
            MentionKind::Description => self.resolve_description(text, mention),
        }
    }

    fn resolve_name(&self, text: &str, mention: Mention, name: Span) -> Resolution {
        let words: Vec<&str> = words_of(name.of(text));
        let title = Span::new(mention.span.start, name.start).trimmed(text).of(text);
        let gender = words_of(title).iter().find_map(|word| match classify(word, true) {
            Class::Honorific(gender) | Class::Title(gender) => gender,
            _ => None,
        });
        let found: Vec<usize> = key(words.iter().copied()).into_iter().flat_map(|key| self.find(key, gender)).collect();
        let Some(who) = found.first().copied() else {
            let role = role_in(title);
            return Resolution {
                speaker: Speaker { name: words.join(" "), role },
                certainty: Certainty::Stated,
                candidates: Vec::new(),
                who: None,
            };
        };
        Resolution {
            speaker: self.speaker(who),
            certainty: if found.len() > 1 { Certainty::Inferred } else { Certainty::Stated },
            candidates: found[1..].iter().map(|other| self.characters[*other].name.clone()).collect(),
            who: Some(who),
        }
    }

    fn resolve_pronoun(&self, text: &str, mention: Mention, person: Person, last: Option<usize>) -> Resolution {
        let gender = match person {
            Person::He => Gender::Male,
            Person::She => Gender::Female,
            Person::Near | Person::They | Person::It => return as_printed(text, mention, Certainty::Unknown),
        };
        let end = self.appearances.partition_point(|appearance| appearance.at < mention.span.start);
        let here = self.sentence_starts.partition_point(|start| *start <= mention.span.start).saturating_sub(1);
        let mut scores: Vec<(usize, f32)> = Vec::new();
        for appearance in self.appearances[..end].iter().rev().take(PRONOUN_REACH) {
            let back = here - appearance.sentence.min(here);
            if back > SENTENCE_REACH {
                break;
            }
            let character = &self.characters[appearance.who];
            if character.traits.person == Some(false) || character.traits.gender.is_some_and(|own| own != gender) {
                continue;
            }
            let mut score = -BACK * back as f32;
            score += if appearance.subject { SUBJECT } else { 0.0 };
            score += if appearance.speaks { SPEAKS } else { 0.0 };
            score += if character.traits.gender.is_some() { GENDER } else { 0.0 };
            score -= if character.traits.person.is_none() { UNSURE } else { 0.0 };
            score += if last == Some(appearance.who) { LAST_SPEAKER } else { 0.0 };
            match scores.iter_mut().find(|(who, _)| *who == appearance.who) {
                Some(known) => known.1 = known.1.max(score) + AGAIN,
                None => scores.push((appearance.who, score)),
            }
        }
        scores.sort_by(|one, other| other.1.total_cmp(&one.1));
        let fallback = last.filter(|last| {
            let character = &self.characters[*last];
            character.traits.person != Some(false) && character.traits.gender.is_none_or(|own| own == gender)
        });
        let Some(who) = scores.first().map(|(who, _)| *who).or(fallback) else {
            return as_printed(text, mention, Certainty::Unknown);
        };
        Resolution {
            speaker: self.speaker(who),
            certainty: Certainty::Inferred,
            candidates: scores.iter().skip(1).take(2).map(|(who, _)| self.characters[*who].name.clone()).collect(),
            who: Some(who),
        }
    }

    /// *the mayor*, where the article names one mayor; otherwise as printed.
    fn resolve_description(&self, text: &str, mention: Mention) -> Resolution {
        let words = words_of(mention.span.of(text));
        let [determiner, title] = words.as_slice() else { return as_printed(text, mention, Certainty::Stated) };
        let holders = self.by_office.get(&title.to_lowercase()).filter(|_| determiner.eq_ignore_ascii_case("the"));
        match holders.map(Vec::as_slice) {
            Some([who]) => Resolution {
                speaker: self.speaker(*who),
                certainty: Certainty::Inferred,
                candidates: Vec::new(),
                who: Some(*who),
            },
            _ => as_printed(text, mention, Certainty::Stated),
        }
    }

    fn speaker(&self, who: usize) -> Speaker {
        let character = &self.characters[who];
        Speaker { name: character.name.clone(), role: character.traits.role.clone() }
    }
}

fn as_printed(text: &str, mention: Mention, certainty: Certainty) -> Resolution {
    let name = words_of(mention.span.of(text)).join(" ");
    Resolution { speaker: Speaker { name, role: None }, certainty, candidates: Vec::new(), who: None }
}

fn words_of(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn name_words<'a>(text: &'a str, items: &[Item], range: &Range<usize>) -> impl Iterator<Item = &'a str> {
    items[range.clone()].iter().map(|item| item.span.of(text))
}

/// First and last word of a name.
fn key<'a>(words: impl Iterator<Item = &'a str>) -> Option<Key<'a>> {
    let is_suffix = |word: &str| matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV");
    let mut words = words.filter(|word| !is_suffix(word));
    let first = words.next()?;
    Some(words.last().map_or(("", first), |last| (first, last)))
}

/// The role in the words before a name that is printed only once.
fn role_in(title: &str) -> Option<String> {
    let last = title.split_whitespace().next_back()?;
    let title = title.strip_prefix("the ").unwrap_or(title);
    matches!(classify(last, true), Class::Title(_)).then(|| title.to_owned())
}

//! From mention to speaker: pronoun and description to who is meant.

use super::cast::{Cast, Run, gender_of};
use super::languages::english::{CUTS, LESSER, SHORT_TITLES, THE, WHO};
use super::lexicon::{Class, Gender};
use super::mentions::run_ending;
use super::nodes::{Nodes, Sentence, Tag};
use super::table::{Features, Table, feature, pair};
use crate::text::Span;
use crate::text::tokens::Shape;
use std::ops::Range;

/// The weights that choose whom a pronoun means: one lane, how fitting a character is.
pub type Weights = Table<2, ROWS>;
/// Features that the weights are of at most.
pub const ROWS: usize = 1 << 14;

/// Somebody a pronoun can mean.
#[derive(Debug, Clone)]
pub struct Antecedent {
    /// Which character; none for nobody the article names.
    pub who: Option<usize>,
    /// Whether it is the subject of the sentence before, or of the pronoun's own, by a name that tells no gender.
    pub rival: bool,
    /// Whether it is such a subject by any name.
    pub subject: bool,
    /// What the resolver sees.
    pub features: Features,
}

/// How many names back a pronoun is looked up.
const REACH: usize = 40;
/// How many names back a description is looked up.
const DESCRIBED_REACH: usize = 200;
/// How many sentences back.
const SENTENCES: usize = 10;

/// Whom the pronoun at `node` can mean, nobody first. `sources` tells the nodes that are part of a
/// source, `last` is who spoke last.
pub fn antecedents(nodes: &Nodes, cast: &Cast, sources: &[bool], node: usize, last: Option<usize>) -> Vec<Antecedent> {
    let pronoun = nodes.nodes[node].form;
    let gender = gender_of(pronoun);
    let here = nodes.sentences.partition_point(|s| s.end <= node);
    let paragraph = nodes.sentences[here.min(nodes.sentences.len() - 1)].paragraph;
    let before = cast.appearances.partition_point(|a| a.node < node);
    let near = &cast.appearances[before.saturating_sub(REACH)..before];
    let mut out = Vec::with_capacity(near.len() + 1);
    out.push(Antecedent {
        who: None,
        rival: false,
        subject: false,
        features: [feature(201, pronoun, 0), feature(202, u32::from(last.is_some()), pronoun)].into_iter().collect(),
    });
    let mut rank = 0;
    let mut agreeing = 0;
    let opens = u32::from(nodes.sentences[here.min(nodes.sentences.len() - 1)].start + 1 >= node);
    let chain = gender.map_or(here, |gender| chain(nodes, here, gender));
    let chained = (here - chain).min(3) as u32;
    for appearance in near.iter().rev() {
        let back = here.saturating_sub(appearance.sentence);
        if back > SENTENCES {
            break;
        }
        let character = &cast.characters[appearance.who];
        let conflict = matches!((character.gender, gender), (Some(own), Some(gender)) if own != gender);
        if conflict || out.iter().any(|a| a.who == Some(appearance.who)) {
            continue;
        }
        let known = u32::from(character.gender.is_some());
        let person = character.person.clamp(-3, 3) + 3;
        let own_paragraph = u32::from(nodes.sentences[appearance.sentence].paragraph == paragraph);
        let named = near.iter().filter(|a| a.who == appearance.who);
        let again = named.clone().count().min(5) as u32;
        let subject_again = named.clone().any(|a| a.subject && here.saturating_sub(a.sentence) <= 2);
        let source = u32::from(sources[appearance.node]);
        let spoke = u32::from(last == Some(appearance.who)) * 2 + source;
        let place = u32::from(appearance.subject) * 2 + u32::from(appearance.possessive);
        let back = back.min(6) as u32;
        let full = u32::from(nodes.nodes.get(appearance.node + 1).is_some_and(|n| n.tag.is_name()));
        let first = u32::from(again == 1);
        let after = nodes.nodes.get(appearance.node + 1 + full as usize).map_or(0, |n| n.tag as u32);
        // Whoever is named after the pronouns set in is seldom who they mean.
        let within = u32::from(chain < here && appearance.sentence >= chain);
        let nearness = pair(pair(back, own_paragraph), pair(rank.min(4), agreeing.min(3)));
        out.push(Antecedent {
            who: Some(appearance.who),
            rival: known == 0 && back <= 1 && appearance.subject && character.person > 0,
            subject: back <= 1 && appearance.subject,
            features: [
                feature(210, pronoun, 0),
                feature(211, back, place),
                feature(212, pair(back, own_paragraph), spoke),
                feature(213, pair(known, person as u32), pronoun),
                feature(214, rank, spoke),
                feature(215, pair(rank, place), back),
                feature(216, again, u32::from(subject_again)),
                feature(217, pair(spoke, pronoun), place),
                feature(218, nodes.nodes[appearance.node].tag as u32, pronoun),
                feature(219, character.count.min(20) / 2, known),
                feature(220, pair(spoke, rank), pair(place, back)),
                feature(221, nearness, pair(known, place)),
                feature(222, agreeing, pair(known, spoke)),
                feature(223, pair(full, first), pair(back, known)),
                feature(224, pair(full, first), pair(place, spoke)),
                feature(225, pair(opens, back), pair(place, spoke)),
                feature(226, pair(person as u32, known), pair(place, rank)),
                feature(227, after, pair(back, place)),
                feature(228, pair(chained, within), place),
                feature(229, pair(chained, within), spoke),
                feature(230, pair(chained, within), pair(known, rank.min(4))),
            ]
            .into_iter()
            .collect(),
        });
        rank += 1;
        agreeing += known;
    }
    out
}

/// The first of the sentences up to `here` that go on about *she* or *he* one after another.
fn chain(nodes: &Nodes, here: usize, gender: Gender) -> usize {
    let goes_on = |sentence: &&Sentence| {
        let list = &nodes.nodes[sentence.start..sentence.end];
        let subject = list.iter().find(|n| n.tag.is_noun() || n.tag == Tag::Prp);
        subject.is_some_and(|n| n.tag == Tag::Prp && gender_of(n.form) == Some(gender))
    };
    let earlier = &nodes.sentences[..here.min(nodes.sentences.len())];
    here - earlier.iter().rev().take(SENTENCES).take_while(goes_on).count()
}

/// Whether the pronoun with this form is *he* or *she*: the others stay as printed.
pub fn has_gender(pronoun: u32) -> bool {
    gender_of(pronoun).is_some()
}

/// The likeliest of `antecedents`, how likely it is, and the next.
pub fn choose(weights: &Weights, antecedents: &[Antecedent]) -> (usize, f32, Option<usize>) {
    let scores: Vec<f32> = antecedents.iter().map(|a| weights.score(&a.features)[0]).collect();
    let best = (0..scores.len()).fold(0, |best, i| if scores[i] > scores[best] { i } else { best });
    let total: f32 = scores.iter().map(|s| (s - scores[best]).exp()).sum();
    let next = (0..scores.len())
        .filter(|i| *i != best && antecedents[*i].who.is_some())
        .max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    (best, 1.0 / total, next)
}

/// The last name before `node` in its sentence, for a relative pronoun.
pub fn relative(nodes: &Nodes, node: usize) -> Option<Run> {
    let sentence = nodes.sentences[nodes.sentences.partition_point(|s| s.end <= node)];
    let end = if node > sentence.start && nodes.nodes[node - 1].shape == Shape::Comma { node - 1 } else { node };
    let start = (sentence.start..end)
        .rev()
        .take(12)
        .take_while(|i| !matches!(nodes.nodes[*i].shape, Shape::Comma | Shape::Quote))
        .last()?;
    let list = &nodes.nodes;
    let run = run_ending(list, &(start..end))?;
    // *an aide to Tom Marsh, who …*, *a nurse from Tulsa who …*
    let head = (start + 1..run.whole.start).rev().find(|i| CUTS.contains(&list[*i].form)).map(|cut| &list[cut - 1]);
    let described = head.is_some_and(|n| n.shape == Shape::Lower && matches!(n.class, Some(Class::Title(_))));
    let place = list[run.name.clone()].iter().all(|n| n.tag == Tag::Location) && list[node].form == WHO;
    (!described && !place).then_some(run)
}

/// Whom *the mayor* means: the one character, or the last named one, whose role ends in that word.
pub fn described(text: &str, nodes: &Nodes, cast: &Cast, head: &Range<usize>) -> Option<usize> {
    let list = &nodes.nodes[head.clone()];
    let [first, .., title] = list else { return None };
    if first.form != THE || !matches!(title.class, Some(Class::Title(_))) || list.len() > 3 {
        return None;
    }
    let word = title.span.of(text);
    let whole = Span::new(first.span.start, title.span.end).of(text);
    let holds = |who: &usize| {
        let role = cast.characters[*who].role.map(|r: Span| r.of(text));
        let head = role
            .and_then(|r| r.split([',', '(']).next())
            .map(|r| r.split(" of ").next().unwrap_or(r).split(" for ").next().unwrap_or(r));
        let deputy = |words: &str| words.split([' ', '-']).any(|w| LESSER.iter().any(|l| w.eq_ignore_ascii_case(l)));
        head.is_some_and(|r| deputy(r) == deputy(whole))
            && head.and_then(|r| r.split_whitespace().next_back()).is_some_and(|last| same_title(last, word))
    };
    let before = cast.appearances.partition_point(|a| a.node < head.start);
    cast.appearances[..before]
        .iter()
        .rev()
        .take(DESCRIBED_REACH)
        .map(|a| a.who)
        .filter(|who| cast.characters[*who].person > 0)
        .find(holds)
}

fn same_title(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
        || SHORT_TITLES.iter().any(|(short, long)| a.eq_ignore_ascii_case(short) && b.eq_ignore_ascii_case(long))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::quote::{Certainty, extract};

    /// The speakers that are named without doubt.
    fn speakers(text: &str) -> Vec<String> {
        let article = Article::from_body(text.to_owned());
        let known = extract(&article).into_iter().filter(|q| q.certainty != Certainty::Unknown);
        known.filter_map(|q| q.speaker).map(|s| s.name).collect()
    }

    #[test]
    fn the_pronouns_beside_a_name_tell_its_gender() {
        let text = "Mayor Tayloria Batcheldor said on Monday that her plan was ready.\n\nTom Ott asked for time.\n\n\
                    “I am not sorry for a single word of it,” she said.";
        assert_eq!(speakers(text).last().map(String::as_str), Some("Tayloria Batcheldor"));
    }

    #[test]
    fn who_is_no_place_and_nobody_that_somebody_works_for() {
        let names = speakers("The house belonged to a nurse from Tulsa who said that it was empty.");
        assert!(!names.contains(&"Tulsa".to_owned()), "{names:?}");
        let names = speakers("The house belonged to an aide to Tom Marsh, who said that it was empty.");
        assert!(!names.contains(&"Tom Marsh".to_owned()), "{names:?}");
    }

    #[test]
    fn a_title_tells_whom_a_surname_does_not_mean() {
        let names = speakers("Jimmy Colter and his wife left the town. Mrs. Colter said it was late.");
        assert_eq!(names, ["Colter"]);
    }

    #[test]
    fn a_place_has_no_role_of_the_mayor_beside_it() {
        let text = "In Chelsea, the mayor also said that the harbor was safe.\n\n\
                    “We do not see a danger to the harbor,” the mayor said.";
        assert!(!speakers(text).contains(&"Chelsea".to_owned()));
    }

    #[test]
    fn short_and_long_titles_are_the_same() {
        assert!(same_title("Gov.", "governor"));
        assert!(same_title("Mayor", "mayor"));
        assert!(!same_title("Sen.", "governor"));
    }
}

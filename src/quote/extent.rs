//! How far a quotation reaches beyond its quotation marks: a decision for the words before a
//! passage, those after it, and those between two.

use super::attributions::Attribution;
use super::candidates::{Relation, bucket};
use super::cues::{closed, stem};
use super::linker::{Link, Weights};
use super::nodes::{Nodes, Tag};
use super::table::{Features, feature, pair};
use crate::text::tokens::Shape;
use std::ops::Range;

/// Where words stand that may belong to a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Place {
    /// Before its first passage.
    Before,
    /// After its last passage.
    After,
    /// Between two of its passages.
    Between,
}

/// Words beside a passage that may be said with it, or by the reporter.
#[derive(Debug, Clone)]
pub struct Words {
    /// Where they stand.
    pub place: Place,
    /// The passage beside them; of two the first.
    pub passage: usize,
    /// Their nodes.
    pub nodes: Range<usize>,
    /// What can be seen of them.
    pub features: Features,
}

/// A run of content that has a passage, with what is known of its cue.
#[derive(Debug, Clone)]
pub struct Run {
    /// Its nodes.
    pub nodes: Range<usize>,
    /// Its cue's node.
    pub cue: Option<usize>,
}

/// Finds the words in question, and decides.
pub struct Extents<'a> {
    text: &'a str,
    nodes: &'a Nodes,
    /// Which nodes are part of a cue, a source or content.
    taken: Vec<bool>,
}

impl<'a> Extents<'a> {
    /// The extents of an article's quotations, which come from `found` and `links`.
    pub fn new(text: &'a str, nodes: &'a Nodes, found: &[Attribution], links: &[Link]) -> Self {
        let mut taken = vec![false; nodes.nodes.len()];
        let mut take = |cue: Option<usize>, source: Option<&Range<usize>>, contents: &[Range<usize>]| {
            let cue = cue.map(|cue| cue..cue + 1);
            cue.iter().chain(source).chain(contents).for_each(|run| taken[run.clone()].fill(true));
        };
        for a in found {
            take(Some(a.cue), a.source.as_ref(), &a.contents);
        }
        for link in links.iter().filter(|l| l.linked) {
            take(link.cue, link.source.as_ref(), std::slice::from_ref(&link.content));
        }
        Self { text, nodes, taken }
    }

    /// Every run that has a passage and is not under a label.
    pub fn runs(&self, found: &[Attribution], links: &[Link]) -> Vec<Run> {
        let of_found = found.iter().flat_map(|a| a.contents.iter().map(|c| Run { nodes: c.clone(), cue: Some(a.cue) }));
        let linked = links.iter().filter(|l| l.linked && l.relation != Relation::Label);
        let of_links = linked.map(|l| Run { nodes: l.content.clone(), cue: l.cue });
        of_found.chain(of_links).filter(|run| self.passages(&run.nodes).next().is_some()).collect()
    }

    /// The words in question of `run`: between its passages, before and after them.
    pub fn words(&self, run: &Run) -> Vec<Words> {
        let mut out = Vec::new();
        let passages: Vec<usize> = self.passages(&run.nodes).collect();
        let (Some(first), Some(last)) = (passages.first(), passages.last()) else { return out };
        let sentence = self.nodes.sentences[self.nodes.sentences.partition_point(|s| s.end <= *first)];
        let before = if run.nodes.start < *first {
            // Words that lead on into the passage are said with it.
            let apart = self.nodes.nodes[first - 1].tag.is_punctuation();
            (if apart { run.nodes.start } else { *first })..*first
        } else {
            let free = (sentence.start..*first).rev().take(REACH).take_while(|i| self.is_free(*i)).last();
            free.unwrap_or(*first)..*first
        };
        let after = if run.nodes.end > last + 1 {
            last + 1..run.nodes.end
        } else {
            let free = (last + 1..sentence.end).take(REACH).take_while(|i| self.is_free(*i)).last();
            last + 1..free.map_or(last + 1, |i| i + 1)
        };
        let mut add = |place, passage, nodes: Range<usize>| {
            if self.nodes.nodes[nodes.clone()].iter().any(|n| !n.tag.is_punctuation()) {
                let features = self.features(run, place, passage, &nodes);
                out.push(Words { place, passage, nodes, features });
            }
        };
        for pair in passages.windows(2) {
            add(Place::Between, pair[0], pair[0] + 1..pair[1]);
        }
        add(Place::Before, *first, before);
        add(Place::After, *last, after);
        out
    }

    /// The runs that are left of `run` once every one of its words is decided.
    pub fn decide(&self, weights: &Weights, run: &Run) -> Vec<Range<usize>> {
        let mut out = vec![run.nodes.clone()];
        for words in self.words(run) {
            let belongs = weights.score(&words.features)[0] > 0.0;
            let Some(run) = out.last_mut() else { continue };
            match (words.place, belongs) {
                (Place::Between, false) => {
                    let end = std::mem::replace(&mut run.end, words.nodes.start);
                    out.push(words.nodes.end..end);
                }
                (Place::Before, true) => out[0].start = words.nodes.start,
                (Place::Before, false) => out[0].start = words.nodes.end,
                (Place::After, true) => run.end = words.nodes.end,
                (Place::After, false) => run.end = words.nodes.start,
                (Place::Between, true) => {}
            }
        }
        out
    }

    fn passages(&self, run: &Range<usize>) -> impl Iterator<Item = usize> {
        run.clone().filter(|i| self.nodes.nodes[*i].shape == Shape::Quote)
    }

    /// Whether nothing ends before the node or claims it.
    fn is_free(&self, node: usize) -> bool {
        !self.taken[node] && !self.nodes.nodes[node].tag.is_punctuation()
    }

    fn features(&self, run: &Run, place: Place, passage: usize, words: &Range<usize>) -> Features {
        let nodes = &self.nodes.nodes;
        let near = |at: Option<usize>| at.and_then(|at| nodes.get(at)).map_or(98, closed);
        let place_number = place as u32;
        // Words that the field gave to the run, and words it did not.
        let given = u32::from(run.nodes.contains(&words.start));
        let place_given = pair(place_number, given);
        let outline = nodes[passage].form & 0xffff;
        let capital = outline >> 1 & 1;
        let end = outline >> 8;
        let (cue, cue_side) = match run.cue {
            Some(cue) => (stem(self.text, &nodes[cue]), side(cue, passage, words)),
            None => (0, 9),
        };
        let (beside, far, beyond) = match place {
            Place::Before => (words.end - 1, words.start, words.start.checked_sub(1)),
            _ => (words.start, words.end - 1, Some(words.end)),
        };
        let count = bucket(words.len() as f32, &[2.0, 3.0, 4.0, 6.0, 9.0, 14.0, 25.0]);
        let list = &nodes[words.clone()];
        let verb = u32::from(list.iter().any(|n| n.tag.is_finite()));
        let name = u32::from(list.iter().any(|n| n.tag.is_name()));
        let comma = list.iter().filter(|n| matches!(n.tag, Tag::Comma | Tag::Colon)).count().min(2) as u32;
        let next = u32::from(nodes.get(words.end).is_some_and(|n| n.shape == Shape::Quote));
        let (beside_form, far_form) = (closed(&nodes[beside]), closed(&nodes[far]));
        let inside = pair(count, pair(verb, comma));
        // A verb of their own right beside the passage may be the cue instead: *and calls her “…”*.
        let inner = match place {
            Place::Before => list.iter().rev().take(INNER).find(|n| n.tag.is_verb()),
            _ => list.iter().take(INNER).find(|n| n.tag.is_verb()),
        };
        let inner = inner.map_or(0, |n| stem(self.text, n));
        let second = match place {
            Place::Before => words.end.checked_sub(2),
            _ => Some(words.start + 1),
        };
        let second = near(second.filter(|at| words.contains(at)));
        [
            feature(141, place_given, 0),
            feature(142, place_given, outline),
            feature(143, place_given, beside_form),
            feature(144, place_given, far_form),
            feature(145, place_given, inside),
            feature(146, place_given, pair(cue, cue_side)),
            feature(147, pair(place_given, beside_form), outline),
            feature(148, pair(place_given, beside_form), pair(capital, end)),
            feature(149, pair(place_given, cue), beside_form),
            feature(150, pair(place_given, cue), far_form),
            feature(151, pair(place_given, near(beyond)), far_form),
            feature(152, pair(place_given, cue_side), inside),
            feature(153, pair(place_given, cue_side), pair(beside_form, capital)),
            feature(154, pair(place_given, nodes[beside].form), capital),
            feature(155, pair(place_given, nodes[far].form), cue_side),
            feature(156, pair(place_given, count), pair(capital, end)),
            feature(157, pair(place_given, verb), pair(name, cue_side)),
            feature(158, pair(place_given, far_form), pair(beside_form, count)),
            feature(160, place_given, inner),
            feature(161, pair(place_given, inner), pair(beside_form, capital)),
            feature(162, pair(place_given, beside_form), second),
            feature(163, pair(place_given, beside_form), pair(second, capital)),
            feature(159, pair(place_given, next), pair(end, near(Some(passage + 1)))),
        ]
        .into_iter()
        .collect()
    }
}

/// Where the cue stands: right before or after the words, further off on either side, or among them.
fn side(cue: usize, passage: usize, words: &Range<usize>) -> u32 {
    if words.contains(&cue) {
        0
    } else if cue + 1 == words.start {
        1
    } else if cue == words.end {
        2
    } else if cue < passage {
        3
    } else {
        4
    }
}

/// How many words from a passage a verb is beside it.
const INNER: usize = 3;
/// How many words beyond a run are tried.
const REACH: usize = 25;

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::quote::{Kind, Quotation, extract};

    fn found(text: &str) -> Vec<(Kind, String)> {
        let article = Article::from_body(text.to_owned());
        extract(&article).iter().map(|q: &Quotation| (q.kind, q.words(&article))).collect()
    }

    #[test]
    fn what_the_reporter_says_about_a_passage_is_not_said_with_it() {
        let text = "Mayor Ana Ruiz said, “We will never sell the harbor to them” - the first time she said no.";
        assert_eq!(found(text)[0], (Kind::Direct, "We will never sell the harbor to them".to_owned()));
    }

    #[test]
    fn words_that_lead_into_a_passage_belong_to_it() {
        let text = "Mayor Ana Ruiz said that the harbor was “a treasure of the city.”";
        assert_eq!(found(text), [(Kind::Mixed, "that the harbor was “a treasure of the city.”".to_owned())]);
    }
}

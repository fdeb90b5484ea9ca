//! From an article to its quotations.

use super::attributions::{self, Attribution, Models};
use super::confidence::Sureness;
use super::cues::Detections;
use super::linker::{self, Linker};
use super::marks;
use super::model::Model;
use super::naming::Naming;
use super::nodes::Nodes;
use super::segments::Segment;
use super::tagger;
use super::units::units;
use crate::article::Article;
use crate::quote::Quotation;
use crate::text::Span;
use std::ops::Range;

/// Least probability of a cue whose contents are quotations.
pub const LIKELY: f32 = 0.3;

/// How many words a dateline has at most.
const LONGEST_DATELINE: usize = 8;

/// The nodes of `article`, whose quoted segments are `segments`, without its dateline, which nobody says.
pub fn untagged(article: &Article, segments: &[Segment]) -> Nodes {
    let mut paragraphs = article.paragraphs.clone();
    if let (Some(first), Some(dateline)) = (paragraphs.first_mut(), dateline(article)) {
        first.start = dateline.end.clamp(first.start, first.end);
    }
    Nodes::new(&article.text, &paragraphs, &marks::passages(article, segments))
}

/// The quotations of `article`, ordered by where their content begins; ids are not yet given.
pub fn quotations(article: &Article, segments: &[Segment], model: &Model) -> Vec<Quotation> {
    let calibrated = |(quotation, sureness): (Quotation, Sureness)| {
        let confidence = Some(sureness.confidence(quotation.kind, &model.calibration));
        Quotation { confidence, ..quotation }
    };
    measured(article, segments, model).into_iter().map(calibrated).collect()
}

/// The same without a confidence, but with how sure the models are.
pub fn measured(article: &Article, segments: &[Segment], model: &Model) -> Vec<(Quotation, Sureness)> {
    let mut nodes = untagged(article, segments);
    tagger::tag(&article.text, &mut nodes, &model.tagger, &model.forms);
    let models = Models { forms: &model.forms, cues: &model.cues, arguments: &model.arguments };
    let detections = Detections::new(&article.text, &nodes, &model.forms, &model.cues);
    let found = attributions::attributions(&article.text, &nodes, &models, &detections, LIKELY);
    let claimed = claimed(nodes.nodes.len(), &found);
    let links = Linker::new(&article.text, &nodes, &models, &detections, &found)
        .run(&claimed, |_, candidates| linker::choose(&model.linker, candidates));
    let units = units(&article.text, &nodes, &found, &links, &model.linker);
    let mut naming = Naming::new(&article.text, &nodes, model, &units);
    units.into_iter().map(|unit| naming.quotation(article, unit)).collect()
}

/// The dateline of `article`; of one whose header was not read, capitals up to a dash
/// (`CHICAGO (AP) —`).
fn dateline(article: &Article) -> Option<Span> {
    if let Some(dateline) = &article.dateline {
        return Some(dateline.span);
    }
    let first = *article.paragraphs.first()?;
    let text = first.of(&article.text);
    let (at, dash) = text.match_indices([' ', '\u{a0}']).take(LONGEST_DATELINE).find_map(|(at, space)| {
        let rest = &text[at + space.len()..];
        let dash = ["— ", "– ", "-- ", "- "].into_iter().find(|dash| rest.starts_with(dash))?;
        Some((at, space.len() + dash.len()))
    })?;
    let mut words = text[..at].split_whitespace();
    let city = words.next()?.trim_end_matches(',');
    let capitals = city.chars().filter(|c| c.is_uppercase()).count() > 2 && !city.contains(char::is_lowercase);
    let plain = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '(');
    (capitals && words.all(plain)).then(|| Span::new(first.start, first.start + at + dash))
}

/// Which nodes lie in one of `ranges`.
pub fn marked(count: usize, ranges: impl Iterator<Item = Range<usize>>) -> Vec<bool> {
    let mut out = vec![false; count];
    for range in ranges {
        out[range].fill(true);
    }
    out
}

/// Which nodes belong to an attribution found in their own sentence.
pub fn claimed(count: usize, found: &[Attribution]) -> Vec<bool> {
    let mut out = vec![false; count];
    for run in found.iter().flat_map(|a| &a.contents) {
        out[run.clone()].fill(true);
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::quote::{Certainty, Kind, Quotation, extract};
    use proptest::prelude::*;

    /// Kind, speaker and words of each quotation.
    fn found(text: &str) -> Vec<(Kind, String, String)> {
        let article = Article::from_body(text.to_owned());
        let name = |q: &Quotation| q.speaker.as_ref().map(|s| s.name.clone()).unwrap_or_default();
        extract(&article).iter().map(|q| (q.kind, name(q), q.words(&article))).collect()
    }

    fn is(found: &[(Kind, String, String)], kind: Kind, speaker: &str, words: &str) {
        let wanted = (kind, speaker.to_owned(), words.to_owned());
        assert!(found.contains(&wanted), "{wanted:?} is not in {found:?}");
    }

    #[test]
    fn direct_mixed_and_indirect() {
        let found = found(
            "Mayor Ana Ruiz spoke on Monday.\n\n“We will build the bridge,” Ruiz said. “It is late.”\n\n\
             She said that the council had agreed to the plan.\n\nRuiz called the delay “a disgrace for the city.”",
        );
        is(&found, Kind::Direct, "Ana Ruiz", "We will build the bridge, It is late.");
        is(&found, Kind::Indirect, "Ana Ruiz", "that the council had agreed to the plan");
        assert!(found.iter().any(|(kind, who, _)| *kind != Kind::Indirect && who == "Ana Ruiz"));
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn the_source_may_follow_or_stand_in_the_paragraph_before() {
        let found = found(
            "“Nobody told us,” said Tom Ott, a farmer from Ohio.\n\nJared Potts said:\n\n“They will pay for this.”",
        );
        is(&found, Kind::Direct, "Tom Ott", "Nobody told us,");
        is(&found, Kind::Direct, "Jared Potts", "They will pay for this.");
    }

    #[test]
    fn a_pronoun_agrees_in_gender() {
        let text = "Mary Kane met John Ott on Friday.\n\n“I am not sorry,” she said.";
        let article = Article::from_body(text.to_owned());
        let all = extract(&article);
        let quotation = all.iter().find(|q| q.kind == Kind::Direct).expect("a quotation");
        assert_eq!(quotation.speaker.as_ref().map(|s| s.name.as_str()), Some("Mary Kane"));
        assert_eq!(quotation.certainty, Certainty::Inferred);
    }

    #[test]
    fn labels_and_signatures_name_the_speaker() {
        let found = found("WALLACE: “What did you know about it?”\n\n“A fiasco for all of us.” ― Ana Ruiz");
        is(&found, Kind::Direct, "WALLACE", "What did you know about it?");
        is(&found, Kind::Direct, "Ana Ruiz", "A fiasco for all of us.");
    }

    #[test]
    fn a_short_label_is_whoever_a_longer_one_names() {
        let text = "JUNE ABARA: Can it run in February?\n\nOWEN LEE: It can.\n\nABARA: And in March?";
        let article = Article::from_body(text.to_owned());
        let all = extract(&article);
        let names: Vec<_> = all.iter().filter_map(|q| q.speaker.as_ref()).map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["JUNE ABARA", "OWEN LEE", "JUNE ABARA"]);
        assert!(all.iter().all(|q| q.certainty == Certainty::Stated), "a label stands beside the words");
    }

    #[test]
    fn a_surname_that_begins_a_sentence_is_the_name_that_it_is_elsewhere() {
        let text = "“It began with a chair,” Police Chief Lyle Okafor said.\n\nOkafor said that it was over.";
        is(&found(text), Kind::Indirect, "Lyle Okafor", "that it was over");
    }

    #[test]
    fn a_subject_with_a_clause_of_its_own_is_not_what_is_said() {
        let found = found(
            "A second person, who was not authorized to speak publicly, said that the company had been waiting for a cheaper part.",
        );
        is(&found, Kind::Indirect, "A second person", "that the company had been waiting for a cheaper part");
    }

    #[test]
    fn what_nobody_says_is_no_quotation() {
        assert!(found("The film “Casablanca” was shown in the town hall.").is_empty());
    }

    #[test]
    fn time_is_linear_in_the_text() {
        for text in [
            "“a” ".repeat(10_000),
            "“".repeat(30_000),
            "he said she said ".repeat(2_000),
            "the mayor said no. ".repeat(2_000),
        ] {
            let started = std::time::Instant::now();
            found(&text);
            assert!(started.elapsed().as_secs() < 30);
        }
    }

    proptest! {
        #[test]
        fn every_span_holds(words in prop::collection::vec(
            prop::sample::select(vec!["“", "”", "\"", "said", "Ana", "Ruiz", "she", ",", ".", ":", "—", "that", "the", "é", "\n\n", "''", "told", "according", "to"]), 0..60)
        ) {
            let article = Article::from_body(words.join(" "));
            for q in extract(&article) {
                prop_assert!(article.text.get(q.content.start..q.content.end).is_some());
                prop_assert!(!q.segments.is_empty());
                prop_assert!(q.segments.windows(2).all(|pair| pair[0].end <= pair[1].start));
                prop_assert!(q.segments.iter().chain(&q.quoted_parts).all(|s| q.content.covers(*s)));
                for outside in q.mention.into_iter().chain(q.cue) {
                    prop_assert!(q.segments.iter().all(|s| !s.overlaps(outside)));
                }
                prop_assert!(q.confidence.is_none_or(|c| (0.0..=1.0).contains(&c)));
            }
        }
    }
}

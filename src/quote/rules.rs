//! Who says a passage in a language without models, by the words of its table in a few frames:
//! *“…”, said Ana Ruiz*, *Ana Ruiz said: “…”*, *Ana Ruiz: “…”*. Where other words stand there
//! nobody is named: no name is better than a wrong one.

use super::candidates::Relation;
use super::languages::{Frames, Language};
use super::lexicon::Gender;
use super::nodes::{Node, Nodes, Sentence};
use super::people::{Names, People, Person};
use super::segments::Segment;
use super::{Certainty, Evidence, Kind, Quotation, Speaker, engine};
use crate::article::Article;
use crate::text::Span;
use crate::text::spaces::spaced;
use crate::text::tokens::Shape;
use std::ops::Range;

/// How many nodes may stand between a cue and the colon after it: *said on Monday in Oslo:*.
const REACH: usize = 12;
/// How many words of an article's phrase come before its noun: *the 59-year-old former mayor*.
const ADJECTIVES: usize = 3;
/// How many nodes a description goes on before an apposed name: *the mayor of the city, Ana Ruiz,*.
const APPOSITION: usize = 8;
/// How many names back a pronoun's rivals are looked for.
const REACH_OF_PRONOUNS: usize = 40;

/// A phrase that names who speaks.
#[derive(Debug, Clone)]
struct Source {
    /// Its nodes.
    phrase: Range<usize>,
    who: Who,
    /// The nodes of the role.
    role: Option<Range<usize>>,
}

#[derive(Debug, Clone)]
enum Who {
    /// The nodes of a name, whole or the surname alone.
    Name(Range<usize>),
    Pronoun(Gender),
    /// The node of the noun.
    Description(usize),
}

/// The direct quotations of `article` whose speaker stands beside them, in order; ids are not yet
/// given.
pub(super) fn quotations(
    article: &Article,
    segments: &[Segment],
    language: &Language,
    frames: &Frames,
) -> Vec<Quotation> {
    let nodes = engine::untagged(article, segments);
    let names = Names { text: &article.text, nodes: &nodes.nodes, language, frames };
    let people = People::new(&names, &nodes.sentences);
    let mut rules = Rules { article, nodes: &nodes, frames, names, people, last: None };
    let mut out = Vec::new();
    for sentence in &nodes.sentences {
        let passages = (sentence.start..sentence.end).filter(|at| nodes.nodes[*at].shape == Shape::Quote);
        out.extend(passages.filter_map(|passage| rules.quotation(*sentence, passage)));
    }
    out
}

struct Rules<'a> {
    article: &'a Article,
    nodes: &'a Nodes,
    frames: &'a Frames,
    names: Names<'a>,
    people: People,
    /// Who spoke last, and in which paragraph.
    last: Option<(usize, usize)>,
}

impl Rules<'_> {
    fn quotation(&mut self, sentence: Sentence, passage: usize) -> Option<Quotation> {
        let (cue, source, relation) = self
            .after(sentence, passage)
            .or_else(|| self.before(sentence, passage))
            .map(|(cue, source)| (cue, source, Relation::OwnSentence))
            .or_else(|| self.labelled(sentence, passage).map(|(cue, source)| (cue, source, Relation::Label)))?;
        let (speaker, certainty, candidates) = self.resolve(&source, sentence);
        let content = self.nodes.nodes[passage].span;
        Some(Quotation {
            id: self.article.id,
            kind: Kind::Direct,
            content,
            segments: vec![content],
            quoted_parts: Vec::new(),
            speaker: Some(speaker),
            mention: Some(self.span(&source.phrase)),
            cue: Some(self.nodes.nodes[cue].span),
            certainty,
            confidence: None,
            candidates,
            evidence: Evidence { rule: relation.rule(), runner_up: None },
            said: None,
            paragraph: sentence.paragraph,
        })
    }

    /// *“…”, said Ana Ruiz*: the cue and its subject right behind the passage.
    fn after(&self, sentence: Sentence, passage: usize) -> Option<(usize, Source)> {
        let part = |at: usize| self.nodes.nodes.get(at).filter(|_| at < sentence.end);
        let stop = part(passage + 1).is_some_and(|n| matches!(n.shape, Shape::Comma | Shape::Dash));
        let cue = passage + 1 + usize::from(stop);
        if !self.is_cue(part(cue)?) {
            return None;
        }
        let source = self.source(cue + 1, sentence.end)?;
        Some((cue, self.apposed(&source, sentence.end).unwrap_or(source)))
    }

    /// *Ana Ruiz said: “…”*, *On Monday said Ana Ruiz: “…”*: a clause that a colon ends.
    fn before(&self, sentence: Sentence, passage: usize) -> Option<(usize, Source)> {
        let (start, colon) = self.clause(sentence, passage)?;
        let near = colon.saturating_sub(REACH).max(start);
        let cue = (near..colon).rev().find(|at| self.is_cue(&self.nodes.nodes[*at]))?;
        let subject = self.source(start, cue).map(|source| self.apposed(&source, cue).unwrap_or(source));
        let subject = subject.filter(|source| {
            // A capital that opens a sentence is no name by itself.
            let known = match &source.who {
                Who::Name(name) if name.len() == 1 => source.role.is_some() || self.people.knows(&self.names, name),
                _ => true,
            };
            let comma = self.nodes.nodes[source.phrase.end].shape == Shape::Comma;
            known && source.phrase.end + usize::from(comma) == cue
        });
        let inverted = || self.source(cue + 1, colon).filter(|s| !matches!(s.who, Who::Description(_)));
        let source = match subject {
            // *Der Zeitung sagte Stein:* has the object first.
            Some(Source { who: Who::Description(noun), .. }) if self.names.is_organisation(noun) => {
                inverted().or(subject)
            }
            Some(_) => subject,
            None => inverted(),
        };
        Some((cue, source?))
    }

    /// *Ana Ruiz: “…”*: nothing but a name before the colon.
    fn labelled(&self, sentence: Sentence, passage: usize) -> Option<(usize, Source)> {
        let (start, colon) = self.clause(sentence, passage)?;
        let source = self.source(start, colon).filter(|source| source.phrase.end == colon)?;
        let Who::Name(name) = &source.who else { return None };
        (name.len() > 1 || self.people.knows(&self.names, name)).then_some((colon, source))
    }

    /// Where the clause begins that ends in a colon right before the passage, and the colon.
    fn clause(&self, sentence: Sentence, passage: usize) -> Option<(usize, usize)> {
        let colon = passage.checked_sub(1).filter(|at| *at > sentence.start)?;
        let before = &self.nodes.nodes[sentence.start..colon];
        let start = before.iter().rposition(|n| n.shape == Shape::Quote).map_or(0, |at| at + 1);
        (self.nodes.nodes[colon].shape == Shape::Colon).then_some((sentence.start + start, colon))
    }

    fn is_cue(&self, node: &Node) -> bool {
        node.shape == Shape::Lower && self.frames.cues.contains(&node.form)
    }

    /// The source that begins at node `at`, before `end`.
    fn source(&self, at: usize, end: usize) -> Option<Source> {
        let list = &self.nodes.nodes[..end];
        let first = list.get(at)?;
        for (pronouns, gender) in [(self.frames.he, Gender::Male), (self.frames.she, Gender::Female)] {
            if pronouns.contains(&first.form) {
                return Some(Source { phrase: at..at + 1, who: Who::Pronoun(gender), role: None });
            }
        }
        let described = self.frames.articles.contains(&first.form);
        let noun = if described { self.noun(at + 1, end)? } else { at };
        if self.frames.links.contains(&list.get(noun)?.form) {
            return None;
        }
        let run = self.names.capitals(noun, end);
        let name = self.names.after_titles(&run);
        let titled = name > run.start;
        let role = if described { at + 1..name } else { self.names.without_honorific(run.start)..name };
        let role = (titled && !role.is_empty()).then_some(role);
        let last = run.end.checked_sub(1).filter(|last| *last >= run.start)?;
        let description = Source { phrase: at..run.end, who: Who::Description(last), role: None };
        if name == run.end {
            return Some(description).filter(|_| described);
        }
        let named = |name: Range<usize>| Some(Source { phrase: at..name.end, who: Who::Name(name), role });
        match self.people.full_name(&self.names, name..run.end) {
            Some(full) if full.end == run.end || titled || !described => named(full),
            _ if run.end - name > 1 && !described => None,
            _ if described && !titled => Some(description),
            _ if run.end - name == 1 && self.names.is_free(name) => named(name..run.end),
            _ => None,
        }
    }

    /// The noun that the adjectives from node `at` lead to.
    fn noun(&self, at: usize, end: usize) -> Option<usize> {
        let nodes = &self.nodes.nodes;
        let noun = (at..end.min(at + ADJECTIVES + 1)).find(|i| nodes[*i].shape.is_capital())?;
        let adjective = |n: &Node| {
            // *34-jährige*, but no *43 Jahre alte*.
            let ends_in_letter = n.span.of(&self.article.text).ends_with(char::is_alphabetic);
            matches!(n.shape, Shape::Lower | Shape::Number)
                && ends_in_letter
                && ![self.frames.links, self.frames.articles, self.frames.cues].iter().any(|l| l.contains(&n.form))
        };
        nodes[at..noun].iter().all(adjective).then_some(noun)
    }

    /// The name that stands behind a description and a comma: *the mayor of the city, Ana Ruiz*.
    fn apposed(&self, source: &Source, end: usize) -> Option<Source> {
        let Who::Description(noun) = source.who else { return None };
        let nodes = &self.nodes.nodes;
        let within = source.phrase.end..end.min(source.phrase.end + APPOSITION);
        let comma = within
            .into_iter()
            .find(|at| !matches!(nodes[*at].shape, Shape::Lower | Shape::Capitalised | Shape::Upper))?;
        let name = self.people.full_name(&self.names, self.names.capitals(comma + 1, end))?;
        let closed =
            nodes[..end].get(name.end).is_none_or(|n| matches!(n.shape, Shape::Comma | Shape::Stop | Shape::Open));
        let (title, told) = (self.names.title(noun)?, self.names.gender(&name));
        let agrees = title.is_none() || told.is_none() || title == told;
        let start = source.phrase.start + usize::from(self.frames.articles.contains(&nodes[source.phrase.start].form));
        (nodes[comma].shape == Shape::Comma && closed && agrees).then_some(Source {
            phrase: source.phrase.start..name.end,
            who: Who::Name(name),
            role: Some(start..comma),
        })
    }

    /// The speaker that a source names, how, and who else it could be.
    fn resolve(&mut self, source: &Source, sentence: Sentence) -> (Speaker, Certainty, Vec<String>) {
        let as_printed = |printed: &Range<usize>| Speaker { name: self.printed(printed), role: None };
        match &source.who {
            Who::Description(_) => (as_printed(&source.phrase), Certainty::Stated, Vec::new()),
            Who::Pronoun(gender) => match self.meant(*gender, source.phrase.start, sentence.paragraph) {
                Some(who) => (self.speaker(who, None), Certainty::Inferred, Vec::new()),
                None => (as_printed(&source.phrase), Certainty::Unknown, Vec::new()),
            },
            Who::Name(name) => {
                let gender = self.names.gender(&(source.phrase.start..name.end));
                let found = self.people.named(&self.names, name, gender);
                let role = source.role.as_ref().map(|role| self.printed(role));
                match found[..] {
                    [who] => {
                        self.last = Some((who, sentence.paragraph));
                        (self.speaker(who, role), Certainty::Stated, Vec::new())
                    }
                    [] => (Speaker { name: self.printed(name), role }, Certainty::Stated, Vec::new()),
                    _ => {
                        let candidates = found.iter().map(|who| self.speaker(*who, None).name).collect();
                        (Speaker { name: self.printed(name), role }, Certainty::Unknown, candidates)
                    }
                }
            }
        }
    }

    /// Whom a pronoun at `node` means: who spoke last, in this paragraph or the one before, where
    /// nobody else of that gender was named since.
    fn meant(&self, gender: Gender, node: usize, paragraph: usize) -> Option<usize> {
        let (who, _) = self.last.filter(|(_, spoke)| spoke + 1 >= paragraph)?;
        let sentences = &self.nodes.sentences;
        let first = sentences.get(sentences.partition_point(|s| s.paragraph + 1 < paragraph))?.start;
        let fits = |person: &Person| person.gender.is_none_or(|own| own == gender);
        let mut named = self.people.between(first..node).take(REACH_OF_PRONOUNS);
        let rival = named.any(|other| other != who && fits(&self.people.list[other]));
        (self.people.list[who].gender == Some(gender) && !rival).then_some(who)
    }

    fn speaker(&self, who: usize, role: Option<String>) -> Speaker {
        let person = &self.people.list[who];
        let role = role.or_else(|| person.role.as_ref().map(|role| self.printed(role)));
        Speaker { name: self.printed(&person.name), role }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.nodes.nodes[range.start].span.start, self.nodes.nodes[range.end - 1].span.end)
    }

    fn printed(&self, range: &Range<usize>) -> String {
        spaced(self.span(range).of(&self.article.text))
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::quote::{Certainty, extract};
    use proptest::prelude::*;

    /// The speaker with role and the certainty of each quotation.
    fn speakers(text: &str) -> Vec<(String, Certainty)> {
        let article = Article::from_body(text.to_owned());
        let name = |s: Option<String>| s.unwrap_or_default();
        let all = extract(&article);
        all.iter().map(|q| (name(q.speaker.as_ref().map(ToString::to_string)), q.certainty)).collect()
    }

    fn stated(text: &str, speaker: &str) {
        assert_eq!(speakers(text), [(speaker.to_owned(), Certainty::Stated)], "{text}");
    }

    #[test]
    fn frames_name_the_speaker() {
        stated("„Wir gehen nicht“, sagte Bürgermeisterin Anna Stein.", "Bürgermeisterin Anna Stein");
        stated("»Wir gehen nicht«, sagte die Bürgermeisterin Anna Stein am Montag.", "Bürgermeisterin Anna Stein");
        stated("„Wir gehen nicht!“, rief Stein im Saal und ging dann doch.", "Stein");
        stated("„Wir bleiben“, sagte der 34-jährige Peter Ott der Zeitung.", "Peter Ott");
        stated("„Wir bleiben“, sagte Peter Ott Reportern vor dem Rathaus.", "Peter Ott");
        stated("„Wir bleiben“, so CDU-Chef Ott auf der Sitzung.", "CDU-Chef Ott");
        stated(
            "„Wir bleiben“, sagte der Sprecher des Ministeriums, Hans von der Lind.",
            "Sprecher des Ministeriums Hans von der Lind",
        );
        stated("Anna Stein sagte der Zeitung: „Wir gehen nicht.“", "Anna Stein");
        stated("Der Chef des Vereins, Peter Ott, sagte dazu: „Wir gehen nicht.“", "Chef des Vereins Peter Ott");
        stated("Am Montag sagte Frau Stein im Rundfunk: „Wir gehen nicht.“", "Stein");
        stated("Der Zeitung sagte Peter Ott: „Wir gehen nicht und ihr auch nicht.“", "Peter Ott");
        stated("Anna Stein: „Wir gehen nicht, das ist sicher.“", "Anna Stein");
        stated("„Wir gehen nicht“, sagte die frühere Sprecherin.", "die frühere Sprecherin");
    }

    #[test]
    fn a_surname_is_somebody_of_a_full_name_and_two_of_one_surname_are_kept_apart() {
        let one = "Bürgermeisterin Anna Stein kam zu Fuß. „Wir gehen nicht“, sagte Stein.";
        stated(one, "Bürgermeisterin Anna Stein");
        let two = "Anna Stein und Peter Stein kamen zu Fuß. „Wir gehen nicht“, sagte Stein.";
        assert_eq!(speakers(two), [("Stein".to_owned(), Certainty::Unknown)]);
        stated("Anna Stein und Peter Stein kamen. „Wir gehen nicht“, sagte Frau Stein.", "Anna Stein");
    }

    #[test]
    fn a_pronoun_is_who_spoke_last_where_nobody_else_it_fits_is_named() {
        let text = "„Wir gehen nicht“, sagte Anna Stein. Peter Ott schwieg.\n\n„Das ist alles“, sagte sie.";
        assert_eq!(speakers(text)[1], ("Anna Stein".to_owned(), Certainty::Inferred));
        let text = "„Wir gehen nicht“, sagte Anna Stein. Eva Lind schwieg.\n\n„Das ist alles“, sagte sie.";
        assert_eq!(speakers(text)[1], ("sie".to_owned(), Certainty::Unknown));
    }

    #[test]
    fn no_name_is_taken_from_other_words() {
        for text in [
            "„Wir gehen alle nicht weg“, sagten Experten der Polizei und der Stadt.",
            "„Wir gehen alle nicht weg“, sagte Montag der Sprecher einer Bank.",
            "„Wir gehen alle nicht weg“, sagte der in Köln lebende Autor Peter Ott.",
            "„Wir gehen alle nicht weg“, sagte eine 43 Jahre alte Anwohnerin.",
            "„Wir gehen alle nicht weg“, hieß es in Berlin aus der Partei von Anna Stein.",
            "Das Buch von Anna Stein heißt „Wir gehen alle nicht weg“ und ist neu.",
            "Gestern war Peter Ott der Gast: „Wir gehen alle nicht weg“ war sein Lied.",
        ] {
            assert_eq!(speakers(text), [(String::new(), Certainty::Unknown)], "{text}");
        }
    }

    #[test]
    fn time_is_linear_in_the_text() {
        for text in [
            "„a“, sagte Anna Stein und Peter Stein. ",
            "„a“, sagte sie. Anna Stein sagt: ",
            "sagte nicht Zahnärztin: „",
        ] {
            speakers(&text.repeat(5_000));
        }
    }

    proptest! {
        #[test]
        fn every_span_holds(words in prop::collection::vec(
            prop::sample::select(vec!["„", "“", "»", "«", "sagte", "Anna", "Stein", "sie", ",", ".", ":", "–", "der",
                "Sprecher", "von", "nicht", "und", "Zahnärztin", "Ä", "\n\n"]), 0..60)
        ) {
            let article = Article::from_body(words.join(" "));
            for q in extract(&article) {
                prop_assert!(!q.segments.is_empty() && q.segments.iter().all(|s| q.content.covers(*s)));
                for outside in q.mention.into_iter().chain(q.cue) {
                    prop_assert!(!outside.is_empty() && q.segments.iter().all(|s| !s.overlaps(outside)));
                }
            }
        }
    }
}

//! Who speaks under a name, by the reader's own word.

use crate::quote::{Certainty, Evidence, Quotation, Speaker};
use std::collections::BTreeMap;

/// The most names that one may lead through to another.
pub(super) const LONGEST_CHAIN: usize = 16;

/// The rule of an attribution that the reader has made.
const OWN_RULE: &str = "corrected by you";

/// Names under which somebody is quoted, each with whom that is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<String, String>);

impl FromIterator<(String, String)> for Names {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(names: T) -> Self {
        Names(names.into_iter().collect())
    }
}

impl Names {
    /// Whether nothing was said of any name.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Who speaks under `name`, if anything was said of it.
    pub fn speaker<'a>(&'a self, name: &str) -> Option<&'a str> {
        let mut is = self.0.get(name)?;
        for _ in 1..LONGEST_CHAIN {
            match self.0.get(is) {
                Some(next) => is = next,
                None => break,
            }
        }
        Some(is)
    }

    /// The names that lead to `speaker`.
    pub fn of<'a>(&'a self, speaker: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.keys().map(String::as_str).filter(move |name| self.speaker(name) == Some(speaker))
    }

    /// The names of which anything was said.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Everybody who was said to speak under some name.
    pub fn speakers(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }

    /// Notes who speaks under a name from now on.
    pub(super) fn set(&mut self, name: &str, speaker: Option<&String>) {
        match speaker {
            Some(speaker) => drop(self.0.insert(name.to_owned(), speaker.clone())),
            None => drop(self.0.remove(name)),
        }
    }

    /// Who said it by the reader's word, if that differs from what the engine found: `own` is who was
    /// said to have said these very words, `found` the engine's speaker and whether it could name one.
    pub fn corrected(&self, own: Option<&str>, found: Option<&Speaker>, named: bool) -> Option<Speaker> {
        if let Some(own) = own {
            let name = self.speaker(own).unwrap_or(own).to_owned();
            let role = found.filter(|found| found.name == name).and_then(|found| found.role.clone());
            return Some(Speaker { name, role });
        }
        let found = found.filter(|_| named)?;
        let name = self.speaker(&found.name)?.to_owned();
        Some(Speaker { name, role: found.role.clone() })
    }

    /// Gives a quotation the speaker that it has by the reader's word, if there is such; says whether.
    pub fn correct(&self, quotation: &mut Quotation, own: Option<&str>) -> bool {
        let named = quotation.certainty != Certainty::Unknown;
        let Some(speaker) = self.corrected(own, quotation.speaker.as_ref(), named) else { return false };
        let found = quotation.speaker.replace(speaker);
        quotation.certainty = Certainty::Corrected;
        quotation.confidence = None;
        quotation.evidence = Evidence { rule: OWN_RULE, runner_up: found.map(|found| found.name) };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::quote;

    fn names(pairs: &[(&str, &str)]) -> Names {
        pairs.iter().map(|(name, speaker)| ((*name).to_owned(), (*speaker).to_owned())).collect()
    }

    #[test]
    fn a_name_leads_through_others_to_a_speaker_and_a_circle_ends() {
        let names = names(&[("Bob Stone", "Robert Stone"), ("Robert Stone", "R. Stone"), ("a", "b"), ("b", "a")]);
        assert_eq!(names.speaker("Bob Stone"), Some("R. Stone"));
        assert_eq!(names.speaker("R. Stone"), None);
        assert!(names.speaker("a").is_some());
        assert_eq!(names.of("R. Stone").count(), 2);
    }

    #[test]
    fn the_readers_word_on_the_words_counts_more_than_on_the_name() {
        let article = Article::from_body("“It is done,” Mayor Ada Stone said. “Well,” it said.".to_owned());
        let mut quotations = quote::extract(&article);
        let names = names(&[("Ada Stone", "Ada Stein")]);
        assert!(names.correct(&mut quotations[0], None));
        let speaker = quotations[0].speaker.clone().unwrap();
        assert_eq!((speaker.to_string().as_str(), quotations[0].certainty), ("Mayor Ada Stein", Certainty::Corrected));
        assert_eq!(quotations[0].evidence.runner_up.as_deref(), Some("Ada Stone"));
        assert!(names.correct(&mut quotations[0], Some("Bo Ott")));
        assert_eq!(quotations[0].speaker.as_ref().unwrap().to_string(), "Bo Ott");
    }
}

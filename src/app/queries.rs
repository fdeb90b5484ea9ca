//! What was looked for before.

use std::collections::HashMap;

/// The most queries that are remembered.
const MOST: usize = 100;

/// Queries, the newest last, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queries(Vec<String>);

impl Queries {
    /// Remembers a query, unless there is nothing in it.
    pub fn remember(&mut self, query: &str) {
        if !query.trim().is_empty() {
            self.0.retain(|earlier| *earlier != query);
            self.0.push(query.to_owned());
            let over = self.0.len().saturating_sub(MOST);
            self.0.drain(..over);
        }
    }

    /// The query `back` before now: 1 for the newest; none for 0 and past the oldest.
    pub fn earlier(&self, back: usize) -> Option<&str> {
        self.0.len().checked_sub(back).and_then(|number| self.0.get(number)).map(String::as_str)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a line is typed for: what was typed for the same before can be had again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The query language: full text, tables, concordances.
    Query,
    /// Names of speakers.
    Name,
    /// A claimed sentence.
    Claim,
    /// A search in a pane.
    Search,
    /// A filter of the list.
    Filter,
    /// A command of the shell.
    Pipe,
}

/// What was typed, by what for.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    topics: HashMap<Topic, Queries>,
    recall: Recall,
}

impl Typed {
    /// Remembers what was typed for something.
    pub fn remember(&mut self, topic: Topic, text: &str) {
        self.topics.entry(topic).or_default().remember(text);
        self.go_on();
    }

    /// The text before the one in the line, in which `typed` stands; none where there is no earlier one.
    pub fn earlier(&mut self, topic: Topic, typed: &str) -> Option<String> {
        self.recall.earlier(self.topics.get(&topic)?, typed)
    }

    /// The text after the one in the line, and after the newest what was being typed; none where that stands there.
    pub fn later(&mut self, topic: Topic) -> Option<String> {
        self.recall.later(self.topics.get(&topic)?)
    }

    /// What stands in the line is typed on from: the next way back begins there.
    pub fn go_on(&mut self) {
        self.recall = Recall::default();
    }
}

/// Going back through queries and forth again, from what is being typed in a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recall {
    /// How far back the query in the line is; 0 for what is typed.
    back: usize,
    /// What was being typed when the way back began.
    draft: String,
}

impl Recall {
    /// The query before the one in the line, in which `typed` stands; none where there is no earlier one.
    pub fn earlier(&mut self, queries: &Queries, typed: &str) -> Option<String> {
        let earlier = queries.earlier(self.back + 1)?.to_owned();
        if self.back == 0 {
            self.draft = typed.to_owned();
        }
        self.back += 1;
        Some(earlier)
    }

    /// The query after the one in the line, and after the newest what was being typed; none where that stands there.
    pub fn later(&mut self, queries: &Queries) -> Option<String> {
        match self.back {
            0 | 1 => self.draft(),
            back => {
                self.back = back - 1;
                queries.earlier(self.back).map(str::to_owned)
            }
        }
    }

    /// What was being typed; none where it stands there.
    pub fn draft(&mut self) -> Option<String> {
        let is_away = std::mem::take(&mut self.back) > 0;
        is_away.then(|| std::mem::take(&mut self.draft))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_for_one_thing_is_not_offered_for_another() {
        let mut typed = Typed::default();
        typed.remember(Topic::Query, "bridge");
        assert_eq!(typed.earlier(Topic::Name, "qu"), None);
        assert_eq!(typed.earlier(Topic::Query, "fer"), Some("bridge".to_owned()));
        assert_eq!(typed.later(Topic::Query), Some("fer".to_owned()));
        typed.earlier(Topic::Query, "fer");
        typed.go_on();
        assert_eq!(typed.later(Topic::Query), None, "it is typed on");
    }

    #[test]
    fn going_back_never_loses_what_is_being_typed() {
        let mut recall = Recall::default();
        assert_eq!(recall.earlier(&Queries::default(), "draft"), None);
        let mut queries = Queries::default();
        ["a", "b"].into_iter().for_each(|query| queries.remember(query));
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(recall.later(&queries), None);
        assert_eq!(recall.earlier(&queries, "draft"), some("b"));
        assert_eq!(recall.earlier(&queries, "b"), some("a"));
        assert_eq!(recall.earlier(&queries, "a"), None);
        assert_eq!(recall.later(&queries), some("b"));
        assert_eq!(recall.later(&queries), some("draft"));
        assert_eq!(recall.later(&queries), None);
    }

    #[test]
    fn a_query_is_remembered_once_and_the_newest_comes_first() {
        let mut queries = Queries::default();
        ["a", "b", " ", "a"].into_iter().for_each(|query| queries.remember(query));
        assert_eq!([0, 1, 2, 3].map(|back| queries.earlier(back)), [None, Some("a"), Some("b"), None]);
        (0..2 * MOST).for_each(|number| queries.remember(&number.to_string()));
        assert_eq!(queries.len(), MOST);
    }
}

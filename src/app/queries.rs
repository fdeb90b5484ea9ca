//! What was looked for before.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_remembered_once_and_the_newest_comes_first() {
        let mut queries = Queries::default();
        ["a", "b", " ", "a"].into_iter().for_each(|query| queries.remember(query));
        assert_eq!([0, 1, 2, 3].map(|back| queries.earlier(back)), [None, Some("a"), Some("b"), None]);
        (0..2 * MOST).for_each(|number| queries.remember(&number.to_string()));
        assert_eq!(queries.len(), MOST);
    }
}

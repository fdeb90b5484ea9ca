//! Where the passages come from that a claim is compared with: a few are picked by the rare words
//! that they share with it.

use super::words::Word;
use crate::library::Record;
use crate::text::Span;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The most passages that one probe lists: a word that more of them hold tells little.
const MOST_LISTED: usize = 1000;

/// How many words or phrases of a claim are looked up, and after how many rare ones it is enough.
const MOST_PROBES: usize = 20;
const ENOUGH_RARE: usize = 8;

/// How many times words are looked up side by side that tell nothing.
const MOST_COMMON: usize = 4;

/// From how many words on a phrase tells of its source, however often it was printed.
const PHRASE: usize = 4;

/// The most words that are looked up side by side: more of them tell no more, and take as much longer.
const LONGEST: usize = 30;

/// What is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// The words of quotations.
    Quotation,
    /// The running text of articles.
    Article,
}

/// A quotation or an article of a store, by the store's own number.
pub type Key = i64;

/// A record, and which of its quotations a quotation is.
pub type Fetched = (Arc<Record>, Option<usize>);

/// A store of quotations and articles that finds them by their words.
pub trait Passages {
    /// What can go wrong.
    type Error;

    /// At most `most` of the units that hold all words of `words`, in the order of the store; some
    /// that hold them not side by side may be among them.
    ///
    /// # Errors
    /// What the store says.
    fn holding(&self, unit: Unit, words: &str, most: usize) -> Result<Vec<Key>, Self::Error>;

    /// The record of a unit.
    ///
    /// # Errors
    /// What the store says.
    fn fetch(&self, unit: Unit, key: Key) -> Result<Option<Fetched>, Self::Error>;
}

/// The units that share most with the words of `text`, best first, at most `most`.
pub(super) fn candidates<P: Passages>(
    store: &P,
    unit: Unit,
    text: &str,
    words: &[Word],
    most: usize,
) -> Result<Vec<Key>, P::Error> {
    let mut scores = Scores::default();
    let mut look_up = |length| {
        for probe in probes(words, length) {
            if scores.rare >= ENOUGH_RARE {
                break;
            }
            scores.probe(store, unit, probe.of(text), length)?;
        }
        Ok(scores.rare)
    };
    if look_up(1)? < ENOUGH_RARE / 2 {
        // Common words, but not everywhere side by side.
        let whole = words.len().min(LONGEST);
        let mut lengths = vec![whole, PHRASE, 2];
        lengths.retain(|length| (2..=whole).contains(length));
        lengths.dedup();
        for length in lengths {
            look_up(length)?;
        }
    }
    Ok(scores.best(most))
}

/// What is looked up of a claim, so many words side by side: those that are likely to be rare, and some from every
/// part of it, since it may come from two places. Words that tell nothing stand in every text, and it takes long to
/// find out where they stand side by side: that is asked only of some, and only where there are no others.
fn probes(words: &[Word], length: usize) -> Vec<Span> {
    const PARTS: usize = 4;
    let telling = |run: &&[Word]| run.iter().filter(|word| word.is_telling()).count();
    let span = |run: &[Word]| Some(Span::new(run.first()?.span.start, run.last()?.span.end));
    let mut runs: Vec<&[Word]> = words.windows(length).collect();
    let mut most = MOST_PROBES;
    if length > 1 {
        match runs.iter().any(|run| telling(run) > 0) {
            true => runs.retain(|run| telling(run) > 0),
            false => most = MOST_COMMON,
        }
    }
    let mut parts: Vec<Vec<&[Word]>> = runs.chunks(runs.len().div_ceil(PARTS).max(1)).map(<[_]>::to_vec).collect();
    for part in &mut parts {
        part.sort_by_key(|run| Reverse((telling(run), span(run).map_or(0, |span| span.len()))));
    }
    let longest = parts.iter().map(Vec::len).max().unwrap_or(0);
    let in_turn = (0..longest).flat_map(|rank| parts.iter().filter_map(move |part| part.get(rank)));
    let mut seen = HashSet::new();
    let new = in_turn.filter(|run| seen.insert(run.iter().map(|word| word.key).collect::<Vec<_>>()));
    new.filter_map(|run| span(run)).take(most).collect()
}

/// How much each unit shares with a claim.
#[derive(Default)]
struct Scores {
    by_key: HashMap<Key, f64>,
    /// How many of the words that were looked up are rare.
    rare: usize,
}

impl Scores {
    /// Looks so many words up, side by side. What is listed only in part would favour what came in first, unless it
    /// is a phrase that makes each of them a likely source: a famous one.
    fn probe<P: Passages>(&mut self, store: &P, unit: Unit, words: &str, length: usize) -> Result<(), P::Error> {
        let found = store.holding(unit, words, MOST_LISTED)?;
        if found.len() == MOST_LISTED && length < PHRASE {
            return Ok(());
        }
        let weight = 1.0 / (found.len() as f64 + 2.0).ln();
        for key in &found {
            *self.by_key.entry(*key).or_default() += weight;
        }
        self.rare += usize::from(!found.is_empty() && found.len() < MOST_LISTED);
        Ok(())
    }

    fn best(self, most: usize) -> Vec<Key> {
        let mut keys: Vec<(f64, Key)> = self.by_key.into_iter().map(|(key, score)| (score, key)).collect();
        let order = |a: &(f64, Key), b: &(f64, Key)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if keys.len() > most {
            keys.select_nth_unstable_by(most, order);
            keys.truncate(most);
        }
        keys.sort_unstable_by(order);
        keys.into_iter().map(|(_, key)| key).collect()
    }
}

/// Records held in memory, found by their words.
#[derive(Debug, Default)]
pub struct Memory {
    records: Vec<Arc<Record>>,
    /// Each quotation's record and place there.
    quotations: Vec<(u32, u32)>,
    /// The quotations and the articles that hold a word, in order.
    holding: HashMap<(Unit, u64), Vec<u32>>,
}

impl Memory {
    /// Adds a record.
    pub fn add(&mut self, record: Arc<Record>) {
        let (Ok(number), Ok(first)) = (u32::try_from(self.records.len()), u32::try_from(self.quotations.len())) else {
            return;
        };
        let article = &record.article;
        for (quotation, place) in record.quotations.iter().zip(0..) {
            self.list(
                Unit::Quotation,
                first + place,
                &super::words::words_of_parts(&article.text, &quotation.segments),
            );
            self.quotations.push((number, place));
        }
        self.list(Unit::Article, number, &super::words::words_of_parts(&article.text, &article.paragraphs));
        self.records.push(record);
    }

    fn list(&mut self, unit: Unit, key: u32, words: &[Word]) {
        for word in words {
            let keys = self.holding.entry((unit, word.key)).or_default();
            if keys.last() != Some(&key) {
                keys.push(key);
            }
        }
    }
}

impl Passages for Memory {
    type Error = std::convert::Infallible;

    fn holding(&self, unit: Unit, words: &str, most: usize) -> Result<Vec<Key>, Self::Error> {
        let lists = super::words::words(words).into_iter();
        let lists: Option<Vec<&Vec<u32>>> = lists.map(|word| self.holding.get(&(unit, word.key))).collect();
        let Some(mut lists) = lists else { return Ok(Vec::new()) };
        lists.sort_by_key(|list| list.len());
        let Some((rarest, others)) = lists.split_first() else { return Ok(Vec::new()) };
        let in_all = |key: &&u32| others.iter().all(|list| list.binary_search(key).is_ok());
        Ok(rarest.iter().filter(in_all).take(most).map(|key| Key::from(*key)).collect())
    }

    fn fetch(&self, unit: Unit, key: Key) -> Result<Option<Fetched>, Self::Error> {
        let Ok(number) = usize::try_from(key) else { return Ok(None) };
        let (record, place) = match unit {
            Unit::Article => (number, None),
            Unit::Quotation => match self.quotations.get(number) {
                Some((record, place)) => (*record as usize, Some(*place as usize)),
                None => return Ok(None),
            },
        };
        Ok(self.records.get(record).map(|record| (record.clone(), place)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::quote;
    use crate::search::wording::{Claim, Verdict, check};

    fn memory(texts: impl IntoIterator<Item = String>) -> Memory {
        let mut memory = Memory::default();
        for text in texts {
            let article = Article::from_body(text);
            let quotations = quote::extract(&article);
            memory.add(Arc::new(Record { article, quotations }));
        }
        memory
    }

    fn verdict(memory: &Memory, claim: &str) -> Verdict {
        let Ok(finding) = check(&Claim::new(claim, None).unwrap(), memory);
        finding.verdict
    }

    #[test]
    fn what_everybody_prints_is_found() {
        let printings = MOST_LISTED + 100;
        let famous =
            memory((0..printings).map(|n| format!("“We will all build the pier again,” Ana Ruiz said on day {n}.")));
        assert_eq!(verdict(&famous, "We will all build the pier again"), Verdict::Exact);
        assert_eq!(verdict(&famous, "We will never build the pier again"), Verdict::Altered);
    }

    #[test]
    fn common_words_are_found_where_they_stand_side_by_side() {
        let others = (0..2 * (MOST_LISTED + 100)).map(|n| match n % 2 {
            0 => format!("“We will do what it takes {n},” Bo Ott said."),
            _ => format!("“Do it again as it was {n}, will you,” Bo Ott said."),
        });
        let common = memory(others.chain(["“We will do it again,” Ana Ruiz said.".to_owned()]));
        assert_eq!(verdict(&common, "We will do it again"), Verdict::Exact);
    }
}

//! Who, where and when: how many matches there are of each.

use super::engine::{Search, SearchError, Stop};
use super::query::Query;
use serde::Serialize;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

/// The most values that are told of each.
const MOST: usize = 20;

/// The most common values among all matches, with how many have them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// Who said it; of articles, who is quoted in them.
    pub speaker: Vec<Count>,
    /// Who printed it.
    pub outlet: Vec<Count>,
    /// Where it was filed from.
    pub place: Vec<Count>,
    /// The month it was printed in, the newest first: all of them.
    pub month: Vec<Count>,
}

/// How often something comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// What.
    pub value: String,
    /// In how many matches.
    pub count: u64,
}

impl Search {
    /// Counts the matches by speaker, outlet, place and month. Looks at all of them.
    ///
    /// # Errors
    /// What the library says, or that it was stopped.
    pub fn facets(&self, query: &Query, stop: &Stop) -> Result<Facets, SearchError> {
        let mut speakers: HashMap<i64, u64> = HashMap::new();
        let (mut outlets, mut places, mut months) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut names: HashMap<i64, String> = HashMap::new();
        self.each(query, stop, &mut |row| {
            let mut own: Vec<i64> = row.said()?.iter().filter_map(|said| said.speaker).collect();
            own.sort_unstable();
            own.dedup();
            for speaker in own {
                if let Entry::Vacant(unknown) = names.entry(speaker) {
                    let name = row.speaker(speaker)?.map(|speaker| speaker.name);
                    unknown.insert(name.unwrap_or_default());
                }
                *speakers.entry(speaker).or_default() += 1;
            }
            let printing = row.printing()?;
            count(&mut outlets, printing.outlet.as_ref());
            count(&mut places, printing.place.as_ref());
            count(&mut months, printing.printed.get(..7).map(str::to_owned).as_ref());
            Ok(())
        })?;
        let mut by_name: HashMap<String, u64> = HashMap::new();
        for (speaker, number) in speakers {
            let name = names.remove(&speaker).filter(|name| !name.is_empty());
            if let Some(name) = name {
                *by_name.entry(name).or_default() += number;
            }
        }
        let mut month = counts(months, usize::MAX);
        month.sort_by(|a, b| b.value.cmp(&a.value));
        Ok(Facets { speaker: counts(by_name, MOST), outlet: counts(outlets, MOST), place: counts(places, MOST), month })
    }
}

fn count<T: Eq + Hash + Clone>(counts: &mut HashMap<T, u64>, value: Option<&T>) {
    let Some(value) = value else { return };
    match counts.get_mut(value) {
        Some(count) => *count += 1,
        None => drop(counts.insert(value.clone(), 1)),
    }
}

/// The most common ones first.
fn counts(counts: HashMap<String, u64>, most: usize) -> Vec<Count> {
    let mut all: Vec<Count> = counts.into_iter().map(|(value, count)| Count { value, count }).collect();
    all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    all.truncate(most);
    all
}

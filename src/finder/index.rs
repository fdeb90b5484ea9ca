//! What the finder looks through, made from records as they come.

use super::{Corpus, Query, Scope, find};
use crate::library::{Library, Record, RecordKey};
use crate::quote::Certainty;
use std::collections::HashMap;

/// Something found: enough to show it and to go there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The article it stands in.
    pub record: RecordKey,
    /// The quotation it stands for, by number (from 0); of a speaker, one of theirs.
    pub quotation: Option<usize>,
    /// How the quotation's speaker was named.
    pub certainty: Option<Certainty>,
    /// A speaker with role, or a title.
    pub name: String,
    /// The speaker's name alone.
    pub speaker: Option<String>,
    /// When it was printed.
    pub date: String,
    /// The words, or what is known of the article or speaker.
    pub detail: String,
}

/// The best candidates for a query, best first.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The best ones.
    pub candidates: Vec<Candidate>,
    /// How many matched.
    pub total: usize,
    /// How many there are to look among.
    pub among: usize,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    record: RecordKey,
    quotation: usize,
}

#[derive(Debug)]
struct Person {
    newest: Place,
    quotations: usize,
}

/// Lines for every scope, made from a library's records.
#[derive(Debug, Default)]
pub struct Index {
    quotes: Corpus<Place>,
    articles: Corpus<RecordKey>,
    /// A speaker's line holds the number of the person.
    speakers: Corpus<usize>,
    people: Vec<Person>,
    by_name: HashMap<String, usize>,
    records: u32,
}

impl Index {
    /// Takes in the records that have come to `library` since the last time.
    pub fn catch_up(&mut self, library: &Library) {
        for (key, record) in library.since(RecordKey(self.records)) {
            self.push(key, &record, library);
            self.records = key.0 + 1;
        }
    }

    fn push(&mut self, key: RecordKey, record: &Record, library: &Library) {
        let article = &record.article;
        let place = article.dateline.as_ref().map_or("", |d| d.place.as_str());
        let outlet = article.outlet.as_deref().unwrap_or_default();
        self.articles.push(&format!("{} {place} {outlet}", article.title.text), key);
        for (number, quotation) in record.quotations.iter().enumerate() {
            let place = Place { record: key, quotation: number };
            let speaker = quotation.speaker.as_ref();
            let shown = speaker.map(ToString::to_string).unwrap_or_default();
            self.quotes.push(&format!("{shown} {}", quotation.words(article)), place);
            let Some(speaker) = speaker else { continue };
            match self.by_name.get(&speaker.name) {
                Some(person) => {
                    let person = &mut self.people[*person];
                    person.quotations += 1;
                    let newest = library.record(person.newest.record).and_then(|r| r.article.printed.first_day());
                    if article.printed.first_day() > newest {
                        person.newest = place;
                    }
                }
                None => {
                    self.by_name.insert(speaker.name.clone(), self.people.len());
                    self.speakers.push(&shown, self.people.len());
                    self.people.push(Person { newest: place, quotations: 1 });
                }
            }
        }
    }

    /// The best `limit` candidates; nothing if `cancelled` said so before the end.
    pub fn find(
        &self,
        library: &Library,
        query: &Query,
        scope: Scope,
        limit: usize,
        cancelled: &dyn Fn() -> bool,
    ) -> Option<Answer> {
        let answer = |candidates: Vec<Option<Candidate>>, total, among| Answer {
            candidates: candidates.into_iter().flatten().collect(),
            total,
            among,
        };
        Some(match scope {
            Scope::Quotes => {
                let found = find(&self.quotes, query, limit, &cancelled)?;
                let candidates = found.hits.iter().map(|hit| quotation(library, hit.key)).collect();
                answer(candidates, found.total, self.quotes.len())
            }
            Scope::Articles => {
                let found = find(&self.articles, query, limit, &cancelled)?;
                let candidates = found.hits.iter().map(|hit| article(library, hit.key)).collect();
                answer(candidates, found.total, self.articles.len())
            }
            Scope::Speakers => {
                let found = find(&self.speakers, query, limit, &cancelled)?;
                let candidates = found.hits.iter().map(|hit| self.speaker(library, hit.key)).collect();
                answer(candidates, found.total, self.speakers.len())
            }
        })
    }

    fn speaker(&self, library: &Library, number: usize) -> Option<Candidate> {
        let person = self.people.get(number)?;
        let newest = quotation(library, person.newest)?;
        let plural = if person.quotations == 1 { "" } else { "s" };
        Some(Candidate { detail: format!("{} quotation{plural}", person.quotations), certainty: None, ..newest })
    }
}

fn quotation(library: &Library, place: Place) -> Option<Candidate> {
    let record = library.record(place.record)?;
    let quotation = record.quotations.get(place.quotation)?;
    let name = quotation.speaker.as_ref().map_or_else(|| "speaker unknown".to_owned(), ToString::to_string);
    Some(Candidate {
        record: place.record,
        quotation: Some(place.quotation),
        certainty: Some(quotation.certainty),
        name,
        speaker: quotation.speaker.as_ref().map(|s| s.name.clone()),
        date: record.article.printed.to_string(),
        detail: quotation.quoted_words(&record.article),
    })
}

fn article(library: &Library, key: RecordKey) -> Option<Candidate> {
    let record = library.record(key)?;
    let article = &record.article;
    let place = article.dateline.as_ref().map(|d| d.place.clone());
    let quotations = match record.quotations.len() {
        1 => "1 quotation".to_owned(),
        n => format!("{n} quotations"),
    };
    let detail = [place, article.outlet.clone(), Some(quotations)].into_iter().flatten().collect::<Vec<_>>();
    Some(Candidate {
        record: key,
        quotation: None,
        certainty: None,
        name: article.title.text.clone(),
        speaker: None,
        date: article.printed.to_string(),
        detail: detail.join(" · "),
    })
}

//! What the finder looks through, made from records as they come.

use super::{Corpus, Query, Scope, find};
use crate::library::{Library, Record, RecordKey};
use crate::quote::Certainty;
use chrono::NaiveDate;
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
    /// The quotation printed last, the first of those printed on the same day.
    newest: Place,
    /// When it was printed.
    newest_day: Option<NaiveDate>,
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
            self.push(key, &record);
            self.records = key.0 + 1;
        }
    }

    fn push(&mut self, key: RecordKey, record: &Record) {
        let article = &record.article;
        let place = article.dateline.as_ref().map_or("", |d| d.place.as_str());
        let outlet = article.outlet.as_deref().unwrap_or_default();
        let day = article.printed.first_day();
        self.articles.push(&format!("{} {place} {outlet}", article.title.text), key);
        for (number, quotation) in record.quotations.iter().enumerate() {
            let place = Place { record: key, quotation: number };
            let shown = quotation.speaker.as_ref().map(ToString::to_string).unwrap_or_default();
            self.quotes.push(&format!("{shown} {}", quotation.words(article)), place);
            let Some(speaker) = quotation.known_speaker() else { continue };
            match self.by_name.get(&speaker.name) {
                Some(person) => {
                    let person = &mut self.people[*person];
                    person.quotations += 1;
                    if day > person.newest_day {
                        (person.newest, person.newest_day) = (place, day);
                    }
                }
                None => {
                    self.by_name.insert(speaker.name.clone(), self.people.len());
                    self.speakers.push(&shown, self.people.len());
                    self.people.push(Person { newest: place, newest_day: day, quotations: 1 });
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
        Some(Candidate { detail: quotations(person.quotations), certainty: None, ..newest })
    }
}

/// How many quotations, in words.
fn quotations(count: usize) -> String {
    format!("{count} quotation{}", if count == 1 { "" } else { "s" })
}

fn quotation(library: &Library, place: Place) -> Option<Candidate> {
    let record = library.record(place.record)?;
    let quotation = record.quotations.get(place.quotation)?;
    Some(Candidate {
        record: place.record,
        quotation: Some(place.quotation),
        certainty: Some(quotation.certainty),
        name: quotation.speaker_or_unknown(),
        speaker: quotation.speaker.as_ref().map(|s| s.name.clone()),
        date: record.article.printed.to_string(),
        detail: quotation.quoted_words(&record.article),
    })
}

fn article(library: &Library, key: RecordKey) -> Option<Candidate> {
    let record = library.record(key)?;
    let article = &record.article;
    let place = article.dateline.as_ref().map(|d| d.place.clone());
    let quotations = Some(quotations(record.quotations.len()));
    let detail = [place, article.outlet.clone(), quotations].into_iter().flatten().collect::<Vec<_>>();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Printed};
    use crate::finder::Mode;
    use crate::quote;

    fn record(text: &str, year: i32) -> Record {
        let mut article = Article::from_body(text.to_owned());
        article.printed = NaiveDate::from_ymd_opt(year, 1, 1).map_or(Printed::Unknown, Printed::Year);
        let quotations = quote::extract(&article);
        Record { article, quotations }
    }

    #[test]
    fn a_speaker_stands_for_the_quotation_printed_last() {
        let library = Library::default();
        let mut index = Index::default();
        let said = "“It is done,” Ana Ruiz said.";
        for record in
            [record(said, 1999), record(said, 2004), record("“So it is,” she said.", 2005), record(said, 2001)]
        {
            library.add(vec![record]);
            index.catch_up(&library);
        }
        let answer = index.find(&library, &Query::new("", Mode::Fuzzy), Scope::Speakers, 9, &|| false).unwrap();
        let speakers: Vec<_> =
            answer.candidates.iter().map(|c| (c.name.as_str(), c.record.0, c.detail.as_str())).collect();
        assert_eq!(speakers, [("Ana Ruiz", 1, "3 quotations")], "and “she” is nobody");
        let answer = index.find(&library, &Query::new("she", Mode::Word), Scope::Quotes, 9, &|| false).unwrap();
        assert_eq!(answer.total, 1, "though what “she” said is found by it");
    }
}

//! What the finder looks through, made from records as they come.

use super::{Corpus, Mode, Query, Scope, find};
use crate::library::{ArticleLine, LineMark, QuotationLine, Record, RecordKey, Store, StoreError};
use crate::quote::{Certainty, Speaker};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::Arc;

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

/// What is looked for, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// What was typed.
    pub text: String,
    /// How its letters must stand.
    pub mode: Mode,
    /// Where to look.
    pub scope: Scope,
    /// Only among the quotations of the speaker with this name.
    pub speaker: Option<String>,
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
    quotations: Vec<Place>,
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
    /// How far the lines were taken in.
    read: LineMark,
}

impl Index {
    /// Takes in about `most` of the lines that have come to `store` since the last time; says whether
    /// there were any.
    ///
    /// # Errors
    /// What the library's file says.
    pub fn catch_up(&mut self, store: &Store, most: usize) -> Result<bool, StoreError> {
        let lines = store.lines(self.read, most)?;
        let more = !lines.is_empty();
        self.read = lines.next;
        lines.articles.iter().for_each(|line| self.push_article(line));
        lines.quotations.iter().for_each(|line| self.push_quotation(line));
        Ok(more)
    }

    /// How many lines it holds.
    pub fn len(&self) -> usize {
        self.articles.len() + self.quotes.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn push_article(&mut self, line: &ArticleLine) {
        let place = line.place.as_deref().unwrap_or_default();
        let outlet = line.outlet.as_deref().unwrap_or_default();
        self.articles.push(&format!("{} {place} {outlet}", line.title), line.record);
    }

    fn push_quotation(&mut self, line: &QuotationLine) {
        let place = Place { record: line.record, quotation: line.number };
        let day = line.printed.first_day();
        self.quotes.push(&text(line.speaker.as_ref(), &line.words), place);
        let Some(speaker) = line.speaker.as_ref().filter(|_| line.known) else { return };
        match self.by_name.get(&speaker.name) {
            Some(person) => {
                let person = &mut self.people[*person];
                person.quotations.push(place);
                if day > person.newest_day {
                    (person.newest, person.newest_day) = (place, day);
                }
            }
            None => {
                self.by_name.insert(speaker.name.clone(), self.people.len());
                self.speakers.push(&speaker.to_string(), self.people.len());
                self.people.push(Person { newest: place, newest_day: day, quotations: vec![place] });
            }
        }
    }

    /// The best `limit` candidates; nothing if `cancelled` said so before the end.
    pub fn find(
        &self,
        store: &Store,
        question: &Question,
        limit: usize,
        cancelled: &dyn Fn() -> bool,
    ) -> Option<Answer> {
        let answer = |candidates: Vec<Option<Candidate>>, total, among| Answer {
            candidates: candidates.into_iter().flatten().collect(),
            total,
            among,
        };
        let query = &Query::new(&question.text, question.mode);
        Some(match question.scope {
            Scope::Quotes => {
                let of_speaker = question.speaker.as_ref().map(|name| self.quotes_of(name, store));
                let quotes = of_speaker.as_ref().unwrap_or(&self.quotes);
                let found = find(quotes, query, limit, &cancelled)?;
                let candidates = found.hits.iter().map(|hit| quotation(store, hit.key)).collect();
                answer(candidates, found.total, quotes.len())
            }
            Scope::Articles => {
                let found = find(&self.articles, query, limit, &cancelled)?;
                let candidates = found.hits.iter().map(|hit| article(store, hit.key)).collect();
                answer(candidates, found.total, self.articles.len())
            }
            Scope::Speakers => {
                let found = find(&self.speakers, query, limit, &cancelled)?;
                let candidates = found.hits.iter().map(|hit| self.speaker(store, hit.key)).collect();
                answer(candidates, found.total, self.speakers.len())
            }
        })
    }

    /// The lines of one speaker's quotations.
    fn quotes_of(&self, name: &str, store: &Store) -> Corpus<Place> {
        let mut corpus = Corpus::default();
        let person = self.by_name.get(name).and_then(|number| self.people.get(*number));
        for place in person.iter().flat_map(|person| &person.quotations) {
            let Some(record) = record(store, place.record) else { continue };
            let Some(quotation) = record.quotations.get(place.quotation) else { continue };
            corpus.push(&text(quotation.speaker.as_ref(), &quotation.words(&record.article)), *place);
        }
        corpus
    }

    fn speaker(&self, store: &Store, number: usize) -> Option<Candidate> {
        let person = self.people.get(number)?;
        let newest = quotation(store, person.newest)?;
        Some(Candidate { detail: quotations(person.quotations.len()), certainty: None, ..newest })
    }
}

/// What of a quotation is looked through.
fn text(speaker: Option<&Speaker>, words: &str) -> String {
    let speaker = speaker.map(ToString::to_string).unwrap_or_default();
    format!("{speaker} {words}")
}

/// The record, if it is still there and can be read.
fn record(store: &Store, key: RecordKey) -> Option<Arc<Record>> {
    Some(store.record(key).ok()??.record)
}

/// How many quotations, in words.
fn quotations(count: usize) -> String {
    format!("{count} quotation{}", if count == 1 { "" } else { "s" })
}

fn quotation(store: &Store, place: Place) -> Option<Candidate> {
    let record = record(store, place.record)?;
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

fn article(store: &Store, key: RecordKey) -> Option<Candidate> {
    let record = record(store, key)?;
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
    use crate::library::Library;
    use crate::quote;

    fn record(text: &str, year: i32) -> Record {
        let mut article = Article::from_body(text.to_owned());
        article.printed = NaiveDate::from_ymd_opt(year, 1, 1).map_or(Printed::Unknown, Printed::Year);
        let quotations = quote::extract(&article);
        Record { article, quotations }
    }

    fn question(text: &str, scope: Scope) -> Question {
        Question { text: text.to_owned(), scope, ..Question::default() }
    }

    #[test]
    fn a_speaker_stands_for_the_quotation_printed_last() {
        let library = Library::default();
        let store = Store::Memory(library.clone());
        let mut index = Index::default();
        let said = "“It is done,” Ana Ruiz said.";
        for record in
            [record(said, 1999), record(said, 2004), record("“So it is,” she said.", 2005), record(said, 2001)]
        {
            library.add(vec![record]);
            while index.catch_up(&store, 1).unwrap() {}
        }
        let answer = index.find(&store, &question("", Scope::Speakers), 9, &|| false).unwrap();
        let speakers: Vec<_> =
            answer.candidates.iter().map(|c| (c.name.as_str(), c.record.0, c.detail.as_str())).collect();
        assert_eq!(speakers, [("Ana Ruiz", 1, "3 quotations")], "and “she” is nobody");
        let answer = index.find(&store, &question("she", Scope::Quotes), 9, &|| false).unwrap();
        assert_eq!(answer.total, 1, "though what “she” said is found by it");
    }
}

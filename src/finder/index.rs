//! What the finder looks through, made from articles and quotations as they come.

use super::bits::Bits;
use super::candidate::{Answer, Candidate, Question, Within, counted};
use super::group::{Groups, Place};
use super::{Corpus, Found, Query, Scope, Trail};
use crate::library::marks::Corrections;
use crate::library::{ArticleLine, LineMark, QuotationLine, Record, RecordKey, Store, StoreError};
use chrono::NaiveDate;
use std::collections::HashSet;
use std::sync::Arc;

/// Gets a record, if it is still there.
pub type Records<'a> = &'a dyn Fn(RecordKey) -> Option<Arc<Record>>;

/// Lines for every scope.
#[derive(Debug, Default)]
pub struct Index {
    quotes: Corpus<Place>,
    articles: Corpus<RecordKey>,
    speakers: Groups,
    places: Groups,
    tags: Groups,
    /// Who speaks by the reader's word.
    corrections: Arc<Corrections>,
    /// How far the lines were taken in.
    read: LineMark,
    trail: Trail,
    /// What the trail is of.
    asked: (Scope, Option<Within>),
    /// The lines that the question is restricted to, and of how many lines they were told.
    within: Option<(Bits, usize)>,
}

/// A tag of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The tag.
    pub name: String,
    /// The record that the quotation stands in.
    pub record: RecordKey,
    /// Which one of its quotations, from 0.
    pub number: usize,
    /// When it was printed: the first day of that.
    pub day: Option<NaiveDate>,
}

impl Index {
    /// An empty one, in which quotations have the speakers that they have by these corrections.
    pub fn corrected_by(corrections: Arc<Corrections>) -> Self {
        Index { corrections, ..Index::default() }
    }

    /// The corrections of speakers.
    pub fn corrections(&self) -> &Arc<Corrections> {
        &self.corrections
    }

    /// Takes in all tags anew.
    pub fn set_tags(&mut self, tags: Vec<Tag>) {
        self.tags = Groups::default();
        // What was found by them is no longer true.
        (self.trail, self.within, self.asked) = (Trail::default(), None, Default::default());
        tags.into_iter().for_each(|tag| self.push_tag(&tag.name, tag.record, tag.number, tag.day));
    }

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

    /// Adds an article.
    pub fn push_article(&mut self, line: &ArticleLine) {
        let fields = [Some(&line.title), line.place.as_ref(), line.outlet.as_ref()];
        self.articles.push(&fields.into_iter().flatten().map(String::as_str).collect::<Vec<_>>(), line.record);
        if let Some(place) = &line.place {
            self.places.add(place, || place.clone(), Place { record: line.record, quotation: 0 }, line.day);
        }
    }

    /// Adds a quotation.
    pub fn push_quotation(&mut self, line: &QuotationLine) {
        let Ok(quotation) = u32::try_from(line.number) else { return };
        let place = Place { record: line.record, quotation };
        let corrected = self.corrections.speaker(line);
        let source = corrected.as_ref().or(line.speaker.as_ref());
        let speaker = source.map(ToString::to_string).unwrap_or_default();
        self.quotes.push(&[&speaker, &line.words], place);
        if let Some(known) = source.filter(|_| line.known || corrected.is_some()) {
            self.speakers.add(&known.name, || speaker, place, line.day);
        }
    }

    /// Adds a tag to a quotation that was added before.
    pub fn push_tag(&mut self, tag: &str, record: RecordKey, number: usize, day: Option<NaiveDate>) {
        if let Ok(quotation) = u32::try_from(number) {
            self.tags.add(tag, || tag.to_owned(), Place { record, quotation }, day);
        }
    }

    /// Hands the best `limit` candidates to `answer`: first perhaps those that are found at once,
    /// then all; nothing more once `cancelled` says yes.
    pub fn find(
        &mut self,
        records: Records<'_>,
        question: &Question,
        limit: usize,
        cancelled: &(dyn Fn() -> bool + Sync),
        answer: &mut dyn FnMut(Answer),
    ) {
        self.restrict(question);
        let mut trail = std::mem::take(&mut self.trail);
        match question.scope {
            Scope::Quotes => {
                let candidate = |place: Place| quotation(records, place);
                Asked {
                    corpus: &self.quotes,
                    within: self.within.as_ref().map(|(lines, _)| lines),
                    question,
                    limit,
                    cancelled,
                }
                .answer(&mut trail, &candidate, answer);
            }
            Scope::Articles => {
                let candidate = |key| Some(Candidate::of_article(key, &*records(key)?));
                Asked {
                    corpus: &self.articles,
                    within: self.within.as_ref().map(|(lines, _)| lines),
                    question,
                    limit,
                    cancelled,
                }
                .answer(&mut trail, &candidate, answer);
            }
            Scope::Speakers | Scope::Places | Scope::Tags => {
                let groups = self.groups(question.scope);
                let candidate = |number| group(records, question.scope, groups, number);
                Asked { corpus: &groups.lines, within: None, question, limit, cancelled }
                    .answer(&mut trail, &candidate, answer);
            }
        }
        self.trail = trail;
    }

    fn groups(&self, scope: Scope) -> &Groups {
        match scope {
            Scope::Places => &self.places,
            Scope::Tags => &self.tags,
            Scope::Speakers | Scope::Quotes | Scope::Articles => &self.speakers,
        }
    }

    /// Begins a new trail where another scope is asked, and finds the lines of what a question is
    /// restricted to.
    fn restrict(&mut self, question: &Question) {
        let same = (self.asked.0, &self.asked.1) == (question.scope, &question.within);
        let told_of = if question.scope == Scope::Articles { self.articles.len() } else { self.quotes.len() };
        if same && self.within.as_ref().is_none_or(|(_, until)| *until == told_of) {
            return;
        }
        self.trail = Trail::default();
        self.asked = (question.scope, question.within.clone());
        let lines = question.within.as_ref().map(|within| match within {
            Within::Speaker(name) => lines_of(&self.quotes, self.speakers.members(name), |place| place),
            Within::Tag(name) => lines_of(&self.quotes, self.tags.members(name), |place| place),
            Within::Place(name) => {
                lines_of(&self.articles, self.places.members(name), |record| Place { record, quotation: 0 })
            }
        });
        self.within = lines.map(|lines| (lines, told_of));
    }
}

/// The lines that stand for `members`.
fn lines_of<T: Copy>(corpus: &Corpus<T>, members: &[Place], place: impl Fn(T) -> Place) -> Bits {
    let members: HashSet<Place> = members.iter().copied().collect();
    let is_member = |index: &usize| corpus.key(*index).is_some_and(|key| members.contains(&place(key)));
    (0..corpus.len()).filter(is_member).collect()
}

/// A question to one corpus.
struct Asked<'a, T> {
    corpus: &'a Corpus<T>,
    within: Option<&'a Bits>,
    question: &'a Question,
    limit: usize,
    cancelled: &'a (dyn Fn() -> bool + Sync),
}

impl<T: Copy + Sync> Asked<'_, T> {
    fn answer(&self, trail: &mut Trail, candidate: &dyn Fn(T) -> Option<Candidate>, answer: &mut dyn FnMut(Answer)) {
        let among = self.within.map_or(self.corpus.len(), Bits::count);
        let mut tell = |found: Found<T>, settled, forgiving| {
            let candidates = found.hits.iter().filter_map(|hit| candidate(hit.key)).collect();
            answer(Answer { candidates, total: found.total, among, settled, forgiving });
        };
        let query = Query::new(&self.question.text, self.question.mode);
        let first = &mut |found| tell(found, false, false);
        let Some(found) = trail.find(self.corpus, &query, self.within, self.limit, self.cancelled, first) else {
            return;
        };
        let Some(forgiving) = query.forgiving().filter(|_| found.total == 0) else { return tell(found, true, false) };
        let again = &mut Trail::default();
        let Some(found) = again.find(self.corpus, &forgiving, self.within, self.limit, self.cancelled, &mut |_| ())
        else {
            return;
        };
        let any = found.total > 0;
        tell(found, true, any);
    }
}

fn quotation(records: Records<'_>, place: Place) -> Option<Candidate> {
    Candidate::of_quotation(place.record, &*records(place.record)?, place.quotation as usize)
}

/// What a speaker, a place or a tag shows: the newest of theirs, and how many there are.
fn group(records: Records<'_>, scope: Scope, groups: &Groups, number: u32) -> Option<Candidate> {
    let group = groups.get(number)?;
    let count = group.members.len();
    let newest = || quotation(records, group.newest);
    let name = group.name.clone();
    Some(match scope {
        Scope::Places => {
            let newest = Candidate::of_article(group.newest.record, &*records(group.newest.record)?);
            let detail = counted(count, "article");
            Candidate { name: name.clone(), detail, group: Some(Within::Place(name)), ..newest }
        }
        Scope::Tags => {
            let detail = counted(count, "quotation");
            Candidate { name: name.clone(), detail, certainty: None, group: Some(Within::Tag(name)), ..newest()? }
        }
        Scope::Speakers | Scope::Quotes | Scope::Articles => {
            let detail = counted(count, "quotation");
            Candidate { detail, certainty: None, group: Some(Within::Speaker(name)), ..newest()? }
        }
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

    /// Takes in everything, then gives the last answer to a question.
    fn answer(index: &mut Index, library: &Library, text: &str, scope: Scope, within: Option<Within>) -> Answer {
        let question = Question { text: text.to_owned(), scope, within, ..Question::default() };
        while index.catch_up(&Store::Memory(library.clone()), 1).unwrap() {}
        let mut last = Answer::default();
        index.find(&|key| library.record(key), &question, 9, &|| false, &mut |answer| last = answer);
        assert!(last.settled);
        last
    }

    #[test]
    fn a_speaker_stands_for_the_quotation_printed_last() {
        let (library, mut index) = (Library::default(), Index::default());
        let said = "“It is done,” Ana Ruiz said.";
        for record in
            [record(said, 1999), record(said, 2004), record("“So it is,” she said.", 2005), record(said, 2001)]
        {
            library.add(vec![record]);
        }
        let speakers = answer(&mut index, &library, "", Scope::Speakers, None).candidates;
        let speakers: Vec<_> = speakers.iter().map(|c| (c.name.as_str(), c.record.0, c.detail.as_str())).collect();
        assert_eq!(speakers, [("Ana Ruiz", 1, "3 quotations")], "and “she” is nobody");
        let said_by_her = answer(&mut index, &library, "she", Scope::Quotes, None);
        assert_eq!(said_by_her.total, 1, "though what “she” said is found by it");
    }

    #[test]
    fn what_comes_to_a_speaker_or_a_tag_while_one_looks_is_found() {
        let (library, mut index) = (Library::default(), Index::default());
        let ana = || Some(Within::Speaker("Ana Ruiz".to_owned()));
        for (count, text) in
            [(1, "“It is done,” Ana Ruiz said."), (1, "“It is not,” Bo Ott said."), (2, "“It is,” Ana Ruiz said.")]
        {
            library.add(vec![record(text, 2001)]);
            assert_eq!(answer(&mut index, &library, "it is", Scope::Quotes, ana()).total, count);
        }
        assert_eq!(answer(&mut index, &library, "", Scope::Tags, None).among, 0);
        index.push_tag("doubtful", RecordKey(1), 0, None);
        let tags = answer(&mut index, &library, "doubt", Scope::Tags, None).candidates;
        assert_eq!((tags[0].name.as_str(), tags[0].detail.as_str()), ("doubtful", "1 quotation"));
        let tagged = answer(&mut index, &library, "", Scope::Quotes, tags[0].group.clone());
        assert_eq!((tagged.total, tagged.candidates[0].name.as_str()), (1, "Bo Ott"));
    }

    #[test]
    fn speakers_are_found_by_the_readers_word_and_tags_no_longer_given_are_not() {
        let library = Library::default();
        library.add(vec![record("“It is done,” Ana Ruiz said.", 2001), record("“Is it,” Bo Ott said.", 2001)]);
        let names = [("Ana Ruiz".to_owned(), "Eva Lind".to_owned())].into_iter().collect();
        let own = [((RecordKey(1), 0), "Eva Lind".to_owned())].into_iter().collect();
        let mut index = Index::corrected_by(Arc::new(Corrections { names, own }));
        let eva = Some(Within::Speaker("Eva Lind".to_owned()));
        assert_eq!(answer(&mut index, &library, "it", Scope::Quotes, eva).total, 2);
        assert_eq!(answer(&mut index, &library, "ruiz", Scope::Speakers, None).total, 0);
        let tag = |name: &str| Tag { name: name.to_owned(), record: RecordKey(0), number: 0, day: None };
        index.set_tags(vec![tag("doubtful"), tag("pier")]);
        assert_eq!(answer(&mut index, &library, "", Scope::Tags, None).total, 2);
        index.set_tags(vec![tag("pier")]);
        assert_eq!(answer(&mut index, &library, "doubt", Scope::Tags, None).total, 0);
    }
}

use crate::app::finder::Finder;
use crate::app::help::KeyHelp;
use crate::app::rows::Rows;
use crate::app::{Action, App, Effect, Message, Overlay, Size};
use crate::article::{Article, Dateline};
use crate::finder::{Answer, Index, Question, Within};
use crate::library::{Known, Library, Record, Store};
use crate::quote;
use crate::text::Span;

/// A reader whose questions are answered when a test says so.
struct Reader {
    app: App,
    library: Library,
    index: Index,
    asked: Vec<(u64, Question)>,
    copied: Vec<String>,
}

impl Reader {
    /// Three articles of one quotation each, the last two from the same place.
    fn new() -> Self {
        let app = App::new("test", Size { columns: 100, rows: 30 }, KeyHelp::default());
        let (library, index) = (Library::default(), Index::default());
        let mut reader = Self { app, library, index, asked: Vec::new(), copied: Vec::new() };
        let records = [("Ada", "OSLO"), ("Ben", "ROME"), ("Cem", "ROME")].map(|(name, place)| {
            let mut article = Article::from_body(format!("“We are {name} and not others,” {name} Stone said."));
            article.dateline = Some(Dateline { span: Span::default(), place: place.to_owned() });
            let quotations = quote::extract(&article);
            Record { article, quotations }
        });
        let summaries = reader.library.add(records.into());
        reader.index.catch_up(&Store::Memory(reader.library.clone()), 9).unwrap();
        reader.tell(Message::Loaded(Rows::of(&summaries)));
        reader
    }

    fn tell(&mut self, message: Message) {
        for effect in self.app.update(message) {
            match effect {
                Effect::Open(key) => {
                    let known = Known { record: self.library.record(key).unwrap(), pending: false };
                    self.tell(Message::Opened(key, known));
                }
                Effect::Preview(key) => self.tell(Message::Previewed(key, self.library.record(key).unwrap())),
                Effect::Find(generation, question) => self.asked.push((generation, question)),
                Effect::Copy(text) => self.copied.push(text),
                Effect::NoteRead(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    fn act(&mut self, action: Action) {
        self.tell(Message::Act(action, None));
    }

    /// Types, and has every question answered.
    fn find(&mut self, text: &str) {
        self.tell(Message::Paste(text.to_owned()));
        self.answer();
    }

    /// Answers what was asked.
    fn answer(&mut self) {
        for (generation, question) in std::mem::take(&mut self.asked) {
            let (library, mut answers) = (self.library.clone(), Vec::new());
            let records = |key| library.record(key);
            self.index.find(&records, &question, 20, &|| false, &mut |answer: Answer| answers.push(answer));
            answers.into_iter().for_each(|answer| self.tell(Message::FoundCandidates { generation, answer }));
        }
    }

    fn finder(&self) -> &Finder {
        match &self.app.overlay {
            Some(Overlay::Finder(finder)) => finder,
            other => panic!("{other:?}"),
        }
    }

    fn names(&self) -> Vec<&str> {
        self.finder().candidates.iter().map(|candidate| candidate.name.as_str()).collect()
    }
}

/// Enter within milliseconds of typing took a line of the list that was on the screen before.
#[test]
fn enter_opens_what_is_found_for_what_is_typed_not_what_is_still_shown() {
    let mut reader = Reader::new();
    reader.act(Action::Find);
    reader.answer();
    assert_eq!(reader.names()[0], "Ada Stone");
    reader.tell(Message::Type('c'));
    reader.act(Action::Open);
    reader.tell(Message::Type('y'));
    assert_eq!(reader.finder().input.text(), "c", "what is typed after Enter is not meant for the finder");
    reader.answer();
    assert!(reader.app.overlay.is_none());
    assert!(reader.app.reading.as_ref().unwrap().article().text.contains("Cem"));
}

#[test]
fn moves_made_before_the_answer_count_from_its_best() {
    let mut reader = Reader::new();
    reader.act(Action::Find);
    reader.answer();
    reader.tell(Message::Type('s'));
    reader.act(Action::Down);
    reader.answer();
    assert_eq!(reader.finder().selected, 1);
    reader.act(Action::Close);
    assert!(reader.app.overlay.is_none());
}

#[test]
fn what_is_marked_is_copied_together_whatever_is_typed_after() {
    let mut reader = Reader::new();
    reader.act(Action::Find);
    reader.find("ben");
    reader.act(Action::Mark);
    (0..3).for_each(|_| reader.act(Action::DeleteBack));
    reader.find("ada");
    reader.act(Action::Mark);
    reader.act(Action::CopyQuotation);
    let lines: Vec<&str> = reader.copied[0].lines().collect();
    assert!(lines[0].contains("We are Ben") && lines[1].ends_with("— Ada Stone"), "{lines:?}");
    reader.act(Action::Mark);
    reader.act(Action::CopyQuotation);
    assert_eq!(reader.copied[1].lines().count(), 1);
}

#[test]
fn a_place_leads_to_its_articles_and_deleting_leads_back_to_all() {
    let mut reader = Reader::new();
    reader.act(Action::Find);
    (0..3).for_each(|_| reader.act(Action::NextScope));
    reader.find("rom");
    assert_eq!((reader.names(), reader.finder().candidates[0].detail.as_str()), (vec!["ROME"], "2 articles"));
    reader.act(Action::Open);
    reader.answer();
    assert_eq!(reader.finder().within, Some(Within::Place("ROME".to_owned())));
    assert_eq!((reader.finder().total, reader.finder().among), (2, 2));
    reader.act(Action::DeleteBack);
    reader.answer();
    assert_eq!(reader.finder().among, 3);
}

#[test]
fn earlier_queries_come_back_newest_first_and_then_none() {
    let mut reader = Reader::new();
    for text in ["ada", "cem", "ada"] {
        reader.act(Action::Find);
        reader.find(text);
        reader.act(Action::Open);
    }
    reader.act(Action::Find);
    let recalled: Vec<String> = (0..3)
        .map(|_| {
            reader.act(Action::RecallQuery);
            reader.finder().input.text().to_owned()
        })
        .collect();
    assert_eq!(recalled, ["ada", "cem", ""]);
}

#[test]
fn a_word_with_a_letter_wrong_is_found_and_shown_as_such() {
    let mut reader = Reader::new();
    reader.act(Action::Find);
    reader.find("stoen cem");
    assert!(reader.finder().forgiving);
    assert_eq!(reader.names(), ["Cem Stone"]);
    assert_eq!(reader.finder().positions("Cem Stone").len(), 2);
}

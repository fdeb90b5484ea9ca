mod places;

use super::*;
use crate::app::layout::Screen;
use crate::app::reading::Reading;
use crate::app::rows::Rows;
use crate::app::{Context, Destination, help::KeyHelp};
use crate::article::{Article, Printed};
use crate::finder::{Answer, Candidate};
use crate::library::{Known, Library, Record, RecordKey, Store};
use crate::quote;
use chrono::NaiveDate;
use std::sync::Arc;

const SIZE: Size = Size { columns: 100, rows: 30 };

/// A reader of some articles, and the library that answers its effects.
pub(super) struct Reader {
    pub app: App,
    store: Store,
    /// What stands where the article that went was read.
    successor: Option<RecordKey>,
}

impl Reader {
    pub fn of(texts: &[String]) -> Self {
        let mut reader = Reader::empty();
        reader.load(texts);
        reader
    }

    fn empty() -> Self {
        Reader { app: App::new("test", SIZE, KeyHelp::default()), store: Store::default(), successor: None }
    }

    fn library(&self) -> Library {
        let Store::Memory(library) = &self.store else { panic!("another store") };
        library.clone()
    }

    /// Loads articles, each printed a day before the one before it.
    fn load(&mut self, texts: &[String]) {
        let first = self.library().counts().articles as u64;
        let day = |n| NaiveDate::from_ymd_opt(2020, 7, 27).unwrap() - chrono::Days::new(first + n);
        let records = texts.iter().zip(0..).map(|(text, n)| {
            let mut article = Article::from_body(text.clone());
            article.printed = Printed::Day(day(n));
            article.title.text = text.chars().take(20).collect();
            let quotations = quote::extract(&article);
            Record { article, quotations }
        });
        let summaries = self.library().add(records.collect());
        self.tell(Message::Loaded(Rows::of(&summaries)));
    }

    /// Tells the core, and answers its requests for articles; gives back what else it asked for.
    pub fn tell(&mut self, message: Message) -> Vec<Effect> {
        let mut rest = Vec::new();
        for effect in self.app.update(message) {
            match effect {
                Effect::Open(key) => {
                    let known = self.store.record(key).unwrap().unwrap();
                    rest.extend(self.tell(Message::Opened(key, known)));
                }
                Effect::Preview(key) => {
                    let known = self.store.record(key).unwrap().unwrap();
                    rest.extend(self.tell(Message::Previewed(key, known.record)));
                }
                Effect::Sort(sorting) => rest.extend(self.tell(Message::Sorted(sorting.run()))),
                Effect::Follow(key, ..) => {
                    let gone = Message::Followed(key, self.successor);
                    rest.extend(self.tell(gone));
                }
                other => rest.push(other),
            }
        }
        rest
    }

    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        self.tell(Message::Act(action, None))
    }

    pub fn reading(&self) -> &Reading {
        self.app.reading.as_ref().unwrap()
    }
}

/// An article of many paragraphs with one quotation in each.
fn long(name: &str) -> String {
    let paragraph = |n| format!("“We counted to number {n} and then went home again,” {name} Stone said.");
    (0..40).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

fn three() -> Reader {
    Reader::of(&[long("Ada"), long("Ben"), "Nothing was said.".to_owned()])
}

#[test]
fn moving_in_the_list_reads_along_and_entering_marks_as_read() {
    let mut reader = three();
    let first = reader.app.list.selected_key().unwrap();
    reader.act(Action::Down);
    let second = reader.app.list.selected_key().unwrap();
    assert_eq!(reader.reading().key(), second);
    assert!(!reader.app.list.is_read(second));
    reader.act(Action::Open);
    assert!(reader.app.list.is_read(second) && !reader.app.list.is_read(first));
    assert_eq!(reader.app.context(), Context::Article);
}

#[test]
fn back_leads_through_the_panes_and_quits_at_the_first_but_escape_never_quits() {
    let mut reader = three();
    reader.act(Action::FocusPrevious);
    assert_eq!(reader.app.focus, Pane::Quotes);
    for pane in [Pane::Article, Pane::List, Pane::List] {
        assert!(reader.act(Action::Close).is_empty());
        assert_eq!(reader.app.focus, pane);
    }
    assert_eq!(reader.act(Action::Back), [Effect::Quit]);
}

#[test]
fn a_count_repeats_a_move() {
    let mut reader = three();
    reader.tell(Message::Act(Action::NextQuotation, Some(5)));
    assert_eq!(reader.reading().selected(), Some(5));
    reader.tell(Message::Act(Action::PreviousQuotation, Some(100)));
    assert_eq!(reader.reading().selected(), Some(0));
    reader.act(Action::Open);
    reader.tell(Message::Act(Action::Down, Some(7)));
    assert_eq!(reader.reading().top(), 7);
}

#[test]
fn no_count_is_too_small_or_too_large() {
    let mut reader = three();
    reader.act(Action::Bottom);
    for typed in ["0", "99999999999999999999 wider", "9999999999999999999 down", "0 bottom"] {
        reader.act(Action::CommandLine);
        reader.tell(Message::Paste(typed.to_owned()));
        reader.act(Action::Open);
        assert!(reader.app.overlay.is_none(), "{typed}");
    }
    reader.act(Action::CommandLine);
    reader.tell(Message::Paste("0".to_owned()));
    reader.act(Action::Open);
    assert_eq!(reader.app.list.selected(), 0);
}

#[test]
fn the_selected_quotation_is_always_in_sight() {
    let mut reader = three();
    reader.act(Action::Open);
    for action in [Action::NextQuotation, Action::HalfPageDown, Action::Bottom, Action::PreviousQuotation, Action::Top]
    {
        reader.act(action);
        let height = reader.app.screen().article.height as usize;
        let top = reader.reading().top();
        let lines = reader.reading().page().lines_of(reader.reading().quotation().unwrap().content);
        assert!(top <= lines.end && lines.start < top + height, "{action:?}: {lines:?} from {top}");
    }
}

#[test]
fn the_place_in_the_text_survives_a_resize() {
    let mut reader = three();
    reader.act(Action::Open);
    reader.tell(Message::Act(Action::Down, Some(30)));
    let first = |reader: &Reader| {
        let page = reader.reading().page();
        page.shown(reader.reading().top()..page.lines().len()).unwrap().start
    };
    let before = first(&reader);
    reader.tell(Message::Resize(Size { columns: 50, rows: 30 }));
    let text = &reader.reading().article().text;
    let paragraph = |offset| text[..offset].matches("\n\n").count();
    assert_eq!(paragraph(first(&reader)), paragraph(before));
}

#[test]
fn an_answer_to_an_older_question_of_the_finder_is_dropped() {
    let mut reader = three();
    reader.act(Action::Find);
    let asked = reader.tell(Message::Type('a'));
    let Effect::Find(old, _) = asked[0] else { panic!("{asked:?}") };
    reader.tell(Message::Type('b'));
    let candidate = Candidate {
        record: reader.app.list.selected_key().unwrap(),
        quotation: Some(3),
        certainty: None,
        name: "stale".to_owned(),
        group: None,
        printed: Printed::Unknown,
        detail: String::new(),
    };
    let answer = Answer { candidates: vec![candidate], total: 1, among: 1, settled: true, forgiving: false };
    let answer = |generation| Message::FoundCandidates { generation, answer: answer.clone() };
    let waiting = |reader: &Reader| matches!(&reader.app.overlay, Some(Overlay::Finder(finder)) if finder.waiting);
    reader.tell(answer(old));
    assert!(waiting(&reader));
    reader.tell(answer(old + 1));
    assert!(!waiting(&reader));
    reader.act(Action::Open);
    assert_eq!(reader.reading().selected(), Some(3), "the finder leads to the passage");
    assert_eq!(reader.app.context(), Context::Article);
}

#[test]
fn cancel_stops_the_load_first_and_quits_only_after_it() {
    let mut reader = three();
    assert_eq!(reader.act(Action::Cancel), [Effect::CancelLoad]);
    reader.tell(Message::LoadEnded);
    assert_eq!(reader.app.list.len(), 3, "what is there stays");
    assert_eq!(reader.act(Action::Cancel), [Effect::Quit]);
}

#[test]
fn more_articles_do_not_move_a_reader_who_has_begun() {
    let mut reader = Reader::of(&[long("Ada")]);
    reader.act(Action::Open);
    reader.tell(Message::Act(Action::Down, Some(9)));
    let key = reader.reading().key();
    reader.load(&[long("Ben"), long("Cem")]);
    assert_eq!(reader.reading().key(), key);
    assert_eq!(reader.reading().top(), 9);
}

#[test]
fn a_paste_is_one_line_wherever_text_is_typed() {
    let mut reader = three();
    reader.act(Action::Find);
    reader.tell(Message::Paste("number\n7\x1b[2J".to_owned()));
    let Some(Overlay::Finder(finder)) = &reader.app.overlay else { panic!() };
    assert_eq!(finder.input.text(), "number 7[2J");
    reader.act(Action::Close);
    reader.tell(Message::Paste("ignored where nothing is typed".to_owned()));
    assert_eq!(reader.app.context(), Context::List);
}

#[test]
fn a_click_selects_what_it_falls_on() {
    let mut reader = three();
    let screen = reader.app.screen();
    let second_row = super::super::Point { column: 10, row: screen.rows(Pane::List).y + 2 };
    reader.tell(Message::Click(second_row));
    assert_eq!(reader.app.list.selected(), 1);
    reader.tell(Message::Resize(Size { columns: 200, rows: 60 }));
    let screen = Screen::new(reader.app.size, reader.app.focus, false);
    let line = reader.reading().page().lines_of(reader.reading().record().quotations[4].content).start;
    let column = reader.reading().text_column(screen.article) + 5;
    let row = screen.article.y + u16::try_from(line - reader.reading().top()).unwrap();
    reader.tell(Message::Click(super::super::Point { column, row }));
    assert_eq!((reader.app.focus, reader.reading().selected()), (Pane::Article, Some(4)));
}

#[test]
fn whoever_looks_at_a_quotation_keeps_the_article_while_others_stream_in() {
    let point = |reader: &Reader| {
        let article = reader.app.screen().article;
        super::super::Point { column: article.x + 9, row: article.y + 4 }
    };
    let ways: [fn(&Reader, super::super::Point) -> Message; 3] = [
        |_, _| Message::Act(Action::NextQuotation, None),
        |_, _| Message::Act(Action::Evidence, None),
        |_, point| Message::Wheel(point, 3),
    ];
    for way in ways {
        let mut reader = Reader::empty();
        reader.load(&["Old.".to_owned(), long("Ada")]);
        reader.act(Action::Down);
        let key = reader.reading().key();
        let message = way(&reader, point(&reader));
        reader.tell(message);
        reader.load(&[long("Ben")]);
        assert_eq!(reader.reading().key(), key);
    }
}

#[test]
fn while_a_load_runs_the_finder_is_asked_again_only_after_it_has_answered() {
    let mut reader = three();
    let asked = reader.act(Action::Find);
    let Effect::Find(generation, _) = asked[0] else { panic!("{asked:?}") };
    let loaded = Message::Loaded(Vec::new());
    assert!(reader.tell(loaded.clone()).is_empty(), "an unanswered question is not taken back");
    let answer = Message::FoundCandidates { generation, answer: Answer { settled: true, ..Answer::default() } };
    assert!(matches!(reader.tell(answer)[..], [Effect::Find(..)]), "what has come since is looked through");
}

#[test]
fn a_huge_paste_is_searched_once_and_cut() {
    let mut reader = three();
    reader.act(Action::Open);
    reader.act(Action::Search);
    reader.tell(Message::Paste("number ".repeat(100_000)));
    assert!(reader.app.prompt.as_ref().unwrap().line.text().len() <= 4_000);
    assert_eq!(reader.app.search.as_ref().unwrap().count(), 0);
}

#[test]
fn after_the_next_article_the_search_goes_on_from_its_start() {
    let mut reader = three();
    reader.act(Action::Open);
    reader.act(Action::Search);
    reader.tell(Message::Paste("number".to_owned()));
    reader.act(Action::Open);
    reader.tell(Message::Act(Action::NextHit, Some(7)));
    assert_eq!(reader.app.search.as_ref().unwrap().current(), 7);
    reader.act(Action::NextArticle);
    let search = reader.app.search.as_ref().unwrap();
    assert_eq!((search.current(), search.count()), (0, 40));
}

#[test]
fn a_worker_that_fails_is_told_and_does_not_hold_the_reader() {
    let mut reader = three();
    reader.tell(Message::WorkerFailed("index out of bounds".to_owned()));
    assert!(reader.app.notice.as_ref().is_some_and(|notice| notice.text.contains("index out of bounds")));
    assert_eq!(reader.act(Action::Cancel), [Effect::Quit]);
}

#[test]
fn the_last_paragraph_leads_to_the_end_and_not_back() {
    let mut reader = Reader::of(&[format!("One.\n\n{}", "word ".repeat(2_000))]);
    reader.act(Action::Open);
    reader.tell(Message::Act(Action::Down, Some(50)));
    let top = reader.reading().top();
    reader.act(Action::NextParagraph);
    assert!(reader.reading().top() > top);
    reader.act(Action::PreviousParagraph);
    reader.act(Action::PreviousParagraph);
    reader.act(Action::PreviousParagraph);
    assert_eq!(reader.reading().top(), 0);
}

#[test]
fn a_search_that_finds_nothing_or_is_given_up_leads_back() {
    let mut reader = three();
    reader.tell(Message::Act(Action::Bottom, None));
    let place = reader.app.list.selected();
    reader.act(Action::Search);
    reader.tell(Message::Type('c'));
    assert_ne!(reader.app.list.selected(), place, "the first hit is another article");
    reader.tell(Message::Paste("zzz".to_owned()));
    assert_eq!(reader.app.list.selected(), place);
    reader.act(Action::DeleteWord);
    reader.tell(Message::Type('c'));
    reader.act(Action::Close);
    assert_eq!(reader.app.list.selected(), place);
}

#[test]
fn nothing_that_acts_on_a_terminal_reaches_the_clipboard() {
    let mut reader = Reader::of(&["“We \u{1b}[31mwill\u{202e} not,” Ada Stone said.".to_owned()]);
    for action in [Action::CopyQuotation, Action::CopyWords, Action::CopyCitation, Action::CopySentence] {
        let effects = reader.act(action);
        let [Effect::Copy(text)] = &effects[..] else { panic!("{effects:?}") };
        assert!(!text.chars().any(sanitize::is_control), "{text:?}");
    }
}

#[test]
fn a_fragment_is_copied_with_a_warning_and_the_whole_sentence_without() {
    let mut reader = Reader::of(&["It rained. Mayor Ada Stone called it “a disaster” for us. It stopped.".to_owned()]);
    reader.act(Action::CopyWords);
    let notice = reader.app.notice.take().unwrap();
    assert!(notice.warning && notice.text.contains("only part of a sentence"), "{}", notice.text);
    let effects = reader.act(Action::CopySentence);
    let [Effect::Copy(text)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(text, "Mayor Ada Stone called it “a disaster” for us.");
    assert!(!reader.app.notice.take().unwrap().warning);
    assert!(reader.act(Action::CopyLink).is_empty(), "no address is known");
}

#[test]
fn lines_grow_no_longer_than_their_pane() {
    let mut reader = three();
    reader.tell(Message::Act(Action::Wider, Some(100)));
    let widest = reader.app.look.measure;
    reader.act(Action::Narrower);
    assert!(reader.reading().page().measure().columns < widest);
}

#[test]
fn an_article_that_changes_while_it_is_read_is_shown_anew_at_the_same_place() {
    let mut reader = three();
    reader.act(Action::Open);
    reader.tell(Message::Act(Action::Down, Some(9)));
    let (old, top) = (reader.reading().key(), reader.reading().top());
    reader.load(&[long("Abe")]);
    let new = RecordKey(3);
    reader.successor = Some(new);
    reader.tell(Message::Removed(vec![old]));
    assert_eq!((reader.reading().key(), reader.reading().top()), (new, top));
    assert!(reader.reading().article().text.contains("Abe"));
    assert_eq!(reader.app.list.selected_key(), Some(new));
}

#[test]
fn an_article_that_goes_stays_in_sight_as_long_as_it_is_read() {
    let mut reader = three();
    reader.act(Action::Open);
    let first = reader.reading().key();
    reader.tell(Message::Removed(vec![first]));
    reader.load(&[long("Abe")]);
    assert_eq!(reader.reading().key(), first);
    assert!(reader.app.notice.as_ref().is_some_and(|notice| notice.text.contains("gone")));

    reader.act(Action::Close);
    let second = reader.app.list.selected_key().unwrap();
    reader.act(Action::NextArticle);
    reader.act(Action::PreviousArticle);
    assert_eq!(reader.reading().key(), second);
    reader.tell(Message::Removed(vec![second]));
    assert_eq!(Some(reader.reading().key()), reader.app.list.selected_key(), "in the list, the next one");
}

#[test]
fn quotations_that_come_later_move_nothing() {
    let mut reader = three();
    let key = reader.reading().key();
    let whole = Arc::clone(reader.reading().record());
    let bare = Arc::new(Record { article: whole.article.clone(), quotations: Vec::new() });
    reader.act(Action::NextArticle);
    reader.app.destination = Some(Destination::start_of(key));
    reader.tell(Message::Opened(key, Known { record: bare, pending: true }));
    reader.act(Action::Open);
    reader.tell(Message::Act(Action::Down, Some(30)));
    assert!(reader.reading().is_pending() && reader.reading().quotation().is_none());
    let top = reader.reading().top();
    reader.tell(Message::Quoted(key, Arc::clone(&whole)));
    assert_eq!(reader.reading().top(), top);
    let quotation = reader.reading().quotation().unwrap();
    let lines = reader.reading().page().lines_of(quotation.content);
    assert!(lines.end > top, "the first one in sight is selected");
    reader.tell(Message::Quoted(RecordKey(99), whole));
}

#[test]
fn nothing_is_copied_of_another_article_than_the_one_selected() {
    let mut reader = three();
    let next = reader.app.list.get(1).unwrap().key;
    let effects = reader.app.update(Message::Act(Action::NextArticle, None));
    assert_eq!(effects, [Effect::Open(next)], "on its way");
    assert!(reader.act(Action::CopyQuotation).is_empty());
}

#[test]
fn what_is_loaded_anew_leaves_nothing_of_what_was_there() {
    let mut reader = three();
    reader.act(Action::Evidence);
    reader.tell(Message::Afresh);
    assert!(reader.app.list.is_empty() && reader.app.reading.is_none() && reader.app.overlay.is_none());
    reader.store = Store::default();
    reader.load(&[long("Abe")]);
    assert!(reader.reading().article().text.contains("Abe"));
}

#[test]
fn failures_are_told_once() {
    let mut reader = three();
    let told = |reader: &Reader| reader.app.notice.as_ref().map(|notice| notice.text.clone());
    reader.tell(Message::Failed("a.txt: no text in it".to_owned()));
    reader.tell(Message::LoadEnded);
    assert_eq!(told(&reader).as_deref(), Some("a.txt: no text in it"));
    reader.act(Action::Down);
    reader.tell(Message::AllFailed(vec!["a.txt: no text in it".to_owned()]));
    reader.tell(Message::LoadEnded);
    assert_eq!(told(&reader), None);
    reader.tell(Message::AllFailed(vec!["b.txt: no text in it".to_owned()]));
    reader.tell(Message::LoadEnded);
    assert_eq!(told(&reader).as_deref(), Some("b.txt: no text in it"));
    assert_eq!(reader.app.loading.failures.len(), 1, "the other one was mended");
}

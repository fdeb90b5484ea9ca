//! Going from place to place.

use super::*;
use crate::app::inquiry::{FoundPage, Inquiry, Reply, Whom};
use crate::search::query::Target;
use crate::search::{Hit, Snippet};
use std::time::Duration;

/// What was asked last, and of which generation.
fn asked(effects: &[Effect]) -> (u64, &[Inquiry]) {
    match effects {
        [Effect::Ask(generation, inquiries)] => (*generation, inquiries),
        other => panic!("{other:?}"),
    }
}

fn hit(record: RecordKey, place: usize) -> Hit {
    let (title, printed) = (String::new(), "2021-03-01".to_owned());
    Hit { key: record, place: Some(place), title, printed, outlet: None, speaker: None, snippet: Snippet::default() }
}

/// A page of hits, one for each of the records.
fn page(records: &[u32]) -> Reply {
    let hits = records.iter().map(|number| hit(RecordKey(*number), 3)).collect();
    let (ranked, target, took) = (None, Target::Quotations, Duration::ZERO);
    Reply::Page(FoundPage { skip: 0, hits, last: true, ranked, target, took })
}

/// A reader at a search that has found something in each of three articles.
fn searching() -> Reader {
    let mut reader = three();
    reader.act(Action::FullText);
    let effects = reader.tell(Message::Paste("counted".to_owned()));
    let (generation, _) = asked(&effects);
    reader.tell(Message::Replied(generation, page(&[0, 1, 2])));
    reader.act(Action::Open);
    reader
}

#[test]
fn a_hit_is_opened_at_its_quotation_and_back_leads_to_the_hits_then_to_the_panes() {
    let mut reader = searching();
    reader.act(Action::Down);
    reader.act(Action::Open);
    assert_eq!((reader.app.context(), reader.reading().key()), (Context::Article, RecordKey(1)));
    assert_eq!(reader.reading().selected(), Some(3));
    reader.act(Action::Back);
    assert_eq!(reader.app.context(), Context::Hits);
    assert_eq!(reader.app.place.view().map(|view| view.position()).as_deref(), Some("2/…"), "where it was left");
    reader.act(Action::Back);
    assert_eq!((reader.app.context(), reader.reading().key()), (Context::List, RecordKey(0)));
    assert_eq!(reader.act(Action::Back), [Effect::Quit]);
}

#[test]
fn history_goes_back_and_forward_through_article_quotation_and_place() {
    let mut reader = searching();
    reader.act(Action::Down);
    reader.act(Action::Open);
    reader.act(Action::NextQuotation);
    let top = reader.reading().top();
    reader.act(Action::CheckWording);
    assert_eq!(reader.app.context(), Context::Claim);
    reader.act(Action::Close);
    assert_eq!((reader.reading().selected(), reader.reading().top()), (Some(4), top));
    reader.act(Action::HistoryBack);
    assert_eq!(reader.app.context(), Context::Hits);
    reader.act(Action::HistoryForward);
    assert_eq!((reader.app.context(), reader.reading().key()), (Context::Article, RecordKey(1)));
    reader.act(Action::HistoryForward);
    assert_eq!(reader.app.context(), Context::Claim);
}

#[test]
fn at_either_end_history_says_so_and_stays() {
    let mut reader = three();
    for action in [Action::HistoryBack, Action::HistoryForward] {
        assert!(reader.act(action).is_empty());
        assert!(reader.app.notice.is_some() && reader.app.context() == Context::List);
    }
}

#[test]
fn what_was_given_up_is_not_heard() {
    let mut reader = three();
    reader.act(Action::FullText);
    let first = asked(&reader.tell(Message::Type('a'))).0;
    let second = asked(&reader.tell(Message::Type('b'))).0;
    reader.tell(Message::Replied(first, page(&[0, 1, 2])));
    reader.tell(Message::Replied(second, page(&[0])));
    reader.act(Action::Open);
    assert_eq!(reader.app.place.view().map(|view| view.position()).as_deref(), Some("1/…"));
}

#[test]
fn a_check_offers_the_words_of_the_quotation_that_is_looked_at() {
    let mut reader = three();
    reader.act(Action::Open);
    reader.act(Action::CheckWording);
    let effects = reader.act(Action::Open);
    let (_, [Inquiry::Check(claimed)]) = asked(&effects) else { panic!("{effects:?}") };
    assert!(claimed.words.starts_with("We counted to number 0"), "{claimed:?}");
    let mut reader = three();
    reader.act(Action::CheckWording);
    assert!(reader.act(Action::Open).is_empty(), "from the list nothing is offered");
}

#[test]
fn the_speaker_of_the_selected_quotation_is_gone_to() {
    let mut reader = three();
    reader.act(Action::Open);
    reader.act(Action::NextQuotation);
    let effects = reader.act(Action::Speaker);
    assert_eq!(asked(&effects).1, [Inquiry::Profile(Whom::Quoted(RecordKey(0), 1))]);
    reader.act(Action::Close);
    assert_eq!((reader.app.context(), reader.reading().selected()), (Context::Article, Some(1)));
}

#[test]
fn what_is_written_for_the_clipboard_is_put_there() {
    let mut reader = searching();
    let effects = reader.act(Action::CopyWords);
    let (generation, [Inquiry::Write(record, 3, Action::CopyWords)]) = asked(&effects) else { panic!("{effects:?}") };
    assert_eq!(*record, RecordKey(0));
    let effects = reader.tell(Message::Replied(generation, Reply::Written("We\u{1b} counted".to_owned())));
    assert!(matches!(&effects[..], [Effect::Copy(text)] if !text.contains('\u{1b}')), "{effects:?}");
}

#[test]
fn nothing_of_the_places_is_left_when_everything_is_loaded_anew() {
    let mut reader = searching();
    reader.tell(Message::Afresh);
    assert_eq!(reader.app.context(), Context::List);
    assert!(reader.act(Action::HistoryBack).is_empty());
}

#[test]
fn the_end_of_loading_asks_again_where_somebody_waits_for_more() {
    let mut reader = three();
    reader.act(Action::FullText);
    reader.tell(Message::Paste("counted".to_owned()));
    let effects = reader.tell(Message::LoadEnded);
    assert!(matches!(asked(&effects).1, [Inquiry::Page { .. }, ..]));
}

#[test]
fn going_to_where_one_is_leaves_no_steps_to_go_back_through() {
    let mut reader = three();
    (0..3).for_each(|_| drop(reader.act(Action::AllQuotations)));
    reader.act(Action::HistoryBack);
    assert_eq!(reader.app.context(), Context::List);
    let mut reader = searching();
    reader.act(Action::FullText);
    reader.act(Action::HistoryBack);
    assert_eq!(reader.app.context(), Context::Hits, "what was looked for is another place than nothing");
}

use super::*;
use crate::app::inquiry::PAGE;
use crate::library::RecordKey;
use crate::search::{Count, Snippet};

const BODY: Area = Area { x: 0, y: 2, width: 120, height: 26 };

fn hit(number: usize) -> Hit {
    Hit {
        key: RecordKey(u32::try_from(number).unwrap()),
        place: Some(number),
        title: "Harbour closes".to_owned(),
        printed: "2021-03-01".to_owned(),
        outlet: None,
        speaker: None,
        snippet: Snippet::default(),
    }
}

/// The page after `skip` hits of `all`.
fn page(skip: usize, all: usize) -> Reply {
    let hits: Vec<Hit> = (skip..all.min(skip + PAGE)).map(hit).collect();
    let last = hits.len() < PAGE;
    Reply::Page(FoundPage { skip, hits, last, ranked: None, target: Target::Quotations, took: Duration::ZERO })
}

fn asked(step: &Step) -> &[Inquiry] {
    match step {
        Step::Ask(inquiries) | Step::AskMore(inquiries) => inquiries,
        _ => &[],
    }
}

fn found(query: &str, all: usize) -> Hits {
    let mut hits = Hits::default();
    hits.type_text(query, BODY);
    hits.take(page(0, all), BODY);
    hits.act(Action::Open, None, BODY);
    hits
}

#[test]
fn every_letter_asks_anew_for_a_page_the_count_and_the_facets() {
    let mut hits = Hits::default();
    let step = hits.type_text("bond", BODY);
    let query = "bond".to_owned();
    let page = Inquiry::Page { query: query.clone(), sort: Sort::Newest, skip: 0 };
    assert_eq!(asked(&step), [page, Inquiry::Count(query.clone()), Inquiry::Facets(query)]);
    assert!(asked(&hits.act(Action::CursorLeft, None, BODY)).is_empty(), "the query is the same");
}

#[test]
fn what_comes_unasked_takes_nobodys_hits_away() {
    let mut hits = Hits::default();
    hits.type_text("bond", BODY);
    hits.take(page(0, 3), BODY);
    hits.take(page(0, 5), BODY);
    assert_eq!(hits.found.hits.len(), 5, "nobody goes through them yet");
    hits.act(Action::Open, None, BODY);
    hits.act(Action::Down, None, BODY);
    hits.take(page(0, 9), BODY);
    assert_eq!((hits.found.hits.len(), hits.cursor.row()), (5, 1));
    hits.act(Action::Sort, None, BODY);
    hits.take(page(0, 9), BODY);
    assert_eq!(hits.found.hits.len(), 9, "this was asked for");
}

#[test]
fn what_is_counted_before_the_page_comes_is_kept() {
    let mut hits = Hits::default();
    hits.type_text("bond", BODY);
    hits.take(Reply::Count(7), BODY);
    hits.take(page(0, 7), BODY);
    assert_eq!((hits.count(), hits.position().as_str()), (Some(7), "1/7"));
}

#[test]
fn the_next_page_is_asked_for_once_before_its_first_hit_comes_into_sight() {
    let mut hits = found("bond", PAGE + 5);
    assert!(asked(&hits.act(Action::Down, None, BODY)).is_empty());
    let step = hits.act(Action::Down, Some(50), BODY);
    assert_eq!(asked(&step), [Inquiry::Page { query: "bond".to_owned(), sort: Sort::Newest, skip: PAGE }]);
    assert!(asked(&hits.act(Action::Down, None, BODY)).is_empty(), "it is on its way");
    hits.take(page(PAGE, PAGE + 5), BODY);
    hits.act(Action::Bottom, None, BODY);
    assert_eq!(hits.hit().map(|hit| hit.key), Some(RecordKey(PAGE as u32 + 4)));
    assert!(asked(&hits.act(Action::Up, None, BODY)).is_empty(), "that was the last one");
}

#[test]
fn a_hit_is_opened_and_another_query_put_in_the_line_asks_anew() {
    let mut hits = found("bond", 3);
    hits.act(Action::Down, None, BODY);
    assert_eq!(hits.quotation(), Some((RecordKey(1), 1)));
    let Step::Read(passage) = hits.act(Action::Open, None, BODY) else { panic!("Enter opens the hit") };
    assert_eq!((passage.record, passage.quotation), (RecordKey(1), Some(1)));
    assert_eq!(hits.line().map(|(topic, line)| (topic, line.text())), Some((Topic::Query, "bond")));
    assert!(!asked(&hits.retype("ferry")).is_empty());
}

#[test]
fn a_facet_is_added_to_the_query_and_headings_are_passed_over() {
    let mut hits = found("bond", 3);
    let count = |value: &str| Count { value: value.to_owned(), count: 1 };
    let facets = Facets { speaker: vec![count("Ana Ruiz")], outlet: vec![count("Bay Ledger")], ..Facets::default() };
    hits.take(Reply::Facets(facets), BODY);
    hits.act(Action::FocusNext, None, BODY);
    assert_eq!(hits.context(), Context::Facets);
    hits.act(Action::Down, None, BODY);
    hits.act(Action::Up, None, BODY);
    hits.act(Action::Up, None, BODY);
    assert_eq!(hits.facet.row(), 1);
    hits.act(Action::Down, None, BODY);
    assert!(!asked(&hits.act(Action::Open, None, BODY)).is_empty());
    assert_eq!(hits.line.text(), "bond outlet:\"Bay Ledger\"");
}

#[test]
fn a_refused_query_leaves_the_hits_where_they_are_until_it_is_mended() {
    let mut hits = found("bond", 3);
    hits.act(Action::Edit, None, BODY);
    hits.type_text(" kind:odd", BODY);
    hits.take(Reply::Refused(Fault { message: "no kind".to_owned(), span: crate::text::Span::new(10, 13) }), BODY);
    assert!(hits.fault.is_some() && hits.found.hits.len() == 3);
    hits.act(Action::DeleteWord, None, BODY);
    hits.take(page(0, 2), BODY);
    assert!(hits.fault.is_none() && hits.found.hits.len() == 2);
}

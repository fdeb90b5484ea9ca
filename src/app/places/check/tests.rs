use super::*;
use crate::article::{Article, Printed};
use crate::library::{Record, RecordKey};
use crate::search::wording::{self, Claim, Memory, Verdict};
use chrono::NaiveDate;
use std::sync::Arc;

const BODY: Area = Area { x: 0, y: 2, width: 100, height: 26 };

/// What is known of a claim among these articles, each printed a day after the one before it.
fn checked(claimed: Claimed, texts: &[&str]) -> Checked {
    let mut memory = Memory::default();
    let mut records = Vec::new();
    for (day, text) in (1..).zip(texts) {
        let mut article = Article::from_body((*text).to_owned());
        article.printed = Printed::Day(NaiveDate::from_ymd_opt(2021, 3, day).unwrap());
        article.outlet = Some(format!("Outlet {day}"));
        article.id = article.content_id();
        let record = Arc::new(Record::of(article).unwrap());
        memory.add(Arc::clone(&record));
        records.push(record);
    }
    let claim = Claim::new(&claimed.words, claimed.speaker.as_deref()).unwrap();
    let finding = wording::check(&claim, &memory).unwrap();
    let words = finding.passage.as_ref().and_then(|p| Some(p.quotation()?.words(&p.record.article)));
    let variants = words.map(|words| wording::variants(&Claim::new(&words, None).unwrap(), &memory).unwrap());
    let key = |record: &Record| {
        (0..).map(RecordKey).zip(&records).find(|(_, other)| other.article.id == record.article.id).map(|(key, _)| key)
    };
    Checked::new(claimed, finding, variants.unwrap_or_default(), key)
}

/// Types a sentence and asks; the step that the check takes then.
fn asked(check: &mut Check, text: &str) -> Step {
    check.type_text(text, BODY);
    check.act(Action::Open, None, BODY)
}

const HARBOUR: [&str; 3] = [
    "“We will not close the old harbour this year,” Mayor Ana Ruiz said on Monday.",
    "Ana Ruiz was firm. “We will not close the old harbour this year,” Ruiz said again.",
    "“We will close the old harbour this year,” Ana Ruiz said, according to a leaflet.",
];

#[test]
fn a_sentence_is_asked_about_and_its_answer_is_gone_through() {
    let mut check = Check::default();
    let Step::Ask(inquiries) = asked(&mut check, "We will close the old harbour in this year — Ana Ruiz") else {
        panic!()
    };
    let [Inquiry::Check(claimed)] = inquiries.as_slice() else { panic!("{inquiries:?}") };
    assert_eq!(claimed.speaker.as_deref(), Some("Ana Ruiz"));
    check.take(Reply::Checked(Box::new(checked(claimed.clone(), &HARBOUR))), BODY);
    assert_eq!(check.context(), Context::Findings);
    let found = check.checked().unwrap();
    assert_eq!(found.verdict, Verdict::Altered);
    assert_eq!(found.found[0].group, Group::FirstPrinting, "the first printing stands first");
    assert!(found.found.iter().any(|found| found.group == Group::OtherWording || found.group == Group::Reprint));
    assert_eq!(check.cursor.row(), found.chosen);
    let Step::Read(passage) = check.act(Action::Open, None, BODY) else { panic!("Enter opens the source") };
    assert!(passage.quotation.is_some());
    check.act(Action::Edit, None, BODY);
    assert_eq!(check.context(), Context::Claim);
}

#[test]
fn all_printings_are_told_the_first_one_first_and_each_once() {
    let claimed = Claimed { words: "We will not close the old harbour this year".to_owned(), speaker: None };
    let checked = checked(claimed, &HARBOUR);
    assert_eq!(checked.verdict, Verdict::Exact);
    let groups: Vec<(Group, Option<RecordKey>)> = checked.found.iter().map(|found| (found.group, found.key)).collect();
    let key = |number| Some(RecordKey(number));
    let expected = [(Group::FirstPrinting, key(0)), (Group::Reprint, key(1)), (Group::OtherWording, key(2))];
    assert_eq!(groups, expected);
    assert_eq!(checked.found[2].alterations[0], wording::Alteration::Negation);
}

#[test]
fn offered_words_are_checked_where_nothing_is_typed_and_give_way_to_what_is() {
    let mut check = Check::offering(Some("Words of a quotation".to_owned()));
    assert!(matches!(check.act(Action::Open, None, BODY), Step::Ask(_)));
    let mut check = Check::offering(Some("Words of a quotation".to_owned()));
    check.type_text("Others", BODY);
    assert_eq!(check.claimed().words, "Others");
}

#[test]
fn nothing_is_asked_about_nothing() {
    assert!(matches!(Check::default().act(Action::Open, None, BODY), Step::Tell(_)));
}

#[test]
fn a_check_can_be_stopped_and_what_was_asked_is_asked_again_on_coming_back() {
    let mut check = Check::default();
    asked(&mut check, "Anything at all");
    assert!(matches!(check.arrive(BODY), Step::Ask(again) if again.len() == 1));
    assert!(matches!(check.act(Action::Cancel, None, BODY), Step::Ask(none) if none.is_empty()));
    assert!(matches!(check.progress, Progress::Failed(_)));
    assert!(matches!(check.act(Action::Close, None, BODY), Step::Back));
}

#[test]
fn another_sentence_is_asked_about_though_there_are_results() {
    let mut check = Check::default();
    asked(&mut check, "We will not close the old harbour");
    let claimed = check.claimed();
    check.take(Reply::Checked(Box::new(checked(claimed, &HARBOUR))), BODY);
    check.act(Action::Edit, None, BODY);
    assert!(matches!(check.act(Action::Open, None, BODY), Step::Stay), "Enter goes back to the results");
    check.act(Action::Edit, None, BODY);
    assert!(matches!(asked(&mut check, " for years"), Step::Ask(_)));
}

#[test]
fn more_articles_change_the_verdict_but_not_what_is_being_typed() {
    let mut check = Check::default();
    asked(&mut check, "We will not close the old harbour this year");
    let claimed = check.claimed();
    check.take(Reply::Checked(Box::new(checked(claimed.clone(), &["Nothing was said."]))), BODY);
    assert_eq!((check.checked().unwrap().verdict, check.context()), (Verdict::NotFound, Context::Claim));
    assert!(matches!(check.refresh(), Step::Ask(again) if again == [Inquiry::Check(claimed.clone())]));
    check.type_text(" or", BODY);
    check.take(Reply::Checked(Box::new(checked(claimed, &HARBOUR))), BODY);
    assert_eq!((check.checked().unwrap().verdict, check.context()), (Verdict::Exact, Context::Claim));
}

#[test]
fn printings_that_come_after_the_verdict_leave_the_selection_where_it_is() {
    let mut check = Check::default();
    asked(&mut check, "We will not close the old harbour this year");
    let claimed = check.claimed();
    let whole = checked(claimed.clone(), &HARBOUR);
    let mut first = whole.clone();
    first.found.remove(2);
    check.take(Reply::Checked(Box::new(first)), BODY);
    check.act(Action::Down, None, BODY);
    let selected = check.found().and_then(|found| found.key);
    check.take(Reply::Checked(Box::new(whole)), BODY);
    assert_eq!((check.found().and_then(|found| found.key), check.position().as_str()), (selected, "2/3"));
}

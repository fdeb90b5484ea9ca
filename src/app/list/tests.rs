use super::*;
use crate::library::Summary;
use proptest::prelude::*;

fn summary(key: u32, printed: Printed) -> Summary {
    Summary {
        key: RecordKey(key),
        title: format!("Title {key}"),
        stand_in: false,
        printed,
        outlet: None,
        quotations: key % 3,
    }
}

fn day(y: i32, m: u32, d: u32) -> Printed {
    Printed::Day(NaiveDate::from_ymd_opt(y, m, d).unwrap())
}

fn list_of(summaries: &[Summary]) -> List {
    let mut list = List::default();
    list.add(Rows::of(summaries));
    list
}

fn keys(list: &List) -> Vec<u32> {
    (0..list.len()).map(|place| list.get(place).unwrap().key.0).collect()
}

fn sort_next(list: &mut List) {
    let sorted = list.sort_next().run();
    assert!(list.sorted(sorted));
}

#[test]
fn undated_articles_stand_last_in_both_orders_by_date() {
    let mut list = list_of(&[summary(0, Printed::Unknown), summary(1, day(2019, 5, 1)), summary(2, day(2020, 1, 1))]);
    assert_eq!(keys(&list), [2, 1, 0]);
    sort_next(&mut list);
    assert_eq!(keys(&list), [1, 2, 0]);
}

#[test]
fn dates_less_exact_break_up_no_month() {
    let month = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    let printed = [Printed::Year(month), day(2020, 1, 2), Printed::Month(month), day(2020, 1, 1), day(2019, 12, 31)];
    let summaries: Vec<Summary> = (0..).zip(printed).map(|(key, printed)| summary(key, printed)).collect();
    let mut list = list_of(&summaries);
    for _ in 0..2 {
        list.select(0);
        list.scroll_to_selected(20);
        let headings = list.rows(20).into_iter().filter(|row| matches!(row, Row::Heading(_))).count();
        assert_eq!(headings, 3, "January 2020, 2020 and December 2019: {:?}", list.rows(20));
        sort_next(&mut list);
    }
}

#[test]
fn a_chosen_article_stays_selected_while_others_stream_in() {
    let mut list = list_of(&[summary(0, day(2019, 5, 1))]);
    list.add(Rows::of(&[summary(1, day(2020, 5, 1))]));
    assert_eq!(list.selected_key(), Some(RecordKey(1)), "untouched: the first one");
    list.select(1);
    list.add(Rows::of(&[summary(2, day(2021, 5, 1))]));
    assert_eq!(list.selected_key(), Some(RecordKey(0)));
}

#[test]
fn the_selected_row_is_always_in_sight_under_its_heading() {
    let summaries: Vec<Summary> = (0..40).map(|i| summary(i, day(2020, 1 + i % 12, 1))).collect();
    let mut list = list_of(&summaries);
    for place in [39, 3, 20, 0, 38] {
        list.select(place);
        list.scroll_to_selected(6);
        let rows = list.rows(6);
        assert!(rows.contains(&Row::Article(place)), "{place}: {rows:?}");
        assert!(matches!(rows[0], Row::Heading(_)));
    }
}

#[test]
fn what_comes_and_goes_above_moves_nothing_on_the_screen() {
    let summaries: Vec<Summary> = (0..60).map(|i| summary(i, day(2020, 7, 1 + i % 20))).collect();
    let mut list = list_of(&summaries);
    list.select(30);
    list.scroll_to_selected(10);
    let on_screen = |list: &List| -> Vec<u32> {
        let rows = list.rows(10).into_iter();
        rows.filter_map(|row| if let Row::Article(place) = row { Some(list.get(place)?.key.0) } else { None }).collect()
    };
    let (before, all) = (on_screen(&list), keys(&list));
    list.add(Rows::of(&[summary(100, day(2020, 7, 28)), summary(101, day(2020, 7, 29))]));
    assert_eq!(on_screen(&list), before);
    list.remove(&[RecordKey(all[2]), RecordKey(100), RecordKey(77)]);
    assert_eq!(on_screen(&list), before);
}

#[test]
fn where_the_selected_article_goes_the_next_one_is_selected() {
    let mut list = list_of(&[summary(0, day(2020, 1, 3)), summary(1, day(2020, 1, 2)), summary(2, day(2020, 1, 1))]);
    list.select(1);
    list.remove(&[RecordKey(1)]);
    assert_eq!(list.selected_key(), Some(RecordKey(2)));
    list.remove(&[RecordKey(2)]);
    assert_eq!(list.selected_key(), Some(RecordKey(0)));
    list.remove(&[RecordKey(0)]);
    assert!(list.is_empty() && list.selected_key().is_none());
}

#[test]
fn an_article_that_comes_again_only_tells_its_quotations() {
    let mut list = list_of(&[summary(0, day(2020, 1, 3))]);
    list.add(Rows::of(&[Summary { quotations: 9, ..summary(0, day(2020, 1, 3)) }]));
    assert_eq!((list.len(), list.get(0).unwrap().quotations), (1, 9));
}

#[test]
fn an_order_that_came_late_has_what_came_and_went_meanwhile() {
    let mut list = list_of(&[summary(0, day(2020, 1, 3)), summary(1, day(2020, 1, 2)), summary(2, day(2020, 1, 1))]);
    let sorting = list.sort_next();
    list.add(Rows::of(&[summary(3, day(2020, 1, 2))]));
    list.remove(&[RecordKey(0)]);
    assert_eq!(list.sort(), Sort::Newest, "not before it is done");
    assert!(list.sorted(sorting.run()));
    assert_eq!(keys(&list), [2, 1, 3]);
    let stale = list.sort_next();
    list.sort_next();
    assert!(!list.sorted(stale.run()));
}

#[test]
fn an_article_that_a_filter_hides_shows_all_when_it_is_selected() {
    let mut list = list_of(&[summary(10, day(2020, 1, 2)), summary(2, day(2020, 1, 1))]);
    list.filter("title 1");
    assert_eq!(keys(&list), [10]);
    list.select_key(RecordKey(99));
    assert_eq!(list.filtered_by(), Some("title 1"));
    list.select_key(RecordKey(2));
    assert_eq!((keys(&list), list.selected_key(), list.filtered_by()), (vec![10, 2], Some(RecordKey(2)), None));
}

proptest! {
    #[test]
    fn a_filter_shows_what_it_is_to_show_whatever_comes_and_goes(
        size in 1usize..20, first in 0usize..60, gone in 0u32..60, digit in 0u32..10
    ) {
        let summaries: Vec<Summary> = (0..60).map(|key| summary(key, day(2020, 1, 1 + key * 7 % 28))).collect();
        let mut list = list_of(&summaries[..first]);
        list.select(3);
        list.filter(&digit.to_string());
        summaries[first..].chunks(size).for_each(|chunk| list.add(Rows::of(chunk)));
        list.remove(&[RecordKey(gone)]);
        sort_next(&mut list);
        let mut all = list.clone();
        all.filter("");
        let holds = |key: &u32| key.to_string().contains(&digit.to_string());
        prop_assert_eq!(keys(&list), keys(&all).into_iter().filter(holds).collect::<Vec<_>>());
        prop_assert_eq!(all.len(), 59);
        prop_assert!(list.selected() < list.len());
    }

    #[test]
    fn however_articles_stream_in_they_stand_in_order(
        days in proptest::collection::vec(proptest::option::of(0u32..40), 1..80), size in 1usize..20
    ) {
        let date = |days: Option<u32>| days.map_or(Printed::Unknown, |days| day(2020, 1 + days / 28, 1 + days % 28));
        let summaries: Vec<Summary> = (0..).zip(days).map(|(key, days)| summary(key, date(days))).collect();
        let whole = list_of(&summaries);
        let mut list = List::default();
        summaries.chunks(size).for_each(|chunk| list.add(Rows::of(chunk)));
        prop_assert_eq!(keys(&list), keys(&whole));
        for _ in 0..4 {
            sort_next(&mut list);
            let (pieces, sort) = (&list.pieces, list.sort);
            prop_assert!(list.order.windows(2).all(|pair| sort.compare(pieces, pair[0], pair[1]).is_lt()));
        }
    }
}

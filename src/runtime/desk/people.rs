//! Who is quoted, and what is known of them.

use super::NoAnswer;
use super::holdings::Shelf;
use crate::app::inquiry::{Reply, Whom};
use crate::app::places::people::PeopleOrder;
use crate::library::load::Cancel;
use crate::library::{Person, Profile};
use crate::search::Vocabulary;

/// How many people are asked for at a time.
const PAGE: usize = 5000;
/// Of how many of somebody's newest quotations the words are counted, and how many at a time.
const MOST_COUNTED: usize = 20_000;
const COUNTED_AT_ONCE: usize = 500;
/// How many words are told of.
const MOST_WORDS: usize = 12;

/// Everybody whose name holds `filter`.
pub fn all(shelf: &Shelf, filter: &str, order: PeopleOrder, cancel: &Cancel) -> Result<Reply, NoAnswer> {
    let mut people: Vec<Person> = Vec::new();
    loop {
        let page = shelf.archive.people(people.last(), PAGE)?;
        let last = page.len() < PAGE;
        people.extend(page);
        if cancel.is_cancelled() {
            return Err(NoAnswer::GivenUp);
        }
        if last {
            return Ok(Reply::People(order.arrange(people, filter).into()));
        }
    }
}

/// What is known of somebody.
pub fn profile(shelf: &Shelf, whom: Whom, cancel: &Cancel) -> Result<Reply, NoAnswer> {
    let profile = known(shelf, whom, cancel)?;
    let mut vocabulary = Vocabulary::default();
    let newest = &profile.numbers[..profile.numbers.len().min(MOST_COUNTED)];
    for numbers in newest.chunks(COUNTED_AT_ONCE) {
        if cancel.is_cancelled() {
            return Err(NoAnswer::GivenUp);
        }
        shelf.archive.quotation_rows(numbers)?.iter().for_each(|(_, row)| vocabulary.add(&row.words));
    }
    Ok(Reply::Profile(Box::new(profile), vocabulary.most_frequent(MOST_WORDS)))
}

/// How often and when somebody is quoted.
pub fn quoted(shelf: &Shelf, whom: Whom, cancel: &Cancel) -> Result<Reply, NoAnswer> {
    Ok(Reply::Quoted(whom, Box::new(known(shelf, whom, cancel)?)))
}

/// Everything but the words.
fn known(shelf: &Shelf, whom: Whom, cancel: &Cancel) -> Result<Profile, NoAnswer> {
    let key = match whom {
        Whom::Person(key) => key,
        Whom::Quoted(record, place) => {
            let own = shelf.own_key(record).ok_or(NoAnswer::Gone)?;
            shelf.archive.person_of(own, place)?.ok_or(NoAnswer::Nobody)?
        }
    };
    let due = cancel.clone();
    shelf.archive.profile(key, move || due.is_cancelled())?.ok_or(NoAnswer::Nobody)
}

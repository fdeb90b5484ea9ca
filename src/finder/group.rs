//! Speakers, places, tags: names that many quotations or articles share.

use super::Corpus;
use crate::library::RecordKey;
use chrono::NaiveDate;
use std::collections::HashMap;

/// A quotation of a record, or the record itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub record: RecordKey,
    /// The number of the quotation in its record; of an article 0.
    pub quotation: u32,
}

/// What shares a name.
#[derive(Debug)]
pub(super) struct Group {
    pub name: String,
    /// The one printed last, the first of those printed on the same day.
    pub newest: Place,
    newest_day: Option<NaiveDate>,
    pub members: Vec<Place>,
}

/// Groups by their names, each with a line to be found by.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// A line holds the number of its group.
    pub lines: Corpus<u32>,
    groups: Vec<Group>,
    by_name: HashMap<String, u32>,
}

impl Groups {
    /// Adds a member to the group of that name. A new group is found by the line `shown`.
    pub fn add(&mut self, name: &str, shown: impl FnOnce() -> String, member: Place, day: Option<NaiveDate>) {
        if let Some(group) = self.by_name.get(name).and_then(|number| self.groups.get_mut(*number as usize)) {
            group.members.push(member);
            if day > group.newest_day {
                (group.newest, group.newest_day) = (member, day);
            }
            return;
        }
        let Ok(number) = u32::try_from(self.groups.len()) else { return };
        self.lines.push(&[&shown()], number);
        self.by_name.insert(name.to_owned(), number);
        self.groups.push(Group { name: name.to_owned(), newest: member, newest_day: day, members: vec![member] });
    }

    /// The group with this number.
    pub fn get(&self, number: u32) -> Option<&Group> {
        self.groups.get(number as usize)
    }

    /// The members of the group of that name.
    pub fn members(&self, name: &str) -> &[Place] {
        let group = self.by_name.get(name).and_then(|number| self.get(*number));
        group.map_or(&[], |group| &group.members)
    }
}

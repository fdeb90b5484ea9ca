//! What a reader does to marks, and what that has changed: enough to undo it.

use super::rows::{add, delete, find, is_read, set_name, set_read, set_search};
use super::{Mark, MarkId};
use crate::article::ArticleId;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};

/// Something a reader does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Alters the mark of these words. Where they have none yet, it is made like this one, though
    /// with nothing in it.
    Mark(Box<Mark>, Alter),
    /// Says who speaks under a name; none takes back what was said.
    Name(String, Option<String>),
    /// Saves a search under a name: what is looked for; none forgets it.
    Search(String, Option<String>),
    /// Says whether an article was read; none says the contrary of what is so far.
    Read(ArticleId, Option<bool>),
}

/// How a mark is altered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alter {
    /// Keeps the words or not.
    Kept(bool),
    /// Another note, or none.
    Note(Option<String>),
    /// More tags and fewer; those that are named in neither stay.
    Tags {
        /// The tags that it gets.
        add: Vec<String>,
        /// The tags that it loses.
        remove: Vec<String>,
    },
    /// Another speaker, or again the one that the engine found.
    Speaker(Option<String>),
}

/// What has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A mark: as it was, as it is. One of them at least is there, and both mark the same words.
    Mark {
        /// As it was.
        before: Option<Box<Mark>>,
        /// As it is.
        after: Option<Box<Mark>>,
    },
    /// Who speaks under a name.
    Name {
        /// The name.
        name: String,
        /// Who spoke under it.
        before: Option<String>,
        /// Who speaks under it.
        after: Option<String>,
    },
    /// What is looked for under a name.
    Search {
        /// The name.
        name: String,
        /// What was looked for.
        before: Option<String>,
        /// What is looked for.
        after: Option<String>,
    },
    /// Whether an article was read.
    Read {
        /// The article.
        article: ArticleId,
        /// Whether it was read so far.
        before: bool,
        /// Whether it was read.
        after: bool,
    },
}

impl Change {
    /// What takes it back.
    pub fn reversed(self) -> Self {
        match self {
            Change::Mark { before, after } => Change::Mark { before: after, after: before },
            Change::Name { name, before, after } => Change::Name { name, before: after, after: before },
            Change::Search { name, before, after } => Change::Search { name, before: after, after: before },
            Change::Read { article, before, after } => Change::Read { article, before: after, after: before },
        }
    }

    /// Which words the changed mark marks, if it is a mark that has changed.
    pub fn mark(&self) -> Option<MarkId> {
        match self {
            Change::Mark { before, after } => after.as_ref().or(before.as_ref()).map(|mark| mark.id()),
            Change::Name { .. } | Change::Search { .. } | Change::Read { .. } => None,
        }
    }
}

impl Alter {
    fn of(&self, mark: &mut Mark) {
        match self {
            Alter::Kept(kept) => mark.kept = *kept,
            Alter::Note(note) => mark.note.clone_from(note),
            Alter::Tags { add, remove } => {
                mark.tags.retain(|tag| !remove.contains(tag));
                let new = add.iter().filter(|tag| !mark.tags.contains(tag)).cloned().collect::<Vec<_>>();
                mark.tags.extend(new);
            }
            Alter::Speaker(speaker) => mark.speaker.clone_from(speaker),
        }
    }
}

/// Makes an edit, and adds to `changes` what that has changed.
pub(super) fn apply(
    connection: &Connection,
    edit: &Edit,
    now: DateTime<Utc>,
    changes: &mut Vec<Change>,
) -> rusqlite::Result<()> {
    let first = changes.len();
    match edit {
        Edit::Mark(like, alter) => {
            let before = find(connection, &like.id())?;
            let mut after = before.clone().unwrap_or_else(|| blank(like, now));
            alter.of(&mut after);
            let after = (!after.is_empty()).then(|| Box::new(after));
            changes.push(Change::Mark { before: before.map(Box::new), after });
        }
        Edit::Name(name, speaker) => {
            if let Some(speaker) = speaker {
                changes.extend(back_to(connection, name, speaker)?);
            }
            let (name, before, after) = (name.clone(), speaker_of(connection, name)?, speaker.clone());
            changes.push(Change::Name { name, before, after });
        }
        Edit::Search(name, query) => {
            let (name, before, after) = (name.clone(), query_of(connection, name)?, query.clone());
            changes.push(Change::Search { name, before, after });
        }
        Edit::Read(article, read) => {
            let before = is_read(connection, *article)?;
            changes.push(Change::Read { article: *article, before, after: read.unwrap_or(!before) });
        }
    }
    changes[first..].iter().try_for_each(|change| set(connection, change))
}

/// Why a change cannot be made again, or be taken back.
pub(super) enum Fault {
    /// What SQLite says.
    Sql(rusqlite::Error),
    /// What the change is about is no longer as it was before it.
    Changed,
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Fault::Sql(error)
    }
}

/// Makes a change where it can still be made; says what that has changed. Of a mark it alters only what is
/// different before and after: whatever else somebody has written about the words meanwhile stays.
pub(super) fn make(connection: &Connection, change: &Change) -> Result<Change, Fault> {
    let made = match change {
        Change::Mark { before, after } => {
            let Some(like) = after.as_ref().or(before.as_ref()) else { return Err(Fault::Changed) };
            let now = find(connection, &like.id())?;
            let after = altered(now.clone(), like, before.as_deref(), after.as_deref()).ok_or(Fault::Changed)?;
            Change::Mark { before: now.map(Box::new), after: after.map(Box::new) }
        }
        Change::Name { name, before, .. } if speaker_of(connection, name)? != *before => return Err(Fault::Changed),
        Change::Search { name, before, .. } if query_of(connection, name)? != *before => return Err(Fault::Changed),
        Change::Name { .. } | Change::Search { .. } | Change::Read { .. } => change.clone(),
    };
    set(connection, &made)?;
    Ok(made)
}

/// The mark that is there `now` with the difference between `before` and `after` made to it; nothing where it is
/// not as it was before in just that.
fn altered(now: Option<Mark>, like: &Mark, before: Option<&Mark>, after: Option<&Mark>) -> Option<Option<Mark>> {
    let nothing = blank(like, like.created);
    let (before, after) = (before.unwrap_or(&nothing), after.unwrap_or(&nothing));
    let mut mark = now.unwrap_or_else(|| nothing.clone());
    alter(&mut mark.kept, &before.kept, &after.kept)?;
    alter(&mut mark.note, &before.note, &after.note)?;
    alter(&mut mark.tags, &before.tags, &after.tags)?;
    alter(&mut mark.speaker, &before.speaker, &after.speaker)?;
    Some((!mark.is_empty()).then_some(mark))
}

fn alter<T: Clone + PartialEq>(now: &mut T, before: &T, after: &T) -> Option<()> {
    if before != after {
        if now != before {
            return None;
        }
        now.clone_from(after);
    }
    Some(())
}

/// Has everything be as it is after a change.
fn set(connection: &Connection, change: &Change) -> rusqlite::Result<()> {
    match change {
        Change::Mark { before, after } => {
            if let Some(mark) = after.as_ref().or(before.as_ref()) {
                delete(connection, &mark.id())?;
            }
            after.as_ref().map_or(Ok(()), |mark| add(connection, mark).map(drop))
        }
        Change::Name { name, after, .. } => set_name(connection, name, after.as_deref()),
        Change::Search { name, after, .. } => set_search(connection, name, after.as_deref()),
        Change::Read { article, after, .. } => set_read(connection, *article, *after),
    }
}

/// A mark of the same words with nothing in it, made now.
fn blank(like: &Mark, now: DateTime<Utc>) -> Mark {
    let created = DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now);
    Mark { created, kept: false, note: None, tags: Vec::new(), speaker: None, ..like.clone() }
}

pub(super) fn speaker_of(connection: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    let mut statement = connection.prepare_cached("SELECT speaker FROM speaker WHERE name = ?")?;
    statement.query_row([name], |row| row.get(0)).optional()
}

pub(super) fn query_of(connection: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    let mut statement = connection.prepare_cached("SELECT query FROM search WHERE name = ?")?;
    statement.query_row([name], |row| row.get(0)).optional()
}

/// What takes back that `speaker` is in the end `name`, if that was said: the newer word counts, or
/// the two would lead in a circle.
fn back_to(connection: &Connection, name: &str, speaker: &str) -> rusqlite::Result<Option<Change>> {
    let Some(first) = speaker_of(connection, speaker)? else { return Ok(None) };
    let mut is = first.clone();
    // No circle is in there yet, but another program may have written anything.
    for _ in 0..super::names::LONGEST_CHAIN {
        if is == name {
            return Ok(Some(Change::Name { name: speaker.to_owned(), before: Some(first), after: None }));
        }
        match speaker_of(connection, &is)? {
            Some(next) => is = next,
            None => break,
        }
    }
    Ok(None)
}

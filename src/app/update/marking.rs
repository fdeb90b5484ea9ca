//! Keeping, noting, tagging, correcting: keys that ask for it, and what was saved of it.

#[cfg(test)]
mod tests;

use crate::app::layout::{Pane, body};
use crate::app::marking::{Note, Saved, Tags, Target, Ties, Way};
use crate::app::reading::Reading;
use crate::app::{Action, App, Effect, Overlay};
use crate::library::RecordKey;
use crate::library::marks::{Alter, Change, Edit, Mark, Marked};
use chrono::DateTime;
use std::sync::Arc;

impl App {
    /// What keys mean that mark something.
    pub(super) fn act_on_marks(&mut self, action: Action) -> Option<Vec<Effect>> {
        Some(match action {
            Action::Keep => self.keep(),
            Action::Note => self.targets_or_notice().map(|targets| self.open_note(targets)).unwrap_or_default(),
            Action::Tag => self.targets_or_notice().map(|targets| self.open_tags(targets)).unwrap_or_default(),
            Action::Correct => self.correct_selected(),
            Action::ToggleRead => self.toggle_read(),
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::Select if self.targets().is_empty() => {
                self.inform(self.nothing_here());
                Vec::new()
            }
            Action::Select => self.begin_selection(),
            _ => return None,
        })
    }

    /// The marks of what is selected; those that are not made yet, as they would be made.
    pub(super) fn targets(&self) -> Vec<Mark> {
        if let Some(view) = self.place.view() {
            return view.marks();
        }
        // While another article is on its way, what is in sight is not what is selected.
        let Some(reading) = self.reading.as_ref().filter(|_| self.destination.is_none()) else { return Vec::new() };
        if self.is_reading_hidden() {
            return Vec::new();
        }
        let Some(range) = reading.selection() else { return Vec::new() };
        let quotations = range.filter_map(|number| Some((number, reading.record().quotations.get(number)?)));
        let new = |quotation| Mark { kept: false, ..Mark::of(reading.article(), quotation, DateTime::UNIX_EPOCH) };
        quotations.map(|(number, q)| reading.mark(number).cloned().unwrap_or_else(|| new(q))).collect()
    }

    /// Whether the list is all that there is room for.
    fn is_reading_hidden(&self) -> bool {
        let screen = self.screen();
        screen.article.width == 0 && screen.quotes.width == 0
    }

    /// What is said where nothing can be marked.
    fn nothing_here(&self) -> String {
        if self.place.view().is_none() && self.is_reading_hidden() {
            return format!("no quotation is in sight: {} first", self.keys.key(Action::Open));
        }
        "no quotation here".to_owned()
    }

    fn targets_or_notice(&mut self) -> Option<Vec<Mark>> {
        let targets = self.targets();
        if targets.is_empty() {
            self.inform(self.nothing_here());
            return None;
        }
        Some(targets)
    }

    fn keep(&mut self) -> Vec<Effect> {
        let Some(targets) = self.targets_or_notice() else { return Vec::new() };
        // Of the keys pressed a moment ago not all may be done yet.
        let kept = !targets.iter().all(|mark| self.marking.will_be_kept(mark));
        self.end_selection();
        self.edit_marks(targets, &Alter::Kept(kept))
    }

    /// Has the same done to all of these marks.
    pub(super) fn edit_marks(&mut self, targets: Vec<Mark>, alter: &Alter) -> Vec<Effect> {
        let edits = targets.into_iter().map(|mark| Edit::Mark(Box::new(mark), alter.clone()));
        vec![Effect::Edit(edits.collect())]
    }

    fn open_note(&mut self, targets: Vec<Mark>) -> Vec<Effect> {
        let note = Note::on(targets);
        if note.different > 0 {
            self.inform(format!("{}: saving replaces them", different(note.different)));
        }
        self.overlay = Some(Overlay::Note(Box::new(note)));
        Vec::new()
    }

    fn open_tags(&mut self, targets: Vec<Mark>) -> Vec<Effect> {
        self.overlay = Some(Overlay::Tags(Box::new(Tags::of(targets))));
        Vec::new()
    }

    /// Marks what is selected in a place other than the panes.
    pub(super) fn mark_in_place(&mut self, action: Action) -> Vec<Effect> {
        match self.place.view().and_then(|view| view.quotation()) {
            Some(quotation) if !matches!(action, Action::Undo | Action::Redo) => mark_at(action, vec![quotation]),
            // The list of marks has them itself.
            _ => self.act_on_marks(action).unwrap_or_default(),
        }
    }

    /// Opens the small editor that an action asks for, in front of what is there.
    pub(super) fn mark_targets(&mut self, action: Action, targets: Vec<Target>) -> Vec<Effect> {
        let Some(Target { key, record, number, .. }) = targets.first().cloned() else {
            self.inform("this quotation is gone");
            return Vec::new();
        };
        let marks: Vec<Mark> = targets.into_iter().map(|target| target.mark).collect();
        self.behind = self.overlay.take();
        match action {
            Action::Note => self.open_note(marks),
            Action::Tag => self.open_tags(marks),
            Action::Correct => {
                let corrected = self.marking.corrected(key, Arc::clone(&record));
                self.open_correction(marks, &record, &corrected, number)
            }
            _ => Vec::new(),
        }
    }

    fn toggle_read(&mut self) -> Vec<Effect> {
        match self.reading.as_ref().filter(|_| self.destination.is_none() && self.place.view().is_none()) {
            Some(reading) => vec![Effect::Edit(vec![Edit::Read(reading.article().id, None)])],
            None => Vec::new(),
        }
    }

    fn undo(&mut self) -> Vec<Effect> {
        let Some(changes) = self.marking.undo() else {
            self.inform("nothing to undo");
            return Vec::new();
        };
        vec![Effect::SetMarks(changes, Way::Undone)]
    }

    fn redo(&mut self) -> Vec<Effect> {
        let Some(changes) = self.marking.redo() else {
            self.inform("nothing to do again");
            return Vec::new();
        };
        vec![Effect::SetMarks(changes, Way::Redone)]
    }

    fn begin_selection(&mut self) -> Vec<Effect> {
        let began = self.reading.as_mut().is_some_and(Reading::toggle_selection);
        self.inform(if began { "selecting: move to the last one" } else { "selection ended" });
        Vec::new()
    }

    pub(super) fn end_selection(&mut self) {
        match (self.place.view_mut(), &mut self.reading) {
            (Some(view), _) => view.end_selection(),
            (None, Some(reading)) => drop(reading.end_selection()),
            (None, None) => {}
        }
    }

    /// Notes that the article being read was read, and has that written down.
    pub(super) fn note_read(&mut self) -> Vec<Effect> {
        let Some(reading) = self.reading.as_mut().filter(|_| self.focus != Pane::List) else { return Vec::new() };
        // Whoever says that it is unread does not want it to be read by the next key.
        if !reading.note_read() {
            return Vec::new();
        }
        let article = reading.article().id;
        self.list.set_read(reading.key(), true);
        if self.marking.marked.read.insert(article) { vec![Effect::NoteRead(article)] } else { Vec::new() }
    }

    /// Has it remembered where the reader stands in the article being read.
    pub fn remember_place(&mut self) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let (article, top) = (reading.article().id, reading.top_offset());
        let places = &mut self.marking.marked.places;
        if places.get(&article).copied().unwrap_or(0) == top {
            return Vec::new();
        }
        places.insert(article, top);
        vec![Effect::RememberPlace(article, top)]
    }

    pub(super) fn marked(&mut self, marked: Marked) -> Vec<Effect> {
        self.marking.set(marked);
        self.show_marks();
        let height = self.article_height();
        // Where an article was opened before, and nobody has moved in it since.
        if let Some(reading) = self.reading.as_mut().filter(|reading| reading.top() == 0)
            && let Some(offset) = self.marking.marked.places.get(&reading.article().id)
        {
            reading.scroll_to_offset(*offset, height);
        }
        Vec::new()
    }

    pub(super) fn marked_elsewhere(&mut self, marked: Marked, unread: &[RecordKey]) -> Vec<Effect> {
        self.marking.replace(marked);
        unread.iter().for_each(|key| self.list.set_read(*key, false));
        self.show_marks();
        Vec::new()
    }

    pub(super) fn tied(&mut self, ties: Ties, read: &[RecordKey], complete: bool) -> Vec<Effect> {
        let corrections = self.marking.corrections();
        self.marking.tie_all(ties, complete);
        read.iter().for_each(|key| self.list.set_read(*key, true));
        self.show_marks();
        let mut effects = self.refresh_finder();
        effects.extend(self.renew_place(corrections));
        effects
    }

    pub(super) fn tied_anew(&mut self, ties: Ties) -> Vec<Effect> {
        let corrections = self.marking.corrections();
        self.marking.tie(ties);
        self.show_marks();
        let mut effects = self.refresh_finder();
        effects.extend(self.renew_place(corrections));
        effects
    }

    pub(super) fn saved(&mut self, saved: Saved) -> Vec<Effect> {
        let told = told(&saved);
        saved.read.iter().for_each(|(key, read)| self.list.set_read(*key, *read));
        let corrections = self.marking.corrections();
        self.marking.save(saved);
        self.show_marks();
        self.inform(told);
        let mut effects = self.refresh_finder();
        effects.extend(self.renew_place(corrections));
        effects
    }

    /// Has the place look again, if who says what has changed since there were so many corrections.
    pub(super) fn renew_place(&mut self, since: u64) -> Vec<Effect> {
        if since == self.marking.corrections() { Vec::new() } else { self.at_place(|view, _| view.renew()) }
    }

    pub(super) fn not_saved(&mut self, changes: Vec<Change>, way: Way, reason: &str) -> Vec<Effect> {
        self.marking.not_saved(changes, way);
        self.warn(format!("not saved: {reason}"));
        Vec::new()
    }

    /// Shows the marks as they are now.
    fn show_marks(&mut self) {
        let height = self.article_height();
        if let Some(reading) = &mut self.reading {
            reading.annotate(&self.marking, height);
        }
        if let Some(view) = self.place.view_mut() {
            view.show_marks(&self.marking, body(self.size));
        }
    }
}

/// Has these quotations marked, each a record and its number there.
pub(super) fn mark_at(action: Action, quotations: Vec<(RecordKey, usize)>) -> Vec<Effect> {
    match action {
        Action::Keep => vec![Effect::Keep(quotations)],
        _ => vec![Effect::Target(quotations, action)],
    }
}

/// How many notes there are, where they are not all the same.
pub(super) fn different(notes: usize) -> String {
    if notes == 1 { "one of them has a note".to_owned() } else { format!("{notes} different notes") }
}

/// What the reader is told of what was saved.
fn told(saved: &Saved) -> String {
    let what = match &saved.changes[..] {
        [] => "nothing has changed".to_owned(),
        [change] => of_change(change),
        [first, .., last] => {
            let marks = saved.changes.iter().filter(|change| change.mark().is_some()).count();
            if marks > 1 { format!("{marks} quotations: {}", of_change(first)) } else { of_change(last) }
        }
    };
    match saved.way {
        Way::Done => what,
        Way::Undone => format!("undone: {what}"),
        Way::Redone => format!("again: {what}"),
    }
}

fn of_change(change: &Change) -> String {
    match change {
        Change::Mark { before, after } => of_mark(before.as_deref(), after.as_deref()),
        Change::Name { name, after: Some(after), .. } => format!("everything by {name} is by {after}"),
        Change::Name { name, after: None, .. } => format!("{name} is {name} again"),
        Change::Search { name, after: Some(_), .. } => format!("search saved: {name}"),
        Change::Search { name, after: None, .. } => format!("search forgotten: {name}"),
        Change::Read { after, .. } => if *after { "read" } else { "unread" }.to_owned(),
    }
}

fn of_mark(before: Option<&Mark>, after: Option<&Mark>) -> String {
    let kept = |mark: Option<&Mark>| mark.is_some_and(|mark| mark.kept);
    let note = |mark: Option<&Mark>| mark.and_then(|mark| mark.note.clone());
    let tags = |mark: Option<&Mark>| mark.map(|mark| mark.tags.clone()).unwrap_or_default();
    if kept(before) != kept(after) {
        return if kept(after) { "kept" } else { "no longer kept" }.to_owned();
    }
    if note(before) != note(after) {
        return if note(after).is_some() { "note saved" } else { "note removed" }.to_owned();
    }
    if tags(before) != tags(after) {
        let tags: Vec<String> = tags(after).iter().map(|tag| format!("#{tag}")).collect();
        return if tags.is_empty() { "tags removed".to_owned() } else { format!("tags saved: {}", tags.join(" ")) };
    }
    let speaker = |mark: Option<&Mark>| mark.and_then(|mark| mark.speaker.clone());
    match (speaker(before), speaker(after)) {
        (before, after) if before == after => "nothing has changed".to_owned(),
        (_, Some(speaker)) => format!("said by {speaker}"),
        (_, None) => "said by whoever was found".to_owned(),
    }
}

//! Keys in the small editors: of a note, of tags, of who is speaking.

use super::marking::different;
use crate::app::layout::Popup;
use crate::app::marking::{Choice, Correction, Naming, Note, Tags};
use crate::app::text_area::TextArea;
use crate::app::text_line::TextLine;
use crate::app::{Action, App, Effect, Overlay};
use crate::library::Record;
use crate::library::marks::{Alter, Edit, Mark, Names};
use crate::quote::Quotation;
use std::sync::Arc;

impl App {
    pub(super) fn act_in_note(&mut self, action: Action) -> Vec<Effect> {
        let width = Popup::note(self.size).body.width as usize;
        let Some(Overlay::Note(note)) = &mut self.overlay else { return Vec::new() };
        match action {
            Action::Save if note.different > 0 && !note.told => {
                note.told = true;
                let different = different(note.different);
                self.warn(format!("{different}: once more replaces it all by this"));
                Vec::new()
            }
            Action::Save => {
                let text = note.area.text().trim_end();
                let alter = Alter::Note((!text.trim().is_empty()).then(|| text.to_owned()));
                let targets = std::mem::take(&mut note.targets);
                self.overlay = None;
                self.end_selection();
                self.edit_marks(targets, &alter)
            }
            Action::Editor => vec![Effect::EditText(note.area.text().to_owned())],
            Action::NewLine => self.type_text("\n"),
            Action::Close | Action::Cancel => self.leave_note(),
            _ => {
                (note.warned, note.told) = (false, false);
                note.area.edit(action, width);
                Vec::new()
            }
        }
    }

    /// Takes in what the person's own editor has left.
    pub(super) fn edited(&mut self, edited: Result<String, String>) -> Vec<Effect> {
        let Some(Overlay::Note(note)) = &mut self.overlay else { return Vec::new() };
        match edited {
            Ok(text) => {
                note.warned = false;
                note.area = TextArea::with(&text);
            }
            Err(reason) => self.warn(reason),
        }
        Vec::new()
    }

    /// What was written is thrown away only when that is asked for twice.
    fn leave_note(&mut self) -> Vec<Effect> {
        let Some(Overlay::Note(note)) = &mut self.overlay else { return Vec::new() };
        let Note { area, before, warned, .. } = &mut **note;
        if *warned || area.text().trim_end() == before.trim_end() {
            self.overlay = None;
            return Vec::new();
        }
        *warned = true;
        self.warn("not saved yet: once more throws it away");
        Vec::new()
    }

    pub(super) fn act_in_tags(&mut self, action: Action) -> Vec<Effect> {
        let Some(Overlay::Tags(tags)) = &mut self.overlay else { return Vec::new() };
        match action {
            Action::Open | Action::Save => {
                let (alter, targets) = (tags.alter(), std::mem::take(&mut tags.targets));
                self.overlay = None;
                self.end_selection();
                return self.edit_marks(targets, &alter);
            }
            Action::Complete => complete(tags, self.marking.marked.tags()),
            Action::Close | Action::Cancel => self.overlay = None,
            _ => drop(tags.line.edit(action)),
        }
        Vec::new()
    }

    /// Asks for a name for a search; one that has a name already keeps it.
    pub(super) fn open_naming(&mut self, query: String) -> Vec<Effect> {
        let name = self.marking.marked.searches.iter().find(|(_, saved)| **saved == query).map(|(name, _)| name);
        let line = name.map(|name| TextLine::of(name)).unwrap_or_default();
        self.overlay = Some(Overlay::Naming(Box::new(Naming { query, line })));
        Vec::new()
    }

    pub(super) fn act_in_naming(&mut self, action: Action) -> Vec<Effect> {
        let Some(Overlay::Naming(naming)) = &mut self.overlay else { return Vec::new() };
        match action {
            Action::Open | Action::Save => {
                let name = naming.line.text().trim().to_owned();
                if !name.is_empty() {
                    let query = std::mem::take(&mut naming.query);
                    self.overlay = None;
                    return vec![Effect::Edit(vec![Edit::Search(name, Some(query))])];
                }
            }
            Action::Close | Action::Cancel => self.overlay = None,
            _ => drop(naming.line.edit(action)),
        }
        Vec::new()
    }

    /// Corrects the speaker of what is selected in the panes.
    pub(super) fn correct_selected(&mut self) -> Vec<Effect> {
        let targets = self.targets();
        let reading = self.reading.as_ref().filter(|_| self.place.view().is_none() && !targets.is_empty());
        let Some((reading, number)) = reading.and_then(|reading| Some((reading, reading.selected()?))) else {
            self.inform("no quotation here: a speaker is corrected where it is read");
            return Vec::new();
        };
        let (found, corrected) = (reading.found().clone(), Arc::clone(reading.record()));
        self.open_correction(targets, &found, &corrected, number)
    }

    /// Asks who says quotation number `number` of a record, as it was found and as it is corrected.
    pub(super) fn open_correction(
        &mut self,
        targets: Vec<Mark>,
        found: &Record,
        corrected: &Record,
        number: usize,
    ) -> Vec<Effect> {
        let Some(quotation) = corrected.quotations.get(number) else { return Vec::new() };
        let named = |quotation: &Quotation| quotation.known_speaker().map(|speaker| speaker.name.clone());
        let correction = Correction {
            name: named(quotation),
            found: found.quotations.get(number).and_then(named),
            everywhere: false,
            line: TextLine::default(),
            people: people(corrected, quotation, &self.marking.marked.names),
            selected: 0,
            targets,
        };
        self.overlay = Some(Overlay::Correct(Box::new(correction)));
        Vec::new()
    }

    pub(super) fn act_in_correction(&mut self, action: Action) -> Vec<Effect> {
        let Some(Overlay::Correct(correction)) = &mut self.overlay else { return Vec::new() };
        let last = correction.choices().len().saturating_sub(1);
        match action {
            Action::Open | Action::Save => return self.correct(),
            Action::Close | Action::Cancel => self.overlay = None,
            Action::Down => correction.selected = (correction.selected + 1).min(last),
            Action::Up => correction.selected = correction.selected.saturating_sub(1),
            Action::Everywhere if correction.name.is_none() => {
                self.inform("nobody is named here: only these words can be corrected");
            }
            Action::Everywhere => correction.everywhere = !correction.everywhere,
            _ => {
                if correction.line.edit(action) {
                    correction.selected = 0;
                }
            }
        }
        Vec::new()
    }

    /// Corrects the speaker to the selected choice.
    fn correct(&mut self) -> Vec<Effect> {
        let Some(Overlay::Correct(correction)) = self.overlay.take() else { return Vec::new() };
        let Some(choice) = correction.choices().into_iter().nth(correction.selected) else { return Vec::new() };
        self.end_selection();
        let Correction { targets, name, found, everywhere, .. } = *correction;
        let to = match choice {
            Choice::Name(name) => Some(name),
            Choice::AsFound => None,
        };
        if !everywhere {
            return self.edit_marks(targets, &Alter::Speaker(to));
        }
        match (name, to) {
            (Some(name), Some(to)) if name == to => Vec::new(),
            (Some(name), Some(to)) => vec![Effect::Edit(vec![Edit::Name(name, Some(to))])],
            (_, None) => {
                let names = &self.marking.marked.names;
                let changed = found.filter(|found| names.speaker(found).is_some());
                changed.map(|found| Effect::Edit(vec![Edit::Name(found, None)])).into_iter().collect()
            }
            (None, _) => Vec::new(),
        }
    }
}

/// Completes the last tag, if there is one in use that it could be.
fn complete<'a>(tags: &mut Tags, in_use: impl IntoIterator<Item = &'a str>) {
    if let Some(first) = tags.completions(in_use).first() {
        tags.complete(first);
    }
}

/// Who could have said it: whom the engine thought of, then everybody named in the article, then
/// everybody of whom the reader has said it before.
fn people(record: &Record, quotation: &Quotation, names: &Names) -> Vec<String> {
    let considered = quotation.candidates.iter().chain(&quotation.evidence.runner_up).cloned();
    let quoted = record.quotations.iter().filter_map(Quotation::known_speaker).map(|speaker| speaker.name.clone());
    let mut people: Vec<String> = Vec::new();
    for name in considered.chain(quoted).chain(names.speakers().map(str::to_owned)) {
        if !people.contains(&name) {
            people.push(name);
        }
    }
    let here = quotation.known_speaker().map(|speaker| &speaker.name);
    people.retain(|name| Some(name) != here);
    people
}

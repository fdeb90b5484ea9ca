//! How messages change the reader.

mod browse;
mod command;
mod editors;
mod exporting;
mod finder;
mod help;
mod library;
mod marking;
mod open;
mod outside;
mod places;
mod pointer;
mod prompt;
mod search;
#[cfg(test)]
mod tests;

use super::layout::{Pane, Screen, body};
use super::queries::Recall;
use super::reading::Setting;
use super::text_area::LONGEST;
use super::{Action, App, Effect, Look, Message, Notice, Overlay, Size};
use crate::text::sanitize;

/// The most that a count before a key counts to.
const MAX_COUNT: usize = 100_000;

impl App {
    /// Takes in what happened; says what is to be done about it.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        let effects = match message {
            Message::Act(action, count) => self.act(action, count),
            Message::Type(c) => self.type_text(c.encode_utf8(&mut [0; 4])),
            // In a note they stay; elsewhere line ends part words, because a line of text has none.
            Message::Paste(text) if matches!(self.overlay, Some(Overlay::Note(_))) => self.type_text(&text),
            Message::Paste(text) => self.type_text(&text.split_whitespace().collect::<Vec<_>>().join(" ")),
            Message::Pending(keys) => {
                self.pending = keys;
                Vec::new()
            }
            Message::Click(point) => self.click(point),
            Message::Wheel(point, lines) => self.wheel(point, lines),
            Message::Resize(size) => self.resize(size),
            Message::Progress(stage) => self.progress(stage),
            Message::Loaded(rows) => self.loaded(rows),
            Message::Removed(keys) => self.removed(&keys),
            Message::Counted(counts) => self.counted(counts),
            Message::Afresh => self.begin_afresh(),
            Message::Kept(state, why) => self.kept(state, why),
            Message::Warning(text) => {
                self.warn(text);
                Vec::new()
            }
            Message::Sorted(sorted) => self.sorted(sorted),
            Message::Failed(failure) => {
                self.loading.fail(failure);
                Vec::new()
            }
            Message::AllFailed(failures) => {
                self.loading.fail_all(failures);
                Vec::new()
            }
            Message::LoadEnded => self.load_ended(),
            Message::Opened(key, known) => self.opened(key, known),
            Message::Quoted(key, record) => self.quoted(key, record),
            Message::Printings(key, printings) => self.printed(key, printings),
            Message::OpenFailed(key, reason) => self.open_failed(key, reason),
            Message::Followed(old, new) => self.followed(old, new),
            Message::Previewed(key, record) => self.previewed(key, record),
            Message::FoundCandidates { generation, answer } => self.found(generation, answer),
            Message::Replied(generation, reply) => self.replied(generation, reply),
            Message::Marks(marked) => self.marked(*marked),
            Message::MarkedElsewhere { marked, unread } => self.marked_elsewhere(*marked, &unread),
            Message::Tied { ties, read, complete } => self.tied(ties, &read, complete),
            Message::TiedAnew(ties) => self.tied_anew(ties),
            Message::Targets(action, targets) => self.mark_targets(action, targets),
            Message::Saved(saved) => self.saved(*saved),
            Message::NotSaved { changes, way, reason } => self.not_saved(changes, way, &reason),
            Message::Edited(edited) => self.edited(edited),
            Message::Exported(exported) => self.exported(exported),
            Message::Focus(has) => {
                self.look.unfocused = !has;
                Vec::new()
            }
            Message::WorkerFailed(reason) => self.worker_failed(&reason),
            Message::HostFailed(why) => {
                self.warn(why);
                Vec::new()
            }
        };
        effects.iter().for_each(|effect| self.marking.ask(effect));
        if self.overlay.is_none() {
            self.overlay = self.behind.take();
        }
        self.keep_in_sight();
        effects
    }

    fn act(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        self.notice = None;
        let count = count.map(|n| n.clamp(1, MAX_COUNT));
        match action {
            Action::Quit => return vec![Effect::Quit],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Redraw => return vec![Effect::Redraw],
            _ => {}
        }
        self.list.pin();
        if self.overlay.is_none()
            && self.prompt.is_none()
            && let Some(effects) = self.travel(action)
        {
            return effects;
        }
        match &self.overlay {
            Some(Overlay::Finder(_)) => self.act_in_finder(action, count),
            Some(Overlay::Help(_)) => self.act_in_help(action, count),
            Some(Overlay::Evidence) => self.act_in_evidence(action, count),
            Some(Overlay::Command(_)) => self.act_in_command(action),
            Some(Overlay::Note(_)) => self.act_in_note(action),
            Some(Overlay::Tags(_)) => self.act_in_tags(action),
            Some(Overlay::Correct(_)) => self.act_in_correction(action),
            Some(Overlay::Export(_)) => self.act_in_export(action),
            Some(Overlay::Naming(_)) => self.act_in_naming(action),
            None if self.prompt.is_some() => self.act_in_prompt(action),
            None if self.place.view().is_some() => self.act_in_place(action, count),
            None => self.act_in_panes(action, count),
        }
    }

    /// Types into the line of text in front, if there is one.
    fn type_text(&mut self, text: &str) -> Vec<Effect> {
        self.notice = None;
        match &mut self.overlay {
            Some(Overlay::Finder(_)) => self.type_in_finder(text),
            Some(Overlay::Help(help)) => {
                help.filter.insert(text);
                help.top = 0;
                Vec::new()
            }
            Some(Overlay::Evidence) => Vec::new(),
            Some(Overlay::Note(note)) => {
                (note.warned, note.told) = (false, false);
                if !note.area.insert(text) {
                    self.warn(format!("cut at {LONGEST} characters: a note has no room for more"));
                }
                Vec::new()
            }
            Some(Overlay::Tags(tags)) => {
                tags.line.insert(text);
                Vec::new()
            }
            Some(Overlay::Correct(correction)) => {
                correction.line.insert(text);
                correction.selected = 0;
                Vec::new()
            }
            Some(Overlay::Export(prompt)) => {
                prompt.insert(text);
                Vec::new()
            }
            Some(Overlay::Naming(naming)) => {
                naming.line.insert(text);
                Vec::new()
            }
            Some(Overlay::Command(command)) => {
                command.line.insert(text);
                (command.chosen, command.recall) = (None, Recall::default());
                Vec::new()
            }
            None if self.prompt.is_some() => self.type_in_prompt(text),
            None => {
                self.typed.go_on();
                self.at_place(|view, body| view.type_text(text, body))
            }
        }
    }

    fn resize(&mut self, size: Size) -> Vec<Effect> {
        self.size = size;
        self.lay_out();
        self.lay_out_preview();
        Vec::new()
    }

    /// Sets the article again for the pane it now has.
    fn lay_out(&mut self) {
        let setting = self.setting();
        if let Some(reading) = &mut self.reading {
            reading.lay_out(setting);
        }
    }

    /// How an article is set in the pane that it now has.
    fn setting(&self) -> Setting {
        let (width, height) = (self.article_width(), self.article_height());
        let Look { measure, hyphenation, dates, .. } = self.look;
        Setting { width, height, measure, hyphenation, dates }
    }

    /// Columns of the article pane when it is shown.
    fn article_width(&self) -> u16 {
        Screen::new(self.size, Pane::Article, self.zen).article.width
    }

    /// Rows of the article pane when it is shown.
    fn article_height(&self) -> usize {
        Screen::new(self.size, Pane::Article, self.zen).article.height as usize
    }

    /// Keeps the selections of the list and of the quotes in sight.
    fn keep_in_sight(&mut self) {
        let screen = self.screen();
        self.list.scroll_to_selected(screen.rows(Pane::List).height as usize);
        if let Some(reading) = &mut self.reading {
            reading.scroll_quotes(screen.rows(Pane::Quotes), screen.quotes_expanded());
        }
        let body = body(self.size);
        if let Some(view) = self.place.view_mut() {
            view.lay_out(body);
        }
    }

    /// Has `text` put on the clipboard, without what could act where it is pasted; says what was.
    fn put_on_clipboard(&mut self, text: &str) -> Vec<Effect> {
        let text = sanitize::line(text).into_owned();
        self.inform(format!("copied: {text}"));
        vec![Effect::Copy(text)]
    }

    /// Has lines put on the clipboard, each without what could act where it is pasted; says how many of what.
    fn put_lines_on_clipboard(&mut self, lines: &[String], what: &str) -> Vec<Effect> {
        let text: String = lines.iter().map(|line| format!("{}\n", sanitize::line(line))).collect();
        self.inform(format!("copied: {} {what}", lines.len()));
        vec![Effect::Copy(text)]
    }

    fn inform(&mut self, text: impl Into<String>) {
        self.tell(Notice { text: text.into(), warning: false });
    }

    fn warn(&mut self, text: impl Into<String>) {
        self.tell(Notice { text: text.into(), warning: true });
    }

    fn tell(&mut self, notice: Notice) {
        self.messages.keep(notice.clone());
        self.notice = Some(notice);
    }
}

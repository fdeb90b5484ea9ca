//! Keys in the prompt of an export, and what becomes of it.

use crate::app::exporting::{Export, ExportPrompt, Exported, Offer, Selection};
use crate::app::layout::Pane;
use crate::app::{Action, App, Effect, Overlay};
use crate::library::marks::MarkId;
use crate::text::numbers::grouped;

impl App {
    pub(super) fn open_export(&mut self) -> Vec<Effect> {
        self.overlay = Some(Overlay::Export(Box::new(ExportPrompt::new(self.offers()))));
        Vec::new()
    }

    /// What can be exported from here: what is selected first, everything last.
    fn offers(&self) -> Vec<Offer> {
        let here = match self.place.view() {
            Some(view) => view.offers(),
            None => self.offers_of_panes(),
        };
        let kept: Vec<MarkId> =
            self.marking.marked.marks().filter(|(_, mark)| mark.kept).map(|(id, _)| id.clone()).collect();
        let what = format!("what is kept ({})", grouped(kept.len()));
        let kept = Offer { what, stem: "kept", selection: Selection::Marks(kept) };
        let all = Offer { what: "all quotations".to_owned(), stem: "quotations", selection: Selection::All };
        here.into_iter().chain([kept, all]).collect()
    }

    /// The selected quotations, and all of the article.
    fn offers_of_panes(&self) -> Vec<Offer> {
        let Some(reading) = self.reading.as_ref().filter(|_| self.destination.is_none()) else { return Vec::new() };
        let key = reading.key();
        let selected = reading.selection().filter(|_| self.focus != Pane::List).map(|range| {
            let places: Vec<_> = range.map(|number| (key, Some(number))).collect();
            let what = match places.len() {
                1 => "this quotation".to_owned(),
                several => format!("{several} quotations"),
            };
            Offer { what, stem: "quotations", selection: Selection::Places(places) }
        });
        let count = reading.record().quotations.len();
        let all = Offer {
            what: format!("all of this article ({count})"),
            stem: "article",
            selection: Selection::Places(vec![(key, None)]),
        };
        selected.into_iter().chain((count > 0).then_some(all)).collect()
    }

    pub(super) fn act_in_export(&mut self, action: Action) -> Vec<Effect> {
        let Some(Overlay::Export(prompt)) = &mut self.overlay else { return Vec::new() };
        match action {
            Action::Close | Action::Cancel => self.overlay = None,
            Action::Open | Action::Save => return self.export(),
            Action::NextScope => prompt.next_offer(),
            Action::Down | Action::Complete => prompt.next_format(1),
            Action::Up => prompt.next_format(-1),
            _ => prompt.edit(action),
        }
        Vec::new()
    }

    fn export(&mut self) -> Vec<Effect> {
        let marked = &self.marking.marked;
        let Some(Overlay::Export(prompt)) = &mut self.overlay else { return Vec::new() };
        let Some(Offer { selection, .. }) = prompt.offer().filter(|_| !prompt.waiting) else { return Vec::new() };
        let (selection, path, format) = (selection.clone(), prompt.path(), prompt.format);
        let export = Export { selection, path, format, replace: prompt.replace, marked: Box::new(marked.clone()) };
        prompt.waiting = true;
        vec![Effect::Export(Box::new(export))]
    }

    pub(super) fn exported(&mut self, exported: Exported) -> Vec<Effect> {
        let mut prompt = match &mut self.overlay {
            Some(Overlay::Export(prompt)) => Some(prompt).filter(|prompt| prompt.waiting),
            _ => None,
        };
        if let Some(prompt) = &mut prompt {
            prompt.waiting = false;
        }
        match exported {
            Exported::Exists(path) => {
                if let Some(prompt) = prompt {
                    prompt.replace = true;
                }
                self.warn(format!("{path}: there is a file of this name; Enter once more replaces it"));
            }
            Exported::Begun => {
                if prompt.is_some() {
                    self.overlay = None;
                }
                self.inform("exporting…");
            }
            Exported::Done { path, quotations, orphans } => self.tell_exported(&path, quotations, orphans),
            Exported::Failed(reason) => self.warn(format!("not exported: {reason}")),
        }
        Vec::new()
    }

    fn tell_exported(&mut self, path: &str, quotations: usize, orphans: usize) {
        let what = match quotations {
            1 => "1 quotation".to_owned(),
            several => format!("{several} quotations"),
        };
        match orphans {
            0 => self.inform(format!("exported: {what} to {path}")),
            orphans => self.warn(format!("exported: {what} to {path}; left out: {orphans} that are not open here")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::Reader;
    use super::*;
    use crate::app::Message;

    fn reader() -> Reader {
        let mut reader = Reader::of(&["“We go,” Ana Ruiz said. “We stay,” Bo Ott said.".to_owned()]);
        reader.act(Action::Open);
        reader
    }

    fn asked(effects: Vec<Effect>) -> Export {
        match effects.into_iter().next() {
            Some(Effect::Export(export)) => *export,
            other => panic!("{other:?}"),
        }
    }

    fn notice(reader: &Reader) -> &str {
        reader.app.notice.as_ref().map_or("", |notice| &notice.text)
    }

    #[test]
    fn what_is_selected_goes_out_under_the_name_that_is_typed() {
        let mut reader = reader();
        reader.act(Action::Select);
        reader.act(Action::NextQuotation);
        reader.act(Action::Export);
        reader.act(Action::Complete);
        let export = asked(reader.act(Action::Open));
        let key = reader.reading().key();
        assert_eq!(export.selection, Selection::Places(vec![(key, Some(0)), (key, Some(1))]));
        assert_eq!((export.path.as_str(), export.replace), ("quotations.txt", false));
        assert!(reader.act(Action::Open).is_empty(), "it is asked for once");
        reader.tell(Message::Exported(Exported::Begun));
        assert!(reader.app.overlay.is_none());
        reader.tell(Message::Exported(Exported::Done { path: "here.txt".to_owned(), quotations: 2, orphans: 0 }));
        assert_eq!(notice(&reader), "exported: 2 quotations to here.txt");
    }

    #[test]
    fn a_file_that_is_there_is_replaced_only_if_that_is_asked_for_once_more() {
        let mut reader = reader();
        reader.act(Action::Export);
        assert!(!asked(reader.act(Action::Open)).replace);
        reader.tell(Message::Exported(Exported::Exists("quotations.md".to_owned())));
        assert!(asked(reader.act(Action::Open)).replace);
        reader.tell(Message::Exported(Exported::Exists("quotations.md".to_owned())));
        reader.tell(Message::Type('x'));
        assert!(!asked(reader.act(Action::Open)).replace, "another name was not agreed to");
    }

    #[test]
    fn what_fails_leaves_the_prompt_open_and_says_why() {
        let mut reader = reader();
        reader.act(Action::Export);
        reader.act(Action::NextScope);
        assert_eq!(
            asked(reader.act(Action::Open)).selection,
            Selection::Places(vec![(reader.reading().key(), None)]),
            "all of the article"
        );
        reader.tell(Message::Exported(Exported::Failed("no such folder".to_owned())));
        assert_eq!(notice(&reader), "not exported: no such folder");
        assert_eq!(asked(reader.act(Action::Open)).path, "article.md");
    }
}

//! Keys in the list of marks.

use crate::app::cursor::moved;
use crate::app::layout::{KeptScreen, Pane};
use crate::app::marking::KeptList;
use crate::app::{Action, App, Destination, Effect};
use crate::text::sanitize;

impl App {
    pub(super) fn open_kept(&mut self) -> Vec<Effect> {
        let mut kept = KeptList::default();
        kept.show(self.marking.newest_first());
        self.kept = Some(kept);
        Vec::new()
    }

    pub(super) fn act_in_kept(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        if let Some(effects) = self.act_on_marks(action) {
            return effects;
        }
        let visible = KeptScreen::new(self.size).visible();
        let Some(kept) = &mut self.kept else { return Vec::new() };
        if let Some(place) = moved(action, count, kept.selected, kept.ids.len(), visible) {
            kept.selected = place.min(kept.ids.len().saturating_sub(1));
            kept.scroll(visible);
            return Vec::new();
        }
        match action {
            Action::Open => self.open_kept_mark(),
            Action::CopyQuotation | Action::CopyWords => self.copy_kept(action),
            Action::Close | Action::Cancel if kept.anchor.take().is_some() => Vec::new(),
            Action::Close | Action::Back | Action::Cancel => {
                self.kept = None;
                Vec::new()
            }
            Action::Help => self.open_help(),
            Action::Find => self.open_finder(),
            Action::NextTheme => self.next_theme(),
            _ => Vec::new(),
        }
    }

    /// Goes to where the selected mark belongs.
    fn open_kept_mark(&mut self) -> Vec<Effect> {
        let id = self.kept.as_ref().and_then(|kept| kept.ids.get(kept.selected));
        let Some(id) = id else { return Vec::new() };
        let Some(tied) = self.marking.tied(id) else {
            self.inform("its words are in no article that is open here");
            return Vec::new();
        };
        let destination = Destination { quotation: tied.quotation, ..Destination::start_of(tied.record) };
        self.kept = None;
        self.list.select_key(destination.record);
        self.focus = Pane::Article;
        self.open(destination)
    }

    fn copy_kept(&mut self, action: Action) -> Vec<Effect> {
        let Some(kept) = &self.kept else { return Vec::new() };
        let text = |id| match self.marking.tied(id) {
            Some(tied) if action == Action::CopyQuotation => tied.attributed.clone(),
            _ => id.exact.clone(),
        };
        let texts: Vec<String> = kept.ids.get(kept.range()).unwrap_or_default().iter().map(text).collect();
        match &texts[..] {
            [] => Vec::new(),
            [text] => self.put_on_clipboard(text),
            several => {
                let text: String = several.iter().map(|text| format!("{}\n", sanitize::line(text))).collect();
                self.inform(format!("copied: {} quotations", several.len()));
                vec![Effect::Copy(text)]
            }
        }
    }

    /// Keeps the selection of the list of marks in sight.
    pub(super) fn scroll_kept(&mut self) {
        let visible = KeptScreen::new(self.size).visible();
        if let Some(kept) = &mut self.kept {
            kept.scroll(visible);
        }
    }
}

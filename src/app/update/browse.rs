//! Keys in the three panes and in the evidence before them.

use crate::app::cursor::{moved, signed};
use crate::app::layout::{Pane, Screen};
use crate::app::reading::Reading;
use crate::app::setting::Setting;
use crate::app::{Action, App, Effect, Overlay, Purpose};
use crate::config::MEASURES;
use crate::export::cite;

/// Columns by which one key changes the measure.
const MEASURE_STEP: usize = 4;

impl App {
    pub(super) fn act_in_panes(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        if let Some(effects) = self.act_on_marks(action) {
            return effects;
        }
        let times = count.unwrap_or(1);
        match action {
            Action::NextTheme => self.next_theme(),
            Action::FocusNext => self.focus_on(self.neighbour(times)),
            Action::FocusPrevious => self.focus_on(self.neighbour(2 * times)),
            Action::Open => self.enter(),
            Action::Back => self.back(true),
            Action::Close => self.close(),
            Action::NextArticle => self.move_in_list(signed(times)),
            Action::PreviousArticle => self.move_in_list(-signed(times)),
            Action::Find => self.open_finder(),
            Action::Search => self.open_prompt(Purpose::Search),
            Action::Filter => self.open_filter(),
            Action::OpenPage => self.open_page(count),
            Action::EditSource => self.edit_source(),
            Action::Pipe => self.open_pipe(),
            Action::NextHit => self.step_search(signed(times)),
            Action::PreviousHit => self.step_search(-signed(times)),
            Action::Sort => self.sort(),
            Action::Zen => self.toggle_zen(),
            Action::Wider => self.change_measure(self.look.measure + times * MEASURE_STEP),
            Action::Narrower => self.change_measure(self.look.measure.saturating_sub(times * MEASURE_STEP)),
            Action::Help => self.open_help(),
            Action::Cancel => self.cancel(),
            Action::Evidence => self.open_evidence(),
            Action::CopyQuotation
            | Action::CopyWords
            | Action::CopyCitation
            | Action::CopyLink
            | Action::CopySentence => self.copy(action),
            _ => self.move_in_pane(action, count),
        }
    }

    pub(super) fn act_in_evidence(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        if matches!(action, Action::Keep | Action::Correct | Action::Undo | Action::Redo) {
            return self.act_on_marks(action).unwrap_or_default();
        }
        match action {
            Action::Diff => {
                self.overlay = None;
                self.travel(action).unwrap_or_default()
            }
            Action::Back | Action::Close | Action::Evidence | Action::Open | Action::Cancel => {
                self.overlay = None;
                Vec::new()
            }
            Action::CopyQuotation
            | Action::CopyWords
            | Action::CopyCitation
            | Action::CopyLink
            | Action::CopySentence => self.copy(action),
            Action::OpenPage => self.open_page(count),
            Action::EditSource => self.edit_source(),
            Action::Down => self.move_quotation(Action::NextQuotation, count),
            Action::Up => self.move_quotation(Action::PreviousQuotation, count),
            _ => self.move_quotation(action, count),
        }
    }

    fn neighbour(&self, steps: usize) -> Pane {
        let panes = [Pane::List, Pane::Article, Pane::Quotes];
        let here = panes.iter().position(|p| *p == self.focus).unwrap_or(0);
        panes[(here + steps) % panes.len()]
    }

    /// Gives the keys to a pane. An article that gets them counts as read.
    pub(super) fn focus_on(&mut self, pane: Pane) -> Vec<Effect> {
        self.focus = pane;
        if pane != Pane::Article {
            self.zen = false;
        }
        if pane != Pane::List
            && let Some(reading) = &self.reading
        {
            self.list.select_key(reading.key());
        }
        self.lay_out();
        self.note_read()
    }

    fn enter(&mut self) -> Vec<Effect> {
        let height = self.article_height();
        if let (Pane::Quotes, Some(reading)) = (self.focus, &mut self.reading)
            && let Some(number) = reading.selected()
        {
            reading.select(number, height);
        }
        match self.focus {
            Pane::List | Pane::Quotes => self.focus_on(Pane::Article),
            // It is open already: what is asked next is why somebody is said to have said it.
            Pane::Article => self.open_evidence(),
        }
    }

    fn back(&mut self, may_quit: bool) -> Vec<Effect> {
        match self.focus {
            _ if self.zen => self.toggle_zen(),
            _ if self.came_from_place() => self.leave_place(),
            Pane::Quotes => self.focus_on(Pane::Article),
            Pane::Article => self.focus_on(Pane::List),
            Pane::List if may_quit => vec![Effect::Quit],
            Pane::List => Vec::new(),
        }
    }

    /// What Esc does: ends a selection or a search first, then goes back, but never quits.
    fn close(&mut self) -> Vec<Effect> {
        if self.reading.as_mut().is_some_and(Reading::end_selection) {
            return Vec::new();
        }
        if self.search.take().is_some() || (self.focus == Pane::List && self.drop_filter()) {
            return Vec::new();
        }
        self.back(false)
    }

    fn cancel(&mut self) -> Vec<Effect> {
        // What does not stop when asked must not hold the reader back.
        if self.loading.ended || self.loading.cancelled {
            return vec![Effect::Quit];
        }
        self.loading.cancelled = true;
        self.inform(format!("loading stopped: {} articles are here", self.list.len()));
        vec![Effect::CancelLoad]
    }

    fn sort(&mut self) -> Vec<Effect> {
        vec![Effect::Sort(self.list.sort_next())]
    }

    fn toggle_zen(&mut self) -> Vec<Effect> {
        self.zen = !self.zen;
        self.focus_on(Pane::Article)
    }

    fn change_measure(&mut self, measure: usize) -> Vec<Effect> {
        // Not past what the pane has room for, or the way back would be long and invisible.
        let room = self.reading.as_ref().map_or(*MEASURES.end(), |r| r.room(self.article_width()));
        self.set(Setting::Measure(measure.min(room).clamp(*MEASURES.start(), *MEASURES.end())))
    }

    pub(super) fn next_theme(&mut self) -> Vec<Effect> {
        let next = (self.look.theme + 1).checked_rem(self.look.themes.len());
        next.map_or_else(Vec::new, |next| self.set(Setting::Theme(next)))
    }

    fn open_evidence(&mut self) -> Vec<Effect> {
        if self.reading.as_ref().is_some_and(|r| r.quotation().is_some()) {
            self.overlay = Some(Overlay::Evidence);
        } else {
            self.inform("no quotation here");
        }
        Vec::new()
    }

    fn copy(&mut self, action: Action) -> Vec<Effect> {
        // While another article is on its way, what is in sight is not what is selected.
        let reading = self.reading.as_ref().filter(|_| self.destination.is_none());
        let selected = reading.and_then(|r| Some((r.record(), r.quotation()?)));
        let Some((record, quotation)) = selected else {
            self.inform("no quotation to copy");
            return Vec::new();
        };
        let article = &record.article;
        let text = match action {
            Action::CopyWords => quotation.words(article),
            Action::CopyCitation => cite::citation(record, quotation),
            Action::CopySentence => cite::whole_sentence(article, quotation),
            Action::CopyLink => match cite::text_link(article, quotation) {
                Some(link) => link,
                None => {
                    self.inform("no address of the page is known");
                    return Vec::new();
                }
            },
            _ => cite::attributed(record, quotation),
        };
        let beside = cite::beside(article, quotation).filter(|_| action != Action::CopySentence);
        let effects = self.put_on_clipboard(&text);
        if let Some(beside) = beside {
            self.warn(format!("copied: take care, {} (copy-sentence: all of it)", beside.why()));
        }
        effects
    }

    /// Moves the selection of the list and reads the article there.
    pub(super) fn move_in_list(&mut self, steps: isize) -> Vec<Effect> {
        self.select_in_list(self.list.selected().saturating_add_signed(steps))
    }

    pub(super) fn select_in_list(&mut self, place: usize) -> Vec<Effect> {
        self.list.select(place);
        self.open_selected()
    }

    fn move_in_pane(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        match self.focus {
            Pane::List => {
                let height = self.screen().rows(Pane::List).height as usize;
                let place = moved(action, count, self.list.selected(), self.list.len(), height);
                match place {
                    Some(place) => self.select_in_list(place),
                    None => self.move_quotation(action, count),
                }
            }
            Pane::Article => {
                let height = self.article_height();
                if let Some(reading) = &mut self.reading {
                    let lines = reading.page().lines().len();
                    if let Some(line) = moved(action, count, reading.top(), lines, height) {
                        reading.scroll_to(line, height);
                        return Vec::new();
                    }
                }
                self.move_quotation(action, count)
            }
            Pane::Quotes => {
                let height = self.screen().rows(Pane::Quotes).height as usize;
                let article_height = self.article_height();
                if let Some(reading) = &mut self.reading {
                    let quotations = reading.record().quotations.len();
                    let selected = reading.selected().unwrap_or(0);
                    if let Some(number) = moved(action, count, selected, quotations, height) {
                        reading.select(number.min(quotations.saturating_sub(1)), article_height);
                        return Vec::new();
                    }
                }
                self.move_quotation(action, count)
            }
        }
    }

    /// Moves by quotation or paragraph, from whichever pane.
    fn move_quotation(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        let height = Screen::new(self.size, Pane::Article, self.zen).article.height as usize;
        let times = signed(count.unwrap_or(1));
        let Some(reading) = &mut self.reading else { return Vec::new() };
        match action {
            Action::NextQuotation => reading.move_quotations(times, height),
            Action::PreviousQuotation => reading.move_quotations(-times, height),
            Action::NextParagraph => reading.move_paragraphs(times, height),
            Action::PreviousParagraph => reading.move_paragraphs(-times, height),
            _ => {}
        }
        Vec::new()
    }
}

//! The list of marks, the newest first.

use super::speaker::Speaker;
use super::{Passage, Place, Step, View};
use crate::app::Context;
use crate::app::action::Action;
use crate::app::cursor::{Clicked, Cursor};
use crate::app::exporting::{Offer, Selection};
use crate::app::inquiry::{Reply, Whom};
use crate::app::layout::Area;
use crate::app::marking::{Marking, Tied};
use crate::app::message::Point;
use crate::library::marks::{Mark, MarkId};
use crate::text::numbers::counted;

/// Rows that a mark takes.
pub const MARK_ROWS: u16 = 3;

/// The state of the list.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// The marks.
    pub rows: Vec<MarkRow>,
    /// Whether it is known of every mark where it belongs, or that it is an orphan.
    pub complete: bool,
    /// The selected one.
    pub cursor: Cursor,
    /// Where selecting several began.
    pub anchor: Option<usize>,
}

/// A mark, and where it belongs.
#[derive(Debug, Clone)]
pub struct MarkRow {
    /// The mark.
    pub mark: Mark,
    /// Where it belongs in what is open; none for an orphan.
    pub tied: Option<Tied>,
}

/// The areas of the list: what there is, and the marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptScreen {
    /// How many there are.
    pub heading: Area,
    /// The marks.
    pub rows: Area,
}

impl KeptScreen {
    /// The areas in `body`.
    pub fn new(body: Area) -> Self {
        KeptScreen { heading: body.first_rows(1), rows: body.below(2) }
    }

    /// How many marks are in sight.
    pub fn visible(&self) -> usize {
        (self.rows.height / MARK_ROWS) as usize
    }
}

impl Kept {
    /// Whether the mark at a place of the list is selected together with others.
    pub fn is_among_selected(&self, place: usize) -> bool {
        self.anchor.is_some() && self.range().contains(&place)
    }

    fn range(&self) -> std::ops::RangeInclusive<usize> {
        let row = self.cursor.row();
        let anchor = self.anchor.unwrap_or(row);
        anchor.min(row)..=anchor.max(row)
    }

    fn selected(&self) -> &[MarkRow] {
        let end = (self.range().end() + 1).min(self.rows.len());
        self.rows.get(*self.range().start()..end).unwrap_or_default()
    }

    /// Goes to where the selected mark belongs.
    fn open(&self) -> Step {
        match self.rows.get(self.cursor.row()) {
            None => Step::Tell("nothing is marked yet".to_owned()),
            Some(MarkRow { tied: None, .. }) if !self.complete => {
                Step::Tell("where its words belong is not known yet: articles are still coming in".to_owned())
            }
            Some(MarkRow { tied: None, .. }) => Step::Tell("its words are in no article that is open here".to_owned()),
            Some(MarkRow { tied: Some(Tied { record, quotation, .. }), .. }) => {
                Step::Read(Passage { record: *record, quotation: *quotation, span: None })
            }
        }
    }

    /// Goes to the page of who said the selected one.
    fn speaker(&self) -> Step {
        let tied = self.rows.get(self.cursor.row()).and_then(|row| row.tied.as_ref());
        match tied.and_then(|tied| Some((tied.record, tied.quotation?))) {
            Some((record, number)) => Step::Enter(Place::Speaker(Box::new(Speaker::new(Whom::Quoted(record, number))))),
            None => Step::Tell("its words are in no article that is open here".to_owned()),
        }
    }

    fn copy(&self, action: Action) -> Step {
        let text = |row: &MarkRow| match &row.tied {
            Some(tied) if action == Action::CopyQuotation => tied.attributed.clone(),
            _ => row.mark.exact.clone(),
        };
        Step::Copy(self.selected().iter().map(text).collect())
    }

    fn begin_or_end_selection(&mut self) -> Step {
        self.anchor = if self.anchor.is_some() { None } else { Some(self.cursor.row()) };
        let began = self.anchor.is_some();
        Step::Tell(if began { "selecting: move to the last one" } else { "selection ended" }.to_owned())
    }
}

impl View for Kept {
    fn context(&self) -> Context {
        Context::Kept
    }

    fn arrive(&mut self, _: Area) -> Step {
        Step::Stay
    }

    fn act(&mut self, action: Action, count: Option<usize>, body: Area) -> Step {
        if self.cursor.act(action, count, self.rows.len(), KeptScreen::new(body).visible()) {
            return Step::Stay;
        }
        match action {
            Action::Open => self.open(),
            Action::CopyQuotation | Action::CopyWords => self.copy(action),
            Action::Select => self.begin_or_end_selection(),
            Action::Speaker => self.speaker(),
            Action::Close | Action::Cancel if self.anchor.take().is_some() => Step::Stay,
            Action::Close | Action::Back | Action::Cancel => Step::Back,
            _ => Step::Stay,
        }
    }

    fn take(&mut self, _: Reply, _: Area) -> Step {
        Step::Stay
    }

    fn show_marks(&mut self, marking: &Marking, body: Area) {
        let selected = self.rows.get(self.cursor.row()).map(|row| row.mark.id());
        let rows = marking.newest_first().into_iter().filter_map(|id| {
            let mark = marking.marked.get(&id)?.clone();
            Some(MarkRow { mark, tied: marking.tied(&id).cloned() })
        });
        self.rows = rows.collect();
        self.complete = marking.is_tied();
        let place = selected.and_then(|id| self.rows.iter().position(|row| row.mark.id() == id));
        // The selection stays on its mark, or else at its place.
        let (place, visible) = (place.unwrap_or(self.cursor.row()), KeptScreen::new(body).visible());
        self.cursor.select(place, self.rows.len(), visible);
    }

    fn marks(&self) -> Vec<Mark> {
        self.selected().iter().map(|row| row.mark.clone()).collect()
    }

    fn offers(&self) -> Vec<Offer> {
        let ids: Vec<MarkId> = self.selected().iter().map(|row| row.mark.id()).collect();
        let what = counted(ids.len(), "mark");
        let offer = Offer { what, stem: "marks", selection: Selection::Marks(ids) };
        self.anchor.map(|_| offer).into_iter().collect()
    }

    fn end_selection(&mut self) {
        self.anchor = None;
    }

    fn click(&mut self, point: Point, body: Area) -> Step {
        match self.cursor.click(point, KeptScreen::new(body).rows, MARK_ROWS, self.rows.len()) {
            Clicked::Again => self.open(),
            Clicked::Selected | Clicked::Beside => Step::Stay,
        }
    }

    fn wheel(&mut self, lines: isize, body: Area) -> Step {
        self.cursor.move_by(lines.signum(), self.rows.len(), KeptScreen::new(body).visible());
        Step::Stay
    }

    fn lay_out(&mut self, body: Area) {
        self.cursor.keep_in_sight(self.rows.len(), KeptScreen::new(body).visible());
    }

    fn position(&self) -> String {
        self.cursor.position(self.rows.len())
    }
}

//! The mouse.

use crate::app::layout::{CANDIDATE_ROWS, FinderScreen, Pane, Screen};
use crate::app::list::Row;
use crate::app::page::Line;
use crate::app::reading::QuoteRow;
use crate::app::{Action, App, Effect, Overlay, Point};
use crate::finder::Scope;
use crate::text::wrap;

impl App {
    pub(super) fn click(&mut self, point: Point) -> Vec<Effect> {
        self.notice = None;
        self.list.pin();
        match &self.overlay {
            Some(Overlay::Finder(_)) => self.click_in_finder(point),
            Some(Overlay::Help(_)) => self.act_in_help(Action::Close, None),
            Some(Overlay::Evidence) => self.act_in_evidence(Action::Close, None),
            Some(Overlay::Command(_)) => self.click_in_command(point),
            // What is being written is not thrown away by a click.
            Some(_) => Vec::new(),
            None if self.place.view().is_some() => self.at_place(|view, body| view.click(point, body)),
            None => self.click_in_panes(point),
        }
    }

    pub(super) fn wheel(&mut self, point: Point, lines: isize) -> Vec<Effect> {
        self.list.pin();
        match &self.overlay {
            Some(Overlay::Finder(_)) if FinderScreen::new(self.size).preview.contains(point) => {
                self.scroll_finder_preview(lines)
            }
            Some(Overlay::Finder(_)) => self.move_in_finder(lines.signum()),
            Some(Overlay::Help(_)) => {
                let action = if lines > 0 { Action::Down } else { Action::Up };
                (0..lines.unsigned_abs()).flat_map(|_| self.act_in_help(action, None)).collect()
            }
            Some(_) => Vec::new(),
            None if self.place.view().is_some() => self.at_place(|view, body| view.wheel(lines, body)),
            None => self.wheel_in_panes(point, lines),
        }
    }

    fn wheel_in_panes(&mut self, point: Point, lines: isize) -> Vec<Effect> {
        let height = self.article_height();
        match (self.screen().pane_at(point), &mut self.reading) {
            (Some(Pane::List), _) => return self.move_in_list(lines.signum()),
            (Some(Pane::Article), Some(reading)) => reading.scroll_by(lines, height),
            (Some(Pane::Quotes), Some(reading)) => reading.move_quotations(lines.signum(), height),
            _ => {}
        }
        Vec::new()
    }

    fn click_in_finder(&mut self, point: Point) -> Vec<Effect> {
        let FinderScreen { tabs, candidates: area, .. } = FinderScreen::new(self.size);
        if tabs.contains(point) {
            return self.click_on_tab(usize::from(point.column - tabs.x));
        }
        if !area.contains(point) {
            return Vec::new();
        }
        let Some(Overlay::Finder(finder)) = &mut self.overlay else { return Vec::new() };
        let row = finder.top + ((point.row - area.y) / CANDIDATE_ROWS) as usize;
        if row >= finder.candidates.len() {
            return Vec::new();
        }
        if row == finder.selected {
            return self.accept();
        }
        let steps = row as isize - finder.selected as isize;
        self.move_in_finder(steps)
    }

    /// Looks where the tab at this column of their row says.
    fn click_on_tab(&mut self, column: usize) -> Vec<Effect> {
        // Each stands between brackets or spaces.
        let mut end = 0;
        let clicked = Scope::ALL.into_iter().find(|scope| {
            end += scope.name().len() + 2;
            column < end
        });
        let mut effects = Vec::new();
        for _ in Scope::ALL {
            if let (Some(Overlay::Finder(finder)), Some(scope)) = (&self.overlay, clicked)
                && finder.scope != scope
            {
                effects = self.act_in_finder(Action::NextScope, None);
            }
        }
        effects
    }

    fn click_in_panes(&mut self, point: Point) -> Vec<Effect> {
        let screen = self.screen();
        let Some(pane) = screen.pane_at(point) else { return Vec::new() };
        self.prompt = None;
        let mut effects = self.focus_on(pane);
        effects.extend(self.click_in_pane(&screen, pane, point));
        effects
    }

    /// What a click in a pane selects; `screen` is what was clicked on.
    fn click_in_pane(&mut self, screen: &Screen, pane: Pane, point: Point) -> Vec<Effect> {
        let rows = screen.rows(pane);
        let Some(row) = point.row.checked_sub(rows.y).map(usize::from) else { return Vec::new() };
        match pane {
            Pane::List => {
                if let Some(Row::Article(place)) = self.list.rows(rows.height as usize).get(row) {
                    return self.select_in_list(*place);
                }
            }
            Pane::Article => self.click_in_article(row, point.column),
            Pane::Quotes => {
                let height = self.article_height();
                let Some(reading) = &mut self.reading else { return Vec::new() };
                let (QuoteRow::Head(number) | QuoteRow::Words { number, .. } | QuoteRow::Remark { number, .. }) =
                    match reading.quote_rows(rows, screen.quotes_expanded()).into_iter().nth(row) {
                        Some(row) => row,
                        None => return Vec::new(),
                    };
                reading.select(number, height);
            }
        }
        Vec::new()
    }

    /// Selects the quotation that the clicked cell shows.
    fn click_in_article(&mut self, row: usize, column: u16) {
        let area = self.screen().article;
        let Some(reading) = &mut self.reading else { return };
        let Some(Line::Body(line)) = reading.page().lines().get(reading.top() + row) else { return };
        let columns = column.saturating_sub(reading.text_column(area)) as usize;
        let shown = line.span.of(&reading.article().text);
        let offset = line.span.start + wrap::offset_at(shown, columns);
        reading.select_at(offset);
    }
}

//! The article being read: its page, the place on it, the selected quotation.

use super::layout::Area;
use super::links::links;
use super::marking::{Marking, remarks};
use super::page::{Measure, Page, Remark};
use crate::article::{Article, DateStyle};
use crate::library::marks::{Mark, corrected, place};
use crate::library::{Known, Printing, Record, RecordKey};
use crate::quote::{Quotation, languages};
use crate::text::hyphens::Hyphens;
use crate::text::{Span, sanitize, wrap::wrap};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Lines kept in sight above a passage that is jumped to.
const CONTEXT: usize = 2;
/// Lines of its words shown under a quotation in the quotes pane.
const QUOTE_LINES: usize = 3;

/// The article being read.
#[derive(Debug, Clone)]
pub struct Reading {
    key: RecordKey,
    /// As the engine found it.
    found: Arc<Record>,
    /// The same, its speakers corrected by the reader.
    record: Arc<Record>,
    /// What the reader has made of its quotations, by their numbers.
    marks: BTreeMap<usize, Mark>,
    /// What the page shows of that.
    remarks: Vec<Remark>,
    /// Where web addresses stand in the text.
    links: Vec<Span>,
    /// How its words are parted, where that is wanted and known of its language.
    hyphens: Option<Hyphens>,
    /// Whether its quotations are still being looked for.
    pending: bool,
    dates: DateStyle,
    printings: Vec<Printing>,
    page: Page,
    top: usize,
    selected: Option<usize>,
    /// Where selecting several began.
    anchor: Option<usize>,
    quotes_top: usize,
    /// Whether it was noted that it is read.
    noted: bool,
}

/// How an article is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Columns of the pane.
    pub width: u16,
    /// Rows of the pane.
    pub height: usize,
    /// The longest line wanted, in columns.
    pub measure: usize,
    /// Whether words are parted at a line's end.
    pub hyphenation: bool,
    /// How dates are written.
    pub dates: DateStyle,
}

/// One row of the quotes pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuoteRow {
    /// Speaker, date and kind of the quotation with this number (from 0).
    Head(usize),
    /// A line of its words.
    Words {
        /// The quotation's number (from 0).
        number: usize,
        /// The words, safe to show.
        text: String,
        /// Whether more would follow.
        cut: bool,
    },
    /// A line of what the reader has written about it.
    Remark {
        /// The quotation's number (from 0).
        number: usize,
        /// The line, safe to show.
        text: String,
    },
}

impl Reading {
    /// Opens a record at its start, the first quotation selected; `marking` is what the reader keeps.
    pub fn new(key: RecordKey, known: Known, marking: &Marking, setting: Setting) -> Self {
        let Known { record: found, pending } = known;
        let selected = (!found.quotations.is_empty()).then_some(0);
        let hyphens = languages::of(&found.article).and_then(|language| Hyphens::of(language.code));
        let mut reading = Reading {
            key,
            record: Arc::clone(&found),
            found,
            marks: BTreeMap::new(),
            remarks: Vec::new(),
            links: Vec::new(),
            hyphens,
            pending,
            dates: setting.dates,
            printings: Vec::new(),
            page: Page::default(),
            top: 0,
            selected,
            anchor: None,
            quotes_top: 0,
            noted: false,
        };
        reading.links = links(reading.article());
        reading.take_marks(marking);
        reading.lay_out(setting);
        reading
    }

    /// Notes that it is read; says whether that was not noted before.
    pub fn note_read(&mut self) -> bool {
        !std::mem::replace(&mut self.noted, true)
    }

    /// Shows what the reader keeps by now; the text stays where it is, the first line in sight at the
    /// top of `height` rows.
    pub fn annotate(&mut self, marking: &Marking, height: usize) {
        if self.take_marks(marking) {
            self.set_page(self.page.measure(), height);
        }
    }

    /// Takes in what the reader keeps by now; says whether the page shows more or less than that.
    fn take_marks(&mut self, marking: &Marking) -> bool {
        let marks = place(marking.of_record(self.key, &self.found), &self.found);
        self.record = match corrected(&self.found, &marking.marked.names, &marks) {
            Cow::Borrowed(_) => Arc::clone(&self.found),
            Cow::Owned(corrected) => Arc::new(corrected),
        };
        self.marks = marks.into_iter().map(|(number, mark)| (number, mark.clone())).collect();
        let remarks = self.remarks();
        let changed = remarks != self.remarks;
        self.remarks = remarks;
        changed
    }

    /// Where web addresses stand in the text.
    pub fn links(&self) -> &[Span] {
        &self.links
    }

    /// The address of the link with this number (from 0).
    pub fn link(&self, number: usize) -> Option<&str> {
        self.links.get(number).map(|span| span.of(&self.article().text))
    }

    /// The link that `piece` is a part of.
    pub fn link_over(&self, piece: Span) -> Option<Span> {
        let after = self.links.partition_point(|span| span.start <= piece.start);
        after.checked_sub(1).map(|at| self.links[at]).filter(|span| span.covers(piece))
    }

    /// The article with its quotations as the engine found them.
    pub fn found(&self) -> &Record {
        &self.found
    }

    /// What the reader has made of the quotation with this number (from 0).
    pub fn mark(&self, number: usize) -> Option<&Mark> {
        self.marks.get(&number)
    }

    /// What the reader has written, each line with the paragraph that it stands after.
    fn remarks(&self) -> Vec<Remark> {
        let mut all: Vec<Remark> = Vec::new();
        for (number, mark) in &self.marks {
            let quotation = &self.record.quotations[*number];
            let paragraph = self.article().paragraph_at(quotation.content.end.saturating_sub(1));
            let lines = remarks(mark, quotation).into_iter();
            all.extend(lines.map(|line| (paragraph, format!("[{}] {line}", number + 1))));
        }
        all.sort_by_key(|(paragraph, _)| *paragraph);
        all
    }

    /// The numbers of the quotations that are selected.
    pub fn selection(&self) -> Option<RangeInclusive<usize>> {
        let selected = self.selected?;
        let anchor = self.anchor.unwrap_or(selected);
        Some(anchor.min(selected)..=anchor.max(selected))
    }

    /// Whether the quotation with this number is one of several that are selected.
    pub fn is_selecting(&self, number: usize) -> bool {
        self.anchor.is_some() && self.selection().is_some_and(|selection| selection.contains(&number))
    }

    /// Begins to select several quotations, or ends it; says whether it began.
    pub fn toggle_selection(&mut self) -> bool {
        self.anchor = if self.anchor.is_some() { None } else { self.selected };
        self.anchor.is_some()
    }

    /// Ends selecting several quotations; says whether it was going on.
    pub fn end_selection(&mut self) -> bool {
        self.anchor.take().is_some()
    }

    /// Where in the text, in bytes, the first line in sight begins; 0 at the article's start.
    pub fn top_offset(&self) -> usize {
        match self.top {
            0 => 0,
            top => self.page.shown(top..self.page.lines().len()).map_or(0, |shown| shown.start),
        }
    }

    /// Brings the line that shows the byte at `offset` to the top, as far as the page goes in `height`
    /// rows.
    pub fn scroll_to_offset(&mut self, offset: usize, height: usize) {
        self.scroll_to(self.page.line_at(offset), height);
    }

    /// Takes in the quotations, which were not known before; the text is the same and stays where it is.
    pub fn fill(&mut self, record: Arc<Record>, marking: &Marking, height: usize) {
        self.found = record;
        self.pending = false;
        self.annotate(marking, height);
        self.selected = (!self.record.quotations.is_empty()).then_some(0);
        self.scroll_to(self.top, height);
    }

    /// Whether its quotations are still being looked for.
    pub fn is_pending(&self) -> bool {
        self.pending
    }

    /// Who printed its text, as far as that is known, the first one first.
    pub fn printings(&self) -> &[Printing] {
        &self.printings
    }

    /// Takes in who printed its text.
    pub fn set_printings(&mut self, printings: Vec<Printing>) {
        self.printings = printings;
    }

    /// Sets the page again for another width or measure, keeping the first line's text in sight.
    pub fn lay_out(&mut self, setting: Setting) {
        let Setting { width, height, measure, hyphenation, dates } = setting;
        self.dates = dates;
        let hyphens = self.hyphens.filter(|_| hyphenation);
        let measure = Measure { columns: measure.min(self.room(width)).max(1), hyphens };
        if measure == self.page.measure() {
            self.top = self.top.min(self.last_top(height));
            return;
        }
        self.set_page(measure, height);
    }

    fn set_page(&mut self, measure: Measure, height: usize) {
        let anchor = self.page.shown(self.top..self.page.lines().len()).filter(|_| self.top > 0);
        self.page =
            Page::set(&self.record, &meta(&self.record.article, self.dates), &self.remarks, &self.links, measure);
        self.top = anchor.map_or(0, |shown| self.page.line_at(shown.start)).min(self.last_top(height));
    }

    /// Columns that a pane of `width` has for the text.
    pub fn room(&self, width: u16) -> usize {
        (width as usize).saturating_sub(self.gutter() + 2)
    }

    /// Columns left of the text: a quotation's number or bar, and spaces around it.
    pub fn gutter(&self) -> usize {
        let digits = self.record.quotations.len().checked_ilog10().unwrap_or(0) as usize + 1;
        digits.max(2) + 1
    }

    /// The screen's column at which the text begins: gutter and page are centred in the pane.
    pub fn text_column(&self, area: Area) -> u16 {
        let width = self.gutter() + self.page.measure().columns;
        area.x + ((area.width as usize).saturating_sub(width) / 2 + self.gutter()).min(area.width as usize) as u16
    }

    /// Which record it is.
    pub fn key(&self) -> RecordKey {
        self.key
    }

    /// The article with its quotations.
    pub fn record(&self) -> &Arc<Record> {
        &self.record
    }

    /// The article.
    pub fn article(&self) -> &Article {
        &self.record.article
    }

    /// The page it is set on.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// The first line in sight.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The number of the selected quotation (from 0).
    pub fn selected(&self) -> Option<usize> {
        self.selected
    }

    /// The selected quotation.
    pub fn quotation(&self) -> Option<&Quotation> {
        self.record.quotations.get(self.selected?)
    }

    /// How much of the page has been in sight, 0..=100, in a pane of `height` rows.
    pub fn percent(&self, height: usize) -> usize {
        match self.page.lines().len() {
            0 => 100,
            lines => ((self.top + height) * 100 / lines).min(100),
        }
    }

    fn last_top(&self, height: usize) -> usize {
        self.page.lines().len().saturating_sub(height)
    }

    /// Brings line `line` to the top, as far as the page goes in `height` rows. A quotation that
    /// is out of sight then gives the selection to the first one in sight.
    pub fn scroll_to(&mut self, line: usize, height: usize) {
        self.top = line.min(self.last_top(height));
        let Some(shown) = self.page.shown(self.top..self.top + height) else { return };
        let in_sight = |quotation: &Quotation| quotation.content.overlaps(shown);
        if !self.quotation().is_some_and(in_sight) {
            self.selected = self.record.quotations.iter().position(in_sight).or(self.selected);
        }
    }

    /// Scrolls by so many lines, downwards positive.
    pub fn scroll_by(&mut self, lines: isize, height: usize) {
        self.scroll_to(self.top.saturating_add_signed(lines), height);
    }

    /// Goes `count` paragraphs on, or back where it is negative.
    pub fn move_paragraphs(&mut self, count: isize, height: usize) {
        let starts = self.page.paragraphs();
        // Where we stand between paragraphs: on the first one at or below the top.
        let here = starts.partition_point(|line| *line < self.top);
        let on_start = starts.get(here) == Some(&self.top);
        let steps = if count > 0 && !on_start { count - 1 } else { count };
        // Before the first paragraph stands the headline, behind the last one the end.
        let line = match here.checked_add_signed(steps) {
            None => 0,
            Some(target) => starts.get(target).copied().unwrap_or(usize::MAX),
        };
        self.scroll_to(line, height);
    }

    /// Selects a quotation by number (from 0) and brings it into sight.
    pub fn select(&mut self, number: usize, height: usize) {
        let Some(quotation) = self.record.quotations.get(number) else { return };
        let content = quotation.content;
        self.selected = Some(number);
        self.show(content, height);
    }

    /// Selects the quotation `count` further on, or back where it is negative; stops at the ends.
    /// From a selected one that is out of sight, the steps begin at what is in sight.
    pub fn move_quotations(&mut self, count: isize, height: usize) {
        let quotations = &self.record.quotations;
        let Some(last) = quotations.len().checked_sub(1) else { return };
        let shown = self.page.shown(self.top..self.top + height).unwrap_or_default();
        let next = match self.quotation() {
            Some(quotation) if quotation.content.overlaps(shown) => {
                self.selected.unwrap_or(0).saturating_add_signed(count)
            }
            _ => {
                let before = quotations.partition_point(|q| q.content.start < shown.start);
                before.saturating_add_signed(if count > 0 { count - 1 } else { count })
            }
        };
        self.select(next.min(last), height);
    }

    /// Goes back to a place: the first line in sight and the selected quotation.
    pub fn return_to(&mut self, top: usize, quotation: Option<usize>, height: usize) {
        self.top = top.min(self.last_top(height));
        self.selected = quotation;
    }

    /// Selects the quotation whose content holds the byte at `offset`, if one does.
    pub fn select_at(&mut self, offset: usize) {
        self.selected = self.record.quotations.iter().position(|q| q.content.contains(offset)).or(self.selected);
    }

    /// Brings a passage into sight, with a little of what stands before it.
    pub fn show(&mut self, passage: Span, height: usize) {
        let lines = self.page.lines_of(passage);
        if lines.end <= height && lines.start < self.top {
            // The article's beginning is the best context there is.
            self.top = 0;
        } else if lines.start < self.top || lines.end > self.top + height {
            self.top = lines.start.saturating_sub(CONTEXT.min(height.saturating_sub(1))).min(self.last_top(height));
        }
    }

    /// The rows of the quotes pane from its top down. `expand_all` shows the words under every
    /// quotation, not only under the selected one.
    pub fn quote_rows(&self, area: Area, expand_all: bool) -> Vec<QuoteRow> {
        let mut rows = Vec::new();
        for number in self.quotes_top..self.record.quotations.len() {
            rows.extend(self.rows_of(number, area.width, expand_all));
            if rows.len() >= area.height as usize {
                break;
            }
        }
        rows.truncate(area.height as usize);
        rows
    }

    fn rows_of(&self, number: usize, width: u16, expand_all: bool) -> Vec<QuoteRow> {
        let mut rows = vec![QuoteRow::Head(number)];
        if !expand_all && self.selected != Some(number) {
            return rows;
        }
        let quotation = &self.record.quotations[number];
        let words = quotation.quoted_words(&self.record.article);
        // One column is kept for an ellipsis.
        let columns = (width as usize).saturating_sub(self.quote_indent() + 2);
        // No more is wrapped than can be shown, however long the quotation.
        let enough = words.char_indices().nth(QUOTE_LINES * (columns + 1)).map_or(words.len(), |(at, _)| at);
        let spans = wrap(&words, Span::new(0, enough), columns);
        let more = spans.len() > QUOTE_LINES;
        for (at, span) in spans.into_iter().take(QUOTE_LINES).enumerate() {
            let text = sanitize::line(span.of(&words)).into_owned();
            rows.push(QuoteRow::Words { number, text, cut: more && at + 1 == QUOTE_LINES });
        }
        if let Some(mark) = self.marks.get(&number) {
            let lines = remarks(mark, quotation).into_iter().map(|line| sanitize::line(&line).into_owned());
            rows.extend(lines.map(|text| QuoteRow::Remark { number, text }));
        }
        if expand_all {
            rows.push(QuoteRow::Words { number, text: String::new(), cut: false });
        }
        rows
    }

    /// Scrolls the quotes pane as little as shows the selected quotation.
    pub fn scroll_quotes(&mut self, area: Area, expand_all: bool) {
        let Some(selected) = self.selected else { return };
        let rows = |number| self.rows_of(number, area.width, expand_all).len();
        // The highest top from which the selected one is still whole in sight.
        let mut highest = selected;
        let mut room = (area.height as usize).saturating_sub(rows(selected));
        while let Some(left) = highest.checked_sub(1).and_then(|above| room.checked_sub(rows(above))) {
            (highest, room) = (highest - 1, left);
        }
        self.quotes_top = self.quotes_top.clamp(highest, selected);
    }

    /// Columns left of the words in the quotes pane.
    pub fn quote_indent(&self) -> usize {
        self.gutter() + 5
    }
}

/// What is known of the printing, on one line.
fn meta(article: &Article, dates: DateStyle) -> String {
    let headline = article.title.stand_in.then(|| "no headline".to_owned());
    let place = article.dateline.as_ref().map(|d| d.place.clone());
    let byline = article.byline.as_ref().map(|name| format!("by {name}"));
    let printed = Some(article.printed.long_in(dates));
    [headline, place, printed, article.outlet.clone(), byline, article.section.clone(), article.file_name()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

//! The table of all quotations: sorted by its columns, narrowed down by a query.

use super::{Filter, Passage, Step, View, Windowed};
use crate::app::Context;
use crate::app::action::Action;
use crate::app::cursor::{Clicked, Cursor};
use crate::app::exporting::{Offer, Selection};
use crate::app::inquiry::{Inquiry, Reply, Whom};
use crate::app::layout::Area;
use crate::app::message::Point;
use crate::app::places::Place;
use crate::app::places::speaker::Speaker;
use crate::app::queries::Topic;
use crate::app::text_line::TextLine;
use crate::library::{QuotationOrder, QuotationRow, RecordKey};
use crate::text::numbers::counted;
use std::sync::Arc;

/// How many rows are asked for at first: more than any screen has.
const FIRST: usize = 500;

/// The state of the table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// What narrows it down: a query.
    pub filter: Filter,
    /// The order.
    pub order: QuotationOrder,
    /// The rows.
    pub rows: Windowed,
    /// Whether all of them are known.
    pub complete: bool,
    /// Why there are none.
    pub failure: Option<String>,
    /// The selected row.
    pub cursor: Cursor,
    /// Whether rows of the newest question have come.
    answered: bool,
}

/// The areas of a table: its filter, the names of its columns, its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableScreen {
    /// The filter.
    pub filter: Area,
    /// The names of the columns.
    pub heading: Area,
    /// The rows; a rule stands above them.
    pub rows: Area,
}

impl TableScreen {
    /// The areas in `body`.
    pub fn new(body: Area) -> Self {
        TableScreen { filter: body.first_rows(1), heading: body.below(1).first_rows(1), rows: body.below(3) }
    }
}

impl Table {
    /// The selected row, if it is there by now.
    pub fn row(&self) -> Option<&QuotationRow> {
        self.rows.get(self.cursor.row())
    }

    fn ask(&mut self) -> Step {
        let (filter, order) = (self.filter.text().to_owned(), self.order);
        (self.answered, self.complete) = (false, false);
        let all = Inquiry::Numbers { filter: filter.clone(), order, most: None };
        let first = Inquiry::Numbers { filter: filter.clone(), order, most: Some(FIRST) };
        // Only the newest are known without sorting everything.
        let at_once = (filter.is_empty() && order == QuotationOrder::Newest).then_some(first);
        Step::Ask(at_once.into_iter().chain([all]).collect())
    }

    /// Asks for the rows that came into sight.
    fn ask_rows(&mut self, body: Area) -> Step {
        match self.rows.wanted(self.cursor, height(body)) {
            Some(inquiry) => Step::AskMore(vec![inquiry]),
            None => Step::Stay,
        }
    }

    fn take_numbers(&mut self, numbers: Arc<[u32]>, complete: bool, body: Area) -> Step {
        // The first ones may come after all of them.
        if !self.complete {
            let selected = self.rows.number(self.cursor.row()).filter(|_| self.answered);
            self.rows.renumber(numbers);
            self.complete = complete;
            let place = selected.and_then(|number| self.rows.place_of(number)).unwrap_or(0);
            self.cursor.select(place, self.rows.len(), height(body));
            self.answered = true;
            self.failure = None;
        }
        self.ask_rows(body)
    }

    fn act_in_rows(&mut self, action: Action) -> Step {
        match action {
            Action::Edit => {
                self.filter.typing = true;
                Step::Stay
            }
            Action::Sort => {
                self.order = self.order.next();
                self.ask()
            }
            Action::Back | Action::Close | Action::Cancel => Step::Back,
            _ => act_on_row(self.row(), action),
        }
    }
}

/// What `action` does with the quotation of a row.
pub fn act_on_row(row: Option<&QuotationRow>, action: Action) -> Step {
    let Some(QuotationRow { key, place, .. }) = row else { return Step::Tell("no quotation here".to_owned()) };
    match action {
        Action::Open => Step::Read(Passage { record: *key, quotation: Some(*place), span: None }),
        Action::Speaker => Step::Enter(Place::Speaker(Box::new(Speaker::new(Whom::Quoted(*key, *place))))),
        Action::CopyQuotation | Action::CopyWords | Action::CopyCitation => {
            Step::AskMore(vec![Inquiry::Write(*key, *place, action)])
        }
        _ => Step::Stay,
    }
}

fn height(body: Area) -> usize {
    TableScreen::new(body).rows.height as usize
}

impl View for Table {
    fn context(&self) -> Context {
        if self.filter.typing { Context::Filter } else { Context::Table }
    }

    fn arrive(&mut self, body: Area) -> Step {
        self.rows.ask_again();
        if self.complete { self.ask_rows(body) } else { self.ask() }
    }

    fn act(&mut self, action: Action, count: Option<usize>, body: Area) -> Step {
        if self.filter.typing {
            return if self.filter.act(action) { self.ask() } else { Step::Stay };
        }
        if self.cursor.act(action, count, self.rows.len(), height(body)) {
            return self.ask_rows(body);
        }
        self.act_in_rows(action)
    }

    fn type_text(&mut self, text: &str, _: Area) -> Step {
        if self.filter.insert(text) { self.ask() } else { Step::Stay }
    }

    fn line(&self) -> Option<(Topic, &TextLine)> {
        Some((Topic::Query, &self.filter.line))
    }

    fn retype(&mut self, text: &str) -> Step {
        self.filter.line = TextLine::of(text);
        self.ask()
    }

    fn quotation(&self) -> Option<(RecordKey, usize)> {
        self.row().map(|row| (row.key, row.place))
    }

    fn take(&mut self, reply: Reply, body: Area) -> Step {
        match reply {
            Reply::Numbers(numbers, complete) => return self.take_numbers(numbers, complete, body),
            Reply::Rows(rows) => self.rows.take(rows),
            Reply::Refused(fault) => self.failure = Some(fault.message),
            Reply::Failed(reason) => self.failure = Some(reason),
            _ => {}
        }
        Step::Stay
    }

    fn refresh(&mut self) -> Step {
        let step = self.ask();
        // It is the same question: what is selected stays selected.
        self.answered = true;
        step
    }

    fn renew(&mut self) -> Step {
        self.rows.forget();
        self.refresh()
    }

    fn click(&mut self, point: Point, body: Area) -> Step {
        let screen = TableScreen::new(body);
        self.filter.click(point, screen);
        match self.cursor.click(point, screen.rows, 1, self.rows.len()) {
            Clicked::Again => self.act_in_rows(Action::Open),
            Clicked::Selected | Clicked::Beside => Step::Stay,
        }
    }

    fn wheel(&mut self, lines: isize, body: Area) -> Step {
        self.cursor.move_by(lines, self.rows.len(), height(body));
        self.ask_rows(body)
    }

    fn lay_out(&mut self, body: Area) {
        self.cursor.keep_in_sight(self.rows.len(), height(body));
    }

    fn offers(&self) -> Vec<Offer> {
        let rows = self.rows.len();
        let what = format!("the {} of this table", counted(rows, "quotation"));
        // Without a filter it is everything.
        let narrowed = self.complete && rows > 0 && !self.filter.text().is_empty();
        let offer = Offer { what, stem: "quotations", selection: Selection::Rows(self.rows.numbers()) };
        narrowed.then_some(offer).into_iter().collect()
    }

    fn position(&self) -> String {
        let rows = self.rows.len();
        if self.complete { self.cursor.position(rows) } else { self.cursor.position_so_far(rows) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Printed;
    use crate::library::RecordKey;
    use crate::quote::{Certainty, Kind};

    const BODY: Area = Area { x: 0, y: 2, width: 100, height: 23 };

    fn row(number: u32) -> (u32, QuotationRow) {
        let (speaker, outlet, printed) = (None, None, Printed::Unknown);
        let (certainty, kind, words) = (Certainty::Unknown, Kind::Direct, number.to_string());
        (number, QuotationRow { key: RecordKey(number), place: 0, speaker, certainty, kind, printed, outlet, words })
    }

    fn inquiries(step: Step) -> Vec<Inquiry> {
        match step {
            Step::Ask(inquiries) | Step::AskMore(inquiries) => inquiries,
            _ => Vec::new(),
        }
    }

    /// Has the table take in all that it asks for, out of `all` rows.
    fn answer(table: &mut Table, step: Step, all: u32) {
        for inquiry in inquiries(step) {
            let reply = match inquiry {
                Inquiry::Numbers { most, .. } => {
                    let shown = most.map_or(all, |most| all.min(most as u32));
                    Reply::Numbers((0..shown).collect(), most.is_none())
                }
                Inquiry::Rows(numbers) => Reply::Rows(numbers.into_iter().map(row).collect()),
                other => panic!("{other:?}"),
            };
            let step = table.take(reply, BODY);
            answer(table, step, all);
        }
    }

    fn table(all: u32) -> Table {
        let mut table = Table::default();
        let step = table.arrive(BODY);
        answer(&mut table, step, all);
        table
    }

    #[test]
    fn half_a_million_rows_are_gone_through_though_few_are_held() {
        let mut table = table(500_000);
        assert_eq!((table.rows.len(), table.position().as_str()), (500_000, "1/500,000"));
        let step = table.act(Action::Bottom, None, BODY);
        answer(&mut table, step, 500_000);
        assert_eq!(table.row().map(|row| row.key), Some(RecordKey(499_999)));
        let Step::Read(passage) = table.act(Action::Open, None, BODY) else { panic!("Enter opens the row") };
        assert_eq!(passage.record, RecordKey(499_999));
    }

    #[test]
    fn the_first_rows_are_there_before_all_are_known_and_the_selection_stays() {
        let mut table = Table::default();
        let asked = inquiries(table.arrive(BODY));
        assert_eq!(asked.len(), 2);
        table.take(Reply::Numbers((0..FIRST as u32).collect(), false), BODY);
        table.act(Action::Down, Some(7), BODY);
        table.take(Reply::Numbers((0..2_000).map(|number| (number + 1_000) % 2_000).collect(), true), BODY);
        assert_eq!(table.rows.number(table.cursor.row()), Some(7));
        table.take(Reply::Numbers((0..FIRST as u32).collect(), false), BODY);
        assert_eq!(table.rows.len(), 2_000, "what comes late does not take the place of all");
    }

    #[test]
    fn another_order_or_filter_is_asked_for_whole() {
        let mut table = table(10);
        table.act(Action::Sort, None, BODY);
        let asked = inquiries(table.act(Action::Sort, None, BODY));
        assert_eq!(asked, [Inquiry::Numbers { filter: String::new(), order: QuotationOrder::Speaker, most: None }]);
        table.act(Action::Edit, None, BODY);
        let asked = inquiries(table.type_text("kind:direct", BODY));
        let filter = "kind:direct".to_owned();
        assert_eq!(asked, [Inquiry::Numbers { filter, order: QuotationOrder::Speaker, most: None }]);
        table.act(Action::Close, None, BODY);
        assert!(table.filter.text().is_empty() && table.context() == Context::Table);
    }
}

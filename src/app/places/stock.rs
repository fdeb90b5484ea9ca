//! What is open: how much, from where, and what could not be read.

use super::{Step, View};
use crate::app::Context;
use crate::app::action::Action;
use crate::app::cursor::{Clicked, Cursor};
use crate::app::inquiry::{Inquiry, Reply};
use crate::app::layout::Area;
use crate::app::message::Point;
use crate::library::{Source, Stock};

/// Rows of the facts above the sources, the names of the columns and a rule.
const FACTS: u16 = 7;

/// The state of the screen.
#[derive(Debug, Clone, Default)]
pub struct StockPage {
    /// What is open, once that is known.
    pub stock: Option<Box<Stock>>,
    /// Why it is not.
    pub failure: Option<String>,
    /// The selected source.
    pub cursor: Cursor,
}

/// The areas in `body`: the facts, and the sources.
pub fn areas(body: Area) -> (Area, Area) {
    (body.first_rows(FACTS), body.below(FACTS))
}

impl StockPage {
    fn rows(&self) -> usize {
        self.stock.as_ref().map_or(0, |stock| stock.sources.len())
    }
}

impl View for StockPage {
    fn context(&self) -> Context {
        Context::Stock
    }

    fn arrive(&mut self, _: Area) -> Step {
        Step::Ask(vec![Inquiry::Stock])
    }

    fn act(&mut self, action: Action, count: Option<usize>, body: Area) -> Step {
        match action {
            Action::Back | Action::Close | Action::Cancel => return Step::Back,
            Action::Open => {
                let source = self.stock.as_ref().and_then(|stock| stock.sources.get(self.cursor.row()));
                let why =
                    |source: &Source| source.failure.clone().unwrap_or_else(|| "nothing is wrong with it".to_owned());
                return Step::Tell(source.map_or_else(|| "there is nothing to open here".to_owned(), why));
            }
            _ => self.cursor.act(action, count, self.rows(), areas(body).1.height as usize),
        };
        Step::Stay
    }

    fn take(&mut self, reply: Reply, body: Area) -> Step {
        match reply {
            Reply::Stock(stock) => {
                (self.stock, self.failure) = (Some(stock), None);
                self.lay_out(body);
            }
            Reply::Failed(reason) => self.failure = Some(reason),
            _ => {}
        }
        Step::Stay
    }

    fn refresh(&mut self) -> Step {
        Step::Ask(vec![Inquiry::Stock])
    }

    fn click(&mut self, point: Point, body: Area) -> Step {
        match self.cursor.click(point, areas(body).1, 1, self.rows()) {
            Clicked::Again => self.act(Action::Open, None, body),
            Clicked::Selected | Clicked::Beside => Step::Stay,
        }
    }

    fn lay_out(&mut self, body: Area) {
        self.cursor.select(self.cursor.row(), self.rows(), areas(body).1.height as usize);
    }

    fn position(&self) -> String {
        self.cursor.position(self.rows())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: Area = Area { x: 0, y: 2, width: 100, height: 23 };

    #[test]
    fn why_a_source_gave_nothing_is_told_on_enter() {
        let source =
            |failure: Option<&str>| Source { path: "a.txt".into(), articles: 0, failure: failure.map(str::to_owned) };
        let mut page = StockPage::default();
        assert!(matches!(page.arrive(BODY), Step::Ask(_)));
        let sources = vec![source(Some("a.txt: no text in it")), source(None)];
        page.take(Reply::Stock(Box::new(Stock { sources, ..Stock::default() })), BODY);
        assert!(matches!(page.act(Action::Open, None, BODY), Step::Tell(why) if why.contains("no text")));
        let second = Point { column: 5, row: areas(BODY).1.y + 1 };
        assert!(matches!(page.click(Point { row: second.row - 1, ..second }, BODY), Step::Tell(_)));
        page.click(second, BODY);
        assert!(matches!(page.act(Action::Open, None, BODY), Step::Tell(_)));
        assert_eq!(page.position(), "2/2");
    }
}

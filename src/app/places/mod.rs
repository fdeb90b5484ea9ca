//! The places that a reader goes to: what fills the area between the title and the status line. The
//! panes are one of them; every other one is a [`View`], a state machine in a file of its own, which
//! knows nothing of the rest of the reader and says by [`Step`]s what it wants of it.

pub mod check;
pub mod concordance;
pub mod diff;
pub mod filter;
mod history;
pub mod hits;
pub mod kept;
pub mod log;
pub mod people;
pub mod saved;
pub mod speaker;
pub mod stock;
pub mod table;
mod windowed;

pub use history::{History, Visit};

use super::Context;
use super::action::Action;
use super::exporting::Offer;
use super::inquiry::{Inquiry, Reply};
use super::layout::Area;
use super::marking::Marking;
use super::message::Point;
use super::queries::Topic;
use super::text_line::TextLine;
use crate::library::RecordKey;
use crate::library::marks::{Edit, Mark};
use crate::text::Span;
use check::Check;
use concordance::Concordance;
use diff::Diff;
use filter::Filter;
use hits::Hits;
use kept::Kept;
use log::Log;
use people::People;
use saved::Saved;
use speaker::Speaker;
use stock::StockPage;
use table::Table;
pub use windowed::Windowed;

/// Where the reader is.
#[derive(Debug, Clone, Default)]
pub enum Place {
    /// The panes: list, article and quotes.
    #[default]
    Browse,
    /// The wording check.
    Check(Box<Check>),
    /// The full-text search.
    Hits(Box<Hits>),
    /// All quotations.
    Table(Box<Table>),
    /// Every place where a word stands.
    Concordance(Box<Concordance>),
    /// Two printings of a text.
    Diff(Box<Diff>),
    /// Everybody who is quoted.
    People(Box<People>),
    /// One of them.
    Speaker(Box<Speaker>),
    /// What is marked.
    Kept(Box<Kept>),
    /// The searches that were saved.
    Saved(Box<Saved>),
    /// What is open, and from where.
    Stock(Box<StockPage>),
    /// What the reader was told.
    Log(Box<Log>),
}

impl Place {
    /// What fills the screen, unless it is the panes.
    pub fn view(&self) -> Option<&dyn View> {
        match self {
            Place::Browse => None,
            Place::Check(check) => Some(&**check),
            Place::Hits(hits) => Some(&**hits),
            Place::Table(table) => Some(&**table),
            Place::Concordance(concordance) => Some(&**concordance),
            Place::People(people) => Some(&**people),
            Place::Speaker(speaker) => Some(&**speaker),
            Place::Diff(diff) => Some(&**diff),
            Place::Kept(kept) => Some(&**kept),
            Place::Saved(saved) => Some(&**saved),
            Place::Log(log) => Some(&**log),
            Place::Stock(stock) => Some(&**stock),
        }
    }

    /// The same, to be changed.
    pub fn view_mut(&mut self) -> Option<&mut dyn View> {
        match self {
            Place::Browse => None,
            Place::Check(check) => Some(&mut **check),
            Place::Hits(hits) => Some(&mut **hits),
            Place::Table(table) => Some(&mut **table),
            Place::Concordance(concordance) => Some(&mut **concordance),
            Place::People(people) => Some(&mut **people),
            Place::Speaker(speaker) => Some(&mut **speaker),
            Place::Diff(diff) => Some(&mut **diff),
            Place::Kept(kept) => Some(&mut **kept),
            Place::Saved(saved) => Some(&mut **saved),
            Place::Log(log) => Some(&mut **log),
            Place::Stock(stock) => Some(&mut **stock),
        }
    }
}

/// A screen in the place of the panes. `body` is the area that it fills.
pub trait View {
    /// Where keys go now.
    fn context(&self) -> Context;

    /// What it asks for when the reader comes to it, for the first time or again.
    fn arrive(&mut self, body: Area) -> Step;

    /// Takes in a key.
    fn act(&mut self, action: Action, count: Option<usize>, body: Area) -> Step;

    /// Takes in text that was typed or pasted.
    fn type_text(&mut self, _text: &str, _body: Area) -> Step {
        Step::Stay
    }

    /// The line that is typed above what it shows, and what for.
    fn line(&self) -> Option<(Topic, &TextLine)> {
        None
    }

    /// Puts another text into that line.
    fn retype(&mut self, _text: &str) -> Step {
        Step::Stay
    }

    /// The selected quotation, where one is: its record, and its number there.
    fn quotation(&self) -> Option<(RecordKey, usize)> {
        None
    }

    /// Takes in what the library says to what it asked for last.
    fn take(&mut self, reply: Reply, body: Area) -> Step;

    /// Looks again, after more articles have come.
    fn refresh(&mut self) -> Step {
        Step::Stay
    }

    /// Looks again, after somebody else says something by the reader's word.
    fn renew(&mut self) -> Step {
        self.refresh()
    }

    /// Takes in what the reader has marked, when one comes to the place and whenever that has changed.
    fn show_marks(&mut self, _marking: &Marking, _body: Area) {}

    /// The marks that are selected there.
    fn marks(&self) -> Vec<Mark> {
        Vec::new()
    }

    /// What there is to be exported, besides what is kept and everything.
    fn offers(&self) -> Vec<Offer> {
        Vec::new()
    }

    /// Selects no more than one again.
    fn end_selection(&mut self) {}

    /// Takes in a click.
    fn click(&mut self, _point: Point, _body: Area) -> Step {
        Step::Stay
    }

    /// Takes in a turn of the wheel, so many lines, downwards positive.
    fn wheel(&mut self, lines: isize, body: Area) -> Step {
        let action = if lines > 0 { Action::Down } else { Action::Up };
        self.act(action, None, body)
    }

    /// Keeps what is selected in sight, after a key or another size.
    fn lay_out(&mut self, _body: Area) {}

    /// Where it stands, as the status line shows it: *3/14*.
    fn position(&self) -> String;
}

/// What a place wants of the reader.
#[derive(Debug, Clone)]
pub enum Step {
    /// Nothing.
    Stay,
    /// Answers to these; what was asked before is given up.
    Ask(Vec<Inquiry>),
    /// Answers to these as well.
    AskMore(Vec<Inquiry>),
    /// To go to an article.
    Read(Passage),
    /// To go to another place.
    Enter(Place),
    /// To have this done to what is kept.
    Edit(Vec<Edit>),
    /// To look for this in the full text.
    Search(String),
    /// To save what is looked for under a name.
    Name(String),
    /// To have these copied, a line each.
    Copy(Vec<String>),
    /// To go back to where the reader came from.
    Back,
    /// To tell the reader something.
    Tell(String),
}

/// A passage of an article, to be read there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// The article.
    pub record: RecordKey,
    /// Which quotation it is, if it is one.
    pub quotation: Option<usize>,
    /// Where it stands in the article's text, if that is known.
    pub span: Option<Span>,
}

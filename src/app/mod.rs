//! The core of the reader: its whole state and how messages change it. No terminal, no files, no
//! threads: [`App::update`] turns a message into effects, so every behaviour can be tested here.

pub mod action;
pub mod command;
pub mod cursor;
pub mod effect;
pub mod exporting;
pub mod finder;
pub mod help;
pub mod inquiry;
pub mod layout;
mod links;
pub mod list;
pub mod loading;
pub mod marking;
pub mod message;
pub mod page;
pub mod places;
pub mod queries;
pub mod reading;
pub mod rows;
pub mod search;
pub mod setting;
pub mod text_area;
pub mod text_line;
mod update;

pub use action::Action;
pub use effect::Effect;
pub use message::{Message, Point, Size};

use crate::article::DateStyle;
use crate::config::Borders;
use crate::library::{Counts, RecordKey};
use crate::text::Span;
use command::Command;
use exporting::ExportPrompt;
use finder::Finder;
use help::{Help, KeyHelp};
use layout::{Pane, Screen};
use list::List;
use loading::Loading;
use marking::{Correction, Marking, Naming, Note, Tags};
use places::log::Messages;
use places::{History, Place};
use queries::{Queries, Typed};
use reading::Reading;
use search::Search;
use text_line::TextLine;

/// The longest line of text wanted, in columns, until the reader says otherwise.
pub const MEASURE: usize = 66;

/// Where keys go, and so what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// The list pane.
    List,
    /// The article pane.
    Article,
    /// The quotes pane.
    Quotes,
    /// The evidence for a quotation, in front of the panes.
    Evidence,
    /// The line in which a search is typed.
    Prompt,
    /// The finder.
    Finder,
    /// The help.
    Help,
    /// The sentence of the wording check.
    Claim,
    /// What the wording check found.
    Findings,
    /// The query of the full-text search.
    Query,
    /// What the full-text search found.
    Hits,
    /// What there is to narrow a full-text search down by.
    Facets,
    /// The table of all quotations.
    Table,
    /// Every place where a word stands.
    Concordance,
    /// The table of everybody who is quoted.
    People,
    /// What narrows a table down.
    Filter,
    /// The page of one speaker.
    Speaker,
    /// The chart there.
    Timeline,
    /// Those there who are quoted beside.
    Beside,
    /// What is open.
    Stock,
    /// The log of messages.
    Log,
    /// The command line.
    Command,
    /// The list of marks.
    Kept,
    /// A note being written.
    Note,
    /// Tags being given.
    Tags,
    /// A speaker being corrected.
    Correct,
    /// Where an export is to go.
    Export,
    /// The list of saved searches.
    Saved,
    /// A search being given a name.
    Naming,
    /// Two printings of a text.
    Diff,
}

/// What stands in front of the panes.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The finder.
    Finder(Box<Finder>),
    /// The help.
    Help(Help),
    /// The evidence for the selected quotation.
    Evidence,
    /// The command line.
    Command(Command),
    /// A note being written.
    Note(Box<Note>),
    /// Tags being given.
    Tags(Box<Tags>),
    /// A speaker being corrected.
    Correct(Box<Correction>),
    /// Where an export is to go.
    Export(Box<ExportPrompt>),
    /// A search being given a name.
    Naming(Box<Naming>),
}

/// How the reader looks, as far as that can be changed while it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The names of the themes there are, in the order in which a key goes through them.
    pub themes: Vec<String>,
    /// The number of the one that is worn.
    pub theme: usize,
    /// The longest line of text wanted, in columns.
    pub measure: usize,
    /// Whether words of an article are parted at a line's end.
    pub hyphenation: bool,
    /// How dates are written.
    pub dates: DateStyle,
    /// How frames are drawn.
    pub borders: Borders,
    /// Whether only ASCII is drawn.
    pub ascii: bool,
    /// Whether headlines are links where the terminal knows such.
    pub links: bool,
    /// Whether the terminal is in the background.
    pub unfocused: bool,
}

impl Default for Look {
    fn default() -> Self {
        Look {
            themes: Vec::new(),
            theme: 0,
            measure: MEASURE,
            hyphenation: false,
            dates: DateStyle::default(),
            borders: Borders::default(),
            ascii: false,
            links: false,
            unfocused: false,
        }
    }
}

impl Look {
    /// What points at a selection: hollow where keys go to another window.
    pub const fn pointer(&self) -> &'static str {
        if self.unfocused { "▹" } else { "▸" }
    }
}

/// A short message to the reader, in the status line until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub text: String,
    /// Whether something went wrong.
    pub warning: bool,
}

/// A line being typed below the panes.
#[derive(Debug, Clone, Default)]
pub struct Prompt {
    /// What for.
    pub purpose: Purpose,
    /// What is typed.
    pub line: TextLine,
    origin: Origin,
}

/// What a line below the panes is typed for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Purpose {
    /// To search the pane that has the keys.
    #[default]
    Search,
    /// To have only some of the articles in the list.
    Filter,
    /// To give the selected quotations to a command of the shell.
    Pipe,
}

/// Where the reader stood when the line was begun: there it looks from, and there giving it up leads.
#[derive(Debug, Clone, Copy, Default)]
struct Origin {
    article: Option<RecordKey>,
    top: usize,
    quotation: Option<usize>,
}

/// Which article is to be opened, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Destination {
    record: RecordKey,
    /// The quotation to stand at; the article's start where there is none.
    quotation: Option<usize>,
    /// The first line to be in sight, where that is known.
    top: Option<usize>,
    /// The passage to be in sight, where that is known.
    span: Option<Span>,
}

impl Destination {
    /// The start of an article.
    fn start_of(record: RecordKey) -> Self {
        Self { record, quotation: None, top: None, span: None }
    }
}

/// The state of the reader.
#[derive(Debug, Clone)]
pub struct App {
    /// What is open, as the title line names it.
    pub name: String,
    /// The terminal's size.
    pub size: Size,
    /// What fills the area between the title and the status line.
    pub place: Place,
    /// The pane that keys go to.
    pub focus: Pane,
    /// The list pane.
    pub list: List,
    /// The article being read.
    pub reading: Option<Reading>,
    /// What the reader keeps.
    pub marking: Marking,
    /// What stands in front of the panes.
    pub overlay: Option<Overlay>,
    /// What stood in front before that, and does again after it.
    behind: Option<Overlay>,
    /// The line being typed below the panes.
    pub prompt: Option<Prompt>,
    /// The newest search.
    pub search: Option<Search>,
    /// How much the library holds, once that is known.
    pub counts: Option<Counts>,
    /// What is unusual about how the articles are kept, in a word or two.
    pub state: String,
    /// How far loading is.
    pub loading: Loading,
    /// What the reader should know just now.
    pub notice: Option<Notice>,
    /// The keys of an unfinished sequence.
    pub pending: String,
    /// Whether the article stands alone.
    pub zen: bool,
    /// What the screens say of the keys.
    pub keys: KeyHelp,
    /// What was looked for in the finder.
    queries: Queries,
    /// What was typed in other lines.
    typed: Typed,
    /// What was done by the command line.
    commands: Queries,
    /// What the reader was told.
    messages: Messages,
    /// How it looks.
    pub look: Look,
    destination: Option<Destination>,
    /// The places before this one, and behind it.
    history: History,
    /// The number of the newest request.
    generation: u64,
    /// The number of what the place asks now.
    inquiry: u64,
}

impl App {
    /// An empty reader of what is called `name`, on a terminal of `size`. `keys` is what its
    /// screens say of them.
    pub fn new(name: impl Into<String>, size: Size, keys: KeyHelp) -> Self {
        App {
            name: name.into(),
            size,
            place: Place::default(),
            focus: Pane::List,
            list: List::default(),
            reading: None,
            marking: Marking::default(),
            overlay: None,
            behind: None,
            prompt: None,
            search: None,
            counts: None,
            state: String::new(),
            loading: Loading::default(),
            notice: None,
            pending: String::new(),
            zen: false,
            keys,
            queries: Queries::default(),
            typed: Typed::default(),
            commands: Queries::default(),
            messages: Messages::default(),
            look: Look::default(),
            destination: None,
            history: History::default(),
            generation: 0,
            inquiry: 0,
        }
    }

    /// Where keys go now.
    pub fn context(&self) -> Context {
        match (&self.overlay, &self.prompt) {
            (Some(Overlay::Finder(_)), _) => Context::Finder,
            (Some(Overlay::Help(_)), _) => Context::Help,
            (Some(Overlay::Evidence), _) => Context::Evidence,
            (Some(Overlay::Command(_)), _) => Context::Command,
            (Some(Overlay::Note(_)), _) => Context::Note,
            (Some(Overlay::Tags(_)), _) => Context::Tags,
            (Some(Overlay::Correct(_)), _) => Context::Correct,
            (Some(Overlay::Export(_)), _) => Context::Export,
            (Some(Overlay::Naming(_)), _) => Context::Naming,
            (None, Some(_)) => Context::Prompt,
            (None, None) => match (self.place.view(), self.focus) {
                (Some(view), _) => view.context(),
                (None, Pane::List) => Context::List,
                (None, Pane::Article) => Context::Article,
                (None, Pane::Quotes) => Context::Quotes,
            },
        }
    }

    /// Where the panes stand.
    pub fn screen(&self) -> Screen {
        Screen::new(self.size, self.focus, self.zen)
    }
}

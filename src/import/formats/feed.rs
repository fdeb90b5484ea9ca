//! RSS, RDF and Atom: an article is an item or entry with its text.
//!
//! The elements are read one by one, not by a feed library: those give each date in the time zone
//! of Greenwich, where it may be another day than the printed one, and lose a whole feed to one
//! broken item.

use super::{Format, Look, Output, Stop};
use crate::article::{Article, TextFrom, Warning};
use crate::import::decode::{self, Said};
use crate::import::limits::{Budget, Cap, Limits, Refusal};
use crate::import::metered::Metered;
use crate::import::source::Input;
use crate::import::{Fields, made, markup};
use crate::text::web;
use encoding_rs::Encoding;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{self, BufRead, BufReader};

pub struct Feed;

impl Format for Feed {
    fn endings(&self) -> &'static [&'static str] {
        &["xml", "rss", "atom", "rdf"]
    }

    fn is_content_of(&self, look: &Look<'_>) -> bool {
        ["<?xml", "<rss", "<feed", "<rdf:RDF"].iter().any(|root| look.start.starts_with(root))
    }

    fn read(&self, input: Input<'_>, output: &mut Output<'_>) -> Result<(), Stop> {
        let head = input.head().to_vec();
        let said = Said { asked: output.options.encoding, declared: declared(&head), ..Said::default() };
        let (input, warning) = decode::as_utf8(&head, input.into_reader(), said);
        let input: Box<dyn BufRead> = Box::new(BufReader::new(input));
        let input = Metered::new(input, output.limits.record_bytes);
        let mut items = Items::new(input, output.limits, warning);
        let mut any = false;
        loop {
            match items.next() {
                Ok(None) if any => return Ok(()),
                Ok(None) => return Err(Refusal::NotRead("it is XML, but no feed with items in it").into()),
                Ok(Some(item)) => {
                    output.begin(None);
                    let article = item.article(items.title.as_deref(), items.warning.clone(), output);
                    output.record(article)?;
                }
                Err(Fault::Item(refusal)) => {
                    output.begin(None);
                    output.refuse(refusal)?;
                }
                Err(Fault::Rest(refusal)) if any => {
                    output.begin(None);
                    return output.refuse(Refusal::Malformed(format!("{refusal}; what follows it is not read")));
                }
                Err(Fault::Rest(refusal)) => return Err(refusal.into()),
            }
            any = true;
        }
    }
}

/// Why there is no item.
#[derive(Debug)]
enum Fault {
    /// This one is none; the next may be.
    Item(Refusal),
    /// Nothing more can be read.
    Rest(Refusal),
}

/// The encoding that the first line of XML names.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let end = memchr::memmem::find(head, b"?>").filter(|_| head.starts_with(b"<?xml"))?;
    let (_, rest) = std::str::from_utf8(&head[..end]).ok()?.split_once("encoding")?;
    let name = rest.trim_start_matches([' ', '=']).trim_start_matches(['"', '\'']);
    Encoding::for_label(name.split(['"', '\'']).next()?.as_bytes())
}

/// What an element inside an item says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Title,
    Link,
    Id,
    Date,
    Updated,
    Author,
    Section,
    Outlet,
    Summary,
    Content,
}

impl Part {
    /// What the element of that name says, its prefix included.
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "title" => Self::Title,
            "link" => Self::Link,
            "guid" | "id" => Self::Id,
            "pubDate" | "published" | "issued" | "dc:date" | "date" => Self::Date,
            "updated" | "modified" | "dcterms:modified" => Self::Updated,
            "author" | "dc:creator" | "creator" => Self::Author,
            "category" | "dc:subject" => Self::Section,
            "source" => Self::Outlet,
            "description" | "summary" | "media:description" => Self::Summary,
            "content:encoded" | "content" | "fulltext" | "body" => Self::Content,
            _ => return None,
        })
    }
}

/// An item as far as it was read.
#[derive(Debug, Default)]
struct FeedItem {
    /// How many elements are open with it.
    depth: usize,
    parts: Vec<(Part, String, String)>,
}

/// The words of one element as they come.
#[derive(Debug)]
struct Capture {
    part: Option<Part>,
    name: String,
    depth: usize,
    text: String,
    /// Whether elements inside are HTML to be kept as such.
    xhtml: bool,
    /// The depth of an element inside whose words are no part of it.
    muted: Option<usize>,
}

/// The bytes of a feed, no more than may be of one item.
type Bytes<'l> = Metered<Box<dyn BufRead + 'l>>;

/// What cuts them into events. Which end belongs to which element is found out here, so that a fault
/// costs no more than one item.
fn reader(input: Bytes<'_>) -> Reader<Bytes<'_>> {
    let mut reader = Reader::from_reader(input);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    reader
}

/// Reads items one after the other.
struct Items<'l> {
    reader: Reader<Bytes<'l>>,
    limits: &'l Limits,
    budget: Budget<'l>,
    /// The names of the elements that are open, the outermost first.
    open: Vec<String>,
    /// The feed's title.
    title: Option<String>,
    /// What is to be said of every item.
    warning: Option<Warning>,
    item: Option<FeedItem>,
    capture: Option<Capture>,
    buffer: Vec<u8>,
}

impl<'l> Items<'l> {
    fn new(input: Bytes<'l>, limits: &'l Limits, warning: Option<Warning>) -> Self {
        Self {
            reader: reader(input),
            limits,
            budget: Budget::new(limits),
            open: Vec::new(),
            title: None,
            warning,
            item: None,
            capture: None,
            buffer: Vec::new(),
        }
    }

    /// The next item, or nothing at the end.
    fn next(&mut self) -> Result<Option<FeedItem>, Fault> {
        self.restart();
        loop {
            let mut buffer = std::mem::take(&mut self.buffer);
            buffer.clear();
            let event = match self.reader.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(error) => return Err(self.broken(&error)),
            };
            if let Err(cap) = self.budget.spend(self.open.len() as u64) {
                return Err(self.too_much(cap));
            }
            match event {
                Event::Start(start) => self.start(&start)?,
                Event::Empty(start) => self.empty(&start),
                Event::End(end) => {
                    if let Some(item) = self.end(end.name().as_ref()) {
                        return Ok(Some(item));
                    }
                }
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.cdata(&text.xml10_content()),
                Event::GeneralRef(name) => {
                    let name = name.into_inner();
                    self.text(&markup::entity(&name).unwrap_or_else(|| format!("&{name};").into()));
                }
                Event::Eof if self.give_up() => {
                    let why = "it is cut off: the file ends in the middle of it";
                    return Err(Fault::Item(Refusal::Malformed(why.to_owned())));
                }
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
            self.buffer = buffer;
        }
    }

    /// What an error means, after which what is not broken is read on.
    fn broken(&mut self, error: &quick_xml::Error) -> Fault {
        self.give_up();
        if let quick_xml::Error::Io(error) = error {
            return Fault::Rest(unreadable(error));
        }
        let refusal = Refusal::Malformed(format!("it is no well-formed XML: {error}"));
        if matches!(error, quick_xml::Error::IllFormed(_)) {
            return Fault::Item(refusal);
        }
        // After any other error the reader has ended: another one goes on behind it.
        let next = self.reader.get_mut().fill_buf().map(|bytes| bytes.first().copied());
        match next {
            Err(error) => Fault::Rest(unreadable(&error)),
            Ok(None) => Fault::Rest(refusal),
            Ok(Some(_)) => {
                let ended = std::mem::replace(&mut self.reader, reader(Metered::new(Box::new(io::empty()), 0)));
                self.reader = reader(ended.into_inner());
                Fault::Item(refusal)
            }
        }
    }

    /// What it means that a cap was hit: inside of an item, that costs only the item.
    fn too_much(&mut self, cap: Cap) -> Fault {
        if self.give_up() {
            return Fault::Item(cap.into());
        }
        if matches!(cap, Cap::Depth(_)) {
            // What is left of an item that was given up.
            self.open.clear();
            return Fault::Item(cap.into());
        }
        Fault::Rest(cap.into())
    }

    /// Gives up the item that is open; says whether one was.
    fn give_up(&mut self) -> bool {
        self.capture = None;
        let Some(item) = self.item.take() else { return false };
        self.open.truncate(item.depth - 1);
        true
    }

    /// Begins to count what an item costs.
    fn restart(&mut self) {
        self.budget = Budget::new(self.limits);
        self.reader.get_mut().restart();
    }

    /// Begins an element.
    ///
    /// # Errors
    /// An item begins inside of another, which therefore was not closed.
    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), Fault> {
        let name = start.name();
        let name = name.as_ref();
        if matches!(name, "item" | "entry") {
            let unclosed = self.give_up();
            self.restart();
            self.open.push(name.to_owned());
            self.item = Some(FeedItem { depth: self.open.len(), parts: Vec::new() });
            let why = || Refusal::Malformed("it is not closed where the next one begins".to_owned());
            return if unclosed { Err(Fault::Item(why())) } else { Ok(()) };
        }
        self.open.push(name.to_owned());
        self.start_part(name, start);
        Ok(())
    }

    /// Begins an element that is no item.
    fn start_part(&mut self, name: &str, start: &BytesStart<'_>) {
        let depth = self.open.len();
        if let Some(capture) = &mut self.capture {
            if capture.xhtml {
                capture.text.push_str(&format!("<{name}>"));
            } else if matches!(name, "email" | "uri" | "url" | "id" | "link" | "logo" | "icon" | "updated" | "rights") {
                capture.muted = capture.muted.or(Some(depth));
            }
            return;
        }
        let Some(item) = &mut self.item else {
            if name == "title" && self.title.is_none() {
                self.capture = Some(Capture::new(None, name, depth, false));
            }
            return;
        };
        if let Some(part) = Part::of(name).filter(|_| depth == item.depth + 1) {
            item.push_attribute(part, name, start);
            let xhtml = attribute(start, "type").is_some_and(|kind| kind == "xhtml");
            self.capture = Some(Capture::new(Some(part), name, depth, xhtml));
        }
    }

    fn empty(&mut self, start: &BytesStart<'_>) {
        let name = start.name();
        let name = name.as_ref();
        match (&mut self.capture, &mut self.item) {
            (Some(capture), _) if capture.xhtml => capture.text.push_str(&format!("<{name}/>")),
            (None, Some(item)) if self.open.len() == item.depth => {
                if let Some(part) = Part::of(name) {
                    item.push_attribute(part, name, start);
                }
            }
            _ => {}
        }
    }

    /// Ends the innermost element of that name and whatever is open inside of it, and gives the item if
    /// that is among them. The end of what never began is passed over.
    fn end(&mut self, name: &str) -> Option<FeedItem> {
        let at = self.open.iter().rposition(|open| open == name)?;
        self.open.truncate(at);
        if let Some(capture) = self.capture.take_if(|capture| capture.depth > at) {
            match (capture.part, &mut self.item) {
                (Some(part), Some(item)) => item.parts.push((part, capture.name, capture.text)),
                _ => self.title = Some(markup::line(&capture.text, self.limits)).filter(|title| !title.is_empty()),
            }
        } else if let Some(capture) = &mut self.capture {
            capture.muted = capture.muted.filter(|muted| *muted <= at);
            capture.text.push_str(&if capture.xhtml { format!("</{name}>") } else { " ".to_owned() });
        }
        self.item.take_if(|item| item.depth > at)
    }

    fn text(&mut self, text: &str) {
        match &mut self.capture {
            Some(capture) if capture.muted.is_some() => {}
            // It is HTML already: what stands for an angle in it must go on doing so.
            Some(capture) if capture.xhtml => {
                capture.text.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
            }
            Some(capture) => capture.text.push_str(text),
            None => {}
        }
    }

    fn cdata(&mut self, text: &str) {
        if let Some(capture) = self.capture.as_mut().filter(|capture| capture.muted.is_none()) {
            capture.text.push_str(text);
        }
    }
}

impl Capture {
    fn new(part: Option<Part>, name: &str, depth: usize, xhtml: bool) -> Self {
        Self { part, name: name.to_owned(), depth, text: String::new(), xhtml, muted: None }
    }
}

impl FeedItem {
    /// Takes what Atom says in attributes: where the entry stands, and its category.
    fn push_attribute(&mut self, part: Part, name: &str, start: &BytesStart<'_>) {
        let value = match part {
            Part::Link => {
                attribute(start, "href").filter(|_| attribute(start, "rel").is_none_or(|rel| rel == "alternate"))
            }
            Part::Section => attribute(start, "label").or_else(|| attribute(start, "term")),
            _ => None,
        };
        self.parts.extend(value.map(|value| (part, name.to_owned(), value)));
    }

    /// The first words of a part.
    fn words(&self, wanted: Part, limits: &Limits) -> Option<String> {
        let parts = self.parts.iter().filter(|(part, ..)| *part == wanted);
        parts.map(|(.., text)| markup::line(text, limits)).find(|words| !words.is_empty())
    }

    /// The article that the item is, of the feed of that title.
    fn article(&self, feed: Option<&str>, warning: Option<Warning>, output: &Output<'_>) -> Result<Article, Refusal> {
        let limits = output.limits;
        let text = |wanted| self.parts.iter().find(|(part, _, text)| *part == wanted && !text.trim().is_empty());
        let (_, name, text) = text(Part::Content).or_else(|| text(Part::Summary)).ok_or(Refusal::NoText)?;
        let one = |part| self.words(part, limits);
        let fields = Fields {
            title: one(Part::Title),
            date: one(Part::Date).or_else(|| one(Part::Updated)),
            outlet: one(Part::Outlet).or_else(|| feed.map(str::to_owned)),
            byline: one(Part::Author),
            section: one(Part::Section),
            url: one(Part::Link).or_else(|| one(Part::Id)).filter(|link| web::is_address(link)),
        };
        let markup = markup::is_html(text) || markup::has_entity(text);
        let text = if markup { markup::without(text, &mut Budget::new(limits))? } else { text.trim().to_owned() };
        let mut article = made(text, TextFrom::Field { name: name.clone(), markup }, fields, output.options);
        article.warnings.extend(warning);
        Ok(article)
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = start.try_get_attribute(name).ok().flatten()?;
    let value = attribute.value.as_ref();
    Some(quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), |value| value.into_owned()))
}

/// The cap behind an error of input, or that error.
fn unreadable(error: &io::Error) -> Refusal {
    let copy = || Refusal::Unreadable(io::Error::new(error.kind(), error.to_string()));
    Cap::of_error(error).map_or_else(copy, Refusal::TooMuch)
}

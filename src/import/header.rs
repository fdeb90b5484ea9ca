//! What stands before the body: key lines or front matter, headline, byline, lines of dates.
//!
//! A line that says what it is (a key) is taken at its word. Any other line is taken only where it
//! can hardly be the story's first: what is in doubt stays in the body.

use super::archive;
use super::byline::{self, Byline};
use super::dateline;
use super::dates::{self, Reading};
use super::keys::{self, Entries, Field};
use super::stamp::{self, Stamp, Which};
use super::{DateOrder, Fields, warning};
use crate::article::{Printed, Warning};
use crate::text::paragraphs::{Lines, ends_sentence};
use crate::text::{Span, fold, web};

/// The longest headline, and the longest line of dates, in bytes.
const LONGEST_LINE: usize = 200;
/// The most lines of nothing but dates.
const DATE_LINES: usize = 3;
/// The most warnings about one header.
const WARNINGS: usize = 20;
/// A line this long, in bytes, is a paragraph even without a blank line before it.
const SURELY_PROSE: usize = 120;

/// What is known before the body begins.
#[derive(Debug, Default)]
pub struct Header {
    /// Where the header ends, in bytes.
    pub end: usize,
    /// The headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// The newspaper, agency or site.
    pub outlet: Option<String>,
    /// The section it stood in.
    pub section: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// Where it says the place it was filed from.
    pub dateline: Option<Span>,
    /// When it was printed.
    pub printed: Printed,
    /// When it was last changed.
    pub updated: Printed,
    /// What could not be read.
    pub warnings: Vec<Warning>,
}

/// Reads the header of `text`.
pub fn parse(text: &str, order: DateOrder) -> Header {
    let mut reader = Reader {
        text,
        order,
        header: Header::default(),
        date_lines: 0,
        inline_date: false,
        keyed: false,
        guessed_title: false,
        subtitle: false,
    };
    reader.front_matter();
    reader.archive_top();
    while let Some((line, _)) = reader.line_after(reader.header.end) {
        let more = reader.key_block(line)
            || reader.inline_date(line)
            || reader.bare_body_key(line)
            || reader.repeated_title(line)
            || reader.followed_line(line);
        if !more {
            break;
        }
    }
    reader.header
}

struct Reader<'a> {
    text: &'a str,
    order: DateOrder,
    header: Header,
    date_lines: usize,
    inline_date: bool,
    keyed: bool,
    guessed_title: bool,
    subtitle: bool,
}

impl Header {
    /// Takes what is known from elsewhere, which goes before what the header says.
    pub fn know(&mut self, known: Fields, order: DateOrder) {
        let Fields { title, date, outlet, byline, section, url } = known;
        for (slot, value) in [
            (&mut self.title, title),
            (&mut self.outlet, outlet),
            (&mut self.byline, byline),
            (&mut self.section, section),
            (&mut self.url, url),
        ] {
            *slot = value.or(slot.take());
        }
        if let Some(date) = date {
            self.printed = Printed::Unknown;
            self.set_labelled_date(Which::Printed, &date, order);
        }
    }

    /// Takes the date that `value` begins with, or says that there is none.
    pub fn set_labelled_date(&mut self, which: Which, value: &str, order: DateOrder) {
        let (_, _, date) = stamp::label(value);
        match dates::at_start(date, order) {
            Some(found) => self.set_date(which, found.reading, date[..found.len].trim_end()),
            None => self.warn(value, "is no date that can be read"),
        }
    }

    fn set_date(&mut self, which: Which, reading: Reading, printed: &str) {
        if let Reading::Date(date) = reading {
            let slot = if which == Which::Printed { &mut self.printed } else { &mut self.updated };
            if *slot == Printed::Unknown {
                *slot = date;
            }
        }
        if let Some(fault) = reading.fault() {
            self.warn(printed, fault);
        }
    }

    fn warn(&mut self, printed: &str, fault: &str) {
        if self.warnings.len() < WARNINGS {
            self.warnings.push(warning(printed, fault));
        }
    }
}

impl<'a> Reader<'a> {
    /// The next line with something on it, and whether a blank one stands before it.
    fn line_after(&self, at: usize) -> Option<(Span, bool)> {
        let lines = Lines::new(self.text, Span::new(at, self.text.len()));
        let (number, line) = lines.enumerate().find(|(_, line)| !line.ink.is_empty())?;
        Some((line.ink, number > 1))
    }

    fn front_matter(&mut self) {
        if let Some(entries) = keys::front_matter(self.text) {
            self.take(entries);
        }
    }

    fn archive_top(&mut self) {
        let Some(top) = archive::top(self.text, self.order) else { return };
        self.header.title = top.title.map(str::to_owned);
        self.header.outlet = top.outlet.map(str::to_owned);
        if let Some(stamp) = top.stamp {
            self.set_dates(stamp);
        }
        self.header.end = top.end;
    }

    /// `Body` on a line of its own, below keys.
    fn bare_body_key(&mut self, line: Span) -> bool {
        let taken = self.keyed && line.of(self.text).eq_ignore_ascii_case("body");
        if taken {
            self.keyed = false;
            self.header.end = line.end;
        }
        taken
    }

    /// Lines of `Key: value`; false where the body begins after them.
    fn key_block(&mut self, line: Span) -> bool {
        let Some(entries) = keys::block(self.text, line.start) else { return false };
        let body_key = entries.list.last().is_some_and(|entry| entry.field == Field::Body);
        let last_date = entries.list.last().filter(|last| last.field == Field::Date).map(|last| last.span);
        self.take(entries);
        match last_date.and_then(|value| self.story_after_date(value)) {
            Some(start) => {
                self.header.end = start;
                true
            }
            None => !body_key,
        }
    }

    /// Where in a date's value the story begins, if it does.
    fn story_after_date(&self, value: Span) -> Option<usize> {
        const LONGEST_REMARK: usize = 60;
        let (_, _, date) = stamp::label(value.of(self.text));
        let found = dates::at_start(date, self.order)?;
        let rest = Span::new(value.end - date.len() + found.len, value.end).trimmed(self.text);
        let story = rest.of(self.text);
        let begins = story.len() > LONGEST_REMARK || dateline::at_start(story, self.order).is_some();
        begins.then_some(rest.start)
    }

    fn take(&mut self, entries: Entries) {
        for entry in entries.list.into_iter().filter(|entry| !entry.value.is_empty()) {
            let header = &mut self.header;
            match entry.field {
                Field::Title => set(&mut header.title, entry.value),
                Field::Outlet => set(&mut header.outlet, entry.value),
                Field::Section => set(&mut header.section, entry.value),
                Field::Url => set(&mut header.url, entry.value),
                Field::Byline => {
                    let by = entry.value.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("by "));
                    self.set_byline(byline::of_names(if by { &entry.value[3..] } else { &entry.value }));
                }
                Field::Date => header.set_labelled_date(Which::Printed, &entry.value, self.order),
                Field::Updated => header.set_labelled_date(Which::Updated, &entry.value, self.order),
                Field::Dateline => header.dateline = header.dateline.or(Some(entry.span)),
                Field::Body | Field::Noted | Field::Other => {}
            }
        }
        self.keyed = true;
        self.header.end = entries.end;
    }

    fn set_byline(&mut self, byline: Byline) {
        set(&mut self.header.byline, byline.names);
        if let Some(outlet) = byline.outlet {
            set(&mut self.header.outlet, outlet);
        }
    }

    /// `date 2020-07-27`, with the story going on behind it.
    fn inline_date(&mut self, line: Span) -> bool {
        let words = line.of(self.text);
        let value =
            ["date ", "published ", "printed "].iter().find_map(|key| words.strip_prefix(key)).map(str::trim_start);
        let Some((value, found)) = value.and_then(|value| Some((value, dates::at_start(value, self.order)?))) else {
            return false;
        };
        if self.inline_date || matches!(found.reading, Reading::DayOfYear { .. }) {
            return false;
        }
        self.inline_date = true;
        let start = line.end - value.len();
        let span = Span::new(start, start + found.len);
        self.header.set_date(Which::Printed, found.reading, &value[..found.len]);
        self.header.end = span.end;
        true
    }

    /// The headline again, below the key that says it.
    fn repeated_title(&mut self, line: Span) -> bool {
        let words = line.of(self.text);
        let words = marked_headline(words).unwrap_or(words);
        let same =
            |title: &String| words.len() <= 2 * title.len() + LONGEST_LINE && fold::words(title) == fold::words(words);
        let repeated = !self.guessed_title && self.header.title.as_ref().is_some_and(same);
        let taken = repeated && self.line_after(line.end).is_some();
        if taken {
            self.guessed_title = true;
            self.header.end = line.end;
        }
        taken
    }

    /// A headline, subtitle, byline or line of dates: only where something follows it.
    fn followed_line(&mut self, line: Span) -> bool {
        if line.len() > LONGEST_LINE {
            return false;
        }
        let Some((next, blank)) = self.line_after(line.end) else { return false };
        let taken = self.url(line)
            || self.byline(line)
            || self.date_line(line)
            || self.headline(line, next, blank)
            || self.subtitle(line, next);
        if taken {
            self.header.end = line.end;
        }
        taken
    }

    fn url(&mut self, line: Span) -> bool {
        let words = line.of(self.text);
        let taken = web::is_address(words);
        if taken {
            set(&mut self.header.url, words.to_owned());
        }
        taken
    }

    fn byline(&mut self, line: Span) -> bool {
        let Some((byline, stamp)) = self.byline_on(line).filter(|_| self.header.byline.is_none()) else {
            return false;
        };
        self.set_byline(byline);
        if let Some(stamp) = stamp {
            self.set_dates(stamp);
        }
        true
    }

    /// The byline that a line is, with the dates behind it.
    fn byline_on(&self, line: Span) -> Option<(Byline, Option<Stamp<'a>>)> {
        let (names, stamp) = stamp::behind(line.of(self.text), self.order);
        Some((byline::of_line(names)?, stamp))
    }

    fn date_line(&mut self, line: Span) -> bool {
        let stamp = stamp::of_line(line.of(self.text), self.order).filter(|_| self.date_lines < DATE_LINES);
        let Some(stamp) = stamp else { return false };
        self.date_lines += 1;
        self.set_dates(stamp);
        true
    }

    fn set_dates(&mut self, stamp: Stamp<'_>) {
        for (which, reading, printed) in stamp.dates {
            self.header.set_date(which, reading, printed);
        }
        set(&mut self.header.outlet, stamp.outlet.unwrap_or_default().to_owned());
    }

    fn headline(&mut self, line: Span, next: Span, blank: bool) -> bool {
        if self.guessed_title || self.header.title.is_some() {
            return false;
        }
        let marked = marked_headline(line.of(self.text));
        let words = marked.unwrap_or(line.of(self.text));
        let taken = marked.is_some() || self.is_headline(words, line, next, blank);
        if taken {
            self.guessed_title = true;
            self.header.title = Some(words.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        taken
    }

    /// Whether `line` reads like a headline and `next` like what stands below one.
    fn is_headline(&self, words: &str, line: Span, next: Span, blank: bool) -> bool {
        let bullet = words.starts_with(['-', '*', '•', '>', '|', '=', '_']) || words.starts_with(char::is_lowercase);
        if bullet || !words.contains(char::is_alphabetic) || self.opens_story(line) {
            return false;
        }
        let below = self.line_after(next.end).filter(|_| next.len() <= LONGEST_LINE);
        let sure = self.opens_story(next) || below.is_some_and(|(line, _)| self.opens_story(line));
        let story = sure || self.is_prose(next, line.len(), blank);
        match words.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']']).chars().next_back() {
            Some(',' | ';' | ':' | '—' | '–' | '-') => false,
            Some('.' | '…') => sure,
            Some('?' | '!') => sure || story && is_title_case(words),
            _ => story,
        }
    }

    /// A line between the headline and a byline, a date or a dateline.
    fn subtitle(&mut self, line: Span, next: Span) -> bool {
        let words = line.of(self.text);
        let taken = self.header.title.is_some()
            && !self.subtitle
            && !words.ends_with(':')
            && !self.opens_story(line)
            && self.opens_story(next);
        self.subtitle |= taken;
        taken
    }

    /// Whether a line is a byline, a line of dates, or begins with a dateline.
    fn opens_story(&self, line: Span) -> bool {
        let words = line.of(self.text);
        self.byline_on(line).is_some()
            || stamp::of_line(words, self.order).is_some()
            || dateline::at_start(words, self.order).is_some()
    }

    /// Whether the lines from `line` to the next blank one are sentences, and more than the
    /// `headline` bytes above them.
    fn is_prose(&self, line: Span, headline: usize, blank: bool) -> bool {
        const ENOUGH_LINES: usize = 12;
        if !blank {
            return line.len() > SURELY_PROSE.max(headline);
        }
        let lines = Lines::new(self.text, Span::new(line.start, self.text.len()));
        let block = lines.take(ENOUGH_LINES).take_while(|line| !line.ink.is_empty());
        let end = block.last().map_or(line.end, |last| last.ink.end);
        let block = &self.text[line.start..end];
        block.len() > headline.min(SURELY_PROSE) && (ends_sentence(block) || block.contains(". "))
    }
}

/// The headline that Markdown marks as one: `# Storm`, `**Storm**`, `# **Storm**`.
fn marked_headline(line: &str) -> Option<&str> {
    let heading = line.strip_prefix("# ").map(str::trim);
    let words = heading.unwrap_or(line);
    let bold = |mark: &str| words.strip_prefix(mark)?.strip_suffix(mark).filter(|inner| !inner.contains(mark));
    let marked = bold("**").or_else(|| bold("__")).or(heading)?.trim();
    marked.contains(char::is_alphabetic).then_some(marked)
}

/// Whether nearly all the longer words begin with a capital.
fn is_title_case(words: &str) -> bool {
    let longer: Vec<_> = words.split_whitespace().filter(|word| word.chars().count() > 3).collect();
    let capital = longer.iter().filter(|word| !word.starts_with(char::is_lowercase)).count();
    longer.len() >= 2 && capital * 5 >= longer.len() * 4
}

fn set(slot: &mut Option<String>, value: String) {
    if !value.is_empty() {
        slot.get_or_insert(value);
    }
}

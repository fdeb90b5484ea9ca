//! Quotations as `whosaid quotes` prints them: text for people, JSON for programs.

use super::output;
use super::selection::Sink;
use crate::article::Article;
use crate::export::{self, Chosen, Entry, Form, FormOptions, OffsetUnit, Values, cite};
use crate::library::Record;
use crate::library::marks::{Mark, Marked, place};
use crate::quote::Quotation;
use crate::text::{Span, sanitize, wrap};
use std::io::{self, IsTerminal, Write};

/// The form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// for people: by article, wrapped to the terminal
    Text,
    /// one array of objects
    Json,
    /// one object a line
    Jsonl,
}

impl Format {
    /// What writes objects for programs; none for people.
    pub fn values(self) -> Option<Values> {
        match self {
            Format::Text => None,
            Format::Json => Some(Values::array()),
            Format::Jsonl => Some(Values::lines()),
        }
    }
}

/// The columns of text that goes to no terminal.
const COLUMNS: usize = 80;

/// Columns before the lines that belong to a quotation.
const INDENT: usize = 4;

/// A listing on its way out.
pub struct Listing<'a, W> {
    out: W,
    /// What writes it for programs; none for people.
    form: Option<Box<dyn Form>>,
    look: Look,
    /// What the person has marked, if that is to be told.
    pub marked: Option<&'a Marked>,
    /// Whether nothing was listed yet.
    empty: bool,
}

impl<'a, W: Write> Listing<'a, W> {
    /// A listing that is written to `out`, which leads to standard output.
    pub fn new(out: W, format: Format, unit: OffsetUnit) -> Self {
        let options = FormOptions { offsets: unit, ..FormOptions::default() };
        let form = match format {
            Format::Text => None,
            Format::Json => Some(export::Format::Json.form(options)),
            Format::Jsonl => Some(export::Format::Jsonl.form(options)),
        };
        Self { out, form, look: Look::of_stdout(), marked: None, empty: true }
    }

    /// Writes what stands after everything.
    pub fn end(&mut self) -> io::Result<()> {
        if let Some(form) = &mut self.form {
            form.end(&mut self.out)?;
        }
        self.out.flush()
    }

    fn text(&mut self, record: &Record, quotations: &[&Quotation]) -> io::Result<()> {
        let article = &record.article;
        if !self.empty {
            writeln!(self.out)?;
        }
        let look = self.look;
        look.paragraph(&mut self.out, 0, look.bold, &article.title.text, whole(&article.title.text))?;
        let facts = cite::facts(article);
        look.paragraph(&mut self.out, 0, look.dim, &facts, whole(&facts))?;
        for quotation in quotations {
            writeln!(self.out)?;
            let speaker = speaker_line(quotation);
            look.paragraph(&mut self.out, INDENT / 2, look.bold, &speaker, whole(&speaker))?;
            for part in printed_parts(article, quotation) {
                look.paragraph(&mut self.out, INDENT, "", &article.text, part)?;
            }
        }
        Ok(())
    }
}

impl<W: Write> Sink for Listing<'_, W> {
    fn take(&mut self, record: &Record, quotations: &[&Quotation]) -> io::Result<()> {
        if let Some(form) = &mut self.form {
            let marks = place(self.marked.iter().flat_map(|marked| marked.of_article(record.article.id)), record);
            let mark = |quotation: &Quotation| -> Option<&Mark> {
                marks.iter().find_map(|(number, mark)| (record.quotations[*number].id == quotation.id).then_some(*mark))
            };
            let chosen = quotations.iter().map(|&quotation| Chosen { quotation, mark: mark(quotation) }).collect();
            return form.entry(&Entry { record, chosen }, &mut self.out);
        }
        self.text(record, quotations)?;
        self.empty = false;
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// *● State Senator Robert Peters · direct · stated · ¶ 3 · m67z2c48kq0t*
fn speaker_line(quotation: &Quotation) -> String {
    let (sign, speaker) = (quotation.certainty.sign(), quotation.speaker_or_unknown());
    let Quotation { id, kind, certainty, paragraph, .. } = quotation;
    format!("{sign} {speaker} · {kind} · {} · ¶\u{a0}{} · {id}", certainty.name(), paragraph + 1)
}

/// The quotation as printed, cue clause and all: its part of each paragraph that it runs over.
fn printed_parts<'a>(article: &'a Article, quotation: &'a Quotation) -> impl Iterator<Item = Span> + 'a {
    let content = quotation.content;
    let paragraphs = article.paragraphs.get(quotation.paragraph..).unwrap_or_default();
    paragraphs
        .iter()
        .take_while(move |paragraph| paragraph.start < content.end)
        .filter(move |paragraph| paragraph.overlaps(content))
        .map(move |paragraph| Span::new(paragraph.start.max(content.start), paragraph.end.min(content.end)))
}

/// All of `text`.
pub fn whole(text: &str) -> Span {
    Span::new(0, text.len())
}

/// How text for people is laid out and set off.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// How wide lines may be.
    pub columns: usize,
    /// What sets a heading off.
    pub bold: &'static str,
    /// What sets a remark off.
    pub dim: &'static str,
}

impl Look {
    /// As wide as the terminal; set off as the person wants it.
    pub fn of_stdout() -> Self {
        let terminal = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
        let columns = terminal.map_or(COLUMNS, |(width, _)| usize::from(width.0));
        let (bold, dim) = if output::colour_on_stdout() { ("\x1b[1m", "\x1b[2m") } else { ("", "") };
        Self { columns, bold, dim }
    }

    /// Writes the part `span` of `text` wrapped, `indent` columns in, set off by `style`.
    pub fn paragraph(self, out: &mut impl Write, indent: usize, style: &str, text: &str, span: Span) -> io::Result<()> {
        let reset = if style.is_empty() { "" } else { "\x1b[0m" };
        for line in wrap::wrap(text, span, self.columns.saturating_sub(indent)) {
            writeln!(out, "{:indent$}{style}{}{reset}", "", sanitize::line(line.of(text)))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    fn listed(format: Format, records: &[Record]) -> String {
        let mut out = Vec::new();
        let mut listing = Listing::new(&mut out, format, OffsetUnit::Chars);
        listing.look = Look { columns: 38, bold: "", dim: "" };
        for record in records {
            listing.take(record, &record.quotations.iter().collect::<Vec<_>>()).unwrap();
        }
        listing.end().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_tells_article_speaker_and_words_and_holds_no_control() {
        let mut record = sample();
        record.article.title.text = "All\x1b[31m better".to_owned();
        let id = record.quotations[0].id.to_string();
        let text = listed(Format::Text, &[record.clone(), record]);
        let one = "All␛[31m better\n\
            March 2021 · The Gazette · news/\nbetter.txt\n\n  \
            ● Mayor Zoë Ünal · direct · stated ·\n  ¶\u{a0}1 · ID\n    \
            “Ça va,” Zoë Ünal said, “mieux.”\n";
        assert_eq!(text, format!("{one}\n{one}").replace("ID", &id));
    }

    #[test]
    fn json_is_one_array_however_much_there_is() {
        for (records, count) in [(vec![], 0), (vec![sample()], 1), (vec![sample(), sample()], 2)] {
            let array: Vec<serde_json::Value> = serde_json::from_str(&listed(Format::Json, &records)).unwrap();
            assert_eq!(array.len(), count);
            assert_eq!(listed(Format::Jsonl, &records).lines().count(), count);
        }
    }

    #[test]
    fn a_quotation_over_paragraphs_is_shown_in_paragraphs() {
        let article = Article::from_body("“One.\n\n“Two,” she said.".to_owned());
        let mut quotation = sample().quotations.remove(0);
        quotation.content = Span::new(0, article.text.find(" she").unwrap());
        let parts: Vec<&str> = printed_parts(&article, &quotation).map(|part| part.of(&article.text)).collect();
        assert_eq!(parts, ["“One.", "“Two,”"]);
    }
}

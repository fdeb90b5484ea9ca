//! Quotations as `whosaid quotes` prints them: text for people, JSON for programs.

use super::output;
use crate::article::Article;
use crate::export::json::{self, ArticleObject, QuotationObject};
use crate::export::{OffsetUnit, Offsets, cite};
use crate::library::Record;
use crate::library::marks::Marked;
use crate::quote::{Quotation, QuotationId};
use crate::text::{Span, sanitize, wrap};
use std::collections::HashSet;
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

/// The columns of text that goes to no terminal.
const COLUMNS: usize = 80;

/// Columns before the lines that belong to a quotation.
const INDENT: usize = 4;

/// A listing on its way out.
pub struct Listing<W> {
    out: W,
    format: Format,
    unit: OffsetUnit,
    look: Look,
    /// What the person keeps.
    pub marked: Marked,
    /// Whether nothing was listed yet.
    empty: bool,
}

impl<W: Write> Listing<W> {
    /// A listing that is written to `out`, which leads to standard output.
    pub fn new(out: W, format: Format, unit: OffsetUnit) -> Self {
        Self { out, format, unit, look: Look::of_stdout(), marked: Marked::default(), empty: true }
    }

    /// Writes what stands before everything.
    pub fn begin(&mut self) -> io::Result<()> {
        if self.format == Format::Json { self.out.write_all(b"[") } else { Ok(()) }
    }

    /// Lists some of an article's quotations, at least one; `kept` are those that the person keeps.
    pub fn article(
        &mut self,
        record: &Record,
        quotations: &[&Quotation],
        kept: &HashSet<QuotationId>,
    ) -> io::Result<()> {
        if self.format == Format::Text {
            self.text(record, quotations)?;
            self.empty = false;
            return Ok(());
        }
        let article = ArticleObject::from(&record.article);
        let offsets = Offsets::new(&record.article.text, self.unit);
        for quotation in quotations {
            if self.format == Format::Json {
                self.out.write_all(if self.empty { b"\n" } else { b",\n" })?;
            }
            let object = QuotationObject::new(&record.article, quotation, &offsets, Some(&article));
            json::write(&mut self.out, &object.kept(kept.contains(&quotation.id)))?;
            if self.format == Format::Jsonl {
                self.out.write_all(b"\n")?;
            }
            self.empty = false;
        }
        Ok(())
    }

    /// Lets everything that was listed be seen.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Writes what stands after everything.
    pub fn end(&mut self) -> io::Result<()> {
        if self.format == Format::Json {
            self.out.write_all(if self.empty { b"]\n" } else { b"\n]\n" })?;
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
        let facts = facts(article);
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

/// What is known of an article besides its title: *CHICAGO · 27 July 2020 · monday.txt*.
fn facts(article: &Article) -> String {
    let place = article.dateline.as_ref().map(|dateline| dateline.place.clone());
    let printed = cite::long_date(article.printed).unwrap_or_else(|| "undated".to_owned());
    let facts = [place, Some(printed), article.outlet.clone(), article.byline.clone(), cite::locator(article)];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// *● State Senator Robert Peters · direct · stated · ¶ 3*
fn speaker_line(quotation: &Quotation) -> String {
    let (sign, speaker) = (quotation.certainty.sign(), quotation.speaker_or_unknown());
    let Quotation { kind, certainty, paragraph, .. } = quotation;
    format!("{sign} {speaker} · {kind} · {} · ¶\u{a0}{}", certainty.name(), paragraph + 1)
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

fn whole(text: &str) -> Span {
    Span::new(0, text.len())
}

/// How text for people is laid out and set off.
#[derive(Debug, Clone, Copy)]
struct Look {
    columns: usize,
    bold: &'static str,
    dim: &'static str,
}

impl Look {
    /// As wide as the terminal; set off only on a terminal whose user did not ask for plain text.
    fn of_stdout() -> Self {
        let plain = Self { columns: COLUMNS, bold: "", dim: "" };
        if !io::stdout().is_terminal() {
            return plain;
        }
        let columns = terminal_size::terminal_size().map_or(COLUMNS, |(width, _)| usize::from(width.0));
        if !output::colour_wanted() {
            return Self { columns, ..plain };
        }
        Self { columns, bold: "\x1b[1m", dim: "\x1b[2m" }
    }

    /// Writes the part `span` of `text` wrapped, `indent` columns in, set off by `style`.
    fn paragraph(self, out: &mut impl Write, indent: usize, style: &str, text: &str, span: Span) -> io::Result<()> {
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
        listing.begin().unwrap();
        for record in records {
            listing.article(record, &record.quotations.iter().collect::<Vec<_>>(), &HashSet::new()).unwrap();
        }
        listing.end().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_tells_article_speaker_and_words_and_holds_no_control() {
        let mut record = sample();
        record.article.title.text = "All\x1b[31m better".to_owned();
        let text = listed(Format::Text, &[record.clone(), record]);
        let one = "All␛[31m better\n\
            March 2021 · The Gazette · news/\nbetter.txt\n\n  \
            ● Mayor Zoë Ünal · direct · stated ·\n  ¶\u{a0}1\n    \
            “Ça va,” Zoë Ünal said, “mieux.”\n";
        assert_eq!(text, format!("{one}\n{one}"));
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

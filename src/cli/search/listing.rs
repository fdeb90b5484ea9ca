//! Hits as they are printed: text for people, JSON for programs.

use crate::cli::listing::Format;
use crate::cli::output;
use crate::export::json::{self, ArticleObject, QuotationObject};
use crate::export::{OffsetUnit, Offsets, Values, cite};
use crate::library::Record;
use crate::search::{Count, Facets, Hit, Snippet};
use crate::text::sanitize;
use serde::Serialize;
use std::io::{self, Write};

/// Hits on their way out.
pub struct Listing<W> {
    out: W,
    /// For programs; none for people.
    objects: Option<Values>,
    unit: OffsetUnit,
    /// What sets a word off on a terminal, and what ends that.
    bold: (&'static str, &'static str),
    empty: bool,
}

/// A hit: beside what it is, the object of that name.
#[derive(Serialize)]
struct HitObject<'a> {
    r#type: &'static str,
    snippet: &'a str,
    highlights: Vec<Highlight>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quotation: Option<QuotationObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<&'a ArticleObject<'a>>,
}

#[derive(Serialize)]
struct Highlight {
    start: usize,
    end: usize,
}

impl<W: Write> Listing<W> {
    /// A listing that is written to `out`, which leads to standard output.
    pub fn new(out: W, format: Format, unit: OffsetUnit) -> Self {
        let colour = output::colour_on_stdout();
        let bold = if colour { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
        Self { out, objects: format.values(), unit, bold, empty: true }
    }

    /// Whether nothing was listed yet.
    pub fn is_empty(&self) -> bool {
        self.empty
    }

    /// Lists a hit, which `record` is the article of.
    pub fn hit(&mut self, hit: &Hit, record: &Record) -> io::Result<()> {
        if self.objects.is_some() {
            self.json(hit, record)?
        } else {
            self.text(hit, record)?
        }
        self.empty = false;
        Ok(())
    }

    /// Writes what stands after everything.
    pub fn end(&mut self) -> io::Result<()> {
        self.objects.as_ref().map_or(Ok(()), |objects| objects.end(&mut self.out))
    }

    fn json(&mut self, hit: &Hit, record: &Record) -> io::Result<()> {
        let article = ArticleObject::from(&record.article);
        let offsets = Offsets::new(&record.article.text, self.unit);
        let quotation = hit.place.and_then(|place| record.quotations.get(place));
        let within = Offsets::new(&hit.snippet.text, self.unit);
        let highlight = |mark: &crate::text::Span| Highlight { start: within.at(mark.start), end: within.at(mark.end) };
        let object = HitObject {
            r#type: if quotation.is_some() { "quotation" } else { "article" },
            snippet: &hit.snippet.text,
            highlights: hit.snippet.marks.iter().map(highlight).collect(),
            quotation: quotation.map(|own| QuotationObject::new(&record.article, own, &offsets, Some(&article))),
            article: quotation.is_none().then_some(&article),
        };
        self.objects.as_mut().map_or(Ok(()), |objects| objects.push(&object, &mut self.out))
    }

    fn text(&mut self, hit: &Hit, record: &Record) -> io::Result<()> {
        if !self.empty {
            writeln!(self.out)?;
        }
        let article = &record.article;
        let quotation = hit.place.and_then(|place| record.quotations.get(place));
        let (what, id) = match quotation {
            Some(own) => (format!("{} {}", own.certainty.sign(), own.speaker_or_unknown()), own.id),
            None => (hit.title.clone(), article.id),
        };
        let place = article.dateline.as_ref().map(|dateline| dateline.place.clone());
        let printed = Some(article.printed.long());
        let id = Some(id.to_string());
        let facts = [Some(what), place, printed, article.outlet.clone(), cite::locator(article), id];
        let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        writeln!(self.out, "{}", sanitize::line(&facts))?;
        writeln!(self.out, "    {}", highlighted(&hit.snippet, self.bold))
    }
}

/// The snippet with its marks set off.
fn highlighted(snippet: &Snippet, (on, off): (&str, &str)) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mark in &snippet.marks {
        let before = snippet.text.get(at..mark.start).unwrap_or_default();
        for piece in [&sanitize::line(before), on, &sanitize::line(mark.of(&snippet.text)), off] {
            out.push_str(piece);
        }
        at = mark.end;
    }
    out.push_str(&sanitize::line(snippet.text.get(at..).unwrap_or_default()));
    out
}

#[derive(Serialize)]
struct FacetsObject<'a> {
    count: u64,
    #[serde(flatten)]
    facets: &'a Facets,
}

/// Writes how many hits there are, of whom and from where.
pub fn facets(out: &mut impl Write, facets: &Facets, count: u64, format: Format) -> io::Result<()> {
    if format != Format::Text {
        json::write(out, &FacetsObject { count, facets })?;
        return out.write_all(b"\n");
    }
    writeln!(out, "{count} in all")?;
    let Facets { speaker, outlet, place, month } = facets;
    for (name, counts) in [("speaker", speaker), ("outlet", outlet), ("place", place), ("month", month)] {
        if !counts.is_empty() {
            writeln!(out, "\n{name}")?;
        }
        for Count { value, count } in counts {
            writeln!(out, "{count:>9}  {}", sanitize::line(value))?;
        }
    }
    Ok(())
}

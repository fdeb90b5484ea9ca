//! BibTeX, as BibLaTeX, Zotero and JabRef read it: an article an entry.

use super::bibliography::Reference;
use super::names::Author;
use super::{Entry, Form};
use std::io::{self, Write};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Entries, parted by empty lines; nothing stands before the first one.
pub struct Bibtex;

impl Form for Bibtex {
    fn entry(&mut self, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
        let reference = Reference::of(entry);
        let kind = if reference.outlet.is_some() { "article" } else { "misc" };
        writeln!(out, "@{kind}{{whosaid-{},", entry.record.article.id)?;
        let mut field = |name: &str, value: &str| writeln!(out, "  {name} = {{{value}}},");
        if !reference.authors.is_empty() {
            field("author", &reference.authors.iter().map(author).collect::<Vec<_>>().join(" and "))?;
        }
        // Braces within: styles that lower the case of titles would take the capitals of names too.
        field("title", &format!("{{{}}}", escaped(&reference.title)))?;
        if let Some(outlet) = &reference.outlet {
            field("journal", &escaped(outlet))?;
        }
        if let Some(year) = reference.printed.first() {
            field("year", &format!("{year:04}"))?;
        }
        if let Some(url) = &reference.url {
            field("url", &address(url))?;
        }
        if let Some(section) = &entry.record.article.section {
            field("keywords", &escaped(&crate::text::sanitize::line(section)))?;
        }
        field("annote", &reference.notes.iter().map(|note| escaped(note)).collect::<Vec<_>>().join("\n\n"))?;
        if let Some(month) = reference.printed.get(1).and_then(|month| MONTHS.get(*month as usize - 1)) {
            writeln!(out, "  month = {month},")?;
        }
        if let Some(day) = reference.printed.get(2) {
            writeln!(out, "  day = {{{day}}},")?;
        }
        out.write_all(b"}\n\n")
    }
}

/// A name as BibTeX takes it apart; what is no person's name stays in one piece.
fn author(author: &Author) -> String {
    match author {
        Author::Person { .. } => escaped(&author.inverted()),
        Author::Literal(name) => format!("{{{}}}", escaped(name)),
    }
}

/// `text` so that LaTeX prints it and nothing in it acts. Braces are written by their names: inside of
/// a field they would have to come in pairs.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            _ => out.push(c),
        }
    }
    out
}

/// An address, which is taken as it stands: what would end the field is written in percents.
fn address(url: &str) -> String {
    url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

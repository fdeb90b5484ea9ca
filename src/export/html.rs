//! One page that needs nothing else: anchors for every article and quotation, and a box that filters.

use super::bibliography::{heading, web_address};
use super::{Chosen, Entry, Form, cite};
use crate::text::sanitize;
use std::io::{self, Write};

/// What stands before the articles. Nothing that the page does not hold itself may load or run.
const HEAD: &str = include_str!("html/head.html");

/// What stands after them.
const FOOT: &str = include_str!("html/foot.html");

/// The page on its way out.
pub struct Html;

impl Form for Html {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(HEAD.as_bytes())
    }

    fn entry(&mut self, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
        let article = &entry.record.article;
        let title = escaped(&heading(article));
        writeln!(out, "<article id=\"a-{}\">", article.id)?;
        match web_address(article) {
            Some(url) => writeln!(out, "<h2><a href=\"{}\" rel=\"noreferrer\">{title}</a></h2>", escaped(url))?,
            None => writeln!(out, "<h2>{title}</h2>")?,
        }
        writeln!(out, "<p class=\"facts\">{}</p>", escaped(&cite::facts(article)))?;
        for chosen in &entry.chosen {
            quotation(entry, chosen, out)?;
        }
        out.write_all(b"</article>\n")
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(FOOT.as_bytes())
    }
}

fn quotation(entry: &Entry<'_>, chosen: &Chosen<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Chosen { quotation, mark } = chosen;
    let article = &entry.record.article;
    let id = quotation.id;
    writeln!(out, "<figure id=\"q-{id}\" class=\"{}\">", quotation.kind)?;
    writeln!(out, "<blockquote>{}</blockquote>", escaped(&quotation.quoted_words(article)))?;
    write!(
        out,
        "<figcaption>{} <b>{}</b> · {} · {} · ¶ {}",
        quotation.certainty.sign(),
        escaped(&quotation.speaker_or_unknown()),
        quotation.kind,
        quotation.certainty.name(),
        quotation.paragraph + 1
    )?;
    if let Some(link) = cite::text_link(article, quotation) {
        write!(out, " · <a href=\"{}\" rel=\"noreferrer\">as printed</a>", escaped(&link))?;
    }
    writeln!(out, " · <a href=\"#q-{id}\"><code>{id}</code></a></figcaption>")?;
    if let Some(note) = mark.and_then(|mark| mark.note.as_ref()) {
        writeln!(out, "<p class=\"note\">{}</p>", escaped(note))?;
    }
    if let Some(mark) = mark.filter(|mark| !mark.tags.is_empty()) {
        writeln!(out, "<p class=\"tags\">{}</p>", escaped(&mark.tags.join(", ")))?;
    }
    out.write_all(b"</figure>\n")
}

/// `text` on one line, as text of an element or an attribute between double quotes.
fn escaped(text: &str) -> String {
    let line = sanitize::line(text);
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::export::{FormOptions, Format, sample, written};

    #[test]
    fn nothing_that_was_printed_becomes_part_of_the_page() {
        let mut record = sample();
        let attack = "<script>alert(1)</script>\" onload='x' & \u{1b}[31m";
        record.article.title.text = attack.to_owned();
        record.article.byline = Some(attack.to_owned());
        record.article.url = Some("javascript:alert(1)".to_owned());
        let page = written(Format::Html, FormOptions::default(), &[record]);
        assert_eq!(page.matches("<script>").count(), 1, "the page's own");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp; ␛[31m"));
        assert!(!page.contains("href=\"javascript:"));
    }

    #[test]
    fn a_page_has_an_anchor_for_every_quotation_and_loads_nothing() {
        let mut record = sample();
        record.article.url = Some("https://example.org/1".to_owned());
        let page = written(Format::Html, FormOptions::default(), &[record.clone()]);
        assert!(page.contains(&format!("id=\"q-{}\"", record.quotations[0].id)));
        assert!(page.contains(&format!("id=\"a-{}\"", record.article.id)));
        assert!(page.contains("default-src 'none'"));
        for loads in ["<link", "<img", "src=", "@import", "url("] {
            assert!(!page.contains(loads), "{loads}");
        }
        assert!(page.ends_with("</html>\n"));
    }
}

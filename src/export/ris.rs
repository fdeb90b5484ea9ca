//! RIS, as Zotero, EndNote and Mendeley read it: an article a reference.

use super::bibliography::{Printings, Reference};
use super::{Entry, Form};
use std::io::{self, Write};

/// References one after the other; lines end in CR and LF, as the format has it.
#[derive(Default)]
pub struct Ris {
    printings: Printings,
}

impl Form for Ris {
    fn entry(&mut self, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
        let reference = Reference::of(entry);
        let id = entry.record.article.id;
        let suffix = self.printings.suffix(id);
        let mut line = |tag: &str, value: &str| write!(out, "{tag}  - {value}\r\n");
        line("TY", if reference.outlet.is_some() || reference.url.is_none() { "NEWS" } else { "ELEC" })?;
        line("ID", &format!("whosaid-{id}{suffix}"))?;
        line("TI", &reference.title)?;
        for author in &reference.authors {
            line("AU", &author.inverted())?;
        }
        if let Some(outlet) = &reference.outlet {
            line("T2", outlet)?;
        }
        if let [year, rest @ ..] = &reference.printed[..] {
            line("PY", &format!("{year:04}"))?;
            let part = |at: usize| rest.get(at).map_or_else(String::new, |part| format!("{part:02}"));
            line("DA", &format!("{year:04}/{}/{}/", part(0), part(1)))?;
        }
        if let Some(url) = &reference.url {
            line("UR", url)?;
        }
        for note in &reference.notes {
            line("N1", note)?;
        }
        line("ER", "")?;
        out.write_all(b"\r\n")
    }
}

#[cfg(test)]
mod tests {
    use crate::export::{FormOptions, Format, sample, written};

    #[test]
    fn every_line_has_a_tag_and_the_end_that_the_format_asks_for() {
        let mut record = sample();
        record.article.byline = Some("Ada Stone and Bo van der Berg".to_owned());
        record.article.title.text = "All\r\nER  - better".to_owned();
        let ris = written(Format::Ris, FormOptions::default(), &[record]);
        let lines: Vec<&str> = ris.trim_end().split("\r\n").collect();
        let is_tag = |line: &&str| line.len() >= 5 && line.as_bytes()[..2].iter().all(u8::is_ascii_alphanumeric);
        assert!(lines.iter().all(|line| is_tag(line) && line[2..].starts_with("  -")), "{lines:?}");
        assert_eq!(lines.iter().filter(|line| line.starts_with("ER")).count(), 1);
        for line in ["TI  - All ER - better", "AU  - van der Berg, Bo", "PY  - 2021", "DA  - 2021/03//"] {
            assert!(lines.contains(&line), "{line} in {lines:?}");
        }
    }
}

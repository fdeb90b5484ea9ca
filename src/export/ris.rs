//! RIS, as Zotero, EndNote and Mendeley read it: an article a reference.

use super::bibliography::Reference;
use super::{Entry, Form};
use std::io::{self, Write};

/// References one after the other; lines end in CR and LF, as the format has it.
pub struct Ris;

impl Form for Ris {
    fn entry(&mut self, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
        let reference = Reference::of(entry);
        let mut line = |tag: &str, value: &str| write!(out, "{tag}  - {value}\r\n");
        line("TY", if reference.outlet.is_some() || reference.url.is_none() { "NEWS" } else { "ELEC" })?;
        line("ID", &format!("whosaid-{}", entry.record.article.id))?;
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

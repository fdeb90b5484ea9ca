//! Plain text: for an e-mail, a terminal, a text field.

use super::{Chosen, Entry, Form, cite};
use crate::text::sanitize;
use std::io::{self, Write};

/// Articles parted by empty lines.
#[derive(Default)]
pub struct Plain {
    /// Whether an article was written.
    begun: bool,
}

impl Form for Plain {
    fn entry(&mut self, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
        let article = &entry.record.article;
        if std::mem::replace(&mut self.begun, true) {
            writeln!(out)?;
        }
        writeln!(out, "{}", sanitize::line(&article.title.text))?;
        writeln!(out, "{}", sanitize::line(&cite::facts(article)))?;
        for Chosen { quotation, mark } in &entry.chosen {
            let words = quotation.quoted_words(article);
            let speaker = quotation.speaker_or_unknown();
            let (kind, paragraph) = (quotation.kind, quotation.paragraph + 1);
            let line = format!("{words} — {speaker} ({kind}, ¶ {paragraph}, {})", quotation.id);
            writeln!(out, "\n  {}", sanitize::line(&line))?;
            if let Some(note) = mark.and_then(|mark| mark.note.as_ref()) {
                writeln!(out, "  Note: {}", sanitize::line(note))?;
            }
        }
        Ok(())
    }
}

//! Markdown (CommonMark): an article a heading, a quotation a block.

use super::bibliography::{heading, web_address};
use super::{Chosen, Entry, Form, cite};
use crate::text::sanitize;
use std::io::{self, Write};

/// Headings with their blocks.
pub struct Markdown;

impl Form for Markdown {
    fn entry(&mut self, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
        let article = &entry.record.article;
        let title = escaped(&heading(article));
        match web_address(article) {
            Some(url) => writeln!(out, "## [{title}](<{}>)\n", address(url))?,
            None => writeln!(out, "## {title}\n")?,
        }
        writeln!(out, "{}\n", escaped(&cite::facts(article)))?;
        for Chosen { quotation, mark } in &entry.chosen {
            let words = escaped(&quotation.quoted_words(article));
            let speaker = escaped(&quotation.speaker_or_unknown());
            writeln!(out, "> {words}")?;
            let (kind, paragraph) = (quotation.kind, quotation.paragraph + 1);
            writeln!(out, ">\n> — **{speaker}**, {kind}, ¶ {paragraph}, `{}`\n", quotation.id)?;
            let Some(mark) = mark else { continue };
            if let Some(note) = &mark.note {
                writeln!(out, "{}\n", escaped(note))?;
            }
            if !mark.tags.is_empty() {
                let tags: Vec<String> = mark.tags.iter().map(|tag| format!("\\#{}", escaped(tag))).collect();
                writeln!(out, "{}\n", tags.join(" "))?;
            }
        }
        Ok(())
    }
}

/// `text` on one line, its white space collapsed, in which nothing is taken for markup, HTML or an entity.
pub fn escaped(text: &str) -> String {
    let line = sanitize::line(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(line.len());
    for (at, c) in line.char_indices() {
        let marks = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '#');
        // What begins an item or ends a heading, at the beginning of the line.
        let begins = at == 0 && matches!(c, '+' | '-' | '=' | '!');
        let numbers = matches!(c, '.' | ')') && at > 0 && line[..at].bytes().all(|byte| byte.is_ascii_digit());
        if marks || begins || numbers {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// An address between angles: nothing in it ends them.
fn address(url: &str) -> String {
    let url = sanitize::line(url).replace('<', "%3C").replace('>', "%3E").replace(' ', "%20");
    url.replace('\\', "%5C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};

    proptest! {
        #[test]
        fn nothing_in_a_text_is_markup(text in "[-#*_`<>&!\\[\\]()|~=+. \\t\\na-z0-9]{1,30}") {
            let escaped = escaped(&text);
            let mut read = String::new();
            for event in Parser::new(&escaped) {
                match event {
                    Event::Text(words) => read.push_str(&words),
                    Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                    event => prop_assert!(false, "{escaped:?}: {event:?}"),
                }
            }
            prop_assert_eq!(read, text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}

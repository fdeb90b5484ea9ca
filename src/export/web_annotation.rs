//! W3C Web Annotation (<https://www.w3.org/TR/annotation-model/>), as Hypothesis reads it: a
//! quotation an annotation, all of them in one array.

use super::bibliography::{Printings, web_address};
use super::{Chosen, Entry, Form, OffsetUnit, Offsets, Values};
use crate::article::Article;
use crate::text::Span;
use serde::Serialize;
use std::io::{self, Write};

/// How much of the text before and after tells the place, in characters: as much as Hypothesis keeps.
const CONTEXT: usize = 32;

/// The array on its way out.
#[derive(Default)]
pub struct WebAnnotation {
    items: Values,
    printings: Printings,
}

#[derive(Serialize)]
struct Annotation<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: String,
    r#type: &'static str,
    motivation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    body: Vec<Body<'a>>,
    target: Target<'a>,
}

#[derive(Serialize)]
struct Body<'a> {
    r#type: &'static str,
    format: &'static str,
    purpose: &'static str,
    value: &'a str,
}

#[derive(Serialize)]
struct Target<'a> {
    source: &'a str,
    selector: (TextQuote<'a>, TextPosition),
}

#[derive(Serialize)]
struct TextQuote<'a> {
    r#type: &'static str,
    exact: &'a str,
    prefix: &'a str,
    suffix: &'a str,
}

#[derive(Serialize)]
struct TextPosition {
    r#type: &'static str,
    start: usize,
    end: usize,
}

impl Form for WebAnnotation {
    fn entry(&mut self, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
        let article = &entry.record.article;
        // The model counts characters as Unicode does, whatever units other outputs are asked to count.
        let offsets = Offsets::new(&article.text, OffsetUnit::Chars);
        let name = format!("urn:whosaid:article:{}", article.id);
        let source = web_address(article).unwrap_or(&name);
        let suffix = self.printings.suffix(article.id);
        for chosen in &entry.chosen {
            self.items.push(&Written { article, offsets: &offsets, source, suffix: &suffix, chosen }, out)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.items.end(out)
    }
}

/// What an annotation is made of.
struct Written<'a> {
    article: &'a Article,
    offsets: &'a Offsets<'a>,
    source: &'a str,
    suffix: &'a str,
    chosen: &'a Chosen<'a>,
}

impl Serialize for Written<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Chosen { quotation, mark } = *self.chosen;
        let text = &self.article.text;
        let Span { start, end } = quotation.content;
        let who = format!("{} ({}, {})", quotation.speaker_or_unknown(), quotation.kind, quotation.certainty.name());
        let body = |purpose, value| Body { r#type: "TextualBody", format: "text/plain", purpose, value };
        let noted = mark.and_then(|mark| mark.note.as_deref()).map(|note| body("commenting", note));
        let tags = mark.into_iter().flat_map(|mark| &mark.tags).map(|tag| body("tagging", tag.as_str()));
        let annotation = Annotation {
            context: "http://www.w3.org/ns/anno.jsonld",
            id: format!("urn:whosaid:quotation:{}{}", quotation.id, self.suffix),
            r#type: "Annotation",
            motivation: "describing",
            created: mark.map(|mark| mark.created.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
            body: [body("describing", who.as_str())].into_iter().chain(noted).chain(tags).collect(),
            target: Target {
                source: self.source,
                selector: (
                    TextQuote {
                        r#type: "TextQuoteSelector",
                        exact: quotation.text(self.article),
                        prefix: last_chars(&text[..start]),
                        suffix: first_chars(&text[end..]),
                    },
                    TextPosition {
                        r#type: "TextPositionSelector",
                        start: self.offsets.at(start),
                        end: self.offsets.at(end),
                    },
                ),
            },
        };
        annotation.serialize(serializer)
    }
}

fn first_chars(text: &str) -> &str {
    text.char_indices().nth(CONTEXT).map_or(text, |(end, _)| &text[..end])
}

fn last_chars(text: &str) -> &str {
    text.char_indices().rev().nth(CONTEXT - 1).map_or(text, |(start, _)| &text[start..])
}

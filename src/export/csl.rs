//! CSL-JSON, as citation processors, Zotero and pandoc read it: an article an item of one array.

use super::bibliography::{Printings, Reference};
use super::names::Author;
use super::{Entry, Form, Values};
use serde::Serialize;
use std::io::{self, Write};

/// The array on its way out.
#[derive(Default)]
pub struct Csl {
    items: Values,
    printings: Printings,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Item<'a> {
    id: String,
    r#type: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued<'a>>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    note: String,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Name<'a> {
    Person { family: &'a str, given: &'a str },
    Literal { literal: &'a str },
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Issued<'a> {
    date_parts: [&'a [u32]; 1],
}

impl Form for Csl {
    fn entry(&mut self, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
        let reference = Reference::of(entry);
        let id = entry.record.article.id;
        let item = Item {
            id: format!("whosaid-{id}{}", self.printings.suffix(id)),
            r#type: match (&reference.outlet, &reference.url) {
                (Some(_), _) => "article-newspaper",
                (None, Some(_)) => "webpage",
                (None, None) => "article",
            },
            title: &reference.title,
            author: reference.authors.iter().map(name).collect(),
            container_title: reference.outlet.as_deref(),
            issued: (!reference.printed.is_empty()).then_some(Issued { date_parts: [&reference.printed] }),
            url: reference.url.as_deref(),
            section: entry.record.article.section.as_deref(),
            note: reference.notes.join("\n\n"),
        };
        self.items.push(&item, out)
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.items.end(out)
    }
}

fn name(author: &Author) -> Name<'_> {
    match author {
        Author::Person { family, given } => Name::Person { family, given },
        Author::Literal(literal) => Name::Literal { literal },
    }
}

//! What every form of bibliography says of an article.

use super::names::{Author, authors};
use super::{Chosen, Entry};
use crate::article::{Article, ArticleId, Printed};
use crate::text::{sanitize, web};
use chrono::Datelike;
use std::collections::HashMap;

/// The facts of an article that a bibliography gives.
pub struct Reference {
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// The headline; that there is none, and the opening words, where it has none.
    pub title: String,
    /// The newspaper, agency or site.
    pub outlet: Option<String>,
    /// Year, month and day of printing, as many as are known.
    pub printed: Vec<u32>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// Its quotations, a paragraph each.
    pub notes: Vec<String>,
}

impl Reference {
    /// What is known of the entry's article, on one line each.
    pub fn of(entry: &Entry<'_>) -> Self {
        let article = &entry.record.article;
        let clean = |text: &String| sanitize::line(text).into_owned();
        Self {
            authors: authors(&article.byline.as_ref().map_or_else(String::new, clean)),
            title: sanitize::line(&heading(article)).into_owned(),
            outlet: article.outlet.as_ref().map(clean),
            printed: parts(article.printed),
            url: article.url.as_ref().map(clean),
            notes: entry.chosen.iter().map(|chosen| note(entry, chosen)).collect(),
        }
    }
}

/// Tells apart articles that have one id, which several printings of the same words and day have:
/// in one output, no key stands for two.
#[derive(Debug, Default)]
pub struct Printings(HashMap<ArticleId, u32>);

impl Printings {
    /// What follows the id of the next article with it: nothing the first time, then `-2` and so on.
    pub fn suffix(&mut self, id: ArticleId) -> String {
        let count = self.0.entry(id).and_modify(|count| *count += 1).or_insert(1);
        if *count == 1 { String::new() } else { format!("-{count}") }
    }
}

/// The headline of an article, or that it has none.
pub fn heading(article: &Article) -> String {
    let title = article.title.text.split_whitespace().collect::<Vec<_>>().join(" ");
    match (title.is_empty(), article.title.stand_in) {
        (true, _) => "[No headline]".to_owned(),
        (_, true) => format!("[No headline; begins “{}”]", title.replace('“', "‘").replace('”', "’")),
        _ => title,
    }
}

/// Year, month and day, as many as are known.
fn parts(printed: Printed) -> Vec<u32> {
    let Some(day) = printed.first_day() else { return Vec::new() };
    let parts = [u32::try_from(day.year()).unwrap_or(0), day.month(), day.day()];
    let known = match printed {
        Printed::Day(_) => 3,
        Printed::Month(_) => 2,
        _ => 1,
    };
    parts[..known].to_vec()
}

/// A quotation in the notes of its article: *“Ça va” — Mayor Zoë Ünal (direct, ¶ 3)*, with what the reader noted.
fn note(entry: &Entry<'_>, chosen: &Chosen<'_>) -> String {
    let Chosen { quotation, mark } = chosen;
    let words = quotation.quoted_words(&entry.record.article);
    let (speaker, kind) = (quotation.speaker_or_unknown(), quotation.kind);
    let mut note = format!("{words} — {speaker} ({kind}, ¶ {})", quotation.paragraph + 1);
    if let Some(text) = mark.and_then(|mark| mark.note.as_ref()) {
        note.push_str(&format!(" [{text}]"));
    }
    sanitize::line(&note).into_owned()
}

/// The address of an article, if it is one of the web: nothing else is made a link.
pub fn web_address(article: &Article) -> Option<&str> {
    article.url.as_deref().filter(|url| web::is_address(url))
}

#[cfg(test)]
mod tests {
    use crate::export::{FormOptions, Format, sample, written};

    #[test]
    fn no_key_stands_for_two_printings() {
        let mut other = sample();
        other.article.outlet = Some("The Herald".to_owned());
        for (format, sign) in [
            (Format::Bibtex, "@article{"),
            (Format::Csl, "\"id\":\""),
            (Format::Html, "<figure id=\""),
            (Format::Ris, "ID  - "),
        ] {
            let written = written(format, FormOptions::default(), &[sample(), other.clone()]);
            let keys: Vec<&str> =
                written.split(sign).skip(1).filter_map(|rest| rest.split([',', '"', '\r']).next()).collect();
            assert!(keys.len() == 2 && keys[0] != keys[1], "{keys:?}");
        }
    }
}

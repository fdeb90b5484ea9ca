//! What every form of bibliography says of an article.

use super::cite;
use super::names::{Author, authors};
use super::{Chosen, Entry};
use crate::article::{Article, Printed};
use crate::text::sanitize;
use chrono::Datelike;

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

/// The headline of an article, or that it has none.
pub fn heading(article: &Article) -> String {
    let title = article.title.text.split_whitespace().collect::<Vec<_>>().join(" ");
    match (title.is_empty(), article.title.stand_in) {
        (true, _) => "[No headline]".to_owned(),
        (_, true) => format!("[No headline; begins “{title}”]"),
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
    article.url.as_deref().filter(|url| cite::is_web(url))
}

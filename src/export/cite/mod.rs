//! Quotations as a person writes them down: with their speaker, and where they were printed.

mod context;
mod link;
mod style;

pub use context::{Beside, Reason, beside, beside_words, whole_sentence};
pub use link::text_link;
pub use style::{Style, styled};

use super::bibliography::heading;
use crate::article::{Article, Printed};
use crate::library::Record;
use crate::quote::{Kind, Quotation};
use std::borrow::Cow;

/// The quotation with its attribution: *“Ça va,” — Mayor Zoë Ünal, The Gazette, 3 March 2021*.
/// Only what is said word for word stands between quotation marks. What is not known is left out,
/// except that the speaker is not.
pub fn attributed(record: &Record, quotation: &Quotation) -> String {
    let words = quotation.quoted_words(&record.article);
    let speaker = quotation.speaker_or_unknown();
    let outlet = record.article.outlet.clone();
    let source: Vec<String> =
        [Some(speaker), outlet, long_date(record.article.printed)].into_iter().flatten().collect();
    format!("{words} — {}", source.join(", "))
}

/// Where the quotation stands, without its words: *Mayor Zoë Ünal, quoted in “All better,” The
/// Gazette, 3 March 2021, news/better.txt, ¶ 1.* A title that is only the opening words says so.
pub fn citation(record: &Record, quotation: &Quotation) -> String {
    let article = &record.article;
    let speaker = quotation.speaker.as_ref().map_or_else(|| "Speaker unknown".to_owned(), ToString::to_string);
    let how = how(quotation.kind);
    let printed = long_date(article.printed).unwrap_or_else(|| "undated".to_owned());
    let place = locator(article);
    let rest: Vec<String> = [article.outlet.clone(), Some(printed), place].into_iter().flatten().collect();
    format!("{speaker}, {how} {} {}, ¶ {}.", title_in_list(&heading(article)), rest.join(", "), quotation.paragraph + 1)
}

/// What became of the words there: *quoted in*.
const fn how(kind: Kind) -> &'static str {
    match kind {
        Kind::Direct => "quoted in",
        Kind::Mixed => "quoted in part in",
        Kind::Indirect => "paraphrased in",
    }
}

/// *“All better,”*: a title with what follows it inside the marks, as is the custom in America. Marks inside marks are
/// single ones, and what follows takes the place of a full stop.
fn title_in_marks(title: &str, stop: &str) -> String {
    if title.starts_with('[') {
        return format!("{title}{stop}");
    }
    let title = title.replace('“', "‘").replace('”', "’");
    let title = title.trim_end_matches(['.', ',']);
    if title.ends_with(['?', '!']) { format!("“{title}”") } else { format!("“{title}{stop}”") }
}

/// The same as it stands inside a list, where a comma follows it in any case: *“Why?”,*
fn title_in_list(title: &str) -> String {
    let title = title_in_marks(title, ",");
    if title.ends_with(",”") || title.ends_with(',') { title } else { format!("{title},") }
}

/// Where the article is to be found: on the web if it says so, or else in which file, and which
/// record of it.
pub fn locator(article: &Article) -> Option<String> {
    let in_file = || match (article.path().map(Cow::into_owned), article.place.record) {
        (Some(path), Some(record)) => Some(format!("{path}, record {record}")),
        (path, _) => path,
    };
    article.url.clone().or_else(in_file)
}

/// What is known of an article besides its title: *CHICAGO · 27 July 2020 · monday.txt*.
pub fn facts(article: &Article) -> String {
    let place = article.dateline.as_ref().map(|dateline| dateline.place.clone());
    let printed = long_date(article.printed).unwrap_or_else(|| "undated".to_owned());
    let facts = [place, Some(printed), article.outlet.clone(), article.byline.clone(), locator(article)];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A date in words, as exactly as it is known: *3 March 2021*, *March 2021*, *2021*.
pub fn long_date(printed: Printed) -> Option<String> {
    let date = match printed {
        Printed::Day(date) => date.format("%-d %B %Y"),
        Printed::Month(date) => date.format("%B %Y"),
        Printed::Year(date) => date.format("%Y"),
        Printed::Unknown => return None,
    };
    Some(date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    #[test]
    fn a_quotation_is_attributed_and_cited_by_what_is_known() {
        let record = sample();
        let quotation = &record.quotations[0];
        assert_eq!(attributed(&record, quotation), "“Ça va, mieux.” — Mayor Zoë Ünal, The Gazette, March 2021");
        assert_eq!(
            citation(&record, quotation),
            "Mayor Zoë Ünal, quoted in “All better,” The Gazette, March 2021, news/better.txt, ¶ 1."
        );
    }

    #[test]
    fn nothing_is_invented_where_nothing_is_known() {
        let mut record = sample();
        record.article.title.stand_in = true;
        record.article.title.text = "Who would have\nthought?".to_owned();
        record.article.outlet = None;
        record.article.printed = Printed::Unknown;
        record.article.url = Some("https://example.org/1".to_owned());
        let mut quotation = record.quotations[0].clone();
        quotation.speaker = None;
        quotation.kind = Kind::Indirect;
        let attributed = attributed(&record, &quotation);
        assert!(attributed.ends_with(" — speaker unknown") && !attributed.starts_with("““"), "{attributed}");
        assert_eq!(
            citation(&record, &quotation),
            "Speaker unknown, paraphrased in [No headline; begins “Who would have thought?”], undated, \
             https://example.org/1, ¶ 1."
        );
    }
}

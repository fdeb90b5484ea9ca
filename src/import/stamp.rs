//! Lines of dates: what a page prints below its headline.

use super::dates::{self, Found, Reading};
use super::{DateOrder, byline};
use crate::article::Printed;
use crate::text::calendar::weekday;

/// The longest line of dates, in bytes.
const LONGEST: usize = 200;
const BETWEEN: &[char] = &[' ', '|', '•', '·', ',', ';', '/', '—', '–', '-', '(', ')', '.', '\t', '*', '_'];

/// Which of an article's dates one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// When it was printed.
    Printed,
    /// When it was last changed.
    Updated,
}

/// What a line of dates says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Stamp<'a> {
    /// The dates, each as read and as printed; at least one.
    pub dates: Vec<(Which, Reading, &'a str)>,
    /// The newspaper, agency or site behind them.
    pub outlet: Option<&'a str>,
}

/// The dates that `line` is made of, and nothing else but an edition before and an outlet behind
/// them: `Friday, January 4, 2019`, `Published: 4 Jan 2019 | Updated: 5 Jan 2019`,
/// `Sunday Edition, January 6, 2019`, `January 4, 2019 / 5:04 PM / CBS News`.
pub fn of_line(line: &str, order: DateOrder) -> Option<Stamp<'_>> {
    if line.len() > LONGEST {
        return None;
    }
    let mut stamp = Stamp::default();
    let mut rest = without_edition(line.trim_start_matches(BETWEEN));
    while !rest.is_empty() {
        let (which, labelled, value) = label(rest);
        let Some(Found { reading, len }) = dates::at_start(value, order) else {
            stamp.outlet = outlet_behind(line, rest);
            break;
        };
        let vague = matches!(reading, Reading::DayOfYear { .. } | Reading::Date(Printed::Year(_)));
        if vague && !labelled {
            return None;
        }
        stamp.dates.push((which, reading, value[..len].trim_end()));
        rest = value[len..].trim_start_matches(BETWEEN);
        rest = without_edition(rest[dates::day_and_time_behind(rest)..].trim_start_matches(BETWEEN));
    }
    (!stamp.dates.is_empty() && (rest.is_empty() || stamp.outlet.is_some())).then_some(stamp)
}

/// What stands on a line before its dates, and the dates: `*By Jane Doe*, March 3, 2020`.
pub fn behind(line: &str, order: DateOrder) -> (&str, Option<Stamp<'_>>) {
    const LONGEST_LINE: usize = 2 * LONGEST;
    let marks = line.match_indices([',', '|', '/', '•', '·', '—', '–']).filter(|_| line.len() <= LONGEST_LINE);
    let found = marks.map(|(at, mark)| (&line[..at], &line[at + mark.len()..]));
    found
        .map(|(before, rest)| (before, of_line(rest, order)))
        .find(|(_, stamp)| stamp.is_some())
        .map_or((line, None), |(before, stamp)| (before.trim_end(), stamp))
}

/// The outlet that `rest` is, if a stroke parts it from what stands before it on its line.
fn outlet_behind<'a>(line: &str, rest: &'a str) -> Option<&'a str> {
    let before = line[..line.len() - rest.len()].trim_end();
    let name = rest.trim_end_matches(BETWEEN);
    (before.ends_with(['|', '/', '•', '·']) && byline::is_outlet(name)).then_some(name)
}

/// Whether `line` says which edition it is, and nothing else: `Late Edition - Final`.
pub fn is_edition(line: &str) -> bool {
    !line.is_empty() && without_edition(line).is_empty()
}

/// What follows `Sunday Edition,` and its like: all of `text` where it does not begin so.
fn without_edition(text: &str) -> &str {
    const EDITIONS: &[&str] = &[
        "early",
        "late",
        "final",
        "first",
        "second",
        "third",
        "morning",
        "evening",
        "weekend",
        "national",
        "city",
        "metro",
        "regional",
        "international",
        "main",
        "print",
        "home",
        "sunrise",
        "correction",
    ];
    let mut rest = text;
    let mut named = false;
    loop {
        let len = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let word = rest[..len].to_lowercase();
        let edition = matches!(word.as_str(), "edition" | "final");
        if !(edition || EDITIONS.contains(&word.as_str()) || weekday(&word).is_some()) {
            return if named { rest } else { text };
        }
        named |= edition;
        rest = rest[len..].trim_start_matches(BETWEEN);
    }
}

/// Passes `Published:`, `Last updated on` and their like: which date it names, whether there was
/// one, and what follows.
pub fn label(text: &str) -> (Which, bool, &str) {
    const LABELS: &[&str] = &[
        "published",
        "printed",
        "posted",
        "filed",
        "created",
        "issued",
        "date",
        "updated",
        "modified",
        "first",
        "last",
        "originally",
        "on",
        "at",
        "publié",
        "veröffentlicht",
        "publicado",
        "pubblicato",
        "gepubliceerd",
        "aktualisiert",
        "actualizado",
        "atualizado",
        "aggiornato",
        "bijgewerkt",
    ];
    const UPDATED: &[&str] =
        &["updated", "modified", "aktualisiert", "actualizado", "atualizado", "aggiornato", "bijgewerkt"];
    let mut which = Which::Printed;
    let mut rest = text;
    loop {
        let len = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let word = rest[..len].to_lowercase();
        if !LABELS.contains(&word.as_str()) {
            return (which, rest.len() < text.len(), rest);
        }
        if UPDATED.contains(&word.as_str()) {
            which = Which::Updated;
        }
        rest = rest[len..].trim_start_matches([':', ' ', '\t']);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(Vec<String>, Option<&str>)> {
        let stamp = of_line(line, DateOrder::Unknown)?;
        let said = |reading| match reading {
            Reading::Date(date) => date.iso().unwrap_or_default(),
            other => format!("{other:?}"),
        };
        Some((stamp.dates.into_iter().map(|(_, reading, _)| said(reading)).collect(), stamp.outlet))
    }

    #[test]
    fn lines_of_dates_are_read_with_all_that_stands_around_them() {
        for (line, dates, outlet) in [
            ("March 3, 2020, 5:04 p.m.", &["2020-03-03"][..], None),
            ("*March 3, 2020*", &["2020-03-03"], None),
            ("Tue 3 Mar 2020 10.05 GMT", &["2020-03-03"], None),
            ("March 3, 2020 / 5:04 PM / CBS News", &["2020-03-03"], Some("CBS News")),
            ("March 3, 2020 | The Harbour Post", &["2020-03-03"], Some("The Harbour Post")),
            ("le 3 mars 2020", &["2020-03-03"], None),
            ("Publié le 3 mars 2020 à 10h05", &["2020-03-03"], None),
            ("mardi 3 mars 2020 - 10h05", &["2020-03-03"], None),
            ("the 3rd of March 2020", &["2020-03-03"], None),
            ("Sunday Edition, March 3, 2020", &["2020-03-03"], None),
            ("March 3, 2020 Tuesday 10:15 AM, Late Edition - Final", &["2020-03-03"], None),
            ("March 3-5, 2020", &["2020-03-03"], None),
            ("Published: 3 March 2020 | Last updated on 4 March 2020", &["2020-03-03", "2020-03-04"], None),
            ("3/25/20", &["NoCentury"], None),
            ("Aug. 4, '14", &["NoCentury"], None),
        ] {
            let dates = dates.iter().map(|date| (*date).to_owned()).collect();
            assert_eq!(read(line), Some((dates, outlet)), "{line}");
        }
    }

    #[test]
    fn lines_with_other_words_are_none() {
        for line in [
            "",
            "***",
            "Sunday",
            "Late Edition",
            "May 3",
            "2020",
            "March 3, 2020 was dry",
            "March 3, 2020, The Storm",
            "The 3rd of March",
            "First March 3, then rain",
            "| The Post",
            "March 3, 2020 | it rained all day",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
        assert!(is_edition("Late Edition - Final") && is_edition("Sunday Edition"));
        assert!(!is_edition("Sunday") && !is_edition("Edition of one") && !is_edition(""));
    }
}

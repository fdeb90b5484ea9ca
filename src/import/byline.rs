//! Bylines: who wrote it, and for whom.

use super::DateOrder;
use super::dates;
use super::names::{is_agency, is_desk};
use crate::text::calendar::{month_number, weekday};

/// The longest line taken for a byline, in bytes.
const LONGEST: usize = 160;
const SEPARATORS: [&str; 6] = [" | ", " • ", " · ", " — ", " – ", " / "];

/// A byline in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Byline {
    /// The names as printed: `JANE DOE and JOHN ROE`.
    pub names: String,
    /// The newspaper or agency they wrote for.
    pub outlet: Option<String>,
}

/// The byline that all of `line` is: `By Jane Doe`, `BY JANE DOE, Staff Writer`, or without a `By`
/// `Jane Doe, Reuters`. Marks of emphasis around it are passed over.
pub fn of_line(line: &str) -> Option<Byline> {
    if line.len() > LONGEST || line.ends_with(':') {
        return None;
    }
    let line = line.trim_matches(['*', '_']);
    let by = ["By ", "BY ", "by "].iter().find_map(|by| line.strip_prefix(by));
    let byline = of_names(by.unwrap_or(line).trim());
    let names = byline.names.as_str();
    let plausible = match by {
        Some(_) => is_agency(names) || is_names(names),
        None => byline.outlet.as_deref().is_some_and(is_agency) && is_names(names) && names.contains(' '),
    };
    plausible.then_some(byline)
}

/// The parts of what a byline says, its `By` aside: the names, then desks, titles and outlets.
pub fn of_names(text: &str) -> Byline {
    let cut = SEPARATORS.iter().filter_map(|mark| text.find(mark).map(|at| (at, at + mark.len()))).min();
    let (who, whom) = cut.map_or((text, ""), |(end, start)| (&text[..end], &text[start..]));
    let mut names = Vec::new();
    let mut outlet = whom.split(SEPARATORS[0]).map(str::trim).find(|part| is_outlet(part));
    for part in who.split(", ").map(str::trim) {
        if names.is_empty() {
            names.push(without_employer(part));
        } else if is_agency(part) {
            outlet = outlet.or(Some(part));
        } else if !is_desk(part) {
            names.push(part);
        }
    }
    Byline { names: names.join(", "), outlet: outlet.map(str::to_owned) }
}

/// `Jane Doe` of `Jane Doe of the Tribune staff`.
fn without_employer(part: &str) -> &str {
    [" of the ", " for the ", " for ", " in "]
        .iter()
        .filter_map(|link| part.split_once(link))
        .map(|(name, _)| name)
        .next()
        .unwrap_or(part)
}

/// Whether `part` reads like the name of a newspaper, agency or site.
pub fn is_outlet(part: &str) -> bool {
    let date = dates::at_start(part, DateOrder::Unknown).is_some();
    is_agency(part)
        || !date && !part.is_empty() && !is_desk(part) && is_names(part.strip_prefix("The ").unwrap_or(part))
}

/// Whether `text` reads like names: a few words that begin with capitals, no sentence.
fn is_names(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let Some(first) = words.next() else { return false };
    let begins = first.starts_with(char::is_uppercase) && !is_no_name(first);
    let ends = !text.ends_with(['!', '?', '…', ';']) && (!text.ends_with('.') || is_initial(text));
    let named = words.clone().all(|word| word.starts_with(char::is_uppercase) || is_link(word));
    begins
        && ends
        && named
        && words.count() < 12
        && !text.contains(|c: char| c.is_ascii_digit() || "“”\":—".contains(c))
}

/// Whether the full stop at the end of `text` belongs to an initial or to `Jr.`
fn is_initial(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    last.chars().count() <= 3 || last.matches('.').count() > 1
}

fn is_link(word: &str) -> bool {
    const LINKS: &[&str] = &[
        "and", "&", "with", "de", "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le", "van", "von",
        "ten", "ter", "bin", "ibn", "al", "el", "y", "e", "et", "und",
    ];
    LINKS.contains(&word.to_lowercase().as_str())
        || word.starts_with("al-")
        || word.starts_with("d’")
        || word.starts_with("d'")
}

fn is_no_name(word: &str) -> bool {
    const NONE: &[&str] = &[
        "the", "a", "an", "any", "all", "this", "that", "these", "those", "then", "now", "my", "your", "his", "her",
        "its", "our", "their", "most", "some", "no", "one", "two", "three", "late", "early", "mid", "far", "and",
        "not", "what",
    ];
    let lower = word.to_lowercase();
    NONE.contains(&lower.as_str())
        || weekday(&lower).is_some() && lower.len() > 3
        || month_number(&lower).is_some_and(|_| !is_first_name(&lower))
}

/// Months that people are called by.
fn is_first_name(month: &str) -> bool {
    matches!(month, "april" | "may" | "june" | "jan" | "august" | "mar" | "julio" | "januar")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_outlets_are_told_apart() {
        for (line, names, outlet) in [
            ("By Jane Doe", "Jane Doe", None),
            ("BY JANE DOE, Staff Writer", "JANE DOE", None),
            ("By JANE DOE and JOHN ROE | Associated Press", "JANE DOE and JOHN ROE", Some("Associated Press")),
            ("Jane Doe, Reuters", "Jane Doe", Some("Reuters")),
            ("By Jane Doe, John Roe Jr. and Ann van der Poe", "Jane Doe, John Roe Jr. and Ann van der Poe", None),
            ("By Jane Doe of the Tribune staff", "Jane Doe", None),
            ("By The Associated Press", "The Associated Press", None),
            ("By April Dawn | Staff Writer | July 3, 2019", "April Dawn", None),
            ("By Jane Doe – Morning Herald", "Jane Doe", Some("Morning Herald")),
        ] {
            let expected = Byline { names: names.to_owned(), outlet: outlet.map(str::to_owned) };
            assert_eq!(of_line(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn sentences_and_headlines_are_no_bylines() {
        for line in [
            "By Monday, the water had reached the second floor of the hotel.",
            "By the Numbers",
            "By Any Means Necessary",
            "By all accounts the mayor was late",
            "London, Reuters said",
            "The mayor, Reuters",
            "By 2020",
            "By ",
            "",
            "By Smith’s account, nobody was there.",
        ] {
            assert_eq!(of_line(line), None, "{line}");
        }
    }
}

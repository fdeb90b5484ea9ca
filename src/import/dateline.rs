//! Datelines: the place, date and agency that open a wire story.

use super::dates::{self, Reading};
use super::names::{is_agency, is_label};
use super::places::{is_dateline_city, is_state};
use super::{DateOrder, beginning};
use crate::text::Span;
use crate::text::calendar::month_number;
use std::cmp::Reverse;

/// The longest dateline looked for, in bytes.
const LONGEST: usize = 160;
const DASHES: [&str; 6] = ["—", "–", "―", " --", "--", " -"];

/// What stands before a story's first words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening<'a> {
    /// All of it, from the place or what stands for one to the dash.
    pub span: Span,
    /// The place as printed, if one is: `ST. LOUIS, Mo.`
    pub place: Option<&'a str>,
    /// The agency: what stands in brackets.
    pub agency: Option<&'a str>,
    /// The date, and how it is printed.
    pub date: Option<(Reading, &'a str)>,
}

/// The dateline that `story` begins with, if it surely does.
///
/// Any words with a dash behind them look like one (`TRUMP — The president`), and no list of places
/// is complete. So something must speak for a place: an agency in brackets or a date beside it, a
/// state or country behind it, or that it is a capital, a large city or one of those that
/// newspapers print alone. In small letters, the state must be one of the AP Stylebook's abbreviations.
pub fn at_start(story: &str, order: DateOrder) -> Option<Opening<'_>> {
    let window = beginning(story, LONGEST);
    let (head_end, end) = limits(window)?;
    let start = window[..head_end].len() - window[..head_end].trim_start_matches('*').len();
    let mut opening = Opening { span: Span::new(start, end), place: None, agency: None, date: None };
    let mut head = window[start..head_end].trim_end();
    while let Some((before, inner)) = last_bracket(head) {
        match dates::at_start(inner, order).filter(|found| found.len == inner.len()) {
            Some(found) => opening.date = Some((found.reading, inner)),
            None if opening.agency.is_none() && is_bracketed_name(inner) => opening.agency = Some(inner),
            None => return None,
        }
        head = before.trim_end_matches([' ', ',']);
    }
    let (place, date) = split_date(head, order);
    opening.date = date.or(opening.date);
    let plausible = match place {
        "" => opening.agency.is_some_and(is_agency),
        _ => is_plausible(place, &opening) && story_follows(&story[end..], &opening),
    };
    opening.place = Some(place).filter(|place| !place.is_empty());
    plausible.then_some(opening)
}

/// Where the words of the dateline end, and where the dash or the agency's bracket does.
fn limits(window: &str) -> Option<(usize, usize)> {
    let dashes = DASHES.iter().filter_map(|dash| window.find(dash).map(|at| (at, at + dash.len())));
    let dash = dashes.min_by_key(|&(at, end)| (at, Reverse(end)));
    let bracket = window.find(')').map(|at| at + 1);
    match (dash, bracket) {
        (Some((head_end, end)), _) if is_dash_end(window, end) => Some((head_end, end)),
        (_, Some(end)) if last_bracket(&window[..end]).is_some_and(|(_, inner)| is_agency(inner)) => Some((end, end)),
        _ => None,
    }
}

/// A hyphen is a dash only where a space follows it, and no dash is followed by another.
fn is_dash_end(window: &str, end: usize) -> bool {
    let hyphen = window[..end].ends_with('-');
    let next = window[end..].chars().next();
    if hyphen { next.is_none_or(char::is_whitespace) } else { next != Some('-') }
}

/// What stands before the brackets that end `head`, and in them.
fn last_bracket(head: &str) -> Option<(&str, &str)> {
    let (before, inner) = head.strip_suffix(')')?.rsplit_once('(')?;
    Some((before.trim_end(), inner.trim()))
}

fn is_bracketed_name(inner: &str) -> bool {
    let letters = inner.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '&' | '/'));
    is_agency(inner) || letters && inner.len() <= 40 && inner.starts_with(char::is_uppercase)
}

/// Whether the character is a dash of any length, as one ends a dateline.
pub fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―')
}

/// Parts `LONDON, March 3` and `MOSCOW. March 3` before the date, behind which an agency may stand. What
/// says no more than the month is none, but no part of the place either.
pub fn split_date(head: &str, order: DateOrder) -> (&str, Option<(Reading, &str)>) {
    let starts = std::iter::once(0).chain(head.match_indices([',', ';', '.']).map(|(at, mark)| at + mark.len()));
    for start in starts {
        let part = head[start..].trim();
        let is_last = |found: &dates::Found| {
            let rest = part[found.len..].trim_matches([',', '.', ' ']);
            rest.is_empty() || is_agency(rest)
        };
        if let Some(found) = dates::at_start(part, order).filter(is_last) {
            return (without_stop(&head[..start]), Some((found.reading, &part[..found.len])));
        }
        if start > 0 && month_number(part).is_some() {
            return (without_stop(&head[..start]), None);
        }
    }
    (head.trim_end_matches([',', ' ']), None)
}

/// The place without the mark that parts it from the date; the full stop of `D.C.` stays.
fn without_stop(place: &str) -> &str {
    let region = place.rsplit(',').next().unwrap_or_default().trim();
    let stop = !is_state(region);
    place.strip_suffix('.').filter(|_| stop).unwrap_or(place).trim_end_matches([',', ';', ' '])
}

/// Whether what stands behind the dash begins a sentence. A line that is all in capitals is a
/// headline, unless a date or an agency says otherwise.
fn story_follows(rest: &str, opening: &Opening<'_>) -> bool {
    let line = beginning(rest.trim_start(), LONGEST).lines().next().unwrap_or_default();
    let begins = line.chars().next().is_some_and(|c| !c.is_lowercase());
    begins && (is_wire(opening) || line.contains(char::is_lowercase) || !line.contains(char::is_uppercase))
}

fn is_wire(opening: &Opening<'_>) -> bool {
    opening.agency.is_some_and(is_agency) || opening.date.is_some()
}

fn is_plausible(place: &str, opening: &Opening<'_>) -> bool {
    let mut parts = place.split(',').map(str::trim);
    let city = parts.next().unwrap_or_default();
    let regions: Vec<_> = parts.collect();
    let named = regions.len() <= 2 && regions.iter().all(|region| is_region(region)) && !is_label(city);
    let wire = is_wire(opening);
    let words = place.split_whitespace().count();
    let known = regions.is_empty() && is_dateline_city(city);
    if is_in_capitals(city) {
        let letters = city.chars().filter(|c| c.is_alphabetic()).count();
        named && (wire || known || !regions.is_empty()) && words <= if wire { 8 } else { 5 } && letters > 1
    } else {
        let in_known_state = regions.len() == 1 && is_state(regions[0]);
        named && words <= 6 && is_capitalised(city) && (wire || opening.agency.is_none() && (in_known_state || known))
    }
}

/// A state, a province, a country: a few words that begin with capitals.
fn is_region(region: &str) -> bool {
    let words = region.split_whitespace().count();
    (1..=3).contains(&words) && is_capitalised(region) && !region.contains(['“', '"', ':', '?', '!'])
}

/// Whether every word is in capitals, as a place is in a dateline: `McALLEN`, `RIO de JANEIRO`,
/// `SAINT-DENIS`, `NEW YORK/LONDON`.
fn is_in_capitals(city: &str) -> bool {
    let words = || city.split([' ', '/']);
    let in_capitals = |word: &str| {
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let small = word.chars().filter(|c| c.is_lowercase()).count();
        capitals > small && (small == 0 || capitals > 1)
    };
    place_letters(city)
        && words().any(in_capitals)
        && words()
            .enumerate()
            .all(|(at, word)| in_capitals(word) || is_abbreviation(word) || at > 0 && is_particle(word))
}

/// `St.`, `Ft.`
fn is_abbreviation(word: &str) -> bool {
    word.len() <= 3 && word.ends_with('.') && word.starts_with(char::is_uppercase)
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "del" | "der" | "da" | "do" | "la" | "le" | "of" | "the" | "am" | "an" | "sur" | "di" | "al" | "el"
    )
}

/// Whether every word begins with a capital, particles aside.
fn is_capitalised(words: &str) -> bool {
    let mut parts = words.split([' ', '/']);
    place_letters(words)
        && parts.next().is_some_and(|word| word.starts_with(char::is_uppercase))
        && parts.all(|word| word.starts_with(char::is_uppercase) || is_particle(word))
}

fn place_letters(words: &str) -> bool {
    words.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place_and_agency(story: &str) -> Option<(&str, Option<&str>)> {
        let opening = at_start(story, DateOrder::Unknown)?;
        Some((opening.place.unwrap_or_default(), opening.agency))
    }

    #[test]
    fn wire_datelines_are_read() {
        for (story, place, agency) in [
            ("CHICAGO — Three dozen", "CHICAGO", None),
            ("LONDON, March 3 (Reuters) - Shares", "LONDON", Some("Reuters")),
            ("WASHINGTON (AP) — The", "WASHINGTON", Some("AP")),
            ("ST. LOUIS, Mo., Feb. 29 — The", "ST. LOUIS, Mo.", None),
            ("NEW YORK/LONDON - Oil", "NEW YORK/LONDON", None),
            ("SALVADOR, Feb 26 - Showers", "SALVADOR", None),
            ("MEXICO CITY, 27. Juli (dpa) Die", "MEXICO CITY", Some("dpa")),
            ("Washington, D.C. – The", "Washington, D.C.", None),
            ("New York (AFP) – The", "New York", Some("AFP")),
            ("PARIS -- “No,”", "PARIS", None),
            ("Paris — The", "Paris", None),
            ("McALLEN, Texas (AP) — A", "McALLEN, Texas", Some("AP")),
            ("PORT-AU-PRINCE, Haiti, Jan. 12, 2010 — A", "PORT-AU-PRINCE, Haiti", None),
            ("RIO de JANEIRO—The", "RIO de JANEIRO", None),
            ("SÃO PAULO (Reuters/AP) - A", "SÃO PAULO", Some("Reuters/AP")),
            ("BEIJING (June 4, 2019) — A", "BEIJING", None),
            ("Dec 29 (Reuters) - A", "", Some("Reuters")),
            ("(Reuters) - A", "", Some("Reuters")),
            ("MOSCOW. March 3 (Interfax) - The", "MOSCOW", Some("Interfax")),
            ("WASHINGTON, D.C. March 3 (AP) - The", "WASHINGTON, D.C.", Some("AP")),
            ("****LONDON, March 5 - The", "LONDON", None),
            ("GREENVILLE (AP) — The", "GREENVILLE", Some("AP")),
            ("GREENVILLE, S.C. — The", "GREENVILLE, S.C.", None),
            ("TIRANA — The", "TIRANA", None),
            ("MONTREAL, March 20, Reuter - A", "MONTREAL", None),
            ("FORT WORTH, Texas, - The", "FORT WORTH, Texas", None),
        ] {
            assert_eq!(place_and_agency(story), Some((place, agency)), "{story}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        for story in [
            "EXCLUSIVE — The mayor",
            "TRUMP — The president",
            "GOOD NEWS — The rain",
            "**** — The rain",
            "IOWA POLLS NOT WRONG, JUST TOO EARLY - Some",
            "Marco Rubio flipped — on the spot",
            "In an email dated Feb. 12, 2012 — the day",
            "On Friday, Gingrich — who",
            "The old lions — those",
            "SIEGEL--and so",
            "Peters (D-Chicago) — The",
            "MIAMI - and its beaches",
            "PORK OUTPUT LOWER - USDA\n\nIt fell.",
            "Mr. Jones (left) — The",
            "A — B",
            "—",
            "",
            "Exclusive Excerpt – The",
            "Smith (AP) said so.",
        ] {
            assert_eq!(place_and_agency(story), None, "{story}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_asked(story in "(PARIS|[A-Z]{1,9}|[ ,.()—–-]|\\(AP\\)|May 3|é|\\PC){0,16}") {
            if let Some(opening) = at_start(&story, DateOrder::Unknown) {
                prop_assert!(opening.span.end > 0 && story.is_char_boundary(opening.span.end));
            }
        }
    }
}

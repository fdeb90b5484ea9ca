//! Citations in the styles that papers and schools ask for, as plain text.

use super::{how, link, locator, title_in_list, title_in_marks};
use crate::article::{Article, Printed};
use crate::export::bibliography::heading;
use crate::export::names::{Author, authors};
use crate::library::Record;
use crate::quote::{Kind, Quotation};
use chrono::Datelike;

/// A style of citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// APA, 7th edition: in the text, and an entry of the list of references.
    Apa,
    /// Chicago, 17th edition: a note.
    Chicago,
    /// MLA, 9th edition: in the text, and an entry of the works cited.
    Mla,
    /// A sentence for a news story, by the AP's rules for dates.
    Ap,
}

/// The quotation cited in `style`, with the whole `sentence` that it stands in, where one is given, in the
/// place of its words alone. Ends in the address, if one is known, that opens the page at it.
pub fn styled(record: &Record, quotation: &Quotation, sentence: Option<&str>, style: Style) -> String {
    let source = Source::of(&record.article, quotation);
    let words = sentence.map_or_else(|| quotation.quoted_words(&record.article), str::to_owned);
    match style {
        Style::Apa => source.apa(&words),
        Style::Chicago => source.chicago(),
        Style::Mla => source.mla(&words),
        Style::Ap => source.ap(sentence, &words),
    }
}

/// What a citation says.
struct Source<'a> {
    article: &'a Article,
    quotation: &'a Quotation,
    authors: Vec<Author>,
    title: String,
    /// The address, or the file.
    place: Option<String>,
}

impl<'a> Source<'a> {
    fn of(article: &'a Article, quotation: &'a Quotation) -> Self {
        Self {
            article,
            quotation,
            authors: authors(article.byline.as_deref().unwrap_or_default()),
            title: heading(article),
            place: link::text_link(article, quotation).or_else(|| locator(article)),
        }
    }

    /// *“We stay” (Stone, as cited in Roe, 2021, para. 3)* and *Roe, J. (2021, March 3). All better. The
    /// Gazette. https://…*
    fn apa(&self, words: &str) -> String {
        let year = self.article.printed.first_day().map_or_else(|| "n.d.".to_owned(), |day| day.year().to_string());
        let who = self.in_text(" & ").unwrap_or_else(|| title_in_marks(&self.title, ","));
        let comma = if who.ends_with(['”', ',']) { "" } else { "," };
        let cited = match self.speaker_surname() {
            Some(name) => format!("{name}, as cited in {who}"),
            None => format!("as cited in {who}"),
        };
        let words = before_parenthesis(words);
        let in_text = format!("{words} ({cited}{comma} {year}, para. {})", self.quotation.paragraph + 1);
        let printed = match self.article.printed {
            Printed::Day(day) => day.format("%Y, %B %-d").to_string(),
            Printed::Month(day) => day.format("%Y, %B").to_string(),
            _ => year,
        };
        let names: Vec<String> = self.authors.iter().map(Author::initials).collect();
        let title = stopped(&self.title);
        let head = match names.is_empty() {
            true => format!("{title} ({printed})."),
            false => format!("{} ({printed}). {title}", stopped(&listed(&names, ", &", ", &"))),
        };
        let rest = [self.article.outlet.as_deref().map(stopped), self.place.clone()];
        let rest: String = rest.into_iter().flatten().map(|part| format!(" {part}")).collect();
        format!("{in_text}\n\n{head}{rest}")
    }

    /// *Mayor Zoë Ünal, quoted in Jane Roe, “All better,” The Gazette, March 3, 2021, https://….*
    fn chicago(&self) -> String {
        let speaker = self.quotation.speaker.as_ref().map_or_else(|| "Speaker unknown".to_owned(), ToString::to_string);
        let names: Vec<String> = self.authors.iter().map(Author::full).collect();
        let names = match names.len() {
            0 => None,
            1..=3 => Some(listed(&names, " and", ", and")),
            _ => Some(format!("{} et al.", names[0])),
        };
        let title = title_in_list(&self.title);
        let head = names.map_or_else(|| title.clone(), |names| format!("{names}, {title}"));
        let rest = [self.article.outlet.clone(), self.american_date(), self.place.clone()];
        let rest: Vec<String> = rest.into_iter().flatten().collect();
        format!("{speaker}, {} {head} {}.", how(self.quotation.kind), rest.join(", "))
    }

    /// *“We stay” (qtd. in Roe, par. 3)* and *Roe, Jane. “All better.” The Gazette, 3 Mar. 2021, https://….*
    fn mla(&self, words: &str) -> String {
        let who = self.in_text(" and ").unwrap_or_else(|| title_in_marks(&self.title, ","));
        let comma = if who.ends_with(['”', ',']) { "" } else { "," };
        let words = before_parenthesis(words);
        let in_text = format!("{words} (qtd. in {who}{comma} par. {})", self.quotation.paragraph + 1);
        let names = match &self.authors[..] {
            [] => None,
            [one] => Some(one.inverted()),
            [one, other] => Some(format!("{}, and {}", one.inverted(), other.full())),
            [one, ..] => Some(format!("{}, et al", one.inverted())),
        };
        let printed = match self.article.printed {
            Printed::Day(day) => Some(format!("{} {} {}", day.day(), mla_month(day.month0()), day.year())),
            Printed::Month(day) => Some(format!("{} {}", mla_month(day.month0()), day.year())),
            Printed::Year(day) => Some(day.year().to_string()),
            Printed::Unknown => None,
        };
        let names = names.map_or_else(String::new, |names| format!("{} ", stopped(&names)));
        let rest: Vec<String> =
            [self.article.outlet.clone(), printed, self.place.clone()].into_iter().flatten().collect();
        let rest = if rest.is_empty() { String::new() } else { format!(" {}.", rest.join(", ")) };
        format!("{in_text}\n\n{names}{}{rest}", title_in_marks(&self.title, "."))
    }

    /// *“We stay,” Mayor Zoë Ünal said, The Gazette reported March 3, 2021.*
    fn ap(&self, sentence: Option<&str>, words: &str) -> String {
        let outlet = self.article.outlet.as_deref().unwrap_or("the article");
        let on = match self.article.printed {
            Printed::Day(day) => format!(" {} {}, {}", ap_month(day.month0(), true), day.day(), day.year()),
            Printed::Month(day) => format!(" in {} {}", ap_month(day.month0(), false), day.year()),
            Printed::Year(day) => format!(" in {}", day.year()),
            Printed::Unknown => String::new(),
        };
        let story = match (&self.quotation.speaker, self.quotation.kind) {
            // It says itself who said it.
            _ if sentence.is_some() => format!("{} reported{on}: {}", capitalized(outlet), stopped(words)),
            (Some(speaker), Kind::Direct) => {
                format!("{} {speaker} said, {outlet} reported{on}.", with_comma(words))
            }
            (Some(speaker), _) => format!("{speaker}, as {outlet} reported{on}: {}", stopped(words)),
            (None, Kind::Direct) => format!("{} {outlet} reported{on}, without naming who said it.", with_comma(words)),
            (None, _) => format!("As {outlet} reported{on}, without naming who said it: {}", stopped(words)),
        };
        match &self.place {
            Some(place) => format!("{story} {place}"),
            None => story,
        }
    }

    /// *Roe*, *Roe & Doe*, *Roe et al.*
    fn in_text(&self, and: &str) -> Option<String> {
        match &self.authors[..] {
            [] => None,
            [one] => Some(one.family().to_owned()),
            [one, other] => Some(format!("{}{and}{}", one.family(), other.family())),
            [one, ..] => Some(format!("{} et al.", one.family())),
        }
    }

    /// What a speaker is called after the first mention; nobody where nobody is named.
    fn speaker_surname(&self) -> Option<String> {
        let name = &self.quotation.known_speaker()?.name;
        match authors(name).as_slice() {
            [Author::Person { family, .. }] => Some(family.clone()),
            _ => Some(name.clone()),
        }
    }

    /// *March 3, 2021*
    fn american_date(&self) -> Option<String> {
        match self.article.printed {
            Printed::Day(day) => Some(day.format("%B %-d, %Y").to_string()),
            Printed::Month(day) => Some(day.format("%B %Y").to_string()),
            Printed::Year(day) => Some(day.format("%Y").to_string()),
            Printed::Unknown => None,
        }
    }
}

/// *a*, *a and b*, *a, b, and c*: with `two` before the second of two, and `last` before the last of more.
fn listed(names: &[String], two: &str, last: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one}{two} {other}"),
        [first @ .., end] => format!("{}{last} {end}", first.join(", ")),
    }
}

/// `text` with a full stop, unless it ends a sentence already.
fn stopped(text: &str) -> String {
    let ends = text.trim_end_matches(['”', '’', '"', ']']).ends_with(['.', '?', '!', '…']);
    if ends { text.to_owned() } else { format!("{text}.") }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Words between marks as they stand before a source in parentheses, behind which the full stop goes: without
/// the comma or the full stop before the marks.
fn before_parenthesis(words: &str) -> String {
    let (inner, marks) = closing_marks(words);
    let inner = if inner.ends_with("..") { inner } else { inner.strip_suffix(['.', ',']).unwrap_or(inner) };
    format!("{inner}{marks}")
}

/// What stands before the marks that close it, and those.
fn closing_marks(words: &str) -> (&str, &str) {
    words.split_at(words.trim_end_matches(['”', '’', '"', '»', '“']).len())
}

/// Words between marks as they stand before a cue: a comma in the place of the full stop.
fn with_comma(words: &str) -> String {
    let (inner, marks) = closing_marks(words);
    match inner.chars().next_back() {
        Some('?' | '!' | ',' | '…') => words.to_owned(),
        Some('.') if !inner.ends_with("..") => format!("{},{marks}", &inner[..inner.len() - 1]),
        _ => format!("{inner},{marks}"),
    }
}

const fn mla_month(month0: u32) -> &'static str {
    const MONTHS: [&str; 12] =
        ["Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];
    MONTHS[month0 as usize % 12]
}

/// A month as the AP writes it: some are short, but only before a day.
const fn ap_month(month0: u32, before_day: bool) -> &'static str {
    const LONG: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const SHORT: [&str; 12] =
        ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];
    if before_day { SHORT[month0 as usize % 12] } else { LONG[month0 as usize % 12] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    fn cited(record: &Record, style: Style) -> String {
        styled(record, &record.quotations[0], None, style)
    }

    #[test]
    fn each_style_writes_what_is_known_in_its_own_way() {
        let mut record = sample();
        record.article.byline = Some("Jane Roe and Bo van der Berg".to_owned());
        record.article.printed = Printed::Day(chrono::NaiveDate::from_ymd_opt(2021, 9, 3).unwrap());
        record.article.url = Some("https://example.org/1".to_owned());
        let url = "https://example.org/1#:~:text=%C3%87a%20va%2C,mieux.";
        assert_eq!(
            cited(&record, Style::Apa),
            format!(
                "“Ça va, mieux” (Ünal, as cited in Roe & van der Berg, 2021, para. 1)\n\n\
                 Roe, J., & van der Berg, B. (2021, September 3). All better. The Gazette. {url}"
            )
        );
        assert_eq!(
            cited(&record, Style::Chicago),
            format!(
                "Mayor Zoë Ünal, quoted in Jane Roe and Bo van der Berg, “All better,” The Gazette, \
                 September 3, 2021, {url}."
            )
        );
        assert_eq!(
            cited(&record, Style::Mla),
            format!(
                "“Ça va, mieux” (qtd. in Roe and van der Berg, par. 1)\n\n\
                 Roe, Jane, and Bo van der Berg. “All better.” The Gazette, 3 Sept. 2021, {url}."
            )
        );
        assert_eq!(
            cited(&record, Style::Ap),
            format!("“Ça va, mieux,” Mayor Zoë Ünal said, The Gazette reported Sept. 3, 2021. {url}")
        );
    }

    #[test]
    fn a_whole_sentence_says_itself_who_said_it() {
        let record = sample();
        let sentence = record.article.text.as_str();
        let cited = styled(&record, &record.quotations[0], Some(sentence), Style::Ap);
        assert!(
            cited.starts_with("The Gazette reported in March 2021: É: “Ça va,” Zoë Ünal said, “mieux.” "),
            "{cited}"
        );
    }

    #[test]
    fn nothing_is_invented_where_nothing_is_known() {
        let mut record = sample();
        record.article.title.stand_in = true;
        record.article.outlet = None;
        record.article.printed = Printed::Unknown;
        record.quotations[0].speaker = None;
        assert_eq!(
            cited(&record, Style::Apa),
            "“Ça va, mieux” (as cited in [No headline; begins “All better”], n.d., para. 1)\n\n\
             [No headline; begins “All better”]. (n.d.). news/better.txt"
        );
        assert_eq!(
            cited(&record, Style::Ap),
            "“Ça va, mieux,” the article reported, without naming who said it. news/better.txt"
        );
        assert_eq!(
            cited(&record, Style::Chicago),
            "Speaker unknown, quoted in [No headline; begins “All better”], news/better.txt."
        );
    }
}

//! When something was said: the day that the cue clause names, by the date it was printed.

use super::Quotation;
use super::languages::DayWords;
use crate::article::{Article, Printed};
use crate::text::Span;
use crate::text::calendar::{month_number, weekday};
use crate::text::letters::is_alphanumeric;
use chrono::{Datelike, NaiveDate, Weekday};

/// The most words between a cue and its day: *told reporters outside the court in Oslo on Monday*.
const REACH: usize = 9;

/// The day on which `quotation` was said, where its cue clause tells and the article's date of
/// printing is known to the day; a weekday is the last one up to then. Never a day after it.
pub(super) fn said(article: &Article, quotation: &Quotation, words: &DayWords) -> Option<NaiveDate> {
    let Printed::Day(printed) = article.printed else { return None };
    let days = Days { words, printed };
    let cue = quotation.cue?;
    let text = &article.text;
    let paragraph = article.paragraphs.get(article.paragraph_at(cue.start))?;
    let segments = || quotation.segments.iter();
    let until = segments().map(|s| s.start).filter(|start| *start >= cue.end).min().unwrap_or(paragraph.end);
    let since = segments().map(|s| s.end).filter(|end| *end <= cue.start).max().unwrap_or(paragraph.start);

    let behind = clause_start(Span::new(cue.end, until.clamp(cue.end, paragraph.end)).of(text));
    if let Some(day) = days.behind(behind) {
        return Some(day);
    }
    let from = since.max(paragraph.start).min(cue.start);
    let (before, between) = match quotation.mention.filter(|m| from <= m.start && m.end <= cue.start) {
        Some(mention) => (Span::new(from, mention.start).of(text), Span::new(mention.end, cue.start).of(text)),
        None => (Span::new(from, cue.start).of(text), ""),
    };
    days.all_of(between).or_else(|| days.all_of(last_sentence(before)))
}

/// What of `text` stands before anything that ends a clause.
fn clause_start(text: &str) -> &str {
    let end = text.char_indices().find(|(at, c)| match c {
        ';' | ':' | '(' | '“' | '"' | '—' | '–' => true,
        // The full stop of *Jan.* and *p.m.* ends nothing.
        '.' | '?' | '!' => {
            text[at + 1..].trim_start().chars().next().is_none_or(char::is_uppercase) && !abbreviated(&text[..*at])
        }
        ',' => !text[at + 1..].trim_start().starts_with(|c: char| c.is_ascii_digit()),
        _ => false,
    });
    end.map_or(text, |(at, _)| &text[..at])
}

fn abbreviated(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    month_number(word).is_some() || word.contains('.')
}

fn last_sentence(text: &str) -> &str {
    let text = text.trim_start_matches(['”', '"', '’', ',', ' ']);
    text.rsplit(['.', '?', '!', '”', '"']).next().unwrap_or(text)
}

/// Whether `word` is one of `list`, whose words are ASCII in small letters.
fn is_among(list: &[&str], word: &str) -> bool {
    list.iter().any(|listed| listed.eq_ignore_ascii_case(word))
}

/// Reads days by the words of a language and the date of printing.
struct Days<'a> {
    words: &'a DayWords,
    printed: NaiveDate,
}

impl Days<'_> {
    /// The first day named in a cue's clause, behind the cue.
    fn behind(&self, clause: &str) -> Option<NaiveDate> {
        let words: Vec<&str> = clause.split_whitespace().take(REACH + 3).collect();
        for (at, word) in words.iter().enumerate().take(REACH) {
            if is_among(self.words.other_clause, word) {
                return None;
            }
            if let Some(day) = self.at(&words, at) {
                return day;
            }
        }
        None
    }

    /// The day, if `text` names one and says nothing else: *On Monday,*.
    fn all_of(&self, text: &str) -> Option<NaiveDate> {
        let words = text.split_whitespace().skip_while(|word| is_among(self.words.opening, word));
        let of_day = |word: &str| {
            let bare = word.trim_matches(|c: char| !is_alphanumeric(c));
            bare.bytes().all(|b| b.is_ascii_digit())
                || is_among(&[self.words.today, self.words.yesterday], bare)
                || self.words.part_of_day.contains(&bare)
                || month_number(bare).is_some()
                || weekday(bare).is_some()
        };
        if !words.clone().all(of_day) {
            return None;
        }
        let words: Vec<&str> = words.collect();
        if words.is_empty() { None } else { self.at(&words, 0)? }
    }

    /// The day named at `words[at]`: none if no day is named there, none inside if it cannot be told.
    fn at(&self, words: &[&str], at: usize) -> Option<Option<NaiveDate>> {
        let word = words[at];
        // *Monday’s vote* is another thing's day.
        let bare = word.trim_matches(|c: char| !is_alphanumeric(c));
        let before = at.checked_sub(1).map(|b| words[b]);
        let follows = |list: &[&str]| before.is_some_and(|before| is_among(list, before));
        let day = if is_among(&[self.words.today], bare) {
            Some(self.printed)
        } else if is_among(&[self.words.yesterday], bare) {
            self.printed.pred_opt()
        } else if !bare.starts_with(char::is_uppercase) {
            // A name in small letters is no day: *the sun*, *may*.
            return None;
        } else if let Some(weekday) = weekday(bare) {
            self.named_weekday(words, at, weekday, follows(&[self.words.last]))
        } else {
            return date_at(words, at, month_number(bare)?, self.printed).map(|day| not_after(day, self.printed));
        };
        Some(if follows(self.words.elsewhere) { None } else { day })
    }

    /// The latest such weekday up to the printing, or the date that stands behind it; `last` says
    /// that it is not the day of printing itself.
    fn named_weekday(&self, words: &[&str], at: usize, weekday: Weekday, last: bool) -> Option<NaiveDate> {
        let next = words.get(at + 1).map(|w| w.trim_matches(|c: char| !is_alphanumeric(c)));
        let month = next.filter(|next| next.starts_with(char::is_uppercase)).and_then(month_number);
        if let Some(day) = month.and_then(|month| date_at(words, at + 1, month, self.printed)) {
            return not_after(day, self.printed);
        }
        let back = (7 + self.printed.weekday().num_days_from_monday() - weekday.num_days_from_monday()) % 7;
        let back = if last && back == 0 { 7 } else { back };
        self.printed.checked_sub_days(chrono::Days::new(u64::from(back)))
    }
}

/// The date of a month and the day behind it, with the year that is printed or else the last one up
/// to the printing: *July 24*, *July 24, 2020*.
fn date_at(words: &[&str], at: usize, month: u32, printed: NaiveDate) -> Option<Option<NaiveDate>> {
    let number = |word: Option<&&str>| word?.trim_matches(|c: char| !is_alphanumeric(c)).parse::<u32>().ok();
    let day = number(words.get(at + 1)).filter(|day| (1..=31).contains(day))?;
    let year = number(words.get(at + 2)).filter(|year| (1000..=9999).contains(year));
    Some(match year.and_then(|year| i32::try_from(year).ok()) {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day),
        None => [0, 1]
            .into_iter()
            .filter_map(|back| NaiveDate::from_ymd_opt(printed.year() - back, month, day))
            .find(|day| *day <= printed),
    })
}

fn not_after(day: Option<NaiveDate>, printed: NaiveDate) -> Option<NaiveDate> {
    day.filter(|day| *day <= printed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::extract;

    /// When the first quotation of `text` was said, printed on Thursday, 30 July 2020.
    fn day(text: &str) -> Option<String> {
        let mut article = Article::from_body(text.to_owned());
        article.printed = Printed::Day(NaiveDate::from_ymd_opt(2020, 7, 30)?);
        extract(&article).first()?.said.map(|day| day.to_string())
    }

    fn is(text: &str, expected: &str) {
        assert_eq!(day(text).as_deref(), Some(expected), "{text}");
    }

    #[test]
    fn a_day_in_the_cue_clause_is_when_it_was_said() {
        is("“We will stay,” Mayor Ada Stone said Monday.", "2020-07-27");
        is("“We will stay,” Mayor Ada Stone told reporters in Oslo on Thursday.", "2020-07-30");
        is("“We will stay,” Mayor Ada Stone said in a statement on July 24.", "2020-07-24");
        is("“We will stay,” Mayor Ada Stone said yesterday.", "2020-07-29");
        is("“We will stay,” Mayor Ada Stone said on Aug. 3, 2019, in Oslo.", "2019-08-03");
        is("“We will stay,” Mayor Ada Stone said on Dec. 12.", "2019-12-12");
        is("Mayor Ada Stone said Monday afternoon: “We will stay.”", "2020-07-27");
        is("On Wednesday, Mayor Ada Stone said, “We will stay.”", "2020-07-29");
        is("Mayor Ada Stone on Tuesday said “we will stay” in the house.", "2020-07-28");
    }

    #[test]
    fn a_day_of_something_else_is_not() {
        for text in [
            "“We will stay,” Mayor Ada Stone said before the vote on Monday.",
            "“We will stay,” Mayor Ada Stone said after Monday’s vote.",
            "“We will leave on Monday,” Mayor Ada Stone said.",
            "“We will stay,” said Mayor Ada Stone, who was sworn in on Monday.",
            "“We will stay,” Mayor Ada Stone said. Monday was quiet.",
            "“We will stay,” Mayor Ada Stone said every Monday.",
            "“We may stay,” Mayor Ada Stone said in May.",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}

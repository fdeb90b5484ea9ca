//! A concordance: every place where the words of a query stand, with what stands before and after (KWIC).

use super::engine::{Search, SearchError, Stop};
use super::query::{Query, Target};
use crate::library::RecordKey;
use crate::quote::Speaker;
use crate::text::{Span, floor_boundary};

/// About how many bytes are told of what stands before and after.
const CONTEXT: usize = 160;

/// A place where the words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyWord {
    /// The article's record.
    pub key: RecordKey,
    /// Which of its quotations it is in; none where articles were looked through.
    pub place: Option<usize>,
    /// Where it stands in the article's text; none in a quotation and in a headline.
    pub span: Option<Span>,
    /// What stands before, on one line.
    pub before: String,
    /// The words.
    pub words: String,
    /// What stands after, on one line.
    pub after: String,
    /// Of a quotation, who said it.
    pub speaker: Option<Speaker>,
    /// When it was printed: ISO 8601, as exact as it is known; empty when it is not.
    pub printed: String,
}

impl Search {
    /// The places where the words of the query stand in what it finds, the newest first, at most `most`; and whether
    /// these are all.
    ///
    /// # Errors
    /// What the library says, or that it was stopped.
    pub fn concordance(&self, query: &Query, most: usize, stop: &Stop) -> Result<(Vec<KeyWord>, bool), SearchError> {
        let terms = query.expr.shown_terms();
        let mut lines: Vec<KeyWord> = Vec::new();
        let mut complete = true;
        self.each(query, stop, &mut |row| {
            if lines.len() >= most {
                complete = false;
                return Ok(());
            }
            let printing = row.printing()?;
            let (printed, title) = (printing.printed.clone(), printing.title.len());
            let said = if query.target == Target::Quotations { row.said()?.first().cloned() } else { None };
            let speaker = said.as_ref().and_then(|said| said.speaker);
            let speaker = speaker.map(|id| row.speaker(id)).transpose()?.flatten();
            let Some(key) = row.article_id()?.and_then(|id| u32::try_from(id).ok()) else { return Ok(()) };
            let (words, text) = row.words()?;
            // Before the text of an article stands its headline, and a blank line.
            let body = |span: Span| span.start.checked_sub(title + 2).map(|start| Span::new(start, start + span.len()));
            for term in &terms {
                for at in words.places(term) {
                    let span = words.span(at, term.words.len());
                    lines.push(KeyWord {
                        key: RecordKey(key),
                        place: said.as_ref().map(|said| said.place as usize),
                        span: if query.target == Target::Articles { body(span) } else { None },
                        before: one_line(&text[floor_boundary(text, span.start.saturating_sub(CONTEXT))..span.start]),
                        words: one_line(span.of(text)),
                        after: one_line(&text[span.end..floor_boundary(text, (span.end + CONTEXT).min(text.len()))]),
                        speaker: speaker.clone(),
                        printed: printed.clone(),
                    });
                }
            }
            Ok(())
        })?;
        complete &= lines.len() <= most;
        lines.truncate(most);
        Ok((lines, complete))
    }
}

/// The text with each stretch of white space as one space.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_whitespace() {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::library::Archive;
    use crate::library::load::Cancel;
    use chrono::NaiveDate;

    #[test]
    fn every_place_is_told_with_what_stands_around_it() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open(&folder.path().join("some.db")).unwrap();
        let mut writer = archive.writer().unwrap();
        let text = "“The old Harbour is\nour harbour,” Zoë Ünal said.\n\nThe harbour stays.";
        writer.add_given("some", [Article::from_body(text.to_owned())]).unwrap();
        writer.index(&Cancel::default(), &mut |_| {}).unwrap();
        let search = Search::new(archive.clone(), Vec::new());
        let lines = |query: &str, most| {
            let query = Query::parse(query, NaiveDate::MIN).unwrap();
            search.concordance(&query, most, &Stop::default()).unwrap()
        };
        let (quoted, complete) = lines("harbour", 9);
        let told: Vec<_> = quoted.iter().map(|l| (l.before.as_str(), l.words.as_str(), l.after.as_str())).collect();
        assert_eq!(told, [("The old ", "Harbour", " is our harbour,"), ("The old Harbour is our ", "harbour", ",")]);
        assert_eq!((quoted[0].place, quoted[0].speaker.as_ref().map(|s| s.name.as_str())), (Some(0), Some("Zoë Ünal")));
        assert!(complete && !lines("harbour", 1).1);
        let record = archive.record(quoted[0].key).unwrap().unwrap();
        let (printed, _) = lines("harbour in:articles", 9);
        let in_text: Vec<_> = printed.iter().filter_map(|line| Some(line.span?.of(&record.article.text))).collect();
        assert_eq!(in_text, ["Harbour", "harbour", "harbour"]);
    }
}

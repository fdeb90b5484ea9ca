//! The quotations of a draft, as claims.

use super::words::words_of_parts;
use super::{Claim, MOST_WORDS, NoClaim};
use crate::article::Article;
use crate::quote::{Kind, extract};
use crate::text::Span;

/// A quotation of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftClaim {
    /// The line it begins on, from 1.
    pub line: usize,
    /// What it claims; or why it cannot be checked.
    pub claim: Result<Claim, NoClaim>,
}

/// The paragraphs of a draft in Markdown, where a line end alone ends none.
pub fn markdown_paragraphs(text: &str) -> Vec<Span> {
    let mut paragraphs: Vec<Span> = Vec::new();
    let (mut at, mut open) = (0, false);
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len()).trimmed(text);
        at += line.len();
        match paragraphs.last_mut() {
            _ if span.is_empty() => {}
            Some(last) if open => last.end = span.end,
            _ => paragraphs.push(span),
        }
        open = !span.is_empty();
    }
    paragraphs
}

/// Every quotation of `draft` that stands in quotation marks, in order, with the speaker that the
/// draft names. Of what is quoted in part, each part is a claim of its own.
pub fn claims(draft: &Article) -> Vec<DraftClaim> {
    let mut claims = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for quotation in extract(draft) {
        let speaker = quotation.known_speaker().map(|speaker| speaker.name.as_str());
        let quoted: Vec<(usize, Vec<&str>)> = match quotation.kind {
            Kind::Indirect => continue,
            Kind::Direct => vec![(quotation.content.start, quotation.parts(draft).collect())],
            Kind::Mixed => quotation.quoted_parts.iter().map(|part| (part.start, vec![part.of(&draft.text)])).collect(),
        };
        for (start, parts) in quoted {
            let between = draft.text.get(counted..start).unwrap_or_default();
            line += between.matches('\n').count();
            counted = counted.max(start);
            claims.push(DraftClaim { line, claim: claim(&parts, speaker) });
        }
    }
    claims
}

/// The claim that somebody said these parts one after the other.
fn claim(parts: &[&str], speaker: Option<&str>) -> Result<Claim, NoClaim> {
    let mut text = String::new();
    let mut spans = Vec::new();
    for part in parts {
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(part.trim_matches(|c: char| c.is_whitespace() || MARKS.contains(&c)));
        spans.push(Span::new(start, text.len()));
    }
    let words = words_of_parts(&text, &spans);
    match words.len() {
        0 => Err(NoClaim::Empty),
        n if n > MOST_WORDS => Err(NoClaim::TooLong),
        _ => Ok(Claim { text, speaker: speaker.map(str::to_owned), spoken: true, words }),
    }
}

/// The marks that a part may still have around it.
const MARKS: &[char] = &['“', '”', '"', '„', '‟', '«', '»', '‹', '›', '`'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_of_markdown_goes_on_on_the_next_line() {
        let mut draft =
            Article::from_body("# One\n\nIt is “old,\ntired and\nslow,” Ada Stone said.\n\nTwo.".to_owned());
        draft.paragraphs = markdown_paragraphs(&draft.text);
        assert_eq!(draft.paragraphs.len(), 3);
        let claims = claims(&draft);
        assert_eq!((claims.len(), claims[0].line), (1, 3));
        assert!(claims[0].claim.as_ref().unwrap().text.contains("tired and\nslow"), "{claims:?}");
    }

    #[test]
    fn every_quotation_comes_with_its_line_and_speaker() {
        let draft = "# A draft\n\n“We will not close the harbour,” Mayor Ada Stone said.\n“Nobody asked us,” said Bob Reed, \
                     “not once.”\n\nStone called the plan “premature” and the vote “a farce.”\n";
        let claims = claims(&Article::from_body(draft.to_owned()));
        let told: Vec<_> = claims
            .iter()
            .map(|found| {
                let claim = found.claim.as_ref().unwrap();
                (found.line, claim.text.as_str(), claim.speaker.as_deref())
            })
            .collect();
        assert_eq!(told[0], (3, "We will not close the harbour,", Some("Ada Stone")));
        assert_eq!(told[1], (4, "Nobody asked us, not once.", Some("Bob Reed")));
        assert!(told[2..].iter().all(|claim| claim.0 == 6), "{told:?}");
    }
}

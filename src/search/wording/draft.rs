//! The quotations of a draft, as claims.

use super::words::words_of_parts;
use super::{Claim, MOST_WORDS, NoClaim};
use crate::article::Article;
use crate::quote::{Kind, Quotation, extract, segments};
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

/// The fewest words in marks that are taken for a quotation where nobody is found who says them: fewer are a term
/// or a title.
const FEWEST_WORDS: usize = 4;

/// Every quotation of `draft` that stands in quotation marks, in order, with the speaker that the
/// draft names. Of what is quoted in part, each part is a claim of its own.
pub fn claims(draft: &Article) -> Vec<DraftClaim> {
    let quotations = extract(draft);
    let mut quoted: Vec<(usize, Result<Claim, NoClaim>)> =
        quotations.iter().flat_map(|quotation| of_quotation(draft, quotation)).collect();
    quoted.extend(of_nobody(draft, &quotations));
    quoted.sort_by_key(|(start, _)| *start);
    let (mut line, mut counted) = (1, 0);
    let numbered = quoted.into_iter().map(|(start, claim)| {
        line += draft.text.get(counted..start).unwrap_or_default().matches('\n').count();
        counted = start;
        DraftClaim { line, claim }
    });
    numbered.collect()
}

/// The claims that a quotation makes, each with where it begins.
fn of_quotation(draft: &Article, quotation: &Quotation) -> Vec<(usize, Result<Claim, NoClaim>)> {
    let speaker = quotation.known_speaker().map(|speaker| speaker.name.as_str());
    match quotation.kind {
        Kind::Indirect => Vec::new(),
        Kind::Direct => {
            let parts: Vec<&str> = quotation.parts(draft).collect();
            vec![(quotation.content.start, claim(&parts, speaker))]
        }
        Kind::Mixed => {
            let parts = quotation.quoted_parts.iter();
            parts.map(|part| (part.start, claim(&[part.of(&draft.text)], speaker))).collect()
        }
    }
}

/// What stands in marks and belongs to none of the quotations: a draft may quote in another language than its own.
fn of_nobody(draft: &Article, quotations: &[Quotation]) -> Vec<(usize, Result<Claim, NoClaim>)> {
    let is_told = |span: Span| quotations.iter().any(|quotation| quotation.content.overlaps(span));
    let alone = segments::of(draft).into_iter().map(|segment| segment.span).filter(|span| !is_told(*span));
    let claims = alone.map(|span| (span.start, claim(&[span.of(&draft.text)], None)));
    let is_long = |claim: &Result<Claim, NoClaim>| claim.as_ref().is_ok_and(|claim| claim.words.len() >= FEWEST_WORDS);
    claims.filter(|(_, claim)| is_long(claim)).collect()
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
    fn what_is_quoted_in_another_language_is_checked_as_well() {
        let draft = "The mayor said on Monday that it was all the same to her.\n\n„We will not close the harbour“, sagte \
                     Ada Stone.\n\nIt is “not so” easy.";
        let claims = claims(&Article::from_body(draft.to_owned()));
        let told: Vec<_> = claims.iter().map(|found| (found.line, &*found.claim.as_ref().unwrap().text)).collect();
        assert_eq!(told, [(3, "We will not close the harbour")]);
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

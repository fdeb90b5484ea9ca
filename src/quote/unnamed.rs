//! Quotations in a language that the engine has no words for: what stands in quotation marks is
//! found, who said it is not guessed.

use super::segments::{self, Segment};
use super::{Certainty, Evidence, Kind, Quotation};
use crate::article::Article;
use crate::text::Span;

/// The fewest words of a passage that is taken for speech and not for a title or a scare quote.
const WORDS: usize = 4;
/// The same in scripts that do not part words, in characters.
const CHARACTERS: usize = 10;

/// The direct quotations of `article`, none with a speaker, ordered by where their content begins;
/// ids are not yet given. A passage that goes on over paragraphs is one quotation.
pub(super) fn quotations(article: &Article) -> Vec<Quotation> {
    let mut out: Vec<Quotation> = Vec::new();
    let mut goes_on = false;
    for segment in segments::find(&article.text, &article.paragraphs) {
        match out.last_mut().filter(|_| goes_on) {
            Some(quotation) => {
                quotation.content.end = segment.span.end;
                quotation.segments.push(segment.span);
            }
            None => out.push(quotation(article, segment)),
        }
        goes_on = segment.continued;
    }
    out.retain(|quotation| is_speech(quotation.content.of(&article.text)));
    out
}

fn quotation(article: &Article, Segment { span, paragraph, .. }: Segment) -> Quotation {
    Quotation {
        id: article.id,
        kind: Kind::Direct,
        content: Span::new(span.start, span.end),
        segments: vec![span],
        quoted_parts: Vec::new(),
        speaker: None,
        mention: None,
        cue: None,
        certainty: Certainty::Unknown,
        confidence: None,
        candidates: Vec::new(),
        evidence: Evidence { rule: "quotation marks, in a language without a word list", runner_up: None },
        said: None,
        paragraph,
    }
}

fn is_speech(passage: &str) -> bool {
    let spaced = passage.split_whitespace().count();
    spaced >= WORDS
        || spaced == 1 && !passage.is_ascii() && passage.chars().filter(|c| is_unspaced(*c)).count() >= CHARACTERS
}

/// Whether `c` is of a script that does not part words: Thai to Khmer, Chinese, Japanese.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::extract;

    #[test]
    fn what_is_in_marks_is_found_and_nobody_is_named() {
        let article = Article::from_body(
            "«Nous ne partons pas ce soir», a déclaré le maire de la ville, Jean Valjean, qui est venu avec les siens. \
             Il a lu «Le Monde» dans le train."
                .to_owned(),
        );
        let found = extract(&article);
        let words: Vec<_> = found.iter().map(|q| q.words(&article)).collect();
        assert_eq!(words, ["Nous ne partons pas ce soir"]);
        assert_eq!((&found[0].speaker, found[0].certainty), (&None, Certainty::Unknown));
    }
}

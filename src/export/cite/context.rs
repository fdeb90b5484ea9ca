//! What stands beside a quotation and may turn its meaning round, for a warning to whoever takes it
//! out of there. Signs on the surface: they miss some, and some that they show are harmless.

use crate::article::Article;
use crate::quote::{Kind, Quotation};
use crate::text::tokens::{Shape, tokens};
use crate::text::{Span, paragraphs};
use std::fmt;

/// How many words before the quotation can turn it round.
const REACH: usize = 4;

/// Words that deny what follows, in English and German.
const NEGATIONS: &[&str] = &[
    "not", "never", "no", "nor", "neither", "none", "nobody", "nothing", "without", "hardly", "denied", "denies",
    "deny", "denying", "refused", "cannot", "false", "untrue", "nicht", "kein", "keine", "keinen", "keiner", "nie",
    "niemals", "ohne", "weder",
];

/// Why a quotation should not be read alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// This word stands right before it.
    Negated(String),
    /// Something is left out of it.
    Ellipsis,
    /// It is a part of a sentence.
    HalfSentence,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Negated(word) => write!(f, "“{word}” stands before it"),
            Reason::Ellipsis => f.write_str("words are left out"),
            Reason::HalfSentence => f.write_str("only part of a sentence"),
        }
    }
}

/// What stands beside a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Why it matters; at least one reason.
    pub reasons: Vec<Reason>,
    /// The whole sentence, or the sentences, that the quotation stands in, as a range of the article's text.
    pub sentence: Span,
}

/// The whole sentence, or the sentences, that the quotation stands in, line ends as spaces.
pub fn whole_sentence(article: &Article, quotation: &Quotation) -> String {
    let sentence = sentence(article, quotation.content);
    sentence.of(&article.text).split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Beside {
    fn of(article: &Article, words: Span, is_part: bool) -> Option<Self> {
        let sentence = sentence(article, words);
        let before = Span::new(sentence.start, words.start);
        let negation = negation(before.of(&article.text)).map(Reason::Negated);
        let ellipsis = has_ellipsis(words.of(&article.text)).then_some(Reason::Ellipsis);
        let half = is_part.then_some(Reason::HalfSentence);
        let reasons: Vec<Reason> = [negation, ellipsis, half].into_iter().flatten().collect();
        (!reasons.is_empty()).then_some(Self { reasons, sentence })
    }

    /// The whole sentence, line ends as spaces.
    pub fn sentence(&self, article: &Article) -> String {
        self.sentence.of(&article.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// *“not” stands before it; only part of a sentence*
    pub fn why(&self) -> String {
        self.reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    }
}

/// What the meaning of `quotation` may turn on; none where it can stand alone.
pub fn beside(article: &Article, quotation: &Quotation) -> Option<Beside> {
    Beside::of(article, quotation.content, is_part(article, quotation))
}

/// The same of any words of an article, taken out of their sentence.
pub fn beside_words(article: &Article, words: Span) -> Option<Beside> {
    let whole = sentence(article, words);
    let others = [Span::new(whole.start, words.start), Span::new(words.end, whole.end)];
    Beside::of(article, words, others.iter().any(|other| other.of(&article.text).contains(char::is_alphanumeric)))
}

/// The last word that denies something among those right before the quotation.
fn negation(before: &str) -> Option<String> {
    let words = before.split_whitespace().rev();
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '’' && c != '\''));
    let mut near = words.filter(|word| !word.is_empty()).take(REACH);
    near.find(|word| denies(&word.to_lowercase())).map(str::to_owned)
}

fn denies(word: &str) -> bool {
    NEGATIONS.contains(&word) || word.ends_with("n’t") || word.ends_with("n't")
}

fn has_ellipsis(text: &str) -> bool {
    ["…", "...", ". . ."].iter().any(|dots| text.contains(dots))
}

/// Whether what was said word for word is not whole sentences: it begins with a small letter, or
/// goes on without a stop behind its last mark.
fn is_part(article: &Article, quotation: &Quotation) -> bool {
    match quotation.kind {
        Kind::Mixed => true,
        Kind::Indirect => false,
        Kind::Direct => {
            let first = quotation.parts(article).flat_map(str::chars).find(|c| c.is_alphanumeric());
            let last = quotation.parts(article).last().unwrap_or_default().chars().next_back();
            let stops = |c: char| matches!(c, '.' | ',' | '?' | '!' | '…' | ';' | ':' | '—' | '–' | '-');
            let after = article.text[quotation.content.end..].chars().next();
            first.is_some_and(char::is_lowercase)
                || !last.is_some_and(stops) && !after.is_none_or(|c| stops(c) || c == '\n')
        }
    }
}

/// The sentences of its paragraphs that `content` stands in.
fn sentence(article: &Article, content: Span) -> Span {
    let mut whole = content;
    for paragraph in article.paragraphs.iter().filter(|paragraph| paragraph.overlaps(content)) {
        let stops =
            tokens(&article.text, *paragraph).filter(|token| token.shape == Shape::Stop).map(|token| token.span);
        let stops: Vec<Span> = stops.collect();
        if paragraph.start <= content.start {
            let before =
                stops.iter().rev().find(|stop| stop.end <= content.start).map_or(paragraph.start, |stop| stop.end);
            whole.start = before;
        }
        if content.end <= paragraph.end {
            let within = Span::new(content.start.max(paragraph.start), content.end);
            let ends = paragraphs::ends_sentence(within.of(&article.text));
            let after = stops.iter().find(|stop| stop.end >= content.end).map_or(paragraph.end, |stop| stop.end);
            whole.end = if ends { content.end } else { after.max(content.end) };
        }
    }
    let closing = |c: char| matches!(c, '”' | '’' | '"' | '»' | ')' | ']');
    // The marks that close the sentence before belong to it.
    let text = whole.of(&article.text);
    let opened = text.len() - text.trim_start_matches(|c: char| closing(c) || c.is_whitespace()).len();
    let start = (whole.start + opened).min(content.start);
    let marks = article.text[whole.end..].chars().take_while(|c| closing(*c)).map(char::len_utf8).sum::<usize>();
    Span::new(start, whole.end + marks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<Option<(String, String)>> {
        let article = Article::from_body(text.to_owned());
        let quotations = quote::extract(&article);
        let beside = quotations.iter().map(|quotation| (quotation, beside(&article, quotation)));
        beside
            .map(|(quotation, beside)| beside.map(|beside| (beside.why(), whole_sentence(&article, quotation))))
            .collect()
    }

    #[test]
    fn a_whole_sentence_stands_alone() {
        for text in [
            "“The plan is a disaster,” Mayor Ada Stone said.",
            "“We stay. We fight,” Mayor Ada Stone said, “and we win.”",
            "It was not easy. “We stay,” Mayor Ada Stone said.",
            "“Are we there?” Mayor Ada Stone asked.",
        ] {
            assert_eq!(all(text), [None], "{text}");
        }
    }

    #[test]
    fn what_stands_before_the_words_is_shown_with_the_whole_sentence() {
        let text = "It rained. Mayor Ada Stone called the plan “a disaster” for everyone. It stopped.";
        let (why, sentence) = all(text)[0].clone().unwrap();
        assert_eq!(why, "only part of a sentence");
        assert_eq!(sentence, "Mayor Ada Stone called the plan “a disaster” for everyone.");
        for (before, word) in [("did not say", "not"), ("she didn’t call it", "didn’t"), ("Never,", "Never")] {
            assert_eq!(negation(before).as_deref(), Some(word));
        }
        assert_eq!(negation("Not that she would have said it:"), None);
    }

    #[test]
    fn an_ellipsis_and_half_a_sentence_are_shown() {
        assert_eq!(all("“We stay … and fight,” Mayor Ada Stone said.")[0].clone().unwrap().0, "words are left out");
        assert_eq!(all("“until we win,” Mayor Ada Stone said.")[0].clone().unwrap().0, "only part of a sentence");
    }

    proptest! {
        #[test]
        fn the_sentence_holds_the_quotation(text in "[“”a-dA-C,.… \\n-]{0,80}( said Ann Lee)?[.\\n“”a-d ]{0,9}") {
            let article = Article::from_body(text);
            for quotation in quote::extract(&article) {
                if let Some(beside) = beside(&article, &quotation) {
                    prop_assert!(article.text.get(beside.sentence.start..beside.sentence.end).is_some());
                    prop_assert!(beside.sentence.covers(quotation.content));
                }
            }
        }
    }
}

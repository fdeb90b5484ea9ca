//! Tokens to a query: recursive descent, with a bound on how deep.

use super::lexer::{Token, TokenKind, tokens};
use super::{Condition, Expr, Period, Query, QueryError, Scope, Target, Term, dates};
use crate::quote::{Certainty, Kind};
use crate::text::{Span, fold};
use chrono::NaiveDate;

/// How deep parentheses may be nested, and how many words a query may have.
const DEEPEST: usize = 20;
const MOST_TERMS: usize = 100;

/// The most words of a phrase, and of what has to be in one sentence.
const LONGEST_PHRASE: usize = 60;

/// The most words that may stand between two that are near each other.
const FARTHEST: u32 = 1000;

const FIELDS: &str = "speaker: title: outlet: place: byline: kind: certainty: tag: said: printed: since: until: in:";

/// What is wrong with the bytes `span` of `query`.
pub fn error(query: &str, span: Span, message: impl Into<String>) -> QueryError {
    QueryError { message: message.into(), start: span.start, end: span.end, query: query.to_owned() }
}

/// Reads a query.
pub fn parse(query: &str, today: NaiveDate) -> Result<Query, QueryError> {
    let mut parser = Parser { query, today, tokens: tokens(query)?, at: 0, depth: 0, terms: 0, target: None };
    let expr = parser.any()?;
    if let Some(token) = parser.peek() {
        return Err(parser.error(token.span, "nothing was opened that this closes"));
    }
    Ok(Query { target: parser.target.unwrap_or_default(), expr })
}

struct Parser<'a> {
    query: &'a str,
    today: NaiveDate,
    tokens: Vec<Token<'a>>,
    at: usize,
    depth: usize,
    terms: usize,
    target: Option<Target>,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).cloned()
    }

    fn next(&mut self) -> Option<Token<'a>> {
        let token = self.peek();
        self.at += usize::from(token.is_some());
        token
    }

    fn accept(&mut self, kind: &TokenKind<'_>) -> bool {
        let is_next = self.peek().is_some_and(|token| token.kind == *kind);
        self.at += usize::from(is_next);
        is_next
    }

    fn error(&self, span: Span, message: impl Into<String>) -> QueryError {
        error(self.query, span, message)
    }

    /// The place behind the last token.
    fn end(&self) -> Span {
        Span::new(self.query.len(), self.query.len())
    }

    /// `a OR b OR c`
    fn any(&mut self) -> Result<Expr, QueryError> {
        let mut parts = vec![self.all()?];
        while let Some(or) = self.peek().filter(|token| token.kind == TokenKind::Or) {
            self.at += 1;
            let part = self.all()?;
            if parts.last().is_some_and(is_empty) || is_empty(&part) {
                return Err(self.error(or.span, "something has to stand on both sides of OR"));
            }
            parts.push(part);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::Any(parts) })
    }

    /// `a b AND c`, up to what ends it.
    fn all(&mut self) -> Result<Expr, QueryError> {
        let mut parts = Vec::new();
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::Close | TokenKind::Or => break,
                TokenKind::And => {
                    self.at += 1;
                    let follows = self
                        .peek()
                        .is_some_and(|next| !matches!(next.kind, TokenKind::Close | TokenKind::Or | TokenKind::And));
                    if parts.is_empty() || !follows {
                        return Err(self.error(token.span, "something has to stand on both sides of AND"));
                    }
                }
                _ => parts.extend(self.unary(false)?),
            }
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::All(parts) })
    }

    /// One condition, perhaps negated; none for one that is about the whole query.
    fn unary(&mut self, negated: bool) -> Result<Option<Expr>, QueryError> {
        let Some(token) = self.next() else { return Err(self.error(self.end(), "something is missing here")) };
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error(token.span, "this is nested too deep"));
        }
        let expr = match token.kind {
            TokenKind::Not => self.unary(true)?.map(|expr| Expr::Not(Box::new(expr))),
            TokenKind::Open => {
                let inner = self.any()?;
                if !self.accept(&TokenKind::Close) {
                    return Err(self.error(token.span, "this is not closed"));
                }
                if is_empty(&inner) {
                    return Err(self.error(token.span, "there is nothing in these parentheses"));
                }
                Some(inner)
            }
            TokenKind::Function(name) => Some(self.within(name, token.span)?),
            TokenKind::Field("in") => {
                self.set_target(token.span, negated)?;
                None
            }
            TokenKind::Field(name) => Some(Expr::Field(self.field(name, token.span)?)),
            TokenKind::Word(word) => Some(self.word(word, token.span)?),
            TokenKind::Phrase(words) => {
                let term = self.term(words, token.span)?;
                Some(self.near(term)?)
            }
            TokenKind::Near(_) | TokenKind::And | TokenKind::Or | TokenKind::Close => {
                return Err(self.error(token.span, "something has to stand before this"));
            }
        };
        self.depth -= 1;
        Ok(expr)
    }

    /// A word, or a date.
    fn word(&mut self, word: &str, span: Span) -> Result<Expr, QueryError> {
        if let Some(period) = dates::bare(word) {
            let period = in_order(period).map_err(|message| self.error(span, message))?;
            return Ok(Expr::Field(Condition::Printed(period)));
        }
        let term = self.term(word, span)?;
        self.near(term)
    }

    /// What follows of `a NEAR/5 b NEAR/3 c`.
    fn near(&mut self, first: Term) -> Result<Expr, QueryError> {
        let mut pairs = Vec::new();
        let mut last = first;
        while let Some(Token { kind: TokenKind::Near(number), span }) = self.peek() {
            self.at += 1;
            let distance = number.parse().ok().filter(|distance| *distance <= FARTHEST);
            let Some(distance) = distance else {
                return Err(self.error(span, format!("NEAR takes a number of words up to {FARTHEST}, such as NEAR/5")));
            };
            let next = match self.next() {
                Some(Token { kind: TokenKind::Word(words) | TokenKind::Phrase(words), span }) => {
                    self.term(words, span)?
                }
                _ => return Err(self.error(span, "a word or a phrase has to follow this")),
            };
            pairs.push(Expr::Near(last, next.clone(), distance));
            last = next;
        }
        Ok(match pairs.len() {
            0 => Expr::Term(last),
            1 => pairs.remove(0),
            _ => Expr::All(pairs),
        })
    }

    /// `SENTENCE(a b)`
    fn within(&mut self, name: &str, span: Span) -> Result<Expr, QueryError> {
        let scope = if name == "SENTENCE" { Scope::Sentence } else { Scope::Paragraph };
        self.accept(&TokenKind::Open);
        let mut terms = Vec::new();
        loop {
            match self.next() {
                Some(Token { kind: TokenKind::Close, .. }) => break,
                Some(Token { kind: TokenKind::Word(words) | TokenKind::Phrase(words), span }) => {
                    terms.push(self.term(words, span)?);
                }
                Some(token) => return Err(self.error(token.span, format!("only words and phrases go into {name}()"))),
                None => return Err(self.error(span, "this is not closed")),
            }
        }
        match terms.len() {
            0 => Err(self.error(span, "there is no word in it")),
            n if n > LONGEST_PHRASE => Err(self.error(span, format!("{name}() takes at most {LONGEST_PHRASE} words"))),
            _ => Ok(Expr::Within(scope, terms)),
        }
    }

    fn term(&mut self, written: &str, span: Span) -> Result<Term, QueryError> {
        self.terms += 1;
        if self.terms > MOST_TERMS {
            return Err(self.error(span, format!("a query has at most {MOST_TERMS} words and phrases")));
        }
        let term = term(written).ok_or_else(|| self.error(span, "there is no word in it"))?;
        if term.words.len() > LONGEST_PHRASE {
            return Err(self.error(span, format!("a phrase has at most {LONGEST_PHRASE} words")));
        }
        Ok(term)
    }

    /// What stands behind the colon of a field.
    fn value(&mut self, field: Span) -> Result<(&'a str, Span), QueryError> {
        match self.peek() {
            Some(Token { kind: TokenKind::Word(value) | TokenKind::Phrase(value), span })
                if span.start == field.end =>
            {
                self.at += 1;
                Ok((value, span))
            }
            _ => Err(self.error(field, "a word, or words in quotation marks, have to follow at once")),
        }
    }

    fn set_target(&mut self, field: Span, negated: bool) -> Result<(), QueryError> {
        let (value, span) = self.value(field)?;
        let target = match value {
            "quotes" => Target::Quotations,
            "articles" => Target::Articles,
            _ => return Err(self.error(span, "it is either in:quotes or in:articles")),
        };
        if negated || self.target.is_some_and(|other| other != target) {
            return Err(self.error(span, "a query looks for quotes or for articles, not for both"));
        }
        self.target = Some(target);
        Ok(())
    }

    fn field(&mut self, name: &str, field: Span) -> Result<Condition, QueryError> {
        type Named = fn(Term) -> Condition;
        let of_words: Option<Named> = match name {
            "speaker" => Some(Condition::Speaker),
            "title" => Some(Condition::Title),
            "outlet" => Some(Condition::Outlet),
            "place" => Some(Condition::Place),
            "byline" => Some(Condition::Byline),
            "kind" | "certainty" | "tag" | "said" | "printed" | "since" | "until" => None,
            _ => return Err(self.error(field, format!("there is no such field; there are {FIELDS}"))),
        };
        let (value, span) = self.value(field)?;
        if let Some(condition) = of_words {
            return Ok(condition(self.term(value, span)?));
        }
        match name {
            "kind" => named(&[Kind::Direct, Kind::Mixed, Kind::Indirect], Kind::name, value).map(Condition::Kind),
            "certainty" => named(&[Certainty::Stated, Certainty::Inferred, Certainty::Unknown], Certainty::name, value)
                .map(Condition::Certainty),
            "tag" => Ok(Condition::Tag(value.to_owned())),
            _ => self.date(name, value),
        }
        .map_err(|message| self.error(span, message))
    }

    fn date(&self, name: &str, value: &str) -> Result<Condition, String> {
        let period = in_order(dates::period(value, self.today)?)?;
        Ok(match name {
            "said" => Condition::Said(period),
            "since" => Condition::Printed(Period { last: None, ..period }),
            "until" => Condition::Printed(Period { first: None, ..period }),
            _ => Condition::Printed(period),
        })
    }
}

/// The period, unless nothing can be in it.
fn in_order(period: Period) -> Result<Period, String> {
    match (period.first, period.last) {
        (Some(first), Some(last)) if first > last => Err("this period ends before it begins".to_owned()),
        _ => Ok(period),
    }
}

fn is_empty(expr: &Expr) -> bool {
    matches!(expr, Expr::All(parts) if parts.is_empty())
}

/// The words of a word or a phrase, with a star behind them if the last is only the beginning of one.
fn term(written: &str) -> Option<Term> {
    let bare = written.trim_end_matches('*');
    let folded = fold::fold(bare);
    let words: Vec<String> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let prefix = bare.len() < written.len() && bare.ends_with(char::is_alphanumeric);
    (!words.is_empty()).then_some(Term { words, prefix })
}

/// The one of `all` that is called `value`.
fn named<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, value: &str) -> Result<T, String> {
    let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
    let found = all.iter().find(|one| name(**one) == value);
    found.copied().ok_or_else(|| format!("it is one of {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2021, 3, 10).unwrap()
    }

    fn parsed(query: &str) -> Query {
        parse(query, today()).unwrap_or_else(|error| panic!("{error}"))
    }

    fn word(word: &str) -> Expr {
        Expr::Term(term(word).unwrap())
    }

    fn both(a: Expr, b: Expr) -> Expr {
        Expr::All(vec![a, b])
    }

    #[test]
    fn operators_bind_as_the_grammar_says() {
        assert_eq!(parsed("a b OR c").expr, Expr::Any(vec![both(word("a"), word("b")), word("c")]));
        assert_eq!(parsed("a AND (b OR c)").expr, both(word("a"), Expr::Any(vec![word("b"), word("c")])));
        assert_eq!(parsed("a -b").expr, parsed("a NOT b").expr);
        assert_eq!(parsed("NOT NOT a").expr, Expr::Not(Box::new(Expr::Not(Box::new(word("a"))))));
        assert_eq!(parsed("co-op").expr, word("co op"));
        assert_eq!(parsed("").expr, Expr::All(Vec::new()));
    }

    #[test]
    fn words_phrases_and_distances_are_read() {
        let Expr::Term(term) = parsed("“Bond Héaring*”").expr else { panic!() };
        assert_eq!((term.words, term.prefix), (vec!["bond".to_owned(), "hearing".to_owned()], true));
        assert!(matches!(parsed("bond NEAR/5 \"the judge\"").expr, Expr::Near(_, _, 5)));
        assert!(
            matches!(parsed("SENTENCE(bond judge*)").expr, Expr::Within(Scope::Sentence, terms) if terms.len() == 2)
        );
        assert_eq!(parsed("a in:articles").target, Target::Articles);
    }

    #[test]
    fn fields_are_read() {
        let query = parsed("speaker:\"lori lightfoot\" kind:direct certainty:stated 2020-07..2020-08 since:2019");
        let Expr::All(parts) = query.expr else { panic!() };
        assert!(matches!(&parts[0], Expr::Field(Condition::Speaker(term)) if term.words.len() == 2));
        assert!(
            matches!(&parts[3], Expr::Field(Condition::Printed(period)) if period.last == NaiveDate::from_ymd_opt(2020, 8, 31))
        );
        assert!(matches!(&parts[4], Expr::Field(Condition::Printed(period)) if period.last.is_none()));
    }

    #[test]
    fn what_is_wrong_has_a_caret_under_it() {
        let wrong = |query: &str| {
            let error = parse(query, today()).unwrap_err();
            query[error.start..error.end].to_owned()
        };
        assert_eq!(wrong("a (b c"), "(");
        assert_eq!(wrong("a b)"), ")");
        assert_eq!(wrong("é “open"), "“");
        assert_eq!(wrong("a color:red"), "color:");
        assert_eq!(wrong("kind:odd"), "odd");
        assert_eq!(wrong("said:noon"), "noon");
        assert_eq!(wrong("a OR"), "OR");
        assert_eq!(wrong("a 2021..2020-06"), "2021..2020-06");
        assert_eq!(wrong("said:yesterday..2020"), "yesterday..2020");
        assert_eq!(wrong("bond NEAR/x judge"), "NEAR/x");
        assert_eq!(wrong("bond NEAR judge"), "NEAR");
        assert_eq!(wrong("a ***"), "***");
        let error = parse("é kind:odd", today()).unwrap_err();
        assert_eq!(error.to_string(), "it is one of direct, mixed, indirect\n  é kind:odd\n         ^^^");
        let error = parse("e\u{301} 日本 kind:odd", today()).unwrap_err();
        assert!(error.to_string().ends_with("\n              ^^^"), "{error}");
    }

    proptest! {
        #[test]
        fn any_text_is_a_query_or_an_error_within_it(query in "[a-c()\"“”:*. /0-9-]{0,40}|((NOT |OR |AND |-|\\(|NEAR/3 |in:|printed:)[a-c]? ?){0,60}|\\PC{0,60}") {
            match parse(&query, today()) {
                Ok(_) => {}
                Err(error) => {
                    prop_assert!(query.get(error.start..error.end).is_some());
                    prop_assert!(!error.to_string().is_empty());
                }
            }
        }
    }
}

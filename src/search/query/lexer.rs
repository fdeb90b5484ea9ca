//! A query as tokens.

use super::QueryError;
use crate::text::Span;

/// A token, with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    pub kind: TokenKind<'a>,
    pub span: Span,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind<'a> {
    Open,
    Close,
    And,
    Or,
    /// `NOT` or a hyphen before something.
    Not,
    /// `NEAR/5`, with what stands behind the slash.
    Near(&'a str),
    /// `SENTENCE` or `PARAGRAPH` before a parenthesis.
    Function(&'a str),
    /// `speaker:` and the like, without the colon.
    Field(&'a str),
    Word(&'a str),
    /// What stands in quotation marks.
    Phrase(&'a str),
}

/// Marks that open a phrase, and those that close it.
const OPENING: &[char] = &['"', '“', '”', '„', '«', '»'];
const CLOSING: &[char] = &['"', '“', '”', '«', '»'];

/// The tokens of `query`.
pub fn tokens(query: &str) -> Result<Vec<Token<'_>>, QueryError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = query[at..].chars().next() {
        let rest = &query[at..];
        let after_first = at + first.len_utf8();
        let (kind, end) = if first.is_whitespace() {
            at = after_first;
            continue;
        } else if first == '(' {
            (TokenKind::Open, after_first)
        } else if first == ')' {
            (TokenKind::Close, after_first)
        } else if OPENING.contains(&first) {
            let Some(length) = query[after_first..].find(CLOSING) else {
                return Err(super::parser::error(query, Span::new(at, after_first), "this mark is not closed"));
            };
            let close = after_first + length;
            let mark = query[close..].chars().next().map_or(0, char::len_utf8);
            (TokenKind::Phrase(&query[after_first..close]), close + mark)
        } else if first == '-' && !rest[1..].starts_with(|c: char| c.is_whitespace() || c == ')') && rest.len() > 1 {
            (TokenKind::Not, after_first)
        } else {
            word(rest, at)
        };
        tokens.push(Token { kind, span: Span::new(at, end) });
        at = end;
    }
    Ok(tokens)
}

/// The token that a run of other characters is, and where it ends.
fn word(rest: &str, at: usize) -> (TokenKind<'_>, usize) {
    let is_end = |c: char| c.is_whitespace() || c == '(' || c == ')' || OPENING.contains(&c);
    let run = &rest[..rest.find(is_end).unwrap_or(rest.len())];
    let end = at + run.len();
    let kind = match run {
        "AND" => TokenKind::And,
        "OR" => TokenKind::Or,
        "NOT" => TokenKind::Not,
        // Without a number: what is wrong is said when it is known what stands before.
        "NEAR" => TokenKind::Near(""),
        "SENTENCE" | "PARAGRAPH" if rest[run.len()..].starts_with('(') => TokenKind::Function(run),
        _ => {
            if let Some(number) = run.strip_prefix("NEAR/") {
                return (TokenKind::Near(number), end);
            }
            let name = run.split(':').next().unwrap_or_default();
            let is_name = name.len() < run.len() && !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic());
            if is_name {
                return (TokenKind::Field(name), at + name.len() + 1);
            }
            TokenKind::Word(run)
        }
    };
    (kind, end)
}

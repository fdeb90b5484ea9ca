//! Where sentences end.

use super::tokens::{Shape, Token};

/// Whether `token` ends a sentence when `next` follows it: a full stop, question or exclamation
/// mark before anything but a lower-case word. Abbreviations hold their full stop inside the token.
pub fn ends_sentence(text: &str, token: Token, next: Option<Token>) -> bool {
    if token.shape != Shape::Punctuation {
        return false;
    }
    let stops = matches!(token.span.of(text).chars().next(), Some('.' | '?' | '!' | '…' | '。'));
    stops && next.is_none_or(|next| next.shape != Shape::Lower)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Span, tokens::tokens};

    #[test]
    fn abbreviations_and_ellipses_do_not_end_one() {
        let text = "Sen. Ana Ruiz of the U.S. said 3.5 ... or more. Nobody knew.";
        let all: Vec<Token> = tokens(text, Span::new(0, text.len())).collect();
        let ends: Vec<usize> = (0..all.len())
            .filter(|at| ends_sentence(text, all[*at], all.get(at + 1).copied()))
            .map(|at| all[at].span.start)
            .collect();
        assert_eq!(ends, [text.find(". Nobody").unwrap(), text.len() - 1]);
    }
}

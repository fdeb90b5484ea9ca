//! Quotation marks: from characters to quoted segments.
//!
//! Curly, straight and doubled-apostrophe marks, ` ``…'' `, guillemets, low marks and single marks
//! are known; apostrophes, feet and inches are not marks. A mark inside another pair is part of
//! what is quoted. Time is linear in the text.

use crate::article::Article;
use crate::text::Span;
use std::cell::LazyCell;

/// What stands between a pair of marks, within one paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Marks included; to the paragraph's end where none closes it.
    pub span: Span,
    /// 0-based paragraph.
    pub paragraph: usize,
    /// Length in bytes of the opening mark.
    pub mark: usize,
    /// Whether a mark closes it.
    pub closed: bool,
    /// Whether it goes on in the segment that opens the next paragraph.
    pub continued: bool,
}

/// The family a mark belongs to: a pair is of one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Double,
    Guillemet,
    SingleGuillemet,
    Single,
}

/// Which way a mark points, by its character and its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Opens,
    Closes,
    Either,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    span: Span,
    family: Family,
    way: Way,
}

/// A single mark that is not closed within so many bytes is an apostrophe.
const SINGLE_REACH: usize = 2000;

/// The quoted segments of `article`, in order, disjoint.
pub fn of(article: &Article) -> Vec<Segment> {
    find(&article.text, &article.paragraphs)
}

fn find(text: &str, paragraphs: &[Span]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::with_capacity(paragraphs.len());
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let before = segments.len();
        find_in_paragraph(text, *paragraph, index, &mut segments);
        if let Some(first) = segments.get(before).map(|segment| segment.span.start)
            && let Some(last) = before.checked_sub(1).and_then(|last| segments.get_mut(last))
        {
            last.continued = !last.closed && last.paragraph + 1 == index && first == paragraph.start;
        }
    }
    segments
}

fn find_in_paragraph(text: &str, paragraph: Span, index: usize, out: &mut Vec<Segment>) {
    let nests = LazyCell::new(|| is_balanced(paragraph.of(text)));
    let segment = |open: Mark, end: usize, closed| Segment {
        span: Span::new(open.span.start, end),
        paragraph: index,
        mark: open.span.len(),
        closed,
        continued: false,
    };
    let mut open: Option<Mark> = None;
    let mut depth = 0;
    let mut at = paragraph.start;
    while let Some(mark) = next_mark(text, Span::new(at, paragraph.end), open) {
        at = mark.span.end;
        match open {
            None if mark.family == Family::Single => {
                if let Some(close) = closing_single(text, Span::new(at, paragraph.end)) {
                    out.push(segment(mark, close, true));
                    at = close;
                }
            }
            None if mark.way != Way::Closes => (open, depth) = (Some(mark), 0),
            Some(first) if first.family == mark.family => match mark.way {
                Way::Opens if *nests => depth += 1,
                Way::Opens => {
                    let end = Span::new(first.span.start, mark.span.start).trimmed(text).end;
                    out.push(segment(first, end, false));
                    open = Some(mark);
                }
                Way::Closes if depth > 0 => depth -= 1,
                _ => {
                    out.push(segment(first, mark.span.end, true));
                    open = None;
                }
            },
            _ => {}
        }
    }
    if let Some(first) = open.filter(|first| first.span.end < paragraph.end) {
        out.push(segment(first, paragraph.end, false));
    }
}

/// Whether as many curly marks open as close: then one inside another is nested, not left open.
fn is_balanced(paragraph: &str) -> bool {
    paragraph.matches('“').count() == paragraph.matches('”').count()
}

/// The next mark in `range`. Within an open pair only marks of its family are looked at.
fn next_mark(text: &str, range: Span, open: Option<Mark>) -> Option<Mark> {
    let mut at = range.start;
    loop {
        at += first_possible(&text.as_bytes()[at..range.end])?;
        if let Some(mark) = mark_at(text, Span::new(at, range.end), open) {
            return Some(mark);
        }
        at += 1;
    }
}

/// Where the first byte stands that a mark can begin with.
fn first_possible(bytes: &[u8]) -> Option<usize> {
    let may_begin = |byte: &u8| [b'"', b'\'', b'`', 0xc2, 0xe2].iter().fold(false, |any, mark| any | (byte == mark));
    // Sixteen at once, without a branch for each.
    let none = |chunk: &&[u8; 16]| chunk.iter().fold(true, |none, byte| none & !may_begin(byte));
    let without = 16 * bytes.as_chunks().0.iter().take_while(none).count();
    bytes[without..].iter().position(may_begin).map(|at| without + at)
}

/// The mark that begins at `range.start`, which may lie inside a character.
fn mark_at(text: &str, range: Span, open: Option<Mark>) -> Option<Mark> {
    let rest = text.get(range.start..range.end)?;
    let first = rest.chars().next()?;
    let doubled = rest.starts_with("''") || rest.starts_with("``") || rest.starts_with("‘‘") || rest.starts_with("’’");
    let length = first.len_utf8() * if doubled { 2 } else { 1 };
    // In `'no'''` the first apostrophe closes the inner pair.
    if rest.starts_with("'''") && open.is_some() {
        return None;
    }
    let before = text[..range.start].chars().next_back().filter(|_| range.start > 0).unwrap_or(' ');
    let after = rest[length..].chars().next().unwrap_or(' ');
    let family = match first {
        _ if doubled => Family::Double,
        '“' | '”' | '"' | '„' | '‟' => Family::Double,
        '«' | '»' => Family::Guillemet,
        '‹' | '›' => Family::SingleGuillemet,
        '‘' | '\'' => Family::Single,
        _ => return None,
    };
    if open.is_some_and(|open| open.family != family) {
        return None;
    }
    if family == Family::Single {
        return opens_single(first, before, &rest[length..]).then_some(Mark {
            span: Span::new(range.start, range.start + length),
            family,
            way: Way::Opens,
        });
    }
    if first == '"' && is_inches(text, range.start, after, open.is_some()) {
        return None;
    }
    let way = direction(first, before, after, open);
    Some(Mark { span: Span::new(range.start, range.start + length), family, way })
}

/// Which way a mark points. A neighbour can overrule a curly one that was typed the wrong way.
fn direction(mark: char, before: char, after: char, open: Option<Mark>) -> Way {
    let leans_left = !before.is_whitespace() && !is_opening(before) && (after.is_whitespace() || is_closing(after));
    let leans_right = (before.is_whitespace() || is_opening(before)) && (after.is_alphanumeric() || after == '…');
    match mark {
        '“' | '„' | '«' | '‹' | '`' | '‘' if leans_left && open.is_some() => Way::Closes,
        '“' | '„' | '«' | '‹' | '`' | '‘' => Way::Opens,
        '”' | '»' | '›' | '’' if leans_right && open.is_none() => Way::Opens,
        '”' | '»' | '›' | '’' => Way::Closes,
        _ if leans_right => Way::Opens,
        _ if leans_left && open.is_none() => Way::Closes,
        _ => Way::Either,
    }
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '—' | '–' | '-' | '/' | '“' | '‘' | '"' | '\'' | '«')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '—' | '–' | '-' | '.' | ',' | ';' | ':' | '?' | '!' | '”' | '’' | '"' | '\'' | '»')
}

/// `5'11"`, and a lone `12"`.
fn is_inches(text: &str, at: usize, after: char, open: bool) -> bool {
    let before = &text[..at];
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit());
    before.len() - digits.len() <= 3
        && digits.len() < before.len()
        && (digits.ends_with(['\'', '’', '′']) || !open && !after.is_alphanumeric())
}

/// Whether a single mark opens a quotation rather than standing for left-out letters.
fn opens_single(mark: char, before: char, rest: &str) -> bool {
    let after = rest.chars().next().unwrap_or(' ');
    if before.is_alphanumeric() || !(after.is_alphanumeric() || matches!(after, '“' | '"' | '…')) {
        return false;
    }
    if mark == '‘' {
        return true;
    }
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let elided = matches!(&rest[..end], "em" | "tis" | "twas" | "til" | "cause" | "bout" | "n" | "Tis" | "Twas");
    !elided && !after.is_numeric()
}

/// Where the single mark that closes a pair ends: one that no letter follows, unless it looks like
/// the possessive of a plural.
fn closing_single(text: &str, range: Span) -> Option<usize> {
    let mut before = ' ';
    let mut chars = range.of(text).char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if at > SINGLE_REACH {
            return None;
        }
        let after = chars.peek().map_or(' ', |(_, next)| *next);
        let end = range.start + at + c.len_utf8();
        if matches!(c, '’' | '\'') && !after.is_alphanumeric() && !before.is_whitespace() {
            let next_word = text[end..range.end].trim_start().chars().next();
            let possessive = before == 's' && after == ' ' && next_word.is_some_and(char::is_lowercase);
            if !possessive {
                return Some(end);
            }
        } else if c == '‘' || c == '\'' && !before.is_alphanumeric() && after.is_alphanumeric() {
            return None;
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::paragraphs;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<&str> {
        let paragraphs = paragraphs::split(text, Span::new(0, text.len()));
        find(text, &paragraphs).iter().map(|segment| segment.span.of(text)).collect()
    }

    #[test]
    fn every_style_of_marks() {
        assert_eq!(
            found("“One,” and \"two,\" and ''three'' and ``four'' too"),
            ["“One,”", "\"two,\"", "''three''", "``four''"]
        );
        assert_eq!(found("«Oui», „ja“ and ‘it’s so,’ he said"), ["«Oui»", "„ja“", "‘it’s so,’"]);
    }

    #[test]
    fn apostrophes_and_inches_are_no_marks() {
        assert!(found("It’s the dogs’ dinner, rock 'n' roll, a 5'11\" man of the '90s").is_empty());
        assert_eq!(found("''It's the dogs' dinner,'' he said"), ["''It's the dogs' dinner,''"]);
        assert_eq!(found("''He said 'no'''"), ["''He said 'no'''"]);
    }

    #[test]
    fn nested_marks_stay_inside() {
        assert_eq!(found("“He told me ‘go,’ and “never” again,” she said"), ["“He told me ‘go,’ and “never” again,”"]);
    }

    #[test]
    fn a_quotation_goes_on_over_paragraphs() {
        let text = "“One.\n\n“Two.\n\n“Three.” Four.";
        let segments = find(text, &paragraphs::split(text, Span::new(0, text.len())));
        let continued: Vec<_> = segments.iter().map(|s| (s.span.of(text), s.continued)).collect();
        assert_eq!(continued, [("“One.", true), ("“Two.", true), ("“Three.”", false)]);
    }

    #[test]
    fn a_mark_that_is_missing_or_wrong() {
        assert_eq!(found("\"One, he said.\n\nAnd \"two\"."), ["\"One, he said.", "\"two\""]);
        assert_eq!(found("“One,“ he said. “Two.”"), ["“One,“", "“Two.”"]);
        assert_eq!(found("“One. “Two,” he said."), ["“One.", "“Two,”"]);
    }

    proptest! {
        #[test]
        fn segments_are_ordered_and_within_paragraphs(text in "[a ,.s“”\"'‘’`«»\n]{0,80}") {
            let paragraphs = paragraphs::split(&text, Span::new(0, text.len()));
            let mut at = 0;
            for segment in find(&text, &paragraphs) {
                prop_assert!(segment.span.start >= at && !segment.span.is_empty());
                prop_assert!(paragraphs[segment.paragraph].covers(segment.span));
                prop_assert!(text.get(segment.span.start..segment.span.end).is_some());
                at = segment.span.end;
            }
        }
    }
}

//! Spans of code points: trimming, coverage, and what stands between quotation marks.

use serde::Deserialize;

/// A half-open range of code points, as the gold and `whosaid extract` count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub struct Span {
    /// The first code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl Span {
    /// How many code points it covers.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// How many code points the two share; below zero, how far apart they are.
    pub fn shared(self, other: Span) -> i64 {
        self.end.min(other.end) as i64 - self.start.max(other.start) as i64
    }

    /// What both cover.
    pub fn within(self, outer: Span) -> Span {
        Span { start: self.start.max(outer.start), end: self.end.min(outer.end) }
    }

    /// The part of `text` it covers, as far as there is one.
    pub fn of(self, text: &[char]) -> &[char] {
        let end = self.end.min(text.len());
        &text[self.start.min(end)..end]
    }

    /// The same span without marks, white space and punctuation at its ends, nor a leading *that*.
    pub fn trimmed(self, text: &[char]) -> Span {
        let text = self.of(text);
        let mut start = text.iter().take_while(|c| is_edge(**c)).count();
        let end = text.len() - text[start..].iter().rev().take_while(|c| is_edge(**c)).count();
        let opening: String = text[start..end].iter().take(5).flat_map(|c| c.to_lowercase()).collect();
        if opening == "that " && end - start > 8 {
            start += 5;
            start += text[start..end].iter().take_while(|c| is_edge(**c)).count();
        }
        Span { start: self.start + start, end: self.start + end }
    }

    /// Whether at least half of it is covered by `others`, which are in order of their starts.
    pub fn half_covered(self, others: &[Span]) -> bool {
        let mut covered = 0;
        let mut last = self.start;
        for other in others.iter().take_while(|other| other.start < self.end) {
            let (start, end) = (other.start.max(last), other.end.min(self.end));
            if start < end {
                covered += end - start;
                last = end;
            }
        }
        2 * covered >= self.len()
    }
}

/// What never matters at the end of a span.
fn is_edge(c: char) -> bool {
    "“”\"'‘’`«»„ \t\r\n\u{a0},.;:!?-–—…()[]".contains(c)
}

/// What a quotation mark can do.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Opens,
    Closes,
    /// Whichever is missing.
    Either,
}

/// Everything between double quotation marks, the marks included. A mark that a paragraph leaves
/// open closes at its end.
pub fn quoted_segments(text: &[char]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split(|c| *c == '\n') {
        let mut open = None;
        for (mark, role) in marks(line) {
            match open {
                _ if role == Mark::Opens => open = Some(mark.start),
                None if role == Mark::Either => open = Some(mark.start),
                Some(opened) => {
                    found.push(Span { start: start + opened, end: start + mark.end });
                    open = None;
                }
                None => {}
            }
        }
        if let Some(opened) = open {
            let blank = line.iter().rev().take_while(|c| c.is_whitespace()).count();
            found.push(Span { start: start + opened, end: start + line.len() - blank });
        }
        start += line.len() + 1;
    }
    found
}

/// The double quotation marks of `line`, two single ones counting as one.
fn marks(line: &[char]) -> Vec<(Span, Mark)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let (length, role) = match (line[at], line.get(at + 1)) {
            ('\'', Some('\'')) | ('`', Some('`')) => (2, Some(Mark::Either)),
            ('"', _) => (1, Some(Mark::Either)),
            ('“', _) => (1, Some(Mark::Opens)),
            ('”', _) => (1, Some(Mark::Closes)),
            _ => (1, None),
        };
        found.extend(role.map(|role| (Span { start: at, end: at + length }, role)));
        at += length;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn trimmed(text: &str) -> String {
        let text = chars(text);
        Span { start: 0, end: text.len() }.trimmed(&text).of(&text).iter().collect()
    }

    #[test]
    fn marks_punctuation_and_that_are_no_part_of_a_span() {
        assert_eq!(trimmed(" “We are open,” "), "We are open");
        assert_eq!(trimmed("That “it rained” – "), "it rained");
        assert_eq!(trimmed("that one"), "that one");
        assert_eq!(trimmed("…"), "");
    }

    #[test]
    fn half_is_covered_and_nothing_counts_twice() {
        let span = Span { start: 10, end: 20 };
        let covered = |others: &[(usize, usize)]| {
            let others: Vec<Span> = others.iter().map(|&(start, end)| Span { start, end }).collect();
            span.half_covered(&others)
        };
        assert!(covered(&[(0, 15)]));
        assert!(covered(&[(0, 14), (19, 30)]));
        assert!(!covered(&[(10, 14), (11, 14)]));
        assert!(covered(&[(10, 12), (12, 14), (19, 25)]));
    }

    #[test]
    fn every_style_of_double_mark_is_read() {
        let text = chars("He “said ''so''.\nThen \"it” and ``this'' and “that \nend");
        let found: Vec<String> = quoted_segments(&text).iter().map(|span| span.of(&text).iter().collect()).collect();
        assert_eq!(found, ["“said ''", "''.", "\"it”", "``this''", "“that"]);
    }
}

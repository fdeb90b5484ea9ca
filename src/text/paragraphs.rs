//! Where paragraphs begin and end.

use super::Span;
use memchr::memchr2;

/// The widest line that is still taken for hard-wrapped, in characters.
const WIDEST: usize = 100;
/// The narrowest such line that speaks for hard wrapping.
const NARROWEST: usize = 50;
/// How much deeper than the line before it a line must be indented to begin a paragraph.
const INDENT: usize = 2;

/// The paragraphs of `text` within `range`, trimmed, none empty, in order.
///
/// Blank lines part paragraphs. Where indentation is regular, it alone does beside them. Else a
/// single line end parts them too, unless the lines look hard-wrapped: then a deeper indentation
/// does, or, in a text without any blank line, a line that ends a sentence and leaves room for the
/// next word.
pub fn split(text: &str, range: Span) -> Vec<Span> {
    let lines: Vec<Line> = Lines::new(text, range).collect();
    let layout = Layout::of(text, &lines);
    let mut out: Vec<Span> = Vec::with_capacity(lines.len());
    let mut before: Option<Line> = None;
    for line in lines {
        if line.ink.is_empty() {
            before = None;
            continue;
        }
        match (before, out.last_mut()) {
            (Some(before), Some(open)) if !layout.parts(text, before, line) => open.end = line.ink.end,
            _ => out.push(line.ink),
        }
        before = Some(line);
    }
    out
}

/// Whether `text` ends like a sentence: in a full stop or its like, closing marks aside.
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']']).ends_with(['.', '!', '?', '…', ':'])
}

/// What single line ends mean.
enum Layout {
    /// Each line is a paragraph.
    LineEach,
    /// A line indented so deep begins a paragraph, the others go on with one.
    Indented(usize),
    /// Lines are broken at a measure, blank lines stand between paragraphs.
    Wrapped,
    /// Lines are broken at a measure of so many characters, there are no blank lines.
    WrappedSolid(usize),
}

impl Layout {
    /// Looks at every line end that has a line right below it. The last line of a paragraph says
    /// nothing: it is short, ends a sentence, or stands above an indented one.
    fn of(text: &str, lines: &[Line]) -> Self {
        if let Some(depth) = first_line_indent(text, lines) {
            return Layout::Indented(depth);
        }
        let (mut closed, mut open, mut full, mut widest) = (0_usize, 0_usize, 0_usize, 0);
        let (mut blank, mut any_blank) = (false, false);
        let mut before: Option<Line> = None;
        for &line in lines {
            if line.ink.is_empty() {
                blank = true;
                continue;
            }
            any_blank |= blank && before.is_some();
            if let Some(before) = before.filter(|before| !blank && !line.is_indented_below(*before, text)) {
                let columns = before.columns(text);
                widest = widest.max(columns);
                if columns.max(line.columns(text)) > WIDEST || ends_sentence(before.ink.of(text)) {
                    closed += 1;
                } else {
                    open += 1;
                    full += usize::from(columns >= NARROWEST);
                }
            }
            blank = false;
            before = Some(line);
        }
        if closed > open || open == 0 {
            Layout::LineEach
        } else if any_blank {
            Layout::Wrapped
        } else if widest <= WIDEST && full * 4 >= open * 3 {
            Layout::WrappedSolid(widest)
        } else {
            Layout::LineEach
        }
    }

    /// Whether a paragraph ends between these two lines, which stand one below the other.
    fn parts(&self, text: &str, before: Line, line: Line) -> bool {
        let indented = line.is_indented_below(before, text);
        match *self {
            Layout::LineEach => true,
            Layout::Indented(depth) => line.depth(text) == depth,
            Layout::Wrapped => indented || before.columns(text).max(line.columns(text)) > WIDEST,
            Layout::WrappedSolid(measure) => {
                let word = line.ink.of(text).split_whitespace().next().unwrap_or_default();
                let room = before.columns(text) + 1 + word.chars().count() <= measure;
                indented || room && ends_sentence(before.ink.of(text))
            }
        }
    }
}

/// How deep the first lines of paragraphs are indented, where that is regular: there are narrow
/// lines of two depths, each run of several begins at the deeper one, at least two lines stand
/// there, and somewhere a sentence goes on to a line that is not indented.
fn first_line_indent(text: &str, lines: &[Line]) -> Option<usize> {
    let depths = || lines.iter().filter(|line| !line.ink.is_empty()).map(|line| line.depth(text));
    let (least, most) = (depths().min()?, depths().max()?);
    let deep = depths().filter(|depth| *depth == most).count();
    if most < least + INDENT || deep < 2 || depths().any(|depth| depth != least && depth != most) {
        return None;
    }
    let mut above: Option<Line> = None;
    let mut runs_begin_deep = false;
    let mut goes_on = false;
    for &line in lines {
        if line.ink.is_empty() {
            above = None;
            continue;
        }
        let is_deep = line.depth(text) == most;
        match above {
            _ if line.columns(text) > WIDEST => return None,
            None => runs_begin_deep = is_deep,
            Some(_) if !runs_begin_deep => return None,
            Some(above) => goes_on |= !is_deep && !ends_sentence(above.ink.of(text)),
        }
        above = Some(line);
    }
    goes_on.then_some(most)
}

/// One line: where it begins, and what is printed on it.
#[derive(Clone, Copy)]
pub struct Line {
    /// The first byte of the line.
    pub start: usize,
    /// The line without white space at its ends.
    pub ink: Span,
}

impl Line {
    /// Whether it is indented deeper than the line above it.
    fn is_indented_below(self, above: Line, text: &str) -> bool {
        self.depth(text) >= above.depth(text) + INDENT
    }

    /// How deep it is indented, in columns.
    fn depth(self, text: &str) -> usize {
        const TAB: usize = 8;
        let indentation = Span::new(self.start, self.ink.start).of(text);
        indentation.chars().map(|c| if c == '\t' { TAB } else { 1 }).sum()
    }

    /// Its width in characters, indentation included; of a very long line, only that it is wider
    /// than [`WIDEST`].
    fn columns(self, text: &str) -> usize {
        const LONGEST_CHAR: usize = 4;
        let line = Span::new(self.start, self.ink.end);
        if line.len() > WIDEST * LONGEST_CHAR { WIDEST + 1 } else { line.of(text).chars().count() }
    }
}

/// The lines of a range, whatever ends them: LF, CR LF or CR.
pub struct Lines<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Lines<'a> {
    /// The lines of `text` within `range`.
    pub fn new(text: &'a str, range: Span) -> Self {
        Self { text, at: range.start, end: range.end }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        if self.at >= self.end {
            return None;
        }
        let start = self.at;
        let rest = &self.text.as_bytes()[start..self.end];
        let length = memchr2(b'\n', b'\r', rest);
        self.at = match length {
            Some(length) if rest[length..].starts_with(b"\r\n") => start + length + 2,
            Some(length) => start + length + 1,
            None => self.end,
        };
        let end = length.map_or(self.end, |length| start + length);
        Some(Line { start, ink: Span::new(start, end).trimmed(self.text) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn paragraphs(text: &str) -> Vec<&str> {
        split(text, Span::new(0, text.len())).into_iter().map(|p| p.of(text)).collect()
    }

    #[test]
    fn blank_lines_part_whatever_ends_the_lines() {
        assert_eq!(paragraphs("One\n\n \t\nTwo.\n"), ["One", "Two."]);
        assert_eq!(paragraphs("One\r\n\r\nTwo.\r\n"), ["One", "Two."]);
        assert_eq!(paragraphs("One\r\rTwo."), ["One", "Two."]);
        assert_eq!(paragraphs("A line that\ngoes on here.\n\nTwo."), ["A line that\ngoes on here.", "Two."]);
    }

    #[test]
    fn without_blank_lines_each_line_is_a_paragraph() {
        assert_eq!(paragraphs("One sentence.\nAnother one.\nA third"), ["One sentence.", "Another one.", "A third"]);
        assert_eq!(paragraphs("Short\nlines"), ["Short", "lines"]);
    }

    #[test]
    fn one_blank_line_does_not_glue_the_other_lines_together() {
        assert_eq!(
            paragraphs("A headline\n\nHe came.\nHe saw.\nHe went."),
            ["A headline", "He came.", "He saw.", "He went."]
        );
    }

    #[test]
    fn hard_wrapped_lines_are_put_together() {
        let text = "The harbour master said on Tuesday that no ship had left the port\n\
            since the storm began, and that none would before the weekend, as\n\
            the pilots were on strike.\n\
            A spokeswoman for the pilots called the strike a last resort; she\n\
            would not say how long it was going to go on.";
        let found = paragraphs(text);
        assert_eq!(found.len(), 2);
        assert!(found[1].starts_with("A spokeswoman"));
    }

    #[test]
    fn indentation_begins_a_paragraph_of_hard_wrapped_lines() {
        let text = "   The harbour master said on Tuesday that no ship had left the port\n\
            since the storm began, and that none would before the weekend had\n   \
            gone by, the pilots being on strike for what is now the third week\n\
            in a row.";
        let found = paragraphs(text);
        assert_eq!(found.len(), 2);
        assert!(found[1].starts_with("gone by"));
    }

    #[test]
    fn regular_indentation_decides_even_where_most_lines_end_sentences() {
        for indent in ["  ", "\t"] {
            let text = format!(
                "{indent}“No ship sails,” he said.\nHe was sure.\n“Not one\nbefore Monday.”\n{indent}So it was.\n\
                 {indent}The pilots struck."
            );
            let found = paragraphs(&text);
            assert_eq!(found.len(), 3);
            assert!(found[0].ends_with("before Monday.”"));
        }
    }

    #[test]
    fn lists_and_lone_indented_lines_are_not_regular() {
        assert_eq!(paragraphs("We need\n  bread\n  milk").len(), 3);
        assert_eq!(paragraphs("  It rained.\nIt snowed.\n  It thawed.").len(), 3);
    }

    proptest! {
        #[test]
        fn paragraphs_hold_all_ink_in_order(text in "([a-z.” é]{0,80}[\r\n\u{2028} ]{0,3}){0,12}|\\PC{0,60}") {
            let spans = split(&text, Span::new(0, text.len()));
            prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
            prop_assert!(spans.iter().all(|span| !span.is_empty() && span.trimmed(&text) == *span));
            let ink: String = spans.iter().flat_map(|span| span.of(&text).split_whitespace()).collect();
            prop_assert_eq!(ink, text.split_whitespace().collect::<String>());
        }
    }
}

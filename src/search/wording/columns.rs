//! A word diff as two lines, word over word: the claim above what was printed.

use super::judge::{Op, Piece};
use crate::text::sanitize;
use crate::text::wrap::columns_of;

/// Words above words. What is not the same stands in brackets, `[]` as claimed and `{}` as printed, so that it
/// can be told without colour: dropped words have nothing above them, added ones nothing below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What became of the words.
    pub op: Op,
    /// The words as claimed, safe to show.
    pub yours: String,
    /// The words as printed, safe to show.
    pub printed: String,
}

impl Column {
    /// How many columns of a terminal it takes.
    pub fn width(&self) -> usize {
        columns_of(&self.yours).max(columns_of(&self.printed))
    }
}

/// The diff in as many double lines as it takes where each has room for `room` columns; one column stands free
/// between two words. What is longer than a line stands alone on one.
pub fn double_lines(diff: &[Piece], room: usize) -> Vec<Vec<Column>> {
    let mut lines: Vec<Vec<Column>> = Vec::new();
    let mut used = 0;
    for column in diff.iter().flat_map(columns) {
        let width = column.width();
        match lines.last_mut() {
            Some(line) if used + width <= room => line.push(column),
            _ => {
                lines.push(vec![column]);
                used = 0;
            }
        }
        used += width + 1;
    }
    lines
}

/// A piece as words above words, where each stands for one.
fn columns(piece: &Piece) -> Vec<Column> {
    let Piece { op, yours, printed } = piece;
    let column = |yours: &str, printed: &str| Column {
        op: *op,
        yours: sanitize::line(yours).into_owned(),
        printed: sanitize::line(printed).into_owned(),
    };
    let bracketed =
        |text: &str, open, close| if text.is_empty() { String::new() } else { format!("{open}{text}{close}") };
    if *op != Op::Same {
        return vec![column(&bracketed(yours, '[', ']'), &bracketed(printed, '{', '}'))];
    }
    let (above, below): (Vec<&str>, Vec<&str>) = (yours.split(' ').collect(), printed.split(' ').collect());
    if above.len() != below.len() {
        return vec![column(yours, printed)];
    }
    above.into_iter().zip(below).map(|(yours, printed)| column(yours, printed)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wider_than_a_line_stands_alone_on_one() {
        let piece = |op, yours: &str, printed: &str| Piece { op, yours: yours.to_owned(), printed: printed.to_owned() };
        let diff = [
            piece(Op::Same, "東京 e\u{301}té", "東京 été"),
            piece(Op::Added, "\u{1b}[31m so many words", ""),
            piece(Op::Same, "a", "a"),
        ];
        let told: Vec<Vec<(String, usize)>> = double_lines(&diff, 8)
            .into_iter()
            .map(|line| line.into_iter().map(|column| (column.yours.clone(), column.width())).collect())
            .collect();
        let expected = [
            vec![("東京".to_owned(), 4), ("e\u{301}té".to_owned(), 3)],
            vec![("[␛[31m so many words]".to_owned(), 21)],
            vec![("a".to_owned(), 1)],
        ];
        assert_eq!(told, expected);
    }
}

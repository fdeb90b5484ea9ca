//! Tables: CSV (RFC 4180, but that lines end in LF) and TSV, a quotation a row.

use super::{Chosen, Entry, Form};
use crate::text::sanitize;
use csv::{Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io::{self, Write};

/// The columns. Later versions may add some after these.
const COLUMNS: [&str; 20] = [
    "id",
    "kind",
    "speaker",
    "role",
    "certainty",
    "confidence",
    "words",
    "said",
    "paragraph",
    "title",
    "outlet",
    "byline",
    "printed",
    "dateline",
    "section",
    "url",
    "path",
    "article",
    "note",
    "tags",
];

/// Rows on their way out.
pub struct Table {
    delimiter: u8,
    raw: bool,
}

impl Table {
    /// A table whose cells are parted by `delimiter`; unless it is to be `raw`, no cell runs as a
    /// formula or holds a control character.
    pub fn new(delimiter: u8, raw: bool) -> Self {
        Self { delimiter, raw }
    }

    fn writer<'a>(&self, out: &'a mut dyn Write) -> Writer<&'a mut dyn Write> {
        WriterBuilder::new().delimiter(self.delimiter).terminator(Terminator::Any(b'\n')).from_writer(out)
    }

    fn row<S: AsRef<str>>(&self, out: &mut dyn Write, cells: impl IntoIterator<Item = S>) -> io::Result<()> {
        let mut row = self.writer(out);
        for cell in cells {
            let cell = cell.as_ref();
            let cell = if self.raw { Cow::Borrowed(cell) } else { inert(cell) };
            row.write_field(&*cell)?;
        }
        row.write_record(None::<&[u8]>)?;
        row.flush()
    }
}

/// `cell` as a spreadsheet shows it, whatever it begins with: where that would make it a formula, an
/// apostrophe stands before it (as the OWASP advises against *CSV injection*). So it does within, where a
/// spreadsheet that parts columns by another mark would begin a cell.
fn inert(cell: &str) -> Cow<'_, str> {
    let cell = sanitize::line(cell);
    let is_separator = |c: char| matches!(c, ';' | ',' | '\t');
    if !cell.split(is_separator).any(is_formula) {
        return cell;
    }
    let cells = cell.split_inclusive(is_separator);
    Cow::Owned(cells.flat_map(|cell| [if is_formula(cell) { "'" } else { "" }, cell]).collect())
}

/// Whether what is seen of `cell` begins like a formula; the wide and the small forms of its signs are taken
/// for the others by some.
fn is_formula(cell: &str) -> bool {
    let first = cell.chars().find(|c| !c.is_whitespace() && !is_ignorable(*c));
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫'];
    first.is_some_and(|first| signs.contains(&first))
}

/// Unicode's `Default_Ignorable_Code_Point`: what nobody sees.
fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

impl Form for Table {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.row(out, COLUMNS)
    }

    fn entry(&mut self, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
        let article = &entry.record.article;
        let or_empty = |field: &Option<String>| field.clone().unwrap_or_default();
        for Chosen { quotation, mark } in &entry.chosen {
            let speaker = quotation.speaker.as_ref();
            let cells: [String; COLUMNS.len()] = [
                quotation.id.to_string(),
                quotation.kind.name().to_owned(),
                speaker.map_or_else(String::new, |speaker| speaker.name.clone()),
                speaker.and_then(|speaker| speaker.role.clone()).unwrap_or_default(),
                quotation.certainty.name().to_owned(),
                quotation.confidence.map_or_else(String::new, |confidence| confidence.to_string()),
                quotation.words(article),
                quotation.said.map_or_else(String::new, |day| day.to_string()),
                (quotation.paragraph + 1).to_string(),
                article.title.text.clone(),
                or_empty(&article.outlet),
                or_empty(&article.byline),
                article.printed.iso().unwrap_or_default(),
                article.dateline.as_ref().map_or_else(String::new, |dateline| dateline.place.clone()),
                or_empty(&article.section),
                or_empty(&article.url),
                article.path().unwrap_or_default().into_owned(),
                article.id.to_string(),
                mark.and_then(|mark| mark.note.clone()).unwrap_or_default(),
                mark.map_or_else(String::new, |mark| mark.tags.join(", ")),
            ];
            self.row(out, cells)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{FormOptions, Format, sample, written};
    use proptest::prelude::*;

    fn rows(format: Format, raw: bool, title: &str) -> Vec<Vec<String>> {
        let mut record = sample();
        record.article.title.text = title.to_owned();
        let table = written(format, FormOptions { raw, ..FormOptions::default() }, &[record]);
        let delimiter = if format == Format::Csv { b',' } else { b'\t' };
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(table.as_bytes());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn a_spreadsheet_reads_the_columns_back() {
        for format in [Format::Csv, Format::Tsv] {
            let rows = rows(format, false, "All “better”, \"or\tnot\"");
            assert_eq!(rows[0], COLUMNS);
            let cell = |name| &rows[1][COLUMNS.iter().position(|column| *column == name).unwrap()];
            assert_eq!(cell("words"), "Ça va, mieux.");
            assert_eq!(cell("title"), "All “better”, \"or not\"");
            assert_eq!(cell("printed"), "2021-03");
        }
    }

    #[test]
    fn what_would_run_as_a_formula_is_inert_unless_raw() {
        for title in ["=1+1", "+SUM(A1)", "-2", "@cmd", "\t=1", "\r=1", " =1", "＝1", "\"=1\"", "=\"x\",\n=1"] {
            let safe = &rows(Format::Csv, false, title)[1][9];
            assert!(!safe.trim_start().starts_with(['=', '+', '-', '@', '＝']), "{title}: {safe}");
            assert!(!safe.contains(['\t', '\r', '\n']), "{title}: {safe}");
            assert_eq!(&rows(Format::Csv, true, title)[1][9], title);
        }
    }

    #[test]
    fn nothing_runs_as_a_formula_however_columns_are_parted_and_signs_hidden() {
        for (title, safe) in [
            ("a;=1+1", "a;'=1+1"),
            ("a, @b;+c", "a,' @b;'+c"),
            ("\u{200b}=1", "'\u{200b}=1"),
            ("\u{feff}\u{ad}\u{2060}-1", "'\u{feff}\u{ad}\u{2060}-1"),
            ("﹦1", "'﹦1"),
            ("a; b, c - d = e", "a; b, c - d = e"),
        ] {
            // Those that hide direction or width are shown by name before.
            assert_eq!(inert(title), safe, "{title:?}");
        }
    }

    proptest! {
        #[test]
        fn every_row_has_every_column(title in "[=,;\"'\\n\\r\\t a-z]{0,20}") {
            for format in [Format::Csv, Format::Tsv] {
                for raw in [false, true] {
                    let rows = rows(format, raw, &title);
                    prop_assert!(rows.len() == 2 && rows.iter().all(|row| row.len() == COLUMNS.len()));
                }
            }
        }
    }
}

//! Findings for people: the claim above what was printed, word over word.

use super::Checked;
use crate::cli::output;
use crate::export::cite;
use crate::search::wording::{self, Alteration, Column, Finding, Match, Op, Piece, Variant, Verdict};
use crate::text::sanitize;
use std::io::{self, IsTerminal, Write};
use unicode_width::UnicodeWidthStr;

/// The columns of text that goes to no terminal.
const COLUMNS: usize = 80;

/// What stands before the two lines of a diff, and how wide that is.
const YOURS: &str = "    yours   ";
const PRINTED: &str = "  printed   ";

/// Writes all of them.
pub fn write(out: &mut impl Write, checked: &[Checked]) -> io::Result<()> {
    let columns = if io::stdout().is_terminal() {
        terminal_size::terminal_size().map_or(COLUMNS, |(width, _)| usize::from(width.0))
    } else {
        COLUMNS
    };
    let look = Look { columns, bold: output::colour_on_stdout() };
    for (at, checked) in checked.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        look.finding(out, checked)?;
    }
    Ok(())
}

/// What was found, in a few words: *ALTERED 80 %: dropped, changed*.
pub fn headline(finding: &Finding) -> String {
    let alterations: Vec<&str> = finding.alterations.iter().map(|alteration| alteration.name()).collect();
    let verdict = finding.verdict.name().to_uppercase();
    match finding.verdict {
        Verdict::Exact if finding.fragment => format!("{verdict} (a part of what was said)"),
        Verdict::Exact | Verdict::NotFound => verdict,
        Verdict::Near => format!("{verdict} {}", percent(finding.similarity)),
        Verdict::Altered => format!("{verdict} {}: {}", percent(finding.similarity), alterations.join(", ")),
    }
}

/// Who said it, and where it was printed.
pub fn source(found: &Match) -> String {
    let article = &found.record.article;
    let speaker = match found.quotation() {
        Some(quotation) => format!("{} {}", quotation.certainty.sign(), quotation.speaker_or_unknown()),
        None => "in running text".to_owned(),
    };
    let place = article.dateline.as_ref().map(|dateline| dateline.place.clone());
    let printed = format!("printed {}", article.printed.long());
    let paragraph = format!("¶ {}", article.paragraph_at(found.span.start) + 1);
    let facts = [Some(speaker), place, Some(printed), article.outlet.clone(), cite::locator(article), Some(paragraph)];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// *changed, dropped: *, or nothing.
pub fn named(alterations: &[Alteration]) -> String {
    let names: Vec<&str> = alterations.iter().map(|alteration| alteration.name()).collect();
    if names.is_empty() { String::new() } else { format!("{}: ", names.join(", ")) }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

#[derive(Debug, Clone, Copy)]
struct Look {
    columns: usize,
    bold: bool,
}

impl Look {
    fn finding(self, out: &mut impl Write, checked: &Checked) -> io::Result<()> {
        let Checked { claim, place, finding, variants } = checked;
        if let Some((file, line)) = place {
            let speaker = claim.speaker.as_ref().map_or_else(String::new, |speaker| format!(" — {speaker}"));
            self.line(out, &format!("{file}:{line}: “{}”{speaker}", claim.text))?;
        }
        let (bold, plain) = if self.bold { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
        writeln!(out, "{bold}{}{plain}", headline(finding))?;
        if let Some(found) = &finding.passage {
            self.line(out, &format!("  {}", source(found)))?;
        }
        if let Some((article, beside)) = checked.beside() {
            self.line(out, &format!("  {}: {}", beside.why(), beside.sentence(article)))?;
        }
        if finding.diff.iter().any(|piece| piece.op != Op::Same) || finding.alterations.contains(&Alteration::Changed) {
            self.diff(out, &finding.diff)?;
        }
        if finding.verdict == Verdict::Near || finding.alterations.contains(&Alteration::Spliced) {
            for found in &finding.candidates {
                self.line(out, &format!("  {} {}", percent(found.similarity), source(found)))?;
                self.line(out, &format!("      {}", found.printed().split_whitespace().collect::<Vec<_>>().join(" ")))?;
            }
        }
        variants.iter().flatten().try_for_each(|variant| self.variant(out, variant))
    }

    /// A wording above everybody who prints it.
    fn variant(self, out: &mut impl Write, variant: &Variant) -> io::Result<()> {
        writeln!(out)?;
        self.line(out, &format!("  {}{}", named(&variant.alterations), variant.words))?;
        variant.printings.iter().try_for_each(|found| self.line(out, &format!("      {}", source(found))))
    }

    fn line(self, out: &mut impl Write, line: &str) -> io::Result<()> {
        writeln!(out, "{}", sanitize::line(line))
    }

    /// The claim above what was printed, in as many double lines as it takes.
    fn diff(self, out: &mut impl Write, diff: &[Piece]) -> io::Result<()> {
        for line in wording::double_lines(diff, self.columns.saturating_sub(YOURS.width())) {
            let row = |side: fn(&Column) -> &str| -> String {
                let padded =
                    |column: &Column| format!("{0}{1:2$}", side(column), "", column.width() - side(column).width());
                line.iter().map(padded).collect::<Vec<_>>().join(" ")
            };
            let (yours, printed) = (row(|column| &column.yours), row(|column| &column.printed));
            writeln!(out, "\n{}\n{}", format!("{YOURS}{yours}").trim_end(), format!("{PRINTED}{printed}").trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_above_words_on_as_many_lines_as_it_takes() {
        let piece = |op, yours: &str, printed: &str| Piece { op, yours: yours.to_owned(), printed: printed.to_owned() };
        let diff = [
            piece(Op::Same, "I", "I"),
            piece(Op::Changed, "drew", "draw"),
            piece(Op::Same, "a", "a"),
            piece(Op::Dropped, "", "very"),
            piece(Op::Same, "firm line", "firm line"),
        ];
        let mut out = Vec::new();
        Look { columns: 33, bold: false }.diff(&mut out, &diff).unwrap();
        let expected = "
    yours   I [drew] a
  printed   I {draw} a {very}

    yours   firm line
  printed   firm line
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}

//! Findings as a report in Markdown.

use super::Checked;
use super::text::{headline, named, source};
use crate::export::markdown::escaped;
use crate::search::wording::{Op, Piece, Verdict};
use std::io::{self, Write};

/// Writes all of them.
pub fn write(out: &mut impl Write, checked: &[Checked]) -> io::Result<()> {
    writeln!(out, "# Wording check")?;
    for checked in checked {
        let Checked { claim, place, finding, variants } = checked;
        let place = place.as_ref().map_or_else(String::new, |(file, line)| format!("{}:{line}: ", escaped(file)));
        writeln!(out, "\n## {place}{}\n", headline(finding))?;
        let speaker = claim.speaker.as_ref().map_or_else(String::new, |speaker| format!(" — {}", escaped(speaker)));
        writeln!(out, "> {}{speaker}", escaped(&claim.text))?;
        if finding.diff.iter().any(|piece| piece.op != Op::Same) {
            let pieces: Vec<String> = finding.diff.iter().map(piece).collect();
            writeln!(out, "\n{}", pieces.join(" "))?;
        }
        if let Some(found) = &finding.passage {
            writeln!(out, "\n{}", escaped(&source(found)))?;
        }
        if let Some((article, beside)) = checked.beside() {
            writeln!(out, "\n{}: {}", escaped(&beside.why()), escaped(&beside.sentence(article)))?;
        }
        if finding.verdict == Verdict::Near {
            writeln!(out)?;
            for found in &finding.candidates {
                writeln!(out, "- {} ({})", escaped(found.printed()), escaped(&source(found)))?;
            }
        }
        for variant in variants.iter().flatten() {
            writeln!(out, "\n- {}{}", named(&variant.alterations), escaped(&variant.words))?;
            for found in &variant.printings {
                writeln!(out, "  - {}", escaped(&source(found)))?;
            }
        }
    }
    Ok(())
}

/// Claimed words that were not printed are struck out, printed ones that were not claimed are bold.
fn piece(piece: &Piece) -> String {
    let (yours, printed) = (escaped(&piece.yours), escaped(&piece.printed));
    match piece.op {
        Op::Same => printed,
        Op::Changed => format!("~~{yours}~~ **{printed}**"),
        Op::Added => format!("~~{yours}~~"),
        Op::Dropped => format!("**{printed}**"),
    }
}

//! The evidence for one quotation: why this speaker.

use super::Theme;
use super::paint::{Strip, cell, framed};
use crate::app::layout::{Area, Arrangement};
use crate::app::{Action, App};
use crate::article::{Article, DateStyle, Printed};
use crate::library::Printing;
use crate::quote::Quotation;
use crate::text::Span;
use ratatui::buffer::Buffer;

/// Columns of the names of what is shown.
const LABELS: usize = 12;

/// Draws the evidence over the quotes pane, so that the article stays in sight.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) {
    let Some(reading) = &app.reading else { return };
    let Some(quotation) = reading.quotation() else { return };
    let mut rows = rows(quotation, reading.article(), app.look.dates);
    rows.extend(printings(reading.printings(), app.look.dates, app.keys.key(Action::Diff)));
    let area = area(app, rows.len());
    let title = format!(" Evidence · quotation {} ", reading.selected().unwrap_or(0) + 1);
    if let Some(x) = area.x.checked_sub(1).filter(|_| screen_has_columns(app)) {
        // The rule over the quotes pane may end under the frame.
        (area.y..area.y + area.height).for_each(|y| cell(buf, x, y, "│", theme.dim));
    }
    framed(buf, area, &title, theme.dim);
    let inner = area.inside(2, 1);
    let fit = inner.height as usize;
    for (at, (label, text)) in rows.iter().enumerate().take(fit) {
        let strip = Strip::row(inner, at);
        if at + 1 == fit && rows.len() > fit {
            strip.put(buf, "…", theme.dim);
            break;
        }
        strip.put(buf, label, theme.dim);
        strip.after(LABELS).put(buf, text, theme.text);
    }
}

/// Who printed the text, where that are several: *printed ×7, first by Daily Wire on 3 Mar 2020*;
/// and how many printed it in other words, with the key that compares them.
fn printings(printings: &[Printing], dates: DateStyle, diff: &str) -> Vec<(&'static str, String)> {
    let altered = printings.iter().filter(|printing| printing.similarity < 1.0).count();
    let mut same = printings.iter().filter(|printing| printing.similarity >= 1.0);
    let mut rows = Vec::new();
    if let Some(first) = same.next()
        && let more @ 1.. = same.count()
    {
        rows.push(("printed", format!("×{}", more + 1)));
        if first.printed != Printed::Unknown {
            let by = first.outlet.as_ref().map(|outlet| format!("by {outlet} ")).unwrap_or_default();
            rows.push(("first", format!("{by}on {}", first.printed.in_style(dates))));
        }
    }
    if altered > 0 {
        rows.push(("altered", format!("×{altered}, nearly the same text: {diff} compares")));
    }
    rows
}

fn screen_has_columns(app: &App) -> bool {
    !app.zen && app.screen().arrangement == Arrangement::TwoColumns
}

fn area(app: &App, rows: usize) -> Area {
    let screen = app.screen();
    let height = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2);
    let room = match screen.arrangement {
        Arrangement::OnePane => Area { x: 0, y: 0, width: app.size.columns, height: app.size.rows.saturating_sub(1) },
        _ if app.zen => screen.article,
        Arrangement::TwoColumns => Area { height: screen.quotes.y + screen.quotes.height, y: 0, ..screen.quotes },
        Arrangement::ThreeColumns => screen.quotes,
    };
    room.below(room.height.saturating_sub(height))
}

fn rows(quotation: &Quotation, article: &Article, dates: DateStyle) -> Vec<(&'static str, String)> {
    let speaker = quotation.speaker.as_ref().map_or_else(|| "nobody can be named".to_owned(), ToString::to_string);
    let place = |span: Option<Span>| match span {
        Some(span) => format!("“{}”, paragraph {}", span.of(&article.text), article.paragraph_at(span.start) + 1),
        None => "none".to_owned(),
    };
    let sure = match quotation.confidence {
        Some(confidence) => format!("{}, {:.0}% sure", quotation.certainty.name(), confidence * 100.0),
        None => quotation.certainty.name().to_owned(),
    };
    let mut rows = vec![
        ("speaker", format!("{} {speaker}", quotation.certainty.sign())),
        ("named", sure),
        ("mention", place(quotation.mention)),
        ("cue", place(quotation.cue)),
        ("rule", quotation.evidence.rule.to_owned()),
        ("runner-up", quotation.evidence.runner_up.clone().unwrap_or_else(|| "none".to_owned())),
    ];
    if !quotation.candidates.is_empty() {
        rows.push(("could be", quotation.candidates.join(", ")));
    }
    if let Some(said) = quotation.said {
        rows.push(("said", format!("{} {}", said.format("%a"), Printed::Day(said).in_style(dates))));
    }
    rows.push(("kind", quotation.kind.to_string()));
    rows.push(("id", quotation.id.to_string()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::ContentId;
    use crate::library::RecordKey;
    use chrono::NaiveDate;

    fn printing(day: Option<u32>, outlet: Option<&str>, similarity: f64) -> Printing {
        Printing {
            key: RecordKey(0),
            id: ContentId::of([]),
            title: String::new(),
            printed: day.and_then(|day| NaiveDate::from_ymd_opt(2020, 3, day)).map_or(Printed::Unknown, Printed::Day),
            outlet: outlet.map(str::to_owned),
            similarity,
        }
    }

    #[test]
    fn of_several_printings_the_first_is_named() {
        let wire = printing(Some(3), Some("Daily Wire"), 1.0);
        let (later, altered) = (printing(Some(4), None, 1.0), printing(Some(2), Some("Gazette"), 0.8));
        let rows = |all: &[Printing]| -> Vec<String> {
            printings(all, DateStyle::DayFirst, "D").into_iter().map(|(_, text)| text).collect()
        };
        assert!(rows(std::slice::from_ref(&wire)).is_empty());
        assert_eq!(rows(&[wire.clone(), later.clone()]), ["×2", "by Daily Wire on 3 Mar 2020"]);
        assert_eq!(rows(&[altered.clone(), wire]), ["×1, nearly the same text: D compares"]);
        let all = rows(&[altered, later, printing(None, None, 1.0)]);
        assert_eq!(all, ["×2", "on 4 Mar 2020", "×1, nearly the same text: D compares"]);
        assert_eq!(rows(&[printing(None, None, 1.0), printing(None, None, 1.0)]), ["×2"]);
    }
}

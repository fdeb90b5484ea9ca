//! Two printings of a text in one.

use super::Theme;
use super::frame::{self, Heading};
use super::paint::{Strip, rule};
use crate::app::App;
use crate::app::layout::body;
use crate::app::places::diff::{Compared, Diff, areas};
use crate::article::DateStyle;
use crate::library::Printing;
use crate::search::diff::Change;
use crate::text::Span;
use crate::text::numbers::counted;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};

/// Draws what is compared, and the two in one; no text is typed there.
pub fn draw(app: &App, diff: &Diff, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let note =
        diff.compared.as_ref().map_or_else(String::new, |compared| counted(compared.printings.len(), "printing"));
    frame::draw(app, Heading { name: "TWO PRINTINGS", note }, theme, buf);
    let (head, text) = areas(body(app.size));
    let Some(compared) = &diff.compared else {
        let why = diff.failure.as_deref().unwrap_or("comparing…");
        Strip::row(head, 0).after(3).put(buf, why, theme.dim);
        return None;
    };
    let signs = [(compared.old, "[~ ~]", Change::Removed), (compared.new, "{+ +}", Change::Added)];
    for (row, (at, sign, change)) in signs.into_iter().enumerate() {
        let strip = Strip::row(head, row).after(2).before_last(1);
        strip.put(buf, sign, style(change, theme));
        let what = compared.printings.get(at).map(|printing| of_printing(printing, app.look.dates));
        strip.after(6).put(buf, &what.unwrap_or_default(), theme.text);
    }
    Strip::row(head, 2).after(8).before_last(1).put(buf, &summary(compared), theme.dim);
    rule(buf, head.below(3), theme.dim);
    let merged = &compared.merged;
    for (row, line) in diff.lines.iter().skip(diff.top).take(text.height as usize).enumerate() {
        draw_line(&merged.text, *line, &merged.changes, Strip::row(text, row), theme, buf);
    }
    None
}

/// Who printed it, when, under which headline.
fn of_printing(printing: &Printing, dates: DateStyle) -> String {
    let date = printing.printed.in_style(dates);
    let parts = [printing.outlet.as_deref().unwrap_or_default(), &date, &printing.title];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// How much differs.
fn summary(compared: &Compared) -> String {
    let merged = &compared.merged;
    if merged.changes.is_empty() {
        return "the same words, letter by letter".to_owned();
    }
    let all = 2 * merged.same + merged.removed + merged.added;
    let share = (200 * merged.same).checked_div(all).unwrap_or(0);
    let (removed, added) = (counted(merged.removed, "word"), counted(merged.added, "word"));
    format!("{removed} only above, {added} only below · {share} % the same")
}

/// How a change looks besides its signs.
fn style(change: Change, theme: &Theme) -> Style {
    match change {
        Change::Removed => theme.warning.add_modifier(Modifier::CROSSED_OUT),
        Change::Added => theme.own.add_modifier(Modifier::BOLD),
    }
}

fn draw_line(text: &str, line: Span, changes: &[(Change, Span)], strip: Strip, theme: &Theme, buf: &mut Buffer) {
    let first = changes.partition_point(|(_, span)| span.end <= line.start);
    let (mut from, mut used) = (line.start, 0);
    for (change, span) in changes[first..].iter().take_while(|(_, span)| span.start < line.end) {
        let (start, end) = (span.start.max(from), span.end.min(line.end));
        used += strip.after(used).put(buf, &text[from..start], theme.text);
        used += strip.after(used).put(buf, &text[start..end], style(*change, theme));
        from = end;
    }
    strip.after(used).put(buf, &text[from..line.end], theme.text);
}

//! The finder.

use super::Theme;
use super::paint::{Strip, cell, excerpt_start, rect, rule};
use super::status::{hints, typed};
use super::theme::{KEPT, bar};
use crate::app::finder::{Finder, Preview};
use crate::app::layout::{Area, CANDIDATE_ROWS, FinderScreen};
use crate::app::page::Line;
use crate::app::{Action, App, Context};
use crate::finder::{Candidate, Mode, Scope, Within};
use crate::quote::Certainty;
use crate::text::Span;
use crate::text::numbers::grouped;
use crate::text::wrap::Wrapped;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::widgets::{Block, BorderType, Clear, Widget};

/// Draws the finder over the panes; says where the cursor stands.
pub fn draw(app: &App, finder: &Finder, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let screen = FinderScreen::new(app.size);
    let frame = rect(screen.frame).intersection(buf.area);
    // The panes at its sides would only distract.
    Clear.render(frame.union(rect(between_title_and_status(app))).intersection(buf.area), buf);
    Block::bordered().border_type(BorderType::Rounded).border_style(theme.dim).title(" Find ").render(frame, buf);
    tabs(screen.tabs, finder, theme, buf);
    let input = Strip::row(screen.input, 0);
    let used = input.put_right(buf, &count(finder), theme.dim);
    let input = input.before_last(used + 1);
    let used = match &finder.within {
        Some(within) => input.put(buf, &restriction(within), theme.heading),
        None => 0,
    };
    let cursor = typed(input.after(used), "❯ ", &finder.input, theme, buf);
    rules(&screen, theme, buf);
    candidates(&screen, app, finder, theme, buf);
    if let Some(preview) = &finder.preview {
        draw_preview(screen.preview, finder, preview, theme, buf);
    }
    let strip = Strip::row(screen.hints, 0);
    match &app.notice {
        Some(notice) => {
            strip.put(buf, &notice.text, theme.text);
        }
        None => hints(strip, app, Context::Finder, theme, buf),
    }
    cursor
}

/// How many there are, and what there is to know about them.
fn count(finder: &Finder) -> String {
    let marked = match finder.marked.len() {
        0 => String::new(),
        count => format!("{count} marked · "),
    };
    let near = if finder.forgiving { "one letter off · " } else { "" };
    match finder.waiting {
        true if finder.candidates.is_empty() => format!("{marked}…"),
        true if !finder.stale => format!("{marked}… / {}", grouped(finder.among)),
        _ => format!("{marked}{near}{} / {}", grouped(finder.total), grouped(finder.among)),
    }
}

/// What the question is restricted to, before what is typed.
fn restriction(within: &Within) -> String {
    match within {
        Within::Speaker(name) => format!("by {name} "),
        Within::Place(name) => format!("from {name} "),
        Within::Tag(name) => format!("tagged {name} "),
    }
}

fn between_title_and_status(app: &App) -> Area {
    Area { x: 0, y: 1, width: app.size.columns, height: app.size.rows.saturating_sub(2) }
}

/// The scopes at the left, the modes at the right, the chosen ones in brackets.
fn tabs(area: Area, finder: &Finder, theme: &Theme, buf: &mut Buffer) {
    let tab = |name: &str, chosen: bool| if chosen { format!("[{name}]") } else { format!(" {name} ") };
    let strip = Strip::row(area, 0);
    let mut used = 0;
    for scope in Scope::ALL {
        let chosen = scope == finder.scope;
        let style = if chosen { theme.accent } else { theme.dim };
        used += strip.after(used).put(buf, &tab(scope.name(), chosen), style);
    }
    let mut right = strip.after(used + 1);
    // Where there is no room for all of them, the chosen one is shown.
    let all_fit = right.width >= 21;
    for mode in [Mode::Exact, Mode::Word, Mode::Fuzzy].into_iter().filter(|mode| all_fit || *mode == finder.mode) {
        let chosen = mode == finder.mode;
        let style = if chosen { theme.accent } else { theme.dim };
        right = right.before_last(right.put_right(buf, &tab(mode.name(), chosen), style));
    }
}

fn rules(screen: &FinderScreen, theme: &Theme, buf: &mut Buffer) {
    let body = screen.candidates;
    let (above, below) = (body.y.saturating_sub(1), body.y + body.height);
    let inner = screen.frame.inside(1, 0);
    let right = screen.frame.x + screen.frame.width.saturating_sub(1);
    let footed = screen.hints.height > 0;
    for y in [above, below].into_iter().take(if footed { 2 } else { 1 }) {
        rule(buf, Area { y, height: 1, ..inner }, theme.dim);
        cell(buf, screen.frame.x, y, "├", theme.dim);
        cell(buf, right, y, "┤", theme.dim);
    }
    if screen.preview.width > 0 {
        let x = screen.preview.x - 1;
        cell(buf, x, above, "┬", theme.dim);
        (body.y..below).for_each(|y| cell(buf, x, y, "│", theme.dim));
        if footed {
            cell(buf, x, below, "┴", theme.dim);
        }
    }
}

fn candidates(screen: &FinderScreen, app: &App, finder: &Finder, theme: &Theme, buf: &mut Buffer) {
    let area = screen.candidates;
    if finder.candidates.is_empty() && !finder.waiting {
        let key = |action| app.keys.key(action);
        let text = match finder.scope {
            Scope::Tags if finder.among == 0 => {
                format!("no quotation has a tag yet: {} gives one", key(Action::Tag))
            }
            _ if finder.among == 0 => "nothing here yet".to_owned(),
            _ => format!("nothing found: {} looks elsewhere", key(Action::NextScope)),
        };
        Strip::row(area, 0).after(3).put(buf, &text, theme.dim);
    }
    let in_sight = finder.candidates.iter().enumerate().skip(finder.top).take(screen.visible());
    for (row, (number, candidate)) in in_sight.enumerate() {
        let first = row * CANDIDATE_ROWS as usize;
        let selected = number == finder.selected;
        let strip = Strip::row(area, first).before_last(1);
        let date = candidate.printed.in_style(app.look.dates);
        let strip = strip.before_last(strip.put_right(buf, &date, theme.dim) + 1);
        if candidate.quotation.is_some_and(|number| app.marking.is_quotation_kept(candidate.record, number)) {
            strip.put(buf, KEPT, theme.own);
        }
        name(strip, candidate, selected, finder, theme, buf);
        detail(Strip::row(area, first + 1).after(5).before_last(1), candidate, finder, theme, buf);
    }
}

fn name(strip: Strip, candidate: &Candidate, selected: bool, finder: &Finder, theme: &Theme, buf: &mut Buffer) {
    let style = if selected { theme.selected } else { theme.text };
    if selected {
        strip.after(1).put(buf, "▸", theme.accent);
    }
    if finder.is_marked(candidate) {
        strip.after(2).put(buf, "*", theme.accent);
    }
    let mark = candidate.certainty.map_or("", Certainty::sign);
    strip.after(3).put(buf, mark, theme.speaker(&candidate.name));
    let strip = strip.after(if mark.is_empty() { 3 } else { 5 });
    let marks = finder.positions(&candidate.name);
    strip.put_marked(buf, &candidate.name, &marks, style, style.patch(theme.hit));
}

/// The detail, from where the first match is in sight.
fn detail(strip: Strip, candidate: &Candidate, finder: &Finder, theme: &Theme, buf: &mut Buffer) {
    let text = &candidate.detail;
    let marks = if finder.scope == Scope::Quotes { finder.positions(text) } else { Vec::new() };
    let start = excerpt_start(text, &marks, strip.width as usize);
    let marks: Vec<_> = marks
        .iter()
        .filter(|span| span.start >= start)
        .map(|span| Span::new(span.start - start, span.end - start))
        .collect();
    let used = if start > 0 { strip.put(buf, "…", theme.dim) } else { 0 };
    strip.after(used).put_marked(buf, &text[start..], &marks, theme.dim, theme.hit);
}

fn draw_preview(area: Area, finder: &Finder, preview: &Preview, theme: &Theme, buf: &mut Buffer) {
    let text = &preview.record.article.text;
    let candidate = finder.candidate().and_then(|c| c.quotation);
    let quotation = candidate.and_then(|number| preview.record.quotations.get(number));
    let lines = preview.page.lines().iter().skip(preview.top).take(area.height as usize);
    for (row, line) in lines.enumerate() {
        let strip = Strip::row(area, row);
        let words = strip.after(2);
        match line {
            Line::Blank => {}
            Line::Title(title) => {
                words.put(buf, title, theme.heading);
            }
            Line::Meta(meta) => {
                words.put(buf, meta, theme.dim);
            }
            Line::Warning(warning) => {
                words.put(buf, warning, theme.warning);
            }
            Line::Remark(text) => {
                words.put(buf, text, theme.own);
            }
            Line::Link(_, text) => {
                words.put(buf, text, theme.dim);
            }
            Line::Body(Wrapped { span, .. }) => {
                let inside = quotation.filter(|q| q.segments.iter().any(|segment| segment.overlaps(*span)));
                if let Some(quotation) = inside {
                    let name = quotation.speaker.as_ref().map_or("", |s| s.name.as_str());
                    strip.put(buf, bar(quotation.kind), theme.speaker(name));
                }
                let style = if inside.is_some() || quotation.is_none() { theme.text } else { theme.dim };
                let marks = if inside.is_some() { finder.positions(span.of(text)) } else { Vec::new() };
                words.put_marked(buf, span.of(text), &marks, style, style.patch(theme.hit));
            }
        }
    }
}

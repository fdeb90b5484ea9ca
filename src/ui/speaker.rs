//! The page of one speaker.

use super::Theme;
use super::frame::{self, Heading};
use super::paint::{Strip, cell, dated, rect, rule};
use super::table;
use crate::app::App;
use crate::app::layout::{Area, body};
use crate::app::places::speaker::{AXIS, Known, Part, Speaker, SpeakerScreen, Timeline};
use crate::article::DateStyle;
use crate::library::{PersonKind, PrintedAs, Profile};
use crate::text::numbers::{counted, grouped};
use crate::text::wrap::{columns_of, fit};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::widgets::{Bar, BarChart, BarGroup, Widget};

/// Eighths of a cell, for bars that run to the right.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Draws the page; no text is typed on it.
pub fn draw(app: &App, speaker: &Speaker, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let screen = SpeakerScreen::new(body(app.size));
    let note = speaker.known.as_ref().map(|known| span(&known.profile, app.look.dates)).unwrap_or_default();
    frame::draw(app, Heading { name: "SPEAKER", note }, theme, buf);
    match (&speaker.known, &speaker.failure) {
        (Some(known), _) => {
            name(screen.name, &known.profile, theme, buf);
            match &known.timeline {
                Some(timeline) => chart(&screen, timeline, speaker.mark, app.look.dates, theme, buf),
                None => drop(Strip::row(screen.chart, 0).put(buf, "no dates are known", theme.dim)),
            }
            lists(&screen, speaker, known, theme, buf);
            quotations(app, &screen, speaker, known, theme, buf);
        }
        (None, Some(failure)) => drop(Strip::row(screen.name, 0).put(buf, failure, theme.warning)),
        (None, None) => drop(Strip::row(screen.name, 0).put(buf, "looking…", theme.dim)),
    }
    None
}

/// How many quotations, from when to when.
fn span(profile: &Profile, dates: DateStyle) -> String {
    let many = counted(number(profile.person.quotations), "quote");
    match &profile.person.printed {
        Some((first, last)) if first == last => format!("{many} · {}", dated(first, dates)),
        Some((first, last)) => format!("{many} · {} to {}", dated(first, dates), dated(last, dates)),
        None => many,
    }
}

fn number(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn name(area: Area, profile: &Profile, theme: &Theme, buf: &mut Buffer) {
    let person = &profile.person;
    let strip = Strip::row(area, 0).after(1);
    let used = strip.put(buf, &person.name, theme.heading.patch(theme.speaker(&person.name)));
    let doubt = match person.kind {
        PersonKind::Full => "",
        PersonKind::Surname => "one name: perhaps several people",
        PersonKind::Source => "not a name",
    };
    strip.after(used + 3).put(buf, doubt, theme.dim);
    let forms: Vec<String> = profile.printed_as.iter().filter_map(|form| form_of(form, &person.name)).collect();
    Strip::row(area, 1).after(1).put(buf, &forms.join(" · "), theme.dim);
}

/// A role, or another name, with the years it was printed in: *Mayor 2019–2020 (14)*.
fn form_of(form: &PrintedAs, name: &str) -> Option<String> {
    let own = form.name == name;
    let words = match (&form.role, own) {
        (None, true) => return None,
        (Some(role), true) => role.clone(),
        (None, false) => format!("“{}”", form.name),
        (Some(role), false) => format!("{role} “{}”", form.name),
    };
    let years = form.printed.as_ref().map(|(first, last)| {
        let year = |date: &str| date.get(..4).unwrap_or(date).to_owned();
        if year(first) == year(last) {
            format!(" {}", year(first))
        } else {
            format!(" {}–{}", year(first), year(last))
        }
    });
    Some(format!("{words}{} ({})", years.unwrap_or_default(), grouped(number(form.quotations))))
}

/// Quotations over time as bars, with the exact number at the mark below.
fn chart(screen: &SpeakerScreen, timeline: &Timeline, mark: usize, dates: DateStyle, theme: &Theme, buf: &mut Buffer) {
    let area = screen.chart;
    let Some(height) = area.height.checked_sub(1).filter(|height| *height > 0) else { return };
    let bars = area.right_of(AXIS).first_rows(height);
    let width = screen.bar_width(timeline.counts.len());
    let gap = u16::from(width > 2);
    let all = timeline.counts.iter().enumerate().map(|(at, (_, count))| {
        let style = if at == mark { theme.accent } else { theme.text };
        Bar::default().value(*count).text_value(String::new()).style(style)
    });
    let group = BarGroup::default().bars(&all.collect::<Vec<_>>());
    let chart = BarChart::default().data(group).bar_width(width - gap).bar_gap(gap).max(timeline.most().max(1));
    chart.render(rect(bars).intersection(buf.area), buf);
    let axis = |row, text: &str, buf: &mut Buffer| {
        Strip::row(area.first_columns(AXIS - 1), row).put_right(buf, text, theme.dim);
    };
    axis(0, &grouped(number(timeline.most())), buf);
    axis(height as usize - 1, "0", buf);
    (0..height).for_each(|row| cell(buf, bars.x - 1, bars.y + row, "│", theme.dim));
    marked(area, timeline, (mark, width), dates, theme, buf);
}

/// The row below the bars: the first and the last date, and the mark with what it stands for.
fn marked(
    area: Area,
    timeline: &Timeline,
    (mark, width): (usize, u16),
    dates: DateStyle,
    theme: &Theme,
    buf: &mut Buffer,
) {
    let strip = Strip::row(area.right_of(AXIS), area.height as usize - 1);
    let at = mark * width as usize;
    let Some((start, count)) = timeline.counts.get(mark) else { return };
    let text = format!("{}: {}", timeline.unit.label(*start, dates), counted(number(*count), "quote"));
    let text =
        if columns_of(&text) + at + 2 <= strip.width as usize { format!("▲ {text}") } else { format!("{text} ▲") };
    let from = if text.starts_with('▲') { at } else { (at + 1).saturating_sub(columns_of(&text)) };
    let end = from + strip.after(from).put(buf, &text, theme.accent);
    let first = timeline.counts.first().map(|(day, _)| timeline.unit.label(*day, dates)).unwrap_or_default();
    if columns_of(&first) + 2 <= from {
        strip.put(buf, &first, theme.dim);
    }
    let elsewhere = match timeline.elsewhere {
        0 => format!("by {}", timeline.unit.name()),
        more => format!("by {}; {} dated less exactly", timeline.unit.name(), grouped(number(more))),
    };
    strip.after(end + 2).put_right(buf, &elsewhere, theme.dim);
}

fn lists(screen: &SpeakerScreen, speaker: &Speaker, known: &Known, theme: &Theme, buf: &mut Buffer) {
    let profile = &known.profile;
    let all = profile.person.quotations;
    let outlets = profile.outlets.iter().map(|(outlet, count)| (outlet.as_deref().unwrap_or("—"), *count));
    let outlets = List { heading: "OUTLETS", items: outlets.collect(), of: Some(all), selected: None };
    outlets.draw(screen.outlets, theme, buf);
    let beside = profile.beside.iter().map(|beside| (beside.name.as_str(), beside.articles));
    let selected = (speaker.part == Part::Beside).then(|| speaker.beside.row());
    List { heading: "QUOTED BESIDE", items: beside.collect(), of: None, selected }.draw(screen.beside, theme, buf);
    let words = known.words.iter().map(|(word, count)| (word.as_str(), *count));
    let words = List { heading: "WORDS USED MOST", items: words.collect(), of: None, selected: None };
    words.draw(screen.words, theme, buf);
}

/// Names with numbers.
struct List<'a> {
    heading: &'static str,
    items: Vec<(&'a str, u64)>,
    /// What the numbers are shares of, which bars then show.
    of: Option<u64>,
    /// The selected one, where keys go to the list.
    selected: Option<usize>,
}

impl List<'_> {
    fn draw(&self, area: Area, theme: &Theme, buf: &mut Buffer) {
        let style = if self.selected.is_some() { theme.accent } else { theme.heading };
        Strip::row(area, 0).after(1).put(buf, self.heading, style);
        if self.items.is_empty() {
            Strip::row(area, 1).after(1).put(buf, "none", theme.dim);
        }
        let visible = (area.height as usize).saturating_sub(1);
        let first = (self.selected.unwrap_or(0) + 1).saturating_sub(visible);
        for (row, (at, item)) in self.items.iter().enumerate().skip(first).take(visible).enumerate() {
            self.item(Strip::row(area, row + 1).after(1), *item, self.selected == Some(at), theme, buf);
        }
    }

    fn item(&self, strip: Strip, (name, count): (&str, u64), selected: bool, theme: &Theme, buf: &mut Buffer) {
        let used = strip.put_right(buf, &grouped(number(count)), theme.dim);
        let strip = strip.before_last(used.max(4) + 1);
        if selected {
            strip.put(buf, "▸", theme.accent);
        }
        let style = if selected { theme.selected } else { theme.text };
        let bar = if self.of.is_some() { strip.width as usize / 3 } else { 0 };
        let indent = if self.selected.is_some() { 2 } else { 0 };
        strip.after(indent).before_last(if bar > 0 { bar + 1 } else { 0 }).put(buf, name, style);
        if let Some(of) = self.of.filter(|of| *of > 0) {
            let eighths = number(count.saturating_mul(8 * bar as u64) / of).max(1);
            let drawn = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
            strip.after((strip.width as usize).saturating_sub(bar)).put(buf, &fit(&drawn, bar), theme.accent);
        }
    }
}

fn quotations(app: &App, screen: &SpeakerScreen, speaker: &Speaker, known: &Known, theme: &Theme, buf: &mut Buffer) {
    if screen.heading.height == 0 {
        return;
    }
    rule(buf, Area { y: screen.heading.y - 1, ..screen.heading }, theme.dim);
    let has_keys = speaker.part == Part::Quotations;
    let style = if has_keys { theme.accent } else { theme.heading };
    let heading = Strip::row(screen.heading, 0).after(1).before_last(2);
    let rows = grouped(known.rows.len());
    let listed = match speaker.only {
        None => format!("QUOTES {rows}"),
        Some(only) => {
            format!("QUOTES {rows} of {} · {}", grouped(known.profile.numbers.len()), only.label(app.look.dates))
        }
    };
    let used = heading.put(buf, &listed, style);
    heading.after(used + 2).put_right(buf, "● stated   ◐ inferred   ○ unknown", theme.dim);
    let columns = table::columns(screen.rows.width, false);
    let in_sight = speaker.cursor.top()..known.rows.len().min(speaker.cursor.top() + screen.rows.height as usize);
    for (at, place) in in_sight.enumerate() {
        let pointer = if has_keys { theme.accent } else { theme.dim };
        let pointer = (place == speaker.cursor.row()).then_some(pointer);
        table::row(app, Strip::row(screen.rows, at), &columns, known.rows.get(place), pointer, theme, buf);
    }
}

//! Putting text into cells. Nothing drawn here leaves its area or reaches the terminal unsanitised.

use crate::app::layout::Area;
use crate::article::{DateStyle, Printed};
use crate::text::wrap::{columns_of, fit, offset_at};
use crate::text::{Span, sanitize, web};
use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Block, BorderType, Clear, Widget};
use std::num::NonZeroU16;

/// An area as ratatui knows it.
pub fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}

/// Where something is drawn: cells of one row, and how far they reach.
#[derive(Debug, Clone, Copy)]
pub struct Strip {
    /// The first column.
    pub x: u16,
    /// The row.
    pub y: u16,
    /// How many columns.
    pub width: u16,
}

impl Strip {
    /// Row `row` of an area, from 0; empty past its end.
    pub fn row(area: Area, row: usize) -> Self {
        let inside = row < area.height as usize;
        Strip {
            x: area.x,
            y: area.y.saturating_add(u16::try_from(row).unwrap_or(u16::MAX)),
            width: if inside { area.width } else { 0 },
        }
    }

    /// What is left of it after its first `columns`.
    pub fn after(self, columns: usize) -> Self {
        let columns = u16::try_from(columns).unwrap_or(u16::MAX).min(self.width);
        Strip { x: self.x + columns, width: self.width - columns, ..self }
    }

    /// What is left of it before its last `columns`.
    pub fn before_last(self, columns: usize) -> Self {
        let columns = u16::try_from(columns).unwrap_or(u16::MAX).min(self.width);
        Strip { width: self.width - columns, ..self }
    }

    /// Draws `text` from the left, cut with an ellipsis where it is too long; says how many columns
    /// it took.
    pub fn put(self, buf: &mut Buffer, text: &str, style: Style) -> usize {
        self.put_marked(buf, text, &[], style, style)
    }

    /// Draws `text` at the right end, if all of it fits; says how many columns it took.
    pub fn put_right(self, buf: &mut Buffer, text: &str, style: Style) -> usize {
        let columns = columns_of(text);
        if columns > self.width as usize {
            return 0;
        }
        self.after(self.width as usize - columns).put(buf, text, style)
    }

    /// Draws `text` with the bytes in `marks` (ordered, disjoint) in another style.
    pub fn put_marked(self, buf: &mut Buffer, text: &str, marks: &[Span], base: Style, mark: Style) -> usize {
        let width = self.width as usize;
        let whole = columns_of(text) <= width;
        let end = if whole { text.len() } else { offset_at(text, width.saturating_sub(1)) };
        let mut used = 0;
        let mut from = 0;
        for span in marks.iter().filter(|span| span.start < end) {
            let (start, to) = (span.start.max(from), span.end.min(end).max(from));
            used += self.after(used).draw(buf, &text[from..start], base);
            used += self.after(used).draw(buf, &text[start..to], mark);
            from = to;
        }
        used += self.after(used).draw(buf, &text[from..end], base);
        if !whole {
            used += self.after(used).draw(buf, "…", base);
        }
        used
    }

    /// Draws `text` as far as it goes; says how many columns it took. Whoever calls it has seen to it that all of it
    /// has room, or draws an ellipsis behind it.
    fn draw(self, buf: &mut Buffer, text: &str, style: Style) -> usize {
        if self.width == 0 || !buf.area.contains(Position::new(self.x, self.y)) {
            return 0;
        }
        let (end, _) = buf.set_stringn(self.x, self.y, sanitize::line(text), self.width as usize, style);
        (end - self.x) as usize
    }
}

/// A frame with a title, and nothing in it.
pub fn framed(buf: &mut Buffer, area: Area, title: &str, style: Style) {
    let frame = rect(area).intersection(buf.area);
    let title = fit(title, (frame.width as usize).saturating_sub(2));
    Clear.render(frame, buf);
    Block::bordered().border_type(BorderType::Rounded).border_style(style).title(title).render(frame, buf);
}

/// Makes the first `columns` of what is drawn on a strip a link, if `url` leads into the web (OSC 8).
/// Each cell has a whole link of its own, so that it does not matter which of them are drawn anew.
pub fn link(buf: &mut Buffer, strip: Strip, columns: usize, url: &str) {
    if !web::is_address(url) || !url.is_ascii() {
        return;
    }
    let columns = u16::try_from(columns).unwrap_or(u16::MAX).min(strip.width);
    for x in strip.x..strip.x + columns {
        let Some(cell) = buf.cell_mut(Position::new(x, strip.y)) else { return };
        let width = u16::try_from(columns_of(cell.symbol())).ok().and_then(NonZeroU16::new);
        if let Some(width) = width {
            let linked = format!("\x1b]8;;{url}\x1b\\{}\x1b]8;;\x1b\\", cell.symbol());
            cell.set_symbol(&linked).set_diff_option(CellDiffOption::ForcedWidth(width));
        }
    }
}

/// A horizontal rule over the whole width of `area`'s first row.
pub fn rule(buf: &mut Buffer, area: Area, style: Style) {
    let strip = Strip::row(area, 0);
    strip.draw(buf, &"─".repeat(strip.width as usize), style);
}

/// One character, if the cell is on the screen.
pub fn cell(buf: &mut Buffer, x: u16, y: u16, symbol: &str, style: Style) {
    if let Some(cell) = buf.cell_mut(Position::new(x, y)) {
        cell.set_symbol(symbol).set_style(style);
    }
}

/// The part of `text` to show in `columns` so that its first mark is in sight: from which byte on.
pub fn excerpt_start(text: &str, marks: &[Span], columns: usize) -> usize {
    let Some(first) = marks.first() else { return 0 };
    let before = columns_of(&text[..first.start]);
    let until = before + columns_of(first.of(text));
    if until + 1 < columns {
        return 0;
    }
    // No room is left empty after the text's end.
    let latest = columns_of(text).saturating_sub(columns.saturating_sub(1));
    let start = offset_at(text, before.saturating_sub(columns / 3).min(latest)).min(first.start);
    // Begin with a whole word where there is one.
    text[start..first.start].find(' ').map_or(start, |space| start + space + 1)
}

/// A bar of one cell for each of `counts`, as high as its share of the most; a dot where there is none.
pub fn sparks(counts: &[u64]) -> Vec<&'static str> {
    const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    let most = counts.iter().copied().max().unwrap_or(0);
    let bar = |count: u64| {
        let eighths = (u128::from(count) * 8).div_ceil(u128::from(most.max(1)));
        usize::try_from(eighths).ok().and_then(|eighths| eighths.checked_sub(1)).and_then(|at| BARS.get(at))
    };
    counts.iter().map(|count| bar(*count).copied().unwrap_or("·")).collect()
}

/// An ISO date as people read it: *27 Jul 2020*, *Jul 2020*; as it stands if it is none.
pub fn dated(iso: &str, dates: DateStyle) -> String {
    Printed::from_iso(iso).map_or_else(|| iso.to_owned(), |printed| printed.in_style(dates))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_leads_into_the_web_is_a_link_cell_by_cell() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 6, 1));
        let strip = Strip { x: 0, y: 0, width: 6 };
        let used = strip.put(&mut buf, "a你b", Style::new());
        let plain = buf.clone();
        for url in ["javascript:alert(1)", "https://a.test/\x1b[2J", "https://a.test/ b"] {
            link(&mut buf, strip, used, url);
            assert_eq!(buf, plain, "{url:?}");
        }
        link(&mut buf, strip, used, "https://a.test/b");
        assert_eq!(buf[(1, 0)].symbol(), "\x1b]8;;https://a.test/b\x1b\\你\x1b]8;;\x1b\\");
        assert_eq!(buf[(4, 0)].symbol(), " ");
    }

    proptest! {
        #[test]
        fn nothing_is_cut_without_an_ellipsis(text in "([a-z ]{1,9}|你好|👩‍👩‍👧|العربية|z̸̢͓a̷l̴g̶o|“…”|\\PC){0,6}", width in 1u16..24) {
            let mut buf = Buffer::empty(Rect::new(0, 0, 30, 1));
            let strip = Strip { x: 2, y: 0, width };
            let used = strip.put(&mut buf, &text, Style::new());
            prop_assert!(used <= width as usize);
            let drawn = |range: std::ops::Range<u16>| -> String { range.map(|x| buf[(x, 0)].symbol()).collect() };
            prop_assert!(drawn(0..2).trim().is_empty() && drawn(2 + width..30).trim().is_empty(), "outside of its strip");
            let whole = columns_of(&text) <= width as usize;
            prop_assert!(whole || drawn(2..2 + used as u16).trim_end().ends_with('…'), "{:?}", drawn(0..30));
        }
    }

    #[test]
    fn a_spark_is_as_high_as_its_share_and_nothing_is_no_spark() {
        assert_eq!(sparks(&[0, 1, 4, 8]).concat(), "·▁▄█");
        assert_eq!(sparks(&[0, 0]).concat(), "··");
        assert_eq!(sparks(&[u64::MAX, 1]).concat(), "█▁");
    }

    #[test]
    fn an_excerpt_brings_the_first_mark_into_sight() {
        let text = "one two three four five six seven eight nine ten eleven twelve";
        let at = text.find("eleven").unwrap();
        let start = excerpt_start(text, &[Span::new(at, at + 6)], 30);
        assert!(text[start..].starts_with(char::is_alphabetic));
        assert!(columns_of(&text[start..at + 6]) <= 30);
        assert_eq!(excerpt_start(text, &[Span::new(4, 7)], 30), 0);
    }
}

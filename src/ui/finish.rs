//! The last touch on a frame: the ground behind it, another kind of borders, nothing but ASCII.

use super::Theme;
use crate::app::Look;
use crate::config::Borders;
use crate::text::wrap::columns_of;
use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::style::{Color, Modifier};

/// Gives a frame that is drawn the look that is wanted.
pub fn finish(look: &Look, theme: &Theme, buf: &mut Buffer) {
    mark_behind_clusters(buf);
    if look.ascii || look.borders != Borders::Rounded {
        for cell in &mut buf.content {
            let symbol = bordered(cell.symbol(), look.borders);
            let symbol = if look.ascii { plain(symbol) } else { symbol };
            if symbol != cell.symbol() {
                let symbol = symbol.to_owned();
                cell.set_symbol(&symbol);
            }
        }
    }
    if let Some(ground) = theme.background {
        let ink = theme.text.fg.unwrap_or(Color::Reset);
        for cell in &mut buf.content {
            if cell.bg == Color::Reset {
                cell.bg = ground;
            }
            if cell.fg == Color::Reset {
                cell.fg = ink;
            }
        }
    }
}

/// The longest character in UTF-8, in bytes.
const LONGEST: usize = 4;

/// Marks the cells behind clusters of several characters, as flags are. Some terminals (tmux) put each character into
/// a cell of its own: whatever takes the place of the cluster has to be drawn over all of them, though ratatui thinks
/// that the later ones are empty.
fn mark_behind_clusters(buf: &mut Buffer) {
    let width = buf.area.width as usize;
    for at in 0..buf.content.len() {
        let cell = &buf.content[at];
        if cell.symbol().len() <= LONGEST {
            continue;
        }
        let columns = match cell.diff_option {
            CellDiffOption::ForcedWidth(columns) => columns.get().into(),
            _ => columns_of(cell.symbol()),
        };
        let end = (at + columns).min(at - at % width + width);
        // Nothing is seen of it: it only has to differ from what comes there.
        buf.content[at..end].iter_mut().skip(1).for_each(|behind| behind.modifier.insert(Modifier::HIDDEN));
    }
}

/// A piece of a frame, in another kind of border: anything else as it is.
fn bordered(symbol: &str, borders: Borders) -> &str {
    const ROUNDED: [&str; 11] = ["╭", "╮", "╰", "╯", "─", "│", "┬", "┴", "├", "┤", "┼"];
    const PLAIN: [&str; 11] = ["┌", "┐", "└", "┘", "─", "│", "┬", "┴", "├", "┤", "┼"];
    const THICK: [&str; 11] = ["┏", "┓", "┗", "┛", "━", "┃", "┳", "┻", "┣", "┫", "╋"];
    const DOUBLE: [&str; 11] = ["╔", "╗", "╚", "╝", "═", "║", "╦", "╩", "╠", "╣", "╬"];
    let pieces = match borders {
        Borders::Rounded => return symbol,
        Borders::Plain => PLAIN,
        Borders::Thick => THICK,
        Borders::Double => DOUBLE,
    };
    ROUNDED.iter().position(|piece| *piece == symbol).map_or(symbol, |number| pieces[number])
}

/// The ASCII for a symbol of one column; of letters that have none, a question mark.
fn plain(symbol: &str) -> &str {
    match symbol {
        // Of a link nothing may be changed.
        _ if symbol.is_ascii() || symbol.starts_with('\x1b') => symbol,
        "─" | "━" | "═" | "┄" | "–" | "—" | "−" | "‐" | "‑" => "-",
        "│" | "┃" | "║" => "|",
        "╏" => "!",
        "┊" => ":",
        "●" => "*",
        "◐" => "~",
        "○" => "o",
        "◆" => "#",
        "★" => "+",
        "▸" | "▹" | "❯" | "›" | "→" | "↓" => ">",
        "←" | "↑" => "<",
        "▾" => "v",
        "•" | "·" => ".",
        "…" => "~",
        "×" => "x",
        "“" | "”" | "„" | "‟" | "«" | "»" => "\"",
        "‘" | "’" | "‚" | "‛" | "‹" => "'",
        "¶" => "P",
        "\u{a0}" => " ",
        _ if symbol.chars().all(|c| ('\u{2500}'..='\u{257f}').contains(&c)) => "+",
        _ => letter(symbol),
    }
}

/// The letter without its accents, if it is one of ASCII then.
fn letter(symbol: &str) -> &str {
    use unicode_normalization::UnicodeNormalization;
    let Some(base) = symbol.nfkd().next().filter(char::is_ascii_graphic) else { return "?" };
    const LETTERS: &str =
        "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    LETTERS.find(base).map_or("?", |at| &LETTERS[at..at + 1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn ascii_has_a_sign_for_everything_and_tells_the_certainties_apart() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 24, 1));
        buf.set_string(0, 0, "╭─┬│┃╏┊●◐○◆★▸“é’…你┤", Style::new());
        finish(&Look { ascii: true, ..Look::default() }, &Theme::plain(), &mut buf);
        let line: String = buf.content.iter().map(|cell| cell.symbol()).collect();
        assert_eq!(line.trim_end(), "+-+||!:*~o#+>\"e'~? +");
    }

    #[test]
    fn whatever_takes_the_place_of_a_flag_is_drawn_over_all_of_it() {
        let frame = |text: &str| {
            let mut buf = Buffer::empty(Rect::new(0, 0, 8, 1));
            buf.set_string(0, 0, text, Style::new());
            finish(&Look::default(), &Theme::plain(), &mut buf);
            buf
        };
        let drawn = |before: &str, after: &str| -> Vec<u16> {
            frame(before).diff(&frame(after)).into_iter().map(|(x, ..)| x).collect()
        };
        assert_eq!(drawn("a🇺🇸b", "a"), [1, 2, 3]);
        assert_eq!(drawn("a🇺🇸b", "a🇺🇸b"), [0; 0]);
        assert_eq!(drawn("a🇺🇸b", "a🇩🇪b"), [1]);
        assert_eq!(drawn("a你b", "a"), [1, 3], "one character is one for every terminal");
    }

    #[test]
    fn borders_are_drawn_otherwise_and_bars_of_quotations_are_not() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 5, 1));
        buf.set_string(0, 0, "╭─┊┤", Style::new());
        finish(&Look { borders: Borders::Double, ..Look::default() }, &Theme::plain(), &mut buf);
        assert_eq!(buf.content.iter().map(|cell| cell.symbol()).collect::<String>(), "╔═┊╣ ");
    }
}

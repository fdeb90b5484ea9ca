//! The last touch on a frame: the ground behind it, another kind of borders, nothing but ASCII.

use super::Theme;
use crate::app::Look;
use crate::config::Borders;
use ratatui::buffer::Buffer;
use ratatui::style::Color;

/// Gives a frame that is drawn the look that is wanted.
pub fn finish(look: &Look, theme: &Theme, buf: &mut Buffer) {
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
        "▲" | "▴" => "^",
        // Of a column that ends in a cell, half of it counts.
        "▁" | "▂" | "▃" => "=",
        "▄" | "▅" | "▆" | "▇" | "█" | "▉" | "▊" | "▋" | "▌" => "#",
        "▍" | "▎" | "▏" => "=",
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
        buf.set_string(0, 0, "╭─┬│┃╏┊●◐○◆★▸“é’…你┤▁█▲", Style::new());
        finish(&Look { ascii: true, ..Look::default() }, &Theme::plain(), &mut buf);
        let line: String = buf.content.iter().map(|cell| cell.symbol()).collect();
        assert_eq!(line.trim_end(), "+-+||!:*~o#+>\"e'~? +=#^");
    }

    #[test]
    fn borders_are_drawn_otherwise_and_bars_of_quotations_are_not() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 5, 1));
        buf.set_string(0, 0, "╭─┊┤", Style::new());
        finish(&Look { borders: Borders::Double, ..Look::default() }, &Theme::plain(), &mut buf);
        assert_eq!(buf.content.iter().map(|cell| cell.symbol()).collect::<String>(), "╔═┊╣ ");
    }
}

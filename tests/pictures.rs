//! The pictures in `docs/` are drawn from the real screens, and stay true: after a change,
//! `UPDATE_PICTURES=1 cargo test --test pictures` draws them anew.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod script;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use script::{LOADED, Step, play};
use std::fmt::Write;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

/// The size of a cell, in pixels.
const CELL: (usize, usize) = (9, 19);
const BACKGROUND: &str = "#14161a";
const TEXT: &str = "#d8d5cc";

fn picture(name: &str, steps: &[Step]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    let svg = svg(&play(100, 30, steps).cells);
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        std::fs::write(&path, &svg).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap() == svg, "{name} shows another screen than the reader does now");
}

#[test]
fn browse() {
    picture("browse.svg", &[(LOADED, "<Tab><Tab>/prisons<Enter><Esc><Enter>"), ("prisons", "")]);
}

#[test]
fn finder() {
    picture("finder.svg", &[(LOADED, "flightfoot line"), ("1 / ", ""), ("These are not troops", "")]);
}

#[test]
fn speaker() {
    picture("speaker.svg", &[(LOADED, "gs"), ("Marisol Quint", "<Enter>"), ("QUOTES ", ""), ("● 17 Dec", "")]);
}

fn svg(cells: &Buffer) -> String {
    let (columns, rows) = (cells.area.width as usize, cells.area.height as usize);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" font-family=\"DejaVu Sans Mono, Menlo, \
         Consolas, monospace\" font-size=\"15\">\n<rect width=\"100%\" height=\"100%\" fill=\"{BACKGROUND}\"/>\n",
        columns * CELL.0,
        rows * CELL.1
    );
    for y in 0..rows {
        let mut x = 0;
        while x < columns {
            let cell = &cells[(x as u16, y as u16)];
            let first = x;
            let mut text = String::new();
            while x < columns && same_look(cell, &cells[(x as u16, y as u16)]) {
                let symbol = cells[(x as u16, y as u16)].symbol();
                text.push_str(symbol);
                x += symbol.width().max(1);
            }
            run(&mut out, cell, first, y, x - first, &text);
        }
    }
    out + "</svg>\n"
}

fn same_look(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}

/// Cells of one look, as one text of just their width.
fn run(out: &mut String, cell: &Cell, x: usize, y: usize, columns: usize, text: &str) {
    let reversed = cell.modifier.contains(Modifier::REVERSED);
    let (left, top, width) = (x * CELL.0, y * CELL.1, columns * CELL.0);
    let ground = if reversed { TEXT.to_owned() } else { colour(cell.bg, BACKGROUND) };
    if ground != BACKGROUND {
        writeln!(out, "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{ground}\"/>", CELL.1)
            .unwrap();
    }
    if text.trim().is_empty() {
        return;
    }
    let fill = if reversed { BACKGROUND.to_owned() } else { colour(cell.fg, TEXT) };
    let mut style = String::new();
    for (modifier, css) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.6\""),
    ] {
        if cell.modifier.contains(modifier) {
            style.push_str(css);
        }
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace(' ', "\u{a0}");
    let baseline = top + 15;
    writeln!(out, "<text x=\"{left}\" y=\"{baseline}\" textLength=\"{width}\" fill=\"{fill}\"{style}>{text}</text>")
        .unwrap();
}

/// A colour of the theme, or what stands for the terminal's own.
fn colour(colour: Color, own: &str) -> String {
    match colour {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        _ => own.to_owned(),
    }
}

//! A speaker being corrected.

use super::Theme;
use super::paint::{Strip, framed};
use super::status::{hints, typed};
use crate::app::layout::Popup;
use crate::app::marking::{Choice, Correction};
use crate::app::{App, Context};
use crate::text::numbers::counted;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// Rows above the choices: what is corrected, what is typed, a blank one.
const ABOVE: u16 = 3;

/// Draws who it could be over the panes; says where the cursor stands.
pub fn draw(app: &App, correction: &Correction, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let screen = Popup::correction(app.size);
    framed(buf, screen.frame, " Who is speaking? ", theme.dim);
    Strip::row(screen.body, 0).put(buf, &what(correction), theme.heading);
    let cursor = typed(Strip::row(screen.body, 1), "◆ ", &correction.line, theme, buf);
    let rows = screen.body.below(ABOVE);
    let visible = rows.height as usize;
    let top = (correction.selected + 1).saturating_sub(visible);
    for (row, (number, choice)) in correction.choices().iter().enumerate().skip(top).take(visible).enumerate() {
        let strip = Strip::row(rows, row);
        let selected = number == correction.selected;
        if selected {
            strip.put(buf, app.look.pointer(), theme.accent);
        }
        let text = match choice {
            Choice::Name(name) => name.clone(),
            Choice::AsFound => match &correction.found {
                Some(found) => format!("as it was found: {found}"),
                None => "as it was found: nobody can be named".to_owned(),
            },
        };
        strip.after(2).put(buf, &text, if selected { theme.selected } else { theme.text });
    }
    hints(Strip::row(screen.hints, 0), app, Context::Correct, theme, buf);
    cursor
}

/// What is corrected: *these words alone*, or all of somebody's.
fn what(correction: &Correction) -> String {
    match (&correction.name, correction.everywhere, correction.targets.len()) {
        (Some(name), true, _) => format!("everything by {name} is by"),
        (Some(name), false, 1) => format!("these words are not by {name} but by"),
        (None, _, 1) => "these words are by".to_owned(),
        (_, _, several) => format!("{} are by", counted(several, "quotation")),
    }
}

//! The command line, in the place of the status line, and what it may mean above.

use super::Theme;
use super::paint::{Strip, rect};
use super::status::typed;
use crate::app::App;
use crate::app::command::{Command, Meaning};
use crate::app::layout::body;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::widgets::{Clear, Widget};

/// Draws the command line; says where the cursor stands.
pub fn draw(app: &App, command: &Command, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let status = app.screen().status;
    Clear.render(rect(status).intersection(buf.area), buf);
    let matches = command.matches();
    let (list, first) = command.list(body(app.size));
    Clear.render(rect(list).intersection(buf.area), buf);
    for (row, (at, meaning)) in matches.iter().enumerate().skip(first).take(list.height as usize).enumerate() {
        let strip = Strip::row(list, row).before_last(1);
        let chosen = command.chosen == Some(at);
        if chosen {
            strip.after(1).put(buf, app.look.pointer(), theme.accent);
        }
        strip.after(3).before_last((strip.width as usize).saturating_sub(26)).put(
            buf,
            &meaning.line(&app.look),
            if chosen { theme.selected } else { theme.heading },
        );
        let note = match meaning {
            Meaning::Do(action) => {
                let bound = app.keys.lines.iter().find(|line| line.name == action.name());
                bound.map_or("", |line| line.keys.as_str())
            }
            Meaning::Set(setting) if app.look.is(*setting) => "as it is",
            Meaning::Set(_) => "",
        };
        let used = strip.put_right(buf, note, theme.dim);
        strip.after(27).before_last(used + 1).put(buf, meaning.doc(), theme.dim);
    }
    let strip = Strip::row(status, 0).after(1).before_last(1);
    let cursor = typed(strip, ":", &command.line, theme, buf);
    if let Some(notice) = &app.notice {
        let half = strip.width as usize / 3;
        strip.after(half).put(buf, &notice.text, theme.warning);
    }
    cursor
}

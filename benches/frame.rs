//! What a frame costs: `cargo bench --bench frame`.
//!
//! The reader is led to its screens by keys, at 200 by 60. There the same frame is drawn again and again, in turns
//! with a bare frame of ratatui: the same text in the same styles, as one paragraph. Ends with an error if a screen
//! costs more than [`MOST`] times the bare one.

#[path = "../tests/script/mod.rs"]
#[allow(clippy::unwrap_used, reason = "a script that fails ends the bench")]
mod script;

use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::Paragraph;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use script::{LOADED, Step, play_then};
use std::io::{self, Sink};
use std::time::{Duration, Instant};

const COLUMNS: u16 = 200;
const ROWS: u16 = 60;

/// How often each is drawn, and in how many turns; the least median of a turn counts.
const FRAMES: usize = 100;
const TURNS: usize = 15;

/// The most that a frame may cost, in bare ones.
const MOST: f64 = 1.5;

const SCREENS: &[(&str, &[Step])] = &[
    ("browse", &[(LOADED, "")]),
    ("article", &[(LOADED, "<Tab><Tab>/prisons<Enter><Esc><Enter>"), ("prisons", "")]),
    ("zen", &[(LOADED, "z"), ("CHICAGO", "")]),
    ("finder", &[(LOADED, "flightfoot line"), ("1 / ", ""), ("firm", "")]),
    ("help", &[(LOADED, "?"), ("Keys", "")]),
    ("check", &[(LOADED, "CI drew a firm line against that — Lori Lightfoot<Enter>"), ("ALTERED 80 %", "")]),
    ("hits", &[(LOADED, "Fbridge<Enter>"), ("1/1", "j"), ("2/1", ""), ("OUTLET", "")]),
    ("table", &[(LOADED, "gq"), ("1/16", ""), ("27 Jul 2020", "")]),
    ("speaker", &[(LOADED, "gs"), ("Marisol Quint", "<Enter>"), ("QUOTES ", ""), ("● 17 Dec", "")]),
    ("concordance", &[(LOADED, "gkbridge<Enter>"), ("1/1", "j"), ("2/1", "")]),
];

fn main() -> io::Result<()> {
    println!("{:>12}  {:>9}  {:>9}  times", "screen", "frame", "bare");
    let mut worst: f64 = 0.0;
    for (name, steps) in SCREENS {
        let mut times = None;
        play_then(COLUMNS, ROWS, steps, &mut |view| times = Some(compare(view)));
        let (frame, bare) = times.ok_or_else(|| io::Error::other("the script did not end"))??;
        let ratio = frame.as_secs_f64() / bare.as_secs_f64();
        worst = worst.max(ratio);
        println!("{name:>12}  {frame:>9.1?}  {bare:>9.1?}  {ratio:.2}");
    }
    if worst > MOST {
        Err(io::Error::other(format!("a frame costs {worst:.2} bare ones, more than {MOST}")))
    } else {
        Ok(())
    }
}

/// What the view's frame costs, and the bare one.
fn compare(view: &mut dyn FnMut(&mut Frame)) -> io::Result<(Duration, Duration)> {
    let (mut own, mut other) = (terminal()?, terminal()?);
    let drawn = own.draw(|frame| view(frame))?.buffer.clone();
    let text = text_of(&drawn);
    let mut bare = |frame: &mut Frame| frame.render_widget(Paragraph::new(text.clone()), frame.area());
    other.draw(bare)?;
    let (mut frames, mut bares) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        frames.push(median(&mut own, view)?);
        bares.push(median(&mut other, &mut bare)?);
    }
    Ok((frames.into_iter().min().unwrap_or_default(), bares.into_iter().min().unwrap_or_default()))
}

fn terminal() -> io::Result<Terminal<CrosstermBackend<Sink>>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, COLUMNS, ROWS));
    Terminal::with_options(CrosstermBackend::new(io::sink()), TerminalOptions { viewport })
}

fn median(terminal: &mut Terminal<CrosstermBackend<Sink>>, view: &mut dyn FnMut(&mut Frame)) -> io::Result<Duration> {
    let mut times = Vec::with_capacity(FRAMES);
    for _ in 0..FRAMES {
        let begun = Instant::now();
        terminal.draw(|frame| view(frame))?;
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    Ok(times[FRAMES / 2])
}

/// What stands in the cells, each stretch of one style a span.
fn text_of(cells: &Buffer) -> Text<'static> {
    let line = |y: u16| {
        let mut spans: Vec<Span<'static>> = Vec::new();
        for x in 0..cells.area.width {
            let cell = &cells[(x, y)];
            match spans.last_mut().filter(|span| span.style == cell.style()) {
                Some(span) => span.content.to_mut().push_str(cell.symbol()),
                None => spans.push(Span::styled(cell.symbol().to_owned(), cell.style())),
            }
        }
        Line::from(spans)
    };
    (0..cells.area.height).map(line).collect()
}

//! A script of keys that drives the whole reader into ratatui's `TestBackend`, without a sleep: each
//! step waits for a text on the screen.
#![allow(dead_code, reason = "each test file uses its own part of this")]

use crossbeam_channel::{Sender, unbounded};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::{Frame, Terminal};
use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;
use whosaid::app::Size;
use whosaid::config::Settings;
use whosaid::import::ReadOptions;
use whosaid::keymap::Keymap;
use whosaid::library::load::Source;
use whosaid::runtime::input::Input;
use whosaid::runtime::themes::Themes;
use whosaid::runtime::{Host, Opening, Options, Session};
use whosaid::ui::Theme;

/// How long a script may take before its test fails.
const DEADLINE: Duration = Duration::from_secs(60);

/// Waits for a text on the screen, then presses keys: one step of a script.
pub type Step<'a> = (&'a str, &'a str);

/// A terminal that shows its screen to a script, which types when it sees what it waits for.
struct Script<'a> {
    terminal: Terminal<TestBackend>,
    steps: VecDeque<Step<'a>>,
    keys: Sender<Input>,
    copied: Vec<String>,
    browsed: Vec<String>,
    last: String,
    /// What is done with the last frame.
    then: &'a mut Then<'a>,
}

/// Something to be done with what draws a frame.
type Then<'a> = dyn FnMut(&mut dyn FnMut(&mut Frame)) + 'a;

impl Host for Script<'_> {
    fn draw(&mut self, view: &mut dyn FnMut(&mut Frame)) -> io::Result<()> {
        self.terminal.draw(&mut *view).unwrap();
        // ratatui cannot print a buffer without columns.
        let no_columns = self.terminal.backend().buffer().area.width == 0;
        self.last = if no_columns { String::new() } else { self.terminal.backend().to_string() };
        while self.steps.front().is_some_and(|(text, _)| self.last.contains(text) && !awaits_rows(&self.last)) {
            let (_, keys) = self.steps.pop_front().unwrap();
            press(&self.keys, keys);
            if !keys.is_empty() {
                return Ok(());
            }
        }
        if !self.steps.is_empty() {
            return Ok(());
        }
        (self.then)(view);
        Err(io::Error::other("the script is over"))
    }

    fn redraw(&mut self) -> io::Result<()> {
        self.terminal.clear().map_err(io::Error::other)
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        self.copied.push(text.to_owned());
        Ok(())
    }

    fn browse(&mut self, url: &str) -> io::Result<()> {
        self.browsed.push(url.to_owned());
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn resume(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn edit(&mut self, text: &str) -> io::Result<String> {
        Ok(text.to_owned())
    }

    fn edit_file(&mut self, _: &std::path::Path) -> io::Result<()> {
        Ok(())
    }

    fn pipe(&mut self, _: &str, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        let size = self.terminal.size().unwrap();
        Ok(Size { columns: size.width, rows: size.height })
    }
}

/// Whether a list of the screen has rows that are still on their way.
fn awaits_rows(screen: &str) -> bool {
    screen.lines().any(|line| line.trim_start_matches(['"', ' ', '▸']).starts_with("…        "))
}

/// Presses the keys written in `keys`: characters, and `<Enter>`, `<Esc>`, `<Tab>`, `<^r>`.
fn press(sender: &Sender<Input>, keys: &str) {
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|r| r.split_once('>')).filter(|(name, _)| !name.is_empty());
        let (code, modifiers) = match named {
            Some((name, after)) => {
                rest = after;
                match name {
                    "Enter" => (KeyCode::Enter, KeyModifiers::NONE),
                    "Esc" => (KeyCode::Esc, KeyModifiers::NONE),
                    "Tab" => (KeyCode::Tab, KeyModifiers::NONE),
                    "Down" => (KeyCode::Down, KeyModifiers::NONE),
                    control => (KeyCode::Char(control.chars().nth(1).unwrap()), KeyModifiers::CONTROL),
                }
            }
            None => {
                rest = &rest[c.len_utf8()..];
                (KeyCode::Char(c), KeyModifiers::NONE)
            }
        };
        sender.send(Input::Event(Event::Key(KeyEvent::new(code, modifiers)))).unwrap();
    }
}

/// What a script left behind.
pub struct Played {
    /// The screen that the last step waited for, as text.
    pub screen: String,
    /// The same, cell by cell.
    pub cells: Buffer,
    /// What was put on the clipboard.
    pub copied: Vec<String>,
    /// What was opened in the browser.
    pub browsed: Vec<String>,
}

/// Plays `steps` on the seeds in a terminal of this size; the screen is the one that the last step
/// waited for.
pub fn play(columns: u16, rows: u16, steps: &[Step]) -> Played {
    play_on(Source::Seeds, columns, rows, steps)
}

pub fn play_on(source: Source, columns: u16, rows: u16, steps: &[Step]) -> Played {
    play_with(source, None, "ink", (columns, rows), steps)
}

/// Plays `steps` as [`play_on`] does, with this file of marks and in this theme.
pub fn play_with(source: Source, marks: Option<PathBuf>, theme: &str, size: (u16, u16), steps: &[Step]) -> Played {
    play_all(source, marks, theme, size, None, steps, &mut |_| {})
}

/// Plays `steps` as [`play`] does for somebody who is told this first.
pub fn play_welcomed(columns: u16, rows: u16, welcome: &str, steps: &[Step]) -> Played {
    play_all(Source::Seeds, None, "ink", (columns, rows), Some(welcome.to_owned()), steps, &mut |_| {})
}

/// Plays `steps` as [`play`] does, and hands what draws the last frame to `then`.
pub fn play_then(columns: u16, rows: u16, steps: &[Step], then: &mut Then<'_>) {
    play_all(Source::Seeds, None, "ink", (columns, rows), None, steps, then);
}

fn play_all(
    source: Source,
    marks: Option<PathBuf>,
    theme: &str,
    (columns, rows): (u16, u16),
    welcome: Option<String>,
    steps: &[Step],
    then: &mut Then<'_>,
) -> Played {
    let themes = Themes::only(theme, Theme::built_in(theme).unwrap());
    let (keys, inputs) = unbounded();
    let watchdog = keys.clone();
    thread::spawn(move || {
        thread::sleep(DEADLINE);
        watchdog.send(Input::TerminalGone)
    });
    let terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    let steps = steps.iter().copied().collect();
    let (copied, browsed, last) = (Vec::new(), Vec::new(), String::new());
    let mut script = Script { terminal, steps, keys, copied, browsed, last, then };
    let options = Options {
        name: "seeds".to_owned(),
        opening: Opening::Memory(source),
        read: ReadOptions::default(),
        marks,
        mouse: false,
        links: false,
        settings: Settings::default(),
        keymap: Keymap::default(),
        welcome,
    };
    let mut session = Session::new(options, themes, Size { columns, rows }).unwrap();
    session.run(&mut script, &inputs);
    session.finish();
    assert!(script.steps.is_empty(), "still waiting for {:?} on\n{}", script.steps[0].0, script.last);
    let cells = script.terminal.backend().buffer().clone();
    Played { screen: script.last, cells, copied: script.copied, browsed: script.browsed }
}

/// A text that stands on the screen once the seeds are loaded, at every size.
pub const LOADED: &str = "  26 articles · ";

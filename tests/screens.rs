//! The whole reader driven by a script of keys into ratatui's `TestBackend`: what it shows at
//! several sizes, from the seed, and what it does.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crossbeam_channel::{Sender, unbounded};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::backend::TestBackend;
use ratatui::{Frame, Terminal};
use std::collections::VecDeque;
use std::io;
use std::thread;
use std::time::Duration;
use whosaid::app::Size;
use whosaid::import::ReadOptions;
use whosaid::library::load::Source;
use whosaid::runtime::input::Input;
use whosaid::runtime::{Host, Options, Session};
use whosaid::ui::Theme;

/// How long a script may take before its test fails.
const DEADLINE: Duration = Duration::from_secs(60);

/// Waits for a text on the screen, then presses keys: one step of a script.
type Step<'a> = (&'a str, &'a str);

/// A terminal that shows its screen to a script, which types when it sees what it waits for.
struct Script<'a> {
    terminal: Terminal<TestBackend>,
    steps: VecDeque<Step<'a>>,
    keys: Sender<Input>,
    copied: Vec<String>,
    last: String,
}

impl Host for Script<'_> {
    fn draw(&mut self, view: &mut dyn FnMut(&mut Frame)) -> io::Result<()> {
        self.terminal.draw(view).unwrap();
        self.last = self.terminal.backend().to_string();
        while self.steps.front().is_some_and(|(text, _)| self.last.contains(text)) {
            let (_, keys) = self.steps.pop_front().unwrap();
            press(&self.keys, keys);
            if !keys.is_empty() {
                return Ok(());
            }
        }
        if self.steps.is_empty() { Err(io::Error::other("the script is over")) } else { Ok(()) }
    }

    fn redraw(&mut self) -> io::Result<()> {
        self.terminal.clear().map_err(io::Error::other)
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        self.copied.push(text.to_owned());
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn resume(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        let size = self.terminal.size().unwrap();
        Ok(Size { columns: size.width, rows: size.height })
    }
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
struct Played {
    screen: String,
    copied: Vec<String>,
}

/// Plays `steps` on the seed in a terminal of this size; the screen is the one that the last step
/// waited for.
fn play(columns: u16, rows: u16, steps: &[Step]) -> Played {
    play_on(Source::Seeds, columns, rows, steps)
}

fn play_on(source: Source, columns: u16, rows: u16, steps: &[Step]) -> Played {
    let (keys, inputs) = unbounded();
    let watchdog = keys.clone();
    thread::spawn(move || {
        thread::sleep(DEADLINE);
        watchdog.send(Input::TerminalGone)
    });
    let terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    let steps = steps.iter().copied().collect();
    let mut script = Script { terminal, steps, keys, copied: Vec::new(), last: String::new() };
    let options = Options { source, read: ReadOptions::default(), mouse: false, colour: true };
    let mut session = Session::new("seeds".to_owned(), &options, Theme::default(), Size { columns, rows }).unwrap();
    session.run(&mut script, &inputs);
    assert!(script.steps.is_empty(), "still waiting for {:?} on\n{}", script.steps[0].0, script.last);
    Played { screen: script.last, copied: script.copied }
}

/// The screens at every size that the design names.
macro_rules! screens {
    ($($name:ident: $steps:expr;)*) => {
        $(#[test]
        fn $name() {
            for (columns, rows) in [(60, 20), (80, 24), (100, 30), (140, 45), (200, 60)] {
                let played = play(columns, rows, $steps);
                insta::with_settings!({ snapshot_path => "screens", prepend_module_to_snapshot => false }, {
                    insta::assert_snapshot!(format!("{}_{columns}x{rows}", stringify!($name)), played.screen);
                });
            }
        })*
    };
}

/// A text that stands on the screen once the seed is loaded, at every size.
const LOADED: &str = "1 article · ";

screens! {
    browse: &[(LOADED, "")];
    article: &[(LOADED, "<Enter>]]"), ("prisons", "")];
    quotes: &[(LOADED, "<Enter><Tab>G"), ("The best way", "")];
    finder: &[(LOADED, "flightfoot line"), ("❯ lightfoot line", ""), ("1 / ", ""), ("a very firm line", "")];
    evidence: &[(LOADED, "<Enter>]]i"), ("Evidence · quotation 3", "")];
    help: &[(LOADED, "?"), ("Keys", "")];
    search: &[(LOADED, "<Enter>/letter"), ("hit 1/", "")];
    zen: &[(LOADED, "z"), ("CHICAGO", "")];
}

#[test]
fn a_quotation_is_found_and_stood_at_with_three_keys_besides_the_letters() {
    let steps = [(LOADED, "flightfoot line"), ("1 / ", "<Enter>"), ("These are not troops", "yy"), ("copied:", "")];
    let played = play(100, 30, &steps);
    assert_eq!(played.copied.len(), 1);
    assert!(played.copied[0].contains("These are not troops, that’s not what’s coming to Chicago… I draw"));
    assert!(played.copied[0].contains("Mayor Lori Lightfoot"));
}

#[test]
fn each_way_of_copying_says_what_it_copied() {
    let played = play(100, 30, &[(LOADED, "<Enter>yq"), ("copied: When it came", "yc"), ("copied: State Senator", "")]);
    assert!(played.copied[0].starts_with("When it came to this letter"));
    assert!(played.copied[1].contains("Robert Peters, quoted in"), "{}", played.copied[1]);
}

#[test]
fn the_finder_goes_from_a_speaker_to_what_they_said() {
    let steps = [(LOADED, "f<^r><^r>"), ("[speakers]", "ptrs"), ("2 quotations", "<Enter>"), ("[quotes]", "")];
    let played = play(100, 30, &steps);
    assert!(played.screen.contains("❯ Robert Peters"), "{}", played.screen);
    assert!(played.screen.contains("2 / "), "{}", played.screen);
}

#[test]
fn search_goes_round_and_escape_forgets_it() {
    let steps =
        [(LOADED, "<Enter>/LETTER<Enter>"), ("hit 1/", "nN"), ("hit 1/", "N"), ("went round", "<Esc>"), ("yy copy", "")];
    let played = play(100, 30, &steps);
    assert!(!played.screen.contains("hit "), "{}", played.screen);
}

#[test]
fn a_broken_file_is_named_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("good.txt"), "“We will,” Ada Stone said.\n").unwrap();
    std::fs::write(folder.path().join("bad.txt"), b"\0\0\0\x1b[2J").unwrap();
    let source = Source::Paths(vec![folder.path().to_owned()]);
    let played = play_on(source, 100, 30, &[("1 failed", ""), ("Ada Stone", "")]);
    assert!(played.screen.contains("bad.txt"), "{}", played.screen);
}

#[test]
fn no_size_and_no_key_brings_it_down() {
    let keys = "jkGgg]]}{/a<Enter>nN<Esc>fa<^r>b<^s><Down><Esc>?x<Esc>i]<Esc>zz++--SS5j<Tab>JK<Tab>yyyq";
    for (columns, rows) in [(0, 0), (1, 1), (2, 3), (5, 2), (10, 5), (20, 4), (79, 3), (80, 5), (140, 4), (500, 200)] {
        play(columns, rows, &[("", keys), ("", ""), ("", "")]);
    }
}

//! The terminal layer in a real terminal, where the reader itself gives no occasion: panics, a loop
//! that hangs, signals at awkward moments. What the reader does every day, `reader.rs` tests on it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod pty;

use crossterm::event::{Event, KeyCode};
use portable_pty::CommandBuilder;
use pty::Pty;
use ratatui::widgets::Paragraph;
use rustix::process::{Signal as Sent, getpid, kill_process};
use std::{env, io, thread};
use whosaid::runtime::Host;
use whosaid::runtime::input::{self, Input};
use whosaid::runtime::signals::Signal;
use whosaid::runtime::terminal::{Options, Terminal, take_worker_panic};

/// Names the part that [`program`] plays; where it is not set, there is nothing to play.
const PART: &str = "WHOSAID_TEST_PROGRAM";

/// The smallest program that uses all of the layer. The tests below start this test binary again
/// with only this "test" and [`PART`] set, in a terminal of its own.
#[test]
fn program() {
    let Ok(part) = env::var(PART) else { return };
    let code = match run(&part) {
        Ok(signal) => signal.and_then(Signal::exit_code).unwrap_or(0),
        Err(_) => 1,
    };
    std::process::exit(code);
}

/// Shows each input until `q` or a signal ends it.
fn run(part: &str) -> io::Result<Option<Signal>> {
    let listener = input::listen_for_signals()?;
    if part == "signalled early" {
        kill_process(getpid(), Sent::TERM)?;
    }
    let mut terminal = Terminal::enter(Options { mouse: true, title: Some("a\x1btitle".to_owned()) })?;
    let inputs = listener.listen_to_terminal(false)?;
    let mut last = "ready".to_owned();
    loop {
        terminal.draw(&mut |frame: &mut ratatui::Frame| frame.render_widget(Paragraph::new(&*last), frame.area()))?;
        let input = inputs.recv().map_err(io::Error::other)?;
        last = format!("{input:?}");
        match input {
            Input::Event(Event::Key(key)) => match key.code {
                KeyCode::Char('q') => return Ok(None),
                KeyCode::Char('h') => loop {
                    thread::park();
                },
                KeyCode::Char('p') => panic!("on the main thread"),
                KeyCode::Char('w') => {
                    thread::spawn(|| panic!("on a worker")).join().unwrap_err();
                    last = take_worker_panic().unwrap().replace('\n', " ");
                }
                _ => {}
            },
            Input::Event(_) | Input::Signal(Signal::Suspend) => {}
            Input::Signal(Signal::Resume) => terminal.resume()?,
            Input::Signal(signal) => return Ok(Some(signal)),
            Input::TerminalGone => return Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}

fn start() -> Pty {
    let pty = start_as("itself");
    pty.wait_for_text("ready");
    pty
}

fn start_as(part: &str) -> Pty {
    let mut command = CommandBuilder::new(env::current_exe().unwrap());
    command.args(["--exact", "program", "--nocapture", "--test-threads=1"]);
    command.env(PART, part);
    Pty::start(command, 60, 10)
}

#[test]
fn modes_and_a_clean_title_are_set_and_taken_back() {
    let mut pty = start();
    pty.screen(|screen| {
        assert!(screen.alternate_screen() && screen.hide_cursor() && screen.bracketed_paste());
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::PressRelease);
    });
    assert!(!pty.has_first_settings());
    assert!(String::from_utf8_lossy(&pty.output()).contains("a␛title"));
    pty.send("q");
    assert_eq!(pty.wait_for_exit().exit_code(), 0);
    pty.assert_given_back();
}

#[test]
fn a_signal_before_the_terminal_is_taken_waits_until_it_can_be_given_back() {
    let pty = start_as("signalled early");
    assert_eq!(pty.wait_for_exit().exit_code(), 143);
    pty.assert_given_back();
}

#[test]
fn a_second_signal_ends_a_program_that_hangs() {
    let mut pty = start();
    pty.send("h");
    pty.signal(Sent::TERM);
    pty.signal(Sent::INT);
    assert!([130, 143].contains(&pty.wait_for_exit().exit_code()));
    pty.assert_given_back();
}

#[test]
fn a_panic_gives_it_back_before_its_message() {
    let mut pty = start();
    pty.send("p");
    assert_eq!(pty.wait_for_exit().exit_code(), 101);
    pty.assert_given_back();
    let output = String::from_utf8(pty.output()).unwrap();
    assert!(output.find("\x1b[?1049l").unwrap() < output.find("on the main thread").unwrap());
}

#[test]
fn a_workers_panic_leaves_the_screen_alone_and_is_kept() {
    let mut pty = start();
    pty.send("w");
    pty.wait_for_text("on a worker");
    assert!(pty.screen(vt100::Screen::alternate_screen));
    assert_eq!(pty.contents().lines().count(), 1, "nothing but the program's own text: {}", pty.contents());
}

#[test]
fn a_stop_nobody_announced_is_recovered_from() {
    let mut pty = start();
    pty.signal(Sent::STOP);
    pty.wait_for_stop();
    pty.signal(Sent::CONT);
    pty.wait_for_text("Signal(Resume)");
    pty.send("q");
    assert_eq!(pty.wait_for_exit().exit_code(), 0);
    pty.assert_given_back();
}

//! The terminal layer in a real terminal: taken, given back on every way out.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod pty;

use crossterm::event::{Event, KeyCode};
use portable_pty::CommandBuilder;
use pty::Pty;
use ratatui::widgets::Paragraph;
use rustix::process::Signal as Sent;
use std::time::{Duration, Instant};
use std::{env, io, thread};
use whosaid::runtime::Host;
use whosaid::runtime::input::{self, Input};
use whosaid::runtime::signals::Signal;
use whosaid::runtime::terminal::{Options, Terminal, take_worker_panic};

/// The smallest program that uses all of it, run by the tests below in a terminal: this test
/// binary starts itself again with only this "test".
#[test]
#[ignore = "a program for the other tests"]
fn program() {
    if env::var_os("IN_A_PTY").is_none() {
        return;
    }
    let code = match run() {
        Ok(signal) => signal.and_then(Signal::exit_code).unwrap_or(0),
        Err(_) => i32::from(GONE),
    };
    std::process::exit(code);
}

/// The exit status of the program when its terminal has gone away.
const GONE: u8 = 77;

/// Shows each input until `q` or a signal ends it.
fn run() -> io::Result<Option<Signal>> {
    let mut terminal = Terminal::enter(Options { mouse: true, title: Some("a\x1btitle".to_owned()) })?;
    let inputs = input::listen()?;
    let mut last = "ready".to_owned();
    loop {
        terminal.draw(&mut |frame: &mut ratatui::Frame| {
            frame.render_widget(Paragraph::new(format!("{last} {}", frame.area())), frame.area());
        })?;
        let input = inputs.recv().map_err(io::Error::other)?;
        last = format!("{input:?}").chars().take(20).collect();
        match input {
            Input::Event(Event::Key(key)) => match key.code {
                KeyCode::Char('q') => return Ok(None),
                KeyCode::Char('z') => terminal.suspend()?,
                KeyCode::Char('c') => terminal.copy("“café”")?,
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
            Input::Event(_) => {}
            Input::Signal(Signal::Suspend) => terminal.suspend()?,
            Input::Signal(Signal::Resume) => terminal.resume()?,
            Input::Signal(signal) => return Ok(Some(signal)),
            Input::TerminalGone => return Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}

fn start() -> Pty {
    start_by(CommandBuilder::new(env::current_exe().unwrap()))
}

fn start_by(mut command: CommandBuilder) -> Pty {
    command.args(["--exact", "program", "--ignored", "--nocapture", "--test-threads=1"]);
    command.env("IN_A_PTY", "1");
    let pty = Pty::start(command, 60, 10);
    pty.wait_for_text("ready");
    pty
}

fn assert_given_back(pty: &Pty) {
    pty.screen(|screen| {
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    });
    assert!(pty.has_first_settings());
}

#[test]
fn takes_the_terminal_and_gives_it_back() {
    let mut pty = start();
    pty.screen(|screen| {
        assert!(screen.alternate_screen() && screen.hide_cursor() && screen.bracketed_paste());
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::PressRelease);
    });
    assert!(!pty.has_first_settings());
    assert!(String::from_utf8_lossy(&pty.output()).contains("a␛title"));
    pty.send("q");
    assert_eq!(pty.wait_for_exit().exit_code(), 0);
    assert_given_back(&pty);
}

#[test]
fn every_terminating_signal_gives_it_back() {
    for (signal, code) in [(Sent::TERM, 143), (Sent::HUP, 129), (Sent::INT, 130)] {
        let pty = start();
        pty.signal(signal);
        assert_eq!(pty.wait_for_exit().exit_code(), code);
        assert_given_back(&pty);
    }
}

#[test]
fn a_second_signal_ends_a_program_that_hangs() {
    let mut pty = start();
    pty.send("h");
    pty.signal(Sent::TERM);
    pty.signal(Sent::INT);
    assert!([130, 143].contains(&pty.wait_for_exit().exit_code()));
    assert_given_back(&pty);
}

#[test]
fn a_panic_gives_it_back_before_its_message() {
    let mut pty = start();
    pty.send("p");
    assert_eq!(pty.wait_for_exit().exit_code(), 101);
    assert_given_back(&pty);
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
fn suspends_and_takes_it_again() {
    for by_key in [true, false] {
        let mut pty = start();
        if by_key {
            pty.send("z")
        } else {
            pty.signal(Sent::TSTP)
        }
        pty.wait_for_stop();
        pty.wait_for("the terminal given back", |screen| !screen.alternate_screen());
        assert_given_back(&pty);
        pty.signal(Sent::CONT);
        pty.wait_for("everything drawn again", |screen| {
            screen.alternate_screen() && screen.contents().contains("Signal(Resume)")
        });
        assert!(!pty.has_first_settings());
        pty.send("q");
        assert_eq!(pty.wait_for_exit().exit_code(), 0);
        assert_given_back(&pty);
    }
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
    assert_given_back(&pty);
}

#[test]
fn ends_within_a_second_when_the_terminal_vanishes() {
    let mut pty = start();
    let gone = Instant::now();
    pty.hang_up();
    let code = pty.wait_for_exit().exit_code();
    assert!(code == 129 || code == u32::from(GONE), "{code}");
    assert!(gone.elapsed() < Duration::from_secs(1));
}

#[test]
fn ends_within_a_second_when_the_terminal_vanishes_without_a_signal() {
    // The signal goes to the session's leader alone: here a shell that takes no notice.
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "trap '' HUP; \"$0\" \"$@\"; exit $?"]);
    command.arg(env::current_exe().unwrap());
    let mut pty = start_by(command);
    let gone = Instant::now();
    pty.hang_up();
    assert_eq!(pty.wait_for_exit().exit_code(), u32::from(GONE));
    assert!(gone.elapsed() < Duration::from_secs(1));
}

#[test]
fn waits_without_using_the_processor() {
    let pty = start();
    let before = pty.processor_ticks();
    thread::sleep(Duration::from_millis(500));
    assert!(pty.processor_ticks() - before <= 1);
}

#[test]
fn copies_by_the_terminal() {
    let mut pty = start();
    pty.send("c");
    assert_eq!(pty.wait_for_copy(), "“café”");
}

#[test]
fn no_size_and_no_storm_of_sizes_is_a_panic() {
    let mut pty = start();
    for (columns, rows) in (0..300).map(|n| (n * 7 % 501, n * 13 % 201)).chain([(0, 0), (1, 1), (500, 200), (50, 9)]) {
        pty.resize(columns, rows);
    }
    pty.wait_for_text("50x9");
    pty.send("q");
    assert_eq!(pty.wait_for_exit().exit_code(), 0);
}

//! Everything that comes in from outside: keys, mouse, resizes, signals, the terminal's end.

use super::signals::{self, Signal};
use crossbeam_channel::{Receiver, Sender, unbounded};
use crossterm::event::{self, Event};
use std::io;
use std::thread;

/// Something that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key, a click, a paste, a new size.
    Event(Event),
    /// A signal.
    Signal(Signal),
    /// There is no terminal any more, or nothing can be read from it: end without a word.
    TerminalGone,
}

/// Listens to signals already, to the terminal not yet.
#[derive(Debug)]
pub struct Listener {
    sender: Sender<Input>,
    inputs: Receiver<Input>,
}

/// Starts listening to signals: to be called before the terminal is taken, because a signal that
/// comes in between would otherwise end the process without giving the terminal back. Signals
/// wait until they are received.
///
/// The threads live as long as the process: none of them can be woken from its wait, and none
/// uses the processor while it waits.
///
/// # Errors
///
/// When the thread or a signal handler cannot be installed.
pub fn listen_for_signals() -> io::Result<Listener> {
    let (sender, inputs) = unbounded();
    let to_loop = sender.clone();
    signals::watch(move |signal| to_loop.send(Input::Signal(signal)).is_ok())?;
    Ok(Listener { sender, inputs })
}

impl Listener {
    /// Starts listening to the terminal as well: to be called once it is taken.
    ///
    /// # Errors
    ///
    /// When a thread cannot be started.
    pub fn listen_to_terminal(self) -> io::Result<Receiver<Input>> {
        let Self { sender, inputs } = self;
        watch_for_hang_up(sender.clone())?;
        spawn("input", move || read_events(&sender))?;
        Ok(inputs)
    }
}

/// Starts a thread of the program, named so that a panic in it is known as a worker's.
pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(format!("whosaid-{name}")).spawn(work).map(drop)
}

fn read_events(sender: &Sender<Input>) {
    loop {
        let (input, last) = match event::read() {
            Ok(event) => (Input::Event(event), false),
            Err(_) => (Input::TerminalGone, true),
        };
        if sender.send(input).is_err() || last {
            return;
        }
    }
}

/// Says so when the terminal goes away. crossterm 0.29 cannot: at end of file its reader spins for
/// ever, and a hang-up need not come with SIGHUP (`nohup`, a lost session leader).
#[cfg(unix)]
fn watch_for_hang_up(sender: Sender<Input>) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;

    let Some(terminal) = controlling_terminal() else { return Ok(()) };
    spawn("hang-up", move || {
        let mut watched = [PollFd::new(&terminal, PollFlags::empty())];
        while poll(&mut watched, None) == Err(Errno::INTR) {}
        if watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) {
            // Nobody listens any more: then the program is ending already.
            let _ = sender.send(Input::TerminalGone);
        }
    })
}

/// The terminal that crossterm reads from: standard input, or `/dev/tty` where that is redirected.
#[cfg(unix)]
fn controlling_terminal() -> Option<std::os::fd::OwnedFd> {
    use std::io::IsTerminal;
    use std::os::fd::AsFd;

    let stdin = io::stdin();
    if stdin.is_terminal() {
        stdin.as_fd().try_clone_to_owned().ok()
    } else {
        std::fs::File::open("/dev/tty").ok().map(Into::into)
    }
}

/// Where there are no hang-ups there is nothing to watch.
#[cfg(not(unix))]
fn watch_for_hang_up(_: Sender<Input>) -> io::Result<()> {
    Ok(())
}

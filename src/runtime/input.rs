//! Everything that comes in from outside: keys, mouse, resizes, signals, the terminal's end.

use super::signals::{self, Signal};
use crossbeam_channel::{Receiver, Sender, unbounded};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyModifiers};
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

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
    /// Starts listening to the terminal as well: to be called once it is taken. `answer_due` if the
    /// terminal was asked for a colour and has not answered yet: the answer is no key.
    ///
    /// # Errors
    ///
    /// When a thread cannot be started.
    pub fn listen_to_terminal(self, answer_due: bool) -> io::Result<Receiver<Input>> {
        let Self { sender, inputs } = self;
        watch_for_hang_up(sender.clone())?;
        spawn("input", move || read_events(&sender, Late::within(answer_due.then_some(LONGEST_DELAY))))?;
        Ok(inputs)
    }
}

/// Starts a thread of the program, named so that a panic in it is known as a worker's.
pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(format!("whosaid-{name}")).spawn(work).map(drop)
}

/// Whether another program reads from the terminal now. There is one terminal. Locked while it is read from here.
static PAUSED: Mutex<bool> = Mutex::new(false);
/// Told when it does not any more.
static GOES_ON: Condvar = Condvar::new();

/// The time for which nothing is read from the terminal; it ends when this is dropped.
pub(super) struct Paused(());

/// From now on nothing is read from the terminal.
pub(super) fn pause() -> Paused {
    *paused() = true;
    Paused(())
}

impl Drop for Paused {
    fn drop(&mut self) {
        *paused() = false;
        GOES_ON.notify_all();
    }
}

fn paused() -> MutexGuard<'static, bool> {
    PAUSED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long it is waited for more once something came. Not no time: what the terminal answers to a question is no
/// event, and what was typed behind it would not be seen. Longer than this thread may be kept from running: when the
/// time is over before crossterm has begun, it does not look at what it has read already.
const MOMENT: Duration = Duration::from_millis(20);

/// Reads events and sends them on, but for the `late` answer, until there is no terminal or nobody to send them to.
fn read_events(sender: &Sender<Input>, mut late: Late) {
    let send = |event: io::Result<Event>, late: &mut Late| match event {
        Ok(event) if late.takes(&event) => true,
        Ok(event) => sender.send(Input::Event(event)).is_ok(),
        Err(_) => {
            drop(sender.send(Input::TerminalGone));
            false
        }
    };
    while wait_until_readable() {
        let guard = GOES_ON.wait_while(paused(), |paused| *paused).unwrap_or_else(PoisonError::into_inner);
        while event::poll(MOMENT).unwrap_or(true) {
            if !send(event::read(), &mut late) {
                return;
            }
        }
        drop(guard);
    }
    // Where nothing can be waited for, another program has to share what is typed.
    while send(event::read(), &mut late) {}
}

/// Waits until there is something to be read from the terminal; says whether that can be waited for.
#[cfg(unix)]
fn wait_until_readable() -> bool {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;

    let Some(terminal) = controlling_terminal() else { return false };
    let mut watched = [PollFd::new(&terminal, PollFlags::IN)];
    while poll(&mut watched, None) == Err(Errno::INTR) {}
    watched[0].revents().contains(PollFlags::IN)
}

/// There is nothing that could be waited for here.
#[cfg(not(unix))]
fn wait_until_readable() -> bool {
    false
}

/// The longest answer that a terminal gives when it is asked for a colour, in characters.
const LONGEST_ANSWER: usize = 40;

/// How long after the start an answer may come: a terminal that has said nothing by then says nothing at all.
const LONGEST_DELAY: Duration = Duration::from_secs(2);

/// How answers begin, after Alt with `]`: those about the foreground, and those about the background.
const BEGINNINGS: [&str; 2] = ["10;rgb:", "11;rgb:"];

/// An answer of the terminal that comes late, and looks like keys: Alt with `]`, its characters, and
/// Control with `g` or Alt with a backslash.
#[derive(Debug, Default)]
struct Late {
    /// Until when one may begin, if one may.
    due: Option<Instant>,
    /// What of it has come; nothing before it begins.
    come: Option<String>,
}

impl Late {
    /// One that may begin within `delay` from now, if one may.
    fn within(delay: Option<Duration>) -> Self {
        Self { due: delay.map(|delay| Instant::now() + delay), come: None }
    }

    /// Whether an event is a part of the answer.
    fn takes(&mut self, event: &Event) -> bool {
        let Event::Key(KeyEvent { code: KeyCode::Char(c), modifiers, .. }) = event else { return false };
        let Some(come) = &mut self.come else {
            let begins = *c == ']' && modifiers.contains(KeyModifiers::ALT);
            let begins = begins && self.due.is_some_and(|until| Instant::now() < until);
            self.come = begins.then(String::new);
            return begins;
        };
        let is_end = *c == '\\' && modifiers.contains(KeyModifiers::ALT)
            || *c == 'g' && modifiers.contains(KeyModifiers::CONTROL);
        come.push(*c);
        let is_answer = BEGINNINGS.iter().any(|begins| begins.starts_with(come.as_str()) || come.starts_with(begins));
        if !is_answer {
            // Somebody pressed that key.
            *self = Self::default();
            return false;
        }
        if is_end || come.len() >= LONGEST_ANSWER {
            // Foreground and background are two answers.
            self.come = None;
        }
        true
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

#[cfg(test)]
mod tests {
    use super::*;

    fn key(c: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(c), modifiers))
    }

    #[test]
    fn an_answer_that_comes_late_is_no_key_and_what_is_typed_is() {
        let mut late = Late::within(Some(LONGEST_DELAY));
        let mut heard = String::new();
        let answer = |end: Event| {
            let text = "11;rgb:1c1c/1c1c/1c1c".chars().map(|c| key(c, KeyModifiers::NONE));
            [key(']', KeyModifiers::ALT)].into_iter().chain(text).chain([end]).collect::<Vec<_>>()
        };
        let typed = |text: &str| text.chars().map(|c| key(c, KeyModifiers::NONE)).collect::<Vec<_>>();
        let events = [
            typed("j"),
            answer(key('\\', KeyModifiers::ALT)),
            typed("k1"),
            answer(key('g', KeyModifiers::CONTROL)),
            typed("g"),
        ];
        for event in events.into_iter().flatten() {
            if let (false, Event::Key(KeyEvent { code: KeyCode::Char(c), .. })) = (late.takes(&event), &event) {
                heard.push(*c);
            }
        }
        assert_eq!(heard, "jk1g");
        assert!(!Late::default().takes(&key(']', KeyModifiers::ALT)));
        assert!(!Late::within(Some(Duration::ZERO)).takes(&key(']', KeyModifiers::ALT)), "it is too late");
    }

    #[test]
    fn a_key_that_looks_like_the_beginning_of_an_answer_takes_none_of_those_behind_it() {
        let mut late = Late::within(Some(LONGEST_DELAY));
        late.takes(&key(']', KeyModifiers::ALT));
        assert!("jjm".chars().all(|c| !late.takes(&key(c, KeyModifiers::NONE))));
        assert!(!late.takes(&key(']', KeyModifiers::ALT)), "nothing answers any more");
    }
}

//! A program in a pseudo-terminal: started, typed into, looked at, killed on drop.
//!
//! Nothing here sleeps to let something happen: each wait ends as soon as what it waits for is
//! true, or fails at its deadline and shows the screen.
#![allow(dead_code, reason = "each test file uses its own part of this")]
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use base64::prelude::{BASE64_STANDARD, Engine};
use filedescriptor::{POLLIN, Pipe, poll, pollfd};
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::fd::{AsRawFd, RawFd};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// How long a wait lasts at most. Generous: machines that test are busy.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A program in a pseudo-terminal.
pub struct Pty {
    /// None once the terminal has gone away.
    terminal: Option<Terminal>,
    child: Pid,
    shared: Arc<Shared>,
    /// The line discipline's settings before the program started.
    settings: String,
}

/// The master's side.
struct Terminal {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    /// Written to when the reader thread is to let go of the master.
    stop: Pipe,
    reader: Option<thread::JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: vt100::Parser<Copies>,
    output: Vec<u8>,
    /// Whether no more output will come.
    closed: bool,
    exit: Option<ExitStatus>,
}

/// What was copied to the clipboard by OSC 52, in order.
#[derive(Default)]
struct Copies(Vec<String>);

impl vt100::Callbacks for Copies {
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], data: &[u8]) {
        let bytes = BASE64_STANDARD.decode(data).expect("a copy is base 64");
        self.0.push(String::from_utf8(bytes).expect("a copy is UTF-8"));
    }
}

impl Shared {
    fn new(columns: u16, rows: u16) -> Self {
        let parser = vt100::Parser::new_with_callbacks(clamp(rows), clamp(columns), 0, Copies::default());
        let state = State { parser, output: Vec::new(), closed: false, exit: None };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }
}

impl Pty {
    /// Starts `command` in a terminal of `columns` by `rows`.
    pub fn start(mut command: CommandBuilder, columns: u16, rows: u16) -> Self {
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.env("RUST_BACKTRACE", "0");
        command.env_remove("NO_COLOR");
        let pair = native_pty_system().openpty(size(columns, rows)).expect("a pseudo-terminal");
        let settings = settings(&*pair.master);
        let child = pair.slave.spawn_command(command).expect("the program starts");
        // While anyone holds the slave, the master never sees the end of the output.
        drop(pair.slave);
        let shared = Arc::new(Shared::new(columns, rows));
        let pid = Pid::from_raw(child.process_id().expect("a running child").cast_signed()).expect("a process id");
        watch_exit(child, Arc::clone(&shared));
        Self { terminal: Some(Terminal::new(pair.master, &shared)), child: pid, shared, settings }
    }

    /// Waits until `done` is true of the screen.
    pub fn wait_for(&self, what: &str, done: impl Fn(&vt100::Screen) -> bool) {
        self.wait(what, |state| done(state.parser.screen()));
    }

    /// Waits until `text` stands somewhere on the screen, on one line.
    pub fn wait_for_text(&self, text: &str) {
        self.wait_for(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the program has ended and all of its output is on the screen.
    pub fn wait_for_exit(&self) -> ExitStatus {
        self.wait("its end", |state| state.closed && state.exit.is_some());
        self.shared.lock().exit.clone().expect("it was just there")
    }

    /// Waits until the program is stopped (by SIGSTOP or its kin).
    pub fn wait_for_stop(&self) {
        let (sender, receiver) = mpsc::channel();
        let child = self.child;
        thread::spawn(move || sender.send(waitid(WaitId::Pid(child), WaitIdOptions::STOPPED).is_ok()));
        assert_eq!(receiver.recv_timeout(PATIENCE), Ok(true), "it does not stop:\n{}", self.contents());
    }

    fn wait(&self, what: &str, done: impl Fn(&State) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.shared.lock();
        while !done(&state) {
            let left = deadline.saturating_duration_since(Instant::now());
            let over = left.is_zero() || (state.closed && state.exit.is_some());
            assert!(!over, "waited for {what} in vain; exit {:?}; screen:\n{}", state.exit, contents(&state));
            state = self.shared.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Types `keys`, as the bytes that a terminal sends.
    pub fn send(&mut self, keys: &str) {
        let terminal = self.terminal.as_mut().expect("a terminal that has not gone away");
        terminal.writer.write_all(keys.as_bytes()).and_then(|()| terminal.writer.flush()).expect("typing");
    }

    /// Gives the terminal another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        let terminal = self.terminal.as_ref().expect("a terminal that has not gone away");
        self.shared.lock().parser.set_size(clamp(rows), clamp(columns));
        terminal.master.resize(size(columns, rows)).expect("a new size");
    }

    /// Sends a signal to the program in the foreground: the one started, or the one that it, a shell,
    /// has started in its turn.
    pub fn signal(&self, signal: Signal) {
        let terminal = self.terminal.as_ref().expect("a terminal that has not gone away");
        let foreground = terminal.master.process_group_leader().and_then(Pid::from_raw);
        kill_process(foreground.expect("a foreground job"), signal).expect("a running job");
    }

    /// Takes the terminal away, as when its window is closed.
    pub fn hang_up(&mut self) {
        self.terminal = None;
    }

    /// The screen's text, line by line.
    pub fn contents(&self) -> String {
        contents(&self.shared.lock())
    }

    /// What `look` makes of the screen: its cells, cursor and modes.
    pub fn screen<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.shared.lock().parser.screen())
    }

    /// Every byte written so far.
    pub fn output(&self) -> Vec<u8> {
        self.shared.lock().output.clone()
    }

    /// Waits until something was copied to the clipboard; what was copied last.
    pub fn wait_for_copy(&self) -> String {
        self.wait("a copy", |state| !state.parser.callbacks().0.is_empty());
        self.shared.lock().parser.callbacks().0.last().cloned().expect("it was just there")
    }

    /// Whether the line discipline (raw, echo, …) is set as it was before the program started.
    pub fn has_first_settings(&self) -> bool {
        let terminal = self.terminal.as_ref().expect("a terminal that has not gone away");
        settings(&*terminal.master) == self.settings
    }

    /// The program has left the terminal as it found it.
    pub fn assert_given_back(&self) {
        self.screen(|screen| {
            assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
            assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        });
        assert!(self.has_first_settings());
    }

    /// Processor time that the program has used so far, in clock ticks (1/100 s). Linux only.
    pub fn processor_ticks(&self) -> u64 {
        let path = format!("/proc/{}/stat", self.child.as_raw_nonzero());
        let stat = std::fs::read_to_string(path).expect("a running child");
        let after_name = stat.rsplit(')').next().expect("a name in brackets");
        // utime and stime: proc(5) counts them as fields 14 and 15, the name is field 2.
        after_name.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().expect("a number")).sum()
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let state = self.shared.lock();
        if state.exit.is_none() {
            // It may end between the look and the signal: then there is nothing to kill.
            let _ = kill_process(self.child, Signal::KILL);
        }
    }
}

impl Terminal {
    fn new(master: Box<dyn MasterPty + Send>, shared: &Arc<Shared>) -> Self {
        let writer = master.take_writer().expect("a writer");
        let stop = Pipe::new().expect("a pipe");
        let fds = [master.as_raw_fd().expect("a descriptor"), stop.read.as_raw_fd()];
        let reader = master.try_clone_reader().expect("a reader");
        let shared = Arc::clone(shared);
        let reader = thread::spawn(move || read_output(reader, fds, &shared));
        Self { master, writer, stop, reader: Some(reader) }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.stop.write.write_all(&[0]).expect("a pipe with a reader");
        if let Some(reader) = self.reader.take() {
            reader.join().expect("the reader does not panic");
        }
    }
}

/// Feeds the program's output to the screen until it ends or the second of `fds` can be read.
fn read_output(mut master: Box<dyn Read + Send>, fds: [RawFd; 2], shared: &Shared) {
    let mut buffer = [0; 4096];
    loop {
        let mut watched = fds.map(|fd| pollfd { fd, events: POLLIN, revents: 0 });
        poll(&mut watched, None).expect("polling");
        let read = if watched[1].revents == 0 { master.read(&mut buffer).unwrap_or(0) } else { 0 };
        if read == 0 {
            break;
        }
        shared.change(|state| {
            state.output.extend_from_slice(&buffer[..read]);
            state.parser.process(&buffer[..read]);
        });
    }
    shared.change(|state| state.closed = true);
}

fn watch_exit(mut child: Box<dyn Child + Send + Sync>, shared: Arc<Shared>) {
    thread::spawn(move || {
        let status = child.wait().expect("a child to wait for");
        shared.change(|state| state.exit = Some(status));
    });
}

fn contents(state: &State) -> String {
    state.parser.screen().contents()
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a terminal's settings"))
}

/// The screen's model has no size of nothing.
fn clamp(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap_or(NonZeroU16::MIN)
}

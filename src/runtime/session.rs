//! The loop: what came in becomes messages, messages change the core, effects are carried out,
//! then one frame is drawn.

use super::Options;
use super::host::Host;
use super::input::Input;
use super::signals::Signal;
use super::workers::Workers;
use crate::app::{App, Effect, Message, Point, Size};
use crate::keymap::{Keymap, Resolver};
use crate::ui::{self, Theme};
use crossbeam_channel::{Receiver, RecvError, select};
use crossterm::event::{Event, MouseButton, MouseEvent, MouseEventKind};
use std::io;

/// Lines that one notch of the wheel scrolls.
const WHEEL_LINES: isize = 3;
/// The most that is taken in before a frame is drawn, so that a flood cannot hold the screen up.
const MOST_BETWEEN_FRAMES: usize = 512;

/// How the reader ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What could not be read, to be told once the terminal is given back.
    pub failures: Vec<String>,
    /// The signal that ended it.
    pub signal: Option<Signal>,
    /// Whether the terminal went away.
    pub terminal_gone: bool,
}

/// Why the loop ends.
enum End {
    Quit,
    Signal(Signal),
    TerminalGone,
}

impl From<io::Error> for End {
    /// A terminal that cannot be drawn on is gone.
    fn from(_: io::Error) -> Self {
        End::TerminalGone
    }
}

/// A running reader.
#[derive(Debug)]
pub struct Session {
    app: App,
    resolver: Resolver,
    theme: Theme,
    workers: Workers,
}

impl Session {
    /// Starts reading what `options` name, for a terminal of `size`.
    ///
    /// # Errors
    ///
    /// When a thread cannot be started.
    pub fn new(name: String, options: &Options, theme: Theme, size: Size) -> io::Result<Self> {
        let resolver = Resolver::new(Keymap::default());
        let app = App::new(name, size, resolver.keymap().key_help());
        Ok(Session { app, resolver, theme, workers: Workers::start(options.source.clone(), options.read.clone())? })
    }

    /// Runs until the reader quits or the terminal goes away.
    pub fn run(&mut self, host: &mut dyn Host, inputs: &Receiver<Input>) -> Outcome {
        let end = match self.until_end(host, inputs) {
            Ok(never) => match never {},
            Err(end) => end,
        };
        self.workers.cancel_load();
        let (signal, terminal_gone) = match end {
            End::Quit => (None, false),
            End::Signal(signal) => (Some(signal), false),
            End::TerminalGone => (None, true),
        };
        Outcome { failures: std::mem::take(&mut self.app.loading.failures), signal, terminal_gone }
    }

    fn until_end(&mut self, host: &mut dyn Host, inputs: &Receiver<Input>) -> Result<std::convert::Infallible, End> {
        loop {
            self.draw(host)?;
            select! {
                recv(inputs) -> input => self.take_in(input, host)?,
                recv(self.workers.messages()) -> message => self.work_done(message, host)?,
            }
            let mut resized = None;
            for _ in 0..MOST_BETWEEN_FRAMES {
                // Keys go first: a worker's flood must not hold them up.
                if let Ok(input) = inputs.try_recv() {
                    match input {
                        // Of a storm of sizes only the last one counts.
                        Input::Event(Event::Resize(..)) => resized = Some(input),
                        input => self.take_in(Ok(input), host)?,
                    }
                } else if let Ok(message) = self.workers.messages().try_recv() {
                    self.tell(message, host)?;
                } else {
                    break;
                }
            }
            if let Some(input) = resized {
                self.take_in(Ok(input), host)?;
            }
        }
    }

    fn draw(&mut self, host: &mut dyn Host) -> Result<(), End> {
        // What is drawn has the size that the terminal has now, whatever the events have told so far:
        // in a storm of sizes one of them can be late.
        let size = host.size()?;
        if size != self.app.size {
            self.tell(Message::Resize(size), host)?;
        }
        let (app, theme) = (&self.app, &self.theme);
        Ok(host.draw(&mut |frame| ui::view(app, theme, frame))?)
    }

    fn work_done(&mut self, message: Result<Message, RecvError>, host: &mut dyn Host) -> Result<(), End> {
        // The session holds the channel's other end as well, so it is never closed.
        message.map_or(Ok(()), |message| self.tell(message, host))
    }

    fn take_in(&mut self, input: Result<Input, RecvError>, host: &mut dyn Host) -> Result<(), End> {
        match input {
            Ok(Input::Event(event)) => {
                for message in self.messages(event) {
                    self.tell(message, host)?;
                }
                Ok(())
            }
            Ok(Input::Signal(signal @ Signal::Terminate(_))) => Err(End::Signal(signal)),
            Ok(Input::Signal(Signal::Suspend)) => self.suspend(host),
            Ok(Input::Signal(Signal::Resume)) => {
                host.resume()?;
                self.tell(Message::Resize(host.size()?), host)
            }
            Ok(Input::TerminalGone) | Err(RecvError) => Err(End::TerminalGone),
        }
    }

    fn messages(&mut self, event: Event) -> Vec<Message> {
        match event {
            Event::Key(key) => self.resolver.press(key, self.app.context()),
            Event::Paste(text) => vec![Message::Paste(text)],
            Event::Resize(columns, rows) => vec![Message::Resize(Size { columns, rows })],
            Event::Mouse(mouse) => pointer(mouse).into_iter().collect(),
            Event::FocusGained | Event::FocusLost => Vec::new(),
        }
    }

    /// Has the core take in a message, and carries out what it asks for.
    fn tell(&mut self, message: Message, host: &mut dyn Host) -> Result<(), End> {
        for effect in self.app.update(message) {
            let answer = match effect {
                Effect::Quit => return Err(End::Quit),
                Effect::Open(key) => self.workers.record(key).map(|record| Message::Opened(key, record)),
                Effect::Preview(key) => self.workers.record(key).map(|record| Message::Previewed(key, record)),
                Effect::Find(generation, question) => {
                    self.workers.find(generation, question);
                    None
                }
                Effect::Copy(text) => host.copy(&text).err().map(|error| Message::CopyFailed(error.to_string())),
                Effect::CancelLoad => {
                    self.workers.cancel_load();
                    None
                }
                Effect::Redraw => {
                    host.redraw()?;
                    None
                }
                Effect::Suspend => {
                    self.suspend(host)?;
                    None
                }
            };
            if let Some(answer) = answer {
                self.tell(answer, host)?;
            }
        }
        Ok(())
    }

    fn suspend(&mut self, host: &mut dyn Host) -> Result<(), End> {
        host.suspend()?;
        self.tell(Message::Resize(host.size()?), host)
    }
}

fn pointer(mouse: MouseEvent) -> Option<Message> {
    let point = Point { column: mouse.column, row: mouse.row };
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Message::Click(point)),
        MouseEventKind::ScrollDown => Some(Message::Wheel(point, WHEEL_LINES)),
        MouseEventKind::ScrollUp => Some(Message::Wheel(point, -WHEEL_LINES)),
        _ => None,
    }
}

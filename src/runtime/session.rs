//! The loop: what came in becomes messages, messages change the core, effects are carried out,
//! then one frame is drawn.

use super::Options;
use super::host::Host;
use super::input::Input;
use super::marker::Job;
use super::signals::Signal;
use super::themes::Themes;
use super::workers::{Told, Workers};
use crate::app::marking::Way;
use crate::app::{App, Effect, Look, Message, Notice, Point, Size};
use crate::config::Settings;
use crate::keymap::Resolver;
use crate::library::RecordKey;
use crate::ui;
use crossbeam_channel::{Receiver, RecvError, select};
use crossterm::event::{Event, MouseButton, MouseEvent, MouseEventKind};
use std::io;
use std::time::{Duration, Instant};

/// Lines that one notch of the wheel scrolls.
const WHEEL_LINES: isize = 3;
/// The most that is taken in before a frame is drawn, so that a flood cannot hold the screen up.
const MOST_BETWEEN_FRAMES: usize = 512;
/// How long what workers say is taken in before a frame is drawn.
const LONGEST_BETWEEN_FRAMES: Duration = Duration::from_millis(4);
/// How long a key waits for the article that it opens: less than a frame of a screen of 60 Hz.
const LONGEST_WAIT: Duration = Duration::from_millis(12);
/// How long the end waits for what is being written.
const PATIENCE: Duration = Duration::from_millis(400);

/// How long the end waits until everything that was marked is written.
const LONGEST_SAVING: Duration = Duration::from_secs(30);

/// How the reader ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What could not be read, to be told once the terminal is given back.
    pub failures: Vec<String>,
    /// Why what was marked last is not saved, where it is not.
    pub unsaved: Option<String>,
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
    themes: Themes,
    workers: Workers,
    /// Why what was marked last is not saved.
    unsaved: Option<String>,
}

impl Session {
    /// Starts reading what `options` name, for a terminal of `size`.
    ///
    /// # Errors
    ///
    /// When a thread cannot be started.
    pub fn new(options: Options, themes: Themes, size: Size) -> io::Result<Self> {
        let resolver = Resolver::new(options.keymap);
        let mut app = App::new(options.name, size, resolver.keymap().key_help());
        let Settings { measure, hyphenation, dates, borders, ascii, .. } = options.settings;
        let (names, worn) = (themes.names(), themes.worn());
        let look = Look { measure, hyphenation, dates, borders, ascii, links: options.links, ..Look::default() };
        app.look = Look { themes: names, theme: worn, ..look };
        app.notice = options.welcome.map(|text| Notice { text, warning: false });
        let workers = Workers::start(options.opening, options.marks, options.read)?;
        Ok(Session { app, resolver, themes, workers, unsaved: None })
    }

    /// Lets what was begun to be written be finished, for as long as somebody may wait for that.
    pub fn finish(self) {
        self.workers.finish(PATIENCE);
    }

    /// Runs until the reader quits or the terminal goes away.
    pub fn run(&mut self, host: &mut dyn Host, inputs: &Receiver<Input>) -> Outcome {
        let end = match self.until_end(host, inputs) {
            Ok(never) => match never {},
            Err(end) => end,
        };
        self.workers.cancel_load();
        self.app.remember_place().into_iter().for_each(|effect| self.mark(effect));
        let (signal, terminal_gone) = match end {
            End::Quit => (None, false),
            End::Signal(signal) => (Some(signal), false),
            End::TerminalGone => (None, true),
        };
        self.save(host, terminal_gone);
        let failures = std::mem::take(&mut self.app.loading.failures);
        Outcome { failures, unsaved: self.unsaved.take(), signal, terminal_gone }
    }

    /// Waits until everything that was marked is written; says so where that is not done in a moment.
    fn save(&mut self, host: &mut dyn Host, terminal_gone: bool) {
        let mut saved = self.workers.finish_marking(PATIENCE);
        if !saved {
            self.app.notice = Some(Notice { text: "saving…".to_owned(), warning: false });
            if !terminal_gone {
                // Where it cannot be drawn any more, nobody is there to see it.
                drop(self.draw(host));
            }
            saved = self.workers.finish_marking(LONGEST_SAVING);
        }
        while let Ok(message) = self.workers.opened().try_recv() {
            self.note_saving(&message);
        }
        if !saved {
            self.unsaved = Some("the file of marks takes too long".to_owned());
        }
    }

    /// Notes whether what was marked last is saved.
    fn note_saving(&mut self, message: &Message) {
        match message {
            Message::Saved(_) => self.unsaved = None,
            Message::NotSaved { way: Way::Done, reason, .. } => self.unsaved = Some(reason.clone()),
            _ => {}
        }
    }

    fn until_end(&mut self, host: &mut dyn Host, inputs: &Receiver<Input>) -> Result<std::convert::Infallible, End> {
        loop {
            self.draw(host)?;
            select! {
                recv(inputs) -> input => self.take_in(input, host)?,
                recv(self.workers.told()) -> told => self.work_done(told, host)?,
                recv(self.workers.opened()) -> message => self.tell_if_any(message, host)?,
            }
            let mut resized = None;
            let begun = Instant::now();
            for _ in 0..MOST_BETWEEN_FRAMES {
                // Keys go first: a worker's flood must not hold them up.
                if let Ok(input) = inputs.try_recv() {
                    match input {
                        // Of a storm of sizes only the last one counts.
                        Input::Event(Event::Resize(..)) => resized = Some(input),
                        input => self.take_in(Ok(input), host)?,
                    }
                } else if begun.elapsed() >= LONGEST_BETWEEN_FRAMES {
                    break;
                } else if let Ok(message) = self.workers.opened().try_recv() {
                    self.tell(message, host)?;
                } else if let Ok(told) = self.workers.told().try_recv() {
                    self.work_done(Ok(told), host)?;
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
        let app = &self.app;
        let Some(theme) = self.themes.get(app.look.theme) else { return Ok(()) };
        Ok(host.draw(&mut |frame| ui::view(app, theme, frame))?)
    }

    fn work_done(&mut self, told: Result<Told, RecvError>, host: &mut dyn Host) -> Result<(), End> {
        // The session holds the channel's other end as well, so it is never closed.
        match told {
            Ok(Told::Message(message)) => {
                if matches!(message, Message::LoadEnded) {
                    self.workers.mark(Job::Tie);
                }
                self.tell(message, host)
            }
            Ok(Told::Store(store)) => {
                self.workers.ask_from_now_on(&store);
                Ok(())
            }
            Ok(Told::Damaged) => {
                self.workers.make_anew();
                Ok(())
            }
            Err(RecvError) => Ok(()),
        }
    }

    fn tell_if_any(&mut self, message: Result<Message, RecvError>, host: &mut dyn Host) -> Result<(), End> {
        message.map_or(Ok(()), |message| self.tell(message, host))
    }

    /// Waits for the article that was asked for, for a moment: mostly it is there before the next frame is
    /// drawn, and the keys that follow mean it and no other.
    fn wait_for(&mut self, wanted: RecordKey, host: &mut dyn Host) -> Result<(), End> {
        let is_it = |message: &Message| match message {
            Message::Opened(key, _) | Message::OpenFailed(key, _) | Message::Previewed(key, _) => *key == wanted,
            _ => false,
        };
        self.wait_until(is_it, host)
    }

    /// Waits for an answer, for a moment.
    fn wait_until(&mut self, is_it: impl Fn(&Message) -> bool, host: &mut dyn Host) -> Result<(), End> {
        let deadline = Instant::now() + LONGEST_WAIT;
        while let Ok(message) = self.workers.opened().recv_deadline(deadline) {
            let came = is_it(&message);
            self.tell(message, host)?;
            if came {
                break;
            }
        }
        Ok(())
    }

    fn take_in(&mut self, input: Result<Input, RecvError>, host: &mut dyn Host) -> Result<(), End> {
        match input {
            Ok(Input::Event(event)) => {
                if event == Event::FocusGained {
                    // Where the system does not tell what others write, whoever comes back sees it.
                    self.workers.mark(Job::Look);
                }
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
            // The next frame asks for the size.
            Ok(Input::Signal(Signal::Resized)) => Ok(()),
            Ok(Input::TerminalGone) | Err(RecvError) => Err(End::TerminalGone),
        }
    }

    fn messages(&mut self, event: Event) -> Vec<Message> {
        match event {
            Event::Key(key) => self.resolver.press(key, self.app.context()),
            Event::Paste(text) => vec![Message::Paste(text)],
            Event::Resize(columns, rows) => vec![Message::Resize(Size { columns, rows })],
            Event::Mouse(mouse) => pointer(mouse).into_iter().collect(),
            Event::FocusGained => vec![Message::Focus(true)],
            Event::FocusLost => vec![Message::Focus(false)],
        }
    }

    /// Has the core take in a message, and carries out what it asks for.
    fn tell(&mut self, message: Message, host: &mut dyn Host) -> Result<(), End> {
        self.note_saving(&message);
        for effect in self.app.update(message) {
            let answer = match effect {
                Effect::Quit => return Err(End::Quit),
                Effect::Open(key) => {
                    self.workers.open(key);
                    self.wait_for(key, host)?;
                    None
                }
                Effect::Preview(key) => {
                    self.workers.preview(key);
                    self.wait_for(key, host)?;
                    None
                }
                Effect::Follow(key, origin, place) => {
                    self.workers.follow(key, origin, place);
                    None
                }
                Effect::Sort(sorting) => {
                    self.workers.sort(sorting);
                    None
                }
                Effect::Find(generation, question) => {
                    self.workers.find(generation, question);
                    None
                }
                Effect::Export(export) => {
                    self.workers.export(*export);
                    None
                }
                Effect::Ask(generation, inquiries) => {
                    self.workers.ask(generation, inquiries);
                    None
                }
                Effect::Edit(_)
                | Effect::Keep(_)
                | Effect::SetMarks(..)
                | Effect::NoteRead(_)
                | Effect::RememberPlace(..) => {
                    self.mark(effect);
                    None
                }
                Effect::Target(quotations, action) => {
                    self.workers.mark(Job::Target(quotations, action));
                    // The keys that follow mean the editor that it opens.
                    self.wait_until(|message| matches!(message, Message::Targets(..)), host)?;
                    None
                }
                Effect::Copy(text) => failed("could not copy", host.copy(&text)),
                Effect::EditFile(path) => failed("could not open the editor", host.edit_file(&path)),
                Effect::Pipe(command, text) => failed("could not run it", host.pipe(&command, &text)),
                Effect::Browse(url) => failed("could not open the browser", host.browse(&url)),
                Effect::EditText(text) => Some(Message::Edited(host.edit(&text).map_err(|error| error.to_string()))),
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

    /// Has something done to the marks.
    fn mark(&self, effect: Effect) {
        match effect {
            Effect::Edit(edits) => self.workers.mark(Job::Edit(edits)),
            Effect::Keep(quotations) => self.workers.mark(Job::Keep(quotations)),
            Effect::SetMarks(changes, way) => self.workers.mark(Job::Set(changes, way)),
            Effect::NoteRead(article) => self.workers.mark(Job::Read(article)),
            Effect::RememberPlace(article, top) => self.workers.mark(Job::Place(article, top)),
            _ => {}
        }
    }

    fn suspend(&mut self, host: &mut dyn Host) -> Result<(), End> {
        host.suspend()?;
        self.tell(Message::Resize(host.size()?), host)
    }
}

/// What is to be told where `done` failed: what that was, and why.
fn failed(what: &str, done: io::Result<()>) -> Option<Message> {
    done.err().map(|error| Message::HostFailed(format!("{what}: {error}")))
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

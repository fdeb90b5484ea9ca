//! Taking the terminal, and giving it back on every way out.

use super::host::Host;
use super::input::{self, spawn};
use super::{clipboard, editor, shell, signals};
use crate::app::Size;
use crate::text::sanitize;
use crossterm::clipboard::CopyToClipboard;
use crossterm::event::PushKeyboardEnhancementFlags;
use crossterm::event::{DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste};
use crossterm::event::{EnableFocusChange, KeyboardEnhancementFlags, PopKeyboardEnhancementFlags};
use crossterm::terminal::{self, BeginSynchronizedUpdate, EndSynchronizedUpdate, SetTitle};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{Command, cursor, execute, queue};
use ratatui::Frame;
use ratatui::backend::CrosstermBackend;
use std::fmt;
use std::io::{self, BufWriter, Stdout, Write};
use std::mem::{self, ManuallyDrop};
use std::panic::{self, PanicHookInfo};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread;

/// What the reader draws on. It keeps what is drawn until a frame is complete or fills the buffer.
pub type Screen = ratatui::Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// Room for a frame of a large screen, in bytes.
const FRAME_BYTES: usize = 1 << 16;

/// What to ask of the terminal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether wheel and clicks come to the program, instead of scrolling and selecting text.
    pub mouse: bool,
    /// The window's title while the program runs; the one before comes back.
    pub title: Option<String>,
}

/// The terminal, taken: raw mode, the alternate screen, no cursor, pastes told from keys.
/// Dropping it gives the terminal back.
#[derive(Debug)]
pub struct Terminal {
    /// Never dropped: dropping would write the rest of a frame that a panic broke off into the
    /// terminal given back, and panic in turn where that terminal is gone.
    screen: ManuallyDrop<Screen>,
    options: Options,
}

/// Whether the terminal is taken. There is one terminal, and the panic hook has to know. Locked
/// while it is given back, so that no other thread ends the process half-way.
static TAKEN: Mutex<bool> = Mutex::new(false);

/// What the last panic outside the main thread said.
static WORKER_PANIC: Mutex<Option<String>> = Mutex::new(None);

impl Terminal {
    /// Takes the terminal. From now on a panic on the calling thread gives it back before the
    /// message is printed; one on another thread prints nothing and is kept for
    /// [`take_worker_panic`].
    ///
    /// # Errors
    ///
    /// When there is no terminal, or it cannot be written to.
    pub fn enter(options: Options) -> io::Result<Self> {
        install_panic_hook();
        let screen = Screen::new(CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, io::stdout())))?;
        let mut terminal = Self { screen: ManuallyDrop::new(screen), options };
        terminal.take()?;
        Ok(terminal)
    }

    /// Gives the terminal back. Again, or after a panic did, it does nothing.
    pub fn leave(&mut self) {
        restore();
    }

    fn take(&mut self) -> io::Result<()> {
        terminal::enable_raw_mode()?;
        *lock(&TAKEN) = true;
        let taken = self.set_modes();
        if taken.is_err() {
            restore();
        }
        taken
    }

    /// Has `work` done by another program, which has the terminal for as long; the next frame draws every cell.
    fn lend<T>(&mut self, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let _paused = input::pause();
        self.leave();
        let done = {
            let _lent = signals::lend();
            work()
        };
        self.resume()?;
        done
    }

    fn set_modes(&mut self) -> io::Result<()> {
        let out = self.screen.backend_mut();
        queue!(out, PushTitle, EnterAlternateScreen, cursor::Hide, EnableBracketedPaste, EnableFocusChange)?;
        // Esc told from Alt, and other keys from each other; a terminal that cannot goes on as before.
        drop(queue!(out, PushKeyboardEnhancementFlags(KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES)));
        if let Some(title) = &self.options.title {
            queue!(out, SetTitle(sanitize::line(title)))?;
        }
        if self.options.mouse {
            queue!(out, EnableWheelAndClicks)?;
        }
        out.flush()
    }
}

impl Host for Terminal {
    /// A terminal that knows synchronised updates shows the frame at once, in however many writes
    /// it comes.
    fn draw(&mut self, view: &mut dyn FnMut(&mut Frame)) -> io::Result<()> {
        queue!(self.screen.backend_mut(), BeginSynchronizedUpdate)?;
        self.screen.draw(view)?;
        execute!(self.screen.backend_mut(), EndSynchronizedUpdate)
    }

    fn redraw(&mut self) -> io::Result<()> {
        // Not `Screen::clear`: that asks the terminal where the cursor is, and the answer would go
        // to the thread that reads keys.
        let area = self.screen.size()?.into();
        self.screen.resize(area)
    }

    fn browse(&mut self, url: &str) -> io::Result<()> {
        open::that_detached(url)
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        let way = clipboard::Way::of_environment();
        if way == clipboard::Way::Tmux {
            let text = text.to_owned();
            // Where it cannot be run, OSC 52 may do.
            spawn("clipboard", move || drop(clipboard::load_into_tmux(&text)))?;
        }
        match way {
            clipboard::Way::Screen => execute!(self.screen.backend_mut(), clipboard::ThroughScreen(text)),
            _ => execute!(self.screen.backend_mut(), CopyToClipboard::to_clipboard_from(text)),
        }
    }

    fn suspend(&mut self) -> io::Result<()> {
        if !signals::can_stop() {
            return Ok(());
        }
        self.leave();
        signals::stop()?;
        self.resume()
    }

    fn resume(&mut self) -> io::Result<()> {
        self.leave();
        self.take()?;
        self.redraw()
    }

    fn edit(&mut self, text: &str) -> io::Result<String> {
        self.lend(|| editor::edit(text))
    }

    fn edit_file(&mut self, path: &Path) -> io::Result<()> {
        self.lend(|| editor::open(path))
    }

    fn pipe(&mut self, command: &str, text: &str) -> io::Result<()> {
        self.lend(|| shell::pipe(command, text))
    }

    fn size(&self) -> io::Result<Size> {
        let (columns, rows) = terminal::size()?;
        Ok(Size { columns, rows })
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Gives the terminal back if it is taken, from any thread. A terminal that cannot be written to
/// is gone, and needs nothing.
pub fn restore() {
    let mut taken = lock(&TAKEN);
    if mem::take(&mut *taken) {
        let _ = execute!(io::stdout(), EndSynchronizedUpdate, PopKeyboardEnhancementFlags);
        let _ = execute!(
            io::stdout(),
            DisableMouseCapture,
            DisableFocusChange,
            DisableBracketedPaste,
            cursor::Show,
            LeaveAlternateScreen,
            PopTitle,
        );
        let _ = terminal::disable_raw_mode();
    }
}

/// What the last panic outside the main thread said, and where, while the terminal was taken.
pub fn take_worker_panic() -> Option<String> {
    lock(&WORKER_PANIC).take()
}

/// What the mutex holds, whether or not a thread panicked with it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn install_panic_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let main = thread::current().id();
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info: &PanicHookInfo| {
            if thread::current().id() != main && *lock(&TAKEN) {
                *lock(&WORKER_PANIC) = Some(info.to_string());
                return;
            }
            restore();
            before(info);
        }));
    });
}

/// Reports wheel and buttons with their place, in cells however wide the screen. crossterm's own
/// command asks for every movement as well, and each one would wake the program.
struct EnableWheelAndClicks;

impl Command for EnableWheelAndClicks {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        f.write_str("\x1b[?1000h\x1b[?1006h")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        crossterm::event::EnableMouseCapture.execute_winapi()
    }
}

/// Has the terminal remember the window's title (XTWINOPS 22).
struct PushTitle;

impl Command for PushTitle {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        f.write_str("\x1b[22;2t")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        Ok(())
    }
}

/// Brings the remembered title back (XTWINOPS 23).
struct PopTitle;

impl Command for PopTitle {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        f.write_str("\x1b[23;2t")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        Ok(())
    }
}

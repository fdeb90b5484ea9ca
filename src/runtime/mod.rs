//! The terminal, its input, the workers, and the loop between them.

mod clipboard;
mod desk;
pub mod editor;
mod finder;
mod host;
mod import;
pub mod input;
mod load;
mod marker;
mod open;
mod session;
mod shell;
pub mod signals;
mod stir;
pub mod terminal;
pub mod themes;
mod update;
mod watch;
mod workers;

pub use host::Host;
pub use session::{Outcome, Session};

use crate::config::{AUTO, Settings};
use crate::import::ReadOptions;
use crate::keymap::Keymap;
use crate::library::load::Source;
use crate::ui::Theme;
use std::io;
use std::path::{Path, PathBuf};
use terminal::Terminal;
use themes::{Ground, Themes};

/// What to read, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// What it is called.
    pub name: String,
    /// What to open.
    pub opening: Opening,
    /// How to read what the files leave open.
    pub read: ReadOptions,
    /// The file of marks; none where the system names no place for it.
    pub marks: Option<PathBuf>,
    /// Whether wheel and clicks come to the reader.
    pub mouse: bool,
    /// Whether the terminal takes links (OSC 8), or at least says nothing of them.
    pub links: bool,
    /// How it looks, and what else the person has settled.
    pub settings: Settings,
    /// Which keys do what.
    pub keymap: Keymap,
    /// What the reader is told first, before any key.
    pub welcome: Option<String>,
}

/// What to open.
#[derive(Debug, Clone)]
pub enum Opening {
    /// Articles, all of them kept in memory.
    Memory(Source),
    /// A library in a file.
    Library(LibraryFile),
}

/// A library in a file, and what it is made from.
#[derive(Debug, Clone)]
pub struct LibraryFile {
    /// The file.
    pub file: PathBuf,
    /// Files and folders that it is to be brought up to first.
    pub paths: Vec<PathBuf>,
    /// Whether it is nothing but an index of those, so that it may be made anew, or done without.
    pub derived: bool,
    /// Whether what happens to the files is followed.
    pub watch: bool,
}

/// What is opened from `paths`, in the few words of a title line.
pub fn name_of(paths: &[PathBuf]) -> String {
    match paths {
        [path] => {
            let path = path.canonicalize().unwrap_or_else(|_| path.clone());
            path.file_name().unwrap_or(Path::new(&path).as_os_str()).to_string_lossy().into_owned()
        }
        paths => format!("{} paths", paths.len()),
    }
}

/// Runs the reader in the terminal until it ends, in one of the usual themes or of `themes`, the
/// person's own; without any where no `colour` is wanted. The terminal is given back on every way out.
///
/// # Errors
///
/// When there is no terminal, it cannot be set up, or a thread cannot be started.
pub fn run(options: Options, themes: Vec<(String, Theme)>, colour: bool) -> io::Result<Outcome> {
    // Where they run already, they only give way less.
    drop(rayon::ThreadPoolBuilder::new().start_handler(|_| workers::give_way()).build_global());
    let wanted = options.settings.theme.0.clone();
    let mut ground = None;
    let themes = if colour {
        if wanted == AUTO {
            ground = Some(Ground::ask());
        }
        Themes::of(themes, &wanted, ground.unwrap_or(Ground::Unknown), themes::depth())
    } else {
        Themes::only("none", Theme::plain())
    };
    let title = Some(format!("{} — whosaid", options.name));
    let listener = input::listen_for_signals()?;
    let mut terminal = Terminal::enter(terminal::Options { mouse: options.mouse, title })?;
    let inputs = listener.listen_to_terminal(ground == Some(Ground::Unknown))?;
    let mut session = Session::new(options, themes, terminal.size()?)?;
    let outcome = session.run(&mut terminal, &inputs);
    drop(terminal);
    session.finish();
    Ok(outcome)
}

//! The terminal, its input, the workers, and the loop between them.

mod host;
pub mod input;
mod session;
pub mod signals;
pub mod terminal;
mod workers;

pub use host::Host;
pub use session::{Outcome, Session};

use crate::import::ReadOptions;
use crate::library::load::Source;
use crate::ui::Theme;
use std::io;
use terminal::Terminal;

/// What to read, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// What to open.
    pub source: Source,
    /// How to read what the files leave open.
    pub read: ReadOptions,
    /// Whether wheel and clicks come to the reader.
    pub mouse: bool,
    /// Whether colours may be used.
    pub colour: bool,
}

impl Options {
    /// What is opened, in the few words of a title line.
    fn name(&self) -> String {
        match &self.source {
            Source::Seeds => "seeds".to_owned(),
            Source::Paths(paths) => match paths.as_slice() {
                [path] => {
                    let path = path.canonicalize().unwrap_or_else(|_| path.clone());
                    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
                }
                paths => format!("{} paths", paths.len()),
            },
        }
    }
}

/// Runs the reader in the terminal until it ends. The terminal is given back on every way out.
///
/// # Errors
///
/// When there is no terminal, it cannot be set up, or a thread cannot be started.
pub fn run(options: Options) -> io::Result<Outcome> {
    let name = options.name();
    let theme = if options.colour { Theme::default() } else { Theme::plain() };
    let title = Some(format!("{name} — whosaid"));
    let listener = input::listen_for_signals()?;
    let mut terminal = Terminal::enter(terminal::Options { mouse: options.mouse, title })?;
    let inputs = listener.listen_to_terminal()?;
    let mut session = Session::new(name, &options, theme, terminal.size()?)?;
    Ok(session.run(&mut terminal, &inputs))
}

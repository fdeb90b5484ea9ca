//! What the reader runs on.

use crate::app::Size;
use ratatui::Frame;
use std::io;
use std::path::Path;

/// What the reader runs on: a terminal, or a test's likeness of one.
pub trait Host {
    /// Draws one frame.
    ///
    /// # Errors
    ///
    /// When the terminal cannot be written to.
    fn draw(&mut self, view: &mut dyn FnMut(&mut Frame)) -> io::Result<()>;

    /// Clears the screen, so that the next frame draws every cell.
    ///
    /// # Errors
    ///
    /// When the terminal cannot be written to.
    fn redraw(&mut self) -> io::Result<()>;

    /// Asks the terminal to put `text` on the clipboard. Whether it did, no terminal says.
    ///
    /// # Errors
    ///
    /// When the terminal cannot be written to.
    fn copy(&mut self, text: &str) -> io::Result<()>;

    /// Opens a web address in the person's browser.
    ///
    /// # Errors
    ///
    /// When no browser can be started.
    fn browse(&mut self, url: &str) -> io::Result<()>;

    /// Gives the terminal back and stops the job; once it is continued, takes the terminal again,
    /// ready for a frame that draws every cell. Does nothing where nobody could continue the job.
    ///
    /// # Errors
    ///
    /// When the job cannot be stopped, or the terminal cannot be taken again.
    fn suspend(&mut self) -> io::Result<()>;

    /// Takes the terminal anew after the process was continued: whoever had it in between may have
    /// left it in any state. The next frame draws every cell.
    ///
    /// # Errors
    ///
    /// When the terminal cannot be taken again.
    fn resume(&mut self) -> io::Result<()>;

    /// Has `text` edited in the person's own editor, which has the terminal for as long; the next frame draws every
    /// cell. Returns what the editor leaves.
    ///
    /// # Errors
    ///
    /// When there is no editor, it fails, or the terminal cannot be taken again.
    fn edit(&mut self, text: &str) -> io::Result<String>;

    /// Opens a file in the person's own editor, which has the terminal for as long; the next frame draws every cell.
    ///
    /// # Errors
    ///
    /// As [`edit`](Self::edit).
    fn edit_file(&mut self, path: &Path) -> io::Result<()>;

    /// Runs a command of the shell, which reads `text` and has the terminal until the person has seen what it
    /// wrote; the next frame draws every cell.
    ///
    /// # Errors
    ///
    /// When it cannot be run, or the terminal cannot be taken again.
    fn pipe(&mut self, command: &str, text: &str) -> io::Result<()>;

    /// The size of the terminal.
    ///
    /// # Errors
    ///
    /// When there is none.
    fn size(&self) -> io::Result<Size>;
}

//! Putting text on the clipboard of whoever sits before the terminal, through multiplexers and SSH.

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;
use std::env;
use std::fmt;
use std::io::{self, Write as _};
use std::process::{self, Stdio};

/// The longest piece that GNU Screen passes on at once, in bytes.
const SCREEN_PIECE: usize = 512;

/// How the text gets there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// OSC 52, which the terminal hears.
    Direct,
    /// The same in the envelope that GNU Screen passes on.
    Screen,
    /// The same, and tmux's own command, which hands it on to the terminal.
    Tmux,
}

impl Way {
    /// As the variables of the environment tell.
    pub fn of_environment() -> Self {
        let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        match (is_set("TMUX"), is_set("STY")) {
            (true, _) => Way::Tmux,
            (_, true) => Way::Screen,
            _ => Way::Direct,
        }
    }
}

/// Has tmux put `text` on the clipboard. Its setting for OSC 52 from programs is off by default, its own
/// command is not.
///
/// # Errors
/// When tmux cannot be run.
pub fn load_into_tmux(text: &str) -> io::Result<()> {
    let mut tmux = process::Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut stdin) = tmux.stdin.take() {
        stdin.write_all(text.as_bytes())?;
    }
    tmux.wait().map(drop)
}

/// OSC 52 in pieces that GNU Screen passes on to its terminal.
pub struct ThroughScreen<'a>(pub &'a str);

impl Command for ThroughScreen<'_> {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        let mut osc = String::new();
        CopyToClipboard::to_clipboard_from(self.0).write_ansi(&mut osc)?;
        // Base 64 and what stands around it are ASCII; its end, ESC \, would end the envelope instead.
        let osc = osc.trim_end_matches("\x1b\\").trim_end_matches('\x07');
        let mut rest = osc;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(SCREEN_PIECE.min(rest.len()));
            write!(f, "\x1bP{piece}\x1b\\")?;
            rest = after;
        }
        f.write_str("\x1bP\x07\x1b\\")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn screen_passes_on_all_of_it_in_pieces() {
        let mut written = String::new();
        ThroughScreen(&"x".repeat(1000)).write_ansi(&mut written).unwrap();
        let pieces: Vec<&str> = written.split("\x1bP").skip(1).map(|piece| piece.trim_end_matches("\x1b\\")).collect();
        assert!(pieces.iter().all(|piece| piece.len() <= SCREEN_PIECE));
        let passed = pieces.concat();
        assert!(passed.starts_with("\x1b]52;c;eHh4") && passed.ends_with('\x07'));
    }
}

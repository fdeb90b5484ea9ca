//! Signals, as messages.

use std::io;
#[cfg(unix)]
use std::sync::atomic::{AtomicBool, Ordering};

/// What a signal asks of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Put the terminal back and end: the signal's number (TERM, HUP, INT).
    Terminate(i32),
    /// Put the terminal back and stop (TSTP).
    Suspend,
    /// Take the terminal again and draw everything (CONT).
    Resume,
    /// The terminal has another size (WINCH).
    Resized,
}

impl Signal {
    /// The exit status that tells a shell of the signal, 128 + its number, if it ends the program.
    pub const fn exit_code(self) -> Option<i32> {
        match self {
            Signal::Terminate(number) => Some(128 + number),
            Signal::Suspend | Signal::Resume | Signal::Resized => None,
        }
    }
}

/// Whether the next TSTP is the one that [`stop`] sent itself.
#[cfg(unix)]
static STOPPING: AtomicBool = AtomicBool::new(false);

/// Whether another program has the terminal: what is typed there is its business, also where it becomes a signal.
#[cfg(unix)]
static LENT: AtomicBool = AtomicBool::new(false);

/// The time for which another program has the terminal; it ends when this is dropped.
pub(super) struct Lent(());

/// From now on another program has the terminal.
pub(super) fn lend() -> Lent {
    #[cfg(unix)]
    LENT.store(true, Ordering::SeqCst);
    Lent(())
}

impl Drop for Lent {
    fn drop(&mut self) {
        #[cfg(unix)]
        LENT.store(false, Ordering::SeqCst);
    }
}

/// Starts the thread that gives each signal to `sink`, until `sink` answers that nobody listens.
///
/// A second terminating signal means that nobody acted on the first: the thread then restores the
/// terminal and ends the process itself.
#[cfg(unix)]
pub(super) fn watch(mut sink: impl FnMut(Signal) -> bool + Send + 'static) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGSTOP, SIGTERM, SIGTSTP, SIGWINCH};
    let all = [SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGWINCH];
    let mut signals = signal_hook::iterator::Signals::new(all)?;
    super::input::spawn("signals", move || {
        let mut ending = false;
        for number in signals.forever() {
            let lent = LENT.load(Ordering::SeqCst);
            let signal = match number {
                SIGINT | SIGCONT if lent => continue,
                // Stopped together with it, as one job.
                SIGTSTP if lent => {
                    drop(signal_hook::low_level::raise(SIGSTOP));
                    continue;
                }
                SIGWINCH => Signal::Resized,
                SIGTSTP if STOPPING.swap(false, Ordering::SeqCst) => continue,
                SIGTSTP => Signal::Suspend,
                SIGCONT => Signal::Resume,
                _ => Signal::Terminate(number),
            };
            if let Some(code) = signal.exit_code() {
                if ending {
                    super::terminal::restore();
                    std::process::exit(code);
                }
                ending = true;
            }
            if !sink(signal) {
                break;
            }
        }
    })
}

/// There are no signals to watch here.
#[cfg(not(unix))]
pub(super) fn watch(_: impl FnMut(Signal) -> bool + Send + 'static) -> io::Result<()> {
    Ok(())
}

/// Stops the whole job, as the terminal's own `^Z` does: were only this process stopped, one that
/// waits for it (`cargo run`, a script) would keep the terminal. Returns once it is continued.
///
/// # Errors
///
/// When the job may not be signalled.
#[cfg(unix)]
pub(super) fn stop() -> io::Result<()> {
    use rustix::process::{Signal, kill_current_process_group};
    STOPPING.store(true, Ordering::SeqCst);
    if let Err(error) = kill_current_process_group(Signal::TSTP) {
        STOPPING.store(false, Ordering::SeqCst);
        return Err(error.into());
    }
    // This process handles TSTP; and a raised signal, unlike one sent to a group, has stopped the
    // calling thread for certain when the call returns.
    signal_hook::low_level::raise(signal_hook::consts::SIGSTOP)
}

/// Whether a shell could continue the job once it is stopped. Without one (`xterm -e whosaid`, the
/// first process of a container) the kernel itself drops the terminal's `^Z`: POSIX calls such a
/// process group orphaned.
#[cfg(unix)]
pub(super) fn can_stop() -> bool {
    use rustix::process::{getpgrp, getppid, getsid};
    let Ok(session) = getsid(None) else { return false };
    // The session's first process is the shell, if there is one: a job has a group of its own.
    // And its parent is not in the session any more where the shell that started it has ended.
    getpgrp() != session && getppid().is_some_and(|parent| getsid(Some(parent)) == Ok(session))
}

/// Nothing can be stopped here.
#[cfg(not(unix))]
pub(super) fn can_stop() -> bool {
    false
}

/// Nothing can be stopped here.
#[cfg(not(unix))]
pub(super) fn stop() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_terminating_signals_have_an_exit_status() {
        assert_eq!(Signal::Terminate(15).exit_code(), Some(143));
        assert_eq!(Signal::Suspend.exit_code(), None);
    }
}

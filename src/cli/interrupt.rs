//! ^C while something is written that is to stay whole.

use super::Status;
use crate::library::load::Cancel;
use anyhow::Result;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

/// SIGINT, as every system numbers it.
const INTERRUPT: i32 = 2;

/// What cancels long work once a signal asks the program to end, instead of ending it.
pub struct Interrupt {
    /// Asked by the first signal.
    pub cancel: Cancel,
    signal: Arc<AtomicI32>,
}

impl Interrupt {
    /// Listens from now on. A second signal ends the program: it may be waiting for input that does not
    /// come.
    ///
    /// # Errors
    /// When the system lets nobody listen.
    pub fn listen() -> Result<Self> {
        let interrupt = Self { cancel: Cancel::default(), signal: Arc::new(AtomicI32::new(INTERRUPT)) };
        #[cfg(unix)]
        interrupt.spawn()?;
        Ok(interrupt)
    }

    #[cfg(unix)]
    fn spawn(&self) -> Result<()> {
        use anyhow::Context;
        let (cancel, first) = (self.cancel.clone(), Arc::clone(&self.signal));
        let mut signals = signal_hook::iterator::Signals::new(signal_hook::consts::TERM_SIGNALS)
            .context("cannot listen for signals")?;
        std::thread::spawn(move || {
            for signal in signals.forever() {
                if cancel.is_cancelled() {
                    std::process::exit(128 + signal);
                }
                first.store(signal, Ordering::Relaxed);
                cancel.cancel();
            }
        });
        Ok(())
    }

    /// How a command ends that was cancelled.
    pub fn status(&self) -> Status {
        Status::Signal(128 + self.signal.load(Ordering::Relaxed))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use signal_hook::consts::SIGTERM;

    #[test]
    fn the_first_signal_cancels_and_gives_the_status() {
        let interrupt = Interrupt::listen().unwrap();
        signal_hook::low_level::raise(SIGTERM).unwrap();
        while !interrupt.cancel.is_cancelled() {
            std::thread::yield_now();
        }
        assert_eq!(interrupt.status(), Status::Signal(143));
    }
}

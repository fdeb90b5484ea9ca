//! mbox: e-mails one after the other, each behind a line of `From `.

use super::{Format, Look, Output, Stop, eml};
use crate::import::limits::Cap;
use crate::import::lines::Lines;
use crate::import::source::Input;

/// What begins the line before an e-mail.
const SEPARATOR: &[u8] = b"From ";

pub struct Mbox;

impl Format for Mbox {
    fn endings(&self) -> &'static [&'static str] {
        &["mbox", "mbx"]
    }

    /// The line before the first e-mail ends in a year, and a line of its header follows.
    fn is_content_of(&self, look: &Look<'_>) -> bool {
        let mut lines = look.start.lines();
        let separator = lines.next().unwrap_or_default();
        let year = separator.split_whitespace().any(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()));
        separator.starts_with("From ") && year && lines.next().is_some_and(eml::is_header_line)
    }

    fn read(&self, input: Input<'_>, output: &mut Output<'_>) -> Result<(), Stop> {
        let most = output.limits.record_bytes;
        let mut lines = Lines::new(input.into_reader(), most);
        let mut mail = Mail::default();
        let mut line = Vec::new();
        let mut blank = true;
        loop {
            line.clear();
            let more = lines.next(&mut line)?;
            let separates = blank && line.starts_with(SEPARATOR);
            if separates || matches!(more, Ok(false)) {
                mail.hand_over(output)?;
                mail = Mail { begun: separates, line: lines.number() + 1, ..Mail::default() };
            } else {
                mail.push(&line, more.err(), most);
            }
            if matches!(more, Ok(false)) {
                return Ok(());
            }
            blank = line.trim_ascii().is_empty();
        }
    }
}

/// An e-mail as it is put together.
#[derive(Default)]
struct Mail {
    bytes: Vec<u8>,
    /// Whether its separator was seen.
    begun: bool,
    /// The line it begins on.
    line: u64,
    too_large: Option<Cap>,
}

impl Mail {
    fn push(&mut self, line: &[u8], too_long: Option<Cap>, most: u64) {
        self.begun |= !line.trim_ascii().is_empty();
        let too_large = ((self.bytes.len() + line.len()) as u64 > most).then_some(Cap::Bytes(most));
        self.too_large = self.too_large.or(too_long).or(too_large);
        if self.too_large.is_some() {
            self.bytes = Vec::new();
            return;
        }
        // A line of the text that would look like a separator was written with a `>` before it.
        let quoted = line.iter().take_while(|byte| **byte == b'>').count();
        let unquoted = quoted > 0 && line[quoted..].starts_with(SEPARATOR);
        self.bytes.extend_from_slice(&line[usize::from(unquoted)..]);
    }

    fn hand_over(&self, output: &mut Output<'_>) -> Result<(), Stop> {
        if !self.begun {
            return Ok(());
        }
        output.begin(Some(self.line));
        match self.too_large {
            Some(cap) => output.refuse(cap),
            None => output.record(eml::article(&self.bytes, output)),
        }
    }
}

//! Times of day.

use super::cursor::Cursor;
use super::names::is_zone;

impl Cursor<'_> {
    /// Passes a time of day with its zone (`3:04 p.m. ET`, `10.05 GMT`, `10h05`); whether there
    /// was one.
    pub fn time(&mut self) -> bool {
        let found = self.attempt(|c| {
            let (hour, _) = c.number(2)?;
            let minutes = c.attempt(Self::minutes).is_some();
            let half = c.attempt(|c| {
                c.spaces();
                let halves = ["a.m.", "p.m.", "A.M.", "P.M.", "am", "pm", "AM", "PM", "Uhr", "uur"];
                (c.accept_any(&halves) && c.at_word_end()).then_some(())
            });
            (hour <= 24 && (minutes || half.is_some())).then_some(())
        });
        if found.is_some() {
            self.attempt(Self::zone);
        }
        found.is_some()
    }

    /// What stands behind the hour: `:05`, `:05:10.500`, `.05`, `h05`, `h`.
    fn minutes(&mut self) -> Option<()> {
        if self.accept(":") {
            self.number(2)?;
            if self.attempt(|c| c.accept(":").then(|| c.number(2))?).is_some() {
                self.attempt(|c| c.accept_any(&[".", ","]).then(|| c.number(9))?);
            }
            return Some(());
        }
        if self.accept(".") {
            // What goes on with another full stop is a date: `10.05.2020`.
            self.number(2).filter(|&(minute, digits)| digits == 2 && minute < 60)?;
            return (self.at_word_end() && self.attempt(|c| c.accept(".").then(|| c.number(1))?).is_none())
                .then_some(());
        }
        self.spaces();
        if !self.accept_any(&["h", "H"]) {
            return None;
        }
        self.spaces();
        self.attempt(|c| c.number(2));
        self.at_word_end().then_some(())
    }

    fn zone(&mut self) -> Option<()> {
        self.skip(&[' ', '(']);
        if self.accept_any(&["+", "-", "−"]) {
            let (_, digits) = self.number(4)?;
            if digits < 4 {
                self.attempt(|c| c.accept(":").then(|| c.number(2))?);
            }
        } else {
            self.word().filter(|word| is_zone(word))?;
        }
        self.accept(")");
        Some(())
    }
}

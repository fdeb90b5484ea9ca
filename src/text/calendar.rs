//! What months and weekdays are called.

use super::fold::fold;
use chrono::Weekday;
use std::ops::RangeInclusive;

/// The months' names, folded, by number: English with its abbreviations, German, French, Spanish,
/// Italian, Portuguese, Dutch.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "janner", "janvier", "janv", "enero", "ene", "gennaio", "janeiro", "januari"],
    &["february", "feb", "februar", "fevrier", "fevr", "fev", "febrero", "febbraio", "fevereiro", "februari"],
    &["march", "mar", "marz", "mars", "marzo", "marco", "maart", "mrt"],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mai", "mayo", "maggio", "maio", "mei"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "junho"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "luglio", "julho"],
    &["august", "aug", "aout", "agosto", "augustus"],
    &["september", "sept", "sep", "septembre", "septiembre", "setiembre", "settembre", "setembro"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "outubro"],
    &["november", "nov", "novembre", "noviembre", "novembro"],
    &["december", "dec", "dezember", "dez", "decembre", "diciembre", "dicembre", "dezembro"],
];

/// The weekdays' names, folded, in the same languages; two letters could be a state (*Mo.*).
const WEEKDAYS: [&[&str]; 7] = [
    &["monday", "mon", "montag", "lundi", "lunes", "lunedi", "segunda", "maandag"],
    &["tuesday", "tue", "tues", "dienstag", "mardi", "martes", "martedi", "terca", "dinsdag"],
    &["wednesday", "wed", "weds", "mittwoch", "mercredi", "miercoles", "mercoledi", "quarta", "woensdag"],
    &["thursday", "thu", "thur", "thurs", "donnerstag", "jeudi", "jueves", "giovedi", "quinta", "donderdag"],
    &["friday", "fri", "freitag", "vendredi", "viernes", "venerdi", "sexta", "vrijdag"],
    &["saturday", "sat", "samstag", "sonnabend", "samedi", "sabado", "sabato", "zaterdag"],
    &["sunday", "sun", "sonntag", "dimanche", "domingo", "domenica", "zondag"],
];

/// How long the names are, in bytes.
const LENGTHS: RangeInclusive<usize> = 3..=10;

/// The number of the month that is called `name`, in any case; 1 is January.
pub fn month_number(name: &str) -> Option<u32> {
    let position = position(&MONTHS, name)?;
    u32::try_from(position + 1).ok()
}

/// The weekday that is called `name`, in any case.
pub fn weekday(name: &str) -> Option<Weekday> {
    let position = position(&WEEKDAYS, name)?;
    Weekday::try_from(u8::try_from(position).ok()?).ok()
}

/// Which of `all` is called `name`.
fn position(all: &[&[&str]], name: &str) -> Option<usize> {
    let called = |name: &str| all.iter().position(|names| names.iter().any(|other| other.eq_ignore_ascii_case(name)));
    // Most words of an article are ASCII, which needs no folding, and of another length than any of these.
    match name.is_ascii() {
        true if LENGTHS.contains(&name.len()) => called(name),
        true => None,
        false => called(&fold(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_known_in_any_case() {
        for (number, names) in (1..).zip(MONTHS) {
            assert!(names.iter().all(|name| month_number(&name.to_uppercase()) == Some(number)), "{names:?}");
        }
        for (number, names) in (0..).zip(WEEKDAYS) {
            let is = |name: &&str| weekday(&name.to_uppercase()).map(|day| day.num_days_from_monday()) == Some(number);
            assert!(names.iter().all(is), "{names:?}");
        }
        assert_eq!((month_number("Août"), weekday("Sábado")), (Some(8), Some(Weekday::Sat)));
        assert_eq!((month_number("Ma"), weekday("Sundays")), (None, None));
    }
}

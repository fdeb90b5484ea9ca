//! Days, months and years on the command line and in metadata.

use crate::article::Printed;
use chrono::NaiveDate;

/// Reads `2020`, `2020-07` or `2020-07-27`.
///
/// # Errors
/// A sentence that says what was expected, for anything else and for days that there never were.
pub fn parse(text: &str) -> Result<Printed, String> {
    let parts: Vec<&str> = text.split('-').collect();
    let date = |year, month, day| {
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        let well_formed = digits(year, 4) && digits(month, 2) && digits(day, 2);
        well_formed.then(|| NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))?
    };
    let printed = match parts[..] {
        [year] => date(year, "01", "01").map(Printed::Year),
        [year, month] => date(year, month, "01").map(Printed::Month),
        [year, month, day] => date(year, month, day).map(Printed::Day),
        _ => None,
    };
    printed.ok_or_else(|| "a date is a day, a month or a year: 2020-07-27, 2020-07 or 2020".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_and_years_are_read_and_impossible_ones_refused() {
        for text in ["2020", "2020-07", "2020-02-29"] {
            assert_eq!(parse(text).unwrap().iso().as_deref(), Some(text));
        }
        for text in ["", "20", "2020-13", "2021-02-29", "2020-7-1", "2020-07-27T00:00", "+020-01-01", "July 2020"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}

//! Dates as exactly as an article says them.

use chrono::{Datelike, Months, NaiveDate};
use serde::Serialize;
use std::fmt;

/// When an article was printed, as exactly as it says itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Printed {
    /// To the day.
    Day(NaiveDate),
    /// To the month: the first of it.
    Month(NaiveDate),
    /// To the year: the first of it.
    Year(NaiveDate),
    /// It does not say.
    #[default]
    Unknown,
}

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
    /// Not at all.
    None,
}

impl Printed {
    /// How exactly the date is known.
    pub fn precision(self) -> Precision {
        match self {
            Printed::Day(_) => Precision::Day,
            Printed::Month(_) => Precision::Month,
            Printed::Year(_) => Precision::Year,
            Printed::Unknown => Precision::None,
        }
    }

    /// The first day it can mean.
    pub fn first_day(self) -> Option<NaiveDate> {
        match self {
            Printed::Day(date) | Printed::Month(date) | Printed::Year(date) => Some(date),
            Printed::Unknown => None,
        }
    }

    /// The last day it can mean.
    pub fn last_day(self) -> Option<NaiveDate> {
        let months = match self {
            Printed::Day(date) => return Some(date),
            Printed::Month(date) => (date, 1),
            Printed::Year(date) => (date, 12),
            Printed::Unknown => return None,
        };
        months.0.with_day(1)?.checked_add_months(Months::new(months.1))?.pred_opt()
    }

    /// As a reader sees it, with the day of the week: `Mon 27 Jul 2020`, `Jul 2020`, `2020`, `undated`.
    pub fn long(self) -> String {
        self.long_in(DateStyle::default())
    }

    /// The same in a style.
    pub fn long_in(self, style: DateStyle) -> String {
        match self {
            Printed::Day(date) => format!("{} {}", date.format("%a"), self.in_style(style)),
            _ => self.in_style(style),
        }
    }

    /// As a reader sees it, in a style: `27 Jul 2020`, `Jul 27, 2020`, `2020-07-27`; `undated`.
    pub fn in_style(self, style: DateStyle) -> String {
        match (self, style) {
            (Printed::Day(date), DateStyle::MonthFirst) => date.format("%b %-d, %Y").to_string(),
            (_, DateStyle::Iso) => self.iso().unwrap_or_else(|| self.to_string()),
            _ => self.to_string(),
        }
    }

    /// The date that [`iso`](Self::iso) writes as `text`; that of none is empty. None if it writes no date so.
    pub fn from_iso(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::Unknown);
        }
        // A year has more digits than four only far from any newspaper; the number of hyphens tells.
        match text.trim_start_matches(['+', '-']).matches('-').count() {
            0 => format!("{text}-01-01").parse().ok().map(Self::Year),
            1 => format!("{text}-01").parse().ok().map(Self::Month),
            _ => text.parse().ok().map(Self::Day),
        }
    }

    /// ISO 8601, as long as it is exact: `2020-07-27`, `2020-07`, `2020`.
    pub fn iso(self) -> Option<String> {
        match self {
            Printed::Day(date) => Some(date.format("%Y-%m-%d").to_string()),
            Printed::Month(date) => Some(date.format("%Y-%m").to_string()),
            Printed::Year(date) => Some(date.format("%Y").to_string()),
            Printed::Unknown => None,
        }
    }
}

/// How a day is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum DateStyle {
    /// `27 Jul 2020`.
    #[default]
    DayFirst,
    /// `Jul 27, 2020`.
    MonthFirst,
    /// `2020-07-27`.
    Iso,
}

impl DateStyle {
    /// Every style, with its name in the configuration.
    pub const ALL: [(&str, DateStyle); 3] =
        [("27 Jul 2020", DateStyle::DayFirst), ("Jul 27, 2020", DateStyle::MonthFirst), ("2020-07-27", DateStyle::Iso)];
}

impl fmt::Display for Printed {
    /// As a reader sees it: `27 Jul 2020`, `Jul 2020`, `2020`, `undated`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Printed::Day(date) => write!(f, "{}", date.format("%-d %b %Y")),
            Printed::Month(date) => write!(f, "{}", date.format("%b %Y")),
            Printed::Year(date) => write!(f, "{}", date.format("%Y")),
            Printed::Unknown => f.write_str("undated"),
        }
    }
}

//! What can be set while the reader runs, by the names that it has in the configuration: `set theme paper`.

use super::Look;
use crate::article::DateStyle;
use crate::config::{Borders, MEASURES};

/// Something that is set, and to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// The theme with this number.
    Theme(usize),
    /// The longest line of text wanted, in columns.
    Measure(usize),
    /// Whether words are parted at a line's end.
    Hyphenation(bool),
    /// How dates are written.
    Dates(DateStyle),
    /// How frames are drawn.
    Borders(Borders),
    /// Whether only ASCII is drawn.
    Ascii(bool),
}

impl Setting {
    /// All that there are where it looks so. Of all measures, the one that is set and, where `typed` ends in another
    /// that there can be, that one.
    pub fn all(look: &Look, typed: &str) -> Vec<Self> {
        let typed = typed.rsplit(' ').next().and_then(|number| number.parse().ok());
        let typed = typed.filter(|columns| MEASURES.contains(columns) && *columns != look.measure);
        let mut all: Vec<Setting> = (0..look.themes.len()).map(Setting::Theme).collect();
        all.extend(typed.into_iter().chain([look.measure]).map(Setting::Measure));
        all.extend([true, false].map(Setting::Hyphenation));
        all.extend(DateStyle::ALL.map(|(_, style)| Setting::Dates(style)));
        all.extend(Borders::ALL.map(|(_, borders)| Setting::Borders(borders)));
        all.extend([true, false].map(Setting::Ascii));
        all
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Setting::Theme(_) => "theme",
            Setting::Measure(_) => "measure",
            Setting::Hyphenation(_) => "hyphenation",
            Setting::Dates(_) => "dates",
            Setting::Borders(_) => "borders",
            Setting::Ascii(_) => "ascii",
        }
    }

    /// What it is for, in a few words.
    pub const fn doc(self) -> &'static str {
        match self {
            Setting::Theme(_) => "the colours",
            Setting::Measure(_) => "the longest line of an article, in columns",
            Setting::Hyphenation(_) => "whether words are parted at the end of a line",
            Setting::Dates(_) => "how dates are written",
            Setting::Borders(_) => "how frames are drawn",
            Setting::Ascii(_) => "whether there is nothing but ASCII",
        }
    }

    /// To what, where it looks so: *paper*, *70*, *on*.
    pub fn value(self, look: &Look) -> String {
        let switch = |on| if on { "on" } else { "off" }.to_owned();
        match self {
            Setting::Theme(theme) => look.themes.get(theme).cloned().unwrap_or_default(),
            Setting::Measure(columns) => columns.to_string(),
            Setting::Hyphenation(on) | Setting::Ascii(on) => switch(on),
            Setting::Dates(dates) => named(&DateStyle::ALL, dates),
            Setting::Borders(borders) => named(&Borders::ALL, borders),
        }
    }

    /// As it is typed: *set theme paper*.
    pub fn line(self, look: &Look) -> String {
        format!("set {} {}", self.name(), self.value(look))
    }
}

fn named<T: PartialEq>(all: &[(&str, T)], wanted: T) -> String {
    all.iter().find(|(_, one)| *one == wanted).map_or_else(String::new, |(name, _)| (*name).to_owned())
}

impl Look {
    /// Sets something.
    pub fn set(&mut self, setting: Setting) {
        match setting {
            Setting::Theme(theme) => self.theme = theme,
            Setting::Measure(measure) => self.measure = measure,
            Setting::Hyphenation(on) => self.hyphenation = on,
            Setting::Dates(dates) => self.dates = dates,
            Setting::Borders(borders) => self.borders = borders,
            Setting::Ascii(on) => self.ascii = on,
        }
    }

    /// Whether something is set so.
    pub fn is(&self, setting: Setting) -> bool {
        match setting {
            Setting::Theme(theme) => self.theme == theme,
            Setting::Measure(measure) => self.measure == measure,
            Setting::Hyphenation(on) => self.hyphenation == on,
            Setting::Dates(dates) => self.dates == dates,
            Setting::Borders(borders) => self.borders == borders,
            Setting::Ascii(on) => self.ascii == on,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_line_of_its_own_and_is_so_once_it_is_set() {
        let mut look = Look { themes: vec!["ink".to_owned(), "paper".to_owned()], ..Look::default() };
        let all = Setting::all(&look, "set measure 44");
        let mut lines: Vec<String> = all.iter().map(|setting| setting.line(&look)).collect();
        assert!(lines.contains(&"set theme paper".to_owned()) && lines.contains(&"set measure 44".to_owned()));
        lines.sort();
        lines.dedup();
        assert_eq!(lines.len(), all.len());
        for setting in all {
            look.set(setting);
            assert!(look.is(setting), "{setting:?}");
        }
        assert!(!Setting::all(&look, "set measure 9").contains(&Setting::Measure(9)));
    }
}

//! The configuration file: how the reader looks, and which keys do what. Everything keeps its place in
//! the file, so that whoever finds a fault in it can say where.

use crate::article::DateStyle;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// The settings that there are, as they are where nobody has changed them.
pub const DEFAULT: &str = include_str!("default.toml");

/// The theme that follows the terminal's background.
pub const AUTO: &str = "auto";

/// The shortest and the longest measure, in columns.
pub const MEASURES: std::ops::RangeInclusive<usize> = 30..=160;

/// How frames are drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Borders {
    /// With round corners.
    #[default]
    Rounded,
    /// With plain corners.
    Plain,
    /// With heavy lines.
    Thick,
    /// With double lines.
    Double,
}

impl Borders {
    /// All, with their names in the configuration.
    pub const ALL: [(&str, Borders); 4] = [
        ("rounded", Borders::Rounded),
        ("plain", Borders::Plain),
        ("thick", Borders::Thick),
        ("double", Borders::Double),
    ];
}

/// What keys do, as it is written: for each context, keys and the name of an action.
pub type Keys = BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<String>>>;

/// The settings of a file; what it does not say is as in [`DEFAULT`].
#[derive(Debug, Clone)]
pub struct Settings {
    /// The name of the theme, and where it stands.
    pub theme: (String, Range<usize>),
    /// The longest line of text wanted, in columns.
    pub measure: usize,
    /// Whether words of an article are parted at a line's end.
    pub hyphenation: bool,
    /// How dates are written.
    pub dates: DateStyle,
    /// Whether wheel and clicks come to the reader.
    pub mouse: bool,
    /// How frames are drawn.
    pub borders: Borders,
    /// Whether only ASCII is drawn.
    pub ascii: bool,
    /// What keys do that do something else than usual.
    pub keys: Keys,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            theme: (AUTO.to_owned(), 0..0),
            measure: 66,
            hyphenation: false,
            dates: DateStyle::default(),
            mouse: true,
            borders: Borders::default(),
            ascii: false,
            keys: Keys::new(),
        }
    }
}

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    theme: Option<Spanned<String>>,
    measure: Option<Spanned<i64>>,
    hyphenation: Option<bool>,
    dates: Option<Spanned<String>>,
    mouse: Option<bool>,
    borders: Option<Spanned<String>>,
    ascii: Option<bool>,
    #[serde(default)]
    keys: Keys,
}

/// What is wrong with a configuration file, where, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}: {message}", .path.display())]
pub struct ConfigError {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// A fault of a text: which bytes, and what is wrong with them.
pub type Fault = (Range<usize>, String);

/// A configuration file as it was read.
#[derive(Debug, Clone)]
pub struct ConfigFile {
    /// Where it is.
    pub path: PathBuf,
    /// What stands in it; nothing where there is none.
    pub text: String,
}

impl ConfigFile {
    /// Reads the file at `path`; nothing stands in one that is not there.
    ///
    /// # Errors
    /// What the system says.
    pub fn read(path: &Path) -> io::Result<Self> {
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            text => text?,
        };
        Ok(Self { path: path.to_path_buf(), text })
    }

    /// A fault as an error that names the file and the line.
    pub fn error(&self, (place, message): Fault) -> ConfigError {
        let before = self.text.as_bytes().get(..place.start).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        ConfigError { path: self.path.clone(), line, message }
    }

    /// Its settings.
    ///
    /// # Errors
    /// What is wrong first.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        Settings::parse(&self.text).map_err(|fault| self.error(fault))
    }
}

impl Settings {
    /// The settings that `text` says.
    ///
    /// # Errors
    /// What is wrong first, and where.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let written: Written = toml::from_str(text).map_err(fault)?;
        let usual = Settings::default();
        Ok(Settings {
            theme: written.theme.map_or(usual.theme, |theme| (theme.get_ref().clone(), theme.span())),
            measure: written.measure.map_or(Ok(usual.measure), |measure| columns(&measure))?,
            hyphenation: written.hyphenation.unwrap_or(usual.hyphenation),
            dates: written.dates.map_or(Ok(usual.dates), |dates| choose(&dates, &DateStyle::ALL))?,
            mouse: written.mouse.unwrap_or(usual.mouse),
            borders: written.borders.map_or(Ok(usual.borders), |borders| choose(&borders, &Borders::ALL))?,
            ascii: written.ascii.unwrap_or(usual.ascii),
            keys: written.keys,
        })
    }
}

/// What the parser says, as a fault.
pub(super) fn fault(error: toml::de::Error) -> Fault {
    (error.span().unwrap_or(0..0), error.message().trim_end().replace('\n', "; "))
}

fn columns(measure: &Spanned<i64>) -> Result<usize, Fault> {
    let columns = usize::try_from(*measure.get_ref()).ok().filter(|columns| MEASURES.contains(columns));
    columns.ok_or_else(|| {
        let (least, most) = (MEASURES.start(), MEASURES.end());
        (measure.span(), format!("a line has from {least} to {most} columns, not {}", measure.get_ref()))
    })
}

fn choose<T: Copy>(written: &Spanned<String>, all: &[(&str, T)]) -> Result<T, Fault> {
    let found = all.iter().find(|(name, _)| name == written.get_ref());
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<String> = all.iter().map(|(name, _)| format!("“{name}”")).collect();
        (written.span(), format!("“{}” is none of {}", written.get_ref(), names.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        let file = ConfigFile { path: "c.toml".into(), text: text.to_owned() };
        file.settings().unwrap_err().to_string()
    }

    #[test]
    fn the_default_file_says_what_is_so_without_it() {
        let settings = Settings::parse(DEFAULT).unwrap();
        assert_eq!(settings.theme.0, AUTO);
        let (a, b) = (Settings { theme: (String::new(), 0..0), ..settings }, Settings::default());
        assert_eq!(format!("{a:?}"), format!("{:?}", Settings { theme: (String::new(), 0..0), ..b }));
    }

    #[test]
    fn a_fault_is_told_by_file_and_line_with_what_would_be_right() {
        assert_eq!(
            error("\n\ndates = \"27.7.2020\""),
            "c.toml:3: “27.7.2020” is none of “27 Jul 2020”, “Jul 27, 2020”, “2020-07-27”"
        );
        assert_eq!(error("measure = 5"), "c.toml:1: a line has from 30 to 160 columns, not 5");
        let unknown = error("mouse = true\nmaus = true");
        assert!(unknown.starts_with("c.toml:2: unknown field `maus`, expected one of `theme`"), "{unknown}");
        assert!(error("mouse = 1").starts_with("c.toml:1: invalid type"), "{}", error("mouse = 1"));
        assert!(error("theme = \"ink").starts_with("c.toml:1: "));
    }

    #[test]
    fn keys_keep_their_places() {
        let text = "[keys.list]\n\"g x\" = \"quit\"\n";
        let settings = Settings::parse(text).unwrap();
        let (context, keys) = settings.keys.first_key_value().unwrap();
        let (key, action) = keys.first_key_value().unwrap();
        assert_eq!((&text[context.span()], &text[key.span()], &text[action.span()]), ("list", "\"g x\"", "\"quit\""));
    }
}

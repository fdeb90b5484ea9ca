//! Which themes there are to choose from, in the colours that the terminal has.

use crate::config::AUTO;
use crate::ui::Theme;
use crate::ui::theme::Depth;
use std::env;
use std::time::Duration;
use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

/// How long the terminal has to tell its background. Most need a millisecond or two, also to say that
/// they do not know; one that is far away goes by as one that does not.
const PATIENCE: Duration = Duration::from_millis(200);

/// Themes by name, one of which is worn.
#[derive(Debug, Clone)]
pub struct Themes {
    all: Vec<(String, Theme)>,
    worn: usize,
}

/// What the terminal says of its background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// It is dark.
    Dark,
    /// It is light.
    Light,
    /// It did not say. An answer may still be on its way.
    Unknown,
}

impl Themes {
    /// One theme, and no other.
    pub fn only(name: &str, theme: Theme) -> Self {
        Self { all: vec![(name.to_owned(), theme)], worn: 0 }
    }

    /// Those that come with the program and the person's `own`, in the colours of `depth`. The one with
    /// the name `wanted` is worn; for [`AUTO`] the one that goes with the terminal's ground, on that.
    pub fn of(own: Vec<(String, Theme)>, wanted: &str, ground: Ground, depth: Depth) -> Self {
        let built_in = Theme::built_in_names().filter_map(|name| Some((name.to_owned(), Theme::built_in(name)?)));
        let fits = |(name, theme): (String, Theme)| match depth {
            // Of its own sixteen colours nobody knows what they look like.
            Depth::Sixteen if theme.background.is_some() => None,
            _ => Some((name, theme.at_depth(depth))),
        };
        let mut all: Vec<(String, Theme)> = built_in.chain(own).filter_map(fits).collect();
        let suits = match ground {
            Ground::Dark => "ink",
            Ground::Light => "paper",
            Ground::Unknown => "sixteen",
        };
        let find = |all: &[(String, Theme)], name: &str| all.iter().position(|(other, _)| other == name);
        if wanted == AUTO
            && let Some(suiting) = find(&all, suits).or_else(|| find(&all, "sixteen"))
        {
            all.insert(0, (AUTO.to_owned(), all[suiting].1.clone().without_background()));
        }
        let worn = find(&all, wanted).or_else(|| find(&all, "sixteen")).unwrap_or(0);
        Self { all, worn }
    }

    /// Their names.
    pub fn names(&self) -> Vec<String> {
        self.all.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The number of the one that is worn at first.
    pub fn worn(&self) -> usize {
        self.worn
    }

    /// The theme with this number.
    pub fn get(&self, number: usize) -> Option<&Theme> {
        self.all.get(number).map(|(_, theme)| theme)
    }
}

impl Ground {
    /// Asks the terminal: to be called before anything else reads what it answers.
    pub fn ask() -> Self {
        let mut options = QueryOptions::default();
        options.timeout = PATIENCE;
        match theme_mode(options) {
            Ok(ThemeMode::Dark) => Ground::Dark,
            Ok(ThemeMode::Light) => Ground::Light,
            Err(_) => Ground::Unknown,
        }
    }
}

/// How many colours the terminal has, as far as its variables tell.
pub fn depth() -> Depth {
    let set = |name| env::var(name).unwrap_or_default();
    let term = set("TERM");
    if ["truecolor", "24bit"].contains(&set("COLORTERM").as_str()) || term.ends_with("-direct") {
        return Depth::True;
    }
    let few = ["linux", "ansi", "cons25", "screen", "tmux", "xterm-16color", "rxvt", "sun"];
    if few.contains(&term.as_str()) || term.starts_with("vt") { Depth::Sixteen } else { Depth::Indexed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Color;

    fn worn(wanted: &str, ground: Ground, depth: Depth) -> Theme {
        let own = vec![("mine".to_owned(), Theme::read("text = \"#102030\"").unwrap())];
        let themes = Themes::of(own, wanted, ground, depth);
        themes.get(themes.worn()).unwrap().clone()
    }

    #[test]
    fn the_theme_goes_with_the_ground_and_leaves_it_as_it_is() {
        let ink = Theme::built_in("ink").unwrap();
        assert_eq!(worn(AUTO, Ground::Dark, Depth::True), ink.clone().without_background());
        assert_eq!(worn(AUTO, Ground::Light, Depth::True).text, Theme::built_in("paper").unwrap().text);
        assert_eq!(worn(AUTO, Ground::Unknown, Depth::True), Theme::built_in("sixteen").unwrap());
        assert_eq!(worn(AUTO, Ground::Dark, Depth::Sixteen), Theme::built_in("sixteen").unwrap());
        assert_eq!(worn("ink", Ground::Light, Depth::True), ink);
        assert_eq!(worn("mine", Ground::Unknown, Depth::True).text.fg, Some(Color::Rgb(16, 32, 48)));
        assert!(matches!(worn("mine", Ground::Unknown, Depth::Indexed).text.fg, Some(Color::Indexed(_))));
    }
}
